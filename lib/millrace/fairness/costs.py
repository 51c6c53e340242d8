"""What each remedy costs whom: people newly selected and newly refused, good ones gained and lost, by group."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.fairness.auditing import reference_of
from millrace.fairness.contracts import Contract
from millrace.fairness.groups import Grouping
from millrace.fairness.people import People, numbers, people_of, yes_or_no
from millrace.fairness.ranges import divided, rate_range
from millrace.fairness.verdicts import ratio_size

__all__ = ["EVERYBODY", "NOW", "compare_mitigations"]

NOW, EVERYBODY = "as it is now", "everybody"


def compare_mitigations(
    frame: pd.DataFrame,
    agreed: Contract,
    *,
    mitigations: Mapping[str, str],
    merit: str | None = None,
    expected_good: str | None = None,
) -> pd.DataFrame:
    """Count for each remedy and group who gains and who pays, beside the decisions as they are now.

    Parameters
    ----------
    frame : DataFrame
        One row per person, with a column of True and False per remedy; see `select_from`.
    agreed : Contract
        What is audited.
    mitigations : dict
        A name for each remedy, and its column: ``{"without breaks": "invited_without_gap"}``.
    merit : str, optional
        A column of numbers that measures what the work needs, for example a work sample that everybody did.
    expected_good : str, optional
        A column with the estimated chance of a good outcome, 0 to 1, for people whose outcome nobody knows.

    Returns
    -------
    DataFrame
        One row per remedy, attribute and group, "as it is now" first; per remedy one row for "everybody".
        ``mitigation``, ``attribute``, ``group``, ``people``, ``selected``, ``change`` (people), ``newly_selected``,
        ``newly_refused``; ``rate`` with ``low`` and ``high``; ``reference``, ``ratio``, ``size``; of known outcomes
        ``good_selected``, ``good_change`` (true positives gained or lost), ``bad_selected``, ``bad_change``;
        ``unknown_newly_selected`` (of whom nobody knows); ``expected_good_change`` (known or estimated);
        ``average_merit`` (of the selected), ``merit_change``.

    Raises
    ------
    ColumnError, ArgumentError
        When a column is missing or not as described.

    Examples
    --------
    >>> from millrace.fairness import contract
    >>> agreed = contract(decision="invite", decided_by="score", fixed_on="2026-03-02", groups="sex",
    ...                   selected="invited", harmed="applicants", harm="allocation")
    >>> frame = pd.DataFrame({"sex": list("ffmm"), "invited": [0, 0, 1, 1], "other": [1, 0, 1, 0]})
    >>> table = compare_mitigations(frame, agreed, mitigations={"other score": "other"})
    >>> table.loc[table["mitigation"] == "other score", ["group", "change", "newly_selected", "newly_refused"]]
           group  change  newly_selected  newly_refused
    3          f       1               1              0
    4          m      -1               0              1
    5  everybody       0               1              1
    """
    if not isinstance(mitigations, Mapping) or not mitigations or NOW in mitigations:
        raise ArgumentError(
            f"mitigations={in_words(mitigations)} was given. A name and a column for each remedy was expected. Write "
            "it like mitigations={'other threshold': 'invited_by_other_threshold'}."
        )
    read = people_of(frame, agreed, pairs=False)
    if len(read.people) != len(frame):
        raise ArgumentError("The table holds counts. One row per person was expected. Use the table of single people.")
    worth = np.full(len(frame), np.nan) if merit is None else numbers(frame, merit, None)
    likely = np.full(len(frame), np.nan) if expected_good is None else numbers(frame, expected_good, (0.0, 1.0))
    likely = np.where(np.isnan(read.outcome), likely, read.outcome)
    # who is not known to be selected is taken as not selected, in all remedies alike
    now = read.selected > 0
    chosen = {NOW: now} | {
        name: yes_or_no(frame, column, None, "mitigation") > 0 for name, column in mitigations.items()
    }
    everybody = Grouping(
        EVERYBODY, [EVERYBODY], np.zeros(len(frame), dtype=np.int64), np.array([False]), [(EVERYBODY,)]
    )
    parts = [
        _block(name, taken, now, read, grouping, (worth, likely), agreed)
        for name, taken in chosen.items()
        for grouping in [*read.groupings, everybody]
    ]
    return pd.concat(parts, ignore_index=True)


def _block(
    name: str,
    taken: np.ndarray,
    now: np.ndarray,
    read: People,
    grouping: Grouping,
    known: tuple[np.ndarray, np.ndarray],
    agreed: Contract,
) -> pd.DataFrame:
    worth, likely = known

    def summed(values: np.ndarray) -> np.ndarray:
        weights = np.nan_to_num(read.people * np.asarray(values, dtype=float))
        return np.bincount(grouping.codes, weights=weights, minlength=grouping.size)

    def people(rows: np.ndarray) -> np.ndarray:
        return summed(rows).round().astype(np.int64)

    everyone, selected = people(np.ones(len(now))), people(taken)
    rate, ends = divided(selected, everyone), rate_range(selected, everyone, agreed.confidence)
    to = 0 if grouping.attribute == EVERYBODY else reference_of(grouping, everyone, rate, agreed)
    ratio = divided(rate, np.full(len(rate), rate[to]))
    average = [divided(summed(np.where(rows, worth, 0.0)), people(rows & ~np.isnan(worth))) for rows in (taken, now)]
    good, bad = read.outcome > 0, read.outcome == 0
    return pd.DataFrame(
        {
            "mitigation": name,
            "attribute": grouping.attribute,
            "group": grouping.labels,
            "people": everyone,
            "selected": selected,
            "change": selected - people(now),
            "newly_selected": people(taken & ~now),
            "newly_refused": people(now & ~taken),
            "rate": rate,
            "low": ends[0],
            "high": ends[1],
            "reference": grouping.labels[to],
            "ratio": ratio,
            "size": ratio_size(ratio, agreed.tolerance),
            "good_selected": people(taken & good),
            "good_change": people(taken & good) - people(now & good),
            "bad_selected": people(taken & bad),
            "bad_change": people(taken & bad) - people(now & bad),
            "unknown_newly_selected": people(taken & ~now & np.isnan(read.outcome)),
            "expected_good_change": summed(likely * (taken.astype(float) - now)) if _some(likely) else np.nan,
            "average_merit": average[0],
            "merit_change": average[0] - average[1],
        }
    )


def _some(values: np.ndarray) -> bool:
    return bool(np.isfinite(values).any())
