"""A score learnt anew, with weights or without a column, to see what that changes for whom."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError
from millrace.fairness.columns import column_names, read_column
from millrace.fairness.contracts import Contract
from millrace.fairness.mitigating import ordered_folds, select_from
from millrace.fairness.people import numbers, people_of, yes_or_no
from millrace.fairness.ranges import divided

__all__ = ["drop_column", "learn_score"]

FOLDS = 5
LITTLE = 0.05


def learn_score(
    frame: pd.DataFrame,
    *,
    label: str,
    columns: Sequence[str],
    label_value: object = None,
    weight: str | None = None,
    into: str = "learnt_score",
) -> pd.DataFrame:
    """Learn a score from past decisions or outcomes, and score each person by a model that has not seen the person.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    label, label_value : str
        What is learnt, and its value that is good. Rows where it is unknown are scored and not learnt from.
    columns : list of str
        What the model reads.
    weight : str, optional
        A column of weights, for example from `reweigh`.
    into : str
        The new column.

    Returns
    -------
    DataFrame
        A copy with scores from 0 to 100.

    Raises
    ------
    ColumnError, ArgumentError
        When a column is missing, or there are too few of either label.

    Notes
    -----
    Logistic regression of scikit-learn in five folds. The folds go by what rows hold, so the order of rows decides
    nothing. A model learns what its label says: past decisions teach it the past.

    Examples
    --------
    >>> frame = pd.DataFrame({"test": range(40), "hired": [False] * 20 + [True] * 20})
    >>> learnt = learn_score(frame, label="hired", columns=["test"])["learnt_score"]
    >>> bool(learnt.iloc[35] > 90), bool(learnt.iloc[5] < 10)
    (True, True)
    """
    from sklearn.linear_model import LogisticRegression

    if into in frame.columns:
        raise ArgumentError(f"into='{into}' is there already. The name of a new column was expected. Write another.")
    good = yes_or_no(frame, label, label_value, "label")
    read = [one for one in (read_column(frame, name) for name in column_names(columns, "columns")) if not one.not_read]
    known = ~np.isnan(good)
    if not read or min((good[known] > 0).sum(), (good[known] == 0).sum()) < 2 * FOLDS:
        raise ArgumentError(
            f"Column '{label}' has fewer than {2 * FOLDS} good or fewer than {2 * FOLDS} bad ones, or no column can be "
            "read. More of both were expected to learn from. Take a label that is known of more people."
        )
    inputs = np.hstack([one.design for one in read])
    inputs = (inputs - inputs.mean(axis=0)) / np.maximum(inputs.std(axis=0), 1e-12)
    weights = np.ones(len(frame)) if weight is None else numbers(frame, weight, None)
    fold = ordered_folds([np.nan_to_num(good, nan=-1.0), *(inputs.T)], FOLDS)
    scores = np.zeros(len(frame))
    for one in range(FOLDS):
        learn = known & (fold != one)
        model = LogisticRegression(max_iter=1000).fit(inputs[learn], good[learn] > 0, sample_weight=weights[learn])
        scores[fold == one] = 100 * model.predict_proba(inputs[fold == one])[:, 1]
    return frame.assign(**{into: scores})


def drop_column(frame: pd.DataFrame, agreed: Contract, *, drop: str, columns: Sequence[str]) -> pd.DataFrame:
    """Show what dropping a column does: the decision is learnt with it and without it, and people are counted.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    agreed : Contract
        What is audited. Its score is what is learnt (linear), or without one the decision (logistic).
    drop : str
        The column, for example that of sex.
    columns : list of str
        What else a tool reads.

    Returns
    -------
    DataFrame
        One row per group of each attribute: ``attribute``, ``group``, ``people``; ``selected_now``,
        ``selected_with``, ``selected_without`` (the column), for the same number of places; ``ratio_now``,
        ``ratio_with``, ``ratio_without`` (to the group selected most now); ``newly_selected``, ``newly_refused``
        (people who are decided otherwise without it) and ``verdict`` per attribute: "changes little", "narrows the
        gap", "widens the gap".

    Raises
    ------
    ColumnError, ArgumentError
        When the table is not what the contract says.

    Notes
    -----
    Fairness through unawareness fails where other columns stand for the group (Dwork et al. 2012): the model finds
    them. Changes little: the smallest ratio moves by less than .05.

    Examples
    --------
    >>> from millrace.fairness import contract
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame({"sex": rng.choice(["f", "m"], 800), "test": rng.normal(60, 10, 800)})
    >>> frame["gap"] = np.where(frame["sex"] == "f", 12, 2) + rng.normal(0, 2, 800)
    >>> frame["invited"] = frame["test"] - frame["gap"] > 52
    >>> agreed = contract(decision="invite", decided_by="score", fixed_on="2026-03-02", groups="sex",
    ...                   selected="invited", harmed="applicants", harm="allocation")
    >>> drop_column(frame, agreed, drop="sex", columns=["test", "gap"])["verdict"].tolist()
    ['changes little', 'changes little']
    """
    read = people_of(frame, agreed, pairs=False)
    known = ~np.isnan(read.selected)
    others = [name for name in column_names(columns, "columns") if name != drop]
    places = int((read.selected > 0).sum())
    plain = frame.loc[known].assign(decided=read.selected[known] > 0)
    decided = {}
    for name, used in (("with", [*others, drop]), ("without", others)):
        learnt = plain.assign(learnt=_learnt(plain, read.score[known], used))
        decided[name] = select_from(learnt, score="learnt", places=places, into="chosen")["chosen"].to_numpy()
    parts = []
    for grouping in read.groupings:
        codes, size = grouping.codes[known], grouping.size
        now = plain["decided"].to_numpy()
        table = pd.DataFrame({"attribute": grouping.attribute, "group": grouping.labels})
        table["people"] = np.bincount(codes, minlength=size)
        for name, chosen in {"now": now, **decided}.items():
            table[f"selected_{name}"] = np.bincount(codes[chosen], minlength=size)
        parts.append(_with_ratios(table, codes, decided))
    return pd.concat(parts, ignore_index=True)


def _learnt(plain: pd.DataFrame, score: np.ndarray, columns: list[str]) -> np.ndarray:
    known = ~np.isnan(score)
    if not known.any():
        return learn_score(plain, label="decided", columns=columns, into="learnt")["learnt"].to_numpy()
    read = [one for one in (read_column(plain, name) for name in columns) if not one.not_read]
    inputs = np.hstack([np.ones((len(plain), 1)), *(one.design for one in read)])
    return inputs @ np.linalg.lstsq(inputs[known], score[known], rcond=None)[0]


def _with_ratios(table: pd.DataFrame, codes: np.ndarray, decided: dict[str, np.ndarray]) -> pd.DataFrame:
    rates = {
        name: divided(table[f"selected_{name}"].to_numpy(), table["people"].to_numpy())
        for name in ("now", "with", "without")
    }
    best = int(np.nanargmax(np.where(table["people"] >= table["people"].max() / 20, rates["now"], -1.0)))
    for name, rate in rates.items():
        table[f"ratio_{name}"] = divided(rate, np.full(len(rate), rate[best]))
    newly = {"selected": ("without", "with"), "refused": ("with", "without")}
    for name, (one, other) in newly.items():
        moved = decided[one] & ~decided[other]
        table[f"newly_{name}"] = np.bincount(codes[moved], minlength=len(table))
    before, after = (float(np.nanmin(table[f"ratio_{name}"])) for name in ("with", "without"))
    verdict = "changes little" if abs(after - before) < LITTLE else "narrows the gap"
    return table.assign(verdict=verdict if after >= before - LITTLE else "widens the gap")
