"""Is the last period news, and in which group: each measure against its own noise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from millrace.effects.outcomes import outcome_values
from millrace.errors import ArgumentError, counted
from millrace.kpis import (
    against_baseline,
    assumptions,
    draw_baseline,
    false_alarms,
    measure,
    shares_against_baseline,
)
from millrace.reading import parse_dates
from millrace.reports.finding import Finding, chart_of
from millrace.reports.kpis.defining import Defined
from millrace.reports.kpis.figures import DAY, Figures

__all__ = ["OVER", "UNDER", "Watched", "check_group", "check_news", "day_of", "watch", "whole_periods"]

PER_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}
SEASON = {"day": 7, "week": 52, "month": 12, "quarter": 4}
NEWS, TOO_FEW = "news", "too few to say"
OVER, UNDER = "numerator of the measure", "denominator of the measure"


@dataclass(frozen=True)
class Watched:
    """A measure per period, held against its baseline.

    Parameters
    ----------
    one : Defined
        The measure.
    periods : DataFrame
        As `millrace.kpis.measure` makes it, for all rows.
    limits : DataFrame or None
        The whole periods with their limits; None where no period has a value.
    groups : DataFrame
        As ``periods``, by group; empty where there is none.
    until : Timestamp or None
        The last day of the baseline.
    """

    one: Defined
    periods: pd.DataFrame
    limits: pd.DataFrame | None
    groups: pd.DataFrame
    until: pd.Timestamp | None


def watch(figures: Figures, made: Sequence[Defined], *, baseline_until: str = "", sigmas: float = 3.0) -> list[Watched]:
    """Work each measure out per period and group, and hold it against its baseline.

    Parameters
    ----------
    figures : Figures
        From `read_figures`.
    made : sequence of Defined
        From `define`.
    baseline_until : str
        The last day of the baseline; all whole periods but the last if empty.
    sigmas : float
        The width of the limits.

    Returns
    -------
    list of Watched

    Raises
    ------
    ArgumentError
        When the end of the baseline is no day.
    """
    until = day_of(baseline_until, "baseline_until")
    return [_watched(figures, one, until, sigmas) for one in made]


def day_of(text: str, name: str) -> pd.Timestamp | None:
    """Read a day that was given as a setting; None where it is empty.

    Raises
    ------
    ArgumentError
        When it is no day.

    Examples
    --------
    >>> day_of("2025-05-12", "baseline_until")
    Timestamp('2025-05-12 00:00:00')
    """
    if not text:
        return None
    read = parse_dates(pd.Series([text])).iloc[0]
    if read["problem"]:
        raise ArgumentError(f"{name}='{text}' was given. A day was expected. Write it like 2025-05-12.")
    return pd.Timestamp(read["date"])


def _watched(figures: Figures, one: Defined, until: pd.Timestamp | None, sigmas: float) -> Watched:
    frame = figures.table.assign(**{OVER: one.numerator, UNDER: one.denominator})
    given: dict[str, Any] = {
        "numerator": OVER,
        "denominator": UNDER,
        "when": DAY,
        "every": figures.every,
        "as_of": figures.as_of,
    }
    periods = measure(frame, one.kpi, **given)
    groups = measure(frame, one.kpi, by=figures.group, **given) if figures.group else periods.head(0)
    whole = whole_periods(periods)
    if until is None and len(whole) > 1:
        until = whole["period"].iloc[-1] - pd.Timedelta(days=1)
    limits = _limits(whole, one.counts, until, sigmas) if whole["value"].notna().any() else None
    return Watched(one, periods, limits, groups, until)


def whole_periods(table: pd.DataFrame) -> pd.DataFrame:
    """Take the periods that are over and known; those without a row are left out."""
    gone = ["period not over", "no day", "no row", "nothing known yet", "partly too new"]
    return table[~table["remark"].isin(gone)].reset_index(drop=True)


def _limits(whole: pd.DataFrame, counts: bool, until: pd.Timestamp | None, sigmas: float) -> pd.DataFrame:
    if until is not None and not (whole["period"] <= until).any():
        raise ArgumentError(
            f"The baseline ends on {until:%Y-%m-%d}, before the first whole period of the file "
            f"({whole['period'].min():%Y-%m-%d}). A later day was expected. Write another baseline_until."
        )
    if not counts:
        return against_baseline(whole, value="value", when="period", baseline_until=until, sigmas=sigmas)
    given: dict[str, Any] = {
        "events": "numerator",
        "total": "denominator",
        "when": "period",
        "baseline_until": until,
        "sigmas": sigmas,
    }
    table = shares_against_baseline(whole, **given)
    found = assumptions(table).set_index("assumption")["found"]
    wide = found.get("more than chance", "") == "found"
    return shares_against_baseline(whole, between_periods=True, **given) if wide else table


def check_news(figures: Figures, watched: Watched) -> Finding:
    """Say whether the last whole period is news, and what makes the limits doubtful.

    Parameters
    ----------
    figures : Figures
        From `read_figures`.
    watched : Watched
        From `watch`.

    Returns
    -------
    Finding
    """
    name, every, table = watched.one.kpi.name, figures.every, watched.limits
    if table is None:
        why = watched.periods["remark"].replace("", "nothing known").value_counts().index[0]
        return Finding("news", (f"'{name}' has no {every} with a value ({why}), so nothing can be said.",))
    last, base = table.iloc[-1], int((table["role"] == "baseline").sum())
    said = [f"'{name}', {every} of {_says(last, watched.one)}", *_about_rows(watched.one)]
    if len(watched.periods) > len(table):
        gone = len(watched.periods) - len(table)
        said.append(f"Left out: {counted(gone, every)} without rows, not over, or not known yet.")
    said += _not_counted(watched, every)
    news = table[(table["verdict"] == NEWS) & (table["role"] == "watched")]
    if last["verdict"] == TOO_FEW:
        said.append(
            f"The baseline has {counted(base, every)}; 8 that differ are needed before anything can be called news."
        )
    elif len(table) - base > 1:
        said.append(
            f"Since the baseline, {len(news)} of {counted(len(table) - base, every)} "
            f"{'is' if len(news) == 1 else 'are'} news."
        )
    if last["verdict"] != TOO_FEW and base >= 2:
        said.append(
            false_alarms(baseline_periods=base, periods_per_year=PER_YEAR[every])["says"]
            .item()
            .replace("periods", f"{every}s")
        )
    if every in SEASON and base >= 2:
        found = assumptions(table, periods_per_year=SEASON[every])
        said += [row["says"].replace("Set between_periods=True.", "The limits are widened for that.")
                 .replace("the year before", "the week before" if every == "day" else "the year before")
                 for row in found.to_dict("records") if row["found"] == "found"]  # fmt: skip
    said += _against_target(watched, every)
    chart = chart_of(lambda: draw_baseline(table, name=name, unit=watched.one.kpi.unit)) if len(table) > 1 else None
    return Finding("news", tuple(said), _action(watched, last, every), chart=chart)


def _not_counted(watched: Watched, every: str) -> list[str]:
    """Say which rows and periods count in no value, and why."""
    table, said = watched.periods, []
    unknown, outside = int(table["not_known"].sum()), int(table["outside"].sum())
    zero = int((table["remark"] == "denominator is 0").sum())
    if unknown:
        said.append(f"{counted(unknown, 'row')} without a value for it that can be read, so counted nowhere.")
    if outside:
        said.append(f"{counted(outside, 'row')} in the numerator, but not in the denominator, so not counted.")
    if zero:
        said.append(f"{counted(zero, every)} with a denominator of 0, so without a value.")
    return said


def _says(last: pd.Series, one: Defined) -> str:
    if last["verdict"] == TOO_FEW:
        return str(last["says"]).replace("%", " %")
    least = 0.0 if (one.numerator.dropna() >= 0).all() else -np.inf
    low, high = (_number(max(last[end], least), one) for end in ("low", "high"))
    side = "outside" if last["verdict"] == NEWS else "inside"
    return f"{last['when']:%Y-%m-%d}: {_number(last['value'], one)} is {last['verdict']} ({side} {low} to {high})."


def _number(value: float, one: Defined) -> str:
    if one.counts:
        return f"{100 * value:.1f} %"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _about_rows(one: Defined) -> list[str]:
    """Say what a reader must know of single rows: some below 0, a few that are far larger, two units mixed."""
    known = one.numerator.dropna()
    below = int((known < 0).sum())
    if below:
        return [
            f"{counted(below, 'row')} of '{one.formula.numerator}' lie below 0: cancellations, perhaps. They "
            "count as they are."
        ]
    if one.counts or not (known > 0).any():
        return []
    heard = outcome_values(known.rename(one.formula.numerator), measure="amount")[1]
    plain = [
        text.replace("Give cap= to see what they do.", "They can move the mean of their period.") for text in heard
    ]
    return [text.replace("% of", " % of") for text in plain]


def _against_target(watched: Watched, every: str) -> list[str]:
    if watched.one.kpi.target is None:
        return []
    known = whole_periods(watched.periods)["against_target"]
    return [
        f"The target {watched.one.kpi.target:g} was reached in {int((known == 'reached').sum())} of "
        f"{counted(len(known), every)}."
    ]


def _action(watched: Watched, last: pd.Series, every: str) -> str:
    if last["verdict"] != NEWS:
        return ""
    good = {"higher": "up", "lower": "down"}.get(watched.one.kpi.direction, "")
    what = "better" if last["direction"] == good else "worse"
    return (
        f"Ask what was different in the {every} of {last['when']:%Y-%m-%d}: '{watched.one.kpi.name}' was {what} "
        "than chance "
        f"explains. Look at its guardrail too: {watched.one.kpi.guardrail}."
    )


def check_group(figures: Figures, watched: Watched, *, sigmas: float = 3.0) -> Finding:
    """Say in which groups the last period is news.

    Parameters
    ----------
    figures : Figures
        From `read_figures`.
    watched : Watched
        From `watch`.
    sigmas : float
        The width of the limits.

    Returns
    -------
    Finding
    """
    name, every = watched.one.kpi.name, figures.every
    if watched.groups.empty:
        return Finding("groups", (f"'{name}': no column of groups was named.",))
    rows = [row for group, part in watched.groups.groupby("group") if (row := _group(group, part, watched, sigmas))]
    if not rows:
        return Finding("groups", (f"'{name}': no group has a value in a whole {every}.",))
    table = pd.DataFrame(rows)
    judged, news = table[table["verdict"].isin([NEWS, "within the usual noise"])], table[table["verdict"] == NEWS]
    base = int((watched.limits["role"] == "baseline").sum()) if watched.limits is not None else 0
    said = [
        f"'{name}': in the last {every}, {len(news)} of {counted(len(judged), 'group')} that can be judged "
        f"{'is' if len(news) == 1 else 'are'} news."
    ]
    if len(judged) > 1 and base >= 2:
        chance = float(false_alarms(baseline_periods=base)["chance_per_period"].iloc[0])
        said.append(f"With so many looks, chance alone makes about {chance * len(judged):.2f} of them news.")
    action = ""
    if len(news):
        first = news.iloc[0]
        action = (
            f"Ask {first['group']} what was different in the last {every}: '{name}' there is outside its usual range."
        )
    return Finding("groups", tuple(said), action, table)


def _group(group: object, part: pd.DataFrame, watched: Watched, sigmas: float) -> dict | None:
    whole = whole_periods(part)
    if (
        whole.empty
        or whole["value"].isna().all()
        or (watched.until is not None and whole["period"].min() > watched.until)
    ):
        return None
    last = _limits(whole, watched.one.counts, watched.until, sigmas).iloc[-1]
    times, digits = (100, 1) if watched.one.counts else (1, 2)
    mark = " %" if watched.one.counts else ""
    least = 0.0 if (whole["value"].dropna() >= 0).all() else -np.inf

    def shown(value: float) -> str:
        return f"{times * max(value, least):,.{digits}f}{mark}" if np.isfinite(value) else ""

    ours = watched.limits
    if ours is not None and last["when"] != ours["when"].iloc[-1]:
        last = last.copy()
        last["value"], last["verdict"] = np.nan, "no row then"
    return {
        "measure": watched.one.kpi.name, "group": str(group), "last": shown(last["value"]),
        "usual": shown(last["centre"]),
        "from": shown(last["low"]), "to": shown(last["high"]), "verdict": last["verdict"],
    }  # fmt: skip
