# ruff: noqa: E501, SIM905 -- lists of words are easier to read and to change as one text
"""Invented tables of other makes, with the truth beside them: what is twice, what only looks alike, and events."""

import numpy as np
import pandas as pd
from duplicate_making import World, drop, pairs_between, pairs_within, shuffled, typo

__all__ = ["ENTITIES", "EVENTS", "HELD_OUT", "HELD_OUT_EVENTS"]

FIRST = "Łukasz Zofia Agnieszka José María Jürgen Heike François Zoë Søren Åsa Grzegorz Małgorzata Íñigo Chloé Björn Renée Dagmar Matteo Giulia Pavel Šárka Nuno Inês Eoin Siobhán Piet Femke Ilse Marek Ewa Ana Luis Carmen Otto Greta Hugo Lena Karl Nina".split()
LAST = "Nowak Wiśniewski Wójcik García Muñoz Fernández Müller Schäfer Größer Lefèvre Garçon Dubois Sørensen Åkesson Lindqvist Rossi Bianchi Conti Novák Dvořák Silva Gonçalves Murphy Byrne Visser Dijkstra Bakker Kowalczyk Zając Ruiz Ortega Vogel Krämer Weiß Moreau Petit Holm Dahl Greco Costa".split()
ROADS = "Lindenallee Hauptstraße Rue Victor-Hugo Calle Mayor Via Roma Kerkstraat Storgata Nowogrodzka Bahnhofstraße Avenida Central Rua Augusta Dorpsweg Marktplatz Ringweg Schulgasse".split()
TOWNS = "Köln Gdańsk Málaga Århus Liège Łódź Besançon Zürich Porto Utrecht Brno Cork Trento Malmö Graz".split()
TRADES = "Bau Elektro Transport Druck Metall Garten Textil Pharma Optik Software Holz Glas Papier Kaffee Wein".split()
FORMS = [("GmbH", "Gesellschaft mbH"), ("S.A.", "SA"), ("B.V.", "BV"), ("S.r.l.", "Srl"), ("A/S", "AS")]
GOODS = "Lamp Desk Chair Kettle Toaster Drill Heater Fan Router Speaker Monitor Keyboard Tent Backpack Bicycle Helmet".split()
TRAITS = "black white red compact foldable wireless steel oak large small premium 12V 230V LED portable silent classic".split()


def made_name(rng, parts=3):
    pieces = "bra clo dri fle gru hal jor kes lum mar nov ost pel qui ros sten tor ulm ver wex yor zan".split()
    return "".join(rng.choice(pieces, parts)).capitalize()


def phone_forms(rng, country, digits):
    national = f"0{digits[:3]} {digits[3:]}"
    return str(
        rng.choice(
            [f"+{country} {digits[:3]} {digits[3:]}", f"00{country}{digits}", national, national.replace(" ", "/")]
        )
    )


def repeated(rng, originals, say, copies):
    rows, entities = [], []
    for entity, original in enumerate(originals):
        for _ in range(1 + copies()):
            rows.append(say(original))
            entities.append(entity)
    frame, entities = shuffled(rng, rows, entities)
    return World(frame, None, pairs_within(entities))


def patients(rows=600, seed=0):
    """A clinic's register: accents lost, two forms of dates and phones; families at one address with one phone."""
    rng = np.random.default_rng(seed)
    people = []
    while len(people) < rows * 0.75:
        home = {
            "surname": rng.choice(LAST) if rng.random() < 0.6 else made_name(rng),
            "street": f"{rng.choice(ROADS)} {rng.integers(1, 180)}",
            "town": rng.choice(TOWNS),
            "phone": f"{rng.integers(10**8, 10**9)}",
        }
        for _ in range(int(rng.choice([1, 2, 3], p=[0.7, 0.2, 0.1]))):
            born = pd.Timestamp(1930, 1, 1) + pd.Timedelta(days=int(rng.integers(0, 33_000)))
            people.append(
                {"first name": rng.choice(FIRST), **home, "born": born, "insured": f"K{rng.integers(10**7, 10**8)}"}
            )

    def say(person):
        plain = rng.random() < 0.3
        strip = lambda t: t.translate(str.maketrans("łóéíüçøåßšžřáñöä", "loeiucoasszranoa")) if plain else t  # noqa: E731
        return {
            "first name": typo(rng, strip(person["first name"]), 0.1),
            "surname": typo(rng, strip(person["surname"]), 0.15),
            "born": drop(rng, person["born"].strftime("%d.%m.%Y"), 0.1),
            "street": drop(rng, person["street"].replace("straße", rng.choice(["straße", "str."])), 0.1),
            "town": person["town"],
            "phone": drop(rng, phone_forms(rng, 49, person["phone"]), 0.3),
            "insured": drop(rng, person["insured"], 0.4),
        }

    return repeated(rng, people, say, lambda: int(rng.choice([0, 1, 2], p=[0.65, 0.28, 0.07])))


