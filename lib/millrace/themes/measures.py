"""How often and how costly: the count of each theme beside the sum of a measure, such as the cost of settling it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words
from millrace.reading.texts import as_series
from millrace.showing.drawing import ACCENT, INK, SECOND, finding, new_axes
from millrace.themes.result import NO_THEME, Themes, require_themes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["beside", "by_measure", "draw_count_and_cost"]

WAYS = ("split", "in each")


def by_measure(themes: Themes, values: Iterable[object], *, two_themes: str = "split") -> pd.DataFrame:
    """Put the count of each theme beside the sum of a measure.

    Parameters
    ----------
    themes : Themes
        The themes.
    values : Series or list of numbers
        One number per text, in the order of the texts, for example what it cost to settle (CNY); may be missing.
    two_themes : str
        What becomes of a text with two themes: "split" counts half of it in each, so that sums are right; "in each"
        counts all of it in both, so that the sums of themes exceed the total.

    Returns
    -------
    DataFrame
        One row per theme, the largest total first and "no theme" last: ``theme``, ``texts`` (that hold it), ``shared``
        (of these, with another theme too), ``counted`` (texts after splitting), ``count_share``, ``known`` and
        ``missing`` (texts with and without a value), ``total`` and ``total_share`` (of the measure), ``mean`` (per
        text with a value). Shares are of all texts and of the total of all texts.

    Raises
    ------
    ArgumentError
        When the number of values is not the number of texts, their labels differ, or ``two_themes`` is unknown.
    ColumnError
        When the values are not numbers.

    Examples
    --------
    >>> from millrace.themes import by_words
    >>> found = by_words(["late", "late again", "zip broke"], {"late": ["late"], "zip": ["zip"]})
    >>> by_measure(found, [5.0, None, 90.0])[["theme", "texts", "missing", "total"]].values.tolist()
    [['zip', 1, 0, 90.0], ['late', 2, 1, 5.0], ['no theme', 0, 0, 0.0]]
    """
    require_themes(themes)
    if two_themes not in WAYS:
        raise ArgumentError(f"two_themes={in_words(two_themes)} was given. 'split' or 'in each' was expected. "
                            "Choose one.")  # fmt: skip
    numbers = _numbers(beside(themes, values))
    holds = (
        themes.labels[themes.names].assign(**{NO_THEME: themes.labels["strongest"] == NO_THEME}).to_numpy(dtype=bool)
    )
    of_text = holds.sum(axis=1)
    weight = holds / of_text[:, None] if two_themes == "split" else holds.astype(float)
    known = ~np.isnan(numbers)
    total = weight.T @ np.where(known, numbers, 0.0)
    whole, counted, with_value = np.nansum(numbers), weight.sum(axis=0), weight[known].sum(axis=0)
    table = pd.DataFrame(
        {
            "theme": [*themes.names, NO_THEME],
            "texts": holds.sum(axis=0),
            "shared": holds[of_text > 1].sum(axis=0),
            "counted": counted,
            "count_share": counted / len(holds),
            "known": holds[known].sum(axis=0),
            "missing": holds[~known].sum(axis=0),
            "total": total,
            "total_share": total / whole if whole else np.nan,
            "mean": np.divide(total, with_value, out=np.full(len(total), np.nan), where=with_value > 0),
        }
    )
    order = np.lexsort((table["theme"].astype(str), -table["total"], table["theme"] == NO_THEME))
    return table.iloc[order].reset_index(drop=True)


def beside(themes: Themes, values: Iterable[object]) -> pd.Series:
    """Take a column that stands beside the texts, row by row, and refuse one that does not fit.

    Parameters
    ----------
    themes : Themes
        The themes.
    values : Series or list
        One value per text. A Series must have the same labels in the same order.

    Returns
    -------
    Series

    Raises
    ------
    ArgumentError
        When there are more or fewer values than texts, or their labels differ.

    Examples
    --------
    >>> from millrace.themes import by_words
    >>> len(beside(by_words(["late", "early"], {"late": ["late"]}), [1, 2]))
    2
    """
    column = as_series(values)
    if len(column) != len(themes.labels):
        raise ArgumentError(
            f"{len(column):,} values were given for {len(themes.labels):,} texts. One per text was expected. Take both "
            "columns from the same table."
        )
    if isinstance(values, pd.Series) and not column.index.equals(themes.labels.index):
        raise ArgumentError(
            "The values have other row labels than the texts. The same rows in the same order were expected. Take both "
            "columns from the same table, before sorting or filtering either."
        )
    return column


def _numbers(values: pd.Series) -> np.ndarray:
    try:
        numbers = pd.to_numeric(values).astype("float64").to_numpy()
    except (TypeError, ValueError) as error:
        raise ColumnError("The values hold text. Numbers were expected. Read them with parse_money first.") from error
    if np.isinf(numbers).any():
        raise ColumnError("A value is infinite. Numbers were expected. Find the division by zero it comes from.")
    return numbers


def draw_count_and_cost(measured: pd.DataFrame, *, unit: str = "CNY", ax: "Axes | None" = None) -> "Axes":
    """Draw each theme's share of the texts beside its share of the cost.

    Parameters
    ----------
    measured : DataFrame
        What `by_measure` returned.
    unit : str
        The unit of the measure.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from millrace.themes import by_words
    >>> found = by_words(["late", "late again", "zip broke"], {"late": ["late"], "zip": ["zip"]})
    >>> draw_count_and_cost(by_measure(found, [5, 5, 90])).get_title(loc="left")
    'Most frequent: late (67 % of texts). Costliest: zip (90 % of CNY)'
    """
    from millrace.errors import require_columns

    require_columns(measured, ["theme", "count_share", "total_share", "total"], table="what by_measure returned")
    shown = measured[measured["count_share"] > 0].iloc[::-1].reset_index(drop=True)
    ax = new_axes(ax, height=1.2 + 0.5 * max(len(shown), 2))
    place = np.arange(len(shown))
    for offset, column, colour, what in ((0.2, "count_share", SECOND, "texts"), (-0.2, "total_share", ACCENT, unit)):
        percent = 100 * shown[column].fillna(0).to_numpy()
        ax.barh(place + offset, percent, height=0.38, color=colour, hatch="" if what == "texts" else "//",
                edgecolor="white", linewidth=0)  # fmt: skip
        for at, value in zip(place, percent, strict=True):
            label = f"{value:.0f} % of {what}"
            ax.annotate(label, (max(value, 0), at + offset), (3, 0), textcoords="offset points", va="center",
                        fontsize=8, color=INK)  # fmt: skip
    ax.set_yticks(place, [str(name) for name in shown["theme"]])
    ax.set_xlabel(f"share of all texts and of all {unit} (%)")
    ax.margins(x=0.18)
    return finding(ax, _said(shown, unit), _in_words(shown, unit))


def _said(shown: pd.DataFrame, unit: str) -> str:
    themes = shown[shown["theme"] != NO_THEME]
    if not len(themes):
        return "No text has a theme"
    often = themes.iloc[int(themes["count_share"].to_numpy().argmax())]
    costly = themes.iloc[int(themes["total_share"].fillna(0).to_numpy().argmax())]
    return (
        f"Most frequent: {often['theme']} ({100 * often['count_share']:.0f} % of texts). "
        f"Costliest: {costly['theme']} ({100 * np.nan_to_num(costly['total_share']):.0f} % of {unit})"
    )


def _in_words(shown: pd.DataFrame, unit: str) -> str:
    rows = shown.iloc[::-1]
    bars = [
        f"{theme} {100 * share:.0f} % of texts, {total:,.0f} {unit}"
        for theme, share, total in zip(rows["theme"], rows["count_share"], rows["total"], strict=True)
    ]
    return f"Two bars per theme, its share of texts and of {unit}: {'; '.join(bars)}."
