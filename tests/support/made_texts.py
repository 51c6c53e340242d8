"""Chats with known personal data, made for the tests alone: none of their sentences was used to write the rules."""

import numpy as np

LATIN = ["Marta Kowalczyk", "Deng Rui", "Oluwaseun Adeyemi", "Pilar Núñez", "Qiu Yutong", "Heinz Brandl", "Cao Mengqi"]
HAN = ["邱雨桐", "曹梦琪", "段誉", "欧阳志强", "邓瑞"]
ARABIC = ["خالد الزهراني", "منى العتيبي", "يوسف حداد"]
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WIDE_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")

TEMPLATES = [
    "parcel for {name} got wet, pls ring {phone} after lunch",
    "{name} from the front desk took it, the rest comes by {day}",
    "whoever is on shift: customer wants {n} more at {price}, her mail is {email}",
    "I gave {initials} the spare key, ask at {phone}",
    "{upper} DID NOT SIGN FOR {n} BELTS",
    "{lower} paid {price} yesterday, card {card}, slip attached",
    "transfer to {iban} please, reference {reference}",
    "id on the form reads {identity}, date {day}",
    "he wrote from {ip} at {clock} and used {link}",
    "Mrs {surname} complained again about item {sku}, {n} pieces",
    "收货人：{han}，手机{phone}，一共{n}件",
    "{han}说{day}之前要发货，单价{price}元",
    "麻烦联系一下{hansurname}女士，她的身份证号是{identity}",
    "开票信息 税号{company} 金额{price}",
    "车牌{plate}，下午{clock}到，货号{sku}",
    "{hansurname}师傅的电话{widephone}，货款{price}元，卡号{card}",
    "邮箱{email}，订{n}个{sku}",
    "اتصل ب{arabic} على {uaephone} قبل {day}",
    "ارسلت ل{arabic} {n} حقائب بسعر {price} درهم",
    "رقم هاتفي {uaephonearabic} واسمي {arabic}",
]
CLEAN = [
    "we still have {n} of {sku} at {price} CNY, next lot {day}",
    "{sku} {n} pcs, total {total} CNY, tracking SF{tracking}",
    "meeting moved to {clock} on {day}, room 4",
    "barcode {barcode} does not scan, version 2.14.0.3 of the app",
    "型号{sku}，{n}个，共{total}元，{day}到货，总共{n}箱",
    "这批皮料施工要{n}天，黄金总量不变，小白包卖完了",
    "السعر {price} درهم لكل قطعة والكمية {n}",
    "see https://shop.example.org/bags/{sku}?page=2 for all colours, {n} reviews",
    "stock went from {total} to {n} between {day} and {day}, that is {n} % down",
    "order {reference} has 3 x {n} boxes of 40x30x20 cm, 12.5 kg each",
    "the will of the customer: mark the long bags in may, rose or green",
]
# Written after the rules were last changed.
LATER = [
    "Complaint: {upper}, {phone}, wants {price} back since {day}",
    "{name} ({email}) asks for {n} of {sku}",
    "hi, {lower} here, my new number is {phone} from {day} on",
    "login from {ip}, reset under {link}",
    "cc {initials} about the refund to {iban}",
    "Dr {surname} left {n} keys, passport copy filed {day}",
    "转给{han}，她那边{n}件，电话{widephone}",
    "{hansurname}经理讲单价{price}，身份证{identity}，车{plate}",
    "退款到{card}，户名{han}",
    "السيد {arabic} طلب {n} محفظة، جواله {uaephone}",
    "{arabic}: ارجو الاتصال {uaephonearabic} بعد {clock}",
]
LATER_CLEAN = [
    "shift {clock}-{clock}, output {n}, scrap {price} %, lot {reference}",
    "invoice {reference} over {total}.00 EUR, due {day}",
    "size chart: 36 37 38 39 40 41, {n} pairs; thread 40/2, needle 14",
    "合同号{reference}，尺寸{n}*{n}毫米，含税{total}元",
    "رقم الطلب {reference} والمبلغ {price} ريال بتاريخ {day}",
    "{sku} / {sku} / {sku}: {n} + {n} + {n}",
]


def luhn(body):
    total = sum(sum(divmod(int(c) * (2 - i % 2), 10)) for i, c in enumerate(reversed(body)))
    return body + str(-total % 10)


def identity(rng):
    day = f"{rng.integers(1955, 2006)}{rng.integers(1, 13):02}{rng.integers(1, 29):02}"
    body = f"{rng.choice([330106, 440305, 110105, 510107])}{day}{rng.integers(0, 1000):03}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights, strict=True)) % 11]


