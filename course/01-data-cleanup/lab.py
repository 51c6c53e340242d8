# %% [markdown]
# # Lab 01: one table you can trust
#
# **After this you can** bring orders from an old export, a workbook and a group chat into one form, find firms that are
# listed twice, set aside what cannot be right, and show with the bookkeeper's totals what is missing and why.
#
# Two sittings of about an hour, 20 points by checks and 5 by your trainer. Part A brings four sources into one form,
# part B makes of them a table you can defend.
#
# **The story.** You work at Lantern Bridge Leather. A salesman of AI tools was here: his program will forecast what to
# cut next week, "just send us your orders". Fang Guoqiang, the owner, asks you: *which* orders? They lie in an export of
# the old system (2023), a workbook with a sheet for each month (2024), the new system (2025) and a group chat.
#
# **How it works.** Click into a grey cell and press **Shift+Enter**: the cell runs, and the next one is chosen. In an answer
# cell, write your line in place of the three dots `...`. Shift+Enter runs it; **Shift+Enter once more runs the check under
# it**, which need not be opened. A wrong answer costs nothing, and every section begins with fresh tables. Hints are folded
# under each task: the first gives the idea, the second the tool, the third an example with *other* data. What to choose is
# in no hint. That is your part.
#
# | word | what it means here |
# |---|---|
# | `samples.path("file")` | where a file of the company is |
# | `samples.load("file")` | that file as a table, as it is |
# | `samples.checkpoint("name")` | our table for the next section, whatever you did before |
# | `table["column"]` | one column of a table |
# | `name=value` | where a hint writes a name before the equals sign, write it too |
# | `1800` | numbers are typed without commas, words with quotes: `"wallet"` |
# | *missing* | nothing is there: no value is known (Python itself prints `NaN` or `NaT`) |
# | SKU | item number, such as `LB-W012` |
# | ledger | the bookkeeper's totals |

# %% tags=["set-up"]
# Part A begins here: after a break, or after a restart, run this cell first.
import pandas as pd

from millrace import checks, cleaning, intake, samples, slips

slips.explain()
products = samples.load("products.csv")
ledger = samples.load("ledger.csv")

# %% [markdown]
# # Part A: four places, one table
#
# ## 1. The old system's file
#
# `orders_2023.csv` comes from a system that nobody here can change any more. `intake.inspect` looks at it first: it says
# what it found in the file, and why it believes so.

# %%
intake.inspect(samples.path("orders_2023.csv"))

# %% [markdown]
# Two things are known about this system. The operator sometimes pressed the button twice, and then a line was exported
# twice. And a cancelled line is never deleted: it comes back later with a minus, and takes the first one back.
#
# Here is one of each. They look alike at a glance. So that every line can be found again, `row` says where in the file it stands:

# %%
export = intake.read_table(samples.path("orders_2023.csv"))
same = export.duplicated(keep=False)
export.insert(0, "row", range(2, len(export) + 2))
pressed_twice = export[same].sort_values(["ORDNO", "LINE"]).head(2)
cancelled_line = export[export["ORDNO"] == export.loc[export["QTY"] < 0, "ORDNO"].iloc[0]].sort_values("LINE").head(2)
pd.concat([pressed_twice, cancelled_line])

# %% [markdown]
# **Your task.** Make `orders_2023` from `export`, so that everything that really happened is in it once.
#
# **You choose** in which columns two lines must be alike to be the same event.
#
# <details><summary>Hint 1: the idea</summary>Go through the four lines above, column by column. Which pair happened twice, and
# which was only written twice?</details>
# <details><summary>Hint 2: the tool</summary><code>.drop_duplicates()</code> keeps the first of several rows that are alike in
# every column. With names of columns in square brackets it looks at those columns only.</details>
# <details><summary>Hint 3: an example with other data</summary>In a list of visitors, <code>visitors.drop_duplicates(["name"])</code>
# leaves each person once, however often they came; <code>visitors.drop_duplicates(["name", "day"])</code> leaves each person once
# for every day. To keep the result, give it a name: <code>people = visitors.drop_duplicates(["name"])</code></details>

# %% answer="legacy-file" choice=true
# Drop the lines that were exported twice.
### BEGIN SOLUTION
orders_2023 = export.drop_duplicates(["ORDNO", "LINE", "QTY"])
### END SOLUTION

# %% check="legacy-file" points=2
# Checks that orders_2023 holds every line once, and every cancellation.
answer = checks.answer("orders_2023")
expected = answer.reference("orders_2023")
table = answer.table(["CUSTOMER"], key=["ORDNO", "LINE", "QTY"])
answer.that(len(table), "orders_2023 has no rows. Expected: the lines of the export.")
answer.that(
    table["CUSTOMER"].astype(str).str.contains("[一-龥]").any(),
    "Not one customer has a Chinese name. Expected: names such as 'Hongda Leather 宏达皮具'. The file was read in the wrong "
    "encoding: let intake.read_table find it.",
)
key = ["ORDNO", "LINE", "QTY"]
raw = intake.read_table(samples.path("orders_2023.csv"))
answer.that(
    len(answer.beside(raw[raw.duplicated(key)], key=key, column="CUSTOMER")),
    "The lines that were exported twice are gone altogether. Each of them happened once: keep one of the two.",
)
answer.that(
    (pd.to_numeric(table["QTY"], errors="coerce") < 0).sum() >= (expected["QTY"] < 0).sum(),
    "Cancelled lines are missing. Expected: every line with a negative quantity stays, because it takes another line back. "
    "Look at the second pair above: in which columns do its lines differ?",
)
answer.matches(
    expected,
    key=key,
    unchanged=["ODATE", "CUSTOMER", "SKU", "PRICE", "AMOUNT", "CLERK", "REMARK"],
    too_many="Some lines are still there twice. Look at the first pair above: where do its lines differ, and does it matter?",
    too_few="Lines that really happened were dropped. Look at the second pair above.",
    look="Compare with the file, line by line.",
)

# %% tags=["result"]
# Shows what became of the lines of the file.
present = intake.report(intake.read_table(samples.path("orders_2023.csv"))).rows_read
made = checks.yours("orders_2023", samples.checkpoint("orders_2023"))
ours = samples.checkpoint("orders_2023")
careless = ours.drop_duplicates(["ORDNO", "LINE"])["AMOUNT"].sum() - ours["AMOUNT"].sum()
print(f"{present:,} lines in the file = {len(made):,} kept + {present - len(made):,} exported twice.")
print(f"Without the cancellations, goods for {careless:,.0f} CNY would count as sold that never were.")

# %% [markdown]
# **Every row is accounted for**: that is the first rule of this course, and you will see it in numbers after each section.
#
# ## 2. Twelve sheets
#
# `orders_2024.xlsx` has a sheet for each month, with titles above the headings and sums between the lines. This is what
# happens when somebody stacks all rows and adds them up:

