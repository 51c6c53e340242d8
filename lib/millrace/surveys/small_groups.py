"""Groups so small that their numbers would tell of a person: hidden, and with them what would give them away."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words, require_columns
from millrace.surveys.answers import Survey
from millrace.surveys.asking import check_survey, check_wave, points_of, scale_of

__all__ = ["ALL", "LEAST", "by_answer", "groups_of", "hide_small", "join_groups", "reasons", "reidentifiable"]

LEAST = 5
ALL = "all"
NOT_SAID = "not said"
Groups = str | Mapping[str, object] | pd.Series


def reasons(people: pd.Series, *, least: int = LEAST) -> pd.Series:
    """Say for each group why its numbers must be hidden when the total is known.

    Parameters
    ----------
    people : Series of int
        People per group.
    least : int
        The smallest group that is shown.

    Returns
    -------
    Series of str
        "fewer than 5", "would give another away", or empty where the group is shown.

    Raises
    ------
    ArgumentError
        When ``least`` is no whole number above 1.

    Examples
    --------
    >>> reasons(pd.Series({"workshop": 14, "sales": 8, "office": 4})).tolist()
    ['', 'would give another away', 'fewer than 5']
    """
    if isinstance(least, bool) or not isinstance(least, int) or least < 2:
        raise ArgumentError(f"least={in_words(least)} was given. A whole number of 2 or more was expected. Write 5.")
    counts = people.to_numpy(dtype=float)
    small = (counts > 0) & (counts < least)
    hidden = small.copy()
    while hidden.any() and (hidden.sum() == 1 or counts[hidden].sum() < least):
        left = np.flatnonzero(~hidden & (counts > 0))
        if not len(left):
            break
        hidden[left[counts[left].argmin()]] = True
    said = np.select([small, hidden], [f"fewer than {least}", "would give another away"], "")
    return pd.Series(said, index=people.index, dtype=object)


def hide_small(
    table: pd.DataFrame, *, people: str, values: Sequence[str], within: Sequence[str] = (), least: int = LEAST
) -> pd.DataFrame:
    """Hide the numbers of small groups, and of one more group where the total would give the small one away.

    Parameters
    ----------
    table : DataFrame
        One row per group, without a row for the total.
    people : str
        The column with the number of people.
    values : list of str
        The columns to hide with it.
    within : list of str
        Columns that make separate tables, each with a total of its own: the wave, the question.
    least : int
        The smallest group that is shown.

    Returns
    -------
    DataFrame
        The same rows; hidden numbers are missing, and ``hidden`` says why. A number of people of 0 is shown.

    Raises
    ------
    ColumnError
        When a column is missing.

    Notes
    -----
    Primary and complementary suppression (Hundepool et al., Statistical Disclosure Control, 2012): hidden groups are
    at least two and have together at least ``least`` people, so that total less shown groups tells of no small group.
    One table is guarded. Two tables of the same people, by work and by age, may together still tell of a person.

    Examples
    --------
    >>> means = pd.DataFrame({"role": ["workshop", "sales", "office"], "people": [14, 8, 4], "trust": [3.1, 2.6, 3.5]})
    >>> hide_small(means, people="people", values=["trust"])["trust"].tolist()
    [3.1, nan, nan]
    """
    values = [values] if isinstance(values, str) else list(values)
    within = [within] if isinstance(within, str) else list(within)
    require_columns(table, [people, *values, *within])
    plain = table.reset_index(drop=True)
    counts = plain[people].fillna(0)
    parts = [counts[rows] for rows in plain.groupby(within, dropna=False).indices.values()] if within else [counts]
    why = pd.concat(
        [pd.Series("", index=counts.index[:0], dtype=object), *(reasons(part, least=least) for part in parts)]
    )
    why = why.sort_index()
    shown = plain.assign(**{people: plain[people].astype("Int64")})
    for column in [people, *values]:
        shown[column] = shown[column].mask(why != "")
    return shown.assign(hidden=why)


def groups_of(made: Survey, by: Groups) -> pd.Series:
    """Return the group of every person.

    Parameters
    ----------
    made : Survey
        The survey.
    by : str, dict or Series
        A column of ``made.people``, or a group per respondent.

    Returns
    -------
    Series of str
        By respondent; "not said" where it is missing.

    Raises
    ------
    ArgumentError
        When there is no such column, or nobody of the survey is named.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame({"who": ["A", "B"], "item": ["load"] * 2, "points": [4, 2], "role": ["sales", None]})
    >>> groups_of(survey(rows, respondent="who", question="item", answer="points", groups=["role"]), "role").tolist()
    ['sales', 'not said']
    """
    if isinstance(by, str):
        if by not in made.people.columns:
            raise ArgumentError(
                f"by={in_words(by)} was given. One of {in_words(list(made.people.columns))} was expected. Name the "
                f"column when the survey is made: survey(..., groups=['{by}']).{did_you_mean(by, made.people.columns)}"
            )
        found = made.people[by]
    else:
        given = pd.Series(by)
        found = given.set_axis(given.index.map(str)).reindex(made.people.index)
    if found.isna().all():
        raise ArgumentError(
            "Nobody of the survey has a group in by=. A group for each respondent's code was expected. Check the codes."
        )
    return found.astype(object).where(found.notna(), NOT_SAID).map(str)


def join_groups(groups: pd.Series, *, join: Mapping[str, Sequence[str]]) -> pd.Series:
    """Put small groups together, so that they can be shown.

    Parameters
    ----------
    groups : Series
        The group of every person, such as ``made.people["role"]``.
    join : dict
        The new name and what goes into it: ``{"workshop and office": ["workshop", "office"]}``.

    Returns
    -------
    Series
        The group of every person, the named ones joined.

    Raises
    ------
    ArgumentError
        When a group is not there, or goes into two.

    Examples
    --------
    >>> roles = pd.Series(["office", "sales", "workshop"], index=["A", "B", "C"])
    >>> join_groups(roles, join={"workshop and office": ["workshop", "office"]}).tolist()
    ['workshop and office', 'sales', 'workshop and office']
    """
    known = sorted(map(str, groups.dropna().unique()))
    new: dict[str, str] = {}
    for name, parts in join.items():
        for one in parts:
            if one not in known or one in new:
                raise ArgumentError(
                    f"join names the group {in_words(one)}{' twice' if one in new else ''}. One of {in_words(known)} "
                    f"was expected. Correct it.{did_you_mean(one, known)}"
                )
            new[one] = name
    return groups.map(lambda one: new.get(str(one), one))


def by_answer(
    made: Survey, *, question: str, wave: str | None = None, at_least: float, names: tuple[str, str] = ("fewer", "many")
) -> pd.Series:
    """Make two groups of people by one answer: those who use the tool on four days or more, and the others.

    Parameters
    ----------
    made : Survey
        The survey.
    question : str
        The question.
    wave : str, optional
        The wave whose answer counts.
    at_least : float
        From how many points on somebody is in the second group.
    names : tuple of str
        Names of the two groups.

    Returns
    -------
    Series of str
        By respondent. Who did not answer it is missing.

    Raises
    ------
    ArgumentError
        When the question or the wave is not there.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame({"who": ["A", "B"], "item": ["days"] * 2, "points": [4, 2]})
    >>> made = survey(rows, respondent="who", question="item", answer="points")
    >>> by_answer(made, question="days", at_least=4).to_dict()
    {'A': 'many', 'B': 'fewer'}
    """
    check_survey(made)
    scale_of(made, [question])
    points = points_of(made, check_wave(made, wave), [question])[question].dropna()
    return (points >= at_least).map({False: names[0], True: names[1]})


def reidentifiable(made: Survey, *, columns: Sequence[str], least: int = LEAST) -> pd.DataFrame:
    """Count the people who could be recognised by harmless-looking columns, without any name.

    Parameters
    ----------
    made : Survey
        The survey, with these columns as ``groups``.
    columns : list of str
        What a colleague knows of a person: kind of work and age band.
    least : int
        The smallest group that is safe.

    Returns
    -------
    DataFrame
        One row: ``columns``, ``people``, ``alone`` (nobody else has the same), ``in_small_groups``, ``share`` (of
        people, in small groups) and ``sentence``.

    Raises
    ------
    ColumnError
        When a column is not in ``made.people``.

    Notes
    -----
    Sweeney, k-anonymity (2002).

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame({"who": ["A", "B"], "item": ["load"] * 2, "points": [4, 2], "role": ["sales", "office"]})
    >>> made = survey(rows, respondent="who", question="item", answer="points", groups=["role"])
    >>> reidentifiable(made, columns=["role"])["alone"].item()
    2
    """
    check_survey(made)
    columns = [columns] if isinstance(columns, str) else list(columns)
    require_columns(made.people, columns, table="the people of the survey")
    size = made.people.groupby(columns, dropna=False)[columns[0]].transform("size")
    alone, small, people = int((size == 1).sum()), int((size < least).sum()), len(size)
    names = " and ".join(columns)
    return pd.DataFrame(
        [
            {
                "columns": names, "people": people, "alone": alone, "in_small_groups": small, "share": small / people,
                "sentence": f"{alone} of {people} people are alone with their {names}, {small} are in a group of fewer "
                f"than {least}.",
            }
        ]
    )  # fmt: skip
