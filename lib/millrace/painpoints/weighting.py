"""Would other weights choose otherwise? Shares of all weightings, and how far one weight must move."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError
from millrace.painpoints.frames import marked_names
from millrace.painpoints.parts import number
from millrace.painpoints.scoring import read_scores
from millrace.painpoints.spreads import check_chance, quantiles, uniform

__all__ = ["sensitivity", "weight_changes"]

_HAIR = 1e-9
_MOST_TRIES = 2000


def sensitivity(
    options: pd.DataFrame,
    *,
    weights: Mapping[str, float],
    within: float = 0.1,
    top: int = 2,
    option: str = "option",
    lower_is_better: Sequence[str] = ("risk",),
    draws: int = 20_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Say under which share of weightings each option comes first, or among the first few.

    Parameters
    ----------
    options : DataFrame
        One row per option, scored as for `suitability`.
    weights : dict
        Your weights, as for `suitability`.
    within : float
        How far each weight may be from yours, as a share of all weights: 0.1 lets a weight of 30 % lie between 20 and
        40 %. Above 0, at most 1.
    top : int
        How many places count as "among the first".
    option : str
        The column of names.
    lower_is_better : list of str
        Criteria whose scores are turned round.
    draws : int
        How many weightings are drawn; with 20,000 a share is right to about 0.01.
    seed : int
        Where chance starts.

    Returns
    -------
    DataFrame
        One row per option, the best by your weights first: ``option``, ``score``, ``rank``; ``first_share_all`` and
        ``top_share_all`` (of all weightings there are), ``first_share_near`` and ``top_share_near`` (of those within
        reach of yours); ``mean_weights_when_first`` (the weights that favour it, as text; empty when it is never
        first); ``dominated_by`` (options at least as good on every criterion and better on one, by their likely
        scores); ``verdict`` ("first under nearly all weightings", "first near your weights", "first or not: it
        depends on the weights", "never first", "cannot be told apart").

    Raises
    ------
    ColumnError, ArgumentError
        As for `suitability`; and when within or top make no sense.

    Notes
    -----
    These are the rank acceptability indices and central weights of SMAA-2 (Lahdelma and Salminen, Operations Research
    49, 2001): all weightings count alike (uniform on the simplex), and scores with a range are drawn from a triangle.
    Options with equal scores share a place. "Nearly all" is 95 %.

    Examples
    --------
    >>> ideas = pd.DataFrame({"option": ["a", "b"], "data": [5, 1], "fit": [1, 5]})
    >>> table = sensitivity(ideas, weights={"data": 2, "fit": 1}, within=0.1)
    >>> table[["option", "first_share_near", "first_share_all"]].round(1).values.tolist()
    [['a', 1.0, 0.5], ['b', 0.0, 0.5]]
    """
    check_chance(shape="triangular", draws=draws, seed=seed)
    named, points, share = read_scores(options, weights=weights, option=option, lower_is_better=lower_is_better)
    _check(within, top)
    everywhere = np.random.default_rng(seed).dirichlet(np.ones(len(share)), draws)
    near = _near(share, within, draws, seed)
    drawn = _drawn_points(points, draws, seed)
    first_all, top_all, sums = _acceptability(drawn, everywhere, top)
    first_near, top_near, _ = _acceptability(drawn, near, top)
    score = np.round(points[:, :, 1] @ share, 9)
    table = pd.DataFrame({
        "option": named, "score": score,
        "rank": pd.Series(score).rank(ascending=False, method="min").astype("int64"),
        "first_share_all": first_all, "top_share_all": top_all,
        "first_share_near": first_near, "top_share_near": top_near,
        "mean_weights_when_first": [_as_text(list(weights), total) for total in sums],
        "dominated_by": _dominated(named, points[:, :, 1]),
    })  # fmt: skip
    table["verdict"] = [_verdict(*shares) for shares in zip(first_all, first_near, _twins(drawn), strict=True)]
    return table.sort_values("score", ascending=False, kind="stable").reset_index(drop=True)


