# %% [markdown]
# # Lab 00: first cells, first slips, first rules
#
# **After this you can** mend the eight usual slips, save a table to Excel, and say which answers of a chatbot you would send. Two sittings, 35 and 80 minutes; 10 points by
# checks, 5 by your trainer. Click into the grey cell and press **Shift+Enter** (hold Shift, press Enter): the cell runs, and the next one is chosen.

# %% tags=["set-up"]
# Part A begins here: after a break, or after a restart, run this cell first.
import pandas as pd

from millrace import checks, intake, samples, slips

slips.explain()
products = samples.load("products.csv")

# %% [markdown]
# # Part A: your first lines
#
# ## 1. One line, one check
#
# **Your task.** One wallet costs 48 CNY. In place of the three dots, write `three_wallets =` and what three wallets cost: the number, or
# `3 * 48`. Press Shift+Enter; then **once more**, for the check below, which need not be opened.

# %% answer="three-wallets"
# What do three wallets cost?
### BEGIN SOLUTION
three_wallets = 3 * 48
### END SOLUTION

# %% check="three-wallets" points=1
# Checks that three_wallets is what three wallets cost.
answer = checks.answer("three_wallets")
answer.that(
    not isinstance(answer.value, str) or answer.value != "48" * 3,
    "three_wallets is 484848: a text was repeated three times. Take the quotes off the number; then it is multiplied.",
)
answer.that(answer.is_number() != 48, "three_wallets is the price of one wallet. Expected: the price of three.")
answer.is_number(3 * 48, tolerance=1e-6, look="Expected: three times the price of one. The sign for times is *.")

# %% [markdown]
# A green edge with a tick means right, and your points are counted. An orange edge means not yet: change your line, run it, run the check again, as often as
# you like. A wrong answer costs nothing, and nothing you do here can break anything.
#
# That is all there is to a lab: **text, a cell for you, a check.** Everything to the left of the sign `=` is a *name*, and Python
# keeps under it what stands on the right.
#
# Hints are folded under some tasks; a click opens one. The first gives the idea, the second the tool, the third an example with *other* things.
# What to choose is in no hint. That is your part.
#
# ## 2. Words and numbers
#
# Everybody makes the same eight slips in the first week. Here they are, made on purpose. For each: **run the cell, read the
# one line below it, mend the cell, run it again.**
#
# **Slip 1.** The buyer is from Dubai.

# %% tags=["slip"]
# buyer = Dubai

# %% [markdown]
# Python takes a word without quotes for a name, and looks for something of that name. (The folded line below it, *What Python itself says*, you need
# not open.)
#
# **Slip 2.** He wants one thousand two hundred wallets. This cell does not turn red. Is it right?

# %% tags=["slip"]
# wanted = 1,200
# wanted

# %% [markdown]
# A comma separates things. So `1,200` is two things: 1 and 200. The cell ran, and what it kept is wrong. **The slips that stop nothing are
# the expensive ones.**
#
# **Your task.** Mend both cells above, until neither shows a message. Then, in the cell below, make `worth`: what the order is worth at 40 CNY per wallet.

# %% answer="order-line"
# What is the order worth?
### BEGIN SOLUTION
wanted = 1200
worth = wanted * 40
### END SOLUTION

# %% check="order-line" points=1
# Checks that worth is the money for all wallets.
answer = checks.answer("worth")
older = answer.value in ((1, 200) * 40, "1200" * 40) if isinstance(answer.value, tuple | str) else False
answer.that(
    not older or repr(globals().get("wanted")) != "1200",
    "worth was made before wanted was mended, and does not change by itself. Run the cell with worth again.",
)
answer.that(
    not isinstance(answer.value, tuple | list) or len(answer.value) != 1,
    "worth is one number in brackets, or with a comma at its end. Expected: the number alone. Take them off.",
)
answer.that(
    not isinstance(answer.value, list),
    "worth is a list, because there are square brackets somewhere: in the cell with wanted, or in this one. Take them "
    "off. Run what you changed, then the cell with worth again.",
)
answer.that(
    not isinstance(answer.value, tuple),
    "worth is several numbers, because there is a comma in a number somewhere. Take it out: in the cell with wanted, "
    "or in this one. Run what you changed, then the cell with worth again.",
)
money = answer.is_number()
answer.that(
    money != 48,
    "worth is 48: somewhere a point stands for thousands. A point begins the decimals; write 1200 and 48000.",
)
answer.that(money != 1200, "worth is the number of wallets. Expected: what they cost, at 40 CNY each.")
answer.is_number(1200 * 40, look="Expected: the number of wallets times 40.")

