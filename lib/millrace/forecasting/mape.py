"""Why the mean of percentages lies: what it leaves out, and how much of it comes from weeks that hardly matter."""

import numpy as np
import pandas as pd

from millrace.errors import counted, require_columns
from millrace.forecasting.measures import judged

__all__ = ["mape_warning"]

MUCH = 0.3


def mape_warning(backtest: pd.DataFrame) -> pd.DataFrame:
    """Say, model by model, what its MAPE leaves out and from which periods it comes.

    Parameters
    ----------
    backtest : DataFrame
        ``unique_id``, ``model``, ``y``, ``forecast``. Periods marked as ``censored`` are left out.

    Returns
    -------
    DataFrame
        One row per model: ``model``, ``forecasts``, ``mape_share``, ``left_out`` (forecasts of periods in which nothing
        came, for which a percentage of it is not defined), ``smallest_share`` (how much of the MAPE comes from the
        tenth of the other forecasts with the smallest ``y``; a tenth would be fair) and ``warning`` ("" when none was
        left out, and less than 30 % comes from that tenth).

    Examples
    --------
    >>> tried = pd.DataFrame({"unique_id": "a", "model": "m", "y": [0.0, 50.0, 50.0], "forecast": [9.0, 45.0, 55.0]})
    >>> mape_warning(tried)["warning"].item()
    'MAPE is silent about 1 forecast of 3, in which nothing came: judge by WAPE, bias and money.'
    """
    require_columns(backtest, ["unique_id", "model", "y", "forecast"], table="the backtest")
    rows = judged(backtest)
    return pd.DataFrame([_warned(str(name), group) for name, group in rows.groupby("model", sort=False)])


def _warned(name: str, rows: pd.DataFrame) -> dict[str, object]:
    size = rows["y"].abs().to_numpy(dtype=float)
    off = (rows["forecast"] - rows["y"]).abs().to_numpy(dtype=float)
    order = np.argsort(size, kind="stable")
    order = order[size[order] > 0]
    part = off[order] / size[order]
    tenth, total = max(1, len(part) // 10), part.sum()
    smallest = float(part[:tenth].sum() / total) if len(part) >= 10 and total > 0 else np.nan
    left_out = len(rows) - len(part)
    return {
        "model": name,
        "forecasts": len(rows),
        "mape_share": float(part.mean()) if len(part) else np.nan,
        "left_out": left_out,
        "smallest_share": smallest,
        "warning": _in_words(left_out, len(rows), smallest),
    }


def _in_words(left_out: int, forecasts: int, smallest: float) -> str:
    said = []
    if left_out:
        said.append(f"is silent about {counted(left_out, 'forecast')} of {forecasts:,}, in which nothing came")
    if smallest >= MUCH:
        said.append(f"takes {100 * smallest:.0f} % of itself from the tenth in which the least came")
    return f"MAPE {', and '.join(said)}: judge by WAPE, bias and money." if said else ""
