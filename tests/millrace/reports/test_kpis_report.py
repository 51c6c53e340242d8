"""The report on key figures: what they are, whether the last period is news, and whether the mix moved the total."""

import numpy as np
import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.reports import ColumnQuestion, find_report
from millrace.reports import kpis as report

NEEDS = find_report("kpis").needs
TODAY = pd.Timestamp("2026-06-30")
LATE = {"late": "late == yes / rows, lower"}


def orders(*, weeks=30, per_week=40, late=0.1, last=None, seed=2):
    """Orders of two shops, some of them late; in the last week another share."""
    chance, rows = np.random.default_rng(seed), []
    for week in range(weeks):
        share = last if last is not None and week == weeks - 1 else late
        for number in range(per_week):
            day = pd.Timestamp("2025-01-06") + pd.Timedelta(days=7 * week + number % 7)
            rows.append(
                (f"{day:%Y-%m-%d}", "North" if number % 2 else "South", chance.random() < share, 5.0 + number % 3)
            )
    table = pd.DataFrame(rows, columns=["day", "shop", "late", "minutes"])
    return table.replace({"late": {True: "yes", False: "no"}})


def read(table, folder, *, columns=None, **settings):
    path = folder / "orders.csv"
    table.to_csv(path, index=False)
    return report.read_figures(report.open_file(path, needs=NEEDS, columns=columns), today=TODAY, **settings)


def watched(table, folder, *, measures=None, columns=None, baseline_until="", **settings):
    figures = read(table, folder, columns=columns, **settings)
    made, _ = report.define(figures, measures=measures or LATE)
    return figures, report.watch(figures, made, baseline_until=baseline_until)


def test_a_usual_week_is_no_news_and_an_unusual_one_is(tmp_path):
    figures, [one] = watched(orders(), tmp_path)
    usual = report.check_news(figures, one)
    assert "is within the usual noise" in usual.found[0]
    assert not usual.action
    assert one.limits["role"].tolist() == ["baseline"] * 29 + ["watched"]
    figures, [one] = watched(orders(last=0.6), tmp_path)
    news = report.check_news(figures, one)
    assert "is news (outside 0.0 % to" in news.found[0]
    assert news.action.startswith("Ask what was different in the week of 2025-07-28: 'late' was worse")


def test_the_share_is_that_of_a_count_by_hand(tmp_path):
    table = orders()
    _, [one] = watched(table, tmp_path)
    week = pd.to_datetime(table["day"]).dt.to_period("W-SUN").dt.start_time
    by_hand = (table["late"] == "yes").groupby(week).mean()
    assert one.periods.set_index("period")["value"].to_numpy() == pytest.approx(by_hand.to_numpy())


def test_measures_are_guessed_and_what_cannot_be_guessed_is_asked(tmp_path):
    figures = read(orders().assign(level=3.5), tmp_path)
    made, left = report.define(figures)
    assert [(one.kpi.name, one.kpi.unit, one.kpi.direction) for one in made] == [
        ("late", "share", "lower"), ("minutes", "per row", "lower"),
    ]  # fmt: skip
    assert left == ["'level' could be measured, but nobody said whether more or less of it is good."]
    lacks = report.check_definitions(made, left)
    assert lacks.found[0] == "'late' lacks: owner, guardrail, target."
    with pytest.raises(ArgumentError, match=r"No measure could be guessed.*'level' could be.*--set"):
        report.define(read(orders()[["day", "shop"]].assign(level=3.5), tmp_path))


def test_a_definition_in_full_lacks_nothing_and_is_shown_as_a_page(tmp_path):
    written = {
        "late": ["late == yes / rows", "lower", "target 0.05", "owner shipping", "guardrail returns", "gamed kept back"]
    }
    figures, [one] = watched(orders(), tmp_path, measures=written)
    assert one.one.lacks == []
    page = report.pages([one.one]).page
    for wanted in ("shipping", "returns", "kept back", "0.05", "per week, by &#x27;day&#x27;"):
        assert wanted in page
    assert any(text.startswith("The target 0.05 was reached in") for text in report.check_news(figures, one).found)


