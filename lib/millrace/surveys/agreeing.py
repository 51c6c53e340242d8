"""Those who agree with everything or mark the same box throughout: found, shown, and the result without them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.surveys.answers import Survey
from millrace.surveys.asking import check_survey, points_of, scale_of
from millrace.surveys.changing import change
from millrace.surveys.small_groups import LEAST

__all__ = ["change_without", "find_agreers", "without_people"]

AGREES, SAME, BOTH = "agrees with opposites", "same answer throughout", "agrees with opposites, same answer throughout"


def find_agreers(
    made: Survey,
    *,
    opposites: Sequence[tuple[str, str]],
    questions: Sequence[str] = (),
    at_least: float = 0.75,
    least_questions: int = 6,
) -> pd.DataFrame:
    """Find people who agree with a sentence and with its opposite, or give one answer to everything.

    Parameters
    ----------
    made : Survey
        The survey.
    opposites : list of pairs
        Questions that nobody can agree with both: ``[("easier", "harder")]``. Without any, write ``[]``.
    questions : list of str
        Questions of one scale in which the same answer throughout is looked for; it tells something only if some of
        them run the other way. Without any it is not looked for.
    at_least : float
        How far above the middle of the scale the mean of both opposites must be, in half scales of 2 points (on 1 to 5:
        0.75 of a point). On other scales it grows with them.
    least_questions : int
        From how many answers in a wave on the same answer throughout is remarkable.

    Returns
    -------
    DataFrame
        One row per person: ``respondent``, ``pairs`` (opposites answered, over all waves), ``mean_of_opposites``
        (points), ``same_throughout`` (waves), ``waves`` (with enough questions) and ``flag`` ("agrees with opposites",
        "same answer throughout", both, "one pair only", or empty). For whoever holds the codes, not for showing.

    Raises
    ------
    ArgumentError
        When a question is not there, scales differ, or there is nothing to look for.

    Notes
    -----
    Acquiescence by contradictory items, and long strings (Krosnick 1991; Curran 2016). A flag is a reason to read the
    answers, no proof: with one pair, one answer in six at random is such a contradiction, so a person with a single
    pair is only told as that. Sentences that are no real opposites flag people who mean what they say.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame([(w, who, item, p) for w in (1, 2) for who, item, p in
    ...     [("A", "easier", 5), ("A", "harder", 4), ("B", "easier", 4), ("B", "harder", 2)]],
    ...     columns=["when", "who", "item", "points"])
    >>> made = survey(rows, respondent="who", question="item", answer="points", wave="when")
    >>> find_agreers(made, opposites=[("easier", "harder")])["flag"].tolist()
    ['agrees with opposites', '']
    """
    pairs, questions = _asked(made, opposites, questions)
    table = pd.DataFrame(index=pd.Index(sorted(made.answers["respondent"].unique()), name="respondent"))
    lifted, level = _opposites(made, pairs)
    table["pairs"] = lifted.groupby(level=0).size().reindex(table.index, fill_value=0)
    table["mean_of_opposites"] = level.groupby(level=0).mean().reindex(table.index)
    above = lifted.groupby(level=0).mean().reindex(table.index) >= at_least / 2
    same = _same(made, questions, least_questions)
    table["same_throughout"] = same.groupby(level=0).sum().reindex(table.index, fill_value=0).astype(int)
    table["waves"] = same.groupby(level=0).size().reindex(table.index, fill_value=0)
    often = (table["waves"] > 0) & (table["same_throughout"] * 2 > table["waves"])
    agrees = above & (table["pairs"] > 1)
    table["flag"] = np.select([agrees & often, agrees, often, above], [BOTH, AGREES, SAME, "one pair only"], "")
    return table.reset_index()


def _asked(
    made: Survey, opposites: Sequence[tuple[str, str]], questions: Sequence[str]
) -> tuple[list[tuple[str, str]], list[str]]:
    check_survey(made)
    pairs = [tuple(pair) for pair in opposites]
    if any(len(pair) != 2 or isinstance(pair, str) for pair in opposites):
        raise ArgumentError(
            f"opposites={in_words(list(opposites))} was given. Pairs of questions were expected. Write them like "
            "[('easier', 'harder')]."
        )
    if not pairs and not len(questions):
        raise ArgumentError(
            "No opposites and no questions were given. Something to look for was expected. Name two sentences that "
            "nobody can agree with both, as in opposites=[('easier', 'harder')]."
        )
    for pair in pairs:
        scale_of(made, pair)
    if len(questions):
        scale_of(made, questions)
    return [(str(one), str(other)) for one, other in pairs], list(questions)


def _opposites(made: Survey, pairs: list[tuple[str, str]]) -> tuple[pd.Series, pd.Series]:
    """Return how far each pair is above the middle, as a share of half the scale, and its mean in points."""
    lifted, level = [pd.Series(dtype=float)], [pd.Series(dtype=float)]
    for wave in made.waves:
        for pair in pairs:
            low, high = scale_of(made, pair)
            mean = points_of(made, wave, pair).dropna().mean(axis=1)
            level.append(mean)
            lifted.append((mean - (low + high) / 2) / ((high - low) / 2))
    return pd.concat(lifted[1:] or lifted), pd.concat(level[1:] or level)


def _same(made: Survey, questions: list[str], least_questions: int) -> pd.Series:
    if not questions:
        return pd.Series(dtype=bool)
    parts = []
    for wave in made.waves:
        points = points_of(made, wave, questions)
        enough = points[points.notna().sum(axis=1) >= least_questions]
        parts.append(enough.nunique(axis=1) == 1)
    return pd.concat(parts)


def without_people(made: Survey, *, people: Iterable[str]) -> Survey:
    """Take people out of a survey, to see what the result is without them.

    Parameters
    ----------
    made : Survey
        The survey.
    people : list of str
        Their codes.

    Returns
    -------
    Survey
        A new one; a remark says how many were taken out.

    Raises
    ------
    ArgumentError
        When a code is not there, or nobody is left.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame({"who": ["A", "B"], "item": ["load"] * 2, "points": [4, 2]})
    >>> without_people(survey(rows, respondent="who", question="item", answer="points"), people=["A"])
    Survey of 1 person, 1 question, 1 wave; 0 rows set aside
    """
    check_survey(made)
    codes = {people} if isinstance(people, str) else {str(one) for one in people}
    strange = sorted(codes - set(made.people.index))
    if strange or len(codes) == len(made.people):
        found = f"the codes {in_words(strange)}, which are not there" if strange else "everybody"
        raise ArgumentError(f"people names {found}. Codes of some of the people were expected. Correct the list.")
    answers = made.answers[~made.answers["respondent"].isin(codes)].reset_index(drop=True)
    left = made.people.drop(index=list(codes))
    return replace(made, answers=answers, people=left, remarks=[*made.remarks, f"People taken out: {len(codes)}."])


def change_without(
    made: Survey,
    *,
    people: Iterable[str],
    question: str,
    first: str,
    last: str,
    better: str,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Show a change with everybody and without some people, such as those who agree with everything.

    Parameters
    ----------
    made : Survey
        The survey.
    people : list of str
        Codes of those who are left out in the second row.
    question, first, last, better, confidence : as there
        As for `change`.

    Returns
    -------
    DataFrame
        Two rows, ``who`` ("everybody", "without them"), with ``people``, ``change``, ``low``, ``high``, ``verdict`` and
        ``holds`` (whether the verdict is the same). With one to four people left out the second row's numbers are
        missing, since the two together would tell of them; its verdict is there.

    Raises
    ------
    ArgumentError
        As `change` and `without_people`.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame([(w, f"P{n}", "load", 4 - w + n % 2) for w in (1, 2) for n in range(12)],
    ...                     columns=["when", "who", "item", "points"])
    >>> made = survey(rows, respondent="who", question="item", answer="points", wave="when")
    >>> both = change_without(made, people=["P0"], question="load", first="1", last="2", better="lower")
    >>> both["verdict"].tolist(), both["holds"].tolist()
    (['improved', 'improved'], [True, True])
    """
    codes = [people] if isinstance(people, str) else [str(one) for one in people]
    tables = [
        change(one, question=question, first=first, last=last, better=better, confidence=confidence)
        for one in (made, without_people(made, people=codes))
    ]
    table = pd.concat(tables, ignore_index=True).assign(who=["everybody", "without them"])
    table = table[["who", "people", "change", "low", "high", "verdict"]]
    fewer = int(tables[0]["people"].fillna(0).item() - tables[1]["people"].fillna(0).item())
    if 0 < fewer < LEAST:
        second = table.index == 1
        table = table.assign(**{c: table[c].mask(second) for c in ("people", "change", "low", "high")})
    return table.assign(holds=table["verdict"] == table["verdict"].iloc[0])
