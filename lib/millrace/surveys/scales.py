"""Several questions made one number per person, whether they belong together, and which of them run the other way."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, check_confidence, counted, in_words
from millrace.surveys.answers import Survey
from millrace.surveys.asking import check_survey, points_of, scale_of
from millrace.surveys.small_groups import LEAST
from millrace.surveys.verdicts import TOO_FEW, holm

__all__ = ["belong_together", "check_directions", "scale_scores", "with_scale"]

LEAST_PEOPLE = 10


def scale_scores(
    made: Survey, *, items: Sequence[str], reversed_items: Sequence[str] = (), least_share: float = 0.5
) -> pd.DataFrame:
    """Work out one score per person and wave from several questions.

    Parameters
    ----------
    made : Survey
        The survey.
    items : list of str
        The questions, all with the same scale.
    reversed_items : list of str
        Those of them in which agreeing means the opposite. They are turned: on 1 to 5, a 5 counts as a 1.
    least_share : float
        From what share of the questions on a score is worked out.

    Returns
    -------
    DataFrame
        One row per wave and person with at least one of the answers: ``wave``, ``respondent``, ``score`` (mean, in
        points of the scale), ``items_answered``, ``items``, ``remark`` ("too few questions answered", or empty).

    Raises
    ------
    ArgumentError
        When there are fewer than two questions, one is unknown or twice, scales differ, a reversed one is not among
        the questions, or ``least_share`` is impossible.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame({"who": ["A", "A", "B"], "item": ["easier", "harder", "easier"], "points": [4, 1, 2]})
    >>> made = survey(rows, respondent="who", question="item", answer="points")
    >>> scale_scores(made, items=["easier", "harder"], reversed_items=["harder"])["score"].tolist()
    [4.5, 2.0]
    """
    items = _items(made, items, reversed_items)
    if not 0 < least_share <= 1:
        raise ArgumentError(
            f"least_share={in_words(least_share)} was given. A share above 0 and up to 1 was expected. Write 0.5 for "
            "half of the questions."
        )
    tables = [_turned(made, wave, items, reversed_items).dropna(how="all").assign(wave=wave) for wave in made.waves]
    table = pd.concat(tables).reset_index()
    answered = table[items].notna().sum(axis=1)
    enough = answered >= least_share * len(items)
    return table[["wave", "respondent"]].assign(
        score=table[items].mean(axis=1).where(enough),
        items_answered=answered,
        items=len(items),
        remark=np.where(enough, "", "too few questions answered"),
    )


def _items(made: Survey, items: Sequence[str], reversed_items: Sequence[str]) -> list[str]:
    check_survey(made)
    if isinstance(items, str) or isinstance(reversed_items, str):
        raise ArgumentError(
            "One text was given for the questions. A list was expected. Write it like ['trust', 'fear']."
        )
    items = list(items)
    if len(items) < 2 or len(set(items)) < len(items):
        raise ArgumentError(
            f"items={in_words(items)} was given. Two or more different questions were expected. Name each once."
        )
    scale_of(made, items)
    strange = [name for name in reversed_items if name not in items]
    if strange:
        raise ArgumentError(
            f"reversed_items names {in_words(strange)}. Questions of items= were expected. Name them there too."
        )
    return items


def _turned(made: Survey, wave: str, items: list[str], reversed_items: Sequence[str]) -> pd.DataFrame:
    low, high = scale_of(made, items)
    points = points_of(made, wave, items)
    return points.assign(**{name: low + high - points[name] for name in reversed_items})


def with_scale(
    made: Survey, *, name: str, items: Sequence[str], reversed_items: Sequence[str] = (), least_share: float = 0.5
) -> Survey:
    """Add a score as a question of its own, so that every other helper takes it.

    Parameters
    ----------
    made : Survey
        The survey.
    name : str
        What to call the score.
    items, reversed_items, least_share : as there
        As for `scale_scores`.

    Returns
    -------
    Survey
        A new one; the first is not changed.

    Raises
    ------
    ArgumentError
        When a question has this name already, and as `scale_scores`.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame({"who": ["A", "A"], "item": ["easier", "harder"], "points": [4, 1]})
    >>> made = survey(rows, respondent="who", question="item", answer="points")
    >>> helps = with_scale(made, name="AI helps", items=["easier", "harder"], reversed_items=["harder"])
    >>> helps.answers["points"].tolist()
    [4.0, 1.0, 4.5]
    """
    table = scale_scores(made, items=items, reversed_items=reversed_items, least_share=least_share)
    if name in made.scales:
        raise ArgumentError(f"name={in_words(name)} is a question already. A new name was expected. Choose another.")
    scores = table.dropna(subset="score").rename(columns={"score": "points"}).assign(question=name)
    left = len(table) - len(scores)
    said = [f"{name}: {counted(left, 'score')} not worked out, too few questions answered."] if left else []
    return replace(
        made,
        answers=pd.concat([made.answers, scores[["wave", "respondent", "question", "points"]]], ignore_index=True),
        scales=made.scales | {name: scale_of(made, items)},
        remarks=[*made.remarks, *said],
    )


def belong_together(
    made: Survey,
    *,
    items: Sequence[str],
    reversed_items: Sequence[str] = (),
    at_least: float = 0.5,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Say whether people answer some questions alike, so that one score may stand for them (Cronbach's alpha).

    Parameters
    ----------
    made : Survey
        The survey.
    items, reversed_items : list of str
        As for `scale_scores`.
    at_least : float
        The alpha that must be exceeded; 0.5 does for a mean of a group, to judge one person .8 or more is usual.
    confidence : float
        How often such a range holds the truth, as a share.

    Returns
    -------
    DataFrame
        One row per wave: ``wave``, ``people`` (who answered all), ``incomplete``, ``items``, ``alpha``, ``low``,
        ``high``, ``verdict`` ("belong together", "do not belong together", "not shown", "too few to say") and
        ``sentence``.

    Raises
    ------
    ArgumentError
        As `scale_scores`.

    Notes
    -----
    Cronbach (1951); the range is Feldt's (1965), from the F distribution. Ten people are the least. Alpha rises with
    the number of questions, and with the habit of agreeing: it does not say that the questions mean one thing.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> points = [[1, 2], [2, 1], [4, 4], [5, 5], [3, 3], [2, 2], [4, 5], [1, 1], [5, 4], [3, 4]]
    >>> rows = pd.DataFrame([(who, item, p[item]) for who, p in enumerate(points) for item in (0, 1)])
    >>> made = survey(rows, respondent=0, question=1, answer=2)
    >>> belong_together(made, items=["0", "1"])[["alpha", "low", "verdict"]].round(2).values.tolist()
    [[0.94, 0.74, 'belong together']]
    """
    items = _items(made, items, reversed_items)
    check_confidence(confidence)
    rows = [_alpha(_turned(made, wave, items, reversed_items), at_least, confidence) for wave in made.waves]
    return pd.DataFrame(rows).assign(wave=made.waves)[["wave", *rows[0]]]


