"""Waits, themes and costs are those worked out by hand; what is too little to say is said, and nothing is lost."""

import random
import re

import pandas as pd
import pytest

from millrace.errors import ColumnError
from millrace.reports import find_report, pain_points
from millrace.reports.choosing import Chosen
from millrace.reports.pain_points.columns import choose_ticket_columns
from millrace.reports.pain_points.costs import group_costs, yearly_costs
from millrace.reports.pain_points.finding import Finding
from millrace.reports.pain_points.opening import Opened, Source

NEEDS = {need.role: need for need in find_report("pain-points").needs}
TEXTS = {
    "late": ["parcel came late", "the parcel is late again", "late parcel, nobody says when", "three days late"],
    "zip": ["zip broke on day one", "the zip is stuck", "zip slider came off", "broken zip"],
    "price": ["wrong price on the invoice", "invoice shows another price", "price was not what we agreed"],
}
WORDS = {"late": ["late"], "zip": ["zip"], "price": ["price"]}
COST = {"late": 5, "zip": 90, "price": 20}


def source(table, name="a.csv", **columns):
    """A file as it is after its columns were chosen."""
    return Source(name, table, Chosen([(NEEDS[role], column, "") for role, column in columns.items()]))


def of_tickets(table, **columns):
    named = {"opened": "day", "text": "text", "cost": "cost", "group": "desk"}
    here = {role: name if name in table.columns else None for role, name in named.items()}
    return source(table, **(here | columns))


def tickets_table(rows=600, seed=1, share=(0.6, 0.1, 0.3)):
    chance = random.Random(seed)
    themes = chance.choices(list(TEXTS), share, k=rows)
    day = pd.date_range("2024-01-01", "2025-12-31", periods=rows).normalize()
    return pd.DataFrame({
        "day": day.strftime("%Y-%m-%d"), "text": [chance.choice(TEXTS[t]) for t in themes],
        "cost": [COST[t] * chance.uniform(0.5, 1.5) for t in themes],
        "desk": [chance.choice(["stall", "shop"]) for _ in range(rows)], "truth": themes,
    })  # fmt: skip


def log_source(table, **columns):
    named = {"case": "case", "step": "step", "start": "start", "end": "end", "resource": "who"}
    here = {role: name if name in table.columns else None for role, name in named.items()}
    return source(table, **(here | columns))


def log_table(cases=120, wait=6):
    """One case per day at 08:00: cut an hour, wait, paint an hour, wait an hour, pack an hour."""
    rows = []
    for n, day in enumerate(pd.date_range("2025-01-06", periods=cases, freq="D")):
        hour = 8.0
        for step, before in (("cut", 0), ("paint", wait), ("pack", 1)):
            begin = day + pd.Timedelta(hours=hour + before)
            rows.append((f"A{n}", step, begin, begin + pd.Timedelta(hours=1), step + "er"))
            hour += before + 1
    return pd.DataFrame(rows, columns=["case", "step", "start", "end", "who"])


@pytest.fixture(scope="module")
def flow():
    """The log, and hours that are always open."""
    log = pain_points.read_log(log_source(log_table()))
    return log, pain_points.working_hours(log, open_hours={"Mon-Sun": "00:00-24:00"})


@pytest.fixture(scope="module")
def complaints():
    """Tickets sorted by words, and the table that they come from."""
    table = tickets_table()
    return table, pain_points.sort_texts(pain_points.read_tickets(of_tickets(table)), words=WORDS)


def told(finding):
    return " ".join(finding.found)


def test_waits_and_lead_times_are_those_of_the_log(flow):
    lead, waits = pain_points.check_lead_times(*flow), pain_points.check_waits(*flow)
    assert "Half of them are done within 10 h of open time, one in ten within 10 h" in told(lead)
    assert "The lead time of 120 of 120 cases is known." in told(lead)
    top = waits.table.iloc[0]
    assert (top["step"], top["usual wait before (h)"], top["usual work (h)"], top["waiting, share of lead time"]) == (
        "paint", 6, 1, "60 %",
    )  # fmt: skip
    assert "Cases wait longest before paint: 60 % of the lead time" in told(waits)
    assert waits.action.startswith("Go and look at paint")
    assert waits.chart.text.startswith("Chart: Cases wait longest before paint")


def test_a_map_and_the_law_of_little_agree_with_the_log(flow):
    assert "0 moves of 240 go back" in told(pain_points.check_moves(*flow))
    inside = pain_points.check_cases_inside(*flow)
    assert "The two agree within a tenth" in told(inside)
    assert inside.action == ""


