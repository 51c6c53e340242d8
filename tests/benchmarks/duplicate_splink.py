"""splink 5 as a peer of duplicate_candidates: rules, comparisons and training chosen by the kinds of columns."""

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from millrace.cleaning.duplicates.blocks import record_texts
from millrace.cleaning.duplicates.columns import Columns
from millrace.cleaning.duplicates.forms import spelt_in_latin
from millrace.cleaning.duplicates.vectors import word_bags

if TYPE_CHECKING:
    from splink import Linker

__all__ = ["splink_pairs"]

_EXACT, _WORDY = ("phone", "email", "code", "date", "text"), ("name", "text", "address")
_SAME_WORDS, _SAME_VALUE, _VALUE_PAIRS = 1, 4, 8  # flags of `blocks.RULES`
_PAIRS_PER_ROW, _ALL_ROWS = 30, 10_000  # what one rule may bring up; small tables may bring up more
_RANDOM_PAIRS, _TRAINING_PAIRS, _SESSIONS = 2e6, 1e6, 2
_OWN, _TAUGHT = ("code", "email", "date"), 20  # what a household or a firm does not share; pairs that can teach
_PRIOR, _STEPS, _CLOSE = 1e-4, 500, 1e-12
_OFFLINE = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}


def splink_pairs(columns: Columns, split: int | None, *, least: float) -> pd.DataFrame:
    """Return ``left``, ``right``, ``found`` and ``odds`` of the pairs whose probability reaches the least."""
    import duckdb
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    table, rules = _table(columns), _rules(columns)
    settings = SettingsCreator(
        link_type="dedupe_only" if split is None else "link_only",
        comparisons=[_comparison(f"c{i}", kind) for i, (kind, _) in enumerate(columns.values())],
        blocking_rules_to_generate_predictions=[
            block_on(*keys, arrays_to_explode=["words"] if keys == ["words"] else None) for keys, _ in rules
        ],
        unique_id_column_name="row",
        probability_two_random_records_match=_PRIOR,
        retain_matching_columns=False,
        max_iterations=100,
    )
    with duckdb.connect(":memory:", config=_OFFLINE) as database:
        database.execute("SET enable_progress_bar = false")
        api = DuckDBAPI(database)
        parts = [table] if split is None else [table[:split], table[split:]]
        names = ["first", "second"][: len(parts)]
        linker = Linker(
            [api.register(part, dataset_display_name=name) for part, name in zip(parts, names, strict=True)],
            settings,
            log_level="ERROR",
        )
        _train(linker, columns, table)
        pairs = _predicted(linker, len(table), split, least)
    pairs["found"] = np.array([flag for _, flag in rules], dtype=np.int8)[pairs["found"].to_numpy()]
    return pairs


def _table(columns: Columns) -> pd.DataFrame:
    """Write one column per compared column, and the keys by which rows meet; what says nothing is null."""
    table = {"row": pd.Series(np.arange(len(next(iter(columns.values()))[1])))}
    for i, (kind, text) in enumerate(columns.values()):
        table[f"c{i}"] = pd.to_numeric(text, errors="coerce") if kind == "number" else _or_null(text)
        if kind == "name":
            sound = spelt_in_latin(text).str.split().map(sorted).str.join(" ")
            table[f"s{i}"] = _or_null(sound)
        begins = _beginning(kind, text)
        if begins is not None:
            table[f"b{i}"] = _or_null(begins)
    texts = record_texts(columns, _WORDY)
    if texts is not None:
        table["words"] = pd.Series(_rare_words(texts), dtype=object)
    return pd.DataFrame(table)


def _or_null(text: pd.Series) -> pd.Series:
    return text.astype(object).where(text != "", None)


def _beginning(kind: str, text: pd.Series) -> pd.Series | None:
    if kind in ("name", "address"):
        return spelt_in_latin(text.str.replace(r"\b\d+\b", "", regex=True).str.strip()).str[:4]
    return text.str[:8] if kind in ("phone", "email", "code", "date") else None


def _rare_words(texts: np.ndarray) -> list[list[int]]:
    """Number, for every row, its words that more than one row has and not too many."""
    bags = word_bags(texts)
    present = np.bincount(bags.indices, minlength=bags.shape[1]).astype(np.int64)
    order = np.argsort(present, kind="stable")
    affordable = np.zeros(len(present), dtype=bool)
    affordable[order] = np.cumsum(present[order] ** 2) / 2 <= _PAIRS_PER_ROW * max(len(texts), _ALL_ROWS)
    bags = bags[:, affordable & (present > 1)].tocsr()
    return [part.tolist() for part in np.split(bags.indices, bags.indptr[1:-1])]


