"""Charts with a text for those who cannot see them; what JupyterLab shows of a matplotlib figure has none."""

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["chart_bundle", "chart_text"]


def chart_text(figure: "Figure") -> str:
    """Say in words what a chart shows, from its titles, axes and legends.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The chart. What ``figure.set_label("...")`` says is taken in place of the words of the chart.

    Returns
    -------
    str
        A sentence or more.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().subplots()
    >>> _ = ax.set(title="March is worst", xlabel="month", ylabel="orders late (%)")
    >>> chart_text(ax.figure)
    'Chart: March is worst. Across: month. Up: orders late (%).'
    """
    if said := str(figure.get_label() or ""):
        return said
    title = [figure.get_suptitle()] if figure.get_suptitle() else []
    return "Chart: " + " ".join(_sentence(part) for part in [*title, *map(_axes_text, figure.axes)] if part)


def _axes_text(ax: "Axes") -> str:
    titles = [ax.get_title(loc) for loc in ("left", "center", "right")]
    legend = ax.get_legend()
    parts = [
        *titles,
        ax.get_xlabel() and f"Across: {ax.get_xlabel()}",
        ax.get_ylabel() and f"Up: {ax.get_ylabel()}",
        legend and "Colours: " + ", ".join(text.get_text() for text in legend.get_texts()),
    ]
    return " ".join(_sentence(part) for part in parts if part)


def _sentence(words: str) -> str:
    flat = " ".join(words.split())
    return flat if flat.endswith((".", "!", "?")) else f"{flat}."


def chart_bundle(figure: "Figure") -> dict[str, str]:
    """Make a picture with a text of a chart.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The chart.

    Returns
    -------
    dict of str to str
        ``text/html`` and ``text/plain``; nothing for a figure on which nothing was drawn.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> chart_bundle(Figure())
    {}
    """
    from IPython.core.pylabtools import print_figure
    from matplotlib.colors import to_rgba

    # Nothing shines through, so that dark letters can be read in a dark theme.
    ground = figure.get_facecolor()
    data = print_figure(figure, fmt="png", base64=True, facecolor=ground if to_rgba(ground)[3] > 0.5 else "white")
    if not data:
        return {}
    says = chart_text(figure)
    page = f'<img alt="{html.escape(says)}" src="data:image/png;base64,{data}" style="max-width: 100%">'
    return {"text/html": page, "text/plain": says}