def test_open_hours_are_guessed_shown_and_to_be_compared(flow):
    given = flow[1]
    assert "As you said. Open Monday to Sunday 00:00-24:00" in told(given.finding)
    assert given.finding.action == ""
    days = pd.bdate_range("2025-01-06", periods=60)
    came = [day + pd.Timedelta(minutes=minute) for day in days for minute in range(480, 960, 20)]
    busy = pd.DataFrame(
        {"case": [n // 2 for n in range(len(came))], "step": ["cut", "sew"] * (len(came) // 2), "start": came}
    )
    guessed = pain_points.working_hours(pain_points.read_log(log_source(busy)), closed_days=["2025-01-06"])
    assert "A proposal, guessed from when steps begin and end. Open Monday to Friday 08:00" in told(guessed.finding)
    assert "1 day closed" in told(guessed.finding)
    assert guessed.finding.action.startswith("Compare the guessed open hours")
    few = pain_points.working_hours(pain_points.read_log(log_source(log_table(2))))
    assert "too few times to guess" in told(few.finding)
    assert (
        few.hours.open_hours(pd.Series([pd.Timestamp("2025-01-05")]), pd.Series([pd.Timestamp("2025-01-06")])).item()
        == 24
    )


def test_few_cases_are_too_few_to_say_and_call_nobody_a_bottleneck():
    log = pain_points.read_log(log_source(log_table(9)))
    hours = pain_points.working_hours(log)
    assert pain_points.check_waits(log, hours).action == ""
    assert "Too few" in told(pain_points.check_waits(log, hours))
    assert "9 are too few" in pain_points.check_lead_times(log, hours).action


def test_a_log_with_ends_only_says_that_wait_and_work_are_one(flow):
    log = pain_points.read_log(log_source(log_table().drop(columns=["start"])))
    waits = pain_points.check_waits(log, flow[1])
    assert "waiting and work cannot be told apart" in told(pain_points.check_log(log))
    assert waits.table.iloc[0]["usual wait and work together (h)"] == 7
    assert waits.table.columns.tolist() == ["step", "cases", "usual wait and work together (h)"]
    assert waits.action.startswith("Note for a week when paint begins")


def test_a_step_that_comes_again_is_counted_by_case():
    table = log_table(60)
    again = table[(table["step"] == "paint") & table["case"].isin([f"A{n}" for n in range(12)])]
    twice = pd.concat([table, again.assign(start=again["end"], end=again["end"] + pd.Timedelta(minutes=30))])
    found = pain_points.check_rework(pain_points.read_log(log_source(twice)))
    assert "paint comes again in 12 of 60 cases (20 %)" in told(found)
    assert found.action.startswith("Take three cases in which paint comes twice")
    rare = twice[(twice["step"] == "pack") & (twice["case"] == "A3")]
    both = pd.concat([twice, rare.assign(start=rare["end"], end=rare["end"] + pd.Timedelta(minutes=5))])
    table = pain_points.check_rework(pain_points.read_log(log_source(both))).table
    assert table[["step", "cases with it twice"]].values.tolist() == [["paint", 12], ["pack", 1]]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"case": "A1"}, "All .* belong to one case, A1 .*Name another column as the case"),
        ({"case": [f"A{n}" for n in range(360)]}, "Each of the 360 events .* is a case of its own"),
        ({"start": "2025-01-06 08:00", "end": "2025-01-06 08:00", "who": None}, "have the same time"),
        ({"start": "03/04/2025", "end": "03/04/2025"}, "None of the 360 rows .* time with two readings"),
    ],
    ids=["one case", "cases of one event", "one time", "dates with two readings"],
)
def test_a_log_that_shows_no_flow_is_refused_in_a_sentence(change, says):
    with pytest.raises(ColumnError, match=says):
        pain_points.read_log(log_source(log_table().assign(**change)))


def test_days_of_a_log_are_read_as_its_own_times_show_and_that_is_said():
    table = log_table()
    for column in ("start", "end"):
        table[column] = table[column].dt.strftime("%d/%m/%Y %H:%M")
    log = pain_points.read_log(log_source(table))
    assert log.set_aside.empty
    assert "Times such as 03/04/2025 are read as 3 April" in told(pain_points.check_log(log))
    assert "03/04/2025" not in told(pain_points.check_log(pain_points.read_log(log_source(table), day_first=True)))


def test_starts_and_ends_that_disagree_about_the_day_settle_nothing():
    table = log_table()
    table["start"], table["end"] = (
        table["start"].dt.strftime("%d/%m/%Y %H:%M"),
        table["end"].dt.strftime("%m/%d/%Y %H:%M"),
    )
    log = pain_points.read_log(log_source(table))
    assert "time with two readings" in set(log.set_aside["reason"])
    assert "03/04/2025" not in told(pain_points.check_log(log))


