# %%
import pandas as pd

from millrace import cleaning, intake, samples


def swapper(orders):
    """Find the clerk who writes the month first: another one in another variant of the company."""
    verdicts = cleaning.date_order(orders["OrderDate"], by=orders["KeyedBy"])
    return verdicts.loc[verdicts["verdict"] == "month first", "group"].iloc[0]


# %% right="legacy-file" name="pandas with everything written out"
orders_2023 = pd.read_csv(samples.path("orders_2023.csv"), sep=";", encoding="gb18030").drop_duplicates()

# %% right="legacy-file" name="another order of rows and columns"
orders_2023 = intake.read_table(samples.path("orders_2023.csv"))
orders_2023 = orders_2023[~orders_2023.duplicated()].sort_values("AMOUNT")[orders_2023.columns[::-1]]

# %% right="legacy-file" name="every column but the place in the file"
orders_2023 = export.drop_duplicates(list(export.columns[1:]))

# %% right="legacy-file" name="the place in the file left out first"
orders_2023 = export.drop(columns="row").drop_duplicates()

# %% [markdown] exempt="legacy-file" name="*: row"
# Where a line stands in the file says nothing about the order; whoever reads the file afresh has no such column.

# %% wrong="legacy-file" name="double exports left in" says="twice"
orders_2023 = intake.read_table(samples.path("orders_2023.csv"))

# %% wrong="legacy-file" name="one row an order line: cancellations dropped with the doubles" says="cancelled lines are missing"
orders_2023 = intake.read_table(samples.path("orders_2023.csv")).drop_duplicates(["ORDNO", "LINE"])

# %% wrong="legacy-file" name="negative quantities taken for typing errors" says="takes another line back"
orders_2023 = intake.read_table(samples.path("orders_2023.csv")).drop_duplicates()
orders_2023 = orders_2023[orders_2023["QTY"] > 0]

# %% wrong="legacy-file" name="both copies of a double export dropped" says="keep one of the two"
orders_2023 = export[~export.duplicated(["ORDNO", "LINE", "QTY"], keep=False)]

# %% wrong="legacy-file" name="the place in the file compared too, so that no two lines are alike" says="does it matter"
orders_2023 = export.drop_duplicates()

# %% wrong="legacy-file" name="read in a Western encoding: names in gibberish" says="wrong encoding"
orders_2023 = pd.read_csv(samples.path("orders_2023.csv"), sep=";", encoding="latin-1").drop_duplicates()

# %% wrong="legacy-file" name="minus signs dropped" says="cancelled lines are missing"
orders_2023 = intake.read_table(samples.path("orders_2023.csv")).drop_duplicates()
orders_2023["QTY"] = orders_2023["QTY"].abs()

# %% right="twelve-sheets" name="the naive table, sums filtered out by hand"
orders_2024 = samples.load("orders_2024.xlsx")
orders_2024 = orders_2024[orders_2024["Line"].notna()]

# %% right="twelve-sheets" name="sheets named one by one"
months = ["January", "February", "March", "April", "May", "June"]
months += ["July", "August", "September", "October", "November", "December"]
orders_2024 = intake.read_workbook(samples.path("orders_2024.xlsx"), sheets=months)

# %% wrong="twelve-sheets" name="subtotals counted as orders" says="subtotals"
orders_2024 = naive

# %% wrong="twelve-sheets" name="only the first sheet" says="reads them all"
orders_2024 = intake.read_table(samples.path("orders_2024.xlsx"), sheet="January")

# %% wrong="twelve-sheets" name="only the month's totals dropped, the weekly subtotals left" says="subtotals"
orders_2024 = naive[~naive["No."].str.startswith("Total")]

# %% [markdown] exempt="twelve-sheets" name="*: sheet"
# The tool adds the name of the sheet; whoever stacks the sheets another way has no such column.

# %% [markdown] exempt="twelve-sheets" name="*: row"
# The tool adds the row in the sheet; whoever stacks the sheets another way has no such column.

