import random

import pytest

from millrace.errors import ArgumentError
from millrace.intake.encodings import decode_text

# Not the sentences on which the ranking was tuned.
TEXTS = {
    "gb18030": ["姓名,电话,地址", "陈建国,采购真皮皮带二十条", "订金已收,月底发货", "深圳市宝安区", "颜色:深棕"],
    "big5": ["姓名,電話,地址", "林淑芬,訂購真皮腰帶", "訂金已收,月底出貨", "新北市板橋區", "顏色:深棕"],
    "cp932": ["名前,電話,住所", "佐藤花子,革のベルト", "入金済み、月末に発送", "横浜市港北区", "色:こげ茶"],
    "cp949": ["이름,전화,주소", "박영희,가죽 벨트", "입금 완료, 월말 발송", "부산시 해운대구"],
    "cp1252": [
        "Größe;Stück;Lieferung",
        "Jürgen Weiß;Nürnberg",
        "Crème brûlée;à côté;Noël",
        "São Paulo;Conceição",
        "Niño;año;señal",
    ],
    "cp1250": ["Wrocław;płatność;zamówienie", "Žďár nad Sázavou;Řezník", "Győr;Székesfehérvár;őszi"],
    "cp1251": ["Покупатель;Адрес;Сумма", "Ирина;ремень кожаный;оплата", "Екатеринбург;доставка"],
    "cp1253": ["Πελάτης;Διεύθυνση", "Θεσσαλονίκη;δερμάτινη ζώνη"],
    "cp1254": ["Müşteri;Adres;Ödeme", "Şişli;deri kemer;ağustos"],
    "cp1255": ["שם;כתובת;טלפון", "תל אביב;חגורת עור"],
    "cp1256": ["الاسم;العنوان;الهاتف", "الرياض;حزام جلد"],
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_short_texts_of_the_usual_encodings_are_recognised(encoding):
    rng = random.Random(encoding)
    right = 0
    for _ in range(40):
        chosen = rng.choices(TEXTS[encoding], k=rng.choice([2, 3, 6, 20]))
        text = "\n".join(f"{i};{line};2024-01-0{i % 9 + 1};{rng.randint(1, 999)}" for i, line in enumerate(chosen))
        right += decode_text(text.encode(encoding)).data.decode() == text
    assert right >= 38, (encoding, right)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", ["no;客户;数量\n1;王丽;2", "no,name\n1,Müller"])
def test_unicode_is_recognised_with_and_without_mark(encoding, text):
    assert decode_text(text.encode(encoding)).data.decode() == text


def test_line_ends_become_one_kind():
    assert decode_text(b"a\r\nb\rc\nd").data == b"a\nb\nc\nd"


def test_an_encoding_that_the_caller_names_is_used_and_bad_bytes_are_counted():
    decoded = decode_text("王丽".encode("gb18030"), encoding="cp1252")
    assert decoded.data.decode() == "王丽".encode("gb18030").decode("cp1252")
    assert decode_text(b"a\xffb", encoding="ascii").replaced == 1
    with pytest.raises(ArgumentError, match="unknown"):
        decode_text(b"a", encoding="klingon")


def test_no_bytes_at_all_can_stop_the_decoding():
    rng = random.Random(1)
    for _ in range(200):
        data = rng.randbytes(rng.randint(1, 400))
        decode_text(data).data.decode("utf-8")