def test_themes_by_own_words_hold_their_tickets_and_name_words_in_no_text(complaints):
    table, found = complaints
    assert (found.rows["theme"] == table["truth"]).mean() > 0.98
    lost = pain_points.sort_texts(found.tickets, words={"late": ["late", "verspätet"], "zip": ["zip"]})
    assert "In no text: verspätet." in told(pain_points.check_themes(lost))


def test_themes_that_were_found_say_how_sure_they_are(complaints):
    found = pain_points.check_themes(pain_points.sort_texts(complaints[1].tickets, number_of_themes=3))
    assert "Searched again from other beginnings, the themes were" in told(found)
    assert "Nobody has named them yet" in told(found)
    assert found.table["examples"].str.count("“").max() >= 2


def test_count_and_cost_are_side_by_side_and_agree_with_plain_sums(complaints):
    table, found = complaints
    amounts = pain_points.check_amounts(found)
    sums = table.groupby(found.rows["theme"])["cost"].sum()
    shown = amounts.table.set_index("theme")
    assert shown["sum in the file"].round(6).to_dict() == pytest.approx(sums.round(6).to_dict())
    assert shown["tickets"].to_dict() == found.rows["theme"].value_counts().to_dict()
    assert "'late' comes most often" in told(amounts)
    assert "'zip' costs most" in told(amounts)
    assert amounts.action == ""


def test_the_cost_per_year_holds_the_plain_sum_and_the_range_is_around_it(complaints):
    table, found = complaints
    costs = pain_points.check_costs(found)
    yearly = yearly_costs(found).set_index("theme")
    zip_per_year = table.loc[table["truth"] == "zip", "cost"].sum() / 2
    assert yearly.loc["zip", "likely_per_year"] == pytest.approx(zip_per_year, rel=0.01)
    assert yearly.loc["zip", "interval_low_per_year"] < zip_per_year < yearly.loc["zip", "interval_high_per_year"]
    assert "'zip' costs between" in told(costs)
    assert costs.found[2].startswith("'zip' costs between ")
    low, high = (float(number.replace(",", "")) for number in re.findall(r"[\d,]{3,}", costs.found[2])[:2])
    assert low < zip_per_year < high
    assert costs.action.startswith("Read the three examples of 'zip'")


def test_themes_of_equal_cost_are_not_told_apart():
    table = tickets_table(400, share=(0.4, 0.4, 0.2)).assign(cost=10.0)
    found = pain_points.sort_texts(pain_points.read_tickets(of_tickets(table)), words=WORDS)
    costs = pain_points.check_costs(found)
    assert "it cannot be told from 'zip'" in told(costs) or "it cannot be told from 'late'" in told(costs)
    assert "which may cost as much" in costs.action


def test_without_amounts_it_counts_only_and_without_days_there_is_no_year(complaints):
    table = complaints[0]
    counted = pain_points.sort_texts(pain_points.read_tickets(of_tickets(table.drop(columns=["cost"]))), words=WORDS)
    assert "not what it costs" in told(pain_points.check_amounts(counted))
    assert pain_points.check_amounts(counted).table.iloc[0].tolist() == ["late", int((table["truth"] == "late").sum())]
    assert "left out" in told(pain_points.check_costs(counted))
    dayless = pain_points.sort_texts(pain_points.read_tickets(of_tickets(table.drop(columns=["day"]))), words=WORDS)
    assert "no cost per year. In the whole file: " in told(pain_points.check_costs(dayless))
    assert "no days" in told(pain_points.check_growth(dayless))


def test_a_theme_that_grows_is_said_with_when_and_one_that_stays_is_not():
    table = tickets_table(500, share=(0.5, 0, 0.5))
    late = table.index >= 300
    table.loc[late & (table.index % 2 == 0), "text"] = "the zip is stuck"
    growth = pain_points.check_growth(
        pain_points.sort_texts(pain_points.read_tickets(of_tickets(table)), words={"zip": ["zip"], "price": ["price"]})
    )
    assert "'zip' has been growing since about 2025-0" in told(growth)
    assert growth.action.startswith("Ask what changed around")
    steady = pain_points.sort_texts(pain_points.read_tickets(of_tickets(tickets_table(300))), words=WORDS)
    assert pain_points.check_growth(steady).action == ""


