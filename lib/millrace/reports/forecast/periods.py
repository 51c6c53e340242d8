"""From sales to series: the length of a period, whole periods only, stock-outs estimated, what is asleep left out."""

from dataclasses import dataclass

import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, did_you_mean
from millrace.forecasting import (
    calendar_features,
    demand,
    estimate_demand,
    left_out,
    mark_stock_outs,
    season_length,
    stock_out_stretches,
)
from millrace.reading import parse_dates
from millrace.reports.finding import Finding
from millrace.reports.forecast.opening import Opened, Source
from millrace.reports.forecast.sales import Sales
from millrace.reports.forecast.sold_out import stock_outs_of

__all__ = ["FREQ", "HORIZON", "Demand", "add_up", "check_demand"]

FREQ = {"day": "D", "week": "W-MON", "month": "MS", "quarter": "QS-OCT", "year": "YS-JAN"}
PANDAS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
HORIZON = {"day": 14, "week": 8, "month": 3, "quarter": 2, "year": 1}
ASLEEP = {"day": 56, "week": 26, "month": 6, "quarter": 2, "year": 1}
MOST_DAYS = 400
FEW_DAYS = 84  # of a shorter file single days are looked at
MONTHLY = 3
OUT_WORDS = ("out_of_stock", "out of stock", "sold out", "ausverkauft", "rupture", "agotado", "缺货")


@dataclass(frozen=True)
class Demand:
    """What was wanted, period by period.

    Parameters
    ----------
    series : DataFrame
        ``unique_id``, ``ds``, ``y`` of all products, as sold.
    history : DataFrame
        The same without products that are asleep; in marked stock-outs the estimate, with ``censored``.
    every : str
        The length of a period: a key of `FREQ`.
    horizon : int
        How many periods are looked ahead.
    asleep : tuple of str
        Products that nobody has bought for long: they are not forecast.
    features : DataFrame or None
        The calendar of all periods.
    sums : bool
        Whether the file holds sums of periods, not single sales.
    left_out : DataFrame
        Rows in periods that are not whole: ``place``, ``reason``, ``text``.
    notes : tuple of str
        What else is to be known.
    """

    series: pd.DataFrame
    history: pd.DataFrame
    every: str
    horizon: int
    asleep: tuple[str, ...]
    features: pd.DataFrame | None
    sums: bool
    left_out: pd.DataFrame
    notes: tuple[str, ...]

    @property
    def season(self) -> int:
        """Periods in a season."""
        return season_length(FREQ[self.every])

    @property
    def ahead(self) -> pd.DatetimeIndex:
        """The first days of the coming periods."""
        last = self.series["ds"].max()
        return pd.date_range(last, periods=self.horizon + 1, freq=FREQ[self.every])[1:]


def add_up(
    files: Opened, sales: Sales, *, every: str = "", periods_ahead: int | None = None, country: str = ""
) -> Demand:
    """Add the sales up to periods, and bring in what the other files say of stock-outs and of the calendar.

    Parameters
    ----------
    files : Opened
        From `open_files`.
    sales : Sales
        From `read_sales`.
    every : str
        A key of `FREQ`; by default what the dates show: weeks for single sales.
    periods_ahead : int, optional
        How many periods to look ahead; by default 14 days, 8 weeks, 3 months, 2 quarters or 1 year.
    country : str
        Two letters, whose public holidays are taken into account; none when empty.

    Returns
    -------
    Demand

    Raises
    ------
    ArgumentError
        When products hold sums of different periods, or the wanted period is shorter than that of the file.
    """
    rows = sales.rows
    file_step = _file_step(rows, asked=every)
    period = _period(file_step, rows["date"], every)
    sums = file_step != "day"
    first, last = _span(rows["date"], period) if file_step != "day" else (None, None)
    columns = {"unique_id": "product", "date": "date", "quantity": "quantity"}
    series = demand(rows, **columns, every=period, first=first, last=last)
    outside = left_out(rows, **columns, every=period, first=first, last=last)
    history, asleep, notes = _awake(series, period)
    if period == "day":
        history, told_of_days = _latest(history, MOST_DAYS * (2 if country or "calendar" in files.extras else 1))
        notes += told_of_days
    history, said = _with_stock_outs(history, _stock_outs(files, sales))
    horizon = _horizon(period, periods_ahead, history)
    features, told_of_calendar = _features(history, files, period, horizon, country)
    aside = outside.assign(text=outside["product"] + " | " + outside["quantity"].map("{:g}".format))
    return Demand(
        series, history, period, horizon, asleep, features, sums, aside[["place", "reason", "text"]],
        (*_step_notes(file_step, period, bool(every)), *notes, *said, *told_of_calendar),
    )  # fmt: skip


