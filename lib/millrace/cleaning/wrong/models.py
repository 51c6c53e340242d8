"""A model per column over the signs of cells, which learns from the rows that a person has marked."""

from dataclasses import dataclass

import numpy as np

__all__ = ["Marks", "learnt"]

TREES = 30
OWN = 6.0  # a mark counts as much as six in another column: the signs mean much the same everywhere, not all the same
FEW = 4  # so many wrong or suspect cells among the marks, and what they teach counts as much as the rules
ENOUGH_WHOLE = 4  # so many marked cells, all wrong, make a whole column suspect
MOST_TAUGHT = 4_000  # marked cells of other columns a model learns from
ROUND = 3  # decimals of a sign; cells with equal signs are judged once


@dataclass(frozen=True)
class Marks:
    """What a person has judged: ``judged`` and ``wrong``, both of the shape of the table."""

    judged: np.ndarray
    wrong: np.ndarray

    def rows(self, column: int) -> np.ndarray:
        """Return the places of the rows that are judged in a column."""
        return np.flatnonzero(self.judged[:, column])

    def whole(self, column: int) -> bool:
        """Say whether every marked cell of a column is wrong, so that no sign can tell right from wrong."""
        rows = self.rows(column)
        return len(rows) >= ENOUGH_WHOLE and bool(self.wrong[rows, column].all())


@dataclass(frozen=True)
class Lesson:
    """Marked cells with their signs, whether they are wrong, and the column they come from."""

    signs: np.ndarray
    wrong: np.ndarray
    column: np.ndarray


def learnt(signs: list[np.ndarray], rules: np.ndarray, marks: Marks, seed: int) -> np.ndarray:
    """Learn from marked rows how likely each cell is wrong.

    Parameters
    ----------
    signs : list of array of shape (rows, signs)
        One per column.
    rules : array of shape (rows, columns)
        How suspect the rules alone find each cell.
    marks : Marks
        What a person has judged.
    seed : int
        Of the trees.

    Returns
    -------
    array of shape (rows, columns)
        From 0 to 1.
    """
    taught = _taught(signs, marks)
    trust = _trust(rules, marks)
    answers = np.zeros(rules.shape)
    for column in range(len(signs)):
        if marks.whole(column):
            judged = len(marks.rows(column))
            answers[:, column] = (judged + 1) / (judged + 2)  # the rule of succession
        else:
            predicted = _predicted(column, signs[column], taught, seed)
            answers[:, column] = trust * predicted + (1 - trust) * rules[:, column]
    return answers


def _trust(rules: np.ndarray, marks: Marks) -> float:
    """Return how far the marks are believed against the rules: those count that the rules do not know already."""
    teaching = [column for column in range(rules.shape[1]) if not marks.whole(column)]
    told = (marks.wrong | (rules > 0.5))[:, teaching] & marks.judged[:, teaching]
    telling = float(told.sum())
    return telling**2 / (telling**2 + FEW**2)


def _taught(signs: list[np.ndarray], marks: Marks) -> Lesson:
    # a column that is wrong throughout teaches the others nothing
    rows = [np.array([], dtype=int) if marks.whole(place) else marks.rows(place) for place in range(len(signs))]
    return Lesson(
        np.vstack([own[picked] for own, picked in zip(signs, rows, strict=True)]),
        np.concatenate([marks.wrong[picked, place] for place, picked in enumerate(rows)]),
        np.concatenate([np.full(len(picked), place) for place, picked in enumerate(rows)]),
    )


def _predicted(column: int, signs: np.ndarray, taught: Lesson, seed: int) -> np.ndarray:
    from sklearn.ensemble import ExtraTreesClassifier

    if taught.wrong.all() or not taught.wrong.any():
        return np.full(len(signs), float(taught.wrong[:1].any()))
    lesson = _thinned(taught, column, seed)
    own = lesson.column == column
    trees = ExtraTreesClassifier(TREES, max_features=0.5, random_state=seed)
    trees.fit(_with_own(lesson.signs, own), lesson.wrong, sample_weight=np.where(own, OWN, 1.0))
    distinct, back = np.unique(_with_own(signs, np.ones(len(signs))), axis=0, return_inverse=True)
    return trees.predict_proba(distinct)[:, 1][back.ravel()]


def _thinned(taught: Lesson, column: int, seed: int) -> Lesson:
    """Leave out marks of other columns where somebody has marked thousands of rows."""
    if len(taught.wrong) <= MOST_TAUGHT:
        return taught
    chance = np.random.default_rng(seed).random(len(taught.wrong))
    rarer = taught.wrong == (taught.wrong.mean() < 0.5)
    kept = rarer | (taught.column == column) | (chance < MOST_TAUGHT / len(taught.wrong))
    return Lesson(taught.signs[kept], taught.wrong[kept], taught.column[kept])


def _with_own(signs: np.ndarray, own: np.ndarray) -> np.ndarray:
    return np.column_stack([signs, own]).astype("float32").round(ROUND)
