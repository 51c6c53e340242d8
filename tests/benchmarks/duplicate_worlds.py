# ruff: noqa: E501, SIM905 -- lists of words are easier to read and to change as one text
"""Invented tables with known duplicates: people, companies, restaurants, citations and products, each with its own mess."""

from typing import NamedTuple

import numpy as np
import pandas as pd

__all__ = ["WORLDS", "World", "companies", "customers", "paper_clusters", "papers", "people", "products", "restaurants"]

SYLLABLES = "ba be bo ca ce da di do fa fe ga go ha he ja ka ke ki la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se si so ta te to va ve wa wi ya yo za zo".split()
ENDINGS = "n r s l t ck son man ley ton ner berg ski ez".split()
GIVEN = "james mary wei john linda ahmed robert patricia mohammed michael jennifer li william elizabeth david barbara fatima richard susan joseph jessica carlos thomas sarah ivan christopher karen daniel nancy olga matthew lisa anthony betty mark margaret donald sandra steven ashley andrew kimberly paul emily joshua donna kenneth michelle kevin carol brian amanda george melissa edward deborah".split()
NICKNAMES = {
    "robert": "bob",
    "william": "bill",
    "elizabeth": "liz",
    "michael": "mike",
    "jennifer": "jenny",
    "thomas": "tom",
    "christopher": "chris",
    "daniel": "dan",
    "matthew": "matt",
    "margaret": "maggie",
    "steven": "steve",
    "andrew": "andy",
    "deborah": "debbie",
}
STREETS = [("street", "st"), ("road", "rd"), ("avenue", "ave"), ("lane", "ln"), ("drive", "dr"), ("boulevard", "blvd")]
PINYIN = {
    "宏": "hong",
    "达": "da",
    "金": "jin",
    "华": "hua",
    "丰": "feng",
    "盛": "sheng",
    "永": "yong",
    "泰": "tai",
    "祥": "xiang",
    "顺": "shun",
    "新": "xin",
    "兴": "xing",
    "利": "li",
    "明": "ming",
    "龙": "long",
    "凯": "kai",
    "嘉": "jia",
    "美": "mei",
    "东": "dong",
    "海": "hai",
    "天": "tian",
    "润": "run",
    "鑫": "xin",
    "瑞": "rui",
    "安": "an",
    "康": "kang",
}
TRADES = [
    ("皮具", "leather"),
    ("箱包", "bags"),
    ("贸易", "trading"),
    ("服饰", "apparel"),
    ("五金", "hardware"),
    ("饰品", "accessories"),
]
PLACES = [("义乌", "yiwu"), ("温州", "wenzhou"), ("广州", "guangzhou"), ("杭州", "hangzhou"), ("宁波", "ningbo")]
TOPICS = "query optimization database distributed parallel mining index spatial temporal stream join semantic web data integration schema matching view maintenance transaction recovery concurrency control warehouse olap clustering classification learning inference network probabilistic approximate efficient scalable adaptive dynamic processing evaluation estimation selectivity object relational xml storage caching mobile sensor privacy security knowledge reasoning logic constraint programming genetic boosting".split()
VENUES = [
    ("international conference on management of data", "sigmod conference"),
    ("very large data bases", "vldb"),
    ("acm transactions on database systems", "tods"),
    ("the vldb journal", "vldb j."),
    ("sigmod record", "acm sigmod record"),
    ("machine learning", "mach. learn."),
    ("proc. of the international conference on machine learning", "icml"),
]
PRODUCT_WORDS = "black white silver digital camera wireless headphones speaker system portable dvd player lcd hdtv widescreen printer laser inkjet cartridge battery charger case cable adapter usb keyboard mouse optical router switch washer dryer refrigerator microwave oven stainless steel remote control stereo receiver home theater dock mount wall tilt compact zoom lens memory card reader software deluxe edition professional upgrade windows mac license".split()


class World(NamedTuple):
    """A table, perhaps a second one, and the true pairs of index labels."""

    frame: pd.DataFrame
    other: pd.DataFrame | None
    truth: set[tuple[int, int]]


def word(rng, low=2, high=4):
    return "".join(rng.choice(SYLLABLES, rng.integers(low, high))) + (rng.choice(ENDINGS) if rng.random() < 0.7 else "")


def lexicon(rng, size, low=2, high=4):
    return np.array([word(rng, low, high) for _ in range(size)])


