# %% [markdown]
# # Lab 02: where it hurts, in money
#
# **After this you can** find where work waits and say what the log cannot tell, try a purchase before it is paid for, and keep bad luck
# apart from bad work. You can sort complaints by what they cost, and choose the pain that is worth a pilot, and the one that needs no AI.
#
# Two sittings of about an hour and a half each, 20 points by checks and 5 by your trainer. Part A is the workshop, part B the complaints and the
# money.
#
# **The story.** Fang Guoqiang is angry. "Orders are late, edges peel, and everybody tells me something else. The stitchers want a
# faster machine, the painter a second pair of hands. A dealer wants to sell me an AI for everything. **Where does it hurt most, in
# money, and what do we do first?**"
#
# **How it works.** As in lab 01: write in place of the three dots `...`, press Shift+Enter, and once more for the check under it. A
# wrong answer costs nothing, and every section begins with fresh tables. The hints show tools; what to choose is up to you.
#
# | word | what it means here |
# |---|---|
# | event log | a list of who did what on which order, from when to when |
# | case | what goes through the steps: here one line of an order |
# | open hours | hours in which the workshop is open; nights and Sundays do not count |
# | lead time | from the first step of a case to the end of its last |
# | bottleneck | the place before which work waits |
# | range | a low and a high value; the truth probably lies between them |
# | theme | what a complaint is about |
# | `table["column"] == "word"` | true in every row where the column says that word |

# %% tags=["set-up"]
# Part A begins here: after a break, or after a restart, run this cell first.
import pandas as pd

from millrace import checks, painpoints, process, rates, samples, slips
from millrace.showing import drawing

slips.explain()


def make_log(rows, *, case, trial):
    """Make an event log of the terminals' list: the columns for step, times and people are named here."""
    names = {"step": "step", "start": "started", "end": "ended", "resource": "operator"}
    return process.event_log(rows, case=case, trial=trial, **names)


def our_log():
    """Return our log of section 1, whatever you did before."""
    rows = samples.checkpoint("terminal_marked")
    return make_log(rows, case="case", trial=rows["trial"])


def our_hours():
    """Return our open hours of section 3, whatever you did before."""
    days = samples.checkpoint("closed_days")["date"]
    return process.WorkingHours({"Mon-Sat": ["08:00-12:00", "13:00-17:30"]}, closed=days)


# %% [markdown]
# # Part A: the workshop
#
# ## 1. A log you can trust
#
# Each bench has a terminal. Whoever begins a job types the order, and signs it off at the end. In 2025 that made this list:

# %%
terminal = samples.load("production_events.csv")
print(f"{len(terminal):,} rows. The first of two orders, and the last rows in order of number:")
display(terminal[terminal["order_no"].isin(["25-00001", "25-00003"])].iloc[:, :8])
terminal.sort_values("order_no", kind="stable").iloc[:, :8].tail(3)

# %% [markdown]
# `make_log`, from the first grey box, brings such a list into one form. It sets aside what cannot be right: work that ends before it
# begins, and jobs that were keyed together at the end of a shift. Two things it cannot know, and you must say them: what goes from bench
# to bench as one (the case), and which rows are only somebody trying the terminal.
#
# **Your task.** Make the event log, and keep its table of events as `events`. Two lines:
#
# `log = make_log(terminal, case=..., trial=...)`, then `events = log.events`
#
# **You choose** which columns together name one case, and which rows are trials.
#
# <details><summary>Hint 1: the idea</summary>Follow one order through the first table above. Does the whole order go from bench to bench
# together? Think of a label on each tray: what must be written on it, so that no two trays have the same label? For the trials, look at the
# second table.</details>
# <details><summary>Hint 2: the tool</summary><code>case=</code> takes the name of a column, or the names of several in square brackets.
# <code>trial=</code> takes what is true in the rows to leave out.</details>
# <details><summary>Hint 3: an example with other data</summary>A hospital follows each patient's visits; the night shift tests the system on
# ward 99:<br>
# <code>log = make_log(visits, case=["patient", "visit"], trial=visits["ward"] == 99)</code><br>
# <code>events = log.events</code></details>

# %% answer="event-log" choice=true
# Make the log, then take its events.
### BEGIN SOLUTION
log = make_log(terminal, case=["order_no", "line"], trial=terminal["order_no"] == "TEST")
events = log.events
### END SOLUTION

# %% check="event-log" points=2
# Checks that events holds the steps of real work, case by case.
answer = checks.answer("events")
expected = answer.reference("events")
table = answer.table(["step", "start", "end", "resource"], key=["case"])
answer.that(
    table["case"].nunique() > expected["order_no"].nunique(),
    f"There are only {table['case'].nunique():,} cases. In one case of yours the same step is done several times, by different people at "
    "once. Expected: what goes from bench to bench together. Look at the two orders above.",
)
labels = pd.Series(table["case"].astype(str).unique())
answer.that(
    not labels.str.contains("|".join(expected["sku"].unique())).any(),
    "The cases are named by the product. Nothing keeps an order from having the same product on two lines, and then two trays would have "
    "the same label. Expected: columns that tell such trays apart.",
)
answer.that(
    not labels.str.contains("TEST").any(),
    "The trials are still in it. Expected: real work only. Look at the last rows of the list: which order is none?",
)
answer.that(
    labels.isin(expected["case"]).any(),
    "The cases have other labels than expected. Name the column of the larger thing first, then that of the smaller one, no third, and let the tool "
    "join them.",
)
answer.matches(
    expected.drop(columns=["order_no", "line"]),
    key=["case", "step"],
    columns=["start", "end", "resource"],
    unchanged=["sku", "pieces", "rework_pieces", "leather_issued_dm2", "scrap_dm2"],
    too_many="Expected: without the rows that the tool sets aside.",
    too_few="Only trials are to be left out; the tool sets aside the rest.",
    look="start is when the work began, end when it was signed off.",
)

# %% tags=["result"]
# Shows what was used, and what was set aside and why.
marked = samples.checkpoint("terminal_marked")
made = checks.yours("events", samples.checkpoint("events"))
print(f"{len(marked):,} rows in the list = {len(made):,} used + {len(marked) - len(made):,} set aside.")
display(our_log().set_aside["reason"].value_counts().rename("rows").to_frame())
raw = pd.to_datetime(marked["ended"]) - pd.to_datetime(marked["started"])
print(f"Without that, the shortest job would have taken {raw.min().total_seconds() / 3600:,.0f} hours.")

# %% [markdown]
# ## 2. What was promised
#
# "Orders are late." How many? Here are the lines that went through the workshop in 2025: the day that the customer was promised, and the
# day on which the goods left.

# %%
lines = samples.checkpoint("workshop_lines")
display(lines["promised"].isna().value_counts().rename("lines").rename_axis("promise missing").to_frame())
lines[["order_no", "line", "desk", "date", "promised", "shipped"]].iloc[[0, 1, 40, 41]]

# %% [markdown]
# **Your task.** `late_share`: the share of lines, between 0 and 1, that left later than promised; not rounded, or to three places.
#
# **You choose** which lines you judge at all, and whether a line that leaves on the promised day is late.
#
# <details><summary>Hint 1: the idea</summary>A share is one number divided by another. What do you say about a line whose promise nobody wrote
# down: is it late, in time, or neither?</details>
# <details><summary>Hint 2: the tools</summary><code>table.dropna(subset=["column"])</code> keeps the rows in which the column is filled.
# <code>table["one"] > table["other"]</code> compares two columns, row by row; <code>.mean()</code> of it is the share of rows in which it is
# true.</details>
# <details><summary>Hint 3: an example with other data</summary>A pool has guests with a ticket for so many minutes:<br>
# <code>known = guests.dropna(subset=["minutes"])</code><br>
# <code>too_long = (known["minutes"] >= known["paid_for"]).mean()</code></details>