def _check(within: float, top: int) -> None:
    if not 0 < number(within, name="within") <= 1:
        raise ArgumentError(
            f"within={within:g} was given. A share above 0, at most 1, was expected. Write ten of a hundred as 0.1."
        )
    if isinstance(top, bool) or not isinstance(top, int | np.integer) or top < 1:
        raise ArgumentError(f"top={top!r} was given. A whole number of 1 or more was expected. Correct it.")


def _near(share: np.ndarray, within: float, draws: int, seed: int) -> np.ndarray:
    # all but one weight from their boxes; kept when the last, which must fill up to 1, is in its own
    low, high = np.maximum(share - within, 0), np.minimum(share + within, 1)
    last = int((high - low).argmax())
    free = np.arange(len(share)) != last
    rng, kept, tries = np.random.default_rng(seed + 1), np.empty((0, len(share))), 0
    while len(kept) < draws and tries < _MOST_TRIES:
        tried = np.empty((draws, len(share)))
        tried[:, free] = rng.uniform(low[free], high[free], (draws, free.sum()))
        tried[:, last] = 1 - tried[:, free].sum(axis=1)
        inside = (tried[:, last] >= low[last] - _HAIR) & (tried[:, last] <= high[last] + _HAIR)
        kept, tries = np.vstack([kept, tried[inside]]), tries + 1
    if len(kept) < draws:
        raise ArgumentError(
            f"Of so many criteria ({len(share)}) weightings near yours cannot be drawn. Twelve or fewer were expected. "
            "Take out those with the smallest weights, or widen within."
        )
    return kept[:draws]


def _drawn_points(points: np.ndarray, draws: int, seed: int) -> np.ndarray:
    # one array of shape (options, criteria, draws or 1): scores without a range are not drawn
    if (points[:, :, 0] == points[:, :, 2]).all():
        return points[:, :, 1:2]
    flat = points.reshape(-1, 3)
    return quantiles(flat, uniform(len(flat), draws=draws, seed=seed + 2), shape="triangular").reshape(
        *points.shape[:2], draws
    )


