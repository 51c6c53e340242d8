"""Scores that can be trusted, on tables of other makes: what must rise, what must not merge, what is no duplicate."""

import numpy as np
import pandas as pd
import pytest
from duplicate_making import World, pairs_within
from duplicate_zoo import ENTITIES, EVENTS, HELD_OUT, HELD_OUT_EVENTS

from millrace.cleaning.duplicates import duplicate_candidates, duplicate_clusters, merge_duplicates
from millrace.cleaning.duplicates import scores as scoring
from millrace.errors import ArgumentError

LEAST_F1 = {"patients": 0.96, "members": 0.97, "firm_register": 0.97, "two_shops": 0.8, "voters": 0.95, "hotels": 0.93}


def pair_set(pairs):
    return set(zip(pairs["left"].tolist(), pairs["right"].tolist(), strict=True))


@pytest.mark.parametrize("seed", [11, 12])
@pytest.mark.parametrize("kind", LEAST_F1)
def test_tables_of_other_makes_are_read_right_at_one_half(kind, seed):
    world = {**ENTITIES, **HELD_OUT}[kind](seed=seed)
    found = pair_set(duplicate_candidates(world.frame, other=world.other))
    assert 2 * len(found & world.truth) / (len(found) + len(world.truth)) >= LEAST_F1[kind]


@pytest.mark.parametrize("kind", [*EVENTS, *HELD_OUT_EVENTS])
def test_a_table_of_events_loses_next_to_nothing_by_a_default_merge(kind):
    table = {**EVENTS, **HELD_OUT_EVENTS}[kind](1_200, seed=5)
    merged = merge_duplicates(table, duplicate_candidates(table))
    assert len(merged) >= 0.99 * len(table)


def test_a_payment_that_was_keyed_twice_is_found_among_payments():
    table = EVENTS["payments"](1_200, seed=6)
    table = pd.concat([table, table.iloc[[7]]], ignore_index=True)
    assert (7, 1_200) in pair_set(duplicate_candidates(table.drop(columns="purpose"), min_score=0.9))


def wide(columns, rows=150, seed=0, spoil=0.0):
    """Make people of so many columns, a third of them twice; a share of the copies' cells is another's."""
    draw = np.random.default_rng(seed)
    words = np.array([f"{a}{b}{c}" for a in ("bar", "kel", "mon", "sti") for b in "aeiou" for c in ("ns", "rt", "lla")])
    first = pd.DataFrame(
        {f"field {i}": [f"{draw.choice(words)} {draw.choice(words)}" for _ in range(rows)] for i in range(columns)}
    )
    again = first.iloc[: rows // 3].copy()
    for c in again:
        hit = draw.random(len(again)) < spoil
        again.loc[hit, c] = draw.permutation(first[c])[: hit.sum()]
    both = pd.concat([first, again], ignore_index=True)
    return World(both, None, pairs_within(np.r_[np.arange(rows), np.arange(rows // 3)]))


@pytest.mark.parametrize("columns", [2, 3, 5, 8, 13, 20, 30])
def test_equal_rows_score_about_one_whatever_the_number_of_columns(columns):
    world = wide(columns)
    pairs = duplicate_candidates(world.frame, min_score=0.99)
    assert world.truth <= pair_set(pairs)


@pytest.mark.parametrize("seed", range(3))
def test_eight_more_columns_that_agree_lower_no_true_score(seed):
    narrow, more = wide(4, seed=seed, spoil=0.2), wide(8, seed=seed + 50)
    before = duplicate_candidates(narrow.frame, min_score=0).set_index(["left", "right"])["score"]
    both = pd.concat([narrow.frame, more.frame.add_prefix("more ")], axis=1)
    after = duplicate_candidates(both, min_score=0).set_index(["left", "right"])["score"]
    for pair in narrow.truth:
        assert after[pair] >= before.get(pair, 0) - 1e-6
        assert after[pair] > 0.99


@pytest.mark.parametrize("columns", [2, 3, 4])
def test_of_two_pairs_the_one_that_agrees_at_least_as_much_in_every_column_never_scores_lower(columns):
    pairs = duplicate_candidates(wide(columns, seed=columns, spoil=0.3).frame, min_score=0)
    values = pairs.filter(like="sim_").to_numpy()
    score = pairs["score"].to_numpy()
    compared = 0
    for place in np.random.default_rng(0).permutation(len(pairs))[:300]:
        same_gaps = (np.isnan(values) == np.isnan(values[place])).all(axis=1)
        above = same_gaps & (np.nan_to_num(values) >= np.nan_to_num(values[place])).all(axis=1)
        compared += above.sum() - 1
        assert (score[above] >= score[place] - 1e-9).all()
    assert compared > 100


def family(**other):
    """Return a register with one pair that differs in what is named."""
    base = {
        "first name": "Karl",
        "surname": "Osterbrink",
        "born": "1951-04-07",
        "street": "Lindenallee 12",
        "town": "Trento",
        "phone": "+49 221 5550123",
    }
    rest = ENTITIES["patients"](rows=300, seed=9).frame.drop(columns="insured").astype(object)
    return pd.concat([rest, pd.DataFrame([base, {**base, **other}])], ignore_index=True)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"first name": "Ingeborg"}, "another name"),
        ({"first name": "Peter", "born": "1983-11-30"}, "another name"),
        ({"born": "1983-11-30"}, "another birth date"),
        ({"street": "Lindenallee 14"}, "another house number"),
    ],
)
def test_what_contradicts_is_listed_for_review_and_not_merged(other, reason):
    table = family(**other)
    a, b = len(table) - 2, len(table) - 1
    pairs = duplicate_candidates(table, min_score=0).set_index(["left", "right"], drop=False)
    assert reason in pairs.loc[(a, b), "review"]
    groups = duplicate_clusters(table, pairs)
    assert groups[a] != groups[b]


def test_the_same_family_member_written_twice_is_merged():
    table = family(phone="0221/5550123", street="Lindenallee 12 ")
    groups = duplicate_clusters(table, duplicate_candidates(table))
    assert groups.iloc[-2] == groups.iloc[-1]


FIRMS = ENTITIES["firm_register"](rows=250, seed=4).frame.astype(object)
FIRM = {
    "firm": "Osterbrink Optik GmbH",
    "street": "Via Roma 8",
    "post code": "40118",
    "town": "Brno",
    "phone": "0221 555012",
    "tax number": None,
}


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"firm": "Osterbrink Optik S.r.l."}, "another legal form"),
        ({"street": "Kerkstraat 90", "town": "Utrecht", "post code": "70221"}, "another"),
        ({"firm": "Osterbrink Optik 2 GmbH"}, ""),
    ],
)
def test_branches_and_legal_forms_are_not_merged(other, reason):
    table = pd.concat([FIRMS, pd.DataFrame([FIRM, {**FIRM, **other}])], ignore_index=True)
    pairs = duplicate_candidates(table, min_score=0).set_index(["left", "right"], drop=False)
    a, b = len(table) - 2, len(table) - 1
    assert reason in pairs.loc[(a, b), "review"]
    if reason:
        groups = duplicate_clusters(table, pairs)
        assert groups[a] != groups[b]


