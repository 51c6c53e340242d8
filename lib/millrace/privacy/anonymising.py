"""A table in which everybody looks like at least k - 1 others, at the least loss of what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, counted, in_words, require_columns
from millrace.privacy.combinations import check_least, columns_of, combinations
from millrace.privacy.diversity import Answers, answers, check_kind, conditions, distances, diversities
from millrace.privacy.hierarchies import EXACT, Hierarchy
from millrace.privacy.lattice import Found, Problem, ladders, search

__all__ = ["MOST_LOOKS", "Anonymised", "Hierarchies", "anonymise", "problem_of"]

MOST_LOOKS = 2_000
NEARLY_ALL_DIFFERENT = 0.5
Hierarchies = Mapping[str, Hierarchy]


@dataclass(frozen=True, eq=False, repr=False)
class Anonymised:
    """A coarser table, and what it cost.

    Parameters
    ----------
    table : DataFrame
        The rows that are kept, coarsened, in an order and with an index that say nothing.
    set_aside : DataFrame
        The rows that are not in ``table``, as given: they are still personal data.
    levels : DataFrame
        One row per column: ``column``, ``level`` (0 as it is), ``coarsened_to``, ``loss`` (0 nothing lost, 1 all).
    k : int
        The smallest group of ``table``, in people.
    loss : float
        Mean share of each cell's precision that was lost, a row set aside counting as lost.
    loss_bound : float
        What any choice of levels must lose; equal to ``loss`` when this one is proven to be the best.
    discernibility : float
        For each row, the number of rows that it cannot be told from, summed up.
    diversity, closeness : float or None
        The l and t of the table, when a sensitive column was named.
    searched : str
        How the levels were chosen.
    remarks : list of str
        What still needs an eye.
    """

    table: pd.DataFrame
    set_aside: pd.DataFrame
    levels: pd.DataFrame
    k: int
    loss: float
    loss_bound: float
    discernibility: float
    diversity: float | None
    closeness: float | None
    searched: str
    remarks: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        """Say the result in one sentence."""
        return self.sentence

    @property
    def gap(self) -> float:
        """How much less the best choice of levels could lose, at most."""
        return max(self.loss - self.loss_bound, 0.0)

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        aside = f"{counted(len(self.set_aside), 'row')} set aside" if len(self.set_aside) else "no row set aside"
        return (
            f"Everybody is in a group of {self.k:,} or more who look alike; {100 * self.loss:.0f} % of the precision "
            f"is lost, {aside}."
        )


def anonymise(
    frame: pd.DataFrame,
    *,
    quasi_identifiers: Hierarchies,
    k: int = 5,
    sensitive: str | None = None,
    diversity: float | None = None,
    diversity_kind: str = "distinct",
    closeness: float | None = None,
    order: Sequence[object] | None = None,
    person: str | None = None,
    most_set_aside: float = 0.0,
    weights: Mapping[str, float] | None = None,
    most_looks: int = MOST_LOOKS,
) -> Anonymised:
    """Coarsen the columns that others may know, as little as possible, until nobody stands out.

    The result is coarser, not anonymous for certain: it does not protect from somebody who knows more columns than were
    named, and two coarsened tables of the same people may tell together what neither tells alone.

    Parameters
    ----------
    frame : DataFrame
        One row per person, or several with ``person``. It is not changed.
    quasi_identifiers : dict
        The columns that others may know, each with a way to coarsen it:
        ``{"age": bands([5, 10]), "applied": parts_of_date(), "lives_in": tree({...}), "referral": hide()}``. A missing
        value is a value of its own.
    k : int
        The smallest group of people who look alike.
    sensitive : str, optional
        A column that nobody should learn; it stays as it is.
    diversity : float, optional
        The least l of each group.
    diversity_kind : {"distinct", "entropy"}
        Which l, see `l_of`.
    closeness : float, optional
        The largest t of each group, against all rows of ``frame``, see `t_of`.
    order : list, optional
        The values of ``sensitive`` from low to high.
    person : str, optional
        The column of the person's code, where a person has several rows: k then counts people.
    most_set_aside : float
        Share of rows, from 0 to 1, that may be left out because they would make the table coarser for all.
    weights : dict, optional
        How much the precision of a column matters: ``{"age": 2}``; 1 for those not named.
    most_looks : int
        A table with more combinations of levels than this may end with a good choice that is not proven to be the best.

    Returns
    -------
    Anonymised
        The table, the rows set aside, the levels, the loss, and what it could be at least.

    Raises
    ------
    ColumnError
        When a column is missing, cannot be coarsened as asked, or the table is empty.
    ArgumentError
        When k, l or t cannot be reached: the error says what can be, and at what loss.

    Notes
    -----
    Full-domain generalisation with suppression: Sweeney (2002); Samarati (2001). Loss is the normalised certainty
    penalty (Xu and others, Utility-based anonymization using local recoding, 2006): width of a band over the column's
    range; values under a branch over all values, each less 1. Discernibility: Bayardo and Agrawal (2005).
    l: Machanavajjhala and others (2007). t: Li, Li and Venkatasubramanian (2007).

    Examples
    --------
    >>> from millrace.privacy.hierarchies import bands, hide
    >>> staff = pd.DataFrame({"age": [31, 33, 34, 46, 47], "work": ["sales", "sales", "office", "sales", "office"]})
    >>> made = anonymise(staff, quasi_identifiers={"age": bands([5, 10]), "work": hide()}, k=2)
    >>> made.levels["coarsened_to"].tolist(), made.k, round(made.loss, 3)
    (['hidden', 'as it is'], 2, 0.5)
    """
    problem, held, columns = problem_of(
        frame, quasi_identifiers, check_least(k, "k"), sensitive, diversity, diversity_kind, closeness, order, person,
        most_set_aside, weights,
    )  # fmt: skip
    best, bound = search(problem, most_looks=most_looks)
    if not best:
        raise ArgumentError(_cannot(problem, held, diversity, diversity_kind, closeness))
    return _made(frame, problem, held, diversity_kind, columns, best[0], bound, sensitive, person)


def problem_of(
    frame: pd.DataFrame,
    quasi_identifiers: Hierarchies,
    k: int,
    sensitive: str | None,
    diversity: float | None,
    kind: str,
    closeness: float | None,
    order: Sequence[object] | None,
    person: str | None,
    most_set_aside: float,
    weights: Mapping[str, float] | None,
) -> tuple[Problem, Answers | None, list[str]]:
    """Check what was asked, and make of it what the search needs.

    Parameters
    ----------
    frame, quasi_identifiers, k, sensitive, diversity, kind, closeness, order, person, most_set_aside, weights
        As for `anonymise`.

    Returns
    -------
    tuple of Problem, Answers or None, and list of str
        The problem, the sensitive column, and the quasi-identifiers.

    Raises
    ------
    ColumnError, ArgumentError
        As for `anonymise`.
    """
    columns = _columns(quasi_identifiers)
    _check_asked(sensitive, diversity, kind, closeness, columns, most_set_aside)
    found = combinations(frame, columns, person)
    rows = np.bincount(found.place, minlength=len(found.codes))
    levels = [quasi_identifiers[name].levels(values, name) for name, values in zip(columns, found.values, strict=True)]
    held = None
    if sensitive is not None:
        require_columns(frame, [sensitive])
        held = answers(frame[sensitive], found.place, order)
    safe = conditions(held, diversity=diversity, kind=kind, closeness=closeness)
    # Without rows set aside, joining groups never harms k, l or t; with them it may harm entropy and closeness.
    monotone = safe is None or most_set_aside == 0 or (kind == "distinct" and closeness is None)
    made = ladders(levels, found, rows)
    return Problem(made, found, rows, _shares(weights, columns), k, most_set_aside, safe, monotone), held, columns


def _columns(quasi_identifiers: Hierarchies) -> list[str]:
    if not isinstance(quasi_identifiers, Mapping):
        raise ArgumentError(
            f"quasi_identifiers={in_words(quasi_identifiers)} was given. Each column with a way to coarsen it was "
            "expected. Write it like {'age': privacy.bands([5, 10]), 'job': privacy.hide()}."
        )
    for column, way in quasi_identifiers.items():
        if not isinstance(way, Hierarchy):
            raise ArgumentError(
                f"Column '{column}' comes with {in_words(way)}. A way to coarsen it was expected: bands([5, 10]), "
                "parts_of_date(), tree({...}), beginnings([4, 2]) or hide(). Write one of them."
            )
    return columns_of(list(quasi_identifiers))


def _check_asked(
    sensitive: str | None, diversity: float | None, kind: str, closeness: float | None, columns: list[str], aside: float
) -> None:
    check_kind(kind)
    if sensitive is None and (diversity is not None or closeness is not None):
        raise ArgumentError("diversity or closeness was asked without a sensitive column. Write sensitive='hired'.")
    if sensitive in columns:
        raise ArgumentError(
            f"Column '{sensitive}' is named as sensitive and as a quasi-identifier. One of the two was expected. If "
            "others may know it, leave out sensitive=."
        )
    if diversity is not None and not diversity >= 1:
        raise ArgumentError(f"diversity={in_words(diversity)} was given. 1 or more was expected. Write diversity=2.")
    for name, share in {"closeness": closeness, "most_set_aside": aside}.items():
        if share is not None and not 0 <= share <= 1:
            raise ArgumentError(f"{name}={in_words(share)} was given. A share from 0 to 1 was expected. Write 0.05.")


def _shares(weights: Mapping[str, float] | None, columns: list[str]) -> np.ndarray:
    strange = [name for name in weights or {} if name not in columns]
    if strange:
        raise ArgumentError(
            f"weights names {in_words(strange)}. Quasi-identifiers were expected: {', '.join(columns)}. Correct it."
        )
    each = np.array([(weights or {}).get(name, 1.0) for name in columns], dtype=float)
    if not (each >= 0).all() or not each.sum() > 0:
        raise ArgumentError("weights holds a number below 0, or only zeros. Numbers of 0 or more were expected.")
    return each / each.sum()


def _cannot(problem: Problem, held: Answers | None, diversity: float | None, kind: str, closeness: float | None) -> str:
    """Say what can be reached instead: judged on the coarsest table, which no other can beat."""
    group, people, _ = problem.groups(problem.top)
    rows = np.bincount(group, weights=problem.rows, minlength=len(people))
    reachable = _reachable(people, rows, problem.most_set_aside)
    if reachable < problem.k:
        best, _ = search(_with_k(problem, reachable))
        said = f"k={reachable} at a loss of {100 * best[0].loss:.0f} %" if best and reachable > 1 else "none above k=1"
        return (
            f"k={problem.k} cannot be reached for {problem.combinations.number:,} people with these steps. A smaller k "
            f"was expected: the best is {said}. Write a smaller k, allow wider steps (may_hide=True), or let more rows "
            "be set aside (most_set_aside)."
        )
    assert held is not None
    table = held.table(group, len(people))
    parts = []
    if diversity is not None:
        parts.append(f"l of the coarsest table is {diversities(table, kind).min():.3g}, asked was {diversity:g}")
    if closeness is not None:
        parts.append(
            f"t of it is {distances(table, table.sum(axis=0), held.ordered).max():.3g}, asked was {closeness:g}"
        )
    return (
        f"No choice of levels is diverse and close enough: {'; '.join(parts)}. Something between was expected. Ask "
        "less, allow wider steps, or let more rows be set aside (most_set_aside)."
    )


def _with_k(problem: Problem, k: int) -> Problem:
    return Problem(
        problem.ladders, problem.combinations, problem.rows, problem.weights, k, problem.most_set_aside, None, True
    )


def _reachable(people: np.ndarray, rows: np.ndarray, most_set_aside: float) -> int:
    """Return the largest k at which no more rows than allowed are in smaller groups."""
    order = np.argsort(people, kind="stable")
    before = np.concatenate([[0], rows[order].cumsum()[:-1]])
    return int(people[order][before <= most_set_aside * rows.sum() + 1e-9].max())


def _made(
    frame: pd.DataFrame, problem: Problem, held: Answers | None, kind: str, columns: list[str], best: Found,
    bound: float, sensitive: str | None, person: str | None,
) -> Anonymised:  # fmt: skip
    group, people, good = problem.groups(best.node)
    kept = good[group][problem.combinations.place]
    table = _released(frame, problem, columns, best, kept)
    rows = np.bincount(group, weights=problem.rows, minlength=len(people))
    values = held.table(group, len(people))[good] if held is not None and good.any() else None
    return Anonymised(
        table=table,
        set_aside=frame[~kept],
        levels=_levels(problem, columns, best),
        k=int(people[good].min()) if good.any() else 0,
        loss=best.loss,
        loss_bound=min(bound, best.loss),
        discernibility=float((rows[good] ** 2).sum() + len(frame) * rows[~good].sum()),
        diversity=None if values is None else float(diversities(values, kind).min()),
        closeness=None
        if held is None or values is None
        else float(distances(values, held.table(group, len(people)).sum(axis=0), held.ordered).max()),
        searched=_searched(problem, best.loss - bound),
        remarks=_remarks(table, columns, sensitive, person),
    )


def _released(frame: pd.DataFrame, problem: Problem, columns: list[str], best: Found, kept: np.ndarray) -> pd.DataFrame:
    made = {}
    for at, (column, ladder, level) in enumerate(zip(columns, problem.ladders, best.node, strict=True)):
        if ladder.levels[level].name != EXACT:
            labels = np.array(ladder.levels[level].labels, dtype=object)
            made[column] = labels[problem.combinations.codes[problem.combinations.place, at]].astype(str)
    table = frame.assign(**made)[kept]
    # The order of rows may tell the day that was just coarsened, and their index leads back to the file.
    return table.sort_values(list(table.columns), key=lambda column: column.astype(str)).reset_index(drop=True)


def _levels(problem: Problem, columns: list[str], best: Found) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"column": column, "level": level, "coarsened_to": ladder.levels[level].name, "loss": ladder.mean[level]}
            for column, ladder, level in zip(columns, problem.ladders, best.node, strict=True)
        ]
    )


def _searched(problem: Problem, gap: float) -> str:
    looked = f"{problem.size:,} combinations of levels, {len(problem.seen):,} looked at"
    if gap <= 1e-9:
        return f"{looked}; the rest cannot be better"
    return f"{looked}; a better choice is possible, by {100 * gap:.1f} points of loss at most"


def _remarks(table: pd.DataFrame, columns: list[str], sensitive: str | None, person: str | None) -> list[str]:
    said = []
    for column in table.columns:
        if column in columns or column == sensitive or pd.api.types.is_bool_dtype(table[column]):
            continue
        known = table[column].dropna().astype(str)
        if len(known) and (column == person or known.nunique() > NEARLY_ALL_DIFFERENT * len(known)):
            said.append(
                f"Column '{column}' is still as it was, and most of its values occur once: it can single people out. "
                "Leave it out, replace it by pseudonyms, or name it as a quasi-identifier."
            )
    others = [column for column in table.columns if column not in [*columns, sensitive]]
    if others:
        said.append(f"Not looked at: {', '.join(map(str, others))}. Release only columns that are needed.")
    return said
