# %%
import pandas as pd

from millrace import intake, samples


def verdicts():
    """What the rules say of the eight answers: other numbers in another variant of the company."""
    return samples.checkpoint("eight_verdicts").set_index("number")


def numbers(verdict):
    """Return the numbers of one verdict."""
    table = verdicts()
    return [int(n) for n in table.index[table["verdict"] == verdict]]


def broken():
    """Return the rule by number, for the answers that break one."""
    table = verdicts()
    return {int(n): table.loc[n, "rule"] for n in table.index[table["verdict"] == "hold"]}


# %% right="three-wallets" name="the number"
three_wallets = 144

# %% right="three-wallets" name="added up"
three_wallets = 48 + 48 + 48

# %% right="three-wallets" name="with decimals"
three_wallets = 144.00

# %% wrong="three-wallets" name="the price of one" says="price of one wallet"
three_wallets = 48

# %% wrong="three-wallets" name="plus taken for times" says="sign for times"
three_wallets = 3 + 48

# %% wrong="three-wallets" name="an x for times, in quotes" says="Expected: one number"
three_wallets = "3 x 48"

# %% wrong="three-wallets" name="the number in quotes" says="without quotes"
three_wallets = "144"

# %% wrong="three-wallets" name="calculated and not kept" says="Not answered yet"
3 * 48

# %% wrong="three-wallets" name="a text repeated" says="a text was repeated"
three_wallets = 3 * "48"

# %% wrong="three-wallets" name="nearly" says="Expected: three times"
three_wallets = 144.001

# %% right="order-line" name="without the name"
worth = 1200 * 40

# %% right="order-line" name="the number as typed by hand"
wanted = 1200
worth = 48000

# %% right="order-line" name="a decimal"
worth = 1200.0 * 40

# %% wrong="order-line" name="the comma is still there" says="comma in a number"
wanted = 1,200  # fmt: skip
worth = wanted * 40

# %% wrong="order-line" name="a point for thousands" says="a point stands for thousands"
worth = 1.200 * 40

# %% wrong="order-line" name="the pieces in quotes, taken 40 times" says="Take the quotes off"
wanted = "1200"
worth = wanted * 40

# %% wrong="order-line" name="a point for thousands in the result" says="48000"
worth = 48.000

# %% wrong="order-line" name="the pieces, not the money" says="number of wallets"
worth = 1200

# %% wrong="order-line" name="a comma in the result" says="comma in a number"
worth = 48,000  # fmt: skip

# %% wrong="order-line" name="wanted mended, worth not run again" says="Run the cell with worth again"
wanted = 1,200  # fmt: skip
worth = wanted * 40
wanted = 1200

# %% wrong="order-line" name="one number in brackets" says="one number in brackets"
worth = [48000]

# %% wrong="order-line" name="a comma at the end" says="a comma at its end"
worth = 48000,  # fmt: skip

# %% wrong="order-line" name="the pieces in brackets" says="square brackets somewhere"
wanted = [1200]
worth = wanted * 40

# %% wrong="order-line" name="the number in quotes" says="without quotes"
worth = "48000"

# %% right="to-pay" name="the other way round"
to_pay = (40 - 4) * (1200 + 600)

# %% right="to-pay" name="each order for itself"
to_pay = 1200 * 36 + 600 * 36

# %% right="to-pay" name="less the discount of all pieces"
two_orders = 1200 + 600
to_pay = two_orders * 40 - two_orders * 4

# %% wrong="to-pay" name="no brackets: the discount once" says="off each piece"
to_pay = 1800 * 40 - 4

# %% wrong="to-pay" name="without the discount" says="without the discount"
to_pay = 1800 * 40

# %% wrong="to-pay" name="the first order only" says="one of the two orders"
to_pay = 1200 * (40 - 4)

# %% wrong="to-pay" name="the discount added" says="less the discount"
to_pay = 1800 * (40 + 4)

# %% wrong="to-pay" name="square brackets around what comes first" says="round brackets"
to_pay = 1800 * [40 - 4]

