# %% [markdown]
# # Lab 04: did the chatbot work?
#
# **After this you can** write down a number so that two people get the same one, and tell news from noise. You can judge a trial by places where
# nothing was changed, see who pays for a good average, and say what is left in cash.
#
# Two sittings of about an hour and a half each, 20 points by checks and 5 by your trainer. Part A asks what changed, part B whom it helped, what it is worth, and what
# to do.
#
# **The story.** Lantern Bridge Leather sells at twelve desks: a market stall, shops on marketplaces, resale partners. Customers ask where their parcel is, what a bag costs, how
# to clean it. In 2025 four desks got a chatbot. Now its seller sits at Fang Guoqiang's table, with a slide: "*More than half of the work is gone.* Sign for all
# twelve desks, and the price holds." Chen, who runs sales, says customers in the Gulf have become quiet. Fang looks at you. **"Did it work? And what do I do?"**
#
# **How it works.** As before: write in place of the three dots `...`, press Shift+Enter, and once more for the check under it. A wrong answer costs
# nothing, and every section begins with fresh tables. What to choose is in no hint. That is your part.
#
# | word | what it means here |
# |---|---|
# | KPI | a number by which a company steers, defined so that two people get the same one |
# | baseline | what the number was, and how much it moved, before anything was changed |
# | guardrail | a second number that must not get worse while the first gets better |
# | pilot desk | one of the four desks with a chatbot; the others had none all year |
# | unit | in the charts of the pilot a desk; in the table of offers, one question |
# | range | where the true value probably lies, when chance is allowed for |

# %% tags=["set-up"]
# Part A begins here: after a break, or after a restart, run this cell first.
import pandas as pd

from millrace import checks, effects, kpis, samples, slips, value

slips.explain()

# %% [markdown]
# # Part A: what changed?
#
# ## 1. Which number, exactly?
#
# Two people counted how many questions were settled in the last quarter, from the same file. Both were careful:

# %%
tickets = samples.checkpoint("pilot_tickets")
quarter = tickets[(tickets["opened"] >= "2025-10-01") & (tickets["pilot"] == "yes")]
quarter[["ticket_id", "desk", "language", "topic", "handled_by", "noted", "came_back", "satisfaction"]].head(4)

# %% tags=["result"]
# Says what the two of them counted at the desks with a chatbot.
rows = samples.checkpoint("pilot_tickets").query("pilot == 'yes' and opened >= '2025-10-01'")
seller, chen = (rows["noted"] == "yes").mean(), (rows["settled"] == "yes").mean()
print(f"The seller: {seller:.0%} settled. Chen: {chen:.0%}.")

# %% [markdown]
# In the file, whoever handled a question notes at the end whether it is settled. The chatbot notes its own. (`came_back`: the customer asked about the same thing within 7 days.)
#
# Fang wants one number for "**do our customers get their answer?**", week after week, with and without a chatbot. Write it down **before** you count
# anything. Here are the parts of such a definition, and what people proposed:

# %%
proposals = samples.load("kpi_parts.csv")
with pd.option_context("display.max_colwidth", None):
    display(proposals.set_index(["part", "letter"]))

# %% [markdown]
# **Your task.** `definition`: for each of the six parts, the letter of what you would write.
#
# **You choose** all of them. For two parts more than one letter can be defended.
#
# <details><summary>Hint 1: the idea</summary>Ask of each proposal: who could make this number better without one customer being helped more? And: could I
# work it out the same way at a desk that has no chatbot?</details>
# <details><summary>Hint 2: the form</summary>Pairs in curly brackets: the part in quotes, a colon, the letter in quotes; a comma between two
# pairs.</details>
# <details><summary>Hint 3: an example with other data</summary>A bakery defines "how much bread is left over":<br>
# <code>bread = {"numerator": "b", "denominator": "d", "window": "a"}</code></details>

# %% answer="definition" choice=true
# Choose a letter for each part of the definition.
### BEGIN SOLUTION
definition = {
    "numerator": "c",
    "denominator": "a",
    "window": "c",
    "direction": "a",
    "guardrail": "b",
    "owner": "c",
}
### END SOLUTION

# %% check="definition" points=2
# Checks that definition gives a number that everybody gets, and that nobody can improve without helping a customer.
answer = checks.answer("definition")
parts = ["numerator", "denominator", "window", "direction", "guardrail", "owner"]
mine = answer.pairs(parts, list("abcde"), look='Expected: each part with its letter, such as {"numerator": "b"}.')
missing = [part for part in parts if part not in mine]
answer.that(
    not missing, f"There is no letter for the {next(iter(missing), '')}. Expected: one for each of the six parts."
)
answer.that(len(mine) == len(parts), "Expected: the six parts of the table, and no others.")
looks = {
    ("numerator", "a"): "a desk without a chatbot would have 0. And a question can be closed without being answered.",
    ("numerator", "b"): "whoever notes it, marks his own work. The customer may come back the next day.",
    ("numerator", "d"): "few customers give points, and those who gave up give none.",
    ("denominator", "b"): "a desk without a chatbot has none. It could not be compared.",
    ("denominator", "c"): "most customers give no points, and they would all drop out.",
    ("denominator", "d"): "then it is always 100 %.",
    ("window", "a"): "any year has a best week.",
    (
        "window",
        "b",
    ): "a customer who asked this morning had no 7 days to come back in. The newest week would always look good.",
    ("window", "e"): "then nobody sees in time that something changes.",
    ("direction", "b"): "should fewer customers get their answer?",
    ("guardrail", "a"): "that says how much the tool is used, not whom it hurts.",
    ("guardrail", "d"): "that is nearly the same number again, and the easier one to polish.",
    ("owner", "a"): "whoever is paid for a number should not be its owner.",
    ("owner", "b"): "they see one question at a time, and cannot change how a desk works.",
    ("owner", "d"): "what belongs to everybody, nobody looks after.",
}
right = {"numerator": "c", "denominator": "a", "window": "cd", "direction": "a", "guardrail": "bc", "owner": "c"}
for part in parts:
    answer.that(mine[part] in set("abcde"), f"The {part} has no such letter. Expected: a letter of the table.")
    look = looks.get((part, mine[part]), "there is no such letter in the table.")
    answer.that(mine[part] in set(right[part]), f"{part.capitalize()} {mine[part]}: {look}")

# %% tags=["result"]
# Prints the definition as a page, and what the numerator `as noted` would have said.
if checks.is_right("definition", shows="The page"):
    rows = samples.checkpoint("pilot_tickets").query("pilot == 'yes'")
    text = samples.load("kpi_parts.csv").set_index(["part", "letter"])["text"]
    parts = ["numerator", "denominator", "window", "direction", "guardrail", "owner"]
    letters = checks.answer("definition").pairs(parts, list("abcde"))
    chosen = {part: text[part, letters[part]] for part in parts}
    settled = kpis.Kpi(
        name="settled for good", question="Do our customers get their answer?", unit="share", wait_days=7,
        source="support_pilot.csv", **{**chosen, "direction": "higher"},
    )  # fmt: skip
    print(settled.describe())
    ways = {"as defined": rows["settled"] == "yes", "as noted": rows["noted"] == "yes"}
    table = pd.DataFrame({name: way.groupby(rows["time"]).mean() for name, way in ways.items()}).T
    display((100 * table[["before", "since"]]).round(1).rename(columns="{} the chatbot, %".format))
    print("Both rise since then. Remember that: both totals are misleading, for a reason that section 6 shows.")

# %% [markdown]
# ## 2. What is news?
#
# The seller's slide is about work: **staff minutes per question**. Here are the four pilot desks together, week by week (only whole weeks). The first
# of these desks got its chatbot on **Monday, 12 May 2025**.

