"""Which demand can be forecast, and how well: classes of series, and simple forecasts anybody could make."""

import numpy as np
import pandas as pd

__all__ = ["demand_classes", "forecast_errors"]

ADI_LIMIT, CV2_LIMIT = 1.32, 0.49
YEAR, HORIZON = 52, 4


def demand_classes(weekly: pd.DataFrame) -> pd.Series:
    """Class series of demand by how often and how evenly they come.

    Parameters
    ----------
    weekly : pandas.DataFrame
        Pieces: one row per period, one column per series.

    Returns
    -------
    pandas.Series
        ``smooth``, ``erratic``, ``intermittent`` or ``lumpy`` for each column; missing for fewer than three demands.
        Source: Syntetos, Boylan and Croston (2005), J. Oper. Res. Soc. 56: mean interval 1.32, squared coefficient of
        variation of sizes 0.49. Counted from the first demand to the last.
    """
    return weekly.apply(_demand_class)


def forecast_errors(weekly: pd.DataFrame) -> pd.DataFrame:
    """Forecast the last year four weeks ahead, again and again, in three ways that anybody could use.

    Parameters
    ----------
    weekly : pandas.DataFrame
        Pieces: one row per week, three years of them; one column per series.

    Returns
    -------
    pandas.DataFrame
        Mean absolute errors in pieces per week, one row per series: ``mean`` of all weeks so far, ``seasonal_naive``
        (the same weeks a year before), ``combined`` (seasonal naive averaged with a smoothed season on an exponentially
        smoothed level).
    """
    return pd.DataFrame({name: _errors(weekly[name].to_numpy(dtype=float)) for name in weekly}).T


def _demand_class(series: pd.Series) -> str | None:
    places = np.flatnonzero(series.to_numpy() > 0)
    if len(places) < 3:
        return None
    sizes = series.to_numpy()[places]
    interval = (places[-1] - places[0] + 1) / len(places)
    variation = (sizes.std(ddof=1) / sizes.mean()) ** 2
    if interval < ADI_LIMIT:
        return "smooth" if variation < CV2_LIMIT else "erratic"
    return "intermittent" if variation < CV2_LIMIT else "lumpy"


def _errors(pieces: np.ndarray) -> dict[str, float]:
    missed: dict[str, list[np.ndarray]] = {"mean": [], "seasonal_naive": [], "combined": []}
    for origin in range(2 * YEAR, len(pieces) - HORIZON + 1, HORIZON):
        past, coming = pieces[:origin], pieces[origin : origin + HORIZON]
        year_ago = past[-YEAR : HORIZON - YEAR]
        missed["mean"].append(np.abs(coming - past.mean()))
        missed["seasonal_naive"].append(np.abs(coming - year_ago))
        missed["combined"].append(np.abs(coming - (year_ago + _smoothed(past)) / 2))
    return {name: float(np.concatenate(errors).mean()) for name, errors in missed.items()}


def _smoothed(past: np.ndarray) -> np.ndarray:
    years = past[-2 * YEAR :].reshape(2, YEAR)
    season = (years / np.maximum(years.mean(axis=1, keepdims=True), 1e-9)).mean(axis=0)
    around = np.convolve(np.concatenate([season[-2:], season, season[:2]]), np.array([1, 2, 3, 2, 1]) / 9, "valid")
    season = np.maximum(around, 0.15)
    level = years.mean()
    for value, usual in zip(years.ravel(), np.tile(season, 2), strict=True):
        level += 0.1 * (value / usual - level)
    return level * season[:HORIZON]
