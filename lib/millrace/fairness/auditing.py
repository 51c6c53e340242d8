"""Who is selected how often, group by group and two attributes together, held against what was agreed."""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.fairness.contracts import HIGHEST_RATE, LARGEST_GROUP, LOWEST_RATE, Contract
from millrace.fairness.evidence import chance_of_gap, comparisons_made, guarded
from millrace.fairness.groups import Grouping
from millrace.fairness.people import people_of
from millrace.fairness.ranges import difference_range, divided, rate_range, ratio_range
from millrace.fairness.verdicts import (
    BETTER,
    NO_DIFFERENT,
    NOT_SHOWN,
    REFERENCE,
    TOO_FEW,
    UNKNOWN_GROUP,
    WITHIN,
    WORSE,
    audit_verdicts,
    ratio_size,
)

__all__ = ["audit", "reference_of", "sentence"]


def audit(frame: pd.DataFrame, agreed: Contract) -> pd.DataFrame:
    """Say of each group how often it is selected, beside its reference, and whether it is worse off.

    Parameters
    ----------
    frame : DataFrame
        One row per person, or counts already made.
    agreed : Contract
        What is audited, fixed before; see `contract`.

    Returns
    -------
    DataFrame
        One row per group of each attribute, then of each two attributes combined; no group is left out. ``attribute``,
        ``group``; ``people``, ``selected``, ``rate``; ``ratio`` to the reference's rate; ``people_short`` (people more
        who would be selected at the reference's rate); ``verdict``. Behind these what it rests on: ``reference``;
        ``decision_unknown`` (people of whom nobody knows whether they were selected, not in ``people``); ``low`` and
        ``high`` of the rate (Wilson); ``difference`` (of the rates, shares) with ``difference_low`` and
        ``difference_high`` (Newcombe); ``ratio_low`` and ``ratio_high`` (MOVER on Wilson); ``ratio_not_selected`` (the
        ratio of those not selected, which may tell another story); ``size`` ("within tolerance", "beyond tolerance",
        "not known"); ``chance`` (how often chance alone does as much, allowing for the number of groups) and
        ``evidence`` ("shown", "not shown", "too few people", "").

    Raises
    ------
    ColumnError, ArgumentError
        When the table is not what the contract says.

    Notes
    -----
    Verdicts: "worse off" and "better off" need a gap both beyond tolerance and beyond chance; "differs, but within
    tolerance" and "beyond tolerance, could be chance" have one of the two; "insufficient evidence" when the group or
    its reference has too few people; "group unknown"; "reference". Chance is Fisher's exact test, corrected after Holm
    (1979) over all groups of the audit, half of it for single attributes and half for their combinations, so that many
    combinations do not hide a single one; with the highest or lowest rate as reference for all pairs of groups, because
    the reference was looked for.

    Examples
    --------
    >>> from millrace.fairness import contract
    >>> agreed = contract(decision="invite", decided_by="score", fixed_on="2026-03-02", groups="sex",
    ...                   selected_people="invited", people="all", harmed="applicants", harm="allocation")
    >>> counts = pd.DataFrame({"sex": ["f", "m", "x"], "invited": [300, 450, 1], "all": [1000, 1010, 4]})
    >>> audit(counts, agreed)[["group", "people", "rate", "ratio", "verdict"]].round(3)
      group  people   rate  ratio                verdict
    0     f    1000  0.300  0.673              worse off
    1     m    1010  0.446  1.000              reference
    2     x       4  0.250  0.561  insufficient evidence
    """
    read = people_of(frame, agreed)
    known = ~np.isnan(read.selected)
    blocks, made = [], {True: 0, False: 0}
    for grouping in read.groupings:
        people = _sums(grouping, read.people, known)
        counts = pd.DataFrame(
            {
                "people": people,
                "decision_unknown": _sums(grouping, read.people, ~known),
                "selected": _sums(grouping, read.people, known & (read.selected > 0)),
            }
        )
        blocks.append(_against_reference(counts, grouping, agreed).assign(single=len(grouping.parts[0]) == 1))
        judged = int(((people >= agreed.least_people) & ~grouping.unknown).sum())
        made[len(grouping.parts[0]) == 1] += comparisons_made(
            judged, chosen_by_rate=agreed.reference in (HIGHEST_RATE, LOWEST_RATE)
        )
    return _judged(pd.concat(blocks, ignore_index=True), made, agreed)