# %%
weeks = samples.checkpoint("desk_weeks")
weeks.head(3)

# %% tags=["result"]
# Draws the weeks, and names the best of them.
made = samples.checkpoint("desk_weeks")
first = samples.checkpoint("desk_starts")["began"].min()
best, before = made.loc[made["minutes"].idxmin()], made.loc[made["week"] < first, "minutes"].mean()
print(
    f"The best week began on {best['week']:%d %B}: {best['minutes']:.1f} minutes per question instead of {before:.1f}."
)
print(f"That is {1 - best['minutes'] / before:.0%} less, and it is the week on the seller's slide.")
axes = made.set_index("week")["minutes"].plot(figsize=(7.5, 3), color="#b5532a", ylim=(0, None))
_ = axes.set(title="No week is like the last one", xlabel="", ylabel="minutes per question")

# %% [markdown]
# Weeks differ even when nothing happens. The **baseline** says how far. `kpis.against_baseline` works out from it how low and how high an ordinary week goes.
# A week beyond that is news.
#
# **Your task.** Three lines: `limits = kpis.against_baseline(weeks, value="minutes", when="week", baseline_until="...")`, where the date is the last day of the
# baseline; then `news`, the list of weeks (their Monday) that are news; and `usual_low`, the number of minutes below which a week is news.
#
# **You choose** which weeks are the baseline.
#
# <details><summary>Hint 1: the idea</summary>A baseline is what the desks did with nothing changed. As many such weeks as there are, and none of the
# others.</details>
# <details><summary>Hint 2: the tools</summary>The table has a row per week, with columns <code>when</code>, <code>value</code>, <code>low</code>, <code>high</code>,
# <code>verdict</code>. <code>list(table.loc[table["one"] == "word", "other"])</code> lists the column "other" of some rows; <code>table["column"][0]</code> is the first
# value.</details>
# <details><summary>Hint 3: an example with other data</summary>A hotel changed its breakfast on 4 March 2024:<br>
# <code>guests = kpis.against_baseline(days, value="eggs", when="day", baseline_until="2024-03-03")</code><br>
# <code>odd_days = list(guests.loc[guests["verdict"] == "news", "when"])</code><br>
# <code>many_eggs = guests["high"][0]</code></details>

# %% answer="news" choice=true
# Find the weeks that are news, and the border below which they are.
### BEGIN SOLUTION
limits = kpis.against_baseline(weeks, value="minutes", when="week", baseline_until="2025-05-11")
news = list(limits.loc[limits["verdict"] == "news", "when"])
usual_low = limits["low"][0]
### END SOLUTION

# %% check="news" points=1
# Checks that news and usual_low come from the weeks in which nothing was changed.
number = checks.answer("usual_low")
given = checks.given("desk_weeks")
right = kpis.against_baseline(given, value="minutes", when="week", baseline_until="2025-05-11")
whole = kpis.against_baseline(given, value="minutes", when="week")
mine = number.is_number()
number.that(
    abs(mine - whole["low"].iloc[0]) > 0.005,
    "The whole year is in your baseline. Then the chatbot's own weeks say what is usual, and it can hardly be news.",
)
number.that(
    abs(mine - right["high"].iloc[0]) > 0.005,
    "That is the upper border. Expected: the number below which a week is news.",
)
number.is_number(
    right["low"].iloc[0],
    tolerance=0.005,
    look="Expected: the column low, from all weeks before the first desk began, and from none since.",
)
answer = checks.answer("news")
answer.lists(
    right.loc[right["verdict"] == "news", "when"],
    what="weeks",
    column="when",
    too_many="Expected: only weeks with the verdict news.",
    too_few="Expected: all weeks with the verdict news, of the whole table.",
)

# %% tags=["result"]
# Draws the weeks with their limits.
if checks.is_right("news", "usual_low", shows="The picture"):
    _ = kpis.draw_baseline(samples.checkpoint("week_limits"), name="staff minutes per question", unit="minutes")
    print(
        "Something changed at these desks. What it was, this chart cannot say: the chatbot, the season, or other questions than before."
    )

# %% [markdown]
# ## 3. Two answers that everybody gives
#
# The usual ways to say what it did:
#
# - **before and after**: the pilot desks since they began, against the same desks before;
# - **pilot against others**: since then, the pilot desks against the eight others.

# %%
tickets = samples.checkpoint("pilot_tickets")
means = tickets.groupby(["pilot", "time"])["minutes"].mean()
means.unstack("time").round(2)

# %% [markdown]
# (`time` says whether a pilot desk had its chatbot yet. For the eight others it cuts the year on the day on which the first one began.)
#
# **Your task.** `before_after` and `against_others`: the change as each of the two sees it, as a share: -0.1 means 10 % fewer minutes.
#
# <details><summary>Hint 1: the idea</summary>Each answer uses two of the four means, and each time the one that you want to know is divided by the one that you hold it
# against. One is left out of both.</details>
# <details><summary>Hint 2: the tools</summary><code>means["yes", "before"]</code> takes one of the means. What you want to know, divided by what you hold it against, less 1, is the change as a share.</details>
# <details><summary>Hint 3: an example with other data</summary>Two schools, marks in winter and summer:<br>
# <code>change = marks["north", "summer"] / marks["north", "winter"] - 1</code></details>

# %% answer="usual"
# Work out both answers.
### BEGIN SOLUTION
before_after = means["yes", "since"] / means["yes", "before"] - 1
against_others = means["yes", "since"] / means["no", "since"] - 1
### END SOLUTION

# %% check="usual" points=1
# Checks both changes, each as a share.
first, second = checks.answer("before_after"), checks.answer("against_others")
rows = checks.given("pilot_tickets")
mean = rows.groupby(["pilot", "time"])["minutes"].mean()
rights = {"before_after": mean["yes", "before"], "against_others": mean["no", "since"]}
for each, (name, base) in zip((first, second), rights.items(), strict=True):
    right = mean["yes", "since"] / base - 1
    said = each.is_number()
    each.that(abs(said - 100 * right) > 0.5, f"{name} is {said:g}. Expected: a share, not per cent. Divide by 100.")
    each.that(
        abs(said - (mean["yes", "since"] - base)) > 0.005,
        f"{name} is a number of minutes. Expected: the change as a share.",
    )
    each.that(abs(said - right - 1) > 0.005, f"{name} says how much is left. Expected: the change, so take off 1.")
    each.that(abs(said + right) > 0.005, f"{name} has no minus. Expected: the change; fewer minutes are below zero.")
    each.that(
        abs(said - (base / mean["yes", "since"] - 1)) > 0.005,
        f"{name} is turned round. Expected: the pilot desks since they began, divided by what they are held against.",
    )
first.is_number(
    mean["yes", "since"] / mean["yes", "before"] - 1,
    tolerance=0.005,
    look="Expected: pilot desks, since over before, less 1.",
)
second.is_number(
    mean["yes", "since"] / mean["no", "since"] - 1,
    tolerance=0.005,
    look="Expected: since the start, pilot desks over the others, less 1.",
)

# %% tags=["result"]
# Says what both leave out.
rows = samples.checkpoint("pilot_tickets")
mean = rows.groupby(["pilot", "time"])["minutes"].mean()
print(f"The others, without any chatbot, changed by {mean['no', 'since'] / mean['no', 'before'] - 1:+.0%} as well,")
print(
    f"and before anybody began the pilot desks already differed from them by {mean['yes', 'before'] / mean['no', 'before'] - 1:+.0%}."
)

# %% [markdown]
# ## 4. Both together, by hand
#
# Each answer leaves out what the other knows. Before and after does not know what the year would have done anyway. Against the others does not know that desks differ. So do
# both: set each pilot desk beside **one** desk without a chatbot, and see how much *more* its minutes fell. A table and a pencil would do; a helper does the arithmetic.