# %% answer="late-share" choice=true
# Work out the share of late lines.
### BEGIN SOLUTION
judged = lines.dropna(subset=["promised"])
late_share = (judged["shipped"] > judged["promised"]).mean()
### END SOLUTION

# %% check="late-share" points=1
# Checks that late_share is the share of lines that broke a promise.
answer = checks.answer("late_share")
right = checks.given("lateness").set_index("what")["share"]
mine = answer.is_number()
answer.that(
    abs(mine - 100 * right["late of those promised"]) > 0.5,
    f"late_share is {mine:g}. Expected: a share between 0 and 1, not per cent. Divide by 100.",
)
answer.that(
    abs(mine - right["late of all lines"]) > 0.0005,
    "Lines without a promise are in it, and they count as in time. Expected: only lines of which you know what was promised.",
)
answer.that(
    abs(mine - right["late when the day itself counts"]) > 0.0005,
    "Lines that left on the promised day are counted as late. Expected: late is what left after that day.",
)
answer.is_number(
    right["late of those promised"],
    tolerance=0.0005,
    look="Expected: lines that left after the promised day, divided by the lines with a promise, to three places or more.",
)

# %% tags=["result"]
# Draws the share of late lines in every month: the mean of the year hides the season.
if checks.is_right("late_share", shows="The picture"):
    made = checks.yours("late_share", 0.0)
    print(f"Of every 100 lines, {100 * made:.0f} are late. But not in every month:")
    months = samples.checkpoint("late_by_month").sort_values("month")
    best, worst = months.loc[months["rate"].idxmin()], months.loc[months["rate"].idxmax()]
    drawing.finding(
        rates.draw_rates(months, event="late lines"),
        f"From {best['rate']:.0%} late in {best['month']} to {worst['rate']:.0%} in {worst['month']}, by month of the promise",
        "Share of late lines by month: "
        + "; ".join(f"{m} {r:.0%}" for m, r in zip(months["month"], months["rate"], strict=True)),
    )
    later = len(samples.checkpoint("workshop_lines").dropna(subset=["promised"])) - months["pieces"].sum()
    print(
        f"Lines that were promised for 2026 are not in the chart: {later:,} of them. Red is worse than the other months beyond chance, blue better."
    )

# %% [markdown]
# ## 3. Where does a line wait?
#
# A line takes more than a week, and somebody works on it for a few hours. The rest is waiting. What lies before the first step and after the last is not in the
# log: the days until somebody begins, and until the lorry comes. To measure it fairly, only hours count in which
# somebody could have worked: the workshop is open from Monday to Saturday, 8:00 to 12:00 and 13:00 to 17:30. And on which days is it
# closed? The company's calendar has several columns for that. Here they are, with the number of jobs begun on such days:

# %%
log = our_log()
calendar = samples.load("calendar.csv")
calendar = calendar[calendar["date"].str.startswith("2025")]
jobs = log.events["start"].dt.strftime("%Y-%m-%d").value_counts()
kinds = {
    "Sunday": calendar["weekday"] == "Sunday",
    "closed is yes": calendar["closed"] == "yes",
    "public_holiday is filled": calendar["public_holiday"].notna(),
    "planned_stop is filled": calendar["planned_stop"].notna(),
}
pd.DataFrame(
    {
        "days": {name: rows.sum() for name, rows in kinds.items()},
        "jobs begun": {name: jobs.reindex(calendar.loc[rows, "date"]).sum() for name, rows in kinds.items()},
    }
)

# %% [markdown]
# **Your task.** Describe the open hours as `shop`, and make the table `waits`: for every step, how long lines wait before it.
#
# **You choose** which days are closed. To look at the table: `waits[["step", "median_waiting_hours", "mean_waiting_hours", "waiting_share"]]`.
#
# <details><summary>Hint 1: the idea</summary>A day is closed when nobody works on it, whatever the calendar calls it.</details>
# <details><summary>Hint 2: the tools</summary><code>process.WorkingHours({"days": ["from-to", "from-to"]}, closed=...)</code>: the days and hours
# in curly brackets, then the dates on which it is closed. <code>calendar.loc[calendar["column"] == "word", "date"]</code> gives the dates
# of the rows with that word. <code>process.waiting(log, hours=...)</code> makes the table.</details>
# <details><summary>Hint 3: an example with other data</summary>A library is open on four days and closed when the town celebrates:<br>
# <code>feasts = days.loc[days["feast"] == "yes", "date"]</code><br>
# <code>library = process.WorkingHours({"Tue-Fri": ["10:00-13:00", "14:00-18:00"]}, closed=feasts)</code><br>
# <code>queues = process.waiting(loans, hours=library)</code></details>

# %% answer="waits" choice=true
# Describe the open hours, then make the table of waits.
### BEGIN SOLUTION
closed = calendar.loc[calendar["closed"] == "yes", "date"]
shop = process.WorkingHours({"Mon-Sat": ["08:00-12:00", "13:00-17:30"]}, closed=closed)
waits = process.waiting(log, hours=shop)
### END SOLUTION

# %% check="waits" points=2
# Checks that waits counts the hours in which somebody could have worked.
answer = checks.answer("waits")
expected = answer.reference("waits", begins_with=["events"])
table = answer.table(["mean_waiting_hours"], key=["step"])
added = pd.to_numeric(table["mean_waiting_hours"], errors="coerce").sum()
by = checks.given("waits_by_calendar").set_index("calendar")["hours"]
for calendar_name, meaning in [
    ("around the clock", "Nights and Sundays are counted. Expected: open hours only, through hours=shop."),
    ("no day closed", "The days are missing on which the workshop is closed. Expected: closed=..., with their dates."),
    (
        "public holidays closed",
        "Days on which people worked are counted as closed. Look at the jobs begun on such days.",
    ),
    ("stops closed", "Days on which people worked are counted as closed. Look at the jobs begun on such days."),
    ("holidays besides", "Days on which people worked are counted as closed. Look at the jobs begun on such days."),
    ("stops alone", "The days are missing on which nobody worked. Look at the jobs begun on such days."),
    ("all closed", "Days on which people worked are counted as closed. Look at the jobs begun on such days."),
    (
        "no lunch break",
        "The break at noon is counted as open. Expected: two shifts per day, 8:00 to 12:00 and 13:00 to 17:30.",
    ),
    ("Monday to Friday", "Saturdays are missing. Expected: Monday to Saturday."),
]:
    told_apart = abs(by[calendar_name] - expected["mean_waiting_hours"].sum()) > 0.02
    answer.that(not told_apart or abs(added - by[calendar_name]) > 0.005, meaning)
answer.matches(
    expected,
    key=["step"],
    columns=["mean_waiting_hours"],
    unchanged=[column for column in expected if column not in ["step", "mean_waiting_hours"]],
    tolerance=0.01,
    look="Look at the hours and the closed days of shop, and take the table as process.waiting makes it.",
)

# %% tags=["result"]
# Draws where lines wait, and how long somebody works on them.
if checks.is_right("waits", shows="The picture"):
    top = samples.checkpoint("waits").nlargest(1, "mean_waiting_hours").iloc[0]
    print(
        f"A line that goes through {top['step']} waits {top['mean_waiting_hours']:.0f} open hours before it, on average. All lines together pass {top['waiting_share']:.0%} of their lead time there."
    )
    print(
        "An average hides the queue: half of them wait less than",
        f"{top['median_waiting_hours']:.0f}, one in ten over {top['p90_waiting_hours']:.0f}.",
    )
    process.draw_waiting(our_log(), hours=our_hours())

