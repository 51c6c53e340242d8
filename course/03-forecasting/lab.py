# %% [markdown]
# # Lab 03: what to make next
#
# **After this you can** tell what people wanted from what was sold, and say which products can be forecast at all. You can choose a forecast by
# trying it on weeks that it has not seen, say how far off it may be, and turn it into an order that counts what each mistake costs.
#
# Two sittings of about an hour and a half each, 20 points by checks and 5 by your trainer. Part A is about what people will want, part B about how many
# to make, what to keep in store, and what it saves.
#
# **The story.** Fang Guoqiang stands between two shelves. On the left one lie purses that nobody has asked for since spring; the right one, where the
# best sellers belong, is empty. "A vendor offers me an AI, Foresail: *forecasts every single product to within 10 % per month, stock cost down 25 %.*
# It costs 1,617 CNY per month, for two years at least, and a set-up on top. **What shall we make next, how many, and do I need that machine for it?**"
#
# **How it works.** As before: write in place of the three dots `...`, press Shift+Enter, and once more for the check under it. A wrong
# answer costs nothing, and every section begins with fresh tables. What to choose is in no hint. That is your part.
#
# | word | what it means here |
# |---|---|
# | demand | what people wanted, whether or not there was any |
# | series | one product's numbers, week after week |
# | forecast | a number, or a range, for a week that is still to come |
# | baseline | the simplest forecast; whoever sells a better one has to beat it |
# | backtest | asking a forecast about weeks that are over, as it would have been asked before them |
# | lead time | the days from an order to its delivery |

# %% tags=["set-up"]
# Part A begins here: after a break, or after a restart, run this cell first.
import pandas as pd

from millrace import checks, forecasting, samples, slips

slips.explain()

# %% [markdown]
# # Part A: what will they want?
#
# ## 1. From order lines to weeks
#
# Here are the orders of three years, as lab 01 left them. A line below zero takes back an earlier one: the customer cancelled. The
# second table holds the largest lines, with what the same customer usually takes in one line:

# %%
orders = samples.checkpoint("order_lines")
usual = orders.groupby("customer")["pieces"].median().rename("usual_pieces")
display(orders[orders["pieces"] < 0].head(3))
orders.nlargest(6, "pieces").merge(usual, on="customer")

# %% [markdown]
# **Your task.** Make the table `weekly`: how many pieces of each product were ordered in each week. It should show what you expect to come
# again. Two lines: `kept = ...`, the lines that count; then `weekly = forecasting.demand(kept, ...)`.
#
# **You choose** which lines do not belong in it, if any.
#
# <details><summary>Hint 1: the idea</summary>A forecast continues the past. Which of these lines would you be sorry to see continued? And what happens to the
# number of purses that people wanted if you leave out the lines that take something back?</details>
# <details><summary>Hint 2: the tools</summary><code>table[table["column"] < 1_000]</code> keeps the rows in which the column is below 1,000.
# <code>forecasting.demand(table, unique_id=..., date=..., quantity=..., every="week")</code> adds up per week; each takes the name of a
# column, in quotes. A last week that is not over is left out by itself.</details>
# <details><summary>Hint 3: an example with other data</summary>A café counts its cups per day, without the wedding party of 300:<br>
# <code>usual_sales = sales[sales["cups"] < 100]</code><br>
# <code>daily = forecasting.demand(usual_sales, unique_id="drink", date="day", quantity="cups", every="day")</code></details>

# %% answer="weekly" choice=true
# Keep the lines that count, then add them up per week.
### BEGIN SOLUTION
kept = orders[orders["pieces"] < 5_000]
weekly = forecasting.demand(kept, unique_id="sku", date="date", quantity="pieces", every="week")
### END SOLUTION

# %% check="weekly" points=2
# Checks that weekly holds every product and week, without what will not come again.
answer = checks.answer("weekly")
expected = answer.reference("weekly", begins_with=["order_lines"])
table = answer.table(["y"], key=["unique_id", "ds"])
lines = checks.given("order_lines")
once = lines.loc[lines["pieces"] >= 5_000, "pieces"].sum()
added, right = pd.to_numeric(table["y"], errors="coerce").sum(), expected["y"].sum()
answer.that(
    not (pd.to_numeric(table["y"], errors="coerce") > 0.8 * lines["pieces"].max()).any(),
    f"The {once:,.0f} pieces of the largest lines are in it. These customers usually take a dozen; a forecast would wait for such an order every year. "
    "Expected: without what will hardly come again.",
)
answer.that(
    added < right + 1_000 or table["ds"].nunique() != expected["ds"].nunique(),
    f"There are {added - right:,.0f} pieces too many. A line that takes something back belongs to the sum: the customer did not want those pieces.",
)
answer.matches(
    expected,
    key=["unique_id", "ds"],
    columns=["y"],
    too_many="Expected: whole weeks only, from the first to the last, as forecasting.demand makes them.",
    too_few="Expected: a row for every product and week from its first order on, also for weeks in which nothing was ordered.",
    look="Expected: the sum of pieces of each product and week. A large order of a customer who often orders large comes again.",
)

# %% tags=["result"]
# Shows what went in and what came out, and draws all products together.
lines, made = samples.checkpoint("order_lines"), samples.checkpoint("weekly")
once = lines.loc[lines["pieces"] >= 5_000, "pieces"].sum()
rest = lines["pieces"].sum() - once - made["y"].sum()
print(
    f"{lines['pieces'].sum():,.0f} pieces in all lines = {made['y'].sum():,.0f} in {made['ds'].nunique()} whole weeks"
)
print(
    f"    + {once:,.0f} that will hardly come again + {rest:,.0f} in the days before the first and after the last whole week."
)
axes = made.groupby("ds")["y"].sum().plot(figsize=(7.5, 3.2), color="#b5532a")
for day in ("2023-01-22", "2024-02-10", "2025-01-29"):
    axes.axvline(pd.Timestamp(day), color="#8a8378", linestyle=":")
_ = axes.set(
    title="All products; dotted: the Lunar New Year, with the rush before it", xlabel="", ylabel="pieces per week"
)

# %% [markdown]
# ## 2. None wanted, or none there?
#
# Some weeks have a zero. What does it mean? Below are stretches in which nothing at all was ordered of a product. The next columns say what
# the office knows about those days: for how many the calendar notes the shelf as empty, and on how many the company was closed. `usually_quiet` is the share of the
# product's other weeks, while it was sold, in which nothing was ordered either. The last ones say since when and until when it was sold, and the last day of the stretch.

# %%
quiet = samples.checkpoint("quiet_stretches")
quiet

