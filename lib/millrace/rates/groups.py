"""Groups held against the others: who is worse or better than chance explains, and of whom too few pieces were seen."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, check_confidence, did_you_mean, in_words
from millrace.rates.counting import as_list, event_column, tally, tally_of_counts
from millrace.rates.evidence import adjusted, against_others, prior_pieces, shrunk
from millrace.rates.intervals import TOO_FEW, check_least_pieces, interval

__all__ = ["NO_DIFFERENT", "by_group"]

NO_DIFFERENT = "no different that we can see"
NO_OTHERS = "no others to compare with"
DIRECTIONS = ("worse", "better")


def by_group(
    frame: pd.DataFrame,
    *,
    by: str | Sequence[str],
    event: str | None = None,
    value: Hashable = None,
    missing: str | None = None,
    count: str | None = None,
    total: str | None = None,
    higher_is: str = "worse",
    least_pieces: int = 10,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Work out the rate of an event in each group, and say which groups differ from the others by more than chance.

    Parameters
    ----------
    frame : DataFrame
        One row per piece, with ``event``; or counts already made, with ``count`` and ``total``.
    by : str or list of str
        The column or columns that name the group. A missing name is a group of its own.
    event : str, optional
        The column that tells what happened to the piece.
    value : str or number, optional
        The value of ``event`` that counts; not needed for True and False, or 1 and 0.
    missing : {"no event", "set aside"}, optional
        What an empty cell of ``event`` means; needed when there are any.
    count, total : str, optional
        Columns with the number of events and of pieces, in place of ``event``.
    higher_is : {"worse", "better"}
        What a high rate means.
    least_pieces : int
        A group with fewer pieces is not judged, nor is one whose others have fewer together.
    confidence : float
        How often a range holds the truth; 1 - confidence is also the share of chance among the groups called worse or
        better, on average.

    Returns
    -------
    DataFrame
        One row per group, the highest ``shrunk_rate`` first: the columns of ``by``; ``pieces``, ``events``,
        ``set_aside`` (pieces for which the event is not known); ``rate``, ``low``, ``high`` (Wilson), ``others_rate``
        (of all other groups), ``shrunk_rate``, ``adjusted_p`` (chance, allowing for the number of groups) and
        ``verdict``: "worse", "better", "no different that we can see", "too few to say", "no others to compare with".

    Raises
    ------
    ColumnError
        When a column is missing or the table is empty.
    ArgumentError
        When it is not clear what is the event, a count is impossible, or an argument is.

    Notes
    -----
    Each group is compared with all others by Fisher's exact test (twice the smaller tail), guarded for the number of
    groups after Benjamini and Hochberg (1995). Limits of a funnel (Spiegelhalter 2005) stay where they are however
    many groups there are, so that among 160 lots that are all alike one is often outside; they are for looking.

    ``shrunk_rate = (events + prior * overall) / (pieces + prior)``: the empirical Bayes estimate of the beta-binomial,
    ``prior`` in pieces by moments (Kleinman 1973; Efron and Morris 1977 for the idea). When groups differ no more than
    by chance, all are pulled onto the overall rate. With few groups (under about ten) little can be learnt of how far
    groups differ, and ``shrunk_rate`` may stay close to ``rate``: go by ``low`` and ``high`` then.

    Examples
    --------
    >>> counts = pd.DataFrame({"lot": ["a", "b", "c"], "bad": [2, 40, 20], "seen": [2, 400, 800]})
    >>> by_group(counts, by="lot", count="bad", total="seen").set_index("lot")["verdict"].to_dict()
    {'a': 'too few to say', 'b': 'worse', 'c': 'better'}
    """
    names = as_list(by, "by")
    check_confidence(confidence)
    check_least_pieces(least_pieces)
    _check_direction(higher_is)
    if event is not None and count is None and total is None:
        table = tally(frame, names, event_column(frame, event, value, missing))
    elif event is None and value is None and missing is None and count is not None and total is not None:
        table = tally_of_counts(frame, names, count, total)
    else:
        raise ArgumentError(
            "The event was named in two ways, or in none. Either event='...' (one row per piece) or both count='...' "
            "and total='...' (counts already made) was expected. Keep one of the two."
        )
    judged = _judged(table, least_pieces, confidence, higher_is)
    return judged.sort_values(
        ["shrunk_rate", "rate", "pieces"],
        ascending=[higher_is == "better", higher_is == "better", False],
        kind="stable",
    ).reset_index(drop=True)


def _check_direction(higher_is: str) -> None:
    if higher_is not in DIRECTIONS:
        raise ArgumentError(
            f"higher_is={in_words(higher_is)} was given. 'worse' or 'better' was expected. Say what a high rate means."
            f"{did_you_mean(higher_is, DIRECTIONS)}"
        )


def _judged(table: pd.DataFrame, least_pieces: int, confidence: float, higher_is: str) -> pd.DataFrame:
    events, pieces = table["events"].to_numpy(), table["pieces"].to_numpy()
    low, high = interval(events, pieces, method="wilson", confidence=confidence)
    rate, others = _share(events, pieces), _share(events.sum() - events, pieces.sum() - pieces)
    overall = float(events.sum() / pieces.sum()) if pieces.sum() else np.nan
    # A large group against two pieces is judged as little as two pieces against a large group.
    too_few = (pieces < least_pieces) | (pieces.sum() - pieces < least_pieces)
    chance, use = np.full(len(table), np.nan), ~too_few & ~np.isnan(others)
    chance[use] = adjusted(against_others(events[use], pieces[use], int(events.sum()), int(pieces.sum())))
    lower_is = DIRECTIONS[1 - DIRECTIONS.index(higher_is)]
    beyond = chance <= 1 - confidence + 1e-12
    cases = {
        NO_OTHERS: np.isnan(others) & (pieces > 0),
        TOO_FEW: too_few,
        higher_is: beyond & (rate > others),
        lower_is: beyond & (rate < others),
    }
    return table.assign(
        rate=rate,
        low=low,
        high=high,
        others_rate=others,
        shrunk_rate=shrunk(events, pieces, overall, prior_pieces(events, pieces)),
        adjusted_p=chance,
        verdict=np.select(list(cases.values()), list(cases), NO_DIFFERENT),
    )


def _share(events: np.ndarray, pieces: np.ndarray) -> np.ndarray:
    return np.divide(events, pieces, out=np.full(len(pieces), np.nan), where=pieces > 0)
