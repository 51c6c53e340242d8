"""Who is harmed by errors: rates among those whose outcome is known, and what the same score means by group."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, counted, in_words
from millrace.fairness.auditing import reference_of
from millrace.fairness.contracts import HIGHEST_RATE, LOWEST_RATE, Contract
from millrace.fairness.evidence import chance_of_gap, comparisons_made, guarded
from millrace.fairness.groups import Grouping
from millrace.fairness.people import People, numbers, people_of
from millrace.fairness.ranges import difference_range, divided, mean_difference_range, mean_range, rate_range
from millrace.fairness.verdicts import gap_verdicts

__all__ = ["calibration", "error_rates"]

METRICS = {
    "selection rate": "selected, of all with a known decision",
    "true positive rate": "selected, of those with a good outcome",
    "false positive rate": "selected, of those with a bad outcome",
    "precision": "good outcomes, of those selected",
    "good outcomes": "good outcomes, of all with a known outcome",
}
AVERAGE = "average score"
POINTS_OF_SPREAD = 0.2  # a gap in average scores of a fifth of their standard deviation is Cohen's "small"


def error_rates(frame: pd.DataFrame, agreed: Contract, *, averages: Sequence[str] = ()) -> pd.DataFrame:
    """Work out true and false positive rates, precision and average score by group, with counts and a range.

    Parameters
    ----------
    frame : DataFrame
        One row per person, or counts with the outcome.
    agreed : Contract
        With an outcome, a score, or both; with neither only where ``averages`` are asked for.
    averages : sequence of str
        Other columns of numbers, such as a rating of the work, whose averages are compared too: their ``metric`` is
        "average of" and the column. They are asked for here rather than in a table of their own, because each table
        allows for its own comparisons alone.

    Returns
    -------
    DataFrame
        One row per group and metric; no group is left out. ``attribute``, ``group``, ``metric``, ``means`` (of whom it
        is a share of what); ``people`` (below the line), ``events`` (above it; missing for an average); ``value``
        with ``low`` and ``high`` (Wilson; Student for an average); ``reference``; ``difference`` with
        ``difference_low`` and ``difference_high`` (Newcombe; Welch); ``chance`` (allowing for all rows); ``verdict``:
        "lower", "higher", "differs, but within tolerance", "beyond tolerance, could be chance", "no different that we
        can see", "insufficient evidence", "group unknown", "reference"; ``outcome_unknown`` (people of the group whose
        outcome nobody knows) and ``warning``, which says whom they leave out.

    Raises
    ------
    ColumnError, ArgumentError
        When the table is not what the contract says, or it names neither outcome nor score, or no outcome is known.

    Notes
    -----
    Tolerance is ``tolerance_points`` of the contract, for averages a fifth of the standard deviation of all scores.
    Where outcomes are known only of those selected, nobody can know how many good ones were refused: the rates are
    then of the known only, and `outcome_of_refused` is what helps (Lakkaraju et al., The selective labels problem,
    KDD 2017). Groups with unlike shares of good outcomes cannot be equal in all of these at once (Kleinberg,
    Mullainathan and Raghavan 2016; Chouldechova 2017).

    Examples
    --------
    >>> from millrace.fairness import contract
    >>> agreed = contract(decision="grant", decided_by="score", fixed_on="2026-03-02", groups="region", people="n",
    ...                   selected="granted", outcome="paid", outcome_means="paid in time", known_for="everybody",
    ...                   harmed="good payers refused", harm="allocation")
    >>> counts = pd.DataFrame({"region": list("aaaabbbb"), "granted": [1, 1, 0, 0] * 2, "paid": [1, 0] * 4,
    ...                        "n": [400, 100, 100, 200, 200, 50, 300, 250]})
    >>> table = error_rates(counts, agreed).query("metric == 'true positive rate'")
    >>> table[["group", "people", "events", "value", "verdict"]]
      group  people  events  value    verdict
    1     a     500   400.0    0.8  reference
    6     b     500   200.0    0.4      lower
    """
    if agreed.outcome is None and agreed.score is None and not averages:
        raise ArgumentError(
            "The contract names neither an outcome nor a score. One of them was expected. Without either only the "
            "selection can be audited: use audit, or make a contract with outcome='...'."
        )
    read = people_of(frame, agreed)
    if agreed.outcome is not None and np.isnan(read.outcome).all():
        raise ArgumentError(
            f"Column '{agreed.outcome}' is empty in all of {counted(len(frame), 'row')}. Some known outcomes were "
            "expected. Without labels only the selection can be audited: use audit."
        )
    if isinstance(averages, str):
        raise ArgumentError(f"averages={averages!r} is one text. A list was expected. Write averages=['{averages}'].")
    means = {f"average of {column}": numbers(frame, column, None) for column in averages}
    if agreed.score is not None:
        means = {AVERAGE: read.score} | means
    blocks = [_of_grouping(read, grouping, agreed, means) for grouping in read.groupings]
    table = pd.concat(blocks, ignore_index=True)
    compared = table[table["chance"].notna()].groupby(["attribute", "metric"], sort=False).size()
    by_rate = agreed.reference in (HIGHEST_RATE, LOWEST_RATE)
    made = sum(comparisons_made(others + 1, chosen_by_rate=by_rate) for others in compared)
    table["chance"] = guarded(table["chance"].to_numpy(), of=made)
    return _with_verdicts(table, agreed)


def _of_grouping(read: People, grouping: Grouping, agreed: Contract, means: dict[str, np.ndarray]) -> pd.DataFrame:
    unknown = _summed(read, grouping, np.isnan(read.outcome))
    size = _summed(read, grouping, ~np.isnan(read.selected))
    chosen = _summed(read, grouping, read.selected > 0)
    at = reference_of(grouping, size, divided(chosen, size), agreed)
    parts = [_rate_rows(read, grouping, at, metric, agreed) for metric in METRICS if _can(metric, agreed)]
    parts += [_average_rows(read, grouping, at, metric, values, agreed) for metric, values in means.items()]
    table = pd.concat(parts, ignore_index=True)
    table["outcome_unknown"] = np.tile(unknown, len(parts)) if agreed.outcome is not None else 0
    table["warning"] = np.where(
        (table["outcome_unknown"] > 0) & ~table["metric"].isin(["selection rate", *means]), _warning(read, agreed), ""
    )
    order = np.argsort(np.tile(np.arange(grouping.size), len(parts)), kind="stable")
    return table.iloc[order]


def _can(metric: str, agreed: Contract) -> bool:
    return metric == "selection rate" or agreed.outcome is not None


def _warning(read: People, agreed: Contract) -> str:
    hidden = np.isnan(read.outcome)
    selected, refused = (
        divided(read.people[hidden & rows].sum(), read.people[rows].sum())
        for rows in (read.selected > 0, read.selected == 0)
    )
    return (
        f"Known only for {agreed.known_for}: unknown for {100 * np.nan_to_num(selected):.0f} % of the selected and "
        f"{100 * np.nan_to_num(refused):.0f} % of the others. Those not known may differ."
    )


def _summed(read: People, grouping: Grouping, rows: np.ndarray) -> np.ndarray:
    sums = np.bincount(grouping.codes, weights=np.where(rows, read.people, 0), minlength=grouping.size)
    return sums.round().astype(np.int64)


def _counts(read: People, grouping: Grouping, metric: str) -> tuple[np.ndarray, np.ndarray]:
    chosen, good = read.selected > 0, read.outcome > 0
    decided, known = ~np.isnan(read.selected), ~np.isnan(read.outcome)
    above, below = {
        "selection rate": (chosen, decided),
        "true positive rate": (chosen & good, decided & good),
        "false positive rate": (chosen & known & ~good, decided & known & ~good),
        "precision": (chosen & good, chosen & known),
        "good outcomes": (good, known),
    }[metric]
    return _summed(read, grouping, above), _summed(read, grouping, below)


def _rate_rows(read: People, grouping: Grouping, at: int, metric: str, agreed: Contract) -> pd.DataFrame:
    events, people = _counts(read, grouping, metric)
    value, ends = divided(events, people), rate_range(events, people, agreed.confidence)
    there = np.full(len(value), at)
    gap = difference_range(value, ends, value[there], (ends[0][there], ends[1][there]))
    chance = chance_of_gap(events, people, events[there], people[there])
    rows = {"metric": metric, "means": METRICS[metric], "people": people, "events": events.astype(float)}
    return _rows(grouping, at, rows, value, ends, gap, chance, agreed.tolerance_points, agreed.least_people)


def _average_rows(
    read: People, grouping: Grouping, at: int, metric: str, values: np.ndarray, agreed: Contract
) -> pd.DataFrame:
    known = ~np.isnan(values)
    score, weight = np.where(known, values, 0.0), np.where(known, read.people, 0)
    people = _summed(read, grouping, known)
    mean = divided(np.bincount(grouping.codes, weights=weight * score, minlength=grouping.size), people)
    away = np.where(known, score - np.nan_to_num(mean)[grouping.codes], 0.0) ** 2
    squares = np.bincount(grouping.codes, weights=weight * away, minlength=grouping.size)
    spread = np.sqrt(divided(squares, np.maximum(people - 1, 1)))
    there = np.full(len(mean), at)
    *gap, chance = mean_difference_range(
        mean - mean[there], (spread, spread[there]), (people, people[there]), agreed.confidence
    )
    total = max(int(weight.sum()), 1)
    middle = (weight * score).sum() / total
    of_all = float(np.sqrt((weight * (score - middle) ** 2).sum() / total))
    means = "mean score of all with a score" if metric == AVERAGE else "mean of all who have one"
    rows = {"metric": metric, "means": means, "people": people, "events": np.full(len(people), np.nan)}
    ends = mean_range(mean, spread, people, agreed.confidence)
    return _rows(
        grouping, at, rows, mean, ends, (gap[0], gap[1]), chance, POINTS_OF_SPREAD * of_all, agreed.least_people
    )


def _rows(
    grouping: Grouping,
    at: int,
    rows: dict,
    value: np.ndarray,
    ends: tuple[np.ndarray, np.ndarray],
    gap: tuple[np.ndarray, np.ndarray],
    chance: np.ndarray,
    tolerated: float,
    least: int,
) -> pd.DataFrame:
    people, same = rows["people"], np.arange(len(value)) == at
    few = (people < least) | (people[at] < least)
    return pd.DataFrame(
        {
            "attribute": grouping.attribute,
            "group": grouping.labels,
            **rows,
            "value": value,
            "low": ends[0],
            "high": ends[1],
            "reference": grouping.labels[at],
            "difference": value - value[at],
            "difference_low": np.where(same, 0.0, gap[0]),
            "difference_high": np.where(same, 0.0, gap[1]),
            "chance": np.where(few | same | grouping.unknown, np.nan, chance),
            "tolerated": tolerated,
            "too_few": few & ~same,
            "is_reference": same,
            "unknown": grouping.unknown,
        }
    )


def _with_verdicts(table: pd.DataFrame, agreed: Contract) -> pd.DataFrame:
    gap = table["difference"].to_numpy()
    table["verdict"] = gap_verdicts(
        beyond=np.abs(gap) > table["tolerated"].to_numpy() + 1e-12,
        shown=(table["chance"] <= 1 - agreed.confidence + 1e-12).to_numpy(),
        lower=gap < 0,
        too_few=table["too_few"].to_numpy(),
        is_reference=table["is_reference"].to_numpy(),
        unknown=table["unknown"].to_numpy(),
    )
    return table[
        ["attribute", "group", "metric", "means", "people", "events", "value", "low", "high", "reference", "difference",
         "difference_low", "difference_high", "chance", "verdict", "outcome_unknown", "warning"]
    ]  # fmt: skip


def calibration(
    frame: pd.DataFrame, agreed: Contract, *, bands: int | Sequence[float] = 5, only: str | None = None
) -> pd.DataFrame:
    """Ask whether the same score means the same for each group: good outcomes by group within bands of the score.

    Parameters
    ----------
    frame : DataFrame
        One row per person.
    agreed : Contract
        With a score and an outcome.
    bands : int or list of float
        How many bands of equally many people whose outcome is known; or the edges of the bands, from the lowest to the
        highest score.
    only : str, optional
        A column of True and False: rows that count, for example those not chosen by hand.

    Returns
    -------
    DataFrame
        One row per attribute, group and band, and one per group with ``band`` "all bands": ``attribute``, ``group``,
        ``band``, ``band_from``, ``band_to``, ``people`` (whose outcome is known), ``good``, ``rate`` with ``low`` and
        ``high`` (Wilson), ``average_score``, ``reference`` (the largest group with a known outcome unless the contract
        names one). In the rows "all bands": ``same_score_difference`` (how much more often good than the reference at
        the same score, share, weighted after Cochran over the given bands, or over 20 or more) with
        ``difference_low`` and ``difference_high``, ``chance`` (Cochran, Mantel and Haenszel; allowing for the number
        of groups) and ``verdict``: "the same score means better", "the same score means worse", "no different that we
        can see", "insufficient evidence", "reference", "group unknown".

    Raises
    ------
    ColumnError, ArgumentError
        When score or outcome are missing in the contract, or bands are not as described.

    Notes
    -----
    A group whose good outcomes are more frequent at the same score is held to a stricter standard than the others: an
    *outcome test* in bands. That it looks at bands and not at the threshold alone keeps the averages of groups out of
    it (infra-marginality; Simoiu, Corbett-Davies and Goel 2017), as far as bands are narrow.

    Examples
    --------
    >>> from millrace.fairness import contract
    >>> agreed = contract(decision="grant", decided_by="score", fixed_on="2026-03-02", groups="region", score="score",
    ...                   threshold=60, outcome="paid", outcome_means="paid in time", known_for="everybody",
    ...                   harmed="good payers refused", harm="allocation")
    >>> frame = pd.DataFrame({"region": ["a", "b"] * 200, "score": [50, 50, 70, 70] * 100})
    >>> frame["paid"] = [True] * 300 + [r == "b" for r in frame["region"][300:]]
    >>> table = calibration(frame, agreed, bands=[40, 60, 80]).query("band == 'all bands'")
    >>> table.set_index("group")["verdict"].to_dict()
    {'a': 'reference', 'b': 'the same score means better'}
    """
    from millrace.fairness.bands import calibrated

    if agreed.score is None or agreed.outcome is None:
        raise ArgumentError(
            f"The contract names score={in_words(agreed.score)} and outcome={in_words(agreed.outcome)}. Both were "
            "expected. Make a contract with both: calibration asks what a score means."
        )
    return calibrated(frame, agreed, bands, only)