# %% [markdown]
# **Your task.** Make `why`: for each stretch, by its number, one of four words.
#
# | word | meaning, and what a forecast should do with those weeks |
# |---|---|
# | `"empty"` | people wanted it, and there was none: estimate what they wanted |
# | `"closed"` | the company was closed: it will be closed again, on other dates |
# | `"not sold"` | the product was not sold yet, or no longer: these weeks are no part of its series |
# | `"chance"` | nothing tells that something was wrong: such gaps are usual for it, so the zeros are true |
#
# **You choose** from all columns together.
#
# <details><summary>Hint 1: the idea</summary>Ask first whether anybody <i>could</i> have bought it: was it sold at all, was anybody there, was it on
# the shelf? Only a zero that is left after that says something about what people want.</details>
# <details><summary>Hint 2: the form</summary>Pairs in curly brackets: the number of the stretch, a colon, your word in quotes; a comma between two pairs.</details>
# <details><summary>Hint 3: an example with other data</summary>Three silent days of a telephone:<br>
# <code>reasons = {1: "line cut", 2: "Sunday", 3: "nobody called"}</code></details>

# %% answer="quiet-stretches" choice=true
# Say of each stretch why it is quiet.
### BEGIN SOLUTION
words = pd.Series("chance", index=quiet["number"])
words[(quiet["days_closed"] >= 7).to_numpy()] = "closed"
words[(quiet["days_noted_empty"] > 0).to_numpy()] = "empty"
unsold = (quiet["last_day"] < quiet["launched"]) | (quiet["last_day"] > quiet["discontinued"])
words[unsold.to_numpy()] = "not sold"
why = words.to_dict()
### END SOLUTION

# %% check="quiet-stretches" points=2
# Checks that why tells an empty shelf from a closed door, and both from chance.
answer = checks.answer("why")
right = checks.given("quiet_reasons").set_index("number")
words = ["empty", "closed", "not sold", "chance"]
mine = answer.pairs(
    right.index, words, look='Expected: each number with its word, such as {1: "Sunday", 2: "line cut"}.'
)
missing = [number for number in right.index if number not in mine]
answer.that(not missing, f"Stretch {next(iter(missing), '')} has no word. Expected: one for each number.")
answer.that(len(mine) == len(right), "Expected: the numbers of the table, and no others.")
answer.that(set(mine.values()) <= set(words), 'Expected: one of "empty", "closed", "not sold", "chance" for each.')
looks = {
    "empty": "the calendar notes the shelf as empty on some of its days. People may have wanted it.",
    "closed": "nobody was there on many of its days, and nothing else was wrong.",
    "not sold": "compare its days with the day on which the product was first or last sold.",
    "chance": "it was sold, the door was open, the shelf was not noted as empty, and this product is often quiet.",
}
for number, row in right.iterrows():
    answer.that(mine[number] == row["reason"], f"Stretch {number}, {row['product']}: {looks[row['reason']]}")

# %% tags=["result"]
# Draws one product with an empty shelf: what was ordered, and what was wanted.
shown = samples.checkpoint("wanted_example")
lost = samples.checkpoint("lost_demand")
print(
    f"All noted empty shelves of three years: by our estimate {lost['lost_pieces'].sum():,.0f} pieces were wanted and not there,"
    f" {lost['lost_cny'].sum():,.0f} CNY of sales. Read as zeros, they would have made the next orders smaller as well."
)
axes = shown.set_index("ds")[["wanted", "ordered"]].plot(
    figsize=(7.5, 3.2), color=["#2a6f97", "#b5532a"], style=["--", "-"]
)
_ = axes.set(
    title=f"{shown['product'].iloc[0]}, the product that lost most: an empty shelf is not a lack of wishes",
    xlabel="", ylabel="pieces per week",
)  # fmt: skip

# %% [markdown]
# ## 3. Which products can be forecast at all?
#
# The vendor says: *every single product*. Before any method is tried, look how a product sells. Two numbers tell most of it: in how many weeks somebody
# buys at all, and how different the weeks are in which somebody does (Syntetos, Boylan and Croston 2005). Products that are no longer sold are left out.

# %%
classes = forecasting.demand_classes(samples.checkpoint("weekly_sold"))
with pd.option_context("display.max_colwidth", None):
    display(classes.groupby("class").agg(products=("unique_id", "size"), advice=("advice", "first")))
_ = forecasting.draw_classes(classes)

# %% [markdown]
# **Your task.** `by_week`: the list of products (their `unique_id`) for which you would forecast **single weeks**. For the others it makes more sense to plan months,
# or to make to order.
#
# **You choose** which classes belong to it.
#
# <details><summary>Hint 1: the idea</summary>A forecast of a single week is of use when somebody buys in nearly every week, be it a little or a lot. Read the
# column <code>advice</code> of the table <code>classes</code>.</details>
# <details><summary>Hint 2: the tools</summary><code>table[table["column"].isin(["one", "two"])]</code> keeps the rows with one of these words;
# <code>list(table["column"])</code> makes a list of a column.</details>
# <details><summary>Hint 3: an example with other data</summary>Which guests may have the quiet rooms:<br>
# <code>old_or_ill = guests[guests["kind"].isin(["old", "ill"])]</code><br>
# <code>quiet_rooms = list(old_or_ill["name"])</code></details>

# %% answer="by-week" choice=true
# List the products whose weeks you would forecast.
### BEGIN SOLUTION
steady = classes[classes["class"].isin(["smooth", "erratic"])]
by_week = list(steady["unique_id"])
### END SOLUTION

# %% check="by-week" points=1
# Checks that by_week holds the products that somebody buys in nearly every week.
answer = checks.answer("by_week")
right = checks.given("week_classes")
answer.that(
    not answer.holds_any(right["class"]),
    "These are names of classes. Expected: products, from the column unique_id.",
)
answer.lists(
    right.loc[right["class"].isin(["smooth", "erratic"]), "unique_id"],
    what="products",
    column="unique_id",
    too_many="Some of them have many weeks in which nobody buys. Expected: only the classes in which somebody buys in nearly every week.",
    too_few="Expected: all products that somebody buys in nearly every week, also when the weeks differ a good deal.",
)

# %% tags=["result"]
# Says how much of the business that is, and what the vendor's sentence is worth.
right, made = samples.checkpoint("week_classes"), samples.checkpoint("weekly")
regular = right.loc[right["class"].isin(["smooth", "erratic"]), "unique_id"]
share = made.loc[made["unique_id"].isin(regular), "y"].sum() / made["y"].sum()
claim = samples.checkpoint("claim_by_month")
print(f"{len(regular)} of {len(right)} products, and {share:.0%} of all pieces. The others are bought now and then.")
near, steady = claim[~claim["sold_nothing"]], claim["unique_id"].isin(regular)
print(
    f"The vendor's promise is within 10 % per month. Our best forecast of 2025 came that near in {near['near'].mean():.0%} of the months in which a"
)
print(
    f"product sold anything, and in {claim.loc[steady, 'near'].mean():.0%} for these {len(regular)}. Of a few pieces per month, one more or less is already over 10 %, whatever the machine."
)

# %% [markdown]
# ## 4. What did you know then?
#
# Last winter's plan was made on **6 January 2025**, for the ten weeks until the middle of March. Whoever wants to know what a forecast is
# worth must ask it as it would have been asked on that morning: it may see what was known then, and is judged by what came afterwards.