# %% [markdown]
# ## 4. And what does it wait for?
#
# The place where lines wait longest is the bottleneck. But why do they wait there? If its people are busy all the time, lines wait for
# hands. So look at two columns side by side. `waiting_share` says how much of the lead time passes waiting before the step; `low` and `high`
# are its range. `busy_share` says how busy its people are: 0.35 means that of 100 open hours they are seen at work in 35.

# %%
shown = process.bottleneck(our_log(), hours=our_hours())
shown[["step", "waiting_share", "low", "high", "people", "busy_share"]]

# %% [markdown]
# **Your task.** Two answers: `bottleneck`, the name of the step; and `because`, one letter. What does this log show?
#
# | letter | what the log shows about that step |
# |---|---|
# | `"A"` | its work takes the longest, so a faster machine there is what is missing |
# | `"B"` | its people are busy nearly all the time, so hands are missing |
# | `"C"` | lines wait although its people are not seen working most of the time; why, the log does not show |
# | `"D"` | nothing: waits of this size come by chance, another year it may be another step |
#
# **You choose** from the two columns, not from what people say.

# %% answer="bottleneck" choice=true
# Name the step, and what the log shows.
### BEGIN SOLUTION
bottleneck = shown["step"].iloc[0]
because = "C"
### END SOLUTION

# %% check="bottleneck" points=1
# Checks that bottleneck and because agree with the table.
answer = checks.answer("bottleneck")
right = checks.given("bottleneck").iloc[0]
busiest = checks.given("bottleneck").sort_values("busy_share").iloc[-1]
mine = answer.word(
    checks.given("bottleneck")["step"],
    look="Expected: the name of the step with the largest share of waiting, as it is written in the table, in quotes.",
)
answer.that(
    mine != busiest["step"],
    f"At {busiest['step']} people are busiest. Expected: the step before which lines wait longest. Where people look busy and where work waits "
    "are two places.",
)
answer.that(
    mine == right["step"],
    "Expected: the name of the step with the largest share of waiting, as it is written in the table, in quotes.",
)
reason = checks.answer("because")
letter = reason.word("ABCD", look="Expected: one letter from A to D, in quotes.")
reason.that(
    letter != "A",
    "Its work is short: look at the hours of work in section 3. Expected: a reason that both columns support.",
)
reason.that(
    letter != "B",
    f"Its people were busy for {right['busy_share']:.0%} of the open hours. Hands that are missing would be busy nearly all the time.",
)
reason.that(
    letter != "D",
    f"Between {right['low']:.0%} and {right['high']:.0%} of the lead time passes there, and no other step comes near. That is not chance.",
)

# %% tags=["result"]
# Says in words what the log shows, and draws the way of the lines.
if checks.is_right("bottleneck", "because", shows="The map"):
    print(process.bottleneck_in_words(process.bottleneck(our_log(), hours=our_hours())))
    print(
        "In the lesson's made-up workshop the painter was busy nearly all the time. Here hands are free: the same place, another cause."
    )
    process.draw_map(our_log(), hours=our_hours())

# %% [markdown]
# **The log shows where it hurts, not why.** Perhaps wet edges dry on the only rack, and nothing can be painted while it is full. Perhaps
# the colour is mixed once a day. Perhaps the lines lie in a pile, and the painter takes the top ones. Ten minutes beside the bench tell more
# than ten thousand rows.
#
# ## 5. Two offers
#
# Two offers lie on Fang's desk:
#
# - **A stitching machine, twice as fast**: 24,000 CNY per year, all in all.
# - **A second painter**: 40 CNY per hour with all dues, about 100,000 CNY per year.
#
# Nobody need buy to find out. `whatif.fit` makes a small model of the workshop from the log, `whatif.compare` sends a year of orders through
# it, again and again, with the change and without. Because the log does not say why lines wait, every offer is tried twice:
#
# - **hands**: a line waits only until somebody at the step is free, and the people are there only part of the time: the painter may be away.
# - **elsewhere**: the line itself lies elsewhere: it waits for something other than people, such as a rack, a shelf, a habit.
#
# The truth may lie between the two.

# %%
measured = process.lead_times(our_log(), hours=our_hours())["lead_time_hours"].mean()
print(f"Measured in 2025: a line takes {measured:.0f} open hours, on average.")
tried = samples.checkpoint("offers")
tried.round({"lead_time_mean_hours": 1, "saved_hours": 1, "saved_share": 3})

# %% [markdown]
# `lead_time_mean_hours` is the average open hours of a line, and `saved_hours` what the offer takes off that average. "As it is" under
# *elsewhere* comes closer to the measured hours. If lines waited for hands alone, they would hardly wait before packing, because the people there have much more time than work; but the log shows
# hours of waiting. That speaks for *elsewhere*; it does not prove it.
#
# Fang's rule for machines and people: **buy** what shortens the lead time by at least a tenth whichever reading is true; **leave** what
# does so under neither; **look** first, and decide then, where it depends on the reading.
#
# **Your task.** Make `offers`: for each of the two offers `"buy"`, `"leave"` or `"look"`.
#
# **You choose** by Fang's rule, from the table. Look at both readings.
#
# <details><summary>Hint 1: the idea</summary>Each offer has two rows, one for each reading. Compare what it saves with a tenth of the lead time
# as it is in the same reading.</details>
# <details><summary>Hint 2: the form</summary>Curly brackets, with a colon between the offer and your word for it, and a comma between the two. Names
# are written as in the table, in quotes.</details>
# <details><summary>Hint 3: an example with other data</summary>A bakery has two offers:<br>
# <code>choices = {"larger oven": "buy", "second till": "look"}</code></details>

# %% answer="offers" choice=true
# Decide on both offers.
### BEGIN SOLUTION
saved = tried[tried["change"] != "as it is"].pivot(index="change", columns="reading", values="saved_share")
helps = (saved >= 0.1).sum(axis=1)
offers = helps.map({0: "leave", 1: "look", 2: "buy"}).to_dict()
### END SOLUTION

# %% check="offers" points=2
# Checks that offers follows Fang's rule under both readings.
answer = checks.answer("offers")
right = checks.given("offer_decisions").set_index("change")["decision"].to_dict()
mine = answer.pairs(
    right,
    ["buy", "leave", "look"],
    look='Expected: curly brackets, with each offer, a colon and your word, such as {"larger oven": "buy"}.',
)
answer.that(
    set(mine) == set(right),
    "Expected: both offers by their names in the table, and no other.",
)
answer.that(set(mine.values()) <= {"buy", "leave", "look"}, 'Expected: for each offer one of "buy", "leave", "look".')
for offer, word in right.items():
    answer.that(
        mine[offer] == word,
        f"Your word for the {offer} does not follow Fang's rule. Compare its saved_share with a tenth, in the row of each reading.",
    )

# %% tags=["result"]
# Says what each offer costs and saves.
if checks.is_right("offers", shows="The price"):
    decided = checks.given("offer_decisions").set_index("change")["decision"]
    saved = samples.checkpoint("offers").pivot(index="change", columns="reading", values="saved_hours")
    for offer, per_year in {"faster stitching machine": 24_000, "second painter": 100_000}.items():
        print(
            f"{offer}: {decided[offer]}. {per_year:,} CNY per year, and a line is done {saved.loc[offer].min():.1f} to {saved.loc[offer].max():.1f} open hours sooner."
        )
    print("\nA faster machine before the bottleneck only fills the queue faster.")

