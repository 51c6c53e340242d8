"""How long suppliers really take: the middle, the late ones, and the rare delivery that comes far too late."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, require_columns
from millrace.inventory.amounts import amount, dates_in

__all__ = ["lead_times", "left_out_deliveries"]

LEVELS = {"median_days": 0.5, "p90_days": 0.9, "p95_days": 0.95, "p99_days": 0.99}
ENOUGH_TO_CLAIM = 20
# A delivery in 15 that comes far too late is missed by 45 deliveries in 5 of 100 cases.
ENOUGH_TO_CLEAR = 45
# Two beyond the limit, where 0.3 are expected, are seen in 4 of 100 cases.
SEEN_IN_ALL = 0.3


def lead_times(
    deliveries: pd.DataFrame,
    *,
    by: str,
    ordered: str,
    received: str,
    promised: str | None = None,
    as_of: "pd.Timestamp | str | None" = None,
    far_days: float = 28.0,
) -> pd.DataFrame:
    """Describe the days from order to receipt per supplier, with a verdict on rare and very late deliveries.

    Parameters
    ----------
    deliveries : DataFrame
        One row per delivery or open order.
    by : str
        The column that names the supplier.
    ordered, received : str
        Columns of days; an empty day of receipt is an open order.
    promised : str, optional
        Column of promised days. Without it nothing is called late, and delays count from the median lead time.
    as_of : date, optional
        The day of the export; by default the last day in ``ordered`` and ``received``.
    far_days : float
        A delay that your stock cannot bridge, in days.

    Returns
    -------
    DataFrame
        One row per supplier: ``received``, ``open``, ``longest_open_days``, ``left_out`` (rows, see
        `left_out_deliveries`), ``median_days``, ``p90_days``, ``p95_days``, ``p99_days`` (missing where open orders
        leave them unknown), ``worst_days``, ``late_share`` with ``late_low`` and ``late_high`` (95 of 100 such
        intervals hold the true share), ``with_promise`` (deliveries that it rests on), ``far_deliveries``,
        ``far_limit_days`` (delay beyond which one counts as far), ``tail`` ("steady", "fat tail", "too few to say").

    Raises
    ------
    ColumnError
        When a column is missing or holds no dates.
    ArgumentError
        When no row is left, or ``as_of`` lies before the last day in the table.

    Notes
    -----
    Quantiles are Kaplan and Meier's (1958): an open order says that it takes at least so long. A delay is far when it
    exceeds the median delay by ``far_days`` and by what an exponential tail through the median and the upper quartile
    (at the upper end of its scale) lets 0.3 deliveries in all exceed. Two of them, of twenty deliveries or more, are
    a fat tail. Steady needs 45 deliveries and none.

    Examples
    --------
    >>> table = pd.DataFrame({"who": "A", "out": pd.Timestamp("2025-01-01"),
    ...                       "back": pd.to_datetime("2025-01-01") + pd.to_timedelta([9, 10, 11] * 20, unit="D")})
    >>> lead_times(table, by="who", ordered="out", received="back")[["median_days", "tail"]].values.tolist()
    [[10.0, 'steady']]
    """
    require_columns(deliveries, [by, ordered, received, *([promised] if promised else [])], table="the deliveries")
    limit = amount(far_days, name="far_days")
    rows = _days(deliveries, by, ordered, received, promised, as_of)
    used = rows[rows["reason"] == ""]
    if used.empty:
        raise ArgumentError(
            f"No delivery of {len(rows)} can be used. Days of order and of receipt were expected. Look at "
            "left_out_deliveries(...)."
        )
    groups = [{by: name, **_one(part, limit)} for name, part in used.groupby("by", observed=True)]
    table = pd.DataFrame(groups)
    without = rows.loc[rows["reason"] != "", "by"].value_counts()
    table.insert(4, "left_out", table[by].map(without).fillna(0).astype(int))
    return table


def left_out_deliveries(
    deliveries: pd.DataFrame, *, by: str, ordered: str, received: str, as_of: "pd.Timestamp | str | None" = None
) -> pd.DataFrame:
    """Return the rows that `lead_times` does not use, each with the reason.

    Parameters
    ----------
    deliveries : DataFrame
        As in `lead_times`.
    by, ordered, received, as_of : optional
        As in `lead_times`.

    Returns
    -------
    DataFrame
        These rows, with ``reason``.

    Examples
    --------
    >>> table = pd.DataFrame({"who": ["A", "A"], "out": pd.to_datetime(["2025-01-05", "2025-01-05"]),
    ...                       "back": pd.to_datetime(["2025-01-04", "2025-01-09"])})
    >>> left_out_deliveries(table, by="who", ordered="out", received="back")["reason"].tolist()
    ['received before it was ordered']
    """
    reason = _days(deliveries, by, ordered, received, None, as_of)["reason"].to_numpy()
    return deliveries.assign(reason=reason)[reason != ""]


def _days(
    deliveries: pd.DataFrame, by: str, ordered: str, received: str, promised: str | None, as_of: object
) -> pd.DataFrame:
    require_columns(deliveries, [by, ordered, received], table="the deliveries")
    out, back = (dates_in(deliveries, name, table="the deliveries") for name in (ordered, received))
    last = pd.concat([out, back]).max()
    today = last if as_of is None else pd.Timestamp(as_of)  # type: ignore[arg-type]
    if today < last:
        raise ArgumentError(
            f"as_of={today:%Y-%m-%d} was given, and the table goes on to {last:%Y-%m-%d}. The day of the export was "
            "expected. Take a later day, or leave later rows out."
        )
    lead, waits = (back - out).dt.days, (out - today).dt.days * -1
    late = (back - dates_in(deliveries, promised, table="the deliveries")).dt.days if promised else lead * np.nan
    wrong = {
        "no supplier": deliveries[by].isna(),
        "no day of order": out.isna(),
        "received before it was ordered": lead < 0,
    }
    reason = np.select([mask.to_numpy() for mask in wrong.values()], list(wrong), "")
    return pd.DataFrame({"by": deliveries[by], "lead": lead, "waits": waits, "late": late, "reason": reason})


def _one(part: pd.DataFrame, far_days: float) -> dict[str, object]:
    came, waiting = part["lead"].dropna(), part.loc[part["lead"].isna(), "waits"]
    known = part["late"].dropna()
    delays = known if len(known) else came - came.median()
    limit = _far_limit(delays, far_days)
    # an order that is open for longer than any far delay is one too
    open_far = int((waiting > came.median() + limit).sum()) if len(came) else 0
    far = int((delays > limit).sum()) + open_far
    return {
        "received": len(came),
        "open": len(waiting),
        "longest_open_days": waiting.max() if len(waiting) else np.nan,
        **_quantiles(came.to_numpy(float), waiting.to_numpy(float)),
        "worst_days": came.max() if len(came) else np.nan,
        **_late(known),
        "with_promise": len(known),
        "far_deliveries": far,
        "far_limit_days": limit,
        "tail": _verdict(len(delays), far),
    }


def _verdict(deliveries: int, far: int) -> str:
    if far >= 2 and deliveries >= ENOUGH_TO_CLAIM:
        return "fat tail"
    return "steady" if far == 0 and deliveries >= ENOUGH_TO_CLEAR else "too few to say"


def _far_limit(delays: pd.Series, far_days: float) -> float:
    if delays.empty:
        return np.nan
    middle, upper = delays.quantile([0.5, 0.75])
    scale = max(upper - middle, 1.0) / np.log(2)  # whole days: a quartile on the median says less than a day
    # a quarter of the deliveries makes the scale: its upper end, or few deliveries would claim too often
    scale *= 1 + 1.645 / np.sqrt(max(len(delays) / 4, 1))
    expected = scale * np.log(0.5 * len(delays) / SEEN_IN_ALL) if len(delays) > 1 else 0.0
    return float(middle + max(far_days, expected))


def _quantiles(came: np.ndarray, waiting: np.ndarray) -> dict[str, float]:
    if not len(came):
        return dict.fromkeys(LEVELS, np.nan)
    from scipy.stats import CensoredData, ecdf

    curve = ecdf(CensoredData(uncensored=came, right=waiting)).cdf
    reached = [np.flatnonzero(curve.probabilities >= level - 1e-12) for level in LEVELS.values()]
    return {
        name: float(curve.quantiles[at[0]]) if len(at) else np.nan for name, at in zip(LEVELS, reached, strict=True)
    }


def _late(known: pd.Series) -> dict[str, float]:
    if known.empty:
        return dict.fromkeys(("late_share", "late_low", "late_high"), np.nan)
    from statsmodels.stats.proportion import proportion_confint

    late = int((known > 0).sum())
    low, high = proportion_confint(late, len(known), method="wilson")
    return {"late_share": late / len(known), "late_low": low, "late_high": high}