# %% tags=["result"]
# Reads the pilot: which desk began when, and what is measured.
starts = samples.checkpoint("desk_starts").set_index("desk")["began"].to_dict()
ours = effects.pilot(
    samples.checkpoint("pilot_tickets"),
    outcome="minutes",
    unit="desk",
    when="opened",
    starts=starts,
    measure="amount",
    better="lower",
    alike=["topic"],
)

# %%
samples.checkpoint("desks")

# %% [markdown]
# The table shows the desks before anybody began: who asks there (shares by language), how many minutes a question
# takes, and how many come per week. The folded cell has read the pilot into `ours`, which compares like with like from the outset: questions on a topic only
# with questions on the same topic, and each desk until its own first day. Section 6 shows why. (So its minutes differ from the table's, at some desks by more than one.)
#
# **Your task.** `pairs`: for each of the four pilot desks the desk to set beside it. Then the line
# `by_hand = effects.paired_by_hand(ours, pairs=pairs)["effect_share"].mean()`. A pair's `effect_share` says how much more the minutes changed at
# the pilot desk than at the other.
#
# **You choose** the pairs. A desk may be used twice.
#
# <details><summary>Hint 1: the idea</summary>What would this desk have done without the chatbot? The best stand-in has the same customers: they have the same holidays, the same
# questions, the same season. Its sign above the door matters less.</details>
# <details><summary>Hint 2: the form</summary>Pairs in curly brackets: the pilot desk, a colon, the other desk. <code>ours</code> is given.</details>
# <details><summary>Hint 3: an example with other data</summary>Two vineyards tried a spray; each is set beside one on the same slope:<br>
# <code>beside = {"South Gate": "Old Wall", "Mill Hill": "Fox Field"}</code></details>

# %% answer="pairs" choice=true
# Set a desk beside each pilot desk, then compare.
### BEGIN SOLUTION
table = samples.checkpoint("desks").set_index("desk")
shares = table[["chinese", "english", "arabic"]]
others = shares[table["pilot"] == "no"]
pairs = {desk: (others - shares.loc[desk]).abs().sum(axis=1).idxmin() for desk in starts}
by_hand = effects.paired_by_hand(ours, pairs=pairs)["effect_share"].mean()
### END SOLUTION

# %% check="pairs" points=2
# Checks that each pilot desk stands beside one with the same customers, and that by_hand follows from your pairs.
answer = checks.answer("pairs")
known = checks.given("desks").set_index("desk")
began = checks.given("desk_starts").set_index("desk")["began"].to_dict()
mine = answer.pairs(
    known.index, known.index, look='Expected: each pilot desk with another, such as {"North": "South"}.'
)
for desk in began:
    answer.that(
        desk in mine, f"{desk} had a chatbot and has no partner. Expected: one for each of the four pilot desks."
    )
answer.that(len(mine) == len(began), "Expected: the four pilot desks first in their pairs, and no others.")
shares = known[["chinese", "english", "arabic"]]
for desk, other in mine.items():
    answer.that(other in known.index, f"There is no desk '{other}'. Expected: names as in the table.")
    answer.that(
        known.loc[other, "pilot"] == "no",
        f"{other} had a chatbot too. It cannot say what {desk} would have done without one.",
    )
    apart = (shares[known["pilot"] == "no"] - shares.loc[desk]).abs().sum(axis=1)
    answer.that(
        apart[other] <= apart.min() + 0.3,
        f"{desk} and {other} serve customers of different languages. They have other holidays and ask other things.",
    )
number = checks.answer("by_hand")
rows = checks.given("pilot_tickets")
read = effects.pilot(
    rows, outcome="minutes", unit="desk", when="opened", starts=began, measure="amount", better="lower", alike=["topic"]
)
paired = effects.paired_by_hand(read, pairs=mine)
said = number.is_number()
number.that(
    abs(said - paired["effect"].mean()) > 0.005,
    "by_hand is a number of minutes. Expected: the mean of effect_share, without a unit.",
)
number.that(abs(said - paired["effect_share"].sum()) > 0.005, "by_hand is a sum. Expected: the mean of the four.")
number.is_number(
    paired["effect_share"].mean(),
    tolerance=0.005,
    look="Expected: the mean of effect_share over your four pairs, from ours, which compares questions on the same topic.",
)

# %% tags=["result"]
# Shows the pairs, and the answers side by side.
if checks.is_right("pairs", "by_hand", shows="The comparison"):
    shown = effects.paired_by_hand(ours, pairs=pairs)
    display(
        shown[["pilot", "other", "pilot_before", "pilot_since", "other_before", "other_since", "effect_share"]].round(2)
    )
    _ = effects.draw_effect(samples.checkpoint("usual_answers"))
    print(
        f"Your four pairs say {by_hand:+.0%}. The last line of the chart uses all desks at once, and says how far chance reaches."
    )

# %% [markdown]
# ## 5. Chosen after a bad spring
#
# Why do the answers differ so much? One reason is other questions than before; section 6 is about them. Another lies before the pilot. In March and April the minutes were high at some desks, and **these** got the chatbot. That sounds
# reasonable. The table says how far those months were above the desks' own usual level (`above_usual`), and how the minutes have changed since then (`change_share`). `units` is the number of desks in each row.

# %%
spring = samples.checkpoint("chosen_desks")
spring.round(3)

# %% [markdown]
# **Your task.** `by_itself`: the change since spring (as a share) that bad desks have **without** a chatbot: what comes by itself when one begins from the worst months.
#
# **You choose** the row that says so.
#
# <details><summary>Hint 1: the idea</summary>After the worst months come better ones, whatever one does; a fever falls, doctor or not. Who shows how much that alone is?</details>
# <details><summary>Hint 2: the tool</summary><code>table["column"][0]</code> is the first value of a column, <code>[1]</code> the second.</details>
# <details><summary>Hint 3: an example with other data</summary>How much better slow runners ran in the next race, with no new shoes: <code>alone = runners["gain"][3]</code></details>

# %% answer="by-itself" choice=true
# Say what comes by itself after a bad spring.
### BEGIN SOLUTION
by_itself = spring["change_share"][1]
### END SOLUTION

# %% check="by-itself" points=1
# Checks by_itself, the change that comes without a chatbot.
answer = checks.answer("by_itself")
rows = checks.given("chosen_desks").set_index("who")["change_share"]
said = answer.is_number()
answer.that(
    abs(said - 100 * rows.iloc[1]) > 0.5, f"by_itself is {said:g}. Expected: a share, not per cent. Divide by 100."
)
answer.that(
    abs(said - rows["pilot units"]) > 0.001,
    "These desks had the chatbot. What it did, and what came by itself, are mixed in there.",
)
answer.that(
    abs(said - rows["all others"]) > 0.001,
    "Most of these desks had no bad spring. Expected: those that did.",
)
answer.that(
    abs(said - (rows["pilot units"] - rows.iloc[1])) > 0.001,
    "That is what is left of the change. Expected: what comes by itself.",
)
answer.that(
    abs(said + rows.iloc[1]) > 0.005, "by_itself has no minus. Expected: the change; fewer minutes are below zero."
)
answer.is_number(
    rows.iloc[1], tolerance=0.005, look="Expected: change_share of the desks with a bad spring and no chatbot."
)