WRONG = {
    "a misspelt column": ({"x": "minuts / rows, lower"}, r"'minuts' of the measure 'x'.*Did you mean 'minutes'"),
    "a value that is not there": (
        {"x": "shop == Nort / rows, lower"},
        r"'Nort' in column 'shop'.*Did you mean 'north'",
    ),
    "no direction": ({"x": "shop == North / rows"}, "more or less of 'x' is good"),
    "a part of no kind": ({"x": "minutes / rows, lower, goal 3"}, "'goal 3' of the measure 'x' is not understood"),
    "a target in words": ({"x": "minutes / rows, lower, target low"}, "'low' of the measure 'x' is no number"),
    "a limit in words": ({"x": "minutes > long / rows, lower"}, "compares with 'long'"),
    "no formula": ({"x": ""}, "has no formula"),
    "text": ({"x": "shop / rows, lower"}, "no number that can be read"),
}


@pytest.mark.parametrize(("measures", "says"), WRONG.values(), ids=WRONG.keys())
def test_a_measure_that_is_not_understood_is_answered_in_a_sentence(tmp_path, measures, says):
    with pytest.raises((ArgumentError, ColumnError), match=says):
        report.define(read(orders(), tmp_path), measures=measures)


def test_conditions_may_be_joined_and_turned_round(tmp_path):
    figures = read(orders(), tmp_path)
    made, _ = report.define(figures, measures={"x": "late != yes and minutes >= 6 / shop == North, higher"})
    table = figures.table
    by_hand = (table["late"] != "yes") & (table["minutes"] >= 6)
    assert made[0].numerator.sum() == by_hand.sum()
    assert made[0].denominator.sum() == (table["shop"] == "North").sum()


def test_german_monthly_figures_are_read_per_shop(tmp_path):
    chance, lines = np.random.default_rng(2), ["Monat;Filiale;Umsatz;Reklamationen;Bestellungen"]
    for month in pd.date_range("2023-01-01", periods=30, freq="MS"):
        for shop in ("Mitte", "Süd"):
            money = f"{chance.normal(12000, 900):,.2f}".translate(str.maketrans(",.", ".,"))
            lines.append(f"{month:%m.%Y};{shop};{money} €;{chance.poisson(6)};{200 + chance.poisson(9)}")
    path = tmp_path / "monat.csv"
    path.write_text("\n".join(lines), encoding="cp1252")
    opened = report.open_file(path, needs=NEEDS)
    figures = report.read_figures(opened, today=TODAY)
    assert (figures.every, figures.per_period, figures.group) == ("month", True, "Filiale")
    made, _ = report.define(
        figures, measures={"quote": "Reklamationen / Bestellungen, lower", "Umsatz": "Umsatz / rows, higher"}
    )
    assert [one.kpi.unit for one in made] == ["share", "EUR per row"]
    one, money = report.watch(figures, made)
    assert len(one.limits) == 30  # the last month is whole: its day is its first
    assert report.check_group(figures, one).table["group"].tolist() == ["Mitte", "Süd"]
    assert 10_000 < money.periods["value"].mean() < 14_000


def test_every_row_is_used_or_set_aside_with_a_reason(tmp_path):
    table = orders().astype(object)
    table.loc[[0, 1], "day"] = ["soon", "2027-01-01"]
    table.loc[2, "late"] = None
    figures, [one] = watched(table, tmp_path, only={"shop": ["South"]})
    assert len(figures.table) + len(figures.set_aside) == figures.rows_read == len(table)
    assert figures.set_aside["reason"].value_counts().to_dict() == {
        "left out as you said: other shop": 599, "unreadable date": 1, "date after today (2026-06-30)": 1,
    }  # fmt: skip
    assert "1 row without a value for it that can be read, so counted nowhere." in report.check_news(figures, one).found


def test_a_denominator_of_zero_is_told_and_gives_no_value(tmp_path):
    table = pd.DataFrame(
        {"week": pd.date_range("2025-01-06", periods=12, freq="7D"), "complaints": 1, "orders": [0, 0, *[40] * 10]}
    )
    figures, [one] = watched(table, tmp_path, measures={"x": "complaints / orders, lower"})
    assert "2 weeks with a denominator of 0, so without a value." in report.check_news(figures, one).found
    figures, [one] = watched(table.head(2), tmp_path, measures={"x": "complaints / orders, lower"})
    assert "has no week with a value (denominator is 0)" in report.check_news(figures, one).found[0]


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_short_files_say_too_few(tmp_path, rows):
    figures, [one] = watched(orders().head(rows), tmp_path, every="week")
    found = report.check_news(figures, one)
    assert "too few to say" in found.found[0] or "so nothing can be said" in found.found[0]
    assert not found.action
    assert report.check_mix(figures, one)[0].found
    assert report.check_group(figures, one).found


