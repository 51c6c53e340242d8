"""The tables with which the sections of lab 02 begin, worked out from the sample files as a right answer would be.

Each public function makes the checkpoint of its name; ``given`` has the company's files and the other checkpoints.
"""

import pandas as pd

from coursekit.authoring.checkpoints import Given
from millrace import painpoints, process, rates, themes, whatif

SHIFTS = ["08:00-12:00", "13:00-17:30"]
WORDS = {
    "late delivery": ["late", "waiting", "tracking", "迟"],
    "wrong item or count": ["missing", "short", "empty", "发错"],
    "wrong colour": ["colour", "shade", "色差"],
    "hardware breaks": ["buckle", "zip", "lock", "broke"],
    "edge paint peels": ["peel", "edge", "边油"],
    "stitching opens": ["stitch", "thread", "seam", "开线"],
    "smell": ["smell", "味"],
    "invoice or price": ["invoice", "price", "bill"],
}
VERDICTS = {"too few to say": "too few", "no different that we can see": "no different", "worse": "worse"}
OFFERS = {
    "faster stitching machine": whatif.faster("stitching", 2),
    "second painter": whatif.more_people("edge painting", 1),
}


def terminal_marked(given: Given) -> pd.DataFrame:
    """The terminals' list with its cases named and its trials marked."""
    rows = given.table("production_events.csv")
    case = rows["order_no"] + " / " + rows["line"].astype(str)
    return rows.assign(case=case, trial=rows["order_no"] == "TEST")


def _log(given: Given) -> process.EventLog:
    rows = terminal_marked(given)
    return process.event_log(
        rows, case="case", step="step", start="started", end="ended", resource="operator", trial=rows["trial"]
    )


def events(given: Given) -> pd.DataFrame:
    """The events of real work, in order of case and time."""
    return _log(given).events.drop(columns="trial")


def workshop_lines(given: Given) -> pd.DataFrame:
    """The order lines of 2025 that went through the workshop, with promised and real day of dispatch."""
    orders = given["orders_2025_good"]
    made = set(zip(*(given.table("production_events.csv")[column] for column in ("order_no", "line")), strict=True))
    through = [key in made for key in zip(orders["order_no"], orders["line"], strict=True)]
    shown = ["order_no", "line", "desk", "customer", "sku", "pieces", "date", "promised", "shipped"]
    days = {column: pd.to_datetime(orders[column]) for column in ("date", "promised", "shipped")}
    return orders.assign(**days).loc[through, shown].reset_index(drop=True)


def lateness(given: Given) -> pd.DataFrame:
    """The share of late lines, as it is and as it comes out in ways that are wrong."""
    lines = given["workshop_lines"]
    judged = lines.dropna(subset=["promised"])
    shares = {
        "late of those promised": (judged["shipped"] > judged["promised"]).mean(),
        "late of all lines": (lines["shipped"] > lines["promised"]).mean(),
        "late when the day itself counts": (judged["shipped"] >= judged["promised"]).mean(),
    }
    return pd.Series(shares, name="share").rename_axis("what").reset_index()


def late_by_month(given: Given) -> pd.DataFrame:
    """Late lines per month of the promised day, with the range in which the true share may lie."""
    lines = given["workshop_lines"].dropna(subset=["promised"])
    lines = lines[lines["promised"].dt.year == 2025]
    lines = lines.assign(month=lines["promised"].dt.strftime("%Y-%m"), late=lines["shipped"] > lines["promised"])
    return rates.by_group(lines, by="month", event="late")


def closed_days(given: Given) -> pd.DataFrame:
    """The days of 2025 on which the workshop was closed, Sundays left out."""
    calendar = given.table("calendar.csv")
    closed = (calendar["closed"] == "yes") & calendar["date"].str.startswith("2025")
    return calendar.loc[closed, ["date"]].reset_index(drop=True)


def _hours(given: Given) -> process.WorkingHours:
    return process.WorkingHours({"Mon-Sat": SHIFTS}, closed=given["closed_days"]["date"])


