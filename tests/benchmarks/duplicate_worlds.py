# ruff: noqa: E501 -- lists of words are easier to read and to change as one text
"""Invented tables with known duplicates: people, companies, restaurants, citations and products, each with its own mess."""

import numpy as np
import pandas as pd
from duplicate_making import World, dedupe_world, drop, lexicon, typo, word, zipf
from duplicate_words import GIVEN, NICKNAMES, PINYIN, PLACES, STREETS, TRADES
from duplicate_works import paper_clusters, papers, products, restaurants

__all__ = ["WORLDS", "companies", "customers", "people"]


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
    surnames = [
        "王",
        "李",
        "张",
        "刘",
        "陈",
        "杨",
        "黄",
        "赵",
        "吴",
        "周",
        "徐",
        "孙",
        "马",
        "朱",
        "胡",
        "林",
        "郭",
        "何",
        "高",
        "罗",
    ]
    roman = [
        "wang",
        "li",
        "zhang",
        "liu",
        "chen",
        "yang",
        "huang",
        "zhao",
        "wu",
        "zhou",
        "xu",
        "sun",
        "ma",
        "zhu",
        "hu",
        "lin",
        "guo",
        "he",
        "gao",
        "luo",
    ]
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
        [
            "logistics",
            "consulting",
            "foods",
            "motors",
            "textiles",
            "electronics",
            "energy",
            "holdings",
            "capital",
            "pharma",
            "media",
            "systems",
            "partners",
        ],
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


WORLDS = {
    "people": people,
    "customers": customers,
    "companies": companies,
    "restaurants": restaurants,
    "papers": papers,
    "paper_clusters": paper_clusters,
    "products": products,
}
