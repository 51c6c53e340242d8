"""What a colleague would say of a new file, on one screen."""

import numpy as np
import pandas as pd

from millrace.cleaning.profiling.codes import odd_codes, words_among_numbers
from millrace.cleaning.profiling.dates import dates_in, far_dates, reversed_dates
from millrace.cleaning.profiling.finding import Finding, Seen, see
from millrace.cleaning.profiling.gaps import gaps, gaps_by_group, nothing_new, ticks
from millrace.cleaning.profiling.grain import copies, grain
from millrace.cleaning.profiling.signs import sign_changes
from millrace.errors import ArgumentError, counted, in_words

__all__ = ["profile"]

MOST = 12  # sentences on a screen


def profile(table: pd.DataFrame, *, most: int = MOST) -> pd.DataFrame:
    """Say in a few sentences what a new table is and what is odd about it, the most important first.

    Parameters
    ----------
    table : DataFrame
        Any table, also an empty one or one with repeated column names.
    most : int
        How many sentences at the most, one screen by default. The last says how much is left out.

    Returns
    -------
    DataFrame
        One row per sentence: ``topic`` ("size", "grain", "copies", "dates", "signs", "codes", "not numbers",
        "ticks", "gaps by group", "gaps", "copied column", "one value", "left out"), ``sentence``,
        ``rows`` (how many it is about).

    Raises
    ------
    ArgumentError
        When no table is given, or ``most`` is no whole number from 2.

    Notes
    -----
    Nothing is said that chance would do as well: a pair of columns names each row only where rows drawn by lot from the
    two columns would have repeated (the birthday problem), copies count where independent columns would make fewer, and
    a group has more gaps where the two shares are five standard errors apart. What is not said was looked for and not
    found, or was too rare to tell; it is no proof that all is well.

    Examples
    --------
    >>> lines = pd.DataFrame({"order": [f"A{n}" for n in range(30)], "amount": [20.5 + n for n in range(29)] + [-21.5]})
    >>> profile(lines)["sentence"].tolist()
    ['30 rows, 2 columns.', 'One row per order: it names each row.']
    """
    if not isinstance(table, pd.DataFrame):
        raise ArgumentError(f"{in_words(table)} was given. A table was expected. Read one with millrace.intake.")
    if isinstance(most, bool) or not isinstance(most, int | np.integer) or most < 2:
        raise ArgumentError(
            f"most={in_words(most)} was given. A whole number from 2 was expected. Leave it out for 12."
        )
    seen = see(table)
    size = f"{counted(seen.rows, 'row')}, {counted(len(seen.columns), 'column')}."
    findings = [Finding("size", size, seen.rows), *(_findings(seen) if seen.rows and seen.columns else [])]
    return pd.DataFrame(
        [[one.topic, one.sentence, one.rows] for one in _cut(findings, int(most))],
        columns=["topic", "sentence", "rows"],
    )


def _findings(seen: Seen) -> list[Finding]:
    named, key = grain(seen)
    dates = dates_in(seen)
    # what falsifies totals comes first, what only asks for a look comes last
    parts = [
        copies(seen, key),
        far_dates(seen, dates),
        reversed_dates(seen, dates),
        sign_changes(seen),
        words_among_numbers(seen),
        odd_codes(seen),
        ticks(seen),
        gaps_by_group(seen),
        gaps(seen),
        nothing_new(seen),
    ]
    return named + [one for part in parts for one in sorted(part, key=lambda one: -one.rows)]


def _cut(findings: list[Finding], most: int) -> list[Finding]:
    if len(findings) <= most:
        return findings
    left = findings[most - 1 :]
    topics = ", ".join(dict.fromkeys(one.topic for one in left))
    return [
        *findings[: most - 1],
        Finding("left out", f"{len(left)} more: {topics}. See them with most=100.", len(left)),
    ]
