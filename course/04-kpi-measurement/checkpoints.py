"""The tables with which the sections of lab 04 begin, worked out from the sample files as a right answer would be.

Each public function makes the checkpoint of its name; ``given`` has the company's files and the other checkpoints.
"""

import pandas as pd
from scipy.stats import false_discovery_control

from coursekit.authoring.checkpoints import Given
from millrace import effects, kpis, value

SPRING = ("2025-03-03", "2025-04-28")  # by the weeks of March and April the desks were chosen
CNY_PER_HOUR = 40.0  # as in lab 03
MONTHS = 24
FIRST, LAST = pd.Timestamp("2025-01-01"), pd.Timestamp("2025-12-31")
MEASURES = {
    "minutes": ("minutes", "amount", "lower"),
    "noted": ("noted", "share", "higher"),
    "settled": ("settled", "share", "higher"),
    "satisfaction": ("satisfaction", "score", "higher"),
}


def pilot_tickets(given: Given) -> pd.DataFrame:
    """The customers' questions of 2025: who had a chatbot when, what was noted, and what was settled for good."""
    rows = given.table("support_pilot.csv")
    rows["opened"] = pd.to_datetime(rows["opened"])
    began = rows[rows["handled_by"] != "person"].groupby("desk")["opened"].min()
    noted, back = rows["resolved_first_contact"] == "yes", rows["reopened_within_7_days"] == "yes"
    since = rows["opened"] >= rows["desk"].map(began).fillna(began.min())
    made = rows.assign(
        minutes=rows["handling_minutes"],
        noted=noted.map({True: "yes", False: "no"}),
        came_back=rows["reopened_within_7_days"],
        settled=(noted & ~back).map({True: "yes", False: "no"}),
        pilot=rows["desk"].isin(began.index).map({True: "yes", False: "no"}),
        time=since.map({True: "since", False: "before"}),
        part_of_day=pd.cut(rows["hour"], [-1, 7, 17, 24], labels=["night", "day", "evening"]).astype(str),
    )
    shown = ["ticket_id", "desk", "desk_type", "opened", "part_of_day", "language", "topic", "handled_by", "minutes"]
    return made[[*shown, "noted", "came_back", "settled", "satisfaction", "order_value_cny", "pilot", "time"]]


def desk_starts(given: Given) -> pd.DataFrame:
    """The desks with a chatbot, and the Monday on which each began."""
    rows = given["pilot_tickets"]
    began = rows[rows["handled_by"] != "person"].groupby("desk")["opened"].min()
    return began.rename("began").sort_values().reset_index()


def _starts(given: Given) -> dict[str, pd.Timestamp]:
    return given["desk_starts"].set_index("desk")["began"].to_dict()


def _pilot(given: Given, measure: str, alike: list[str], rows: pd.DataFrame | None = None) -> effects.Pilot:
    outcome, kind, better = MEASURES[measure]
    rows = given["pilot_tickets"] if rows is None else rows
    rows = rows.assign(noted=rows["noted"] == "yes", settled=rows["settled"] == "yes")
    return effects.pilot(
        rows,
        outcome=outcome,
        unit="desk",
        when="opened",
        starts=_starts(given),
        measure=kind,
        better=better,
        alike=alike,
    )


def desk_weeks(given: Given) -> pd.DataFrame:
    """Staff minutes per question at the four desks, week by week; whole weeks only."""
    rows = given["pilot_tickets"].query("pilot == 'yes'")
    week = rows["opened"] - pd.to_timedelta(rows["opened"].dt.day_of_week, unit="D")
    table = rows.groupby(week.rename("week"))["minutes"].agg(["mean", "size"]).reset_index()
    table = table[(table["week"] >= FIRST) & (table["week"] + pd.Timedelta(days=6) <= LAST)]
    return table.set_axis(["week", "minutes", "questions"], axis=1).reset_index(drop=True)


def week_limits(given: Given) -> pd.DataFrame:
    """Which weeks are news against all weeks before the first desk began."""
    last = given["desk_starts"]["began"].min() - pd.Timedelta(days=1)
    return kpis.against_baseline(given["desk_weeks"], value="minutes", when="week", baseline_until=last)