# %% right="swapped-dates" name="each clerk's part parsed apart"
parts = []
for clerk, part in orders_2025.groupby("KeyedBy"):
    parts.append(cleaning.parse_dates(part["OrderDate"], day_first=clerk != swapper(orders_2025))["date"])
orders_2025["date"] = pd.concat(parts)

# %% right="swapped-dates" name="pandas with both formats"
swapped = orders_2025["KeyedBy"] == swapper(orders_2025)
orders_2025["date"] = pd.to_datetime(orders_2025["OrderDate"], format="%d/%m/%Y", errors="coerce")
orders_2025.loc[swapped, "date"] = pd.to_datetime(orders_2025.loc[swapped, "OrderDate"], format="%m/%d/%Y")

# %% right="swapped-dates" name="dates kept as text in the international order"
both = cleaning.parse_dates(orders_2025["OrderDate"])
orders_2025["date"] = both["if_month_first"].where(orders_2025["KeyedBy"] == swapper(orders_2025), both["if_day_first"])
orders_2025["date"] = orders_2025["date"].dt.strftime("%Y-%m-%d")

# %% wrong="swapped-dates" name="the right days under another name" says="You made a column 'day'"
swaps = (
    orders_2025["KeyedBy"]
    == cleaning.date_order(orders_2025["OrderDate"], by=orders_2025["KeyedBy"])
    .set_index("group")["month_first"]
    .idxmax()
)
orders_2025["date"] = cleaning.parse_dates(orders_2025["OrderDate"], day_first=True)["date"]
orders_2025["day"] = cleaning.parse_dates(orders_2025["OrderDate"], day_first=~swaps)["date"]

# %% wrong="swapped-dates" name="days written out in words" says="plain days"
orders_2025["date"] = cleaning.parse_dates(
    orders_2025["OrderDate"], day_first=orders_2025["KeyedBy"] != swapper(orders_2025)
)["date"].dt.strftime("%d %b %Y")

# %% wrong="swapped-dates" name="what can be read both ways left out" says="both ways"
orders_2025["date"] = cleaning.parse_dates(orders_2025["OrderDate"])["date"]

# %% wrong="swapped-dates" name="day first for everybody" says="have no date"
orders_2025["date"] = cleaning.parse_dates(orders_2025["OrderDate"], day_first=True)["date"]

# %% wrong="swapped-dates" name="let pandas guess row by row" says="dates are wrong"
orders_2025["date"] = pd.to_datetime(orders_2025["OrderDate"], dayfirst=True, format="mixed")

# %% wrong="swapped-dates" name="month first for everybody" says="have no date"
orders_2025["date"] = cleaning.parse_dates(orders_2025["OrderDate"], day_first=False)["date"]

# %% wrong="swapped-dates" name="the wrong clerk taken for the swapper" says="have no date"
innocent = min({"Lin", "Yu"} - {swapper(orders_2025)})
day_first = cleaning.parse_dates(orders_2025["OrderDate"], day_first=True)["date"]
month_first = cleaning.parse_dates(orders_2025["OrderDate"], day_first=False)["date"]
orders_2025["date"] = day_first.where(orders_2025["KeyedBy"] != innocent, month_first)

# %% wrong="swapped-dates" name="only the unreadable dates swapped, the ambiguous ones left" says="dates are wrong"
day_first = cleaning.parse_dates(orders_2025["OrderDate"], day_first=True)["date"]
orders_2025["date"] = day_first.fillna(cleaning.parse_dates(orders_2025["OrderDate"], day_first=False)["date"])

# %% right="one-currency" name="a rate for each row"
rates = {"CNY": 1, "USD": float(ledger["usd_rate"].iloc[-1]), "AED": float(ledger["aed_rate"].iloc[-1])}
orders_2025["amount_cny"] = orders_2025["Total"] * orders_2025["Currency"].map(rates)