# %% [markdown]
# ## 6. Whom would you talk to?
#
# Pieces are inspected beside the bench and before packing. The foreman has made a list from it, "the worst of all", and wants to talk to people
# and send goods back:

# %%
pieces = samples.load("inspections.csv")
suspects = samples.checkpoint("suspects")
suspects

# %% [markdown]
# Look at the column of pieces before you look at the shares. `rates.by_group` puts a **range** beside each share, in which the true share probably
# lies, and a verdict. Of fewer than ten pieces it says nothing. It compares each group with all others. And of a hundred groups, one is always the
# worst: so the more groups there are, the more it asks for before it says "worse".

# %%
pieces["defect_found"] = pieces["result"] == "defect"
pieces["serious"] = pieces["severity"].isin(["major", "critical"])
for event in ["defect_found", "serious"]:
    print(f"\nBy inspector: {event}")
    table = rates.by_group(pieces, by="inspector", event=event)
    display(table[["inspector", "pieces", "rate", "low", "high", "verdict"]].round(3))

# %% [markdown]
# **Your task.** Make `verdicts`: for every name on the foreman's list one of four words. You may make more tables like those above, for
# example by `"leather_lot"`.
#
# | word | meaning |
# |---|---|
# | `"too few"` | nobody can say yet: look at more pieces |
# | `"no different"` | cannot be told from chance, among so many groups |
# | `"worse"` | its goods are worse, beyond chance |
# | `"habit"` | it is not the goods: this person looks more closely, and calls small things by name that others let pass |
#
# **You choose** the word for each, by the verdict that it gets among **all** groups of its kind, and not by its share.
#
# <details><summary>Hint 1: the idea</summary>Ask of each: how low can the true share be, with so few pieces? And of a person who finds more: does the
# person also find more of what nobody can overlook?</details>
# <details><summary>Hint 2: the tool</summary><code>rates.by_group(pieces, by="column", event="column of True and False")</code> shows shares with
# <code>low</code> and <code>high</code>, and a <code>verdict</code>. Of a table with many columns,
# <code>table[["one", "another"]]</code> shows those that you name.</details>
# <details><summary>Hint 3: the form, with other data</summary><code>opinions = {"bakery 7": "worse", "Room 12": "too few"}</code></details>

# %% answer="suspects" choice=true
# Say one word for every name on the list.
### BEGIN SOLUTION
words = {"too few to say": "too few", "no different that we can see": "no different", "worse": "worse"}
verdicts = {}
for kind, names in suspects.groupby("kind")["name"]:
    found = rates.by_group(pieces, by=kind, event="defect_found").set_index(kind)["verdict"]
    verdicts |= found[names].map(words).to_dict()
serious = rates.by_group(pieces, by="inspector", event="serious").set_index("inspector")["verdict"]
verdicts |= {name: "habit" for name in serious.index if verdicts.get(name) == "worse" and serious[name] != "worse"}
### END SOLUTION

# %% check="suspects" points=2
# Checks that verdicts says of every name what its pieces can show.
answer = checks.answer("verdicts")
right = checks.given("suspect_verdicts").set_index("name")
words = {"too few": "too few", "no different": "no different", "worse": "worse", "habit": "habit"}
words |= {"too few to say": "too few", "no different that we can see": "no different"}
mine = answer.pairs(
    right.index,
    words,
    look='Expected: curly brackets, with each name, a colon and your word, such as {"bakery 7": "worse"}.',
)
mine = {name: words.get(word, word) for name, word in mine.items()}
missing = sorted(set(right.index) - set(mine))
answer.that(
    not missing,
    f"{len(missing)} names of the list have no word, for example {next(iter(missing), '')}. Expected: one for each.",
)
answer.that(set(mine) == set(right.index), "Expected: the names of the list, and no others.")
answer.that(
    set(mine.values()) <= set(words), 'Expected: for each name one of "too few", "no different", "worse", "habit".'
)
for name, row in right.iterrows():
    blamed = f"{name}: of {row['pieces']} pieces, {row['defects']} were faulty. With so few pieces, one bad day or one bad hide makes all of it. Who is blamed for it?"
    answer.that(row["verdict"] != "too few" or mine[name] == "too few", blamed)
    answer.that(
        row["verdict"] != "worse" or mine[name] == "worse",
        f"{name}: {row['defects']} of {row['pieces']} pieces were faulty. Look at the low end of its range, beside the share of all others.",
    )
    answer.that(
        row["verdict"] != "no different" or mine[name] == "no different",
        f"{name}: {row['defects']} of {row['pieces']} pieces were faulty. Among so many groups one looks like that by chance. Look at its "
        "verdict in the table of all groups of its kind.",
    )
    answer.that(
        row["verdict"] != "habit" or mine[name] == "habit",
        f"{name} looked at {row['pieces']:,} pieces, and finds more than the others. Compare the serious defects alone: are the pieces worse?",
    )

# %% tags=["result"]
# Says what the inspectors find, and draws the lots of leather in the funnel of chance.
if checks.is_right("verdicts", shows="What the inspectors find"):
    looked = samples.load("inspections.csv").assign(month=lambda rows: rows["date"].str[:7])
    kinds = {"slight": "minor", "grave": ["major", "critical"]}
    finders = rates.compare_finders(looked, by="inspector", severity="severity", given="month", **kinds)
    print(finders["statement"].iloc[0])
    looked["serious"] = looked["severity"].isin(["major", "critical"])
    lots = rates.by_group(looked.dropna(subset=["leather_lot"]), by="leather_lot", event="serious")
    rates.draw_funnel(lots, event="serious defects")

# %% [markdown]
# ## 7. The cause
#
# Edge paint peels. Some say it is the leather of some lots, some say it is the new paint on water, the foreman says it is table 3. Each of them
# has an example. `rates.drivers` tries all values of the columns that you name, alone and in **pairs**. Whoever tries hundreds of causes finds some by
# chance, so the more it tries, the more it asks for before it says that a cause "raises the rate".

# %%
final = samples.load("inspections.csv")
final = final[final["step_found"] == "final"]
final["peels"] = final["defect"] == "edge paint peels"
final[["leather_lot", "hardware_lot", "edge_paint", "paint_table", "inspector", "sku", "peels"]].head(3)

# %% [markdown]
# Each row is one piece. `leather_lot` and `hardware_lot` say from which delivery its leather and its metal parts came, `edge_paint` says which paint was
# used, `paint_table` on which table, and `inspector` who looked at it. `peels` is true where the edge paint peels.
#
# **Your task.** Make the table `found` with `rates.drivers`, and read it; `found[["values", "and_values", "statement", "verdict"]].head()` shows what
# matters of it: `values` is one cause, `and_values` the second one of a pair, and `statement` says in words what happens with them. Then answer:
#
# - `paint`: with which paint does it peel?
# - `lots`: with which leather lots? A list.
#
# **You choose** which columns can be causes, and whether a single cause is the whole story.
#
# <details><summary>Hint 1: the idea</summary>Read the first rows of the table, with their statements: how often does it peel with both together, with one
# of the two alone, and with neither?</details>
# <details><summary>Hint 2: the tool</summary><code>rates.drivers(table, event="column of True and False", causes=["column", "column"])</code>. A cause is
# something that happened to the piece before. Values that belong together are joined with "or".</details>
# <details><summary>Hint 3: an example with other data</summary>Bread that did not rise, by flour, oven and baker:<br>
# <code>reasons = rates.drivers(loaves, event="flat", causes=["flour", "oven", "baker"])</code><br>
# <code>flours = ["rye 12", "rye 13"]</code></details>

