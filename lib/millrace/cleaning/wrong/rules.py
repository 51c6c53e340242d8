"""What the signs alone say of a cell, before anybody has marked a row: one number per kind of sign."""

import numpy as np

from millrace.cleaning.wrong.dependencies import DEPENDENCE_SIGNS
from millrace.cleaning.wrong.signs import SIGNS

__all__ = ["KINDS", "kinds_of", "suspicion"]

# In the order in which one is named when several speak as loudly.
KINDS = ["gap", "typo", "broken dependency", "rare shape", "outlier", "rare value"]
_AT = {name: place for place, name in enumerate([*SIGNS, *DEPENDENCE_SIGNS])}


def kinds_of(signs: np.ndarray) -> np.ndarray:
    """Weigh the signs of cells, kind by kind, from 0 (nothing) to 1 (hardly anything else can be).

    Parameters
    ----------
    signs : array of shape (cells, signs)
        As `signs_of` and `dependence_signs` measure them, side by side.

    Returns
    -------
    array of shape (cells, kinds)
        In the order of `KINDS`.
    """
    sign = {name: signs[:, place] for name, place in _AT.items()}
    filled = sign["gap"] == 0
    unusual = (sign["shape_share"] < 0.1) & filled
    kinds = [
        sign["gap"] * (1 - sign["gap_share"]),  # where most cells are empty, one more is nothing odd
        sign["typo"] * filled,
        np.clip(sign["disagreement"], 0, 1),
        unusual * _above(np.maximum(sign["rare_shape"], 0.9 * sign["rare_layout"]), 0.5),
        filled * np.maximum(_above(sign["outlier"], 3, 10), sign["not_a_number"] ** 4),
        filled * _above(sign["rare_pair"], 0.6) * (1 - sign["distinct_share"]),
    ]
    return np.column_stack(kinds).astype("float32")


def suspicion(kinds: np.ndarray) -> np.ndarray:
    """Join the kinds of each cell into one number, as if each were evidence of its own.

    Parameters
    ----------
    kinds : array of shape (cells, kinds)
        As `kinds_of` returns them.

    Returns
    -------
    array of shape (cells,)
        From 0 to 1.

    Examples
    --------
    >>> suspicion(np.array([[0.0, 0.0], [0.5, 0.5]])).tolist()
    [0.0, 0.75]
    """
    return 1 - np.prod(1 - kinds, axis=1)


def _above(values: np.ndarray, least: float, full: float = 1.0) -> np.ndarray:
    return np.clip((values - least) / (full - least), 0, 1)