# %% right="one-currency" name="currency by currency, rounded"
orders_2025["amount_cny"] = float("nan")
for currency, rate in {"CNY": 1, "USD": by_year["usd_rate"].iloc[2], "AED": by_year["aed_rate"].iloc[2]}.items():
    rows = orders_2025["Currency"] == currency
    orders_2025.loc[rows, "amount_cny"] = (orders_2025.loc[rows, "Total"] * rate).round(2)

# %% wrong="one-currency" name="dollars and dirhams counted as CNY" says="amounts in USD"
orders_2025["amount_cny"] = orders_2025["Total"]

# %% wrong="one-currency" name="divided instead of multiplied" says="amounts in USD"
rates = {"CNY": 1, "USD": by_year.loc["2025", "usd_rate"], "AED": by_year.loc["2025", "aed_rate"]}
orders_2025["amount_cny"] = orders_2025["Total"] / orders_2025["Currency"].map(rates)

# %% wrong="one-currency" name="the rates of the first year" says="at its year"
rates = {"CNY": 1, "USD": by_year["usd_rate"].iloc[0], "AED": by_year["aed_rate"].iloc[0]}
orders_2025["amount_cny"] = cleaning.convert_money(
    orders_2025, amount="Total", currency="Currency", rates=rates, unknown="missing"
)

# %% wrong="one-currency" name="the two rates mixed up" says="amounts in USD"
rates = {"CNY": 1, "USD": by_year.loc["2025", "aed_rate"], "AED": by_year.loc["2025", "usd_rate"]}
orders_2025["amount_cny"] = cleaning.convert_money(
    orders_2025, amount="Total", currency="Currency", rates=rates, unknown="missing"
)

# %% wrong="one-currency" name="a rate made up for the currency that nobody knows" says="look like a fact"
rates = {"CNY": 1, "USD": by_year.loc["2025", "usd_rate"], "AED": by_year.loc["2025", "aed_rate"], "EUR?": 7.8}
orders_2025["amount_cny"] = cleaning.convert_money(orders_2025, amount="Total", currency="Currency", rates=rates)

# %% wrong="one-currency" name="the price of one piece converted" says="amounts in"
rates = {"CNY": 1, "USD": by_year.loc["2025", "usd_rate"], "AED": by_year.loc["2025", "aed_rate"]}
orders_2025["amount_cny"] = orders_2025["UnitPrice"] * orders_2025["Currency"].map(rates)

# %% wrong="one-currency" name="an unknown currency taken for CNY" says="unknown"
rates = {"CNY": 1, "USD": by_year.loc["2025", "usd_rate"], "AED": by_year.loc["2025", "aed_rate"]}
orders_2025["amount_cny"] = orders_2025["Total"] * orders_2025["Currency"].map(rates).fillna(1)

# %% wrong="one-currency" name="a missing amount taken for zero" says="missing"
rates = {"CNY": 1, "USD": by_year.loc["2025", "usd_rate"], "AED": by_year.loc["2025", "aed_rate"]}
orders_2025["amount_cny"] = (orders_2025["Total"] * orders_2025["Currency"].map(rates)).fillna(0)

# %% right="chat-orders" name="sorted by time first, cancelled references dropped first"
ordered = items[~items["reference"].isin(cancelled)].sort_values("sent_at", kind="stable")
ordered = ordered[ordered["reference"].notna() & ordered["price"].notna()]
chat_orders = ordered.groupby(["reference", "code"]).tail(1)

# %% right="chat-orders" name="last of each group, columns chosen"
ordered = items.dropna(subset=["reference", "price"]).query("reference not in @cancelled.tolist()")
chat_orders = ordered.groupby(["reference", "code"], as_index=False)[["quantity", "price"]].last()

# %% wrong="chat-orders" name="the first message kept, the change lost" says="last message counts"
ordered = items.dropna(subset=["reference", "price"]).drop_duplicates(["reference", "code"], keep="first")
chat_orders = ordered[~ordered["reference"].isin(cancelled)]

# %% wrong="chat-orders" name="cancelled orders left in" says="cancelled references"
chat_orders = items.dropna(subset=["reference", "price"]).drop_duplicates(["reference", "code"], keep="last")