# %% answer="cause" choice=true
# Look for the cause, then name paint and lots.
### BEGIN SOLUTION
found = rates.drivers(final, event="peels", causes=["leather_lot", "edge_paint", "paint_table"])
pair = found[(found["kind"] == "pair") & (found["verdict"] == "raises the rate")].iloc[0]
named = {pair["cause"]: pair["values"].split(" or "), pair["and_cause"]: pair["and_values"].split(" or ")}
lots, paint = named["leather_lot"], named["edge_paint"][0]
### END SOLUTION

# %% check="cause" points=2
# Checks that paint and lots name the pair that makes the paint peel.
paint_answer, answer = checks.answer("paint"), checks.answer("lots")
right = checks.given("peeling_cause")
look = "Expected: the paint of the pair that raises the rate, by its name in quotes."
paint_answer.that(paint_answer.word(["water", "solvent"], look=look) == right["edge_paint"].iloc[0], look)
answer.that(
    not (isinstance(answer.value, str) and " or " in answer.value),
    'lots is one text. Expected: a list, each lot in its own quotes with commas between: ["first lot", "second lot"].',
)
answer.lists(
    right["leather_lot"],
    what="lots",
    column="leather_lot",
    too_many="Expected: only the lots of the pair that raises the rate. A lot that does not peel with this paint either is not to blame.",
    too_few="Expected: all lots of the pair that raises the rate. The table joins them with 'or'; in your list there are commas between.",
)

# %% tags=["result"]
# Says what the pair does, and what each of the two does alone.
if checks.is_right("paint", "lots", shows="What the pair does"):
    print(f"Peeling: {samples.checkpoint('peeling_pair')['statement'].iloc[0]}.")
    print(
        "Among the inspected pieces neither the lots nor the paint does harm alone. Keeping the two apart takes away this peak, not every complaint: see section 10."
    )

# %% [markdown]
# **Part A ends here.** You know where lines wait, what not to buy, whom not to blame, and which two things must not meet. Save with Ctrl+S. Part
# B can wait until tomorrow.

# %% [markdown]
# # Part B: the complaints, and the money
#
# ## 8. What are they about?
#
# Three years of complaints, from many people, most in English and some in Chinese. Read a few before you count:

# %% tags=["set-up"]
# Part B begins here: after a break, or after a restart, run this cell first.
import pandas as pd

from millrace import checks, painpoints, samples, slips, themes
from millrace.showing import drawing

slips.explain()
complaints = samples.load("complaints.csv").set_index("ticket_id")

# %%
for text in complaints["text"].iloc[5:1500:75]:
    print("-", text.replace("\n", " ")[:150])

# %% [markdown]
# The foreman says that there are eight themes: `late delivery`, `wrong item or count`, `wrong colour`, `hardware breaks` (buckles, zips, locks),
# `edge paint peels`, `stitching opens`, `smell` and `invoice or price`. Nobody has written the theme down.
#
# `themes.by_words` takes a few words per theme. From the tickets with these words it learns how people speak of that theme, and so it finds the
# others too, with typing errors and in other words. **Good words are those that people use for this theme and for no other.**
#
# **Your task.** Write `words`, two to four for each of the eight themes. Then make `found`, and keep its table of labels:
#
# `found = themes.by_words(complaints["text"], words)`, then `labels = found.labels`
#
# **You choose** the words. Try, read what came out, change a word, and try again.
#
# <details><summary>Hint 1: the idea</summary>Read the complaints above aloud. Which word would you expect in a complaint about a smell, and
# nowhere else? A word such as "bag" is everywhere, and teaches nothing.</details>
# <details><summary>Hint 2: how to see what your words did</summary><code>found.seeds</code> says how many tickets hold each word, and whether the word
# fits or is mostly in other themes. <code>found.table()</code> shows for every theme its top words and three examples. Read the examples: are
# they about the theme?</details>
# <details><summary>Hint 3: an example with other data</summary>A hotel sorts what its guests write:<br>
# <code>words = {"noise": ["loud", "noise", "street"], "breakfast": ["coffee", "eggs"], "bed": ["mattress", "pillow"]}</code><br>
# <code>sorted_notes = themes.by_words(notes["text"], words)</code></details>

# %% answer="themes" choice=true
# Choose words for eight themes, then sort the tickets.
### BEGIN SOLUTION
words = {
    "late delivery": ["late", "waiting"],
    "wrong item or count": ["missing", "short", "empty"],
    "wrong colour": ["colour", "shade"],
    "hardware breaks": ["buckle", "zip"],
    "edge paint peels": ["peel", "edge"],
    "stitching opens": ["thread", "seam"],
    "smell": ["smell", "smells"],
    "invoice or price": ["invoice", "price"],
}
found = themes.by_words(complaints["text"], words)
labels = found.labels
### END SOLUTION

# %% check="themes" points=2
# Checks that labels puts most tickets of each theme where our own careful words put them.
answer = checks.answer("labels")
right = answer.reference("complaint_themes").set_index("ticket_id")["theme"]
table = answer.table(["strongest"], key=["ticket_id"]).set_index("ticket_id")["strongest"].astype(str)
answer.that(
    len(table) == len(right) and set(table.index) == set(right.index),
    "Expected: a row for each ticket, as found.labels has them.",
)
names = [name for name in right.unique() if name != "no theme"]
strange = sorted(set(table) - set(names) - {"no theme"})
answer.that(
    not strange,
    f"'{next(iter(strange), '')}' is none of the eight themes. Expected: their names as the foreman calls them, to the letter.",
)
mine = table.reindex(right.index)
unused = sorted(set(names) - set(mine))
answer.that(not unused, f"No ticket is about '{next(iter(unused), '')}'. Expected: words for each of the eight themes.")
for name in sorted(names):
    here, ours = mine == name, right == name
    answer.that(
        (here & ours).sum() >= 0.75 * ours.sum(),
        f"Of 100 tickets about '{name}', yours finds {100 * (here & ours).sum() / ours.sum():.1f}. Expected: 75 or more. Look for words that "
        "other customers use for it, and in found.seeds for words that do not fit.",
    )
    answer.that(
        (here & ours).sum() >= 0.75 * here.sum(),
        f"Of 100 tickets that you call '{name}', {100 * (here & ours).sum() / here.sum():.1f} are about it. Expected: 75 or more. One of its "
        "words is in other complaints too: look in found.seeds for words that do not fit.",
    )

# %% tags=["result"]
# Shows how many tickets each theme has, sorted with your words and with ours.
if checks.is_right("labels", shows="The count"):
    mine = checks.yours("labels", samples.checkpoint("complaint_themes"))["strongest"]
    ours = samples.checkpoint("complaint_themes")["theme"]
    print(
        f"{len(mine):,} tickets = {(mine != 'no theme').sum():,} with a theme + {(mine == 'no theme').sum():,} without."
    )
    text = samples.load("complaints.csv")["text"].str.lower()
    by_word = text.str.contains("late|colour|buckle|peel|stitch|smell|invoice|wrong item").sum()
    print(f"Counting one word for each theme would have seen {by_word:,} of them.")
    display(pd.DataFrame({"with your words": mine.value_counts(), "with ours": ours.value_counts()}))

# %% [markdown]
# ## 9. Often, or expensive? Loud, or quiet?
#
# From here on the tickets are sorted with **our** words, so that all of us count the same. Your numbers in section 8 may differ by a few.
# `settlement_cny` is what a ticket cost: refund, new goods, repair.

# %%
tickets = samples.checkpoint("tickets")
tickets.head(3)