# %% tags=["result"]
# Prints the price of beginning from the worst months.
rows = samples.checkpoint("chosen_desks").set_index("who")
alone, all_of_it = rows["change_share"].iloc[1], rows["change_share"].iloc[0]
print(
    f"Against spring the pilot desks improved by {-all_of_it:.0%}; other bad ones, without anything, by {-alone:.0%}."
)
monthly = samples.checkpoint("questions_per_month")["per_month"][0] * rows["chosen_months"].iloc[0] / 60 * -alone * 40
print(
    f"Whoever counts that as the chatbot's work at these four desks counts {monthly:,.0f} CNY of staff time per month that would have come for nothing."
)

# %% [markdown]
# ## 6. A total that rises
#
# And the customers? At the pilot desks **more** questions are settled for good than before: noted as settled, and not asked again within 7 days. The seller has this on his second slide.

# %%
pilot_tickets = samples.checkpoint("pilot_tickets").query("pilot == 'yes'")
share = (pilot_tickets["settled"] == "yes").groupby(pilot_tickets["time"]).mean()
print(f"Settled for good: {share['before']:.1%} before, {share['since']:.1%} since.")
pilot_tickets[["desk", "language", "topic", "part_of_day", "handled_by", "settled", "time"]].iloc[[0, -1]]

# %% [markdown]
# A total can rise because each kind of question is answered better, or because there are more of the easy kind. `kpis.mix_and_rate` splits a change into the two: `mix_effect`, other questions than
# before, and `rate_effect`, the same questions answered better or worse.
#
# **Your task.** Two lines:
#
# - `split = kpis.mix_and_rate(pilot_tickets, by="...", numerator="settled == 'yes'", period="time", before="before", after="since")`;
# - `served`: how the customers are served now, when like is held against like: `"better"`, `"worse"` or `"the same"`.
#
# **You choose** by which column: `desk`, `language`, `topic`, or another. Try several, and look at each with a line of its own:
# `split[["group", "share_before", "share_after", "rate_before", "rate_after"]]`
#
# <details><summary>Hint 1: the idea</summary>Since a machine answers at once, at any hour, what is asked more than before? Is that an easy or a hard question? Look for the column in which the
# shares (<code>share_before</code>, <code>share_after</code>) moved <b>and</b> which says how hard a question is.</details>
# <details><summary>Hint 2: the tool</summary>In the row <code>all</code>, mix and rate add up to the change of the total. The other rows show each group: <code>rate_before</code>,
# <code>rate_after</code>.</details>
# <details><summary>Hint 3: an example with other data</summary>A clinic's patients recover more often, since it treats more colds:<br>
# <code>parts = kpis.mix_and_rate(patients, by="illness", numerator="well == 'yes'", period="year", before=2022, after=2023)</code></details>

# %% answer="split" choice=true
# Split the change, and say how customers are served.
### BEGIN SOLUTION
split = kpis.mix_and_rate(
    pilot_tickets, by="topic", numerator="settled == 'yes'", period="time", before="before", after="since"
)
served = "worse"
### END SOLUTION

# %% check="split" points=2
# Checks that split holds the kind of question alike, and that served follows from it.
answer = checks.answer("split")
expected = answer.reference("topic_split", begins_with=["pilot_tickets"])
found = ["rate_before", "rate_after", "mix_effect", "rate_effect"]
table = answer.table(found, key=["group"])
names = set(table["group"].astype(str))
rows = checks.given("pilot_tickets")
for column, look in {
    "desk": "their shares moved, but a desk says who asks, not how hard the question is",
    "language": "their shares moved, but a language says who asks, not how hard the question is",
    "part_of_day": "the time of day says little about how hard a question is",
    "handled_by": "who answers is what the chatbot itself changed, so that it cannot be held alike",
}.items():
    answer.that(
        not (names & set(rows[column])),
        f"The change is split by {column}: {look}. Expected: the column that says what is asked.",
    )
first_rate = pd.to_numeric(table["rate_before"], errors="coerce").max()
answer.that(
    abs(first_rate - expected["rate_after"].max()) > 1e-6,
    "before and after are turned round. Expected: from before to since.",
)
answer.that(
    abs(first_rate - expected["rate_before"].max()) < 0.001 or not names & set(expected["group"]),
    "Expected: the pilot desks only, before and since, and the questions that were settled for good.",
)
answer.matches(
    expected,
    key=["group"],
    columns=found,
    unchanged=[name for name in expected if name in answer.value and name not in ["group", *found, "remark"]],
    too_many="Expected: a row for each topic, and one for all.",
    too_few="Expected: a row for each topic, and one for all.",
    look="Expected: what kpis.mix_and_rate finds for the pilot desks, from before to since.",
)
word = checks.answer("served")
word.that(
    word.word(["better", "worse", "the same"]) == "worse",
    "Look at rate_before and rate_after of each topic. In how many does the share rise?",
)

# %% tags=["result"]
# Draws the split.
if checks.is_right("split", "served", shows="The picture"):
    ours_split = samples.checkpoint("topic_split")
    print(kpis.mix_sentence(ours_split))
    _ = kpis.draw_mix(ours_split)
    print(
        "Is it good that more people ask easy things, since they get an answer at once? Perhaps. But it is not what the slide says."
    )

# %% [markdown]
# **Part A ends here.** You have a definition, a baseline, three answers that differ, and two reasons why. Save with Ctrl+S. Part B can wait until tomorrow.

# %% [markdown]
# # Part B: for whom, for how much, and now?
#
# ## 7. Closed, or settled?
#
# The seller offers a fair-sounding contract: "*You pay a bonus of 6,000 CNY per year only if at least 60 % of the questions that the chatbot takes need no person.*"

# %% tags=["set-up"]
# Part B begins here: after a break, or after a restart, run this cell first.
import pandas as pd

from millrace import checks, effects, kpis, samples, slips, value

slips.explain()

# %%
taken = samples.checkpoint("pilot_tickets").query("handled_by != 'person'")
taken[["ticket_id", "language", "topic", "handled_by", "noted", "came_back", "settled"]].head(5)

# %% [markdown]
# `handled_by` is `chatbot` where it closed the question alone, and `both` where it handed over to a person. (Some minutes of staff are booked on those that
# it closed, too: somebody looks through them, and answers who comes back.)
#
# **Your task.** Two shares of `taken`, between 0 and 1: `closed`, the share that the contract counts: no person was needed; and `helped`, the share in which the customer was really helped by the
# chatbot alone.
#
# **You choose** what "really helped" means in the columns of this table.
#
# <details><summary>Hint 1: the idea</summary>A customer who gives up needs no person either. Which columns say whether somebody was helped, and who
# noted them?</details>
# <details><summary>Hint 2: the tools</summary><code>(table["one"] == "word").mean()</code> is a share of rows. Two conditions together: <code>((table["one"] == "a") &
# (table["other"] == "b")).mean()</code></details>
# <details><summary>Hint 3: an example with other data</summary>Parcels sent by lorry, and those that also came whole:<br>
# <code>sent = (parcels["by"] == "lorry").mean()</code><br>
# <code>came_whole = ((parcels["by"] == "lorry") & (parcels["state"] == "whole")).mean()</code></details>

# %% answer="helped" choice=true
# Count what was closed, and what was settled.
### BEGIN SOLUTION
alone = taken["handled_by"] == "chatbot"
closed = alone.mean()
helped = (alone & (taken["settled"] == "yes")).mean()
### END SOLUTION

# %% check="helped" points=1
# Checks both shares: what the contract counts, and whom it helped.
first, second = checks.answer("closed"), checks.answer("helped")
rows = checks.given("pilot_tickets").query("handled_by != 'person'")
by_it, good = rows["handled_by"] == "chatbot", rows["settled"] == "yes"
for each in (first, second):
    said = each.is_number()
    each.that(said <= 1, f"{each.name} is {said:g}. Expected: a share between 0 and 1, not per cent and not a count.")