def _rules(columns: Columns) -> list[tuple[list[str], int]]:
    """Name the keys of each rule, and its flag; rules that bring up more pairs than rows can bear are left out."""
    table = _table(columns)
    single = [([f"c{i}"], _SAME_VALUE) for i, (kind, _) in enumerate(columns.values()) if kind in _EXACT]
    begins = [c for c in table.columns if c.startswith("b")][:10]
    double = [([a, b], _VALUE_PAIRS) for a, b in itertools.combinations(begins, 2)]
    most = _PAIRS_PER_ROW * max(len(table), _ALL_ROWS)
    kept = [(keys, flag) for keys, flag in (*single, *double) if _pairs_of(table, keys) <= most]
    return kept + ([(["words"], _SAME_WORDS)] if "words" in table else [])


def _pairs_of(table: pd.DataFrame, keys: list[str]) -> float:
    sizes = table[keys].dropna().groupby(keys).size().to_numpy(dtype=float)
    return float((sizes * (sizes - 1)).sum() / 2)


def _comparison(column: str, kind: str) -> Any:
    import splink.comparison_level_library as levels
    from splink.comparison_library import CustomComparison

    return CustomComparison(
        output_column_name=column,
        comparison_levels=[
            levels.NullLevel(column),
            levels.ExactMatchLevel(column),
            *_near_levels(column, kind),
            levels.ElseLevel(),
        ],
    )


def _near_levels(column: str, kind: str) -> Iterator[Any]:
    """Yield levels between "equal" and "another value", the nearest first."""
    import splink.comparison_level_library as levels

    if kind == "name":
        sound = column.replace("c", "s")
        for cut in (0.92, 0.85, 0.7):
            yield levels.Or(levels.JaroWinklerLevel(column, cut), levels.JaroWinklerLevel(sound, cut))
    elif kind in ("text", "address"):
        both = f"len(list_intersect(string_split({column}_l, ' '), string_split({column}_r, ' ')))"
        words = f"(len(string_split({column}_l, ' ')) + len(string_split({column}_r, ' ')) - {both})"
        for cut in (0.7, 0.5, 0.3):
            yield levels.CustomLevel(f"{both} >= {cut} * {words}", label_for_charts=f"{cut} of the words")
    elif kind == "number":
        yield levels.PercentageDifferenceLevel(column, 0.05)
    elif kind == "category":
        yield levels.LevenshteinLevel(column, 1)
    else:
        yield from (levels.DamerauLevenshteinLevel(column, slips) for slips in (1, 2))


def _train(linker: "Linker", columns: Columns, table: pd.DataFrame) -> None:
    """Learn from random pairs how unrelated rows agree, and from pairs equal in one column how the same rows do.

    A household or a firm shares address and phone and is more than one person: pairs that are equal in those would
    teach that another first name is no contradiction. So codes, e-mails and dates come first.
    """
    from splink import block_on

    linker.training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=1)
    ranks = {f"c{i}": kind not in _OWN for i, (kind, _) in enumerate(columns.values())}
    begins = [c for c in table.columns if c.startswith("b")]
    pairs = {c: _pairs_of(table, [c]) for c in (*ranks, *begins)}
    telling = sorted((c for c in ranks if pairs[c] >= _TAUGHT), key=lambda c: (ranks[c], pairs[c]))[:_SESSIONS]
    for key in telling if len(columns) > 1 else [c for c in begins if pairs[c] >= _TAUGHT]:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(key), max_pairs=_TRAINING_PAIRS)


def _predicted(linker: "Linker", height: int, split: int | None, least: float) -> pd.DataFrame:
    scored = linker.inference.predict(warning_mode="never").as_duckdbpyrelation()
    weight = scored.project("round(match_weight, 6) AS weight").aggregate("weight, count(*) AS times").df()
    possible = height * (height - 1) / 2 if split is None else split * (height - split)
    base = np.log(_PRIOR / (1 - _PRIOR))
    shift = _prior_odds(weight["weight"].to_numpy() * np.log(2) - base, weight["times"].to_numpy(), possible) - base
    lowest = (np.log(least / (1 - least)) - shift) / np.log(2) if 0 < least < 1 else -1e9
    kept = scored.filter(f"match_weight >= {lowest}")
    pairs = kept.project(
        "least(row_l, row_r) AS left, greatest(row_l, row_r) AS right, CAST(match_key AS INT) AS found, "
        "round(match_weight, 6) AS odds"
    )
    return pairs.order("1, 2").df().assign(odds=lambda p: p["odds"] * np.log(2) + shift)


def _prior_odds(evidence: np.ndarray, times: np.ndarray, possible: float) -> float:
    """Find the share of all pairs that are the same which the scores themselves add up to."""
    share = _PRIOR
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(evidence + np.log(share / (1 - share)), -50, 50)))
        before, share = share, min(0.5, (float(likely @ times) + 1) / (possible + 2))
        if abs(share - before) < _CLOSE:
            break
    return float(np.log(share / (1 - share)))
