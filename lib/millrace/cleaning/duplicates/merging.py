"""Merge the rows that are the same into one, by stated rules, and keep the history of what was merged."""

from collections.abc import Hashable, Iterable, Mapping

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.clusters import THRESHOLD, duplicate_clusters, positions
from millrace.errors import ArgumentError, ColumnError, did_you_mean, in_words, require_columns
from millrace.reading.dates.parsing import date_order, parse_dates

__all__ = ["merge_duplicates", "merge_history"]

_RULES = ("most frequent", "longest", "first", "last")
_ADDED = ("merged_rows", "merged_from")


def merge_duplicates(
    frame: pd.DataFrame,
    pairs: pd.DataFrame,
    *,
    threshold: float = THRESHOLD,
    prefer: Mapping[Hashable, str] | None = None,
    keep: Iterable[tuple[Hashable, Hashable]] | None = None,
) -> pd.DataFrame:
    """Make one row of all rows that are the same, choosing each column's value by a rule.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table; it is not changed.
    pairs : pandas.DataFrame
        What `duplicate_candidates` returned for this table: ``left``, ``right``, ``score``.
    threshold : float
        The least (average) score at which rows are taken for the same, as in `duplicate_clusters`.
    prefer : mapping, optional
        Column to rule: ``"most frequent"`` (then the longest, then the first; the rule for all columns not named),
        ``"longest"``, ``"first"``, ``"last"`` or ``"newest by <date column>"``. Missing values are never preferred.
    keep : iterable of pairs of labels, optional
        Rows that are declared different (namesakes) and are never merged.

    Returns
    -------
    pandas.DataFrame
        One row for each customer, product or paper, labelled as the first of its rows, with the columns of `frame`,
        ``merged_rows`` (how many rows it was made of) and ``merged_from`` (the list of their labels).

    Raises
    ------
    ColumnError
        `prefer` names a column that is not there, or text dates that can be read in two ways, or `pairs` does not fit
        the table.
    ArgumentError
        An unknown rule, a table that has been merged before, or what `duplicate_clusters` refuses.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["Li Wei", "Li Wei", "Bo"], "phone": [None, "138", "139"]}, index=list("abc"))
    >>> pairs = pd.DataFrame({"left": ["a"], "right": ["b"], "score": [0.9]})
    >>> merge_duplicates(table, pairs)
         name phone  merged_rows merged_from
    a  Li Wei   138            2      [a, b]
    c      Bo   139            1         [c]
    """
    rules = _checked_rules(frame, prefer)
    groups = duplicate_clusters(frame, pairs, threshold=threshold, keep=keep).to_numpy()
    leads = np.unique(groups, return_index=True)[1]
    chosen = _chosen_rows(frame, groups, rules)
    kept = {c: frame[c].take(rows).set_axis(frame.index[leads]) for c, rows in chosen.items()}
    merged = pd.DataFrame(kept, index=frame.index[leads], columns=frame.columns)
    merged["merged_rows"] = np.bincount(groups, minlength=len(leads))
    merged["merged_from"] = _label_lists(frame.index, groups, merged.index)
    return merged


def merge_history(
    frame: pd.DataFrame,
    pairs: pd.DataFrame,
    *,
    threshold: float = THRESHOLD,
    prefer: Mapping[Hashable, str] | None = None,
    keep: Iterable[tuple[Hashable, Hashable]] | None = None,
) -> pd.DataFrame:
    """List every value that a merge did not keep, so that each original row can be rebuilt.

    Parameters
    ----------
    frame, pairs, threshold, prefer, keep : as in `merge_duplicates`
        The same here as there.

    Returns
    -------
    pandas.DataFrame
        One row for each original row and column whose value is not the one kept: ``record`` (label of the merged row),
        ``row`` (label of the original row), ``column``, ``original``, ``kept``, and ``score`` (of the likeliest pair by
        which the row is in its group). Rows and columns that are not listed equal the merged row.

    Raises
    ------
    ColumnError, ArgumentError
        As in `merge_duplicates`.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["Li Wei", "Li  Wei"], "phone": ["138", "138"]}, index=list("ab"))
    >>> pairs = pd.DataFrame({"left": ["a"], "right": ["b"], "score": [0.9]})
    >>> merge_history(table, pairs)[["record", "row", "column", "original", "kept", "score"]]
      record row column original     kept  score
    0      a   a   name   Li Wei  Li  Wei    0.9
    """
    rules = _checked_rules(frame, prefer)
    groups = duplicate_clusters(frame, pairs, threshold=threshold, keep=keep).to_numpy()
    leads = np.unique(groups, return_index=True)[1]
    chosen = _chosen_rows(frame, groups, rules)
    changes = _changes(frame, groups, chosen)
    place = changes.pop("place").to_numpy(dtype=np.int64)
    changes.insert(0, "row", frame.index.take(place))
    changes.insert(0, "record", frame.index.take(leads[groups[place]] if len(place) else place))
    changes["score"] = _joining_scores(frame, pairs, groups)[place]
    order = np.lexsort((np.arange(len(place)), place))
    return changes.iloc[order].reset_index(drop=True)


def _checked_rules(frame: pd.DataFrame, prefer: Mapping[Hashable, str] | None) -> dict[Hashable, str]:
    taken = [c for c in _ADDED if c in frame.columns]
    if taken:
        raise ArgumentError(
            f"The table already has a column '{taken[0]}': it seems to be merged. Merging needs the unmerged table. "
            "Give the original table, or rename that column."
        )
    if not isinstance(prefer, Mapping | None):
        raise ArgumentError(
            f"prefer={in_words(prefer)} was given. Pairs in curly brackets were expected. Write it like "
            f"{{'phone': 'longest'}}."
        )
    prefer = dict(prefer or {})
    require_columns(frame, prefer)
    return {c: _checked_rule(frame, c, prefer.get(c, _RULES[0])) for c in frame.columns}