# %%
naive = samples.load("orders_2024.xlsx")
naive_total = pd.to_numeric(naive["Amount"]).sum()
booked_2024 = ledger.loc[ledger["month"].str.startswith("2024"), "revenue_cny"].sum()
print(f"All rows added up: {naive_total:12,.0f} CNY")
print(
    f"In the books:      {booked_2024:12,.0f} CNY, so the rows add up to {naive_total / booked_2024:.1f} times as much."
)

# %% [markdown]
# A weekly subtotal repeats the lines above it, and the month's total repeats them again. A program fed with this table
# would order leather for several workshops.
#
# **Your task.** Stack the twelve sheets into one table `orders_2024`, without titles and sums.
#
# <details><summary>Hint 1: the idea</summary>There is a tool that reads all sheets of a workbook and knows titles and subtotals when
# it sees them.</details>
# <details><summary>Hint 2: the tool</summary><code>intake.read_workbook(...)</code>, with the path of the file.</details>
# <details><summary>Hint 3: an example with other data</summary>A workbook with a sheet for each shelf of a store:
# <code>stock = intake.read_workbook(samples.path("stock.xlsx"))</code></details>

# %% answer="twelve-sheets"
# Stack the sheets into one table.
### BEGIN SOLUTION
orders_2024 = intake.read_workbook(samples.path("orders_2024.xlsx"))
### END SOLUTION

# %% check="twelve-sheets" points=1
# Checks that orders_2024 holds all order lines, and no sums.
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
    too_many="Look for rows that are no order lines, such as titles and notes, and for lines that are there twice.",
    too_few="Are all twelve sheets in it? intake.read_workbook reads them all, intake.read_table only one. A line with a gap is an "
    "order line, too.",
    look="Take the columns as they are in the workbook.",
)

# %% tags=["result"]
# Shows what became of the rows of the workbook, and what they add up to now.
read = intake.report(intake.read_workbook(samples.path("orders_2024.xlsx")))
made = checks.yours("orders_2024", samples.checkpoint("orders_2024"))
aside = f"{read.rows_set_aside:,} titles and sums set aside + {read.rows_quarantined:,} in quarantine"
print(f"{read.rows_present:,} rows in the workbook = {len(made):,} order lines + {aside}.")
total = samples.checkpoint("orders_2024")["Amount"].sum()
print(f"The order lines add up to {total:,.0f} CNY, the books to {booked_2024:,.0f} CNY.")

# %% [markdown]
# ## 3. The clerk who swaps day and month
#
# `orders_2025.csv` comes from the new system. Four clerks key orders, and not all computers write dates alike. Is
# 05/03/2025 the fifth of March or the third of May? `cleaning.date_order` looks at the dates that can be read in one way
# only (13 is never a month) and says for each clerk what they prove:

# %%
orders_2025 = intake.read_table(samples.path("orders_2025.csv"))
cleaning.date_order(orders_2025["OrderDate"], by=orders_2025["KeyedBy"])

# %% [markdown]
# **Your task.** Give `orders_2025` a column `date` with the right day of every order.
#
# **You choose** whose dates are read in which order.
#
# <details><summary>Hint 1: the idea</summary>One order for all rows cannot be right. The table above says who is the exception.</details>
# <details><summary>Hint 2: the tool</summary><code>cleaning.parse_dates(column, day_first=...)</code> gives a table; its column
# <code>date</code> is what you want. After <code>day_first=</code> it takes <code>True</code>, <code>False</code>, or one answer for
# each row.</details>
# <details><summary>Hint 3: an example with other data</summary>A list of deliveries, in which only the driver Omar writes the month
# first. <code>deliveries["driver"] != "Omar"</code> is true in every row that is <i>not</i> his:<br>
# <code>deliveries["day"] = cleaning.parse_dates(deliveries["arrived"], day_first=deliveries["driver"] != "Omar")["date"]</code></details>

# %% answer="swapped-dates" choice=true
# Fill orders_2025["date"] with the right day of every order.
### BEGIN SOLUTION
verdicts = cleaning.date_order(orders_2025["OrderDate"], by=orders_2025["KeyedBy"])
swapper = verdicts.loc[verdicts["verdict"] == "month first", "group"].iloc[0]
orders_2025["date"] = cleaning.parse_dates(orders_2025["OrderDate"], day_first=orders_2025["KeyedBy"] != swapper)[
    "date"
]
### END SOLUTION

# %% check="swapped-dates" points=2
# Checks that orders_2025 has a column date with the right day for every clerk.
answer = checks.answer("orders_2025")
answer.fills("date")
expected = answer.reference("orders_2025")
key = ["OrderID", "Pos"]
both = answer.beside(expected, key=key, column="date")
missing, wrong = both["found"].isna(), ~both["right"]
others = [str(column) for column in answer.value.columns if column not in [*expected, "index"]]
answer.that(
    not others or not (missing | wrong).any(),
    f"You made a column '{next(iter(others), '')}', and date is as it was. Expected: the days in the column date.",
)
odd = both.loc[~missing & ~both["found"].astype(str).str.fullmatch(r"\d{4}-\d\d-\d\d"), "found"]
answer.that(
    odd.empty,
    f"The column date holds '{next(iter(odd), '')}'. Expected: plain days, as cleaning.parse_dates gives them in its column date.",
)
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
    unchanged=[column for column in expected if column not in [*key, "date"]],
    too_few="Expected: every row of the file.",
)

# %% tags=["result"]
# Shows what a careless reading would have cost.
made = checks.yours("orders_2025", samples.checkpoint("orders_2025"))
ours = samples.checkpoint("orders_2025")
both_ways = cleaning.parse_dates(ours["OrderDate"])
careless = both_ways["if_day_first"].fillna(both_ways["if_month_first"])
in_wrong_month = careless.dt.month != ours["date"].dt.month
amounts = samples.checkpoint("orders_2025_cny")["amount_cny"]
print(
    f"{len(made):,} rows in the file = {made['date'].notna().sum():,} with a date + {made['date'].isna().sum()} without."
)
print(f"With the day first wherever possible, {in_wrong_month.sum():,} lines would be in the wrong month:")
print(f"{amounts[in_wrong_month].sum():,.0f} CNY of orders, in a table that looks perfectly clean.")

# %% [markdown]
# ## 4. Dollars and dirhams
#
# In 2025 the export desk began to invoice in US dollars and UAE dirhams. The books use one rate for each year: this many CNY
# for one dollar, and for one dirham.

# %%
orders_2025 = samples.checkpoint("orders_2025")
by_year = ledger.assign(year=ledger["month"].str[:4]).groupby("year")[["usd_rate", "aed_rate"]].first()
display(by_year)
display(orders_2025["Currency"].value_counts().rename("lines").to_frame())
orders_2025.loc[orders_2025["Currency"] != "CNY", ["OrderID", "Pieces", "UnitPrice", "Currency", "Total"]].head(3)

