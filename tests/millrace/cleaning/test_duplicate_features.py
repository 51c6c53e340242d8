"""The measures of a pair, each against its definition, one pair at a time."""

import numpy as np
import pandas as pd
import pytest

from millrace.cleaning.duplicates.evidence import row_evidence, similarities
from millrace.cleaning.duplicates.features import _agreement_information, column_information, pair_features

COLUMNS = {
    "who": ("name", pd.Series(["ann lee", "ann li", "bo chan", "ann lee", "", "cy ho", "bo chen", "ann lee"])),
    "also": ("name", pd.Series(["lee", "", "chan", "lee", "x", "ho", "chen", "li"])),
    "tel": ("phone", pd.Series(["81234", "81234", "89999", "", "85555", "81239", "89999", "81234"])),
    "mail": ("email", pd.Series(["a@x", "b@x", "", "a@y", "e@x", "a@x", "boo@x", "a@x"])),
    "no": ("code", pd.Series(["77", "78", "99", "77", "", "11", "98", "77"])),
    "note": (
        "text",
        pd.Series(["red bag w120", "red bag w130", "", "red bag", "belt", "bag", "belt w120", "red w120"]),
    ),
    "home": ("address", pd.Series(["oak 1", "oak 1", "elm 2", "oak 7", "", "fir 3", "elm 2", "oak 1"])),
    "sum": ("number", pd.Series(["100", "90", "5", "100", "7", "", "5", "100"])),
    "day": (
        "date",
        pd.Series(["20240101", "20240101", "", "20240102", "20200101", "20240101", "20230101", "20240101"]),
    ),
    "sex": ("category", pd.Series(["f", "f", "m", "f", "", "f", "m", "f"])),
}


def measured(split=None):
    left, right = np.triu_indices(8, 1)
    inside = (left < split) & (right >= split) if split else left >= 0
    pairs = pd.DataFrame({"left": left[inside], "right": right[inside]})
    alike = similarities(COLUMNS, pairs["left"].to_numpy(), pairs["right"].to_numpy())
    texts = (COLUMNS["who"][1] + " " + COLUMNS["note"][1]).to_numpy(dtype=object)
    rows = row_evidence(texts, pairs["left"].to_numpy(), pairs["right"].to_numpy())
    return pairs, alike, rows, pair_features(COLUMNS, split, pairs, alike, rows)


def rarity(column, row):
    texts = COLUMNS[column][1]
    return np.log((8 + 50) / (texts == texts[row]).sum()) / np.log(8 + 50)


def by_hand(pair, alike, row, weights):
    """Work the measures of one pair out, a column at a time."""
    known = {c: s for c, s in alike.items() if not np.isnan(s)}
    total, usual, present = sum(weights.values()), np.mean(list(weights.values())), sum(weights[c] for c in known)
    like = sum(weights[c] * s for c, s in known.items())
    rare = {c: rarity(c, pair["left"]) for c in COLUMNS}
    identifying = [c for c in ("tel", "mail", "no") if c in known]

    def middle(*columns):
        values = [known[c] for c in columns if c in known]
        return np.mean(values) - 0.5 if values else 0

    return {
        "mean": like / present,
        "shrunk": (like + usual / 4) / (present + usual),
        "present": present / total,
        "agree": sum(weights[c] * max(0, 2 * s - 1) for c, s in known.items()) / total,
        "agree_strong": sum(weights[c] for c, s in known.items() if np.float32(s) >= np.float32(0.9)) / 14,
        "disagree": sum(weights[c] * max(0, 1 - 2 * s) for c, s in known.items()) / total,
        "disagree_strong": sum(weights[c] for c, s in known.items() if np.float32(s) < np.float32(0.6)) / 14,
        "words": row["words"],
        "words_squared": row["words"] ** 2,
        "within": row["within"],
        "models": 0 if np.isnan(row["models"]) else row["models"] - 0.5,
        "models_told": float(not np.isnan(row["models"])),
        "surprise": min(4, sum(rare[c] * min(1, max(0, (s - 0.8) * 5)) for c, s in known.items())) / 2,
        "identified": max((rare[c] * max(0, (known[c] - 0.85) / 0.15) for c in identifying), default=0),
        "contradicted": max((min(1, max(0, 2 - 4 * known[c])) for c in identifying), default=0),
        "names": middle("who", "also"),
        "texts": middle("note", "home"),
        "figures": middle("sum", "day", "sex"),
    }