# %% [markdown]
# **Your task.** Two questions.
#
# - `costliest`: the theme on which the company spent the most.
# - `quiet`: who costs most **per ticket**, and is hardly heard? Answer with channel and desk, in this form:
#   `quiet = {"channel": "...", "desk": "..."}`. Take only groups of at least 30 tickets.
#
# **You choose** what to add up, what to average, and by which columns.
#
# <details><summary>Hint 1: the idea</summary>The first question is about a sum, the second about an average of a group. The average of a channel
# hides who speaks through it: split it by desk as well.</details>
# <details><summary>Hint 2: the tools</summary><code>painpoints.pareto(table, by="column", measure="column")</code> puts counts and sums side by
# side; <code>[["theme", "count", "total"]]</code> behind it shows three columns: the theme, how many tickets, and the sum of the measure. <code>table.groupby(["one column", "another"])["number"].agg(["size", "sum", "mean"])</code> gives number, sum and average of every
# group.</details>
# <details><summary>Hint 3: an example with other data</summary>A garage looks at its repairs:<br>
# <code>painpoints.pareto(repairs, by="part", measure="hours")[["part", "count", "total"]]</code><br>
# <code>repairs.groupby(["model", "fuel"])["hours"].agg(["size", "mean"])</code><br>
# <code>slow = {"model": "van", "fuel": "diesel"}</code></details>

# %% answer="count-and-cost" choice=true
# Find the costliest theme, and the quiet voice.
### BEGIN SOLUTION
costliest = painpoints.pareto(tickets, by="theme", measure="settlement_cny")["theme"].iloc[0]
groups = tickets.groupby(["channel", "desk"])["settlement_cny"].agg(["size", "mean"])
channel, desk = groups[groups["size"] >= 30]["mean"].idxmax()
quiet = {"channel": channel, "desk": desk}
### END SOLUTION

# %% check="count-and-cost" points=2
# Checks that costliest is found by money, and quiet by money per ticket.
answer = checks.answer("costliest")
by_theme, voices = checks.given("cost_by_theme"), checks.given("cost_by_voice")
look = "Expected: the theme with the largest sum of settlement_cny, by its name in quotes."
mine = answer.word(by_theme["theme"], look=look)
often = by_theme.sort_values("count").iloc[-1]["theme"]
answer.that(
    mine != often,
    f"'{often}' has the most tickets. Expected: the theme that cost the most. Count the money, not the tickets.",
)
answer.that(mine == by_theme["theme"].iloc[0], look)
voice = checks.answer("quiet")
form = 'It is not in the form that was asked for. Expected: {"channel": "...", "desk": "..."}.'
named = voice.pairs(["channel", "desk"], {*voices["channel"], *voices["desk"]}, look=form)
voice.that({"channel", "desk"} <= set(named), f"quiet: {form}")
said = (named["channel"], named["desk"])
loudest = voices.sort_values("tickets").iloc[-1]
voice.that(
    said != (loudest["channel"], loudest["desk"]),
    "That is the group with the most tickets. Expected: the one whose single ticket costs most. Compare averages.",
)
voice.that(
    said == (voices["channel"].iloc[0], voices["desk"].iloc[0]),
    "Expected: the channel and the desk, together, whose average ticket costs most, among groups of at least 30 tickets.",
)

# %% tags=["result"]
# Draws count beside cost, and says what the quiet ones cost.
if checks.is_right("costliest", "quiet", shows="The picture"):
    top = samples.checkpoint("cost_by_voice").iloc[0]
    print(
        f"{top['tickets']} {top['channel']}s of the {top['desk']} cost {top['mean_cny']:,.0f} CNY each, where the amount is known. Nobody shouts there."
    )
    painpoints.draw_pareto(samples.checkpoint("cost_by_theme"))

# %% [markdown]
# ## 10. What is new?
#
# A pain that grows is worth more than its sum of the past. But numbers go up and down by chance and by season, and somebody always "has the
# feeling that it's getting more". Here are the two themes with the most tickets in the last quarter:

# %%
# Draws the tickets per quarter of the two themes.
tickets = samples.checkpoint("tickets")
quarters = tickets["opened"].dt.to_period("Q").astype(str).rename("quarter")
per_quarter = tickets.groupby([quarters, "theme"]).size().unstack(fill_value=0)
two = sorted(per_quarter.iloc[-1].nlargest(2).index)
axes = per_quarter[two].plot(figsize=(8, 3), color=["#b5532a", "#33548a"], style=["-o", "--s"])
axes.set(xlabel="", ylabel="tickets per quarter", ylim=(0, None))
axes.legend(title="", frameon=False)
ends = "; ".join(f"{theme} {', '.join(map(str, per_quarter[theme].tail(5)))}" for theme in two)
drawing.finding(axes, "Both go up at the end. Which of them grows?", f"Tickets in the last five quarters: {ends}.")
print("All tickets in the last four quarters:", ", ".join(str(count) for count in per_quarter.sum(axis=1).tail(4)))

# %% [markdown]
# `themes.changes` asks of every theme whether its **share** of all tickets has changed. It deals the dates out anew, as one shuffles cards, again and
# again. `chance` says in what part of these shuffles some theme changes as much: 0.70 is nothing special, 0.01 is hardly chance. (A ticket with two
# themes counts for both here, so `texts` is a little more than in section 9.)

# %%
changes = samples.checkpoint("theme_changes").drop(columns="verdict")
changes[["theme", "texts", "chance"]]

# %% [markdown]
# **Your task.** `grows`: the theme that grows; `began`: the month in which that began, written like `"2024-01"`. `changes[changes["theme"] == "..."].T` shows all that is
# known of a theme, also from when to when (`since_earliest`, `since_latest`) it may have begun.
#
# **You choose** which numbers to trust, and which month you would defend.
#
# <details><summary>Hint 1: the idea</summary>Tickets of all themes become more, because the company sells more. What matters is the share. And a
# beginning is known as a range, not as a day: any month in it can be defended.</details>
# <details><summary>Hint 2: the tool</summary><code>table[table["column"] == "word"].T</code> shows all columns of one row, one below the other.
# <code>since_earliest</code> and <code>since_latest</code> are the ends of the range.</details>

# %% answer="growing" choice=true
# Name the theme and the month.
### BEGIN SOLUTION
rising = changes[changes["share_after"] > changes["share_before"]]
growing = rising.sort_values("chance").iloc[0]
grows = growing["theme"]
began = growing["since"].strftime("%Y-%m")
### END SOLUTION

# %% check="growing" points=1
# Checks that grows has grown beyond chance, and that began lies in the range of its beginning.
answer = checks.answer("grows")
growing = checks.given("theme_changes").query("verdict == 'growing'").iloc[0]
look = "Expected: the theme whose share has grown beyond chance, as it is written in the table. More tickets alone are no sign: sales grow too."
answer.that(answer.word(checks.given("theme_changes")["theme"], look=look) == growing["theme"], look)
month = checks.answer("began")
first, last = growing["since_earliest"].to_period("M"), growing["since_latest"].to_period("M")
month.that(
    first <= month.month() <= last,
    "That month is outside the range in which the growth began. Look at since_earliest and since_latest.",
)

# %% tags=["result"]
# Draws the share of the growing theme, quarter by quarter.
if checks.is_right("grows", "began", shows="The picture"):
    rows = samples.checkpoint("tickets")
    growing = samples.checkpoint("theme_changes").query("verdict == 'growing'").iloc[0]
    share = (rows["theme"] == growing["theme"]).groupby(rows["opened"].dt.to_period("Q").astype(str)).mean()
    axes = (100 * share).plot.bar(figsize=(8, 3), color="#b5532a")
    axes.set(xlabel="", ylabel="share of the quarter's tickets, %")
    before, after = f"{growing['share_before']:.0%}", f"{growing['share_after']:.0%}"
    drawing.finding(
        axes,
        f"{growing['theme'].capitalize()}: from {before} to {after} of all tickets",
        f"Bars, one for each quarter; the last is {share.iloc[-1]:.0%}.",
    )

