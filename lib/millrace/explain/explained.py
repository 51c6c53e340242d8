"""What is explained: a score, the columns it rests on, the people it is compared with, and the bar."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, did_you_mean, in_words, kind, require_columns
from millrace.explain.columns import feature_columns, in_order

__all__ = ["BETTER", "Explained", "check_better", "check_explained", "of_model", "one_row", "selected"]

BETTER = ("higher", "lower")
MOST_BACKGROUND = 200
LEAST_ROWS = 10


@dataclass(frozen=True, eq=False)
class Explained:
    """A score that can be explained, made by `stand_in` or `of_model`.

    Parameters
    ----------
    score : str
        What it is called.
    columns : tuple of str
        What it rests on.
    predict : function
        From a table with these columns to one score per row.
    background : DataFrame
        The people that somebody is compared with.
    average : float
        The mean score of these people.
    threshold : float, optional
        The bar.
    better : {"higher", "lower"}
        On which side of it people are selected; the bar itself is on that side.
    effects : function, optional
        For additive scores: from a table to what each column adds.
    held_out : DataFrame
        Rows that the fit did not see.
    fidelity : DataFrame
        One row: how well a stand-in follows the score; no rows for a model of your own.
    is_stand_in : bool
        Whether it only follows a score whose rule is not known.
    remarks : tuple of str
        What a reader must know.
    """

    score: str
    columns: tuple[str, ...]
    predict: Callable[[pd.DataFrame], np.ndarray]
    background: pd.DataFrame
    average: float
    threshold: float | None
    better: str
    effects: Callable[[pd.DataFrame], np.ndarray] | None = None
    held_out: pd.DataFrame = field(default_factory=pd.DataFrame)
    fidelity: pd.DataFrame = field(default_factory=pd.DataFrame)
    is_stand_in: bool = False
    remarks: tuple[str, ...] = ()

    def scores(self, frame: pd.DataFrame) -> np.ndarray:
        """Score rows.

        Parameters
        ----------
        frame : DataFrame
            Rows with the columns that the score rests on.

        Returns
        -------
        ndarray of float
        """
        require_columns(frame, self.columns)
        return self.predict(frame[list(self.columns)].copy())


def check_better(better: str) -> None:
    """Refuse anything but "higher" and "lower".

    Parameters
    ----------
    better : str
        What was given.

    Raises
    ------
    ArgumentError
        With what was expected.

    Examples
    --------
    >>> check_better("higher")
    """
    if better not in BETTER:
        raise ArgumentError(
            f"better={in_words(better)} was given. 'higher' or 'lower' was expected: which scores are selected? Write "
            f"one.{did_you_mean(better, BETTER)}"
        )


def check_explained(ours: object) -> Explained:
    """Refuse anything but what `stand_in` and `of_model` make.

    Parameters
    ----------
    ours : Explained
        What was given.

    Returns
    -------
    Explained

    Raises
    ------
    ArgumentError
        When it is something else.
    """
    if isinstance(ours, Explained):
        return ours
    raise ArgumentError(
        f"{kind(ours).capitalize()} was given. What stand_in or of_model returns was expected. Call one of them first."
    )


def selected(scores: np.ndarray, threshold: float | None, better: str) -> np.ndarray:
    """Say who is selected; nobody where there is no bar.

    Parameters
    ----------
    scores : ndarray of float
        Scores.
    threshold : float, optional
        The bar.
    better : {"higher", "lower"}
        Which side is selected.

    Returns
    -------
    ndarray of bool

    Examples
    --------
    >>> selected(np.array([59.0, 60.0]), 60, "higher").tolist()
    [False, True]
    """
    if threshold is None:
        return np.zeros(len(scores), dtype=bool)
    # a sum of floating point numbers may miss the bar by its last digit
    slack = 1e-9 * max(1.0, abs(threshold))
    return scores >= threshold - slack if better == "higher" else scores <= threshold + slack


def of_model(
    model: Any,
    *,
    frame: pd.DataFrame,
    columns: Sequence[str],
    threshold: float | None = None,
    better: str = "higher",
    score: str = "score",
    seed: int = 0,
) -> Explained:
    """Take a model of your own: a fitted scikit-learn model, or a function from a table to scores.

    Parameters
    ----------
    model : fitted estimator or function
        With ``predict_proba`` (two classes: the score is the chance of the second, from 0 to 1) or ``predict``; or a
        function that takes a table with these columns and returns one number per row.
    frame : DataFrame
        Rows that the model was not fitted on: what drives it is measured there, and people are compared with them.
    columns : list of str
        What the model takes, in its order. Names, case numbers and free text are refused.
    threshold : float, optional
        The bar, in the model's unit.
    better : {"higher", "lower"}
        Which side of the bar is selected; the bar itself is.
    score : str
        What to call the score.
    seed : int
        Where chance starts: the background is 200 rows by lot at the most.

    Returns
    -------
    Explained

    Raises
    ------
    ArgumentError
        When the model cannot be called, knows more than two classes, or does not return one finite number per row.
    ColumnError
        When a column is missing, or names a person or a case.

    Examples
    --------
    >>> rows = pd.DataFrame({"km": [float(n % 7) for n in range(40)], "test": [float(n) / 2 for n in range(40)]})
    >>> ours = of_model(lambda table: 2 * table["test"] - table["km"], frame=rows, columns=["km", "test"], threshold=20)
    >>> ours.average
    16.625
    """
    check_better(better)
    names = feature_columns(frame, columns)
    if len(frame) < LEAST_ROWS:
        raise ColumnError(
            f"The table has {len(frame)} rows. At least {LEAST_ROWS} were expected, to compare people with. Add rows."
        )
    predict = _predictor(model)
    order = np.random.default_rng(seed).permutation(in_order(frame[names]))[:MOST_BACKGROUND]
    background = frame[names].iloc[order].reset_index(drop=True)
    return Explained(
        score=score,
        columns=tuple(names),
        predict=predict,
        background=background,
        average=float(predict(background.copy()).mean()),
        threshold=None if threshold is None else float(threshold),
        better=better,
        held_out=frame[names].reset_index(drop=True),
    )


def _predictor(model: Any) -> Callable[[pd.DataFrame], np.ndarray]:
    if hasattr(model, "predict_proba"):
        classes = getattr(model, "classes_", [0, 1])
        if len(classes) != 2:
            raise ArgumentError(
                f"The model knows {len(classes)} classes. Two were expected: selected or not. Fit it on such a column."
            )
        return lambda table: _checked(model.predict_proba(table)[:, 1], len(table))
    if hasattr(model, "predict"):
        return lambda table: _checked(model.predict(table), len(table))
    if callable(model):
        return lambda table: _checked(model(table), len(table))
    raise ArgumentError(
        f"{kind(model).capitalize()} was given as the model. A fitted model or a function from a table to scores was "
        "expected. Give its name without brackets behind it."
    )


def _checked(made: Any, rows: int) -> np.ndarray:
    try:
        values = np.asarray(made, dtype="float64")
    except (TypeError, ValueError):
        raise ArgumentError("The model returned text. One number per row was expected. Correct the function.") from None
    if values.shape != (rows,):
        raise ArgumentError(
            f"The model returned {in_words(list(values.shape))} numbers for {rows} rows. One per row was expected. "
            "Correct the function."
        )
    if not np.isfinite(values).all():
        raise ArgumentError(
            f"The model returned no number for {(~np.isfinite(values)).sum():,} of {rows:,} rows. One per row was "
            "expected. Look at empty cells in its columns."
        )
    return values


def one_row(ours: Explained, row: pd.Series | pd.DataFrame | dict) -> pd.DataFrame:
    """Take one person's row in any form, with the kinds of columns that the score was made for.

    Parameters
    ----------
    ours : Explained
        From `stand_in` or `of_model`.
    row : Series, DataFrame of one row, or dict
        The person.

    Returns
    -------
    DataFrame
        One row.

    Raises
    ------
    ArgumentError
        When it is not one row.
    ColumnError
        When a column is missing.
    """
    table = (
        row if isinstance(row, pd.DataFrame) else pd.DataFrame([dict(row)] if isinstance(row, dict | pd.Series) else [])
    )
    if len(table) != 1:
        raise ArgumentError(
            f"{len(table)} rows were given. One person's row was expected. Write it like frame.iloc[0]."
        )
    require_columns(table, ours.columns, table="the row")
    table = table.reset_index(drop=True).copy()
    for name in ours.columns:
        table[name] = _as_before(table[name], ours.background[name])
    return table


def _as_before(held: pd.Series, before: pd.Series) -> pd.Series:
    if held.dtype == before.dtype:
        return held
    try:
        return held.astype(before.dtype)
    except (TypeError, ValueError):
        return held.infer_objects()
