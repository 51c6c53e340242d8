# %% [markdown]
# # Lab 01: one table you can trust
#
# **After this you can** bring orders from an old export, a workbook and a group chat into one form, find firms that stand
# twice in the customer lists, set aside what cannot be right, and show with the bookkeeper's totals what is missing and why.
#
# Two sittings of about 45 minutes, 20 points by checks and 5 by your trainer. Part A brings four sources into one form,
# part B makes of them a table you can defend.
#
# **The story.** You work at Lantern Bridge Leather. A salesman of AI tools was here: his program will forecast what to
# cut next week, "just send us your orders". Fang Guoqiang, the owner, asks you: *which* orders? They lie in an export of
# the old system (2023), a workbook with a sheet a month (2024), the new system (2025) and a group chat.
#
# **How it works.** Replace the three dots `...` in an answer cell with your line, run it (Shift+Enter), then run the check
# under it (it is folded; click it, then Shift+Enter). A wrong answer costs nothing: every section begins with a fresh table
# of ours. Hints are folded under each task; open as many as you like. Cells that are filled already need only be run; you
# need not understand every word in them.
#
# | word | what it means here |
# |---|---|
# | `samples.path("file")` | where a file of the company lies |
# | `samples.load("file")` | that file as a table, as it is |
# | `samples.checkpoint("name")` | our table for the next section, whatever you did before |
# | `name=value` | where a hint writes the name of what it gives a helper, write it too |
# | `1800` | numbers are typed without commas |
# | `NaN`, `NaT` | nothing stands there: a missing value, a missing date |
# | SKU | item number, such as `LB-W012` |
# | ledger | the bookkeeper's totals |

# %%
import pandas as pd

from millrace import checks, cleaning, intake, samples, slips

slips.explain()
pd.set_option("display.max_colwidth", 150)
products = samples.load("products.csv")
ledger = samples.load("ledger.csv")

# %% [markdown]
# # Part A: four places, one table
#
# ## 1. The old system's file
#
# `orders_2023.csv` comes from a system that nobody here can change any more. Let `intake.inspect` look at it first: it
# says what it found in the file, and why it believes so. (The *delimiter* is the sign between two columns.)

# %%
intake.inspect(samples.path("orders_2023.csv"))

# %% [markdown]
# Two things are known about this export:
#
# - The operator sometimes pressed the button twice: **about one line in a hundred stands there twice**, alike in every
#   column.
# - A **cancelled** line is not deleted. It comes back later with a **negative** quantity and amount, and takes the
#   first one back. Both belong in the table.
#
# **Your task.** Read the file with `intake.read_table`, drop the lines that were exported twice, and call the table
# `orders_2023`.
#
# <details><summary>Hint 1: the idea</summary>A double export is alike in <i>every</i> column. A cancelled line is alike in
# order number and line only.</details>
# <details><summary>Hint 2: the helper</summary><code>intake.read_table(...)</code> finds encoding and delimiter by itself.
# A table has a method <code>.drop_duplicates()</code>.</details>
# <details><summary>Hint 3: almost the line</summary><code>orders_2023 = intake.read_table(samples.path("..."))</code> and then
# <code>orders_2023 = orders_2023.drop_...()</code></details>

# %% answer="legacy-file"
# Read orders_2023.csv and drop the lines that were exported twice.
### BEGIN SOLUTION
orders_2023 = intake.read_table(samples.path("orders_2023.csv"))
orders_2023 = orders_2023.drop_duplicates()
### END SOLUTION

# %% check="legacy-file" points=2
# Checks that orders_2023 holds every line of the export once, and every cancellation.
answer = checks.answer("orders_2023")
expected = answer.reference("orders_2023")
table = answer.table(["CUSTOMER"], key=["ORDNO", "LINE", "QTY"])
answer.that(
    table["CUSTOMER"].astype(str).str.contains("[一-龥]").any(),
    "Not one customer has a Chinese name. Expected: names such as 'Hongda Leather 宏达皮具'. The file was read in the wrong "
    "encoding: let intake.read_table find it.",
)
answer.that(
    (pd.to_numeric(table["QTY"], errors="coerce") < 0).sum() >= (expected["QTY"] < 0).sum(),
    "Cancelled lines are missing. Expected: every line with a negative quantity stays, because it takes another line back. "
    "Look at what you dropped: a double export is alike in every column, a cancellation only in order number and line.",
)
answer.matches(
    expected,
    key=["ORDNO", "LINE", "QTY"],
    unchanged=["CUSTOMER", "SKU", "PRICE", "AMOUNT", "CLERK", "REMARK"],
    too_many="Some lines are still there twice. Drop the rows that are alike in every column.",
    too_few="Real lines were dropped. Drop only rows that are alike in every column.",
    look="Compare with the file, line by line.",
)

# %% tags=["solution"]
# Why all columns: an order line and its cancellation share order number and line, so looking at those two alone would drop
# the cancellation and count goods as sold that never were.
twice = intake.read_table(samples.path("orders_2023.csv")).duplicated()
print(f"{twice.sum()} lines were exported twice.")

# %% [markdown]
# ## 2. Twelve sheets
#
# `orders_2024.xlsx` has a sheet a month, each with titles above the headings and sums between the lines. This is what
# happens when somebody just stacks all rows and adds them up:

# %%
naive = samples.load("orders_2024.xlsx")
naive_total = pd.to_numeric(naive["Amount"]).sum()
booked_2024 = ledger.loc[ledger["month"].str.startswith("2024"), "revenue_cny"].sum()
print(f"All rows added up: {naive_total:12,.0f} CNY")
print(f"In the books:      {booked_2024:12,.0f} CNY")

