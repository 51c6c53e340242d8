"""What stands for a group: columns that give it away, and what the score does with them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, require_finite
from millrace.fairness.columns import Column, column_names, fit_points, in_order_of_content, read_column
from millrace.fairness.evidence import guarded
from millrace.fairness.groups import Grouping, grouping_of
from millrace.fairness.people import numbers

__all__ = ["TOGETHER", "find_proxies"]

TOGETHER = "(all columns together)"
BOTH, AWAY, MOVES, NEITHER = (
    "gives the group away and moves the score",
    "gives the group away only",
    "moves the score only",
    "neither",
)
NOT_JUDGED = "not judged"
AWAY_FROM, MOVES_FROM, TOGETHER_FROM = 0.1, 0.05, 0.6
FOLDS, MOST_ROWS = 5, 20_000


def find_proxies(
    frame: pd.DataFrame,
    *,
    groups: str | Sequence[str],
    columns: Sequence[str],
    score: str | None = None,
    unknown_labels: Sequence[str] = (),
    least_people: int = 30,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Ask of each column whether it gives a group away, and how many points of the score go with it.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    groups : str or list of str
        Columns of groups, for example ``["sex", "origin"]``.
    columns : list of str
        What a tool could have read: leave out what came after the decision, and the decision itself.
    score : str, optional
        The column of the score.
    unknown_labels : list of str
        Labels that mean that the group is not known.
    least_people : int
        Groups with fewer people are left out, and counted.
    confidence : float
        1 - confidence is how often anything is called by chance, per kind of question.

    Returns
    -------
    DataFrame
        One row per attribute and column, the most harmful on top, and per attribute one row "(all columns together)".
        ``attribute``, ``column``, ``kind`` ("number", "labels", "together"), ``people``, ``people_left_out`` (group or
        score unknown, or group too small); ``gives_away`` (Cramer's V from 0 to 1, corrected for chance),
        ``gives_away_chance``; ``auc`` (numbers and together: how often a person of the group that stands out most has a
        value that points that way, compared with somebody else; .5 is none); ``points_spread`` (standard deviation of
        what the column adds to the score, others held equal), ``points_chance``; ``group`` and ``points_lost`` (the
        group that loses most through the column, and how many points it gets fewer than all others);
        ``product`` (gives_away times points_spread); ``verdict``: "gives the group away and moves the score", "gives
        the group away only", "moves the score only", "neither", "not judged"; ``remark``.

    Raises
    ------
    ColumnError, ArgumentError
        When a column is missing, or is group, score and cause at once.

    Notes
    -----
    Cramer's V with the correction of Bergsma (2013), numbers cut at tenths; it counts as giving away from .1 (a "small"
    association of Cohen's) and beyond chance, after Holm over all columns and attributes. Points: a linear model of the
    score on all columns, Wald tests robust to unequal spread (HC1); a column moves the score from a twentieth of the
    score's standard deviation. Together: logistic regression on the bins, predicted for people it has not seen. A proxy
    is not yet a wrong: whether the column is needed for the work is for people to say.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame({"sex": rng.choice(["f", "m"], 600), "test": rng.normal(60, 10, 600)})
    >>> frame["gap"] = rng.poisson(np.where(frame["sex"] == "f", 12, 6))
    >>> frame["score"] = frame["test"] - 0.8 * frame["gap"]
    >>> table = find_proxies(frame, groups="sex", columns=["test", "gap"], score="score")
    >>> table[["column", "group", "verdict"]].head(2).values.tolist()
    [['gap', 'f', 'gives the group away and moves the score'], ['test', 'm', 'moves the score only']]
    """
    attributes, names = column_names(groups, "groups"), column_names(columns, "columns")
    _check_apart(attributes, names, score)
    read = [read_column(frame, name) for name in names]
    points = np.full(len(frame), np.nan) if score is None else numbers(frame, score, None)
    if score is not None and np.isnan(points).all():
        raise ColumnError(f"Column '{score}' has no number in any row. A score was expected. Leave score= out.")
    require_finite(score or "score", points)
    parts = [
        _of_attribute(grouping_of(frame, one, tuple(unknown_labels)), read, points, score is not None, least_people)
        for one in attributes
    ]
    return _judged(pd.concat(parts, ignore_index=True), points, confidence)