# %% wrong="chat-orders" name="one item an order" says="several items"
ordered = items.dropna(subset=["reference", "price"]).drop_duplicates("reference", keep="last")
chat_orders = ordered[~ordered["reference"].isin(cancelled)]

# %% wrong="chat-orders" name="every mention taken for an order" says="other talk"
ordered = items.drop_duplicates(["reference", "code"], keep="last")
chat_orders = ordered[~ordered["reference"].isin(cancelled)]

# %% wrong="chat-orders" name="order and change both counted" says="an order and its change"
ordered = items.dropna(subset=["reference", "price"])
chat_orders = ordered[~ordered["reference"].isin(cancelled)]

# %% [markdown] exempt="chat-orders" name="*: message"
# The task asks for item, quantity and price; columns that describe the message may be left out.

# %% [markdown] exempt="chat-orders" name="*: line"
# The task asks for item, quantity and price; columns that describe the message may be left out.

# %% [markdown] exempt="chat-orders" name="*: sent_at"
# The task asks for item, quantity and price; columns that describe the message may be left out.

# %% [markdown] exempt="chat-orders" name="*: sender"
# The task asks for item, quantity and price; columns that describe the message may be left out.

# %% [markdown] exempt="chat-orders" name="*: text"
# The task asks for item, quantity and price; columns that describe the message may be left out.

# %% right="one-form" name="the whole form written anew, in another order"
form = {
    "amount_cny": {"chat": "amount_cny", "new system": "amount_cny", "workbook": "Amount", "old system": "AMOUNT"},
    "pieces": {"chat": "pieces", "new system": "Pieces", "workbook": "pieces", "old system": "QTY"},
    **columns,
}
one_form = intake.combine(sources, form)

# %% right="one-form" name="pandas, source by source"
names = ["order_no", "line", "date", "customer", "sku", "pieces", "amount_cny"]
taken = {
    "old system": ["ORDNO", "LINE", "date", "CUSTOMER", "SKU", "QTY", "AMOUNT"],
    "workbook": ["No.", "Line", "date", "Name", "Item", "pieces", "Amount"],
    "new system": ["OrderID", "Pos", "date", "Client", "ItemNo", "Pieces", "amount_cny"],
    "chat": ["reference", "line", "date", "customer", "code", "pieces", "amount_cny"],
}
parts = [sources[name][taken[name]].set_axis(names, axis=1).assign(source=name) for name in sources]
one_form = pd.concat(parts, ignore_index=True)

# %% wrong="one-form" name="two dozen taken for two" says="not dozens"
columns["pieces"] = {"old system": "QTY", "workbook": "quantity", "new system": "Pieces", "chat": "pieces"}
columns["amount_cny"] = {"old system": "AMOUNT", "workbook": "Amount", "new system": "amount_cny", "chat": "amount_cny"}
one_form = intake.combine(sources, columns)

# %% wrong="one-form" name="dollars taken for CNY" says="amount_cny of the new system"
columns["pieces"] = {"old system": "QTY", "workbook": "pieces", "new system": "Pieces", "chat": "pieces"}
columns["amount_cny"] = {"old system": "AMOUNT", "workbook": "Amount", "new system": "Total", "chat": "amount_cny"}
one_form = intake.combine(sources, columns)

# %% wrong="one-form" name="the price of one piece taken for the amount" says="not for one piece"
columns["pieces"] = {"old system": "QTY", "workbook": "pieces", "new system": "Pieces", "chat": "pieces"}
columns["amount_cny"] = {"old system": "PRICE", "workbook": "Price", "new system": "amount_cny", "chat": "price"}
one_form = intake.combine(sources, columns)

# %% wrong="one-form" name="the chat forgotten" says="nothing of the chat"
keyed = {name: table for name, table in sources.items() if name != "chat"}
columns["pieces"] = {"old system": "QTY", "workbook": "pieces", "new system": "Pieces"}
columns["amount_cny"] = {"old system": "AMOUNT", "workbook": "Amount", "new system": "amount_cny"}
form = {target: {name: by[name] for name in keyed} for target, by in columns.items()}
one_form = intake.combine(keyed, form)

