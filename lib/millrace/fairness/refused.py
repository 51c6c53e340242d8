"""What would have become of those refused: learnt from decisions drawn by lot, and from nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError
from millrace.fairness.columns import column_names
from millrace.fairness.evidence import guarded
from millrace.fairness.groups import Grouping, grouping_of
from millrace.fairness.people import numbers, threshold_of, yes_or_no
from millrace.fairness.ranges import divided, rate_range, ratio_range
from millrace.fairness.verdicts import NO_DIFFERENT, TOO_FEW

__all__ = ["false_refusals", "outcome_of_refused"]

ALL = "everybody"
GRANTED, BY_HAND, BY_LOT = "granted from the threshold on", "granted by hand below it", "granted by lot below it"
REFUSED = "refused"
MEASURED, ESTIMATED, NOT_KNOWN = "measured", "estimated from the lot", "not known"
SELECTED_ONLY = "says nothing of the others"
OTHER_SCORES = "estimated from a lot of other scores"
MORE, FEWER = "more of the good are refused", "fewer of the good are refused"
OFF, FAR_OFF = 0.1, 0.5  # standard deviations between the scores of the drawn and of the refused


@dataclass(frozen=True)
class _Cases:
    """Per row: is it from the threshold on, granted, drawn by lot; its outcome (nan: unknown) and score."""

    above: np.ndarray
    granted: np.ndarray
    drawn: np.ndarray
    outcome: np.ndarray
    score: np.ndarray

    def of(self, rows: np.ndarray) -> "_Cases":
        return _Cases(self.above[rows], self.granted[rows], self.drawn[rows], self.outcome[rows], self.score[rows])

    def kinds(self) -> dict[str, np.ndarray]:
        below = ~self.above
        return {
            GRANTED: self.above & self.granted,
            BY_HAND: below & self.granted & ~self.drawn,
            BY_LOT: below & self.granted & self.drawn,
            REFUSED: below & ~self.granted,
        }


def outcome_of_refused(
    frame: pd.DataFrame,
    *,
    score: str,
    threshold: float | str,
    granted: str,
    outcome: str,
    granted_value: object = None,
    outcome_value: object = None,
    by_lot: str | None = None,
    by_lot_value: object = None,
    by: str | Sequence[str] | None = None,
    least_people: int = 20,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Estimate how many of those refused would have come out well, where some were granted by lot to learn just that.

    Parameters
    ----------
    frame : DataFrame
        One row per application.
    score : str
        The column of the score.
    threshold : float or str
        Granted by the rule are scores from here on; a number, or a column.
    granted, granted_value : str
        The column that tells who was granted, and its value where it is text.
    outcome, outcome_value : str
        What became of it, and the value that is good. Empty where nobody knows.
    by_lot, by_lot_value : str, optional
        The column that marks decisions drawn by lot, and its value where it is text.
    by : str or list of str, optional
        Columns of groups.
    least_people : int
        With fewer known outcomes nothing is estimated.
    confidence : float
        How often a range holds the truth, as a share.

    Returns
    -------
    DataFrame
        Per group (and for "everybody") four rows, ``who``: "granted from the threshold on", "granted by hand below
        it", "granted by lot below it", "refused". ``attribute``, ``group``; ``people``, ``known`` (outcomes),
        ``outcome_unknown``, ``good``; ``rate`` (of good outcomes) with ``low`` and ``high`` (Wilson); for the refused
        from the lot; ``rate_if_unknown_bad``, ``rate_if_unknown_good`` (if all outcomes not known yet were so);
        ``average_score``; ``good_people`` (good ones among them, known or estimated) with ``good_low`` and
        ``good_high``; ``verdict``: "measured", "says nothing of the others" (granted by hand), "estimated from the
        lot", "estimated from a lot of other scores", "insufficient evidence", "not known"; ``remark``.

    Raises
    ------
    ColumnError, ArgumentError
        When a column is missing or not as described.

    Notes
    -----
    Selective labels (Lakkaraju et al., KDD 2017): outcomes are seen of those granted only, and favourites differ from
    the others by what made them favourites. A lot among those below the threshold does not. Whether the lot was drawn
    from all below the threshold or after some were granted by hand is not in the data; the remark gives the second
    reading where they differ.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [70] * 50 + [40] * 100, "got": [1] * 50 + [1] * 40 + [0] * 60})
    >>> frame["lot"] = [0] * 50 + [1] * 40 + [0] * 60
    >>> frame["paid"] = [1.0] * 45 + [0.0] * 5 + [1.0] * 16 + [0.0] * 24 + [None] * 60
    >>> ask = {"score": "score", "threshold": 60, "granted": "got", "outcome": "paid"}
    >>> outcome_of_refused(frame, **ask, by_lot="lot")[["who", "rate", "good_people", "verdict"]].tail(1).round(2)
           who  rate  good_people                 verdict
    3  refused   0.4         24.0  estimated from the lot
    >>> outcome_of_refused(frame, **ask)["verdict"].iloc[-1]
    'not known'
    """
    cases = _cases(frame, score, threshold, (granted, granted_value), (outcome, outcome_value), (by_lot, by_lot_value))
    parts = []
    for grouping in _groupings(frame, by):
        for code, label in enumerate(grouping.labels):
            part = cases.of(grouping.codes == code)
            table = pd.DataFrame(_measured(part, least_people, confidence))
            table.insert(0, "attribute", grouping.attribute)
            table.insert(1, "group", label)
            parts.append(table)
    return pd.concat(parts, ignore_index=True)