# %% [markdown]
# Three times the revenue of the books! A weekly subtotal repeats the lines above it, and the month's total repeats them
# again. A program fed with this table would order leather for three workshops.
#
# **Your task.** Two answers:
#
# - Stack the twelve sheets with `intake.read_workbook` and call the table `orders_2024`.
# - `too_much`: by how much CNY is `naive_total` above the sum of the column `Amount` of your table?
#
# <details><summary>Hint 1: the idea</summary>The helper leaves out titles and subtotals and says so in its report.</details>
# <details><summary>Hint 2: the helper</summary><code>intake.read_workbook(samples.path("orders_2024.xlsx"))</code>; the sum of
# a column is <code>table["Amount"].sum()</code>.</details>
# <details><summary>Hint 3: almost the line</summary><code>too_much = naive_total - orders_2024["..."].sum()</code></details>

# %% answer="twelve-sheets"
# Stack the sheets, then say by how much the naive total is too high.
### BEGIN SOLUTION
orders_2024 = intake.read_workbook(samples.path("orders_2024.xlsx"))
too_much = naive_total - orders_2024["Amount"].sum()
### END SOLUTION

# %% check="twelve-sheets" points=2
# Checks that orders_2024 holds the order lines of all twelve sheets and no sums, and that too_much fits.
answer = checks.answer("orders_2024")
expected = answer.reference("orders_2024")
table = answer.table(key=["No.", "Line"])
sums = table["No."].astype(str).str.contains("total", case=False)
answer.that(
    not sums.any(),
    f"{sums.sum()} rows are subtotals or totals, for example '{table.loc[sums, 'No.'].min()}'. Expected: order lines only. "
    "intake.read_workbook leaves them out by itself.",
)
answer.matches(
    expected,
    key=["No.", "Line"],
    columns=["Date", "Clerk", "Name", "City", "Item", "Quantity", "Price", "Amount"],
    too_many="Rows without an order number are no order lines: titles, sums, notes.",
    too_few="Are all twelve sheets in it? intake.read_workbook reads them all, intake.read_table only one.",
    look="Take the columns as they are in the workbook.",
)
all_rows = samples.load("orders_2024.xlsx")
checks.answer("too_much").is_number(
    pd.to_numeric(all_rows["Amount"]).sum() - expected["Amount"].sum(),
    tolerance=1,
    look="Expected: naive_total less the sum of Amount in orders_2024, in CNY. Look at the order of the two, and at the column.",
)

# %% [markdown]
# ## 3. The clerk who swaps day and month
#
# `orders_2025.csv` comes from the new system. Four clerks key orders, and not all computers write dates alike. Is
# 05/03/2025 the fifth of March or the third of May? `cleaning.date_order` looks at the dates that can be read in one way
# only (13 is never a month) and says for each clerk what they prove. (05/05 is the same both ways and is not counted.)

# %%
orders_2025 = intake.read_table(samples.path("orders_2025.csv"))
cleaning.date_order(orders_2025["OrderDate"], by=orders_2025["KeyedBy"])

# %% [markdown]
# **Your task.** Give `orders_2025` a column `date` with the right day of every order. `cleaning.parse_dates` reads dates; with
# `day_first=` you tell it the order, as one answer for all rows or as **one answer for each row**. `orders_2025["KeyedBy"] != "Lin"`
# is such a column of answers: true for every row that was *not* keyed by Lin. The result is a table; its column `date` is what
# you want.
#
# <details><summary>Hint 1: the idea</summary>The day comes first in every row that was not keyed by the one clerk who writes the
# month first. Who is it?</details>
# <details><summary>Hint 2: the helper</summary><code>cleaning.parse_dates(orders_2025["OrderDate"], day_first=...)</code></details>
# <details><summary>Hint 3: almost the line</summary><code>orders_2025["date"] = cleaning.parse_dates(orders_2025["OrderDate"],
# day_first=orders_2025["KeyedBy"] != "...")["..."]</code></details>

# %% answer="swapped-dates"
# Fill orders_2025["date"], with the month first for one clerk.
### BEGIN SOLUTION
orders_2025["date"] = cleaning.parse_dates(orders_2025["OrderDate"], day_first=orders_2025["KeyedBy"] != "Tao")["date"]
### END SOLUTION

# %% check="swapped-dates" points=2
# Checks that orders_2025 has a column date with the right day for every clerk.
answer = checks.answer("orders_2025")
answer.fills("date")
expected = answer.reference("orders_2025")
key = ["OrderID", "Pos"]
both = answer.beside(expected, key=key, column="date")
missing, wrong = both["found"].isna(), ~both["right"]
either = missing & cleaning.parse_dates(both["OrderDate"])["date"].isna()
answer.that(
    not either.any(),
    f"{either.sum():,} orders have no date, because theirs can be read both ways. Expected: a date for each. Say day_first=... "
    "for every row.",
)
answer.that(
    not missing.any(),
    f"{missing.sum():,} orders have no date, most of them keyed by {both.loc[missing, 'KeyedBy'].mode().max()}. Expected: a date "
    "for each. A 13 in the month's place cannot be read. Look at the table of date_order: who writes the month first?",
)
answer.that(
    not wrong.any(),
    f"{wrong.sum():,} dates are wrong, most of them keyed by {both.loc[wrong, 'KeyedBy'].mode().max()}. Expected: day and month "
    "in the order that this clerk's own dates prove. Look at the table of date_order again.",
)
answer.matches(
    expected,
    key=key,
    columns=["date"],
    unchanged=["Client", "ItemNo", "Pieces", "Total", "Currency", "KeyedBy"],
    too_few="Expected: every row of the file.",
)

