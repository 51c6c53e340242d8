"""Columns that are ticked or left blank, in which a blank may mean no."""

from collections.abc import Iterable

__all__ = ["may_be_ticks"]

_TICKS = {
    "x", "✓", "✔", "☑", "☒", "✗", "✘", "•", "●", "v", "y", "yes", "j", "ja", "o", "oui", "s", "si", "sí", "sim", "t",
    "true", "1", "1.0", "da", "да", "д", "tak", "evet", "是", "有", "√", "○", "〇", "はい", "예", "نعم",
}  # fmt: skip


def may_be_ticks(texts: Iterable[object]) -> bool:
    """Say whether all that a column holds beside its blanks is one mark or word for yes, in any capitals.

    Parameters
    ----------
    texts : list-like
        The distinct values that are no gaps.

    Returns
    -------
    bool

    Examples
    --------
    >>> may_be_ticks(["x", "X"]), may_be_ticks(["yes", "no"]), may_be_ticks(["CHF"]), may_be_ticks([])
    (True, False, False, False)
    """
    words = {str(text).strip().casefold() for text in texts}
    return len(words) == 1 and words <= _TICKS
