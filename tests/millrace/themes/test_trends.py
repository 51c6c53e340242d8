import numpy as np
import pandas as pd
import pytest

from lantern.company import generate
from lantern.complaints.file import complaints
from millrace import themes
from millrace.errors import ArgumentError, ColumnError
from short_texts import COMPANY_WORDS

WORDS = {"paint": ["paint"], "late": ["late"], "zip": ["zip"]}
START = pd.Timestamp("2024-01-01")


def tickets(share_of_paint, *, days=730, per_day=2.0, seed=0):
    """Return texts and dates; the share of paint on a day is what the function of the day says."""
    rng = np.random.default_rng(seed)
    at = np.sort(rng.integers(0, days, int(days * per_day)))
    paint = rng.random(len(at)) < np.array([share_of_paint(day) for day in at])
    texts = np.where(paint, "paint", np.where(rng.random(len(at)) < 0.6, "late", "zip"))
    found = themes.Themes(
        pd.DataFrame({name: texts == name for name in WORDS}).assign(strongest=texts, score=1.0, reason=""),
        pd.Series(texts),
    )
    return found, pd.Series(START + pd.to_timedelta(at, unit="D"))


def told(found, dates, theme="paint", **asked):
    return themes.changes(found, dates, **asked).set_index("theme").loc[theme]


def test_each_month_counts_its_texts_and_empty_months_are_there():
    found = themes.by_words(["paint", "late", "late paint", None], WORDS)
    table = themes.trend(found, ["2025-01-31", "2025-03-01", "2025-03-31", "2025-03-02"])
    paint = table[table["theme"] == "paint"]
    assert paint["texts"].tolist() == [1, 0, 1]
    assert paint["all_texts"].tolist() == [1, 0, 3]
    assert paint["share"].isna().tolist() == [False, True, False]
    assert paint["period"].dt.strftime("%Y-%m-%d").tolist() == ["2025-01-01", "2025-02-01", "2025-03-01"]


def test_the_range_of_a_share_is_that_of_statsmodels():
    from statsmodels.stats.proportion import proportion_confint

    found, dates = tickets(lambda day: 0.1, days=200)
    table = themes.trend(found, dates)
    low, high = proportion_confint(table["texts"], table["all_texts"], method="wilson")
    np.testing.assert_allclose(table["low"], low, atol=1e-9)
    np.testing.assert_allclose(table["high"], high, atol=1e-9)


@pytest.mark.parametrize(("every", "number"), [("week", 5), ("month", 2), ("quarter", 1), ("year", 1)])
def test_periods_may_be_weeks_to_years(every, number):
    found = themes.by_words(["late", "late"], {"late": ["late"]})
    assert len(themes.trend(found, ["2025-01-06", "2025-02-03"], every=every)) == number


def test_texts_without_a_date_are_set_aside_and_counted():
    found = themes.by_words(["late", "late"], {"late": ["late"]})
    table = themes.trend(found, [None, "2025-02-03"])
    assert table["all_texts"].sum() == 1
    assert table.attrs["without_date"] == 1
    assert themes.changes(found, [None, "2025-02-03"]).attrs["without_date"] == 1


@pytest.mark.parametrize("seed", range(5))
def test_a_theme_that_triples_is_growing_and_its_beginning_lies_in_a_range_around_the_truth(seed):
    one = told(*tickets(lambda day: 0.1 if day < 500 else 0.3, seed=seed))
    begun = START + pd.Timedelta(days=500)
    assert one["verdict"] == "growing"
    assert abs(one["since"] - begun) <= pd.Timedelta(days=31)
    assert one["since_earliest"] - pd.Timedelta(days=14) <= begun <= one["since_latest"] + pd.Timedelta(days=14)
    assert one["share_before"] == pytest.approx(0.1, abs=0.04)
    assert one["share_after"] == pytest.approx(0.3, abs=0.08)


def test_a_new_theme_is_seen_within_a_month_of_its_start():
    seen = [told(*tickets(lambda day: 0.0 if day < 700 else 0.25, seed=seed))["verdict"] for seed in range(5)]
    assert seen == ["growing"] * 5


def test_a_theme_that_fades_is_shrinking():
    one = told(*tickets(lambda day: 0.4 if day < 300 else 0.1))
    assert one["verdict"] == "shrinking"
    assert one["share_after"] < one["share_before"]


