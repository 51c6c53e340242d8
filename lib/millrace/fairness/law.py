"""Impact ratios in the form that New York City's Local Law 144 asks for, with ranges beside them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, require_columns
from millrace.fairness.contracts import Contract, contract
from millrace.fairness.groups import UNKNOWN, Grouping
from millrace.fairness.people import People, people_of
from millrace.fairness.ranges import divided, rate_range, ratio_range

__all__ = ["impact_ratios", "law_page"]

SMALL, NOT_KNOWN = "less than the least share", "group unknown"
NEEDED = ["table", "group", "people", "selected", "rate", "impact_ratio", "in_calculation", "rate_kind", "remark"]


def impact_ratios(
    frame: pd.DataFrame,
    *,
    groups: str | Sequence[str],
    selected: str | None = None,
    selected_value: object = None,
    score: str | None = None,
    count: str | None = None,
    total: str | None = None,
    unknown_labels: Sequence[str] = (),
    pairs: bool = True,
    least_share: float = 0.02,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Work out selection or scoring rates by group, and their ratio to the group that is selected most.

    Parameters
    ----------
    frame : DataFrame
        One row per person; or counts already made, one row per group.
    groups : str or list of str
        Columns of groups, for example ``["sex", "origin"]``.
    selected, selected_value : str, optional
        The column of the decision, and its value that means selected where it is text.
    score : str, optional
        For tools that only score: the scoring rate is the share of people above the median score of the sample.
    count, total : str, optional
        For counts already made: the columns with the number selected and the number of people.
    unknown_labels : list of str
        Labels that mean that the group is not known, beside empty cells.
    pairs : bool
        Whether each two attributes are combined as well.
    least_share : float
        A group with a smaller share of all people is listed with its counts and rate, and left out of the ratios; the
        rules permit 0.02. Write 0 to leave out none.
    confidence : float
        How often a range holds the truth, as a share.

    Returns
    -------
    DataFrame
        One row per group of each table: ``table``, ``group``; ``people``, ``share_of_people``, ``selected``; ``rate``
        with ``low`` and ``high`` (Wilson); ``impact_ratio`` with ``ratio_low`` and ``ratio_high`` (missing where the
        group is not in the calculation); ``in_calculation``; ``rate_kind`` ("selection rate", "scoring rate"),
        ``above`` (the median that was used, missing for selection rates) and ``remark``.

    Raises
    ------
    ColumnError, ArgumentError
        When a column is missing, or the decision is named in two ways or none.

    Notes
    -----
    Rules of the City of New York, title 6, sections 5-300 and 5-301, which also say what a "scoring rate" is. It is
    no statement that a tool is lawful, and the law asks for an independent auditor. The median is that of all people
    with a score, those of unknown group included; where leaving them out would change it, the remark says so. Scores
    equal to the median are not above it.

    Examples
    --------
    >>> counts = pd.DataFrame({"sex": ["female", "male", None], "chosen": [300, 450, 9], "people": [1000, 1010, 20]})
    >>> table = impact_ratios(counts, groups="sex", count="chosen", total="people")
    >>> table[["group", "people", "rate", "impact_ratio", "in_calculation"]].round(3)
           group  people   rate  impact_ratio  in_calculation
    0     female    1000  0.300         0.673            True
    1       male    1010  0.446         1.000            True
    2  (unknown)      20  0.450           NaN           False
    """
    ways = [selected is not None, score is not None, count is not None or total is not None]
    if sum(ways) != 1 or (count is None) != (total is None):
        raise ArgumentError(
            "The decision was named in two ways, or in none. One was expected: selected='...', or score='...', or both "
            "count='...' and total='...'. Keep one of them."
        )
    if not 0 <= least_share < 0.5:
        raise ArgumentError(f"least_share={least_share!r} was given. A share below 0.5 was expected. Write 0.02.")
    clauses = {"groups": groups, "unknown_labels": unknown_labels, "pairs": pairs, "confidence": confidence}
    agreed = contract(**clauses | _decision(frame, selected, selected_value, score, count, total))
    read = people_of(frame, agreed)
    if score is not None:
        # a scoring rate counts scores above the median, not those on it
        read = replace(read, selected=np.where(np.isnan(read.score), np.nan, read.score > agreed.threshold))
    blocks = [_table(read, grouping, least_share, confidence) for grouping in read.groupings]
    result = pd.concat(blocks, ignore_index=True)
    median = np.nan if score is None else float(agreed.threshold)  # type: ignore[arg-type]
    result["rate_kind"] = "selection rate" if score is None else "scoring rate"
    result["above"] = median
    result["remark"] = [_joined(one, _of_median(read, agreed)) for one in result["remark"]]
    columns = [c for c in result.columns if c != "remark"]
    return result[[*columns, "remark"]]


