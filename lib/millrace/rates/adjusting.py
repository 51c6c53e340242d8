"""Groups compared like with like: the same kinds of pieces, the same months, so that a mix is not taken for a fault."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, check_confidence, require_columns
from millrace.rates.counting import as_list, event_column
from millrace.rates.evidence import adjusted as guarded
from millrace.rates.groups import NO_DIFFERENT
from millrace.rates.intervals import TOO_FEW, check_least_pieces

__all__ = ["adjusted", "compared"]


def adjusted(
    frame: pd.DataFrame,
    *,
    event: str,
    by: str,
    given: str | Sequence[str],
    value: Hashable = None,
    missing: str | None = None,
    least_pieces: int = 10,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Compare each group with the others within strata, and say where the plain totals would mislead.

    Parameters
    ----------
    frame : DataFrame
        One row per piece.
    event : str
        The column that tells what happened to the piece.
    by : str
        The column that names the group, for example the inspector.
    given : str or list of str
        What is held equal, for example ``["month", "family"]``; each combination is a stratum. A missing value is one
        of its own.
    value : str or number, optional
        The value of ``event`` that counts; not needed for True and False, or 1 and 0.
    missing : {"no event", "set aside"}, optional
        What an empty cell of ``event`` means; needed when there are any.
    least_pieces : int
        A group with fewer pieces in strata that can be compared is not judged.
    confidence : float
        How often a range holds the truth; see also `by_group`.

    Returns
    -------
    DataFrame
        One row per group, the highest ``adjusted_ratio`` first: ``by``; ``pieces``, ``events``, ``set_aside`` (event
        not known), ``not_compared`` (pieces in strata without any other group); ``rate``, ``others_rate``; ``ratio``
        (of the two), ``adjusted_ratio`` with ``low`` and ``high`` (how many times the rate of the others, within
        strata), ``adjusted_p``, ``strata``, ``strata_higher`` (strata in which the group's rate is above that of the
        others), ``verdict`` ("higher", "lower", "no different that we can see", "too few to say") and ``reversed``
        (True where the totals point one way and the strata the other: Simpson's paradox).

    Raises
    ------
    ColumnError
        When a column is missing.
    ArgumentError
        When it is not clear what is the event, or ``by`` is also in ``given``.

    Notes
    -----
    Ratio of rates after Mantel and Haenszel (1959) with the variance of Greenland and Robins (Biometrics 1985); each
    group against all others, guarded for the number of groups after Benjamini and Hochberg. ``reversed`` says nothing
    of chance: look at the range as well.

    Examples
    --------
    The first doctor treats the hard cases, and does better in both kinds.

    >>> table = pd.DataFrame({"doctor": list("aaaabbbb"), "case": ["hard", "hard", "easy", "easy"] * 2})
    >>> table["died"] = [True, False] * 4
    >>> pieces = table.loc[table.index.repeat([160, 640, 2, 198, 60, 140, 16, 784])]
    >>> adjusted(pieces, event="died", by="doctor", given="case")[["doctor", "verdict", "reversed"]]
      doctor verdict  reversed
    0      b  higher      True
    1      a   lower      True
    """
    strata_by = as_list(given, "given")
    check_confidence(confidence)
    check_least_pieces(least_pieces)
    require_columns(frame, [by, *strata_by])
    if by in strata_by:
        raise ArgumentError(
            f"Column '{by}' is in by and in given. Something else to hold equal was expected. Leave it out of given."
        )
    happened = event_column(frame, event, value, missing)
    return compared(frame, happened, by, strata_by, least_pieces, confidence)