def waits(given: Given) -> pd.DataFrame:
    """How long lines wait before every step, in open hours."""
    return process.waiting(_log(given), hours=_hours(given))


def waits_by_calendar(given: Given) -> pd.DataFrame:
    """The mean waits of all steps, added up, under calendars that are wrong."""
    calendar = given.table("calendar.csv")
    calendar = calendar[calendar["date"].str.startswith("2025")]
    closed, feast, stop = (
        calendar["closed"] == "yes",
        calendar["public_holiday"].notna(),
        calendar["planned_stop"].notna(),
    )
    week = {"Mon-Sat": SHIFTS}
    wrong = {
        "around the clock": process.AROUND_THE_CLOCK,
        "no day closed": process.WorkingHours(week),
        "public holidays closed": process.WorkingHours(week, closed=calendar.loc[feast, "date"]),
        "stops closed": process.WorkingHours(week, closed=calendar.loc[closed | stop, "date"]),
        "holidays besides": process.WorkingHours(week, closed=calendar.loc[closed | feast, "date"]),
        "stops alone": process.WorkingHours(week, closed=calendar.loc[stop, "date"]),
        "all closed": process.WorkingHours(week, closed=calendar.loc[closed | stop | feast, "date"]),
        "no lunch break": process.WorkingHours({"Mon-Sat": "08:00-17:30"}, closed=calendar.loc[closed, "date"]),
        "Monday to Friday": process.WorkingHours({"Mon-Fri": SHIFTS}, closed=calendar.loc[closed, "date"]),
    }
    log = _log(given)
    added = {name: process.waiting(log, hours=hours)["mean_waiting_hours"].sum() for name, hours in wrong.items()}
    return pd.Series(added, name="hours").rename_axis("calendar").reset_index()


def bottleneck(given: Given) -> pd.DataFrame:
    """Waiting and busyness of every step, the longest wait first."""
    return process.bottleneck(_log(given), hours=_hours(given))


def offers(given: Given) -> pd.DataFrame:
    """Two offers tried on the model of the workshop, under both readings of its waits."""
    fitted = whatif.fit(_log(given), hours=_hours(given), pieces="pieces")
    table = whatif.compare(fitted, OFFERS, runs=10)
    before = table[table["change"] == "as it is"].set_index("reading")["lead_time_mean_hours"]
    table["saved_share"] = table["saved_hours"] / table["reading"].map(before)
    return table[["reading", "change", "lead_time_mean_hours", "saved_hours", "saved_share"]]


def offer_decisions(given: Given) -> pd.DataFrame:
    """What the owner's rule says of each offer."""
    tried = given["offers"]
    tried = tried[tried["change"] != "as it is"]
    helps = (tried["saved_share"] >= 0.1).groupby(tried["change"]).sum()
    return helps.map({0: "leave", 1: "look", 2: "buy"}).rename("decision").reset_index()


def complaint_themes(given: Given) -> pd.DataFrame:
    """Every ticket with its main theme, found with words of ours."""
    tickets = given.table("complaints.csv")
    found = themes.by_words(tickets.set_index("ticket_id")["text"], WORDS)
    return found.labels["strongest"].rename("theme").reset_index()


def tickets(given: Given) -> pd.DataFrame:
    """The tickets with their themes, without their texts."""
    shown = ["ticket_id", "opened", "channel", "desk", "sku", "settlement_cny"]
    rows = given.table("complaints.csv")[shown].merge(given["complaint_themes"], on="ticket_id")
    return rows.assign(opened=pd.to_datetime(rows["opened"]))


def cost_by_theme(given: Given) -> pd.DataFrame:
    """Tickets and their cost per theme, the costliest first."""
    return painpoints.pareto(given["tickets"], by="theme", measure="settlement_cny")


def cost_by_voice(given: Given) -> pd.DataFrame:
    """Tickets and their mean cost per channel and desk, the costliest ticket first."""
    by = given["tickets"].groupby(["channel", "desk"])["settlement_cny"]
    table = by.agg(tickets="size", mean_cny="mean").reset_index()
    return table[table["tickets"] >= 30].sort_values("mean_cny", ascending=False, ignore_index=True)


