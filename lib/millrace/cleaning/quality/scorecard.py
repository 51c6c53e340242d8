"""A quality scorecard of a table on five dimensions, and what cleaning has changed in it."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from millrace.cleaning.quality import dimensions
from millrace.cleaning.quality.columns import columns_of
from millrace.cleaning.rules.rule import Rule
from millrace.cleaning.tables import names_of
from millrace.errors import ArgumentError, ColumnError, in_words, require_columns

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["compare_scorecards", "plot_scorecards", "quality_scorecard"]

_COLUMNS = ["dimension", "score", "judged", "failed", "counted_in", "found"]
_FRESH_DAYS = 365.0
_BEFORE, _AFTER = "#9a9a9a", "#0072b2"  # grey and the blue of Okabe and Ito: apart in print and for every eye


def quality_scorecard(
    frame: pd.DataFrame,
    *,
    key: str | Sequence[str] | None = None,
    rules: Sequence[Rule] | None = None,
    dates: str | Sequence[str] | None = None,
    as_of: str | dt.date | None = None,
    fresh_days: float = _FRESH_DAYS,
    required: Sequence[str] | None = None,
    consistent: Sequence[Rule | tuple[str, str]] | None = None,
) -> pd.DataFrame:
    """Score a table from 0 to 1 on completeness, validity, uniqueness, consistency and timeliness.

    It works on any table as it is; what you say about the table makes the scores stricter and truer.

    Parameters
    ----------
    frame : DataFrame
        Any table.
    key : str, list of str or None
        The columns that name a row. Without them only rows equal in every column count as repeated.
    rules : list of Rule or None
        What must hold for a row to be valid. Without them, cells that are unlike the rest of the table count as not
        valid, and ``quality_cells`` lists them; the score is then an upper bound, for a wrong value that looks right is
        not seen, and ``found`` says how much lower it may be and which columns were not judged.
    dates : str, list of str or None
        Date columns by which a row's age is judged. Without them timeliness has no score.
    as_of : str, date or None
        The day from which age is counted; None takes today.
    fresh_days : float
        The greatest age, in days, of a row that is fresh.
    required : list of str or None
        The columns that should be filled; None takes all.
    consistent : list or None
        Rules between columns, or pairs such as ``("sku", "product")`` when each sku must have one product. Without
        them, several writings of the same value count as inconsistent.

    Returns
    -------
    DataFrame
        One row per dimension: ``dimension``, ``score`` (0 to 1, missing when it cannot be judged), ``judged`` and
        ``failed`` (how many), ``counted_in`` ("cells" or "rows"), ``found`` (in words; or what is needed).

    Raises
    ------
    ColumnError
        When a named column is not in the table.
    ArgumentError
        When ``as_of`` is not a date, ``fresh_days`` is not above 0, one of them is given without
        ``dates``, or a list names no column.

    Notes
    -----
    The dimensions are those of DAMA UK, "The six primary dimensions for data quality assessment" (2013), without
    accuracy, which cannot be judged without the truth; ISO/IEC 25012 names the same (completeness, consistency,
    currentness), and ISO 8000-8 tells syntactic quality (validity) from the rest. A score is 1 - failed / judged.

    Examples
    --------
    >>> orders = pd.DataFrame({"order_no": [1, 2, 2], "phone": ["0571-1", None, "n/a"]})
    >>> quality_scorecard(orders, key="order_no")[["dimension", "score"]].round(2).values.tolist()[:3]
    [['completeness', 0.67], ['validity', 1.0], ['uniqueness', 0.67]]
    """
    key, dates, required = _listed("key", key), _listed("dates", dates), _listed("required", required)
    _check(frame, [*key, *dates, *required])
    columns, pairs = columns_of(frame), _pairs(frame, consistent)
    judged = {
        "completeness": dimensions.completeness(frame, required or list(frame.columns), columns=columns),
        "validity": dimensions.validity(frame, rules, columns=columns),
        "uniqueness": dimensions.uniqueness(frame, key or None),
        "consistency": dimensions.consistency(frame, pairs, columns=columns),
        "timeliness": ("rows", 0, 0, "needs a date column: name it with dates=..."),
    }
    if not dates:
        _no_age(as_of, fresh_days)
    else:
        judged["timeliness"] = dimensions.timeliness(frame, dates, _day(as_of), _positive(fresh_days))
    return pd.DataFrame([_score(name, *result) for name, result in judged.items()], columns=_COLUMNS)


def compare_scorecards(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Lay two scorecards side by side and say what has changed.

    Parameters
    ----------
    before, after : DataFrame
        Two results of ``quality_scorecard``.

    Returns
    -------
    DataFrame
        One row per dimension: ``dimension``, ``before``, ``after``, ``change`` (in points of the score, -1 to 1) and
        ``verdict`` ("better", "worse", "the same", "not judged").

    Raises
    ------
    ColumnError
        When one of them is not a scorecard.

    Examples
    --------
    >>> messy = quality_scorecard(pd.DataFrame({"sku": ["B1", "B1", None, "B2"]}), key="sku")
    >>> clean = quality_scorecard(pd.DataFrame({"sku": ["B1", "B2"]}), key="sku")
    >>> compare_scorecards(messy, clean)["verdict"].tolist()
    ['better', 'not judged', 'better', 'the same', 'not judged']
    """
    for card in (before, after):
        require_columns(card, ["dimension", "score"], table="the scorecard")
    both = before[["dimension", "score"]].merge(after[["dimension", "score"]], on="dimension", suffixes=("_b", "_a"))
    both = both.rename(columns={"score_b": "before", "score_a": "after"})
    change = (both["after"] - both["before"]).round(6)
    cases = [change.isna(), change > 0, change < 0]
    return both.assign(change=change, verdict=np.select(cases, ["not judged", "better", "worse"], "the same"))