def _checked_rule(frame: pd.DataFrame, column: Hashable, rule: str) -> str:
    if isinstance(rule, str) and rule.startswith("newest by "):
        require_columns(frame, [rule.removeprefix("newest by ")])
    elif rule not in _RULES:
        raise ArgumentError(
            f"The rule for column '{column}' is '{rule}'. Rules are: {', '.join(_RULES)}, newest by <date column>."
            f"{did_you_mean(rule, _RULES)}"
        )
    return rule


def _chosen_rows(frame: pd.DataFrame, groups: np.ndarray, rules: Mapping[Hashable, str]) -> dict[Hashable, np.ndarray]:
    """Find, for every column and group, the position of the row whose value is kept."""
    return {column: _best_rows(frame, column, groups, rule) for column, rule in rules.items()}


def _best_rows(frame: pd.DataFrame, column: Hashable, groups: np.ndarray, rule: str) -> np.ndarray:
    values = frame[column]
    place = np.arange(len(frame))
    order = [place, *_preferences(frame, values, groups, rule), values.isna().to_numpy(), groups]
    ranked = np.lexsort(order)
    return ranked[np.unique(groups[ranked], return_index=True)[1]]


def _preferences(frame: pd.DataFrame, values: pd.Series, groups: np.ndarray, rule: str) -> list[np.ndarray]:
    """Return the sort keys of a rule, the least important first; small is preferred."""
    place = np.arange(len(values))
    if rule == "first":
        return []
    if rule == "last":
        return [-place]
    if rule.startswith("newest by "):
        return [-_moments(frame[rule.removeprefix("newest by ")])]
    written = _as_text(values)
    longest = -written.str.len().to_numpy()
    return [longest] if rule == "longest" else [longest, -_times_said(written, groups)]


def _moments(dates: pd.Series) -> np.ndarray:
    """Read dates as numbers for sorting; what cannot be read counts as the oldest."""
    if pd.api.types.is_numeric_dtype(dates.dtype):
        return dates.fillna(-np.inf).to_numpy(dtype=float)
    read = pd.to_datetime(dates, utc=True) if _is_time(dates) else _text_dates(dates)
    return read.astype("int64").to_numpy().astype(float)


def _text_dates(dates: pd.Series) -> pd.Series:
    """Read dates that are text, in the order of day and month that the column proves."""
    parsed = parse_dates(dates)
    if (parsed["problem"] == "ambiguous").any():
        verdict = date_order(dates)["verdict"].item()
        example = dates[parsed["problem"] == "ambiguous"].iloc[0]
        if verdict not in ("day first", "month first"):
            raise ColumnError(
                f"Column '{dates.name}' holds '{example}', which can be two days, and the column does not show which "
                f"({verdict}). Real dates were expected. Read it with parse_dates(..., day_first=True or False) first."
            )
        parsed = parse_dates(dates, day_first=verdict == "day first")
    return parsed["date"]


def _is_time(values: pd.Series) -> bool:
    return pd.api.types.is_datetime64_any_dtype(values.dtype)


def _as_text(values: pd.Series) -> pd.Series:
    return pd.Series([str(v) for v in values.to_numpy(dtype=object)], dtype=object).where(values.notna().to_numpy(), "")


def _times_said(written: pd.Series, groups: np.ndarray) -> np.ndarray:
    said = pd.factorize(written.str.casefold().str.strip().to_numpy(dtype=object))[0].astype(np.int64)
    _, which, times = np.unique(
        groups.astype(np.int64) * (said.max(initial=0) + 1) + said, return_inverse=True, return_counts=True
    )
    return times[which]


def _changes(frame: pd.DataFrame, groups: np.ndarray, chosen: Mapping[Hashable, np.ndarray]) -> pd.DataFrame:
    parts = [_changed_values(frame, column, rows[groups]) for column, rows in chosen.items()]
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame({c: pd.Series(dtype=object) for c in ("place", "column", "original", "kept")})
    return pd.concat(parts, ignore_index=True)


def _changed_values(frame: pd.DataFrame, column: Hashable, chosen: np.ndarray) -> pd.DataFrame:
    """List the rows whose value in this column is another than the one kept."""
    place = np.flatnonzero(chosen != np.arange(len(frame)))
    values = frame[column].to_numpy(dtype=object)
    missing = frame[column].isna().to_numpy()
    written = _as_text(frame[column]).to_numpy()
    same = np.where(
        missing[place] | missing[chosen[place]],
        missing[place] == missing[chosen[place]],
        written[place] == written[chosen[place]],
    )
    place = place[~same.astype(bool)]
    return pd.DataFrame(
        {
            "place": place,
            "column": pd.Series([column] * len(place), dtype=object),
            "original": pd.Series(values[place], dtype=object),
            "kept": pd.Series(values[chosen[place]], dtype=object),
        }
    )


def _joining_scores(frame: pd.DataFrame, pairs: pd.DataFrame, groups: np.ndarray) -> np.ndarray:
    left, right = positions(frame, pairs["left"]), positions(frame, pairs["right"])
    together = groups[left] == groups[right]
    best = np.full(len(frame), np.nan)
    for side in (left[together], right[together]):
        np.fmax.at(best, side, pairs["score"].to_numpy(dtype=float)[together])
    return best


def _label_lists(labels: pd.Index, groups: np.ndarray, index: pd.Index) -> pd.Series:
    order = np.argsort(groups, kind="stable")
    cuts = np.flatnonzero(np.diff(groups[order])) + 1
    lists = [part.tolist() for part in np.split(labels.to_numpy()[order], cuts)] if len(order) else []
    return pd.Series(lists, index=index, dtype=object)