# %% [markdown]
# **The price of the mistake.** Had all dates been read with the day first where possible, this much would stand in the
# wrong month:

# %%
both_ways = cleaning.parse_dates(samples.checkpoint("orders_2025")["OrderDate"])
right_dates = samples.checkpoint("orders_2025")["date"]
careless = both_ways["if_day_first"].fillna(both_ways["if_month_first"])
in_wrong_month = careless.dt.month != right_dates.dt.month
amounts = samples.checkpoint("orders_2025_cny")["amount_cny"]
print(f"{in_wrong_month.sum():,} lines, worth {amounts[in_wrong_month].sum():,.0f} CNY, in the wrong month")

# %% [markdown]
# ## 4. Dozens and dirhams
#
# In the workbook of 2024 the column `Quantity` says `24`, `24 pcs` or `2 doz`. Read carelessly, two dozen become two.
#
# **Your task.** Give `orders_2024` a column `pieces` with the number of pieces. `cleaning.parse_quantity` reads quantities
# with their units.
#
# <details><summary>Hint 1: the idea</summary>The helper gives a table with the columns <code>quantity</code> (the number as
# written), <code>unit</code> and <code>pieces</code>. Take one column of it.</details>
# <details><summary>Hint 2: the helper</summary><code>cleaning.parse_quantity(orders_2024["Quantity"])</code></details>
# <details><summary>Hint 3: almost the line</summary><code>orders_2024["pieces"] = cleaning.parse_quantity(...)["..."]</code></details>

# %%
orders_2024 = samples.checkpoint("orders_2024")
orders_2024[["Item", "Quantity"]].drop_duplicates("Quantity").head(8)

# %% answer="dozens"
# Fill orders_2024["pieces"].
### BEGIN SOLUTION
orders_2024["pieces"] = cleaning.parse_quantity(orders_2024["Quantity"])["pieces"]
### END SOLUTION

# %% check="dozens" points=1
# Checks that every quantity of 2024 is counted in pieces, row by row.
answer = checks.answer("orders_2024")
answer.fills("pieces")
expected = answer.reference("orders_2024_pieces", begins_with=["orders_2024"])
key = ["No.", "Line"]
both = answer.beside(expected, key=key, column="pieces")
dozens = both["Quantity"].astype(str).str.contains("doz")
answer.that(
    both["found"].notna().all(), f"{both['found'].isna().sum():,} rows have no number of pieces. Expected: one in each."
)
answer.that(
    both.loc[dozens, "right"].all(),
    f"{(~both.loc[dozens, 'right']).sum():,} rows with 'doz' are not right. How many pieces is a dozen? Compare Quantity and "
    "pieces row by row.",
)
answer.that(
    both["right"].all(),
    f"{(~both['right']).sum():,} rows without 'doz' are not right. Only rows with 'doz' are dozens. Compare Quantity and pieces "
    "row by row.",
)
answer.matches(expected, key=key, columns=["pieces"], unchanged=["Quantity", "Item", "Amount"])

# %% [markdown]
# In 2025 the export desk began to invoice in US dollars and UAE dirhams. The books use one rate a year; `rates` holds them.
#
# **Your task.** Give `orders_2025` a column `amount_cny`: the column `Total` in CNY. Where a row has no amount or a currency
# that `rates` does not know, leave it missing (`unknown="missing"`): sections 7 and 8 deal with
# those.
#
# <details><summary>Hint 1: the idea</summary>An amount in dollars times the CNY that one dollar costs.</details>
# <details><summary>Hint 2: the helper</summary><code>cleaning.convert_money(table, amount=..., currency=..., rates=rates,
# unknown="missing")</code></details>
# <details><summary>Hint 3: almost the line</summary><code>orders_2025["amount_cny"] = cleaning.convert_money(orders_2025,
# amount="Total", currency="...", rates=..., unknown="missing")</code></details>

# %%
orders_2025 = samples.checkpoint("orders_2025")
rates = {"CNY": 1.0, "USD": float(ledger["usd_rate"].iloc[-1]), "AED": float(ledger["aed_rate"].iloc[-1])}
print("CNY for one of each:", rates)
orders_2025[["OrderID", "Pieces", "UnitPrice", "Currency", "Total"]].tail(3)

# %% answer="one-currency"
# Fill orders_2025["amount_cny"].
### BEGIN SOLUTION
orders_2025["amount_cny"] = cleaning.convert_money(
    orders_2025, amount="Total", currency="Currency", rates=rates, unknown="missing"
)
### END SOLUTION

# %% check="one-currency" points=1
# Checks that every amount of 2025 is in CNY, and that nothing was invented where the amount or currency is unknown.
answer = checks.answer("orders_2025")
answer.fills("amount_cny")
expected = answer.reference("orders_2025_amounts", begins_with=["orders_2025"])
key = ["OrderID", "Pos"]
both = answer.beside(expected, key=key, column="amount_cny", tolerance=0.01)
known = both["amount_cny"].notna()
for currency in ["CNY", "USD", "AED"]:
    off = known & ~both["right"] & (both["Currency"] == currency)
    answer.that(
        not off.any(),
        f"{off.sum():,} amounts in {currency} are not right. Expected: Total times the CNY that one {currency} costs. Multiply, do "
        "not divide, and use the rate of the row's own currency.",
    )
