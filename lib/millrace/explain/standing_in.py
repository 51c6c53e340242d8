"""A stand-in for a score whose rule is not known: a sum, with how well it follows on rows that it did not see."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, in_words
from millrace.explain.columns import feature_columns, in_order, score_column
from millrace.explain.explained import Explained, check_better, selected
from millrace.explain.shapes import fit_additive

__all__ = ["stand_in"]

LEAST_ROWS = 40
FAITHFUL_SHARE, FAITHFUL_AGREEMENT, ROUGH_SHARE = 0.9, 0.9, 0.6


def stand_in(
    frame: pd.DataFrame,
    *,
    score: str,
    columns: Sequence[str],
    threshold: float | None = None,
    better: str = "higher",
    score_range: tuple[float, float] | None = None,
    held_out_share: float = 0.25,
    seed: int = 0,
) -> Explained:
    """Fit an additive stand-in for a score whose rule is not known, and say how well it follows.

    Parameters
    ----------
    frame : DataFrame
        One row per person. Rows with an empty score are set aside and counted in ``remarks``.
    score : str
        The column with the score.
    columns : list of str
        What the score may rest on: numbers, True and False, or categories. Names, case numbers, dates and free text
        are refused.
    threshold : float, optional
        The bar, from which people are selected.
    better : {"higher", "lower"}
        Which side of the bar is selected; the bar itself is.
    score_range : tuple of two numbers, optional
        Lowest and highest possible score; scores outside are refused.
    held_out_share : float
        The share of rows, drawn by lot, that the fit does not see.
    seed : int
        Where chance starts. The order of the rows does not matter.

    Returns
    -------
    Explained
        Its ``fidelity`` has one row: ``rows``, ``held_out``, ``set_aside``, ``r2`` (share of the score's variance that
        the stand-in follows, on rows held out), ``error_points`` (typical distance on those rows, mean of absolute
        values), ``agree`` (share of decisions at the bar that are the same), ``agree_by_chance`` (share that one would
        get by giving everybody the more frequent decision), ``verdict`` ("faithful": 90 % of the variance and of the
        decisions; "rough": 60 % of the variance; "not faithful") and ``sentence``. The score's own column may stay in
        rows given to `why` and `least_change`.

    Raises
    ------
    ColumnError
        When a column is missing or cannot explain anything, the score is text or outside its range, all scores are the
        same, or there are fewer than 40 rows.
    ArgumentError
        When an argument is impossible.

    Notes
    -----
    Lines that bend in up to five places for numbers, one step per category, fitted together by least squares. A
    stand-in describes what the score goes along with; it is not the vendor's rule. Two columns that rise together
    share what either could have done.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> people = pd.DataFrame({"test": rng.normal(60, 10, 400), "gap": rng.integers(0, 40, 400)})
    >>> people["score"] = 0.5 * people["test"] - 0.4 * people["gap"] + 40
    >>> stand_in(people, score="score", columns=["test", "gap"], threshold=60).fidelity["verdict"].item()
    'faithful'
    """
    check_better(better)
    if not 0.05 <= held_out_share <= 0.75:
        raise ArgumentError(
            f"held_out_share={in_words(held_out_share)} was given. A share from 0.05 to 0.75 was expected. Write 0.25 "
            "for a quarter."
        )
    values = score_column(frame, score, score_range)
    known = ~np.isnan(values)
    names = feature_columns(frame[known], columns, but_not=[score])
    rows = frame.loc[known, [*names, score]].reset_index(drop=True)
    values = values[known]
    _refuse_too_little(rows, values, score)
    order = np.random.default_rng(seed).permutation(in_order(rows))
    apart = np.sort(order[: round(held_out_share * len(rows))])
    fitted_on = np.setdiff1d(np.arange(len(rows)), apart)
    # a category that would be held out altogether goes into the fit
    apart = apart[_seen_categories(rows.iloc[apart], rows.iloc[fitted_on], names)]
    fitted_on = np.setdiff1d(np.arange(len(rows)), apart)
    fit = fit_additive(rows.iloc[fitted_on], names, values[fitted_on])
    fidelity = _fidelity(values[apart], fit.scores(rows.iloc[apart]), threshold, better)
    fidelity.insert(0, "rows", len(rows))
    fidelity.insert(2, "set_aside", int((~known).sum()))
    background = rows.iloc[fitted_on].reset_index(drop=True)
    return Explained(
        score=score,
        columns=tuple(names),
        predict=fit.scores,
        background=background[names],
        average=float(fit.scores(background).mean()),
        threshold=None if threshold is None else float(threshold),
        better=better,
        effects=fit.effects,
        held_out=rows.iloc[apart].reset_index(drop=True),
        fidelity=fidelity,
        is_stand_in=True,
        remarks=tuple(_remarks(fidelity.iloc[0].to_dict(), score, values, threshold, better)),
    )


def _refuse_too_little(rows: pd.DataFrame, values: np.ndarray, score: str) -> None:
    if len(rows) < LEAST_ROWS:
        raise ColumnError(
            f"{counted(len(rows), 'row')} with a score were given. At least {LEAST_ROWS} were expected: fewer say too "
            "little of a rule. Add rows."
        )
    if np.ptp(values) < 1e-12:
        raise ColumnError(
            f"Column '{score}' is the same in every row. Different scores were expected. Look at how it was filtered."
        )


def _seen_categories(apart: pd.DataFrame, fitted_on: pd.DataFrame, names: list[str]) -> np.ndarray:
    seen = np.ones(len(apart), dtype=bool)
    for name in names:
        if not pd.api.types.is_numeric_dtype(apart[name].dtype):
            seen &= (apart[name].isin(fitted_on[name].dropna().unique()) | apart[name].isna()).to_numpy()
        if not fitted_on[name].isna().any():
            seen &= apart[name].notna().to_numpy()
    return seen


def _fidelity(actual: np.ndarray, followed: np.ndarray, threshold: float | None, better: str) -> pd.DataFrame:
    rest = actual - followed
    r2 = float(1 - (rest**2).sum() / max(((actual - actual.mean()) ** 2).sum(), 1e-12))
    agree = by_chance = np.nan
    if threshold is not None:
        yes = selected(actual, threshold, better)
        agree = float((yes == selected(followed, threshold, better)).mean())
        by_chance = float(max(yes.mean(), 1 - yes.mean()))
    faithful = r2 >= FAITHFUL_SHARE and not agree < FAITHFUL_AGREEMENT
    said = "faithful" if faithful else "rough" if r2 >= ROUGH_SHARE else "not faithful"
    row = {
        "held_out": len(actual),
        "r2": r2,
        "error_points": float(np.abs(rest).mean()),
        "agree": agree,
        "agree_by_chance": by_chance,
        "verdict": said,
        "sentence": _sentence(said, r2, agree, len(actual)),
    }
    return pd.DataFrame([row])


def _sentence(said: str, r2: float, agree: float, rows: int) -> str:
    decisions = "" if np.isnan(agree) else f" and makes {agree:.0%} of the same decisions"
    found = f"On {rows:,} rows that it did not see, the stand-in follows {max(r2, 0):.0%} of the score{decisions}."
    use = {
        "faithful": "It may be used to explain the score.",
        "rough": "It shows what the score goes along with; do not explain one person's decision by it alone.",
        "not faithful": "Explain nobody's decision by it: a column that matters is missing, or the rule is no sum.",
    }
    return f"{found} {use[said]}"


def _remarks(row: dict, score: str, values: np.ndarray, threshold: float | None, better: str) -> list[str]:
    remarks = [] if row["verdict"] == "faithful" else [row["sentence"]]
    if row["set_aside"]:
        remarks.append(f"{counted(row['set_aside'], 'row')} without '{score}' set aside.")
    if threshold is not None:
        yes = int(selected(values, threshold, better).sum())
        if yes in (0, len(values)):
            who = "Everybody is" if yes else "Nobody is"
            remarks.append(f"{who} selected at {threshold:g}, so that decisions that agree say nothing.")
    return remarks
