"""The picture sheet: one telling chart of every sample file."""

import warnings
from functools import cache
from pathlib import Path

import pandas as pd

from millrace import samples
from millrace.errors import ArgumentError

__all__ = ["draw_gallery"]

COLUMNS = 4
INK, ACCENT, PALE = "#3b3b3b", "#b5532a", "#c9c4bc"
STYLE = {
    "font.size": 8,
    "axes.titlesize": 9,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "figure.facecolor": "white",
    "date.converter": "concise",
}


class Tables:
    """The sample files of one variant, each read when it is first asked for."""

    def __init__(self, variant: int | None) -> None:
        self.variant = variant
        self._read = cache(self._load)

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._read(name).copy()

    def _load(self, name: str) -> pd.DataFrame:
        with warnings.catch_warnings():
            # The sheet says it once, at its foot.
            warnings.simplefilter("ignore", samples.BiasWarning)
            return samples.load(name, variant=self.variant)


def draw_gallery(to: Path | str, *, variant: int | None = None) -> Path:
    """Draw one telling chart a sample file on one sheet.

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
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    from lantern.gallery.charts import CHARTS

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