answer.that(
    both.loc[~known, "found"].isna().all(),
    f"{both.loc[~known, 'found'].notna().sum():,} rows have an amount in CNY although their currency or amount is unknown. "
    "Expected: missing. A guess here would look like a fact later.",
)
answer.matches(
    expected,
    key=key,
    columns=["amount_cny"],
    unchanged=["Client", "ItemNo", "Pieces", "Total", "Currency"],
    tolerance=0.01,
    look="Every row's own total, times the rate of its own currency.",
)

# %% [markdown]
# ## 5. Orders in the group chat
#
# From October on, some customers of the market stall ordered through the salespeople's chat, and nobody keyed it. The
# salespeople have one good habit: every order has a reference such as `#113`. When a customer changes their mind, they
# write the reference again with the new number; when an order is off, they write that it is cancelled.

# %%
chat = intake.read_chat(samples.path("chat_export.txt"))
items = intake.find_items(chat, products["sku"])
cancelled = chat.loc[chat["text"].str.contains("cancel"), "text"].str.extract(r"(#\d+)")[0]
print(f"{len(chat):,} messages, {len(items):,} mentions of an item, {cancelled.nunique()} cancelled references")
items[["sent_at", "sender", "text", "reference", "code", "quantity", "price"]].head(8)

# %% [markdown]
# Not every mention is an order: people ask for prices, report scratched goods, and talk about what may come.
#
# **Your task.** Make a table `chat_orders` from `items` with one row for every item that was ordered and not cancelled:
#
# 1. Keep the mentions that have **both** a reference and a price: only orders and their changes have both.
# 2. Of several mentions of one item (`code`) under one `reference`, keep the **last**: it is what the customer wants.
# 3. Leave out the references that stand in `cancelled`.
#
# <details><summary>Hint 1: the idea</summary>Three filters, one after the other. The table is already in order of time.</details>
# <details><summary>Hint 2: the helpers</summary><code>.dropna(subset=[...])</code> drops rows with a gap in those columns.
# <code>.drop_duplicates([...], keep="last")</code> keeps the last of each. <code>table[~table["column"].isin(others)]</code> keeps the rows whose value is
# <i>not</i> among the others; the sign <code>~</code> means "not".</details>
# <details><summary>Hint 3: almost the lines</summary><code>ordered = items.dropna(subset=["reference", "..."])</code>,
# <code>ordered = ordered.drop_duplicates(["reference", "..."], keep="...")</code>,
# <code>chat_orders = ordered[~ordered["..."].isin(cancelled)]</code></details>

# %% answer="chat-orders"
# Make chat_orders from items, in three steps.
### BEGIN SOLUTION
ordered = items.dropna(subset=["reference", "price"])
ordered = ordered.drop_duplicates(["reference", "code"], keep="last")
chat_orders = ordered[~ordered["reference"].isin(cancelled)]
### END SOLUTION

# %% check="chat-orders" points=2
# Checks that chat_orders holds every item ordered in the chat once, as it was wanted in the end, and nothing else.
answer = checks.answer("chat_orders")
expected = answer.reference("chat_orders")
table = answer.table(["quantity", "price"], key=["reference", "code"])
no_order = table["reference"].isna() | table["price"].isna()
answer.that(
    not no_order.any(),
    f"{no_order.sum()} rows have no reference or no price, for example '{table.loc[no_order, 'code'].min()}'. Expected: orders "
    "only. Questions and complaints lack one of the two.",
)
off = set(table["reference"]) - set(expected["reference"])
answer.that(
    not off, f"{len(off)} cancelled references are still in it, for example {min(off, default='')}. Leave them out."
)
twice = table.duplicated(["reference", "code"])
answer.that(
    not twice.any(),
    f"{twice.sum()} items are there more than once under one reference: an order and its change. Keep the last.",
)
pieces = cleaning.parse_quantity(table["quantity"])["pieces"]
checks.Answer("chat_orders", table.assign(pieces=pieces)).matches(
    expected,
    key=["reference", "code"],
    columns=["pieces", "price"],
    too_many="Look for mentions that are no orders.",
    too_few="An order can hold several items, and several customers can want the same item: look at reference and code together.",
    look="When a customer changes an order, the last message counts, not the first.",
)

# %% [markdown]
# ## The end of part A
#
# Here are the four sources below each other, in one form and with one set of column names. The chart shows where the money
# came from, and what a forecast would have missed without the chat.

# %%
orders = samples.checkpoint("orders")
by_quarter = orders.pivot_table(
    index=orders["date"].dt.to_period("Q").astype(str), columns="source", values="amount_cny", aggfunc="sum"
)
axes = (by_quarter / 1e6).plot.bar(stacked=True, figsize=(9, 3.5), color=["#c44e52", "#4c72b0", "#dd8452", "#8c8c8c"])
axes.set(
    title="From October 2025 on, a part of the orders stands only in the chat", xlabel="", ylabel="Orders, million CNY"
)
axes.legend(title="", frameon=False, ncols=4, loc="upper left", fontsize=8)
_ = axes.set_ylim(0, by_quarter.sum(axis=1).max() / 1e6 * 1.25)

# %% [markdown]
# Time for tea. Part B can wait until tomorrow.
#
# # Part B: a table you can defend
#
# ## 6. One firm, three names
#
# Chen, Wu and Zhou each keep a list of customers, and many firms stand in two of them: once as *Hongda Leather Co., Ltd.*,
# once as 宏达皮具, once with a slip of the finger. `cleaning.duplicate_candidates` compares the entries that could be one firm
# and gives each pair a score between 0 (surely different) and 1 (surely the same).