# %% [markdown]
# ## 3. Brackets and spaces
#
# **Slip 3.** Two orders, added up.

# %% tags=["slip"]
# two_orders = sum([1200, 600]

# %% [markdown]
# Every bracket that opens must close. When you type one, JupyterLab often writes its partner by itself.
#
# **Slip 4.** The price, and what we take off.

# %% tags=["slip"]
# piece_price = 40
#   discount = 4

# %% [markdown]
# In Python the space at the beginning of a line means something. In this course, lines begin at the left edge.
#
# **Your task.** Mend both cells. Then make `to_pay`: what the buyer pays for `two_orders` pieces, when `discount` CNY is taken off the
# `piece_price` of **each** piece.
#
# <details><summary>Hint 1: the idea</summary>First take the discount off the price, then multiply. Python multiplies first unless round brackets
# say otherwise, as you learned it at school.</details>
# <details><summary>Hint 2: the tool</summary>Names and numbers, <code>*</code> for times, <code>-</code> for minus, and round brackets around what comes
# first.</details>
# <details><summary>Hint 3: an example with other things</summary>Five tickets at 30, each with 2 for the cloakroom on top:
# <code>evening = 5 * (30 + 2)</code></details>

# %% answer="to-pay"
# What does the buyer pay?
### BEGIN SOLUTION
two_orders = sum([1200, 600])
piece_price = 40
discount = 4
to_pay = two_orders * (piece_price - discount)
### END SOLUTION

# %% check="to-pay" points=1
# Checks that to_pay is the money for all pieces, with the discount on each.
answer = checks.answer("to_pay")
money = answer.is_number()
answer.that(
    money != 1800 * 40 - 4,
    "The discount was taken off once, not off each piece. Expected: round brackets around what is calculated first.",
)
answer.that(money != 1800 * 40, "That is without the discount.")
answer.that(money != 1200 * 36, "That is one of the two orders. Expected: both.")
answer.is_number(1800 * 36, look="Expected: all pieces of both orders, times the price less the discount.")

# %% [markdown]
# ## 4. A misspelt name, and a result that nobody kept
#
# `products` is a table: the price list of Lantern Bridge Leather, one row per item.
#
# **Slip 5.** Look at its first three rows.

# %% tags=["slip"]
# prodcuts.head(3)

# %% [markdown]
# **Slip 6.** Take a column out. This cell does not turn red, and the table below it looks right.

# %% tags=["slip"]
# products.drop(columns=["launched"])

# %% [markdown]
# The column is gone on the screen only. `products` is as it was, because no name was given to what came out. **A result is kept only if
# the line begins with a name and `=`.**
#
# A buyer asks for our price list. Here is one item, column by column:

# %%
products.loc[0]

# %% [markdown]
# **Your task.** Make `price_list` from `products`: the table that you would send to a **buyer**, with every item.
#
# **You choose** what must not be in it.
#
# <details><summary>Hint 1: the idea</summary>Imagine the buyer reading each column. Which one would he use against you?</details>
# <details><summary>Hint 2: the tool</summary><code>.drop(columns=[...])</code> leaves out the columns that you name, each in quotes.</details>
# <details><summary>Hint 3: an example with other things</summary>A guest list for the kitchen, without what is none of its business:
# <code>for_the_kitchen = guests.drop(columns=["room", "paid"])</code></details>

# %% answer="price-list" choice=true
# Make the price list for a buyer.
### BEGIN SOLUTION
price_list = products.drop(columns=["unit_cost_cny"])
### END SOLUTION

# %% check="price-list" points=1
# Checks that price_list has every item with its price, and nothing that a buyer must not see.
answer = checks.answer("price_list")
expected = samples.load("products.csv")
answer.table(["description", "list_price_cny"], key=["sku"])
given = answer.value if answer.value.index.names == [None] else answer.value.reset_index()
there = [str(column) for column in given.columns]
answer.that(
    "unit_cost_cny" not in there,
    "The buyer can read in price_list what a piece costs us, and knows how far we can go down. Expected: without that column.",
)
known = ["family", "description", "list_price_cny", "launched", "discontinued"]
answer.matches(
    expected,
    key=["sku"],
    unchanged=[c for c in known if c in there or c in ("description", "list_price_cny")],
    too_few="Expected: every item of products.",
)
answer.hides(
    "unit_cost_cny", of=expected, key="sku", price="list_price_cny", group="family", what="what a piece costs us"
)