@pytest.mark.parametrize("split", [None, 3])
def test_every_measure_is_what_its_definition_says(split):
    pairs, alike, rows, features = measured(split)
    weights = column_information(COLUMNS, split)
    for place in range(len(pairs)):
        expected = by_hand(pairs.iloc[place], alike.iloc[place].to_dict(), rows.iloc[place], weights)
        assert features.iloc[place][list(expected)].to_dict() == pytest.approx(expected, abs=1e-5), place


@pytest.mark.parametrize("split", [None, 3])
def test_a_pair_leads_by_what_it_has_more_than_the_best_other_pair_of_either_row(split):
    pairs, _, _, features = measured(split)
    base = (features["shrunk"] + features["words"] / 2).to_numpy()
    sides = pairs.to_numpy()
    for place, (a, b) in enumerate(sides):
        leads = []
        for row in (a, b):
            others = [base[i] for i in range(len(base)) if i != place and row in sides[i]]
            leads.append(base[place] - max(others, default=0))
        got = features.iloc[place]
        assert got[["lead_low", "lead_high"]].tolist() == pytest.approx([min(leads), max(leads)], abs=1e-6)
        linked = [0, 0, 0] if split is None else [min(leads), max(leads), 1]
        assert got[["lead_low_linked", "lead_high_linked", "linked"]].tolist() == pytest.approx(linked, abs=1e-6)


def test_the_only_pair_of_two_rows_leads_by_all_it_has():
    one = {"who": ("name", pd.Series(["ann lee", "ann lee"])), "x": ("code", pd.Series(["1", "2"]))}
    places = np.array([0]), np.array([1])
    alike, rows = similarities(one, *places), row_evidence(one["who"][1].to_numpy(dtype=object), *places)
    features = pair_features(one, None, pd.DataFrame({"left": [0], "right": [1]}), alike, rows).iloc[0]
    assert features["lead_low"] == features["lead_high"] == pytest.approx(features["shrunk"] + features["words"] / 2)


def test_no_measure_is_missing():
    assert measured()[3].notna().all().all()


@pytest.mark.parametrize(
    ("kind", "usual"),
    [("phone", 7), ("email", 7), ("code", 6), ("number", 3), ("category", 1.5), ("name", 5), ("text", 5), ("date", 5)],
)
def test_where_nothing_is_seen_an_agreement_tells_what_is_usual_for_the_kind(kind, usual):
    assert _agreement_information(np.array([]), kind, 1000) == pytest.approx(usual)


@pytest.mark.parametrize(("seen", "agreeing"), [([1, 0.85, 0.84, 0], 2), ([0.5] * 6, 0), ([1] * 3, 3)])
@pytest.mark.parametrize("rows", [10, 1000])
def test_the_more_rows_the_more_what_is_seen_counts_against_what_is_usual(seen, agreeing, rows):
    share = (agreeing + 1) / (len(seen) + 2)
    expected = -np.log((rows * share + 50 * np.exp(-1.5)) / (rows + 50))
    assert _agreement_information(np.array(seen), "category", rows) == pytest.approx(expected)


def test_an_agreement_tells_at_least_a_little_and_at_most_as_much_as_a_phone():
    assert _agreement_information(np.ones(10_000), "category", 10_000) == 0.05
    assert _agreement_information(np.zeros(10_000), "phone", 10_000) == 7


@pytest.mark.parametrize("split", [None, 100, 20])
def test_a_column_tells_by_how_seldom_two_other_rows_agree(split):
    sex = pd.Series(["f"] * 100 + ["m"] * 100)
    first, second = (sex, sex) if split is None else (sex[:split], sex[split:])
    agree = np.equal.outer(first.to_numpy(), second.to_numpy())
    share = (agree.sum() - 200) / (200 * 199) if split is None else agree.mean()
    told = column_information({"sex": ("category", sex)}, split)["sex"]
    assert told == pytest.approx(-np.log((200 * share + 50 * np.exp(-1.5)) / 250), abs=0.03)
