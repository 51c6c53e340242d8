"""What drives a score: each column shuffled among rows that the fit did not see, in points and in people."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words
from millrace.explain.columns import feature_columns, is_number, numbers_of
from millrace.explain.explained import Explained, check_explained, selected
from millrace.explain.guarding import holm

__all__ = ["what_drives"]

TOGETHER = 0.5
MOVES, NOT_SHOWN, STILL = "moves the score", "not shown", "does not move the score"
LEAST_ROWS = 20


def what_drives(
    ours: Explained,
    *,
    frame: pd.DataFrame | None = None,
    repeats: int = 20,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Say which columns move a score, and how many decisions turn with each.

    Each column is shuffled among the people, so that everybody has the value of somebody else; all else stays. How far
    the scores move, and how many people fall on the other side of the bar, is what the column does.

    Parameters
    ----------
    ours : Explained
        From `stand_in` or `of_model`.
    frame : DataFrame, optional
        Rows to measure on; by default those that the fit did not see, or those given to `of_model`.
    repeats : int
        How often each column is shuffled.
    confidence : float
        How sure a stand-in must be before it says that a column moves the score, for all columns together.
    seed : int
        Where chance starts.

    Returns
    -------
    DataFrame
        The strongest column first: ``column``, ``rows``, ``points``, ``points_low``, ``points_high`` (how far scores
        move on average, and the range over repeats), ``turned_per_100``, ``turned_low``, ``turned_high`` (people of a
        hundred whose decision turns; missing without a bar), ``goes_with`` (columns so closely related that they share
        what they do), ``together_points`` (the column and those shuffled together), ``verdict`` ("moves the score",
        "not shown", "does not move the score").

    Raises
    ------
    ArgumentError
        When repeats are below 5, or the confidence is impossible.
    ColumnError
        When a column is missing, or fewer than 20 rows are given.

    Notes
    -----
    Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019), measured on the score itself: the mean
    absolute change. A stand-in was fitted, so chance may give any column some weight; a column is shown to move the
    score only when, on rows held out, the true score still follows what the column adds beside all others: a t test of
    its weight, guarded for the number of columns (Holm 1979). A model of your own is known: any change is a true one.
    Two columns go together from a correlation of .5 (Spearman; Cramer's V for categories; the root of eta squared
    between both).

    Examples
    --------
    >>> from millrace.explain import of_model
    >>> rows = pd.DataFrame({"km": [float(n % 7) for n in range(40)], "test": [float(n) for n in range(40)]})
    >>> ours = of_model(lambda table: table["test"] + 0 * table["km"], frame=rows, columns=["km", "test"])
    >>> what_drives(ours)[["column", "verdict"]].values.tolist()
    [['test', 'moves the score'], ['km', 'does not move the score']]
    """
    check_explained(ours)
    if not isinstance(repeats, int) or repeats < 5:
        raise ArgumentError(f"repeats={in_words(repeats)} was given. A whole number from 5 was expected. Write 20.")
    rows, actual = _rows(ours, frame)
    plain = ours.scores(rows)
    related = _related(rows, list(ours.columns))
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(len(rows)) for _ in range(repeats)]
    table = pd.DataFrame([_row(ours, rows, plain, name, related[name], orders) for name in ours.columns])
    table["verdict"] = _verdicts(ours, rows, plain, actual, table["points"], 1 - confidence)
    return table.sort_values(["points", "column"], ascending=[False, True], kind="stable", ignore_index=True)


def _rows(ours: Explained, frame: pd.DataFrame | None) -> tuple[pd.DataFrame, np.ndarray | None]:
    rows = ours.held_out if frame is None else frame
    feature_columns(rows, list(ours.columns))
    if len(rows) < LEAST_ROWS:
        raise ColumnError(
            f"{len(rows)} rows were given to measure on. At least {LEAST_ROWS} were expected: shuffling fewer says "
            "little. Add rows, or hold out a larger share."
        )
    rows = rows.reset_index(drop=True)
    known = ours.is_stand_in and ours.score in rows.columns and is_number(rows[ours.score])
    return rows, numbers_of(rows[ours.score]) if known else None


def _shuffled(rows: pd.DataFrame, names: list[str], order: np.ndarray) -> pd.DataFrame:
    other = rows.copy()
    for name in names:
        other[name] = rows[name].iloc[order].set_axis(rows.index)
    return other


