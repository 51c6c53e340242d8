"""The report on a company's own pilot: who began when, three answers, a verdict that can say no, what it is worth."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.reports import ColumnQuestion, find_report
from millrace.reports import pilot as report

NEEDS = find_report("pilot").needs
TODAY = pd.Timestamp("2026-06-30")
STARTS = {"A": "2025-04-07", "B": "2025-05-05", "C": "2025-05-12"}


def teams(*, effect=0.0, units="ABCDEFGH", weeks=24, groups=("easy", "hard"), noise=0.2, seed=3, drift=0.0):
    """Minutes per case of some teams; those with a start get quicker by a share since then, and drift all along."""
    chance, rows = np.random.default_rng(seed), []
    for week in range(weeks):
        day = pd.Timestamp("2025-01-06") + pd.Timedelta(weeks=week)
        for name in units:
            since = name in STARTS and day >= pd.Timestamp(STARTS[name])
            level = 10 * (1 - effect * since) * (1 - drift * week * (name in STARTS))
            rows += [(name, f"{day:%Y-%m-%d}", group, level * chance.lognormal(0, noise)) for group in groups]
    return pd.DataFrame(rows, columns=["team", "day", "kind", "minutes"]).round(2)


def opened(table, folder, second=None, **columns):
    path = folder / "cases.csv"
    table.to_csv(path, index=False)
    other = ""
    if second is not None:
        other = folder / "starts.csv"
        second.to_csv(other, index=False)
    return report.open_files(path, other, needs=NEEDS, columns=columns)


def judged(table, folder, *, second=None, columns=None, drawn_by_lot=None, **settings):
    files = opened(table, folder, second, **(columns or {}))
    cases = report.read_cases(files, today=TODAY, **settings)
    return cases, report.judge(files, cases, drawn_by_lot=drawn_by_lot)


def test_an_effect_is_found_said_for_whom_and_set_beside_the_answers_that_mislead(tmp_path):
    cases, found = judged(teams(effect=0.3), tmp_path, starts=STARTS)
    assert found.verdict == "works"
    assert found.shown
    assert found.best["share_low"] < -0.3 < found.best["share_high"]
    answers = report.check_answers(cases, found)
    assert answers.found[0].startswith("What is estimated: How did the change move minutes of the")
    assert answers.found[1].startswith("Verdict. Works: lower by between")
    assert answers.table["answer"].tolist() == [
        "before and after", "pilot against the others", "both: before and after, against the others",
    ]  # fmt: skip


def test_where_nothing_changed_nothing_is_claimed_and_no_gain_is_counted(tmp_path):
    cases, found = judged(teams(), tmp_path, starts=STARTS)
    assert found.verdict == "not shown"
    worth = report.check_worth(cases, found, value_of_one=[1], costs_per_month=[100], currency="EUR")
    assert "no gain is counted" in worth.found[0]
    assert "2,400 EUR" in worth.found[0]


def test_units_that_moved_before_the_start_make_the_verdict_weaker(tmp_path):
    cases, found = judged(teams(drift=0.02, noise=0.1), tmp_path, starts=STARTS)
    assert found.verdict == "works"
    assert not found.shown
    assert "already before the start" in found.doubts[0]
    assert "Do not decide" in report.check_answers(cases, found).action


STARTING = {
    "by hand, as the command gives it": {"starts": {name: [day] for name, day in STARTS.items()}},
    "in a second file": {
        "second": pd.DataFrame({"team": ["A", "B", "C"], "start": ["07.04.2025", "05.05.2025", "12.05.2025"]})
    },
    "in a column": {"column": "start"},
    "in a column of yes and no": {"column": "pilot"},
}  # fmt: skip


@pytest.mark.parametrize("how", STARTING.values(), ids=STARTING.keys())
def test_who_began_when_may_be_said_in_four_ways(tmp_path, how):
    table, how = teams(), dict(how)
    began = table["team"].map(STARTS)
    if (column := how.pop("column", "")) == "start":
        table["start"] = began
    elif column:
        table["pilot"] = np.where(table["day"] >= began.fillna("9999"), "ja", "nein")
    elif "second" in how:  # the days of the large file settle that the day comes first in the small one
        table["day"] = pd.to_datetime(table["day"]).dt.strftime("%d.%m.%Y")
    cases, _ = judged(table, tmp_path, **how)
    assert {name: f"{day:%Y-%m-%d}" for name, day in cases.ours.starts.items()} == STARTS


def test_nobody_said_who_was_in_the_pilot(tmp_path):
    with pytest.raises(ArgumentError, match=r"who was in the pilot.*second file.*--set"):
        judged(teams(), tmp_path)
    with pytest.raises(ArgumentError, match=r"None of the units.*'Team A'"):
        judged(teams(), tmp_path, starts={"Team A": "2025-03-31"})
    with pytest.raises(ArgumentError, match=r"start of 'A' is 'soon'"):
        judged(teams(), tmp_path, starts={"A": "soon"})


def test_a_misspelt_team_with_a_start_is_no_comparison(tmp_path):
    table = teams().replace({"team": {"A": "North shop", "B": "South shop"}})
    with pytest.raises(ArgumentError, match=r"'Noth shop' has a start, and is not in the table.*North shop"):
        judged(table, tmp_path, starts={"Noth shop": "2025-04-07", "South shop": "2025-05-05"})


@pytest.mark.parametrize("lost", ["change_low", "change_high"])
def test_a_range_without_an_end_makes_no_money(tmp_path, monkeypatch, lost):
    cases, found = judged(teams(effect=0.3), tmp_path, starts=STARTS)
    monkeypatch.setattr(type(found), "best", {**found.best, lost: float("inf")})
    worth = report.check_worth(cases, found, value_of_one=[1], costs_per_month=[100], currency="EUR")
    assert worth.found[0].startswith("The effect has a range without a known end, so money is left out")


def test_a_german_bakery_is_read_with_its_headers_and_decimal_commas(tmp_path):
    table = teams(effect=-0.2).rename(columns={"team": "Filiale", "day": "Datum", "minutes": "Tagesumsatz"})
    text = table["Tagesumsatz"].map("{:,.2f} €".format).str.translate(str.maketrans(",.", ".,"))
    path = tmp_path / "b.csv"
    table.assign(Tagesumsatz=text).drop(columns="kind").to_csv(path, sep=";", index=False, encoding="cp1252")
    files = report.open_files(path, needs=NEEDS)
    cases = report.read_cases(files, starts=STARTS, today=TODAY)
    assert (cases.outcome, cases.better, cases.unit, cases.measure) == ("Tagesumsatz", "higher", "EUR", "amount")
    assert cases.frame["Tagesumsatz"].sum() == pytest.approx(table["Tagesumsatz"].sum())
    assert report.judge(files, cases).verdict == "works"


def test_every_row_is_used_or_set_aside_with_a_reason(tmp_path):
    table = teams().astype(object)
    table.loc[[0, 1], "minutes"] = ["lost", None]
    table.loc[[2, 3], "day"] = ["soon", "2027-01-01"]
    table.loc[4, "team"] = None
    cases, _ = judged(table, tmp_path, starts=STARTS)
    assert cases.rows_read == len(table) == cases.rows_used + len(cases.set_aside)
    assert cases.set_aside["reason"].tolist() == [
        "minutes that is no number", "no minutes", "unreadable date", "date after today (2026-06-30)", "no team",
    ]  # fmt: skip
    assert cases.set_aside["place"].tolist() == [f"line {n}" for n in range(2, 7)]


def one_team(table):
    return table[table["team"] == "A"]


def late_control(table):
    return table[table["team"].isin(["A"]) | (table["day"] >= "2025-05-12")]


@pytest.mark.parametrize("cut", [one_team, late_control])
def test_without_a_comparison_before_and_after_is_told_and_no_effect_claimed(tmp_path, cut):
    cases, found = judged(cut(teams(effect=0.5)), tmp_path, starts={"A": STARTS["A"]})
    assert found.verdict == "no comparison"
    assert "So no effect is claimed" in found.sentence
    assert "no unit to compare with" in " ".join(report.check_plan(cases).found)
    for finding in (report.check_trust(cases, found), report.check_over_time(cases), report.check_groups(cases)):
        assert not finding.action


def test_a_control_that_starts_late_is_named_and_not_used(tmp_path):
    table = teams()
    table = table[(table["team"] != "H") | (table["day"] >= "2025-05-12")]
    cases, found = judged(table, tmp_path, starts=STARTS)
    assert "cannot be compared: H" in " ".join(report.check_plan(cases).found)
    assert "H" not in cases.ours.units
    assert found.verdict in ("not shown", "too few to say")


def test_a_unit_with_two_starts_is_set_aside_and_named(tmp_path):
    table = teams()
    table["start"] = table["team"].map(STARTS)
    table.loc[(table["team"] == "A") & (table["day"] > "2025-05-12"), "start"] = "2025-06-02"
    cases, _ = judged(table, tmp_path)
    assert set(cases.ours.starts.index) == {"B", "C"}
    assert "two starting days are set aside: A" in " ".join(cases.plan.notes)
    assert (cases.set_aside["reason"] == "its unit has two starting days").sum() == 48


def test_outcomes_only_since_the_start_or_only_before_it_are_too_few_to_say(tmp_path):
    for day in ("2024-01-01", "2026-01-01"):
        _, found = judged(teams(), tmp_path, starts={"A": day})
        assert found.verdict == "too few to say"


def test_one_week_says_too_few(tmp_path):
    table = teams(weeks=1)
    table["day"] = np.where(np.arange(len(table)) % 2, "2025-01-06", "2025-01-08")
    cases, found = judged(table, tmp_path, starts={"A": "2025-01-08"})
    assert found.verdict == "too few to say"
    assert report.check_size(cases, found).found


def in_two(table, one, two):
    """Write every second outcome in another unit."""
    return table.assign(minutes=[f"{v} {one if n % 2 else two}" for n, v in enumerate(table["minutes"])])


ODD = {
    "two units": (lambda t: in_two(t, "min", "sec"), "two units: seconds"),
    "two currencies": (lambda t: in_two(t, "EUR", "USD"), "two currencies: "),
    "a column of currencies": (lambda t: t.assign(currency=["EUR", "USD"] * (len(t) // 2)), "two currencies or more"),
    "no rows": (lambda t: t.head(0), "has no rows of data"),
    "nothing but 0": (lambda t: t.assign(minutes=0), "'minutes' is 0 in all 384 cases"),
    "words": (lambda t: t.assign(minutes="many"), "holds no number that can be read"),
    "the future": (lambda t: t.assign(day="2027-01-01"), r"No row of 'cases.csv' can be used: 384 .*after today"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "says"), ODD.values(), ids=ODD.keys())
def test_odd_files_stop_with_what_was_found_and_what_to_do(tmp_path, change, says):
    with pytest.raises(ColumnError, match=says):
        judged(change(teams()), tmp_path, starts=STARTS, columns={"outcome": "minutes"})


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"every": "weak"}, "every='weak'.*Did you mean 'week'"),
        ({"measure": "ratio"}, "measure='ratio'.*share, amount, score"),
        ({"measure": "share"}, "Shares from 0 to 1 were expected"),
        ({"alike": ["topic"]}, "Column 'topic' is not in the file"),
        ({"better": "more"}, "better='more' was given"),
    ],
)
def test_a_setting_that_is_not_understood_is_answered_in_a_sentence(tmp_path, settings, says):
    with pytest.raises((ArgumentError, ColumnError), match=says):
        judged(teams(), tmp_path, starts=STARTS, **settings)


def test_outliers_and_mixed_units_are_told_beside_the_verdict(tmp_path):
    table = teams(effect=0.3)
    table.loc[[9, 300], "minutes"] = 10_000
    _, found = judged(table, tmp_path, starts=STARTS)
    assert "the largest is 10,000" in found.remarks[0]
    assert found.remarks[1].startswith("With amounts above")
    mixed = teams(effect=0.3)
    mixed.loc[::2, "minutes"] *= 60
    _, found = judged(mixed, tmp_path, starts=STARTS)
    assert "two units" in found.doubts[-1]
    assert not found.shown


def test_negative_amounts_are_told(tmp_path):
    table = teams().rename(columns={"minutes": "price"})
    table.loc[::50, "price"] *= -1
    cases, _ = judged(table, tmp_path, starts=STARTS, better="higher")
    assert cases.measure == "score"
    assert "lie below 0" in cases.notes[0]


def test_weights_count_cases_and_a_weight_of_zero_is_set_aside(tmp_path):
    table = teams(effect=0.3).assign(tickets=lambda t: np.arange(len(t)) % 4)
    cases, found = judged(table, tmp_path, starts=STARTS)
    assert (cases.set_aside["reason"] == "tickets is 0 or below").sum() == 96
    assert len(cases.frame) == table["tickets"].sum()
    assert found.verdict == "works"
    assert found.answers["change_low"].isna().tolist() == [True, True, False]
    total = table.assign(minutes=table["minutes"] * table["tickets"])
    by_total, _ = judged(total, tmp_path, starts=STARTS, outcome_is="total")
    assert by_total.frame["minutes"].sum() == pytest.approx(cases.frame["minutes"].sum())


def visitors(*, new=600, old=600, share=0.2, more=0.0, seed=5):
    chance = np.random.default_rng(seed)
    rows = [("new", chance.random() < share + more) for _ in range(new)]
    rows += [("old", chance.random() < share) for _ in range(old)]
    return pd.DataFrame(rows, columns=["group", "bought"]).replace({True: "yes", False: "no"})


def test_two_groups_by_lot_need_no_days(tmp_path):
    cases, found = judged(visitors(more=0.15), tmp_path)
    assert (cases.plan.design, cases.measure, found.verdict) == ("lot", "share", "works")
    assert "for all in the lot?" in found.question
    assert judged(visitors(), tmp_path)[1].verdict == "not shown"
    assert "two groups by lot need" in report.check_size(cases, found).found[1]


def test_a_broken_split_is_said_before_any_number_is_read(tmp_path):
    cases, found = judged(visitors(new=900, more=0.15), tmp_path)
    assert found.verdict == "split is broken"
    assert "planned_share" in found.sentence
    assert "Claim nothing" in report.check_answers(cases, found).action


def test_groups_that_differ_in_another_column_are_not_comparable(tmp_path):
    table = visitors(more=0.15)
    table["age"] = np.where(table["group"] == "new", 50, 30) + np.arange(len(table)) % 9
    columns = {"outcome": "bought"}
    assert judged(table, tmp_path, columns=columns)[1].verdict == "groups not comparable"
    assert judged(table, tmp_path, columns=columns, drawn_by_lot=True)[1].verdict == "works"


def test_a_summary_of_two_groups_is_taken_by_its_weights(tmp_path):
    table = pd.DataFrame({"variant": ["A", "B"], "users": [1000, 1010], "conversion": ["10 %", "15 %"]})
    cases, found = judged(table, tmp_path)
    assert cases.frame.groupby("new group")["conversion"].sum().tolist() == [100, 152]
    assert found.verdict == "works"


def test_before_and_after_side_by_side_is_weak_without_a_control_and_compared_with_one(tmp_path):
    table = pd.DataFrame(
        {"team": list("ABCDEFGH"), "before": [10, 12, 11, 9, 11, 10, 9, 9], "after": [8, 9, 8, 9, 12, 10, 10, 8]}
    )
    cases, found = judged(table, tmp_path, better="lower")
    assert (cases.outcome, found.verdict) == ("outcome", "no comparison")
    assert "No column tells who was in the pilot" in cases.plan.notes[0]
    table["pilot"] = ["yes"] * 3 + ["no"] * 5
    cases, found = judged(table, tmp_path, better="lower")
    assert found.verdict in ("works", "not shown")
    assert found.best["change"] < -1


def test_which_value_is_the_new_one_is_asked(tmp_path):
    table = visitors().replace({"new": "green", "old": "blue"})
    with pytest.raises(ArgumentError, match=r"'green', 'blue'.*--set \"new_group=blue\""):
        judged(table, tmp_path)
    assert judged(table, tmp_path, new_group=["green"])[1].verdict == "not shown"
    with pytest.raises(ArgumentError, match=r"new_group names 'grene'.*Did you mean 'green'"):
        judged(table, tmp_path, new_group=["grene"])


def test_the_outcome_and_its_direction_are_asked_where_they_cannot_be_guessed(tmp_path):
    two = teams().assign(cost=1.5)
    with pytest.raises(ColumnQuestion, match="the outcome that is measured"):
        opened(two, tmp_path)
    unclear = teams().rename(columns={"minutes": "level"})
    with pytest.raises(ArgumentError, match="more or less of 'level' is good"):
        judged(unclear, tmp_path, starts=STARTS)


def test_harm_of_a_group_is_found_and_many_looks_alone_find_none(tmp_path):
    table = teams(groups=["en", "zh", "ar"] * 6, weeks=30).rename(columns={"kind": "language"})
    cases, _ = judged(table, tmp_path, starts=STARTS)
    assert not (report.check_groups(cases).table["verdict"] == "worse served").any()
    since = table["day"] >= table["team"].map(STARTS).fillna("9999")
    table.loc[since & (table["language"] == "ar"), "minutes"] *= 1.5
    cases, _ = judged(table, tmp_path, starts=STARTS)
    harm = report.check_groups(cases)
    assert harm.table.set_index("group")["verdict"]["ar"] == "worse served"
    assert harm.action.startswith("Take ar (language) out of what was tried")


def test_a_guardrail_that_breaks_comes_before_the_gain(tmp_path):
    table = teams(effect=0.3)
    since = table["day"] >= table["team"].map(STARTS).fillna("9999")
    chance = np.random.default_rng(4)
    table["settled"] = np.where(chance.random(len(table)) < np.where(since, 0.3, 0.9), "yes", "no")
    files = opened(table, tmp_path, outcome="minutes", guardrail="settled")
    cases = report.read_cases(files, starts=STARTS, today=TODAY)
    finding = report.check_guardrail(files, cases)
    assert finding.about == "guardrail broken"
    first = report.decisions([report.check_answers(cases, report.judge(files, cases)), finding])
    assert repr(first).startswith("1. Do not go on as it is: 'settled' got worse")


def test_time_is_no_cash_and_the_range_of_the_gain_is_that_of_the_effect(tmp_path):
    cases, found = judged(teams(effect=0.3), tmp_path, starts=STARTS)
    given = {"value_of_one": ["1", "2", "3"], "costs_per_month": [10.0], "cases_per_month": 1000, "currency": "EUR"}
    worth = report.check_worth(cases, found, **given)
    cash, both = worth.table.to_dict("records")
    assert cash["gain"] == 0
    assert both["gain"] > 0
    assert worth.found[1].startswith("Cash: pays back in 0 of 100 futures")
    assert report.check_worth(cases, found, **given, time_or_cash="cash").table["gain"].nunique() == 1
    with pytest.raises(ArgumentError, match=r"value_of_one=\['3', '1'\].*three \(?in order"):
        report.check_worth(cases, found, value_of_one=["3", "1"], costs_per_month=[1])
    with pytest.raises(ArgumentError, match="time_or_cash='money'"):
        report.check_worth(cases, found, **given, time_or_cash="money")
    assert "Money is left out" in report.check_worth(cases, found).found[0]


def test_the_next_pilot_is_given_to_half_of_the_units_by_lot(tmp_path):
    cases, found = judged(teams(), tmp_path, starts=STARTS)
    assert "Give it to 4 of 8 units first, drawn by lot" in report.check_size(cases, found).action


WIDE = {"units across": ("day", "team"), "periods across": ("team", "day")}


@pytest.mark.parametrize(("down", "across"), WIDE.values(), ids=WIDE.keys())
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_wide_table_is_laid_out_and_judged_like_the_long_one(tmp_path, down, across, ending):
    long = teams(effect=0.3, groups=("all",))
    wide = long.pivot(index=down, columns=across, values="minutes").reset_index()
    wide = wide.astype({wide.columns[3]: object})
    wide.iloc[1, 3] = None
    path = tmp_path / f"wide.{ending}"
    wide.to_csv(path, index=False) if ending == "csv" else wide.to_excel(path, index=False)
    files = report.open_files(path, needs=NEEDS)
    assert "is read as a " in repr(files)
    cases = report.read_cases(files, starts=STARTS, better="lower", today=TODAY)
    assert cases.rows_read == wide.iloc[:, 1:].size == cases.rows_used + 1
    assert f"'{wide.columns[3]}'" in cases.set_aside["place"].item()
    assert report.judge(files, cases).verdict == "works"


def test_a_column_that_adds_the_others_up_is_no_unit(tmp_path):
    wide = teams(groups=("all",)).pivot(index="day", columns="team", values="minutes").reset_index()
    wide["in all"] = wide.iloc[:, 1:].sum(axis=1)
    files = opened(wide, tmp_path)
    assert "'in all' adds the others up" in repr(files)
    assert "in all" not in set(files.outcomes.table["unit"])


def test_a_long_table_and_one_whose_columns_were_named_stay_as_they_are(tmp_path):
    long = teams().assign(cases=1, cost=2.0, parts=3)
    assert opened(long, tmp_path, outcome="minutes").outcomes.table.columns.tolist() == long.columns.tolist()
    wide = teams(groups=("all",)).pivot(index="day", columns="team", values="minutes").reset_index()
    named = opened(wide, tmp_path, outcome="A").outcomes
    assert named.table.columns.tolist() == wide.columns.tolist()
    assert named.columns["outcome"] == "A"


def many_cases(*, seed, topic_moves=False, more=1.0):
    """Cases of twelve teams, four of which begin: of two topics, of which one may come more often since then."""
    chance, rows = np.random.default_rng(seed), []
    for name in "ABCDEFGHIJKL":
        easy_before, rate = chance.uniform(0.3, 0.6), chance.uniform(15, 30)
        for week in range(24):
            day = pd.Timestamp("2025-01-06") + pd.Timedelta(weeks=week)
            since = name in "ABCD" and week >= 12
            easy = (
                chance.random(chance.poisson(rate * (more if since else 1))) < easy_before + 0.2 * since * topic_moves
            )
            rows += [
                (name, f"{day:%Y-%m-%d}", "easy" if one else "hard", chance.lognormal(1 - 0.7 * one, 0.3))
                for one in easy
            ]
    return pd.DataFrame(rows, columns=["team", "day", "topic", "minutes"]).round(2)


def judged_of_many(folder, **made):
    starts = dict.fromkeys("ABCD", "2025-03-31")
    return judged(many_cases(**made), folder, starts=starts, columns={"group": "-"})[1]


def test_other_cases_than_before_are_a_doubt_until_they_are_held_alike(tmp_path):
    found = judged_of_many(tmp_path, seed=2, topic_moves=True)
    assert found.verdict == "works"
    assert not found.shown
    assert "'easy' (topic) makes up" in found.doubts[0]
    assert 'alike = ["topic"]' in found.doubts[0]
    starts = dict.fromkeys("ABCD", "2025-03-31")
    _, held = judged(many_cases(seed=2, topic_moves=True), tmp_path, starts=starts, alike=["topic"])
    assert (held.verdict, held.doubts) == ("not shown", ())


def test_more_cases_are_said_beside_a_mean_per_case(tmp_path):
    assert any("per week at the pilot units" in text for text in judged_of_many(tmp_path, seed=3, more=1.6).remarks)


@pytest.mark.parametrize("seed", range(6))
def test_the_same_cases_as_before_raise_no_doubt(tmp_path, seed):
    found = judged_of_many(tmp_path, seed=seed)
    assert found.doubts == ()
    assert not any("number of cases" in text for text in found.remarks)