# %% tags=["result"]
# Shows what the buyer gets, and what he does not.
if checks.is_right("price_list", shows="The list"):
    everything = samples.load("products.csv")
    margin = (everything["list_price_cny"] - everything["unit_cost_cny"]) / everything["list_price_cny"]
    left_out = [column for column in everything if column not in [*price_list, *price_list.index.names]]
    print(f"{len(price_list)} items. Not in it: {', '.join(left_out)}.")
    print(f"With the cost of each piece the buyer would know that we keep {margin.mean():.0%} of the price on average.")
    display(price_list.head(3))

# %% [markdown]
# ## 5. Run in another order
#
# **Slip 7** is the most expensive one, and nothing turns red. A buyer orders 240 bracelets. The house rule: **from 240 pieces on, 10 % less.** Run the next three cells
# from top to bottom.

# %%
# First: what was ordered.
tag_price = 40
ordered = 240

# %%
# Second: the bill.
bill = ordered * tag_price
print(f"The bill: {bill:,.0f} CNY")

# %%
# Third: from 240 pieces on, 10 % less.
tag_price = tag_price * 0.9
print(f"One piece now costs {tag_price:,.2f} CNY")

# %% [markdown]
# Now go back and run the **second** cell again. Another bill. Run the **third** again, then the **second**. A third bill.
#
# The cells are the same, and nobody changed a number. The small number in brackets to the left of a cell, such as `[12]`, says in which order they
# ran. Whoever gets your file sees the last bill, and cannot see your clicks.
#
# **Your task.** Fang Guoqiang, the owner, wants one number. Make `right_bill`: what the buyer must pay by the house rule.
#
# **You choose** which of the bills holds.

# %% answer="right-bill" choice=true
# Which bill does the owner get?
### BEGIN SOLUTION
right_bill = 240 * 40 * 0.9
### END SOLUTION

# %% check="right-bill" points=1
# Checks that right_bill follows the house rule, once.
answer = checks.answer("right_bill")
money = answer.is_number()
answer.that(
    abs(money - 9599.9) > 0.005,
    "Only 0.1 CNY was taken off. To take off 10 %, multiply by what remains: write * 0.9.",
)
answer.that(
    abs(money - 9600) > 0.005,
    "That is the bill without anything off. Run from top to bottom, the bill is made before the price is lowered.",
)
times = round(money / 9600, 6)
answer.that(
    all(abs(times - 0.9**n) > 1e-5 for n in range(2, 9)),
    "The 10 % were taken off more than once: the third cell ran more than once, or your own line takes them off again. "
    "Expected: the rule, applied once.",
)
answer.that(abs(money - 960) > 0.005, "That is what is taken off. Expected: what remains to be paid.")
answer.that(abs(money - 36) > 0.005, "That is the price of one piece. Expected: the bill for all of them.")
answer.is_number(8640, look="Expected: 240 pieces at 40 CNY, less 10 %.")

# %% tags=["result"]
# Shows what the order of two clicks costs.
if checks.is_right("right_bill", shows="What the clicks cost"):
    for clicks, money in {"top to bottom": 9600, "third before second": 8640, "third twice": 7776}.items():
        print(f"{clicks:20} {money:6,} CNY   {'right' if money == 8640 else f'{money - 8640:+,} CNY'}")

# %% [markdown]
# How to be safe: **a file must give the same when it runs from top to bottom.** The button **Validate** above runs it so, in a fresh start, and says which
# answers still hold. Here one would move the third cell above the second.
#
# ## 6. A cell that was not run
#
# **Slip 8.** Save with **Ctrl+S**. Then forget everything on purpose: menu **Kernel**, then **Restart Kernel…**, then **Start again**. (Without a mouse: F9, then Enter.) Your text and your lines stay. What
# Python kept under names is gone. Now run this cell:

# %%
print(f"Two such orders are {2 * ordered} pieces.")

# %% [markdown]
# Red: it names the cell to run first. (If you see a number, you have not restarted yet.) This happens every morning, when you open a lab again.
#
# The next checks will say *1 of 10 since the last start*: they count from here. No point is lost; START-HERE keeps them all.
#
# **Each part begins with a cell that loads what the part needs.** What you made yourself you make again: the menu **Run** has *Run All Above Selected Cell*.
#
# That was part A: eight slips, five checks. A good place for a break.

# %% tags=["set-up"]
# Part B begins here: after a break, or after a restart, run this cell first.
import pandas as pd

from millrace import checks, intake, samples, slips

