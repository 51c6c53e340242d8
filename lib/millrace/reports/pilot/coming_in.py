"""What came in: whether a pilot changed which cases, and how many, so that a mean per case tells half of it."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from millrace.reports.pilot.cases import Cases
from millrace.reports.pilot.opening import Opened
from millrace.reports.pilot.rows import DAY, UNIT
from millrace.reports.pilot.values import yes_or_no

__all__ = ["MOVED", "more_cases", "other_cases"]

MOST_KINDS, LEAST_CASES, LEAST_UNITS = 12, 20, 2
MOVED, SURE = 0.05, 0.01  # five points of a share, and chance for each kind before the guard
MORE = 0.15  # of the usual number


def other_cases(files: Opened, cases: Cases) -> str:
    """Say which kind of case comes more or less often since the start, where it was not held alike.

    Parameters
    ----------
    files : Opened
        From `open_files`.
    cases : Cases
        From `read_cases`.

    Returns
    -------
    str
        A sentence with the kind that moved most, against the units without the pilot; empty where none did.

    Notes
    -----
    Per unit the share of each kind before and since; pilot units against the others by Student's test, guarded for the
    number of kinds looked at. Columns of yes and no, of numbers and of many values are no kinds.
    """
    if not _can_look(cases):
        return ""
    table = files.outcomes.table.drop(index=cases.set_aside["row"].tolist()).reset_index(drop=True)
    looks = [look for column in _kinds(files, cases, table) for look in _shares_moved(cases, table[column])]
    sure = [look for look in looks if look[0] <= SURE / max(len(looks), 1) and abs(look[1]) >= MOVED]
    if not sure:
        return ""
    _, change, column, kind = max(sure, key=lambda look: abs(look[1]))
    return (
        f"Other cases come in since the start: '{kind}' ({column}) makes up {abs(100 * change):.0f} points "
        f"{'more' if change > 0 else 'less'} of the pilot units' cases than before, against the others. Part of the "
        f'change may come from that. To hold like against like, write alike = ["{column}"] and run this again.'
    )


def more_cases(cases: Cases) -> str:
    """Say whether more or fewer cases come in since the start, so that means per case and totals part ways.

    Parameters
    ----------
    cases : Cases
        From `read_cases`.

    Returns
    -------
    str
        A sentence; empty where the numbers did not move, or rows are no single cases.
    """
    if not _can_look(cases):
        return ""
    pilots, others = _by_unit(cases, _log_rate(cases))
    change, chance = _moved(pilots, others)
    share = float(np.exp(change) - 1)
    if not (chance <= SURE and abs(share) >= MORE):
        return ""
    return (
        f"The number of cases moved as well: {share:+.0%} per week at the pilot units, against the others. A mean per "
        f"case does not say what became of '{cases.outcome}' in all."
    ).replace("%", " %")


def _can_look(cases: Cases) -> bool:
    return (
        cases.ours is not None
        and not cases.weighted
        and not cases.timeless
        and len(cases.frame) == cases.rows_used
        and len(cases.frame) > LEAST_CASES * cases.frame[UNIT].nunique()
    )


def _kinds(files: Opened, cases: Cases, table: pd.DataFrame) -> Iterator[str]:
    taken = {
        column for column in files.outcomes.columns.values() if column and column != files.outcomes.columns["group"]
    }
    for column in table.columns:
        values = table[column]
        named = column in taken or column in cases.alike or column in ("sheet", "row")
        if named or pd.api.types.is_numeric_dtype(values) or not 2 <= values.nunique() <= MOST_KINDS:
            continue
        if yes_or_no(values) is None:
            yield str(column)


def _since(cases: Cases) -> pd.Series:
    starts = cases.plan.starts
    return cases.frame[DAY] >= cases.frame[UNIT].map(starts).fillna(min(starts.values()))


def _shares_moved(cases: Cases, kinds: pd.Series) -> Iterator[tuple[float, float, str, str]]:
    since, unit = _since(cases), cases.frame[UNIT]
    for kind in kinds.dropna().unique():
        of_kind = (kinds == kind).astype(float)
        parts = pd.DataFrame({"share": of_kind, "since": since, "unit": unit}).groupby(["unit", "since"])["share"]
        known = parts.mean().where(parts.size() >= LEAST_CASES).unstack("since")
        if len(known.columns) == 2:
            change, chance = _moved(*_by_unit(cases, known[True] - known[False]))
            yield chance, change, str(kinds.name), str(kind)


def _log_rate(cases: Cases) -> pd.Series:
    days, starts = cases.frame[DAY], cases.plan.starts
    first, last = days.min(), days.max() + pd.Timedelta(days=1)
    sizes = pd.DataFrame({"unit": cases.frame[UNIT], "since": _since(cases)}).groupby(["unit", "since"]).size()
    counts = sizes.where(sizes >= LEAST_CASES).unstack("since")
    if len(counts.columns) < 2:
        return pd.Series(dtype=float)
    start = pd.Series(counts.index, counts.index).map(starts).fillna(min(starts.values()))
    return np.log(counts[True] / (last - start).dt.days) - np.log(counts[False] / (start - first).dt.days)


def _by_unit(cases: Cases, changes: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    known = changes.dropna()
    mine = known.index.isin(list(cases.plan.starts))
    return known[mine].to_numpy(dtype=float), known[~mine].to_numpy(dtype=float)


def _moved(pilots: np.ndarray, others: np.ndarray) -> tuple[float, float]:
    """Return how much more the pilot units changed, and how often chance does as much (Student: one spread for all)."""
    from scipy import stats

    if min(len(pilots), len(others)) < LEAST_UNITS:
        return 0.0, 1.0
    change = float(pilots.mean() - others.mean())
    spreads = [group.std(ddof=1) for group in (pilots, others)]
    if max(spreads) < 1e-9:  # a plan, not chance: then any change is one
        return change, float(abs(change) < 1e-9)
    one, two = ((group.mean(), spread, len(group)) for group, spread in zip((pilots, others), spreads, strict=True))
    return change, float(stats.ttest_ind_from_stats(*one, *two).pvalue)
