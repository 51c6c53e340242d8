"""Who was in the pilot and since when, from a column, a second file or what was said; and which test that allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.effects import find_starts
from millrace.errors import ArgumentError, ColumnError, counted, did_you_mean, in_words
from millrace.reading import parse_dates
from millrace.reading.texts import as_text

__all__ = ["AFTER", "BEFORE", "Plan", "days_said", "make_plan", "new_values", "sides_of"]

NEW = {
    "yes", "ja", "oui", "si", "true", "1", "pilot", "pilots", "test", "treatment", "treated", "new", "neu", "b", "with",
    "mit", "chatbot", "bot", "ai", "ki", "variant", "experiment", "versuch", "after", "nachher", "是", "试点", "实验",
    "实验组", "نعم",
}  # fmt: skip
BEFORE = {"before", "pre", "vorher", "davor", "avant", "antes", "之前", "前", "قبل", "0", "baseline"}
AFTER = {
    "after",
    "post",
    "since",
    "nachher",
    "danach",
    "apres",
    "après",
    "despues",
    "después",
    "之后",
    "后",
    "بعد",
    "1",
}
EARLY, MOST = 0.1, 12


@dataclass(frozen=True)
class Plan:
    """Who began when, and the test that this allows.

    Parameters
    ----------
    design : str
        "units" (units over time, some began), "before and after" (nobody to compare with), "lot" (two groups, no time
        before).
    starts : dict
        The day on which each pilot unit began, by unit; empty for a lot.
    new : Series of bool or None
        Which rows are of the new group, where there is one.
    set_aside : Series of str
        Why a row cannot be used; empty where it can.
    notes : tuple of str
        How it was found, and what is odd.
    """

    design: str
    starts: dict[str, pd.Timestamp]
    new: pd.Series | None
    set_aside: pd.Series
    notes: tuple[str, ...]


def days_said(said: Mapping[str, object], *, day_first: bool | None) -> dict[str, pd.Timestamp]:
    """Read the starts that were given by hand.

    Raises
    ------
    ArgumentError
        When one is no day.

    Examples
    --------
    >>> days_said({"Mitte": ["03.03.2025"]}, day_first=None)
    {'Mitte': Timestamp('2025-03-03 00:00:00')}
    """
    plain = {name: day[0] if isinstance(day, list) and day else day for name, day in said.items()}
    read = parse_dates(pd.Series(list(plain.values()), dtype=object), day_first=day_first)
    for (name, day), date, problem in zip(plain.items(), read["date"], read["problem"], strict=True):
        if problem or pd.isna(date):
            raise ArgumentError(
                f"The start of '{name}' is {in_words(day)}. A day was expected. Write it like 2025-05-12."
            )
    return dict(zip(plain, read["date"].dt.normalize(), strict=True))


def new_values(values: pd.Series, said: Sequence[str], *, column: str) -> list[str]:
    """Say which values of a column of groups are the new way.

    Parameters
    ----------
    values : Series
        The column.
    said : sequence of str
        What was named; guessed when empty.
    column : str
        What to call it.

    Returns
    -------
    list of str
        In small letters.

    Raises
    ------
    ArgumentError
        When a named value is not there, or nothing could be guessed.

    Examples
    --------
    >>> new_values(pd.Series(["control", "test"]), [], column="group")
    ['test']
    """
    known = list(dict.fromkeys(_plain(values).dropna()))
    listed = in_words(known)
    if said:
        wanted = [str(word).strip().casefold() for word in said]
        for word in wanted:
            if word not in known:
                raise ArgumentError(
                    f"new_group names '{word}', which is not in column '{column}'. It has: {listed}. Write one of "
                    f"them.{did_you_mean(word, known)}"
                )
        return wanted
    found = [word for word in known if word in NEW]
    if len(found) == 1 and len(known) > 1:
        return found
    if len(known) > MOST:
        raise ArgumentError(
            f"Column '{column}' holds {len(known)} values, such as {in_words(known[:3])}. A column that tells "
            "the pilot from "
            "others was expected: yes and no, or the names of groups. An amount or a price is no group, and is "
            "not covered."
        )
    what = "one value only" if len(known) == 1 else f"the values {listed}"
    raise ArgumentError(
        f"Column '{column}' holds {what}, and nobody said which of them was the pilot. Write new_group = "
        f'["{known[-1] if known else ""}"] (in the command: --set "new_group={known[-1] if known else ""}").'
    )


def _plain(values: pd.Series) -> pd.Series:
    text = as_text(values).str.strip().str.casefold().str.replace(r"\.0$", "", regex=True)
    return text.where(text != "")


def sides_of(values: pd.Series) -> pd.Series:
    """Read a column of before and after as "before", "after" or missing.

    Examples
    --------
    >>> sides_of(pd.Series(["vorher", "After", "later"])).tolist()
    ['before', 'after', nan]
    """
    return _plain(values).map(lambda w: "before" if w in BEFORE else "after" if w in AFTER else np.nan).astype(object)


def make_plan(
    rows: pd.DataFrame, *, said: Mapping[str, pd.Timestamp], began: pd.Timestamp | None, new_group: Sequence[str],
    column: str, timeless: bool = False,
) -> Plan:  # fmt: skip
    """Work out who began when.

    Parameters
    ----------
    rows : DataFrame
        One row per row of the file: ``unit`` and ``day`` (missing where the file has none), and where there is one
        ``start`` (since when its unit was in the pilot) or ``pilot`` (a text).
    said : mapping of str to Timestamp
        Starts by unit, from a second file or by hand; they come first.
    began : Timestamp, optional
        One day on which all pilot units began.
    new_group : sequence of str
        The values of ``pilot`` that are the new way.
    column : str
        What to call the column of ``pilot``.
    timeless : bool
        Whether the file has only "before" and "after".

    Returns
    -------
    Plan

    Raises
    ------
    ArgumentError
        When nobody said who was in the pilot, or a unit is not there.
    """
    nothing = pd.Series("", index=rows.index, dtype=object)
    if said:
        return _by_unit(rows, dict(said), nothing, ())
    if "start" in rows and rows["start"].notna().any():
        return _by_column(rows, nothing)
    if "pilot" in rows:
        return _by_group(rows, began, new_group, column, nothing)
    if began is None:
        raise ArgumentError(
            "Nobody said who was in the pilot and since when. Expected: a column of the start, a column that tells "
            "pilot rows from others, a second file with unit and start, or starts = {\"North\": \"2025-05-12\"} (in "
            'the command: --set "starts=North: 2025-05-12; South: 2025-06-09"). If all changed on one day, write '
            'began = "2025-05-12".'
        )  # fmt: skip
    units = rows["unit"].dropna().unique()
    note = f"All units began on {began:%Y-%m-%d}, as you said, so that nobody is left to compare with."
    if timeless:
        note = "No column tells who was in the pilot, so all rows count as pilot, and nobody is left to compare with."
    return Plan("before and after", dict.fromkeys(units, began), None, nothing, (note,))


def _by_unit(rows: pd.DataFrame, starts: dict[str, pd.Timestamp], aside: pd.Series, notes: tuple[str, ...]) -> Plan:
    units = set(rows["unit"].dropna())
    lost = [name for name in starts if name not in units]
    if len(lost) == len(starts):
        raise ArgumentError(
            f"None of the units with a start is in the table, such as {in_words(lost[0])}. Its units are: "
            f"{in_words(sorted(units))}. Write them alike.{did_you_mean(lost[0], units)}"
        )
    if near := next((hint for name in lost if (hint := did_you_mean(name, units))), ""):
        raise ArgumentError(
            f"{in_words(lost[0])} has a start, and is not in the table. Its units are: {in_words(sorted(units))}. "
            f"Write them alike, or leave it out.{near}"
        )
    if lost:
        notes = (*notes, f"Not in the table, so left out: {', '.join(map(str, lost[:6]))}.")
    kept = {name: day for name, day in starts.items() if name in units}
    alone = units == set(kept) and len(set(kept.values())) == 1
    if alone:
        notes = (*notes, "Every unit in the table began on the same day, so there is no unit to compare with.")
    return Plan("before and after" if alone else "units", kept, None, aside, notes)


def _by_column(rows: pd.DataFrame, aside: pd.Series) -> Plan:
    days = rows.dropna(subset=["start"]).groupby("unit")["start"]
    two = days.nunique()
    odd = list(two.index[two > 1])
    notes: tuple[str, ...] = ()
    if odd:
        aside = aside.mask(rows["unit"].isin(odd), "its unit has two starting days")
        notes = (
            f"Units with two starting days are set aside: {', '.join(map(str, odd[:6]))}. Say which one is right.",
        )
    starts = {str(name): day for name, day in days.min().items() if name not in odd}
    if not starts:
        raise ColumnError(
            "Every unit with a start has two of them. One start per unit was expected. Correct the column, or give "
            "the starts in a second file."
        )
    return _by_unit(rows[aside == ""], starts, aside, notes)


def _by_group(
    rows: pd.DataFrame, began: pd.Timestamp | None, new_group: Sequence[str], column: str, aside: pd.Series
) -> Plan:
    wanted = new_values(rows["pilot"], new_group, column=column)
    plain = _plain(rows["pilot"])
    new = plain.isin(wanted)
    aside = aside.mask(plain.isna(), f"no {column}")
    known = rows.assign(new=new)[plain.notna()]
    if known["day"].isna().all():
        return Plan("lot", {}, new, aside, _two_groups(plain, wanted, column))
    whole = known.groupby("unit")["new"].nunique()
    if (whole == 1).all():
        return _whole_units(known, began, new, aside, column, _two_groups(plain, wanted, column))
    found = find_starts(known.dropna(subset=["unit", "day"]), unit="unit", when="day", used="new")
    users = found[found["remark"] != "never"]
    before = users["cases_before"] / (users["cases_before"] + users["cases_since"])
    if not (found["remark"] == "never").any() and before.median() < EARLY:
        note = "Both groups are side by side in time and in the same units, so they are compared as if drawn by lot."
        return Plan("lot", {}, new, aside, (note, *_two_groups(plain, wanted, column)))
    starts = dict(zip(users["unit"].astype(str), users["began"], strict=True))
    notes = [f"A unit counts as begun from the first day on which its '{column}' is {' or '.join(wanted)}."]
    back = users.loc[users["remark"] == "changed back", "unit"].tolist()
    if back:
        notes.append(
            f"Changed back later: {', '.join(map(str, back[:6]))}. All their rows since the start count as pilot, so "
            "the effect found is too small if the change was really gone."
        )
    return _by_unit(known, starts, aside, tuple(notes))


def _whole_units(
    known: pd.DataFrame,
    began: pd.Timestamp | None,
    new: pd.Series,
    aside: pd.Series,
    column: str,
    notes: tuple[str, ...],
) -> Plan:
    pilots = known.loc[known["new"], "unit"].unique()
    if began is not None:
        return _by_unit(known, dict.fromkeys(pilots, began), aside, notes)
    note = (
        f"Column '{column}' says who was in the pilot, and nobody said since when: all rows count as since. "
        "Write began "
        '= "2025-05-12" to use the time before, which makes the comparison far better.'
    )
    return Plan("lot", {}, new, aside, (note, *notes))


def _two_groups(plain: pd.Series, wanted: Sequence[str], column: str) -> tuple[str, ...]:
    others = [word for word in dict.fromkeys(plain.dropna()) if word not in wanted]
    return (
        (f"Compared with {' or '.join(wanted)}: {counted(len(others), 'other group')} of '{column}' taken together "
         f"({', '.join(others[:6])}).",)
        if len(others) > 1
        else ()
    )  # fmt: skip
