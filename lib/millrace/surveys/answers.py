"""The answers of a survey, one row per person, wave and question, checked before anything is worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, did_you_mean, in_words, require_columns

__all__ = ["ONE_WAVE", "Survey", "long_answers", "survey"]

ONE_WAVE = "the survey"
KEYS = ["wave", "respondent", "question"]


@dataclass(frozen=True, eq=False, repr=False)
class Survey:
    """Answers in points that have been checked.

    Parameters
    ----------
    answers : DataFrame
        One row per answer: ``wave``, ``respondent``, ``question``, ``points``.
    people : DataFrame
        One row per person, by respondent: the columns named in ``groups``, as at the person's first answer.
    scales : dict
        For each question its lowest and highest answer, in points.
    set_aside : DataFrame
        The rows that were not used, as given, with a ``reason``.
    remarks : list of str
        What has two readings, and which one was taken.

    Examples
    --------
    >>> rows = pd.DataFrame({"who": ["A", "B"], "item": ["load", "load"], "points": [4, 2]})
    >>> survey(rows, respondent="who", question="item", answer="points")
    Survey of 2 people, 1 question, 1 wave; 0 rows set aside
    """

    answers: pd.DataFrame
    people: pd.DataFrame
    scales: dict[str, tuple[float, float]]
    set_aside: pd.DataFrame = field(default_factory=pd.DataFrame)
    remarks: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        """Say how much it holds."""
        people = self.answers["respondent"].nunique()
        return (
            f"Survey of {people:,} {'person' if people == 1 else 'people'}, {counted(len(self.scales), 'question')}, "
            f"{counted(len(self.waves), 'wave')}; {counted(len(self.set_aside), 'row')} set aside"
        )

    @property
    def waves(self) -> list[str]:
        """Names of the waves, in order."""
        return sorted(self.answers["wave"].unique())


def survey(
    frame: pd.DataFrame,
    *,
    respondent: str,
    question: str,
    answer: str,
    wave: str | None = None,
    lowest: float = 1,
    highest: float = 5,
    scales: Mapping[str, tuple[float, float]] | None = None,
    words: Mapping[str, float] | None = None,
    groups: Sequence[str] = (),
) -> Survey:
    """Check a table of answers, and keep what can be used.

    Parameters
    ----------
    frame : DataFrame
        One row per answer. A form with one row per person is turned by `long_answers` first.
    respondent, question, answer : str
        The columns of the person's code (the same in all waves), of the question, and of the answer in points.
    wave : str, optional
        The column of the survey's date or number, in an order that sorts: "2025-05".
    lowest, highest : float
        The ends of the scale, in points.
    scales : dict, optional
        Questions with ends of their own: ``{"use_days": (0, 5)}``.
    words : dict, optional
        What answers in words count: ``{"agree": 4, "fully agree": 5}``. Capitals do not count.
    groups : list of str
        Columns that say something about the person: kind of work, age band.

    Returns
    -------
    Survey
        Rows without a person, wave, question or points are in ``set_aside``, and so is the same answer given again.

    Raises
    ------
    ColumnError
        When a column is missing, an answer is a word that ``words`` does not name, or lies outside its scale.
    ArgumentError
        When one person has two different answers to one question, no answer is left, or a scale is impossible.

    Examples
    --------
    >>> rows = pd.DataFrame({"who": ["A", "B", None], "item": ["load"] * 3, "points": ["agree", "2", "3"]})
    >>> made = survey(rows, respondent="who", question="item", answer="points", words={"agree": 4})
    >>> made.answers["points"].tolist(), made.set_aside["reason"].tolist()
    ([4.0, 2.0], ['no respondent'])
    """
    groups = [groups] if isinstance(groups, str) else list(groups)
    require_columns(
        frame, [respondent, question, answer, *([] if wave is None else [wave]), *groups], table="the survey"
    )
    rows = pd.DataFrame(
        {
            "wave": ONE_WAVE if wave is None else _text(frame[wave]),
            "respondent": _text(frame[respondent]),
            "question": _text(frame[question]),
            "points": _points(frame[answer], words or {}, answer),
        },
        index=frame.index,
    )
    reason = _reasons(rows)
    rows, given = rows[reason == ""], frame[groups][reason == ""]
    ends = _ends(rows["question"], lowest, highest, scales or {})
    _inside(rows, ends)
    _one_answer(rows)
    people, remarks = _people(rows, given)
    aside = frame[reason != ""].assign(reason=reason[reason != ""])
    return Survey(rows.reset_index(drop=True), people, ends, aside, remarks)


def _text(column: pd.Series) -> pd.Series:
    if column.dtype.kind == "f" and (column.dropna() % 1 == 0).all():
        column = column.astype("Int64")
    known = column.notna() & (column.astype(str).str.strip() != "")
    return column.astype(str).str.strip().astype(object).where(known.to_numpy(), None)


def _points(column: pd.Series, words: Mapping[str, float], name: str) -> np.ndarray:
    if pd.api.types.is_numeric_dtype(column):
        return column.astype("float64").to_numpy(dtype=float, na_value=np.nan)
    plain = (
        column.astype(object).where(column.notna(), None).map(lambda one: str(one).strip().lower(), na_action="ignore")
    )
    known = {str(word).strip().lower(): points for word, points in words.items()}
    numbers = pd.to_numeric(plain.map(lambda one: known.get(one, one), na_action="ignore"), errors="coerce")
    strange = column[numbers.isna().to_numpy() & plain.notna().to_numpy() & (plain != "").to_numpy()]
    if len(strange):
        found = list(dict.fromkeys(map(str, strange)))
        raise ColumnError(
            f"Column '{name}' holds answers in words: {in_words(found)}. Points were expected. Say what each word "
            f"counts, as in words={{'{found[0]}': 4}}.{did_you_mean(found[0], words)}"
        )
    return numbers.to_numpy(dtype=float)


def _reasons(rows: pd.DataFrame) -> pd.Series:
    finite = np.isfinite(rows["points"].to_numpy(dtype=float))
    names = ["respondent", "wave", "question"]
    cases = [*(rows[name].isna() for name in names), ~finite, rows.duplicated()]
    said = [*(f"no {name}" for name in names), "no answer in points", "the same answer again"]
    reason = pd.Series(np.select(cases, said, ""), index=rows.index)
    if len(rows) == 0 or (reason != "").all():
        raise ArgumentError(
            f"No answer in points is left of {counted(len(rows), 'row')}. At least one was expected, with a person and "
            "a question. Look at the columns that you named."
        )
    return reason


def _ends(
    questions: pd.Series, lowest: float, highest: float, own: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    asked = list(dict.fromkeys(questions))
    for name in own:
        if name not in asked:
            raise ArgumentError(
                f"scales names the question {in_words(name)}, which nobody answered. One of {in_words(asked)} was "
                f"expected. Correct the name.{did_you_mean(name, asked)}"
            )
    ends = {name: own.get(name, (lowest, highest)) for name in asked}
    for name, (low, high) in ends.items():
        if not low < high:
            raise ArgumentError(
                f"The scale of '{name}' goes from {in_words(low)} to {in_words(high)}. The lowest answer was expected "
                "first. Change the two about."
            )
    return {name: (float(low), float(high)) for name, (low, high) in ends.items()}


def _inside(rows: pd.DataFrame, ends: dict[str, tuple[float, float]]) -> None:
    low, high = (rows["question"].map({name: pair[side] for name, pair in ends.items()}) for side in (0, 1))
    beyond = rows[(rows["points"] < low) | (rows["points"] > high)]
    if len(beyond):
        name = beyond["question"].iloc[0]
        found = sorted(set(beyond.loc[beyond["question"] == name, "points"]))
        raise ColumnError(
            f"Answers to '{name}' lie outside its scale: {in_words(found)}. Points from {ends[name][0]:g} to "
            f"{ends[name][1]:g} were expected. Correct them, or say its own scale: scales={{'{name}': (0, 10)}}."
        )


def _one_answer(rows: pd.DataFrame) -> None:
    twice = rows[rows.duplicated(KEYS, keep=False)]
    if len(twice):
        who = twice.iloc[0]
        found = twice.loc[(twice[KEYS] == who[KEYS]).all(axis=1), "points"].tolist()
        raise ArgumentError(
            f"Person {who['respondent']} has {counted(len(found), 'answer')} to '{who['question']}' in "
            f"{who['wave']}: {in_words(found)}. One answer per person, wave and question was expected. Decide which "
            f"one counts, and keep only that row ({counted(len(twice), 'row')} in all)."
        )


def _people(rows: pd.DataFrame, given: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    facts = given.assign(respondent=rows["respondent"], wave=rows["wave"]).sort_values("wave", kind="stable")
    by_person = facts.groupby("respondent")
    remarks = [
        f"{counted(int(several), 'code')} with two values of {column}: the first wave's counts."
        for column in given.columns
        if (several := (by_person[column].nunique() > 1).sum())
    ]
    return by_person[list(given.columns)].first(), remarks


def long_answers(
    frame: pd.DataFrame, *, respondent: str, questions: Sequence[str], keep: Sequence[str] = ()
) -> pd.DataFrame:
    """Turn a form's table, one row per person and one column per question, into one row per answer.

    Parameters
    ----------
    frame : DataFrame
        One row per person (and wave).
    respondent : str
        The column of the person's code.
    questions : list of str
        The columns of the questions.
    keep : list of str
        Columns to repeat beside each answer: the wave, the kind of work.

    Returns
    -------
    DataFrame
        The kept columns, ``question`` and ``answer``; missing answers stay in.

    Raises
    ------
    ColumnError
        When a column is missing.

    Examples
    --------
    >>> form = pd.DataFrame({"who": ["A", "B"], "load": [4, 2], "trust": [3, 5]})
    >>> long_answers(form, respondent="who", questions=["load", "trust"]).shape
    (4, 3)
    """
    require_columns(frame, [respondent, *questions, *keep], table="the form")
    plain = frame[[respondent, *keep, *questions]]
    return plain.melt([respondent, *keep], list(questions), var_name="question", value_name="answer")
