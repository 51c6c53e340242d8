"""Whether the answers of those who use a tool more moved otherwise, without showing any small group."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, check_confidence, in_words
from millrace.surveys.answers import Survey
from millrace.surveys.asking import check_wave, points_of, scale_of
from millrace.surveys.changing import two_waves
from millrace.surveys.verdicts import NOT_SHOWN, TOO_FEW

__all__ = ["change_along"]

LEAST_PEOPLE = 10


def change_along(
    made: Survey,
    *,
    question: str,
    first: str,
    last: str,
    along: str,
    along_wave: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Say whether a change of the same people rises or falls with another answer, such as days of use.

    Where the group of heavy users is too small to be shown, this uses everybody who answered both times.

    Parameters
    ----------
    made : Survey
        The survey.
    question : str
        The question whose change is asked for.
    first, last : str
        The two waves.
    along : str
        The other question: on how many days somebody used the tool.
    along_wave : str, optional
        The wave of that answer; without it the last of the two.
    confidence : float
        How often such a range holds the truth, as a share.

    Returns
    -------
    DataFrame
        One row: ``question``, ``along``, ``people``, ``slope`` (points of change per point of the other answer),
        ``low``, ``high``, ``p``, ``verdict`` ("rises with it", "falls with it", "not shown", "too few to say") and
        ``sentence``.

    Raises
    ------
    ArgumentError
        When a question or a wave is not there, or both questions are the same.

    Notes
    -----
    Least squares with Student's range; ten people are the least. It says that the two go together, not that use is the
    reason: only lot can say that (`millrace.effects.by_lot`).

    Examples
    --------
    >>> from millrace.surveys.answers import survey
    >>> rows = pd.DataFrame([(w, f"P{n}", item, p) for w in (1, 2) for n in range(12) for item, p in
    ...     {"days": n % 6, "trust": 4 - (w - 1) * (n % 6 + n % 4) / 3}.items()],
    ...     columns=["when", "who", "item", "points"])
    >>> made = survey(rows, respondent="who", question="item", answer="points", wave="when", lowest=0)
    >>> change_along(made, question="trust", first="1", last="2", along="days")["verdict"].item()
    'falls with it'
    """
    from scipy import stats

    check_confidence(confidence)
    both = two_waves(made, question=question, first=first, last=last).dropna()
    scale_of(made, [along])
    if along == question:
        raise ArgumentError(f"along={in_words(along)} is the question itself. Another one was expected. Name it.")
    other = points_of(made, check_wave(made, along_wave or last), [along])[along]
    table = both.assign(other=other.reindex(both.index)).dropna()
    moved = table["last"] - table["first"]
    row = {"question": question, "along": along, "people": len(table)}
    if len(table) < LEAST_PEOPLE or table["other"].nunique() < 2 or moved.nunique() < 2:
        why = "only few answered all three" if len(table) < LEAST_PEOPLE else "one of the two is the same for everybody"
        nothing = dict.fromkeys(["slope", "low", "high", "p"], np.nan)
        return pd.DataFrame([{**row, **nothing, "verdict": TOO_FEW, "sentence": f"Too few to say: {why}."}])
    fitted = stats.linregress(table["other"], moved)
    half = float(stats.t.ppf((1 + confidence) / 2, len(table) - 2)) * fitted.stderr
    shown = fitted.pvalue < 1 - confidence
    verdict = NOT_SHOWN if not shown else "rises with it" if fitted.slope > 0 else "falls with it"
    ends = f"{fitted.slope - half:+.2f} to {fitted.slope + half:+.2f}"
    said = f"{verdict.capitalize()}: per point of {along}, {question} moved by {fitted.slope:+.2f} points ({ends})."
    numbers = {"slope": fitted.slope, "low": fitted.slope - half, "high": fitted.slope + half, "p": fitted.pvalue}
    return pd.DataFrame([{**row, **numbers, "verdict": verdict, "sentence": said}])