def test_two_columns_together_can_be_the_group():
    table = tickets_table(rows=240)
    table["channel"] = ["letter", "call"] * 120
    table.loc[0, "channel"] = None
    chosen = choose_ticket_columns(table, list(NEEDS.values()), {"group": "channel + desk"})
    assert chosen["group"] == "channel + desk"
    tickets = pain_points.read_tickets(Source("a.csv", table, chosen))
    found = group_costs(tickets).set_index("group")
    assert set(found.index) == {"(not known)", *(f"{c} / {d}" for c in ("letter", "call") for d in ("stall", "shop"))}
    both = table[(table["channel"] == "call") & (table["desk"] == "shop")]
    assert found.loc["call / shop", "mean"] == pytest.approx(both["cost"].mean())
    with pytest.raises(ColumnError, match="chanel"):
        choose_ticket_columns(table, list(NEEDS.values()), {"group": "chanel + desk"})


def test_trials_are_set_aside_with_their_reason():
    table = log_table()
    table.loc[table["case"] == "A3", "case"] = "TEST 1"
    log = pain_points.read_log(log_source(table), trials="TEST")
    assert log.set_aside["reason"].tolist() == ["trial"] * 3
    assert pain_points.read_log(log_source(table)).set_aside.empty


def test_what_marks_trials_is_a_text_and_no_pattern_and_is_told_when_no_case_has_it():
    table = log_table()
    table.loc[table["case"] == "A3", "case"] = "T+1"
    assert len(pain_points.read_log(log_source(table), trials="T+").set_aside) == 3
    assert len(pain_points.read_log(log_source(table), trials="(").events) == len(table)
    other = pain_points.read_log(log_source(table), trials="PRACTICE")
    assert "No case has 'PRACTICE' in its label, so none was set aside as a trial" in told(pain_points.check_log(other))


def test_groups_have_their_mean_and_small_ones_are_marked():
    table = tickets_table(300)
    table.loc[:9, "desk"] = "fax"
    table.loc[table["desk"] == "shop", "cost"] *= 5
    tickets = pain_points.read_tickets(of_tickets(table))
    costs = group_costs(tickets).set_index("group")
    assert costs["mean"].to_dict() == pytest.approx(table.groupby("desk")["cost"].mean().to_dict())
    assert costs["remark"].to_dict() == {"stall": "", "shop": "", "fax": "too few to say"}
    assert costs.loc["shop", "low"] < costs.loc["shop", "mean"] < costs.loc["shop", "high"]
    found = pain_points.check_groups(tickets)
    assert "A ticket from shop costs" in told(found)
    assert "surely more than any other; next is stall" in told(found)
    assert "Too few to say: fax." in told(found)


@pytest.mark.parametrize(
    ("cell", "amount", "reason"),
    [
        ("1,800 CNY", 1800, ""),
        ("¥ 12.50", 12.5, ""),
        ("-13", None, "amount below 0"),
        ("about five", None, "unreadable amount"),
        (None, None, ""),
    ],
)
def test_amounts_written_as_text_are_read_or_set_aside_with_a_reason(cell, amount, reason):
    table = tickets_table(40).assign(cost="20.00 CNY")
    table.loc[3, "cost"] = cell
    tickets = pain_points.read_tickets(of_tickets(table))
    read = tickets.rows.loc[3, "cost"]
    assert read == amount if amount else pd.isna(read)
    assert tickets.unit == "CNY"
    told_of = tickets.problems["reason"].str.startswith(reason or "no such")
    assert told_of.sum() == bool(reason)


def test_amounts_of_two_currencies_are_not_added_up():
    table = tickets_table(40).assign(cost=["EUR 12", "USD 13"] * 20)
    tickets = pain_points.read_tickets(of_tickets(table))
    assert not tickets.has["cost"]
    assert "in EUR, USD, which cannot be added up" in pain_points.check_tickets(tickets).action


def test_the_currency_comes_from_the_header_or_is_asked_for():
    table = tickets_table(40)
    named = table.rename(columns={"cost": "refund_eur"})
    assert pain_points.read_tickets(of_tickets(named, cost="refund_eur")).unit == "EUR"
    nameless = pain_points.read_tickets(of_tickets(table))
    assert "does not say in which currency" in told(pain_points.check_tickets(nameless))
    assert pain_points.read_tickets(of_tickets(table), currency="CHF").unit == "CHF"