def theme_changes(given: Given) -> pd.DataFrame:
    """Which theme grows, and since when."""
    rows = given.table("complaints.csv")
    return themes.changes(themes.by_words(rows["text"], WORDS), rows["opened"])


def rework(given: Given) -> pd.DataFrame:
    """Pieces done again in 2025 per step, and how long a piece of that step takes."""
    done = _log(given).events
    done["minutes"] = (done["end"] - done["start"]).dt.total_seconds() / 60
    one_day = done["start"].dt.normalize() == done["end"].dt.normalize()
    timed = done[one_day].groupby("step")[["minutes", "pieces"]].sum()
    table = done.groupby("step")["rework_pieces"].sum().rename("redone_pieces").to_frame()
    table["minutes_per_piece"] = timed["minutes"] / timed["pieces"]
    table["hours"] = table["redone_pieces"] * table["minutes_per_piece"] / 60
    return table.sort_values("hours", ascending=False).reset_index()


def leather_use(given: Given) -> pd.DataFrame:
    """Leather taken and scrapped in 2025 per family and cutter, and what each lost against the others."""
    cut = _log(given).events.query("step == 'cutting'")
    cut = cut.assign(family=cut["sku"].map(given.table("products.csv").set_index("sku")["family"]))
    sums = cut.groupby(["family", "resource"])[["leather_issued_dm2", "scrap_dm2"]].sum().reset_index()
    others = (
        sums.groupby("family")[["leather_issued_dm2", "scrap_dm2"]].transform("sum")
        - sums[["leather_issued_dm2", "scrap_dm2"]]
    )
    sums["scrap_share"] = sums["scrap_dm2"] / sums["leather_issued_dm2"]
    usual = others["scrap_dm2"] / others["leather_issued_dm2"]
    sums["lost_dm2"] = (sums["scrap_share"] - usual) * sums["leather_issued_dm2"]
    return sums


def theme_costs(given: Given) -> pd.DataFrame:
    """What each theme cost in 2025, with its range."""
    rows = given["tickets"]
    return painpoints.from_records(
        rows, amount="settlement_cny", by="theme", date="opened", start="2025-01-01", end="2025-12-31"
    )


def pain_limits(given: Given) -> pd.DataFrame:
    """Between which mean costs a defensible answer lies, pain by pain, and what of it may be cash."""
    kept = ["hardware breaks", "edge paint peels", "late delivery"]
    pains = painpoints.as_parts(given["theme_costs"][given["theme_costs"]["theme"].isin(kept)])
    means = {name: painpoints.cost(parts)["mean_per_year"].iloc[-1] for name, parts in pains.items()}
    hours, lost = given["rework"]["hours"].sum(), given["leather_use"]["lost_dm2"]
    worst = given["leather_use"].assign(lost_dm2=lost).groupby("resource")["lost_dm2"].sum().max()
    rows = [{"pain": name, "least": mean * 0.9, "most": mean * 1.1, "cash": "all"} for name, mean in means.items()]
    rows.append({"pain": "rework", "least": hours * 44, "most": hours * 80, "cash": "not all"})
    rows.append({"pain": "wasted leather", "least": worst * 0.6, "most": worst * 1.1, "cash": "all"})
    table = pd.DataFrame(rows).drop(columns="cash")
    return table.assign(given=table["pain"].isin(kept))


def _pains(given: Given) -> dict[str, list[painpoints.Part]]:
    """The five pains, as the reference answer puts them."""
    table = given["theme_costs"]
    pains = painpoints.as_parts(table[table["theme"].isin(["hardware breaks", "edge paint peels", "late delivery"])])
    hours = given["rework"]["hours"].sum()
    lost = given["leather_use"].groupby("resource")["lost_dm2"].sum().max()
    span = (hours, 1.5 * hours, 2 * hours)
    pains["rework"] = [painpoints.hours_part("redoing", hours_per_year=span, wage_per_hour=(35, 40, 45))]
    pains["wasted leather"] = [painpoints.times_part("dm2", times_per_year=lost, cost_each=(0.65, 0.8, 1.0))]
    return pains