def _file_step(rows: pd.DataFrame, *, asked: str) -> str:
    """Work out what one row stands for: a day or a single sale, or the sum of a week, month, quarter or year."""
    whole = _step(rows["date"])
    if whole != "day" or asked in ("month", "quarter", "year"):
        return whole
    each = rows.groupby("product")["date"].agg(lambda dates: dates.nunique() >= 2 * MONTHLY and _step(dates) == "month")
    if each.any() and not each.all():
        raise ArgumentError(
            f"'{each.index[each][0]}' has one row per month, '{each.index[~each][0]}' rows of single days. Expected: "
            'one kind of row in the file. Add all up by month with every = "month", or forecast them apart.'
        )
    months = rows["date"].dt.to_period("M")
    days = rows["date"].groupby(months).agg(["nunique", "max"])
    monthly = (days["nunique"] == 1) & (days["max"].dt.day == 1)
    if monthly.sum() >= MONTHLY and (days["nunique"] > MONTHLY).sum() >= MONTHLY:
        raise ArgumentError(
            f"{counted(int(monthly.sum()), 'month')} such as {monthly.index[monthly][0]} hold one day only, others "
            'single days. Expected: one kind of row in the file. Add all up by month with every = "month".'
        )
    return whole


def _step(dates: pd.Series) -> str:
    days = pd.DatetimeIndex(dates.unique()).sort_values()
    if len(days) < MONTHLY:
        return "day"
    if (days.day == 1).all() or days.is_month_end.all():
        months = set(days.month)
        if len(months) == 1:
            return "year"
        apart = days.to_period("M").astype("int64").to_series().diff().dropna()
        return "quarter" if (apart % 3 == 0).all() else "month"
    gaps = days.to_series().diff().dt.days.dropna()
    return "week" if (gaps % 7 == 0).all() else "day"


def _period(file_step: str, dates: pd.Series, every: str) -> str:
    names = list(FREQ)
    if every and every not in names:
        raise ArgumentError(
            f"every='{every}' was given. Expected: one of {', '.join(names)}. Correct it.{did_you_mean(every, names)}"
        )
    if every and names.index(every) < names.index(file_step):
        raise ArgumentError(
            f"every='{every}' was given, and the file holds one row per {file_step}. Expected: a {file_step} or "
            f"longer, since a sum cannot be taken apart. Leave it out, or export single sales."
        )
    if every or file_step != "day":
        return every or file_step
    return "day" if (dates.max() - dates.min()).days < FEW_DAYS else "week"