# %% [markdown]
# **Careful with stories.** It is tempting to say: the lots of section 7 did it. Look at the days:

# %%
pieces, blamed = samples.load("inspections.csv"), samples.checkpoint("peeling_cause")
paint = pieces.loc[pieces["edge_paint"] == blamed["edge_paint"].iloc[0], "date"].min()
lots = pieces.loc[pieces["leather_lot"].isin(blamed["leather_lot"]), "date"].min()
began = samples.checkpoint("theme_changes").query("verdict == 'growing'").iloc[0]
print(f"The first inspected piece with that paint: {paint}. The first piece from one of those lots: {lots}.")
print(f"The complaints began to grow between {began['since_earliest']:%Y-%m-%d} and {began['since_latest']:%Y-%m-%d}.")

# %% [markdown]
# What came later cannot be the beginning. A date is a question for the workshop, not an answer.
#
# ## 11. Five pains in money
#
# Now everything on one scale: **CNY per year, with a range**. What three of the themes cost is taken from the tickets of 2025. Another year could
# be far off by chance, because a few large cases make most of the sum: their range comes with yours, in the table that you make.

# %%
costs = samples.checkpoint("theme_costs")
pains = painpoints.as_parts(costs[costs["theme"].isin(["hardware breaks", "edge paint peels", "late delivery"])])
years = samples.checkpoint("ranked").set_index("pain").round({"p10_per_year": -2, "p90_per_year": -2})
for pain in pains:
    low, high = years.loc[pain, ["p10_per_year", "p90_per_year"]]
    known = costs.set_index("theme").loc[pain, "likely_per_year"]
    print(f"{pain:18} {known:7,.0f} CNY in 2025; eight of ten possible years: {low:7,.0f} to {high:7,.0f}")
redone, leather = samples.checkpoint("rework"), samples.checkpoint("leather_use")
display(redone.round({"minutes_per_piece": 1, "hours": 0}))
leather.round({"scrap_share": 3, "lost_dm2": 0})

# %% [markdown]
# Two pains are missing, and they are yours:
#
# - **rework**: pieces that were done again. The first table says how many hours the same number of new pieces takes. To do a piece again takes
#   one to two times as long, because it must be taken apart. An hour costs the company 35 to 45 CNY. These people are paid by the month.
# - **wasted leather**: one cutter needs more leather than the others *for the same kind of goods*. `lost_dm2` says how much more each needed
#   in 2025. A square decimetre costs 0.65 to 1.00 CNY.
#
# **Your task.** Add both to `pains`, then rank them:
#
# `pains["rework"] = [...]`, `pains["wasted leather"] = [...]`, then `ranked = painpoints.ranking(pains)`; to look at it, in a line of its own,
# `ranked[["pain", "mean_per_year", "cash_mean_per_year", "time_mean_per_year"]]`
#
# **You choose** which rows of the tables count, the low, likely and high value of each, and which of the two is cash and which is time.
#
# <details><summary>Hint 1: the idea</summary>Low is the least hours times the least wage, high the most times the most. If rework ended tomorrow,
# which payment would be smaller at the end of the month? And if the leather were saved?</details>
# <details><summary>Hint 2: the tools</summary><code>painpoints.hours_part("name", hours_per_year=(low, likely, high), wage_per_hour=(low, likely,
# high))</code> is time. <code>painpoints.times_part("name", times_per_year=..., cost_each=(low, likely, high))</code> is cash.
# <code>table["column"].sum()</code> adds up a column.</details>
# <details><summary>Hint 3: an example with other data</summary>A café loses milk and minutes:<br>
# <code>losses["sour milk"] = [painpoints.times_part("litres", times_per_year=(200, 260, 300), cost_each=9)]</code><br>
# <code>losses["looking for cups"] = [painpoints.hours_part("looking", hours_per_year=(60, 90, 150), wage_per_hour=(20, 25, 30))]</code><br>
# <code>first = painpoints.ranking(losses)</code></details>

# %% answer="pains" choice=true
# Add the two pains, then rank all five.
### BEGIN SOLUTION
hours = redone["hours"].sum()
lost = leather.groupby("resource")["lost_dm2"].sum().max()
pains["rework"] = [painpoints.hours_part("redoing", hours_per_year=(hours, 1.5 * hours, 2 * hours), wage_per_hour=40)]
pains["wasted leather"] = [painpoints.times_part("dm2", times_per_year=lost, cost_each=(0.65, 0.8, 1.0))]
ranked = painpoints.ranking(pains)
### END SOLUTION

# %% check="pains" points=2
# Checks that ranked holds five pains, each with a cost that can be defended, and cash apart from time.
answer = checks.answer("ranked")
answer.reference("ranked", begins_with=["theme_costs", "rework", "leather_use"])
limits = checks.given("pain_limits").set_index("pain")
money = ["mean", "cash_mean", "time_mean", "p10", "p90"]
table = answer.table([*(f"{part}_per_year" for part in money), "sentence"], key=["pain"]).set_index("pain")
missing = [pain for pain in limits.index if pain not in table.index]
answer.that(
    not missing,
    f"'{next(iter(missing), '')}' is not in it. Expected: five pains, with the names 'rework' and 'wasted leather' for yours.",
)
others = [pain for pain in table.index if pain not in limits.index]
answer.that(
    not others,
    f"'{next(iter(others), '')}' is none of the five pains. It stays in pains until you run the grey cell above again, and then yours.",
)
answer.that(len(table) == len(limits), "Expected: these five pains, each once.")
numbers = table.drop(columns="sentence").apply(pd.to_numeric, errors="coerce")
mean, cash, time, low, high = (numbers[f"{part}_per_year"] for part in money)
wide = high - low
answer.that(
    ((cash + time - mean).abs() <= 0.01 * mean).all(),
    "Cash and time do not add up to the whole. Expected: the table as painpoints.ranking makes it.",
)
answer.that(
    cash["wasted leather"] > 0.99 * mean["wasted leather"],
    "Wasted leather counts as time. If less of it is bought, a payment is smaller: that is cash.",
)
answer.that(
    cash["rework"] < 0.6 * mean["rework"],
    "Rework counts as cash. These people are paid by the month: without rework, which payment would be smaller? It is time.",
)
for pain in limits.index:
    if limits.loc[pain, "given"]:
        answer.that(
            limits.loc[pain, "least"] <= mean[pain] <= limits.loc[pain, "most"],
            f"{pain} was given, and is not in the table as it was given. Run the grey cell above again, then yours.",
        )
        continue
    answer.that(
        wide[pain] > 0.05 * mean[pain],
        f"{pain} has no range. Expected: a low, a likely and a high value for what nobody knows to the yuan.",
    )
    answer.that(
        mean[pain] >= limits.loc[pain, "least"],
        f"{pain} is put too low, at {mean[pain]:,.0f} CNY per year. Look again which rows count, and what one "
        + ("hour costs, and whether to do a piece again takes as long." if pain == "rework" else "dm2 costs."),
    )
    answer.that(
        mean[pain] <= limits.loc[pain, "most"],
        f"{pain} is put too high, at {mean[pain]:,.0f} CNY per year. Look again which rows count, and what one {'hour' if pain == 'rework' else 'dm2'} costs.",
    )

# %% tags=["result"]
# Draws the five pains with their ranges.
if checks.is_right("ranked", shows="The ranking"):
    made = checks.yours("ranked", samples.checkpoint("ranked"))
    print(
        "Of what was paid out, the range holds eight of ten possible years. Of your two pains it holds what you do not know."
    )
    print("Lost customers are in none of them: nobody has counted those.")
    for sentence in made["sentence"]:
        print("-", sentence)
    painpoints.draw_ranking(made)

