# %%
import pandas as pd

from millrace import painpoints, process, rates, samples, themes

# %% [markdown] exempt="pains" name="two values swapped: cannot_be_told_from"
# Which pains cannot be told apart follows from their ranges, and those are checked.

# %% [markdown] exempt="event-log" name="*: row"
# It numbers the rows of the list that was given: whoever takes the trials out before has other numbers.

# %% [markdown] exempt="event-log" name="*: after_gap"
# The tool's own mark; the check compares what was keyed at the benches.

# %% right="event-log" name="the case joined by hand, the trials found by their pattern"
rows = terminal.assign(case=terminal["order_no"] + " / " + terminal["line"].astype(str))
events = process.event_log(
    rows, case="case", step="step", start="started", end="ended", resource="operator", trial="TEST"
).events

# %% right="event-log" name="trials taken out before"
real = terminal[terminal["order_no"] != "TEST"]
log = process.event_log(real, case=["order_no", "line"], step="step", start="started", end="ended", resource="operator")
events = log.events

# %% wrong="event-log" name="the whole order as one case" says="goes from bench to bench together"
log = process.event_log(
    terminal,
    case="order_no",
    step="step",
    start="started",
    end="ended",
    resource="operator",
    trial=terminal["order_no"] == "TEST",
)
events = log.events

# %% wrong="event-log" name="the line before the order" says="larger thing first"
log = process.event_log(
    terminal,
    case=["line", "order_no"],
    step="step",
    start="started",
    end="ended",
    resource="operator",
    trial=terminal["order_no"] == "TEST",
)
events = log.events

# %% wrong="event-log" name="the product instead of the line" says="named by the product"
log = make_log(terminal, case=["order_no", "sku"], trial=terminal["order_no"] == "TEST")
events = log.events

# %% wrong="event-log" name="the product besides" says="named by the product"
log = make_log(terminal, case=["order_no", "line", "sku"], trial=terminal["order_no"] == "TEST")
events = log.events

# %% wrong="event-log" name="the product as the case" says="goes from bench to bench together"
log = process.event_log(
    terminal,
    case="sku",
    step="step",
    start="started",
    end="ended",
    resource="operator",
    trial=terminal["order_no"] == "TEST",
)
events = log.events

# %% wrong="event-log" name="trials left in" says="which order is none"
log = process.event_log(
    terminal, case=["order_no", "line"], step="step", start="started", end="ended", resource="operator"
)
events = log.events

# %% wrong="event-log" name="large orders taken for trials" says="Only trials are to be left out"
odd = (terminal["order_no"] == "TEST") | (terminal["pieces"] > 200)
log = process.event_log(
    terminal, case=["order_no", "line"], step="step", start="started", end="ended", resource="operator", trial=odd
)
events = log.events

# %% wrong="event-log" name="the raw list, nothing set aside" says="sets aside"
rows = terminal[terminal["order_no"] != "TEST"]
events = rows.assign(
    case=rows["order_no"] + " / " + rows["line"].astype(str),
    start=pd.to_datetime(rows["started"]),
    end=pd.to_datetime(rows["ended"]),
    resource=rows["operator"],
)

# %% right="late-share" name="counted by hand"
judged = lines[lines["promised"].notna()]
late_share = (judged["shipped"] > judged["promised"]).sum() / len(judged)

# %% right="late-share" name="by days"
days = (lines["shipped"] - lines["promised"]).dt.days.dropna()
late_share = (days > 0).mean()

# %% wrong="late-share" name="rounded to two places" says="to three places"
judged = lines.dropna(subset=["promised"])
late_share = round((judged["shipped"] > judged["promised"]).mean(), 2)

# %% wrong="late-share" name="lines without a promise count as in time" says="only lines of which you know"
late_share = (lines["shipped"] > lines["promised"]).mean()

# %% wrong="late-share" name="the promised day itself counts as late" says="after that day"
judged = lines.dropna(subset=["promised"])
late_share = (judged["shipped"] >= judged["promised"]).mean()

# %% wrong="late-share" name="per cent" says="between 0 and 1"
judged = lines.dropna(subset=["promised"])
late_share = 100 * (judged["shipped"] > judged["promised"]).mean()

