"""Text in old and mixed encodings: the detector is believed, characters are never cut, one bad byte costs one place."""

import random

import pytest

from millrace.intake.encodings import decode_text

TEXTS = {
    "big5": ["編號,品名,備註", "王小明,真皮皮包,已付款", "功能正常,許可證", "豬肉,育兒,蓋子"],
    "cp932": ["番号,品名,備考", "ソニー株式会社,表示,能力", "㈱鈴木商店,①番,納品済み", "髙橋,ポスト"],
    "euc_jp": ["番号,品名,かばん", "東京都千代田区,ポストのうえ,予定"],
    "gb18030": ["编号,品名,备注", "王小明,真皮皮包,已付款", "北京市朝阳区,订单"],
    "cp949": ["번호,품명,비고", "김철수,가죽가방,입금완료"],
    "cp850": ["Größe;Stück;Straße", "Jürgen Müller;Köln", "São Paulo;Conceição", "Señor Núñez;año"],
    "cp852": ["Zamówienie;Łódź;źródło", "Žižkov;Řezník;příliš", "Győr;őszi;árvíztűrő"],
    "cp866": ["Покупатель;Адрес;Сумма", "Иванов;кожаный ремень;оплата", "Москва;доставка завтра"],
    "koi8-r": ["Покупатель;Адрес;Сумма", "Иванов;кожаный ремень;оплата", "Москва;доставка завтра"],
}


@pytest.mark.parametrize("symbol", ["€", "£", "°", "–", "½", "§"])
def test_a_symbol_beside_figures_is_no_letter_of_an_old_page(symbol):
    text = "shop;amount\n" + "\n".join(f"{shop};{i},50 {symbol}" for i, shop in enumerate("ABCDEFGH"))
    found = decode_text(text.encode("cp1252"))
    assert (found.encoding, found.data.decode()) == ("cp1252", text)


WITHOUT_KANA = [
    "東京都千代田区,商品,納品済", "大阪府大阪市,請求書,株式会社", "鈴木一郎,電話番号,在庫", "田中商店,見積書,担当者",
]  # fmt: skip
SIMPLIFIED = ["北京市朝阳区,订单", "上海浦东,皮包,付款", "王小明,数量,备注", "陈建国,钱包,已发货"]


@pytest.mark.parametrize(("encoding", "texts"), [("euc_jp", WITHOUT_KANA), ("gb18030", SIMPLIFIED)])
def test_japanese_without_kana_and_chinese_are_told_apart(encoding, texts):
    rng = random.Random(7)
    right = 0
    for n in [0, 1, 2, 8, 12, 20] * 5:
        # All lines at least once: a handful of characters can be either language.
        text = "\n".join(f"{i};{line}" for i, line in enumerate([*texts, *rng.choices(texts, k=n)]))
        right += decode_text(text.encode(encoding)).data.decode() == text
    assert right >= 28, right


@pytest.mark.parametrize("encoding", TEXTS)
def test_text_of_an_old_page_is_read_as_it_was_written(encoding):
    rng = random.Random(encoding)
    right = 0
    for _ in range(30):
        chosen = rng.choices(TEXTS[encoding], k=rng.choice([3, 6, 20]))
        text = "\n".join(f"{i};{line};{rng.randint(1, 999)}" for i, line in enumerate(chosen))
        right += decode_text(text.encode(encoding)).data.decode() == text
    assert right >= 28, right


@pytest.mark.parametrize("bad", [b"\xff", b"\xe9", b"\x80"])
@pytest.mark.parametrize("word", ["Müller", "王丽", "Zoë and Łukasz"])
def test_one_bad_byte_costs_one_place_and_names_its_line(bad, word):
    lines = [f"{i};{word};ok".encode() for i in range(1, 30)]
    lines[11] = f"12;{word} ".encode() + bad + b";ok"
    decoded = decode_text(b"\n".join(lines))
    expected = [f"{i};{word};ok" for i in range(1, 30)]
    expected[11] = f"12;{word} \ufffd;ok"
    assert decoded.data.decode().split("\n") == expected
    assert decoded.replaced == 1
    assert ("damaged characters", "line 12") in [note[:2] for note in decoded.notes]


def test_a_file_cut_inside_its_last_character_keeps_the_rest():
    decoded = decode_text("no;客户\n1;王丽\n2;陈建国".encode()[:-1])
    assert decoded.data.decode() == "no;客户\n1;王丽\n2;陈建\ufffd"
    assert decoded.replaced == 1


@pytest.mark.parametrize("data", [b"id,t\n1,a\0\x001", b"a\0bc\0d", b"id,name\n1,A\0nna\n2,B\0ob"])
def test_a_few_zero_bytes_are_not_utf_16(data):
    assert decode_text(data).data == data.replace(b"\0", b"")


def test_vendor_characters_are_read_where_the_narrow_page_is_named():
    assert decode_text("㈱鈴木①".encode("cp932"), encoding="shift_jis").data.decode() == "㈱鈴木①"
    assert decode_text("镕基".encode("gb18030"), encoding="gb2312").data.decode() == "镕基"