def _check_apart(attributes: list[str], names: list[str], score: str | None) -> None:
    for name in names:
        if name in attributes or name == score:
            what = "the score" if name == score else "in groups"
            raise ArgumentError(
                f"Column '{name}' is in columns and is {what} as well. Other columns were expected, which might stand "
                "for the group. Leave it out of columns."
            )


def _of_attribute(grouping: Grouping, read: list[Column], points: np.ndarray, scored: bool, least: int) -> pd.DataFrame:
    sizes = np.bincount(grouping.codes, minlength=grouping.size)
    kept = (sizes >= least) & ~grouping.unknown
    use = kept[grouping.codes] & (~np.isnan(points) | (not scored))
    codes = (np.cumsum(kept) - 1)[grouping.codes[use]]
    labels = [label for label, keep in zip(grouping.labels, kept, strict=True) if keep]
    usable = [column for column in read if not column.not_read]
    moved = fit_points([c.design[use] for c in usable], points[use]) if scored and usable and use.any() else []
    of_points = dict(zip([column.name for column in usable], moved, strict=False))
    rows = [_row(column, use, codes, labels, of_points.get(column.name)) for column in read]
    rows.append(_together(usable, use, codes, labels))
    table = pd.DataFrame(rows)
    table.insert(0, "attribute", grouping.attribute)
    return table.assign(people=int(use.sum()), people_left_out=int((~use).sum()))


def _row(
    column: Column, use: np.ndarray, codes: np.ndarray, labels: list[str], moved: tuple[np.ndarray, float, bool] | None
) -> dict:
    row: dict = {"column": column.name, "kind": column.kind, "remark": column.not_read}
    if column.not_read or len(labels) < 2:
        return row | {"remark": column.not_read or "fewer than two groups have enough people"}
    away, chance = _association(column.codes[use], codes)
    row |= {"gives_away": away, "gives_away_chance": chance, "auc": _auc_of(column, use, codes, len(labels))}
    if moved is None:
        return row
    beta, chance, apart = moved
    adds = column.design[use] @ beta
    sizes = np.bincount(codes, minlength=len(labels))
    sums = np.bincount(codes, weights=adds, minlength=len(labels))
    behind = (adds.sum() - sums) / np.maximum(len(adds) - sizes, 1) - sums / sizes
    most = int(np.argmax(behind))
    return row | {
        "points_spread": float(adds.std()),
        "points_chance": chance,
        "group": labels[most],
        "points_lost": float(behind[most]),
        "remark": "" if apart else "cannot be told apart from the other columns",
    }


def _association(bins: np.ndarray, codes: np.ndarray) -> tuple[float, float]:
    """Return Cramer's V corrected after Bergsma, and how often chance would do as much (chi-square)."""
    from scipy import stats

    _, bins = np.unique(bins, return_inverse=True)
    table = np.bincount(bins * (codes.max() + 1) + codes, minlength=(bins.max() + 1) * (codes.max() + 1))
    table = table.reshape(bins.max() + 1, codes.max() + 1)
    total, (rows, cells) = int(table.sum()), table.shape
    if min(rows, cells) < 2 or total < 2:
        return 0.0, 1.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / total
    squares = float(((table - expected) ** 2 / expected).sum())
    free = (rows - 1) * (cells - 1)
    left = max(squares / total - free / (total - 1), 0.0)
    fewer = min(rows - (rows - 1) ** 2 / (total - 1), cells - (cells - 1) ** 2 / (total - 1)) - 1
    return min(float(np.sqrt(left / max(fewer, 1e-12))), 1.0), float(stats.chi2.sf(squares, free))


def _auc_of(column: Column, use: np.ndarray, codes: np.ndarray, groups: int) -> float:
    if column.values is None:
        return np.nan
    values = column.values[use]
    known = ~np.isnan(values)
    each = [_auc(values[known], codes[known] == one) for one in range(groups)]
    return float(np.nanmax([max(one, 1 - one) for one in each])) if np.isfinite(each).any() else np.nan