def _acceptability(drawn: np.ndarray, weightings: np.ndarray, top: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    scores = np.einsum("ocd,dc->od", np.broadcast_to(drawn, (*drawn.shape[:2], len(weightings))), weightings)
    first, among = np.empty(scores.shape), np.empty(scores.shape)
    for place, own in enumerate(scores):
        better = (scores > own + _HAIR).sum(axis=0)
        equal = (np.abs(scores - own) <= _HAIR).sum(axis=0)
        first[place] = np.where(better == 0, 1 / equal, 0.0)
        among[place] = np.clip((top - better) / equal, 0, 1)
    return first.mean(axis=1), among.mean(axis=1), first @ weightings


def _as_text(names: list[str], total: np.ndarray) -> str:
    if not total.sum() > 0:
        return ""
    return ", ".join(f"{name} {each:.0%}" for name, each in zip(names, total / total.sum(), strict=True))


def _dominated(named: list[str], points: np.ndarray) -> list[str]:
    better = [[(other >= own).all() and (other > own).any() for other in points] for own in points]
    return marked_names(named, np.array(better))


def _twins(drawn: np.ndarray) -> list[bool]:
    # options that another equals on every criterion, in every draw
    return [
        any(np.array_equal(own, other) for at, other in enumerate(drawn) if at != place)
        for place, own in enumerate(drawn)
    ]


def _verdict(first_all: float, first_near: float, twin: bool) -> str:
    if not first_all and not first_near:
        return "never first"
    if twin:
        return "cannot be told apart"
    if first_all >= 0.95:
        return "first under nearly all weightings"
    return "first near your weights" if first_near >= 0.95 else "first or not: it depends on the weights"


def weight_changes(
    options: pd.DataFrame,
    *,
    weights: Mapping[str, float],
    option: str = "option",
    lower_is_better: Sequence[str] = ("risk",),
) -> pd.DataFrame:
    """Say how far each weight would have to move, alone, for another option to win.

    Parameters
    ----------
    options : DataFrame
        One row per option, scored as for `suitability`; of ranges the likely score is taken.
    weights : dict
        Your weights, as for `suitability`.
    option : str
        The column of names.
    lower_is_better : list of str
        Criteria whose scores are turned round.

    Returns
    -------
    DataFrame
        One row per criterion, the most delicate first: ``criterion``, ``weight`` (share of all weights, 0 to 1),
        ``winner`` now, ``weight_down`` and ``winner_down`` (the nearest smaller weight at which another option draws
        level, and that option; missing when none does), ``weight_up`` and ``winner_up``, ``smallest_change`` (how far
        the nearer of the two is; missing when no change of this weight alone changes the winner). The other weights
        keep their proportions to each other.

    Raises
    ------
    ColumnError, ArgumentError
        As for `suitability`.

    Notes
    -----
    Scores are straight lines in one weight, so the crossings are exact (Triantaphyllou and Sanchez, Decision Sciences
    28, 1997). Of options that are level now, the change is 0.

    Examples
    --------
    >>> ideas = pd.DataFrame({"option": ["a", "b"], "data": [5, 1], "fit": [1, 5]})
    >>> table = weight_changes(ideas, weights={"data": 3, "fit": 1})
    >>> table[["criterion", "weight_down", "winner_down", "smallest_change"]].values.tolist()[0]
    ['data', 0.5, 'b', 0.25]
    """
    named, points, share = read_scores(options, weights=weights, option=option, lower_is_better=lower_is_better)
    likely = points[:, :, 1]
    winner = int(np.round(likely @ share, 9).argmax())
    rows = []
    for place, criterion in enumerate(weights):
        down, up = _crossings(likely, share, place, winner)
        changes = [abs(share[place] - weight) for weight, _ in (down, up) if weight is not None]
        rows.append({
            "criterion": criterion, "weight": share[place], "winner": named[winner],
            "weight_down": down[0], "winner_down": None if down[1] is None else named[down[1]],
            "weight_up": up[0], "winner_up": None if up[1] is None else named[up[1]],
            "smallest_change": min(changes, default=np.nan),
        })  # fmt: skip
    numbers = {"weight_down": "float64", "weight_up": "float64"}
    table = pd.DataFrame(rows).astype(numbers)
    return table.sort_values("smallest_change", kind="stable", na_position="last").reset_index(drop=True)


_Crossing = tuple[float | None, int | None]


def _crossings(points: np.ndarray, share: np.ndarray, place: int, winner: int) -> tuple[_Crossing, _Crossing]:
    # at weight t of one criterion the score is t * own + (1 - t) * mean of the others
    rest = np.delete(share, place)
    rest = rest / rest.sum() if rest.sum() > 0 else np.full(len(rest), 1 / max(len(rest), 1))
    own, others = points[:, place], np.delete(points, place, axis=1) @ rest
    ahead_at_0, ahead_at_1 = others[winner] - others, own[winner] - own
    now = share[place]
    lead = (1 - now) * ahead_at_0 + now * ahead_at_1
    down: list[tuple[float, int]] = []
    up: list[tuple[float, int]] = []
    for other in range(len(points)):
        slope = ahead_at_1[other] - ahead_at_0[other]
        if other == winner or not len(rest) or abs(slope) < _HAIR:
            continue
        at = float(np.clip(now - lead[other] / slope, -1.0, 2.0))
        side = down if slope > 0 else up
        if -_HAIR <= at <= 1 + _HAIR:
            side.append((round(min(max(at, 0.0), 1.0), 9), other))
    nothing: _Crossing = (None, None)
    # the nearest on each side; of several there, the first in the table
    nearest_down = max(down, key=lambda each: each[0]) if down else nothing
    return nearest_down, min(up, key=lambda each: each[0]) if up else nothing