# %%
# Part B begins here: after a break, or after a restart, run this cell first.
import pandas as pd

from millrace import checks, cleaning, intake, samples, slips

slips.explain()
products = samples.load("products.csv")
ledger = samples.load("ledger.csv")

# %% [markdown]
# The scores were worked out beforehand, because comparing all entries takes some seconds, with this line:
# `pairs = cleaning.duplicate_candidates(customers[["customer", "contact", "phone", "city"]])`

# %%
customers = samples.checkpoint("customers").set_index("entry")
pairs = samples.checkpoint("customer_pairs")
print(f"{len(customers)} entries, {len(pairs):,} pairs worth a look")
pairs[["left", "right", "score"]].head()

# %% [markdown]
# From which score on do you merge? Two mistakes are possible, and they do not cost the same:
#
# - **Wrongly merged.** Two firms become one. One of them gets the other's prices and goods on the other's credit. The three
#   salespeople put this at **1,800 CNY** a case.
# - **Wrongly kept apart.** One firm stays two. It is visited twice and gets the new customer's discount twice: **300 CNY** a
#   case.
#
# They sat down together and marked 240 pairs as the same firm or not. Many of them look alike and are not; some are the same
# and do not look it, so that the helper never proposed them. `cleaning.threshold_costs` counts both mistakes on those 240 pairs
# for every threshold from 0.50 to 1.00.
#
# **Your task.** `threshold`: the threshold with the lowest cost.
#
# <details><summary>Hint 1: the idea</summary>Make the table of costs, then find the row where the column <code>cost</code> is
# smallest.</details>
# <details><summary>Hint 2: the helper</summary><code>cleaning.threshold_costs(pairs, marked, merged_cost=..., apart_cost=...)</code>.
# <code>costs["cost"].idxmin()</code> is the number of the cheapest row (the row's number, not yet its threshold).</details>
# <details><summary>Hint 3: almost the line</summary><code>threshold = costs.loc[costs["cost"].idxmin(), "..."]</code></details>

# %%
marked = samples.load("marked_pairs.csv")
marked.head(3)

# %% answer="same-customer"
# Make the table of costs and take the cheapest threshold.
### BEGIN SOLUTION
costs = cleaning.threshold_costs(pairs, marked, merged_cost=1800, apart_cost=300)
threshold = costs.loc[costs["cost"].idxmin(), "threshold"]
### END SOLUTION

# %% check="same-customer" points=2
# Checks that no threshold is cheaper than yours, with 1,800 CNY for a wrong merger and 300 CNY for a firm kept apart.
answer = checks.answer("threshold")
mine = answer.is_number()
answer.that(
    0 <= mine <= 1, f"threshold is {mine:g}. Expected: a score between 0 and 1, not a number of rows or of money."
)
thresholds = [mine, *(step / 100 for step in range(50, 101))]
prices = {"merged_cost": 1800, "apart_cost": 300}
tried = cleaning.threshold_costs(
    checks.given("customer_pairs"), samples.load("marked_pairs.csv"), **prices, thresholds=thresholds
)
loss = tried["cost"].iloc[0] - tried["cost"].min()
too_low = mine < tried.loc[tried["cost"].idxmin(), "threshold"]
answer.that(
    loss <= 0 or not too_low,
    f"At {mine:g}, {tried['wrongly_merged'].iloc[0]} pairs of different firms are merged, and it costs {loss:,.0f} CNY more than need "
    "be. Expected: the cheapest threshold. Which of the two mistakes is the expensive one?",
)
answer.that(
    loss <= 0,
    f"At {mine:g}, {tried['wrongly_apart'].iloc[0]} pairs of one firm stay apart, and it costs {loss:,.0f} CNY more than need be. "
    "Expected: the threshold with the lowest cost. Being too careful costs money as well.",
)

# %% [markdown]
# **Decision point.** The data cannot decide what a wrong merger costs: people must. Change 1800 to 300 in your line and run it
# again: what happens to the threshold? (Then change it back.) Who in your company knows that number, and who bears it when it is too low: the firm
# whose credit is mixed up, or yours?
#
# So that everybody goes on with the same table, we take the round number **0.75** from here on, whatever you found; on the
# 240 pairs it costs more than the cheapest.
#
# **Your task.** Merge the entries with `cleaning.merge_duplicates` at the threshold 0.75. Call the table `firms`. It has one row
# a firm; the column `merged_from` keeps which entries it was made of, so that every merger can be undone.
#
# <details><summary>Hint 1: the idea</summary>The helper takes the entries, the scored pairs, and the threshold.</details>
# <details><summary>Hint 2: the helper</summary><code>cleaning.merge_duplicates(customers, pairs, threshold=...)</code></details>
# <details><summary>Hint 3: almost the line</summary><code>firms = cleaning.merge_duplicates(..., pairs, threshold=0.75)</code></details>

# %% answer="one-row-a-firm"
# Merge the entries that are one firm; call the table firms.
### BEGIN SOLUTION
firms = cleaning.merge_duplicates(customers, pairs, threshold=0.75)
### END SOLUTION

