"""Would the same method find an effect where there was none: at earlier dates, at other units."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.effects.estimating import Panel, plan_effects
from millrace.effects.judging import DRAWS, SEED, check_pilot, effect_table, ends_of, estimates
from millrace.effects.pilots import Pilot
from millrace.effects.plans import NEVER
from millrace.effects.verdicts import TOO_FEW
from millrace.errors import ArgumentError, counted, in_words, require_columns

__all__ = ["comparable", "placebo_dates", "placebo_units", "standardised"]


def placebo_dates(
    ours: Pilot,
    *,
    earlier: Sequence[int] = (4, 8, 12),
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Pretend that the pilot began earlier, and look for an effect that cannot be there.

    Parameters
    ----------
    ours : Pilot
        From `pilot`.
    earlier : list of int
        How many periods (weeks) earlier. Only rows before the true start are used.
    confidence, draws, seed : as there
        As for `effect`.

    Returns
    -------
    DataFrame
        One row per pretended start: ``earlier``, ``cases``, ``change``, ``change_low``, ``change_high``,
        ``change_share``, ``share_low``, ``share_high``, ``p`` and ``verdict``: "nothing, as it should be", "moved
        before the start" or "too few to say".

    Raises
    ------
    ArgumentError
        When ``earlier`` leaves no time before the pretended start.

    Examples
    --------
    >>> from millrace.effects import pilot
    >>> made = [(d, f"2025-{m:02}-{n:02}", 5.0) for d in "ABCDEFG" for m in (1, 2, 3) for n in range(1, 29)]
    >>> cases = pd.DataFrame(made, columns=["desk", "day", "minutes"])
    >>> ours = pilot(cases, outcome="minutes", unit="desk", when="day", starts={"A": "2025-03-03", "B": "2025-03-10"},
    ...              measure="amount", better="lower")
    >>> placebo_dates(ours, earlier=[3])["verdict"].item()
    'nothing, as it should be'
    """
    check_pilot(ours)
    rows = []
    for back in earlier:
        if not isinstance(back, int | np.integer) or back < 1:
            raise ArgumentError(
                f"earlier={in_words(list(earlier))} was given. Whole numbers of 1 or more were expected. Write it "
                "like [4, 8]."
            )
        pretended = (ours.starts.dt.to_period(ours.periods.freq) - int(back)).dt.start_time
        part = ours.part(~ours.treated, starts=pretended)
        fitted = estimates(part, confidence=confidence, draws=draws, seed=seed)
        found = effect_table(part, fitted, np.array([part.values[part.treated].mean()])).iloc[0]
        said = {TOO_FEW: TOO_FEW, "not shown": "nothing, as it should be"}.get(
            found["verdict"], "moved before the start"
        )
        numbers = found[[*(c for c in found.index if c.startswith(("change", "share_"))), "p"]].to_dict()
        rows.append({"earlier": back, "cases": int(part.treated.sum()), **numbers, "verdict": said})
    return pd.DataFrame(rows)


def placebo_units(ours: Pilot) -> pd.DataFrame:
    """Pretend that each unit without the change had begun when the first pilot unit did: how much chance alone moves.

    Parameters
    ----------
    ours : Pilot
        From `pilot`.

    Returns
    -------
    DataFrame
        One row per unit, the pilot units by their own start first: ``unit``, ``pilot`` (True for pilot units),
        ``change`` and ``change_share``, each against the units that never began.

    Raises
    ------
    ArgumentError
        When fewer than three units never began.

    Examples
    --------
    >>> from millrace.effects import pilot
    >>> made = [(d, f"2025-01-{n:02}", 5.0) for d in "ABCD" for n in range(1, 29)]
    >>> cases = pd.DataFrame(made, columns=["desk", "day", "minutes"])
    >>> ours = pilot(cases, outcome="minutes", unit="desk", when="day", starts={"A": "2025-01-13"}, measure="amount",
    ...              better="lower")
    >>> placebo_units(ours)["unit"].tolist()
    ['A', 'B', 'C', 'D']
    """
    check_pilot(ours)
    never = np.flatnonzero(ours.began == NEVER)
    if len(never) < 3:
        raise ArgumentError(
            f"{counted(len(never), 'unit')} never began. Three or more were expected, so that one can be held "
            "against the others. Look at placebo_dates instead."
        )
    first = int(ours.began.min())
    rows = [
        _alone(ours, unit, never[never != unit], min(int(ours.began[unit]), NEVER), first)
        for unit in range(len(ours.units))
    ]
    return pd.DataFrame(rows)


