"""The words of a verdict: size and evidence told apart, and too few people is a verdict of its own."""

import numpy as np

__all__ = [
    "BETTER", "HIGHER", "LOWER", "NOT_SHOWN", "NO_DIFFERENT", "REFERENCE", "TOO_FEW", "UNKNOWN_GROUP", "WITHIN",
    "WORSE", "audit_verdicts", "gap_verdicts", "ratio_size",
]  # fmt: skip

WORSE, BETTER = "worse off", "better off"
HIGHER, LOWER = "higher", "lower"
NO_DIFFERENT = "no different that we can see"
WITHIN = "differs, but within tolerance"
NOT_SHOWN = "beyond tolerance, could be chance"
TOO_FEW = "insufficient evidence"
REFERENCE = "reference"
UNKNOWN_GROUP = "group unknown"


def ratio_size(ratio: np.ndarray, tolerance: float) -> np.ndarray:
    """Say of each ratio whether it is within tolerance, up or down.

    Parameters
    ----------
    ratio : ndarray of float
        Rates divided by that of the reference.
    tolerance : float
        The smallest ratio tolerated; its inverse is the largest.

    Returns
    -------
    ndarray of str
        "within tolerance", "beyond tolerance", or "not known" where both rates are 0 or one is missing.

    Examples
    --------
    >>> ratio_size(np.array([0.8, 0.79, 1.26, np.nan]), 0.8).tolist()
    ['within tolerance', 'beyond tolerance', 'beyond tolerance', 'not known']
    """
    inside = (ratio >= tolerance - 1e-12) & (ratio <= 1 / tolerance + 1e-12)
    return np.select([np.isnan(ratio), inside], ["not known", "within tolerance"], "beyond tolerance")


def audit_verdicts(
    *,
    beyond: np.ndarray,
    shown: np.ndarray,
    lower: np.ndarray,
    too_few: np.ndarray,
    is_reference: np.ndarray,
    unknown: np.ndarray,
    favourable: bool,
) -> np.ndarray:
    """Put size and evidence together: worse or better off needs both.

    Parameters
    ----------
    beyond, shown : ndarray of bool
        Whether the gap is larger than tolerated, and larger than chance.
    lower : ndarray of bool
        Whether the rate is below that of the reference.
    too_few, is_reference, unknown : ndarray of bool
        Groups that are not judged, with the reason.
    favourable : bool
        Whether it is good for a person to be selected.

    Returns
    -------
    ndarray of str

    Examples
    --------
    >>> yes, no = np.array([True]), np.array([False])
    >>> audit_verdicts(beyond=yes, shown=yes, lower=yes, too_few=no, is_reference=no, unknown=no, favourable=True)[0]
    np.str_('worse off')
    """
    worse = lower if favourable else ~lower
    cases = {
        REFERENCE: is_reference,
        UNKNOWN_GROUP: unknown,
        TOO_FEW: too_few,
        WORSE: beyond & shown & worse,
        BETTER: beyond & shown & ~worse,
        NOT_SHOWN: beyond & ~shown,
        WITHIN: ~beyond & shown,
    }
    return np.select(list(cases.values()), list(cases), NO_DIFFERENT)


def gap_verdicts(
    *,
    beyond: np.ndarray,
    shown: np.ndarray,
    lower: np.ndarray,
    too_few: np.ndarray,
    is_reference: np.ndarray,
    unknown: np.ndarray,
) -> np.ndarray:
    """Say the same of a rate of which it depends whether more of it is good: higher or lower.

    Parameters
    ----------
    beyond, shown, lower, too_few, is_reference, unknown : ndarray of bool
        As for `audit_verdicts`.

    Returns
    -------
    ndarray of str

    Examples
    --------
    >>> yes, no = np.array([True]), np.array([False])
    >>> gap_verdicts(beyond=yes, shown=yes, lower=yes, too_few=no, is_reference=no, unknown=no)[0] == LOWER
    True
    """
    words = audit_verdicts(
        beyond=beyond, shown=shown, lower=lower, too_few=too_few, is_reference=is_reference, unknown=unknown,
        favourable=True,
    )  # fmt: skip
    return np.select([words == WORSE, words == BETTER], [LOWER, HIGHER], words)
