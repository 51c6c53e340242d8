"""Who only looks harder, and whose pieces are worse: what an inspector finds kept apart from what the pieces are."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, check_confidence, did_you_mean, in_words, require_columns
from millrace.rates.adjusting import compared
from millrace.rates.counting import as_list
from millrace.rates.intervals import TOO_FEW, check_least_pieces

__all__ = ["compare_finders"]

HABIT = "a habit of looking, not other pieces"
PIECES = "other pieces: it shows in what all see"
BOTH_ALIKE = "no different that we can see"
OPEN = "cannot be told: habit or pieces"


def compare_finders(
    frame: pd.DataFrame,
    *,
    by: str,
    severity: str,
    slight: Hashable | Sequence[Hashable],
    grave: Hashable | Sequence[Hashable],
    given: str | Sequence[str],
    least_pieces: int = 10,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Say of each person who looks at pieces whether a high rate comes from looking or from the pieces.

    Slight defects are a matter of judgement, grave ones nobody overlooks. Who finds more slight ones and no more grave
    ones than colleagues do, on the same kinds of pieces, has a habit of looking; whose pieces have more of the grave
    ones as well was given other pieces.

    Parameters
    ----------
    frame : DataFrame
        One row per piece that was looked at.
    by : str
        The column with who looked.
    severity : str
        The column with how bad the defect is; empty where nothing was found.
    slight, grave : str or list of str
        The values of ``severity`` that are a matter of judgement, and those that nobody overlooks.
    given : str or list of str
        What is held equal, for example ``["month", "family"]``.
    least_pieces : int
        A person with fewer pieces that can be compared is not judged.
    confidence : float
        How often a range holds the truth.

    Returns
    -------
    DataFrame
        One row per person, the highest ``slight_ratio`` first: ``by``, ``pieces``, ``not_compared``; ``slight_rate``,
        ``slight_ratio`` (times that of the others, within strata), ``slight_low``, ``slight_high``,
        ``slight_strata_higher`` and ``strata`` (in how many of how many strata above the others); ``grave_rate``,
        ``grave_ratio``, ``grave_low``, ``grave_high``; ``verdict`` ("a habit of looking, not other pieces", "other
        pieces: it shows in what all see", "cannot be told: habit or pieces", "no different that we can see", "too few
        to say") and ``statement`` in words.

    Raises
    ------
    ColumnError
        When a column is missing.
    ArgumentError
        When a severity does not occur, or is both slight and grave.

    Notes
    -----
    Both ratios are those of `adjusted`. It is a habit when the slight ones differ, the grave ones do not, and the two
    ratios are further apart than chance explains (difference of their logarithms; Altman and Bland, BMJ 2003).
    Whoever is furthest off is taken out before the rest are compared, so that one strict inspector does not make the
    others look lax; of two people alone nobody can say which of them is off. A person who overlooks grave ones too
    looks as one with better pieces.

    Examples
    --------
    >>> pieces = pd.DataFrame({"who": ["Li", "Wu"] * 500, "month": 1, "severity": [None] * 1000})
    >>> pieces.loc[pieces["who"].eq("Li") & (pieces.index < 160), "severity"] = "minor"
    >>> pieces.loc[pieces["who"].eq("Wu") & (pieces.index < 50), "severity"] = "minor"
    >>> pieces.loc[pieces.index >= 960, "severity"] = "major"
    >>> found = compare_finders(pieces, by="who", severity="severity", slight="minor", grave="major", given="month")
    >>> found[["who", "verdict"]].iloc[0].tolist()
    ['Li', 'a habit of looking, not other pieces']
    """
    check_confidence(confidence)
    check_least_pieces(least_pieces)
    strata = as_list(given, "given")
    require_columns(frame, [by, severity, *strata])
    if by in strata:
        raise ArgumentError(
            f"Column '{by}' is in by and in given. Something else to hold equal was expected. Leave it out of given."
        )
    kinds = {"slight": _values(frame[severity], slight, "slight"), "grave": _values(frame[severity], grave, "grave")}
    if shared := set(kinds["slight"]) & set(kinds["grave"]):
        raise ArgumentError(
            f"{in_words(sorted(shared, key=str))} is both slight and grave. One of the two was expected. Choose."
        )
    marked = frame[[by, *strata]].assign(
        **{f"_{kind}": frame[severity].isin(values).to_numpy(dtype=float) for kind, values in kinds.items()}
    )
    return _in_rounds(marked, by, strata, least_pieces, confidence)


