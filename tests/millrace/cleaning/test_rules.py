"""Rules and quarantine: no row is lost, no row slips through, each has its reason."""

import numpy as np
import pandas as pd
import pandera.pandas as pa
import pytest

from millrace.cleaning import (
    quarantine,
    rule_between,
    rule_in,
    rule_matches,
    rule_not_before,
    rule_not_missing,
    rule_report,
    rule_that,
    rule_unique,
)
from millrace.errors import ArgumentError, ColumnError


def orders(rows=500, seed=13):
    rng = np.random.default_rng(seed)
    ordered = pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(0, 300, rows), unit="D")
    frame = pd.DataFrame(
        {
            "order_no": rng.integers(0, rows // 2, rows),
            "line_no": rng.integers(1, 3, rows),
            "sku": rng.choice(["B01", "B02", "W01", "X99", "", "  ", None], rows),
            "quantity": rng.integers(-3, 12, rows).astype(float),
            "currency": rng.choice(["CNY", "USD", "usd", None], rows),
            "date": ordered,
            "shipped": ordered + pd.to_timedelta(rng.integers(-2, 9, rows), unit="D"),
        },
        index=rng.integers(0, 100, rows),
    )
    return frame.mask(rng.random(frame.shape) < 0.05)


RULES = [
    rule_not_missing("sku"),
    rule_unique("order_no", "line_no"),
    rule_between("quantity", 1, 10),
    rule_in("currency", ["CNY", "USD"]),
    rule_matches("sku", r"[BW]\d\d"),
    rule_in("sku", pd.Series(["B01", "B02", "W01"])),
    rule_that("shipped after ordered", lambda t: t["shipped"] >= t["date"], columns=["shipped", "date"]),
]


def broken_row_by_row(frame):
    """Say for each row which of RULES it breaks, one row at a time: the definition that the library is held to."""
    seen, result = set(), []
    for row in frame.itertuples(index=False):
        key, names = (row.order_no, row.line_no), []
        whole = not any(pd.isna(part) for part in key)
        known = not pd.isna(row.sku)
        names += [RULES[0].name] if not known or not row.sku.strip() else []
        names += [RULES[1].name] if whole and key in seen else []
        names += [RULES[2].name] if not pd.isna(row.quantity) and not 1 <= row.quantity <= 10 else []
        names += [RULES[3].name] if not pd.isna(row.currency) and row.currency not in ("CNY", "USD") else []
        names += (
            [RULES[4].name]
            if known and not (len(row.sku) == 3 and row.sku[0] in "BW" and row.sku[1:].isdigit())
            else []
        )
        names += [RULES[5].name] if known and row.sku not in ("B01", "B02", "W01") else []
        both = not pd.isna(row.shipped) and not pd.isna(row.date)
        names += [RULES[6].name] if both and row.shipped < row.date else []
        seen.add(key)
        result.append("; ".join(names))
    return result


@pytest.mark.parametrize("seed", range(4))
def test_quarantine_agrees_with_rules_read_row_by_row(seed):
    frame = orders(seed=seed).assign(place=range(500))
    oracle = broken_row_by_row(frame)
    passed, held = quarantine(frame, RULES)
    assert len(passed) + len(held) == len(frame)
    assert passed["place"].tolist() == [place for place, names in enumerate(oracle) if not names]
    assert held["rule"].tolist() == [names for names in oracle if names]
    rebuilt = pd.concat([passed, held.drop(columns=["rule", "reason"])]).sort_values("place")
    pd.testing.assert_frame_equal(rebuilt, frame, check_dtype=False)
    assert held.index.equals(frame.index[held["place"]])
    report = rule_report(frame, RULES).set_index("rule")["rows_broken"]
    assert report.to_dict() == {rule.name: sum(rule.name in names.split("; ") for names in oracle) for rule in RULES}


def test_quarantine_agrees_with_pandera():
    frame = orders().reset_index(drop=True)
    schema = pa.DataFrameSchema(
        {
            "quantity": pa.Column(float, pa.Check.in_range(1, 10), nullable=True),
            "currency": pa.Column(None, pa.Check.isin(["CNY", "USD"]), nullable=True),
        }
    )
    with pytest.raises(pa.errors.SchemaErrors) as failure:
        schema.validate(frame, lazy=True)
    _, held = quarantine(frame, RULES[2:4])
    assert held.index.tolist() == sorted(set(failure.value.failure_cases["index"]))


def test_reasons_name_the_value_and_all_rules():
    frame = pd.DataFrame({"sku": [None, "B01"], "quantity": [-5.0, 3.0], "price {net}": [1, 2]})
    rules = [rule_not_missing("sku"), rule_between("quantity", 1, None), rule_between("price {net}", None, 1)]
    _, held = quarantine(frame, rules)
    assert held["reason"].tolist() == [
        "sku is missing; quantity is -5, not at least 1",
        "price {net} is 2, not at most 1",
    ]


@pytest.mark.parametrize(("passes", "held"), [("first", [2]), ("last", [1]), ("none", [1, 2])])
def test_which_of_equal_rows_passes_can_be_chosen(passes, held):
    frame = pd.DataFrame({"order_no": [1, 2, 2, None, None]})
    assert quarantine(frame, [rule_unique("order_no", passes=passes)])[1].index.tolist() == held


def test_dates_between_dates_written_as_text():
    frame = pd.DataFrame({"date": pd.to_datetime(["2024-12-31", "2025-06-01", None])})
    _, held = quarantine(frame, [rule_between("date", "2025-01-01", "2025-12-31")])
    assert held["reason"].tolist() == ["date is 2024-12-31, not between 2025-01-01 and 2025-12-31"]


def test_the_report_counts_shares_and_names_the_first_broken_row():
    frame = pd.DataFrame({"quantity": [5, -1, -2, 7]}, index=list("abcd"))
    report = rule_report(frame, rule_between("quantity", 0, 6))
    assert report.to_dict("records") == [
        {
            "rule": "quantity is between 0 and 6",
            "rows_broken": 3,
            "share": 0.75,
            "example": "row b: quantity is -1, not between 0 and 6",
        }
    ]


def test_an_unbroken_rule_has_no_example_and_an_empty_table_no_share():
    rule = rule_between("quantity", 0, None)
    assert rule_report(pd.DataFrame({"quantity": [1]}), [rule])[["share", "example"]].values.tolist() == [[0.0, ""]]
    assert np.isnan(rule_report(pd.DataFrame({"quantity": []}), [rule])["share"].item())


def test_reasons_show_days_without_a_time_and_times_with_one():
    frame = pd.DataFrame({"sent": [pd.Timestamp("2025-01-01"), pd.Timestamp("2025-01-01 09:30")], "price": [1.5, 2.0]})
    _, held = quarantine(frame, [rule_between("sent", "2026-01-01", None), rule_between("price", 3, None)])
    assert held["reason"].tolist() == [
        "sent is 2025-01-01, not at least 2026-01-01; price is 1.5, not at least 3",
        "sent is 2025-01-01 09:30:00, not at least 2026-01-01; price is 2, not at least 3",
    ]


def test_a_rule_in_words_is_its_own_reason_and_braces_stay():
    _, held = quarantine(pd.DataFrame({"a": [1]}), [rule_that("{a} is even", lambda t: t["a"] % 2 == 0)])
    assert held[["rule", "reason"]].values.tolist() == [["{a} is even", "not true: {a} is even"]]


def test_braces_in_a_column_name_stay_in_every_reason():
    frame = pd.DataFrame({"{x}": [None, "b", "b"]})
    rules = [rule_not_missing("{x}"), rule_unique("{x}"), rule_in("{x}", ["{a}"]), rule_matches("{x}", r"\d{2}")]
    _, held = quarantine(frame, rules)
    assert held["reason"].tolist() == [
        "{x} is missing",
        r"{x} 'b' is not one of {a}; {x} 'b' does not match \d{2}",
        r"{x} is there more than once: b; {x} 'b' is not one of {a}; {x} 'b' does not match \d{2}",
    ]


def test_limits_are_included():
    frame = pd.DataFrame({"n": [0, 1, 2, 3], "day": pd.date_range("2025-01-01", periods=4)})
    assert quarantine(frame, [rule_between("n", 1, 2)])[0]["n"].tolist() == [1, 2]
    assert quarantine(frame, [rule_between("day", "2025-01-02", "2025-01-03")])[0]["n"].tolist() == [1, 2]


@pytest.mark.parametrize("column", ["rule", "reason"])
def test_a_column_that_would_be_written_over_is_refused(column):
    with pytest.raises(ColumnError, match=f"already has a column '{column}'.* was expected.* Drop or rename"):
        quarantine(pd.DataFrame({column: [1]}), [])


def test_up_to_six_allowed_values_are_listed_each_once_and_more_are_counted():
    allowed = ["a", "a", None, "b", "c", "d", "e", "f"]
    longer = [*allowed, "g", "h"]
    assert rule_in("size", allowed).name == "size is one of a, b, c, d, e, f"
    assert rule_in("size", longer).name == "size is one of 8 known values"
    _, held = quarantine(pd.DataFrame({"size": ["z"]}), [rule_in("size", allowed), rule_in("size", longer)])
    assert held["reason"].item() == (
        "size 'z' is not one of a, b, c, d, e, f; size 'z' is not one of the 8 known values"
    )


def test_limits_and_columns_with_time_zones_are_compared_or_refused_with_the_way_out():
    zoned = pd.DataFrame({"d": pd.to_datetime(["2025-12-31 23:00", "2026-01-01 00:00"]).tz_localize("Asia/Shanghai")})
    assert len(quarantine(zoned, [rule_between("d", "2025-1-1", "2025-12-31")])[0]) == 1
    plain = zoned.assign(d=zoned["d"].dt.tz_localize(None), z=zoned["d"])
    with pytest.raises(ColumnError, match="has a time zone, and the dates of column 'd' have none"):
        quarantine(plain, [rule_between("d", pd.Timestamp("2025-01-01", tz="UTC"), None)])
    with pytest.raises(ColumnError, match="one has a time zone and the other has none"):
        quarantine(plain, [rule_not_before("d", "z")])
    with pytest.raises(ArgumentError, match="one has a time zone"):
        rule_between("d", pd.Timestamp("2025-01-01", tz="UTC"), "2025-12-31")


@pytest.mark.parametrize("limit", ["03/04/2025", "2025", "2025-03", "soon", pd.NaT, True, [1]])
def test_a_limit_that_is_no_day_or_can_be_two_is_refused(limit):
    with pytest.raises(ArgumentError, match=r"was expected\. Write it (like|as)"):
        rule_between("d", limit, None)


def test_numbers_are_compared_however_the_column_holds_them():
    held = [
        pd.Categorical([1, 20, None]),
        pd.array([1, 20, None], dtype="Int64"),
        pd.Series([1, 10**400, None], dtype=object),
    ]
    for values in held:
        _, out = quarantine(pd.DataFrame({"n": values}), [rule_between("n", 0, 10)])
        assert out.index.tolist() == [1]
    with pytest.raises(ColumnError, match="holds yes or no"):
        quarantine(pd.DataFrame({"n": [True, False]}), [rule_between("n", 0, 1)])


def test_a_name_that_two_columns_have_is_refused_only_where_it_is_used():
    twice = pd.DataFrame([[1, "x", 5]], columns=["a", "a", "b"])
    with pytest.raises(ColumnError, match="There are 2 columns 'a' in the table"):
        quarantine(twice, [rule_not_missing("a")])
    assert len(quarantine(twice, [rule_between("b", 0, 10)])[0]) == 1


def test_a_pattern_must_fit_the_whole_cell_and_numbers_are_read_as_text():
    frame = pd.DataFrame({"code": ["A1", "A12", "xA1", None], "year": [25, 2025, 25, 25]})
    _, held = quarantine(frame, [rule_matches("code", r"A\d"), rule_matches("year", r"\d\d")])
    assert held["reason"].tolist() == [
        r"code 'A12' does not match A\d; year '2025' does not match \d\d",
        r"code 'xA1' does not match A\d",
    ]


def test_a_row_is_not_judged_where_a_needed_column_is_missing():
    frame = pd.DataFrame({"price": [1.0, None, -1.0]})
    positive = rule_that("positive", lambda t: t["price"] > 0, columns="price")
    assert quarantine(frame, positive)[1].index.tolist() == [2]
    strict = rule_that("positive", lambda t: t["price"] > 0)
    assert quarantine(frame, strict)[1].index.tolist() == [1, 2]


def test_any_of_several_columns_missing_breaks_the_rule():
    frame = pd.DataFrame({"a": ["x", None, "x", " "], "b": [1.0, 1.0, np.nan, 1.0]})
    assert quarantine(frame, [rule_not_missing("a", "b")])[1].index.tolist() == [1, 2, 3]


def test_all_rows_pass_without_rules_and_all_can_fail():
    frame = orders()
    passed, held = quarantine(frame, [])
    assert (len(passed), len(held)) == (500, 0)
    assert list(held.columns) == [*frame.columns, "rule", "reason"]
    assert len(quarantine(frame, [rule_that("never", lambda t: t["quantity"] > 99)])[1]) == 500


def test_empty_tables():
    frame = orders().head(0)
    passed, held = quarantine(frame, RULES)
    assert (len(passed), len(held)) == (0, 0)
    assert rule_report(frame, RULES)["rows_broken"].tolist() == [0] * 7


def test_inputs_are_unchanged():
    frame = orders()
    before = frame.copy(deep=True)
    passed, _ = quarantine(frame, RULES)
    passed["quantity"] = 0
    rule_report(frame, RULES)
    pd.testing.assert_frame_equal(frame, before)


def test_wrong_rules_are_refused_with_the_fix():
    frame = pd.DataFrame({"sku": ["B01"], "quantity": ["2 doz"]})
    with pytest.raises(ColumnError, match="Did you mean 'sku'"):
        quarantine(frame, [rule_not_missing("skuu")])
    with pytest.raises(ColumnError, match=r"holds text such as '2 doz'.*parse_quantity"):
        quarantine(frame, [rule_between("quantity", 1, 2)])
    with pytest.raises(ArgumentError, match="is not a rule"):
        quarantine(frame, ["sku"])
    with pytest.raises(ArgumentError, match="One True or False per row"):
        quarantine(frame, [rule_that("wrong", lambda t: True)])
    with pytest.raises(ColumnError, match="already has a column 'rule'"):
        quarantine(frame.assign(rule=1), [])
    with pytest.raises(ArgumentError, match="Put it in brackets"):
        rule_in("currency", "CNY")
    with pytest.raises(ArgumentError, match=r"is broken.*was expected\. Correct it"):
        rule_matches("sku", "(")
    with pytest.raises(ArgumentError, match=r"passes='both' was given\. 'first', 'last' or 'none' was expected"):
        rule_unique("sku", passes="both")
    with pytest.raises(ArgumentError, match=r"No column was named\. At least one was expected\. Name it"):
        rule_not_missing()
    with pytest.raises(ArgumentError, match=r"holds=True was given\. A function was expected\. Write one"):
        rule_that("wrong", True)
    with pytest.raises(ArgumentError, match=r"rules=None was given\. A list of rules was expected\. Write \[\]"):
        quarantine(frame, None)


@pytest.mark.parametrize(
    ("limits", "match"),
    [
        ((10, 1), r"The lowest, 10, is above the highest, 1\. The lowest was expected first\. Swap them"),
        (("2025-02-01", "2025-01-31"), r"2025-02-01 .* is above the highest, 2025-01-31 "),
        ((None, None), r"No limit was given\. At least one was expected\. Give"),
        ((1, "2025-01-01"), r"1 and 2025-01-01 .* were given\. Two numbers or two dates were expected\. Correct"),
        ((float("nan"), 2), r"limit nan was given\. A number or a date was expected\. Write it"),
        (("soon", None), r"limit='soon' is not a date with one reading"),
        ((True, 3), r"limit True was given\. A number or a date was expected\. Write it"),
    ],
)
def test_limits_that_cannot_be_kept_are_refused(limits, match):
    with pytest.raises(ArgumentError, match=match):
        rule_between("quantity", *limits)


def test_equal_limits_allow_one_value():
    assert len(quarantine(pd.DataFrame({"quantity": [4, 5, 6]}), [rule_between("quantity", 5, 5)])[0]) == 1


def test_limits_of_another_kind_than_the_column_are_refused():
    frame = pd.DataFrame({"date": pd.to_datetime(["2025-01-01"]), "year": [2025]})
    with pytest.raises(
        ColumnError, match=r"'date' holds dates, and its limit is the number 2024\. .*\. Correct the lim"
    ):
        quarantine(frame, [rule_between("date", 2024, 2025)])
    with pytest.raises(ColumnError, match=r"'year' holds numbers, and its limit is the date 2024"):
        quarantine(frame, [rule_between("year", "2024-01-01", None)])


def test_a_day_may_not_come_before_another_and_a_missing_day_is_not_judged():
    days = pd.DataFrame({"ordered": ["2025-01-02"] * 3, "shipped": ["2025-01-01", "2025-01-02", None]})
    days = days.apply(pd.to_datetime)
    passed, held = quarantine(days, [rule_not_before("shipped", "ordered")])
    assert passed.index.tolist() == [1, 2]
    assert held["reason"].tolist() == ["shipped is 2025-01-01, before ordered, 2025-01-02"]


def test_days_kept_as_text_are_refused_by_a_rule_on_their_order():
    days = pd.DataFrame({"ordered": ["2025-01-02"], "shipped": ["2025-01-01"]})
    with pytest.raises(ColumnError, match=r"holds no dates.*parse_dates"):
        quarantine(days, [rule_not_before("shipped", "ordered")])


def test_a_whole_table_is_no_list_of_values():
    with pytest.raises(ArgumentError, match="One column of values was expected"):
        rule_in("sku", pd.DataFrame({"sku": ["a"]}))


def test_a_rule_that_answers_with_words_is_refused():
    rule = rule_that("sold", lambda t: t["state"])
    with pytest.raises(ArgumentError, match="gave values such as 'yes'"):
        quarantine(pd.DataFrame({"state": ["yes", "no"]}), [rule])


def test_values_in_one_pair_of_quotes_are_told_apart_in_the_advice():
    with pytest.raises(ArgumentError, match=r"Put it in brackets: \['CNY', 'USD', 'AED'\]"):
        rule_in("currency", "CNY, USD, AED")


def test_a_day_as_the_highest_limit_counts_to_its_end_and_an_hour_does_not():
    moments = pd.DataFrame({"d": pd.to_datetime(["2025-12-31 15:00", "2026-01-01 00:00", "2024-12-31 23:59"])})
    passed, held = quarantine(moments, [rule_between("d", "2025-01-01", "2025-12-31")])
    assert passed.index.tolist() == [0]
    assert held.index.tolist() == [1, 2]
    passed, _ = quarantine(moments, [rule_between("d", "2025-01-01", "2025-12-31 12:00")])
    assert passed.empty


@pytest.mark.parametrize("column", [[1, 20, None], pd.array([1, 20, None], dtype="Int64"), [1, 10**400, None]])
def test_a_limit_beyond_all_floats_is_a_limit(column):
    kept, held = quarantine(pd.DataFrame({"n": column}), [rule_between("n", -(10**400), 10**400)])
    assert (len(kept), len(held)) == (3, 0)
