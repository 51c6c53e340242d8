"""Return on investment with a range: what is left, when it is paid back, and which part decides."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.value.amounts import Amount, amount_list, month_factors
from millrace.value.ranges import check_draws, number, quantiles, range_means

__all__ = ["return_on_investment", "tornado"]

CASH, ALL = "cash", "cash and time nobody can spend"
Amounts = Amount | list[Amount]


def return_on_investment(
    gains: Amounts,
    costs: Amounts,
    *,
    months: int = 24,
    discount_per_year: float = 0.0,
    shape: str = "pert",
    correlation: float = 0.0,
    draws: int = 20_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Say what is left of an investment after some months, as a range, in cash and with time that nobody can spend.

    Parameters
    ----------
    gains, costs : Amount or list of Amount
        What comes and what goes.
    months : int
        How long is looked at.
    discount_per_year : float
        How much less money is worth a year later, as a share; 0 counts all months alike.
    shape : {"pert", "triangular"}
        The form of the chances between low and high.
    correlation : float
        How far the gains move together, and the costs move together, from 0 to 0.99. Gains do not move with costs.
    draws, seed : int
        How many futures are drawn, and where chance starts.

    Returns
    -------
    DataFrame
        Two rows, ``counting`` "cash" and "cash and time nobody can spend", with ``gain_mean``, ``cost_mean``,
        ``net_mean`` (exact), ``net_p10``, ``net_p50``, ``net_p90`` (eight futures of ten lie between the outer two),
        ``return_p10``, ``return_p50``, ``return_p90`` (net per cost: 0.2 is 20 %; missing where a future has no cost),
        ``pays_back_share`` (futures in which the net is 0 or more at the end), ``payback_month_p10``, ``_p50``,
        ``_p90`` (the first month from which it stays paid; "inf" where it is not paid back within the months), and
        ``says``.

    Raises
    ------
    ArgumentError
        When an argument is not understood or currencies are mixed.

    Notes
    -----
    Simulation of Hertz, "Risk analysis in capital investment" (Harvard Business Review 1964). A part keeps its drawn
    value through all months. Parts that move together share one normal factor (one-factor copula).

    Examples
    --------
    >>> saved = Amount("answering", 1500, 2500, 4000, per="month", kind="time", cash_share=0.2)
    >>> table = return_on_investment(saved, [Amount("fees", 900, 1000, 1200, per="month"),
    ...                                      Amount("set-up", 1000, 2000, 4000, per="once")])
    >>> for said in table["says"]: print(said)
    cash: pays back in 0 of 100 futures; after 24 months -18,000 to -11,000 CNY is left.
    cash and time nobody can spend: pays back in 100 of 100 futures; after 24 months 21,000 to 51,000 CNY is left.
    """
    listed = _read(gains, costs, months, discount_per_year)
    check_draws(shape=shape, draws=draws, seed=seed)
    together = number(correlation, name="correlation", least=0, most=0.99)
    places = _places(listed, together, draws, seed)
    values = quantiles(_ranges(listed), places, shape=shape)
    factors = np.array([month_factors(each, months=months, discount_per_year=discount_per_year) for _, each in listed])
    signs, cash = np.array([sign for sign, _ in listed]), np.array([each.cash for _, each in listed])
    means = range_means(_ranges(listed), shape=shape) * factors.sum(axis=1)
    rows = [
        _row(name, values * weight[:, None], factors, signs, means * weight, listed[0][1].currency)
        for name, weight in ((CASH, cash), (ALL, np.ones(len(listed))))
    ]
    return pd.DataFrame(rows)


def _read(gains: Amounts, costs: Amounts, months: int, discount_per_year: float) -> list[tuple[int, Amount]]:
    if isinstance(months, bool) or not isinstance(months, int | np.integer) or not 1 <= months <= 240:
        raise ArgumentError(f"months={in_words(months)} was given. A whole number from 1 to 240 was expected. Try 24.")
    number(discount_per_year, name="discount_per_year", least=0, most=1)
    come, go = amount_list(gains, name="gains"), amount_list(costs, name="costs")
    amount_list([come[0], *([go[0]] if go[0].currency != come[0].currency else [])], name="gains and costs")
    late = next((each for each in [*come, *go] if each.from_month > months), None)
    if late is not None:
        raise ArgumentError(
            f"'{late.name}' begins in month {late.from_month}, after the {months} months looked at. A month within "
            "them was expected. Look at more months."
        )
    return [*((1, each) for each in come), *((-1, each) for each in go)]


def _ranges(listed: list[tuple[int, Amount]]) -> np.ndarray:
    return np.array([[each.low, each.likely, each.high] for _, each in listed], dtype="float64")


def _places(listed: list[tuple[int, Amount]], correlation: float, draws: int, seed: int) -> np.ndarray:
    from scipy.special import ndtr

    chance = np.random.default_rng(seed)
    own = chance.standard_normal((len(listed), draws))
    shared = chance.standard_normal((2, draws))[[0 if sign > 0 else 1 for sign, _ in listed]]
    return ndtr(np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own)