# %%
sales = samples.checkpoint("weekly")
best = sales.groupby("unique_id")["y"].sum().idxmax()
sales[(sales["unique_id"] == best) & sales["ds"].between("2024-12-23", "2025-01-13")]

# %% [markdown]
# **Your task.** From `sales`, our weeks of section 1, make two tables: `past`, what was known on the morning of 6 January 2025, and `after`, the ten weeks from that
# day on.
#
# **You choose** where the cuts go.
#
# <details><summary>Hint 1: the idea</summary><code>ds</code> is the Monday with which a week begins. Is the week of 30 December over on the
# morning of 6 January? And on which Monday does the tenth week begin?</details>
# <details><summary>Hint 2: the tools</summary><code>table[table["column"] < "2023-03-10"]</code> keeps the rows before a day.
# <code>table["column"].between("2023-03-10", "2023-03-20")</code> is true from the first day to the last, both included.</details>
# <details><summary>Hint 3: an example with other data</summary>A school looks at its absences before a flu, and in the three weeks of it:<br>
# <code>before = absences[absences["monday"] < "2023-10-09"]</code><br>
# <code>during = absences[absences["monday"].between("2023-10-09", "2023-10-23")]</code></details>

# %% answer="split" choice=true
# Cut the weeks in two: what was known, and the ten weeks after.
### BEGIN SOLUTION
past = sales[sales["ds"] < "2025-01-06"]
after = sales[sales["ds"].between("2025-01-06", "2025-03-10")]
### END SOLUTION

# %% check="split" points=1
# Checks that past holds only what was known, and after the ten weeks that follow.
weeks = checks.given("weekly")
first = checks.answer("past")
table = first.table(["y"], key=["unique_id", "ds"])
first.that(
    not (table["ds"].astype(str).fillna("") >= "2025-01-06").any(),
    "past holds weeks that begin on 6 January or later. On that morning nobody knew them.",
)
first.matches(
    weeks[weeks["ds"] < "2025-01-06"],
    key=["unique_id", "ds"],
    columns=["y"],
    too_many="Expected: only weeks that were over.",
    too_few="Weeks are missing that were over on that morning. The week of 30 December ends on Sunday, 5 January.",
)
second = checks.answer("after")
second.matches(
    weeks[weeks["ds"].between("2025-01-06", "2025-03-10")],
    key=["unique_id", "ds"],
    columns=["y"],
    too_many="Expected: ten weeks, the first of them beginning on 6 January. Count the Mondays.",
    too_few="Expected: ten weeks, the first of them beginning on 6 January. Count the Mondays.",
)

# %% tags=["result"]
# Judges one method twice: on the weeks after the cut, and on as many weeks drawn at random.
splits = samples.checkpoint("two_splits").set_index("split")["wape_share"]
print(f"One method, judged twice. On the ten weeks after the cut it was off by {splits['in time']:.0%} of all pieces.")
print(f"On ten weeks drawn at random, of which it had seen the neighbours, by {splits['at random']:.0%}.")
gap = splits["in time"] - splits["at random"]
if gap > 0:
    print(
        "Two reasons: of each random week it had seen the week before and the week after, and a future has no week after."
    )
    print(
        "And the ten weeks after the cut hold the New Year, which is when a plan is needed. Whoever tries it on random weeks sees neither."
    )

# %% [markdown]
# ## 5. How wrong is wrong?
#
# Two people forecast eleven steady products from April to December, a week ahead. Who is better? It depends on what you count:
#
# | measure | how it is made |
# |---|---|
# | MAPE | for each week: how far off, in per cent of what was sold; then the mean of these per cents. Weeks with nothing sold are left out |
# | WAPE | all pieces that it was off by, added up, in per cent of all pieces sold |
# | bias | the pieces that it forecast too many, less those too few, in per cent of all pieces sold |

# %%
rivals = samples.checkpoint("two_forecasters")
display(rivals.head(3))
(100 * samples.checkpoint("two_scores").set_index("who")).round(0)

# %% [markdown]
# **Your task.** Two answers:
#
# - `trusted`: by whom you would let the workshop be planned, `"A"` or `"B"`;
# - `short`: by how many pieces `"A"` was **too low** on the whole: `sold` less `forecast`, added up over A's rows.
#
# **You choose** which measure speaks about what it costs the company.
#
# <details><summary>Hint 1: the idea</summary>Imagine a week with 10 sold. A forecast of 30 is off by 200 %, a forecast of 0 by 100 %. Whom does the mean of per cents
# love, those who say too much or those who say too little?</details>
# <details><summary>Hint 2: the tools</summary><code>table[table["column"] == "word"]</code> keeps some rows; <code>(table["one"] - table["other"]).sum()</code> adds up
# differences.</details>
# <details><summary>Hint 3: an example with other data</summary>By how many minutes the early train left before its time, in all:<br>
# <code>early = trains[trains["name"] == "early"]</code><br>
# <code>minutes = (early["planned"] - early["left"]).sum()</code></details>

# %% answer="measures" choice=true
# Say whom you trust, and how many pieces A would have been short.
### BEGIN SOLUTION
trusted = "B"
rows = rivals[rivals["who"] == "A"]
short = (rows["sold"] - rows["forecast"]).sum()
### END SOLUTION

# %% check="measures" points=2
# Checks that trusted and short count pieces, not per cents of small numbers.
answer = checks.answer("trusted")
answer.that(
    answer.word(["A", "B"]) == "B",
    "A has the better mean of per cents, and leaves shelves empty: look at the bias. Per cents of small weeks weigh as much there as those of large "
    "ones, and nobody can be off by more than 100 % who says too little.",
)
number = checks.answer("short")
rows = checks.given("two_forecasters").query("who == 'A'")
right = (rows["sold"] - rows["forecast"]).sum()
mine = number.is_number()
number.that(
    abs(mine + right) > 1, "The sign is turned round. Expected: sold less forecast, so that too few is above zero."
)
number.that(
    abs(mine - (rows["sold"] - rows["forecast"]).abs().sum()) > 1,
    "Too many and too few were added up as if they were the same. Expected: too many counted against too few.",
)
number.is_number(right, tolerance=1, look="Expected: sold less forecast, added up over all of A's rows, and only A's.")

# %% tags=["result"]
# Says what the measure that everybody quotes would have cost.
rows = samples.checkpoint("two_forecasters").query("who == 'A'")
gap = (rows["sold"] - rows["forecast"]).sum()
print(
    f"A has the better MAPE, and is {gap:,.0f} pieces short of {rows['sold'].sum():,.0f}: {gap / rows['sold'].sum():.0%} of what was sold."
)
print("Ask every vendor for WAPE and bias, on weeks that the program had not seen.")

