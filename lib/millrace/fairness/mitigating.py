"""Remedies: other thresholds, other weights, a score or a feature without what stands for a group, a column dropped."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words, require_columns
from millrace.fairness.columns import column_names, fit_points, in_order_of_content, read_column
from millrace.fairness.contracts import Contract, check_choice
from millrace.fairness.groups import Grouping, grouping_of
from millrace.fairness.people import People, numbers, people_of, yes_or_no
from millrace.fairness.ranges import divided

__all__ = ["repair_feature", "reweigh", "select_from", "thresholds_by_group", "without_points"]

EQUAL = ("selection rate", "true positive rate")
WARNING = (
    "It treats people of the same score unlike by their group: unlawful in many places where the group may not enter a "
    "decision. Ask before you use it."
)


def thresholds_by_group(
    frame: pd.DataFrame, agreed: Contract, *, by: str, equal: str = "selection rate", places: int | None = None
) -> pd.DataFrame:
    """Find a threshold for each group at which the groups are selected alike, for the same number of places.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    agreed : Contract
        With a score; with an outcome where ``equal`` asks for it.
    by : str
        The attribute, one of the contract's groups.
    equal : {"selection rate", "true positive rate"}
        What is made alike: the share selected of all, or of those with a good outcome as far as it is known.
    places : int, optional
        How many people can be selected; as many as now when it is not said.

    Returns
    -------
    DataFrame
        One row per group: ``group``, ``people`` (with a score), ``threshold`` (selected from there on),
        ``selected_now``, ``selected``, ``rate_now``, ``rate``; ``good_known``, ``good_selected`` (of known
        outcomes); ``warning``.

    Raises
    ------
    ColumnError, ArgumentError
        When there is no score, no such attribute, or nobody with a good outcome in a group.

    Notes
    -----
    The idea of Hardt, Price and Srebro (2016), without their lottery between two thresholds: nobody should be refused
    by a throw of dice. Scores that many people share cannot be split, so rates are as near as they can be. A person's
    group decides here, which is unlawful in many places.

    Examples
    --------
    >>> from millrace.fairness import contract
    >>> agreed = contract(decision="invite", decided_by="score", fixed_on="2026-03-02", groups="sex", score="score",
    ...                   threshold=60, harmed="applicants", harm="allocation")
    >>> frame = pd.DataFrame({"sex": ["f"] * 4 + ["m"] * 4, "score": [40, 50, 55, 60, 50, 60, 65, 70]})
    >>> thresholds_by_group(frame, agreed, by="sex")[["group", "threshold", "selected_now", "selected"]]
      group  threshold  selected_now  selected
    0     f       55.0             1         2
    1     m       65.0             3         2
    """
    check_choice(equal, EQUAL, "equal")
    check_choice(by, agreed.groups, "by")
    read = _with_score(frame, agreed)
    grouping = read.groupings[agreed.groups.index(by)]
    _check_whole(read)
    scored = ~np.isnan(read.score)
    now = int((read.selected > 0).sum())
    cuts = _equal_cuts(read, grouping, equal, now if places is None else places)
    rows = []
    for code, label in enumerate(grouping.labels):
        inside = grouping.codes == code
        chosen, good = inside & (read.score >= cuts[code]), inside & scored & (read.outcome > 0)
        rows.append(
            {
                "group": label,
                "people": int((inside & scored).sum()),
                "threshold": cuts[code],
                "selected_now": int((inside & (read.selected > 0)).sum()),
                "selected": int(chosen.sum()),
                "rate_now": float(divided((inside & (read.selected > 0)).sum(), inside.sum())),
                "rate": float(divided(chosen.sum(), (inside & scored).sum())),
                "good_known": int(good.sum()),
                "good_selected": int((good & chosen).sum()),
                "warning": WARNING,
            }
        )
    return pd.DataFrame(rows)


def _with_score(frame: pd.DataFrame, agreed: Contract) -> People:
    if agreed.score is None:
        raise ArgumentError("The contract names no score. A score was expected. Make a contract with score='...'.")
    return people_of(frame, agreed, pairs=False)


def _check_whole(read: People) -> None:
    if (read.people != 1).any():
        raise ArgumentError(
            "The table holds counts. One row per person was expected, because single people are chosen anew. Use the "
            "table from which the counts were made."
        )


def _equal_cuts(read: People, grouping: Grouping, equal: str, places: int) -> np.ndarray:
    """Try shares from 0 to 1, and keep the one at which the number selected is nearest to the places."""
    rows = ~np.isnan(read.score) & ((read.outcome > 0) | (equal == "selection rate"))
    of_group = [np.sort(read.score[rows & (grouping.codes == code)])[::-1] for code in range(grouping.size)]
    for label, scores in zip(grouping.labels, of_group, strict=True):
        if not len(scores) and equal == "true positive rate" and (grouping.codes == grouping.labels.index(label)).any():
            raise ArgumentError(
                f"Of group '{label}' no good outcome is known. Some were expected, to make true positive rates alike. "
                "Use equal='selection rate', or learn outcomes first."
            )
    everybody = [np.sort(read.score[(grouping.codes == code) & ~np.isnan(read.score)]) for code in range(grouping.size)]
    sizes = np.array([len(scores) for scores in of_group])
    best, nearest = np.full(grouping.size, np.inf), np.inf
    for share in np.linspace(0, 1, 1001):
        cuts = np.array([_nearest_cut(scores, share) for scores in of_group])
        total = _from_each(everybody, cuts).sum()
        rates = divided(_from_each([one[::-1] for one in of_group], cuts), sizes)
        unlike = np.nansum(sizes * np.abs(rates - np.nansum(sizes * rates) / sizes.sum())) / sizes.sum()
        # alike first, and the number of places at once: equal scores may put either out of reach
        if (off := unlike + abs(total - places) / max(places, 1)) < nearest - 1e-12:
            best, nearest = cuts, off
    return best


def _from_each(rising: list[np.ndarray], cuts: np.ndarray) -> np.ndarray:
    return np.array([len(one) - np.searchsorted(one, cut) for one, cut in zip(rising, cuts, strict=True)])


def _nearest_cut(falling: np.ndarray, share: float) -> float:
    """Return the score from which on about this share is selected; people with equal scores stay together."""
    wanted = share * len(falling)
    if not len(falling):
        return np.inf
    at = min(max(round(wanted), 1), len(falling)) - 1
    rising = falling[::-1]
    score = falling[at]
    with_it = len(falling) - np.searchsorted(rising, score)
    without = len(falling) - np.searchsorted(rising, score, side="right")
    if abs(without - wanted) >= abs(with_it - wanted):
        return float(score)
    return float(falling[without - 1]) if without else np.inf


def select_from(
    frame: pd.DataFrame,
    *,
    score: str,
    into: str,
    threshold: float | None = None,
    places: int | None = None,
    thresholds: pd.DataFrame | None = None,
    by: str | None = None,
) -> pd.DataFrame:
    """Decide anew, by a threshold for all, for a number of places, or with a threshold for each group.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    score : str
        The column of the score.
    into : str
        The new column of True and False.
    threshold : float, optional
        Selected are scores from here on.
    places : int, optional
        Selected are the highest scores, as many as there are places; of people with equal scores at the border all or
        none, whichever is nearer.
    thresholds : DataFrame, optional
        From `thresholds_by_group`, together with ``by``, the column of the group.
    by : str, optional
        See ``thresholds``.

    Returns
    -------
    DataFrame
        A copy with the new column; nobody without a score is selected.

    Raises
    ------
    ColumnError, ArgumentError
        When it is not said in exactly one way how to select, or the new column is there already.

    Examples
    --------
    >>> select_from(pd.DataFrame({"score": [50, 70, 60]}), score="score", places=2, into="chosen")["chosen"].tolist()
    [False, True, True]
    """
    _check_new(frame, into)
    points = numbers(frame, score, None)
    if sum(one is not None for one in (threshold, places, thresholds)) != 1 or (thresholds is None) != (by is None):
        raise ArgumentError(
            "It was said in several ways, or in none, how to select. One was expected: threshold=60, or places=500, or "
            "thresholds=... with by='...'. Keep one of them."
        )
    if thresholds is not None and by is not None:
        require_columns(thresholds, ["group", "threshold"], table="the table of thresholds_by_group")
        grouping = grouping_of(frame, by)
        of = dict(zip(thresholds["group"], thresholds["threshold"], strict=True))
        cut = np.array([of.get(label, np.inf) for label in grouping.labels])[grouping.codes]
    elif places is not None:
        known = np.sort(points[~np.isnan(points)])[::-1]
        cut = np.full(len(frame), _nearest_cut(known, places / max(len(known), 1)) if places > 0 else np.inf)
    else:
        cut = np.full(len(frame), threshold)
    return frame.assign(**{into: points >= cut})


def _check_new(frame: pd.DataFrame, into: str) -> None:
    if into in frame.columns:
        raise ArgumentError(
            f"into='{into}' was given, which the table has already. The name of a new column was expected. "
            "Write another."
        )


def reweigh(
    frame: pd.DataFrame, *, by: str, label: str, label_value: object = None, into: str = "weight"
) -> pd.DataFrame:
    """Weigh rows so that group and label go together no more than by chance, before a score is learnt from them.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    by : str
        The column of the group.
    label, label_value : str
        What a score will learn: a past decision or an outcome, and its value that is good.
    into : str
        The new column.

    Returns
    -------
    DataFrame
        A copy with weights, mean 1; rows whose label is unknown keep 1.

    Raises
    ------
    ColumnError, ArgumentError
        When a column is missing or not as described.

    Notes
    -----
    Kamiran and Calders, Data preprocessing techniques for classification without discrimination (2012): expected over
    observed number of rows, per group and label. It helps only a score that is learnt anew, and does not repair a label
    that measures the wrong thing.

    Examples
    --------
    >>> frame = pd.DataFrame({"sex": list("ffffmmmm"), "hired": [1, 0, 0, 0, 1, 1, 1, 0]})
    >>> reweigh(frame, by="sex", label="hired")["weight"].round(2).tolist()
    [2.0, 0.67, 0.67, 0.67, 0.67, 0.67, 0.67, 2.0]
    """
    _check_new(frame, into)
    grouping, good = grouping_of(frame, by), yes_or_no(frame, label, label_value, "label")
    known = ~np.isnan(good)
    cell = grouping.codes * 2 + np.nan_to_num(good).astype(np.int64)
    table = np.bincount(cell[known], minlength=2 * grouping.size).reshape(-1, 2)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(table.sum(), 1)
    weights = divided(expected, table).ravel()[cell]
    return frame.assign(**{into: np.where(known, weights, 1.0)})


def without_points(
    frame: pd.DataFrame, *, score: str, feature: str, given: Sequence[str], into: str = "score_without"
) -> pd.DataFrame:
    """Take out of a score what one column adds to it, others held equal; nobody's group is needed for it.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    score : str
        The column of the score.
    feature : str
        The column that stands for a group, as found by `find_proxies`.
    given : list of str
        The other columns that the score reads, so that their points are left alone.
    into : str
        The new column.

    Returns
    -------
    DataFrame
        A copy with the score less the points of the feature; its mean is what it was. What is lost: whatever the
        feature rightly said of the work; see ``average_merit`` and ``good_change`` in `compare_mitigations`.

    Raises
    ------
    ColumnError, ArgumentError
        When a column is missing, or cannot be told apart from the others.

    Notes
    -----
    The points are those of a linear model of the score, as in `find_proxies`.

    Examples
    --------
    >>> frame = pd.DataFrame({"gap": [0, 12, 24, 0, 6], "test": [60, 60, 50, 40, 70]})
    >>> frame["score"] = frame["test"] - 0.5 * frame["gap"]
    >>> without_points(frame, score="score", feature="gap", given=["test"])["score_without"].round(2).tolist()
    [55.8, 55.8, 45.8, 35.8, 65.8]
    """
    _check_new(frame, into)
    points = numbers(frame, score, None)
    known = ~np.isnan(points)
    others = [read_column(frame, name) for name in column_names(given, "given") if name != feature]
    column = read_column(frame, feature)
    if column.not_read:
        raise ArgumentError(
            f"Of column '{feature}' {column.not_read}. A column that many people share was expected. Choose another."
        )
    designs = [column.design, *(one.design for one in others if not one.not_read)]
    beta, _, is_apart = fit_points([one[known] for one in designs], points[known])[0]
    if not is_apart:
        raise ArgumentError(
            f"Column '{feature}' cannot be told apart from {in_words(list(given))}. Columns that differ from it were "
            "expected. Leave out of given what says the same."
        )
    adds = column.design @ beta
    return frame.assign(**{into: points - (adds - adds[known].mean())})


def repair_feature(
    frame: pd.DataFrame, *, feature: str, by: str | Sequence[str], strength: float = 1.0, into: str | None = None
) -> pd.DataFrame:
    """Take out of a column what it tells of a group, so that its mean is the same in each.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    feature : str
        A column of numbers.
    by : str or list of str
        The columns of the groups; an unknown group is one of its own.
    strength : float
        How much is taken out, from 0 to 1.
    into : str, optional
        The new column; the feature's name with "_repaired" when it is not said.

    Returns
    -------
    DataFrame
        A copy with the new column; missing values stay missing. What is lost: differences between groups that matter
        for the work go with it. A person's group is needed for it, which is unlawful in some places.

    Raises
    ------
    ColumnError, ArgumentError
        When a column is missing, or strength is no share.

    Notes
    -----
    The residual of a linear model on the groups, by fairlearn's ``CorrelationRemover``. Spread and shape may still
    differ between groups.

    Examples
    --------
    >>> frame = pd.DataFrame({"sex": ["f", "f", "m", "m"], "gap": [10, 14, 2, 6]})
    >>> repair_feature(frame, feature="gap", by="sex")["gap_repaired"].round(6).tolist()
    [6.0, 10.0, 6.0, 10.0]
    """
    from fairlearn.preprocessing import CorrelationRemover

    new = f"{feature}_repaired" if into is None else into
    _check_new(frame, new)
    if not isinstance(strength, int | float) or not 0 <= strength <= 1:
        raise ArgumentError(f"strength={in_words(strength)} was given. A share from 0 to 1 was expected. Write 1.0.")
    values = numbers(frame, feature, None)
    known = ~np.isnan(values)
    groupings = [grouping_of(frame, name) for name in column_names(by, "by")]
    dummies = [(one.codes[:, None] == np.arange(1, one.size)).astype(float) for one in groupings if one.size > 1]
    if not dummies or not known.any():
        return frame.assign(**{new: values})
    table = np.column_stack([*dummies, values])[known]
    remover = CorrelationRemover(sensitive_feature_ids=list(range(table.shape[1] - 1)), alpha=float(strength))
    repaired = np.full(len(frame), np.nan)
    repaired[known] = np.asarray(remover.fit_transform(table))[:, 0]
    return frame.assign(**{new: repaired})


def ordered_folds(columns: list[np.ndarray], folds: int) -> np.ndarray:
    """Deal rows out to folds by what they hold, so that the order of the table decides nothing.

    Parameters
    ----------
    columns : list of ndarray
        What the rows hold.
    folds : int
        How many.

    Returns
    -------
    ndarray of int

    Examples
    --------
    >>> ordered_folds([np.array([30, 10, 20])], 2).tolist()
    [0, 0, 1]
    """
    fold = np.empty(len(columns[0]), dtype=np.int64)
    fold[in_order_of_content(columns)] = np.arange(len(fold)) % folds
    return fold