def compared(
    frame: pd.DataFrame, happened: np.ndarray, by: str, given: list[str], least_pieces: int, confidence: float
) -> pd.DataFrame:
    """Do the work of `adjusted` on an event that was already read.

    Parameters
    ----------
    frame, by, given, least_pieces, confidence
        As for `adjusted`.
    happened : ndarray of float
        1, 0 or nan per row.

    Returns
    -------
    DataFrame
        As from `adjusted`.

    Examples
    --------
    >>> frame = pd.DataFrame({"who": ["a", "b"] * 10, "month": 1})
    >>> compared(frame, np.zeros(20), "who", ["month"], 10, 0.95)["verdict"].tolist()
    ['no different that we can see', 'no different that we can see']
    """
    strata = frame.groupby(given, dropna=False, observed=True, sort=False).ngroup().to_numpy()
    codes, names = pd.factorize(frame[by], use_na_sentinel=False)
    known = ~np.isnan(happened)
    shape = (len(names), int(strata.max(initial=-1)) + 1)
    pieces, events = np.zeros(shape), np.zeros(shape)
    np.add.at(pieces, (codes[known], strata[known]), 1)
    np.add.at(events, (codes[known], strata[known]), happened[known])
    counts = pd.DataFrame({by: names, "pieces": pieces.sum(axis=1), "events": events.sum(axis=1)})
    counts["set_aside"] = np.bincount(codes[~known], minlength=len(names))
    counts = counts.astype({"pieces": int, "events": int})
    rows = [_against_the_others(pieces, events, one, confidence) for one in range(len(names))]
    table = pd.concat([counts, pd.DataFrame(rows)], axis=1)
    return _judged(table, least_pieces, confidence)


def _against_the_others(pieces: np.ndarray, events: np.ndarray, one: int, confidence: float) -> dict:
    n1, k1 = pieces[one], events[one]
    n0, k0 = pieces.sum(axis=0) - n1, events.sum(axis=0) - k1
    use = (n1 > 0) & (n0 > 0)
    rate, others = (k.sum() / n.sum() if n.sum() else np.nan for k, n in ((k1, n1), (k0, n0)))
    low, ratio, high, chance = _mantel_haenszel(k1[use], n1[use], k0[use], n0[use], confidence)
    return {
        "not_compared": int(n1[~use].sum()),
        "rate": rate,
        "others_rate": others,
        "ratio": rate / others if others else np.nan,
        "adjusted_ratio": ratio,
        "low": low,
        "high": high,
        "adjusted_p": chance,
        "strata": int(use.sum()),
        "strata_higher": int((k1[use] * n0[use] > k0[use] * n1[use]).sum()),
    }


def _mantel_haenszel(
    k1: np.ndarray, n1: np.ndarray, k0: np.ndarray, n0: np.ndarray, confidence: float
) -> tuple[float, float, float, float]:
    """Return the lower end, the ratio, the upper end, and how often chance would be as far off."""
    from scipy import stats

    total = n1 + n0
    ours, theirs = float((k1 * n0 / total).sum()), float((k0 * n1 / total).sum())
    if ours == 0 and theirs == 0:
        return 0.0, np.nan, np.inf, 1.0
    if ours == 0 or theirs == 0:
        return 0.0, 0.0 if ours == 0 else np.inf, np.inf, _chance(k1, n1, k0, n0)
    spread = ((n1 * n0 * (k1 + k0) / total**2 - k1 * k0 / total).sum()) / (ours * theirs)
    ratio, width = ours / theirs, float(stats.norm.ppf(0.5 + confidence / 2) * np.sqrt(spread))
    return ratio * np.exp(-width), ratio, ratio * np.exp(width), _chance(k1, n1, k0, n0)


def _chance(k1: np.ndarray, n1: np.ndarray, k0: np.ndarray, n0: np.ndarray) -> float:
    from scipy import stats

    total, events = n1 + n0, k1 + k0
    expected = n1 * events / total
    spread = (n1 * n0 * events * (total - events) / (total**2 * np.maximum(total - 1, 1))).sum()
    away = max(abs(float((k1 - expected).sum())) - 0.5, 0.0)
    return float(2 * stats.norm.sf(away / np.sqrt(spread))) if spread > 0 else 1.0


def _judged(table: pd.DataFrame, least_pieces: int, confidence: float) -> pd.DataFrame:
    use = (table["pieces"] - table["not_compared"] >= least_pieces).to_numpy()
    chance = np.full(len(table), np.nan)
    chance[use] = guarded(table["adjusted_p"].to_numpy()[use])
    beyond, ratio = chance <= 1 - confidence + 1e-12, table["adjusted_ratio"]
    cases = {TOO_FEW: ~use, "higher": beyond & (ratio > 1), "lower": beyond & (ratio < 1)}
    table = table.assign(
        adjusted_p=chance,
        verdict=np.select(list(cases.values()), list(cases), NO_DIFFERENT),
        reversed=((table["ratio"] - 1) * (ratio - 1) < 0).to_numpy(),
    )
    return table.sort_values("adjusted_ratio", ascending=False, kind="stable", na_position="last", ignore_index=True)
