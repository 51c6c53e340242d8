"""The rows of a table as people: who was selected, by which score, with what outcome, and where that is not known."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, in_words, require_plain_cells, shown_values
from millrace.fairness.contracts import Contract
from millrace.fairness.groups import Grouping, all_groupings

__all__ = ["People", "numbers", "people_of", "threshold_of", "yes_or_no"]


@dataclass(frozen=True)
class People:
    """Per row ``people`` (how many), ``selected`` and ``outcome`` (1, 0 or nan), ``score`` (nan without one)."""

    people: np.ndarray
    selected: np.ndarray
    outcome: np.ndarray
    score: np.ndarray
    groupings: list[Grouping]


def people_of(frame: pd.DataFrame, agreed: Contract, *, pairs: bool | None = None) -> People:
    """Read what a contract names from a table.

    Parameters
    ----------
    frame : DataFrame
        One row per person, or per count.
    agreed : Contract
        What is audited.
    pairs : bool, optional
        Whether attributes are combined; as in the contract when it is not said.

    Returns
    -------
    People
        Counts already made become two rows each: those selected and those not.

    Raises
    ------
    ColumnError, ArgumentError
        When a column is missing, or holds something else than the contract says.

    Examples
    --------
    >>> from millrace.fairness import contract
    >>> agreed = contract(decision="invite", decided_by="score", fixed_on="2026-03-02", groups="sex",
    ...                   selected_people="invited", people="all", harmed="applicants", harm="allocation")
    >>> read = people_of(pd.DataFrame({"sex": ["f", "m"], "invited": [3, 5], "all": [10, 10]}), agreed)
    >>> read.people.tolist(), read.selected.tolist()
    ([3, 5, 7, 5], [1.0, 1.0, 0.0, 0.0])
    """
    groupings = all_groupings(
        frame,
        agreed.groups,
        agreed.unknown_labels,
        pairs=agreed.pairs if pairs is None else pairs,
        of_persons=agreed.people is None,
    )
    nothing = np.full(len(frame), np.nan)
    score = nothing if agreed.score is None else numbers(frame, agreed.score, agreed.score_range)
    outcome = nothing if agreed.outcome is None else yes_or_no(frame, agreed.outcome, agreed.outcome_value, "outcome")
    if agreed.selected_people is None:
        return People(_weights(frame, agreed), _selected(frame, agreed, score), outcome, score, groupings)
    return _from_counts(frame, agreed, outcome, score, groupings)


def _weights(frame: pd.DataFrame, agreed: Contract) -> np.ndarray:
    if agreed.people is None:
        return np.ones(len(frame), dtype=np.int64)
    from millrace.rates.counting import whole_counts

    require_plain_cells(frame, [agreed.people])
    return whole_counts(frame[agreed.people], frame[agreed.people], agreed.people, agreed.people)[0]


def _selected(frame: pd.DataFrame, agreed: Contract, score: np.ndarray) -> np.ndarray:
    if agreed.selected is not None:
        return yes_or_no(frame, agreed.selected, agreed.selected_value, "selected")
    from_here_on = threshold_of(frame, agreed.threshold)
    known = ~np.isnan(score) & ~np.isnan(from_here_on)
    return np.where(known, score >= from_here_on, np.nan)


def _from_counts(
    frame: pd.DataFrame, agreed: Contract, outcome: np.ndarray, score: np.ndarray, groupings: list[Grouping]
) -> People:
    from millrace.rates.counting import whole_counts

    chosen, everybody = str(agreed.selected_people), str(agreed.people)
    require_plain_cells(frame, [chosen, everybody])
    some, total = whole_counts(frame[chosen], frame[everybody], chosen, everybody)
    twice = [Grouping(one.attribute, one.labels, np.tile(one.codes, 2), one.unknown, one.parts) for one in groupings]
    decided = np.repeat([1.0, 0.0], len(frame))
    return People(np.concatenate([some, total - some]), decided, np.tile(outcome, 2), np.tile(score, 2), twice)


def threshold_of(frame: pd.DataFrame, threshold: object) -> np.ndarray:
    """Return the threshold per row: a number for all, or that of a column.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    threshold : float or str
        A number, or the name of a column.

    Returns
    -------
    ndarray of float

    Examples
    --------
    >>> threshold_of(pd.DataFrame({"a": [1, 2]}), 60).tolist()
    [60.0, 60.0]
    """
    if isinstance(threshold, str):
        return numbers(frame, threshold, None)
    try:
        return np.full(len(frame), float(threshold))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ArgumentError(
            f"threshold={in_words(threshold)} was given. A number or a column was expected. Write it like threshold=60."
        ) from None


def yes_or_no(frame: pd.DataFrame, column: str, value: object, role: str) -> np.ndarray:
    """Read a column as yes and no: 1, 0, or not a number where it is empty.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    column : str
        The column.
    value : object, optional
        The value that means yes; not needed for True and False, or 1 and 0.
    role : str
        Which argument named it, for the message.

    Returns
    -------
    ndarray of float

    Raises
    ------
    ColumnError
        When the column is not there.
    ArgumentError
        When it is not clear what is yes. Values that only a few people have are not printed.

    Examples
    --------
    >>> yes_or_no(pd.DataFrame({"paid": ["on time", None, "late"]}), "paid", "on time", "outcome").tolist()
    [1.0, nan, 0.0]
    """
    require_plain_cells(frame, [column])
    held = frame[column]
    empty = held.isna().to_numpy()
    if value is None:
        answer = _is_yes(held, column, role)
    elif value in set(held.dropna().unique()):
        answer = (held == value).fillna(False).to_numpy(dtype=float)
    else:
        raise ArgumentError(
            f"{role}_value={in_words(value)} was given. A value of column '{column}' was expected; it holds "
            f"{shown_values(held)}. Write one of its values."
        )
    return np.where(empty, np.nan, answer)


def _is_yes(held: pd.Series, column: str, role: str) -> np.ndarray:
    try:
        answer = held.astype(object).where(held.notna(), 0).astype(float).to_numpy()
        is_clear = bool(np.isin(answer, [0.0, 1.0]).all()) and not _holds_text(held)
    except (TypeError, ValueError):
        is_clear = False
    if not is_clear:
        raise ArgumentError(
            f"Column '{column}' holds {shown_values(held)}. True and False, or 1 and 0, were expected. Say which value "
            f"means yes, as in {role}_value='yes'."
        )
    return answer


def _holds_text(held: pd.Series) -> bool:
    return any(isinstance(value, str) for value in held.dropna().unique()[:20])


def numbers(frame: pd.DataFrame, column: str, between: tuple[float, float] | None) -> np.ndarray:
    """Read a column of numbers, and refuse those that cannot be.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    column : str
        The column.
    between : (float, float), optional
        The lowest and highest number that can be.

    Returns
    -------
    ndarray of float
        Not a number where the cell is empty.

    Raises
    ------
    ColumnError
        When the column is missing or holds text.
    ArgumentError
        When numbers lie outside.

    Examples
    --------
    >>> numbers(pd.DataFrame({"score": [60, None]}), "score", (0, 100)).tolist()
    [60.0, nan]
    """
    require_plain_cells(frame, [column])
    held = frame[column]
    try:
        values = pd.to_numeric(held).astype(float).to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        raise ColumnError(
            f"Column '{column}' holds text in some cells. Numbers were expected. Read it with parse_numbers first."
        ) from None
    if np.isinf(values).any():
        raise ArgumentError(f"Column '{column}' holds infinite numbers. Finite ones were expected. Correct them.")
    if between is not None and (below := values < between[0]).any() | (above := values > between[1]).any():
        raise ArgumentError(
            f"Column '{column}' lies outside {between[0]:g} to {between[1]:g} in "
            f"{counted(int(below.sum() + above.sum()), 'row')}: {below.sum():,} below, {above.sum():,} above. Scores "
            "inside the range were expected. Correct them, or correct the range."
        )
    return values