# %% [markdown]
# Look at the second table: a few lines have a currency that no bank knows.
#
# **Your task.** Give `orders_2025` a column `amount_cny`: what its `Total` is worth in CNY.
#
# **You choose** the rates, and what becomes of the lines whose currency nobody can read.
#
# <details><summary>Hint 1: the idea</summary>An amount in dollars times the CNY that one dollar costs, in the year of the order. And
# ask yourself what a guess would look like in the table: could anybody still see that it was one?</details>
# <details><summary>Hint 2: the tool</summary><code>cleaning.convert_money(table, amount=..., currency=..., rates=...)</code>: the names
# of two columns, and the rates in curly brackets, with a colon between currency and rate. CNY is worth 1. After
# <code>unknown=</code> comes what to do where a currency has no rate: <code>"stop"</code> with an error, or leave the amount
# <code>"missing"</code>. Or you give it a rate of its own, as to any other.</details>
# <details><summary>Hint 3: an example with other data</summary>A table of tickets, sold in yen and CNY in a year when a yen cost 0.05:<br>
# <code>rates = {"CNY": 1, "JPY": 0.05}</code><br>
# <code>tickets["worth"] = cleaning.convert_money(tickets, amount="price", currency="paid_in", rates=rates,
# unknown="stop")</code></details>

# %% answer="one-currency" choice=true
# Fill orders_2025["amount_cny"].
### BEGIN SOLUTION
rates = {"CNY": 1, "USD": by_year.loc["2025", "usd_rate"], "AED": by_year.loc["2025", "aed_rate"]}
orders_2025["amount_cny"] = cleaning.convert_money(
    orders_2025, amount="Total", currency="Currency", rates=rates, unknown="missing"
)
### END SOLUTION

# %% check="one-currency" points=2
# Checks that amounts are in CNY, and that nothing was invented.
answer = checks.answer("orders_2025")
answer.fills("amount_cny")
expected = answer.reference("orders_2025_amounts", begins_with=["orders_2025"])
key = ["OrderID", "Pos"]
both = answer.beside(expected, key=key, column="amount_cny", tolerance=0.01)
known = both["amount_cny"].notna()
foreign = "Expected: Total times the CNY that one cost in the year of these orders. Look at the rate, and at its year."
wanted = {"CNY": "They are in CNY already: expected is their Total, to the fen.", "USD": foreign, "AED": foreign}
for currency in wanted:
    off = known & ~both["right"] & (both["Currency"] == currency)
    answer.that(
        not off.any(),
        f"{off.sum():,} amounts in {currency} are not right, for example in order {both.loc[off, 'OrderID'].min()}. {wanted[currency]}",
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
    unchanged=[column for column in expected if column not in [*key, "amount_cny"]],
    tolerance=0.01,
    look="Every row's own total, times the rate of its own currency.",
)

# %% tags=["result"]
# Shows what the conversion changed.
made = checks.yours("orders_2025", samples.checkpoint("orders_2025_amounts"))
ours = samples.checkpoint("orders_2025_amounts")
known, foreign = ours["amount_cny"].notna(), ours["Currency"].isin(["USD", "AED"])
as_written, worth = ours.loc[foreign, "Total"].sum(), ours.loc[foreign, "amount_cny"].sum()
print(f"{len(made):,} rows = {known.sum():,} with an amount in CNY + {(~known).sum():,} without, still in the table.")
print(f"Dollars and dirhams read as CNY would be {as_written:,.0f}; they are worth {worth:,.0f} CNY.")

# %% [markdown]
# ## 5. Orders in the group chat
#
# From October 2025 on, some customers of the market stall ordered through the salespeople's chat, and nobody keyed it. The
# salespeople have one good habit: every order has a reference such as `#113`, and whoever writes about that order later names it
# again. Here are some of their messages, with the item that a tool found in each:

# %%
chat = intake.read_chat(samples.path("chat_export.txt"))
items = intake.find_items(chat, products["sku"])
cancelled = chat.loc[chat["text"].str.contains("cancel"), "text"].str.extract(r"(#\d+)")[0]
changed = items.dropna(subset=["price"])[lambda rows: rows.duplicated(["reference", "code"])]["reference"].iloc[0]
story = items[items["reference"].isin([changed, cancelled.iloc[0]]) | (items.index < 8)]
print(f"{len(chat):,} messages, {len(items):,} mentions of an item, {cancelled.nunique()} cancelled references.")
display(chat.loc[chat["text"].str.contains(f"{changed} |{cancelled.iloc[0]} "), ["sent_at", "sender", "text"]])
story[["text", "reference", "code", "quantity", "price"]]

# %% [markdown]
# **Your task.** Make a table `chat_orders` from `items`: one row for every item that the workshop must make, with the quantity
# that the customer wants in the end. The references of the orders that are off are in `cancelled`.
#
# **You choose**, looking at the messages: what tells an order from other talk, which of several messages counts, and what to
# leave out.
#
# <details><summary>Hint 1: the idea</summary>Three filters, one after the other. Which of the columns above are filled in an order
# and empty in a question or a complaint? When a number is corrected, which message does the customer mean? The rows are in order
# of time.</details>
# <details><summary>Hint 2: the tools</summary><code>.dropna(subset=[...])</code> drops the rows with a gap in one of these columns.
# <code>.drop_duplicates([...], keep="first")</code> or <code>keep="last"</code> keeps one row of those that are alike in these columns.
# <code>table[~table["column"].isin(others)]</code> keeps the rows whose value is <i>not</i> among the others: <code>~</code> means
# "not".</details>
# <details><summary>Hint 3: an example with other data</summary>Table bookings of a restaurant, where guests may call again:<br>
# <code>real = calls.dropna(subset=["name", "hour"])</code><br>
# <code>real = real.drop_duplicates(["name", "table"], keep="first")</code><br>
# <code>tonight = real[~real["name"].isin(ill)]</code></details>

# %% answer="chat-orders" choice=true
# Make chat_orders from items, step by step.
### BEGIN SOLUTION
ordered = items.dropna(subset=["reference", "price"])
ordered = ordered.drop_duplicates(["reference", "code"], keep="last")
chat_orders = ordered[~ordered["reference"].isin(cancelled)]
### END SOLUTION

