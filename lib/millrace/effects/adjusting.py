"""Two groups that nobody drew by lot: compared with stated columns held alike, as far as they overlap."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.effects.outcomes import better_is, outcome_values
from millrace.effects.placebos import standardised
from millrace.effects.verdicts import NOT_COMPARABLE, TOO_FEW, verdict
from millrace.errors import ArgumentError, ColumnError, check_confidence, counted, in_words, require_columns

__all__ = ["balance", "compare_adjusted"]

LEAST, NEAR, FAR, OVERLAP = 30, 0.1, 0.25, 0.05


def compare_adjusted(
    frame: pd.DataFrame,
    *,
    group: str,
    new: object,
    outcome: str,
    given: Sequence[str],
    measure: str,
    better: str,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Compare those who had something with those who had not, as if they were alike in stated columns.

    Parameters
    ----------
    frame : DataFrame
        One row per case.
    group : str
        The column of the two groups.
    new : value
        The group that had it.
    outcome, measure, better : as there
        As for `pilot`.
    given : list of str
        What may have made the groups differ, known before: numbers or text.
    confidence : float
        How often such a range holds the truth, were nothing else different.

    Returns
    -------
    DataFrame
        Rows "as it is" and "with the same ...": ``comparison``, ``question``, ``new_cases``, ``old_cases``, ``change``,
        ``change_low``, ``change_high``, ``largest_difference`` (standardised, in the columns of ``given``), ``overlap``
        (share of the new group whose like is found in the other), ``verdict`` and ``sentence``. Verdicts: "groups not
        comparable", "works, if nothing else differs", "harms, if nothing else differs", "not shown", "too few to say".

    Raises
    ------
    ColumnError
        When a column is missing or of the wrong kind.
    ArgumentError
        When there are not two groups, or nothing is held alike.

    Notes
    -----
    Those without are weighted to look like those with, and corrected by a regression (doubly robust, for the treated;
    Robins, Rotnitzky and Zhao 1994). No comparison helps against what is in no column. Groups further apart than 0.25
    as they are (Imbens and Rubin 2015), or than 0.1 once weighted, or without overlap for a tenth, are not comparable.
    A third group, an offer that only some received, or a price of many values are not covered.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> size = rng.normal(0, 1, 2000)
    >>> had = rng.random(2000) < 1 / (1 + np.exp(-size))
    >>> shops = pd.DataFrame({"size": size, "tool": had, "sales": 5 + size + 0.0 * had + rng.normal(0, 1, 2000)})
    >>> compare_adjusted(shops, group="tool", new=True, outcome="sales", given=["size"], measure="score",
    ...                  better="higher")["verdict"].tolist()
    ['groups not comparable', 'not shown']
    """
    given = [given] if isinstance(given, str) else list(given)
    if not given or outcome in given or group in given:
        raise ArgumentError(
            f"given={in_words(given)} was given. Columns other than group and outcome were expected. Name what may "
            "have made the groups differ."
        )
    require_columns(frame, [group, outcome, *given])
    check_confidence(confidence)
    sign = better_is(better)
    values, _ = outcome_values(frame[outcome], measure=measure)
    ok = frame[[group, *given]].notna().all(axis=1).to_numpy() & ~np.isnan(values)
    groups = frame.loc[ok, group].unique()
    if len(groups) != 2 or new not in set(groups):
        raise ArgumentError(
            f"Column '{group}' holds {counted(len(groups), 'group')} and new={in_words(new)} was given. Two groups, "
            "of which new is one, were expected. A price or an amount is no group: it is not covered here."
        )
    had, y, x = (frame.loc[ok, group] == new).to_numpy(), values[ok], _columns(frame.loc[ok, given])
    few = min(had.sum(), (~had).sum()) < max(LEAST, 2 * x.shape[1])
    odds, overlap = (np.ones(len(y)), np.nan) if few else _odds(x, had)
    rows = []
    for name, weights, model in (
        ("as it is", np.ones(len(y)), False),
        (f"with the same {', '.join(given)}", odds, True),
    ):
        change, error = _change(x if model else x[:, :0], y, had, weights)
        apart = _largest(x, had, weights)
        rows.append(_row(name, change, error, apart, overlap, sign, confidence, few, adjusted=model))
    table = pd.DataFrame(rows)
    table.insert(
        1,
        "question",
        f"How does {outcome} of the {int(had.sum()):,} cases with {group} {new} differ from having had none?",
    )
    table.insert(2, "new_cases", int(had.sum()))
    table.insert(3, "old_cases", int((~had).sum()))
    aside = int((~ok).sum())
    if aside:
        table["sentence"] += f" Set aside: {counted(aside, 'row')} with gaps."
    return table