# %% wrong="one-form" name="the amount of the line taken for the pieces of the old system" says="pieces of the old system"
columns["pieces"] = {"old system": "LINE", "workbook": "pieces", "new system": "Pieces", "chat": "pieces"}
columns["amount_cny"] = {"old system": "AMOUNT", "workbook": "Amount", "new system": "amount_cny", "chat": "amount_cny"}
one_form = intake.combine(sources, columns)

# %% right="missed" name="numbers typed from the table, rounded to whole CNY"
row = by_quarter.tail(1).round(0)
missed = float(row["chat"].iloc[0]) / float(row.iloc[0].sum())

# %% right="missed" name="from the orders themselves, rounded"
late = orders[orders["month"].isin(["2025-10", "2025-11", "2025-12"])]
missed = round(late.loc[late["source"] == "chat", "amount_cny"].sum() / late["amount_cny"].sum(), 3)

# %% wrong="missed" name="the chat divided by the rest" says="compared with the rest"
missed = by_quarter["chat"].iloc[-1] / by_quarter["new system"].iloc[-1]

# %% right="missed" name="rounded to whole per cent"
missed = round(by_quarter["chat"].iloc[-1] / by_quarter.iloc[-1].sum(), 2)

# %% wrong="missed" name="per cent" says="not per cent"
missed = 100 * by_quarter["chat"].iloc[-1] / by_quarter.iloc[-1].sum()

# %% wrong="missed" name="the share of the whole year" says="last quarter"
missed = by_quarter["chat"].iloc[-1] / by_quarter.tail(4).sum().sum()

# %% wrong="missed" name="lines counted, not money" says="in money"
late = orders[orders["date"] >= "2025-10-01"]
missed = (late["source"] == "chat").mean()

# %% wrong="missed" name="the share that the forecast would have seen" says="the chat's part"
missed = by_quarter["new system"].iloc[-1] / by_quarter.iloc[-1].sum()

# %% [markdown] exempt="same-customer" name="1 % off"
# Neighbouring thresholds cost the same on the marked pairs, so that any of them is a cheapest one.

# %% [markdown] exempt="same-customer" name="a little too much"
# Neighbouring thresholds cost the same on the marked pairs, so that any of them is a cheapest one.

# %% right="same-customer" name="sorted by cost"
costs = cleaning.threshold_costs(pairs, marked, merged_cost=1800, apart_cost=300)
threshold = float(costs.sort_values("cost")["threshold"].iloc[0])

# %% right="same-customer" name="the strictest of the cheapest"
costs = cleaning.threshold_costs(pairs, marked, apart_cost=300, merged_cost=1800)
threshold = costs.loc[costs["cost"] == costs["cost"].min(), "threshold"].max()

# %% wrong="same-customer" name="the dearest instead of the cheapest" says="more than need be"
costs = cleaning.threshold_costs(pairs, marked, merged_cost=1800, apart_cost=300)
threshold = costs.loc[costs["cost"].idxmax(), "threshold"]

# %% wrong="same-customer" name="the two costs mixed up" says="which of the two mistakes is the expensive one"
costs = cleaning.threshold_costs(pairs, marked, merged_cost=300, apart_cost=1800)
threshold = costs.loc[costs["cost"].idxmin(), "threshold"]

# %% wrong="same-customer" name="never merge anybody wrongly, whatever it costs" says="too careful"
threshold = 1.01 - 0.01

# %% right="same-customer" name="a number typed from the table"
threshold = 0.01 * round(
    100 * cleaning.threshold_costs(pairs, marked, merged_cost=1800, apart_cost=300).sort_values("cost").iloc[0, 0]
)

