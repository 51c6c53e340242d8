"""Which of the causes found are only the shadow of a stronger one, which they happen to go along with."""

from dataclasses import dataclass

import numpy as np

from millrace.rates.evidence import one_sided_mh

__all__ = ["MOST_EXAMINED", "Suspect", "told_apart"]

STILL_RAISED = 0.001
MOST_EXAMINED = 40


@dataclass(frozen=True)
class Suspect:
    """A cause that was found: the rows ``inside`` it, and for a pair the rows with ``first`` or ``second`` at all."""

    name: str
    inside: np.ndarray
    first: np.ndarray | None = None
    second: np.ndarray | None = None

    @classmethod
    def pair(cls, name: str, first: np.ndarray, second: np.ndarray) -> "Suspect":
        """Make one of a pair: inside are the rows with both."""
        return cls(name, first & second, first, second)


def told_apart(suspects: list[Suspect], happened: np.ndarray) -> list[tuple[str, str]]:
    """Go from the strongest to the weakest, and ask of each whether it still raises the rate beside those before it.

    Parameters
    ----------
    suspects : list of Suspect
        The strongest first.
    happened : ndarray of float
        1 or 0 per row.

    Returns
    -------
    list of (str, str)
        Per suspect "raises", "shadow" or "cannot be told apart", and the cause that it is the shadow of.

    Notes
    -----
    Each is compared with the others of the same strata (`one_sided_mh`), which are the combinations of all stronger
    causes; a pair with the pieces of its first cause alone, and with those of its second. What vanishes is a shadow;
    when the stronger one vanishes beside it as well, nobody can say from these data which of the two it is. A pair that
    is not far enough above each of its causes alone cannot be told from them.

    Examples
    --------
    >>> happened = np.repeat([1.0, 0.0], [40, 160])
    >>> one = Suspect("paint", np.arange(200) < 60)
    >>> told_apart([one, Suspect("table", one.inside)], happened)
    [('raises', ''), ('cannot be told apart', 'paint')]
    """
    strata = np.zeros(len(happened), dtype=np.int64)
    kept: list[Suspect] = []
    answers = []
    for suspect in suspects:
        if _chance_within(suspect, happened, strata) <= STILL_RAISED:
            kept.append(suspect)
            strata = np.unique(strata * 2 + suspect.inside, return_inverse=True)[1]
            answers.append(("raises", ""))
        elif not kept or _chance_within(suspect, happened, np.zeros_like(strata)) > STILL_RAISED:
            answers.append(("cannot be told apart", "each cause alone"))
        else:
            answers.append(_shadow(suspect, kept, happened))
    return answers


def _chance_within(suspect: Suspect, happened: np.ndarray, strata: np.ndarray) -> float:
    if suspect.first is None or suspect.second is None:
        return one_sided_mh(suspect.inside, happened, strata)
    return max(
        one_sided_mh(suspect.inside[rows], happened[rows], strata[rows]) for rows in (suspect.first, suspect.second)
    )


def _shadow(suspect: Suspect, kept: list[Suspect], happened: np.ndarray) -> tuple[str, str]:
    # the stronger cause beside which least is left of it
    left_beside = [_chance_within(suspect, happened, one.inside.astype(np.int64)) for one in kept]
    stronger = kept[int(np.argmax(left_beside))]
    left = one_sided_mh(stronger.inside, happened, suspect.inside.astype(np.int64))
    return ("shadow" if left <= STILL_RAISED else "cannot be told apart", stronger.name)