def plot_scorecards(before: pd.DataFrame, after: pd.DataFrame, *, ax: "Axes | None" = None) -> "Axes":
    """Draw two scorecards as pairs of points, one line per dimension.

    Parameters
    ----------
    before, after : DataFrame
        Two results of ``quality_scorecard``.
    ax : matplotlib Axes or None
        Where to draw; None makes a new figure.

    Returns
    -------
    matplotlib Axes

    Raises
    ------
    ColumnError
        When one of them is not a scorecard.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> card = quality_scorecard(pd.DataFrame({"sku": ["B1", None]}))
    >>> plot_scorecards(card, card, ax=Figure().subplots()).get_title(loc="left")
    'No dimension has changed'
    """
    import matplotlib.pyplot as plt

    compared = compare_scorecards(before, after).iloc[::-1].reset_index(drop=True)
    ax = plt.subplots(figsize=(7, 3.2), layout="constrained")[1] if ax is None else ax
    ax.hlines(compared.index, compared["before"], compared["after"], color=_BEFORE, linewidth=2, zorder=1)
    ax.scatter(compared["before"], compared.index, color="white", edgecolor=_BEFORE, linewidth=2, s=60, zorder=2)
    ax.scatter(compared["after"], compared.index, color=_AFTER, s=60, zorder=3)
    _label_points(ax, compared)
    ax.set(xlim=(0, 1.12), ylim=(-0.6, len(compared) - 0.2), xlabel="Share that holds (0 to 1)")
    ax.set_yticks(compared.index, compared["dimension"])
    ax.set_title(_headline(compared), loc="left")
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def _label_points(ax: "Axes", compared: pd.DataFrame) -> None:
    for place, (_, row) in enumerate(compared.iterrows()):
        if np.isnan(row["before"]) and np.isnan(row["after"]):
            ax.text(0.02, place, "not judged", va="center", color="#555555")
        for which, colour in (("before", "#555555"), ("after", _AFTER)):
            if not np.isnan(row[which]):
                text, side = _label(row, which)
                ax.annotate(
                    text,
                    (row[which], place),
                    (8 * side, 0),
                    textcoords="offset points",
                    ha="left" if side > 0 else "right",
                    va="center",
                    color=colour,
                )


