"""Is AI the right cure? Five criteria with described levels, and a weighted score."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.painpoints.frames import marked_names, names, ranges, require_table
from millrace.painpoints.parts import number

__all__ = ["criteria", "read_scores", "read_weights", "suitability"]

LEAST, MOST = 1.0, 5.0
_CRITERIA = {
    "data": (
        "Are the records there that a tool would learn from or look things up in?",
        "Nothing is written down, or only in somebody's head",
        "Some records, on paper or in chats, with large gaps",
        "A file per month or person that must be cleaned first",
        "One clean table of at least a year, cause or outcome noted in most rows",
        "Clean, complete, up to date, outcome noted, and we may use it",
    ),
    "feasibility": (
        "Can it be done with the people, tools and time at hand?",
        "Nobody has shown that it works, or it needs a team of experts",
        "It works elsewhere, with experts and months of work",
        "A bought tool does it after some weeks of fitting in",
        "A bought tool does it within days, one of us can run it",
        "We have tried it on our own files, and it works",
    ),
    "return": (
        "What does it bring per year against all that it costs, people's time included?",
        "Less than it costs",
        "About what it costs",
        "Up to twice what it costs",
        "Two to five times what it costs",
        "More than five times, in money that leaves or enters the till",
    ),
    "fit": (
        "Does it fit the work, the people and what the firm is known for?",
        "Those concerned refuse it, or it breaks how the work is done",
        "Work must be arranged anew, few want it",
        "It fits after some changes, opinions are split",
        "It fits the work as it is, most want it",
        "Those who would use it ask for it, and it replaces a chore",
    ),
    "risk": (
        "What can go wrong, for whom, and would anybody notice? (5 is the worst)",
        "A mistake is seen at once and costs minutes",
        "A mistake costs little money, a person checks each result",
        "A mistake reaches customers now and then and can be put right",
        "A mistake costs a customer or harms a person, or may go unseen",
        "It decides on people or safety, binds the firm or breaks a law, and nobody would see it",
    ),
}  # fmt: skip


def criteria() -> pd.DataFrame:
    """List the five criteria with what each score from 1 to 5 means.

    Returns
    -------
    DataFrame
        One row per criterion: ``criterion``, ``question``, ``level_1`` to ``level_5``, and ``reversed`` (True for risk:
        5 is the worst).

    Notes
    -----
    Levels that are described are scored more alike by two people than bare numbers (behaviourally anchored scales,
    Smith and Kendall 1963). Score an option by the highest level whose description is true of it.

    Examples
    --------
    >>> criteria()["criterion"].tolist()
    ['data', 'feasibility', 'return', 'fit', 'risk']
    """
    columns = ["criterion", "question", *(f"level_{level}" for level in range(1, 6))]
    table = pd.DataFrame([[name, *texts] for name, texts in _CRITERIA.items()], columns=columns)
    return table.assign(reversed=table["criterion"].eq("risk"))


def suitability(
    options: pd.DataFrame,
    *,
    weights: Mapping[str, float],
    option: str = "option",
    lower_is_better: Sequence[str] = ("risk",),
) -> pd.DataFrame:
    """Score how well AI suits each option, by weighted criteria.

    Parameters
    ----------
    options : DataFrame
        One row per option: its name, and per criterion a score from 1 to 5, or a range of scores in three columns such
        as ``data_low``, ``data_likely``, ``data_high``.
    weights : dict
        How much each criterion counts, for example ``{"data": 3, "feasibility": 2, "return": 3, "fit": 1, "risk": 2}``.
        Only their proportions matter. The five of `criteria`, or criteria of your own.
    option : str
        The column of names.
    lower_is_better : list of str
        Criteria whose scores are turned round (5 becomes 1).

    Returns
    -------
    DataFrame
        One row per option, the best first: ``option``, the points per criterion (risk turned round: 5 is always good),
        ``score`` (1 to 5), ``score_low`` and ``score_high`` (all scores at their worst, at their best), ``rank``,
        ``tied_with`` and ``cannot_be_told_from`` (options whose ranges of score overlap; names with commas between),
        and ``stops``: criteria at their worst level, which no other criterion should make up for.

    Raises
    ------
    ColumnError
        When a criterion is not a column, or a score is missing, text or outside 1 to 5.
    ArgumentError
        When a weight is below 0 or no number, all are 0, or a criterion that was scored has no weight.

    Notes
    -----
    Levels: see `criteria`. A weighted mean lets a good criterion make up for a bad one; ``stops`` says where that
    would be wrong.

    Examples
    --------
    >>> ideas = pd.DataFrame({"option": ["replies", "stock"], "data": [4, 3], "return": [2, 5], "risk": [4, 1]})
    >>> suitability(ideas, weights={"data": 1, "return": 2, "risk": 1})[["option", "score"]].values.tolist()
    [['stock', 4.5], ['replies', 2.5]]
    """
    named, points, share = read_scores(options, weights=weights, option=option, lower_is_better=lower_is_better)
    low, score, high = (np.round(points[:, :, end] @ share, 9) for end in range(3))
    overlap = (low[:, None] <= high) & (low <= high[:, None])
    counted = [name for name, each in zip(weights, share, strict=True) if each > 0]
    place = {name: number for number, name in enumerate(weights)}
    table = pd.DataFrame(points[:, :, 1], columns=[str(name) for name in weights])
    table.insert(0, "option", named)
    table = table.assign(
        score=score,
        score_low=low,
        score_high=high,
        rank=pd.Series(score).rank(ascending=False, method="min").astype("int64"),
        tied_with=marked_names(named, score[:, None] == score),
        cannot_be_told_from=marked_names(named, overlap),
        stops=[", ".join(name for name in counted if row[place[name], 1] <= LEAST) for row in points],
    )
    return table.sort_values("score", ascending=False, kind="stable").reset_index(drop=True)


def read_scores(
    options: pd.DataFrame, *, weights: Mapping[str, float], option: str, lower_is_better: Sequence[str]
) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Take names, points and weights out of a table of scores.

    Parameters
    ----------
    options, weights, option, lower_is_better
        As for `suitability`.

    Returns
    -------
    tuple of list, array of shape (options, criteria, 3) and array of shape (criteria,)
        Names; points from worst to best case, 5 always good; weights that sum to 1.

    Raises
    ------
    ColumnError, ArgumentError
        As for `suitability`.

    Examples
    --------
    >>> ideas = pd.DataFrame({"option": ["a"], "risk": [4]})
    >>> read_scores(ideas, weights={"risk": 3}, option="option", lower_is_better=["risk"])[1].tolist()
    [[[2.0, 2.0, 2.0]]]
    """
    require_table(options, [option], table="the options")
    share = read_weights(weights)
    _check_criteria(options, weights, lower_is_better)
    points = np.empty((len(options), len(share), 3))
    for place, name in enumerate(weights):
        scores = ranges(options, name, least=LEAST, largest=MOST)
        points[:, place] = LEAST + MOST - scores[:, ::-1] if name in lower_is_better else scores
    return names(options, option), points, share


