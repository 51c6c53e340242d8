"""The tables with which the sections of lab 03 begin, worked out from the sample files as a right answer would be.

Each public function makes the checkpoint of its name; ``given`` has the company's files and the other checkpoints.
"""

import pandas as pd

from coursekit.authoring.checkpoints import Given
from millrace import forecasting, inventory

ONCE = 5_000  # pieces in one line: the next largest has a tenth of it
TODAY, END = pd.Timestamp("2025-09-01"), pd.Timestamp("2025-12-31")
NEW_YEAR = {year: pd.Timestamp(day) for year, day in ((2024, "2024-02-10"), (2025, "2025-01-29"), (2026, "2026-02-17"))}
EVENTS = ["closed", "ramadan", "eid", "trade_fair", "shopping_festival"]
FAIR = (6, 8)  # the three weeks of the October fair, counted from 1 September
RIVALS = ["calendar", "theta", "naive"]
MARKET_EXTRA = 0.33  # the market stall charges a quarter to two fifths more for leather that is needed at once


def order_lines(given: Given) -> pd.DataFrame:
    """The order lines of three years, as module 01 left them, without what this lab does not need."""
    rows = given["orders"][["order_no", "line", "date", "customer", "sku", "pieces"]]
    return rows.assign(date=pd.to_datetime(rows["date"]))


def _demand(given: Given, every: str) -> pd.DataFrame:
    rows = given["order_lines"]
    kept = rows[rows["pieces"] < ONCE]
    return forecasting.demand(kept, unique_id="sku", date="date", quantity="pieces", every=every)


def weekly(given: Given) -> pd.DataFrame:
    """Pieces per product and whole week, without what will hardly come again."""
    return _demand(given, "week")


def _products(given: Given) -> pd.DataFrame:
    products = given.table("products.csv")
    days = {name: pd.to_datetime(products[name]) for name in ("launched", "discontinued")}
    return products.assign(**days).set_index("sku")


def _stretches(given: Given) -> pd.DataFrame:
    """All stretches of two weeks or more in which nothing was ordered of a product, with what the office knows."""
    rows, products = given["order_lines"], _products(given)
    kept = rows[(rows["pieces"] < ONCE) & (rows["pieces"] > 0)]
    weeks = forecasting.demand(
        kept, unique_id="sku", date="date", quantity="pieces", every="week", start="first period"
    )
    weeks["quiet"] = weeks["y"] <= 0
    changed = weeks["quiet"].ne(weeks["quiet"].shift()) | weeks["unique_id"].ne(weeks["unique_id"].shift())
    weeks["stretch"] = changed.cumsum()
    begins, ends = (weeks["unique_id"].map(products[name]) for name in ("launched", "discontinued"))
    weeks["offered"] = ~(weeks["ds"] + pd.Timedelta(days=6) < begins) & ~(weeks["ds"] > ends)
    found = weeks[weeks["quiet"]].groupby("stretch").agg(
        product=("unique_id", "first"), first_week=("ds", "min"), last_week=("ds", "max"), weeks=("ds", "size"),
        offered=("offered", "sum"),
    )  # fmt: skip
    found = found[found["weeks"] >= 2].reset_index(drop=True)
    found["last_day"] = found["last_week"] + pd.Timedelta(days=6)
    # of its other weeks in which it was sold at all
    sold = (
        weeks[weeks["offered"]].groupby("unique_id")["quiet"].agg(["sum", "size"]).reindex(found["product"]).to_numpy()
    )
    within = found.pop("offered")
    found["usually_quiet"] = (sold[:, 0] - within) / (sold[:, 1] - within)
    for name in ("launched", "discontinued"):
        found[name] = products[name].reindex(found["product"]).to_numpy()
    calendar = given.table("calendar.csv")
    calendar["date"] = pd.to_datetime(calendar["date"])
    closed = calendar.loc[calendar["closed"] == "yes", "date"]
    noted = forecasting.stock_out_stretches(calendar)
    found["days_closed"] = [int(closed.between(row.first_week, row.last_day).sum()) for row in found.itertuples()]
    found["days_noted_empty"] = [_days_within(noted, row) for row in found.itertuples()]
    return found