# %% check="chat-orders" points=2
# Checks that chat_orders holds every item ordered, as it was wanted in the end.
answer = checks.answer("chat_orders")
expected = answer.reference("chat_orders")
table = answer.table(["quantity", "price"], key=["reference", "code"])
no_order = table["reference"].isna() | table["price"].isna()
answer.that(
    not no_order.any(),
    f"{no_order.sum()} of the rows are other talk, for example about {table.loc[no_order, 'code'].min()}. Expected: orders only. "
    "Compare an order with a question or a complaint, column by column.",
)
said = intake.read_chat(samples.path("chat_export.txt"))["text"]
called_off = set(said[said.str.contains("cancel")].str.extract(r"(#\d+)")[0])
off = set(table["reference"]) & called_off
answer.that(
    not off, f"{len(off)} cancelled references are still in it, for example {min(off, default='')}. Leave them out."
)
strange = set(table["reference"]) - set(expected["reference"])
answer.that(
    not strange,
    f"{len(strange)} references in it are no orders of this chat, for example {min(strange, default='')}. Expected: references as they "
    "are in items, such as #113, and orders only: complaints name old references.",
)
twice = table.duplicated(["reference", "code"])
answer.that(
    not twice.any(),
    f"{twice.sum()} items are there more than once under one reference: an order and its change. The workshop makes it once.",
)
pieces = cleaning.parse_quantity(table["quantity"])["pieces"]
checks.Answer("chat_orders", table.assign(pieces=pieces)).matches(
    expected,
    key=["reference", "code"],
    columns=["pieces", "price"],
    too_many="Look for mentions that are no orders.",
    too_few="An order can hold several items, and several customers can want the same item: look at reference and code together.",
    look="Look at the messages about that reference: the last message counts, not the first. And a dozen is twelve.",
)

# %% tags=["result"]
# Shows what became of the mentions, and what they are worth.
made = checks.yours("chat_orders", samples.checkpoint("chat_orders"))
chat_again = intake.read_chat(samples.path("chat_export.txt"))
mentions = len(intake.find_items(chat_again, samples.load("products.csv")["sku"]))
print(
    f"{mentions:,} mentions of an item = {len(made):,} to make + {mentions - len(made):,} other talk, changed or cancelled."
)
print(f"They are worth {samples.checkpoint('chat_orders')['amount_cny'].sum():,.0f} CNY, and nobody had keyed them.")

# %% [markdown]
# ## 6. One form
#
# The four sources say the same things under other names, and each has columns that look right and are not. (The tool
# `cleaning.parse_quantity` has read the workbook's `Quantity`: see what became of `2 doz`.)

# %%
old = samples.checkpoint("orders_2023")
book = samples.checkpoint("orders_2024_pieces")
new = samples.checkpoint("orders_2025_amounts")
talk = samples.checkpoint("chat_orders")
old["date"] = cleaning.parse_dates(old["ODATE"])["date"]
sources = {
    "old system": old[["ORDNO", "LINE", "date", "CUSTOMER", "SKU", "QTY", "PRICE", "AMOUNT"]],
    "workbook": book[
        ["No.", "Line", "date", "Name", "Item", "Quantity", "quantity", "unit", "pieces", "Price", "Amount"]
    ],
    "new system": new[
        ["OrderID", "Pos", "date", "Client", "ItemNo", "Pieces", "UnitPrice", "Total", "Currency", "amount_cny"]
    ],
    "chat": talk[["reference", "line", "date", "customer", "code", "quantity", "pieces", "price", "amount_cny"]],
}
examples = {"old system": old.head(2), "workbook": book[book["unit"] == "dozen"].head(2), "chat": talk.head(2)}
examples["new system"] = new[new["Currency"] == "USD"].head(2)
for source, table in sources.items():
    print(source)
    display(examples[source][table.columns[4:]])

# %% [markdown]
# This is the common form so far. For each of its columns it says which column of each source goes there:

# %%
columns = {
    "order_no": {"old system": "ORDNO", "workbook": "No.", "new system": "OrderID", "chat": "reference"},
    "line": {"old system": "LINE", "workbook": "Line", "new system": "Pos", "chat": "line"},
    "date": {"old system": "date", "workbook": "date", "new system": "date", "chat": "date"},
    "customer": {"old system": "CUSTOMER", "workbook": "Name", "new system": "Client", "chat": "customer"},
    "sku": {"old system": "SKU", "workbook": "Item", "new system": "ItemNo", "chat": "code"},
}

# %% [markdown]
# **Your task.** Two columns are still missing: `pieces`, how many pieces were ordered, and `amount_cny`, what the whole line is
# worth in CNY. Add both to `columns`, then combine the four sources into one table `one_form`. Its column `source`, which the tool
# makes, says where each line comes from.
#
# **You choose** which column of each source says it.
#
# <details><summary>Hint 1: the idea</summary>Ask of each candidate: what is its unit? Pieces, dozens, CNY for one piece, CNY for the
# line, dollars?</details>
# <details><summary>Hint 2: the tool</summary><code>columns["name"] = {...}</code> adds a line to the form, written like those above.
# <code>intake.combine(sources, columns)</code> puts the sources below each other.</details>
# <details><summary>Hint 3: an example with other data</summary>Two shops count their visitors, one by the day and one by the hour:<br>
# <code>names["visitors"] = {"north shop": "guests_of_day", "south shop": "day_sum"}</code><br>
# <code>both_shops = intake.combine(shops, names)</code></details>

# %% answer="one-form" choice=true
# Add pieces and amount_cny to the form, then combine the sources.
### BEGIN SOLUTION
columns["pieces"] = {"old system": "QTY", "workbook": "pieces", "new system": "Pieces", "chat": "pieces"}
columns["amount_cny"] = {"old system": "AMOUNT", "workbook": "Amount", "new system": "amount_cny", "chat": "amount_cny"}
one_form = intake.combine(sources, columns)
### END SOLUTION

# %% check="one-form" points=2
# Checks that one_form holds every line, with its pieces and its amount in CNY.
answer = checks.answer("one_form")
expected = answer.reference("one_form")
units = {
    "pieces": "Which of its columns counts pieces, not dozens?",
    "amount_cny": "Which of its columns is CNY for the whole line, not for one piece, and not dollars?",
}
table = answer.table(list(units), key=["source", "order_no", "line", "date"])
forgotten = set(expected["source"]) - set(table["source"])
answer.that(not forgotten, f"Nothing of the {min(forgotten, default='')} is in one_form. Expected: all four sources.")
for column, question in units.items():
    mine, right = (
        rows.assign(total=pd.to_numeric(rows[column], errors="coerce")).groupby("source")["total"].sum()
        for rows in (table, expected)
    )
    off = (mine.reindex(right.index) - right).abs() > 0.005 * right.abs()
    answer.that(
        len(table) != len(expected) or table.duplicated().any() or not off.any(),
        f"The {column} of the {off.idxmax()} do not add up: {mine[off.idxmax()]:,.0f}. {question}",
    )
answer.matches(
    expected,
    key=["source", "order_no", "line", "date", "pieces"],
    columns=["amount_cny"],
    unchanged=["customer", "sku"],
    tolerance=0.01,
    too_few="Expected: every line of the four sources, with its own pieces.",
    too_many="Expected: every line of the four sources once.",
)

# %% tags=["result"]
# Shows how many lines came from where, and what they are worth.
made = checks.yours("one_form", samples.checkpoint("one_form"))
ours = samples.checkpoint("one_form").round({"amount_cny": 2})
by_source = (
    ours.groupby("source", sort=False).agg(lines=("order_no", "size"), amount_cny=("amount_cny", "sum")).round(0)
)
print(f"{' + '.join(f'{lines:,}' for lines in by_source['lines'])} lines of four sources = {len(made):,} in one form.")
by_source