# %% [markdown]
# ## 6. Three forecasts against the baseline
#
# Now the real thing. Every forecast is asked at nine earlier dates about the eight weeks that followed. The **baseline** says: as in the same week of last year.
# Against it stand three others. It took a while, so here is what came out, with the range in which the true difference probably lies (products, and weeks, drawn again and again):

# %%
tries = samples.checkpoint("tries")
print(f"{len(tries):,} forecasts, each with what came. Two of them:")
display(tries[["unique_id", "origin", "ds", "model", "forecast", "y"]].iloc[[0, 900]].round({"forecast": 1}))
compared = samples.checkpoint("against_baseline").drop(columns="verdict")
compared[["model", "wape_share", "baseline_share", "difference", "low", "high"]].round(3)

# %% [markdown]
# | model | what it says |
# |---|---|
# | `calendar` | each product's level, times what feasts, fairs and the time of year do to all products |
# | `theta` | the mean of a trend line and a level that follows the last weeks |
# | `naive` | as in the last week |
# | `seasonal naive` | the baseline: as in the same week of last year |
#
# **Your task.** `verdicts`: for each model but the baseline one of three words: `"better"`, `"worse"` or `"no different"`.
#
# **You choose** by the range: when is a difference beyond chance?
#
# <details><summary>Hint 1: the idea</summary>The columns <code>low</code> and <code>high</code> hold the error of the model less that of the baseline. If the range
# holds zero, what can you say?</details>
# <details><summary>Hint 2: the form</summary>Pairs in curly brackets, names as in the table.</details>
# <details><summary>Hint 3: an example with other data</summary>Three fertilisers against none, by the yield: <code>words = {"dung": "better", "ash": "no different"}</code></details>

# %% answer="verdicts" choice=true
# Judge each model against the baseline.
### BEGIN SOLUTION
verdicts = dict.fromkeys(compared["model"], "no different")
verdicts |= dict.fromkeys(compared.loc[compared["high"] < 0, "model"], "better")
verdicts |= dict.fromkeys(compared.loc[compared["low"] > 0, "model"], "worse")
### END SOLUTION

# %% check="verdicts" points=2
# Checks that verdicts follows the ranges, and not the order of the list.
answer = checks.answer("verdicts")
right = checks.given("against_baseline").set_index("model")
words = ["better", "worse", "no different"]
mine = answer.pairs(right.index, words, look='Expected: each model with your word, such as {"dung": "better"}.')
answer.that(
    set(mine) - {"seasonal naive"} == set(right.index),
    "Expected: a word for each of the three models that stand against the baseline, by its name, and no other.",
)
answer.that(set(mine.values()) <= set(words), 'Expected: one of "better", "worse", "no different" for each.')
for model, row in right.iterrows():
    word = "better" if row["high"] < 0 else "worse" if row["low"] > 0 else "no different"
    answer.that(
        mine[model] == word,
        f"{model}: its error less that of the baseline lies between {row['low']:+.3f} and {row['high']:+.3f} of all pieces. Which word does that allow?",
    )

# %% tags=["result"]
# Draws the forecasts beside the baseline.
if checks.is_right("verdicts", shows="The picture"):
    _ = forecasting.draw_comparison(samples.checkpoint("against_baseline"))
    naive = samples.checkpoint("against_baseline").set_index("model").loc["naive", "wape_share"]
    print(
        f"'As in the last week' is off by {naive:.0%} of all pieces. Do not run after yesterday: the kiosk has taught you that."
    )
    print("Nine dates are few. What holds by a hair may not hold next year; what holds by a mile probably will.")

# %% [markdown]
# **Part A ends here.** You know which zeros are none, which products can be forecast, and which forecast beats "as last year". Save with Ctrl+S. Part B
# can wait until tomorrow.

# %% [markdown]
# # Part B: how many, and when?
#
# ## 7. The feast that moves
#
# Before the Lunar New Year everybody orders, and then nobody is there for two weeks. But the day moves: 10 February 2024, 29 January 2025, **17 February
# 2026**. It is the end of December 2025, and Fang plans the weeks from January to the beginning of March.

# %% tags=["set-up"]
# Part B begins here: after a break, or after a restart, run this cell first.
import pandas as pd

from millrace import checks, forecasting, inventory, samples, slips

slips.explain()

# %%
coming, last_year = samples.checkpoint("coming_weeks"), samples.checkpoint("weeks_before")
display(coming)
last_year.iloc[3:15]

# %% [markdown]
# `number` is the week of the calendar. `to_new_year` counts the weeks to the week of the Lunar New Year: -3 is three weeks before, 2 is two weeks after.
#
# **Your task.** Make `plan`: for each coming week, the pieces of the week of last winter that is most like it. One line:
# `plan = coming[...].merge(last_year[...], on=...)`, with the columns `week_from` of the coming weeks and `pieces` of last winter's.
#
# **You choose** by which column weeks are alike.
#
# <details><summary>Hint 1: the idea</summary>What will the customers do in the week that begins on 26 January 2026, and when did they do that last winter?</details>
# <details><summary>Hint 2: the tool</summary><code>one.merge(other, on="column")</code> sets the rows of two tables side by side that have the same value in that
# column. <code>table[["one", "two"]]</code> keeps some columns.</details>
# <details><summary>Hint 3: an example with other data</summary>A beach compares its days with last year's of the same weather:<br>
# <code>alike = this_year[["day", "weather"]].merge(last_summer[["weather", "guests"]], on="weather")</code></details>

# %% answer="new-year" choice=true
# Set each coming week beside the week of last winter that is like it.
### BEGIN SOLUTION
plan = coming[["week_from", "to_new_year"]].merge(last_year[["to_new_year", "pieces"]], on="to_new_year")
### END SOLUTION

# %% check="new-year" points=2
# Checks that plan follows the feast and not the calendar.
answer = checks.answer("plan")
weeks, before = checks.given("coming_weeks"), checks.given("weeks_before")
right = weeks[["week_from", "to_new_year"]].merge(before[["to_new_year", "pieces"]], on="to_new_year")
by_number = weeks[["week_from", "number"]].merge(before[["number", "pieces"]], on="number")
if isinstance(answer.value, pd.DataFrame):
    answer.that(
        "week_from_x" not in answer.value,
        "merge renamed week_from, because both tables have it. Take only the columns that you need from each, as the task's line does.",
    )
table = answer.table(["pieces"], key=["week_from"])
mine = pd.to_numeric(table["pieces"], errors="coerce")
answer.that(mine.notna().all(), "Some weeks have no pieces. Expected: a number for each coming week.")
answer.that(
    len(mine) != len(by_number) or abs(mine.to_numpy() - by_number["pieces"].to_numpy()).max() > 0.5,
    "The weeks are alike by the calendar. By that, the workshop would be at work in the two weeks in which nobody is there. Expected: weeks that are as far from the New "
    "Year.",
)
answer.matches(
    right[["week_from", "pieces"]],
    key=["week_from"],
    columns=["pieces"],
    too_many="Expected: each coming week once.",
    too_few="Expected: all coming weeks.",
    look="Expected: the pieces of the week that is as far from the New Year.",
)

