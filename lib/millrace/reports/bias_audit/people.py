"""One row per person made ready: decision, groups, score and outcome; and what could not be used, with the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import stats

from millrace.errors import ArgumentError, ColumnError, counted, require_columns
from millrace.fairness.groups import MOST_GROUPS, names_persons
from millrace.reading.texts import as_text
from millrace.reports.bias_audit.opening import ATTRIBUTES, Opened
from millrace.reports.bias_audit.words import BAD, GOOD, NO, UNKNOWN, YES, answers_of, plain
from millrace.reports.file import places_of
from millrace.reports.finding import Finding
from millrace.reports.settings import as_list, as_numbers

__all__ = ["DECISION", "FEW", "OUTCOME", "Persons", "check_rows", "read_persons"]

DECISION, OUTCOME, SCORE, MERIT = "(decision)", "(outcome)", "(score)", "(merit)"
FEW = 5  # of fewer people neither a label nor an average is shown
FOLLOWED = 0.9
BY_CHANCE = 0.001
EDGES = (30, 45, 60)
NUMBERS = 12  # more different numbers than this are cut into bands
COMMON = {"female", "male", "f", "m", "w", "d", "woman", "man", "women", "men", "diverse", "divers", "weiblich",
          "männlich", "femme", "homme", "mujer", "hombre", "女", "男"}  # fmt: skip
TRUTH = {"true": "yes", "false": "no"}
BAD_HEADERS = ("default", "ausfall", "zahlungsausfall", "违约", "late", "verspätet", "impayé")


@dataclass(frozen=True)
class Persons:
    """People that can be audited.

    Parameters
    ----------
    frame : DataFrame
        One row per person used: the file's columns, those of groups cut and cleaned, and `DECISION`, `OUTCOME`, and
        the score and the ability as numbers.
    set_aside : DataFrame
        ``place`` and ``reason`` of each row that is not used; never what is in it.
    rows_read : int
        Rows of the file.
    decision, score, outcome, merit : str
        Headers, or empty.
    threshold : float or None
        Selected from this score on.
    low_is_good : bool
        Whether a low score is a good one, as with German grades; then `SCORE` and ``threshold`` have their sign turned.
    groups : tuple of str
        Columns of groups.
    refused : dict of str to str
        Columns that are no groups, and why.
    notes : tuple of str
        What else is to be known.
    named : tuple of str
        Settings of this step that a person has said.
    """

    frame: pd.DataFrame
    set_aside: pd.DataFrame
    rows_read: int
    decision: str
    score: str
    outcome: str
    merit: str
    threshold: float | None
    low_is_good: bool
    groups: tuple[str, ...]
    refused: dict[str, str]
    notes: tuple[str, ...]
    named: tuple[str, ...]

    def border(self, threshold: float) -> str:
        """Write a threshold as people say it: from 60 on, or, where low is good, up to 2.5."""
        return f"up to {-threshold:g}" if self.low_is_good else f"from {threshold:g} on"


def read_persons(
    files: Opened,
    *,
    groups: Sequence[str] = (),
    selected_value: object = "",
    outcome_value: object = "",
    threshold: float | None = None,
    good_score: str = "",
    age_edges: Sequence[float] = EDGES,
) -> Persons:
    """Read the people of a file.

    Parameters
    ----------
    files : Opened
        From `open_file`.
    groups : list of str
        More columns of groups.
    selected_value, outcome_value : str, optional
        The value that means selected, and that of a good outcome; by the words when empty.
    threshold : float, optional
        Selected from this score on, or up to it where low is good; without it, it is taken from the decisions where at
        least 90 % follow one.
    good_score : {"", "high", "low"}
        Which end of the score is the good one; told by the decisions when empty, and high where they do not tell.
    age_edges : list of float
        Where ages are cut.

    Returns
    -------
    Persons

    Raises
    ------
    ColumnError, ArgumentError
        When there is no decision, or no column of groups.
    """
    table, columns, threshold_said = files.people.table, files.people.columns, threshold
    groups = as_list(groups, "groups", columns=table.columns)
    require_columns(table, groups)
    frame, notes = table.reset_index(drop=True).copy(), []
    frame.attrs = {}
    score, outcome, merit = (columns[role] or "" for role in ("score", "outcome", "merit"))
    for header, name in ((score, SCORE), (merit, MERIT)):
        if header:
            frame[name] = _numbers(frame[header], header)
    decision = columns["decision"] or ""
    if good_score not in ("", "high", "low"):
        raise ArgumentError(f'good_score is \'{good_score}\'. Expected: "high" or "low". Write which end is good.')
    low = good_score == "low"
    if decision:
        frame[DECISION] = answers_of(frame[decision], name=decision, setting="selected_value", said=selected_value,
                                     yes=YES, no=NO)  # fmt: skip
        reason = np.where(plain(frame[decision]).isna(), "no decision", "the decision is neither yes nor no")
    else:
        passed = frame[SCORE].le if low else frame[SCORE].ge
        frame[DECISION] = passed(float(threshold or 0)).astype(float).where(frame[SCORE].notna())
        reason = np.full(len(frame), "no score")
        notes.append(
            f"No column of a decision: selected are scores of '{score}' {'up to' if low else 'from'} {threshold:g}"
            f"{'' if low else ' on'}."
        )
    aside = frame[DECISION].isna().to_numpy()
    places = places_of(table) if "intake" in table.attrs else "row " + pd.Series(range(1, len(table) + 1)).astype(str)
    lost = pd.DataFrame({"place": np.asarray(places)[aside], "reason": reason[aside]})
    frame = frame[~aside].reset_index(drop=True)
    if frame.empty:
        raise ColumnError(f"No row has a decision in '{decision or score}'. Some were expected. Name another column.")
    if outcome:
        frame[OUTCOME] = _outcome(frame[outcome], outcome, outcome_value)
        if frame[OUTCOME].isna().all():
            notes.append(f"Nobody's outcome in '{outcome}' can be read as good or bad, so errors are not looked at.")
            outcome = ""
    found, refused = _groups(frame, [c for role in ATTRIBUTES if (c := columns[role])], groups, decision,
                             columns["age"] or "", as_numbers(age_edges, "age_edges"), notes)  # fmt: skip
    for taken in (score, outcome, merit):
        if taken in found:
            raise ColumnError(f"'{taken}' is a group and a score or outcome as well. Name it in one place only.")
    if not found:
        why = "".join(f" '{name}': {said}." for name, said in refused.items())
        raise ColumnError(
            "No column of groups was found, such as sex, origin or age." + why + " At least one was expected. Name it: "
            'groups = ["..."] (in the command: --set groups=COLUMN).'
        )
    if score:
        low = low or (not good_score and bool(decision) and _low_is_good(frame, score, notes))
        if low:
            frame[SCORE] = -frame[SCORE]
            threshold = None if threshold is None else -threshold
        threshold = _threshold(frame, score, threshold, low, notes)
    given = {"groups": groups, "selected_value": selected_value, "outcome_value": outcome_value,
             "threshold": threshold_said, "good_score": good_score}  # fmt: skip
    named = [name for name, value in given.items() if value not in ("", None, [], ())]
    named += ["age_edges"] if tuple(as_numbers(age_edges, "age_edges")) != EDGES else []
    return Persons(frame, lost, len(table), decision, score, outcome, merit, threshold if score else None,
                   low and bool(score), tuple(found), refused, tuple(notes), tuple(named))  # fmt: skip


def _numbers(values: pd.Series, header: str) -> pd.Series:
    if pd.api.types.is_bool_dtype(values):
        return values.astype(float)
    read = pd.to_numeric(values, errors="coerce")
    if read.notna().sum() < values.notna().sum():
        read = read.fillna(pd.to_numeric(as_text(values).str.strip().str.replace(",", "."), errors="coerce"))
    if read.notna().sum() <= values.notna().sum() / 2:
        raise ColumnError(f"Column '{header}' holds text in most rows. Numbers were expected. Name another column.")
    return read.astype(float)


def _outcome(values: pd.Series, header: str, said: object) -> pd.Series:
    if values.isna().all():
        return pd.Series(np.nan, index=values.index)
    read = answers_of(values, name=header, setting="outcome_value", said=said, yes=GOOD, no=BAD)
    turned = said in ("", None) and any(word in header.casefold() for word in BAD_HEADERS)
    return 1 - read if turned and plain(values).isin(YES | NO).any() else read


def _groups(
    frame: pd.DataFrame, found: list[str], named: list[str], decision: str, age: str, edges: list[float],
    notes: list[str],
) -> tuple[list[str], dict[str, str]]:  # fmt: skip
    kept, refused = [], {}
    for column in dict.fromkeys([*found, *named]):
        if column == decision:
            raise ColumnError(f"'{column}' is the decision and was named as a group. Name a column that tells groups.")
        held = plain(frame[column])
        written = as_text(frame[column]).str.strip().where(~held.isin(("true", "false")), held.map(TRUTH))
        frame[column] = written.where(held.notna() & ~held.isin(UNKNOWN))
        as_number = pd.to_numeric(frame[column], errors="coerce")
        numeric = as_number.notna().sum() >= FOLLOWED * max(int(frame[column].notna().sum()), 1)
        if frame[column].isna().all():
            refused[column] = "it is empty"
        elif numeric and as_number.nunique() > (2 if column == age else NUMBERS):
            if not as_number.dropna().between(0, 120).all():
                refused[column] = "its numbers are neither ages nor groups"
                continue
            frame[column] = _banded(as_number, edges)
            notes.append(f"'{column}' was cut into bands at {', '.join(f'{edge:g}' for edge in edges)}.")
            kept.append(column)
        elif names_persons(frame[column]) or frame[column].nunique() > MOST_GROUPS:
            refused[column] = "it holds names, identifiers or free text, one or two people to a value"
        elif column in named and _copies(held, frame[DECISION]):
            refused[column] = "it is the decision under another name"
        else:
            frame[column] = _without_rare(frame[column])
            kept.append(column)
    return kept, refused


def _banded(ages: pd.Series, edges: Sequence[float]) -> pd.Series:
    cut = sorted(edges)
    labels = [f"0 to {cut[0] - 1:g}", *(f"{a:g} to {b - 1:g}" for a, b in pairwise(cut)),
              f"{cut[-1]:g} or over"]  # fmt: skip
    bands = pd.cut(ages, [-np.inf, *cut, np.inf], right=False, labels=labels)
    return bands.astype(object)


def _copies(held: pd.Series, decision: pd.Series) -> bool:
    both = pd.DataFrame({"held": held, "decision": decision}).dropna()
    return bool(both["decision"].nunique() == 2 and both["held"].nunique() == 2
                and both.drop_duplicates().shape[0] == 2 and both["held"].isin(YES | NO).all())  # fmt: skip


def _without_rare(values: pd.Series) -> pd.Series:
    """Hide the label of a group of fewer than five: it may be a name that somebody wrote into the wrong cell."""
    sizes = values.value_counts()
    rare = [one for one in sizes.index[sizes < FEW] if one.casefold() not in COMMON | YES | NO]
    hidden = {one: f"(label of fewer than {FEW}, no. {at})" for at, one in enumerate(sorted(rare), start=1)}
    return values.replace(hidden)


def _low_is_good(frame: pd.DataFrame, score: str, notes: list[str]) -> bool:
    """Tell by the decisions which end of the score is the good one; without a clear sign it is the high one."""
    known = frame[[SCORE, DECISION]].dropna()
    chosen = known[DECISION].to_numpy() > 0
    points = known[SCORE].to_numpy()
    if chosen.sum() < FEW or (~chosen).sum() < FEW:
        return False
    low = stats.mannwhitneyu(points[chosen], points[~chosen], alternative="less").pvalue < BY_CHANCE
    if low:
        notes.append(
            f"Those selected have lower values of '{score}' than the others, so low is taken for good, as with grades. "
            'If high is good, say so: good_score = "high" (in the command: --set good_score=high).'
        )
    return bool(low)


def _threshold(frame: pd.DataFrame, score: str, given: float | None, low: bool, notes: list[str]) -> float | None:
    known = frame[[SCORE, DECISION]].dropna()
    if given is not None or known.empty:
        return given
    best, right = _best_cut(known[SCORE].to_numpy(), known[DECISION].to_numpy() > 0)
    chosen = known[DECISION].mean()
    share, plainly = right / len(known), max(chosen, 1 - chosen)
    if share < FOLLOWED or (1 - share) > 0.5 * (1 - plainly) or chosen in (0, 1):
        notes.append(f"No threshold was named, and the decisions follow none of '{score}' well enough to guess one.")
        return None
    border = f"up to {-best:g} of '{score}'" if low else f"from {best:g} of '{score}' on"
    notes.append(
        f"The threshold was not named. {100 * share:.0f} % of the decisions are as if selected {border}, so this is "
        f"taken; {counted(len(known) - right, 'decision')} went against it."
    )
    return best


def _best_cut(points: np.ndarray, chosen: np.ndarray) -> tuple[float, int]:
    """Find the cut from which on most decisions are as if selected by it, and how many."""
    order = np.argsort(points, kind="stable")
    cuts, first = np.unique(points[order], return_index=True)
    yes_below = np.concatenate([[0], np.cumsum(chosen[order])])[first]
    right = (first - yes_below) + (chosen.sum() - yes_below)
    best = int(np.argmax(right))
    return float(cuts[best]), int(right[best])


def check_rows(persons: Persons) -> Finding:
    """Say how many rows are used, what was set aside and why, and of whom the group is not known.

    Parameters
    ----------
    persons : Persons
        From `read_persons`.

    Returns
    -------
    Finding
    """
    used, aside = len(persons.frame), len(persons.set_aside)
    said = [f"{persons.rows_read:,} rows read = {used:,} used + {aside:,} set aside."]
    said += [f"Set aside, {why}: {number:,}." for why, number in persons.set_aside["reason"].value_counts().items()]
    said += [
        f"Group unknown in '{one}': {counted(number, 'person').replace('persons', 'people')}, kept as (unknown)."
        for one in persons.groups
        if (number := int(persons.frame[one].isna().sum()))
    ]
    said += [f"'{name}' is not taken as a group: {why}." for name, why in persons.refused.items()]
    action = ""
    if aside > 0.05 * persons.rows_read:
        action = f"Find out what became of the {aside:,} people whose row was set aside; the audit lacks them."
    return Finding("rows", (*said, *persons.notes), action)