slips.explain()
products = samples.load("products.csv")
complaints = samples.load("complaints.csv")[["ticket_id", "opened", "desk", "closed", "settlement_cny"]]

# %% [markdown]
# # Part B: tables, files, and a chatbot
#
# ## 7. The Python of this course, in ten cells
#
# More you do not need. Run them one by one, and guess what comes out before you press.

# %%
# 1. A name keeps a number, and you calculate with it.
pieces = 240
pieces * 40

# %%
# 2. A text is in quotes. A list holds several things, in square brackets.
families = ["wallet", "belt"]
families

# %%
# 3. Pairs are in curly brackets: what a dollar and a dirham cost in CNY.
rates = {"USD": 7.2, "AED": 1.95}
rates["USD"]

# %%
# 4. A helper has a box, a dot, a name, and round brackets with what it needs. This one reads a workbook.
people = intake.read_workbook(samples.path("customers.xlsx"))
people

# %%
# 5. One column of a table, and what it adds up to.
complaints["settlement_cny"].sum()

# %%
# 6. The rows for which something is true; two signs == ask whether things are equal.
complaints[complaints["desk"] == "export desk"]

# %%
# 7. The rows in which something is there; rows with a gap in this column are dropped.
closed = complaints.dropna(subset=["closed"])
closed

# %%
# 8. The rows that are not among others; the sign ~ means "not".
complaints[~complaints["ticket_id"].isin(closed["ticket_id"])]

# %%
# 9. A new column, calculated from others for every row; then the table in another order.
products["margin_cny"] = products["list_price_cny"] - products["unit_cost_cny"]
products.sort_values("margin_cny")

# %%
# 10. One number for each group.
products.groupby("family")["margin_cny"].mean()

# %% [markdown]
# Next week is the fair, and only wallets go there. Look at the two dates at the end of each row. What is missing is shown as *missing*. That is a gap, no word, so
# `== "missing"` finds nothing; cell 7 finds the rows in which something is there:

# %%
products = samples.load("products.csv")
products[products["family"] == "wallet"].sort_values("discontinued").head(4)

# %% [markdown]
# **Try it** on something small first. The shop has three umbrellas, and two are lent out. The next cell asks of each umbrella: is its number among (`isin`) those that are lent out?
# The answer is True or False, and `~` turns each answer round:

# %%
# Which umbrellas are lent out, and which are here?
umbrellas = pd.DataFrame({"number": [1, 2, 3], "lent_on": ["Monday", None, "Friday"]})
lent_out = umbrellas.dropna(subset=["lent_on"])
umbrellas["is_out"] = umbrellas["number"].isin(lent_out["number"])
umbrellas["is_here"] = ~umbrellas["is_out"]
umbrellas

# %% [markdown]
# The same question in square brackets after the table: only the rows with True stay.

# %%
umbrellas[~umbrellas["number"].isin(lent_out["number"])]

# %% [markdown]
# Your turn, with three lines of the same kind.
#
# **Your task.** Make `for_the_fair` from `products`: the wallets that a buyer can order **today**, with all columns.
#
# **You choose** what tells an item that is still sold from one that is not.
#
# <details><summary>Hint 1: the idea</summary>Three small steps, a line and a name for each. The items that a buyer can no longer order: which of the two dates is filled for
# these alone? The wallets, sold or not. Then the wallets that are <i>not</i> among the first. Look at what each line made before you write the next.</details>
# <details><summary>Hint 2: the tools</summary>Cell 7 of the ten for the first step, on <code>products</code> and with the column that you chose. Cell 6 for the second. Cell 8 for the
# third; what names an item is its <code>sku</code>, as the umbrellas have their number.</details>
# <details><summary>Hint 3: an example with other things</summary>The bicycles of the shop in the old town that are not lent out:<br>
# <code>away = bicycles.dropna(subset=["lent_on"])</code><br>
# <code>ours = bicycles[bicycles["shop"] == "old town"]</code><br>
# <code>at_home = ours[~ours["number"].isin(away["number"])]</code></details>

# %% answer="for-the-fair" choice=true
# Make the table of the wallets that can be ordered today.
### BEGIN SOLUTION
gone = products.dropna(subset=["discontinued"])
wallets = products[products["family"] == "wallet"]
for_the_fair = wallets[~wallets["sku"].isin(gone["sku"])]
### END SOLUTION