# %% check="one-row-a-firm" points=1
# Checks that no entry is lost, that firms are merged from 0.75 on, and that firms which only look alike stay apart.
answer = checks.answer("firms")
expected = answer.reference("firms", begins_with=["customers", "customer_pairs"])
table = answer.table(["customer", "phone", "merged_rows", "merged_from"])
entries = len(checks.given("customers"))
answer.that(
    pd.to_numeric(table["merged_rows"], errors="coerce").sum() == entries,
    f"Your firms are made of {pd.to_numeric(table['merged_rows'], errors='coerce').sum():,.0f} entries. Expected: all "
    f"{entries:,} of the lists, each once.",
)
answer.matches(
    expected,
    key=["merged_from"],
    columns=["merged_rows"],
    too_many="Firms that the pairs show to be one are still apart. Look at the threshold: merge from 0.75 on.",
    too_few="Firms that are not the same were merged. Look at the threshold: merge only from 0.75 on.",
    look="Expected: the pairs with a score from 0.75 on.",
)

# %% tags=["solution"]
# What a shortcut would have done: merging on the telephone alone joins firms that share one, and all those without any.
print(f"By score:     {len(firms)} firms")
print(f"By telephone: {customers['phone'].nunique()} firms")

# %% [markdown]
# ## 7. What to do with gaps
#
# Some lines of 2025 have gaps. `cleaning.missing_report` with `by=` shows whether they are chance, or somebody's habit.

# %%
gaps = samples.checkpoint("orders_2025_cny")
report = cleaning.missing_report(gaps[["clerk", "customer", "price_cny", "promised"]], by="clerk")
report[["column", "missing", "finding"]]

# %% [markdown]
# Every column needs a decision of its own:
#
# | column | decision | why |
# |---|---|---|
# | `customer` | write `unknown` | it stays visible that somebody forgot |
# | `price_cny` | the median price of the same item at the same desk | the desks' prices differ, zero would be a gift |
# | `promised` | keep the gap | a promise that nobody wrote down cannot be made up |
#
# (The *median* price is the middle one: half of the lines have a lower one, half a higher. Lines with an unknown currency get a
# usual price too; section 8 sets them aside all the same.)
#
# **Your task.** Fill the gaps so with `cleaning.fill_missing` and call the table `filled`. The helper takes the table and your
# choices, in curly brackets: `{"one column": "its choice", "another column": "its choice"}`.
#
# <details><summary>Hint 1: the idea</summary>Three columns, three choices. The table above has them in order.</details>
# <details><summary>Hint 2: the helper</summary><code>cleaning.fill_missing(gaps, {...})</code>. The choices are called
# <code>"unknown"</code>, <code>"median by sku, desk"</code> and <code>"keep"</code>.</details>
# <details><summary>Hint 3: almost the line</summary><code>filled = cleaning.fill_missing(gaps, {"customer": "...", "price_cny":
# "median by ...", "promised": "..."})</code></details>

# %%
gaps[["order_no", "customer", "sku", "desk", "pieces", "price_cny", "amount_cny", "promised"]].head(3)

# %% answer="gaps"
# Fill the gaps by the three decisions.
### BEGIN SOLUTION
filled = cleaning.fill_missing(gaps, {"customer": "unknown", "price_cny": "median by sku, desk", "promised": "keep"})
### END SOLUTION

# %% check="gaps" points=2
# Checks that no row is lost, and that each gap was treated as decided.
answer = checks.answer("filled")
expected = answer.reference("orders_2025_filled", begins_with=["orders_2025_cny"])
key = ["order_no", "line"]
price = pd.to_numeric(answer.table(["price_cny"], key=key)["price_cny"], errors="coerce")
answer.that(price.notna().all(), f"{price.isna().sum()} rows have no price. Expected: a price in each.")
answer.that(
    (price > 0).all(), f"{(price <= 0).sum()} prices are zero. Expected: the usual price; zero would be a gift."
)
for column, decided in {
    "customer": "Expected: 'unknown' in each gap, and nowhere else.",
    "promised": "Expected: the gaps stay. A promise that nobody wrote down cannot be made up.",
    "price_cny": "Take the median of the same item at the same desk: a wallet costs twice as much in the online shop.",
}.items():
    answer.matches(
        expected,
        key=key,
        columns=[column],
        too_many="Expected: as many as in gaps.",
        too_few="Rows with a gap were dropped, and their revenue with them. Fill, do not drop.",
        look=decided,
    )
answer.matches(expected, key=key, unchanged=["date", "sku", "pieces", "currency", "clerk", "desk", "shipped"])

# %% [markdown]
# **The price of the habit.** In our table for the next section we also work out the missing amounts: the usual price times the
# pieces. Writing zero would have given these goods away:

# %%
whole = samples.checkpoint("orders_2025_filled")
estimated = whole.loc[whole["price_cny_filled"] & (whole["currency"] != "EUR?"), "amount_cny"]
print(f"{len(estimated)} lines without a price, worth about {estimated.sum():,.0f} CNY")

# %% [markdown]
# ## 8. Quarantine
#
# Some lines cannot be true: 13 million pieces (somebody's telephone number), an item that is not on the price list, a
# dispatch before the order. Deleting them loses orders; leaving them in spoils every sum. So they go into **quarantine**: out
# of the table, each with its reason, until somebody has asked.
#
# **Your task.** Write these four rules as a list called `rules`: in square brackets, with commas between. Then split the table
# with the line `good, quarantined = cleaning.quarantine(orders_2025, rules)`. It gives two tables at once: the rows that keep all
# rules, and those that break one.
#
# 1. `pieces` is between 1 and 5,000: this one is `cleaning.rule_between("pieces", 1, 5000)`.
# 2. `sku` exists in `products["sku"]`.
# 3. `currency` is one of `CNY`, `USD`, `AED`.
# 4. `shipped` is not before `date`.
#
# <details><summary>Hint 1: the idea</summary>A rule says what must hold, not what is wrong.</details>
# <details><summary>Hint 2: the helpers</summary><code>cleaning.rule_between</code>, <code>cleaning.rule_exists_in</code>,
# <code>cleaning.rule_in</code>, <code>cleaning.rule_not_before</code></details>
# <details><summary>Hint 3: almost the lines</summary><code>rules = [cleaning.rule_between("pieces", 1, 5000),
# cleaning.rule_exists_in("sku", products["..."]), cleaning.rule_in("...", ["CNY", "USD", "AED"]),
# cleaning.rule_not_before("shipped", "...")]</code></details>