def zipf(rng, values, power=0.8):
    weights = 1.0 / np.arange(1, len(values) + 1) ** power
    cumulative = np.cumsum(weights / weights.sum())
    return lambda: values[min(int(np.searchsorted(cumulative, rng.random())), len(values) - 1)]


def typo(rng, text, share=1.0):
    """One slip of the keyboard: a letter dropped, doubled, swapped or replaced."""
    if len(text) < 3 or rng.random() > share:
        return text
    at, kind = int(rng.integers(0, len(text) - 1)), int(rng.integers(0, 4))
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    new = chr(int(rng.integers(97, 123))) if not text[at].isdigit() else str(rng.integers(0, 10))
    return text[:at] + new + text[at + 1 :]


def drop(rng, value, share):
    return None if rng.random() < share else value


def pairs_within(entities):
    groups = pd.Series(range(len(entities))).groupby(np.asarray(entities)).apply(list)
    return {(a, b) for g in groups for i, a in enumerate(g) for b in g[i + 1 :]}


def pairs_between(left, right):
    where = pd.Series(range(len(right))).groupby(np.asarray(right)).apply(list).to_dict()
    return {(i, j) for i, e in enumerate(left) for j in where.get(e, [])}


def shuffled(rng, rows, entities):
    order = rng.permutation(len(rows))
    return pd.DataFrame([rows[i] for i in order]), np.asarray(entities)[order]


def dedupe_world(rng, originals, spoil, copies):
    rows, entities = [], []
    for entity, original in enumerate(originals):
        rows.append(original)
        rows.extend(spoil(original) for _ in range(copies()))
        entities.extend([entity] * (len(rows) - len(entities)))
    frame, entities = shuffled(rng, rows, entities)
    return World(frame, None, pairs_within(entities))


