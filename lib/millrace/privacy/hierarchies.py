"""Ways to coarsen a column step by step: bands of numbers, months and years, parts of town, or nothing at all."""

import itertools
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, did_you_mean, in_words

__all__ = ["ANY", "MISSING", "Hierarchy", "Level", "bands", "beginnings", "hide", "parts_of_date", "tree"]

ANY, MISSING, EXACT = "any", "missing", "as it is"
PERIODS = {"month": "M", "quarter": "Q", "year": "Y"}
DAYS = {"month": 30.4375, "quarter": 91.3125, "year": 365.25}
Branches = Mapping[str, object]


@dataclass(frozen=True, eq=False)
class Level:
    """One step of coarsening: its name, what each value becomes, and what each loses (0 exact, 1 nothing is left)."""

    name: str
    labels: list[object]
    loss: np.ndarray


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """How a column is coarsened; made by `bands`, `parts_of_date`, `tree`, `beginnings` or `hide`."""

    steps: Callable[[list, str], list[Level]]
    may_hide: bool = True

    def levels(self, values: list, column: str) -> list[Level]:
        """Return all steps for the distinct values of a column: as it is, coarser and coarser, and hidden.

        A missing value stays "missing" until the column is hidden.
        """
        known = [value for value in values if not pd.isna(value)]
        none_lost, all_lost = np.zeros(len(values)), np.ones(len(values))
        coarser = [_with_missing(level, values) for level in (self.steps(known, column) if known else [])]
        hidden = [Level("hidden", [ANY] * len(values), all_lost)] if self.may_hide else []
        made = [Level(EXACT, list(values), none_lost), *coarser, *hidden]
        _check_nested(made, column)
        return made


def _with_missing(level: Level, values: list) -> Level:
    labels, loss = iter(level.labels), iter(level.loss)
    pairs = [(MISSING, 0.0) if pd.isna(value) else (next(labels), next(loss)) for value in values]
    return Level(level.name, [label for label, _ in pairs], np.array([lost for _, lost in pairs]))


def _check_nested(levels: list[Level], column: str) -> None:
    for finer, coarser in itertools.pairwise(levels[1:]):
        inside: dict[object, object] = {}
        for label, above in zip(finer.labels, coarser.labels, strict=True):
            if inside.setdefault(label, above) != above:
                raise ArgumentError(
                    f"The steps for column '{column}' do not fit into each other: '{finer.name}' crosses the borders "
                    f"of '{coarser.name}'. Each step was expected to join whole groups of the one before. Change one."
                )


def bands(widths: Sequence[float] | float, *, start: float = 0, may_hide: bool = True) -> Hierarchy:
    """Coarsen numbers to bands: ages to 30-34, then to 30-39.

    Parameters
    ----------
    widths : list of numbers
        Width of the bands, in the column's unit, narrow first; each a multiple of the one before.
    start : number
        Where a band begins.
    may_hide : bool
        Whether the column may be hidden altogether when no band is wide enough.

    Returns
    -------
    Hierarchy

    Raises
    ------
    ArgumentError
        When a width is not above 0, or not a multiple of the one before.

    Examples
    --------
    >>> [level.labels for level in bands([5, 10]).levels([31, 38], "age")]
    [[31, 38], ['30-34', '35-39'], ['30-39', '30-39'], ['any', 'any']]
    """
    listed = [float(width) for width in (widths if isinstance(widths, Sequence) else [widths])]
    _check_widths(listed, widths)

    def steps(known: list, column: str) -> list[Level]:
        numbers = _numbers(known, column)
        span = max(float(np.ptp(numbers)), 1e-300)
        whole = bool((numbers % 1 == 0).all()) and all(one % 1 == 0 for one in [*listed, start])
        return [
            Level(
                f"bands of {width:g}",
                _band_labels(numbers, width, start, whole),
                np.full(len(numbers), min(1, width / span)),
            )
            for width in listed
        ]

    return Hierarchy(steps, may_hide)


