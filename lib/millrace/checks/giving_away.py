"""Tell a column that gives a secret away from one that says no more than what everybody sees beside it."""

import re
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

__all__ = ["gives_away", "says_so"]

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# Both parts of a word for money that a seller keeps to himself; what is paid for the way of a parcel is none.
SECRET_WORDS = re.compile(r"cost|margin|profit|mark[ _-]?up|成本|毛利|利润", re.IGNORECASE)
OPEN_WORDS = re.compile(r"ship|freight|deliver|transport|post|pack|parcel|sampl|install|运|邮", re.IGNORECASE)
# In how many of a hundred million columns made by lot chance alone goes so far: about twenty-nine.
FAR = 5.0
FEWEST = 20
FEWEST_OF_A_STEP = 3
MOST = 0.9
# So many numbers of one text are looked at.
PLACES = 8


def says_so(name: object) -> bool:
    """Say whether a name itself tells what a piece costs, or what is kept of its price.

    Parameters
    ----------
    name : object
        The name of a column or of an index.

    Returns
    -------
    bool
        Whether it does.

    Examples
    --------
    >>> says_so("average_cost"), says_so("shipping_cost"), says_so("colour")
    (True, False, False)
    """
    text = str(name)
    return bool(SECRET_WORDS.search(text)) and not OPEN_WORDS.search(text)


def gives_away(values: Iterable[object], *, secret: pd.Series, price: pd.Series, group: pd.Series) -> bool:
    """Say whether values tell more of a secret amount than its price and its group do.

    Each number in a value is compared with what the price leaves open of the amount, and so are the values as groups.
    Only what goes clearly beyond chance counts.

    Parameters
    ----------
    values : iterable
        One value per row: numbers, texts, truths.
    secret, price, group : pandas.Series
        The amount, the price that everybody sees, and the group of each row, in the same order.

    Returns
    -------
    bool
        Whether they do; False where there are too few rows to tell.

    Examples
    --------
    >>> price, group = pd.Series(range(40, 100)), pd.Series(["a", "b"] * 30)
    >>> secret = price * ([0.5, 0.6, 0.7, 0.65, 0.55] * 12)
    >>> gives_away(price * 0.9, secret=secret, price=price, group=group)
    False
    >>> gives_away(price - secret, secret=secret, price=price, group=group)
    True
    """
    held = pd.Series(list(values), dtype=object)
    seen = _seen(price, group)
    left_open = np.log(secret.to_numpy(float) / price.to_numpy(float))
    told = [*_numbers_in(held, price.to_numpy(float)), *_groups_in(held)]
    return _are_steps(held, secret, price) or any(_goes_together(left_open, seen, one) for one in told)


def _seen(price: pd.Series, group: pd.Series) -> np.ndarray:
    """Return what can be worked out from price and group, as columns."""
    amount = np.log(price.to_numpy(float))
    groups = pd.get_dummies(group.reset_index(drop=True)).to_numpy(float)
    return np.column_stack([groups, groups * amount[:, None], amount**2, price.rank()])


def _numbers_in(held: pd.Series, price: np.ndarray) -> Iterator[np.ndarray]:
    texts = held.map(lambda value: NUMBER.findall(str(value).replace(",", "")))
    for place in range(min(int(texts.map(len).max() or 0), PLACES)):
        numbers = texts.map(lambda found, at=place: float(found[at]) if at < len(found) else np.nan).to_numpy(float)
        with np.errstate(divide="ignore", invalid="ignore"):
            yield from (one[:, None] for one in (numbers, np.log(numbers), numbers / price))


def _groups_in(held: pd.Series) -> Iterator[np.ndarray]:
    groups = held.astype("string").fillna("")
    if 1 < groups.nunique() <= len(held) / 3:
        yield pd.get_dummies(groups).to_numpy(float)[:, 1:]


def _are_steps(held: pd.Series, secret: pd.Series, price: pd.Series) -> bool:
    """Say whether values are steps of the amount, such as A for cheap and B for expensive, and not of the price."""
    groups = held.astype("string").fillna("")
    # A step of one or two rows says little, and must not hide the others.
    large = (groups.map(groups.value_counts()) >= FEWEST_OF_A_STEP).to_numpy()
    if large.mean() < MOST or groups[large].nunique() < 2:
        return False
    steps = groups[large].to_numpy()
    return _apart(secret[large], steps) and not _apart(price[large], steps)


def _apart(amount: pd.Series, groups: np.ndarray) -> bool:
    ends = pd.DataFrame({"amount": amount.to_numpy(float)}).groupby(groups)["amount"].agg(["min", "max"])
    ends = ends.sort_values("min")
    return bool((ends["min"].to_numpy()[1:] >= ends["max"].to_numpy()[:-1]).all())


def _goes_together(amount: np.ndarray, seen: np.ndarray, told: np.ndarray) -> bool:
    """Say whether an amount is known clearly better, by an F test of ranks, with what is told than without it."""
    there = np.isfinite(told).all(axis=1)
    if there.sum() < FEWEST:
        return False
    ranks = pd.Series(amount[there]).rank().to_numpy(float)
    (rest, without), (left, with_it) = (
        _left_over(ranks, what) for what in (seen[there], np.column_stack([seen, told])[there])
    )
    more, free = with_it - without, len(ranks) - with_it
    if more < 1 or free < FEWEST / 2:
        return False
    ratio = ((rest - left) / more) / max(left / free, 1e-9)
    # Wilson and Hilferty (1931): the cube root of such a ratio is nearly normal.
    root, one, other = max(ratio, 0.0) ** (1 / 3), 2 / (9 * more), 2 / (9 * free)
    return bool(((1 - other) * root - (1 - one)) / np.sqrt(other * root**2 + one) > FAR)


def _left_over(amount: np.ndarray, known: np.ndarray) -> tuple[float, int]:
    """Return the sum of squares that is left, and how many columns count."""
    scaled = known / np.where(np.abs(known).max(axis=0) > 0, np.abs(known).max(axis=0), 1)
    found, _, count, _ = np.linalg.lstsq(scaled, amount, rcond=1e-9)
    return float(((amount - scaled @ found) ** 2).sum()), int(count)
