"""How a score and the share selected would move if everybody had the same value in one column."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.explain.columns import is_number, numbers_of
from millrace.explain.explained import Explained, check_explained, selected

__all__ = ["partial_dependence"]

MOST_POINTS = 20


def partial_dependence(ours: Explained, *, column: str, frame: pd.DataFrame | None = None) -> pd.DataFrame:
    """Say what the mean score, and the share selected, would be if everybody had one value in a column.

    Parameters
    ----------
    ours : Explained
        From `stand_in` or `of_model`.
    column : str
        The column that is set.
    frame : DataFrame, optional
        The people; by default those that the score is compared with.

    Returns
    -------
    DataFrame
        One row per value: ``value`` (quantiles of what is there for numbers with more than 20 values; else every value;
        an empty cell is no value), ``mean_score``, ``low_score``, ``high_score`` (the middle 80 % of people),
        ``selected_share`` (missing without a bar), ``people`` (who really are nearest to this value: where there are
        few, the model guesses).

    Raises
    ------
    ArgumentError
        When the score does not rest on this column, or the column has no value.

    Notes
    -----
    Friedman (2001), Greedy function approximation, section 8.2. Where columns go together, it asks of people who do
    not exist, such as somebody of 19 with 30 years of work: read it beside ``people``.

    Examples
    --------
    >>> from millrace.explain import of_model
    >>> rows = pd.DataFrame({"km": [float(n % 4) for n in range(40)]})
    >>> ours = of_model(lambda table: 60 - table["km"], frame=rows, columns=["km"], threshold=58)
    >>> partial_dependence(ours, column="km")[["value", "mean_score", "selected_share", "people"]].values.tolist()
    [[0.0, 60.0, 1.0, 10.0], [1.0, 59.0, 1.0, 10.0], [2.0, 58.0, 1.0, 10.0], [3.0, 57.0, 0.0, 10.0]]
    """
    check_explained(ours)
    if column not in ours.columns:
        raise ArgumentError(
            f"column={in_words(column)} was given. A column that the score rests on was expected: "
            f"{', '.join(ours.columns)}. Write one of them.{did_you_mean(column, ours.columns)}"
        )
    people = (ours.background if frame is None else frame).reset_index(drop=True)
    values = _values(people[column])
    if not len(values):
        raise ArgumentError(f"Column '{column}' is empty for these people. Values were expected. Look at the filter.")
    near = _nearest(people[column], values)
    rows = []
    for place, value in enumerate(values):
        table = people.copy()
        table[column] = pd.Series([value] * len(people), dtype=people[column].dtype)
        made = ours.scores(table)
        share = np.nan if ours.threshold is None else selected(made, ours.threshold, ours.better).mean()
        rows.append(
            {
                "value": value,
                "mean_score": made.mean(),
                "low_score": np.quantile(made, 0.1),
                "high_score": np.quantile(made, 0.9),
                "selected_share": share,
                "people": int((near == place).sum()),
            }
        )
    return pd.DataFrame(rows)


def _values(held: pd.Series) -> list:
    known = held.dropna()
    if not is_number(held):
        return sorted(known.unique().tolist(), key=str)
    different = known.sort_values().unique()
    if len(different) <= MOST_POINTS:
        return list(different.tolist())
    places = np.linspace(0, len(known) - 1, MOST_POINTS).round().astype(int)
    # values that somebody has, so that whole numbers stay whole
    return list(dict.fromkeys(known.sort_values().iloc[places].tolist()))


def _nearest(held: pd.Series, values: list) -> np.ndarray:
    if not is_number(held):
        return np.array([values.index(one) if one in values else -1 for one in held.astype(object).where(held.notna())])
    numbers, grid = numbers_of(held), np.array(values, dtype=float)
    nearest = np.abs(numbers[:, None] - grid[None, :]).argmin(axis=1)
    return np.where(np.isnan(numbers), -1, nearest)