def _check_widths(widths: list[float], given: object) -> None:
    if not widths or min(widths) <= 0:
        raise ArgumentError(f"widths={in_words(given)} was given. Numbers above 0 were expected. Write [5, 10].")
    for narrow, wide in itertools.pairwise(widths):
        if wide <= narrow or abs(wide / narrow - round(wide / narrow)) > 1e-9:
            raise ArgumentError(
                f"widths={in_words(given)} was given. Each width was expected to be a multiple of the one before, so "
                "that bands fit into wider bands. Write [5, 10] or [5, 10, 20]."
            )


def _numbers(known: list, column: str) -> np.ndarray:
    try:
        numbers = np.asarray(pd.to_numeric(pd.Series(known, dtype=object)), dtype=float)
    except (TypeError, ValueError):
        raise ColumnError(
            f"Column '{column}' holds text. Numbers were expected for bands. Read it with parse_numbers first, or use "
            "privacy.tree for words."
        ) from None
    if not np.isfinite(numbers).all():
        raise ColumnError(f"Column '{column}' holds an infinite number. Finite ones were expected. Correct it first.")
    return numbers


def _band_labels(numbers: np.ndarray, width: float, start: float, whole: bool) -> list[object]:
    low = start + np.floor((numbers - start) / width + 1e-9) * width
    if whole:
        return [f"{one:.0f}-{one + width - 1:.0f}" if width > 1 else f"{one:.0f}" for one in low]
    return [f"{one:.10g} to under {one + width:.10g}" for one in low]


def parts_of_date(*parts: str, may_hide: bool = True) -> Hierarchy:
    """Coarsen days to months, quarters and years.

    Parameters
    ----------
    *parts : {"month", "quarter", "year"}
        The steps, fine first; all three when none is named.
    may_hide : bool
        Whether the column may be hidden altogether.

    Returns
    -------
    Hierarchy

    Raises
    ------
    ArgumentError
        When a part is unknown, or a fine one follows a coarse one.

    Examples
    --------
    >>> [level.labels for level in parts_of_date("month", "year").levels(["2025-03-14"], "applied")]
    [['2025-03-14'], ['2025-03'], ['2025'], ['any']]
    """
    chosen = list(parts) or list(PERIODS)
    order = [list(PERIODS).index(part) if part in PERIODS else -1 for part in chosen]
    if -1 in order or order != sorted(set(order)):
        strange = next((part for part in chosen if part not in PERIODS), chosen[-1])
        raise ArgumentError(
            f"parts_of_date was given {in_words(chosen)}. Some of 'month', 'quarter', 'year' in this order were "
            f"expected. Correct it.{did_you_mean(strange, PERIODS)}"
        )

    def steps(known: list, column: str) -> list[Level]:
        days = _days(known, column)
        span = max((days.max() - days.min()).days, 1)
        return [
            Level(
                part,
                list(days.dt.to_period(PERIODS[part]).astype(str)),
                np.full(len(days), min(1, DAYS[part] / span)),
            )
            for part in chosen
        ]

    return Hierarchy(steps, may_hide)


def _days(known: list, column: str) -> pd.Series:
    try:
        days = pd.to_datetime(pd.Series(known, dtype=object), format="ISO8601")
    except (TypeError, ValueError):
        raise ColumnError(
            f"Column '{column}' holds days that cannot be read. Dates, or text such as 2025-03-14, were expected. "
            "Read it with parse_dates first."
        ) from None
    return days.dt.tz_localize(None) if days.dt.tz is not None else days