# %% right="price-list" name="the wanted columns named"
price_list = products[["sku", "family", "description", "list_price_cny"]]

# %% right="price-list" name="cost and dates left out"
price_list = products.drop(columns=["unit_cost_cny", "launched", "discontinued"])

# %% right="price-list" name="item number as index, sorted by price"
price_list = products.drop(columns="unit_cost_cny").set_index("sku").sort_values("list_price_cny")

# %% wrong="price-list" name="the column of the example dropped" says="what a piece costs us"
price_list = products.drop(columns=["launched"])

# %% wrong="price-list" name="the price dropped with the cost" says="list_price_cny"
price_list = products.drop(columns=["unit_cost_cny", "list_price_cny"])

# %% wrong="price-list" name="the first rows only" says="every item"
price_list = products.drop(columns=["unit_cost_cny"]).head(20)

# %% right="price-list" name="with the price in dollars, for 240 pieces, and the smallest order"
price_list = products.drop(columns=["unit_cost_cny"]).assign(
    usd=(products["list_price_cny"] / 7.2).map("USD {:.2f}".format),
    from_240=products["list_price_cny"] * 0.9,
    smallest_order=60,
)

# %% right="price-list" name="numbered, with the year, a smallest order by family, and rounded prices"
price_list = products.drop(columns=["unit_cost_cny"]).reset_index()
price_list = price_list.assign(
    nr=range(1, len(products) + 1),
    year=products["launched"].astype(str).str[:4].astype(int),
    smallest_order=products["family"].map({"bag": 10, "belt": 50, "wallet": 60}).fillna(100),
    from_60=(products["list_price_cny"] * 0.95).round(),
    from_240=(products["list_price_cny"] * 0.9).round(0),
    usd=(products["list_price_cny"] / 7.2).round(1),
    dollars=(products["list_price_cny"] / 7.2).map("$ {:.1f}".format),
    shipping_cost=25,
)

# %% right="price-list" name="and products is the price list from now on"
products = products.drop(columns=["unit_cost_cny"])
price_list = products

# %% wrong="price-list" name="the cost as index, without its name" says="work out what a piece costs"
price_list = products.set_index("unit_cost_cny").rename_axis(None)

# %% wrong="price-list" name="the cost in a note" says="work out what a piece costs"
price_list = products.assign(note=products["unit_cost_cny"].map("1 pc costs us {}".format))
price_list = price_list.drop(columns="unit_cost_cny")

# %% wrong="price-list" name="the margin as a word" says="work out what a piece costs"
margin = 1 - products["unit_cost_cny"] / products["list_price_cny"]
price_list = products.assign(room=["high" if share > 0.34 else "low" for share in margin])
price_list = price_list.drop(columns="unit_cost_cny")

# %% wrong="price-list" name="the cost in steps" says="work out what a piece costs"
steps = pd.qcut(products["unit_cost_cny"], 4, labels=list("ABCD"))
price_list = products.assign(step=steps).drop(columns="unit_cost_cny")

# %% wrong="price-list" name="the average cost" says="average_cost"
price_list = products.assign(average_cost=products["unit_cost_cny"].mean()).drop(columns="unit_cost_cny")

# %% wrong="price-list" name="one item" says="is one row"
price_list = products.loc[0]

# %% wrong="price-list" name="the cost renamed" says="work out what a piece costs"
price_list = products.rename(columns={"unit_cost_cny": "cost"})

# %% wrong="price-list" name="the margin instead of the cost" says="work out what a piece costs"
price_list = products.assign(margin=products["list_price_cny"] - products["unit_cost_cny"]).drop(
    columns="unit_cost_cny"
)

# %% wrong="price-list" name="the margin in per cent, as text" says="work out what a piece costs"
price_list = products.assign(kept=(1 - products["unit_cost_cny"] / products["list_price_cny"]).map("{:.1%}".format))
price_list = price_list.drop(columns="unit_cost_cny")

# %% wrong="price-list" name="the cost rounded, in dollars, with its unit" says="work out what a piece costs"
price_list = products.assign(usd=(products["unit_cost_cny"] / 7.2).round().map("{:.0f} USD".format))
price_list = price_list.drop(columns="unit_cost_cny")