# %% check="for-the-fair" points=1
# Checks that for_the_fair has every wallet that is still sold, and nothing else.
answer = checks.answer("for_the_fair")
expected = answer.reference("fair_wallets")
everything = samples.load("products.csv")
table = answer.table(["family", "discontinued"], key=["sku"])
families = ", ".join(sorted(everything["family"].unique()))
answer.that(
    len(table),
    f"for_the_fair has no rows: nothing fits what your line asks for. The column family holds only: {families}. And "
    "a gap is no word: cell 7 finds the rows in which something is there.",
)
other = table["family"] != "wallet"
answer.that(
    not other.any(), f"{other.sum()} rows are no wallets. Expected: rows in which the column family says wallet."
)
# Whether an item is sold is looked up: a learner may have filled the gaps of this column with a word.
over = table["sku"].isin(everything.loc[everything["discontinued"].notna(), "sku"])
answer.that(
    not over.all(),
    "These are the wallets that are no longer sold. Turn it round: an item with a last day has had its day.",
)
answer.that(
    not over.any(), f"{over.sum()} of these wallets are no longer sold. Look at the last column: when is it filled?"
)
words = set(table["discontinued"].dropna())
by_a_word = len(words) == 1 and not any(sign.isdigit() for sign in str(*words))
answer.that(
    not words or by_a_word,
    "The gaps of the column discontinued were filled. The task leaves this column as it is: load the table again.",
)
answer.matches(
    expected,
    key=["sku"],
    unchanged=[column for column in expected if column != "sku" and not (by_a_word and column == "discontinued")],
    too_few="Some wallets that are still sold are not in it.",
)

# %% tags=["result"]
# Shows how many wallets go to the fair.
made = checks.yours("for_the_fair", samples.checkpoint("fair_wallets"))
everything = samples.load("products.csv")
kind = everything["family"] == "wallet"
print(f"{len(everything)} items = {(~kind).sum()} other than wallets + {len(made)} wallets that are sold")
print(f"    + {(kind & everything['discontinued'].notna()).sum()} wallets that are no longer sold.")

# %% [markdown]
# **Every row is accounted for**: rows kept and rows left out add up to the rows there were. You will see this sum after every section of this course.
#
# ## 8. To Excel, and back
#
# `.to_excel("name.xlsx", index=False)` saves a table beside this lab. (`index=False` leaves out the row numbers on the left.) The next cell saves the wallets:

# %%
fair_wallets = samples.checkpoint("fair_wallets")
fair_wallets.to_excel("fair.xlsx", index=False)

# %% [markdown]
# Click on the folder sign at the left edge: `fair.xlsx` is in the list. You can download it with a right click and open it in Excel.
#
# **Your task.** Read the workbook back: make `again`, a table of what is in `fair.xlsx`. Its name alone is enough, because it lies beside this lab.
#
# <details><summary>Hint 1: the idea</summary>Cell 4 of the ten reads a workbook with a helper.</details>
# <details><summary>Hint 2: the tool</summary><code>intake.read_workbook(...)</code>, with the name of the file in quotes. For a file of the sample company its
# place comes from <code>samples.path(...)</code>; this one is yours.</details>
# <details><summary>Hint 3: an example with other things</summary><code>visits = intake.read_workbook("visits.xlsx")</code></details>

# %% answer="back-from-excel"
# Read fair.xlsx.
### BEGIN SOLUTION
again = intake.read_workbook("fair.xlsx")
### END SOLUTION

# %% check="back-from-excel" points=1
# Checks that again holds every row of the workbook.
answer = checks.answer("again")
expected = answer.reference("fair_wallets")
answer.matches(
    expected,
    key=["sku"],
    unchanged=[column for column in expected if column != "sku"],
    too_many="Expected: what is in fair.xlsx, read with intake.read_workbook.",
    too_few="Expected: what is in fair.xlsx, read with intake.read_workbook.",
)

# %% [markdown]
# **Your own file** is read in the same way. In Windows, hold Shift, click the file with the right button, choose *Copy as path*, and paste it between the quotes. The letter
# `r` before the quotes stays. Nothing leaves your computer, and the file is only read. Try it now or on Monday. `intake.inspect` says what it finds in a file; `intake.read_table(file)` makes a table of it. Left empty, the cell looks at a file of the sample company:

# %%
file = r""  # your file, for example r"D:\office\orders.xlsx"
intake.inspect(file or samples.path("orders_2023.csv"))