def read_weights(weights: object) -> np.ndarray:
    """Take weights as shares of 1.

    Parameters
    ----------
    weights : dict
        Criterion and weight.

    Returns
    -------
    array of float

    Raises
    ------
    ArgumentError
        When it is no dict, a weight is no number or below 0, or all are 0.

    Examples
    --------
    >>> read_weights({"data": 3, "risk": 1}).tolist()
    [0.75, 0.25]
    """
    if not isinstance(weights, Mapping) or not weights:
        raise ArgumentError(
            f"weights={in_words(weights)} was given. Criteria and their weights were expected. Write them like "
            "{'data': 3, 'risk': 2}."
        )
    values = np.array([number(value, name=f"the weight of '{name}'") for name, value in weights.items()])
    if (values < 0).any() or not values.sum() > 0:
        found = "a weight below 0" if (values < 0).any() else "nothing but zeros"
        raise ArgumentError(
            f"weights={in_words(dict(weights))} has {found}. Weights of 0 or more, one of them above 0, were expected. "
            "For a criterion where less is better, use lower_is_better."
        )
    return values / values.sum()


def _check_criteria(options: pd.DataFrame, weights: Mapping[str, float], lower_is_better: Sequence[str]) -> None:
    if isinstance(lower_is_better, str):
        raise ArgumentError(
            f"lower_is_better={in_words(lower_is_better)} was given. A list was expected. Write ['{lower_is_better}']."
        )
    for name in lower_is_better:
        if name not in weights and name not in _CRITERIA:
            raise ArgumentError(
                f"lower_is_better names '{name}', which has no weight. A criterion of weights was expected: "
                f"{', '.join(map(str, weights))}.{did_you_mean(name, weights)} Correct it."
            )
    scored = {name for name in _CRITERIA for end in ("", "_likely") if f"{name}{end}" in options.columns}
    forgotten = [name for name in _CRITERIA if name in scored and name not in weights]
    if forgotten:
        # a misspelt weight looks like a forgotten one and an unknown one at once
        wrong = [name for name in weights if name not in options.columns and name in weights and name not in _CRITERIA]
        hint = f" '{wrong[0]}' is no column.{did_you_mean(wrong[0], forgotten)}" if wrong else ""
        raise ArgumentError(
            f"The options have scores for '{forgotten[0]}', and weights has none.{hint} A weight for it was expected. "
            "Give it one, 0 if it should not count."
        )
