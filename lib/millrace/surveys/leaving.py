"""Those who stopped answering: how many they are, how they differed before, and what a change is worth without them."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, check_confidence, in_words
from millrace.surveys.answers import Survey
from millrace.surveys.asking import check_survey, check_wave, points_of
from millrace.surveys.changing import two_waves
from millrace.surveys.small_groups import ALL, LEAST, Groups, groups_of, hide_small
from millrace.surveys.verdicts import NOT_SHOWN, TOO_FEW, better_is, holm, mean_range, word

__all__ = ["change_bounds", "compare_leavers", "response_rate"]

DRAWS = 4_999


def response_rate(made: Survey, *, invited: int | Mapping[str, int], by: Groups | None = None) -> pd.DataFrame:
    """Count who answered of those who were asked.

    Parameters
    ----------
    made : Survey
        The survey.
    invited : int or dict
        How many were asked each time; with ``by`` a number per group.
    by : str, dict or Series, optional
        Groups of people, as for `groups_of`.

    Returns
    -------
    DataFrame
        One row per wave, with ``by`` also per group: ``wave``, ``group``, ``invited``, ``answered``, ``rate`` (share)
        and ``hidden``.

    Raises
    ------
    ArgumentError
        When fewer were invited than answered, a group has no number, or numbers and groups do not go together.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame({"who": list("ABCDEF"), "item": ["load"] * 6, "points": [4, 2, 3, 3, 2, 1]})
    >>> made = survey(rows, respondent="who", question="item", answer="points")
    >>> response_rate(made, invited=8)[["invited", "answered", "rate"]].values.tolist()
    [[8, 6, 0.75]]
    """
    check_survey(made)
    if isinstance(invited, Mapping) != (by is not None):
        raise ArgumentError(
            f"invited={in_words(invited)} was given {'with' if by is not None else 'without'} by=. A number without "
            "by=, or a number per group with it, was expected. Write it like invited={'sales': 8}, by='role'."
        )
    asked = dict(invited) if isinstance(invited, Mapping) else {ALL: invited}
    seen = made.answers.drop_duplicates(["wave", "respondent"])
    group = seen["respondent"].map(groups_of(made, by)) if by is not None else pd.Series(ALL, index=seen.index)
    strange = sorted(set(group) - set(asked))
    if strange:
        raise ArgumentError(
            f"invited names no number for {in_words(strange)}. One for every group was expected. Add it."
        )
    counts = pd.crosstab(seen["wave"], group).reindex(columns=list(asked), fill_value=0)
    rows = [(wave, name, asked[name], int(counts.loc[wave, name])) for wave in counts.index for name in asked]
    table = pd.DataFrame(rows, columns=["wave", "group", "invited", "answered"])
    over = table[table["answered"] > table["invited"]]
    if len(over):
        one = over.iloc[0]
        raise ArgumentError(
            f"{one['answered']} people of {one['group']} answered in {one['wave']}, and {one['invited']} were invited. "
            "At least as many invited as answered was expected. Correct invited=, or look for people with "
            "two codes."
        )
    table["rate"] = table["answered"] / table["invited"]
    return hide_small(table, people="invited", values=["answered", "rate"], within=["wave"])


def compare_leavers(
    made: Survey,
    *,
    questions: Sequence[str],
    first: str,
    last: str,
    within: Groups | None = None,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Say how those who did not answer the last survey differed from the others when they still answered.

    Parameters
    ----------
    made : Survey
        The survey.
    questions : list of str
        What to compare. Each is a look: name those that you have a reason for.
    first, last : str
        The wave that all of them answered, and the one that the leavers missed altogether.
    within : str, dict or Series, optional
        Groups inside which they are compared, so that a kind of work with many leavers does not pass for a reason.
    confidence : float
        How sure a verdict must be, over all questions together.
    seed : int
        Where chance begins.

    Returns
    -------
    DataFrame
        One row per question: ``question``, ``leavers``, ``others`` (people who answered it at first), ``difference``
        (leavers less others, in points at the first wave, inside groups), ``p_holm``, ``verdict`` ("leavers higher",
        "leavers lower", "not shown", "too few to say", "hidden") and ``sentence``.

    Raises
    ------
    ArgumentError
        When a question or a wave is not there.

    Notes
    -----
    A permutation test inside groups (4,999 draws): leavers are few, and their answers are no bell curve.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame([(w, f"P{n}", "load", 5 - n // 6) for w in (1, 2) for n in range(24) if w == 1 or n > 5],
    ...                     columns=["when", "who", "item", "points"])
    >>> made = survey(rows, respondent="who", question="item", answer="points", wave="when")
    >>> compare_leavers(made, questions=["load"], first="1", last="2")["verdict"].item()
    'leavers higher'
    """
    questions = [questions] if isinstance(questions, str) else list(questions)
    check_confidence(confidence)
    for question in questions:
        two_waves(made, question=question, first=first, last=last)
    group = groups_of(made, within) if within is not None else pd.Series(ALL, index=made.people.index)
    stayed = set(made.answers.loc[made.answers["wave"] == check_wave(made, last), "respondent"])
    table = points_of(made, check_wave(made, first), questions)
    rows = [_compared(table[name].dropna(), stayed, group, seed) | {"question": name} for name in questions]
    found = pd.DataFrame(rows)
    found["p_holm"] = holm(found.pop("p"))
    said = [_leaver_verdict(row, confidence) for row in found.to_dict("records")]
    found = found.assign(verdict=[one[0] for one in said], sentence=[one[1] for one in said])
    columns = ["question", "leavers", "others", "difference", "p_holm", "verdict", "sentence"]
    return found.astype({"leavers": "Int64", "others": "Int64"})[columns]