# %% wrong="same-customer" name="the fewest mistakes, whatever they cost" says="more than need be"
costs = cleaning.threshold_costs(pairs, marked, merged_cost=1800, apart_cost=300)
threshold = costs.loc[(costs["wrongly_merged"] + costs["wrongly_apart"]).idxmin(), "threshold"]

# %% wrong="same-customer" name="the row's number instead of the threshold" says="between 0 and 1"
costs = cleaning.threshold_costs(pairs, marked, merged_cost=1800, apart_cost=300)
threshold = costs["cost"].idxmin()

# %% [markdown] exempt="gaps" name="*_filled"
# The tool marks what it filled; whoever fills by hand has no such columns, and the values themselves are compared.

# %% right="gaps" name="by hand with groupby"
filled = gaps.copy()
filled["customer"] = filled["customer"].fillna("unknown")
usual = filled.groupby(["sku", "desk"])["price_cny"].transform("median")
filled["price_cny"] = filled["price_cny"].fillna(usual)

# %% right="gaps" name="the desks named first, promises not named at all"
filled = cleaning.fill_missing(gaps, {"price_cny": "median by desk, sku", "customer": "unknown"})

# %% right="gaps" name="the amounts worked out from the prices, too"
filled = cleaning.fill_missing(gaps, {"customer": "unknown", "price_cny": "median by sku, desk"})
filled["amount_cny"] = filled["amount_cny"].fillna(filled["price_cny"] * filled["pieces"])

# %% wrong="gaps" name="the mean in place of the middle price" says="middle price"
filled = cleaning.fill_missing(gaps, {"customer": "unknown", "price_cny": "mean by sku, desk"})

# %% right="gaps" name="the customers' gaps kept: nobody knows who it was"
filled = cleaning.fill_missing(gaps, {"customer": "leave", "price_cny": "median by sku, desk", "promised": "leave"})

# %% equivalent="gaps" name="the customers' gaps kept, a column without gaps named instead"
filled = cleaning.fill_missing(gaps, {"sku": "unknown", "price_cny": "median by sku, desk", "promised": "leave"})

# %% wrong="gaps" name="the commonest customer written into the gaps" says="no other name changed"
filled = cleaning.fill_missing(gaps, {"customer": "most common", "price_cny": "median by sku, desk"})

# %% wrong="gaps" name="gaps filled with zero" says="zero would be a gift"
filled = gaps.fillna({"customer": "unknown", "price_cny": 0, "amount_cny": 0})

# %% wrong="gaps" name="rows with a gap dropped" says="dropped"
filled = gaps.dropna()

# %% wrong="gaps" name="one median for all items" says="something else"
filled = cleaning.fill_missing(gaps, {"customer": "unknown", "price_cny": "median", "promised": "leave"})

# %% wrong="gaps" name="the median of the item over all desks" says="something else"
filled = cleaning.fill_missing(gaps, {"customer": "unknown", "price_cny": "median by sku", "promised": "leave"})

# %% wrong="gaps" name="the usual price left out" says="no price"
filled = cleaning.fill_missing(gaps, {"customer": "unknown", "promised": "leave"})

# %% wrong="gaps" name="a promise made up from the day of dispatch" says="cannot be made up"
filled = cleaning.fill_missing(gaps, {"customer": "unknown", "price_cny": "median by sku, desk"})
filled["promised"] = filled["promised"].fillna(filled["shipped"])

# %% [markdown] exempt="quarantine" name="*_filled"
# The marks of what was filled are the tool's own; the values themselves are compared.

# %% [markdown] exempt="quarantine" name="*: rule"
# Whoever writes the conditions by hand names the rules in other words, or not at all.

# %% [markdown] exempt="quarantine" name="*: reason"
# Whoever writes the conditions by hand gives the reasons in other words, or none at all.

# %% right="quarantine" name="a tighter limit that no real order reaches"
largest = int(orders_2025.loc[orders_2025["pieces"] <= 5000, "pieces"].max())
rules = [
    cleaning.rule_not_before("shipped", "date"),
    cleaning.rule_in("currency", ["AED", "CNY", "USD"]),
    cleaning.rule_in("sku", products["sku"]),
    cleaning.rule_between("pieces", 1, largest),
]
good, quarantined = cleaning.quarantine(orders_2025, rules)