def _days_within(noted: pd.DataFrame, row) -> int:
    rows = noted[noted["unique_id"] == row.product]
    begin, end = rows["first_day"].clip(lower=row.first_week), rows["last_day"].clip(upper=row.last_day)
    return int(((end - begin).dt.days + 1).clip(lower=0).sum())


def quiet_reasons(given: Given) -> pd.DataFrame:
    """Eight quiet stretches of four kinds, each with its reason."""
    found = _stretches(given)
    before = found["last_day"] < found["launched"]
    after = found["first_week"] > found["discontinued"] - pd.Timedelta(days=21)
    busy = found["usually_quiet"]
    alone = ~before & ~after
    kinds = {
        "empty": found[alone & (found["days_noted_empty"] >= 7 * found["weeks"] - 8) & (busy < 0.5)
                       & (found["days_closed"] == 0)].nsmallest(3, "usually_quiet"),
        "closed": found[alone & (found["days_closed"] >= 10) & (found["weeks"] == 2) & (busy < 0.2)
                        & (found["days_noted_empty"] == 0)].nsmallest(2, "usually_quiet"),
        "not sold": pd.concat([found[after & (found["weeks"] > 8)].nsmallest(1, "usually_quiet"),
                               found[before & (found["weeks"] > 8)].nsmallest(1, "usually_quiet")]),
        "chance": found[alone & (found["weeks"] <= 3) & busy.between(0.4, 0.7) & (found["days_closed"] == 0)
                        & (found["days_noted_empty"] == 0)].nlargest(2, "weeks"),
    }  # fmt: skip
    table = pd.concat([rows.assign(reason=name) for name, rows in kinds.items()])
    table = table.sort_values(["first_week", "product"], ignore_index=True)
    table.insert(0, "number", range(1, len(table) + 1))
    return table.drop(columns="last_week").round({"usually_quiet": 2})


def quiet_stretches(given: Given) -> pd.DataFrame:
    """These stretches as the lab shows them."""
    shown = ["number", "product", "first_week", "weeks", "days_noted_empty", "days_closed", "usually_quiet"]
    return given["quiet_reasons"][[*shown, "launched", "discontinued", "last_day"]]


def _wanted(given: Given) -> pd.DataFrame:
    noted = forecasting.stock_out_stretches(given.table("calendar.csv"))
    return forecasting.estimate_demand(forecasting.mark_stock_outs(given["weekly"], stock_outs=noted))


def lost_demand(given: Given) -> pd.DataFrame:
    """What was wanted and not there, product by product, at list prices."""
    rows = _wanted(given)
    lost = (rows["y"] - rows["y_seen"]).groupby(rows["unique_id"]).sum()
    price = _products(given)["list_price_cny"].reindex(lost.index)
    table = pd.DataFrame({"product": lost.index, "lost_pieces": lost.to_numpy(), "lost_cny": (lost * price).to_numpy()})
    return table[table["lost_pieces"] > 0].sort_values("lost_cny", ascending=False, ignore_index=True)


def wanted_example(given: Given) -> pd.DataFrame:
    """The product that lost most, half a year around its longest stock-out."""
    name = given["lost_demand"]["product"].iloc[0]
    rows = _wanted(given)
    rows = rows[rows["unique_id"] == name].reset_index(drop=True)
    middle = (rows["y"] - rows["y_seen"]).idxmax()
    rows = rows.iloc[max(middle - 12, 0) : middle + 13]
    return rows.rename(columns={"unique_id": "product", "y": "wanted", "y_seen": "ordered"})[
        ["product", "ds", "ordered", "wanted"]
    ]


def weekly_sold(given: Given) -> pd.DataFrame:
    """The weeks of the products that are still sold."""
    over = _products(given)["discontinued"].dropna().index
    weeks = given["weekly"]
    return weeks[~weeks["unique_id"].isin(over)].reset_index(drop=True)


def week_classes(given: Given) -> pd.DataFrame:
    """The class of each product that is still sold, by the week."""
    return forecasting.demand_classes(given["weekly_sold"])


def _steady(given: Given) -> list[str]:
    classes = given["week_classes"]
    return list(classes.loc[classes["class"].isin(["smooth", "erratic"]), "unique_id"])


