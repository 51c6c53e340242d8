# %%
import pandas as pd

from millrace import cleaning, intake, samples

# %% right="legacy-file" name="pandas with everything written out"
orders_2023 = pd.read_csv(samples.path("orders_2023.csv"), sep=";", encoding="gb18030").drop_duplicates()

# %% right="legacy-file" name="another order of rows and columns, dates as dates"
orders_2023 = intake.read_table(samples.path("orders_2023.csv"))
orders_2023["ODATE"] = pd.to_datetime(orders_2023["ODATE"], format="%Y%m%d")
orders_2023 = orders_2023[~orders_2023.duplicated()].sort_values("AMOUNT")[orders_2023.columns[::-1]]

# %% wrong="legacy-file" name="double exports left in" says="twice"
orders_2023 = intake.read_table(samples.path("orders_2023.csv"))

# %% wrong="legacy-file" name="one row an order line: cancellations dropped with the doubles" says="cancelled lines are missing"
orders_2023 = intake.read_table(samples.path("orders_2023.csv")).drop_duplicates(["ORDNO", "LINE"])

# %% wrong="legacy-file" name="negative quantities taken for typing errors" says="takes another line back"
orders_2023 = intake.read_table(samples.path("orders_2023.csv")).drop_duplicates()
orders_2023 = orders_2023[orders_2023["QTY"] > 0]

# %% wrong="legacy-file" name="read in a Western encoding: names in gibberish" says="wrong encoding"
orders_2023 = pd.read_csv(samples.path("orders_2023.csv"), sep=";", encoding="latin-1").drop_duplicates()

# %% wrong="legacy-file" name="minus signs dropped" says="cancelled lines are missing"
orders_2023 = intake.read_table(samples.path("orders_2023.csv")).drop_duplicates()
orders_2023["QTY"] = orders_2023["QTY"].abs()

# %% right="twelve-sheets" name="the naive table, sums filtered out by hand"
orders_2024 = samples.load("orders_2024.xlsx")
orders_2024 = orders_2024[orders_2024["Line"].notna()]
too_much = naive_total - pd.to_numeric(orders_2024["Amount"]).sum()

# %% right="twelve-sheets" name="sheets named one by one"
months = ["January", "February", "March", "April", "May", "June"]
months += ["July", "August", "September", "October", "November", "December"]
orders_2024 = intake.read_workbook(samples.path("orders_2024.xlsx"), sheets=months)
too_much = round(naive_total - orders_2024["Amount"].sum())

# %% wrong="twelve-sheets" name="subtotals counted as orders" says="subtotals"
orders_2024 = naive
too_much = naive_total - booked_2024

# %% wrong="twelve-sheets" name="only the first sheet" says="reads them all"
orders_2024 = intake.read_table(samples.path("orders_2024.xlsx"), sheet="January")
too_much = naive_total - orders_2024["Amount"].sum()

# %% wrong="twelve-sheets" name="only the month's totals dropped, the weekly subtotals left" says="subtotals"
orders_2024 = naive[~naive["No."].str.startswith("Total")]
too_much = naive_total - pd.to_numeric(orders_2024["Amount"]).sum()

# %% wrong="twelve-sheets" name="the difference the wrong way round" says="order of the two"
orders_2024 = intake.read_workbook(samples.path("orders_2024.xlsx"))
too_much = orders_2024["Amount"].sum() - naive_total

# %% right="swapped-dates" name="each clerk's part parsed apart"
parts = []
for clerk, part in orders_2025.groupby("KeyedBy"):
    parts.append(cleaning.parse_dates(part["OrderDate"], day_first=clerk != "Tao")["date"])
orders_2025["date"] = pd.concat(parts)

# %% right="swapped-dates" name="pandas with both formats"
tao = orders_2025["KeyedBy"] == "Tao"
orders_2025["date"] = pd.to_datetime(orders_2025["OrderDate"], format="%d/%m/%Y", errors="coerce")
orders_2025.loc[tao, "date"] = pd.to_datetime(orders_2025.loc[tao, "OrderDate"], format="%m/%d/%Y")

# %% right="swapped-dates" name="dates kept as text in the international order"
both = cleaning.parse_dates(orders_2025["OrderDate"])
orders_2025["date"] = both["if_month_first"].where(orders_2025["KeyedBy"] == "Tao", both["if_day_first"])
orders_2025["date"] = orders_2025["date"].dt.strftime("%Y-%m-%d")