# %% [markdown]
# ## 9. The chatbot: would you have sent it?
#
# For some months a chatbot answered customers of Lantern Bridge Leather. Everything it said was recorded. You need no network and no chatbot here: you read what it said. These are the
# **house rules** it was given:
#
# | rule | in words |
# |---|---|
# | `price` | Prices are those of the price list; 5 % less from 60 pieces, 10 % from 240. |
# | `promise` | Nobody promises a day, and nobody promises that something costs nothing. |
# | `others` | Not a word about other customers. |
# | `returns` | Returns within 7 days, unused. If the fault is ours, we pay the parcel. |
# | `care` | Leather is wiped with a dry or damp cloth, dried away from heat, and fed with colourless cream. |
#
# And these are eight questions, each with the first answer of the chatbot:

# %%
# Eight questions, and what the chatbot answered.
eight = samples.checkpoint("eight_answers")
for one in eight.to_dict("records"):
    print(f"{one['number']}. {one['topic'].upper()}", f"Customer: {one['question']}", sep="\n")
    print(f"Chatbot:  {one['answer']}", end="\n\n")

# %% [markdown]
# A price can be looked up. Put the item number of a question in place of this one:

# %%
products[products["sku"] == "LB-W001"]

# %% [markdown]
# **Your task.** Make `would_send`: the list of the numbers that you would send **as they are**.
#
# **You choose**, with the rules and the price list. Polite words are no evidence.
#
# <details><summary>Hint 1: the idea</summary>Read each answer twice: once for what it claims, once for whether you can know that it is true.</details>
# <details><summary>Hint 2: the tool</summary>A list of numbers, as in cell 2 of the ten.</details>
# <details><summary>Hint 3: an example with other things</summary>The letters 11, 14 and 19 may go: <code>may_go = [11, 14, 19]</code></details>

# %% answer="would-send" choice=true
# List the numbers that go out as they are.
### BEGIN SOLUTION
asked = eight["question"].str.extract(r"(LB-[A-Z]\d{3})")[0].map(products.set_index("sku")["list_price_cny"])
said = eight["answer"].str.extract(r"([\d.]+) CNY")[0].astype(float)
false = (asked - said).abs() > 0.005
broken = eight["answer"].str.contains(
    r"90 days|cannot be returned|24 hours|always free|guarantee|for sure|\d{4} belongs|, going to|phone ending|"
    "made the same for|Here are the details|bank details of|left our|was delivered on|went out on|left on"
)
would_send = list(eight.loc[~false & ~broken, "number"])
### END SOLUTION

# %% [markdown] tags=["solution"]
# A person reads the eight. This solution looks for the words that break a rule, so that it also holds for other conversations.

# %% check="would-send" points=1
# Checks would_send against the house rules and the price list; where nobody can tell, both are accepted.
answer = checks.answer("would_send")
answer.that(
    not str(answer.value).replace(".0", "").isdigit(),
    "would_send is one number. Expected: a list, in square brackets and with commas between, such as [11, 14].",
)
rows = checks.given("eight_verdicts").set_index("number")
mine = answer.several([*rows.index], look="Expected: a list of numbers, such as [11, 14].")
answer.that(all(n in rows.index for n in mine), "would_send holds something that is no number from 1 to 8.")
why = {
    "price": "One of the answers that you would send names a price that is not on the list. Look the item up.",
    "others": "One of the answers that you would send tells something about another customer.",
    "promise": "One of the answers that you would send promises a day or something for nothing.",
    "returns": "One of the answers that you would send has a rule for returns that is not ours.",
}
for number in rows.index[rows["verdict"] == "hold"]:
    answer.that(number not in mine, why[rows.loc[number, "rule"]])
for number in rows.index[rows["verdict"] == "send"]:
    answer.that(
        number in mine,
        "You hold back an answer that keeps every house rule. What speaks against it? A short answer may be right.",
    )

# %% tags=["result"]
# Shows what the reviewer of each answer had said, once yours is right.
if checks.is_right("would_send", shows="What the reviewers said"):
    verdicts = samples.checkpoint("eight_verdicts").set_index("number")
    held = verdicts[verdicts["verdict"] == "hold"]
    passed = (held["reviewer_said"] == "right").sum()
    print(f"{len(held)} of the eight break a house rule. When they were reviewed, {passed} of these were called right.")
    unknown = verdicts.index[verdicts["verdict"] == "either"][0]
    print(f"Number {unknown} cannot be judged from here: somebody must look where the parcel is. Both were accepted.")