def claim_by_month(given: Given) -> pd.DataFrame:
    """How often a forecast of the month of 2025 before came within 10 % of a product's month."""
    months = _demand(given, "month")
    months = months[months["unique_id"].isin(given["weekly_sold"]["unique_id"])]
    long = months.groupby("unique_id")["ds"].transform("size") >= 20
    models = ["seasonal naive", "dynamic theta", "smoothing", "autoregression"]
    tried = forecasting.backtest(months[long], horizon=1, origins=12, models=models)
    means = tried.groupby(["unique_id", "ds", "y"], as_index=False)["forecast"].mean()
    means["near"] = ((means["forecast"] - means["y"]).abs() <= 0.1 * means["y"]) & (means["y"] > 0)
    return means.assign(sold_nothing=means["y"] <= 0)


def two_splits(given: Given) -> pd.DataFrame:
    """One method judged on ten weeks after a cut, and on as many drawn at random, family by family."""
    family = _products(given)["family"]
    weeks = given["weekly"].query("ds < '2025-03-17'")
    named = weeks.assign(unique_id=weeks["unique_id"].map(family))
    table = forecasting.compare_splits(
        named.groupby(["unique_id", "ds"], as_index=False)["y"].sum(), periods=10, season_length=52
    )
    return table.replace({"split": {"random": "at random"}})


def two_forecasters(given: Given) -> pd.DataFrame:
    """Two forecasts of the steadiest products, a week ahead: one that says little, and one that says the mean."""
    classes = given["week_classes"]
    names = classes.nsmallest(11, "interval")["unique_id"]
    weeks = given["weekly"]
    rows = weeks[weeks["unique_id"].isin(names)].sort_values(["unique_id", "ds"])
    before = rows.groupby("unique_id")["y"].shift(1).groupby(rows["unique_id"]).rolling(12)
    low, mean = (value.reset_index(level=0, drop=True) for value in (0.7 * before.median(), before.mean()))
    parts = [rows.assign(who=who, forecast=said.round(1)) for who, said in (("A", low), ("B", mean))]
    table = pd.concat(parts)
    table = table[(table["ds"] >= "2025-03-31") & table["forecast"].notna()]
    table = table.rename(columns={"unique_id": "product", "ds": "week_from", "y": "sold"})
    return table[["who", "product", "week_from", "forecast", "sold"]].reset_index(drop=True)


def two_scores(given: Given) -> pd.DataFrame:
    """Three measures of both."""
    rows = given["two_forecasters"].rename(
        columns={"who": "model", "product": "unique_id", "week_from": "ds", "sold": "y"}
    )
    table = forecasting.accuracy(rows, history=given["weekly"])
    shown = table.rename(columns={"model": "who", "mape_share": "MAPE", "wape_share": "WAPE", "bias_share": "bias"})
    return shown[["who", "MAPE", "WAPE", "bias"]]


def _features(given: Given, last: str) -> pd.DataFrame:
    periods = pd.date_range(given["weekly"]["ds"].min(), last, freq="W-MON")
    return forecasting.calendar_features(periods, own=given.table("calendar.csv"), events=EVENTS, before=5)


def tries(given: Given) -> pd.DataFrame:
    """Four models asked at nine earlier dates about eight weeks each."""
    weeks = given["weekly"]
    return forecasting.backtest(
        weeks[weeks["unique_id"].isin(_steady(given))],
        horizon=8,
        origins=9,
        step=8,
        models=["seasonal naive", *RIVALS],
        features=_features(given, "2025-12-22"),
    )


def against_baseline(given: Given) -> pd.DataFrame:
    """The three models against the baseline, with ranges."""
    return forecasting.compare_models(given["tries"])


def weeks_before(given: Given) -> pd.DataFrame:
    """All products together, week by week, last winter."""
    return _winter(given, 2025)


def _winter(given: Given, year: int) -> pd.DataFrame:
    total = given["weekly"].groupby("ds")["y"].sum()
    feast = NEW_YEAR[year] - pd.Timedelta(days=NEW_YEAR[year].day_of_week)
    weeks = pd.date_range(feast - pd.Timedelta(weeks=9), feast + pd.Timedelta(weeks=8), freq="W-MON")
    table = _counted(weeks, feast)
    return table.assign(pieces=total.reindex(weeks).to_numpy())