def tree(branches: Branches, *, may_hide: bool = True) -> Hierarchy:
    """Coarsen words along a tree: places to parts of town, jobs to kinds of work.

    Parameters
    ----------
    branches : dict
        The name of a group and what goes into it: ``{"office work": ["office", "online shop"]}``. Groups of groups are
        dicts within dicts.
    may_hide : bool
        Whether the column may be hidden altogether.

    Returns
    -------
    Hierarchy

    Raises
    ------
    ArgumentError
        When a value goes into two groups, or a group is empty.

    Examples
    --------
    >>> jobs = tree({"by hand": ["cutter", "stitcher"], "at a desk": ["office"]})
    >>> [level.labels for level in jobs.levels(["cutter", "office"], "job")]
    [['cutter', 'office'], ['by hand', 'at a desk'], ['any', 'any']]
    """
    paths: dict[Hashable, list[str]] = {}
    _collect(branches, [], paths)
    depth = max(map(len, paths.values()))
    # A leaf near the root keeps its group on the steps below: its path is filled up from its own nearest group.
    padded = {leaf: [path[-1]] * (depth - len(path)) + path[::-1] for leaf, path in paths.items()}

    def steps(known: list, column: str) -> list[Level]:
        unknown = sum(value not in padded for value in known)
        if unknown:
            raise ColumnError(
                f"Column '{column}' holds {counted(unknown, 'value')} of {len(known):,} that the tree does not name. "
                f"All were expected. List them with set(table['{column}'].dropna()), and add them to a group."
            )
        return [_step(known, padded, height) for height in range(depth)]

    return Hierarchy(steps, may_hide)


def _collect(branches: object, path: list[str], paths: dict[Hashable, list[str]]) -> None:
    if isinstance(branches, Mapping) and branches:
        for name, under in branches.items():
            _collect(under, [*path, str(name)], paths)
        return
    if not path or isinstance(branches, str) or not isinstance(branches, Sequence | set) or not len(branches):
        raise ArgumentError(
            f"The tree holds {in_words(branches)} where a list of values was expected. Write it like "
            "{'at a desk': ['office', 'online shop'], 'by hand': ['cutter']}."
        )
    for leaf in branches:
        if leaf in paths:
            raise ArgumentError("The tree names a value twice. One group for each value was expected. Take one out.")
        paths[leaf] = path


def _step(known: list, padded: dict[Hashable, list[str]], height: int) -> Level:
    under = pd.Series([groups[height] for groups in padded.values()]).value_counts()
    labels = [padded[value][height] for value in known]
    loss = [(under[label] - 1) / max(len(padded) - 1, 1) for label in labels]
    return Level(f"groups {height + 1}" if height else "groups", list(labels), np.array(loss, dtype=float))


def beginnings(lengths: Sequence[int] | int, *, may_hide: bool = True) -> Hierarchy:
    """Coarsen codes to their first characters: postcodes from 310012 to 3100 and 31.

    Parameters
    ----------
    lengths : list of int
        How many characters are kept, most first.
    may_hide : bool
        Whether the column may be hidden altogether.

    Returns
    -------
    Hierarchy

    Raises
    ------
    ArgumentError
        When a length is not above 0, or longer than the one before.

    Examples
    --------
    >>> [level.labels for level in beginnings([4, 2]).levels(["310012"], "postcode")]
    [['310012'], ['3100...'], ['31...'], ['any']]
    """
    listed = [lengths] if isinstance(lengths, int) else list(lengths)
    if not listed or min(listed) < 1 or listed != sorted(set(listed), reverse=True):
        raise ArgumentError(f"lengths={in_words(lengths)} was given. Falling whole numbers were expected, like [4, 2].")

    def steps(known: list, column: str) -> list[Level]:
        made = []
        for length in listed:
            labels = [text[:length] + ("..." if len(text) > length else "") for text in map(str, known)]
            under = pd.Series(labels).map(pd.Series(labels).value_counts())
            made.append(Level(f"first {length}", list(labels), ((under - 1) / max(len(known) - 1, 1)).to_numpy(float)))
        return made

    return Hierarchy(steps, may_hide)


def hide() -> Hierarchy:
    """Keep a column as it is, or hide it altogether.

    Returns
    -------
    Hierarchy

    Examples
    --------
    >>> [level.labels for level in hide().levels(["yes", "no"], "referral")]
    [['yes', 'no'], ['any', 'any']]
    """
    return Hierarchy(lambda known, column: [])
