"""The answers to one question side by side, and the verdict of the one that compares."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from millrace.effects import balance, by_lot, compare_adjusted, compare_answers, effect, placebo_dates
from millrace.effects.lots import mean_difference
from millrace.effects.outcomes import outcome_values
from millrace.effects.verdicts import HARMS, NOT_COMPARABLE, NOT_SHOWN, SPLIT_BROKEN, TOO_FEW, WORKS, sentence
from millrace.errors import ArgumentError, ColumnError, counted
from millrace.reports.pilot.cases import Cases, over_time
from millrace.reports.pilot.coming_in import more_cases, other_cases
from millrace.reports.pilot.opening import Opened
from millrace.reports.pilot.rows import ALL, DAY, NEW, UNIT
from millrace.reports.pilot.values import is_outcome

__all__ = ["NO_COMPARISON", "Judged", "earlier_starts", "judge", "lot_unit"]

NO_COMPARISON = "no comparison"
IF_ALIKE = ", if nothing else differs"
EARLIER, FAR = (4, 8, 12), 20
NOTABLE = 0.25  # of the effect: what moved before the start by less cannot be the whole of it
ENDS = ("change", "change_low", "change_high", "change_share", "share_low", "share_high")


@dataclass(frozen=True)
class Judged:
    """The answers, and what may be said.

    Parameters
    ----------
    question : str
        What is estimated, and for whom.
    answers : DataFrame
        One row per answer: ``answer``, ``change``, ``change_low``, ``change_high``, ``change_share``, ``share_low``,
        ``share_high``, ``fault``. The last is the best that the file allows.
    verdict, sentence : str
        What may be said.
    remarks : tuple of str
        What a reader must know beside the number.
    doubts : tuple of str
        Why the verdict should not be relied on.
    placebo : DataFrame or None
        What the method finds before the start.
    """

    question: str
    answers: pd.DataFrame
    verdict: str
    sentence: str
    remarks: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    placebo: pd.DataFrame | None = None

    @property
    def shown(self) -> bool:
        """Say whether an effect, good or bad, is shown without a doubt."""
        return self.verdict in (WORKS, HARMS) and not self.doubts

    @property
    def best(self) -> dict[str, float]:
        """Return the numbers of the best answer."""
        return {name: float(self.answers.iloc[-1][name]) for name in ENDS}


def judge(files: Opened, cases: Cases, *, drawn_by_lot: bool | None = None, planned_share: float = 0.5) -> Judged:
    """Answer the question in the ways that the file allows, and say what may be relied on.

    Parameters
    ----------
    files : Opened
        From `open_files`.
    cases : Cases
        From `read_cases`.
    drawn_by_lot : bool, optional
        Whether lot decided who was in the new group; without it a file without days is taken so, and held against its
        other columns.
    planned_share : float
        Of a lot: the share that the new group was to have.

    Returns
    -------
    Judged
    """
    if cases.plan.design == "lot":
        return _judge_lot(files, cases, drawn_by_lot, planned_share)
    if cases.ours is None:
        return _judge_before_and_after(cases)
    return _judge_units(files, cases)


def _judge_units(files: Opened, cases: Cases) -> Judged:
    ours = cases.ours
    assert ours is not None
    found = effect(ours).iloc[0]
    answers = compare_answers(ours)
    answers = answers[answers["answer"] != "best week"].reset_index(drop=True)
    answers["answer"] = answers["answer"].replace({
        "pilot against others": "pilot against the others",
        "against comparison units": "both: before and after, against the others",
    })  # fmt: skip
    if cases.weighted:
        naive = answers["fault"] != ""
        answers.loc[naive, [name for name in ENDS if name.endswith(("_low", "_high"))]] = np.nan
    placebo = earlier_starts(cases)
    doubts = []
    moved = placebo[placebo["verdict"] == "moved before the start"]
    if len(moved) and moved["change"].abs().max() >= NOTABLE * abs(float(answers["change"].iloc[-1])):
        doubts.append(
            f"The pilot units had moved away from the others already before the start ({_steps(moved, cases.step)} "
            "earlier the same method finds an effect): what it finds since may be more of the same."
        )
    heard = outcome_values(cases.frame[cases.outcome], measure=cases.measure, cap=cases.cap)[1]
    doubts += [text for text in heard if "two heaps" in text]
    doubts += list(filter(None, [other_cases(files, cases)]))
    remarks = list(filter(None, [*(one for one in heard if "two heaps" not in one), _capped(cases), more_cases(cases)]))
    return Judged(
        found["question"], answers, found["verdict"], found["sentence"], tuple(remarks), tuple(doubts), placebo
    )


def _steps(moved: pd.DataFrame, step: str) -> str:
    listed = [str(n) for n in moved["earlier"]]
    return f"{' and '.join(listed)} {step}{'s' * (listed != ['1'])}"


def earlier_starts(cases: Cases) -> pd.DataFrame:
    """Pretend earlier starts, as far as the time before allows.

    Parameters
    ----------
    cases : Cases
        With a pilot.

    Returns
    -------
    DataFrame
        As `millrace.effects.placebo_dates`; without a row where the time before is too short.
    """
    ours = cases.ours
    assert ours is not None
    before = int(ours.began.min())
    tried = [back for back in EARLIER if back <= before // 2] or ([before // 2] if before >= 2 else [])
    parts = []
    for back in tried:
        try:
            parts.append(placebo_dates(ours, earlier=[back]))
        except (ArgumentError, ColumnError):  # so few rows are left that nothing can be compared
            parts.append(pd.DataFrame([{"earlier": back, "cases": 0, "verdict": TOO_FEW}]))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["earlier", "cases", "verdict"])


def _capped(cases: Cases) -> str:
    """Say what very large amounts do to the verdict, where there are some."""
    if cases.measure != "amount" or cases.cap is not None or cases.ours is None:
        return ""
    values = cases.frame[cases.outcome].to_numpy()
    remarks = outcome_values(cases.frame[cases.outcome], measure="amount")[1]
    if not any("Give cap=" in text for text in remarks):
        return ""
    cap = float(FAR * np.median(values[values > 0]))
    ours, _ = over_time(replace(cases, cap=cap))
    if ours is None:
        return ""
    return f"With amounts above {cap:,.4g} counted as {cap:,.4g}: {effect(ours)['sentence'].iloc[0]}"


def _judge_before_and_after(cases: Cases) -> Judged:
    start = cases.frame[UNIT].map(cases.plan.starts)
    mine = start.notna()
    values, day = cases.frame[cases.outcome].to_numpy(), cases.frame[DAY]
    after, before = values[mine & (day >= start)], values[mine & (day < start)]
    if not len(after) or not len(before):
        gone = "before" if len(after) else "since"
        said = f"Too few to say: no case of the pilot lies {gone} the start."
        empty = pd.DataFrame(
            [{"answer": "before and after", **dict.fromkeys(ENDS, np.nan), "fault": "nothing to compare"}]
        )
        return Judged(_question(cases, len(after)), empty, TOO_FEW, said)
    row = _row("before and after", after, before, cases.weighted) | {"fault": "season, chance, other questions"}
    said = (
        f"No comparison: {cases.outcome} went from {before.mean():,.4g} to {after.mean():,.4g}, and nothing in "
        "the file "
        "tells the pilot from the season, from a trend, or from units chosen in a bad month. So no effect is claimed."
    )
    return Judged(_question(cases, len(after)), pd.DataFrame([row]), NO_COMPARISON, said)


def _question(cases: Cases, number: int) -> str:
    return (
        f"How did {cases.outcome} of {counted(len(cases.plan.starts), 'unit')} differ before and since the start "
        f"({number:,} cases since)? There is nobody to compare with."
    )


def _row(name: str, one: np.ndarray, two: np.ndarray, weighted: bool) -> dict[str, object]:
    change, usual = float(one.mean() - two.mean()), float(two.mean())
    low, high = (np.nan, np.nan)
    if min(len(one), len(two)) >= 2 and not weighted:
        low, high, _ = mean_difference(one, two, confidence=0.95)
    shares = [value / usual if usual else np.nan for value in (change, low, high)]
    return {"answer": name, **dict(zip(ENDS, [change, low, high, *shares], strict=True))}


def lot_unit(cases: Cases) -> str | None:
    """Return the column of what the lot was drawn for, where a unit has several rows and one group.

    Parameters
    ----------
    cases : Cases
        Of two groups.

    Returns
    -------
    str or None
    """
    groups = cases.frame.groupby(UNIT)[NEW].nunique()
    return UNIT if len(groups) > 1 and (groups == 1).mean() > 0.5 and groups.index[0] != ALL else None


def _judge_lot(files: Opened, cases: Cases, drawn_by_lot: bool | None, planned_share: float) -> Judged:
    whole_units = any("nobody said since when" in note for note in cases.plan.notes)
    chosen = drawn_by_lot is False or (drawn_by_lot is None and whole_units)
    share = float(cases.frame[NEW].mean()) if chosen else planned_share
    unit = lot_unit(cases)
    if chosen and unit:
        share = float(cases.frame.groupby(unit)[NEW].first().mean())
    if not 0 < share < 1:
        raise ColumnError(
            "All rows that can be used are of one group. Two groups were expected: "
            f"{cases.set_aside['reason'].head(1).tolist()}"
        )
    found = by_lot(
        cases.frame, group=NEW, new=True, outcome=cases.outcome, measure=cases.measure, better=cases.better, unit=unit,
        planned_share=share, cap=cases.cap,
    ).iloc[0]  # fmt: skip
    row = {"answer": "new group against the other", **{name: found[name] for name in ENDS}, "fault": ""}
    column = files.outcomes.columns["pilot"]
    question = (
        f"How does {cases.outcome} of the {int(found['new_cases']):,} with the new way ('{column}') differ from the "
        f"{int(found['old_cases']):,} without, {'for all in the lot' if not chosen else 'who were not drawn by lot'}?"
    )
    judged = Judged(
        question, pd.DataFrame([row]), found["verdict"], found["sentence"], (found["remarks"],) * bool(found["remarks"])
    )
    if found["verdict"] == SPLIT_BROKEN:
        hint = (
            " If another share than a half was planned, write it as planned_share; if nobody drew lots, "
            "drawn_by_lot = False."
        )
        return replace(
            judged,
            answers=judged.answers.assign(fault="the split is broken"),
            sentence=judged.sentence.replace("in 0 of tests", "in practically no test") + hint,
        )
    return _held_alike(files, cases, judged, chosen, drawn_by_lot)


def _held_alike(files: Opened, cases: Cases, judged: Judged, chosen: bool, drawn_by_lot: bool | None) -> Judged:
    """Look whether the groups are alike in other columns, and compare like with like where that was asked for."""
    frame = cases.frame
    named = [column for column in cases.given if frame[column].notna().all()]
    if named and drawn_by_lot is not True:
        try:
            table = compare_adjusted(
                frame,
                group=NEW,
                new=True,
                outcome=cases.outcome,
                given=named,
                measure=cases.measure,
                better=cases.better,
            )
        except ColumnError as why:
            return replace(judged, remarks=(*judged.remarks, str(why)))
        if chosen or table["verdict"].iloc[0] == NOT_COMPARABLE:
            last = table.iloc[-1]
            rows = [
                {"answer": row["comparison"], **_ends(row, frame, cases), "fault": "groups differ" if n == 0 else ""}
                for n, row in enumerate(table.to_dict("records"))
            ]
            return replace(judged, answers=pd.DataFrame(rows), verdict=last["verdict"], sentence=last["sentence"])
        return judged
    far = _far_apart(files, cases)
    if far and drawn_by_lot is not True:
        said = (
            f"Groups not comparable: they differ in {', '.join(far[:4])}. A lot does not do that. If these were "
            "measured "
            "after the start, say drawn_by_lot = True; if they were known before, name them in known_before, so that "
            "like is compared with like."
        )
        return replace(
            judged, answers=judged.answers.assign(fault="groups differ"), verdict=NOT_COMPARABLE, sentence=said
        )
    if chosen and judged.verdict in (WORKS, HARMS):
        return replace(
            judged, verdict=judged.verdict + IF_ALIKE, sentence=judged.sentence.replace(":", IF_ALIKE + ":", 1)
        )
    return judged


def _ends(row: dict, frame: pd.DataFrame, cases: Cases) -> dict[str, float]:
    usual = float(frame.loc[~frame[NEW], cases.outcome].mean())
    own = {name: float(row[name]) for name in ENDS[:3]}
    return own | {share: own[end] / usual if usual else np.nan for share, end in zip(ENDS[3:], ENDS[:3], strict=True)}


def _far_apart(files: Opened, cases: Cases) -> list[str]:
    """Name the other columns of the file in which the two groups lie far apart."""
    table, taken = files.outcomes.table, set(filter(None, files.outcomes.columns.values()))
    if len(cases.frame) != cases.rows_used:
        return []
    kept = table.drop(index=cases.set_aside["row"].tolist()).reset_index(drop=True)
    other = [c for c in table.columns if c not in taken and (is_outcome(kept[c]) or kept[c].nunique() <= 12)]
    numbers = pd.DataFrame({NEW: cases.frame[NEW].to_numpy()})
    for column in other:
        if pd.api.types.is_numeric_dtype(kept[column]):
            numbers[column] = kept[column]
        elif kept[column].nunique() <= 12:
            numbers[column] = kept[column].astype(str)
    names = [c for c in numbers.columns if c != NEW]
    if not names:
        return []
    found = balance(numbers, group=NEW, new=True, columns=names)
    return list(dict.fromkeys(found.loc[found["verdict"] == "far apart", "what"]))


def in_sentence(verdict: str, row: dict[str, float], measure: str) -> str:
    """Say a verdict with its range in the way of its measure.

    Examples
    --------
    >>> in_sentence("works", {"share_low": -0.2, "share_high": -0.1}, "amount")
    'Works: lower by between 10 % and 20 %.'
    """
    if verdict == NOT_SHOWN and not np.isfinite([row.get("change_low", 0.0), row.get("change_high", 0.0)]).all():
        return "Not shown."
    kind = {"amount": "%", "share": "points"}.get(measure, "")
    low, high = ("share_low", "share_high") if measure == "amount" else ("change_low", "change_high")
    return sentence(verdict, row[low], row[high], unit=kind)
