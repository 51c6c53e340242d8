"""Two cures for every pain: one with AI, and one without, each with its price and what it takes away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.painpoints.comparing import check_sure
from millrace.painpoints.costing import simulate
from millrace.painpoints.parts import Part, as_range, number, part_list
from millrace.painpoints.spreads import check_chance, quantiles, uniform

__all__ = ["Cure", "compare_cures"]


Range = float | tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class Cure:
    """One way to cure a pain: with AI or without, what it costs and how much of the pain it takes away.

    Parameters
    ----------
    pain : str
        The pain it is for.
    name : str
        What is done, for example "a second shelf".
    with_ai : bool
        True for a tool that learns, writes or predicts; False for a checklist, a shelf, one phone call.
    setup : float or (low, likely, high)
        Cost once, in money: bought things, and the hours of those who bring it in.
    per_year : float or (low, likely, high)
        Cost per year, in money: fees, and the hours that running and checking it takes.
    removes_share : float or (low, likely, high)
        The share of the pain's cost that goes away, 0 to 1.
    source : str
        Where the numbers come from.

    Raises
    ------
    ArgumentError
        When a number is missing, text, below 0 or out of order, or a share is above 1.

    Examples
    --------
    >>> Cure(pain="late", name="call ahead", with_ai=False, setup=0, per_year=1200, removes_share=(0.2, 0.3, 0.5)).setup
    (0.0, 0.0, 0.0)
    """

    pain: str
    name: str
    with_ai: bool
    setup: Range
    per_year: Range
    removes_share: Range
    source: str = field(default="")

    def __post_init__(self) -> None:
        """Read the numbers as ranges, and refuse what is none."""
        if not isinstance(self.with_ai, bool | np.bool_):
            raise ArgumentError(
                f"with_ai={in_words(self.with_ai)} was given for cure '{self.name}'. True or False was expected. "
                "Say which it is."
            )
        for attribute, largest in (("setup", np.inf), ("per_year", np.inf), ("removes_share", 1.0)):
            read = as_range(getattr(self, attribute), name=f"{attribute} of cure '{self.name}'", largest=largest)
            object.__setattr__(self, attribute, read)


def compare_cures(
    pains: Mapping[str, Sequence[Part]],
    cures: Iterable[Cure],
    *,
    years: float = 2.0,
    sure_share: float = 0.9,
    shape: str = "triangular",
    draws: int = 20_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Set the AI cure of every pain beside the cure without AI.

    Parameters
    ----------
    pains : dict
        Each pain with its list of `Part`.
    cures : list of Cure
        For every pain at least one with AI and at least one without.
    years : float
        Over how many years costs and savings are added up, above 0. Nothing is discounted.
    sure_share : float
        In which share of the draws something must hold to be called sure.
    shape : {"triangular", "pert"}
        How chances lie between low and high.
    draws : int
        How many possible futures are drawn.
    seed : int
        Where chance starts.

    Returns
    -------
    DataFrame
        One row per cure, pains in the order given, without AI first. Columns: ``pain``, ``cure``, ``with_ai``; in money
        per year, means: ``pain_per_year``, ``cost_per_year`` (running it, and setup spread over the years),
        ``removed_per_year`` and ``removed_cash_per_year`` (the part of it that is money); ``removes_low_share`` and
        ``removes_high_share``; over all the years: ``net_value_p10``, ``net_value_mean``, ``net_value_p90`` (removed
        less cost), ``net_cash_mean`` (counting removed cash only); ``loses_share`` and ``loses_cash_share`` (in how
        many draws the net value is below 0); ``payback_months`` (median draw; endless when it never pays back) and
        ``payback_p90_months``; ``best_share`` (in how many draws it is the best for its pain; the rest is doing
        nothing); ``verdict`` ("surely the best", "the best or not: not shown", "surely not the best", "loses money").

    Raises
    ------
    ArgumentError
        When a pain has no cure without AI or none with it, a cure is for an unknown pain, two cures of a pain have one
        name, or an argument is not understood.

    Notes
    -----
    All cures of a pain meet the same draws of the pain, so that they are compared in the same futures. The parts of a
    pain move together, as in `ranking`.

    Examples
    --------
    >>> pains = {"late": [Part("refunds", 8000, 10000, 12000)]}
    >>> call = Cure(pain="late", name="call ahead", with_ai=False, setup=0, per_year=500, removes_share=0.4)
    >>> tool = Cure(pain="late", name="predictor", with_ai=True, setup=9000, per_year=3000, removes_share=0.6)
    >>> table = compare_cures(pains, [call, tool], years=2)
    >>> table[["cure", "net_value_mean", "verdict"]].round(-2).values.tolist()
    [['call ahead', 7000.0, 'surely the best'], ['predictor', -3000.0, 'loses money']]
    """
    check_chance(shape=shape, draws=draws, seed=seed)
    check_sure(sure_share)
    if not 0 < number(years, name="years") <= 50:
        raise ArgumentError(f"years={years:g} was given. Years above 0, at most 50, were expected. Correct it.")
    listed = _grouped(pains, cures)
    rows = []
    for place, (pain, own) in enumerate(listed.items()):
        rows += _compared(
            pain, part_list(pains[pain], name=f"pain '{pain}'"), own, years, shape, draws, seed + 7919 * place
        )
    return pd.DataFrame(rows).assign(verdict=lambda table: _verdicts(table, sure_share))