# %% wrong="swapped-dates" name="what can be read both ways left out" says="both ways"
orders_2025["date"] = cleaning.parse_dates(orders_2025["OrderDate"])["date"]

# %% wrong="swapped-dates" name="day first for everybody" says="have no date"
orders_2025["date"] = cleaning.parse_dates(orders_2025["OrderDate"], day_first=True)["date"]

# %% wrong="swapped-dates" name="let pandas guess row by row" says="dates are wrong"
orders_2025["date"] = pd.to_datetime(orders_2025["OrderDate"], dayfirst=True, format="mixed")

# %% wrong="swapped-dates" name="month first for everybody" says="have no date"
orders_2025["date"] = cleaning.parse_dates(orders_2025["OrderDate"], day_first=False)["date"]

# %% wrong="swapped-dates" name="the wrong clerk taken for the swapper" says="have no date"
day_first = cleaning.parse_dates(orders_2025["OrderDate"], day_first=True)["date"]
month_first = cleaning.parse_dates(orders_2025["OrderDate"], day_first=False)["date"]
orders_2025["date"] = day_first.where(orders_2025["KeyedBy"] != "Lin", month_first)

# %% wrong="swapped-dates" name="only the unreadable dates swapped, the ambiguous ones left" says="dates are wrong"
day_first = cleaning.parse_dates(orders_2025["OrderDate"], day_first=True)["date"]
orders_2025["date"] = day_first.fillna(cleaning.parse_dates(orders_2025["OrderDate"], day_first=False)["date"])

# %% right="dozens" name="by hand with a factor"
number = orders_2024["Quantity"].astype(str).str.extract(r"(\d+)")[0].astype(int)
orders_2024["pieces"] = number * orders_2024["Quantity"].astype(str).str.contains("doz").map({True: 12, False: 1})

# %% right="dozens" name="quantity and unit put together"
read = cleaning.parse_quantity(orders_2024["Quantity"])
orders_2024["pieces"] = (read["pieces"]).round().astype(int)

# %% wrong="dozens" name="two dozen taken for two" says="how many pieces is a dozen"
orders_2024["pieces"] = cleaning.parse_quantity(orders_2024["Quantity"])["quantity"]

# %% wrong="dozens" name="what is no plain number becomes a gap" says="no number of pieces"
orders_2024["pieces"] = pd.to_numeric(orders_2024["Quantity"], errors="coerce")

# %% wrong="dozens" name="gaps filled with zero" says="how many pieces is a dozen"
orders_2024["pieces"] = pd.to_numeric(orders_2024["Quantity"], errors="coerce").fillna(0)

# %% wrong="dozens" name="everything taken for dozens" says="only rows with 'doz' are dozens"
orders_2024["pieces"] = orders_2024["Quantity"].astype(str).str.extract(r"(\d+)")[0].astype(int) * 12

# %% right="one-currency" name="a rate for each row"
orders_2025["amount_cny"] = orders_2025["Total"] * orders_2025["Currency"].map(rates)

# %% right="one-currency" name="currency by currency, rounded"
orders_2025["amount_cny"] = float("nan")
for currency, rate in rates.items():
    rows = orders_2025["Currency"] == currency
    orders_2025.loc[rows, "amount_cny"] = (orders_2025.loc[rows, "Total"] * rate).round(2)

# %% wrong="one-currency" name="dollars and dirhams counted as CNY" says="amounts in USD"
orders_2025["amount_cny"] = orders_2025["Total"]

# %% wrong="one-currency" name="divided instead of multiplied" says="do not divide"
orders_2025["amount_cny"] = orders_2025["Total"] / orders_2025["Currency"].map(rates)

# %% wrong="one-currency" name="an unknown currency taken for CNY" says="unknown"
orders_2025["amount_cny"] = orders_2025["Total"] * orders_2025["Currency"].map(rates).fillna(1)

# %% wrong="one-currency" name="a missing amount taken for zero" says="missing"
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

# %% wrong="chat-orders" name="every mention taken for an order" says="questions and complaints"
ordered = items.drop_duplicates(["reference", "code"], keep="last")
chat_orders = ordered[~ordered["reference"].isin(cancelled)]

# %% wrong="chat-orders" name="order and change both counted" says="an order and its change"
ordered = items.dropna(subset=["reference", "price"])
chat_orders = ordered[~ordered["reference"].isin(cancelled)]

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