def _alpha(table: pd.DataFrame, at_least: float, confidence: float) -> dict[str, object]:
    from scipy import stats

    asked, whole = table.dropna(how="all"), table.dropna()
    people, items = whole.shape
    total = whole.sum(axis=1).var()
    base = {"people": people, "incomplete": len(asked) - people, "items": items}
    if people < LEAST_PEOPLE or not total > 0:
        why = "everybody's sum is the same" if people >= LEAST_PEOPLE else f"{people} people answered all"
        nothing = {"alpha": np.nan, "low": np.nan, "high": np.nan}
        return base | nothing | {"verdict": TOO_FEW, "sentence": f"Too few to say: {why}."}
    alpha = items / (items - 1) * (1 - whole.var().sum() / total)
    tail = (1 - confidence) / 2
    degrees = people - 1, (people - 1) * (items - 1)
    low, high = (1 - (1 - alpha) * stats.f.ppf(share, *degrees) for share in (1 - tail, tail))
    verdict = "belong together" if low > at_least else "do not belong together" if high < at_least else "not shown"
    said = f"{verdict.capitalize()}: alpha {alpha:.2f}, in truth between {low:.2f} and {high:.2f}."
    if alpha < 0:
        said += " Below 0: one of them runs the other way, or people agree with everything."
    return base | {"alpha": alpha, "low": low, "high": high, "verdict": verdict, "sentence": said}


