"""Colours and style of the picture sheet; they survive colour blindness and grey print."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.typing import RcKeyType

__all__ = ["ACCENT", "INK", "PALE", "STYLE"]

INK, ACCENT, PALE = "#3b3b3b", "#b5532a", "#c9c4bc"
STYLE: "dict[RcKeyType, Any]" = {
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