first.is_number(
    by_it.mean(),
    tolerance=0.002,
    places=2,
    look="closed: of what it took, the share that it closed without a person, whatever was noted and whatever came of it.",
)
said = second.is_number()
second.that(
    abs(said - (by_it & (rows["noted"] == "yes")).mean()) > 0.002,
    "helped: noted is what the chatbot says of itself. Some of these customers came back.",
)
second.that(
    abs(said - good.mean()) > 0.002,
    "helped: questions are in it that a person settled. Expected: by the chatbot alone.",
)
second.that(
    abs(said - good[by_it].mean()) > 0.002,
    "helped: that is a share of what it closed. Expected: of all that it took, as closed is.",
)
second.that(
    abs(said - (by_it & (rows["came_back"] == "no")).mean()) > 0.002,
    "helped: who did not come back may have given up. Expected: settled, which is both: noted, and not come back.",
)
second.is_number(
    (by_it & good).mean(),
    tolerance=0.002,
    places=2,
    look="helped: of what it took, the share that it closed alone and that stayed settled.",
)

# %% tags=["result"]
# Reads the contract with both numbers.
rows = samples.checkpoint("pilot_tickets").query("handled_by != 'person'")
by_it = rows["handled_by"] == "chatbot"
shares = {"closed without a person": by_it.mean(), "settled by it alone": (by_it & (rows["settled"] == "yes")).mean()}
for name, share in shares.items():
    print(f"{share:.0%} {name}: the bonus {'is due, 6,000 CNY per year' if share >= 0.6 else 'is not due'}.")
print("And when 'needs no person' pays, the chatbot is best tuned by hiding the button that calls one.")

# %% [markdown]
# ## 8. The answer, with its range
#
# Now the whole comparison, in one step. Week by week, each pilot desk is held against the desks that have no chatbot yet, and a range says how far chance alone may
# reach. Four measures:
#
# | measure | what it is | its change | good is |
# |---|---|---|---|
# | `minutes` | staff minutes per question | a share: -0.1 is 10 % fewer | lower |
# | `noted` | share noted as settled at once | 0.1 is 10 more of 100 questions | higher |
# | `settled` | share settled for good, as in section 1 | 0.1 is 10 more of 100 questions | higher |
# | `satisfaction` | points from 1 to 5, of the few who gave any | points | higher |


# %% tags=["result"]
# Makes look, which shows the change of each measure with its range.
def look(alike):
    """Show the change of each measure with its range, with these kinds of questions held alike."""
    tickets = samples.checkpoint("pilot_tickets")
    tickets = tickets.assign(noted=tickets["noted"] == "yes", settled=tickets["settled"] == "yes")
    starts = samples.checkpoint("desk_starts").set_index("desk")["began"].to_dict()
    rows = []
    for name, kind, better in [
        ("minutes", "amount", "lower"),
        ("noted", "share", "higher"),
        ("settled", "share", "higher"),
        ("satisfaction", "score", "higher"),
    ]:
        ours = effects.pilot(
            tickets, outcome=name, unit="desk", when="opened", starts=starts, measure=kind, better=better, alike=alike
        )
        found = effects.effect(ours).iloc[0]
        part = "share" if kind == "amount" else "change"
        change = found["change_share"] if kind == "amount" else found["change"]
        rows.append(
            {
                "measure": name,
                "good is": better,
                "low": found[f"{part}_low"],
                "change": change,
                "high": found[f"{part}_high"],
            }
        )
    return pd.DataFrame(rows).round(3)


# %%
look([])

# %% [markdown]
# With nothing held alike it mixes two things: better work, and other questions. You can hold kinds of questions alike: `look(["language"])` compares questions in a
# language only with questions in the same one. Columns to choose from: `topic`, `language`, `part_of_day`, `desk_type`, `handled_by`.
#
# **Your task.** `alike`, the list of columns that you hold alike; and `words`: for each of the four measures `"works"`, `"harms"` or `"not shown"`, read from
# `look(alike)`.
#
# **You choose** both: what a fair comparison holds alike, and what a range allows you to say. The words follow the ranges only; whether a measure deserves to be believed comes later.
#
# <details><summary>Hint 1: the idea</summary>What must be the same on both sides, so that the comparison is fair? And is there a column that the chatbot itself fills?
# Of a range ask: which values does it leave possible, and is zero among them? Mind which way is good.</details>
# <details><summary>Hint 2: the tools</summary>Run <code>look(alike)</code> in a cell of your own, or as the last line of this one, and read it before you write the
# words.</details>
# <details><summary>Hint 3: an example with other data</summary>Two kinds of fodder, compared for cows of the same age:<br>
# <code>held = ["age"]</code><br>
# <code>said = {"milk": "works", "weight": "not shown"}</code></details>

# %% answer="words" choice=true
# Say what you hold alike, and what the ranges then allow you to say.
### BEGIN SOLUTION
alike = ["topic"]
seen = look(alike).set_index("measure")
good = seen["low"].where(seen["good is"] == "higher", -seen["high"])
bad = seen["high"].where(seen["good is"] == "higher", -seen["low"])
words = {name: "works" if good[name] > 0 else "harms" if bad[name] < 0 else "not shown" for name in seen.index}
### END SOLUTION

# %% check="words" points=2
# Checks that alike holds what is asked and nothing that the chatbot decides, and that words follow the ranges.
first = checks.answer("alike")
columns = {"topic", "language", "part_of_day", "desk_type"}
held = set(first.several([*columns, "handled_by"], look='Expected: a list of columns, such as ["one", "other"].'))
first.that(
    "handled_by" not in held,
    "Who answers is what the chatbot changed. Whoever holds that alike takes its own work out of the comparison.",
)
first.that(
    not held - columns,
    "alike holds something else than the columns to choose from. Expected: topic, language, part_of_day, desk_type.",
)
first.that(
    "topic" in held,
    "Since the chatbot answers, more easy questions are asked (section 6). With those mixed in, the work looks lighter and the service better than it is.",
)
answer = checks.answer("words")
known = checks.given("four_effects")
right = known[known["alike"] == ("topic language" if "language" in held else "topic")].set_index("measure")
options = ["works", "harms", "not shown"]
mine = answer.pairs(right.index, options, look='Expected: each measure with your word, such as {"milk": "works"}.')
answer.that(set(mine) == set(right.index), "Expected: each of the four measures with a word, and nothing else.")
answer.that(set(mine.values()) <= set(options), 'Expected: one of "works", "harms", "not shown" for each.')
for name, row in right.iterrows():
    answer.that(
        mine[name] == row["verdict"],
        f"{name}: the change lies between {row['low']:+.3f} and {row['high']:+.3f}. Which of the three words does that allow, when good is "
        f"{'lower' if name == 'minutes' else 'higher'}?",
    )

# %% tags=["result"]
# Draws the desks over time, and says what the difference between noted and settled means.
if checks.is_right("words", shows="The picture"):
    rows = samples.checkpoint("four_effects")
    held = rows[rows["alike"] == "topic"].set_index("measure")
    nothing = rows[rows["alike"] == "nothing"].set_index("measure")
    tickets = samples.checkpoint("pilot_tickets")
    starts = samples.checkpoint("desk_starts").set_index("desk")["began"].to_dict()
    _ = effects.draw_parallel(
        effects.pilot(
            tickets,
            outcome="minutes",
            unit="desk",
            when="opened",
            starts=starts,
            measure="amount",
            better="lower",
            alike=["topic"],
        )
    )
    print(
        f"Noted as settled: {100 * held.loc['noted', 'change']:+.0f} points. Settled for good: {100 * held.loc['settled', 'change']:+.0f} points."
    )
    print("The chatbot closes more, and more come back. With one number the seller is right, with the other Chen is.")
    calm = samples.checkpoint("spring_left_out").iloc[0]
    print(
        f"The bad spring is still in what was before. Without it the minutes fall by {-calm['change']:.0%} ({-calm['high']:.0%} to {-calm['low']:.0%})."
    )
    print(
        f"With nothing held alike, the minutes would seem to fall by {-nothing.loc['minutes', 'change']:.0%} instead of {-held.loc['minutes', 'change']:.0%}."
    )

