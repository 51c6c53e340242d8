"""What changed for the same people between two surveys, beside what two means of different people would say."""

from typing import Any

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, check_confidence, in_words
from millrace.surveys.answers import Survey
from millrace.surveys.asking import check_survey, check_wave, points_of, scale_of
from millrace.surveys.small_groups import ALL, LEAST, Groups, groups_of, hide_small
from millrace.surveys.verdicts import TOO_FEW, better_is, holm, mean_range, word

__all__ = ["change", "two_waves"]

SHOWN = ["change", "low", "high", "unpaired_change", "only_first", "only_last"]


def two_waves(made: Survey, *, question: str, first: str, last: str) -> pd.DataFrame:
    """Lay one question out for two waves: one row per person who answered it in either.

    Parameters
    ----------
    made : Survey
        The survey.
    question : str
        The question.
    first, last : str
        The waves.

    Returns
    -------
    DataFrame
        By respondent: ``first`` and ``last``, in points.

    Raises
    ------
    ArgumentError
        When the question or a wave is not there, or the waves are the same or the wrong way round.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame({"when": [1, 2], "who": ["A"] * 2, "item": ["load"] * 2, "points": [4, 2]})
    >>> made = survey(rows, respondent="who", question="item", answer="points", wave="when")
    >>> two_waves(made, question="load", first="1", last="2").values.tolist()
    [[4.0, 2.0]]
    """
    check_survey(made)
    scale_of(made, [question])
    names = [check_wave(made, wave) for wave in (first, last)]
    if names[0] >= names[1]:
        raise ArgumentError(
            f"first={in_words(first)} and last={in_words(last)} were given. An earlier and a later wave were expected. "
            "Change the two about, or name another."
        )
    sides = [points_of(made, wave, [question])[question].dropna() for wave in names]
    return pd.concat(sides, axis=1, keys=["first", "last"]).sort_index()


def change(
    made: Survey,
    *,
    question: str,
    first: str,
    last: str,
    better: str,
    by: Groups | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Say how the answers of the same people changed, in all and by group, with a verdict that can say no.

    Parameters
    ----------
    made : Survey
        The survey.
    question : str
        The question, or a score from `with_scale`.
    first, last : str
        The two waves.
    better : {"higher", "lower"}
        Which answers are good.
    by : str, dict or Series, optional
        Groups of people, as for `groups_of`.
    confidence : float
        How often such a range holds the truth, as a share.

    Returns
    -------
    DataFrame
        One row for all, then one per group: ``question``, ``group``, ``people`` (who answered both times), ``change``
        (points, of the same people), ``low``, ``high``, ``p_holm`` (groups are many looks), ``verdict`` ("improved",
        "worse", "not shown", "too few to say", "hidden"), ``unpaired_change`` (mean of all at the last less mean of all
        at the first), ``only_first``, ``only_last`` (people who answered once), ``hidden`` (why numbers are not
        shown), ``why_they_differ`` and ``sentence``.

    Raises
    ------
    ArgumentError
        As `two_waves`; when ``better`` or the confidence is impossible.

    Notes
    -----
    Student's paired range, per row without correction; verdicts on groups with Holm's (1979). A verdict rests on people
    who answered both times and on nobody else. The unpaired number is missing where between one and four people
    answered once: with the other number it would tell of them.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame([(wave, f"P{n}", "trust", 4 - wave * (n % 2 + 1) + wave) for wave in (0, 1)
    ...                      for n in range(12)], columns=["when", "who", "item", "points"])
    >>> made = survey(rows, respondent="who", question="item", answer="points", wave="when")
    >>> change(made, question="trust", first="0", last="1", better="higher")["sentence"].item()
    'Worse: trust of the same 12 people moved by -0.50 points (-0.83 to -0.17).'
    """
    sign = better_is(better)
    check_confidence(confidence)
    table = two_waves(made, question=question, first=first, last=last)
    rows: list[dict[Any, Any]] = [_row(table, question, ALL, confidence)]
    if by is not None:
        group = groups_of(made, by).reindex(table.index)
        groups = pd.DataFrame([_row(part, question, name, confidence) for name, part in table.groupby(group)])
        groups["p_holm"] = holm(groups["p_holm"].where(groups["people"] >= LEAST))
        rows += hide_small(groups, people="people", values=[*SHOWN, "p_holm"]).to_dict("records")
    made_rows = [_judged(_guarded(row), sign, confidence) for row in rows]
    return pd.DataFrame(made_rows).astype(dict.fromkeys(("people", "only_first", "only_last"), "Int64"))


def _row(table: pd.DataFrame, question: str, group: str, confidence: float) -> dict[Any, Any]:
    both = table.dropna()
    mean, low, high, p = mean_range((both["last"] - both["first"]).to_numpy(dtype=float), confidence)
    return {
        "question": question, "group": group, "people": len(both), "change": mean, "low": low, "high": high,
        "p_holm": p, "unpaired_change": float(table["last"].mean() - table["first"].mean()),
        "only_first": int(table["last"].isna().sum()), "only_last": int(table["first"].isna().sum()), "hidden": "",
    }  # fmt: skip


def _guarded(row: dict) -> dict:
    if row["hidden"] == "" and 0 < row["people"] < LEAST:
        row = row | dict.fromkeys([*SHOWN, "p_holm"], np.nan) | {"hidden": f"fewer than {LEAST}", "people": np.nan}
    if row["hidden"] == "" and 0 < row["only_first"] + row["only_last"] < LEAST:
        row = row | {"unpaired_change": np.nan}
    return row


def _judged(row: dict, sign: int, confidence: float) -> dict:
    verdict = "hidden" if row["hidden"] else TOO_FEW if row["people"] < LEAST else None
    verdict = verdict or word(row["change"], row["p_holm"], sign=sign, confidence=confidence)
    return row | {"verdict": verdict, "why_they_differ": _why(row), "sentence": _sentence(row, verdict)}


def _why(row: dict) -> str:
    if row["hidden"]:
        return ""
    once = row["only_first"] + row["only_last"]
    if not once:
        return "Everybody answered both times: the two agree."
    said = f"{row['only_first']} answered only the first time and {row['only_last']} only the last: other people, "
    return said + ("not shown, since so few" if np.isnan(row["unpaired_change"]) else "not a change of opinion") + "."


def _sentence(row: dict, verdict: str) -> str:
    who = "" if row["group"] == ALL else f" in {row['group']}"
    if verdict == "hidden":
        return f"Not shown{who}: {row['hidden']}."
    if row["people"] == 0:
        return f"Too few to say{who}: nobody answered both times. Are the codes the same in both waves?"
    ends = f" ({row['low']:+.2f} to {row['high']:+.2f})" if np.isfinite(row["low"]) else " (all the same)"
    people = "1 person" if row["people"] == 1 else f"same {row['people']} people"
    return f"{verdict.capitalize()}: {row['question']} of the {people}{who} moved by {row['change']:+.2f} points{ends}."