def _alone(ours: Pilot, unit: int, others: np.ndarray, began: int, first: int) -> dict:
    some = [unit, *others]
    panel = Panel(ours.panel.sums[some], ours.panel.weights[some], ours.panel.cases[some], ours.panel.ratio)
    start = first if began == NEVER else began
    plan = np.array([[start] + [NEVER] * len(others)])
    fitted = plan_effects(panel.sums, panel, plan)[0, 0]
    mine = (ours.unit == unit) & (ours.period >= start)
    observed = ours.values[mine].mean() if mine.any() else np.nan
    _, change, share = ends_of(ours, fitted, observed)
    return {"unit": ours.units[unit], "pilot": began != NEVER, "change": float(change), "change_share": float(share)}


def comparable(ours: Pilot, *, columns: Sequence[str] = ()) -> pd.DataFrame:
    """Compare pilot units and others before anybody began: the outcome, what is held alike, and other columns.

    Parameters
    ----------
    ours : Pilot
        From `pilot`.
    columns : list of str
        More columns to compare.

    Returns
    -------
    DataFrame
        One row per number, or per value of a text column: ``what``, ``value`` (empty for numbers), ``pilot``,
        ``others`` (means, or shares of cases), ``standardised_difference`` and ``verdict``: "alike" (below 0.1),
        "differs" (to 0.25) or "far apart".

    Raises
    ------
    ColumnError
        When a column is missing.

    Notes
    -----
    Differences over the spread of both together (Austin 2009; 0.25 after Imbens and Rubin 2015). Different levels
    cancel when each unit is held against its own past; what must be alike is how they move: see `placebo_dates`.

    Examples
    --------
    >>> from millrace.effects import pilot
    >>> made = [(d, f"2025-01-{n:02}", 5.0 + n % 2 + 4 * (d == "A")) for d in "ABCD" for n in range(1, 29)]
    >>> cases = pd.DataFrame(made, columns=["desk", "day", "minutes"])
    >>> ours = pilot(cases, outcome="minutes", unit="desk", when="day", starts={"A": "2025-01-13"}, measure="amount",
    ...              better="lower")
    >>> comparable(ours)["verdict"].tolist()
    ['far apart']
    """
    check_pilot(ours)
    require_columns(ours.rows, columns)
    before = ours.period < ours.began.min()
    frame, pilot = ours.rows[before], ours.began[ours.unit[before]] != NEVER
    named = dict.fromkeys(c for c in (*ours.alike, *columns) if c != ours.outcome)
    parts = [(ours.outcome, "", ours.values[before])]
    for column in named:
        if pd.api.types.is_numeric_dtype(frame[column]):
            parts.append((column, "", frame[column].astype("Float64").to_numpy(dtype=float, na_value=np.nan)))
        else:
            levels = sorted(frame[column].dropna().unique(), key=str)
            parts += [(column, level, (frame[column] == level).to_numpy(dtype=float)) for level in levels]
    return pd.DataFrame([standardised(what, value, numbers, pilot) for what, value, numbers in parts])


def standardised(what: str, value: object, numbers: np.ndarray, first: np.ndarray) -> dict:
    """Compare the mean of two groups of rows over the spread of both.

    Parameters
    ----------
    what, value : object
        What to call it.
    numbers : ndarray of float
        One number per row, NaN where missing.
    first : ndarray of bool
        Which rows are of the first group.

    Returns
    -------
    dict

    Examples
    --------
    >>> standardised("age", "", np.array([1.0, 3.0, 1.0, 3.0]), np.array([True, True, False, False]))["verdict"]
    'alike'
    """
    one, two = (numbers[side & ~np.isnan(numbers)] for side in (first, ~first))
    means = [part.mean() if len(part) else np.nan for part in (one, two)]
    spread = np.sqrt((one.var() + two.var()) / 2) if len(one) and len(two) else np.nan
    gap = (means[0] - means[1]) / spread if spread > 0 else 0.0 if means[0] == means[1] else np.inf
    words = {"alike": abs(gap) < 0.1, "differs": abs(gap) <= 0.25}
    said = next((word for word, holds in words.items() if holds), "far apart") if not np.isnan(gap) else TOO_FEW
    return {
        "what": what, "value": value, "pilot": means[0], "others": means[1], "standardised_difference": gap,
        "verdict": said,
    }  # fmt: skip