def _row(
    name: str, values: np.ndarray, factors: np.ndarray, signs: np.ndarray, means: np.ndarray, currency: str
) -> dict[str, object]:
    sums = values * factors.sum(axis=1)[:, None]
    gain, cost = sums[signs > 0].sum(axis=0), sums[signs < 0].sum(axis=0)
    net, payback = gain - cost, _payback(values * signs[:, None], factors)
    share = np.where(cost > 0, net / np.where(cost > 0, cost, 1.0), np.nan)
    parts = (10, 50, 90)
    row: dict[str, object] = {
        "counting": name,
        "gain_mean": float(means[signs > 0].sum()),
        "cost_mean": float(means[signs < 0].sum()),
        "net_mean": float(signs @ means),
        **{f"net_p{part}": float(np.percentile(net, part)) for part in parts},
        **{f"return_p{part}": float(np.percentile(share, part)) for part in parts},
        "pays_back_share": float((net >= 0).mean()),
        **{f"payback_month_p{part}": float(np.percentile(payback, part, method="higher")) for part in parts},
    }
    low, high = (_rounded(float(np.percentile(net, part))) for part in (10, 90))
    row["says"] = (
        f"{name}: pays back in {100 * (net >= 0).mean():.0f} of 100 futures; after {factors.shape[1] - 1} months "
        + (f"{low} to {high} {currency} is left." if low != high else f"{low} {currency} is left.")
    )
    return row


def _payback(values: np.ndarray, factors: np.ndarray) -> np.ndarray:
    # from the last month backwards: paid back is the month after the last one in which something is still owed
    still = values.T @ factors.sum(axis=1)
    month = np.where(still >= -1e-9, 0.0, np.inf)
    open_ = np.isfinite(month)
    for at in range(factors.shape[1] - 1, 0, -1):
        still = still - values.T @ factors[:, at]
        owed = open_ & (still < -1e-9)
        month = np.where(owed, at, month)
        open_ &= ~owed
    return month


def _rounded(value: float) -> str:
    if not value:
        return "0"
    digits = 1 - int(np.floor(np.log10(abs(value))))
    return f"{round(value, digits):,.{max(digits, 0)}f}"


def tornado(
    gains: Amounts, costs: Amounts, *, months: int = 24, discount_per_year: float = 0.0, counting: str = CASH
) -> pd.DataFrame:
    """Say how much each part moves what is left, from its low to its high, while the others stay likely.

    Parameters
    ----------
    gains, costs : Amount or list of Amount
        What comes and what goes.
    months : int
        How long is looked at.
    discount_per_year : float
        As for `return_on_investment`.
    counting : {"cash", "cash and time nobody can spend"}
        What counts as a gain.

    Returns
    -------
    DataFrame
        One row per part, the widest first: ``part``, ``side`` ("gain" or "cost"), ``net_at_low``, ``net_at_high`` (what
        is left when the part has its low or high), ``net_likely`` (all parts likely), ``swing`` (distance of the two)
        and ``decides`` (True where one end is a loss and the other is not).

    Raises
    ------
    ArgumentError
        When an argument is not understood or currencies are mixed.

    Notes
    -----
    One at a time, so it does not show what two parts do together (Howard, "Decision analysis: practice and promise",
    Management Science 34, 1988).

    Examples
    --------
    >>> tornado(Amount("hours", 1000, 2000, 4000, per="month"), Amount("fees", 900, 1000, 1200, per="month"))[
    ...     ["part", "net_at_low", "net_at_high", "decides"]]
        part  net_at_low  net_at_high  decides
    0  hours         0.0      72000.0    False
    1   fees     26400.0      19200.0    False
    """
    listed = _read(gains, costs, months, discount_per_year)
    if counting not in (CASH, ALL):
        raise ArgumentError(f"counting={in_words(counting)} was given. '{CASH}' or '{ALL}' was expected. Choose one.")
    weight = np.array([
        sign * (each.cash if counting == CASH else 1.0)
        * month_factors(each, months=months, discount_per_year=discount_per_year).sum()
        for sign, each in listed
    ])  # fmt: skip
    ranges = _ranges(listed)
    likely = float(weight @ ranges[:, 1])
    ends = likely + weight[:, None] * (ranges[:, [0, 2]] - ranges[:, [1]])
    table = pd.DataFrame(
        {
            "part": [each.name for _, each in listed],
            "side": ["gain" if sign > 0 else "cost" for sign, _ in listed],
            "net_at_low": ends[:, 0],
            "net_at_high": ends[:, 1],
            "net_likely": likely,
            "swing": np.abs(ends[:, 1] - ends[:, 0]),
            "decides": (ends.min(axis=1) < 0) & (ends.max(axis=1) >= 0),
        }
    )
    return table.sort_values("swing", ascending=False, kind="stable").reset_index(drop=True)
