"""Why this person has this score: what each value added or took, against the average, and one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError
from millrace.explain.columns import is_number, numbers_of
from millrace.explain.explained import Explained, check_explained, one_row, selected
from millrace.explain.shapley import MOST_EXACT, by_lot, exact, sum_of_parts

__all__ = ["NOT_EXPLAINED", "Why", "careful", "digits_for", "in_figures", "shortened", "why"]

NOT_EXPLAINED = "(not explained)"
MOST_NAMED = 3
FAR_OFF = 4


@dataclass(frozen=True, eq=False)
class Why:
    """Why somebody has a score.

    Parameters
    ----------
    table : DataFrame
        What each column added: ``column``, ``value`` (this person's), ``usual`` (median, or the most frequent, of the
        people compared with), ``points``, ``error_points`` (of the estimate; 0 where it is exact). Largest first; for
        a stand-in the last row holds what it cannot explain.
    score : float
        This person's score.
    average : float
        The mean score of the people compared with; the points add up to the difference.
    threshold : float or None
        The bar.
    method : str
        How the points were found.
    sentence : str
        The whole in words.
    """

    table: pd.DataFrame
    score: float
    average: float
    threshold: float | None
    method: str
    sentence: str


def why(
    ours: Explained,
    *,
    row: pd.Series | pd.DataFrame | dict,
    words: Mapping[str, str] | None = None,
    seed: int = 0,
) -> Why:
    """Say what in one person's row raised and what lowered the score, in points against the average.

    Parameters
    ----------
    ours : Explained
        From `stand_in` or `of_model`.
    row : Series, DataFrame of one row, or dict
        The person, as in ``frame.iloc[0]``. Other columns are not looked at, but for the score that a stand-in
        follows: where it is there, what the stand-in cannot explain is a line of its own.
    words : dict of str to str, optional
        How to say a column in the sentence, with {} for the value: ``{"gap_months": "a break of {} months"}``.
    seed : int
        Where chance starts, for scores of more than ten columns that are no sums.

    Returns
    -------
    Why
        Its ``points`` add up to ``score`` less ``average``.

    Raises
    ------
    ArgumentError
        When more than one row is given, a value is one that the stand-in has never seen, or words name an unknown
        column.
    ColumnError
        When a column is missing.

    Notes
    -----
    For a sum, what a column adds is what this person's value adds, less what it adds on average: exact. For other
    models it is the Shapley value against the people compared with: exact up to ten columns, beyond that estimated from
    orders drawn by lot, with the error stated. It says what the score did with the values, not what caused them, and
    not what would happen if the person changed; for that see `least_change`.

    Examples
    --------
    >>> from millrace.explain import of_model
    >>> rows = pd.DataFrame({"gap": [float(n % 5) for n in range(40)], "test": [float(n) for n in range(40)]})
    >>> ours = of_model(lambda t: t["test"] - 4 * t["gap"], frame=rows, columns=["gap", "test"], threshold=20)
    >>> why(ours, row={"gap": 4, "test": 30}, words={"gap": "a break of {} months"}).sentence
    '14 points, 6 below the bar of 20; the average is 11.5. What took most: a break of 4 months (-8.0). What gave \
most: test 30 (+10.5).'
    """
    check_explained(ours)
    person = one_row(ours, row)
    _check_words(ours, words or {})
    asked = person[list(ours.columns)]
    followed = float(ours.scores(asked)[0])
    points, errors, method = _points(ours, asked, seed)
    table = pd.DataFrame(
        {
            "column": list(ours.columns),
            "value": [person[name].iloc[0] for name in ours.columns],
            "usual": [_usual(ours.background[name]) for name in ours.columns],
            "points": points,
            "error_points": errors,
        }
    ).astype({"value": object, "usual": object})
    table = table.sort_values("points", key=np.abs, ascending=False, kind="stable", ignore_index=True)
    score = _own_score(ours, person, followed)
    if score != followed:
        rest = pd.DataFrame(
            {
                "column": [NOT_EXPLAINED],
                "value": [None],
                "usual": [None],
                "points": [score - followed],
                "error_points": 0.0,
            }
        ).astype({"value": object, "usual": object})
        table = pd.concat([table, rest], ignore_index=True)
    return Why(table, score, ours.average, ours.threshold, method, _sentence(ours, table, score, method, words or {}))


def _check_words(ours: Explained, words: Mapping[str, str]) -> None:
    for name in words:
        if name not in ours.columns:
            raise ArgumentError(
                f"words has a column '{name}'. Columns that the score rests on were expected: "
                f"{', '.join(ours.columns)}. Correct it."
            )


def _points(ours: Explained, asked: pd.DataFrame, seed: int) -> tuple[np.ndarray, np.ndarray, str]:
    none = np.zeros(len(ours.columns))
    if ours.effects is not None:
        return ours.effects(asked)[0] - ours.effects(ours.background).mean(axis=0), none, "exact: the score is a sum"
    if len(ours.columns) <= MOST_EXACT:
        against = f"exact Shapley values against {len(ours.background)} people"
        return exact(ours.predict, asked, ours.background), none, against
    added = sum_of_parts(ours.predict, asked, ours.background)
    if added is not None:
        return added, none, "exact: the score is a sum"
    found, errors = by_lot(ours.predict, asked, ours.background, seed=seed)
    against = f"Shapley values against {len(ours.background)} people, estimated from orders drawn by lot"
    return found, errors, f"{against}; error up to {2 * errors.max():.2g}"


def _usual(held: pd.Series) -> object:
    known = held.dropna()
    if known.empty:
        return None
    if is_number(held) and not set(known.unique()) <= {True, False}:
        return float(np.median(numbers_of(known)))
    return known.mode().iloc[0]


def _own_score(ours: Explained, person: pd.DataFrame, followed: float) -> float:
    """Take the score that the tool gave, where the row has it."""
    if not ours.is_stand_in or ours.score not in person.columns or person[ours.score].isna().iloc[0]:
        return followed
    if not is_number(person[ours.score].infer_objects()):
        raise ColumnError(f"Column '{ours.score}' holds text in this row. A number was expected. Correct it.")
    return float(person[ours.score].iloc[0])


def in_figures(value: Any) -> str:
    """Write a value as a reader would: no needless zeros, yes and no for True and False.

    Parameters
    ----------
    value : anything
        A cell.

    Returns
    -------
    str

    Examples
    --------
    >>> in_figures(31.0), in_figures(True), in_figures(None), in_figures("college"), in_figures(12345.678)
    ('31', 'yes', 'not known', 'college', '12,345.68')
    """
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if pd.isna(value):
        return "not known"
    if isinstance(value, int | float | np.integer | np.floating):
        return f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{int(value):,}"
    return str(value)


def _sentence(ours: Explained, table: pd.DataFrame, score: float, method: str, words: Mapping[str, str]) -> str:
    digits = digits_for(table["points"])
    said = [_where(score, ours.threshold, ours.better, digits), f"the average is {shortened(ours.average, digits)}."]
    named = table[table["column"] != NOT_EXPLAINED]
    worse = -1 if ours.better == "higher" else 1
    for verb, sign in (("took", worse), ("gave", -worse)):
        rows = named[(np.sign(named["points"]) == sign) & (named["points"].abs() >= 0.05 * named["points"].abs().max())]
        things = [_thing(one, words, digits) for one in rows.head(MOST_NAMED).to_dict("records")]
        if things:
            said.append(f"What {verb} most: {', '.join(things)}.")
    text = f"{said[0]}; {' '.join(said[1:])}"
    rest = table.loc[table["column"] == NOT_EXPLAINED, "points"].sum()
    if abs(rest) >= 0.5 * 10.0**-digits:
        text += f" Not explained by the stand-in: {rest:+.{digits}f}."
    text += careful(ours, rest)
    return text + (f" ({method})" if "by lot" in method else "")


def careful(ours: Explained, rest: float) -> str:
    """Warn where a stand-in does not follow the score, or misses this person's by far more than it usually does.

    Parameters
    ----------
    ours : Explained
        From `stand_in` or `of_model`.
    rest : float
        What the stand-in cannot explain of this person's score.

    Returns
    -------
    str
        A sentence with its leading space, or nothing.
    """
    if not ours.is_stand_in:
        return ""
    if ours.fidelity["verdict"].item() != "faithful":
        return f" Careful: {ours.fidelity['sentence'].item()}"
    usual = float(ours.fidelity["error_points"].item())
    if abs(rest) > max(FAR_OFF * usual, 1e-6):
        return f" Careful: the stand-in usually misses by {usual:.2g}; of this score it explains too little."
    return ""


def _thing(one: dict, words: Mapping[str, str], digits: int) -> str:
    value = in_figures(one["value"])
    text = words[one["column"]].replace("{}", value) if one["column"] in words else f"{one['column']} {value}"
    return f"{text} ({one['points']:+.{digits}f})"


def digits_for(points: pd.Series) -> int:
    """Choose as many decimals as the largest part needs: scores from 0 to 1 need more than scores from 0 to 100.

    Parameters
    ----------
    points : Series of float
        The parts.

    Returns
    -------
    int
        1 from a point up.

    Examples
    --------
    >>> digits_for(pd.Series([-9.2, 0.4])), digits_for(pd.Series([0.031]))
    (1, 3)
    """
    largest = float(points.abs().max())
    return 1 if largest >= 1 or largest == 0 else int(min(6, 2 - np.floor(np.log10(largest)) - 1))


def shortened(value: float, digits: int) -> str:
    """Write a number with so many decimals at most.

    Parameters
    ----------
    value : float
        The number.
    digits : int
        Decimals.

    Returns
    -------
    str

    Examples
    --------
    >>> shortened(60.0, 1), shortened(58.94, 1)
    ('60', '58.9')
    """
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _where(score: float, threshold: float | None, better: str, digits: int) -> str:
    points = f"{shortened(score, digits)} points"
    if threshold is None:
        return points
    away, bar = round(abs(score - threshold), digits), shortened(threshold, 6)
    if not away and selected(np.array([score]), threshold, better)[0]:
        return f"{points}, at the bar of {bar}"
    return f"{points}, {shortened(away, digits)} {'below' if score < threshold else 'above'} the bar of {bar}"
