"""What was wanted while a product was not there: what was sold then is only the least of it."""

import numpy as np
import pandas as pd

from millrace.errors import require_columns
from millrace.forecasting.levels import expected_demand

__all__ = ["estimate_demand"]

ROUNDS = 20
SAMPLE = 5000  # periods that tell the spread
SPREADS = np.geomspace(0.005, 4, 24)


def estimate_demand(series: pd.DataFrame) -> pd.DataFrame:
    """Estimate what was wanted while a product was not there; what was sold then is only the least of it.

    Parameters
    ----------
    series : DataFrame
        What `mark_stock_outs` returned, or ``unique_id``, ``ds``, ``y`` and ``censored``, where it is not known for how
        long a marked period was without stock.

    Returns
    -------
    DataFrame
        ``unique_id``, ``ds``, ``y`` (the estimate in marked periods, what was sold in others), ``y_seen``, ``low_80``
        and ``high_80`` (the range of the estimate; empty in other periods), ``censored``, and ``estimated``: False
        also in marked periods for which there is nothing to go by, where ``y`` stays as it was. An estimate is never
        below what was sold.

    Notes
    -----
    Each product's level is the mean of its unmarked periods within 26 to either side; a period's season is what all
    other unmarked products sold then against their own levels. The expected demand is level times season. Where the
    share of days with stock is known (``there_share``), what was missed is the expected demand of the other days; the
    range comes from how far unmarked periods lay from their expectation. Where it is not known, a shelf may have been
    emptied by high demand itself: the estimate is the mean of a gamma distribution above what was sold, and level and
    spread are worked out again with the estimates until they agree (expectation and maximisation: Dempster, Laird and
    Rubin 1977). Products that customers take instead make the season look higher, and orders that wait until the
    product is back are no loss: both make the estimate a little too high.

    Examples
    --------
    >>> weeks = pd.DataFrame({"unique_id": "a", "ds": range(9), "y": [4, 4, 4, 4, 0, 4, 4, 4, 4]})
    >>> estimate_demand(weeks.assign(censored=weeks["ds"] == 4)).loc[4, ["y_seen", "y"]].tolist()
    [0.0, 4.0]
    """
    require_columns(series, ["unique_id", "ds", "y", "censored"], table="the series")
    table = series.sort_values(["unique_id", "ds"], kind="stable").reset_index(drop=True)
    sold = table.pivot(index="unique_id", columns="ds", values="y")
    rows, columns = (
        sold.index.get_indexer(pd.Index(table["unique_id"])),
        sold.columns.get_indexer(pd.Index(table["ds"])),
    )
    seen = sold.to_numpy(dtype=float)
    marked = np.zeros(seen.shape, dtype=bool)
    marked[rows, columns] = table["censored"].to_numpy(dtype=bool)
    if "there_share" in table:
        there = np.ones(seen.shape)
        there[rows, columns] = table["there_share"].to_numpy(dtype=float)
        wanted, low, high = _by_share(seen, marked, there)
    else:
        wanted, low, high = _above_seen(seen, marked)
    estimated = (marked & np.isfinite(wanted))[rows, columns]
    return table[["unique_id", "ds"]].assign(
        y=np.where(estimated, wanted[rows, columns], seen[rows, columns]),
        y_seen=seen[rows, columns],
        low_80=np.where(estimated, low[rows, columns], np.nan),
        high_80=np.where(estimated, high[rows, columns], np.nan),
        censored=marked[rows, columns],
        estimated=estimated,
    )


def _by_share(seen: np.ndarray, marked: np.ndarray, there: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Add the expected demand of the days without stock to what was sold on the others."""
    clean = np.where(marked, np.nan, seen)
    usual = expected_demand(clean)
    low, high = _spread(clean, usual)
    wanted, reach = seen + usual * (1 - there), _size(usual) * (1 - there)
    return wanted, np.maximum(seen, wanted + low * reach), wanted + high * reach


def _above_seen(seen: np.ndarray, marked: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take the mean and the range of a gamma distribution above what was sold; level and spread by EM."""
    from scipy.special import gammaincc, gammainccinv

    filled = np.where(marked, np.nan, seen)
    with np.errstate(divide="ignore", invalid="ignore"):
        for _ in range(ROUNDS):
            usual = expected_demand(filled)
            shape = _shape(usual, _dispersion(seen, marked, usual))
            scaled = np.maximum(seen, 0.0) * shape / usual
            tail = gammaincc(shape, scaled)
            # far beyond what is usual the tail is nothing, and what was sold is the best guess
            wanted = np.maximum(np.where(tail > 1e-9, usual * gammaincc(shape + 1, scaled) / tail, seen), seen)
            wanted = np.where(np.isfinite(usual), wanted, np.nan)
            filled = np.where(marked, wanted, seen)
        low, high = (gammainccinv(shape, tail * above) * usual / shape for above in (0.9, 0.1))
    return wanted, np.fmax(low, seen), np.fmax(high, wanted)


def _dispersion(seen: np.ndarray, marked: np.ndarray, usual: np.ndarray) -> float:
    """Return the spread that makes what was sold, and in marked periods at least that, most likely."""
    from scipy.special import gammaincc, gammaln, xlogy

    cells = np.flatnonzero((np.isfinite(seen) & (usual > 0)).ravel())
    cells = cells[:: max(1, len(cells) // SAMPLE)]
    sold, level, gone = np.maximum(seen.ravel()[cells], 0.5), usual.ravel()[cells], marked.ravel()[cells]
    best, likely = SPREADS[0], -np.inf
    for spread in SPREADS:
        shape = _shape(level, spread)
        scaled = sold * shape / level
        density = xlogy(shape, shape / level) + xlogy(shape - 1, sold) - scaled - gammaln(shape)
        logs = np.where(gone, np.log(np.maximum(gammaincc(shape, scaled), 1e-300)), density)
        if logs.sum() > likely:
            best, likely = float(spread), float(logs.sum())
    return best


def _shape(usual: np.ndarray, spread: float) -> np.ndarray:
    return np.asarray(np.maximum(usual, 1e-9) ** 2 / (spread * _size(usual) ** 2))


def _size(usual: np.ndarray) -> np.ndarray:
    """Return how far off a period usually is: by chance alone for small numbers, in proportion for large ones."""
    return np.asarray(np.sqrt(np.maximum(usual, 0.5) * np.maximum(usual, 1)))


def _spread(clean: np.ndarray, usual: np.ndarray) -> tuple[float, float]:
    known = np.isfinite(clean) & (usual > 0)
    if not known.any():
        return 0.0, 0.0
    apart = (clean[known] - usual[known]) / _size(usual[known])
    return float(np.quantile(apart, 0.1)), float(np.quantile(apart, 0.9))