def test_steady_themes_are_rarely_called_anything_else():
    verdicts = pd.Series([told(*tickets(lambda day: 0.15, days=400, seed=seed))["verdict"] for seed in range(30)])
    assert (verdicts != "steady").sum() <= 2


def test_texts_that_come_in_bunches_are_no_change():
    rng = np.random.default_rng(3)
    claimed = 0
    for seed in range(20):
        months = rng.gamma(1.2, 0.12, 40).clip(0, 0.9)
        found, dates = tickets(lambda day, of=months: of[day // 28], seed=seed, per_day=4)
        claimed += told(found, dates)["verdict"] != "steady"
    assert claimed <= 3


def test_few_texts_and_few_weeks_are_too_few_to_say():
    assert told(*tickets(lambda day: 0.01, days=300, per_day=1))["verdict"] == "too few to say"
    assert told(*tickets(lambda day: 0.5, days=40, per_day=9))["verdict"] == "too few to say"
    one = told(*tickets(lambda day: 0.05, days=400, per_day=1))
    assert one["texts"] < 30
    assert one["verdict"] == "too few to say"
    assert pd.isna(one["since"])


def test_a_small_change_in_many_texts_is_steady_unless_asked_for():
    found, dates = tickets(lambda day: 0.50 if day < 365 else 0.55, per_day=40)
    assert told(found, dates)["verdict"] == "steady"
    assert told(found, dates, at_least=1.01)["verdict"] == "growing"


def test_the_order_of_rows_and_themes_changes_no_verdict():
    found, dates = tickets(lambda day: 0.1 if day < 500 else 0.3, seed=2)
    order = np.random.default_rng(0).permutation(len(dates))
    columns = [*reversed(WORDS), "strongest", "score", "reason"]
    other = themes.Themes(found.labels.iloc[order][columns], found.texts.iloc[order])
    one = themes.changes(found, dates).set_index("theme")
    pd.testing.assert_frame_equal(one, themes.changes(other, dates.iloc[order]).set_index("theme").loc[one.index])


@pytest.mark.parametrize(
    ("dates", "error", "match"),
    [
        (["2025-01-01"], ArgumentError, "1 values were given for 2 texts"),
        ([None, None], ArgumentError, "No text has a date"),
        (["2025-01-01", "soon"], ColumnError, "parse_dates"),
        ([20250101, 20250102], ColumnError, "parse_dates"),
    ],
)
def test_dates_that_are_none_are_refused(dates, error, match):
    found = themes.by_words(["late", "late"], {"late": ["late"]})
    for work in (themes.trend, themes.changes):
        with pytest.raises(error, match=match):
            work(found, dates)


def test_other_arguments_are_refused_with_the_fix():
    found = themes.by_words(["late", "late"], {"late": ["late"]})
    with pytest.raises(ArgumentError, match=r"every='mnth' was given.*Did you mean 'month'"):
        themes.trend(found, ["2025-01-01"] * 2, every="mnth")
    with pytest.raises(ArgumentError, match=r"at_least=0\.5 was given"):
        themes.changes(found, ["2025-01-01"] * 2, at_least=0.5)


def test_the_chart_claims_no_more_than_the_verdict():
    found, dates = tickets(lambda day: 0.1 if day < 500 else 0.3)
    followed, change = themes.trend(found, dates), themes.changes(found, dates)
    growing = themes.draw_trend(followed, theme="paint", change=change)
    assert growing.get_title(loc="left").startswith("paint is growing: ")
    assert "24 periods" in growing.figure.get_label()
    assert "growing" not in themes.draw_trend(followed, theme="paint").get_title(loc="left")
    steady, when = tickets(lambda day: 0.15)
    ax = themes.draw_trend(themes.trend(steady, when), theme="paint", change=themes.changes(steady, when))
    assert ax.get_title(loc="left").startswith("paint: steady, ")
    with pytest.raises(ArgumentError, match="Did you mean 'paint'"):
        themes.draw_trend(followed, theme="pant")


@pytest.mark.slow
def test_what_grows_in_the_company_is_seen_in_each_of_fifty_variants_and_nothing_else():
    for variant in range(50):
        table = complaints(generate(variant=variant))
        change = themes.changes(themes.by_words(table["text"], COMPANY_WORDS), table["opened"])
        assert change.loc[change["verdict"] == "growing", "theme"].tolist() == ["edge paint peels"]
