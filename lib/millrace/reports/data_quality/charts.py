"""Two charts: where the gaps are, and what the rows to look at have."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from millrace.reports.data_quality.check import WEIGHTS, Check, count, per_cent
from millrace.reports.showing import Shown, show_chart, show_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["chart_gaps", "chart_rows"]

INK, ACCENT, PALE = "#3b3b3b", "#b5532a", "#c9c4bc"
MOST_BARS = 12


def chart_gaps(gaps: Check, rows: int) -> Shown:
    """Draw the share of rows without a value, for the columns with most gaps.

    Parameters
    ----------
    gaps : Check
        From `check_gaps`.
    rows : int
        How many rows the table has.

    Returns
    -------
    Shown
        A chart, or a sentence when there is nothing to draw.
    """
    table = gaps.table if gaps.table is not None else pd.DataFrame({"share": []})
    some = table[table["share"] > 0].head(MOST_BARS)
    if some.empty:
        return show_text("There is no gap to draw.")
    empty = some["empty"] / rows
    title = f"'{_short(some['column'].iloc[0])}' has no value in {per_cent(some['share'].iloc[0])} of the rows"
    ax = _bars(some["column"].map(_short), title, "Rows without a value (% of rows)")
    ax.barh(
        range(len(some)), some["share"] * 100, color=ACCENT, hatch="///", edgecolor="white", label="only looks filled"
    )
    ax.barh(range(len(some)), empty * 100, color=INK, label="empty")
    if some["only looks filled"].any():
        ax.legend(loc="lower right", frameon=False)
    for place, share in enumerate(some["share"]):
        ax.text(share * 100, place, f" {per_cent(share)}", va="center")
    says = f"Bar chart. {title}. " + ", ".join(
        f"{c} {per_cent(s)}" for c, s in zip(some["column"], some["share"], strict=True)
    )
    return show_chart(ax, says=says)


def chart_rows(checks: Sequence[Check], rows: int) -> Shown:
    """Draw how many rows have something to look at, by what it is.

    Parameters
    ----------
    checks : sequence of Check
        What was found.
    rows : int
        How many rows the table has.

    Returns
    -------
    Shown
        A chart, or a sentence when there is nothing to draw.
    """
    found = pd.concat([check.problems for check in checks], ignore_index=True)
    if found.empty:
        return show_text("No row has anything to look at.")
    times = found.groupby("kind")["row"].nunique().sort_values(ascending=False)
    number = found["row"].nunique()
    have = "has" if number == 1 else "have"
    title = f"{count(number, 'row')} of {rows:,} ({per_cent(number / rows)}) {have} something to look at"
    ax = _bars(pd.Series(times.index), title, "Rows (number)")
    grave = [WEIGHTS[kind] > WEIGHTS["gap"] for kind in times.index]
    ax.barh(range(len(times)), times, color=[ACCENT if g else PALE for g in grave])
    for place, value in enumerate(times):
        ax.text(value, place, f" {value:,}", va="center")
    return show_chart(ax, says=f"Bar chart. {title}: " + ", ".join(f"{k} {v:,}" for k, v in times.items()))


def _bars(names: pd.Series, title: str, unit: str) -> "Axes":
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(7.5, 1.3 + 0.32 * len(names)), layout="constrained")
    ax.set_yticks(range(len(names)), list(names))
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlabel(unit)
    ax.set_title(title, loc="left", fontsize=11)
    ax.margins(x=0.12)
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def _short(name: object) -> str:
    # Dollar signs would be read as mathematics.
    text = str(name).replace("$", r"\$")
    return text if len(text) <= 28 else text[:27] + "…"