def desks(given: Given) -> pd.DataFrame:
    """The twelve desks before anybody began."""
    rows = given["pilot_tickets"]
    first = given["desk_starts"]["began"].min()
    rows = rows[rows["opened"] < first]
    by = rows.groupby("desk")
    table = by.agg(kind=("desk_type", "first"), pilot=("pilot", "first"), minutes=("minutes", "mean"))
    table["questions_per_week"] = by.size() / ((first - FIRST).days / 7)
    shares = pd.crosstab(rows["desk"], rows["language"], normalize="index")
    table[["chinese", "english", "arabic"]] = shares[["zh", "en", "ar"]]
    return table.reset_index().sort_values(["pilot", "desk"], ascending=[False, True], ignore_index=True).round(2)


def usual_answers(given: Given) -> pd.DataFrame:
    """The answers that are often given, beside the one that compares."""
    return effects.compare_answers(_pilot(given, "minutes", ["topic"]))


def chosen_desks(given: Given) -> pd.DataFrame:
    """What spring was like at the chosen desks, and what became of others that were as bad."""
    return effects.chosen_after(_pilot(given, "minutes", ["topic"]), chosen_from=SPRING[0], chosen_to=SPRING[1])


def topic_split(given: Given) -> pd.DataFrame:
    """The change of the settled share at the four desks, split by topic."""
    rows = given["pilot_tickets"].query("pilot == 'yes'")
    return kpis.mix_and_rate(
        rows, by="topic", numerator="settled == 'yes'", period="time", before="before", after="since"
    )


def four_effects(given: Given) -> pd.DataFrame:
    """Four measures, with topics held alike, with topics and languages, and with nothing."""
    parts = []
    for alike in (["topic"], ["topic", "language"], []):
        for name in MEASURES:
            found = effects.effect(_pilot(given, name, alike)).iloc[0]
            share = name == "minutes"
            low, change, high = (
                found[["share_low", "change_share", "share_high"]]
                if share
                else found[["change_low", "change", "change_high"]]
            )
            row = {"alike": " ".join(alike) or "nothing", "measure": name, "low": low, "change": change, "high": high}
            parts.append(row | {"verdict": found["verdict"], "without": found["without"]})
    return pd.DataFrame(parts)


def group_looks(given: Given) -> pd.DataFrame:
    """Whether the settled share changed more or less for one group than for the others, of twelve groups."""
    ours = _pilot(given, "settled", ["topic"])
    parts = [_groups(ours, by) for by in ("language", "topic", "part_of_day")]
    table = pd.concat(parts, ignore_index=True)
    # The helper allows for the looks at one column; here are three, and all their groups are looked at.
    table["adjusted_p"] = false_discovery_control(table["p"], method="bh")
    shown, better = table["adjusted_p"] < 0.05, table["against_others"] > 0
    table["verdict"] = better.map({True: "better served", False: "worse served"}).where(shown, "not shown")
    return table


def _groups(ours: effects.Pilot, by: str) -> pd.DataFrame:
    found = effects.compare_groups(ours, by=by).rename(columns={by: "group"})
    found.insert(0, "by", by)
    return found[["by", "group", "cases", "against_others", "low", "high", "p", "adjusted_p", "verdict"]]


def meaningless_looks(given: Given) -> pd.DataFrame:
    """The same for a group that cannot matter: the last digit of the number."""
    rows = given["pilot_tickets"]
    rows = rows.assign(last_digit=rows["ticket_id"].str[-1])
    return _groups(_pilot(given, "settled", ["topic"], rows), "last_digit")


def chat_offers(given: Given) -> pd.DataFrame:
    """The three offers of chatbots."""
    rows = given.table("ai_tools.csv")
    shown = ["name", "price_model", "price_cny_month", "seats", "setup_cny", "included_units", "fee_cny_per_unit"]
    return rows.loc[rows["purpose"] == "chat answering", [*shown, "contract_months", "notice_days"]].reset_index(
        drop=True
    )


def questions_per_month(given: Given) -> pd.DataFrame:
    """How many questions a month come in, counted in three ways."""
    rows = given["pilot_tickets"]
    months = rows["opened"].dt.to_period("M")
    starts = _starts(given)
    days = sum((LAST - day).days + 1 for day in starts.values())
    pilot = rows[(rows["pilot"] == "yes") & (rows["time"] == "since")]
    counted = {
        "at the four desks, since they began": len(pilot) / (days / len(starts)) * 365 / 12,
        "at all twelve desks, on average": len(rows) / 12,
        "at all twelve desks, in the busiest month": months.value_counts().max(),
    }
    return pd.DataFrame({"questions": list(counted), "per_month": [round(float(v)) for v in counted.values()]})


