"""Impact against effort: what to do first, where it is sure and where it is not."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError
from millrace.painpoints.comparing import check_sure, larger_shares
from millrace.painpoints.frames import marked_names, names, ranges, require_table
from millrace.painpoints.parts import number
from millrace.painpoints.spreads import check_chance, quantiles, uniform

__all__ = ["impact_effort"]

QUADRANTS = ("do first", "plan", "fill in", "leave")


def impact_effort(
    options: pd.DataFrame,
    *,
    option: str = "option",
    impact_line: float | None = None,
    effort_line: float | None = None,
    sure_share: float = 0.95,
    shape: str = "triangular",
    draws: int = 20_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Place options by what they bring and what they ask for.

    Parameters
    ----------
    options : DataFrame
        One row per option: its name, and ``impact`` and ``effort`` as one number each or as ranges in
        ``impact_low``, ``impact_likely``, ``impact_high`` and the same for effort. Units are yours: money per year
        and days of work, or points; the same in every row.
    option : str
        The column of names.
    impact_line, effort_line : float, optional
        Where low ends and high begins (the line itself is high impact, low effort). Left out, the median of the likely
        values: half of the options are then above it whatever they are worth, so name a line when you can.
    sure_share : float
        In which share of the draws something must hold to be called sure.
    shape : {"triangular", "pert"}
        How chances lie between low and high.
    draws : int
        How many draws.
    seed : int
        Where chance starts.

    Returns
    -------
    DataFrame
        One row per option, in the order given: ``option``; ``impact_low``, ``impact_likely``, ``impact_high`` and the
        same for effort; ``impact_line``, ``effort_line``; ``quadrant`` of the likely values ("do first": high impact,
        low effort; "plan": high, high; "fill in": low, low; "leave": low impact, high effort); ``quadrant_share`` (in
        how many draws it lies there); ``verdict`` (the quadrant where that is sure, else "not shown: " with those
        that are possible); ``surely_better_than`` (more impact and less effort, both sure) and ``cannot_be_told_from``
        (neither impact nor effort surely differs), names with commas between.

    Raises
    ------
    ColumnError
        When a column is missing, a number is missing, below 0, text or out of order, or a name is there twice.
    ArgumentError
        When there is no row or an argument is not understood.

    Examples
    --------
    >>> options = pd.DataFrame({"option": ["checklist", "robot"], "impact": [9, 8], "effort": [1, 30]})
    >>> impact_effort(options, impact_line=5, effort_line=10)["verdict"].tolist()
    ['do first', 'plan']
    """
    check_chance(shape=shape, draws=draws, seed=seed)
    check_sure(sure_share)
    require_table(options, [option], table="the options")
    named = names(options, option)
    impact, effort = ranges(options, "impact"), ranges(options, "effort")
    lines = _line("impact_line", impact_line, impact), _line("effort_line", effort_line, effort)
    drawn = [
        quantiles(each, uniform(len(named), draws=draws, seed=2 * seed + place), shape=shape)
        for place, each in enumerate((impact, effort))
    ]
    placed = _quadrant(drawn[0], drawn[1], *lines)
    likely = _quadrant(impact[:, 1], effort[:, 1], *lines)
    shares = np.array([(placed == quadrant).mean(axis=1) for quadrant in range(4)]).T
    more, less = larger_shares(drawn[0]), larger_shares(-drawn[1])
    better = (more >= sure_share) & (less >= sure_share)
    alike = (np.maximum(more, more.T) < sure_share) & (np.maximum(less, less.T) < sure_share)
    columns = [f"{name}_{end}" for name in ("impact", "effort") for end in ("low", "likely", "high")]
    table = pd.DataFrame(np.hstack([impact, effort]), columns=columns)
    table.insert(0, "option", named)
    return table.assign(
        impact_line=lines[0],
        effort_line=lines[1],
        quadrant=[QUADRANTS[place] for place in likely],
        quadrant_share=shares[np.arange(len(named)), likely],
        verdict=[_verdict(row, sure_share) for row in shares],
        surely_better_than=marked_names(named, better),
        cannot_be_told_from=marked_names(named, alike),
    )


def _line(name: str, line: float | None, values: np.ndarray) -> float:
    line = float(np.median(values[:, 1])) if line is None else number(line, name=name)
    if line < 0:
        raise ArgumentError(f"{name}={line:g} was given. A number of 0 or more was expected. Correct it.")
    return line


def _quadrant(impact: np.ndarray, effort: np.ndarray, impact_line: float, effort_line: float) -> np.ndarray:
    return 2 * (impact < impact_line).astype(int) + (effort > effort_line).astype(int)


def _verdict(shares: np.ndarray, sure_share: float) -> str:
    if shares.max() >= sure_share:
        return QUADRANTS[int(shares.argmax())]
    possible = [QUADRANTS[place] for place in np.argsort(-shares, kind="stable") if shares[place] > 1 - sure_share]
    return f"not shown: {' or '.join(possible)}"