# %% wrong="same-customer" name="the row's number instead of the threshold" says="between 0 and 1"
costs = cleaning.threshold_costs(pairs, marked, merged_cost=1800, apart_cost=300)
threshold = costs["cost"].idxmin()

# %% right="one-row-a-firm" name="columns in another order, a plain index"
firms = cleaning.merge_duplicates(customers, pairs, threshold=0.75).reset_index()
firms = firms[sorted(firms.columns)]

# %% right="one-row-a-firm" name="the longest name kept, the pairs in another order"
firms = cleaning.merge_duplicates(customers, pairs.iloc[::-1], threshold=0.75, prefer={"customer": "longest"})

# %% wrong="one-row-a-firm" name="merged from 0.5 on" says="not the same were merged"
firms = cleaning.merge_duplicates(customers, pairs, threshold=0.5)

# %% wrong="one-row-a-firm" name="only perfect scores merged" says="still apart"
firms = cleaning.merge_duplicates(customers, pairs, threshold=1.0)

# %% wrong="one-row-a-firm" name="merged on the telephone alone" says="no column 'merged_rows'"
firms = customers.drop_duplicates("phone")

# %% right="gaps" name="by hand with groupby"
filled = gaps.copy()
filled["customer"] = filled["customer"].fillna("unknown")
usual = filled.groupby(["sku", "desk"])["price_cny"].transform("median")
filled["price_cny"] = filled["price_cny"].fillna(usual)

# %% right="gaps" name="the desks named first, promises not named at all"
filled = cleaning.fill_missing(gaps, {"price_cny": "median by desk, sku", "customer": "unknown"})

# %% wrong="gaps" name="gaps filled with zero" says="zero would be a gift"
filled = gaps.fillna({"customer": "unknown", "price_cny": 0, "amount_cny": 0})

# %% wrong="gaps" name="rows with a gap dropped" says="dropped"
filled = gaps.dropna()

# %% wrong="gaps" name="one median for all items" says="same item at the same desk"
filled = cleaning.fill_missing(gaps, {"customer": "unknown", "price_cny": "median", "promised": "keep"})

# %% wrong="gaps" name="the median of the item over all desks" says="same item at the same desk"
filled = cleaning.fill_missing(gaps, {"customer": "unknown", "price_cny": "median by sku", "promised": "keep"})

# %% wrong="gaps" name="the usual price left out" says="no price"
filled = cleaning.fill_missing(gaps, {"customer": "unknown", "promised": "keep"})

# %% wrong="gaps" name="a promise made up from the day of dispatch" says="cannot be made up"
filled = cleaning.fill_missing(gaps, {"customer": "unknown", "price_cny": "median by sku, desk"})
filled["promised"] = filled["promised"].fillna(filled["shipped"])

