"""A finding whose page shows a short table, and whose workbook holds all of it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.reports.finding import Finding

__all__ = ["Look", "rounded"]


@dataclass(frozen=True)
class Look(Finding):
    """What was found, with a short table for the page.

    Parameters
    ----------
    whole : DataFrame or None
        All of it, as it was worked out.
    """

    whole: pd.DataFrame | None = None


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Round shares and ratios for people, under headers with blanks; what is infinite is left empty.

    Parameters
    ----------
    table : DataFrame
        Any table.

    Returns
    -------
    DataFrame

    Examples
    --------
    >>> rounded(pd.DataFrame({"ratio_low": [0.12345], "people": [3]})).columns.tolist()
    ['ratio low', 'people']
    """
    short = table.copy()
    for name in short.select_dtypes("float").columns:
        short[name] = short[name].replace([np.inf, -np.inf], np.nan).round(3)
    return short.rename(columns=lambda name: str(name).replace("_", " "))