def _sums(grouping: Grouping, people: np.ndarray, rows: np.ndarray) -> np.ndarray:
    counts = np.bincount(grouping.codes, weights=np.where(rows, people, 0), minlength=grouping.size)
    return counts.round().astype(np.int64)


def _against_reference(counts: pd.DataFrame, grouping: Grouping, agreed: Contract) -> pd.DataFrame:
    people, selected = counts["people"].to_numpy(), counts["selected"].to_numpy()
    rate = divided(selected, people)
    ends = rate_range(selected, people, agreed.confidence)
    at = reference_of(grouping, people, rate, agreed)
    there = np.full(len(rate), at)
    others = (ends[0][there], ends[1][there])
    gap = difference_range(rate, ends, rate[there], others)
    ratio = ratio_range(rate, ends, rate[there], others)
    same = np.arange(len(rate)) == at
    few = (people < agreed.least_people) | (people[at] < agreed.least_people)
    open_to_chance = ~few & ~same & ~grouping.unknown
    chance = np.full(len(rate), np.nan)
    chance[open_to_chance] = chance_of_gap(
        selected[open_to_chance],
        people[open_to_chance],
        selected[there][open_to_chance],
        people[there][open_to_chance],
    )
    return counts.assign(
        attribute=grouping.attribute,
        group=grouping.labels,
        rate=rate,
        low=ends[0],
        high=ends[1],
        reference=grouping.labels[at],
        difference=rate - rate[at],
        difference_low=np.where(same, 0.0, gap[0]),
        difference_high=np.where(same, 0.0, gap[1]),
        ratio=divided(rate, rate[there]),
        ratio_low=np.where(same, 1.0, ratio[0]),
        ratio_high=np.where(same, 1.0, ratio[1]),
        ratio_not_selected=divided(1 - rate, 1 - rate[there]),
        people_short=people * rate[at] - selected,
        chance=chance,
        is_reference=same,
        too_few=few,
        unknown=grouping.unknown,
    )


def reference_of(grouping: Grouping, people: np.ndarray, rate: np.ndarray, agreed: Contract) -> int:
    """Find the group that the others are compared with.

    Parameters
    ----------
    grouping : Grouping
        The groups.
    people : ndarray of int
        Their sizes.
    rate : ndarray of float
        Their rates.
    agreed : Contract
        Says which.

    Returns
    -------
    int
        Its code. A rate is looked for among groups with enough people, so that one of one is no reference.

    Raises
    ------
    ArgumentError
        When the group named by the contract is not there.

    Examples
    --------
    Of 50 men and 60 women the women are the largest group.
    """
    if isinstance(agreed.reference, tuple):
        return _named_reference(grouping, dict(agreed.reference))
    eligible = (people >= agreed.least_people) & ~grouping.unknown
    if agreed.reference != LARGEST_GROUP and eligible.any():
        upside = np.nan_to_num(rate) if agreed.reference == HIGHEST_RATE else 1 - np.nan_to_num(rate)
        # of equal rates the larger group, so that the order of rows decides nothing
        return int(np.lexsort((-people, -np.where(eligible, upside, -1.0)))[0])
    return int(np.argmax(np.where(grouping.unknown, -1, people)))


def _named_reference(grouping: Grouping, reference: Mapping[str, str]) -> int:
    alone = {name: (label,) for name, label in reference.items()}
    both = {f"{one} and {two}": (reference[one], reference[two]) for one, two in combinations(reference, 2)}
    wanted = (both | alone).get(grouping.attribute, ())
    if wanted not in grouping.parts:
        raise ArgumentError(
            f"reference={in_words(dict(reference))} names a group that nobody is in. A group of '{grouping.attribute}' "
            f"was expected: {in_words(grouping.labels)}. Write one of them."
        )
    return grouping.parts.index(wanted)