# %% [markdown]
# ## 9. For whom?
#
# Nobody is an average. One guardrail of section 1 is the same number **in each language**. Here is the share settled for good, for twelve groups: how much more (or less) it changed for this
# group than for the other questions at the same desks. `low` to `high` is the range when one looks at this group alone; `p` says how often chance alone would show as much.
#
# Twelve looks are many: of twenty, one shows "something" by luck. `adjusted_p` allows for all twelve; below 0.05 it counts. (What one had named
# beforehand weighs more, such as the three languages in section 1.)

# %%
looks = samples.checkpoint("group_looks").drop(columns="verdict")
looks.round(3)

# %% [markdown]
# **Your task.** `harmed`: the list of groups (their name in the column `group`) that are shown to be served **worse** than the others since the chatbot.
#
# **You choose** by which columns.
#
# <details><summary>Hint 1: the idea</summary>Two things must hold: the difference goes in the bad direction, and it is more than luck, although you looked twelve times.</details>
# <details><summary>Hint 2: the tools</summary><code>table[(table["one"] < 5) & (table["other"] > 0)]</code> keeps the rows for which both hold;
# <code>list(table["column"])</code> makes a list.</details>
# <details><summary>Hint 3: an example with other data</summary>Which wells are deep and new:<br>
# <code>deep = wells[(wells["depth"] > 30) & (wells["age"] < 5)]</code><br>
# <code>names = list(deep["well"])</code></details>

# %% answer="harmed" choice=true
# List the groups that are served worse.
### BEGIN SOLUTION
shown = looks[(looks["adjusted_p"] < 0.05) & (looks["against_others"] < 0)]
harmed = list(shown["group"])
### END SOLUTION

# %% check="harmed" points=2
# Checks that harmed lists who is served worse beyond luck, and nobody else.
answer = checks.answer("harmed")
rows = checks.given("group_looks")
strange = [group for group in answer.several(rows["group"]) if group not in set(rows["group"])]
answer.that(
    not strange,
    f"There is no group {next(iter(strange), '')}. Expected: names as in the column group of the table, such as 'ar'.",
)
right = rows.loc[rows["verdict"] == "worse served", "group"]
better = rows.loc[rows["verdict"] == "better served", "group"]
listed = set(answer.several(rows["group"], look="Expected: a list of groups."))
answer.that(
    not listed & set(better),
    f"{next(iter(listed & set(better)), '')} is served better than the others. Look at the sign of against_others.",
)
answer.lists(
    right,
    what="groups",
    column="group",
    too_many="For some of these, luck alone would do: the range holds zero, or adjusted_p is not below 0.05.",
    too_few="One group is missing that is served worse, beyond luck, also when all looks are allowed for.",
)

# %% tags=["result"]
# Says who they are, and how easily one finds something that is not there.
if checks.is_right("harmed", shows="Who they are"):
    rows = samples.checkpoint("pilot_tickets")
    found = samples.checkpoint("group_looks").query("group == 'ar'").iloc[0]
    arabic = rows["language"] == "ar"
    since = rows[(rows["pilot"] == "yes") & (rows["time"] == "since") & arabic]
    print(
        f"In Arabic the share fell {-100 * found['against_others']:.0f} points more than for the others ({-100 * found['high']:.0f} to {-100 * found['low']:.0f})."
    )
    print(
        f"{arabic.mean():.0%} of all questions are in Arabic; behind them are {rows.loc[arabic, 'order_value_cny'].sum() / rows['order_value_cny'].sum():.0%} of the order value."
    )
    print(
        f"At the pilot desks {since['order_value_cny'].sum():,.0f} CNY of orders had a question in Arabic since then. The average of section 8 hides them."
    )
    empty = samples.checkpoint("meaningless_looks")
    print(
        f"\nTen groups that cannot matter, by the last digit of the ticket number: p is below 0.05 in {(empty['p'] < 0.05).sum()} of them, the smallest is {empty['p'].min():.2f}."
    )

# %% [markdown]
# ## 10. Three offers, five promises
#
# Fang could have any of three chatbots, at **all twelve desks**. Here are their prices, the questions per month counted in three ways, and five promises that lie on his desk,
# each with what our own files say:

# %%
offers = samples.checkpoint("chat_offers")
display(offers.set_index("name").drop(columns=["contract_months", "notice_days"]))
display(samples.checkpoint("questions_per_month"))
with pd.option_context("display.max_colwidth", None):
    display(samples.checkpoint("claims_held").set_index("number"))

# %% [markdown]
# **Your task.** Three answers:
#
# - `usage`: the number of questions per month that you expect at all twelve desks;
# - `cheapest`: the name of the offer that costs least over two years. `costs = value.total_cost(offers, usage=usage, months=24)` works it out: column
#   `total_likely`;
# - `promises`: for each of the five, by its number: `"holds here"`, `"half true"`, `"refuted"` or `"cannot be known"`.
#
# **You choose** the use, and the words. What exactly does each promise say?
#
# <details><summary>Hint 1: the idea</summary>The lowest price is not the lowest cost: how many questions are included, and what does each further one cost? Of a promise ask: do our files count the
# same thing? If they do not, they can neither prove nor refute it.</details>
# <details><summary>Hint 2: the tools</summary><code>usage=300</code> takes 300 questions per month. In the table, <code>price_shown</code> is the price on the label, <code>rank</code> the
# place by total cost. Promises: pairs in curly brackets.</details>
# <details><summary>Hint 3: an example with other data</summary>Three telephone contracts, and two promises:<br>
# <code>bills = value.total_cost(contracts, usage=80, months=12)</code><br>
# <code>best = bills.loc[bills["rank"] == 1, "name"].item()</code><br>
# <code>said = {1: "refuted", 2: "half true"}</code></details>

# %% answer="offers" choice=true
# Work out what the offers cost, name the cheapest, and judge the promises.
### BEGIN SOLUTION
usage = samples.checkpoint("questions_per_month")["per_month"][1]
costs = value.total_cost(offers, usage=usage, months=24)
cheapest = costs.loc[costs["rank"] == 1, "name"].item()
promises = {1: "holds here", 2: "half true", 3: "refuted", 4: "cannot be known", 5: "cannot be known"}
### END SOLUTION