def people(rows=1000, seed=0, mess=0.25):
    """Census-like people: typos, swapped and missing fields, households, namesakes."""
    rng = np.random.default_rng(seed)
    size = max(50, rows // 10)
    given, family = zipf(rng, np.array(GIVEN), 0.5), zipf(rng, lexicon(rng, size))
    town, street = zipf(rng, lexicon(rng, max(20, rows // 50))), zipf(rng, lexicon(rng, size), 0.3)
    originals = []
    for _ in range(int(rows * 0.7)):
        birth = f"{rng.integers(1930, 2005)}{rng.integers(1, 13):02d}{rng.integers(1, 29):02d}"
        if originals and rng.random() < 0.15:
            home = originals[-1]
            originals.append(
                {**home, "given_name": given(), "date_of_birth": birth, "person_id": str(rng.integers(10**6, 10**7))}
            )
            continue
        place = town()
        originals.append(
            {
                "given_name": given(),
                "surname": family(),
                "street_number": str(rng.integers(1, 250)),
                "address": f"{street()} {STREETS[rng.integers(0, 6)][0]}",
                "suburb": place,
                "postcode": f"{2000 + hash_place(place) % 700}",
                "state": ["nsw", "vic", "qld", "wa", "sa"][hash_place(place) % 5],
                "date_of_birth": birth,
                "person_id": str(rng.integers(10**6, 10**7)),
            }
        )

    def spoil(row):
        row = {c: drop(rng, typo(rng, v or "", mess * 0.8), mess * 0.3) for c, v in row.items()}
        if rng.random() < mess * 0.5:
            row["given_name"] = NICKNAMES.get(row["given_name"], row["given_name"])
        if rng.random() < mess * 0.3:
            row["given_name"], row["surname"] = row["surname"], row["given_name"]
        if row["address"] and rng.random() < mess:
            row["address"] = row["address"].replace("street", "st").replace("road", "rd").replace("avenue", "ave")
        return row

    return dedupe_world(rng, originals, spoil, lambda: int(rng.choice([0, 1, 2, 3], p=[0.7, 0.2, 0.07, 0.03])))


def hash_place(text):
    return sum(ord(c) * (i + 7) for i, c in enumerate(text))


def customers(rows=1000, seed=0):
    """A shop's customer lists: two scripts, transliterations, phone styles, shared phones, namesakes."""
    rng = np.random.default_rng(seed)
    signs, cities = np.array(list(PINYIN)), zipf(rng, lexicon(rng, 40))
    surnames = "王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 林 郭 何 高 罗".split()
    roman = "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu lin guo he gao luo".split()
    given, family = zipf(rng, np.array(GIVEN), 0.4), zipf(rng, lexicon(rng, max(60, rows // 20)))
    originals, last_phone = [], "13800000000"
    for _ in range(int(rows * 0.72)):
        phone = last_phone if rng.random() < 0.02 else f"1{rng.choice(list('356789'))}{rng.integers(10**8, 10**9)}"
        last_phone = phone
        kind = rng.random()
        if kind < 0.4:
            brand = rng.choice(signs, 2)
            trade, place = TRADES[rng.integers(0, 6)], PLACES[rng.integers(0, 5)]
            forms = [
                place[0] + "".join(brand) + trade[0] + rng.choice(["有限公司", "行", "厂", ""]),
                "".join(brand) + trade[0],
                "".join(PINYIN[s] for s in brand).title() + " " + trade[1].title() + " Co., Ltd",
                "".join(PINYIN[s] for s in brand).title() + " " + trade[1].title() + " " + "".join(brand) + trade[0],
                " ".join(PINYIN[s] for s in brand).upper() + " " + trade[1],
            ]
            mail = "".join(PINYIN[s] for s in brand) + str(rng.integers(1, 999)) + "@163.com"
        elif kind < 0.7:
            who, sign = rng.integers(0, 20), rng.choice(signs, rng.integers(1, 3))
            spelt = "".join(PINYIN[s] for s in sign)
            forms = [
                surnames[who] + "".join(sign),
                f"{roman[who].title()} {spelt.title()}",
                f"{spelt.title()} {roman[who].title()}",
                f"{surnames[who]}{''.join(sign)} {roman[who].title()} {spelt.title()}",
            ]
            mail = f"{roman[who]}{spelt}{rng.integers(1, 9999)}@qq.com"
        else:
            first, last = given(), family()
            forms = [
                f"{first.title()} {last.title()}",
                f"{last.title()}, {first.title()}",
                f"{first[0].upper()}. {last.title()}",
                f"{NICKNAMES.get(first, first)} {last}",
            ]
            mail = f"{first}.{last}@{rng.choice(['gmail.com', 'hotmail.com', 'yahoo.com'])}"
        originals.append(
            {"forms": forms, "phone": phone, "email": mail, "city": cities(), "since": str(rng.integers(2015, 2025))}
        )

    def say(row):
        phone, style = row["phone"], rng.random()
        phone = (
            phone
            if style < 0.4
            else f"+86 {phone[:3]} {phone[3:7]} {phone[7:]}"
            if style < 0.7
            else f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"
        )
        name = row["forms"][min(int(rng.exponential(1.0)), len(row["forms"]) - 1)]
        return {
            "name": typo(rng, name, 0.12),
            "phone": drop(rng, typo(rng, phone, 0.05), 0.15),
            "email": drop(rng, row["email"], 0.45),
            "city": drop(rng, row["city"], 0.2),
            "since": drop(rng, row["since"], 0.3),
        }

    world = dedupe_world(rng, originals, dict, lambda: int(rng.choice([0, 1, 2], p=[0.7, 0.2, 0.1])))
    said = pd.DataFrame([say(row) for row in world.frame.to_dict("records")])
    return World(said, None, world.truth)


def companies(rows=1000, seed=0):
    """A company register: legal forms, abbreviations, sister companies under one brand, one address for many."""
    rng = np.random.default_rng(seed)
    brands, trades = (
        zipf(rng, lexicon(rng, rows // 2, 2, 4), 0.4),
        "logistics consulting foods motors textiles electronics energy holdings capital pharma media systems partners".split(),
    )
    forms = [
        ("gmbh", "gesellschaft mbh"),
        ("ltd", "limited"),
        ("inc", "incorporated"),
        ("llc", "l.l.c."),
        ("s.a.", "sa"),
    ]
    towns = zipf(rng, lexicon(rng, 60))
    originals = []
    for _ in range(int(rows * 0.75)):
        same = originals and rng.random() < 0.15
        brand = originals[-1]["brand"] if same else brands()
        originals.append(
            {
                "brand": brand,
                "trade": rng.choice(trades),
                "second": rng.choice(trades) if rng.random() < 0.4 else "",
                "form": int(rng.integers(0, 5)),
                "street": originals[-1]["street"] if same else f"{word(rng)} street {rng.integers(1, 200)}",
                "town": originals[-1]["town"] if same else towns(),
                "vat": str(rng.integers(10**8, 10**9)),
            }
        )

    def say(row):
        name = [
            row["brand"],
            row["trade"][: rng.integers(3, 12)] if rng.random() < 0.15 else row["trade"],
            row["second"] if rng.random() < 0.85 else "",
            forms[row["form"]][int(rng.random() < 0.3)] if rng.random() < 0.8 else "",
        ]
        return {
            "company": typo(rng, " ".join(filter(None, name)).title(), 0.2),
            "address": drop(
                rng, typo(rng, row["street"].replace("street", rng.choice(["street", "str.", "st"])), 0.2), 0.1
            ),
            "town": drop(rng, typo(rng, row["town"], 0.05), 0.1),
            "vat_no": drop(rng, typo(rng, row["vat"], 0.05), 0.6),
        }

    world = dedupe_world(rng, originals, dict, lambda: int(rng.choice([0, 1, 2], p=[0.75, 0.2, 0.05])))
    return World(pd.DataFrame([say(r) for r in world.frame.to_dict("records")]), None, world.truth)


def linked(rng, originals, left_say, right_say, *, only_left, only_right, right_copies=lambda: 1):
    left, right, e_left, e_right = [], [], [], []
    for entity, row in enumerate(originals):
        where = rng.random()
        if where > only_right:
            left.append(left_say(row))
            e_left.append(entity)
        if where < only_right or where > only_right + only_left:
            for _ in range(right_copies() if where > only_right else 1):
                right.append(right_say(row))
                e_right.append(entity)
    frame, e_left = shuffled(rng, left, e_left)
    other, e_right = shuffled(rng, right, e_right)
    return World(frame, other, pairs_between(e_left, e_right))


def restaurants(rows=500, seed=0):
    """Two restaurant guides: few matches, branches of one chain, phone styles, coarse cuisines."""
    rng = np.random.default_rng(seed)
    words, streets = lexicon(rng, 300), lexicon(rng, 80)
    cuisines = [
        "american",
        "italian",
        "french",
        "chinese",
        "japanese",
        "seafood",
        "delis",
        "steakhouses",
        "californian",
        "mexican",
    ]
    originals = []
    for _ in range(rows):
        name = (
            originals[-1]["name"]
            if originals and rng.random() < 0.06
            else " ".join([*rng.choice(words, rng.integers(1, 3)), *(["cafe"] if rng.random() < 0.2 else [])])
        )
        originals.append(
            {
                "name": name,
                "addr": f"{rng.integers(1, 9999)} {rng.choice(['w.', 'e.', 'n.', 's.', ''])} {rng.choice(streets)} {STREETS[rng.integers(0, 6)][1]}.",
                "city": rng.choice(["new york", "los angeles", "atlanta", "las vegas", "san francisco"]),
                "phone": f"{rng.choice(['212', '310', '404', '702', '415'])}/{rng.integers(200, 999)}-{rng.integers(0, 9999):04d}",
                "type": rng.choice(cuisines),
            }
        )

    def other_guide(row):
        city = "w. hollywood" if row["city"] == "los angeles" and rng.random() < 0.4 else row["city"]
        name = row["name"] + rng.choice(["", "", " restaurant", " the", " bar & grill"])
        addr = (
            row["addr"].replace("st.", "street")
            if rng.random() < 0.5
            else row["addr"] + " between " + rng.choice(streets) + " and " + rng.choice(streets)
        )
        return {
            "name": typo(rng, name, 0.15),
            "addr": addr,
            "city": city,
            "phone": row["phone"].replace("/", "-")
            if rng.random() < 0.93
            else f"{row['phone'][:3]}-{rng.integers(200, 999)}-{rng.integers(0, 9999):04d}",
            "type": rng.choice(cuisines) if rng.random() < 0.6 else row["type"],
        }

    return linked(rng, originals, dict, other_guide, only_left=0.45, only_right=0.3)


def bibliography(rng, size):
    first, last, title_word = (
        np.array(GIVEN),
        zipf(rng, lexicon(rng, max(80, size // 3))),
        zipf(rng, np.array(TOPICS), 0.4),
    )
    originals = []
    for _ in range(size):
        if originals and rng.random() < 0.08:
            originals.append(
                {**originals[-1], "year": originals[-1]["year"] + 1, "venue": int(rng.integers(0, 7))}
                if rng.random() < 0.3
                else {**originals[-1], "words": [title_word() for _ in range(rng.integers(3, 10))]}
            )
            continue
        originals.append(
            {
                "authors": [(rng.choice(first), last()) for _ in range(rng.integers(1, 5))],
                "words": [title_word() for _ in range(rng.integers(3, 10))],
                "venue": int(rng.integers(0, 7)),
                "year": int(rng.integers(1990, 2004)),
            }
        )
    return originals


def cite(rng, row, mess):
    initials = rng.random() < 0.5
    authors = [f"{f[0]} {s}" if initials else f"{f} {s}" for f, s in row["authors"]]
    if rng.random() < mess:
        authors = authors[: max(1, len(authors) - 1)]
    title = " ".join(row["words"])
    if rng.random() < mess * 0.4:
        title = title[: int(len(title) * rng.uniform(0.5, 0.9))]
    title = typo(rng, typo(rng, title, mess), mess * 0.5)
    return {
        "title": title.capitalize(),
        "authors": drop(rng, ", ".join(a.title() for a in authors), mess * 0.1),
        "venue": drop(rng, VENUES[row["venue"]][int(rng.random() < 0.6)], mess),
        "year": drop(rng, row["year"] + int(rng.random() < mess * 0.15), mess * 1.2),
    }


def papers(rows=800, seed=0, mess=0.4):
    """Two bibliographies, the second one untidy and with several entries per paper."""
    rng = np.random.default_rng(seed)
    return linked(
        rng,
        bibliography(rng, rows),
        lambda r: cite(rng, r, 0.02),
        lambda r: cite(rng, r, mess),
        only_left=0.2,
        only_right=0.5,
        right_copies=lambda: int(rng.choice([1, 2, 4], p=[0.7, 0.2, 0.1])),
    )


def paper_clusters(rows=800, seed=0, mess=0.35):
    """One untidy bibliography in which a few papers are cited dozens of times."""
    rng = np.random.default_rng(seed)
    originals = bibliography(rng, max(20, rows // 10))
    heavy = zipf(rng, np.arange(len(originals)), 0.9)
    entities = np.array([heavy() for _ in range(rows)])
    return World(pd.DataFrame([cite(rng, originals[e], mess) for e in entities]), None, pairs_within(entities))


def products(rows=800, seed=0, mess=0.5):
    """Two shops: same brand and series with other model numbers, long descriptions, missing prices, model left out."""
    rng = np.random.default_rng(seed)
    brands, words = zipf(rng, lexicon(rng, max(20, rows // 25)), 0.6), zipf(rng, np.array(PRODUCT_WORDS), 0.3)
    originals = []
    for _ in range(rows):
        model = f"{''.join(rng.choice(list('abcdklmstwx'), rng.integers(1, 4)))}{rng.integers(10, 9999)}{rng.choice(['', '', 'b', 's'])}"
        if originals and rng.random() < 0.4:
            base = originals[-1]
            near = base["model"][:-1] + str(rng.integers(0, 10)) if rng.random() < 0.6 else model
            kept = base["words"][: max(2, len(base["words"]) - int(rng.integers(0, 3)))]
            originals.append(
                {
                    **base,
                    "model": near,
                    "words": [*kept, *(words() for _ in range(rng.integers(0, 2)))],
                    "price": base["price"] * rng.uniform(0.6, 1.6),
                }
            )
            continue
        originals.append(
            {
                "brand": brands(),
                "model": model,
                "words": [words() for _ in range(rng.integers(3, 8))],
                "price": float(np.exp(rng.normal(4.3, 1.1))),
            }
        )

    def model_text(model):
        return rng.choice([model, model, model.upper(), model[:2] + "-" + model[2:]])

    def offer(row, noise):
        said = [w for w in row["words"] if rng.random() > noise * 0.5] + [
            words() for _ in range(rng.poisson(noise * 2.5))
        ]
        if rng.random() < noise:
            rng.shuffle(said)
        title = [row["brand"].title() if rng.random() > noise * 0.3 else "", *said]
        if rng.random() > noise * 0.35:
            title.insert(int(rng.integers(1, len(title) + 1)), model_text(row["model"]))
        text = " ".join([*said, *(words() for _ in range(rng.integers(4, 20)))]) if rng.random() > noise else None
        return {
            "title": " ".join(filter(None, title)),
            "description": text,
            "manufacturer": drop(rng, row["brand"], noise * 0.8),
            "price": drop(rng, round(row["price"] * rng.normal(1, 0.12), 2), noise * 0.6),
        }

    return linked(
        rng, originals, lambda r: offer(r, mess * 0.3), lambda r: offer(r, mess), only_left=0.2, only_right=0.4
    )


WORLDS = {
    "people": people,
    "customers": customers,
    "companies": companies,
    "restaurants": restaurants,
    "papers": papers,
    "paper_clusters": paper_clusters,
    "products": products,
}