# %% tags=["result"]
# Tries both rules on last winter, when it is known what came.
tried = samples.checkpoint("two_rules")
off = tried.groupby("rule")["off_by"].sum()
print(
    f"Last winter, the same dates of the year before were off by {off['same dates']:,.0f} pieces; weeks as far from the feast by {off['same distance']:,.0f}."
)
lines = tried.pivot(index="to_new_year", columns="rule", values="pieces").rename_axis(columns=None)
axes = lines.plot(figsize=(7.5, 3.2), color=["#3a3a3a", "#2a6f97", "#b5532a"], style=["-", "--", "--"])
_ = axes.set(
    title="Last winter: the weeks as far from the feast were nearer",
    xlabel="weeks to the Lunar New Year",
    ylabel="pieces per week",
)

# %% [markdown]
# **What the past cannot say.** In 2026 Ramadan begins one day after the New Year; customers in the Gulf order in the same weeks as those at home. In none of the three
# years did the two meet. Do both rushes add up, or does one wait for the other? Nobody can read that from these numbers: call the three largest buyers in the Gulf. And one winter is one
# winter: sales have grown since.
#
# ## 8. And how far off may it be?
#
# One number is always wrong. So a forecast says a **range**, here for eight weeks of ten: below `low_80` in one week of ten, above `high_80` in one of ten. That is a promise,
# and promises can be counted. Here are forecasts of the last two years, made four weeks ahead, and what came:

# %%
ranges = samples.checkpoint("ranges")
ranges.head(4).round({"forecast": 0, "low_80": 0, "high_80": 0})

# %% [markdown]
# **Your task.** `held`: the share of rows, between 0 and 1, in which the promise was kept; and `kept_word`: `"held"`, `"too narrow"` or `"too wide"`.
#
# **You choose** when you call a promise broken. `forecasting.interval_check(ranges)` says in which range the true share probably lies, from `low` to
# `high`. If 0.8 lies within, the promise may have held. The helper is lenient: it also says "held" when `high` ends at most 0.02 below 0.8. Where that
# makes the difference, either word can be defended.
#
# <details><summary>Hint 1: the idea</summary>The promise is kept when what came is neither below the one nor above the other. It promised 0.8.</details>
# <details><summary>Hint 2: the tools</summary><code>table["column"].between(table["one"], table["other"])</code> is true where a value lies between two others, and
# <code>.mean()</code> of it is the share. <code>forecasting.interval_check(table)</code> shows the range of that share.</details>
# <details><summary>Hint 3: an example with other data</summary>How often did the bus come in the time that the table at the stop promises:<br>
# <code>punctual = bus["came"].between(bus["earliest"], bus["latest"]).mean()</code></details>

# %% answer="held" choice=true
# Count how often the promise was kept, and say your word for it.
### BEGIN SOLUTION
held = ranges["y"].between(ranges["low_80"], ranges["high_80"]).mean()
checked = forecasting.interval_check(ranges)
kept_word = checked.loc[checked["level"] == 80, "verdict"].iloc[0]
### END SOLUTION

# %% check="held" points=1
# Checks that held counts the kept promises, and that kept_word follows its range.
answer = checks.answer("held")
rows = checks.given("ranges")
right = rows["y"].between(rows["low_80"], rows["high_80"]).mean()
mine = answer.is_number()
answer.that(
    abs(mine - 100 * right) > 0.5, f"held is {mine:g}. Expected: a share between 0 and 1, not per cent. Divide by 100."
)
answer.that(abs(mine - (1 - right)) > 0.005, "That is the share of broken promises. Expected: of kept ones.")
answer.is_number(right, tolerance=0.005, look="Expected: rows with y from low_80 to high_80, divided by all rows.")
word = checks.answer("kept_word")
checked = forecasting.interval_check(rows)
verdict = checked.loc[checked["level"] == 80, "verdict"].iloc[0]
low, high = checked.loc[checked["level"] == 80, ["low", "high"]].iloc[0]
strict = "too narrow" if high < 0.8 else "too wide" if low > 0.8 else "held"
word.that(
    word.word(
        ["held", "too narrow", "too wide", "too few to say"],
        look='Expected: "held", "too narrow" or "too wide", in quotes.',
    )
    in {verdict, strict},
    f"The true share probably lies between {low:.2f} and {high:.2f}. Does that range hold the 0.8 that was promised, or lie below it (too narrow), or above it (too "
    "wide)?",
)

# %% tags=["result"]
# Draws one product's forecast of 1 September with its ranges, and what came.
if checks.is_right("held", "kept_word", shows="The picture"):
    weeks, ahead = samples.checkpoint("weekly"), samples.checkpoint("range_example")
    _ = forecasting.draw_forecast(weeks[weeks["ds"] < "2025-09-01"], ahead, came=weeks)
    checked = forecasting.interval_check(samples.checkpoint("ranges")).query("level == 80").iloc[0]
    print(
        f"Promised: 80 of 100. Kept: {100 * checked['inside_share']:.0f}, and in truth probably {100 * checked['low']:.0f} to {100 * checked['high']:.0f}."
    )
    print(
        "A few dates are few, and any past has few fairs, feasts and surprises. Keep a reserve for what it is too short to show."
    )

# %% [markdown]
# ## 9. How many to cut for the fair?
#
# Back to 1 September 2025. For the three weeks of the October fair the best-selling purse gets the year stamped on it. It must all be cut beforehand. What is left over
# goes to a dealer after the fair. How many?

# %%
card = samples.checkpoint("cost_card")
card

# %% [markdown]
# What may be wanted in those three weeks is not one number but many. `wanted` holds two thousand possible totals: the same weeks of last year, and
# the errors that such forecasts made before. (The calendar model errs less in single weeks, but says too little for whole fairs. Remember section 5: for an order,
# bias counts. And where ranges were kept less often than promised, as in section 8, the truth may lie further out than these.)

# %%
wanted = samples.checkpoint("fair_draws")["pieces"]
wanted.describe()[["min", "25%", "50%", "75%", "max"]].round(0).to_frame()

# %% [markdown]
# How many would you cut? Guess first, and keep your number. It is not graded:

# %%
my_guess = ...

# %% [markdown]
# **Your task.** Two steps, three lines: `too_little`, what the company loses per purse that it could have sold and has not; `too_much`, what it loses per purse that is left over;
# then how many to cut: `order = inventory.order_quantity(wanted, cost_of_too_little=..., cost_of_too_much=...)["quantity"]`.
#
# **You choose** which lines of the card count. Wages and rent are paid in any case.
#
# <details><summary>Hint 1: the idea</summary>Ask of each line: does it change when one purse more is made, or sold? A purse that is missing would
# have brought its price, and would have cost what goes into it. A purse that is left over has cost what went into it, and brings what the dealer
# pays.</details>
# <details><summary>Hint 2: the tool</summary>Read the numbers from the card, and write the sums with + and -. The helper weighs both costs over all possible totals.</details>
# <details><summary>Hint 3: an example with other data</summary>A florist's roses: sold for 12, bought for 5, wrapped for 1 when sold, and in the evening a café takes
# the rest for 2:<br>
# <code>missed = 12 - 5 - 1</code><br>
# <code>wilted = 5 - 2</code><br>
# <code>roses = inventory.order_quantity(guests, cost_of_too_little=missed, cost_of_too_much=wilted)["quantity"]</code></details>

