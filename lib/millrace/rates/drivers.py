"""Which causes, and which pairs of causes, raise a rate; guarded for the number of comparisons and for shadows."""

import itertools
from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns
from millrace.rates.causes import Cause, read_cause
from millrace.rates.counting import as_list, event_column
from millrace.rates.evidence import above_others, adjusted
from millrace.rates.found import Found, without_parts
from millrace.rates.intervals import TOO_FEW, check_least_pieces, interval
from millrace.rates.pairs import Cells, cells_of, joined_cells, pair_chances
from millrace.rates.shadows import MOST_EXAMINED, Suspect, told_apart

__all__ = ["drivers"]

RAISES, NO_RISE = "raises the rate", "no rise that we can see"
SAID = {
    "raises": RAISES,
    "shadow": "shadow of a stronger cause",
    "cannot be told apart": "cannot be told apart",
    "not examined": "raised, not examined further",
}
BEYOND_ALONE = 0.01
COLUMNS = [
    *("kind", "cause", "values", "and_cause", "and_values", "pieces", "events", "set_aside", "rate", "low", "high"),
    *(
        "alone_rate",
        "and_alone_rate",
        "neither_rate",
        "adjusted_p",
        "comparisons",
        "verdict",
        "because_of",
        "statement",
    ),
]


def drivers(
    frame: pd.DataFrame,
    *,
    event: str,
    causes: Sequence[str],
    value: Hashable = None,
    missing: str | None = None,
    pairs: bool = True,
    least_pieces: int = 10,
    false_share: float = 0.05,
    least_ratio: float = 1.2,
) -> pd.DataFrame:
    """Find the causes, and the pairs of causes, that go along with a higher rate of an event.

    Parameters
    ----------
    frame : DataFrame
        One row per piece.
    event : str
        The column that tells what happened to the piece.
    causes : list of str
        The columns that may be to blame. A missing value is a value of its own. Numbers and dates with more than 12
        different values are cut into four groups of equal size.
    value : str or number, optional
        The value of ``event`` that counts; not needed for True and False, or 1 and 0.
    missing : {"no event", "set aside"}, optional
        What an empty cell of ``event`` means; needed when there are any.
    pairs : bool
        Whether pairs of causes are looked at as well.
    least_pieces : int
        Groups with fewer pieces are too few to say anything of.
    false_share : float
        Of what is found, at most this share is chance, on average.
    least_ratio : float
        A rate that is less than so many times that of the others is not worth a search.

    Returns
    -------
    DataFrame
        What raises the rate first. One row per value of each cause (``kind`` "single"), and per pair that was found:
        ``cause``, ``values``, ``and_cause``, ``and_values`` (for a pair; values that belong together are joined by
        "or"), ``pieces``, ``events``, ``set_aside`` (pieces for which the event is not known), ``rate``, ``low``,
        ``high``; ``alone_rate`` (the first cause without the second), ``and_alone_rate`` (the second without the
        first), ``neither_rate`` (all other pieces); ``adjusted_p`` (chance, allowing for the number of comparisons),
        ``comparisons`` (their number), ``verdict`` ("raises the rate", "shadow of a stronger cause", "cannot be told
        apart", "raised, not examined further", "no rise that we can see", "too few to say"), ``because_of`` (the
        stronger cause, or "each cause alone") and ``statement`` in words.

    Raises
    ------
    ColumnError
        When a column is missing, or no row has a known outcome.
    ArgumentError
        When it is not clear what is the event, the event is among the causes, or an argument is impossible.

    Notes
    -----
    First, the rate of each value and of each meeting of two values is held against that of all other pieces by
    Fisher's exact test, which is the permutation of labels worked out exactly; all of them are guarded together after
    Benjamini and Hochberg (1995). Then meetings that share a value are joined. A joined pair is named only when it is
    beyond the first cause alone, beyond the second alone, and beyond both effects added or multiplied. Last, each
    cause is compared within the strata of the stronger ones (Mantel and Haenszel 1959).

    What goes along is not yet a cause: what nobody wrote down may stand behind it. Pieces of one order that spoil
    together count as if they were independent; then false finds are more frequent than ``false_share``.

    Examples
    --------
    >>> frame = pd.DataFrame({"lot": ["a"] * 60 + ["b"] * 60, "paint": ["water", "solvent"] * 60})
    >>> frame["peels"] = (frame["lot"] == "a") & (frame["paint"] == "water") & (frame.index % 3 > 0)
    >>> found = drivers(frame, event="peels", causes=["lot", "paint"])
    >>> found.loc[0, ["verdict", "values", "and_values", "statement"]].tolist()
    ['raises the rate', 'a', 'water', '67 % together (30 pieces), 0 % and 0 % alone, 0 % with neither']
    """
    names = as_list(causes, "causes")
    _check(frame, names, event, false_share, least_ratio)
    check_least_pieces(least_pieces)
    happened = event_column(frame, event, value, missing)
    read = [read_cause(frame[name], happened) for name in names]
    happened = happened[~np.isnan(happened)]
    if not len(happened):
        raise ColumnError("No row has a known outcome. At least one was expected. Look at how the table was filtered.")
    couples = list(itertools.combinations(read, 2)) if pairs else []
    met = [cells_of(first, second, happened, least_pieces) for first, second in couples]
    chances = _guarded([*read, *met], read[0], least_pieces)
    singles = [
        Found.single(cause, code, chance)
        for cause, part in zip(read, chances, strict=False)
        for code, chance in enumerate(part.tolist())
    ]
    seen = [part <= false_share for part in chances[len(read) :]]
    doubles = _pairs_beyond_alone(couples, met, seen, least_pieces, least_ratio)
    raised = [one for one in singles if one.adjusted_p <= false_share and one.times >= least_ratio] + doubles
    comparisons = int(sum((~np.isnan(part)).sum() for part in chances))
    return _table(singles + doubles, _judged(raised, happened), least_pieces).assign(comparisons=comparisons)[COLUMNS]


