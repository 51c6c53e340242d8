"""Names that are probably the same firm or person in two writings."""

import re

import numpy as np
import pandas as pd

from millrace.cleaning import duplicate_candidates, normalise_names
from millrace.reports.data_quality.check import Check, count, problems

__all__ = ["check_names"]

# Below this score too many pairs are two firms with similar names.
LIKELY = 0.9
# In a shorter name one letter is too much of it.
SHORTEST = 8
# Comparing is bounded: names take some seconds, whole rows about half a minute.
MOST_NAMES, MOST_ENTRIES = 5_000, 2_000
MOST_PAIRS = 2_000


def check_names(table: pd.DataFrame, column: str | None) -> Check:
    """Check which names are probably the same in two writings.

    Where nearly every row has a name of its own, as in a customer list, all columns are compared (of more than 2,000
    rows the first). In a list of orders only the names can be: legal forms, capitals and blanks do not count, other
    letters by the share that is equal, and digits must agree (of more than 5,000 names the most frequent).

    Parameters
    ----------
    table : DataFrame
        Any table.
    column : str or None
        The column of names.

    Returns
    -------
    Check
        Its table lists the pairs, the likeliest first: ``name``, ``rows``, ``other name``, ``rows of the other``,
        ``score`` (0 to 1).
    """
    kind = "likely the same name"
    if column is None:
        return Check(kind, "No column of names was chosen, so likely duplicates were not looked for.")
    names = table[column].dropna().astype(str)
    times = names.value_counts()
    if len(times) < 2:
        return Check(kind, f"'{column}' holds fewer than two names, so there is nothing to compare.")
    alone = len(times) < LIKELY * len(names)
    pairs = _alike_names(times.index[:MOST_NAMES]) if alone else _alike_rows(table, column)
    pairs = _with_rows(pairs, times)
    most = MOST_NAMES if alone else MOST_ENTRIES
    said = f"{count(min(len(times), most), 'name')} in '{column}' compared"
    said += f" (the {'most frequent' if alone else 'first'} of {len(times):,})" if len(times) > most else ""
    said += f"; {count(len(pairs), 'pair')} {'is' if len(pairs) == 1 else 'are'} so alike that they may be the same."
    if pairs.empty:
        return Check(kind, said)
    best = pairs.iloc[0]
    action = (
        f"Decide for {count(len(pairs), 'pair')} of names in '{column}' whether they are the same, first: "
        f"'{best['name']}' and '{best['other name']}'. No machine should merge them alone."
    )
    return Check(kind, said, action, _rows(names, pairs, column), pairs)


def _alike_rows(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Compare whole rows: other columns speak of a party only where a row is one."""
    first = table[table[column].notna()].head(MOST_ENTRIES).dropna(axis="columns", how="all")
    found = duplicate_candidates(first, min_score=LIKELY)
    left, right = (first[column].astype(str).reindex(found[side]).to_numpy() for side in ("left", "right"))
    pairs = pd.DataFrame({"name": left, "other name": right, "score": found["score"].round(3).to_numpy()})
    return pairs[_digits(left) == _digits(right)].head(MOST_PAIRS)


def _alike_names(names: pd.Index) -> pd.DataFrame:
    """Compare names alone, by the letters that are left when legal forms, capitals and blanks are gone."""
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    bare = normalise_names(pd.Series(names)).fillna("").str.replace(" ", "").to_numpy(dtype=object)
    digits = _digits(bare)
    scores = process.cdist(bare, bare, scorer=Indel.normalized_similarity, score_cutoff=LIKELY, dtype=np.float32)
    left, right = np.nonzero(np.triu(scores, k=1))
    long = np.array([len(name) >= SHORTEST for name in bare])
    same = bare[left] == bare[right]
    kept = (bare[left] != "") & (same | (long[left] & long[right] & (digits[left] == digits[right])))
    pairs = {"name": names[left[kept]], "other name": names[right[kept]], "score": scores[left, right][kept].round(3)}
    return pd.DataFrame(pairs).sort_values("score", ascending=False, kind="stable").head(MOST_PAIRS)


def _digits(names: np.ndarray) -> np.ndarray:
    """Return the digits of each name: 'Ale 1995' and 'Ale 1997' are not two writings of one."""
    return np.array([re.sub(r"\D", "", name) for name in names], dtype=object)


def _with_rows(pairs: pd.DataFrame, times: pd.Series) -> pd.DataFrame:
    pairs = pairs.reset_index(drop=True)
    pairs.insert(1, "rows", pairs["name"].map(times).astype(int))
    pairs.insert(3, "rows of the other", pairs["other name"].map(times).astype(int))
    return pairs


def _rows(names: pd.Series, pairs: pd.DataFrame, column: str) -> pd.DataFrame:
    """Flag the rarer writing of each pair, in the first row that has it."""
    swap = pairs["rows of the other"] > pairs["rows"]
    rarer = pairs["name"].where(swap, pairs["other name"])
    usual = pairs["other name"].where(swap, pairs["name"])
    partner = pd.Series(usual.to_numpy(), index=rarer).groupby(level=0).first()
    first = names[~names.duplicated() & names.isin(partner.index)]
    reasons = [f"{column} '{name}' may be '{partner[name]}'" for name in first]
    return problems(first.index, reasons, kind="likely the same name")
