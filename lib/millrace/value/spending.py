"""What customers spend per purchase, with those of few purchases drawn towards the mean: the Gamma-Gamma model."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, counted, require_columns

__all__ = ["SpendingModel", "expected_amount", "fit_spending"]

LEAST_REPEATERS = 10


@dataclass(frozen=True)
class SpendingModel:
    """What was fitted to customers' mean amounts.

    Parameters
    ----------
    p, q, gamma : float
        The parameters of Fader and Hardie; p gamma / (q - 1) is the mean of all customers.
    customers : int
        How many with a repeat were fitted.
    observed_mean : float
        The mean of the customers' own means.
    likeness : float
        The rank correlation between how often and how much somebody buys. The model takes it for 0; beyond 0.2 it
        misleads.

    Examples
    --------
    >>> round(SpendingModel(6.25, 3.74, 15.44).mean, 1)
    35.2
    """

    p: float
    q: float
    gamma: float
    customers: int = 0
    observed_mean: float = np.nan
    likeness: float = np.nan

    @property
    def mean(self) -> float:
        """The mean amount per purchase over all customers.

        Where q is below 2 a few customers spend so much more than the others that the model's own mean has no end
        worth the name, and the observed one is taken.
        """
        heavy = self.q < 2 and np.isfinite(self.observed_mean)
        return self.observed_mean if heavy else self.p * self.gamma / (self.q - 1)


def fit_spending(summary: pd.DataFrame) -> SpendingModel:
    """Fit what customers spend per purchase.

    Parameters
    ----------
    summary : DataFrame
        The result of `customer_summary` with amounts.

    Returns
    -------
    SpendingModel

    Raises
    ------
    ArgumentError
        When fewer than 10 customers bought again, or all spend the same.
    ColumnError
        When it is not such a table.

    Notes
    -----
    Fader and Hardie, "The Gamma-Gamma model of monetary value" (2013), by maximum likelihood on repeat purchases,
    with q held above 1, so that the mean exists.

    Examples
    --------
    >>> chance = np.random.default_rng(1)
    >>> summary = pd.DataFrame({"repeats": 3, "mean_repeat_amount": chance.gamma(4, 25, 100)})
    >>> 90 < fit_spending(summary).mean < 115
    True
    """
    from scipy.optimize import minimize

    require_columns(summary, ["repeats", "mean_repeat_amount"], table="the summary of customers")
    some = summary[(summary["repeats"] > 0) & (summary["mean_repeat_amount"] > 0)]
    if len(some) < LEAST_REPEATERS:
        raise ArgumentError(
            f"Too few to say: {counted(len(some), 'customer')} bought again. {LEAST_REPEATERS} or more were expected. "
            "Use the mean amount of all."
        )
    x, mean = some["repeats"].to_numpy(dtype="float64"), some["mean_repeat_amount"].to_numpy(dtype="float64")
    if np.ptp(mean) == 0:
        raise ArgumentError("All customers spend the same. Amounts that differ were expected. Use that amount.")
    scale = float(mean.mean())
    starts = ([1.0, 0.5, 0.5], [0.0, 1.5, 1.5])
    found = [minimize(_loss, s, args=(x, mean / scale), method="L-BFGS-B", bounds=[(-7.0, 9.0)] * 3) for s in starts]
    p, above, gamma = np.exp(min(found, key=lambda each: each.fun).x)
    likeness = some["repeats"].rank().corr(some["mean_repeat_amount"].rank()) if np.ptp(x) > 0 else np.nan
    return SpendingModel(float(p), 1 + float(above), float(gamma) * scale, len(some), scale, float(likeness))


def _loss(logs: np.ndarray, x: np.ndarray, mean: np.ndarray) -> float:
    from scipy.special import gammaln

    p, above, gamma = np.exp(logs)
    q = 1 + above
    each = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(gamma)
    each += (p * x - 1) * np.log(mean) + p * x * np.log(x) - (p * x + q) * np.log(gamma + mean * x)
    return -float(each.mean())


def expected_amount(model: SpendingModel, summary: pd.DataFrame) -> np.ndarray:
    """Work out what each customer is expected to spend per purchase.

    Parameters
    ----------
    model : SpendingModel
        What was fitted.
    summary : DataFrame
        The result of `customer_summary` with amounts.

    Returns
    -------
    array of float
        Between the customer's own mean and that of all; the mean of all without a repeat.

    Notes
    -----
    With the published parameters, a customer with two repeats of 22.35 on average is expected to spend 24.66.

    Examples
    --------
    >>> one = pd.DataFrame({"repeats": [2, 0], "mean_repeat_amount": [22.35, np.nan]})
    >>> expected_amount(SpendingModel(6.25, 3.74, 15.44), one).round(2).tolist()
    [24.66, 35.22]
    """
    require_columns(summary, ["repeats", "mean_repeat_amount"], table="the summary of customers")
    x = summary["repeats"].to_numpy(dtype="float64")
    mean = np.nan_to_num(summary["mean_repeat_amount"].to_numpy(dtype="float64"))
    return np.where(x > 0, model.p * (model.gamma + x * mean) / (model.p * x + model.q - 1), model.mean)
