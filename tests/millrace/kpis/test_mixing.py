"""Mix and rate add up to the change, and a total that its groups contradict is named."""

import numpy as np
import pandas as pd
import pytest

import lantern
from millrace import kpis
from millrace.errors import ArgumentError, ColumnError

NAMES = {"by": "g", "numerator": "ok", "period": "when", "before": "b", "after": "a"}


def rows(cells):
    parts = [
        pd.DataFrame({"when": when, "g": group, "ok": [1] * good + [0] * (of - good)})
        for when, group, good, of in cells
    ]
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize("seed", range(20))
def test_it_adds_up_and_equals_the_definition(seed):
    chance = np.random.default_rng(seed)
    count = int(chance.integers(1, 400)) + 1
    frame = pd.DataFrame(
        {
            "when": ["b", "a", *chance.choice(["a", "b", "c"], count)],
            "g": chance.choice(list("uvwxyz"), count + 2),
            "ok": chance.normal(size=count + 2),
            "weight": chance.gamma(1, 1, count + 2),
        }
    )
    table = kpis.mix_and_rate(frame, **NAMES, denominator="weight")
    parts, whole = table.iloc[:-1], table.iloc[-1]
    assert parts[["mix_effect", "rate_effect"]].sum().sum() == pytest.approx(whole["rate_change"], abs=1e-9)
    assert parts["mix_against_mean"].sum() == pytest.approx(whole["mix_effect"], abs=1e-9)
    both = parts.dropna(subset="rate_change")
    slow = [(r.share_after - r.share_before) * (r.rate_after + r.rate_before) / 2 for r in both.itertuples()]
    assert both["mix_effect"].to_numpy() == pytest.approx(slow)


def test_the_same_mix_is_all_rate_and_the_same_rates_are_all_mix():
    same_mix = rows([("b", "x", 2, 10), ("b", "y", 5, 10), ("a", "x", 4, 20), ("a", "y", 14, 20)])
    table = kpis.mix_and_rate(same_mix, **NAMES)
    assert table["mix_effect"].iloc[-1] == pytest.approx(0, abs=1e-12)
    same_rates = rows([("b", "x", 2, 10), ("b", "y", 5, 10), ("a", "x", 6, 30), ("a", "y", 5, 10)])
    assert kpis.mix_and_rate(same_rates, **NAMES)["rate_effect"].iloc[-1] == pytest.approx(0, abs=1e-12)


def test_groups_that_appear_or_vanish_are_mix_and_are_named():
    frame = rows([("b", "x", 5, 10), ("b", "old", 5, 10), ("a", "x", 5, 10), ("a", "new", 9, 10)])
    table = kpis.mix_and_rate(frame, **NAMES)
    assert table.set_index("group")["remark"].to_dict() == {"new": "appeared", "old": "vanished", "x": "", "all": ""}
    assert table["rate_effect"].iloc[-1] == pytest.approx(0, abs=1e-12)
    assert "new appeared, which counts as mix. old vanished" in kpis.mix_sentence(table)


def test_a_group_worse_than_the_mean_that_shrinks_helps():
    frame = rows([("b", "good", 9, 10), ("b", "bad", 1, 10), ("a", "good", 18, 20), ("a", "bad", 1, 10)])
    table = kpis.mix_and_rate(frame, **NAMES).set_index("group")
    assert (table["mix_against_mean"] > 0).all()
    assert table.loc["bad", "mix_effect"] < 0


def test_the_sentence_names_a_total_that_every_group_contradicts():
    frame = rows([("b", "easy", 9, 10), ("b", "hard", 45, 90), ("a", "easy", 76, 90), ("a", "hard", 4, 10)])
    assert "although every group fell (2 of 2)" in kpis.mix_sentence(kpis.mix_and_rate(frame, **NAMES))


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ([("b", "x", 5, 10), ("a", "x", 5, 10)], "did not change"),
        ([("b", "x", 5, 10), ("a", "x", 6, 10)], "rose by 10.0 points: the mix"),
        ([("b", "x", 6, 10), ("a", "x", 5, 10)], "fell by 10.0 points: the mix"),
    ],
)
def test_the_sentence_says_no_more_than_that(cells, says):
    assert says in kpis.mix_sentence(kpis.mix_and_rate(rows(cells), **NAMES))


def test_rows_with_a_missing_value_are_counted_apart():
    frame = rows([("b", "x", 5, 10), ("a", "x", 6, 10)]).astype({"ok": "float64"})
    frame.loc[0, "ok"] = np.nan
    table = kpis.mix_and_rate(frame, **NAMES)
    assert table["not_known"].tolist() == [1, 1]
    assert table["denominator_before"].iloc[-1] == 9


@pytest.mark.parametrize(
    ("change", "error", "says"),
    [
        ({"after": "b"}, ArgumentError, "Two periods"),
        ({"after": "later"}, ArgumentError, "later"),
        ({"by": "grup"}, ColumnError, "grup"),
        ({"denominator": "ok"}, ArgumentError, "above 0"),
    ],
)
def test_impossible_arguments_are_refused(change, error, says):
    frame = rows([("b", "x", 0, 10), ("a", "x", 6, 10)])
    with pytest.raises(error, match=says):
        kpis.mix_and_rate(frame, **{**NAMES, **change})


@pytest.mark.parametrize("variant", [0, 1])
def test_it_finds_what_the_sample_company_hides(variant):
    company = lantern.generate(variant=variant)
    truth = lantern.truth("mix_shift", variant=variant).set_index("topic")
    tickets = company_tickets(company)
    table = kpis.mix_and_rate(
        tickets, by="topic", period="when", before="before", after="after",
        numerator="resolved_first_contact == 'yes' and reopened_within_7_days == 'no'",
    )  # fmt: skip
    ours = table.set_index("group").loc[truth.index]
    assert ours["rate_before"].to_numpy() == pytest.approx(truth["settled_before"].to_numpy(), abs=1e-9)
    assert ours["share_after"].to_numpy() == pytest.approx(truth["share_after"].to_numpy(), abs=1e-9)
    assert table["rate_effect"].iloc[-1] < 0 < table["mix_effect"].iloc[-1]


def company_tickets(company):
    from lantern.pilot.file import support_pilot

    tickets = support_pilot(company)
    began = tickets[tickets["handled_by"] != "person"].groupby("desk")["opened"].min()
    tickets = tickets.assign(began=tickets["desk"].map(began)).dropna(subset="began")
    return tickets.assign(when=np.where(tickets["opened"] >= tickets["began"], "after", "before"))