# %% [markdown]
# ## 12. With AI, or without?
#
# The dealer has an AI for every pain. For each pain there is also a cure without AI: a checklist, a phone call, a bench. What do they cost in two
# years, and what do they bring? `net_value` is what a cure brings in two years less what it costs: `net_value_mean` on average over
# thousands of possible futures, `net_value_p10` in a bad one (one in ten is worse); `net_cash_mean` counts only the savings that are cash.
# How much of a pain each cure takes away is the foreman's guess: nobody has tried any of them yet.

# %%
compared = samples.checkpoint("compared_cures")
display(
    compared[["pain", "cure", "with_ai", "net_value_p10", "net_value_mean", "net_cash_mean"]].round(
        {"net_value_p10": 0, "net_value_mean": 0, "net_cash_mean": 0}
    )
)
ideas = samples.load("ideas.csv")
ideas

# %% [markdown]
# The second table is what the foreman, Chen and the bookkeeper think of the five AI ideas, from 1 to 5. Are the **data** there, is it **feasible**,
# what does it **return**, does it **fit** how we work? And what is the **risk**? (5 is the worst; the tool knows that less risk is better.) How much
# each criterion counts is a matter of opinion. So before anybody quarrels, `painpoints.sensitivity` tries 20,000 sets of weights. In how many of them
# is an idea first?
#
# **Your task.** Choose your own weights, and make `by_weights = painpoints.sensitivity(ideas, weights={...})`. Then decide:
#
# - `pilot`: the AI idea that you would try, by its name. Several can be defended; one that loses money cannot.
# - `pilot_first_share`: in what share of all those sets it is first, between 0 and 1 (`by_weights[["option", "first_share_all"]]` shows it). An idea that is never first needs
#   very good reasons.
# - `monday`: the cure **without** AI that you would begin on Monday, by its name: for another pain than the pilot, because no money can be saved twice,
#   and one that pays in cash.
#
# **You choose** all of it. There is no single right answer.
#
# <details><summary>Hint 1: the idea</summary>A pilot should bring money even in a bad future, or at least on average. And what costs little and can
# begin on Monday need not wait for any pilot.</details>
# <details><summary>Hint 2: the tool</summary>Weights are pairs in curly brackets, one for each criterion; only their proportions matter.</details>
# <details><summary>Hint 3: an example with other data</summary>Three places for a new shop:<br>
# <code>places = painpoints.sensitivity(shops, weights={"light": 2, "passers-by": 3})</code></details>

# %% answer="pilot" choice=true
# Choose weights, a pilot, and the cure for Monday.
### BEGIN SOLUTION
by_weights = painpoints.sensitivity(ideas, weights={"data": 2, "feasibility": 2, "return": 3, "fit": 1, "risk": 2})
value = compared.set_index("cure")["net_value_mean"]
pilot = value[by_weights["option"]].idxmax()
pilot_first_share = by_weights.set_index("option").loc[pilot, "first_share_all"]
others = compared[compared["pain"] != compared.set_index("cure").loc[pilot, "pain"]]
monday = others[~others["with_ai"]].set_index("cure")["net_cash_mean"].idxmax()
### END SOLUTION

# %% check="pilot" points=1
# Checks that pilot and monday are backed by their numbers; it does not check which you chose.
pilot, monday = checks.answer("pilot"), checks.answer("monday")
cures = checks.given("compared_cures").set_index("cure")
first = checks.given("idea_shares").set_index("option")["first_share_all"]
chosen = pilot.word(
    first.index, look="Expected: the name of one of the five AI ideas, as it is written in the table, in quotes."
)
begun = monday.word(cures.index, look="Expected: the name of a cure, as it is written in the table, in quotes.")
pilot.that(
    cures.loc[chosen, "net_value_mean"] > 0,
    f"On average this pilot loses {-cures.loc[chosen, 'net_value_mean']:,.0f} CNY in two years. Expected: one that brings money on average. Look at the pain it cures: "
    "how large is it?",
)
share = checks.answer("pilot_first_share")
share.is_number(
    float(first[chosen]),
    tolerance=0.02,
    look="Expected: the value of first_share_all in the row of your pilot, in the table of painpoints.sensitivity.",
)
monday.that(not cures.loc[begun, "with_ai"], "That cure needs AI. Expected: one without.")
monday.that(
    cures.loc[begun, "net_cash_mean"] > 0,
    f"In cash that loses {-cures.loc[begun, 'net_cash_mean']:,.0f} CNY in two years. Expected: a cure that brings more cash than it costs. Time that nobody can "
    "spend pays no bill.",
)
monday.that(
    cures.loc[begun, "pain"] != cures.loc[chosen, "pain"],
    "Both of your cures are for the same pain, and no money can be saved twice. Expected: Monday's cure for another pain, or another pilot.",
)

# %% tags=["result"]
# Sets the pilot beside the cure of the same pain without AI, and draws in what share of all sets of weights each idea is first.
if checks.is_right("pilot", "pilot_first_share", "monday", shows="The picture"):
    rows = samples.checkpoint("compared_cures").set_index("cure")
    mine = checks.answer("pilot").word(rows.index)
    plain = rows[~rows["with_ai"] & (rows["pain"] == rows.loc[mine, "pain"])].iloc[0]
    print(
        f"For the same pain, {plain.name!r} brings {plain['net_value_mean']:,.0f} CNY in two years without AI, your pilot {rows.loc[mine, 'net_value_mean']:,.0f}."
    )
    if plain["net_value_mean"] > rows.loc[mine, "net_value_mean"]:
        print("So the pilot must bring something else, or it is a gadget. Tell Fang which.")
    equal = dict.fromkeys(["data", "feasibility", "return", "fit", "risk"], 1)
    usual = painpoints.sensitivity(samples.load("ideas.csv"), weights=equal)
    made = by_weights if isinstance(by_weights, pd.DataFrame) and set(usual) <= set(by_weights) else usual
    painpoints.draw_sensitivity(made)

# %% [markdown] essay="problem-statement" points=5
# ## 13. The problem statement
#
# **Write to Fang, in about 150 words**: which pain comes first, and what you propose. A good problem statement has a *baseline* (how bad it is now, in
# numbers, with their range), an *owner* (who is responsible), a *measure of success* with a date, and a sentence on what would make you **stop**. Say what
# you will begin on Monday without AI, and what you do **not** know yet.
#
# Click the box below and write there. Your trainer reads it: 5 points.
#
# === BEGIN MARK SCHEME ===
#
# | level | points | the statement |
# |---|---|---|
# | missing | 0 | is empty, or names a pain without any number of the lab |
# | begun | 1-2 | names one pain with its cost per year, and a cure; 2 when the cost has a range or cash is told from time |
# | sound | 3-4 | has baseline, owner, and a measure of success with a date, and names the cure without AI beside the pilot; 4 when the owner could sign it as it is |
# | excellent | 5 | also says what is not known (why lines wait, another year's large cases) and how to find out cheaply, and what would make them stop |
#
# === END MARK SCHEME ===

# %% [markdown]
# ## The end, and Monday
#
# Save with Ctrl+S and press **Validate** above: it runs the whole lab afresh and names what is still open. Then hand in this file
# as your trainer told you.
#
# On Monday, open [own-files](own-files.ipynb): the same looks at **your** tickets, your event log, or both. Write their paths in the first grey box. No log yet? Take
# a pencil, stand beside the place where work piles up, and write down for five orders when each step began and ended.
