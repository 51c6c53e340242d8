"""What a product usually sells in a period: its level near by, times what all others sold then."""

import numpy as np

__all__ = ["NEAR", "expected_demand", "near_level", "season_of_others", "window_means"]

NEAR = 26  # periods to either side that tell a product's level and how often it has a quiet period
SEASON_SERIES = 5  # with fewer other products, the season of a period is not known from them


def expected_demand(clean: np.ndarray) -> np.ndarray:
    """Return level times season for every series and period; NaN where a series has no unmarked period near."""
    level = near_level(clean)
    return level * season_of_others(clean, level)


def near_level(clean: np.ndarray) -> np.ndarray:
    """Return the mean of the known periods near each period; NaN where there are none."""
    at = np.arange(clean.shape[1])
    return window_means(clean, np.maximum(at - NEAR, 0), np.minimum(at + NEAR + 1, clean.shape[1]))


def window_means(values: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Return the mean of the known values from each first column to before each last one; NaN where there are none."""
    known = np.isfinite(values)
    total = np.cumsum(np.pad(np.where(known, values, 0.0), ((0, 0), (1, 0))), axis=1)
    count = np.cumsum(np.pad(known, ((0, 0), (1, 0))), axis=1)
    inside = count[:, last] - count[:, first]
    return np.where(inside > 0, (total[:, last] - total[:, first]) / np.maximum(inside, 1), np.nan)


def season_of_others(clean: np.ndarray, level: np.ndarray) -> np.ndarray:
    """Return what all other series sold in each period against their levels; 1 where they are too few to tell."""
    known = np.isfinite(clean) & (level > 0)
    sold, usual = np.where(known, clean, 0.0), np.where(known, level, 0.0)
    others, theirs = sold.sum(axis=0) - sold, usual.sum(axis=0) - usual
    enough = (known.sum(axis=0) - known) >= SEASON_SERIES
    return np.where(enough & (theirs > 0), others / np.where(theirs > 0, theirs, 1.0), 1.0)