# %% right="quarantine" name="a tighter limit that no real order reaches"
largest = int(orders_2025.loc[orders_2025["pieces"] < 100_000, "pieces"].max())
rules = [
    cleaning.rule_not_before("shipped", "date"),
    cleaning.rule_in("currency", ["AED", "CNY", "USD"]),
    cleaning.rule_exists_in("sku", products["sku"]),
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

# %% wrong="quarantine" name="the two tables mixed up" says="swap the two names"
rules = [
    cleaning.rule_between("pieces", 1, 5000),
    cleaning.rule_exists_in("sku", products["sku"]),
    cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
    cleaning.rule_not_before("shipped", "date"),
]
quarantined, good = cleaning.quarantine(orders_2025, rules)

# %% wrong="quarantine" name="the rule on dates forgotten" says="dispatch before the order"
rules = [
    cleaning.rule_between("pieces", 1, 5000),
    cleaning.rule_exists_in("sku", products["sku"]),
    cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
]
good, quarantined = cleaning.quarantine(orders_2025, rules)

# %% wrong="quarantine" name="the limit so low that large orders break it" says="too strict"
rules = [
    cleaning.rule_between("pieces", 1, 100),
    cleaning.rule_exists_in("sku", products["sku"]),
    cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
    cleaning.rule_not_before("shipped", "date"),
]
good, quarantined = cleaning.quarantine(orders_2025, rules)

# %% wrong="quarantine" name="a quantity of zero allowed" says="quantity that cannot be"
rules = [
    cleaning.rule_between("pieces", 0, 5000),
    cleaning.rule_exists_in("sku", products["sku"]),
    cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
    cleaning.rule_not_before("shipped", "date"),
]
good, quarantined = cleaning.quarantine(orders_2025, rules)

# %% wrong="quarantine" name="impossible rows deleted" says="set aside, not deleted"
good, quarantined = cleaning.quarantine(
    orders_2025,
    [
        cleaning.rule_between("pieces", 1, 5000),
        cleaning.rule_exists_in("sku", products["sku"]),
        cleaning.rule_in("currency", ["CNY", "USD", "AED"]),
        cleaning.rule_not_before("shipped", "date"),
    ],
)
quarantined = quarantined.head(0)

# %% right="scorecard" name="in a loop"
before, after = (cleaning.quality_scorecard(table, rules=house_rules, key=line_key) for table in (messy, clean))

# %% right="scorecard" name="rows of the tables in another order"
before = cleaning.quality_scorecard(messy.sample(frac=1, random_state=1), key=line_key, rules=house_rules)
after = cleaning.quality_scorecard(clean.iloc[::-1], key=line_key, rules=house_rules)

# %% wrong="scorecard" name="the key forgotten" says="the key line_key"
before = cleaning.quality_scorecard(messy, rules=house_rules)
after = cleaning.quality_scorecard(clean, rules=house_rules)

# %% wrong="scorecard" name="the rules forgotten" says="the rules house_rules"
before = cleaning.quality_scorecard(messy, key=line_key)
after = cleaning.quality_scorecard(clean, key=line_key)

# %% wrong="scorecard" name="before and after mixed up" says="made of messy and clean"
before = cleaning.quality_scorecard(clean, key=line_key, rules=house_rules)
after = cleaning.quality_scorecard(messy, key=line_key, rules=house_rules)

# %% wrong="scorecard" name="the same table twice" says="made of messy and clean"
before = cleaning.quality_scorecard(messy, key=line_key, rules=house_rules)
after = cleaning.quality_scorecard(messy, key=line_key, rules=house_rules)

# %% wrong="scorecard" name="the order number alone as the key" says="the key line_key"
before = cleaning.quality_scorecard(messy, key=["order_no"], rules=house_rules)
after = cleaning.quality_scorecard(clean, key=["order_no"], rules=house_rules)

# %% right="reconcile" name="open months as a list"
result = cleaning.reconcile(clean, ledger, on="month", measures={"revenue_cny": "amount_cny"}, tolerance=2000)
open_months = result.query("verdict != 'agrees'")["month"].tolist()

# %% right="reconcile" name="the whole rows of the open months"
result = cleaning.reconcile(clean, ledger, on="month", measures={"revenue_cny": "amount_cny"}, tolerance=2000)
open_months = result[result["verdict"] != "agrees"]

# %% wrong="reconcile" name="true or false instead of the months" says="the months themselves"
result = cleaning.reconcile(clean, ledger, on="month", measures={"revenue_cny": "amount_cny"}, tolerance=2000)
open_months = result["verdict"] != "agrees"

# %% right="reconcile" name="summed by month first"
by_month = clean.groupby("month", as_index=False)["amount_cny"].sum()
result = cleaning.reconcile(by_month, ledger, on="month", measures={"revenue_cny": "amount_cny"}, tolerance=2000)
open_months = sorted(set(result["month"]) - set(result.loc[result["verdict"] == "agrees", "month"]))

# %% wrong="reconcile" name="the months that agree" says="should not be there"
result = cleaning.reconcile(clean, ledger, on="month", measures={"revenue_cny": "amount_cny"}, tolerance=2000)
open_months = result.loc[result["verdict"] == "agrees", "month"]

# %% wrong="reconcile" name="so generous that everything agrees" says="let up to 2,000 cny pass"
result = cleaning.reconcile(clean, ledger, on="month", measures={"revenue_cny": "amount_cny"}, tolerance=1_000_000)
open_months = result.loc[result["verdict"] != "agrees", "month"]

# %% wrong="reconcile" name="the messy table reconciled" says="amount_cny of clean"
result = cleaning.reconcile(messy, ledger, on="month", measures={"revenue_cny": "amount_cny"}, tolerance=2000)
open_months = result.loc[result["verdict"] != "agrees", "month"]

# %% wrong="reconcile" name="only the first open month" says="missing"
result = cleaning.reconcile(clean, ledger, on="month", measures={"revenue_cny": "amount_cny"}, tolerance=2000)
open_months = result.loc[result["verdict"] != "agrees", "month"].head(1)
