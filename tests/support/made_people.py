"""Tables of made-up people in several languages, with what must never be seen of them outside."""

import numpy as np
import pandas as pd

GERMAN_FIRST = ["Anna", "Jürgen", "Fatma", "Karl-Heinz", "Zoë", "Uwe", "Heike", "Murat", "Sabine", "Wolfgang"]
GERMAN_LAST = ["Müller", "Schmidt", "Öztürk", "Krüger", "Groß", "Weißmann", "Baumann", "Lindner"]
CHINESE = ["邱雨桐", "曹梦琪", "段誉", "欧阳志强", "邓瑞", "王小明", "张伟"]
ARABIC = ["خالد الزهراني", "منى العتيبي", "يوسف حداد", "سارة القحطاني"]
WRITERS = ["Marta Kowalczyk", "Deng Rui", "Oluwaseun Adeyemi", "Pilar Núñez", "Heinz Brandl"]


def german_customers(rows=90, *, seed=3):
    """Customers of a German shop, their phones in five layouts, some of them named in remarks."""
    chance, made = np.random.default_rng(seed), []
    for number in range(rows):
        first, last = chance.choice(GERMAN_FIRST), chance.choice(GERMAN_LAST)
        digits = f"{chance.integers(2000000, 9999999)}"
        layouts = [f"030 {digits}", f"+49 30 {digits}", f"(030) {digits[:3]}-{digits[3:]}", f"0049 30 {digits}"]
        phone = [*layouts, f"0171/{digits}"][number % 5]
        other = [f"030/{digits}", f"030 {digits[:3]} {digits[3:]}", f"+4930{digits}", f"030-{digits}", f"0171 {digits}"]
        remark = (
            f"{first} {last} bittet um Rückruf: {other[number % 5]}" if number % 6 == 0 else "Zahlt immer pünktlich"
        )
        born = f"{chance.integers(1, 28):02d}.{chance.integers(1, 13):02d}.{chance.integers(1950, 2004)}"
        made.append(
            (f"K-{1000 + number}", first, last, f"Lindenallee {number + 1}", chance.choice(["10115", "10117", "12043"]),
             phone, f"{last}.{number}@example.de".lower(), born, chance.choice(["Frau", "Herr"]), remark,
             chance.choice(["ja", "nein"], p=[0.3, 0.7]))
        )  # fmt: skip
    columns = ["Kundennummer", "Vorname", "Nachname", "Straße", "PLZ", "Telefon", "E-Mail", "Geburtsdatum", "Anrede",
               "Bemerkung", "abgelehnt"]  # fmt: skip
    return pd.DataFrame(made, columns=columns)


def chinese_staff(rows=80, *, seed=5):
    """Staff with pay and days of illness; some remarks name them and their number."""
    chance, made = np.random.default_rng(seed), []
    for number in range(rows):
        name, phone = chance.choice(CHINESE), f"13{chance.integers(0, 10)}{chance.integers(10000000, 99999999)}"
        remark = f"{name}说加班太多，电话{phone}" if number % 8 == 0 else "表现良好，没有问题"
        made.append(
            (f"E{2000 + number}", name, [phone, f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", f"+86 {phone}"][number % 3],
             chance.choice(["男", "女"]), int(chance.integers(20, 60)), chance.choice(["裁剪", "缝制", "仓库"]),
             int(chance.integers(40, 120) * 100 + number), remark)
        )  # fmt: skip
    return pd.DataFrame(made, columns=["工号", "姓名", "手机", "性别", "年龄", "岗位", "工资", "备注"])


def arabic_customers(rows=60, *, seed=7):
    """Customers with complaints that name them."""
    chance, made = np.random.default_rng(seed), []
    for number in range(rows):
        name, phone = chance.choice(ARABIC), f"05{chance.integers(0, 10)}{chance.integers(1000000, 9999999)}"
        text = (
            f"العميل {name} يريد استبدال الحقيبة رقم الهاتف {phone}"
            if number % 3 == 0
            else "وصل الطلب متأخرا والعميل غير راض"
        )
        made.append((name, phone, chance.choice(["الرياض", "جدة"]), int(chance.integers(18, 70)), text))
    return pd.DataFrame(made, columns=["اسم العميل", "رقم الهاتف", "المدينة", "العمر", "نص الشكوى"])


def tickets(rows=80, *, seed=9):
    """Tickets of five regular customers, each text full of personal data."""
    chance, made = np.random.default_rng(seed), []
    for number in range(rows):
        name, code = WRITERS[chance.integers(5)], f"T{10000 + number}"
        text = (
            f"Hello, {name} here, please call me at +1 212 555 0{100 + number} or "
            f"{name.split()[0].lower()}@example.com "
            f"about {code}, thanks"
        )
        made.append((code, f"2025-{chance.integers(1, 7):02d}-{chance.integers(1, 28):02d}", name, text, "bag"))
    return pd.DataFrame(made, columns=["ticket", "opened", "customer", "message", "product"])


def products(rows=40):
    """Goods: a name that is no person's, and nothing of people."""
    texts = "leather bag with a long strap and a pocket"
    return pd.DataFrame(
        [(f"BG-{n}", f"Bag {n}", 10.5 + n, n, texts) for n in range(rows)],
        columns=["sku", "name", "price", "stock", "description"],
    )


DIRECT = {
    "german": ["Kundennummer", "Vorname", "Nachname", "Straße", "Telefon", "E-Mail"],
    "chinese": ["工号", "姓名", "手机"],
    "arabic": ["اسم العميل", "رقم الهاتف"],
    "tickets": ["ticket", "customer"],
}
MADE = {"german": german_customers, "chinese": chinese_staff, "arabic": arabic_customers, "tickets": tickets}