# %% wrong="price-list" name="the cost as index" says="what a piece costs us"
price_list = products.set_index("unit_cost_cny")

# %% wrong="price-list" name="dropped, and not kept" says="Not answered yet"
products.drop(columns=["unit_cost_cny"])

# %% right="right-bill" name="the number"
right_bill = 8640

# %% right="right-bill" name="less a tenth"
right_bill = 9600 - 960

# %% right="right-bill" name="the second cell after one run of the third"
right_bill = 240 * (40 * 0.9)

# %% wrong="right-bill" name="rounded wrongly" says="less 10 %"
right_bill = 8640.4

# %% wrong="right-bill" name="ten per cent taken for a tenth of a CNY" says="write * 0.9"
right_bill = 240 * 40 - 0.1

# %% wrong="right-bill" name="the lowered price taken, and 10 % off once more" says="your own line takes them off again"
right_bill = 240 * 36.0 * 0.9

# %% wrong="right-bill" name="from top to bottom" says="without anything off"
right_bill = 9600

# %% wrong="right-bill" name="the third cell run twice" says="more than once"
right_bill = 240 * 40 * 0.9 * 0.9

# %% wrong="right-bill" name="run four times" says="more than once"
right_bill = 9600 * 0.9**4

# %% wrong="right-bill" name="what is taken off" says="what remains"
right_bill = 240 * 40 * 0.1

# %% wrong="right-bill" name="the price of one piece" says="price of one piece"
right_bill = 40 * 0.9

# %% wrong="right-bill" name="10 % taken for 10 CNY" says="less 10 %"
right_bill = 240 * 40 - 10

# %% right="for-the-fair" name="both conditions in one line"
for_the_fair = products[(products["family"] == "wallet") & products["discontinued"].isna()]

# %% right="for-the-fair" name="where the last day is missing"
wallets = products[products["family"] == "wallet"]
for_the_fair = wallets[wallets["discontinued"].isna()]

# %% right="for-the-fair" name="by query, as index"
for_the_fair = products.query("family == 'wallet' and discontinued.isna()").set_index("sku")

# %% right="for-the-fair" name="the gaps filled with a word first"
products = products.fillna("missing")
for_the_fair = products[(products["family"] == "wallet") & (products["discontinued"] == "missing")]

# %% wrong="for-the-fair" name="the gaps filled with a day" says="discontinued were filled"
for_the_fair = products[(products["family"] == "wallet") & products["discontinued"].isna()].fillna("2099-12-31")

# %% wrong="for-the-fair" name="a word that the column does not hold" says="bag, belt, key fob, wallet"
for_the_fair = products[products["family"] == "wallets"]

# %% wrong="for-the-fair" name="all wallets" says="no longer sold"
for_the_fair = products[products["family"] == "wallet"]

# %% wrong="for-the-fair" name="all that is sold, not only wallets" says="no wallets"
for_the_fair = products[products["discontinued"].isna()]

# %% wrong="for-the-fair" name="turned round" says="Turn it round"
wallets = products[products["family"] == "wallet"]
for_the_fair = wallets.dropna(subset=["discontinued"])

# %% wrong="for-the-fair" name="the first rows shown, and taken for all" says="missing"
wallets = products[products["family"] == "wallet"]
for_the_fair = wallets[wallets["discontinued"].isna()].head(4)

# %% right="back-from-excel" name="pandas"
again = pd.read_excel("fair.xlsx", engine="calamine")

# %% right="back-from-excel" name="as a table"
again = intake.read_table("fair.xlsx")

# %% wrong="back-from-excel" name="our table, not the file" says="our own table"
again = fair_wallets

# %% wrong="back-from-excel" name="the price list itself" says="should not be there"
again = intake.read_table(samples.path("products.csv"))

# %% wrong="back-from-excel" name="looked for among the company's files" says="fair.xlsx"
again = intake.read_workbook(samples.path("fair.xlsx"))

# %% wrong="back-from-excel" name="the path, not what is in the file" says="Expected"
again = "fair.xlsx"