# %% check="offers" points=2
# Checks that usage and cheapest are those of all desks, and that each promise has the word that our files allow.
number = checks.answer("usage")
counted = checks.given("questions_per_month")["per_month"]
mine = number.is_number()
number.that(
    abs(mine - counted[0]) > 0.1 * counted[0],
    "usage: that is the use of the four pilot desks. Fang wants it at all twelve.",
)
number.that(
    0.9 * counted[1] <= mine <= 1.15 * max(3 * counted[0], counted[2]),
    "usage: expected the questions of all twelve desks per month: as many as in 2025, or more, if a chatbot at every desk brings as many new ones as at the four.",
)
answer = checks.answer("cheapest")
right = value.total_cost(checks.given("chat_offers"), usage=mine, months=24).set_index("name")
said = answer.word(list(right.index), look="Expected: the name of one of the three offers, in quotes.")
lowest = right["price_shown"].idxmin()
answer.that(
    said == right["total_likely"].idxmin() or said != lowest,
    f"{said} has the lowest price on the label. What does it cost with the questions of all twelve desks, over two years?",
)
answer.that(said == right["total_likely"].idxmin(), f"{said} is not the cheapest over two years. Compare total_likely.")
third = checks.answer("promises")
known, held = checks.given("claims_held").set_index("number"), checks.given("claim_words").set_index("number")["word"]
options = ["holds here", "half true", "refuted", "cannot be known"]
words = third.pairs(held.index, options, look='Expected: each number with your word, such as {1: "refuted"}.')
third.that(
    set(words) == set(held.index), "promises: expected a word for each of the five, by its number, and no other number."
)
third.that(
    set(words.values()) <= set(options),
    'promises: expected one of "holds here", "half true", "refuted", "cannot be known" for each.',
)
hints = {
    "holds here": "our files count just this, and agree.",
    "half true": "something of it is so, and something that a reader will understand is not. Section 7 has both numbers.",
    "refuted": "our files count the same thing, and say otherwise.",
    "cannot be known": "our files do not count what it is about. Neither yes nor no.",
}
for number, word in held.items():
    # our files know another chatbot than the second promise is about
    allowed = {word, "cannot be known"} if number == 2 else {word}
    third.that(words[number] in allowed, f"Promise {number}, {known.loc[number, 'who']}: {hints[word]}")

# %% tags=["result"]
# Draws the cost by use, and prints the price of the label.
if checks.is_right("usage", "cheapest", "promises", shows="The picture"):
    costs_made = samples.checkpoint("offer_costs").set_index("name")
    label = costs_made["price_shown"].idxmin()
    dearer = costs_made.loc[label, "total_likely"] - costs_made["total_likely"].min()
    use = samples.checkpoint("questions_per_month")["per_month"]
    _ = value.draw_total_cost(samples.checkpoint("chat_offers"), usage=(use[0], use[1], use[2]), unit="questions")
    print(
        f"{label} has the lowest price on its label, and costs {dearer:,.0f} CNY more than the cheapest over two years."
    )
    best = costs_made["total_likely"].idxmin()
    ranges = value.cheaper_ranges(samples.checkpoint("chat_offers"), first=label, second=best)
    print(
        f"It is the cheaper of the two up to {ranges['to_units'][0]:,.0f} questions per month. The four desks have {use[0]:,.0f}: it depends on the use."
    )
    print(
        f"Its notice must be given by month {costs_made.loc[label, 'notice_by_month']:.0f}: write that into the calendar on the day you sign."
    )

# %% [markdown]
# ## 11. What is left, in cash?
#
# Less work is worth something. How much, at all twelve desks, depends on which number you believe. Here is each, with an hour at 40 CNY, beside the offer with the
# lowest cost over two years:

# %%
saved_by = samples.checkpoint("time_saved")
offer = samples.checkpoint("cheapest_offer").iloc[0]
fees = value.Amount("fees", offer["per_month"], offer["per_month"], offer["per_month"], per="month")
setup = value.Amount("set-up", offer["setup"], offer["setup"], offer["setup"], per="once")
print(f"{offer['name']}: {offer['per_month']:,.0f} CNY per month and {offer['setup']:,.0f} CNY once.")
display(saved_by)
for work in samples.checkpoint("all_the_work").itertuples():
    print(
        f"{work.what.capitalize()} at the pilot desks, against the others: {work.change:+.0%} ({work.low:+.0%} to {work.high:+.0%})."
    )

# %% [markdown]
# Read the last two lines twice. Each question takes fewer minutes, but where an answer comes at once, many more are asked: the hours **in all** are not shown
# to have fallen. (And the bad spring of section 5 is still in these numbers, so they are rather too high.) So the table says how many hours *today's* questions would take more without a chatbot. Whether they would have been asked without it, nobody knows.
#
# The people at the desks are paid by the month, and have no paid overtime. Fang will send nobody home.
#
# **Your task.** Three things:
#
# - `low`, `likely`, `high`: the CNY per month that you would write into the calculation, as three numbers;
# - `kind`: `"cash"` or `"time"`, what kind of gain it is;
# - `cash`: what is left in cash after two years. With `saved = value.Amount("staff time", low, likely, high, per="month", kind=kind)` and
#   `left = value.return_on_investment(saved, [fees, setup], months=24)`, it is `left["net_p50"][0]`, the first row.
#
# **You choose** the numbers, and the kind.
#
# <details><summary>Hint 1: the idea</summary>Which of these numbers did you show to be right, and with which range? And: who pays less at the end of the month when an hour is
# free?</details>
# <details><summary>Hint 2: the tool</summary>Read the numbers from the table. The first row of <code>left</code> counts cash only, the second counts time as if it were money.</details>
# <details><summary>Hint 3: an example with other data</summary>A mill saves firewood:<br>
# <code>wood = value.Amount("wood", 80, 100, 130, per="month", kind="cash")</code><br>
# <code>rest = value.return_on_investment(wood, [stove], months=36)</code></details>

# %% answer="cash" choice=true
# Write down the gain with its range, say what kind it is, and work out what is left in cash.
### BEGIN SOLUTION
monthly = saved_by.set_index("counted_by")["cny_per_month"]
low, likely, high = monthly["both together, low end"], monthly["both together"], monthly["both together, high end"]
kind = "time"
saved = value.Amount("staff time", low, likely, high, per="month", kind=kind)
left = value.return_on_investment(saved, [fees, setup], months=24)
cash = left["net_p50"][0]
### END SOLUTION

# %% check="cash" points=2
# Checks that the gain has the range that was shown, that it is of the right kind, and what is left in cash.
rows = checks.given("time_saved").set_index("counted_by")["cny_per_month"]
ends = {"low": "both together, low end", "likely": "both together", "high": "both together, high end"}
for name, source in ends.items():
    each = checks.answer(name)
    said = each.is_number()
    for wrong in ("best week", "before and after", "pilot against others"):
        each.that(
            abs(said - rows[wrong]) > 2,
            f"{name} is counted by: {wrong}. Part A showed what is wrong with that. Expected: from the comparison that holds.",
        )
    each.is_number(
        rows[source], tolerance=2, look=f"{name}: expected one of the rows that take both together. Which end is it?"
    )
word = checks.answer("kind")
word.that(
    word.word(["cash", "time"]) == "time",
    "They are paid by the month, so no bill gets smaller. The hours are free for other work, and that is not yet money.",
)
answer = checks.answer("cash")
right = checks.given("cash_left").set_index("counting")["net_p50"]
said = answer.is_number()
answer.that(
    abs(said + right["cash"]) > 5, "cash has the wrong sign. What is spent and does not come back is below zero."
)
answer.that(
    abs(said - right.iloc[1]) > 600,
    "That is the second row, which counts time as if it were money. Expected: the first row, cash.",
)
answer.is_number(
    right["cash"], tolerance=5, look="cash: expected what is left in cash after 24 months, with fees and set-up."
)