def _check(frame: pd.DataFrame, names: list[str], event: str, false_share: float, least_ratio: float) -> None:
    require_columns(frame, names)
    if event in names:
        raise ArgumentError(
            f"Column '{event}' is the event, and among the causes. What may be behind it was expected. Leave it out of "
            "causes."
        )
    if not 0 < false_share < 1:
        raise ArgumentError(
            f"false_share={in_words(false_share)} was given. A share between 0 and 1 was expected. Write 0.05 for 5 %."
        )
    if not least_ratio >= 1:
        raise ArgumentError(
            f"least_ratio={in_words(least_ratio)} was given. A number of 1 or more was expected. Write 1 to hear of "
            "every rise, however small."
        )


def _guarded(parts: Sequence[Cause | Cells], of: Cause, least_pieces: int) -> list[np.ndarray]:
    """Hold all values and all meetings against the other pieces, and guard them together; nan where too few."""
    chances = [above_others(one.events, one.pieces, int(of.events.sum()), int(of.pieces.sum())) for one in parts]
    flat, use = np.concatenate(chances), np.concatenate([one.pieces >= least_pieces for one in parts])
    guarded = np.full(len(flat), np.nan)
    guarded[use] = adjusted(flat[use])
    return np.split(guarded, np.cumsum([len(one) for one in chances])[:-1])


def _pairs_beyond_alone(
    couples: list[tuple[Cause, Cause]],
    met: list[Cells],
    seen: list[np.ndarray],
    least_pieces: int,
    least_ratio: float,
) -> list[Found]:
    pairs, chances = [], [np.empty(0)]
    for (first, second), cells, found in zip(couples, met, seen, strict=True):
        joined = joined_cells(cells, found, first, second, least_pieces) if found.any() else []
        pairs += [(first, second, one) for one in joined]
        chances.append(pair_chances(joined, first, second))
    guarded = adjusted(np.concatenate(chances)).tolist()
    doubles = [Found.pair(*pair, chance) for pair, chance in zip(pairs, guarded, strict=True) if chance <= BEYOND_ALONE]
    return without_parts([one for one in doubles if one.times >= least_ratio])


def _judged(raised: list[Found], happened: np.ndarray) -> dict[int, tuple[str, str]]:
    """Return verdict and stronger cause of all that is raised, by its identity."""
    ordered = sorted(raised, key=lambda one: (one.chance, -one.times))
    suspects = [
        Suspect(one.name, one.side(0)) if len(one.causes) == 1 else Suspect.pair(one.name, one.side(0), one.side(1))
        for one in ordered[:MOST_EXAMINED]
    ]
    answers = [*told_apart(suspects, happened), *[("not examined", "")] * (len(ordered) - len(suspects))]
    return {id(one): (SAID[answer], stronger) for one, (answer, stronger) in zip(ordered, answers, strict=True)}


def _table(looked_at: list[Found], judged: dict[int, tuple[str, str]], least_pieces: int) -> pd.DataFrame:
    table = pd.DataFrame([one.row() for one in looked_at])
    low, high = interval(table["events"].to_numpy(), table["pieces"].to_numpy(), method="wilson", confidence=0.95)
    usual = [(TOO_FEW if one.pieces[0] < least_pieces else NO_RISE, "") for one in looked_at]
    said = [judged.get(id(one), otherwise) for one, otherwise in zip(looked_at, usual, strict=True)]
    table = table.assign(low=low, high=high, verdict=[one[0] for one in said], because_of=[one[1] for one in said])
    order = table["verdict"].map({verdict: place for place, verdict in enumerate([*SAID.values(), NO_RISE, TOO_FEW])})
    strength = [one.chance if id(one) in judged else 1.0 for one in looked_at]
    return table.assign(_order=order, _strength=strength).sort_values(
        ["_order", "_strength", "rate"], ascending=[True, True, False], kind="stable", ignore_index=True
    )