# %% wrong="back-from-excel" name="the ending forgotten" says="fair"
again = intake.read_workbook("fair")

# %% [markdown] exempt="back-from-excel" name="*: row"
# The tool adds the row in the sheet; whoever reads the file another way has no such column.

# %% right="would-send" name="only what is sure"
would_send = numbers("send")

# %% right="would-send" name="with the parcel that nobody can see"
would_send = sorted(numbers("send") + numbers("either"))

# %% right="would-send" name="as texts"
would_send = [str(number) for number in numbers("send")]

# %% wrong="would-send" name="all that sounds polite" says="One of the answers that you would send"
would_send = [1, 2, 3, 4, 5, 6, 7, 8]

# %% wrong="would-send" name="none, to be safe" says="keeps every house rule"
would_send = []

# %% wrong="would-send" name="the false price not looked up" says="not on the list"
would_send = [*numbers("send"), *[n for n, rule in broken().items() if rule == "price"]]

# %% wrong="would-send" name="another customer's order taken for service" says="another customer"
would_send = [*numbers("send"), *[n for n, rule in broken().items() if rule == "others"]]

# %% wrong="would-send" name="a promise taken for kindness" says="promises a day"
would_send = [*numbers("send"), *[n for n, rule in broken().items() if rule == "promise"]]

# %% wrong="would-send" name="90 days taken for generous" says="rule for returns"
would_send = [*numbers("send"), *[n for n, rule in broken().items() if rule == "returns"]]

# %% wrong="would-send" name="a short answer held back" says="keeps every house rule"
would_send = numbers("send")[1:]

# %% wrong="would-send" name="and between the numbers" says="in square brackets"
would_send = 1 and 2 and 6

# %% wrong="would-send" name="one number, no list" says="would_send"
would_send = 9

# %% right="because" name="the pairs"
because = broken()

# %% right="because" name="with the one that nobody can tell"
because = broken() | dict.fromkeys(numbers("either"), "unknown")

# %% right="because" name="as a list of pairs"
because = list(broken().items())

# %% wrong="because" name="a promise everywhere" says="another rule"
because = dict.fromkeys(broken(), "promise")

# %% wrong="because" name="only the false price found" says="is not among your pairs"
because = {number: rule for number, rule in broken().items() if rule == "price"}

# %% wrong="because" name="a rule left empty" says="has no rule yet"
because = broken()
because[min(because)] = ""

# %% wrong="because" name="right ones accused" says="keeps every house rule"
because = broken() | dict.fromkeys(numbers("send"), "price")

# %% wrong="because" name="a rule for what nobody can tell" says="nobody can tell from here"
because = broken() | dict.fromkeys(numbers("either"), "promise")

# %% wrong="because" name="a word of one's own" says="is not in the table"
because = dict.fromkeys(broken(), "rude")

# %% wrong="because" name="rule and number the wrong way round" says="from 1 to 8"
because = {rule: number for number, rule in broken().items()}

# %% wrong="because" name="only the rules" says="because"
because = list(broken().values())

# %% right="never-paste" name="with the sums that can be argued"
never_paste = [2, 3, 5, 6]

# %% right="never-paste" name="in another order, as a set"
never_paste = {5, 3, 2}

# %% wrong="never-paste" name="and between the numbers" says="in square brackets"
never_paste = 2 and 3 and 5

# %% wrong="never-paste" name="only names and numbers count as personal" says="everybody in the village"
never_paste = [2, 3]

# %% wrong="never-paste" name="people yes, prices no" says="our cost and our limit"
never_paste = [2, 5]

# %% wrong="never-paste" name="no name, so nobody" says="telephone number"
never_paste = [3]

# %% wrong="never-paste" name="everything, to be safe" says="hangs at the door"
never_paste = [1, 2, 3, 4, 5, 6]

# %% wrong="never-paste" name="the question about Excel too" says="asks about Excel"
never_paste = [2, 3, 4, 5]

# %% [markdown] exempt="never-paste" name="one too many"
# The text with sums of complaints can be argued either way, so a list with it is right, too.