def test_a_total_that_rises_while_every_group_falls_is_told_as_the_mix(tmp_path):
    rows = []
    for week in range(20):
        day = f"{pd.Timestamp('2025-01-06') + pd.Timedelta(weeks=week):%Y-%m-%d}"
        shares = {"easy": (18, 20), "hard": (24, 80)} if week < 10 else {"easy": (64, 80), "hard": (4, 20)}
        rows += [(day, topic, "yes" if n < ok else "no") for topic, (ok, size) in shares.items() for n in range(size)]
    table = pd.DataFrame(rows, columns=["day", "topic", "settled"])
    figures, [one] = watched(table, tmp_path, measures={"settled": "settled == yes / rows, higher"})
    finding, parts = report.check_mix(figures, one)
    assert "although every group fell (2 of 2)" in finding.found[0]
    assert finding.action.startswith("Do not report the total of 'settled' alone")
    whole = parts.iloc[-1]
    assert whole["mix_effect"] + whole["rate_effect"] == pytest.approx(whole["rate_change"], abs=1e-9)


def test_two_times_that_hold_no_row_are_not_compared(tmp_path):
    figures, [one] = watched(orders(), tmp_path)
    assert "there is no row from 2030-01-01" in report.check_mix(figures, one, compare_from="2030-01-01")[0].found[0]
    with pytest.raises(ArgumentError, match="compare_from='later'"):
        report.check_mix(figures, one, compare_from="later")


def test_currencies_are_never_added_and_one_may_be_taken(tmp_path):
    table = orders().assign(currency=["EUR", "USD"] * 600)
    with pytest.raises(ColumnError, match=r"only = \{\"currency\": \[\"EUR\"\]\}"):
        read(table, tmp_path)
    assert len(read(table, tmp_path, only={"currency": ["USD"]}).table) == 600
    mixed = orders().assign(price=[f"{n} {'EUR' if n % 2 else 'USD'}" for n in range(1200)])
    with pytest.raises(ColumnError, match="two currencies"):
        report.define(read(mixed, tmp_path), measures={"price": "price / rows, higher"})


def test_outliers_and_negative_amounts_are_told(tmp_path):
    table = orders()
    table.loc[5, "minutes"] = 10_000
    measures = {"minutes": "minutes / rows, lower"}
    figures, [one] = watched(table, tmp_path, measures=measures)
    assert "the largest is 10,000" in " ".join(report.check_news(figures, one).found)
    table.loc[5, "minutes"] = -10
    figures, [one] = watched(table, tmp_path, measures=measures)
    assert "1 row of 'minutes' lie below 0" in " ".join(report.check_news(figures, one).found)


@pytest.mark.parametrize(
    ("change", "settings", "says"),
    [
        (lambda t: t.head(0), {}, "has no rows of data"),
        (lambda t: t.assign(day="2027-01-01"), {}, "No row of 'orders.csv' can be used: 1,200 have 'date after today"),
        (lambda t: t, {"every": "weak"}, "every='weak'.*Did you mean 'week'"),
        (lambda t: t, {"only": {"shop": "Nort"}}, "only names 'Nort'.*Did you mean 'North'"),
        (lambda t: t, {"baseline_until": "2020-01-01"}, "before the first whole period"),
        (lambda t: t, {"columns": {"date": "-"}}, "has no column of days"),
    ],
)
def test_odd_files_and_settings_stop_with_what_was_found_and_what_to_do(tmp_path, change, settings, says):
    with pytest.raises((ArgumentError, ColumnError), match=says):
        watched(change(orders()), tmp_path, **settings)


def test_a_file_without_days_is_asked_for_them(tmp_path):
    with pytest.raises(ColumnQuestion, match="the day of the record, or the period"):
        read(orders().drop(columns="day"), tmp_path)