def _judged(table: pd.DataFrame, made: dict[bool, int], agreed: Contract) -> pd.DataFrame:
    chance = _guarded_in_halves(table["chance"].to_numpy(), table["single"].to_numpy(), made)
    shown = chance <= 1 - agreed.confidence + 1e-12
    size = ratio_size(table["ratio"].to_numpy(), agreed.tolerance)
    few, same, unknown = (table[name].to_numpy() for name in ("too_few", "is_reference", "unknown"))
    verdict = audit_verdicts(
        beyond=size == "beyond tolerance",
        shown=shown,
        lower=(table["difference"] < 0).to_numpy(),
        too_few=few,
        is_reference=same,
        unknown=unknown,
        favourable=agreed.selected_is == "favourable",
    )
    evidence = np.select([same | unknown, few, shown], ["", "too few people", "shown"], "not shown")
    table = table.assign(size=size, chance=chance, evidence=evidence, verdict=verdict)
    return table[
        ["attribute", "group", "people", "selected", "rate", "ratio", "people_short", "verdict", "reference",
         "decision_unknown", "low", "high", "difference", "difference_low", "difference_high", "ratio_low",
         "ratio_high", "ratio_not_selected", "size", "chance", "evidence"]
    ]  # fmt: skip


def _guarded_in_halves(chance: np.ndarray, single: np.ndarray, made: dict[bool, int]) -> np.ndarray:
    """Give half of what may be said by chance to single attributes, half to their many combinations."""
    halves, result = 2 if made[True] and made[False] else 1, np.full(len(chance), np.nan)
    for kind in (True, False):
        rows = single == kind
        result[rows] = np.minimum(halves * guarded(chance[rows], of=made[kind]), 1.0)
    return result


def sentence(row: "pd.Series | Mapping") -> str:
    """Say one row of an audit in words.

    Parameters
    ----------
    row : Series or dict
        A row of the table of `audit`.

    Returns
    -------
    str
        One or two sentences, with counts, the ratio and its range.

    Examples
    --------
    >>> from millrace.fairness import contract
    >>> agreed = contract(decision="invite", decided_by="score", fixed_on="2026-03-02", groups="sex",
    ...                   selected_people="invited", people="all", harmed="applicants", harm="allocation")
    >>> counts = pd.DataFrame({"sex": ["f", "m"], "invited": [300, 450], "all": [1000, 1010]})
    >>> print(sentence(audit(counts, agreed).iloc[0]))
    sex, f: 300 of 1,000 people selected (30.0 %), 0.67 times as often as m (from 0.60 to 0.76). Worse off: the gap is \
larger than tolerated and larger than chance; at the rate of m, 146 people more would be selected.
    """
    who = f"{row['attribute']}, {row['group']}"
    if not row["people"]:
        return f"{who}: nobody. Insufficient evidence."
    opening = f"{who}: {row['selected']:,} of {_people(row['people'])} selected ({100 * row['rate']:.1f} %)"
    if row["verdict"] == REFERENCE:
        return f"{opening}. The others are compared with this group."
    beside = _beside(row)
    copy = " Nobody of one and everybody of the other: is the column a copy of the decision?"
    return f"{opening}, {beside}. {_explained(row)}{copy if abs(row['difference']) == 1 else ''}"


def _beside(row: "pd.Series | Mapping") -> str:
    if not np.isfinite(row["ratio"]):
        return f"with nobody selected of {row['reference']}"
    high = f"{row['ratio_high']:.2f}" if np.isfinite(row["ratio_high"]) else "any number"
    return f"{row['ratio']:.2f} times as often as {row['reference']} (from {row['ratio_low']:.2f} to {high})"


def _explained(row: "pd.Series | Mapping") -> str:
    number = round(abs(row["people_short"]))
    more_or_fewer = "more" if row["people_short"] > 0 else "fewer"
    both = "the gap is larger than tolerated and larger than chance"
    at_the_rate = f"at the rate of {row['reference']}, {_people(number)} {more_or_fewer} would be selected"
    return {
        WORSE: f"Worse off: {both}; {at_the_rate}.",
        BETTER: f"Better off: {both}; {at_the_rate}.",
        WITHIN: "It differs by more than chance, but within tolerance.",
        NOT_SHOWN: "The gap is larger than tolerated, but chance alone makes one like it in more than 1 of 20 such "
        "tables: not shown.",
        NO_DIFFERENT: "No difference that we can see; the range says what can't be excluded.",
        TOO_FEW: "Insufficient evidence: too few people to judge.",
        UNKNOWN_GROUP: "Of these people nobody knows the group, so nothing is said of them.",
    }[row["verdict"]]


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"
