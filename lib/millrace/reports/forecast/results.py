"""What it is worth, what cannot be said, what to do on Monday, and the sheets of the workbook."""

from collections.abc import Sequence

import pandas as pd

from millrace.errors import counted
from millrace.forecasting import accuracy, compare_models, demand_classes, error_cost
from millrace.reports.finding import Finding, first_things, money, per_cent
from millrace.reports.forecast.ahead import Ahead
from millrace.reports.forecast.opening import Opened
from millrace.reports.forecast.periods import Demand
from millrace.reports.forecast.sales import NO_UNIT, Sales
from millrace.reports.forecast.trying import NOT_TRIED, WEIGHTED, Trial
from millrace.reports.showing import Shown, show_list

__all__ = ["WEIGHTS", "check_worth", "decisions", "limits", "sheets"]

# What to do first: what makes every number wrong, then the order, then what only makes them surer.
WEIGHTS = {
    "rows missing": 10,
    "periods": 9,
    "can it be forecast": 8,
    "large orders": 7,
    "order": 6,
    "quiet": 5,
    "ranges": 4,
    "rows": 3,
    "classes": 1,
    "coming periods": 7,
    "reorder": 1,
    "worth": 1,
}
LEFT_OVER = 0.5  # of its cost that a left-over loses
YEAR = {"day": 365.25, "week": 52.18, "month": 12, "quarter": 4, "year": 1}
NOTHING = pd.DataFrame({"remark": ["nothing of this kind could be said"]})


def check_worth(sales: Sales, demand: Demand, trial: Trial | None) -> Finding:
    """Say what forecasting is worth against the baseline: in pieces, and with prices and costs in money.

    Parameters
    ----------
    sales : Sales
        From `read_sales`.
    demand : Demand
        From `add_up`.
    trial : Trial or None
        From `try_models`.

    Returns
    -------
    Finding

    Notes
    -----
    The weighted mean is compared with the baseline: a model chosen per product on the same past would look better
    than it is. A piece too few is priced at price less cost, a piece too many at half of its cost.
    """
    if trial is None:
        return Finding("worth", (f"{NOT_TRIED}, so nothing is said about what it is worth.",))
    totals = _orders(trial, demand.horizon)
    row = compare_models(totals, baseline=trial.guard).iloc[0]
    per_year = demand.history.groupby("unique_id")["y"].mean().sum() * YEAR[demand.every]
    window = counted(demand.horizon, demand.every)
    said = [
        f'Judged by the totals of {window}, as an order is: against "{trial.baseline}", the weighted mean was wrong by '
        f"{per_cent(row['wape_share'])} of what came instead of {per_cent(row['baseline_share'])}. "
        f"Verdict: {row['verdict']}.",
    ]
    if row["verdict"] != "better":
        return Finding("worth", (*said, "So no saving is claimed."))
    said.append(
        f"If you order every {window}, that is about {-row['difference'] * per_year:,.0f} pieces per year less ordered "
        f"wrong, of {per_year:,.0f} (probably {-row['high'] * per_year:,.0f} to {-row['low'] * per_year:,.0f})."
    )
    return Finding("worth", (*said, _in_money(sales, demand, totals, trial.guard)))


def _orders(trial: Trial, horizon: int) -> pd.DataFrame:
    """Add up each forecast of the past over its horizon; those with a stock-out or not whole are left out."""
    rows = trial.backtest[trial.backtest["model"].isin([WEIGHTED, trial.guard])]
    gone = rows["censored"].astype("boolean").fillna(False).astype(bool) if "censored" in rows else rows["y"].isna()
    groups = rows.assign(gone=gone).groupby(["unique_id", "origin", "model"], observed=True)
    sums = groups.agg(y=("y", "sum"), forecast=("forecast", "sum"), known=("y", "count"), gone=("gone", "any"))
    whole = sums[(sums["known"] == horizon) & ~sums["gone"]].reset_index()
    return whole.assign(ds=whole["origin"]).drop(columns=["known", "gone"])


def _in_money(sales: Sales, demand: Demand, totals: pd.DataFrame, guard: str) -> str:
    card = sales.card[(sales.card["price"] > sales.card["cost"]) & (sales.card["cost"] > 0)]
    rows = totals[totals["unique_id"].isin(card.index)]
    if rows.empty:
        return "What that is in money cannot be said without price and unit cost of the products."
    card = card.loc[sorted(set(rows["unique_id"]))]
    little, much = card["price"] - card["cost"], LEFT_OVER * card["cost"]
    cost = error_cost(rows, cost_of_too_little=dict(little), cost_of_too_much=dict(much)).set_index("model")["cost"]
    orders = (rows["model"] == guard).groupby(rows["unique_id"]).sum().median()
    amount = (cost[guard] - cost[WEIGHTED]) / orders * YEAR[demand.every] / demand.horizon
    if amount <= 0:
        return "In money nothing is gained: the errors that remain are the expensive ones."
    unit = "(currency not known)" if sales.unit == NO_UNIT else sales.unit
    return (
        f"In money at most about {money(amount, unit)} per year, for {counted(len(card), 'product')} with price and "
        "cost: if a missing piece loses its margin, a left-over half of its cost, and nobody corrects the order "
        "on the way. What is sold later, or bought by the customer in the next week, makes it less."
    )


