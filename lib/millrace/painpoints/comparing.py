"""Pains in money beside each other: which costs most, and which cannot be told apart."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.painpoints.costing import mean_cost, simulate
from millrace.painpoints.frames import marked_names
from millrace.painpoints.parts import Part, number, part_list
from millrace.painpoints.spreads import check_chance, uniform
from millrace.painpoints.words import round_amount, span

__all__ = ["check_sure", "larger_shares", "ranking"]


def ranking(
    pains: Mapping[str, Sequence[Part]],
    *,
    currency: str = "CNY",
    sure_share: float = 0.95,
    shape: str = "triangular",
    draws: int = 20_000,
    seed: int = 0,
) -> pd.DataFrame:
    """Rank pains by what they cost per year, and say which ranks are sure.

    Parameters
    ----------
    pains : dict
        Each pain with its list of `Part`.
    currency : str
        The unit of money, for the sentence.
    sure_share : float
        In which share of the draws one pain must cost more than another to be called surely larger.
    shape : {"triangular", "pert"}
        How chances lie between low and high.
    draws : int
        How many possible years are drawn.
    seed : int
        Where chance starts.

    Returns
    -------
    DataFrame
        One row per pain, the largest mean first. Columns: ``pain``, ``rank`` (by mean; equals share one); in money per
        year ``mean_per_year``, ``p10_per_year``, ``p90_per_year``, ``cash_mean_per_year``, ``time_mean_per_year``
        (time that nobody can spend); ``cash_rank``; ``first_share`` and ``first_share_independent`` (in how many draws
        it is the costliest); ``surely_larger_than`` and ``cannot_be_told_from``
        (names with commas between); ``sentence``.

    Raises
    ------
    ArgumentError
        When there is no pain, a part is none, or an argument is not understood.

    Notes
    -----
    Pains are drawn independently of each other. Within a pain, all parts are high or low together, which gives the
    wider range; ``first_share_independent`` shows the other end, parts that are not related. Pains that share a cause,
    such as one wage, are told apart a little better than said here.

    Examples
    --------
    >>> pains = {"late": [Part("refunds", 1000, 2000, 3000)], "broken": [Part("new goods", 5000, 9000, 20000)]}
    >>> table = ranking(pains)
    >>> table["sentence"][0]
    'broken: between 7,400 and 16,000 CNY per year, of it 11,000 cash on average; surely larger than late.'
    """
    named = _pains(pains)
    check_chance(shape=shape, draws=draws, seed=seed)
    check_sure(sure_share)
    together, alone = _drawn(named, shape, draws, seed)
    means = np.array([mean_cost(parts, shape=shape) for parts in named.values()])
    larger = larger_shares(together)
    p10, p90 = np.quantile(together, [0.1, 0.9], axis=1)
    names = list(named)
    table = pd.DataFrame({
        "pain": names, "rank": _ranks(means[:, 0]), "mean_per_year": means[:, 0], "p10_per_year": p10,
        "p90_per_year": p90, "cash_mean_per_year": means[:, 1], "time_mean_per_year": means[:, 0] - means[:, 1],
        "cash_rank": _ranks(means[:, 1]), "first_share": _first(together), "first_share_independent": _first(alone),
        "surely_larger_than": marked_names(names, larger >= sure_share),
        "cannot_be_told_from": marked_names(names, np.maximum(larger, larger.T) < sure_share),
    })  # fmt: skip
    table["sentence"] = [_sentence(row, currency) for row in table.to_dict("records")]
    return table.sort_values("mean_per_year", ascending=False, kind="stable").reset_index(drop=True)


def _pains(pains: object) -> dict[str, list[Part]]:
    if not isinstance(pains, Mapping) or not pains:
        raise ArgumentError(
            f"pains={in_words(pains)} was given. Pains with their parts, in curly brackets, were expected. "
            "Write it like {'late delivery': [painpoints.Part('refunds', 4000, 6000, 11000)]}."
        )
    return {str(name): part_list(parts, name=f"pain '{name}'") for name, parts in pains.items()}


def check_sure(sure_share: float) -> None:
    """Refuse a share that is no border between sure and not sure.

    Parameters
    ----------
    sure_share : float
        Above 0.5, at most 1.

    Raises
    ------
    ArgumentError
        When it is outside.

    Examples
    --------
    >>> check_sure(0.95)
    """
    if not 0.5 < number(sure_share, name="sure_share") <= 1:
        raise ArgumentError(
            f"sure_share={sure_share:g} was given. A share above 0.5, at most 1, was expected. Write 95 % as 0.95."
        )


def _drawn(named: Mapping[str, list[Part]], shape: str, draws: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    # each pain has a stream of its own, so that its draws stay when others come or go behind it
    together, alone = [], []
    for place, parts in enumerate(named.values()):
        places = uniform(len(parts), draws=draws, seed=seed * 100_003 + place)
        alone.append(simulate(parts, places=places, shape=shape)[0])
        together.append(simulate(parts, places=places[0], shape=shape)[0])
    return np.array(together), np.array(alone)


def larger_shares(drawn: np.ndarray) -> np.ndarray:
    """Count in which share of the draws each row is larger than each other; equal draws count half.

    Parameters
    ----------
    drawn : array of shape (n, draws)
        One row per pain or option.

    Returns
    -------
    array of shape (n, n)

    Examples
    --------
    >>> larger_shares(np.array([[1.0, 2.0], [1.0, 0.0]])).tolist()
    [[0.5, 0.75], [0.25, 0.5]]
    """
    rows = [((row > drawn).mean(axis=1) + (row >= drawn).mean(axis=1)) / 2 for row in drawn]
    return np.array(rows)


def _first(drawn: np.ndarray) -> np.ndarray:
    first = drawn == drawn.max(axis=0)
    return (first / first.sum(axis=0)).mean(axis=1)


def _ranks(values: np.ndarray) -> np.ndarray:
    return pd.Series(values.round(6)).rank(ascending=False, method="min").astype("int64").to_numpy()


def _sentence(row: Mapping[Any, Any], currency: str) -> str:
    low, high, cash = (row[name] for name in ("p10_per_year", "p90_per_year", "cash_mean_per_year"))
    text = f"{row['pain']}: {span(low, high)} {currency} per year, of it {round_amount(cash)} cash on average"
    for words, column in (("surely larger than", "surely_larger_than"), ("cannot be told from", "cannot_be_told_from")):
        if row[column]:
            text += f"; {words} {row[column]}"
    return f"{text}."