def test_every_ticket_is_used_or_set_aside_with_a_reason():
    table = tickets_table(60)
    table.loc[[1, 2], "text"] = [None, " - "]
    table.loc[[3, 4, 5], "day"] = [None, "31/02/2024", "soon"]
    tickets = pain_points.read_tickets(of_tickets(table))
    assert "60 tickets read = 58 with a text + 2 set aside without." in told(pain_points.check_tickets(tickets))
    assert tickets.problems["reason"].str.split(",").str[0].value_counts().to_dict() == {
        "no text": 2, "unreadable day": 2, "no day": 1,
    }  # fmt: skip
    found = pain_points.sort_texts(tickets, words=WORDS)
    assert len(found.rows) == 60
    assert yearly_costs(found)["rows"].sum() == 60
    assert "3 tickets without a day are left out" in told(pain_points.check_costs(found))
    with pytest.raises(ColumnError, match="holds no text: all 60 rows are empty"):
        pain_points.read_tickets(of_tickets(table.assign(text="n/a")))


def test_amounts_that_are_missing_are_asked_for_with_the_first_row(complaints):
    table = complaints[0].copy()
    table.loc[table.index >= 570, "cost"] = None
    found = pain_points.sort_texts(pain_points.read_tickets(of_tickets(table)), words=WORDS)
    assert (
        "Ask who settled 30 tickets without an amount (the first is row 571)" in pain_points.check_amounts(found).action
    )


def test_at_most_six_things_on_monday_the_weightiest_first_each_once():
    found = [Finding("groups", ("x",), f"action {n}") for n in range(8)]
    found += [Finding("where cases wait", ("x",), "go and look"), Finding("groups", ("x",), "action 1")]
    lines = repr(pain_points.decisions(found)).splitlines()
    assert lines[0] == "1. go and look"
    assert len(lines) == 7
    assert lines[-1] == "3 things more can wait: see above."
    assert "Nothing was found that needs you." in repr(pain_points.decisions([Finding("groups", ("x",))]))


def test_the_sheets_hold_every_row_used_or_set_aside(complaints, flow):
    table, found = complaints
    late = log_table()
    late.loc[5, "end"] = late.loc[5, "start"] - pd.Timedelta(hours=1)
    log = pain_points.read_log(log_source(late))
    files = Opened(of_tickets(table), log_source(late, case="case"))
    sheets = pain_points.sheets(files, log, found.tickets, flow[1], found, [pain_points.check_log(log)])
    assert list(sheets) == ["summary", "set aside", "waits", "lead times", "themes", "tickets", "costs"]
    assert len(log.events) + (sheets["set aside"]["reason"] == "ends before it starts").sum() == len(late)
    assert sheets["set aside"].loc[0, "place"] == "row 6 of the log"
    assert len(sheets["tickets"]) == len(table)
    assert sheets["lead times"]["longest wait before"].eq("paint").mean() > 0.9
    assert set(sheets["costs"]["what"]) == {"theme, per year", "group, per ticket"}


def test_what_the_page_cuts_short_is_whole_in_the_workbook(complaints, flow):
    table, found = complaints
    files = Opened(of_tickets(table), log_source(log_table()))
    said = [pain_points.check_moves(*flow), pain_points.check_growth(found), pain_points.check_rework(flow[0])]
    sheets = pain_points.sheets(files, flow[0], found.tickets, flow[1], found, said)
    assert list(sheets)[7:] == ["moves", "what grows"]  # no step comes again
    assert sheets["moves"]["moves"].sum() == 240
    assert len(sheets["what grows"]) == 3


def test_what_was_not_given_is_left_out_in_a_sentence():
    hours = pain_points.working_hours(None)
    left = [
        pain_points.check_log(None), pain_points.check_tickets(None), hours.finding,
        pain_points.check_lead_times(None, hours),
        pain_points.check_waits(None, hours), pain_points.check_moves(None, hours), pain_points.check_rework(None),
        pain_points.check_cases_inside(None, hours), pain_points.check_themes(None), pain_points.check_amounts(None),
        pain_points.check_costs(None), pain_points.check_groups(None), pain_points.check_growth(None),
    ]  # fmt: skip
    assert all("given, so" in told(finding) and not finding.action for finding in left)
    assert pain_points.read_log(None) is pain_points.read_tickets(None) is pain_points.sort_texts(None) is None


def test_what_is_in_the_file_is_never_taken_for_html_or_a_formula():
    table = tickets_table(40).assign(desk="<script>$x$</script>")
    table["text"] = "<b>$late$</b> parcel & more " + table["text"]
    tickets = pain_points.read_tickets(of_tickets(table.drop(columns=["cost"])))
    found = pain_points.sort_texts(tickets, words={"$late$ <i>": ["late"], "zip": ["zip"]})
    for finding in (
        pain_points.check_themes(found),
        pain_points.check_amounts(found),
        pain_points.check_groups(tickets),
    ):
        assert "<script>" not in finding._repr_html_()
        assert "<i>" not in finding._repr_html_()
        assert "<b>" not in finding._repr_html_()