# %% [markdown]
# ## 7. What the forecast would not have seen
#
# Here is one form after the cleaning of part B, by quarter of the year and by source, in CNY:

# %%
orders = samples.checkpoint("orders")
by_quarter = orders.pivot_table(
    index=orders["date"].dt.to_period("Q").astype(str), columns="source", values="amount_cny", aggfunc="sum"
)
axes = (by_quarter / 1e6).plot.bar(stacked=True, figsize=(9, 3.5), color=["#c44e52", "#4c72b0", "#dd8452", "#8c8c8c"])
axes.set(
    title="From October 2025 on, a part of the orders is only in the chat", xlabel="", ylabel="Orders, million CNY"
)
axes.legend(title="", frameon=False, ncols=4, loc="upper left", fontsize=8)
_ = axes.set_ylim(0, by_quarter.sum(axis=1).max() / 1e6 * 1.25)
by_quarter.tail(4).round(0)

# %% [markdown]
# The salesman asked for "the orders from your system". Fang asks you: **what share of last quarter's orders, in money, would his
# forecast never have seen?**
#
# **Your task.** `missed`: that share, between 0 and 1. You may type numbers from the table or work with `by_quarter`.
#
# **You choose** what to divide by what.

# %% answer="missed" choice=true
# Work out the share.
### BEGIN SOLUTION
last_quarter = by_quarter.loc["2025Q4"]
missed = last_quarter["chat"] / last_quarter.sum()
### END SOLUTION

# %% check="missed" points=1
# Checks that missed is the chat's share of the last quarter.
answer = checks.answer("missed")
right = checks.given("last_quarter").set_index("source")
share, beside_the_rest = right.loc["chat", ["share", "beside_the_rest"]]
mine = answer.is_number()
answer.that(
    abs(mine - 100 * share) > 0.5,
    f"missed is {mine:g}. Expected: a share between 0 and 1, not per cent. Divide by 100.",
)
answer.that(
    abs(mine - beside_the_rest) > 0.005,
    f"missed is {mine:.3f}: the chat compared with the rest. Expected: its share of everything that was ordered.",
)
answer.is_number(
    share,
    tolerance=0.005,
    look="Expected: the chat's part of all orders of the last quarter of 2025, in money, between 0 and 1. Look at the last row of "
    "the table.",
)

# %% tags=["result"]
# Shows what the share means.
if checks.is_right("missed", shows="What it means"):
    part = float(checks.yours("missed", 0.0))
    print(f"Of every 100 CNY ordered in the last quarter of 2025, the forecast would not have seen {100 * part:.0f}.")

# %% [markdown]
# Before anybody forecasts, somebody must key the chat. **Part A ends here**: four sources, one form, every row accounted for.
# Save with Ctrl+S. Part B can wait until tomorrow.

# %% [markdown]
# # Part B: a table you can defend
#
# ## 8. One firm, three names
#
# Chen, Wu and Zhou each keep a list of customers, and many firms are in two or three of them: once as *Hongda Leather Co., Ltd.*,
# once as 宏达皮具, once with a slip of the finger. `cleaning.duplicate_candidates` compares the entries that could be one firm
# and gives each pair a score between 0 (surely different) and 1 (surely the same).

# %% tags=["set-up"]
# Part B begins here: after a break, or after a restart, run this cell first.
import pandas as pd

from millrace import checks, cleaning, intake, samples, slips

slips.explain()
products = samples.load("products.csv")
ledger = samples.load("ledger.csv")

# %% [markdown]
# The scores were worked out beforehand, with `cleaning.duplicate_candidates(customers[["customer", "contact", "phone", "city"]])`.
# Here are a few pairs, from sure to doubtful:

# %%
customers = samples.checkpoint("customers").set_index("entry")
pairs = samples.checkpoint("customer_pairs")
named = pairs[["score", "left", "right"]].round(2)
named.insert(2, "name on the left", named["left"].map(customers["customer"]))
named["name on the right"] = named["right"].map(customers["customer"])
print(f"{len(customers)} entries, {len(pairs):,} pairs worth a look.")
named.iloc[[0, len(named) // 3, len(named) // 2, -len(named) // 4, -1]]

# %% [markdown]
# From which score on do you merge? Two mistakes are possible, and they do not cost the same:
#
# - **Wrongly merged.** Two firms become one. One of them gets the other's prices, and goods on the other's credit. The three
#   salespeople put this at **1,800 CNY** a case.
# - **Wrongly kept apart.** One firm stays two. It is visited twice and gets the new customer's discount twice: **300 CNY** a
#   case.
#
# They sat down together and marked a list of pairs as the same firm or not. Many of them look alike and are not; some are the
# same and do not look it, so that the helper never proposed them. `cleaning.threshold_costs` counts both mistakes on those pairs,
# for every threshold from 0.50 to 1.00.

# %%
marked = samples.load("marked_pairs.csv")
print(
    f"{len(marked)} pairs were marked: {(marked['same'] == 'yes').sum()} the same firm, {(marked['same'] == 'no').sum()} not."
)

# %% [markdown]
# **Your task.** `threshold`: the score from which on you merge, so that the mistakes cost as little as possible.
#
# **You choose** which price belongs to which mistake, and what "as little as possible" means in the table you get.
#
# <details><summary>Hint 1: the idea</summary>Make the table of costs, look at it, and find the row you would defend in front of the
# three. You may type its threshold as a number.</details>
# <details><summary>Hint 2: the tool</summary><code>cleaning.threshold_costs(pairs, marked, merged_cost=..., apart_cost=...)</code> gives
# one row for each threshold, with both kinds of mistakes counted and priced.</details>
# <details><summary>Hint 3: an example with other data</summary>A library looks for books that are listed twice. To merge two different
# books costs it 40, to keep one book twice costs 5:<br>
# <code>prices = cleaning.threshold_costs(book_pairs, judged, merged_cost=40, apart_cost=5)</code>; then
# <code>prices.sort_values("wrongly_merged")</code> shows the rows with the fewest wrong mergers first.</details>

# %% answer="same-customer" choice=true
# Make the table of costs, then choose the threshold.
### BEGIN SOLUTION
costs = cleaning.threshold_costs(pairs, marked, merged_cost=1800, apart_cost=300)
threshold = costs.loc[costs["cost"].idxmin(), "threshold"]
### END SOLUTION

# %% check="same-customer" points=2
# Checks that no threshold is cheaper than yours, at the three's prices.
answer = checks.answer("threshold")
mine = answer.is_number()
answer.that(
    0 <= mine <= 1, f"threshold is {mine:g}. Expected: a score between 0 and 1, not a number of rows or of money."
)
tried = checks.given("threshold_prices")
here = tried[tried["threshold"] >= mine].iloc[0]
shown = tried[tried["in_your_table"]]
loss = here["cost"] - shown["cost"].min()
too_low = mine < shown.loc[shown["cost"].idxmin(), "threshold"]
answer.that(
    loss <= 0 or not too_low,
    f"At {mine:g}, {here['wrongly_merged']:.0f} pairs of different firms are merged, and it costs {loss:,.0f} CNY more than "
    "need be. Expected: the cheapest threshold. Which of the two mistakes is the expensive one?",
)
answer.that(
    loss <= 0,
    f"At {mine:g}, {here['wrongly_apart']:.0f} pairs of one firm stay apart, and it costs {loss:,.0f} CNY more than need be. "
    "Expected: the threshold with the lowest cost. Being too careful costs money as well.",
)

# %% [markdown]
# Now the lists are merged **at your threshold** (at 0.9, just an example, until your check has passed). `merged_from` keeps which entries a firm was made of, so that every merger can be
# undone:

# %% tags=["result"]
# Merges the entries at your threshold, and shows what a shortcut would have done.
cut = checks.yours("threshold", 0.9)
print(f"{cut:g}\n")
firms = cleaning.merge_duplicates(customers, pairs, threshold=cut)
print(f"All {firms['merged_rows'].sum()} of {len(customers)} entries are in a firm, and there are {len(firms)} firms.")
print(
    f"On the telephone number alone it would be {customers['phone'].nunique()} firms: shops share numbers, many have none."
)
wrong = named.merge(marked[marked["same"] == "no"], on=["left", "right"])
wrong = wrong[wrong["score"] >= cut]
print(
    f"{len(wrong)} of the pairs merged were marked as different. Before the lists are used, somebody takes them apart again:"
)
display(wrong.drop(columns="same"))
firms.loc[firms["merged_rows"] > 1, ["customer", "phone", "city", "merged_rows", "merged_from"]].head(3)

# %% [markdown]
# **Decision point.** The data cannot decide what a wrong merger costs: people must. Look what other prices would do to the
# threshold. Who in your company knows that number, and who bears it when the price is set too low: the firm whose credit is mixed up, or yours? (The cost is that of
# the marked pairs only, and one pair more or less can move the threshold a little.)

# %% tags=["result"]
# Shows the cheapest threshold for other prices of the two mistakes.
rows = []
for merged_cost, apart_cost in [(300, 300), (1800, 900), (6000, 300)]:
    tried = cleaning.threshold_costs(pairs, marked, merged_cost=merged_cost, apart_cost=apart_cost)
    best = tried.loc[tried["cost"].idxmin(), ["threshold", "wrongly_merged", "wrongly_apart", "cost"]]
    rows.append({"a wrong merger costs": merged_cost, "kept apart costs": apart_cost, **best})
pd.DataFrame(rows).rename(columns={"threshold": "cheapest threshold", "cost": "cost in all"})

# %% [markdown]
# ## 9. What to do with gaps
#
# Some lines of 2025 have gaps. `cleaning.missing_report` with `by=` shows whether they are chance, or somebody's habit:

# %%
gaps = samples.checkpoint("orders_2025_cny")
report = cleaning.missing_report(gaps[["clerk", "customer", "price_cny", "promised"]], by="clerk")
display(report[["column", "missing", "finding"]])
usual = gaps.pivot_table(index="sku", columns="desk", values="price_cny", aggfunc="median").dropna()
print("Usual prices of four items, in CNY:")
usual.iloc[:: max(1, len(usual) // 4)].head(4).round(2)

# %% [markdown]
# Every column needs a decision of its own. These are possible:
#
# | choice | what it does |
# |---|---|
# | `"leave"` | leaves the gap as it is |
# | `"unknown"` | writes the word *unknown* |
# | `"zero"` | writes 0 |
# | `"drop row"` | leaves the whole line out |
# | `"median"` | writes the middle value of the whole column: half are lower, half are higher |
# | `"median by sku"` | the middle value of the same item; several columns with a comma: `"median by clerk, sku"` |
#
# Two people will use the table. Fang adds up the money of **every** line. And the salespeople call customers whose order is later
# than it was `promised`.
#
# **Your task.** Make `filled` from `gaps`, with a decision for each of `customer`, `price_cny` and `promised`. (The amount of a line
# follows from its price; section 10 begins with the amounts worked out.)
#
# **You choose** the three decisions. For one of the columns two choices can be defended. Among values the middle one (median) is asked for here.
#
# (A few of the gaps are the lines in `EUR?` of section 4. They are treated like the others here; section 10 deals with them.)
#
# <details><summary>Hint 1: the idea</summary>Ask of each choice: would Fang or a customer be told something that nobody knows? And look
# at the usual prices: what else, besides the item, do they depend on?</details>
# <details><summary>Hint 2: the tool</summary><code>cleaning.fill_missing(table, {"column": "choice", "other column": "choice"})</code></details>
# <details><summary>Hint 3: an example with other data</summary>A list of parcels: <code>weighed = cleaning.fill_missing(parcels,
# {"weight": "median by size", "sender": "drop row"})</code> gives each parcel without a weight the middle weight of its size, and
# leaves out those without a sender.</details>

# %% answer="gaps" choice=true
# Decide for each of the three columns, and fill.
### BEGIN SOLUTION
filled = cleaning.fill_missing(gaps, {"customer": "unknown", "price_cny": "median by sku, desk", "promised": "leave"})
### END SOLUTION

# %% check="gaps" points=2
# Checks that no row is lost, and that each price could be defended.
answer = checks.answer("filled")
expected = answer.reference("orders_2025_filled", begins_with=["orders_2025_cny"])
given = checks.given("orders_2025_cny")
key = ["order_no", "line"]
table = answer.table(["customer", "price_cny"], key=key)
price = pd.to_numeric(table["price_cny"], errors="coerce")
answer.that(
    len(table) >= len(given),
    f"{len(given) - len(table):,} rows were dropped, and their money with them. Expected: every line of gaps.",
)
answer.that(
    price.notna().all(), f"{price.isna().sum()} rows have no price. Expected: one in each: Fang adds up every line."
)
answer.that(
    (price > 0).all(),
    f"{(price <= 0).sum()} prices are zero or below. Expected: the usual price; zero would be a gift.",
)
named = "unknown" in set(table["customer"])
for column, wanted, decided in [
    (
        "customer",
        expected if named else given,
        "Expected: each gap kept, or called 'unknown', and no other name changed.",
    ),
    ("promised", given, "A promise that nobody wrote down cannot be made up: customers would be called for it."),
    (
        "price_cny",
        expected,
        "Expected: known prices as they are, and in each gap the middle price of lines like it. The usual prices differ by the item, and by something else.",
    ),
]:
    answer.matches(wanted, key=key, columns=[column], too_many="Expected: as many as in gaps.", look=decided)
worked_out = answer.table(["amount_cny"], key=key)["amount_cny"].notna().all()
answer.matches(expected if worked_out else given, key=key, unchanged=["amount_cny"], tolerance=0.01)
answer.matches(given, key=key, unchanged=["date", "sku", "pieces", "currency", "clerk", "desk", "shipped"])

# %% tags=["result"]
# Shows what was filled, and the price of the habit of writing zero.
made = checks.yours("filled", samples.checkpoint("orders_2025_filled"))
ours = samples.checkpoint("orders_2025_filled")
guessed = ours[ours["price_cny_filled"] & ours["pieces"].between(1, 5000)]
print(
    f"{len(ours):,} lines in = {len(made):,} lines out; {ours['price_cny_filled'].sum()} of them have a price that you stand for."
)
print(f"With zeros the table would be short of about {guessed['amount_cny'].sum():,.0f} CNY of orders.")
unread = ours["price_cny_filled"] & ~ours["currency"].isin(["CNY", "USD", "AED"])
print(f"{unread.sum()} of these are the lines whose currency nobody can read. Section 10 takes them out again.")

# %% [markdown]
# ## 10. Quarantine
#
# Some lines cannot be true: 13 million pieces (somebody's telephone number), an item that nobody makes. Deleting them loses
# orders; leaving them in spoils every sum. So they go into **quarantine**: out of the table, each with its reason, until somebody
# has asked.
#
# The workshop says:
#
# - A line has at least one piece. The largest line that the workshop takes is 5,000 pieces; the next piece needs a second line.
# - Only what is in `products` can be ordered.
# - The books know CNY, USD and AED.
# - A parcel can leave on the very day of the order, never before.

# %%
orders_2025 = samples.checkpoint("orders_2025_filled")
display(products.head(2))
orders_2025[["order_no", "date", "sku", "pieces", "currency", "shipped"]].head(3)

# %% [markdown]
# **Your task.** Turn the four sentences into rules, and split `orders_2025` into two tables: `good`, the lines that keep all rules,
# and `quarantined`, those that break one.
#
# **You choose** the tool for each sentence, and its limits.
#
# <details><summary>Hint 1: the idea</summary>A rule says what must hold, not what is wrong. Take the sentences one by one, and ask
# whether the number or the day on the border is still good.</details>
# <details><summary>Hint 2: the tools</summary><code>cleaning.rule_between("column", least, most)</code>, both included;
# <code>cleaning.rule_in("column", other_table["column"])</code> or <code>cleaning.rule_in("column", [...])</code>;
# <code>cleaning.rule_not_before("later column", "earlier column")</code>. A list of rules is written in square brackets, with commas
# between. <code>cleaning.quarantine(table, rules)</code> gives two tables at once: those that keep the rules first.</details>
# <details><summary>Hint 3: an example with other data</summary>A register of apprentices:<br>
# <code>house = [cleaning.rule_between("age", 16, 70), cleaning.rule_in("hand", ["left", "right"])]</code><br>
# <code>sound, doubtful = cleaning.quarantine(apprentices, house)</code></details>

# %% answer="quarantine" choice=true
# Write the four rules, then split the table.
### BEGIN SOLUTION
rules = [
    cleaning.rule_between("pieces", 1, 5000),
    cleaning.rule_in("sku", products["sku"]),
    cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
    cleaning.rule_not_before("shipped", "date"),
]
good, quarantined = cleaning.quarantine(orders_2025, rules)
### END SOLUTION

# %% check="quarantine" points=2
# Checks that all impossible lines, and only they, are in quarantine.
key = ["order_no", "line"]
good_answer = checks.answer("good")
passed = good_answer.table(key=key)
answer = checks.answer("quarantined")
everything = checks.given("orders_2025_filled")
table = answer.table(key=key)
answer.that(
    "reason" in answer.value or len(table) < len(everything) / 2,
    "quarantined holds most of the rows. Expected: the few that break a rule. Did you swap the two names good and quarantined?",
)
expected = good_answer.reference("orders_2025_good", begins_with=["orders_2025_filled"])
given = [column for column in expected if column not in key and not column.endswith("_filled")]
answer.that(
    len(passed) + len(table) == len(everything),
    f"{len(passed):,} good and {len(table):,} quarantined rows make {len(passed) + len(table):,}. Expected: all "
    f"{len(everything):,}, each in one of the two. Rows in quarantine are set aside, not deleted.",
)
in_quarantine = answer.reference("orders_2025_quarantined", begins_with=["orders_2025_filled"])
cannot_be = good_answer.beside(in_quarantine, key=key, column="sku").sort_values("order_no")
answer.that(
    cannot_be.empty,
    f"{len(cannot_be)} of the rows in good {'breaks' if len(cannot_be) == 1 else 'break'} a rule, for example order {cannot_be['order_no'].min()}: "
    f"{next(iter(cannot_be['reason']), '')}. Expected: none. Look at the rule for it.",
)
rules_named = answer.value["rule"].mode().astype(str) if "rule" in answer.value else []
most = "".join(f", most often by the rule '{rule}'" for rule in rules_named[:1])
good_answer.matches(
    expected,
    key=key,
    unchanged=given,
    too_few=f"Sound rows are in quarantine{most}. Expected: only rows that break one of the four rules. Is a rule too strict, on its "
    "border perhaps?",
)
answer.matches(in_quarantine, key=key, unchanged=given)

# %% tags=["result"]
# Shows what is in quarantine, and why.
in_good = checks.yours("good", samples.checkpoint("orders_2025_good"))
waiting = checks.yours("quarantined", samples.checkpoint("orders_2025_quarantined"))
lines = len(samples.checkpoint("orders_2025_filled"))
print(f"{lines:,} lines = {len(in_good):,} good + {len(waiting):,} in quarantine. Here are the first 8 of them:")
waiting = waiting if "reason" in waiting else samples.checkpoint("orders_2025_quarantined")
waiting.reindex(columns=["order_no", "line", "sku", "pieces", "currency", "date", "shipped", "reason"]).head(8)

# %% [markdown]
# ## 11. Better by how much?
#
# "The data are clean now" is a claim. `cleaning.quality_scorecard` measures five things between 0 and 1: **completeness** (no
# gaps), **validity** (the rules hold), **uniqueness** (nothing twice), **consistency** (values written in one way),
# **timeliness** (not judged here, because nobody has said how fresh is fresh enough). It was run twice, over all three years:
# on the four sources as they were found, and after sections 1 to 10.

# %% tags=["result"]
# Shows the faults before and after, by kind.
before = samples.checkpoint("scorecard_before").set_index("dimension")
after = samples.checkpoint("scorecard_after").set_index("dimension")
faults = before[["failed", "judged", "counted_in"]].rename(columns={"failed": "faults before"})
faults.insert(1, "faults after", after["failed"])
print(
    f"{faults['faults before'].sum():,} faults in {len(samples.checkpoint('orders_messy')):,} rows before, {faults['faults after'].sum():,} after."
)
faults[faults.index != "timeliness"]

# %% [markdown]
# The table counts faults; a score is the share of what was judged that is without any. Consistency looks here only whether the same word is written in one way (capitals, blanks). Dates and
# units were brought into one form in sections 3 and 6, and names in section 8; a scorecard counts what it is asked to count. Validity counts the rules that hold in all three years: item, currency, and quantities up to 5,000 either way, because a
# cancellation has a minus. The customers that nobody wrote down are still counted as empty, also where the word *unknown* is written. That is honest:
# somebody must ask.
#
# ## 12. The proof
#
# The bookkeeper counted the same months in her own way, from paid invoices. `clean` holds what sections 1 to 10 made of the orders.
# If both agree, no large sum is lost or invented; where they do not, somebody must ask. (Two small faults can hide each other, and a sum below the tolerance passes.)

# %%
clean = samples.checkpoint("orders")
display(clean.tail(2))
ledger.tail(2)

# %% [markdown]
# **Your task.** Hold `clean` against `ledger`, month by month, on revenue, and let a difference of up to 500 CNY pass: less than
# one small order of a shop. Then list in `open_months` the months that do not agree.
#
# **You choose** which columns of the two tables say the same thing, and how you pick the months.
#
# <details><summary>Hint 1: the idea</summary>The tool adds up the column of one table for each month, and compares the sum with the
# column of the other.</details>
# <details><summary>Hint 2: the tool</summary><code>cleaning.reconcile(table, control, on="...", compare={...}, tolerance={...})</code>: on
# which column both agree what belongs together; in curly brackets the table's column, a colon, and the control's; and in curly brackets
# again the control's column, a colon, and the largest difference that passes, in its unit. Its result has a column <code>verdict</code>.</details>
# <details><summary>Hint 3: an example with other data</summary>Parcels counted at the door and by the carrier, day by day:<br>
# <code>held = cleaning.reconcile(parcels, carrier, on="day", compare={"weight": "kilos"}, tolerance={"kilos": 1})</code><br>
# <code>light_days = held.loc[held["verdict"] == "too low", "day"]</code></details>

# %% answer="open-months" choice=true
# Compare clean with the ledger, then list the months that do not agree.
### BEGIN SOLUTION
result = cleaning.reconcile(
    clean, ledger, on="month", compare={"amount_cny": "revenue_cny"}, tolerance={"revenue_cny": 500}
)
open_months = result.loc[result["verdict"] != "agrees", "month"]
### END SOLUTION

# %% check="open-months" points=1
# Checks that open_months names the months that do not agree, and no others.
checks.answer("open_months").lists(
    checks.given("months_to_ask_about")["month"],
    what="months",
    column="month",
    too_many="Expected: only those that differ by more than 500 CNY in revenue.",
    too_few="Expected: all that differ by more than 500 CNY in revenue, whether clean or the ledger is higher.",
)

# %% tags=["result"]
# Draws the difference of every month.
held = samples.checkpoint("reconciled")
axes = held.plot.bar(x="month", y="difference", figsize=(9, 2.8), color="#4c72b0", legend=False)
axes.axhspan(-500, 500, color="0.9", zorder=0)
_ = axes.set(title="Two years agree; of 2025 only some months do", xlabel="", ylabel="Table less books, CNY")
print(
    f"{len(held)} months = {(held['verdict'] == 'agrees').sum()} that agree + {(held['verdict'] != 'agrees').sum()} open ones."
)

# %% [markdown]
# The open months are no failure if you can say why they are open. Here is all you need:

# %%
whole = samples.checkpoint("orders_2025_filled")
good = samples.checkpoint("orders_2025_good")
print(f"The books, all months:           {ledger['revenue_cny'].sum():14,.0f} CNY")
print(f"clean, all months:               {clean['amount_cny'].sum():14,.0f} CNY")
print(f"2025 before the quarantine:      {whole['amount_cny'].sum():14,.0f} CNY")
print(f"2025 after the quarantine:       {good['amount_cny'].sum():14,.0f} CNY")

# %% [markdown]
# **Your task.** Fang asks: "Suppose every line in quarantine turns out to be right, at the amount in our table, written or filled in. Would we then agree with the
# books?" Work out `unexplained`: by how many CNY the books would still be above your table (with a minus if they would be below).
#
# **You choose** what to take from what.

# %% answer="unexplained" choice=true
# Work out what the quarantine does not explain.
### BEGIN SOLUTION
in_quarantine = whole["amount_cny"].sum() - good["amount_cny"].sum()
unexplained = ledger["revenue_cny"].sum() - clean["amount_cny"].sum() - in_quarantine
### END SOLUTION

# %% check="unexplained" points=1
# Checks that unexplained is what the quarantine does not explain.
answer = checks.answer("unexplained")
right = checks.given("what_explains_what").set_index("what")["cny"]
difference, left = right["whole difference"], right["left when the quarantine counts"]
mine = answer.is_number()
answer.that(
    abs(mine - difference) > 1,
    "That is the whole difference. Expected: what remains of it when the quarantine is counted.",
)
answer.that(
    abs(mine - left) <= 1 or abs(mine + left) > 1,
    "The size is right, the sign is not. Expected: above zero when the books are higher, with a minus when your table is.",
)
answer.is_number(
    left,
    tolerance=1,
    look="Expected: the books, less your table, less what the quarantine holds. Two of the four numbers give you that last part.",
)

# %% tags=["result"]
# Says what remains, and where it comes from.
guessed = good.loc[good["price_cny_filled"], "amount_cny"]
unread = whole["price_cny_filled"] & ~whole["currency"].isin(["CNY", "USD", "AED"])
print(f"{len(whole) - len(good)} lines wait in quarantine, {len(guessed)} amounts are estimates from usual prices.")
print(f"The estimates add up to {guessed.sum():,.0f} CNY: right on the whole, not to the yuan.")
print(
    f"In quarantine {unread.sum()} lines in a currency that nobody can read have such an amount too, {whole.loc[unread, 'amount_cny'].sum():,.0f} CNY."
)
print("So what remains probably comes from estimates: that is where to ask.")

# %% [markdown] essay="who-records-what" points=5
# ## 13. Who writes down what, from now on?
#
# You cleaned three years of orders in two sittings. Next month there will be new ones. **Write a note of about 150 words to the
# owner**: who records what, where, and in which form from now on, so that this lab need not be done again? Name one thing you
# would **not** change, and what your rules will cost the people who must follow them.
#
# Click the box below and write there. Your trainer reads it: 5 points.
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
# ## The end, and Monday
#
# Save with Ctrl+S and press **Validate** above: it runs the whole lab afresh and names what is still open. Then hand in this file
# as your trainer told you.
#
# On Monday, open [own-files](own-files.ipynb): the same looks at a file of **your** company. Write its path in the first grey box, name
# your columns, and it writes what it found into a workbook for Excel. Then ask two people who keep the same list: how many rows has
# it, and what do they add up to? If the answers differ, you have found your first section of this lab.