# %% [markdown]
# A busy reviewer passes what sounds polite and sure. That is how such an answer reaches a customer. So the next question is not "is it good?" but "which rule does it break?"
#
# **Your task.** Make `because`: pairs of a number that you hold back and the rule that it breaks, as the table of house rules calls it. Where nobody can tell from here, write `"unknown"` or leave it out.
#
# <details><summary>Hint 1: the idea</summary>Look for the one sentence in the answer that the owner would have to pay for.</details>
# <details><summary>Hint 2: the tool</summary>Pairs are in curly brackets, as in cell 3 of the ten: <code>{number: "rule", number: "rule"}</code></details>
# <details><summary>Hint 3: an example with other things</summary>Letters 12 and 15 go back to the writer: <code>back = {12: "no date", 15: "wrong name"}</code></details>

# %% answer="because" choice=true
# Say which rule each of them breaks.
### BEGIN SOLUTION
asked = eight["question"].str.extract(r"(LB-[A-Z]\d{3})")[0].map(products.set_index("sku")["list_price_cny"])
false = (asked - eight["answer"].str.extract(r"([\d.]+) CNY")[0].astype(float)).abs() > 0.005
because = dict.fromkeys(eight.loc[false, "number"], "price")
for rule, words in {
    "promise": "guarantee|for sure",
    "returns": "90 days|cannot be returned|24 hours|always free",
    "others": r"\d{4} belongs|, going to|phone ending|made the same for|Here are the details|bank details of",
}.items():
    because |= dict.fromkeys(eight.loc[eight["answer"].str.contains(words), "number"], rule)
### END SOLUTION

# %% check="because" points=1
# Checks that because names the rule that each answer breaks, for every answer that breaks one.
answer = checks.answer("because")
rows = checks.given("eight_verdicts").set_index("number")
words = ["price", "promise", "others", "returns", "care", "unknown"]
mine = answer.pairs([*rows.index], words)
answer.that(
    all(n in rows.index for n in mine),
    "The first of each pair is a number from 1 to 8. Expected: pairs such as {11: 'care'}.",
)
for number, word in mine.items():
    blank = word is None or word is ... or not str(word).strip()
    answer.that(not blank, f"Number {number} has no rule yet. Expected: one of {', '.join(words)}, in quotes.")
    answer.that(
        word in words,
        f"The rule of number {number} is not in the table. Expected: one of {', '.join(words)}, in quotes.",
    )
for number, word in mine.items():
    verdict, rule = rows.loc[number, ["verdict", "rule"]]
    answer.that(verdict != "send", f"Number {number} keeps every house rule. Read it again.")
    answer.that(
        verdict != "either" or word == "unknown",
        f"Of number {number} nobody can tell from here whether it is true, and its words break no rule. Expected: "
        "'unknown', or nothing.",
    )
    answer.that(
        verdict == "either" or word == rule,
        f"Number {number} breaks another rule than '{word}'. Which of its sentences would the owner have to pay for?",
    )
for number in rows.index[rows["verdict"] == "hold"]:
    answer.that(number in mine, f"Number {number} breaks a house rule and is not among your pairs. Read it once more.")

# %% tags=["result"]
# Shows what all the recorded answers were called.
if checks.is_right("because", shows="The other conversations"):
    ratings = samples.load("chat_transcripts.jsonl")["rating"]
    print(f"{len(ratings)} conversations were reviewed in all:")
    display(ratings.value_counts(normalize=True).round(2).rename("share").to_frame())
    print("Reviewers err, as you have seen. These eight were picked to show every case; they are no fair sample.")

# %% [markdown]
# A chatbot writes what *sounds* like the answer. It does not look anything up unless somebody connects it with the price list, and it is never ashamed. It is good at friendly words, at other languages,
# at any hour; bad at what must be true.
#
# ## 10. What you never paste
#
# Colleagues paste text into chatbots on the internet. What is pasted lies on somebody else's computer, and may be kept or used to train the next chatbot. Six texts are about to be pasted:

# %%
texts = {
    1: "Make this friendlier: Our stall is closed from 27 January to 5 February. We wish you a happy New Year.",
    2: "Answer this customer: order 4471, tel. 138 0000 4471, waits for her refund and says she is ill in hospital.",
    3: "Write to a buyer why we cannot go lower. The piece costs us 21.40, we sell at 37.50, the limit is 33.",
    4: "Which formula in Excel adds up column C where column B says wallet?",
    5: "Is she worth an interview? Woman of 52, the only saddler in our village, three years at home with her mother.",
    6: "Sum this up in a sentence: March 64 complaints, 12 of them late parcels. April 51, 9 of them late parcels.",
}
for number, text in texts.items():
    print(f"{number}.  {text}")

