# ruff: noqa: E501 -- lists of words are easier to read and to change as one text
"""Invented tables of two sources with known duplicates: restaurants, citations and products, each with its own mess."""

import numpy as np
import pandas as pd
from duplicate_making import World, drop, lexicon, linked, pairs_within, typo, zipf
from duplicate_words import GIVEN, PRODUCT_WORDS, STREETS, TOPICS, VENUES

__all__ = ["paper_clusters", "papers", "products", "restaurants"]


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