# %% wrong="late-share" name="lines in time instead of late" says="divided by the lines with a promise"
judged = lines.dropna(subset=["promised"])
late_share = (judged["shipped"] <= judged["promised"]).mean()

# %% wrong="late-share" name="weighted by pieces" says="divided by the lines with a promise"
judged = lines.dropna(subset=["promised"])
late_share = judged.loc[judged["shipped"] > judged["promised"], "pieces"].sum() / judged["pieces"].sum()

# %% right="waits" name="shifts as one text, days one by one"
closed = calendar.loc[calendar["closed"].eq("yes"), "date"].tolist()
shop = process.WorkingHours(
    dict.fromkeys(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat"), "08:00-12:00, 13:00-17:30"), closed=closed
)
waits = process.waiting(log, hours=shop)

# %% right="waits" name="the days without jobs as closed"
idle = sorted(set(calendar["date"]) - set(log.events["start"].dt.strftime("%Y-%m-%d")))
shop = process.WorkingHours({"Mon-Sat": ["08:00-12:00", "13:00-17:30"]}, closed=idle)
waits = process.waiting(log, hours=shop)

# %% wrong="waits" name="nights and Sundays counted" says="Nights and Sundays"
waits = process.waiting(log, hours=process.AROUND_THE_CLOCK)

# %% wrong="waits" name="no day closed" says="days are missing on which the workshop is closed"
shop = process.WorkingHours({"Mon-Sat": ["08:00-12:00", "13:00-17:30"]})
waits = process.waiting(log, hours=shop)

# %% wrong="waits" name="public holidays taken for closed" says="Look at the jobs begun"
feasts = calendar.loc[calendar["public_holiday"].notna(), "date"]
shop = process.WorkingHours({"Mon-Sat": ["08:00-12:00", "13:00-17:30"]}, closed=feasts)
waits = process.waiting(log, hours=shop)

# %% wrong="waits" name="public holidays besides the closed days" says="Look at the jobs begun"
off = calendar.loc[calendar["public_holiday"].notna() | (calendar["closed"] == "yes"), "date"]
shop = process.WorkingHours({"Mon-Sat": ["08:00-12:00", "13:00-17:30"]}, closed=off)
waits = process.waiting(log, hours=shop)

# %% wrong="waits" name="the break at noon counted" says="break at noon"
closed = calendar.loc[calendar["closed"] == "yes", "date"]
waits = process.waiting(log, hours=process.WorkingHours({"Mon-Sat": "08:00-17:30"}, closed=closed))

# %% wrong="waits" name="Saturdays forgotten" says="Saturdays"
closed = calendar.loc[calendar["closed"] == "yes", "date"]
waits = process.waiting(log, hours=process.WorkingHours({"Mon-Fri": ["08:00-12:00", "13:00-17:30"]}, closed=closed))

# %% wrong="waits" name="no hours named, so the clock's hours" says="Nights and Sundays"
waits = process.waiting(log, hours=process.WorkingHours({"Mon-Sun": "00:00-24:00"}))

# %% right="bottleneck" name="typed from the table, small letter"
bottleneck = shown.sort_values("waiting_share").iloc[-1]["step"]
because = "c"

# %% right="bottleneck" name="capital and full stop"
bottleneck = shown["step"].iloc[0].capitalize()
because = "C."

# %% wrong="bottleneck" name="where people are busiest" says="two places"
bottleneck = shown.sort_values("busy_share").iloc[-1]["step"]
because = "B"

# %% wrong="bottleneck" name="the right step, blamed on missing hands" says="busy nearly all the time"
bottleneck = shown["step"].iloc[0]
because = "B"

# %% wrong="bottleneck" name="the right step, blamed on slow work" says="Its work is short"
bottleneck = shown["step"].iloc[0]
because = "A"

# %% wrong="bottleneck" name="the right step, put down to chance" says="not chance"
bottleneck = shown["step"].iloc[0]
because = "D"

# %% wrong="bottleneck" name="the reason itself typed out" says="one letter"
bottleneck = shown["step"].iloc[0]
because = "hands are free"

# %% wrong="bottleneck" name="a row instead of a name" says="name of the step"
bottleneck = shown.index[0]
because = "C"

# %% right="offers" name="by a rule written out"
offers = {}
for offer in ("faster stitching machine", "second painter"):
    n = (tried.loc[tried["change"] == offer, "saved_share"] >= 0.1).sum()
    offers[offer] = ["leave", "look", "buy"][n]

# %% right="offers" name="typed, with capitals"
decisions = checks.given("offer_decisions")
offers = {row["change"].upper(): row["decision"].capitalize() for _, row in decisions.iterrows()}

# %% wrong="offers" name="the reading taken that speaks for it" says="each reading"
offers = {"faster stitching machine": "leave", "second painter": "buy"}

# %% wrong="offers" name="both left" says="each reading"
offers = {"faster stitching machine": "leave", "second painter": "leave"}

# %% wrong="offers" name="the machine bought because stitching is busy" says="a tenth"
offers = {"faster stitching machine": "buy", "second painter": "look"}

# %% wrong="offers" name="another word" says="one of"
offers = {"faster stitching machine": "no", "second painter": "yes"}

# %% wrong="offers" name="one of the two forgotten" says="both offers"
offers = {"second painter": "look"}

# %% right="offers" name="a column with labels"
offers = pd.Series({row["change"]: row["decision"] for _, row in checks.given("offer_decisions").iterrows()})

# %% wrong="offers" name="a list of words" says="curly brackets"
offers = ["leave", "look"]

# %% right="suspects" name="typed, with capitals"
known = checks.given("suspect_verdicts")
verdicts = {row["name"]: row["verdict"].capitalize() for _, row in known.iterrows()}

# %% right="suspects" name="few by their number, the others by the tool"
verdicts = {}
for _, row in suspects.iterrows():
    table = rates.by_group(pieces, by=row["kind"], event="defect_found").set_index(row["kind"])
    said = table.loc[row["name"], "verdict"]
    word = "too few" if row["pieces"] < 10 else said.replace(" that we can see", "")
    verdicts[row["name"]] = "habit" if row["kind"] == "inspector" and word == "worse" else word

# %% right="suspects" name="in the words of the tool"
known = checks.given("suspect_verdicts").set_index("name")["verdict"]
verdicts = known.replace({"too few": "Too few to say", "no different": "no different that we can see"})

# %% wrong="suspects" name="everybody on the list is worse" says="few"
verdicts = dict.fromkeys(suspects["name"], "worse")

# %% wrong="suspects" name="the strict inspector taken for worse goods" says="serious defects alone"
known = checks.given("suspect_verdicts")
verdicts = dict(zip(known["name"], known["verdict"].replace("habit", "worse"), strict=True))

# %% wrong="suspects" name="the worst of many lots taken for worse" says="looks like that by chance"
known = checks.given("suspect_verdicts")
verdicts = dict(zip(known["name"], known["verdict"].replace("no different", "worse"), strict=True))

# %% wrong="suspects" name="nothing can be said of anybody" says="pieces"
verdicts = dict.fromkeys(suspects["name"], "too few")

# %% wrong="suspects" name="only the large ones" says="no word"
verdicts = {row["name"]: "worse" for _, row in suspects.iterrows() if row["pieces"] > 10}

# %% right="cause" name="with more causes, read from the table"
pair = checks.given("peeling_cause")
lots = pair["leather_lot"].tolist()
paint = pair["edge_paint"].iloc[0]

# %% right="cause" name="as a column, and a capital"
pair = checks.given("peeling_cause")
lots = pair["leather_lot"].sort_values(ascending=False)
paint = pair["edge_paint"].iloc[0].title()

# %% wrong="cause" name="the other paint" says="paint of the pair"
pair = checks.given("peeling_cause")
lots = pair["leather_lot"].tolist()
paint = ({"water", "solvent"} - set(pair["edge_paint"])).pop()

# %% wrong="cause" name="all lots with any peeling" says="not to blame"
lots = final.loc[final["peels"], "leather_lot"].dropna().unique()
paint = checks.given("peeling_cause")["edge_paint"].iloc[0]

# %% wrong="cause" name="the first lot only" says="all lots"
pair = checks.given("peeling_cause")
lots = pair["leather_lot"].tolist()[:1]
paint = pair["edge_paint"].iloc[0]

# %% wrong="cause" name="the paint alone, no lots" says="lots"
lots = []
paint = checks.given("peeling_cause")["edge_paint"].iloc[0]

# %% [markdown] exempt="themes" name="two values swapped: *"
# Which words are good is the learner's choice: two tickets more or less in a theme are no mistake.

# %% right="themes" name="two words per theme"
words = {
    "late delivery": ["late", "waiting"],
    "wrong item or count": ["missing", "empty"],
    "wrong colour": ["colour", "photo"],
    "hardware breaks": ["buckle", "zip"],
    "edge paint peels": ["peel", "edge"],
    "stitching opens": ["thread", "seam"],
    "smell": ["smell", "stinks"],
    "invoice or price": ["invoice", "price"],
}
labels = themes.by_words(complaints["text"], words).labels

# %% right="themes" name="other words, with a few in Chinese"
words = {
    "late delivery": ["late", "tracking", "waiting", "迟"],
    "wrong item or count": ["missing", "short", "发错"],
    "wrong colour": ["colour", "shade", "色差"],
    "hardware breaks": ["buckle", "zip", "lock", "broke"],
    "edge paint peels": ["edge paint", "peel", "edges", "边油"],
    "stitching opens": ["stitch", "thread", "seam", "开线"],
    "smell": ["smells", "smell", "味"],
    "invoice or price": ["invoice", "bill", "price"],
}
labels = themes.by_words(complaints["text"], words).labels

# %% wrong="themes" name="each ticket by the first word that it holds" says="ticket"
first = {
    "late delivery": "late",
    "wrong item or count": "wrong item",
    "wrong colour": "colour",
    "hardware breaks": "buckle",
}
first |= {"edge paint peels": "peel", "stitching opens": "stitch", "smell": "smell", "invoice or price": "invoice"}
strongest = pd.Series("no theme", index=complaints.index)
for theme, word in first.items():
    strongest[complaints["text"].str.lower().str.contains(word) & (strongest == "no theme")] = theme
labels = strongest.rename("strongest").to_frame()

# %% wrong="themes" name="one word per theme, taken from its name" says="ticket"
words = {
    "late delivery": ["delivery"],
    "wrong item or count": ["item"],
    "wrong colour": ["wrong"],
    "hardware breaks": ["hardware"],
    "edge paint peels": ["paint"],
    "stitching opens": ["stitching"],
    "smell": ["smell"],
    "invoice or price": ["price"],
}
labels = themes.by_words(complaints["text"], words).labels

# %% wrong="themes" name="a smell by a word that is everywhere" says="Expected: 75 or more"
words = {
    "late delivery": ["late", "waiting"],
    "wrong item or count": ["missing", "short", "empty"],
    "wrong colour": ["colour", "shade"],
    "hardware breaks": ["buckle", "zip"],
    "edge paint peels": ["peel", "edge"],
    "stitching opens": ["thread", "seam"],
    "smell": ["bag"],
    "invoice or price": ["invoice", "price"],
}
labels = themes.by_words(complaints["text"], words).labels

# %% wrong="themes" name="names of one's own" says="none of the eight themes"
words = {"late": ["late", "waiting"], "colour": ["colour", "shade"], "smell": ["smell"]}
labels = themes.by_words(complaints["text"], words).labels

# %% wrong="themes" name="three themes forgotten" says="No ticket is about"
words = {
    "late delivery": ["late", "waiting"],
    "wrong colour": ["colour", "shade"],
    "hardware breaks": ["buckle", "zip"],
    "edge paint peels": ["peel", "edge"],
    "smell": ["smell"],
}
labels = themes.by_words(complaints["text"], words).labels

# %% right="count-and-cost" name="sorted by hand"
sums = tickets.groupby("theme")["settlement_cny"].sum().sort_values()
costliest = sums.index[-1]
means = tickets.pivot_table(index="channel", columns="desk", values="settlement_cny", aggfunc="mean")
sizes = tickets.pivot_table(index="channel", columns="desk", values="ticket_id", aggfunc="count")
channel, desk = means.where(sizes >= 30).stack().idxmax()
quiet = {"desk": desk, "channel": channel}

# %% right="count-and-cost" name="with capitals"
by = checks.given("cost_by_voice").iloc[0]
costliest = painpoints.pareto(tickets, by="theme", measure="settlement_cny")["theme"].iloc[0].title()
quiet = {"channel": by["channel"].upper(), "desk": by["desk"].upper()}

# %% wrong="count-and-cost" name="the most frequent theme" says="Count the money"
costliest = tickets["theme"].mode().iloc[0]
quiet = {"channel": "phone note", "desk": "export desk"}

# %% wrong="count-and-cost" name="the loudest group" says="most tickets"
costliest = painpoints.pareto(tickets, by="theme", measure="settlement_cny")["theme"].iloc[0]
channel, desk = tickets.groupby(["channel", "desk"]).size().idxmax()
quiet = {"channel": channel, "desk": desk}

# %% wrong="count-and-cost" name="the channel alone, its largest desk" says="channel and the desk, together"
costliest = painpoints.pareto(tickets, by="theme", measure="settlement_cny")["theme"].iloc[0]
quiet = {"channel": "phone note", "desk": "market stall"}

# %% wrong="count-and-cost" name="a word instead of pairs" says="in the form"
costliest = painpoints.pareto(tickets, by="theme", measure="settlement_cny")["theme"].iloc[0]
quiet = "phone note"

# %% right="growing" name="the earliest month that can be defended"
grown = changes[changes["share_after"] > changes["share_before"]].iloc[0]
grows = grown["theme"]
began = grown["since_earliest"].strftime("%Y-%m")

# %% right="growing" name="a day in the last month of the range"
grown = changes[changes["share_after"] > changes["share_before"]].iloc[0]
grows = grown["theme"].upper()
began = grown["since_latest"].strftime("%Y-%m-%d")

# %% right="growing" name="the month in words"
grows = changes.dropna().query("share_after > share_before")["theme"].iloc[0]
began = changes.dropna().query("share_after > share_before")["since"].iloc[0].strftime("%B %Y")

# %% wrong="growing" name="the theme that rises at the end of each year" says="beyond chance"
grows = sorted(set(two) - {changes.dropna().query("share_after > share_before")["theme"].iloc[0]})[0]
began = "2025-10"

# %% wrong="growing" name="the theme with most tickets in the last months" says="as it is written in the table"
grows = tickets[tickets["opened"] >= "2025-07-01"].query("theme != 'edge paint peels'")["theme"].mode().iloc[0]
began = "2025-05"

# %% wrong="growing" name="when somebody noticed" says="outside the range"
grows = changes.dropna().query("share_after > share_before")["theme"].iloc[0]
began = "2025-10"

# %% wrong="growing" name="the first month of the file" says="outside the range"
grows = changes.dropna().query("share_after > share_before")["theme"].iloc[0]
began = "2023-01"

# %% wrong="growing" name="a month in words" says="month"
grows = changes.dropna().query("share_after > share_before")["theme"].iloc[0]
began = "spring"

# %% [markdown] exempt="pains" name="redone cut in half before"
# The tool's table is in order of hours, and the small steps hardly count.

# %% [markdown] exempt="pains" name="two values swapped: rank"
# It follows from the learner's own ranges, which the check leaves open.

# %% [markdown] exempt="pains" name="two values swapped: p90_per_year"
# It follows from the learner's own ranges, which the check leaves open.

# %% [markdown] exempt="pains" name="two values swapped: cash_rank"
# It follows from the learner's own ranges, which the check leaves open.

# %% [markdown] exempt="pains" name="two values swapped: first_share"
# It follows from the learner's own ranges, which the check leaves open.

# %% [markdown] exempt="pains" name="two values swapped: first_share_independent"
# It follows from the learner's own ranges, which the check leaves open.

# %% [markdown] exempt="pains" name="two values swapped: surely_larger_than"
# It follows from the learner's own ranges, which the check leaves open.

# %% [markdown] exempt="pains" name="two values swapped: sentence"
# It follows from the learner's own ranges, which the check leaves open.

# %% right="pains" name="parts typed as ranges"
pains["rework"] = [painpoints.Part("redoing", low=209 * 35, likely=313 * 40, high=418 * 45, kind="time")]
more = leather[leather["resource"] == leather.groupby("resource")["lost_dm2"].sum().idxmax()]["lost_dm2"].sum()
pains["wasted leather"] = [painpoints.Part("leather", low=0.65 * more, likely=0.8 * more, high=more, kind="cash")]
ranked = painpoints.ranking(pains)

# %% right="pains" name="a table of the section loaded in the answer's own cell"
done_again = samples.checkpoint("rework")
hours = done_again["hours"].sum()
pains["rework"] = [
    painpoints.hours_part("redoing", hours_per_year=(hours, 1.5 * hours, 2 * hours), wage_per_hour=(35, 40, 45))
]
lost = leather.groupby("resource")["lost_dm2"].sum().max()
pains["wasted leather"] = [painpoints.times_part("dm2", times_per_year=lost, cost_each=(0.65, 0.8, 1.0))]
ranked = painpoints.ranking(pains)

# %% right="pains" name="some of the hours paid as overtime"
hours = redone["hours"].sum()
pains["rework"] = [
    painpoints.hours_part("redoing", hours_per_year=(hours, 1.4 * hours, 2 * hours), wage_per_hour=40, cash_share=0.3)
]
lost = leather.loc[leather["lost_dm2"] > 0].groupby("resource")["lost_dm2"].sum().max()
pains["wasted leather"] = [painpoints.times_part("dm2", times_per_year=lost, cost_each=(0.65, 0.75, 1.0))]
ranked = painpoints.ranking(pains)

# %% wrong="pains" name="another name that stays" says="none of the five pains"
pains["rework"] = [painpoints.hours_part("redoing", hours_per_year=(1000, 1500, 2000), wage_per_hour=40)]
pains["wasted leather"] = [painpoints.times_part("dm2", times_per_year=4000, cost_each=(0.65, 0.8, 1.0))]
pains["waste"] = pains["wasted leather"]
ranked = painpoints.ranking(pains)

# %% wrong="pains" name="rework counted as cash" says="It is time"
hours = redone["hours"].sum()
pains["rework"] = [painpoints.times_part("hours", times_per_year=1.5 * hours, cost_each=40)]
lost = leather.groupby("resource")["lost_dm2"].sum().max()
pains["wasted leather"] = [painpoints.times_part("dm2", times_per_year=lost, cost_each=(0.65, 0.8, 1.0))]
ranked = painpoints.ranking(pains)

# %% wrong="pains" name="all scrap counted as waste" says="put too high"
hours = redone["hours"].sum()
pains["rework"] = [painpoints.hours_part("redoing", hours_per_year=(hours, 1.5 * hours, 2 * hours), wage_per_hour=40)]
pains["wasted leather"] = [
    painpoints.times_part("dm2", times_per_year=leather["scrap_dm2"].sum(), cost_each=(0.65, 0.8, 1.0))
]
ranked = painpoints.ranking(pains)

# %% wrong="pains" name="one step's rework only" says="rework is put too low"
pains["rework"] = [
    painpoints.hours_part("redoing", hours_per_year=redone["hours"].iloc[-1], wage_per_hour=(35, 40, 45))
]
lost = leather.groupby("resource")["lost_dm2"].sum().max()
pains["wasted leather"] = [painpoints.times_part("dm2", times_per_year=lost, cost_each=(0.65, 0.8, 1.0))]
ranked = painpoints.ranking(pains)

# %% wrong="pains" name="the largest row of rework only" says="rework is put too low"
pains["rework"] = [
    painpoints.hours_part("gluing", hours_per_year=(90, 160, 220), wage_per_hour=(35, 40, 45))
    if redone["hours"].max() > 80
    else painpoints.hours_part("gluing", hours_per_year=(50, 60, 70), wage_per_hour=40)
]
lost = leather.groupby("resource")["lost_dm2"].sum().max()
pains["wasted leather"] = [painpoints.times_part("dm2", times_per_year=lost, cost_each=(0.65, 0.8, 1.0))]
ranked = painpoints.ranking(pains)

# %% wrong="pains" name="numbers without a range" says="has no range"
pains["rework"] = [painpoints.hours_part("redoing", hours_per_year=1.5 * redone["hours"].sum(), wage_per_hour=40)]
lost = leather.groupby("resource")["lost_dm2"].sum().max()
pains["wasted leather"] = [painpoints.times_part("dm2", times_per_year=lost, cost_each=0.8)]
ranked = painpoints.ranking(pains)

# %% wrong="pains" name="leather as time" says="that is cash"
hours = redone["hours"].sum()
pains["rework"] = [painpoints.hours_part("redoing", hours_per_year=(hours, 1.5 * hours, 2 * hours), wage_per_hour=40)]
lost = leather.groupby("resource")["lost_dm2"].sum().max()
pains["wasted leather"] = [painpoints.hours_part("dm2", hours_per_year=lost, wage_per_hour=0.8)]
ranked = painpoints.ranking(pains)

# %% wrong="pains" name="another name" says="is not in it"
hours = redone["hours"].sum()
pains["redoing"] = [painpoints.hours_part("redoing", hours_per_year=(hours, 1.5 * hours, 2 * hours), wage_per_hour=40)]
ranked = painpoints.ranking(pains)

# %% right="pilot" name="other weights, the largest pain"
by_weights = painpoints.sensitivity(ideas, weights={"data": 1, "feasibility": 1, "return": 5, "fit": 1, "risk": 1})
pilot = compared[compared["with_ai"]].sort_values("net_value_mean")["cure"].iloc[-1]
pilot_first_share = by_weights.set_index("option").loc[pilot, "first_share_all"]
monday = "job ticket names the paint for each lot"

# %% right="pilot" name="the share rounded, another cure"
by_weights = painpoints.sensitivity(ideas, weights={"data": 3, "feasibility": 3, "return": 1, "fit": 1, "risk": 1})
good = compared[compared["with_ai"] & (compared["net_value_mean"] > 0)]["cure"]
pilot = good.iloc[-1]
pilot_first_share = round(by_weights.set_index("option").loc[pilot, "first_share_all"], 2)
monday = "Pull five of every lot at the gate"

# %% wrong="pilot" name="a pilot for a pain that costs little" says="this pilot loses"
by_weights = painpoints.sensitivity(ideas, weights={"data": 9, "feasibility": 1, "return": 1, "fit": 1, "risk": 1})
pilot = "program that predicts the day of delivery"
pilot_first_share = by_weights.set_index("option").loc[pilot, "first_share_all"]
monday = "job ticket names the paint for each lot"

# %% wrong="pilot" name="the share under nearby weights" says="first_share_all"
by_weights = painpoints.sensitivity(ideas, weights={"data": 2, "feasibility": 2, "return": 2, "fit": 1, "risk": 1})
pilot = compared[compared["with_ai"]].sort_values("net_value_mean")["cure"].iloc[-1]
pilot_first_share = 1 - by_weights.set_index("option").loc[pilot, "first_share_all"]
monday = "job ticket names the paint for each lot"

# %% wrong="pilot" name="two cures for one pain" says="saved twice"
by_weights = painpoints.sensitivity(ideas, weights={"data": 1, "feasibility": 1, "return": 5, "fit": 1, "risk": 1})
pilot = compared[compared["with_ai"]].sort_values("net_value_mean")["cure"].iloc[-1]
pilot_first_share = by_weights.set_index("option").loc[pilot, "first_share_all"]
pain = compared.set_index("cure").loc[pilot, "pain"]
monday = compared[~compared["with_ai"] & (compared["pain"] == pain)]["cure"].iloc[0]

# %% wrong="pilot" name="a cure that saves only time" says="pays no bill"
by_weights = painpoints.sensitivity(ideas, weights={"data": 1, "feasibility": 1, "return": 5, "fit": 1, "risk": 1})
pilot = compared[compared["with_ai"]].sort_values("net_value_mean")["cure"].iloc[-1]
pilot_first_share = by_weights.set_index("option").loc[pilot, "first_share_all"]
monday = "light leather gets a bench of its own"

# %% wrong="pilot" name="Monday with AI" says="Expected: one without"
by_weights = painpoints.sensitivity(ideas, weights={"data": 1, "feasibility": 1, "return": 1, "fit": 1, "risk": 1})
pilot = compared[compared["with_ai"]].sort_values("net_value_mean")["cure"].iloc[-1]
pilot_first_share = by_weights.set_index("option").loc[pilot, "first_share_all"]
monday = pilot

# %% wrong="pilot" name="a call that costs more than it brings" says="more cash than it costs"
by_weights = painpoints.sensitivity(ideas, weights={"data": 1, "feasibility": 1, "return": 1, "fit": 1, "risk": 1})
pilot = compared[compared["with_ai"]].sort_values("net_value_mean")["cure"].iloc[-1]
pilot_first_share = by_weights.set_index("option").loc[pilot, "first_share_all"]
monday = "ring the customer before the promised day"