@pytest.mark.parametrize("contact", ["000000000", "1111111111", "123456789", "0221 987654"])
def test_a_made_up_or_shared_phone_makes_no_duplicates(contact):
    table = family(phone="0221 4443322")
    table.loc[:11, "phone"] = contact
    alone = table[["first name", "surname", "phone"]]
    pairs = duplicate_candidates(alone)
    assert not {p for p in pair_set(pairs) if max(p) <= 11 and alone.loc[p[0], "surname"] != alone.loc[p[1], "surname"]}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"name": "Иван Петров", "phone": "8 (495) 123-45-67"}, {"name": "Ivan Petrov", "phone": "+7 495 1234567"}),
        ({"name": "宏达", "phone": "0221 44556"}, {"name": "Hong Da", "phone": "+49 221 44556"}),
        ({"name": "Γιώργος Παπάς", "phone": "0039 02 5551234"}, {"name": "Giorgos Papas", "phone": "+39 02 555 1234"}),
    ],
)
def test_the_same_one_in_two_scripts_and_two_spellings_of_the_phone_is_found(one, two):
    rest = ENTITIES["patients"](rows=120, seed=3).frame
    rest = pd.DataFrame({"name": rest["first name"] + " " + rest["surname"], "phone": rest["phone"]})
    table = pd.concat([rest, pd.DataFrame([one, two])], ignore_index=True)
    assert (len(table) - 2, len(table) - 1) in pair_set(duplicate_candidates(table))


def test_of_two_linked_lists_each_row_has_one_partner_unless_several_are_asked_for():
    left = HELD_OUT["hotels"](rows=120, seed=1).frame
    right = pd.concat([left, left.iloc[:9]], ignore_index=True)
    single = duplicate_candidates(left, other=right)
    assert single["left"].is_unique
    assert single["right"].is_unique
    assert len(duplicate_candidates(left, other=right, one_to_one=False)) >= len(single) + 9


def test_a_merge_that_would_remove_most_rows_is_refused_with_a_sentence():
    table = pd.DataFrame({"name": ["Li Wei", "Bo Chan"] * 40, "phone": ["812345678", "912349876"] * 40})
    pairs = duplicate_candidates(table)
    with pytest.raises(ArgumentError, match=r"would leave 2 of 80 rows.*no duplicates of each other.*most_rows=True"):
        merge_duplicates(table, pairs)
    assert len(merge_duplicates(table, pairs, most_rows=True)) == 2


@pytest.mark.parametrize("bad", [2, -0.1, np.nan])
def test_a_threshold_outside_its_range_is_refused(bad):
    table = family()
    pairs = duplicate_candidates(table)
    for call in (
        lambda: duplicate_clusters(table, pairs, threshold=bad),
        lambda: merge_duplicates(table, pairs, threshold=bad),
        lambda: duplicate_candidates(table, min_score=bad),
    ):
        with pytest.raises(ArgumentError, match="between 0 and 1"):
            call()


@pytest.mark.parametrize("kind", ["patients", "two_shops", "firm_register"])
def test_another_processors_last_digit_moves_no_score(monkeypatch, kind):
    world = ENTITIES[kind](rows=250, seed=8)
    before = duplicate_candidates(world.frame, other=world.other, min_score=0)
    exact = scoring.agreement_levels

    def nearly(columns, alike):
        noise = np.random.default_rng(1).uniform(-3e-7, 3e-7, alike.shape)
        return exact(columns, alike + noise)

    monkeypatch.setattr(scoring, "agreement_levels", nearly)
    after = duplicate_candidates(world.frame, other=world.other, min_score=0)
    assert pair_set(before) == pair_set(after)
    assert np.abs(before["score"].to_numpy() - after["score"].to_numpy()).max() < 1e-9
