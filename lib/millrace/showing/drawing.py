"""One look for all charts: a title that states the finding, direct labels, and a text for those who cannot see it.

The colours survive colour blindness and grey print: what matters is dark, the rest is pale.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["ACCENT", "INK", "PALE", "SECOND", "finding", "new_axes"]

INK, ACCENT, SECOND, PALE = "#3b3b3b", "#b5532a", "#2a6f97", "#c9c4bc"


def new_axes(ax: "Axes | None" = None, *, width: float = 7.5, height: float = 3.8) -> "Axes":
    """Return axes to draw on: those that were given, or new ones in the style of the course.

    Parameters
    ----------
    ax : matplotlib.axes.Axes, optional
        Axes of the caller, which are only styled.
    width, height : float
        Size of a new figure, in inches; the first fits beside the file list at 1366 pixels.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> new_axes().spines["top"].get_visible()
    False
    """
    if ax is None:
        from matplotlib import pyplot as plt

        ax = plt.subplots(figsize=(width, height), layout="constrained", facecolor="white")[1]
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(INK)
    ax.tick_params(colors=INK)
    return ax


def finding(ax: "Axes", title: str, text: str) -> "Axes":
    """Give a chart its finding as title, and the words for those who cannot see it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The chart.
    title : str
        One sentence that says what the chart shows, as a finding and not as a topic.
    text : str
        The same for a reader who sees nothing: what is across and up, and the numbers that matter.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes.

    Examples
    --------
    >>> ax = finding(new_axes(), "Lines wait longest before painting", "Bars: painting 63 hours, gluing 20 hours.")
    >>> ax.figure.get_label()
    'Chart: Lines wait longest before painting. Bars: painting 63 hours, gluing 20 hours.'
    """
    ax.set_title(title, loc="left", fontsize=11, fontweight="bold", color=INK, wrap=True)
    stop = "" if title.endswith((".", "!", "?")) else "."
    ax.figure.set_label(f"Chart: {title}{stop} {text}")
    return ax