def _decision(
    frame: pd.DataFrame,
    selected: str | None,
    selected_value: object,
    score: str | None,
    count: str | None,
    total: str | None,
) -> dict:
    words = {"decision": "select", "decided_by": "the tool", "fixed_on": "2000-01-01", "harmed": "people not selected",
             "harm": "allocation", "least_people": 1}  # fmt: skip
    if selected is not None:
        return words | {"selected": selected, "selected_value": selected_value}
    if count is not None:
        return words | {"selected_people": count, "people": total}
    from millrace.fairness.people import numbers

    require_columns(frame, [score])
    scores = numbers(frame, str(score), None)
    if np.isnan(scores).all():
        raise ArgumentError(f"Column '{score}' is empty. Scores were expected. Choose the column of the score.")
    return words | {"score": score, "threshold": float(np.nanmedian(scores))}


def _table(read: People, grouping: Grouping, least_share: float, confidence: float) -> pd.DataFrame:
    decided = ~np.isnan(read.selected)
    chosen = read.selected > 0
    people, selected = (
        np.bincount(grouping.codes, weights=np.where(rows, read.people, 0), minlength=grouping.size)
        .round()
        .astype(np.int64)
        for rows in (decided, chosen)
    )
    share, of_known = divided(people, people.sum()), divided(people, people[~grouping.unknown].sum())
    rate, ends = divided(selected, people), rate_range(selected, people, confidence)
    counted = ~grouping.unknown & (share >= least_share) & (people > 0)
    ratio, low, high = _ratios(rate, ends, people, counted)
    close = ~grouping.unknown & (share < least_share) & (of_known >= least_share)
    remark = np.select(
        [grouping.unknown, close, ~counted],
        [NOT_KNOWN, f"{SMALL} of all people, not of those known", SMALL],
        "",
    )
    return pd.DataFrame(
        {
            "table": grouping.attribute,
            "group": grouping.labels,
            "people": people,
            "share_of_people": share,
            "selected": selected,
            "rate": rate,
            "low": ends[0],
            "high": ends[1],
            "impact_ratio": ratio,
            "ratio_low": low,
            "ratio_high": high,
            "in_calculation": counted,
            "remark": remark,
        }
    )


