"""What to order and when, backwards from the day of need; and whether the hours suffice for the plan."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns
from millrace.inventory.amounts import dates_in, numbers_in

__all__ = ["capacity_weeks", "purchase_plan"]


def purchase_plan(
    needs: pd.DataFrame,
    materials: pd.DataFrame,
    *,
    material: str,
    period: str,
    today: "pd.Timestamp | str",
    needed: str = "needed",
    on_hand: str = "on_hand",
    lead_time_days: str = "lead_time_days",
    minimum_order: str | None = None,
    pack: str | None = None,
) -> pd.DataFrame:
    """Plan orders backwards: each when stock would fall short, early enough for its lead time.

    Parameters
    ----------
    needs : DataFrame
        One row per material and period, for example from `materials_needed`; periods are days on which it is needed.
    materials : DataFrame
        One row per material.
    material : str
        The column that names it, in both tables.
    period : str
        Column of ``needs``: the first day of the period.
    today : date
        The earliest day on which an order can go out.
    needed : str
        Column of ``needs``.
    on_hand, lead_time_days : str
        Columns of ``materials``: stock, and days from order to receipt. Take the lead time that holds nine times in
        ten (``p90_days`` of `lead_times`) rather than the promise.
    minimum_order, pack : str, optional
        Columns of ``materials``: the least that is delivered, and of what an order is a multiple.

    Returns
    -------
    DataFrame
        One row per order, by day of order: the material, ``order_by`` (day), ``needed_by`` (day), ``quantity``,
        ``short_without`` (what would be lacking then), ``days_late`` (that it comes after the need when ordered
        today), ``status`` ("in time", "too late", "not in the list of materials", "no recipe").

    Raises
    ------
    ColumnError
        When a column is missing, or holds text, gaps or values below 0.
    ArgumentError
        When a material is listed twice, a pack is 0, or a need lies before today.

    Notes
    -----
    Lot by lot, the simplest rule of material requirements planning (Orlicky 1975): it holds the least stock and
    orders most often. What is too late is still ordered, for today; it is flagged, not moved.

    Examples
    --------
    >>> needs = pd.DataFrame({"m": "zip", "day": pd.to_datetime(["2025-03-03", "2025-03-10"]), "needed": [80.0, 60.0]})
    >>> store = pd.DataFrame({"m": ["zip"], "on_hand": [100.0], "lead_time_days": [14], "pack": [50.0]})
    >>> plan = purchase_plan(needs, store, material="m", period="day", today="2025-02-20", pack="pack")
    >>> plan[["quantity", "short_without", "status"]].values.tolist()
    [[50.0, 40.0, 'in time']]
    """
    needs = needs.reset_index(drop=True)  # labels may repeat where tables were put together
    day = dates_in(needs, period, table="the needs")
    require_columns(needs, [material], table="the needs")
    unknown = needs[needs[material].isna()]
    wanted = needs[needs[material].notna()]
    numbers_in(wanted, [needed], table="the needs", least=0)
    _materials(materials, material, [on_hand, lead_time_days], minimum_order, pack)
    start = pd.Timestamp(today)
    if day.isna().any() or (day < start).any():
        raise ArgumentError(
            f"{int(day.isna().sum())} needs have no day, {int((day < start).sum())} lie before today={start:%Y-%m-%d}. "
            "Days from today on were expected. Leave out what is past."
        )
    listed = {row[material]: row for row in materials.to_dict("records")}
    rows: list[dict[str, object]] = []
    for name, part in wanted.assign(_day=day).groupby(material, observed=True):
        dated = part.groupby("_day")[needed].sum()
        if name in listed:
            own = listed[name]
            least, step = own[minimum_order] if minimum_order else 0.0, own[pack] if pack else 0.0
            rows += _orders(name, dated, float(own[on_hand]), float(own[lead_time_days]), least, step, start)
        else:
            rows.append(_unplanned(name, dated.index[0], dated.sum(), "not in the list of materials"))
    rows += [_unplanned(None, day.loc[at], np.nan, "no recipe") for at in unknown.index]
    columns = ["material", "order_by", "needed_by", "quantity", "short_without", "days_late", "status"]
    table = pd.DataFrame(rows, columns=columns).rename(columns={"material": material})
    return table.sort_values(["order_by", "needed_by"], kind="stable", ignore_index=True)


def _unplanned(name: object, day: pd.Timestamp, lacking: float, status: str) -> dict[str, object]:
    return {"material": name, "order_by": pd.NaT, "needed_by": day, "short_without": lacking, "status": status}


def _orders(
    name: object, dated: pd.Series, stock: float, lead: float, least: float, pack: float, start: pd.Timestamp
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for day, need in dated.items():
        stock = round(stock - need, 6)
        if stock >= 0:
            continue
        quantity = max(-stock, least)
        quantity = np.ceil(quantity / pack - 1e-9) * pack if pack else quantity
        due = day - pd.Timedelta(days=int(np.ceil(lead)))  # type: ignore[operator]
        late = max((start - due).days, 0)
        status = "too late" if late else "in time"
        rows.append({"material": name, "order_by": max(due, start), "needed_by": day, "quantity": quantity,
                     "short_without": -stock, "days_late": late, "status": status})  # fmt: skip
        stock = round(stock + quantity, 6)
    return rows


def _materials(
    materials: pd.DataFrame, material: str, columns: list[str], minimum_order: str | None, pack: str | None
) -> None:
    require_columns(materials, [material], table="the materials")
    optional = [name for name in (minimum_order, pack) if name]
    numbers_in(materials, [*columns, *optional], table="the materials", least=0)
    twice = materials[materials.duplicated(material)]
    if len(twice):
        raise ArgumentError(
            f"The material {in_words(twice[material].iloc[0])} is listed twice. One row each was expected. Keep one."
        )
    if pack and (materials[pack] == 0).any():
        raise ArgumentError(f"Column '{pack}' has packs of 0. A pack above 0 was expected. Write 1 for single units.")


def capacity_weeks(
    plan: pd.DataFrame,
    *,
    period: str,
    pieces: str,
    minutes_per_piece: str,
    minutes_open: "float | pd.Series",
    most_share: float = 1.0,
) -> pd.DataFrame:
    """Hold the minutes that a plan takes against the minutes there are, week by week.

    Parameters
    ----------
    plan : DataFrame
        One row per item and week.
    period, pieces, minutes_per_piece : str
        Columns; weeks must sort in time.
    minutes_open : float or Series
        Minutes per week, the same for all or by week (holidays).
    most_share : float
        The load that can be reached, for example 0.85: full weeks have queues.

    Returns
    -------
    DataFrame
        One row per week, in order, weeks without pieces too where ``minutes_open`` names them: the week,
        ``minutes_needed``, ``minutes_open``, ``load_share``, ``over_minutes`` (above what can be reached),
        ``pull_forward_minutes`` (of them, what fits into free minutes of the weeks before, the nearest first),
        ``into`` (these weeks and their minutes, in words), ``cannot_fit_minutes`` (what then remains), ``verdict``
        ("fits", "fits if work is pulled forward", "does not fit").

    Raises
    ------
    ColumnError
        When a column is missing, or holds text, gaps or values below 0.
    ArgumentError
        When minutes are missing for a week, or below 0.

    Notes
    -----
    Pulling forward needs the material earlier: ask `purchase_plan` again with the new weeks.

    Examples
    --------
    >>> plan = pd.DataFrame({"week": [1, 2], "pieces": [50, 130], "minutes": [10.0, 10.0]})
    >>> table = capacity_weeks(plan, period="week", pieces="pieces", minutes_per_piece="minutes", minutes_open=1000)
    >>> table[["over_minutes", "into", "verdict"]].values.tolist()
    [[0.0, '', 'fits'], [300.0, '1: 300', 'fits if work is pulled forward']]
    """
    require_columns(plan, [period], table="the plan")
    numbers_in(plan, [pieces, minutes_per_piece], table="the plan", least=0)
    if plan[period].isna().any():
        raise ColumnError(f"Column '{period}' of the plan has gaps. A week in every row was expected.")
    if not 0 < most_share <= 1:
        raise ArgumentError(f"most_share={in_words(most_share)} was given. A share above 0, up to 1, was expected.")
    needed = (plan[pieces] * plan[minutes_per_piece]).groupby(plan[period], observed=True).sum()
    given = minutes_open if isinstance(minutes_open, pd.Series) else pd.Series(float(minutes_open), index=needed.index)
    weeks = needed.index.union(given.index).sort_values()
    there = given.reindex(weeks)
    if there.isna().any() or (there < 0).any():
        raise ArgumentError(
            f"minutes_open is missing or below 0 for {in_words(list(weeks[(there.isna() | (there < 0)).to_numpy()]))}. "
            "Minutes of 0 or more were expected for every week of the plan."
        )
    load = needed.reindex(weeks, fill_value=0.0)
    free = (there * most_share - load).clip(lower=0).to_numpy().copy()
    over = (load - there * most_share).clip(lower=0).to_numpy()
    pulled = [_pull(number, over[number], free, weeks) for number in range(len(weeks))]
    moved = np.array([sum(parts.values()) for parts in pulled])
    rest = np.maximum(over - moved, 0.0).round(6)
    table = pd.DataFrame({"minutes_needed": load, "minutes_open": there})
    return table.assign(
        load_share=load / there.where(there > 0),
        over_minutes=over,
        pull_forward_minutes=moved,
        into=["; ".join(f"{week}: {minutes:,.0f}" for week, minutes in parts.items()) for parts in pulled],
        cannot_fit_minutes=rest,
        verdict=np.select([rest > 0, over > 0], ["does not fit", "fits if work is pulled forward"], "fits"),
    ).rename_axis(period).reset_index()  # fmt: skip


def _pull(number: int, over: float, free: np.ndarray, weeks: pd.Index) -> dict[object, float]:
    """Move what is over into the nearest earlier weeks, and take it from what is free there."""
    parts: dict[object, float] = {}
    for before in range(number - 1, -1, -1):
        minutes = min(over, free[before])
        if minutes > 0:
            parts[weeks[before]] = minutes
            free[before] -= minutes
            over -= minutes
    return parts