def check_directions(
    made: Survey, *, items: Sequence[str], reversed_items: Sequence[str] = (), confidence: float = 0.95
) -> pd.DataFrame:
    """Find questions that run against the rest. They are reported, never turned.

    Parameters
    ----------
    made : Survey
        The survey.
    items, reversed_items : list of str
        As for `scale_scores`; the reversed ones are turned first, so that a right list shows nothing.
    confidence : float
        How sure a verdict must be, over all questions and waves together.

    Returns
    -------
    DataFrame
        One row per wave and question: ``wave``, ``question``, ``people``, ``with_the_rest`` (correlation, -1 to 1, with
        the sum of the others), ``p_holm``, ``verdict`` ("runs with the rest", "runs against the rest", "not shown",
        "too few to say") and ``remark``.

    Raises
    ------
    ArgumentError
        As `scale_scores`.

    Notes
    -----
    Item-rest correlation. The others are first laid in one direction among themselves by their main component, the
    direction of most of them, so that several reversed questions do not cancel each other out. Holm's correction.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame([(f"P{n}", item, p) for n in range(12) for item, p in
    ...     {"easier": n % 5 + 1, "faster": (n + n // 6) % 5 + 1, "harder": 5 - n % 5}.items()])
    >>> made = survey(rows, respondent=0, question=1, answer=2)
    >>> found = check_directions(made, items=["easier", "faster", "harder"])
    >>> found.loc[found["verdict"] == "runs against the rest", "question"].tolist()
    ['harder']
    """
    items = _items(made, items, reversed_items)
    check_confidence(confidence)
    rows = [
        {"wave": wave, "question": item, **_with_rest(points, item, _directions(points))}
        for wave in made.waves
        for points in [_turned(made, wave, items, reversed_items).dropna()]
        for item in items
    ]
    table = pd.DataFrame(rows)
    table["p_holm"] = holm(table.pop("p"))
    shown = table["p_holm"] < 1 - confidence
    table["verdict"] = np.select(
        [table["with_the_rest"].isna(), shown & (table["with_the_rest"] < 0), shown],
        [TOO_FEW, "runs against the rest", "runs with the rest"],
        "not shown",
    )
    against = table["verdict"] == "runs against the rest"
    told = "of two questions numbers cannot say which one is reversed" if len(items) == 2 else "read it, then name it"
    tie = table.pop("tie")
    table["remark"] = np.select(
        [against & tie & (len(items) > 2), against], ["half of the questions run each way: read them all", told], ""
    )
    return table[["wave", "question", "people", "with_the_rest", "p_holm", "verdict", "remark"]]


def _directions(table: pd.DataFrame) -> pd.Series:
    """Return 1 or -1 per question that varies, most of them 1; a half each where their sum is 0."""
    varied = table.loc[:, table.nunique() > 1]
    if len(varied) < 2 or varied.shape[1] < 2:
        return pd.Series(1.0, index=varied.columns)
    main = np.linalg.eigh(varied.corr().to_numpy())[1][:, -1]
    signs = np.where(main < 0, -1.0, 1.0)
    return pd.Series(signs * (np.sign(signs.sum()) or signs[0]), index=varied.columns)


def _with_rest(table: pd.DataFrame, item: str, direction: pd.Series) -> dict[str, object]:
    from scipy import stats

    varied = table.loc[:, table.nunique() > 1]
    others = varied.drop(columns=item, errors="ignore")
    if len(table) < max(LEAST, LEAST_PEOPLE) or item not in varied or others.empty:
        return {"people": len(table), "with_the_rest": np.nan, "p": np.nan, "tie": False}
    signs = np.ones(1)
    if others.shape[1] > 1:
        # the others are laid in one direction without looking at this one, which only says which way is forward
        main = np.linalg.eigh(others.corr().to_numpy())[1][:, -1]
        signs = np.where(main < 0, -1.0, 1.0)
        signs = signs * (np.sign(signs @ direction[others.columns].to_numpy()) or 1.0)
    tie = direction.sum() == 0
    rest = (others - others.mean()) @ signs
    if np.isclose(rest.std(), 0):
        return {"people": len(table), "with_the_rest": np.nan, "p": np.nan, "tie": bool(tie)}
    found = stats.pearsonr(varied[item], rest)
    return {
        "people": len(table), "with_the_rest": float(found.statistic), "p": float(found.pvalue), "tie": bool(tie),
    }  # fmt: skip
