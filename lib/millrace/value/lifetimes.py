"""What each customer is likely to be worth in the coming months, and whether such predictions came true before."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.value.buying import expected_purchases, fit_buying, still_there
from millrace.value.purchases import DAYS_PER_WEEK, customer_summary, purchase_days, purchase_rows
from millrace.value.ranges import number
from millrace.value.spending import expected_amount, fit_spending

__all__ = ["check_predictions", "lifetime_assumptions", "lifetime_value"]

WEEKS_PER_MONTH = 365.25 / 12 / DAYS_PER_WEEK
ONE_PURCHASE = "one purchase: too few to say"
GROUPS = {"0": (0, 0), "1": (1, 1), "2": (2, 2), "3": (3, 3), "4 to 6": (4, 6), "7 or more": (7, np.inf)}
LEAST_PURCHASES = 30


def lifetime_value(
    orders: pd.DataFrame,
    *,
    customer: str,
    day: str,
    amount: str,
    margin_share: float,
    months: int = 12,
    discount_per_year: float = 0.0,
    until: object = None,
) -> pd.DataFrame:
    """Predict for each customer how often they buy in the coming months and what that is worth.

    Parameters
    ----------
    orders : DataFrame
        One row per order or order line.
    customer, day, amount : str
        The columns with who bought, when, and for how much, in one currency.
    margin_share : float
        What is left of a sale after materials, fees and freight, from 0 to 1. With 1 it is revenue, not value.
    months : int
        How far to look.
    discount_per_year : float
        How much less money is worth a year later, as a share; 0 counts all months alike.
    until : day, optional
        The last day that the file knows. Without it, the last day in the file.

    Returns
    -------
    DataFrame
        One row per customer: the columns of `customer_summary`, then ``still_there_share`` (chance of ever buying
        again; missing with one purchase), ``expected_purchases``, ``expected_amount`` (per purchase),
        ``expected_value`` (purchases x amount x margin), and ``remark``: empty, or "one purchase: too few to
        say" where the values are those of a mean customer. Their sum over many customers can be used, a single one
        cannot.

    Raises
    ------
    ArgumentError
        When fewer than 10 customers bought again, or an argument is not understood.
    ColumnError
        When a column is missing or of the wrong kind, or currencies are mixed.

    Notes
    -----
    `fit_buying` and `fit_spending` for the two parts. Look at `lifetime_assumptions` and `check_predictions` before you
    use it: where they do not hold, neither does this.

    Examples
    --------
    >>> chance = np.random.default_rng(2)
    >>> orders = pd.DataFrame({"who": chance.integers(0, 60, 200), "cny": chance.gamma(4, 25, 200).round(2),
    ...     "on": pd.Timestamp("2025-01-01") + pd.to_timedelta(chance.integers(0, 300, 200), unit="D")})
    >>> table = lifetime_value(orders, customer="who", day="on", amount="cny", margin_share=0.4)
    >>> bool(table["expected_value"].gt(0).all())
    True
    """
    share = number(margin_share, name="margin_share", least=0, most=1)
    number(discount_per_year, name="discount_per_year", least=0, most=1)
    if isinstance(months, bool) or not isinstance(months, int | np.integer) or not 1 <= months <= 120:
        raise ArgumentError(f"months={in_words(months)} was given. A whole number from 1 to 120 was expected. Try 12.")
    summary = customer_summary(orders, customer=customer, day=day, amount=amount, until=until)
    buying, spending = fit_buying(summary), fit_spending(summary)
    steps = [months] if discount_per_year == 0 else list(range(1, months + 1))
    so_far = [expected_purchases(buying, summary, weeks=step * WEEKS_PER_MONTH) for step in steps]
    each = np.diff(np.array([np.zeros(len(summary)), *so_far]), axis=0)
    worth = (1 + discount_per_year) ** (-(np.array(steps) - 0.5) / 12)
    few = summary["repeats"].to_numpy() == 0
    per_purchase = expected_amount(spending, summary)
    return summary.assign(
        still_there_share=np.where(few, np.nan, still_there(buying, summary)),
        expected_purchases=so_far[-1],
        expected_amount=per_purchase,
        expected_value=(each * worth[:, None]).sum(axis=0) * per_purchase * share,
        remark=np.where(few, ONE_PURCHASE, ""),
    )


def lifetime_assumptions(summary: pd.DataFrame) -> pd.DataFrame:
    """Look for what makes the predicted values of customers wrong.

    Parameters
    ----------
    summary : DataFrame
        The result of `customer_summary` with amounts.

    Returns
    -------
    DataFrame
        One row per assumption: ``assumption``, ``verdict`` ("not shown to be wrong" or "does not hold"), ``size`` and
        ``says``. "amount and frequency unrelated": their rank correlation, which should be within 0.2 of 0. "amounts of
        one kind": q of `fit_spending`, which should be 2 or more; below, a few customers spend so much more that one
        mean says little. "enough with a repeat": the share of customers who bought again, which should be 0.1 or more.

    Raises
    ------
    ArgumentError
        When fewer than 10 customers bought again.

    Examples
    --------
    >>> chance = np.random.default_rng(1)
    >>> summary = pd.DataFrame({"repeats": np.arange(1, 101), "mean_repeat_amount": 10.0 * np.arange(1, 101)})
    >>> lifetime_assumptions(summary)["verdict"].iloc[0]
    'does not hold'
    """
    model = fit_spending(summary)
    again = float((summary["repeats"] > 0).mean())
    rows = [
        ("amount and frequency unrelated", bool(abs(model.likeness) > 0.2), model.likeness,
         "Who buys often also spends {}: look at dealers and other customers apart."
         .format("more" if model.likeness > 0 else "less")),
        ("amounts of one kind", model.q < 2, model.q,
         "A few customers spend very much more than the others: split them off first."),
        ("enough with a repeat", again < 0.1, again, f"Only {again:.0%} bought again: most values are the mean's."),
    ]  # fmt: skip
    return pd.DataFrame(
        [
            (name, "does not hold" if wrong else "not shown to be wrong", size, said if wrong else "")
            for name, wrong, size, said in rows
        ],
        columns=["assumption", "verdict", "size", "says"],
    )


def check_predictions(
    orders: pd.DataFrame,
    *,
    customer: str,
    day: str,
    split: object,
    amount: str | None = None,
    until: object = None,
) -> pd.DataFrame:
    """Predict purchases after a day from those before it, and hold the prediction against what came.

    Parameters
    ----------
    orders : DataFrame
        One row per order or order line.
    customer, day : str
        The columns with who bought, and when.
    amount : str, optional
        The column with what was paid. With it, rows of 0 or below (returns, cancellations) are no purchase; without it,
        every row is one.
    split : day
        The last day that the model may see.
    until : day, optional
        The last day of the file.

    Returns
    -------
    DataFrame
        One row per number of repeats before the split, then "all": ``repeats``, ``customers``, ``predicted`` and
        ``actual`` (purchases after the split, all customers together), ``ratio`` (predicted per actual), ``noise``
        (how far the two may differ by chance: two standard errors) and ``verdict``: "within the usual noise",
        "predicts too many", "predicts too few", or "too few to say" (fewer than 30 purchases predicted and seen).

    Raises
    ------
    ArgumentError
        When ``split`` is no day inside the file, or too few customers bought again before it.
    ColumnError
        When a column is missing or of the wrong kind.

    Notes
    -----
    The conditional expectations of Fader, Hardie and Lee (2005), figure 3, as a table. A season or a campaign after the
    split shows as an error of the model, which knows neither.

    Examples
    --------
    >>> chance = np.random.default_rng(2)
    >>> orders = pd.DataFrame({"who": chance.integers(0, 60, 400),
    ...     "on": pd.Timestamp("2025-01-01") + pd.to_timedelta(chance.integers(0, 300, 400), unit="D")})
    >>> check_predictions(orders, customer="who", day="on", split="2025-07-31").iloc[-1]["verdict"]
    'within the usual noise'
    """
    rows = purchase_rows(orders, customer=customer, day=day, amount=amount, until=until)
    bought = purchase_days(rows)
    edge = pd.to_datetime(split, errors="coerce")  # type: ignore[call-overload]
    last = rows["day"].max() if until is None else pd.Timestamp(until)  # type: ignore[arg-type]
    if not isinstance(edge, pd.Timestamp) or not bought["day"].min() <= edge < last:
        raise ArgumentError(
            f"split={in_words(split)} was given. A day from {bought['day'].min():%Y-%m-%d} to before {last:%Y-%m-%d} "
            "was expected. Choose one, with some months after it."
        )
    seen = customer_summary(bought, customer="customer", day="day", until=edge)
    predicted = expected_purchases(fit_buying(seen), seen, weeks=(last - edge).days / DAYS_PER_WEEK)
    after = bought.loc[bought["day"] > edge, "customer"].value_counts()
    each = pd.DataFrame(
        {"repeats": seen["repeats"], "predicted": predicted, "actual": seen["customer"].map(after).fillna(0.0)}
    )
    groups = {name: each[each["repeats"].between(*ends)] for name, ends in GROUPS.items()}
    return pd.DataFrame([_compared(name, part) for name, part in [*groups.items(), ("all", each)] if len(part)])


def _compared(name: str, part: pd.DataFrame) -> dict[str, object]:
    predicted, actual = float(part["predicted"].sum()), float(part["actual"].sum())
    noise = 2 * float(np.sqrt(((part["actual"] - part["predicted"]) ** 2).sum()))
    if max(predicted, actual) < LEAST_PURCHASES:
        verdict = "too few to say"
    elif abs(predicted - actual) <= noise:
        verdict = "within the usual noise"
    else:
        verdict = "predicts too many" if predicted > actual else "predicts too few"
    return {
        "repeats": name,
        "customers": len(part),
        "predicted": predicted,
        "actual": actual,
        "ratio": predicted / actual if actual else np.nan,
        "noise": noise,
        "verdict": verdict,
    }
