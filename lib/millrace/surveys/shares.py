"""How many disagree, stand in the middle and agree: by question or by group, small groups hidden."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError
from millrace.surveys.answers import Survey
from millrace.surveys.asking import check_survey, check_wave, points_of, scale_of
from millrace.surveys.small_groups import ALL, Groups, groups_of, hide_small
from millrace.themes.result import NO_THEME, Themes, require_themes

__all__ = ["answer_shares", "themes_by_people"]


def answer_shares(
    made: Survey, *, questions: Sequence[str], wave: str | None = None, by: Groups | None = None
) -> pd.DataFrame:
    """Share out the answers to some questions over the points of their scale.

    Parameters
    ----------
    made : Survey
        The survey.
    questions : list of str
        Questions of one scale.
    wave : str, optional
        The wave.
    by : str, dict or Series, optional
        Groups of people, as for `groups_of`.

    Returns
    -------
    DataFrame
        One row per question and group: ``question``, ``group``, ``people`` (who answered it), ``1`` to ``5`` or what
        the scale's points are (shares), ``below``, ``middle``, ``above`` (shares: beyond the middle of the scale),
        ``hidden``.

    Raises
    ------
    ArgumentError
        When a question or the wave is not there, or scales differ.

    Notes
    -----
    No mean: the steps between the answers of such a scale need not be equal. Answers between two points count to the
    nearer one.

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame({"who": list("ABCDE"), "item": ["load"] * 5, "points": [4, 2, 5, 3, 4]})
    >>> made = survey(rows, respondent="who", question="item", answer="points")
    >>> answer_shares(made, questions=["load"])[["below", "middle", "above"]].values.tolist()
    [[0.2, 0.2, 0.6]]
    """
    check_survey(made)
    questions = [questions] if isinstance(questions, str) else list(questions)
    low, high = scale_of(made, questions)
    table = points_of(made, check_wave(made, wave), questions)
    group = groups_of(made, by).reindex(table.index) if by is not None else pd.Series(ALL, index=table.index)
    steps = np.arange(low, high + 0.5)
    rows = [
        {"question": name, "group": one, **_shares(part[name].dropna().to_numpy(dtype=float), steps)}
        for name in questions
        for one, part in table.groupby(group, sort=True)
    ]
    values = [f"{step:g}" for step in steps] + ["below", "middle", "above"]
    return hide_small(pd.DataFrame(rows), people="people", values=values, within=["question"])


def _shares(points: np.ndarray, steps: np.ndarray) -> dict[str, object]:
    people, middle = len(points), (steps[0] + steps[-1]) / 2
    nearest = steps[np.abs(points[:, None] - steps[None, :]).argmin(axis=1)] if people else points
    ask = {f"{step:g}": nearest == step for step in steps}
    ask |= {"below": nearest < middle, "middle": nearest == middle, "above": nearest > middle}
    return {"people": people, **{name: float(found.mean()) if people else np.nan for name, found in ask.items()}}


def themes_by_people(found: Themes, respondents: pd.Series) -> pd.DataFrame:
    """Count the people who wrote of each theme, and hide themes that only a few wrote of.

    Parameters
    ----------
    found : Themes
        From `millrace.themes`, made of the answers to an open question.
    respondents : Series
        Who wrote each text, in the order of the texts.

    Returns
    -------
    DataFrame
        One row per theme and one for "no theme": ``theme``, ``people`` (each counts once per theme), ``share`` (of all
        who wrote), ``top_words``, ``hidden``. Examples are not shown: colleagues know each other's wording.

    Raises
    ------
    ArgumentError
        When it is no result of `millrace.themes`, or there are not as many respondents as texts.

    Notes
    -----
    A theme of fewer than five people is hidden with its words and name, and with it another that would give it away.

    Examples
    --------
    >>> from millrace import themes
    >>> texts = ["too slow"] * 6 + ["it costs"] * 5 + ["-"] * 5
    >>> made = themes.by_words(texts, {"slow": ["slow"], "money": ["costs"]})
    >>> themes_by_people(made, pd.Series(range(16)))[["theme", "people"]].values.tolist()
    [['slow', 6], ['money', 5], ['no theme', 5]]
    """
    require_themes(found)
    if len(respondents) != len(found.labels):
        raise ArgumentError(
            f"{len(respondents)} respondents and {len(found.labels)} texts were given. One respondent per text was "
            "expected. Take both from the same rows."
        )
    who = pd.Series(np.asarray(respondents, dtype=object), index=found.labels.index)
    holds = found.labels[found.names].assign(**{NO_THEME: found.labels["strongest"] == NO_THEME})
    table = found.table()[["theme", "top_words"]]
    table["people"] = [who[holds[name].to_numpy(dtype=bool)].nunique() for name in table["theme"]]
    table["share"] = table["people"] / who.nunique()
    shown = hide_small(table, people="people", values=["share", "top_words"])
    names = shown["theme"].mask((shown["hidden"] != "") & (shown["theme"] != NO_THEME), "(hidden)")
    return shown.assign(theme=names)[["theme", "people", "share", "top_words", "hidden"]]