def balance(frame: pd.DataFrame, *, group: str, new: object, columns: Sequence[str]) -> pd.DataFrame:
    """Say how far two groups differ in stated columns.

    Parameters
    ----------
    frame : DataFrame
        One row per case.
    group : str
        The column of the two groups.
    new : value
        The first of them.
    columns : list of str
        Columns of numbers, or of a few values.

    Returns
    -------
    DataFrame
        As `comparable`, with ``pilot`` for the new group.

    Raises
    ------
    ColumnError
        When a column is missing.

    Examples
    --------
    >>> shops = pd.DataFrame({"tool": [True, True, False, False], "staff": [9.0, 11.0, 2.0, 4.0]})
    >>> balance(shops, group="tool", new=True, columns=["staff"])["verdict"].tolist()
    ['far apart']
    """
    require_columns(frame, [group, *columns])
    had, rows = (frame[group] == new).to_numpy(), []
    for column in columns:
        if pd.api.types.is_numeric_dtype(frame[column]):
            rows.append(
                standardised(column, "", frame[column].astype("Float64").to_numpy(dtype=float, na_value=np.nan), had)
            )
            continue
        for level in sorted(frame[column].dropna().unique(), key=str):
            rows.append(standardised(column, level, (frame[column] == level).to_numpy(dtype=float), had))
    return pd.DataFrame(rows)


def _columns(frame: pd.DataFrame) -> np.ndarray:
    parts = []
    for column in frame:
        numeric = pd.api.types.is_numeric_dtype(frame[column]) and not pd.api.types.is_bool_dtype(frame[column])
        if not numeric and frame[column].nunique() > 30:
            raise ColumnError(
                f"Column '{column}' has more than 30 values. Numbers or a few groups were expected. Join values."
            )
        made = frame[[column]].astype(float) if numeric else pd.get_dummies(frame[column]).iloc[:, 1:].astype(float)
        parts.append(made.to_numpy())
    x = np.hstack(parts)
    x = x[:, x.std(axis=0) > 0]
    return (x - x.mean(axis=0)) / x.std(axis=0)


def _odds(x: np.ndarray, had: np.ndarray) -> tuple[np.ndarray, float]:
    from sklearn.linear_model import LogisticRegression

    wide = np.hstack([x, x**2])
    wide = (wide - wide.mean(axis=0)) / np.maximum(wide.std(axis=0), 1e-9)
    chance = LogisticRegression(C=100.0, max_iter=2000).fit(wide, had).predict_proba(wide)[:, 1]
    overlap = float((chance[had] <= min(1 - OVERLAP, np.quantile(chance[~had], 0.995))).mean())
    chance = np.clip(chance, 1e-3, 0.98)
    return np.where(had, 1.0, chance / (1 - chance)), overlap


def _change(x: np.ndarray, y: np.ndarray, had: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    design = np.column_stack([np.ones(len(y)), x])
    usual = design @ np.linalg.lstsq(design[~had], y[~had], rcond=None)[0]
    left, share = y - usual, weights / weights[~had].sum()
    shift = float(share[~had] @ left[~had])
    change = float(left[had].mean() - shift)
    pulls = np.where(had, (left - shift - change) / had.sum(), -share * (left - shift))
    return change, float(np.sqrt((pulls**2).sum()))


def _largest(x: np.ndarray, had: np.ndarray, weights: np.ndarray) -> float:
    spread = np.sqrt((x[had].var(axis=0) + x[~had].var(axis=0)) / 2)
    gap = np.abs(x[had].mean(axis=0) - np.average(x[~had], axis=0, weights=weights[~had]))
    return float(np.max(gap / np.maximum(spread, 1e-9), initial=0.0))


def _row(
    name: str,
    change: float,
    error: float,
    apart: float,
    overlap: float,
    sign: float,
    confidence: float,
    few: bool,
    *,
    adjusted: bool,
) -> dict:
    from scipy import stats

    reach = float(stats.norm.ppf(0.5 + confidence / 2) * error)
    said = verdict(change - reach, change + reach, better=sign)
    said = f"{said}, if nothing else differs" if said in ("works", "harms") else said
    apart_too_far = apart > (NEAR if adjusted else FAR) or (adjusted and overlap < 0.9)
    said = TOO_FEW if few else NOT_COMPARABLE if apart_too_far else said
    alone = f", and {overlap * 100:.0f} % of the new group have their like" if adjusted else ""
    words = {
        TOO_FEW: f"Too few to say: {LEAST} or more on either side are needed, and twice as many as columns.",
        NOT_COMPARABLE: f"Groups not comparable: they differ by up to {apart:.2f} of their spread{alone}.",
    }
    plain = f"{said[0].upper()}{said[1:]}: a difference of {change - reach:.3g} to {change + reach:.3g}."
    return {
        "comparison": name, "change": change, "change_low": change - reach, "change_high": change + reach,
        "largest_difference": apart, "overlap": overlap if adjusted else np.nan, "verdict": said,
        "sentence": words.get(said, plain),
    }  # fmt: skip