def iban(rng):
    country, body = ("DE", f"{rng.integers(10**8):08}{rng.integers(10**10):010}")
    check = 98 - int("".join(str(int(c, 36)) for c in body + country + "00")) % 97
    plain = f"{country}{check:02}{body}"
    return plain if rng.random() < 0.5 else " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))


def company(rng):
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "92330106MA" + "".join(rng.choice(list(letters), 7))
    weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    return body + letters[(31 - sum(letters.index(c) * w for c, w in zip(body, weights, strict=True))) % 31 % 31]


def phone(rng):
    number = f"{rng.choice(['138', '159', '186', '177', '133'])}{rng.integers(10**8):08}"
    form = rng.integers(5)
    if form == 4:
        return f"0571-8{rng.integers(10**7):07}"
    spaced = f"{number[:3]} {number[3:7]} {number[7:]}"
    return [number, spaced, spaced.replace(" ", "-"), f"+86 {number}"][form]


def card(rng):
    number = luhn(
        "622848" + f"{rng.integers(10**12):012}" if rng.random() < 0.5 else "4" + f"{rng.integers(10**14):014}"
    )
    return number if rng.random() < 0.5 else " ".join(number[i : i + 4] for i in range(0, len(number), 4))


def uae(rng):
    return f"05{rng.choice([0, 2, 4, 5, 6, 8])}{rng.integers(10**7):07}"


def personal(rng):
    """Return values that must be found, each with its kind."""
    latin, han = str(rng.choice(LATIN)), str(rng.choice(HAN))
    first, last = latin.split()
    number = phone(rng)
    handle = f"{first[:3].lower().replace('ú', 'u')}{rng.integers(100)}"
    return {
        "name": ("name", latin),
        "initials": ("name", str(rng.choice([f"{first[0]}. {last}", f"{first} {last[0]}."]))),
        "upper": ("name", latin.upper()),
        "lower": ("name", latin.lower()),
        "surname": ("name", last),
        "han": ("name", han),
        "hansurname": ("name", str(rng.choice(["邓", "曹", "邱", "欧阳"]))),
        "arabic": ("name", str(rng.choice(ARABIC))),
        "phone": ("phone", number),
        "widephone": ("phone", number.translate(WIDE_DIGITS)),
        "uaephone": ("phone", uae(rng)),
        "uaephonearabic": ("phone", uae(rng).translate(ARABIC_DIGITS)),
        "email": ("email", f"{handle}@{rng.choice(['mail.example.org', 'qq.com', 'firma.example.de'])}"),
        "card": ("bank_account", card(rng)),
        "iban": ("bank_account", iban(rng)),
        "identity": ("identity_number", identity(rng)),
        "company": ("company_code", company(rng)),
        "plate": ("plate", f"浙A{rng.integers(10**5):05}"),
        "ip": ("ip_address", ".".join(map(str, rng.integers(1, 255, 4)))),
        "link": ("link", f"https://pay.example.org/in?token={rng.integers(10**9)}"),
    }


def harmless(rng):
    return {
        "day": str(rng.choice([f"2025-{rng.integers(1, 13):02}-{rng.integers(1, 29):02}",
                               f"{rng.integers(1, 29)} March",
                               f"2025{rng.integers(1, 13):02}{rng.integers(1, 29):02}",
                               f"{rng.integers(1, 13)}月3日"])),
        "n": str(rng.integers(2, 900)),
        "price": f"{rng.integers(3, 900)}.{rng.integers(100):02}",
        "total": str(rng.choice([f"{rng.integers(1, 900)},{rng.integers(1000):03}", f"{rng.integers(10**6)}"])),
        "sku": f"{rng.choice(['LB', 'W', 'KX'])}-{rng.choice(['B', 'W'])}{rng.integers(1000):03}",
        "clock": f"{rng.integers(8, 20)}:{rng.integers(60):02}",
        "tracking": f"{rng.integers(10**12, 10**13)}",
        "barcode": f"69{rng.integers(10**10, 10**11)}",
        "reference": f"{rng.integers(1000, 99999)}",
    }  # fmt: skip


def texts(number, seed, templates=TEMPLATES, clean=CLEAN):
    """Return texts, and for each the list of (start, end, kind) that must be found."""
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(number):
        template = str(rng.choice(clean if rng.random() < 0.4 else templates))
        known, plain = personal(rng), harmless(rng)
        text, spans = "", []
        for piece in template.split("{"):
            name, closed, rest = piece.partition("}")
            if not closed:
                text += piece
                continue
            if name in known:
                kind, value = known[name]
                spans.append((len(text), len(text) + len(value), kind))
                text += value + rest
            else:
                text += plain[name] + rest
        made.append((text, spans))
    return [text for text, _ in made], [spans for _, spans in made]


NAMES = [*LATIN, *HAN, *ARABIC]