def _grouped(pains: object, cures: object) -> dict[str, list[Cure]]:
    if not isinstance(pains, Mapping) or not pains:
        raise ArgumentError(
            f"pains={in_words(pains)} was given. Pains with their parts, in curly brackets, were expected. "
            "Write it like {'late delivery': [painpoints.Part('refunds', 4000, 6000, 11000)]}."
        )
    listed: list[Any] = list(cures) if isinstance(cures, Iterable) else [cures]
    for cure in listed:
        if not isinstance(cure, Cure):
            raise ArgumentError(
                f"cures holds {in_words(cure)}. A list of painpoints.Cure was expected. Make one of it."
            )
        if cure.pain not in pains:
            raise ArgumentError(
                f"Cure '{cure.name}' is for '{cure.pain}', which is not in pains: {', '.join(map(str, pains))}."
                f"{did_you_mean(cure.pain, pains)} Correct its name."
            )
    return {pain: _both([cure for cure in listed if cure.pain == pain], pain) for pain in pains}


def _both(own: list[Cure], pain: str) -> list[Cure]:
    names = [cure.name for cure in own]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ArgumentError(f"Pain '{pain}' has two cures '{twice}'. One per name was expected. Rename one.")
    if not any(not cure.with_ai for cure in own):
        raise ArgumentError(
            f"Pain '{pain}' has no cure without AI. One was expected: many pains go away by a checklist, a second "
            "shelf or one phone call, and AI is worth only what it brings beyond that. Add one with with_ai=False "
            "and its price."
        )
    if not any(cure.with_ai for cure in own):
        raise ArgumentError(
            f"Pain '{pain}' has no cure with AI. One was expected to compare with. Add one with with_ai=True, or take "
            "the pain out of this table."
        )
    return sorted(own, key=lambda cure: bool(cure.with_ai))


def _compared(
    pain: str, parts: list[Part], own: list[Cure], years: float, shape: str, draws: int, seed: int
) -> list[dict[str, object]]:
    # row 0 of the places moves the pain, each three after it a cure
    places = uniform(1 + 3 * len(own), draws=draws, seed=seed)
    total, cash = simulate(parts, places=places[0], shape=shape)
    rows, nets = [], [np.zeros(draws)]
    for at, cure in enumerate(own):
        drawn = _futures(cure, total, cash, years, places[1 + 3 * at : 4 + 3 * at], shape)
        nets.append(drawn["net"])
        rows.append({"pain": pain, "cure": cure.name, "with_ai": bool(cure.with_ai)} | _row(cure, drawn))
    best = np.array(nets) >= np.max(nets, axis=0)
    shares = (best / best.sum(axis=0)).mean(axis=1)[1:]
    return [{**row, "best_share": share} for row, share in zip(rows, shares, strict=True)]


def _futures(
    cure: Cure, total: np.ndarray, cash: np.ndarray, years: float, places: np.ndarray, shape: str
) -> dict[str, np.ndarray]:
    ranges = np.array([cure.setup, cure.per_year, cure.removes_share])
    setup, running, share = quantiles(ranges, places, shape=shape)
    gain = share * total - running
    months = np.divide(12 * setup, gain, out=np.full(len(gain), np.inf), where=gain > 0)
    return {
        "pain": total, "cost": running + setup / years, "removed": share * total, "removed_cash": share * cash,
        "net": years * gain - setup, "net_cash": years * (share * cash - running) - setup, "months": months,
    }  # fmt: skip


def _row(cure: Cure, drawn: dict[str, np.ndarray]) -> dict[str, object]:
    net, months = drawn["net"], np.quantile(drawn["months"], [0.5, 0.9], method="inverted_cdf")
    low, _, high = as_range(cure.removes_share, name="removes_share")
    return {
        **{f"{name}_per_year": drawn[name].mean() for name in ("pain", "cost", "removed", "removed_cash")},
        "removes_low_share": low, "removes_high_share": high,
        "net_value_p10": np.quantile(net, 0.1), "net_value_mean": net.mean(), "net_value_p90": np.quantile(net, 0.9),
        "net_cash_mean": drawn["net_cash"].mean(), "loses_share": (net < 0).mean(),
        "loses_cash_share": (drawn["net_cash"] < 0).mean(),
        "payback_months": months[0], "payback_p90_months": months[1],
    }  # fmt: skip


def _verdicts(table: pd.DataFrame, sure_share: float) -> np.ndarray:
    cases = {
        "loses money": table["loses_share"] >= sure_share,
        "surely the best": table["best_share"] >= sure_share,
        "surely not the best": table["best_share"] <= 1 - sure_share,
    }
    return np.select([case.to_numpy() for case in cases.values()], list(cases), "the best or not: not shown")