def _counted(weeks: pd.DatetimeIndex, feast: pd.Timestamp) -> pd.DataFrame:
    number = weeks.isocalendar().week.to_numpy(dtype=int)
    return pd.DataFrame({"week_from": weeks, "number": number, "to_new_year": (weeks - feast).days // 7})


def coming_weeks(given: Given) -> pd.DataFrame:
    """The weeks that Fang plans, from January to the beginning of March 2026."""
    del given
    feast = NEW_YEAR[2026] - pd.Timedelta(days=NEW_YEAR[2026].day_of_week)
    return _counted(pd.date_range("2026-01-05", "2026-03-02", freq="W-MON"), feast)


def two_rules(given: Given) -> pd.DataFrame:
    """Both rules tried on last winter: by the same dates, and by the same distance to the feast."""
    came = _winter(given, 2025).query("-6 <= to_new_year <= 2")
    earlier = _winter(given, 2024)
    dates = came[["to_new_year", "number"]].merge(earlier[["number", "pieces"]], on="number")
    distance = came[["to_new_year"]].merge(earlier[["to_new_year", "pieces"]], on="to_new_year")
    parts = {"came": came, "same dates": dates, "same distance": distance}
    table = pd.concat([rows[["to_new_year", "pieces"]].assign(rule=rule) for rule, rows in parts.items()])
    right = came.set_index("to_new_year")["pieces"].reindex(table["to_new_year"]).to_numpy()
    return table.assign(off_by=(table["pieces"] - right).abs()).reset_index(drop=True)


def ranges(given: Given) -> pd.DataFrame:
    """Forecasts of the last two years, made four weeks ahead, with ranges and what came."""
    weeks = given["weekly"]
    weeks = weeks[weeks["unique_id"].isin(_steady(given))]
    parts = []
    for back in range(4, 96, 8):
        known = weeks[weeks["ds"] <= weeks["ds"].max() - pd.Timedelta(weeks=back)]
        made = forecasting.forecast(
            known, horizon=4, level=[80], models=["seasonal naive", "dynamic theta", "smoothing"]
        )
        parts.append(made[made["horizon"] == 4])
    table = pd.concat(parts).merge(weeks, on=["unique_id", "ds"])
    table["low_80"] = table["low_80"].clip(lower=0)  # lines taken back make some weeks of the history negative
    return table[["unique_id", "ds", "forecast", "low_80", "high_80", "y"]].sort_values(
        ["unique_id", "ds"], ignore_index=True
    )


def _best_seller(given: Given) -> str:
    products = _products(given)
    lines = given["order_lines"]
    sold = lines[lines["sku"].map(products["family"]) == "wallet"].groupby("sku")["pieces"].sum()
    return str(sold.idxmax())


def _september(given: Given) -> pd.DataFrame:
    """The steady series, and the best-selling purse, as they were known on 1 September."""
    weeks = given["weekly"]
    return weeks[(weeks["ds"] < TODAY) & weeks["unique_id"].isin({*_steady(given), _best_seller(given)})]


def autumn(given: Given) -> pd.DataFrame:
    """The forecast of eight weeks from 1 September, with its ranges."""
    seen = _features(given, "2025-10-20")
    return forecasting.forecast(_september(given), horizon=8, models=["calendar"], features=seen)


def range_example(given: Given) -> pd.DataFrame:
    """That of the product of which most pieces are sold, but for the purse of section 9."""
    rows = given["autumn"]
    sold = given["weekly"].groupby("unique_id")["y"].sum().drop(_best_seller(given))
    return rows[rows["unique_id"] == sold[sold.index.isin(rows["unique_id"])].idxmax()].reset_index(drop=True)


def fair_draws(given: Given) -> pd.DataFrame:
    """What may be wanted of the best-selling purse in the three weeks of the fair, two thousand times."""
    known, name = _september(given), _best_seller(given)
    tried = forecasting.backtest(known, horizon=8, origins=12, step=4, models=["seasonal naive"])
    ahead = forecasting.forecast(known, horizon=8, models=["seasonal naive"])
    drawn = forecasting.demand_draws(ahead, backtest=tried, history=known, periods=FAIR, unique_id=name)
    return pd.DataFrame({"pieces": drawn[name].clip(lower=0).round().to_numpy()})


def fair_came(given: Given) -> pd.DataFrame:
    """What was wanted of it then."""
    name = _best_seller(given)
    first = TODAY + pd.Timedelta(weeks=FAIR[0] - 1)
    last = TODAY + pd.Timedelta(weeks=FAIR[1] - 1)
    weeks = given["weekly"]
    rows = weeks[(weeks["unique_id"] == name) & weeks["ds"].between(first, last)]
    return pd.DataFrame({"product": [name], "pieces": [rows["y"].sum()]})


def cost_card(given: Given) -> pd.DataFrame:
    """What one of these purses costs and brings, line by line."""
    product = _products(given).loc[_best_seller(given)]
    cost = product["unit_cost_cny"]
    lines = {
        "price": product["list_price_cny"],
        "leather and parts": round(0.58 * cost, 2),
        "packing and freight, when sold": round(0.06 * cost, 2),
        "wages, paid by the month": round(0.21 * cost, 2),
        "rent and machines": round(0.15 * cost, 2),
        "the dealer pays for what is left": round(0.2 * cost, 2),
    }
    return pd.DataFrame({"line": list(lines), "cny_per_piece": list(lines.values())})


def _deliveries(given: Given) -> pd.DataFrame:
    rows = given.table("deliveries.csv")
    return rows.assign(**{name: pd.to_datetime(rows[name]) for name in ("ordered", "promised", "received")})


def _leather(given: Given) -> pd.Series:
    """The material that is used most of the supplier with the fattest tail."""
    rows = _deliveries(given)
    table = inventory.lead_times(rows, by="supplier_id", ordered="ordered", received="received", promised="promised")
    many = table[table["received"] >= 40].copy()
    many["fat"] = many["tail"] == "fat tail"
    supplier = many.sort_values(["fat", "received"]).iloc[-1]["supplier_id"]
    materials = given.table("materials.csv")
    mine = materials[materials["supplier_id"] == supplier].set_index("material_id")
    moves = given.table("stock_moves.csv").query("kind == 'issue'")
    used = moves[moves["material_id"].isin(mine.index)].groupby("material_id")["quantity"].sum()
    return mine.loc[used.idxmin()]


def late_supplier(given: Given) -> pd.DataFrame:
    """The material of section 10, as the office keeps it."""
    return _leather(given).to_frame().T.infer_objects().rename_axis("material_id").reset_index()


def supplier_deliveries(given: Given) -> pd.DataFrame:
    """All deliveries of its supplier, with the days they took."""
    supplier = given["late_supplier"]["supplier_id"].iloc[0]
    rows = _deliveries(given)
    rows = rows[(rows["supplier_id"] == supplier) & rows["received"].notna()]
    days = (rows["received"] - rows["ordered"]).dt.days
    shown = ["delivery_id", "supplier_id", "material_id", "ordered", "promised", "received"]
    return rows[shown].assign(lead_time_days=days).reset_index(drop=True)


def daily_use(given: Given) -> pd.DataFrame:
    """How much of that material the benches took, day by day."""
    name = given["late_supplier"]["material_id"].iloc[0]
    moves = given.table("stock_moves.csv").query("kind == 'issue'")
    moves = moves[moves["material_id"] == name]
    used = -moves["quantity"].groupby(pd.to_datetime(moves["date"])).sum()
    days = pd.date_range("2023-01-01", END)
    return pd.DataFrame({"date": days, "used": used.reindex(days, fill_value=0.0).to_numpy()})


def reorder_points(given: Given) -> pd.DataFrame:
    """The reorder point by what is taken for the lead time: the office's own, and three that can be worked out."""
    row = given["late_supplier"].iloc[0]
    days = given["supplier_deliveries"]["lead_time_days"]
    choices = {"quoted": float(row["lead_time_days"]), "mean": float(days.mean().round()), "all": days}
    # A learner may take one cautious number: nine of ten deliveries keep it, the tenth does not.
    choices |= {"p90": float(days.quantile(0.9).round()), "p95": float(days.quantile(0.95).round())}
    choices |= {"worst": float(days.max()), "nine of ten": days}
    rows = []
    for name, taken in choices.items():
        table = inventory.reorder_point(
            given["daily_use"]["used"],
            taken,
            unit_price=float(row["price_cny"]),
            order_quantity=float(row["order_quantity"]),
            service_level=0.9 if name == "nine of ten" else 0.95,
        ).set_index("method")
        history = table.loc["from history", ["reorder_point", "low", "high"]].to_dict()
        rows.append({"days": name, **history, "formula": table.loc["normal formula", "reorder_point"]})
    rows.append({"days": "the office's", "reorder_point": float(row["reorder_point"])})
    return pd.DataFrame(rows)


def policies(given: Given) -> pd.DataFrame:
    """What each of these points would have done in three years, with the lead times as they were."""
    row, points = given["late_supplier"].iloc[0], given["reorder_points"].set_index("days")["reorder_point"]
    size, price = float(row["order_quantity"]), float(row["price_cny"])
    rules = {
        name: inventory.reorder_fixed(reorder_point=points[name], quantity=size)
        for name in ("the office's", "quoted", "mean", "all")
    }
    table = inventory.compare_policies(
        rules,
        demand=given["daily_use"]["used"],
        lead_time_days=given["supplier_deliveries"]["lead_time_days"],
        opening_stock=points["all"],
        unit_price=price,
        holding_share_per_year=0.15,
        cost_per_order=60.0,
        cost_per_short_unit=MARKET_EXTRA * price,
        unmet="lost",
        paths=200,
    )
    return table.rename(columns={"policy": "days"}).assign(reorder_point=points[list(rules)].to_numpy())


def slow_materials(given: Given) -> pd.DataFrame:
    """The materials that no bench took for half a year, with what they tie up."""
    moves, materials = given.table("stock_moves.csv"), given.table("materials.csv").set_index("material_id")
    table = inventory.slow_movers(
        moves.assign(date=pd.to_datetime(moves["date"])),
        item="material_id",
        date="date",
        quantity="quantity",
        prices=materials["price_cny"],
        as_of=END,
    )
    slow = table[table["verdict"] == "slow"]
    return slow.assign(name=materials["name"].reindex(slow["material_id"]).to_numpy()).reset_index(drop=True)


def savings_found(given: Given) -> pd.DataFrame:
    """What part B found, line by line, in CNY."""
    card = given["cost_card"].set_index("line")["cny_per_piece"]
    missed = card["price"] - card["leather and parts"] - card["packing and freight, when sold"]
    left = card["leather and parts"] - card["the dealer pays for what is left"]
    costs = {"cost_of_too_little": missed, "cost_of_too_much": left}
    draws = given["fair_draws"]["pieces"]
    best = inventory.order_quantity(draws, **costs)
    middle = inventory.compare_quantities(draws, {"middle": float(draws.median())}, **costs).iloc[0]
    rules = given["policies"].set_index("days")
    money = rules[["shortage_cost", "holding_cost", "mean_tied_up"]].astype(float)
    change = money.loc["the office's"] - money.loc["all"]
    slow = given["slow_materials"]["value"].sum()
    lines = [
        ("less leather bought in a hurry, per year", change["shortage_cost"] / 3),
        ("interest and space for more leather, per year", change["holding_cost"] / 3),
        ("more leather to buy, so that it lies there", change["mean_tied_up"]),
        ("slow materials sold for a third of their price", slow / 3),
        (
            "two fairs per year, cut by both costs instead of the middle",
            2 * (middle["expected_cost"] - best["expected_cost"]),
        ),
        ("three hours less typing per week, at 40 CNY", 3 * 50 * 40.0),
        ("customers who come back, as Chen guesses", 20_000.0),
    ]
    return pd.DataFrame(
        [{"number": number, "what": what, "cny": round(float(cny))} for number, (what, cny) in enumerate(lines, 1)]
    )


def saving_kinds(given: Given) -> pd.DataFrame:
    """What kind of money each line is."""
    kinds = ["every year", "every year", "once", "once", "every year", "time", "not shown"]
    return pd.DataFrame({"number": given["savings_found"]["number"], "kind": kinds})