def _auc(values: np.ndarray, inside: np.ndarray) -> float:
    from scipy import stats

    ours = int(inside.sum())
    others = len(inside) - ours
    if not ours or not others:
        return np.nan
    return float((stats.rankdata(values)[inside].sum() - ours * (ours + 1) / 2) / (ours * others))


def _together(usable: list[Column], use: np.ndarray, codes: np.ndarray, labels: list[str]) -> dict:
    """Predict the group from all columns at once, for people whom the model has not seen."""
    row = {"column": TOGETHER, "kind": "together", "remark": ""}
    if not usable or len(labels) < 2:
        return row | {"remark": "nothing to read it from"}
    bins = [column.codes[use] for column in usable]
    order = in_order_of_content([codes, *bins])
    if len(order) > MOST_ROWS:
        order = order[np.linspace(0, len(order) - 1, MOST_ROWS).astype(int)]
    inside = np.column_stack([one[order] for one in bins])
    guessed, truth = _guessed(inside, codes[order]), codes[order]
    each = [_auc(guessed[:, one], truth == one) for one in range(len(labels))]
    best = int(np.nanargmax(each))
    return row | {"auc": each[best], "gives_away_chance": _auc_chance(each[best], truth == best), "group": labels[best]}


def _guessed(bins: np.ndarray, codes: np.ndarray) -> np.ndarray:
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import OneHotEncoder

    inputs = OneHotEncoder(handle_unknown="ignore").fit_transform(bins)
    fold, guessed = np.arange(len(codes)) % FOLDS, np.zeros((len(codes), int(codes.max()) + 1))
    for one in range(FOLDS):
        model = LogisticRegression(max_iter=1000).fit(inputs[fold != one], codes[fold != one])
        guessed[np.ix_(np.flatnonzero(fold == one), model.classes_)] = model.predict_proba(inputs[fold == one])
    return guessed


def _auc_chance(auc: float, inside: np.ndarray) -> float:
    from scipy import stats

    ours, others = int(inside.sum()), int((~inside).sum())
    return float(stats.norm.sf((auc - 0.5) / np.sqrt((ours + others + 1) / (12 * ours * others))))


def _judged(table: pd.DataFrame, points: np.ndarray, confidence: float) -> pd.DataFrame:
    wanted = ["attribute", "column", "kind", "people", "people_left_out", "gives_away", "gives_away_chance", "auc",
              "points_spread", "points_chance", "group", "points_lost", "verdict", "remark"]  # fmt: skip
    table = table.reindex(columns=wanted)
    numeric = ["gives_away", "gives_away_chance", "auc", "points_spread", "points_chance", "points_lost"]
    table[numeric] = table[numeric].astype(float)
    for name in ("gives_away_chance", "points_chance"):
        chances = table[name].to_numpy()
        table[name] = guarded(chances, of=int((~np.isnan(chances)).sum()))
    limit = 1 - confidence + 1e-12
    enough = np.where(table["kind"] == "together", table["auc"] >= TOGETHER_FROM, table["gives_away"] >= AWAY_FROM)
    away = enough & (table["gives_away_chance"] <= limit).to_numpy()
    spread = np.nanstd(points) if np.isfinite(points).any() else np.nan
    moves = ((table["points_chance"] <= limit) & (table["points_spread"] >= MOVES_FROM * spread)).to_numpy()
    cases = {NOT_JUDGED: table["gives_away_chance"].isna().to_numpy(), BOTH: away & moves, AWAY: away, MOVES: moves}
    table["verdict"] = np.select(list(cases.values()), list(cases), NEITHER)
    table["group"] = table["group"].astype(object).where(table["group"].notna(), "")
    table.insert(12, "product", table["gives_away"] * table["points_spread"])
    last = table["kind"] == "together"
    order = table.assign(last=last, by=-table["product"].fillna(-1.0), away=-table["gives_away"].fillna(-1.0))
    order["place"] = pd.factorize(table["attribute"])[0]
    return table.loc[order.sort_values(["place", "last", "by", "away", "column"], kind="stable").index].reset_index(
        drop=True
    )