def _ratios(
    rate: np.ndarray, ends: tuple[np.ndarray, np.ndarray], people: np.ndarray, counted: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    missing = np.full(len(rate), np.nan)
    if not counted.any():
        return missing, missing, missing
    at = int(np.lexsort((-people, -np.where(counted, rate, -1.0)))[0])
    there, same = np.full(len(rate), at), np.arange(len(rate)) == at
    low, high = ratio_range(rate, ends, rate[there], (ends[0][there], ends[1][there]))
    ratio = divided(rate, rate[there])
    return tuple(
        np.where(counted, one, np.nan)
        for one in (ratio, np.where(same & (rate[at] > 0), 1.0, low), np.where(same & (rate[at] > 0), 1.0, high))
    )  # type: ignore[return-value]


def _of_median(read: People, agreed: Contract) -> str:
    if agreed.score is None:
        return ""
    known = ~np.isnan(read.score)
    of_known_groups = known & ~np.any([one.unknown[one.codes] for one in read.groupings], axis=0)
    ties = int(read.people[known & (read.score == agreed.threshold)].sum())
    parts = [f"{ties:,} people have exactly the median"] if ties else []
    if of_known_groups.any() and (other := float(np.median(read.score[of_known_groups]))) != agreed.threshold:
        parts.append(f"without people of unknown group the median is {other:g}")
    return "; ".join(parts)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def law_page(
    table: pd.DataFrame, *, tool: str, audited_by: str, audited_on: str, data_from: str, data_to: str, source: str
) -> str:
    """Write the summary that a firm would publish: source of the data, those left out, and a table per attribute.

    Parameters
    ----------
    table : DataFrame
        From `impact_ratios`.
    tool : str
        Name and version of the tool.
    audited_by, audited_on : str
        Who audited it, and when.
    data_from, data_to : str
        First and last day of the decisions.
    source : str
        In words: whose data, what was decided, and how groups became known.

    Returns
    -------
    str
        Markdown. Nothing in it names a person.

    Raises
    ------
    ColumnError
        When it is not a table of `impact_ratios`.

    Examples
    --------
    >>> counts = pd.DataFrame({"sex": ["female", "male", None], "chosen": [300, 450, 9], "people": [1000, 1010, 20]})
    >>> page = law_page(impact_ratios(counts, groups="sex", count="chosen", total="people"), tool="Screener 2.3",
    ...                 audited_by="an independent auditor", audited_on="2026-03-02", data_from="2023-01-02",
    ...                 data_to="2025-12-31", source="Applications to the pool; sex as on the form.")
    >>> print(page.splitlines()[10])
    | female | 1,000 | 300 | 30.0 % (27.2 to 32.9) | 0.67 (0.60 to 0.76) |
    """
    require_columns(table, NEEDED, table="the table of impact_ratios")
    kind = str(table["rate_kind"].iloc[0])
    lines = [
        f"# Impact ratios: {tool}",
        "",
        f"Audited by {audited_by} on {audited_on}. Decisions from {data_from} to {data_to}.",
        f"Data: {source}",
        _what_the_rate_is(table, kind),
    ]
    for name, part in table.groupby("table", sort=False):
        lines += ["", f"## By {name}", "", *_markdown(part, kind), "", *_left_out(part)]
    lines += [
        "",
        "In the form of New York City's Local Law 144 (6 RCNY 5-301). In brackets, which the law does not ask for: "
        "between which figures the truth may lie. This page does not say that the tool is lawful.",
    ]
    return "\n".join(lines) + "\n"


def _what_the_rate_is(table: pd.DataFrame, kind: str) -> str:
    if kind == "selection rate":
        return "Rate: people selected, of all people of the group. Ratio: to the rate of the group selected most."
    return (
        f"Rate: people with a score above the median of the sample ({table['above'].iloc[0]:g}), of all people of the "
        "group. Ratio: to the highest such rate."
    )


def _markdown(part: pd.DataFrame, kind: str) -> list[str]:
    chosen = "selected" if kind == "selection rate" else "above the median"
    head = [f"| group | people | {chosen} | {kind} | impact ratio |", "|---|---|---|---|---|"]
    return head + [
        f"| {row['group']} | {row['people']:,} | {row['selected']:,} | {_percent(row)} | {_ratio(row)} |"
        for row in part.to_dict("records")
        if row["group"] != UNKNOWN and NOT_KNOWN not in row["remark"]
    ]


def _percent(row: dict) -> str:
    if not row["people"]:
        return "nobody"
    return f"{100 * row['rate']:.1f} % ({100 * row['low']:.1f} to {100 * row['high']:.1f})"


def _ratio(row: dict) -> str:
    if not row["in_calculation"]:
        return "not in the calculation"
    if not np.isfinite(row["impact_ratio"]):
        return "not defined: nobody was selected"
    high = f"{row['ratio_high']:.2f}" if np.isfinite(row["ratio_high"]) else "any number"
    return f"{row['impact_ratio']:.2f} ({row['ratio_low']:.2f} to {high})"


def _left_out(part: pd.DataFrame) -> list[str]:
    unknown = part.loc[part["remark"].str.contains(NOT_KNOWN, regex=False), "people"].sum()
    small = part[~part["in_calculation"] & ~part["remark"].str.contains(NOT_KNOWN, regex=False)]
    lines = [f"People of unknown group, not in the ratios: {unknown:,}."]
    if len(small):
        lines.append(
            f"Groups that are too small for a ratio to mean anything, listed with their counts: {len(small)}, with "
            f"{small['people'].sum():,} people."
        )
    return lines
