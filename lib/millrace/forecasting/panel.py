"""Many series as one array, aligned at their last period: what every model of the course is fitted to."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from pandas.tseries.frequencies import to_offset

__all__ = ["Panel", "panel", "row_means", "shifted"]


@dataclass(frozen=True)
class Panel:
    """Series side by side, a row each, right-aligned: column -1 is each series' own last period.

    `ids` names the rows. `y` has shape (series, periods); a series that began later has NaN in front of its first
    period and nowhere else. `ends` holds the last period of each series (dates, or whole numbers), `freq` the step
    between two periods (an offset alias of pandas such as "W-MON", or 1 for whole numbers), `season_length` the
    number of periods in a season. `features` has one row per period of past and future (its index holds the
    periods) and one number per column, or is None.
    """

    ids: pd.Index
    y: np.ndarray
    ends: pd.Index
    freq: str | int
    season_length: int
    features: pd.DataFrame | None = None

    @property
    def lengths(self) -> np.ndarray:
        """How many periods each series has."""
        return np.isfinite(self.y).sum(axis=1)

    def until(self, periods_back: int) -> Panel:
        """Return the series as they were known that many periods earlier; 0 changes nothing."""
        if periods_back == 0:
            return self
        return replace(self, y=self.y[:, :-periods_back], ends=shifted(self.ends, -periods_back, freq=self.freq))

    def take(self, rows: np.ndarray) -> Panel:
        """Only these rows, given by position or by a mask."""
        return replace(self, ids=self.ids[rows], y=self.y[rows], ends=self.ends[rows])

    def ahead(self, horizon: int) -> pd.DataFrame:
        """List the next periods of every series: `unique_id`, `ds`, `horizon` (1 is the first), series by series."""
        steps = [shifted(self.ends, step, freq=self.freq) for step in range(1, horizon + 1)]
        return pd.DataFrame(
            {
                "unique_id": np.repeat(self.ids.to_numpy(), horizon),
                "ds": np.column_stack([step.to_numpy() for step in steps]).ravel(),
                "horizon": np.tile(np.arange(1, horizon + 1), len(self.ids)),
            }
        )


def panel(frame: pd.DataFrame, *, freq: str | int, season_length: int, features: pd.DataFrame | None = None) -> Panel:
    """Put the series of a table `unique_id, ds, y` (sorted, without gaps) side by side."""
    ids, rows = np.unique(frame["unique_id"].to_numpy(), return_inverse=True)
    counts = np.bincount(rows, minlength=len(ids))
    ordered = frame.assign(row=rows).sort_values(["row", "ds"], kind="stable")
    width = int(counts.max())
    column = width - np.repeat(counts, counts) + np.arange(len(ordered)) - np.repeat(np.cumsum(counts) - counts, counts)
    y = np.full((len(ids), width), np.nan)
    y[ordered["row"].to_numpy(), column] = ordered["y"].to_numpy(dtype=float)
    ends = pd.Index(ordered["ds"].to_numpy()[np.cumsum(counts) - 1])
    return Panel(ids=pd.Index(ids), y=y, ends=ends, freq=freq, season_length=season_length, features=features)


def shifted(periods: pd.Index, steps: int, *, freq: str | int) -> pd.Index:
    """Move every period that many steps later (earlier when negative)."""
    if isinstance(freq, int):
        return periods + steps * freq
    different, place = np.unique(periods.to_numpy(), return_inverse=True)
    return (pd.DatetimeIndex(different) + steps * to_offset(freq))[place]


def row_means(values: np.ndarray) -> np.ndarray:
    """Return the mean of the known values of each row; 0 where nothing is known."""
    known = np.isfinite(values)
    return np.asarray(np.where(known, values, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1))
