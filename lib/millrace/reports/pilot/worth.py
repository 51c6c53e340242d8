"""What the effect is worth, as a range: cash, and apart from it time that nobody can spend."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from millrace.effects.verdicts import WORKS
from millrace.errors import ArgumentError, in_words
from millrace.reports.finding import Finding, chart_of
from millrace.reports.pilot.cases import Cases
from millrace.reports.pilot.judging import Judged
from millrace.reports.pilot.rows import DAY, NEW, UNIT
from millrace.value import Amount, draw_tornado, return_on_investment, tornado

__all__ = ["check_worth"]

DAYS_PER_MONTH = 30.44


def check_worth(
    cases: Cases,
    judged: Judged,
    *,
    value_of_one: Sequence[float | str] = (),
    costs_per_month: Sequence[float | str] = (),
    costs_once: Sequence[float | str] = (),
    time_or_cash: str = "time",
    cash_share: float | None = None,
    cases_per_month: float | None = None,
    months: int = 24,
    currency: str = "",
) -> Finding:
    """Say what the effect is worth, as a range, in cash and with time that nobody can spend.

    Parameters
    ----------
    cases : Cases
        From `read_cases`.
    judged : Judged
        From `judge`.
    value_of_one : list of one or three numbers
        What one unit of the outcome (a minute, a settled case) is worth in money: low, likely, high.
    costs_per_month, costs_once : list of one or three numbers
        What it costs: low, likely, high.
    time_or_cash : str
        Whether the gain is "time" of people whose wage stays, or "cash".
    cash_share : float, optional
        The share of time that becomes money; 0 if left out.
    cases_per_month : float, optional
        Cases per month that it would be used for; as many as the pilot units had when left out.
    months : int
        How long is looked at.
    currency : str
        The currency of all amounts.

    Returns
    -------
    Finding

    Raises
    ------
    ArgumentError
        When a range is none.
    """
    if time_or_cash not in ("time", "cash"):
        raise ArgumentError(
            f"time_or_cash='{time_or_cash}' was given. 'time' or 'cash' was expected. Write 'time' for hours of people "
            "who are paid anyway."
        )
    value, monthly, once = (
        _range(given, name)
        for given, name in (
            (value_of_one, "value_of_one"), (costs_per_month, "costs_per_month"), (costs_once, "costs_once")
        )
    )  # fmt: skip
    if value is None or (monthly is None and once is None):
        return Finding(
            "worth",
            ("Money is left out: it needs what one unit of the outcome is worth (value_of_one) and what it costs "
             "(costs_per_month, costs_once), each as low, likely, high.",),
        )  # fmt: skip
    unit = currency or "(currency not said)"
    if not judged.shown or judged.verdict != WORKS:
        spent = _total(monthly, months) + (once[1] if once else 0.0)
        return Finding(
            "worth",
            (f"No effect for the better is shown{' beyond doubt' if judged.doubts else ''}, so no gain is "
            f"counted. What is sure is the cost: about {spent:,.0f} "
             f"{unit} in {months} months.",),
            f"Count no saving of '{cases.outcome}' in any budget yet: none is "
            f"shown{' beyond doubt' if judged.doubts else ''}.",
        )  # fmt: skip
    if not np.isfinite([judged.best[name] for name in ("change_low", "change", "change_high")]).all():
        return Finding(
            "worth",
            ("The effect has a range without a known end, so money is left out: a longer pilot, or more units, would "
             "close it.",),
        )  # fmt: skip
    number = _per_month(cases) if cases_per_month is None else float(cases_per_month)
    better = sorted(abs(judged.best[name]) for name in ("change_low", "change_high"))
    ends = (better[0] * value[0], abs(judged.best["change"]) * value[1], better[1] * value[2])
    gain = Amount(
        "the effect", *(number * end for end in ends), per="month",
        kind="time" if time_or_cash == "time" else "cash", cash_share=cash_share, currency=unit,
    )  # fmt: skip
    parts: Any = (("running costs", monthly, "month"), ("costs at the start", once, "once"))
    costs = [
        Amount(name, *given, per=per, currency=unit)
        for name, given, per in parts
        if given is not None
    ]  # fmt: skip
    return _worth(gain, costs, months, number, time_or_cash)


def _range(given: Sequence[float | str], name: str) -> tuple[float, float, float] | None:
    listed = list(given) if isinstance(given, list | tuple) else [given]
    if not listed:
        return None
    try:
        numbers = [float(str(each).replace(" ", "")) for each in listed]
    except ValueError:
        raise ArgumentError(
            f"{name}={in_words(listed)} was given. One number, or three (low, likely, high), were expected. Write "
            f"{name} = [0.8, 1.0, 1.3] (in the command: --set {name}=0.8,1.0,1.3)."
        ) from None
    if len(numbers) not in (1, 3) or sorted(numbers) != numbers or numbers[0] < 0:
        raise ArgumentError(
            f"{name}={in_words(listed)} was given. One number of 0 or more, or three in order (low, likely, "
            "high), were "
            f"expected. Write {name} = [0.8, 1.0, 1.3], with a point."
        )
    return (numbers[0], numbers[0], numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1], numbers[2])


def _total(monthly: tuple[float, float, float] | None, months: int) -> float:
    return monthly[1] * months if monthly else 0.0


def _per_month(cases: Cases) -> float:
    if cases.plan.design == "lot":
        days = cases.frame[DAY].dropna()
        mine = int(cases.frame[NEW].sum())
        return mine / max((days.max() - days.min()).days + 1, 1) * DAYS_PER_MONTH if len(days) else float(mine)
    frame = cases.frame
    own = frame[UNIT].map(cases.plan.starts)
    since = frame[own.notna() & (frame[DAY] >= own)]
    spans = since.groupby(UNIT)[DAY].agg(lambda d: (frame[DAY].max() - d.min()).days + 1)
    return float((since.groupby(UNIT).size() / spans.clip(lower=1) * DAYS_PER_MONTH).sum())


def _worth(gain: Amount, costs: list[Amount], months: int, number: float, time_or_cash: str) -> Finding:
    table = return_on_investment(gain, costs, months=months)
    parts = tornado(gain, costs, months=months, counting="cash and time nobody can spend")
    put_in = [
        f"{each.name} {each.low:,.4g} to {each.high:,.4g} {each.currency} {_often(each)}" for each in (gain, *costs)
    ]
    said = [
        f"Put in, over {months} months and for {number:,.0f} cases per month: {'; '.join(put_in)}. The range of "
        "the gain "
        "is that of the effect times that of its value."
    ]
    said += [f"{text[0].upper()}{text[1:]}" for text in table["says"]]
    cash = table.iloc[0]
    if time_or_cash == "time":
        said.append(
            "Time is no money until somebody works fewer paid hours or does what is sold: the first line is "
            "what the bank "
            "account sees."
        )
    action = "" if cash["net_p50"] > 0 else (
        "In cash it costs more than it brings. Say before the next invoice what the saved time is to be used "
        "for, and who sees to it."
    )  # fmt: skip
    names = {
        "counting": "counting", "gain_mean": "gain", "cost_mean": "cost", "net_p10": "left, low",
        "net_p50": "left, likely", "net_p90": "left, high", "pays_back_share": "share of futures that pay back",
        "payback_month_p50": "month of payback",
    }  # fmt: skip
    shown = table[list(names)].rename(columns=names).replace([np.inf], "never").round(2)
    chart = chart_of(lambda: draw_tornado(parts))
    return Finding("worth", tuple(said), action, shown, chart=chart, sheet="money")


def _often(amount: Amount) -> str:
    return "once" if amount.per == "once" else f"per {amount.per}"