# %% tags=["result"]
# Says both rows in words, and the price of each wrong number.
if checks.is_right("low", "likely", "high", "kind", "cash", shows="The sum"):
    rows, held = samples.checkpoint("time_saved").set_index("counted_by"), samples.checkpoint("cash_left")
    for sentence in held["says"]:
        print(sentence)
    gap = rows.loc["best week", "cny_per_month"] - rows.loc["both together", "cny_per_month"]
    print(
        f"The slide's best week promises {24 * gap:,.0f} CNY more over two years than there is; 'before and after' {24 * (rows.loc['before and after', 'cny_per_month'] - rows.loc['both together', 'cny_per_month']):,.0f} more."
    )
    print(
        "Time is worth what is done with it, and so far it went into more questions. Are they worth it? Who decides that, and when?"
    )
    offer = samples.checkpoint("cheapest_offer").iloc[0]
    shares = pd.Series(range(0, 101, 5), index=range(0, 101, 5)) / 100
    ends = {"low": "both together, low end", "likely": "both together", "high": "both together, high end"}
    lines = {name: 24 * shares * rows.loc[end, "cny_per_month"] - offer["total"] for name, end in ends.items()}
    needed = {name: offer["total"] / (24 * rows.loc[end, "cny_per_month"]) for name, end in ends.items()}
    says = {name: f"from {part:.0%} of the hours" if part <= 1 else "never" for name, part in needed.items()}
    axes = pd.DataFrame(lines).plot(
        figsize=(7.5, 3.2), color=["#8a8378", "#b5532a", "#2a6f97"], style=["--", "-", ":"], legend=False
    )
    axes.axhline(0, color="#3a3a3a", linewidth=0.8)
    axes.spines[["top", "right"]].set_visible(False)
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set_xlim(0, 110)
    for name, line in lines.items():
        axes.annotate(name, (100, line[100]), xytext=(4, -3), textcoords="offset points")
    _ = axes.set(
        title=f"Likely it pays {says['likely']}; at the low end {says['low']}".replace("%", " %"),
        xlabel="% of the saved hours that become work worth 40 CNY each",
        ylabel="CNY left after two years",
    )

# %% [markdown]
# ## 12. Stop, change, or go on?
#
# Twelve numbers are on the table. Some hold. Others mislead, or nobody can know them.

# %%
facts, offer = samples.checkpoint("pilot_facts"), samples.checkpoint("cheapest_offer").iloc[0]
print(f"The cheapest offer, {offer['name']}, costs {offer['total']:,.0f} CNY in all over two years.")
with pd.option_context("display.max_colwidth", None):
    display(facts.set_index("line"))

# %% [markdown]
# **Your task.** Four answers:
#
# - `decision`: `"stop"`, `"change"` or `"go on"`. Each can be defended;
# - `speaks_for`: the list of lines that hold and speak **for** the chatbot; at least two;
# - `speaks_against`: the list of lines that hold and speak **against** it; at least two;
# - `hours_needed`: how many hours per month must be turned into work that is worth 40 CNY each, so that the cheapest offer pays after two years.
#
# Whatever you decide, an honest memo has numbers on both sides.
#
# **You choose** the decision and the lines.
#
# <details><summary>Hint 1: the idea</summary>Go through the sections: which numbers survived? For the hours: what does the offer cost per month, set-up included?</details>
# <details><summary>Hint 2: the tools</summary>Lists in square brackets, with the numbers of the lines. The sum needs only a division or two.</details>
# <details><summary>Hint 3: an example with other data</summary>A new oven: <code>for_it = [2, 5]</code>, <code>against_it = [1, 3]</code>, <code>loaves_needed = 4_800 / 12 / 2</code></details>

# %% answer="decision" choice=true
# Decide, and say with which numbers.
### BEGIN SOLUTION
decision = "change"
speaks_for = [2, 9]
speaks_against = [8, 11]
hours_needed = offer["total"] / 24 / 40
### END SOLUTION

# %% check="decision" points=2
# Checks that the reasons are numbers that hold, on both sides, and the hours that must be put to use.
word = checks.answer("decision")
word.word(["stop", "change", "go on"])
rows = checks.given("fact_kinds").set_index("line")
sections = {
    1: "any year has a best week (section 2)",
    3: "it counts season, other questions and a bad spring as the chatbot's work (sections 3 to 6)",
    5: "the chatbot notes its own work (sections 1 and 8)",
    7: "closed is not settled (section 7)",
    10: "our files cannot know it (section 10)",
}
for name, side, other in (("speaks_for", "for", "against"), ("speaks_against", "against", "for")):
    answer = checks.answer(name)
    numbers = answer.several(rows.index, look="Expected: a list of lines, such as [1, 2].")
    for line in numbers:
        answer.that(line in rows.index, f"{name}: there is no line {line}. Expected: numbers of lines.")
        answer.that(
            rows.loc[line, "speaks"] != "trap",
            f"{name}, line {line}: {sections.get(line, '')}. It must not carry a decision.",
        )
        answer.that(
            rows.loc[line, "speaks"] in (side, "either"),
            f"{name}, line {line} ({rows.loc[line, 'what']}): does that speak {side} it, or {other} it?",
        )
    answer.that(len(numbers) >= 2, f"{name}: expected at least two lines that hold, whatever you decided.")
number = checks.answer("hours_needed")
cost = checks.given("offer_costs")["total_likely"].min()
said = number.is_number()
number.that(abs(said - cost / 40) > 0.5, "hours_needed: that is over two years. Expected: per month.")
number.that(abs(said - cost / 24) > 0.5, "hours_needed: that is CNY per month. How many hours of 40 CNY are that?")
setup = checks.given("offer_costs").query("rank == 1")["setup"].iloc[0]
number.that(
    abs(said - (cost - setup) / 24 / 40) > 0.5, "hours_needed: the set-up is missing. It must come in again, too."
)
number.is_number(
    cost / 24 / 40,
    tolerance=0.5,
    look="hours_needed: the cost of the cheapest offer over two years, divided by 24 months and by 40 CNY.",
)

# %% tags=["result"]
# Says what each decision still owes.
if checks.is_right("decision", "speaks_for", "speaks_against", "hours_needed", shows="What is owed"):
    saved_hours = samples.checkpoint("time_saved").set_index("counted_by")["hours_per_month"]
    print(
        f"Needed: {hours_needed:.0f} hours per month put to use. Saved: {saved_hours['both together, low end']:.0f} to {saved_hours['both together, high end']:.0f}."
    )
    owed = {
        "stop": "who answers at night now, and what happens to the hours that come back as work?",
        "change": "what changes for the Gulf (Arabic to a person?), by when, and which number will show that it helped?",
        "go on": "what do you tell the buyers in the Gulf, and from which number on do you stop?",
    }
    key = checks.answer("decision").word(list(owed))
    print(f"You decided: {decision}. The memo must answer: {owed.get(key, '')}")

# %% [markdown] essay="decision-memo" points=5
# ## 13. The decision memo
#
# **Write to Fang, in about 150 words: stop, change or go on.** Say first what he should do. Then say:
#
# - what the pilot changed, for which questions, and with which range;
# - who pays for it;
# - what is left in cash, and what happens with the hours;
# - which number will be watched, by whom, and which value of it will make you stop;
# - what the pilot **cannot** tell.
#
# Click the box below and write there. Your trainer reads it: 5 points.
#
# === BEGIN MARK SCHEME ===
#
# | level | points | the memo |
# |---|---|---|
# | missing | 0 | is empty, or repeats the seller's slide (best week, before and after) as the result |
# | begun | 1-2 | has a decision and a number; 2 when the number comes from the comparison with other desks |
# | sound | 3-4 | has decision, the effect with its range, the harm in Arabic, and cash kept apart from time; 4 when a number to watch, its owner and a value or day at which to stop are named |
# | excellent | 5 | besides, says what the pilot cannot tell (four desks, chosen after a bad spring; no lot; more questions, so that hours in all are not shown to fall; few points of satisfaction; lost orders were not counted), and what would change the decision |
#
# === END MARK SCHEME ===

# %% [markdown]
# ## The end, and Monday
#
# Save with Ctrl+S and press **Validate** above: it runs the whole lab afresh and names what is still open. Then hand in this file as your trainer told you.
#
# On Monday, open [own-files](own-files.ipynb): the same looks at **your** pilot ([own-files-kpis](own-files-kpis.ipynb) looks at key figures week by week). Write the path of your file in the first grey box. Nothing to measure yet? Then define one number as in
# section 1, on a page, and ask two colleagues to work it out separately. If they do not get the same, you have found your first improvement.
