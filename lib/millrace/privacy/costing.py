"""What a larger smallest group costs, and which other choices of levels would do."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.privacy.anonymising import MOST_LOOKS, Hierarchies, problem_of
from millrace.privacy.combinations import check_least
from millrace.privacy.lattice import Found, Problem, search

__all__ = ["loss_table"]


def loss_table(
    frame: pd.DataFrame,
    *,
    quasi_identifiers: Hierarchies,
    k: Sequence[int] = (2, 3, 5, 10, 20),
    alternatives: int = 3,
    person: str | None = None,
    most_set_aside: float = 0.0,
    weights: Mapping[str, float] | None = None,
    most_looks: int = MOST_LOOKS,
) -> pd.DataFrame:
    """Show what each k costs, and which other choices of levels would do.

    Which column should stay precise is for people to decide: two choices with nearly the same loss are both shown.

    Parameters
    ----------
    frame : DataFrame
        One row per person, or several with ``person``.
    quasi_identifiers : dict
        As for `anonymise`.
    k : list of int
        The sizes of groups to try.
    alternatives : int
        How many choices are shown for each k; none is a coarser form of another.
    person, most_set_aside, weights, most_looks : as there
        As for `anonymise`.

    Returns
    -------
    DataFrame
        One row per k and choice, least loss first: ``k``, ``rank``, one column per quasi-identifier with its level
        ("bands of 5"), ``loss``, ``loss_bound``, ``rows_set_aside``, ``reached`` (False where no choice reaches k; that
        row holds no levels).

    Raises
    ------
    ColumnError
        When a column is missing, cannot be coarsened as asked, or the table is empty.
    ArgumentError
        When an argument is impossible.

    Examples
    --------
    >>> from millrace.privacy.hierarchies import bands, hide
    >>> staff = pd.DataFrame({"age": [31, 33, 34, 46, 47], "work": ["sales", "sales", "office", "sales", "office"]})
    >>> ways = {"age": bands([5, 10]), "work": hide()}
    >>> loss_table(staff, quasi_identifiers=ways, k=[2])[["age", "work"]].values.tolist()
    [['hidden', 'as it is'], ['bands of 5', 'hidden']]
    """
    sizes = [k] if isinstance(k, int) else list(k)
    if isinstance(alternatives, bool) or not isinstance(alternatives, int) or alternatives < 1:
        raise ArgumentError(f"alternatives={in_words(alternatives)} was given. 1 or more was expected. Write 3.")
    rows = []
    for size in sizes:
        problem, _, columns = problem_of(
            frame, quasi_identifiers, check_least(size, "k"), None, None, "distinct", None, None, person,
            most_set_aside, weights,
        )  # fmt: skip
        best, bound = search(problem, wanted=alternatives, most_looks=most_looks)
        rows += [_choice(problem, columns, size, rank, one, bound) for rank, one in enumerate(best, 1)]
        if not best:
            rows.append({"k": size, "rank": 1, "loss": np.nan, "loss_bound": np.nan, "reached": False})
    order = ["k", "rank", *columns, "loss", "loss_bound", "rows_set_aside", "reached"]
    return pd.DataFrame(rows).reindex(columns=order).astype({"rows_set_aside": "Int64"})


def _choice(problem: Problem, columns: list[str], k: int, rank: int, one: Found, bound: float) -> dict[str, object]:
    names = [ladder.levels[level].name for ladder, level in zip(problem.ladders, one.node, strict=True)]
    return {
        "k": k,
        "rank": rank,
        **dict(zip(columns, names, strict=True)),
        "loss": one.loss,
        "loss_bound": min(bound, one.loss),
        "rows_set_aside": one.set_aside,
        "reached": True,
    }