def _row(
    ours: Explained,
    rows: pd.DataFrame,
    plain: np.ndarray,
    name: str,
    related: list[str],
    orders: list[np.ndarray],
) -> dict:
    yes = selected(plain, ours.threshold, ours.better)
    made = [ours.scores(_shuffled(rows, [name], order)) for order in orders]
    moved = np.array([np.abs(one - plain).mean() for one in made])
    turned = np.array([100 * (selected(one, ours.threshold, ours.better) != yes).mean() for one in made])
    if ours.threshold is None:
        turned = turned * np.nan
    both = [ours.scores(_shuffled(rows, [name, *related], order)) for order in orders] if related else made
    return {
        "column": name,
        "rows": len(rows),
        "points": moved.mean(),
        "points_low": np.quantile(moved, 0.025),
        "points_high": np.quantile(moved, 0.975),
        "turned_per_100": turned.mean(),
        "turned_low": np.quantile(turned, 0.025),
        "turned_high": np.quantile(turned, 0.975),
        "goes_with": ", ".join(related),
        "together_points": np.mean([np.abs(one - plain).mean() for one in both]),
    }


def _verdicts(
    ours: Explained,
    rows: pd.DataFrame,
    plain: np.ndarray,
    actual: np.ndarray | None,
    points: pd.Series,
    false_share: float,
) -> list[str]:
    tiny = 1e-9 * max(1.0, float(np.abs(plain).max()))
    if not ours.is_stand_in:
        return [MOVES if one > tiny else STILL for one in points]
    if actual is None:
        return [NOT_SHOWN] * len(points)
    known = ~np.isnan(actual)
    return [MOVES if one <= false_share else NOT_SHOWN for one in holm(_chances(ours, rows[known], actual[known]))]


def _chances(ours: Explained, rows: pd.DataFrame, actual: np.ndarray) -> np.ndarray:
    """Regress the true score on what each column adds: how often chance alone gives so large a weight above 0."""
    from scipy import stats

    parts = ours.effects(rows) if ours.effects else np.zeros((len(rows), len(ours.columns)))
    spread = parts.std(axis=0)
    design = np.column_stack([np.ones(len(rows)), (parts - parts.mean(axis=0)) / np.where(spread > 0, spread, 1)])
    inverse = np.linalg.pinv(design.T @ design, hermitian=True)
    weights = inverse @ design.T @ actual
    freedom = max(len(rows) - design.shape[1], 1)
    noise = ((actual - design @ weights) ** 2).sum() / freedom
    errors = np.sqrt(np.maximum(noise * np.diag(inverse), 1e-300))
    chances = stats.t.sf(weights / errors, freedom)[1:]
    return np.where(spread > 1e-12 * max(1.0, float(np.abs(actual).max())), chances, 1.0)


def _related(rows: pd.DataFrame, names: list[str]) -> dict[str, list[str]]:
    return {
        one: [other for other in names if other != one and association(rows[one], rows[other]) >= TOGETHER]
        for one in names
    }


def association(one: pd.Series, other: pd.Series) -> float:
    """Say how closely two columns are related, from 0 to 1, whatever they hold.

    Parameters
    ----------
    one, other : Series
        Columns of the same rows; rows with an empty cell do not count.

    Returns
    -------
    float
        Spearman's correlation for numbers, Cramer's V for categories, the root of eta squared between both.

    Examples
    --------
    >>> association(pd.Series([1, 2, 3]), pd.Series([10, 20, 40]))
    1.0
    """
    known = (one.notna() & other.notna()).to_numpy()
    one, other = one[known], other[known]
    if known.sum() < 3 or one.nunique() < 2 or other.nunique() < 2:
        return 0.0
    if is_number(one) and is_number(other):
        ranks = [pd.Series(numbers_of(held)).rank() for held in (one, other)]
        return round(abs(float(ranks[0].corr(ranks[1]))), 12)
    if is_number(one) or is_number(other):
        numbers, groups = (one, other) if is_number(one) else (other, one)
        values = pd.Series(numbers_of(numbers))
        means = values.groupby(groups.astype(str).to_numpy()).transform("mean")
        return float(np.sqrt(means.var(ddof=0) / max(values.var(ddof=0), 1e-300)))
    seen = pd.crosstab(one.astype(str).to_numpy(), other.astype(str).to_numpy()).to_numpy(dtype=float)
    expected = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / seen.sum()
    return float(np.sqrt(((seen - expected) ** 2 / expected).sum() / seen.sum() / (min(seen.shape) - 1)))
