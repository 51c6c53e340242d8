"""The points of a lab so far, told at the end of every check that passes."""

from millrace.checks.yours import passed_now

__all__ = ["passed"]

_earned: dict[str, int] = {}


def passed(name: str, *, points: int, of: int | None = None) -> None:
    """Say that a check has passed; the build puts this line at the end of every check.

    Parameters
    ----------
    name : str
        The answer's name in the lab.
    points : int
        What it earns.
    of : int, optional
        What all checks of the lab earn together.

    Examples
    --------
    >>> passed("legacy-file", points=2)
    Right: 2 of 2.
    """
    _earned[name] = points
    passed_now()
    total = f" {sum(_earned.values())} of {of} so far." if of else ""
    print(f"Right: {points} of {points}.{total}")