def members(rows=500, seed=0):
    """A club's list of two columns: name and e-mail."""
    rng = np.random.default_rng(seed)
    people = [(f"{rng.choice(FIRST)} {made_name(rng)}", int(rng.integers(1, 99))) for _ in range(int(rows * 0.8))]

    def say(person):
        name, number = person
        box = name.lower().replace(" ", ".") + str(number)
        return {
            "member": typo(rng, name, 0.2),
            "mail": typo(rng, box, 0.08) + "@" + ["club.eu", "post.net"][number % 2],
        }

    return repeated(rng, people, say, lambda: int(rng.random() < 0.25))


def firm_register(rows=600, seed=0):
    """A chamber's register: legal forms spelt in two ways, trades shared by many, few tax numbers."""
    rng = np.random.default_rng(seed)
    firms = [
        {
            "name": f"{made_name(rng)} {rng.choice(TRADES)}",
            "form": int(rng.integers(0, 5)),
            "street": f"{rng.choice(ROADS)} {rng.integers(1, 220)}",
            "post code": f"{rng.integers(10_000, 99_999)}",
            "town": rng.choice(TOWNS),
            "phone": f"{rng.integers(10**8, 10**9)}",
            "tax number": f"DE{rng.integers(10**8, 10**9)}",
        }
        for _ in range(int(rows * 0.75))
    ]

    def say(firm):
        return {
            "firm": typo(rng, firm["name"], 0.15) + " " + str(rng.choice(FORMS[firm["form"]])),
            "street": drop(rng, typo(rng, firm["street"].replace("straße", rng.choice(["straße", "str."])), 0.1), 0.1),
            "post code": firm["post code"],
            "town": firm["town"],
            "phone": drop(rng, phone_forms(rng, 49, firm["phone"]), 0.3),
            "tax number": drop(rng, firm["tax number"], 0.6),
        }

    return repeated(rng, firms, say, lambda: int(rng.choice([0, 1, 2], p=[0.7, 0.24, 0.06])))


def two_shops(rows=500, seed=0):
    """Two price lists to link: one title each, other word order, model numbers near each other, other prices."""
    rng = np.random.default_rng(seed)
    brands = [made_name(rng, 2) for _ in range(25)]
    goods = []
    while len(goods) < rows:
        brand, thing, number = rng.choice(brands), rng.choice(GOODS), int(rng.integers(100, 900))
        for step in range(int(rng.integers(1, 4))):
            code = f"{thing[0]}{brand[0]}-{number + 10 * step}"
            goods.append(
                {
                    "brand": brand,
                    "code": code,
                    "thing": thing,
                    "price": float(rng.lognormal(4, 0.6)),
                    "traits": list(rng.choice(TRAITS, 4, replace=False)),
                }
            )

    def say(item, order):
        said = [t for t in item["traits"] if rng.random() < 0.75]
        code = item["code"] if rng.random() < 0.7 else item["code"].replace("-", "")
        words = [item["brand"], item["thing"], code, *said] if order else [item["thing"], *said, code, item["brand"]]
        words = [w for w in words if w != code or rng.random() < 0.9]
        return {"title": " ".join(words), "price": round(item["price"] * rng.uniform(0.85, 1.15), 2)}

    return two_lists(rng, goods, lambda g: say(g, True), lambda g: say(g, False), 0.3)


def two_lists(rng, originals, left_say, right_say, alone):
    sides = rng.random(len(originals))
    left = [i for i, s in enumerate(sides) if s > alone]
    right = [i for i, s in enumerate(sides) if s < alone or s > 2 * alone]
    rng.shuffle(right)
    frames = [pd.DataFrame([say(originals[i]) for i in of]) for say, of in ((left_say, left), (right_say, right))]
    return World(*frames, pairs_between(left, right))


