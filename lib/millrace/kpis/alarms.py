"""How often limits of a baseline cry wolf in a year, and whether the baseline is such that they may be trusted."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, require_columns

__all__ = ["assumptions", "false_alarms"]

FOUND, NOT_SHOWN, TOO_FEW = "found", "not shown", "too few to say"
LEAST = 12
LEVEL = 0.01


def false_alarms(*, baseline_periods: int, periods_per_year: int = 52, sigmas: float = 3.0) -> pd.DataFrame:
    """Say how often a period is called news in a year in which nothing changed.

    Parameters
    ----------
    baseline_periods : int
        How many periods the limits were worked out from, 2 or more.
    periods_per_year : int
        How many periods are watched in a year: 52 weeks, 12 months.
    sigmas : float
        The width of the limits.

    Returns
    -------
    DataFrame
        One row: ``chance_per_period``, ``per_year`` (expected false alarms), ``any_in_a_year_share`` (chance of at
        least one), ``says``.

    Raises
    ------
    ArgumentError
        When a number is not understood.

    Notes
    -----
    For limits of `against_baseline` on normal, independent values. Limits from few periods are themselves uncertain, so
    Student's t is used for the normal, with as many degrees of freedom as a mean moving range is worth (variance of
    Cryer and Ryan, Journal of Quality Technology 22, 1990). It is within a tenth of simulation from 8 periods on. The
    share with one alarm takes the periods for independent; as they share limits, it is somewhat too high.

    Examples
    --------
    >>> false_alarms(baseline_periods=26)["says"].item()
    'Limits from 26 periods call 0.5 of 52 periods news in a year in which nothing changed.'
    """
    from scipy.stats import t

    for name, value, least in (("baseline_periods", baseline_periods, 2), ("periods_per_year", periods_per_year, 1)):
        if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
            raise ArgumentError(
                f"{name}={in_words(value)} was given. A whole number of {least} or more was expected. Correct it."
            )
    if isinstance(sigmas, bool) or not isinstance(sigmas, int | float) or not 0 < sigmas <= 10:
        raise ArgumentError(f"sigmas={in_words(sigmas)} was given. A number above 0, up to 10, was expected. Try 3.")
    degrees, lean = _worth(baseline_periods)
    chance = 2 * t.sf(sigmas / lean / np.sqrt(1 + 1 / baseline_periods), degrees)
    per_year = chance * periods_per_year
    return pd.DataFrame(
        {
            "chance_per_period": [chance],
            "per_year": [per_year],
            "any_in_a_year_share": [1 - (1 - chance) ** periods_per_year],
            "says": [
                f"Limits from {baseline_periods} periods call {per_year:.1f} of {periods_per_year} periods news in a "
                "year in which nothing changed."
            ],
        }
    )


def _worth(periods: int) -> tuple[float, float]:
    from scipy.special import gammaln

    relative_variance = (0.826 * periods - 1.082) / (periods - 1) ** 2
    degrees = 0.5 / relative_variance + 0.25
    # the mean of a root of chi squared over its degrees: a moving range is right on average, its square is not
    return degrees, float(np.sqrt(2 / degrees) * np.exp(gammaln((degrees + 1) / 2) - gammaln(degrees / 2)))


def assumptions(table: pd.DataFrame, *, periods_per_year: int = 52) -> pd.DataFrame:
    """Look for what makes the limits of a baseline wrong: a trend, a season, neighbours alike, more than chance.

    Parameters
    ----------
    table : DataFrame
        The result of `against_baseline` or `shares_against_baseline`.
    periods_per_year : int
        52 for weeks, 12 for months: a season is looked for at this distance.

    Returns
    -------
    DataFrame
        One row per assumption: ``assumption``, ``found`` ("found", "not shown", "too few to say"), ``size`` and
        ``says``. "trend": the change over the baseline, in the unit of the value (Mann and Kendall's test, slope of
        Theil and Sen). "neighbours alike": correlation of each period with the next. "season": correlation over a year,
        which needs two years. "more than chance": for shares, how many times wider the periods spread than chance.

    Raises
    ------
    ArgumentError
        When ``periods_per_year`` is no whole number of 2 or more.
    ColumnError
        When it is not such a table.

    Notes
    -----
    Each is tested at 1 in 100, so that a clean baseline has some remark about once in 30. A trend is also a likeness of
    neighbours; the first is named first. Neighbours are looked at after the trend is taken out.

    Examples
    --------
    >>> from millrace.kpis import against_baseline
    >>> weeks = pd.DataFrame({"week": pd.date_range("2025-01-06", periods=20, freq="7D"), "orders": range(20)})
    >>> assumptions(against_baseline(weeks, value="orders", when="week"))[["assumption", "found"]].iloc[0].tolist()
    ['trend', 'found']
    """
    require_columns(table, ["when", "value", "role", "centre", "low", "high"], table="the table of limits")
    if isinstance(periods_per_year, bool) or not isinstance(periods_per_year, int) or periods_per_year < 2:
        raise ArgumentError(f"periods_per_year={in_words(periods_per_year)} was given. 2 or more was expected. Try 52.")
    base = table[(table["role"] == "baseline") & table["value"].notna()]
    values = base["value"].to_numpy(dtype="float64")
    rows = [_trend(values), _neighbours(values), _season(values, periods_per_year)]
    if {"events", "total"} <= set(table.columns):
        rows.append(_more_than_chance(base))
    return pd.DataFrame(rows, columns=["assumption", "found", "size", "says"])


Row = tuple[str, str, float, str]


def _few(name: str, has: int, needs: int) -> Row:
    return name, TOO_FEW, np.nan, f"{name}: {has} periods, {needs} are needed to say."


def _trend(values: np.ndarray) -> Row:
    from scipy.stats import kendalltau, theilslopes

    if len(values) < LEAST:
        return _few("trend", len(values), LEAST)
    if np.ptp(values) == 0:
        return "trend", NOT_SHOWN, 0.0, "trend: no period differs."
    places = np.arange(len(values))
    change = float(theilslopes(values, places).slope) * (len(values) - 1)
    found = kendalltau(places, values).pvalue < LEVEL
    if not found:
        return "trend", NOT_SHOWN, change, "trend: not shown."
    way = "rises" if change > 0 else "falls"
    return (
        "trend",
        FOUND,
        change,
        (
            f"The baseline {way} by {abs(change):.3g} from its first to its last period: a period outside the limits "
            "may only go on with that. Compare with the line, or with places where nothing was changed."
        ),
    )


def _neighbours(values: np.ndarray) -> Row:
    name = "neighbours alike"
    if len(values) < LEAST:
        return _few(name, len(values), LEAST)
    places = np.arange(len(values))
    rest = values - np.polyval(np.polyfit(places, values, 1), places)
    likeness = _correlation(rest, 1)
    # the mean of the first correlation of noise is below 0 after a line is taken out: about -2 / n
    found = likeness > -2 / len(values) + 2.326 / np.sqrt(len(values))
    if not found:
        return name, NOT_SHOWN, likeness, "neighbours alike: not shown."
    return (
        name,
        FOUND,
        likeness,
        (
            f"A period is like the one before (correlation {likeness:.2f}): the limits are too narrow, and false "
            "alarms come in rows. Longer periods help."
        ),
    )


def _season(values: np.ndarray, lag: int) -> Row:
    if len(values) < 2 * lag:
        return _few("season", len(values), 2 * lag)
    likeness = _correlation(values - values.mean(), lag)
    found = likeness > 2.326 * np.sqrt(len(values) - lag) / len(values)
    if not found:
        return "season", NOT_SHOWN, likeness, "season: not shown."
    return (
        "season",
        FOUND,
        likeness,
        (f"A period is like that of the year before (correlation {likeness:.2f}): compare with the same season."),
    )


def _correlation(rest: np.ndarray, lag: int) -> float:
    squares = float((rest**2).sum())
    return float((rest[lag:] * rest[:-lag]).sum()) / squares if squares > 0 else 0.0


def _more_than_chance(base: pd.DataFrame) -> Row:
    from scipy.stats import chi2

    name = "more than chance"
    if len(base) < LEAST or not 0 < base["centre"].iloc[0] < 1:
        return _few(name, len(base), LEAST)
    share = base["centre"].iloc[0]
    squares = float(((base["events"] - base["total"] * share) ** 2 / (base["total"] * share * (1 - share))).sum())
    times = float(np.sqrt(squares / (len(base) - 1)))
    if chi2.sf(squares, len(base) - 1) >= LEVEL:
        return name, NOT_SHOWN, times, "more than chance: not shown."
    return (
        name,
        FOUND,
        times,
        (
            f"The periods spread {times:.1f} times as wide as chance makes them: the limits of chance cry wolf. Set "
            "between_periods=True."
        ),
    )
