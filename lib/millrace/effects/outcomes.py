"""What is measured: shares, amounts or scores, read strictly, with outliers and odd units said aloud."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, did_you_mean, in_words

__all__ = ["MEASURES", "better_is", "outcome_values"]

MEASURES = ("share", "amount", "score")
FAR = 20  # times the middle value: such rows can rule a mean
MIXED = 30  # the upper half lies so many times above the lower, with a gap between


def better_is(better: str) -> float:
    """Read which way an outcome is good.

    Parameters
    ----------
    better : {"lower", "higher"}
        What was given.

    Returns
    -------
    float
        1 when higher is better, else -1.

    Raises
    ------
    ArgumentError
        When it is something else.

    Examples
    --------
    >>> better_is("lower")
    -1.0
    """
    if better not in ("lower", "higher"):
        raise ArgumentError(
            f"better={in_words(better)} was given. 'lower' or 'higher' was expected. Write which way the outcome is "
            "good."
        )
    return 1.0 if better == "higher" else -1.0


def outcome_values(values: pd.Series, *, measure: str, cap: float | None = None) -> tuple[np.ndarray, list[str]]:
    """Read an outcome as numbers, and say what a reader must know about them.

    Parameters
    ----------
    values : Series
        The column: True and False or numbers.
    measure : {"share", "amount", "score"}
        As for `millrace.effects.pilot`.
    cap : float, optional
        Amounts above it count as this much.

    Returns
    -------
    values : ndarray of float
        NaN where missing.
    remarks : list of str

    Raises
    ------
    ColumnError
        When the column holds text, shares outside 0 to 1, or amounts below 0 or without end.
    ArgumentError
        When an argument is not understood.

    Examples
    --------
    >>> outcome_values(pd.Series([2.0, 3.0, 10_000.0], name="minutes"), measure="amount", cap=60.0)
    (array([ 2.,  3., 60.]), ['1 row lies above 60 and counts as 60.'])
    """
    if measure not in MEASURES:
        raise ArgumentError(
            f"measure={in_words(measure)} was given. One of 'share', 'amount', 'score' was expected. Write one of them."
            f"{did_you_mean(measure, MEASURES)}"
        )
    found = _numbers(values)
    _in_range(found, values.name, measure)
    if cap is None:
        return found, _far_out(found) if measure == "amount" else []
    if measure != "amount" or not cap > 0:
        raise ArgumentError(
            f"cap={in_words(cap)} was given with measure={in_words(measure)}. A number above 0, with "
            "measure='amount', was expected. Leave it out, or correct it."
        )
    above = int((found > cap).sum())
    lies, count = ("lies", "counts") if above == 1 else ("lie", "count")
    said = f"{counted(above, 'row')} {lies} above {cap:g} and {count} as {cap:g}."
    return np.minimum(found, cap), [said] if above else []


def _numbers(values: pd.Series) -> np.ndarray:
    if not (pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values)):
        example = values.dropna().iloc[0] if values.notna().any() else ""
        raise ColumnError(
            f"Column '{values.name}' holds {in_words(example)}. Numbers, or True and False, were expected. Make it so "
            f"first, as in frame['{values.name}'] == {in_words(example)}."
        )
    return values.astype("Float64").to_numpy(dtype=float, na_value=np.nan)


def _in_range(found: np.ndarray, column: object, measure: str) -> None:
    known = found[~np.isnan(found)]
    if not len(known):
        raise ColumnError(f"Column '{column}' is empty. Values were expected. Look at where it comes from.")
    if np.isinf(known).any():
        raise ColumnError(
            f"Column '{column}' holds numbers without end. Plain numbers were expected. Correct them first."
        )
    if measure == "share" and ((known < 0) | (known > 1)).any():
        worst = known[(known < 0) | (known > 1)][0]
        hint = "Divide percentages by 100." if (known <= 100).all() and (known >= 0).all() else "Correct it."
        raise ColumnError(f"Column '{column}' holds {worst:g}. Shares from 0 to 1 were expected. {hint}")
    if measure == "amount" and (known < 0).any():
        raise ColumnError(
            f"Column '{column}' holds {known[known < 0][0]:g}. Amounts of 0 or more were expected. Correct such "
            "rows, or write measure='score' if it can be negative."
        )
    if measure == "amount" and not known.sum() > 0:
        raise ColumnError(f"Column '{column}' is 0 throughout. Amounts were expected. Look at where it comes from.")


def _far_out(found: np.ndarray) -> list[str]:
    known = found[found > 0]
    middle = np.median(known)
    far = known[known > FAR * middle]
    remarks = []
    if len(far) and far.sum() > 0.02 * known.sum():
        remarks.append(
            f"{counted(len(far), 'row')} above {FAR * middle:,.4g} ({FAR} times the middle value) hold "
            f"{far.sum() / known.sum():.0%} of the total; the largest is {far.max():,.6g}. Give cap= to see what "
            "they do."
        )
    if _two_units(known):
        remarks.append(
            f"The values form two heaps that lie {MIXED} times or more apart: two units, such as minutes and "
            "seconds, may be mixed. Look at them."
        )
    return remarks


def _two_units(known: np.ndarray) -> bool:
    # minutes and seconds, or hours and minutes: two heaps of the logs, each of a tenth or more, with a valley between
    logs = np.sort(np.log(np.random.default_rng(1).choice(known, min(len(known), 5000), replace=False)))
    cut = np.arange(len(logs) // 10 + 1, len(logs) - len(logs) // 10)
    if len(logs) < 20:
        return False
    sums = np.cumsum(logs)
    between = (sums[cut - 1] - cut * logs.mean()) ** 2 / (cut * (len(logs) - cut))  # Otsu 1979
    split = int(cut[np.argmax(between)])
    low, high = np.median(logs[:split]), np.median(logs[split:])
    reach = (high - low) / 6
    valley, *heaps = (int((np.abs(logs - centre) < reach).sum()) for centre in ((low + high) / 2, low, high))
    return bool(high - low > np.log(MIXED) and valley < 0.25 * min(heaps))
