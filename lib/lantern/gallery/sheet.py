"""The picture sheet: one telling chart per sample file."""

from pathlib import Path

from matplotlib import rc_context
from matplotlib.figure import Figure

from lantern.gallery.charts import CHARTS
from lantern.gallery.style import ACCENT, INK, STYLE
from lantern.gallery.tables import Tables
from millrace.errors import ArgumentError

__all__ = ["draw_gallery"]

COLUMNS = 4


def draw_gallery(to: Path | str, *, variant: int | None = None) -> Path:
    """Draw one telling chart per sample file on one sheet.

    Parameters
    ----------
    to : path
        The picture: ``.png``, ``.pdf`` or ``.svg``.
    variant : int, optional
        Which variant of the company; by default the one in use.

    Returns
    -------
    pathlib.Path
        The picture, complete.

    Raises
    ------
    ArgumentError
        When the ending is another.
    """
    to = Path(to)
    if to.suffix not in (".png", ".pdf", ".svg"):
        raise ArgumentError(f"'{to.name}' ends in '{to.suffix}'. Expected a picture: write .png, .pdf or .svg.")
    rows = -(-len(CHARTS) // COLUMNS)
    tables = Tables(variant)
    with rc_context(STYLE):
        figure = Figure(figsize=(COLUMNS * 4.2, rows * 3.1), layout="constrained")
        axes = figure.subplots(rows, COLUMNS).ravel()
        for (name, chart), ax in zip(CHARTS.items(), axes, strict=False):
            chart(tables, ax)
            ax.set_title(f"{ax.get_title(loc='left')}\n", loc="left")
            ax.annotate(name, (0, 1), (0, 4), xycoords="axes fraction", textcoords="offset points", color=ACCENT)
        for ax in axes[len(CHARTS) :]:
            ax.set_axis_off()
        figure.supxlabel(
            "Lantern Bridge Leather: an invented company. Every table is generated.", fontsize=8, color=INK
        )
        unfinished = to.with_name(f"unfinished.{to.name}")
        figure.savefig(unfinished, dpi=110)
    unfinished.replace(to)
    return to