# %% right="quarantine" name="conditions written by hand"
broken = ~(
    orders_2025["pieces"].between(1, 5000)
    & orders_2025["sku"].isin(products["sku"])
    & orders_2025["currency"].isin(["CNY", "USD", "AED"])
    & (orders_2025["shipped"] >= orders_2025["date"])
)
good, quarantined = orders_2025[~broken], orders_2025[broken].assign(reason="breaks a rule")

# %% wrong="quarantine" name="the largest quantity that is not a telephone number taken for the limit" says="pieces is"
largest = int(orders_2025.loc[orders_2025["pieces"] < 100_000, "pieces"].max())
rules = [
    cleaning.rule_between("pieces", 1, largest),
    cleaning.rule_in("sku", products["sku"]),
    cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
    cleaning.rule_not_before("shipped", "date"),
]
good, quarantined = cleaning.quarantine(orders_2025, rules)

# %% wrong="quarantine" name="a dispatch on the day of the order refused" says="on its border"
broken = ~(
    orders_2025["pieces"].between(1, 5000)
    & orders_2025["sku"].isin(products["sku"])
    & orders_2025["currency"].isin(["CNY", "USD", "AED"])
    & (orders_2025["shipped"] > orders_2025["date"])
)
good, quarantined = (
    orders_2025[~broken],
    orders_2025[broken].assign(rule="sent before it was ordered", reason="too early"),
)

# %% wrong="quarantine" name="a dispatch the day before the order let pass" says="shipped is"
broken = ~(
    orders_2025["pieces"].between(1, 5000)
    & orders_2025["sku"].isin(products["sku"])
    & orders_2025["currency"].isin(["CNY", "USD", "AED"])
    & (orders_2025["shipped"] >= orders_2025["date"] - pd.Timedelta(days=1))
)
good, quarantined = orders_2025[~broken], orders_2025[broken].assign(reason="breaks a rule")

# %% wrong="quarantine" name="the two tables mixed up" says="swap the two names"
rules = [
    cleaning.rule_between("pieces", 1, 5000),
    cleaning.rule_in("sku", products["sku"]),
    cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
    cleaning.rule_not_before("shipped", "date"),
]
quarantined, good = cleaning.quarantine(orders_2025, rules)

# %% wrong="quarantine" name="the rule on dates forgotten" says="shipped is"
rules = [
    cleaning.rule_between("pieces", 1, 5000),
    cleaning.rule_in("sku", products["sku"]),
    cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
]
good, quarantined = cleaning.quarantine(orders_2025, rules)

# %% wrong="quarantine" name="the limit so low that large orders break it" says="too strict"
rules = [
    cleaning.rule_between("pieces", 1, 100),
    cleaning.rule_in("sku", products["sku"]),
    cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
    cleaning.rule_not_before("shipped", "date"),
]
good, quarantined = cleaning.quarantine(orders_2025, rules)

# %% wrong="quarantine" name="a quantity of zero allowed" says="pieces is"
rules = [
    cleaning.rule_between("pieces", 0, 5000),
    cleaning.rule_in("sku", products["sku"]),
    cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
    cleaning.rule_not_before("shipped", "date"),
]
good, quarantined = cleaning.quarantine(orders_2025, rules)

# %% wrong="quarantine" name="impossible rows deleted" says="set aside, not deleted"
good, quarantined = cleaning.quarantine(
    orders_2025,
    [
        cleaning.rule_between("pieces", 1, 5000),
        cleaning.rule_in("sku", products["sku"]),
        cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
        cleaning.rule_not_before("shipped", "date"),
    ],
)
quarantined = quarantined.head(0)

# %% right="open-months" name="open months as a list"
result = cleaning.reconcile(
    clean, ledger, on="month", compare={"amount_cny": "revenue_cny"}, tolerance={"revenue_cny": 500}
)
open_months = result.query("verdict != 'agrees'")["month"].tolist()