def ranked(given: Given) -> pd.DataFrame:
    """The five pains by what they cost per year."""
    return painpoints.ranking(_pains(given))


def compared_cures(given: Given) -> pd.DataFrame:
    """For every pain the cure with AI beside the cure without."""
    rows = given.table("cures.csv")
    cures = [
        painpoints.Cure(
            pain=row["pain"],
            name=row["cure"],
            with_ai=row["with_ai"] == "yes",
            **{
                what: tuple(row[f"{what}_{end}"] for end in ("low", "likely", "high")) for what in ("setup", "per_year")
            },
            removes_share=tuple(row[f"removes_{end}"] for end in ("low", "likely", "high")),
        )
        for _, row in rows.iterrows()
    ]
    return painpoints.compare_cures(_pains(given), cures)


def idea_shares(given: Given) -> pd.DataFrame:
    """Under what share of all weightings each AI idea is first."""
    equal = dict.fromkeys(["data", "feasibility", "return", "fit", "risk"], 1)
    return painpoints.sensitivity(given.table("ideas.csv"), weights=equal)


def suspects(given: Given) -> pd.DataFrame:
    """The foreman's list: the groups with the highest share of defects, and who finds most."""
    return given["suspect_verdicts"].drop(columns="verdict")


def suspect_verdicts(given: Given) -> pd.DataFrame:
    """What the pieces of every name on the foreman's list can show."""
    pieces = given.table("inspections.csv")
    pieces = pieces.assign(bad=pieces["result"] == "defect", serious=pieces["severity"].isin(["major", "critical"]))
    groups = pd.concat([_shares(pieces, kind) for kind in ("hardware_lot", "sku", "inspector", "leather_lot")])
    few = groups[(groups["pieces"] <= 4) & (groups["defects"] >= 2)].nlargest(4, ["share", "pieces"])
    lot, sku, strict = (
        groups[(groups["kind"] == kind) & (groups["pieces"] >= least)].nlargest(1, "share")
        for kind, least in (("leather_lot", 20), ("sku", 60), ("inspector", 100))
    )
    table = pd.concat([few, lot, sku, strict])
    habit = table["verdict"].eq("worse") & table["kind"].eq("inspector") & table["serious"].ne("worse")
    table["verdict"] = table["verdict"].map(VERDICTS).mask(habit, "habit")
    return table.drop(columns="serious").sort_values("share", ascending=False, ignore_index=True)


def _shares(pieces: pd.DataFrame, kind: str) -> pd.DataFrame:
    table = rates.by_group(pieces, by=kind, event="bad").dropna(subset=[kind])
    serious = rates.by_group(pieces, by=kind, event="serious").set_index(kind)["verdict"]
    return pd.DataFrame(
        {
            "kind": kind,
            "name": table[kind],
            "pieces": table["pieces"],
            "defects": table["events"],
            "share": table["rate"].round(3),
            "verdict": table["verdict"],
            "serious": table[kind].map(serious),
        }
    )


def peeling_pair(given: Given) -> pd.DataFrame:
    """The pair of causes with which edge paint peels, as the tool says it."""
    final = given.table("inspections.csv").query("step_found == 'final'")
    final = final.assign(peels=final["defect"] == "edge paint peels")
    found = rates.drivers(final, event="peels", causes=["leather_lot", "edge_paint", "paint_table"])
    return found[(found["kind"] == "pair") & (found["verdict"] == "raises the rate")].head(1)


def peeling_cause(given: Given) -> pd.DataFrame:
    """The leather lots and the paint of that pair, a row per lot."""
    pair = given["peeling_pair"].iloc[0]
    named = {pair["cause"]: pair["values"].split(" or "), pair["and_cause"]: pair["and_values"].split(" or ")}
    return pd.DataFrame({"leather_lot": named["leather_lot"]}).assign(edge_paint=named["edge_paint"][0])