def payments(rows=3000, seed=0):
    """Customers who pay again and again, each from one account: no row is there twice."""
    rng = np.random.default_rng(seed)
    payers = [
        (f"{rng.choice(FIRST)} {made_name(rng)}", f"DE{rng.integers(10**15, 10**16)}", rng.choice(TOWNS))
        for _ in range(rows // 15)
    ]
    who = rng.integers(0, len(payers), rows)
    days = pd.Timestamp(2024, 1, 1) + pd.to_timedelta(rng.integers(0, 700, rows), unit="D")
    return pd.DataFrame(
        {
            "booked on": days.strftime("%d.%m.%Y"),
            "payer": [payers[i][0] for i in who],
            "account": [payers[i][1] for i in who],
            "town": [payers[i][2] for i in who],
            "amount": np.round(rng.lognormal(4, 1, rows), 2),
            "purpose": [f"Invoice {n}" for n in rng.permutation(rows) + 7000],
        }
    )


def contracts(rows=3000, seed=0):
    """Several contracts per firm, with one tariff each out of five."""
    rng = np.random.default_rng(seed)
    firms = [
        (
            f"{made_name(rng)} {rng.choice(TRADES)} GmbH",
            f"0{rng.integers(10**8, 10**9)}",
            f"office@{made_name(rng).lower()}.de",
        )
        for _ in range(rows // 8)
    ]
    who = rng.integers(0, len(firms), rows)
    start = pd.Timestamp(2018, 1, 1) + pd.to_timedelta(30 * rng.integers(0, 70, rows), unit="D")
    return pd.DataFrame(
        {
            "contract": [f"V-{n}" for n in rng.choice(np.arange(10_000, 99_999), rows, replace=False)],
            "firm": [firms[i][0] for i in who],
            "phone": [firms[i][1] for i in who],
            "mail": [firms[i][2] for i in who],
            "starts": start.strftime("%Y-%m-%d"),
            "tariff": rng.choice(["Basic", "Plus", "Pro", "Max", "Flex"], rows),
            "monthly": rng.choice([19.9, 29.9, 49.9, 99.0, 149.0], rows),
        }
    )


def order_lines(rows=3000, seed=0):
    """Lines of a shop: several per order, the same goods again and again."""
    rng = np.random.default_rng(seed)
    goods = [
        (
            f"{rng.choice(TRAITS)} {rng.choice(GOODS)}",
            f"{rng.choice(GOODS)[:2].upper()}{rng.integers(100, 999)}",
            round(float(rng.lognormal(3, 1)), 2),
        )
        for _ in range(60)
    ]
    orders = np.sort(rng.integers(0, rows // 3, rows))
    what, buyer = rng.integers(0, 60, rows), rng.integers(0, 200, rows // 3 + 1)
    buyers = [f"{rng.choice(FIRST)} {rng.choice(LAST)}" for _ in range(200)]
    days = pd.Timestamp(2025, 1, 1) + pd.to_timedelta(np.sort(rng.integers(0, 300, rows // 3 + 1)), unit="D")
    table = pd.DataFrame(
        {
            "order": [f"B{n + 50_000}" for n in orders],
            "date": days[orders].strftime("%Y-%m-%d"),
            "buyer": [buyers[buyer[o]] for o in orders],
            "item": [goods[i][0] for i in what],
            "item code": [goods[i][1] for i in what],
            "pieces": rng.integers(1, 30, rows),
            "price": [goods[i][2] for i in what],
        }
    )
    return table.drop_duplicates(["order", "item code"], ignore_index=True)


def deliveries(rows=2000, seed=0):
    """Tours of a haulier: drivers, lorries and addresses again and again, weights and times of their own."""
    rng = np.random.default_rng(seed)
    stops = [
        (f"{made_name(rng)} {rng.choice(TRADES)}", f"{rng.choice(ROADS)} {rng.integers(1, 200)}", rng.choice(TOWNS))
        for _ in range(120)
    ]
    drivers = [f"{rng.choice(FIRST)} {rng.choice(LAST)}" for _ in range(12)]
    where = rng.integers(0, 120, rows)
    moments = pd.Timestamp(2025, 3, 1) + pd.to_timedelta(rng.integers(0, 200 * 24 * 60, rows), unit="min")
    return pd.DataFrame(
        {
            "arrived": moments.strftime("%Y-%m-%d %H:%M"),
            "driver": rng.choice(drivers, rows),
            "receiver": [stops[i][0] for i in where],
            "street": [stops[i][1] for i in where],
            "town": [stops[i][2] for i in where],
            "kg": np.round(rng.gamma(2, 150, rows), 1),
            "slip": [f"L{n}" for n in rng.choice(10**6, rows, replace=False)],
        }
    )


def meter_readings(rows=2400, seed=0):
    """One reading per meter and month: the household never changes, the reading always does."""
    rng = np.random.default_rng(seed)
    homes = rows // 12
    people = [f"{rng.choice(FIRST)} {rng.choice(LAST)}" for _ in range(homes)]
    streets = [f"{rng.choice(ROADS)} {rng.integers(1, 200)}" for _ in range(homes)]
    months = pd.period_range("2024-01", periods=12, freq="M").strftime("%Y-%m-28")
    use = np.cumsum(rng.gamma(4, 60, (homes, 12)), axis=1).round(1)
    rows_of = [
        (people[h], streets[h], f"M{880_000 + 37 * h}", months[m], use[h, m]) for h in range(homes) for m in range(12)
    ]
    return pd.DataFrame(rows_of, columns=["customer", "address", "meter", "read on", "kwh"])


def voters(rows=800, seed=0):
    """A roll of voters: two surnames, old and new address, day and month swapped now and then."""
    rng = np.random.default_rng(seed)
    people = [
        {
            "nombre": rng.choice(FIRST),
            "apellidos": f"{rng.choice(LAST)} {rng.choice(LAST)}",
            "nacimiento": pd.Timestamp(1935, 1, 1) + pd.Timedelta(days=int(rng.integers(0, 26_000))),
            "calle": f"{rng.choice(ROADS)} {rng.integers(1, 300)}",
            "municipio": rng.choice(TOWNS),
        }
        for _ in range(int(rows * 0.8))
    ]

    def say(person):
        born = person["nacimiento"].strftime("%Y-%m-%d" if rng.random() > 0.05 else "%Y-%d-%m")
        surnames = person["apellidos"] if rng.random() > 0.1 else person["apellidos"].split()[0]
        moved = f"{rng.choice(ROADS)} {rng.integers(1, 300)}" if rng.random() < 0.12 else person["calle"]
        return {
            **person,
            "nombre": typo(rng, person["nombre"], 0.1),
            "apellidos": typo(rng, surnames, 0.1),
            "nacimiento": drop(rng, born, 0.03),
            "calle": drop(rng, moved, 0.08),
        }

    return repeated(rng, people, say, lambda: int(rng.random() < 0.25))


def hotels(rows=400, seed=0):
    """Two booking sites to link: chains, other words in the name, addresses in two styles."""
    rng = np.random.default_rng(seed)
    chains = [made_name(rng) for _ in range(rows // 3)]
    houses = [
        {
            "brand": rng.choice(chains),
            "road": rng.choice(ROADS),
            "number": int(rng.integers(1, 150)),
            "town": rng.choice(TOWNS),
            "stars": int(rng.integers(2, 6)),
            "phone": f"{rng.integers(10**8, 10**9)}",
        }
        for _ in range(rows)
    ]

    def say(house, style):
        name = (
            [f"Hotel {house['brand']}", f"{house['brand']} {house['town']}"][style]
            if rng.random() < 0.8
            else house["brand"]
        )
        road = [f"{house['road']} {house['number']}", f"{house['number']}, {house['road']}"][style]
        return {
            "name": typo(rng, name, 0.1),
            "address": drop(rng, road, 0.05),
            "city": house["town"],
            "stars": house["stars"] if rng.random() < 0.8 else 3,
            "phone": drop(rng, phone_forms(rng, 34, house["phone"]), 0.2),
        }

    return two_lists(rng, houses, lambda h: say(h, 0), lambda h: say(h, 1), 0.3)


ENTITIES = {"patients": patients, "members": members, "firm_register": firm_register, "two_shops": two_shops}
EVENTS = {"payments": payments, "contracts": contracts, "order_lines": order_lines}
HELD_OUT = {"voters": voters, "hotels": hotels}
HELD_OUT_EVENTS = {"deliveries": deliveries, "meter_readings": meter_readings}