def limits(demand: Demand, trial: Trial | None) -> Shown:
    """List what this report cannot say.

    Parameters
    ----------
    demand : Demand
        From `add_up`.
    trial : Trial or None
        From `try_models`.

    Returns
    -------
    Shown
    """
    lines = [
        "What was not sold because it was not there is in no list of sales. Only noted stock-outs were made good.",
        "What has never happened in the file is not forecast: a new customer, a competitor who closes, a new price.",
        "New products without sales are not in it.",
        "The ranges count past errors. If business changes, errors will be larger.",
    ]
    if demand.features is None:
        lines.append("Holidays, fairs and promotions that move from year to year are not known to the forecast.")
    if trial is not None and trial.guard == "naive" and demand.season > 1:
        lines.append("Seasons cannot be told from chance: there is less than one whole season before the trials.")
    return show_list(lines)


def decisions(found: Sequence[Finding]) -> Shown:
    """Say what to do first: at most six things.

    Parameters
    ----------
    found : sequence of Finding
        What was found.

    Returns
    -------
    Shown

    Examples
    --------
    >>> decisions([Finding("worth", ("Little.",)), Finding("order", ("12 pieces.",), "Order 12 pieces.")])
    1. Order 12 pieces.
    """
    return first_things(found, weights=WEIGHTS)


def sheets(
    files: Opened,
    sales: Sales,
    demand: Demand,
    trial: Trial | None,
    ahead: Ahead | None,
    order: pd.DataFrame | None,
    found: Sequence[Finding],
) -> dict[str, pd.DataFrame]:
    """Make the sheets of the workbook.

    Parameters
    ----------
    files : Opened
        From `open_files`.
    sales : Sales
        From `read_sales`.
    demand : Demand
        From `add_up`.
    trial : Trial or None
        From `try_models`.
    ahead : Ahead or None
        From `look_ahead`.
    order : DataFrame or None
        From `propose_order`.
    found : sequence of Finding
        What was found.

    Returns
    -------
    dict of str to DataFrame
        ``summary``, ``order proposal``, ``forecasts``, ``classes``, ``accuracy`` and ``set aside``; then the lists of
        single findings.
    """
    lines = [(one.about, " ".join(one.found), one.action) for one in found]
    sources = [files.sales, *files.extras.values()]
    parts = [source.left_out().assign(file=source.name) for source in sources]
    parts += [table.assign(file=files.sales.name) for table in (sales.set_aside, demand.left_out)]
    whole = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return {
        "summary": pd.DataFrame(lines, columns=["looked at", "found", "what to do"]),
        "order proposal": NOTHING if order is None else _plain(order),
        "forecasts": NOTHING if ahead is None else _forecasts(ahead),
        "classes": _classes(demand),
        "accuracy": NOTHING if trial is None else _accuracy(demand, trial),
        "set aside": whole[["file", "place", "reason", "text"]],
    } | {one.sheet: one.table for one in found if one.sheet and one.table is not None}


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    return table.round(2).rename(columns=lambda name: str(name).replace("_", " "))


def _forecasts(ahead: Ahead) -> pd.DataFrame:
    table = ahead.forecast.drop(columns="horizon").rename(columns={"unique_id": "product", "ds": "begins"})
    return _plain(table.assign(begins=table["begins"].dt.strftime("%Y-%m-%d")))


def _classes(demand: Demand) -> pd.DataFrame:
    table = demand_classes(demand.series).rename(columns={"unique_id": "product"})
    sold = demand.series[demand.series["y"] > 0].groupby("unique_id")["ds"].max()
    last = table["product"].map(sold).dt.strftime("%Y-%m-%d")
    return _plain(table.assign(last_sale=last, forecast=~table["product"].isin(demand.asleep)))


def _accuracy(demand: Demand, trial: Trial) -> pd.DataFrame:
    each = trial.choice.merge(trial.sentences[["unique_id", "wape_share", "sentence"]], on="unique_id", how="left")
    together = accuracy(trial.backtest, history=demand.history, season_length=demand.season)
    kept = together[["model", "wape_share", "bias_share", "mase"]].assign(unique_id="all products together")
    return _plain(pd.concat([kept, each], ignore_index=True)[[
        "unique_id", "model", "error", "guard_error", "wape_share", "bias_share", "mase", "gain_share", "low", "high",
        "judged_periods", "verdict", "why", "sentence",
    ]].rename(columns={"unique_id": "product"}))  # fmt: skip