def offer_costs(given: Given) -> pd.DataFrame:
    """What the offers cost over two years, by the questions of all desks."""
    counted = given["questions_per_month"]["per_month"]
    use = (counted[0], counted[1], counted[2])
    return value.total_cost(given["chat_offers"], usage=use, months=MONTHS).drop(columns="remark")


def cheapest_offer(given: Given) -> pd.DataFrame:
    """The offer that costs least over two years at all desks."""
    row = given["offer_costs"].query("rank == 1").iloc[0]
    monthly = (row["subscription"] + row["fees"]) / MONTHS
    made = {"name": row["name"], "per_month": monthly, "setup": row["setup"], "total": row["total_likely"]}
    return pd.DataFrame([made])


def claims_held(given: Given) -> pd.DataFrame:
    """Five promises, and what the company's own files say to each."""
    tools = given.table("ai_tools.csv").set_index("name")["claim"]
    support = given.table("support_pilot.csv")
    taken = given["pilot_tickets"].query("handled_by != 'person'")
    alone = taken["handled_by"] == "chatbot"
    first = support.loc[support["handled_by"] != "person", "minutes_to_first_answer"] * 60
    night = support.loc[support["handled_by"].ne("person") & ~support["hour"].between(8, 21), "minutes_to_first_answer"]
    online = given["orders"]
    online = online[online["customer"].str.startswith("web:")]
    back = value.repeat_share(online, customer="customer", day="date", amount="amount_cny", within_days=365).iloc[-1]
    ever = tools["Returnly Yours"].split(" ever ")[0]
    said = [
        ("the chatbot of the pilot", "A first answer within a minute, day and night.",
         f"of {len(first):,} questions that it took, the slowest was answered after {first.max():.0f} seconds, "
         f"at night after {night.max() * 60:.0f}"),
        ("Reply Lark", "Answers 70 % of all questions without a person.",
         f"the pilot's chatbot closed {alone.mean():.0%} of what it took without a person, and settled "
         f"{(alone & (taken['settled'] == 'yes')).mean():.0%}"),
        ("Returnly Yours", f"{ever} ever come back by themselves.",
         f"of {back['customers']:,.0f} first buyers online, {back['low']:.0%} to {back['high']:.0%} bought again "
         "within a year, without any tool"),
        ("Foresail", "Stock cost down 25 %.", "no file holds months with this tool"),
        ("a leaflet", "With a chatbot, repeat purchase rises from 30 to 65 %.",
         "no file says which buyers asked a chatbot, or what they bought afterwards"),
    ]  # fmt: skip
    table = pd.DataFrame(said, columns=["who", "promise", "our_files"])
    table.insert(0, "number", range(1, len(table) + 1))
    return table


def claim_words(given: Given) -> pd.DataFrame:
    """What can be said of each promise."""
    words = ["holds here", "half true", "refuted", "cannot be known", "cannot be known"]
    return pd.DataFrame({"number": given["claims_held"]["number"], "word": words})


def time_saved(given: Given) -> pd.DataFrame:
    """Staff time that would be saved at all twelve desks in a month, in CNY, by each way of counting."""
    effect = given["four_effects"].query("alike == 'topic' and measure == 'minutes'").iloc[0]
    usual = given["usual_answers"].set_index("answer")["change_share"]
    hours = given["questions_per_month"]["per_month"][1] * effect["without"] / 60
    shares = {
        "best week": usual["best week"],
        "before and after": usual["before and after"],
        "pilot against others": usual["pilot against others"],
        "both together, high end": effect["low"],
        "both together": effect["change"],
        "both together, low end": effect["high"],
    }
    made = pd.DataFrame({"counted_by": list(shares), "saved_share": [-float(v) for v in shares.values()]})
    made["hours_per_month"] = made["saved_share"] * hours
    made["cny_per_month"] = (made["hours_per_month"] * CNY_PER_HOUR).round()
    return made.round({"saved_share": 3, "hours_per_month": 1})