# %%
orders_2025 = samples.checkpoint("orders_2025_filled")
orders_2025[["order_no", "date", "sku", "pieces", "currency", "shipped"]].head(3)

# %% answer="quarantine"
# Write the four rules, then split the table.
### BEGIN SOLUTION
rules = [
    cleaning.rule_between("pieces", 1, 5000),
    cleaning.rule_exists_in("sku", products["sku"]),
    cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
    cleaning.rule_not_before("shipped", "date"),
]
good, quarantined = cleaning.quarantine(orders_2025, rules)
### END SOLUTION

# %% check="quarantine" points=2
# Checks that every impossible line is in quarantine with its reason, every other line is not, and none is lost.
answer = checks.answer("quarantined")
everything = checks.given("orders_2025_filled")
key = ["order_no", "line"]
table = answer.table(key=key)
answer.that(
    "reason" in answer.value or len(table) < len(everything) / 2,
    "quarantined holds most of the rows. Expected: the few that break a rule. Did you swap the two names good and quarantined?",
)
good_answer = checks.answer("good")
expected = good_answer.reference("orders_2025_good", begins_with=["orders_2025_filled"])
passed = good_answer.table(key=key)
answer.that(
    len(passed) + len(table) == len(everything),
    f"{len(passed):,} good and {len(table):,} quarantined rows make {len(passed) + len(table):,}. Expected: all "
    f"{len(everything):,}, each in one of the two. Rows in quarantine are set aside, not deleted.",
)
kept = good_answer.beside(everything, key=key, column="sku")
impossible = {
    "a quantity that cannot be": ~kept["pieces"].between(1, 5000),
    "an item that is not on the price list": ~kept["sku"].isin(samples.load("products.csv")["sku"]),
    "a currency that the books do not know": ~kept["currency"].isin(["CNY", "USD", "AED"]),
    "a dispatch before the order": kept["shipped"] < kept["date"],
}
for what, rows in impossible.items():
    answer.that(not rows.any(), f"{rows.sum()} good rows have {what}. Expected: none. Look at the rule for it.")
blamed = answer.value["rule"].mode().max() if "rule" in answer.value else "unknown"
good_answer.matches(
    expected,
    key=key,
    unchanged=["date", "customer", "sku", "pieces", "price_cny", "amount_cny", "currency", "shipped"],
    too_few=f"Sound rows are in quarantine, most of all rows there by the rule '{blamed}'. Expected: only rows that break one of "
    "the four rules. Is that rule too strict?",
)
sound = everything[key].apply(tuple, axis=1).isin(set(expected[key].apply(tuple, axis=1)))
answer.matches(everything[~sound], key=key, unchanged=["sku", "pieces"])

# %% [markdown]
# ## 9. Better by how much?
#
# "The data are clean now" is a claim. `cleaning.quality_scorecard` measures five things between 0 and 1: **completeness** (no
# gaps), **validity** (the rules hold), **uniqueness** (nothing twice), **consistency** (values written in one way),
# **timeliness** (fresh enough; not judged here, because nobody has said how fresh is fresh enough). The house rules are those
# that hold for all three years: item, currency, and quantities from -5,000 to 5,000, because cancellations are negative.

# %%
messy = samples.checkpoint("orders_messy")
clean = samples.checkpoint("orders")
currencies = ["CNY", "USD", "AED"]
house_rules = [
    cleaning.rule_between("pieces", -5000, 5000),
    cleaning.rule_in("sku", list(products["sku"])),
    cleaning.rule_in("currency", currencies),
]
line_key = ["order_no", "line", "pieces"]
print(f"messy: {len(messy):,} rows as found; clean: {len(clean):,} rows after sections 1 to 8")

# %% [markdown]
# **Your task.** Make two scorecards with the key `line_key` and the rules `house_rules`: `before`, of the table `messy`, and
# `after`, of the table `clean`.
#
# <details><summary>Hint 1: the idea</summary>The same measure twice, or the two cannot be compared.</details>
# <details><summary>Hint 2: the helper</summary><code>cleaning.quality_scorecard(table, key=..., rules=...)</code></details>
# <details><summary>Hint 3: almost the lines</summary><code>before = cleaning.quality_scorecard(messy, key=line_key,
# rules=...)</code>, and the same for <code>after</code> with the other table</details>

# %% answer="scorecard"
# Make the scorecards before and after.
### BEGIN SOLUTION
before = cleaning.quality_scorecard(messy, key=line_key, rules=house_rules)
after = cleaning.quality_scorecard(clean, key=line_key, rules=house_rules)
### END SOLUTION

