"""A finding whose page shows a short table, and whose workbook holds all of it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.reports.finding import Finding

__all__ = ["Look", "readable"]


@dataclass(frozen=True)
class Look(Finding):
    """What was found, with a short table for the page.

    Parameters
    ----------
    whole : DataFrame or None
        All of it, as it was worked out.
    """

    whole: pd.DataFrame | None = None


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """Write headers with blanks, and leave empty what is infinite. Numbers are rounded once, where they are shown.

    Parameters
    ----------
    table : DataFrame
        Any table.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> readable(pd.DataFrame({"ratio_low": [0.12345], "people": [3]})).columns.tolist()
    ['ratio low', 'people']
    """
    short = table.copy()
    for name in short.select_dtypes("float").columns:
        short[name] = short[name].replace([np.inf, -np.inf], np.nan)
    return short.rename(columns=lambda name: str(name).replace("_", " "))