# %% answer="fair" choice=true
# Work out what each mistake costs, then the order.
### BEGIN SOLUTION
cost = card.set_index("line")["cny_per_piece"]
too_little = cost["price"] - cost["leather and parts"] - cost["packing and freight, when sold"]
too_much = cost["leather and parts"] - cost["the dealer pays for what is left"]
order = inventory.order_quantity(wanted, cost_of_too_little=too_little, cost_of_too_much=too_much)["quantity"]
### END SOLUTION

# %% check="fair" points=2
# Checks that both costs count only what one purse changes, and that the order follows from them.
little, much = checks.answer("too_little"), checks.answer("too_much")
cost = checks.given("cost_card").set_index("line")["cny_per_piece"]
price, material, packing = cost["price"], cost["leather and parts"], cost["packing and freight, when sold"]
fixed, dealer = cost["wages, paid by the month"] + cost["rent and machines"], cost["the dealer pays for what is left"]
mine = little.is_number()
little.that(
    abs(mine - (price - material - packing - fixed)) > 0.01,
    "too_little: wages and rent are taken off. They are paid whether this purse is sold or not.",
)
little.that(
    abs(mine - price) > 0.01,
    "too_little: a purse that is not made costs no leather and no parcel either. Take off what is not spent.",
)
little.that(
    abs(mine - (price - material)) > 0.01,
    "too_little: a purse that is never sold is not packed and sent either. Take that off too.",
)
little.is_number(
    price - material - packing,
    tolerance=0.05,
    look="too_little: the income that is missed, less what is not spent because the purse was never made or sent.",
)
other = much.is_number()
much.that(
    abs(other - material) > 0.01, "too_much: what is left over is not lost altogether. Who takes it, and for how much?"
)
much.that(
    abs(other - (material + packing - dealer)) > 0.01,
    "too_much: what is left over was not sent to a customer. Which line is paid only when it is sold?",
)
much.that(
    abs(other - (material + fixed - dealer)) > 0.01, "too_much: wages and rent are in it. They are paid in any case."
)
much.that(
    abs(other - (price - material - packing)) > 0.01,
    "too_much is what a missing purse costs. The two costs are the wrong way round.",
)
much.is_number(
    material - dealer,
    tolerance=0.05,
    look="too_much: what went into a purse that nobody bought, less what it still brings.",
)
made = checks.answer("order")
draws = checks.given("fair_draws")["pieces"]
right = inventory.order_quantity(
    draws, cost_of_too_little=price - material - packing, cost_of_too_much=material - dealer
)
said = made.is_number()
turned = inventory.order_quantity(
    draws, cost_of_too_little=material - dealer, cost_of_too_much=price - material - packing
)
made.that(
    abs(said - turned["quantity"]) > 0.008 * turned["quantity"],
    "order: the two costs stand the wrong way round in the helper's brackets.",
)
made.that(
    abs(said - draws.median()) > 0.001 * draws.median(),
    "order: that is the middle of what may be wanted, as if too many cost as much as too few. Expected: what the helper finds from your two costs.",
)
made.is_number(
    right["quantity"],
    tolerance=0.008 * right["quantity"],
    look="order: what inventory.order_quantity finds from your two costs and wanted.",
)

# %% tags=["result"]
# Draws what each number would cost on average, and says what happened in October.
if checks.is_right("too_little", "too_much", "order", shows="The picture"):
    cost = samples.checkpoint("cost_card").set_index("line")["cny_per_piece"]
    missed = cost["price"] - cost["leather and parts"] - cost["packing and freight, when sold"]
    left = cost["leather and parts"] - cost["the dealer pays for what is left"]
    draws, came = samples.checkpoint("fair_draws")["pieces"], samples.checkpoint("fair_came")["pieces"].iloc[0]
    guessed = isinstance(my_guess, int | float)
    best = inventory.order_quantity(draws, cost_of_too_little=missed, cost_of_too_much=left)["quantity"]
    numbers = {"your guess": my_guess} if guessed else {}
    numbers |= {"the middle": draws.median(), "by both costs": best, "October's number": came}
    mine = next(iter(numbers.values()))
    _ = inventory.draw_order_quantity(draws, guess=mine, cost_of_too_little=missed, cost_of_too_much=left)
    means = inventory.compare_quantities(draws, numbers, cost_of_too_little=missed, cost_of_too_much=left)
    for name, on_average in zip(numbers, means["expected_cost"], strict=True):
        price = missed * max(came - numbers[name], 0) + left * max(numbers[name] - came, 0)
        print(
            f"{name:13} {numbers[name]:6,.0f} pieces cost {on_average:7,.0f} CNY on average; in October {price:7,.0f}."
        )
    print(
        f"\nIn October {came:,.0f} were wanted; as many or more come in {100 * (draws >= came).mean():.0f} of 100 such autumns. Whoever cuts that many each year pays more on"
    )
    print(
        "average: the curve is the reason, October is what happened. But write the surprise down. Two in a row, and the past is too short a guide."
    )

# %% [markdown]
# ## 10. When to order leather?
#
# One kind of leather for bags comes from one supplier, by the same road as all that he sends. When the record falls to the **reorder point**, somebody orders. If the delivery comes
# too late, benches stand still, or somebody buys at the market stall, where it costs a third more. Here is what the office keeps on it, and the
# supplier's deliveries:

# %%
leather = samples.checkpoint("late_supplier").iloc[0]
deliveries, use = samples.checkpoint("supplier_deliveries"), samples.checkpoint("daily_use")
display(
    leather[["name", "unit", "price_cny", "lead_time_days", "reorder_point", "order_quantity"]].to_frame("the card").T
)
times = inventory.lead_times(deliveries, by="supplier_id", ordered="ordered", received="received", promised="promised")
display(times[["supplier_id", "received", "median_days", "p90_days", "p95_days", "worst_days", "late_share"]].round(2))
deliveries.nlargest(3, "lead_time_days")[["material_id", "ordered", "promised", "received", "lead_time_days"]]