def _label(row: pd.Series, which: str) -> tuple[str, int]:
    if row["before"] == row["after"]:
        return ("", 1) if which == "before" else (f"{row[which]:.2f} both times", -1 if row[which] > 0.8 else 1)
    rightmost = row[which] == max(row["before"], row["after"]) or np.isnan(row["change"])
    return f"{which} {row[which]:.2f}", 1 if rightmost else -1


def _headline(compared: pd.DataFrame) -> str:
    better, worse = (compared["verdict"] == "better").sum(), (compared["verdict"] == "worse").sum()
    if not better and not worse:
        return "No dimension has changed"
    most = compared.iloc[int(compared["change"].abs().argmax())]
    counted = f"{better} of {len(compared)} dimensions better" + (f", {worse} worse" if worse else "")
    return f"{counted}; most changed: {most['dimension']} ({most['change']:+.2f})"


def _listed(name: str, columns: str | Sequence[str] | None) -> list[str]:
    if columns is None:
        return []
    listed = names_of(columns)
    if not listed:
        raise ArgumentError(f"{name}=[] names no column. At least one was expected. Name one, or leave {name} out.")
    return listed


def _check(frame: pd.DataFrame, columns: list[str]) -> None:
    if not isinstance(frame, pd.DataFrame):
        raise ArgumentError(f"{in_words(frame)} was given. A table was expected. Read one with millrace.intake.")
    if not frame.columns.is_unique:
        twice = frame.columns[frame.columns.duplicated()][0]
        raise ColumnError(f"There are two columns '{twice}'. One name per column was expected. Rename one of them.")
    require_columns(frame, columns)


def _no_age(as_of: object, fresh_days: float) -> None:
    given = f"as_of={in_words(as_of)}" if as_of is not None else f"fresh_days={in_words(fresh_days)}"
    if as_of is not None or fresh_days != _FRESH_DAYS:
        raise ArgumentError(
            f"{given} was given, but no date column. A column by which the age of a row is judged was expected. "
            "Name it with dates=..., or leave the age out."
        )


def _pairs(
    frame: pd.DataFrame, consistent: Sequence[Rule | tuple[str, str]] | None
) -> list[Rule | tuple[str, str]] | None:
    if consistent is None:
        return None
    for each in consistent:
        if not isinstance(each, Rule):
            if isinstance(each, str) or len(each) != 2:
                raise ArgumentError(
                    f"{in_words(each)} was given. A rule or a pair was expected. Write it like ('sku', 'product')."
                )
            require_columns(frame, each)
    return list(consistent)


def _day(as_of: str | dt.date | None) -> pd.Timestamp:
    if as_of is None:
        return pd.Timestamp.now().normalize()
    try:
        day = pd.Timestamp(as_of) if isinstance(as_of, str | dt.date) else None
    except ValueError:
        day = None
    if day is None or pd.isna(day):
        raise ArgumentError(f"as_of={in_words(as_of)} was given. A date was expected. Write it like '2025-12-31'.")
    return day.normalize()


def _positive(fresh_days: float) -> float:
    if not fresh_days > 0:
        raise ArgumentError(
            f"fresh_days={in_words(fresh_days)} was given. A number of days above 0 was expected. Correct it."
        )
    return fresh_days


def _score(name: str, counted_in: str, judged: int, failed: int, found: str) -> list[object]:
    if not judged:
        found = found if name == "timeliness" else f"nothing to judge: {_NEEDS[name]}"
        return [name, np.nan, 0, 0, counted_in, found]
    return [name, 1 - failed / judged, judged, failed, counted_in, found]


_NEEDS = {
    "completeness": "the table has no cells",
    "validity": "no column is mostly numbers, dates or codes; give rules=[...]",
    "uniqueness": "the table has no rows",
    "consistency": "no column holds text; give consistent=[...]",
}