# %% right="open-months" name="the whole rows of the open months"
result = cleaning.reconcile(
    clean, ledger, on="month", compare={"amount_cny": "revenue_cny"}, tolerance={"revenue_cny": 500}
)
open_months = result[result["verdict"] != "agrees"]

# %% right="open-months" name="pandas by hand"
sums = clean.groupby("month")["amount_cny"].sum()
difference = sums - ledger.set_index("month")["revenue_cny"]
open_months = difference.index[difference.abs() > 500]

# %% right="open-months" name="the differences, with the months in the index"
difference = clean.groupby("month")["amount_cny"].sum() - ledger.set_index("month")["revenue_cny"]
open_months = difference[difference.abs() > 500]

# %% wrong="open-months" name="true or false instead of the months" says="the months themselves"
result = cleaning.reconcile(
    clean, ledger, on="month", compare={"amount_cny": "revenue_cny"}, tolerance={"revenue_cny": 500}
)
open_months = result["verdict"] != "agrees"

# %% wrong="open-months" name="the months that agree" says="should not be there"
result = cleaning.reconcile(
    clean, ledger, on="month", compare={"amount_cny": "revenue_cny"}, tolerance={"revenue_cny": 500}
)
open_months = result.loc[result["verdict"] == "agrees", "month"]

# %% wrong="open-months" name="so generous that everything agrees" says="all that differ"
result = cleaning.reconcile(
    clean, ledger, on="month", compare={"amount_cny": "revenue_cny"}, tolerance={"revenue_cny": 1_000_000}
)
open_months = result.loc[result["verdict"] != "agrees", "month"]

# %% wrong="open-months" name="pieces compared instead of money" says="in revenue"
result = cleaning.reconcile(clean, ledger, on="month", compare={"pieces": "pieces"}, tolerance={"pieces": 0})
open_months = result.loc[result["verdict"] != "agrees", "month"]

# %% wrong="open-months" name="only the first open month" says="missing"
result = cleaning.reconcile(
    clean, ledger, on="month", compare={"amount_cny": "revenue_cny"}, tolerance={"revenue_cny": 500}
)
open_months = result.loc[result["verdict"] != "agrees", "month"].head(1)

# %% right="unexplained" name="rounded to whole CNY"
unexplained = round(
    (ledger["revenue_cny"].sum() - clean["amount_cny"].sum()) - (whole["amount_cny"].sum() - good["amount_cny"].sum())
)

# %% right="unexplained" name="the lines in quarantine added up one by one"
kept = set(zip(good["order_no"], good["line"], strict=True))
waits = [key not in kept for key in zip(whole["order_no"], whole["line"], strict=True)]
unexplained = ledger["revenue_cny"].sum() - clean["amount_cny"].sum() - whole.loc[waits, "amount_cny"].sum()

# %% wrong="unexplained" name="the whole difference" says="whole difference"
unexplained = ledger["revenue_cny"].sum() - clean["amount_cny"].sum()

# %% wrong="unexplained" name="the quarantine alone" says="less what the quarantine holds"
unexplained = whole["amount_cny"].sum() - good["amount_cny"].sum()

# %% wrong="unexplained" name="the quarantine added instead of taken off" says="less what the quarantine holds"
in_quarantine = whole["amount_cny"].sum() - good["amount_cny"].sum()
unexplained = ledger["revenue_cny"].sum() - clean["amount_cny"].sum() + in_quarantine

# %% wrong="unexplained" name="the wrong way round" says="the sign is not"
in_quarantine = whole["amount_cny"].sum() - good["amount_cny"].sum()
unexplained = in_quarantine - (ledger["revenue_cny"].sum() - clean["amount_cny"].sum())

# %% wrong="quarantine" name="both tables in one name" says="good"
good = cleaning.quarantine(orders_2025, [cleaning.rule_between("pieces", 1, 5000)])