def _cases(
    frame: pd.DataFrame,
    score: str,
    threshold: float | str,
    granted: tuple[str, object],
    outcome: tuple[str, object],
    by_lot: tuple[str | None, object],
) -> _Cases:
    points, cut = numbers(frame, score, None), threshold_of(frame, threshold)
    if missing := int((np.isnan(points) | np.isnan(cut)).sum()):
        raise ArgumentError(
            f"Score or threshold is empty in {missing:,} of {len(frame):,} rows. Both were expected, to know who is "
            "refused by the rule. Set these rows aside first, and say how many they are."
        )
    got = yes_or_no(frame, granted[0], granted[1], "granted")
    if np.isnan(got).any():
        raise ArgumentError(
            f"Column '{granted[0]}' is empty in {np.isnan(got).sum():,} rows. The decision was expected. Set these "
            "rows aside first, and say how many they are."
        )
    drawn = np.zeros(len(frame)) if by_lot[0] is None else yes_or_no(frame, by_lot[0], by_lot[1], "by_lot")
    known = yes_or_no(frame, outcome[0], outcome[1], "outcome")
    return _Cases(points >= cut, got > 0, drawn > 0, known, points)


def _groupings(frame: pd.DataFrame, by: str | Sequence[str] | None) -> list[Grouping]:
    whole = Grouping(ALL, [ALL], np.zeros(len(frame), dtype=np.int64), np.array([False]), [(ALL,)])
    return [whole] + ([] if by is None else [grouping_of(frame, name) for name in column_names(by, "by")])


def _measured(cases: _Cases, least: int, confidence: float) -> list[dict]:
    kinds = cases.kinds()
    rows = {who: _counts(cases, inside, confidence) | {"who": who} for who, inside in kinds.items()}
    for who in (GRANTED, BY_HAND, BY_LOT):
        enough = rows[who]["known"] >= least
        rows[who]["verdict"] = (SELECTED_ONLY if who == BY_HAND else MEASURED) if enough else TOO_FEW
    rows[REFUSED] |= _of_refused(cases, rows, least)
    columns = ["who", "people", "known", "outcome_unknown", "good", "rate", "low", "high", "rate_if_unknown_bad",
               "rate_if_unknown_good", "average_score", "good_people", "good_low", "good_high", "verdict",
               "remark"]  # fmt: skip
    return [{name: row.get(name, "") for name in columns} for row in rows.values()]


def _counts(cases: _Cases, inside: np.ndarray, confidence: float) -> dict:
    people = int(inside.sum())
    known, good = int((inside & ~np.isnan(cases.outcome)).sum()), int((inside & (cases.outcome > 0)).sum())
    low, high = (float(end[0]) for end in rate_range(np.array([good]), np.array([known]), confidence))
    rate = good / known if known else np.nan
    hidden = people - known
    return {
        "people": people,
        "known": known,
        "outcome_unknown": hidden,
        "good": good,
        "rate": rate,
        "low": low,
        "high": high,
        "rate_if_unknown_bad": good / people if people else np.nan,
        "rate_if_unknown_good": (good + hidden) / people if people else np.nan,
        "average_score": float(cases.score[inside].mean()) if people else np.nan,
        "good_people": people * rate,
        "good_low": people * low,
        "good_high": people * high,
    }