def _span(dates: pd.Series, period: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    ends = pd.PeriodIndex([dates.min(), dates.max()], freq=PANDAS[period])
    return ends[0].start_time, ends[1].end_time.normalize()


def _step_notes(file_step: str, period: str, asked: bool) -> list[str]:
    kind = "single sales or days" if file_step == "day" else f"one row per {file_step}"
    why = "as you said" if asked else "by itself"
    return [f'The file holds {kind}; it is looked at by {period}, {why}. Another length: every = "month", for example.']


def _awake(series: pd.DataFrame, period: str) -> tuple[pd.DataFrame, tuple[str, ...], list[str]]:
    sold = series[series["y"] > 0].groupby("unique_id")["ds"].max()
    end = pd.Period(series["ds"].max(), PANDAS[period])
    limit = (end - ASLEEP[period]).start_time
    names = pd.Index(series["unique_id"].unique())
    awake = names.isin(sold.index[sold > limit])
    if not awake.any():
        raise ColumnError(
            f"No product was sold in the last {ASLEEP[period]} {period}s of the file. Expected: sales up to today. "
            "Export a newer file."
        )
    asleep = tuple(map(str, names[~awake]))
    notes = [
        f"{counted(len(asleep), 'product')} sold nothing in the last {ASLEEP[period]} {period}s of the file, and "
        "will not be forecast."
    ]
    return series[~series["unique_id"].isin(asleep)].reset_index(drop=True), asleep, notes if asleep else []


def _latest(history: pd.DataFrame, most: int) -> tuple[pd.DataFrame, list[str]]:
    """Keep the latest days: the season of a day is its week, and long series of days take minutes."""
    days = history["ds"].drop_duplicates().sort_values()
    if len(days) <= most:
        return history, []
    kept = history[history["ds"] >= days.iloc[-most]].reset_index(drop=True)
    return kept, [f"Forecasts by day are made from the last {most} days."]


def _with_stock_outs(history: pd.DataFrame, gone: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    if gone.empty:
        return history, [
            "No stock-outs were given, so every quiet period counts as one in which nobody wanted it. A column "
            "'any left?' (yes or no) in the list of sales would tell."
        ]
    marked = mark_stock_outs(history, stock_outs=gone)
    if not marked["censored"].any():
        return history, [f"{counted(len(gone), 'stock-out')} given; none of them lies in the periods of a product."]
    wanted = estimate_demand(marked)
    more = wanted["y"].sum() - wanted["y_seen"].sum()
    return wanted[["unique_id", "ds", "y", "censored"]], [
        f"{counted(len(gone), 'stock-out')} given, which touch {counted(int(wanted['censored'].sum()), 'period')}. "
        f"About {more:,.0f} pieces more were wanted than sold in them; forecasts go on from what was wanted."
    ]


def _stock_outs(files: Opened, sales: Sales) -> pd.DataFrame:
    """Put together the stock-outs of all files: one row per product, first and last day."""
    given, calendar = files.extras.get("stock-outs"), files.extras.get("calendar")
    found = [stock_outs_of(sales.rows)]
    if given is not None:
        days = {
            name: _dates(given, given.columns[role])
            for name, role in (("first_day", "out_from"), ("last_day", "out_until"))
        }
        names = given.table[given.columns["product"]].astype(str).str.strip()
        found.append(pd.DataFrame({"unique_id": names, **days}))
    elif calendar is not None:
        noted = [c for c in calendar.table.columns if str(c).strip().lower() in OUT_WORDS]
        if noted:
            table = pd.DataFrame({"date": _dates(calendar, calendar.columns["date"])})
            found.append(stock_out_stretches(table.assign(items=calendar.table[noted[0]]), items="items"))
    return pd.concat([one for one in found if len(one)] or found[:1], ignore_index=True)


def _dates(source: Source, column: str | None) -> pd.Series:
    read = parse_dates(source.table[column])
    bad = read["date"].isna()
    if bad.any():
        raise ColumnError(
            f"'{column}' of '{source.name}' holds '{source.table.loc[bad, column].iloc[0]}', which is no day that can "
            "be read for certain. Expected: days such as 2025-03-09. Correct it."
        )
    return read["date"].dt.normalize()


def _horizon(period: str, asked: int | None, history: pd.DataFrame) -> int:
    if asked is None:
        longest = int(history.groupby("unique_id").size().max())
        return max(1, min(HORIZON[period], longest // 3))
    if isinstance(asked, bool) or not isinstance(asked, int) or asked < 1:
        raise ArgumentError(f"periods_ahead={asked} was given. Expected: a whole number from 1. Correct it.")
    return asked


def _features(
    history: pd.DataFrame, files: Opened, period: str, horizon: int, country: str
) -> tuple[pd.DataFrame | None, list[str]]:
    """Make numbers of the calendar; one that ends too early is named and left out."""
    calendar = files.extras.get("calendar")
    first, last = history["ds"].min(), history["ds"].max()
    past = len(pd.date_range(first, last, freq=FREQ[period]))
    index = pd.date_range(first, periods=past + horizon, freq=FREQ[period])
    until = pd.Period(index[-1], PANDAS[period]).end_time.normalize()
    own, notes = None, []
    if calendar is not None:
        own = calendar.table.assign(date=_dates(calendar, calendar.columns["date"]))
        if own["date"].min() > first or own["date"].max() < until:
            notes.append(
                f"The calendar holds {own['date'].min():%Y-%m-%d} to {own['date'].max():%Y-%m-%d}, and "
                f"{first:%Y-%m-%d} to {until:%Y-%m-%d} are needed: its events are left out. Add the missing days."
            )
            own = None
    if country:
        notes.append(f"The public holidays of {country} are taken into account.")
    if own is None and not country:
        return None, [*notes, 'No holidays are taken into account. Write country = "DE", for example, to do so.']
    noted = [c for c in (own.columns if own is not None else []) if str(c).strip().lower() in OUT_WORDS]
    own = None if own is None else own.drop(columns=noted)
    return calendar_features(index, own=own, country=country or None, freq=FREQ[period]), notes


def check_demand(sales: Sales, demand: Demand) -> Finding:
    """Say which periods are looked at, and which rows lie in none that is whole.

    Parameters
    ----------
    sales : Sales
        From `read_sales`.
    demand : Demand
        From `add_up`.

    Returns
    -------
    Finding
    """
    series, number = demand.series, demand.series["ds"].nunique()
    said = [
        f"{counted(number, demand.every)} from {series['ds'].min():%Y-%m-%d} on, "
        f"{counted(series['unique_id'].nunique(), 'product')}, {series['y'].sum():,.0f} pieces.",
        *demand.notes,
    ]
    if len(demand.left_out):
        said.append(
            f"{counted(len(sales.rows), 'row')} used = {len(sales.rows) - len(demand.left_out):,} in whole "
            f"{demand.every}s + {len(demand.left_out):,} in a {demand.every} at the beginning or the end that is not "
            "whole. Those are set aside: it would look like a bad one."
        )
    ends = demand.ahead[-1]
    late = ends < pd.Timestamp.now() - pd.Timedelta(days=1)
    if late:
        said.append(
            f"The file ends long ago: the forecast is for the {demand.every}s from {demand.ahead[0]:%Y-%m-%d} to "
            f"{ends:%Y-%m-%d}, which are over. To look ahead from today, export a newer file."
        )
    return Finding("periods", tuple(said), "Export a newer file of sales: this one ends long ago." if late else "")