def _compared(points: pd.Series, stayed: set, group: pd.Series, seed: int) -> dict:
    left = ~points.index.isin(stayed)
    blocks = pd.factorize(group.reindex(points.index))[0]
    leavers, others = int(left.sum()), int((~left).sum())
    if leavers == 0 or others == 0:
        return {"leavers": leavers, "others": others, "difference": np.nan, "p": np.nan}
    if min(leavers, others) < LEAST:
        # the difference and the number would tell of the few
        return {"leavers": np.nan, "others": np.nan, "difference": np.nan, "p": np.nan}
    values = points.to_numpy(dtype=float)
    means = np.array([values[blocks == block].mean() for block in blocks])
    weight = sum(left[blocks == b].sum() * (~left[blocks == b]).sum() / (blocks == b).sum() for b in np.unique(blocks))
    if weight == 0:
        return {"leavers": leavers, "others": others, "difference": np.nan, "p": np.nan}
    # the sum of leavers over their group's mean, on the scale of a difference of means
    rest = values - means
    rng = np.random.default_rng(seed)
    order = np.argsort(blocks[None, :] + rng.random((DRAWS, len(values))), axis=1)
    places = np.argsort(blocks, kind="stable")
    drawn = rest[order] @ left[places]
    seen = float(rest @ left)
    p = (1 + int((np.abs(drawn) >= abs(seen) - 1e-9).sum())) / (DRAWS + 1)
    return {"leavers": leavers, "others": others, "difference": seen / weight, "p": p}


def _leaver_verdict(row: dict, confidence: float) -> tuple[str, str]:
    name = row["question"]
    if np.isnan(row["leavers"]):
        return "hidden", f"Not shown: of leavers and others one is fewer than {LEAST} in {name}."
    if np.isnan(row["difference"]):
        return TOO_FEW, f"Too few to say: {row['leavers']:.0f} leavers and {row['others']:.0f} others in {name}."
    shown = row["p_holm"] < 1 - confidence
    verdict = ("leavers higher" if row["difference"] > 0 else "leavers lower") if shown else NOT_SHOWN
    said = f"{row['leavers']:.0f} who stopped answering were {row['difference']:+.2f} points from the others in {name}"
    return verdict, f"{verdict.capitalize()}: {said}."


def change_bounds(
    made: Survey, *, question: str, first: str, last: str, better: str, confidence: float = 0.95
) -> pd.DataFrame:
    """Say what a change of the same people would be if those who left had answered, under two assumptions.

    Parameters
    ----------
    made : Survey
        The survey.
    question : str
        The question.
    first, last : str
        The two waves.
    better : {"higher", "lower"}
        Which answers are good.
    confidence : float
        How often such a range holds the truth, as a share.

    Returns
    -------
    DataFrame
        Three rows, ``assumed`` ("only who answered twice", "leavers had not changed", "leavers as bad as the worst
        quarter"), with ``people``, ``change`` (points), ``low``, ``high``, ``verdict`` ("improved", "worse",
        "not shown", "too few to say", "hidden") and ``holds`` (whether the first row's verdict is the same here).

    Raises
    ------
    ArgumentError
        As `two_waves`.

    Notes
    -----
    Bounds under assumptions (Manski 1989, in a mild form): the worst quarter's border is taken among those who answered
    last; whoever was worse already stays. Values that are assumed count as if they were seen, so read the ranges as
    narrow. With one to four leavers the assumed rows are hidden, since they would tell of them.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame([(w, f"P{n}", "load", 4 - w + n % 2) for w in (1, 2) for n in range(24) if w == 1 or n > 5],
    ...                     columns=["when", "who", "item", "points"])
    >>> made = survey(rows, respondent="who", question="item", answer="points", wave="when")
    >>> bounds = change_bounds(made, question="load", first="1", last="2", better="lower")
    >>> bounds["change"].round(2).tolist()
    [-1.0, -0.75, -0.75]
    """
    sign = better_is(better)
    check_confidence(confidence)
    table = two_waves(made, question=question, first=first, last=last).dropna(subset="first")
    gone = table["last"].isna()
    border = _worst_quarter(table["last"].dropna(), sign)
    worst = table["first"].clip(upper=border) if sign > 0 else table["first"].clip(lower=border)
    assumed = {
        "only who answered twice": table[~gone],
        "leavers had not changed": table.assign(last=table["last"].fillna(table["first"])),
        "leavers as bad as the worst quarter": table.assign(last=table["last"].fillna(worst)),
    }
    rows = [
        {"assumed": name, **_bound(part, sign, confidence, few=0 < gone.sum() < LEAST and place > 0)}
        for place, (name, part) in enumerate(assumed.items())
    ]
    found = pd.DataFrame(rows).astype({"people": "Int64"})
    return found.assign(holds=found["verdict"] == found["verdict"].iloc[0])


def _worst_quarter(last: pd.Series, sign: int) -> float:
    # an answer that somebody gave, as the quarter's border
    share = last.quantile(0.25, "lower") if sign > 0 else last.quantile(0.75, "higher")
    return float(share) if len(last) else np.nan


def _bound(part: pd.DataFrame, sign: int, confidence: float, *, few: bool) -> dict[str, object]:
    nothing = {"change": np.nan, "low": np.nan, "high": np.nan}
    if few or 0 < len(part) < LEAST:
        return {"people": np.nan, **nothing, "verdict": "hidden"}
    if part.empty or part["last"].isna().any():
        return {"people": len(part), **nothing, "verdict": TOO_FEW}
    mean, low, high, p = mean_range((part["last"] - part["first"]).to_numpy(dtype=float), confidence)
    verdict = word(mean, p, sign=sign, confidence=confidence)
    return {"people": len(part), "change": mean, "low": low, "high": high, "verdict": verdict}