def _of_refused(cases: _Cases, rows: dict[str, dict], least: int) -> dict:
    lot, refused, by_hand = rows[BY_LOT], rows[REFUSED], rows[BY_HAND]
    nothing = {"rate": np.nan, "low": 0.0, "high": 1.0, "good_people": np.nan, "good_low": 0.0,
               "good_high": float(refused["people"])}  # fmt: skip
    if not lot["people"]:
        return nothing | {
            "verdict": NOT_KNOWN,
            "remark": "Nothing was granted by lot: what was granted by rule or by hand says nothing of the refused.",
        }
    if lot["known"] < least:
        return nothing | {"verdict": TOO_FEW, "remark": f"Only {lot['known']} outcomes of the lot are known."}
    people = refused["people"]
    remarks = [_second_reading(lot, refused, by_hand), _not_yet_known(lot)]
    off = _off_by(cases)
    if off > OFF:
        remarks.insert(0, f"The lot has an average score of {lot['average_score']:.0f}, the refused of "
                          f"{refused['average_score']:.0f}; weighted to the scores of the refused its rate is "
                          f"{100 * _weighted_rate(cases):.0f} %.")  # fmt: skip
    return {
        "rate": lot["rate"],
        "low": lot["low"],
        "high": lot["high"],
        "rate_if_unknown_bad": lot["rate_if_unknown_bad"],
        "rate_if_unknown_good": lot["rate_if_unknown_good"],
        "good_people": people * lot["rate"],
        "good_low": people * lot["low"],
        "good_high": people * lot["high"],
        "verdict": OTHER_SCORES if off > FAR_OFF else ESTIMATED,
        "remark": " ".join(one for one in remarks if one),
    }


def _second_reading(lot: dict, refused: dict, by_hand: dict) -> str:
    if not by_hand["known"] or not refused["people"]:
        return ""
    below = refused["people"] + by_hand["people"]
    other = (below * lot["rate"] - by_hand["people"] * by_hand["rate"]) / refused["people"]
    return f"If the lot was drawn before some were granted by hand: {100 * min(max(other, 0.0), 1.0):.0f} %."


def _not_yet_known(lot: dict) -> str:
    return f"{lot['outcome_unknown']} outcomes of the lot are not known yet." if lot["outcome_unknown"] else ""


def _off_by(cases: _Cases) -> float:
    """Return how far the scores of the drawn are from those of the refused, in standard deviations; 0 if by chance."""
    from scipy import stats

    kinds = cases.kinds()
    drawn, refused = cases.score[kinds[BY_LOT]], cases.score[kinds[REFUSED]]
    spread = np.concatenate([drawn, refused]).std()
    if min(len(drawn), len(refused)) < 10 or spread == 0 or stats.mannwhitneyu(drawn, refused).pvalue >= 0.01:
        return 0.0
    return float(abs(drawn.mean() - refused.mean()) / spread)


def _weighted_rate(cases: _Cases) -> float:
    """Return the rate of the lot in thirds of its scores, weighted by how many refused have such scores."""
    kinds = cases.kinds()
    known = kinds[BY_LOT] & ~np.isnan(cases.outcome)
    edges = np.quantile(cases.score[known], [1 / 3, 2 / 3])
    band = np.searchsorted(edges, cases.score)
    size, good, refused = (
        np.bincount(band[rows], minlength=3) for rows in (known, known & (cases.outcome > 0), kinds[REFUSED])
    )
    use = size > 0
    return float((refused[use] * good[use] / size[use]).sum() / max(refused[use].sum(), 1))