def _in_rounds(marked: pd.DataFrame, by: str, given: list[str], least_pieces: int, confidence: float) -> pd.DataFrame:
    """Take the one who is furthest off, then compare the rest among themselves, until nobody is off."""
    found: list[pd.DataFrame] = []
    while True:
        slight, grave = (
            compared(marked, marked[kind].to_numpy(), by, given, least_pieces, confidence).set_index(by)
            for kind in ("_slight", "_grave")
        )
        grave = grave.loc[slight.index]
        table = _together(slight, grave, confidence)
        off = _how_far_off(slight).add(_how_far_off(grave))
        if not (off > 0).any() or (slight["verdict"] != TOO_FEW).sum() <= 2:
            break
        furthest = int(off.to_numpy().argmax())
        found.append(table.iloc[[furthest]])
        name = table.index[furthest]
        marked = marked[marked[by].notna() if pd.isna(name) else marked[by].ne(name).fillna(True)]
    result = pd.concat([*found, table]).rename_axis(index=by).reset_index()
    return result.sort_values("slight_ratio", ascending=False, kind="stable", na_position="last", ignore_index=True)


def _how_far_off(part: pd.DataFrame) -> pd.Series:
    differs = part["verdict"].isin(["higher", "lower"])
    return (-np.log(part["adjusted_p"].clip(lower=1e-300))).where(differs, 0.0)


def _values(held: pd.Series, values: Hashable | Sequence[Hashable], argument: str) -> list:
    chosen = list(values) if isinstance(values, list | tuple | set) else [values]
    known = list(held.dropna().unique())
    for one in chosen:
        if one not in known:
            raise ArgumentError(
                f"{argument}={in_words(one)} was given. A value of column '{held.name}' was expected: "
                f"{in_words(known).strip('[]')}. Write one of them.{did_you_mean(one, known)}"
            )
    return chosen


def _together(slight: pd.DataFrame, grave: pd.DataFrame, confidence: float) -> pd.DataFrame:
    table = slight[["pieces", "not_compared", "strata"]].copy()
    for kind, part in (("slight", slight), ("grave", grave)):
        table[f"{kind}_rate"], table[f"{kind}_ratio"] = part["rate"], part["adjusted_ratio"]
        table[f"{kind}_low"], table[f"{kind}_high"] = part["low"], part["high"]
        table[f"{kind}_strata_higher"] = part["strata_higher"]
    differs, grave_differs = slight["verdict"].isin(["higher", "lower"]), grave["verdict"].isin(["higher", "lower"])
    same_way = (slight["adjusted_ratio"] > 1) == (grave["adjusted_ratio"] > 1)
    cases = {
        TOO_FEW: slight["verdict"] == TOO_FEW,
        BOTH_ALIKE: ~differs & ~grave_differs,
        HABIT: differs & ~grave_differs & _further_apart(slight, grave, confidence),
        PIECES: grave_differs & (same_way | ~differs),
    }
    table["verdict"] = np.select(list(cases.values()), list(cases), OPEN)
    table["statement"] = [_in_words(name, row) for name, row in zip(table.index, table.to_dict("records"), strict=True)]
    return table


def _further_apart(slight: pd.DataFrame, grave: pd.DataFrame, confidence: float) -> pd.Series:
    from scipy import stats

    def deviation(part: pd.DataFrame) -> pd.Series:
        width = np.log(part["high"] / part["low"].where(part["low"] > 0))
        return width / (2 * stats.norm.ppf(0.5 + confidence / 2))

    apart = np.log(slight["adjusted_ratio"].where(lambda ratio: ratio > 0)) - np.log(
        grave["adjusted_ratio"].where(lambda ratio: ratio > 0)
    )
    spread = np.sqrt(deviation(slight) ** 2 + deviation(grave) ** 2)
    return (apart.abs() / spread > stats.norm.ppf(0.5 + confidence / 2)).fillna(False)


def _in_words(name: object, row: dict) -> str:
    who = "(missing)" if pd.isna(name) else str(name)  # type: ignore[call-overload]
    if row["verdict"] == TOO_FEW:
        return f"{who}: {row['pieces']:,} pieces, too few to say."
    return (
        f"{who} finds {_times(row['slight_ratio'])} as many slight defects as the others on pieces of the same kind, "
        f"more in {row['slight_strata_higher']} of {row['strata']} comparisons; of grave ones "
        f"{_times(row['grave_ratio'])} as many: {row['verdict']}."
    )


def _times(ratio: float) -> str:
    return "an unknown number of times" if not np.isfinite(ratio) else f"{ratio:.1f} times"
