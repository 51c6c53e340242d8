"""What is missing, what only looks filled, and whether that depends on who keyed it."""

import numpy as np
import pandas as pd

from millrace.cleaning.gaps.disguises import find_disguised
from millrace.errors import require_columns

__all__ = ["missing_report"]

# Differences that chance would rarely make, and that are large enough to matter to somebody.
SURE_BELOW_P = 0.01
MATTERS_FROM_SHARE = 0.05
MOST_GROUPS = 12


def missing_report(frame: pd.DataFrame, *, by: str | None = None, disguised: bool = True) -> pd.DataFrame:
    """Count, for each column, what is missing and what only looks filled, and say whether it depends on a group.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    by : str or None
        A column such as clerk or branch. The report then says whether a cell is missing more often in some groups.
    disguised : bool
        Whether to look for values that mean missing: "-", "n/a", "TBC", "?", "无"; and, where they lie apart from
        all others, 0, -1, 9999, 1900-01-01.

    Returns
    -------
    DataFrame
        One row per column of ``frame``: ``column``, ``rows``, ``missing`` (empty cells), ``disguised`` (cells),
        ``disguised_as`` (which values), ``share`` (of cells without a usable value, 0 to 1). With ``by`` also one
        column per group named ``share in <group>`` (the twelve largest; the rest together), ``p_value`` and
        ``finding``, in words.

    Raises
    ------
    ColumnError
        When ``by`` is not a column.

    Notes
    -----
    The test is Pearson's chi-square test of independence, with p values adjusted for the number of columns after
    Benjamini and Hochberg (1995). Missing that depends on a group is not "missing completely at random" (Rubin 1976).
    A difference counts as a finding when the adjusted p is below 0.01 and the shares differ by five points or more.

    Examples
    --------
    >>> report = missing_report(pd.DataFrame({"phone": ["0571-1", None, "n/a"]}))
    >>> report[["column", "missing", "disguised", "disguised_as"]].values.tolist()
    [['phone', 1, 1, "'n/a' 1"]]
    """
    if by is not None:
        require_columns(frame, [by])
    rows, gone = [], {}
    for position, column in enumerate(frame.columns):
        values = frame.iloc[:, position]
        hidden = find_disguised(values) if disguised else pd.Series(False, index=values.index)
        gone[position] = (values.isna() | hidden).to_numpy(dtype=bool)
        rows.append(_describe(column, values, hidden, gone[position]))
    names = ["column", "rows", "missing", "disguised", "disguised_as", "share"]
    report = pd.DataFrame(rows, columns=names)
    return report if by is None else _with_groups(report, gone, frame[by], by)


def _describe(column: object, values: pd.Series, hidden: pd.Series, gone: np.ndarray) -> list[object]:
    shown = values[hidden.to_numpy(dtype=bool)].astype(object).map(str).value_counts().head(5)
    named = ", ".join(f"'{value}' {count}" for value, count in shown.items())
    share = gone.mean() if len(gone) else np.nan
    return [column, len(values), int(values.isna().sum()), int(hidden.sum()), named, share]


def _with_groups(report: pd.DataFrame, gone: dict[int, np.ndarray], groups: pd.Series, by: str) -> pd.DataFrame:
    labels = groups.map(str, na_action="ignore").astype(object).fillna("(missing)")
    largest = labels.value_counts().index[:MOST_GROUPS]
    names = labels.where(labels.isin(largest), "all others").to_numpy()
    flags = pd.DataFrame(gone)
    shares = flags.groupby(names).mean().T.add_prefix("share in ")
    sizes = pd.Series(names).value_counts()
    tested = [column != by for column in report["column"]]
    counts = flags.groupby(names).sum()
    p = pd.Series([_chance(counts[i], sizes) if test else np.nan for i, test in enumerate(tested)], dtype="float64")
    p = _adjusted(p)
    findings = [_finding(shares.iloc[i], p[i], by) if test else "" for i, test in enumerate(tested)]
    return pd.concat([report, shares.reset_index(drop=True)], axis=1).assign(p_value=p, finding=findings)


def _chance(missing: pd.Series, sizes: pd.Series) -> float:
    from scipy.special import chdtrc  # scipy.stats has the same and takes a second to import

    table = np.array([missing, sizes.reindex(missing.index) - missing], dtype="float64")
    if table.shape[1] < 2 or (table.sum(axis=1) == 0).any():
        return np.nan
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float(chdtrc(table.shape[1] - 1, ((table - expected) ** 2 / expected).sum()))


def _adjusted(p: pd.Series) -> pd.Series:
    tested = p.dropna().sort_values(ascending=False)
    rank = np.arange(len(tested), 0, -1)
    return (tested * len(tested) / rank).cummin().clip(upper=1).reindex(p.index)


def _finding(shares: pd.Series, p: float, by: str) -> str:
    if np.isnan(p):
        return "nothing to compare"
    lowest, highest = shares.min(), shares.max()
    if p >= SURE_BELOW_P:
        return f"not shown to depend on {by}: the differences can be chance"
    if highest - lowest < MATTERS_FROM_SHARE:
        return f"hardly depends on {by}: the differences are small, though not by chance"
    most, least = (str(name).removeprefix("share in ") for name in (shares.idxmax(), shares.idxmin()))
    return (
        f"depends on {by}: missing in {_of_100(highest)} where {by} is {most}, in {_of_100(lowest)} where it is "
        f"{least}; hardly by chance"
    )


def _of_100(share: float) -> str:
    """Write a share as rows of a hundred, never none for some and never all for most."""
    if share in (0, 1):
        return "no row" if share == 0 else "every row"
    rounded = round(100 * share)
    return "fewer than 1 of 100 rows" if rounded == 0 else f"{'over 99' if rounded == 100 else rounded} of 100 rows"