def false_refusals(
    frame: pd.DataFrame,
    *,
    score: str,
    threshold: float | str,
    granted: str,
    outcome: str,
    granted_value: object = None,
    outcome_value: object = None,
    by_lot: str | None = None,
    by_lot_value: object = None,
    by: str | Sequence[str] | None = None,
    least_people: int = 20,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Estimate which share of all good ones the rule refuses, by group, beside the naive figure of known outcomes.

    Parameters
    ----------
    frame, score, threshold, granted, granted_value, outcome, outcome_value, by_lot, by_lot_value, by : as there
        As for `outcome_of_refused`.
    least_people : int
        With fewer known outcomes on either side of the threshold nothing is said.
    confidence : float
        How often a range holds the truth, as a share.

    Returns
    -------
    DataFrame
        One row for "everybody" and one per group: ``attribute``, ``group``; ``people``; ``good_from_threshold`` and
        ``good_below`` (people, estimated); ``false_refusal_rate`` (good ones below the threshold, of all good ones)
        with ``low`` and ``high``; ``naive_rate`` (the same of known outcomes, which leaves out those refused);
        ``known_from_threshold``, ``known_by_lot`` (outcomes); ``reference`` (the largest group), ``chance`` (allowing
        for the number of groups), ``verdict``: "more of the good are refused", "fewer of the good are refused", "no
        different that we can see", "insufficient evidence", "not known", "reference", and for everybody "estimated
        from the lot".

    Raises
    ------
    ColumnError, ArgumentError
        When a column is missing or not as described.

    Notes
    -----
    Good ones from the threshold on: their number times the rate of known outcomes; below it: times the rate of the lot.
    The range is that of the ratio of the two rates (MOVER on Wilson), since the share depends on nothing else; groups
    are compared by the logarithm of the odds.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [70] * 50 + [40] * 100, "got": [1] * 50 + [1] * 40 + [0] * 60})
    >>> frame["lot"] = [0] * 50 + [1] * 40 + [0] * 60
    >>> frame["paid"] = [1.0] * 45 + [0.0] * 5 + [1.0] * 16 + [0.0] * 24 + [None] * 60
    >>> table = false_refusals(frame, score="score", threshold=60, granted="got", outcome="paid", by_lot="lot")
    >>> table[["good_from_threshold", "good_below", "false_refusal_rate", "naive_rate"]].round(2).values.tolist()
    [[45.0, 40.0, 0.47, 0.26]]
    """
    cases = _cases(frame, score, threshold, (granted, granted_value), (outcome, outcome_value), (by_lot, by_lot_value))
    parts = []
    for grouping in _groupings(frame, by):
        rows = [
            {"attribute": grouping.attribute, "group": label}
            | _refusal(cases.of(grouping.codes == code), least_people, confidence)
            for code, label in enumerate(grouping.labels)
        ]
        parts.append(_beside_largest(pd.DataFrame(rows), confidence))
    return pd.concat(parts, ignore_index=True).drop(columns=["log_odds", "variance"])


def _refusal(cases: _Cases, least: int, confidence: float) -> dict:
    kinds = cases.kinds()
    above, lot = _counts(cases, kinds[GRANTED], confidence), _counts(cases, kinds[BY_LOT], confidence)
    number_above, number_below = int(cases.above.sum()), int((~cases.above).sum())
    known = cases.outcome > 0
    naive = divided(np.array([(known & ~cases.above).sum()]), np.array([known.sum()]))[0]
    row = {
        "people": len(cases.above),
        "good_from_threshold": number_above * above["rate"],
        "good_below": number_below * lot["rate"],
        "false_refusal_rate": np.nan,
        "low": 0.0,
        "high": 1.0,
        "naive_rate": float(naive),
        "known_from_threshold": above["known"],
        "known_by_lot": lot["known"],
        "log_odds": np.nan,
        "variance": np.nan,
    }
    if not lot["people"]:
        return row | {"verdict": NOT_KNOWN}
    if min(above["known"], lot["known"]) < least:
        return row | {"verdict": TOO_FEW}
    ends = [(np.array([one["low"]]), np.array([one["high"]])) for one in (lot, above)]
    # nothing good on either side leaves no share at all, so that half a person stands for none
    low, high = ratio_range(np.array([lot["rate"]]), ends[0], np.array([above["rate"]]), ends[1])
    odds = divided(np.array([row["good_below"]]), np.array([row["good_from_threshold"]]))[0]
    times = number_below / number_above if number_above else np.inf
    return row | {
        "false_refusal_rate": _as_share(odds),
        "low": _as_share(times * low[0]),
        "high": _as_share(times * high[0]),
        "log_odds": float(np.log(times * (lot["good"] + 0.5) / (lot["known"] + 1))
                          - np.log((above["good"] + 0.5) / (above["known"] + 1))),
        "variance": _log_variance(lot) + _log_variance(above),
        "verdict": ESTIMATED,
    }  # fmt: skip


def _as_share(odds: float) -> float:
    return 1.0 if np.isinf(odds) else float(odds / (1 + odds))


def _log_variance(counts: dict) -> float:
    return 1 / (counts["good"] + 0.5) - 1 / (counts["known"] + 1)


def _beside_largest(table: pd.DataFrame, confidence: float) -> pd.DataFrame:
    from scipy import stats

    table["reference"], table["chance"] = "", np.nan
    usable = (table["verdict"] == ESTIMATED).to_numpy()
    if table["attribute"].iloc[0] == ALL or not usable.any():
        return table
    at = int(np.argmax(np.where(usable, table["people"], -1)))
    gap = (table["log_odds"] - table["log_odds"][at]).to_numpy()
    chance = 2 * stats.norm.sf(np.abs(gap) / np.sqrt(table["variance"] + table["variance"][at]))
    others = usable & (np.arange(len(table)) != at)
    chance = guarded(np.where(others, chance, np.nan), of=int(others.sum()))
    shown = chance <= 1 - confidence + 1e-12
    table["reference"], table["chance"] = table["group"][at], chance
    cases = {MORE: shown & (gap > 0), FEWER: shown & (gap < 0), NO_DIFFERENT: others}
    table["verdict"] = np.select(list(cases.values()), list(cases), table["verdict"].to_numpy(dtype=object))
    table.loc[at, "verdict"] = "reference"
    return table