# %% [markdown]
# **Your task.** `point`: the reorder point with which the leather lasts until the delivery in 95 of 100 cases. Two lines:
#
# `points = inventory.reorder_point(use["used"], ..., unit_price=leather["price_cny"],`
# `order_quantity=leather["order_quantity"], service_level=0.95)`, then `point = points["reorder_point"][0]`, the first row of its table.
#
# **You choose** what goes in for the three dots: the number of days on the office's card, a mean of the deliveries' days, or the whole column `lead_time_days`.
#
# <details><summary>Hint 1: the idea</summary>In 95 of 100 cases: which deliveries make the other five? Do you find those in a mean, or in the
# list?</details>
# <details><summary>Hint 2: the tool</summary>The helper takes one number of days, or a whole column of them. It plays many deliveries, each
# with days of use from the list.</details>
# <details><summary>Hint 3: an example with other data</summary>A kitchen gets its flour by lorry:<br>
# <code>flour = inventory.reorder_point(baked["kg"], lorries["days"], unit_price=4, order_quantity=500, service_level=0.9)</code></details>

# %% answer="reorder" choice=true
# Work out the reorder point.
### BEGIN SOLUTION
points = inventory.reorder_point(
    use["used"],
    deliveries["lead_time_days"],
    unit_price=leather["price_cny"],
    order_quantity=leather["order_quantity"],
    service_level=0.95,
)
point = points["reorder_point"][0]
### END SOLUTION

# %% check="reorder" points=2
# Checks that point keeps the late deliveries in mind.
answer = checks.answer("point")
right = checks.given("reorder_points").set_index("days")
mine, points = answer.is_number(), right["reorder_point"]
one_number = "One number of days is in it, which {}. Expected: all lead times as they were, as a column."
told = {
    "quoted": "Only the days on the office's card are in it. As the table shows, some deliveries take many times as long.",
    "mean": "Only a mean of days is in it. The late deliveries are what empties the shelf, and a mean hides them. Expected: all lead times as they were.",
    "p90": one_number.format("nine of ten deliveries keep"),
    "p95": one_number.format("95 of 100 deliveries keep"),
    "worst": one_number.format("only the worst delivery took"),
    "nine of ten": "That lasts in 90 of 100 cases. Expected: a service level of 0.95, which is 95 of 100.",
    "formula": "That is the second row of the table, the textbook's formula, which knows no late deliveries. Expected: the first row, from history.",
}
near = {"quoted": 0.02 * points["quoted"], "mean": 0.02 * points["mean"], "formula": 0.001 * mine}
slips = [(abs(mine - points[name]), name) for name in told if name in points.index]
slips += [(abs(mine - value), "formula") for value in right["formula"].dropna()]
apart, slip = min(slips, key=lambda pair: pair[0])
answer.that(apart > near.get(slip, 0.5), told[slip])
answer.that(
    (abs(mine - right.loc["all", ["low", "high"]].astype(float)) > 0.001 * mine).all(),
    "That is an end of the range in which the point lies. Expected: its column reorder_point.",
)
answer.that(
    right.loc["all", "low"] <= mine <= right.loc["all", "high"],
    f"The reorder point is {mine:,.0f}. Expected: what the helper finds from the use per day and all lead times, for a service level of 0.95.",
)

# %% tags=["result"]
# Plays each point against three years of use, with the lead times as they were.
if checks.is_right("point", shows="The comparison"):
    played = samples.checkpoint("policies").rename(columns={"days": "lead times taken"}).set_index("lead times taken")
    names = {
        "the office's": "the office's present point",
        "quoted": "days on the card",
        "mean": "a mean",
        "all": "all lead times",
    }
    parts = ["shortage_cost", "holding_cost", "ordering_cost", "total_cost", "mean_tied_up"]
    display(played[["reorder_point", "days_short", *parts]].rename(names).round(0))
    row = played.loc["all"]
    print(
        f"Against the office's own point, all costs differ by {row['difference']:,.0f} CNY in three years (minus is cheaper);"
    )
    print(f"by luck with deliveries, {row['low']:,.0f} to {row['high']:,.0f}. Verdict: {row['verdict']}.")

# %% [markdown]
# The table is honest: a higher point means less hurry, and more money on the shelf. (It plays the years that the point was learnt from; a harder test
# would take others.) Counted here is only how much more hurried leather costs at the market. What a bench that waits for leather
# costs, nobody has written down. **Count for three months the days on which a bench waited for leather**, and decide then.
#
# ## 11. What nobody asks for
#
# Money lies in the store too. A material that is not used can be sold, given back, or made into
# something. The list of movements knows these kinds: `receipt`, it came in; `issue`, a bench took it; `return`, a bench gave it back; `scrap`, it was thrown away; `count`, somebody
# counted; `adjustment`, the record was set right.

# %%
moves = samples.load("stock_moves.csv")
moves["date"] = pd.to_datetime(moves["date"])
prices = samples.load("materials.csv").set_index("material_id")["price_cny"]
display(moves["kind"].value_counts().to_frame("rows").T)
moves[["date", "material_id", "kind", "quantity", "balance_recorded"]].tail(3)

# %% [markdown]
# **Your task.** Make the table `store` with `inventory.slow_movers`, as the store was on 31 December 2025, and from it `to_sell`: the list of
# materials (their `material_id`) for the dealer: what no bench has taken for half a year, and still lies there.
#
# <details><summary>Hint 1: the idea</summary>A delivery, a count or a correction is no use. What matters is when a bench last took some. The helper tells the kinds
# apart by itself: give it all movements, for it must also know what came in.</details>
# <details><summary>Hint 2: the tool</summary><code>inventory.slow_movers(table, item="column", date="column", quantity="column", prices=prices,
# as_of="2023-06-30", unused_days=180)</code>. Look at its column <code>verdict</code>.</details>
# <details><summary>Hint 3: an example with other data</summary>Books that nobody borrows:<br>
# <code>shelf = inventory.slow_movers(loans, item="book", date="day", quantity="copies", prices=costs, as_of="2023-06-30", unused_days=365)</code><br>
# <code>give_away = list(shelf.loc[shelf["verdict"] == "slow", "book"])</code></details>

# %% answer="slow-movers"
# List the materials that nobody uses.
### BEGIN SOLUTION
store = inventory.slow_movers(
    moves, item="material_id", date="date", quantity="quantity", prices=prices, as_of="2025-12-31", unused_days=180
)
to_sell = list(store.loc[store["verdict"] == "slow", "material_id"])
### END SOLUTION

# %% check="slow-movers" points=1
# Checks that to_sell holds the materials that no bench has taken for half a year.
answer = checks.answer("to_sell")
answer.lists(
    checks.given("slow_materials")["material_id"],
    what="materials",
    column="material_id",
    too_many="Expected: only materials that no bench took since the beginning of July, and that were there before.",
    too_few="Expected: all materials that no bench took since the beginning of July. A count, a correction or a delivery is no use. Give the helper all movements, not the issues alone: it needs the deliveries to know what was there.",
)

# %% tags=["result"]
# Says what they tie up.
if checks.is_right("to_sell", shows="The sum"):
    slow = samples.checkpoint("slow_materials")
    print(
        f"{len(slow)} materials tie up {slow['value'].sum():,.0f} CNY, {slow['value_share'].sum():.0%} of all that lies in the store."
    )
    display(slow[["material_id", "name", "unused_days", "value"]].round(0))