# %% check="scorecard" points=1
# Checks that both scorecards measure the same five things, with the same key and rules, on the right tables.
for name in ("before", "after"):
    answer = checks.answer(name)
    expected = answer.reference(f"scorecard_{name}", begins_with=["orders_messy", "orders"])
    table = answer.table(["score", "found"], key=["dimension"])
    how = table.loc[table["dimension"] == "uniqueness", "found"].astype(str)
    answer.that(
        how.str.contains("order_no").all(),
        f"{name} calls rows double only when they are alike in every column. Expected: rows that share order number, line and "
        "pieces. Give the helper the key line_key.",
    )
    answer.matches(
        expected,
        key=["dimension"],
        columns=["score", "failed", "counted_in"],
        tolerance=0.0005,
        look="Are before and after made of messy and clean, both with the key line_key and the rules house_rules?",
    )

# %% [markdown]
# Most rows have no fault, so the scores are all close to 1. The faults themselves say more. Run this when the check has passed:

# %%
if "before" in globals() and "after" in globals():
    faults = pd.DataFrame({"faults before": before.set_index("dimension")["failed"]})
    faults["faults after"] = after.set_index("dimension")["failed"]
    display(faults.drop(index="timeliness"))

# %% [markdown]
# Completeness does not reach zero faults: `unknown` still counts as empty. That is honest. It says that somebody must ask.

# %% [markdown]
# ## 10. The proof
#
# The bookkeeper counted the same months in her own way, from paid invoices. The table `clean` holds what sections 1 to 8 made of
# the orders (customers' names as they were written: the list of firms is a work of its own). If both agree, nobody has lost or invented
# anything; where they do not, somebody must ask.
#
# **Your task.** Reconcile the table `clean` with `ledger`, month by month, on revenue, and let a difference of up to
# 2,000 CNY pass (less than a tenth of one day's orders). Then two answers:
#
# - `result`: the table that `cleaning.reconcile` gives.
# - `open_months`: the months whose verdict is not `agrees`.
#
# <details><summary>Hint 1: the idea</summary>One line makes the comparison, one line filters it.</details>
# <details><summary>Hint 2: the helper</summary><code>cleaning.reconcile(clean, ledger, on="month", measures={"revenue_cny":
# "amount_cny"}, tolerance=...)</code>, the tolerance in CNY</details>
# <details><summary>Hint 3: almost the line</summary><code>open_months = result.loc[result["verdict"] != "...", "month"]</code></details>

# %%
ledger.tail(3)

# %% answer="reconcile"
# Reconcile clean with the ledger, then list the months that do not agree.
### BEGIN SOLUTION
result = cleaning.reconcile(clean, ledger, on="month", measures={"revenue_cny": "amount_cny"}, tolerance=2000)
open_months = result.loc[result["verdict"] != "agrees", "month"]
### END SOLUTION

# %% check="reconcile" points=2
# Checks that every month of the ledger was compared, and that the months which do not agree are named.
answer = checks.answer("result")
expected = answer.reference("reconciled", begins_with=["orders"])
answer.matches(
    expected,
    key=["month"],
    columns=["difference", "verdict"],
    too_many="Expected: one row per month.",
    too_few="Expected: one row for every month.",
    look="Compare amount_cny of clean with revenue_cny of the ledger, and let up to 2,000 CNY pass.",
)
checks.answer("open_months").lists(
    expected.loc[expected["verdict"] != "agrees", "month"],
    what="months",
    column="month",
    too_many="Expected: only those whose verdict is not 'agrees'.",
    too_few="Expected: all whose verdict is not 'agrees'.",
)

# %% [markdown]
# All of 2023 and 2024 agree. The open months of 2025 are not a failure, because you can say why they are open:

# %%
good = samples.checkpoint("orders_2025_good")
waiting = whole["amount_cny"].sum() - good["amount_cny"].sum()
guessed = good.loc[good["price_cny_filled"], "amount_cny"]
gap = (ledger["revenue_cny"].sum() - clean["amount_cny"].sum()).round()
print(f"{len(whole) - len(good)} lines wait in quarantine, {waiting:,.0f} CNY as they stand.")
print(
    f"{len(guessed)} amounts are estimates from usual prices, {guessed.sum():,.0f} CNY: right on the whole, not to the yuan."
)
off = waiting - gap
print(f"The estimates are {abs(off):,.0f} CNY too {'high' if off > 0 else 'low'}, as the books show now.")
print(f"Quarantine and estimates together leave the table {gap:,.0f} CNY below the books.")

# %% [markdown] essay="who-records-what" points=5
# ## 11. Who writes down what, from now on?
#
# You cleaned three years of orders in two sittings. Next month there will be new ones. **Write a note of about 150 words to the
# owner**: who records what, where, and in which form from now on, so that this lab need not be done again? Name one thing you
# would **not** change, and what your rules will cost the people who must follow them.
#
# Double-click the line below and write your note in its place. Your trainer reads it: 5 points.
#
# === BEGIN MARK SCHEME ===
#
# | level | points | the note |
# |---|---|---|
# | missing | 0 | is empty, or says only that data should be better |
# | begun | 1-2 | names at least one source of trouble from the lab (chat, subtotals, swapped dates, dozens, gaps, lists) and a rule for it; 2 when the rule says who |
# | sound | 3-4 | says for three sources who records what, where and in which form, and each rule would have prevented a fault seen in the lab; 4 when the owner could send it as it is |
# | excellent | 5 | besides, names something left as it is and why, and what the rules cost clerks or salespeople (time, freedom), with a way to ease it |
#
# === END MARK SCHEME ===

# %% [markdown]
# ## On Monday
#
# Take **one** list of your own company that two people keep, and ask both the same question: how many rows has it, and what do
# they add up to? If the answers differ, you have found your first section of this lab.