def all_the_work(given: Given) -> pd.DataFrame:
    """What became of the number of questions, and of the staff hours in all, per desk and week against the others."""
    rows = given["pilot_tickets"]
    days = pd.MultiIndex.from_product(
        [sorted(rows["desk"].unique()), pd.date_range(FIRST, LAST)], names=["desk", "day"]
    )
    by = rows.groupby([rows["desk"], rows["opened"].dt.normalize().rename("day")])["minutes"]
    counted = {"questions": 7.0 * by.size(), "staff hours": 7 / 60 * by.sum()}
    parts = []
    for what, per_week in counted.items():
        table = per_week.reindex(days, fill_value=0).rename("amount").reset_index()
        ours = effects.pilot(
            table, outcome="amount", unit="desk", when="day", starts=_starts(given), measure="amount", better="lower"
        )
        found = effects.effect(ours).iloc[0]
        parts.append({"what": what, "low": found["share_low"], "change": found["change_share"],
                      "high": found["share_high"]})  # fmt: skip
    return pd.DataFrame(parts)


def spring_left_out(given: Given) -> pd.DataFrame:
    """The change of the minutes when the bad spring is no part of what was before."""
    rows = given["pilot_tickets"]
    spring = rows["opened"].between(SPRING[0], given["desk_starts"]["began"].min() - pd.Timedelta(seconds=1))
    found = effects.effect(_pilot(given, "minutes", ["topic"], rows[~spring]))
    return found[["share_low", "change_share", "share_high"]].set_axis(["low", "change", "high"], axis=1)


def cash_left(given: Given) -> pd.DataFrame:
    """What is left after two years, in cash and with time, of the cheapest offer."""
    saved = given["time_saved"].set_index("counted_by")["cny_per_month"]
    low, likely, high = (saved[f"both together{end}"] for end in (", low end", "", ", high end"))
    gains = value.Amount("staff time", low, likely, high, per="month", kind="time")
    return value.return_on_investment(gains, _costs(given), months=MONTHS)


def _costs(given: Given) -> list[value.Amount]:
    row = given["cheapest_offer"].iloc[0]
    fees = value.Amount("fees", row["per_month"], row["per_month"], row["per_month"], per="month")
    return [fees, value.Amount("set-up", row["setup"], row["setup"], row["setup"], per="once")]


def fact_kinds(given: Given) -> pd.DataFrame:
    """Twelve numbers of this lab: those that speak for the chatbot, those against it, and those that do not hold."""
    usual = given["usual_answers"].set_index("answer")["change_share"]
    effect = given["four_effects"].query("alike == 'topic'").set_index("measure")
    arabic = given["group_looks"].query("by == 'language' and group == 'ar'").iloc[0]
    taken = given["pilot_tickets"].query("handled_by != 'person'")
    saved = given["time_saved"].set_index("counted_by")["hours_per_month"]
    first = given["claims_held"]["our_files"][0].split("after ")[1].split(",")[0]
    cost = given["offer_costs"].query("rank == 1").iloc[0]
    hours = given["all_the_work"].set_index("what").loc["staff hours"]
    said = [
        ("trap", "minutes per question in the best week", f"{usual['best week']:+.0%}"),
        ("for", "minutes per question, against desks without a chatbot", _span(effect.loc["minutes"], 100, "%")),
        ("trap", "minutes per question, since against before", f"{usual['before and after']:+.0%}"),
        ("against", "questions settled for good", _span(effect.loc["settled"], 100, "points")),
        ("trap", "questions noted as settled", _span(effect.loc["noted"], 100, "points")),
        ("for", "slowest first answer, an automatic one, day and night", first),
        ("trap", "questions closed without a person", f"{(taken['handled_by'] == 'chatbot').mean():.0%}"),
        ("against", "settled for good: change in Arabic, compared with the other languages", _span(arabic, 100, "points")),
        ("either", "hours per month that today's questions would take more without it, at twelve desks",
         f"{saved['both together, low end']:.0f} to {saved['both together, high end']:.0f}"),
        ("trap", "repeat purchase, by the leaflet", "30 to 65 %"),
        ("against", "cash over two years", f"{-cost['total_likely']:,.0f} CNY"),
        ("against" if hours["high"] >= 0 else "for", "staff hours in all at the pilot desks, against the others",
         _span(hours, 100, "%")),
    ]  # fmt: skip
    table = pd.DataFrame(said, columns=["speaks", "what", "number_found"])
    table.insert(0, "line", range(1, len(table) + 1))
    return table


def pilot_facts(given: Given) -> pd.DataFrame:
    """The same as the lab shows them."""
    return given["fact_kinds"].drop(columns="speaks")


def _span(row: pd.Series, times: int, unit: str) -> str:
    return f"{times * row['low']:+.0f} to {times * row['high']:+.0f} {unit}"