# %% [markdown]
# ## 12. What does it save? In cash, and honestly
#
# The vendor promised "stock cost down 25 %". Here is what part B found, and two lines that others added. Each line is some money; a minus is a cost. But not each is money that one can spend, and not each comes every
# year:

# %%
found = samples.checkpoint("savings_found")
found

# %% [markdown]
# **Your task.** `kinds`: for each line one of four words: `"every year"`, `"once"`, `"time"` or `"not shown"`; and `saving`: the CNY per
# **year** that you would promise the owner, from the lines that you call every year (0 if there is none).
#
# **You choose** the word for each line. For lines 1, 2 and 5 two words can be defended: sections 9 and 10 say how sure they are. Lines 1 and 2 belong
# together: who counts the gain counts its cost.
#
# <details><summary>Hint 1: the idea</summary>When leather is sold off (a dealer offers a third), the money comes in one time. When somebody is paid by the month, an hour less of work is no money. And what was never
# measured cannot be promised.</details>
# <details><summary>Hint 2: the form</summary>Pairs in curly brackets, with the line's number: <code>{1: "...", 2: "..."}</code>.</details>
# <details><summary>Hint 3: an example with other data</summary>A school saves heating, sells its old bus, and the caretaker walks less:<br>
# <code>saved = {1: "every year", 2: "once", 3: "time"}</code></details>

# %% answer="saving" choice=true
# Say of each line what kind of money it is, then what you would promise per year.
### BEGIN SOLUTION
kinds = {1: "every year", 2: "every year", 3: "once", 4: "once", 5: "every year", 6: "time", 7: "not shown"}
saving = found.loc[found["number"].map(kinds) == "every year", "cny"].sum()
### END SOLUTION

# %% check="saving" points=2
# Checks that kinds tells cash from time and once from always, and that saving promises no more.
answer = checks.answer("kinds")
lines = checks.given("savings_found").set_index("number")
right = checks.given("saving_kinds").set_index("number")["kind"]
words = ["every year", "once", "time", "not shown"]
mine = answer.pairs(right.index, words, look='Expected: each number with your word, such as {1: "once", 2: "time"}.')
answer.that(set(mine) == set(right.index), "Expected: a word for each number of the table, and no other number.")
answer.that(set(mine.values()) <= set(words), 'Expected: one of "every year", "once", "time", "not shown" for each.')
open_lines = {1, 2, 5}
looks = {
    "every year": "it comes again next year, or it is not shown. It is neither one time nor only time.",
    "once": "it comes one time: what is sold, or bought to stay there, is the same next year.",
    "time": "nobody's pay is smaller for it. Those hours are pleasant, and no money.",
    "not shown": "nobody has measured it here. Whoever promises it guesses.",
}
for number, word in right.items():
    allowed = {word, "not shown"} if number in open_lines else {word}
    answer.that(mine[number] in allowed, f"Line {number}, {lines.loc[number, 'what']}: {looks[word]}")
answer.that(
    mine[1] == mine[2],
    "Line 1 is the gain of the higher reorder point, line 2 its cost. Expected: the same word for both.",
)
money = checks.answer("saving")
promised = lines.loc[[number for number, word in mine.items() if word == "every year"], "cny"].sum()
said = money.is_number()
money.that(
    abs(said - lines["cny"].sum()) > 1 or abs(said - promised) <= 1,
    "saving adds up everything. Expected: only what comes every year, and as cash.",
)
money.is_number(
    promised, tolerance=1, look="Expected: the CNY of the lines that you call every year, added up; a minus counts too."
)

# %% tags=["result"]
# Sets the saving beside the price of the machine.
if checks.is_right("kinds", "saving", shows="The sum"):
    lines, words = samples.checkpoint("savings_found"), samples.checkpoint("saving_kinds").set_index("number")["kind"]
    yearly, once = (lines.loc[lines["number"].map(words) == word, "cny"].sum() for word in ("every year", "once"))
    tool = samples.load("ai_tools.csv").set_index("name").loc["Foresail"]
    per_year = 12 * tool["price_cny_month"] + tool["setup_cny"] * 12 / tool["contract_months"]
    mine = float(checks.yours("saving", yearly))
    print(
        f"You promise {mine:,.0f} CNY per year; {yearly:,.0f} is the most that can be defended, and 0 if lines 1, 2 and 5 count as not shown."
    )
    print(
        f"Once: {once:,.0f} CNY. The vendor's machine costs {per_year:,.0f} CNY per year, {tool['setup_cny']:,.0f} CNY of set-up spread over its contract."
    )
    print(
        "None of these lines needs the machine: a calendar, a list of deliveries, two costs, and a forecast that this notebook made."
    )

# %% [markdown]
# ## Before the essay: who changed the forecast?
#
# Since September people could change the office's forecast, and had to write why. Here is the list, and what each person's changes were worth: by
# how many pieces they brought the forecast nearer to what was sold. Below zero they took it farther away.

# %%
changes = samples.load("overrides.csv")
display(changes[["who", "product", "forecast", "changed_to", "sold", "why"]])
book = forecasting.ledger(changes, unique_id="product", ds="week_from", old="forecast", new="changed_to")
worth = forecasting.forecast_value_added(book, actuals=changes, unique_id="product", ds="week_from", y="sold")
worth[["who", "changes", "helped_share", "error_before", "error_after", "value_added", "verdict"]].round(2)

# %% [markdown] essay="who-may-override" points=5
# ## 13. The rule
#
# **Write a rule for the office, in about 150 words: who may change a forecast, when, and how it is recorded.** Say for which reasons it may be
# changed and for which not, with numbers from this lab. Say what is written down each time, how you will see after three months whether the rule is
# good, and what would make you change it. Say what the list above is **too short** to show.
#
# Click the box below and write there. Your trainer reads it: 5 points.
#
# === BEGIN MARK SCHEME ===
#
# | level | points | the rule |
# |---|---|---|
# | missing | 0 | is empty, or says only that one should be careful |
# | begun | 1-2 | names who may change and that it is written down; 2 when it tells a reason that one knows from a feeling |
# | sound | 3-4 | has who, when, for which reasons and what is recorded (who, when, old, new, why), with at least one number of the lab; 4 when it names the day on which it is judged, and the measure |
# | excellent | 5 | besides, says what is not known (few changes, one autumn, Fang's few but large ones), what would make them change the rule, and what happens in weeks that no past can show, such as New Year and Ramadan together |
#
# === END MARK SCHEME ===

# %% [markdown]
# ## The end, and Monday
#
# Save with Ctrl+S and press **Validate** above: it runs the whole lab afresh and names what is still open. Then hand in this file
# as your trainer told you.
#
# On Monday, open [own-files](own-files.ipynb): the same looks at **your** sales. Write the path of your file in the first grey box. And begin a
# list with four columns: day, product, sold, **any left?** The last one is worth more than any program.