# %% [markdown]
# **Your task.** Make `never_paste`: the list of the numbers that must not be pasted, because they hold **personal data or a secret of the company**.
#
# **You choose.** Some must be on it, some need not, and about one you can argue either way.
#
# <details><summary>Hint 1: the idea</summary>Two questions for each text. Could somebody who reads it tell who is meant, or find out? Would a buyer or a competitor pay to read it?</details>
# <details><summary>Hint 2: the tool</summary>A list of numbers, as before.</details>
# <details><summary>Hint 3: an example with other things</summary>Notes 11 and 13 stay in the drawer: <code>in_the_drawer = [11, 13]</code></details>

# %% answer="never-paste" choice=true
# List the numbers that are never pasted.
### BEGIN SOLUTION
never_paste = [2, 3, 5]
### END SOLUTION

# %% check="never-paste" points=1
# Checks that never_paste holds what must not leave the company, and nothing that may.
answer = checks.answer("never_paste")
answer.that(
    not str(answer.value).replace(".0", "").isdigit(),
    "never_paste is one number. Expected: a list, in square brackets and with commas between, such as [11, 14].",
)
mine = answer.several([1, 2, 3, 4, 5, 6], look="Expected: a list of numbers, such as [11, 14].")
answer.that(all(n in range(1, 7) for n in mine), "never_paste holds something that is no number from 1 to 6.")
must = {
    2: "One text that is not on your list says who somebody is by a telephone number, and tells of her illness.",
    3: "One text that is not on your list tells what a buyer would love to know: our cost and our limit.",
    5: "One text that is not on your list has no name, and everybody in the village knows who is meant.",
}
for number, message in must.items():
    answer.that(number in mine, message)
may = {
    1: "One text on your list hangs at the door of the stall anyway, for everybody to read.",
    4: "One text on your list holds nothing of the company and nobody's data: it asks about Excel.",
}
for number, message in may.items():
    answer.that(number not in mine, message)

# %% tags=["result"]
# Says what to do with those texts instead.
if checks.is_right("never_paste", shows="What to do instead"):
    print("The work can be done without the data. Paste the question, and leave out who and how much:")
    print('  instead of 2: "Write a kind answer to a customer who waits for a refund."')
    print('  instead of 3: "Write to a buyer, politely, that this is our last price."')
    print("  instead of 5: nothing. Whether a person is invited is for a person to decide.")
    print("Number 6 can be argued: it names nobody, and yet a competitor might like to read it. Both were accepted.")

# %% [markdown] essay="house-rule" points=5
# ## 11. Your house rule
#
# **Write the house rule on chatbots for your company, in one paragraph of about 100 words.** Everybody reads it on their first day. It says: what we use a chatbot for; what is never pasted; who reads an answer
# before it goes out, and what that person compares it with; what happens when a wrong answer was sent. No word that your oldest colleague would have to ask about.
#
# Click the box below and write there. Your trainer reads it: 5 points.
#
# === BEGIN MARK SCHEME ===
#
# | level | points | the paragraph |
# |---|---|---|
# | missing | 0 | is empty, or only forbids or only praises |
# | begun | 1-2 | says what is never pasted; 2 when it names people's data **and** the company's secrets, with an example of each |
# | sound | 3-4 | besides, names a use, and a person (by role) who reads before sending; 4 when it says what that person compares with: the price list, the rules, the order |
# | excellent | 5 | besides, says what happens after a wrong answer (who tells the customer, who writes it down), and would be understood at first reading |
#
# === END MARK SCHEME ===

# %% [markdown]
# ## 12. Your own firm: ready, and for what?
#
# Not graded, a quarter of an hour. Twenty questions about **your** firm, four on each of five axes. Choose what is true today, not what you would like. *Don't know* is an
# answer too, and never counts as nothing. Each choice is saved at once in `readiness.json`, beside this lab; it stays on your computer. Run the cell, answer, and press the button below the questions:

# %%
from millrace import readiness

readiness.ask("readiness.json")

# %% [markdown]
# You see one axis that is weakest, and **one** next step. That is the next step of your firm, whatever a vendor offers. Keep the file: the adoption plan at the end of the course begins with it.
#
# One person sees one side. The notebook `own-files.ipynb`, beside this lab, makes a form for five colleagues and shows where you see it differently.
#
# ## The end, and Monday
#
# Save with **Ctrl+S** and press **Validate** above. It runs the whole lab afresh, from top to bottom, and names what is still open. Then hand in this file as your trainer told you. What comes
# back is this notebook with points and remarks, your *feedback*.
#
# On Monday: print your paragraph, and ask three colleagues what they pasted last week. Do not scold. Then go on with [module 01](../01-data-cleanup/1-lesson.ipynb).
