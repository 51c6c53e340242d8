"""How often customers will buy again and whether they are still there: the BG/NBD model, in SciPy."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, counted, require_columns
from millrace.value.ranges import number

__all__ = ["LEAST_REPEATERS", "BuyingModel", "expected_purchases", "fit_buying", "still_there"]

LEAST_REPEATERS = 10
NEEDED = ["repeats", "recency_weeks", "age_weeks"]


@dataclass(frozen=True)
class BuyingModel:
    """What was fitted to the repeat purchases of some customers.

    Parameters
    ----------
    r, alpha : float
        How customers' rates of buying differ: a gamma distribution with mean r / alpha purchases per week.
    a, b : float
        How often a customer leaves after a purchase: a beta distribution with mean a / (a + b).
    customers, repeaters : int
        How many were fitted, and how many of them bought again.
    log_likelihood : float
        How well it fits; larger is better.

    Raises
    ------
    ArgumentError
        When a parameter is not above 0.

    Examples
    --------
    >>> BuyingModel(0.243, 4.414, 0.793, 2.426).r
    0.243
    """

    r: float
    alpha: float
    a: float
    b: float
    customers: int = 0
    repeaters: int = 0
    log_likelihood: float = np.nan

    def __post_init__(self) -> None:
        """Refuse parameters that are none."""
        for name in ("r", "alpha", "a", "b"):
            if number(getattr(self, name), name=name) <= 0:
                raise ArgumentError(f"{name} is {getattr(self, name):g}. A number above 0 was expected. Correct it.")


def _parts(summary: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    require_columns(summary, NEEDED, table="the summary of customers")
    if summary.empty:
        raise ArgumentError("The summary has no customer. At least one was expected. Look at what filtered it.")
    x, recency, age = (summary[name].to_numpy(dtype="float64") for name in NEEDED)
    wrong = ~((x >= 0) & (recency >= 0) & (age >= recency) & (x % 1 == 0)) | ((x == 0) & (recency > 0))
    if wrong.any():
        raise ArgumentError(
            f"Customer in row {int(wrong.argmax()) + 1} has {x[wrong][0]:g} repeats, the last after "
            f"{recency[wrong][0]:g} weeks, known for {age[wrong][0]:g}. Whole repeats, and a last purchase within that "
            "time, were expected. Make the summary with value.customer_summary."
        )
    return x, recency, age


def fit_buying(summary: pd.DataFrame) -> BuyingModel:
    """Fit how often customers buy and when they leave.

    Parameters
    ----------
    summary : DataFrame
        The result of `customer_summary`, or a table with its ``repeats``, ``recency_weeks`` and ``age_weeks``.

    Returns
    -------
    BuyingModel

    Raises
    ------
    ArgumentError
        When fewer than 10 customers bought again: too few to say.
    ColumnError
        When it is not such a table.

    Notes
    -----
    The BG/NBD model of Fader, Hardie and Lee, "Counting your customers the easy way: an alternative to the Pareto/NBD
    model" (Marketing Science 24, 2005), by maximum likelihood. It holds where customers buy when they like and do not
    say when they leave; it knows no season and no contract.

    Examples
    --------
    >>> chance = np.random.default_rng(1)
    >>> x = chance.poisson(chance.gamma(1.0, 2.0, 200))
    >>> summary = pd.DataFrame({"repeats": x, "recency_weeks": 50.0 * x / (x + 1), "age_weeks": 50.0})
    >>> fit_buying(summary).customers
    200
    """
    from scipy.optimize import minimize

    x, recency, age = _parts(summary)
    repeaters = int((x > 0).sum())
    if repeaters < LEAST_REPEATERS:
        raise ArgumentError(
            f"Too few to say: {counted(repeaters, 'customer')} bought again. {LEAST_REPEATERS} or more were expected. "
            "Look at value.repeat_share, which only counts."
        )
    scale = float(age.max())
    kinds, weights = np.unique(np.column_stack([x, recency / scale, age / scale]), axis=0, return_counts=True)
    loss = _Loss(kinds, weights)
    starts = ([0.0, -1.0, 0.0, 1.0], [-1.0, -2.0, -1.0, 0.5])
    found = [minimize(loss, s, method="L-BFGS-B", bounds=[(-9.0, 9.0)] * 4) for s in starts]
    best = min(found, key=lambda each: each.fun)
    r, alpha, a, b = np.exp(best.x)
    # time in weeks instead of shares of the longest: the likelihood of each repeat is per week
    level = -float(best.fun) * weights.sum() - float(x.sum()) * np.log(scale)
    return BuyingModel(float(r), float(alpha) * scale, float(a), float(b), len(x), repeaters, level)


class _Loss:
    # minus the mean log likelihood, over kinds of customers that are alike; gamma functions once per number of repeats
    def __init__(self, kinds: np.ndarray, weights: np.ndarray) -> None:
        self.x, self.recency, self.age = kinds.T
        self.weights = weights
        self.counts, self.place = np.unique(self.x, return_inverse=True)

    def __call__(self, logs: np.ndarray) -> float:
        from scipy.special import gammaln

        r, alpha, a, b = np.exp(logs)
        n = self.counts
        fixed = gammaln(r + n) - gammaln(r) + r * np.log(alpha)
        fixed += gammaln(a + b) + gammaln(b + n) - gammaln(b) - gammaln(a + b + n)
        left = np.where(n > 0, np.log(a) - np.log(b + np.maximum(n, 1) - 1), -np.inf)[self.place]
        stayed = -(r + self.x) * np.log(alpha + self.age)
        gone = left - (r + self.x) * np.log(alpha + self.recency)
        return -float((self.weights * (fixed[self.place] + np.logaddexp(stayed, gone))).sum() / self.weights.sum())


def still_there(model: BuyingModel, summary: pd.DataFrame) -> np.ndarray:
    """Work out the chance that each customer will ever buy again.

    Parameters
    ----------
    model : BuyingModel
        What was fitted.
    summary : DataFrame
        As for `fit_buying`.

    Returns
    -------
    array of float
        From 0 to 1. The model holds that nobody leaves before their first repeat, so it is 1 for those with one
        purchase, which says nothing.

    Examples
    --------
    >>> one = pd.DataFrame({"repeats": [2], "recency_weeks": [30.43], "age_weeks": [38.86]})
    >>> still_there(BuyingModel(0.243, 4.414, 0.793, 2.426), one).round(3).tolist()
    [0.727]
    """
    x, recency, age = _parts(summary)
    return 1 / (1 + _odds_gone(model, x, recency, age))


def _odds_gone(model: BuyingModel, x: np.ndarray, recency: np.ndarray, age: np.ndarray) -> np.ndarray:
    logs = np.log(model.a / (model.b + np.maximum(x, 1) - 1))
    logs += (model.r + x) * (np.log(model.alpha + age) - np.log(model.alpha + recency))
    # more than e to the 700 to one is gone, and no number can hold it
    return np.where(x > 0, np.exp(np.minimum(logs, 700.0)), 0.0)


def expected_purchases(model: BuyingModel, summary: pd.DataFrame, *, weeks: float) -> np.ndarray:
    """Work out how many purchases each customer is expected to make in the coming weeks.

    Parameters
    ----------
    model : BuyingModel
        What was fitted.
    summary : DataFrame
        As for `fit_buying`.
    weeks : float
        How far to look.

    Returns
    -------
    array of float

    Raises
    ------
    ArgumentError
        When ``weeks`` is negative or the summary impossible.

    Notes
    -----
    Equation 10 of Fader, Hardie and Lee (2005), its hypergeometric series transformed after Euler (Abramowitz and
    Stegun, 15.3.3), so that customers with thousands of repeats can be predicted too. Their customer with 2 repeats,
    the last after 30.43 of 38.86 weeks, is expected to buy 1.226 times in 39 weeks.

    Examples
    --------
    >>> one = pd.DataFrame({"repeats": [2], "recency_weeks": [30.43], "age_weeks": [38.86]})
    >>> expected_purchases(BuyingModel(0.243, 4.414, 0.793, 2.426), one, weeks=39).round(3).tolist()
    [1.226]
    """
    from scipy.special import hyp2f1

    ahead = number(weeks, name="weeks", least=0)
    x, recency, age = _parts(summary)
    r, alpha, b = model.r, model.alpha, model.b
    # the formula has a hole at a = 1, where its neighbours' value is right
    a = model.a if abs(model.a - 1) > 1e-6 else 1 + 1e-6
    # Euler's transformation of the paper's series: the same number, with no parameter that grows with the repeats
    kept = (alpha + age) / (alpha + age + ahead)
    series = kept ** (a - 1) * hyp2f1(a + b - 1 - r, a - 1, a + b + x - 1, 1 - kept)
    return (a + b + x - 1) / (a - 1) * (1 - series) / (1 + _odds_gone(model, x, recency, age))
