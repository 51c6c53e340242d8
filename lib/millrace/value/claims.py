"""A vendor's claim held against one's own data: refuted, possible, or not to be known from them."""

import math

import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.value.ranges import number

__all__ = ["CANNOT", "POSSIBLE", "REFUTED", "check_claim"]

REFUTED, POSSIBLE, CANNOT = "refuted by your own data", "possible", "cannot be known from these data"
SAYS = ("about", "at least", "at most")


def check_claim(
    claim: str,
    *,
    claimed: float,
    says: str,
    low: float | None = None,
    high: float | None = None,
    measures_the_same: bool,
    tolerance: float = 0.0,
    missing: str = "",
) -> pd.DataFrame:
    """Hold a number that a vendor claims against the range of the same number in one's own data.

    Parameters
    ----------
    claim : str
        The claim in the vendor's words.
    claimed : float
        The number in it, for example 0.04 for "only 4 in 100 come back".
    says : {"about", "at least", "at most"}
        What the claim says of the number. "Only 4" is at most 4; "within 10 % every month" is a share of months of at
        least 1.
    low, high : float, optional
        The range of that number in your data, for example from `repeat_share`. Left out when they do not hold it.
    measures_the_same : bool
        Whether your number is counted as the claim's is: the same thing, the same kind of customer, and with or without
        the tool as it says. What a tool will change cannot be seen in data from before it.
    tolerance : float
        How far "about" reaches, in the unit of the number. For the other two it is a margin of goodwill.
    missing : str
        What would be needed to know, when it cannot be known.

    Returns
    -------
    DataFrame
        One row: ``claim``, ``says``, ``claimed``, ``low``, ``high``, ``verdict`` ("refuted by your own data",
        "possible", "cannot be known from these data") and ``why``, a sentence. "Possible" is not "true".

    Raises
    ------
    ArgumentError
        When a number is missing where one was announced, or they are out of order.

    Examples
    --------
    >>> check_claim("Only 4 in 100 buyers come back by themselves", claimed=0.04, says="at most", low=0.21, high=0.25,
    ...             measures_the_same=True)["verdict"].item()
    'refuted by your own data'
    >>> check_claim("Stock cost down 25 %", claimed=0.25, says="about", measures_the_same=False,
    ...             missing="months with the tool, and items without it")["why"].item()
    'Your data do not hold what the claim is about. Needed: months with the tool, and items without it.'
    """
    if not isinstance(claim, str) or not claim.strip():
        raise ArgumentError(f"The claim is {in_words(claim)}. A text was expected. Write it in the vendor's words.")
    if says not in SAYS:
        raise ArgumentError(
            f"says={in_words(says)} was given. One of {', '.join(SAYS)} was expected. Choose one."
            f"{did_you_mean(says, SAYS)}"
        )
    number(claimed, name="claimed")
    number(tolerance, name="tolerance", least=0)
    ends = _ends(low, high)
    known = ends is not None and measures_the_same
    if known and ends is not None:
        verdict, why = _judged(claimed, says, ends, tolerance)
    else:
        verdict, why = CANNOT, _unknown(ends, missing)
    row = {"claim": claim, "says": says, "claimed": float(claimed), "low": math.nan, "high": math.nan}
    row |= dict(zip(("low", "high"), ends, strict=True)) if ends else {}
    return pd.DataFrame([{**row, "verdict": verdict, "why": why}])


def _ends(low: float | None, high: float | None) -> tuple[float, float] | None:
    gone = [end is None or (isinstance(end, float) and math.isnan(end)) for end in (low, high)]
    if all(gone):
        return None
    if any(gone):
        raise ArgumentError("Only one end of your own range was given. Both were expected. Give low and high.")
    first, last = number(low, name="low"), number(high, name="high")
    if first > last:
        raise ArgumentError(f"low is {first:g} and high is {last:g}. Low first was expected. Change them about.")
    return first, last


def _judged(claimed: float, says: str, ends: tuple[float, float], tolerance: float) -> tuple[str, str]:
    low, high = ends
    too_high = low > claimed + tolerance and says in ("about", "at most")
    too_low = high < claimed - tolerance and says in ("about", "at least")
    words = f"The claim is {says} {claimed:g}; your own data say {low:.3g} to {high:.3g}"
    if too_high or too_low:
        return REFUTED, f"{words}."
    inside = {
        "about": claimed - tolerance <= low and high <= claimed + tolerance,
        "at least": low >= claimed,
        "at most": high <= claimed,
    }[says]
    return POSSIBLE, f"{words}{', which agrees' if inside else ', which leaves it open'}."


def _unknown(ends: tuple[float, float] | None, missing: str) -> str:
    why = (
        "Your data do not hold what the claim is about."
        if ends is None
        else f"Your number ({ends[0]:.3g} to {ends[1]:.3g}) is not counted as the claim's is."
    )
    return f"{why} Needed: {missing.rstrip('.')}." if missing.strip() else why
