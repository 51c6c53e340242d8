"""Applicants of a shared recruitment pool, the score that ranks them, and who was invited, hired and kept.

An agency screens applicants for all firms of an industrial park; the sample company is one of them. Nobody's sex,
origin or need of support enters the score. It counts breaks between jobs and the way to work, and neither is spread
evenly: breaks in a working life stop many who could do the work (Kristal, Nicks, Gloor and Hauser 2023, Nature Human
Behaviour 7, measure what they cost real applicants).
"""

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.sample_file import SampleFile, Truth, documented, write_plain
from lantern.trade import calendar
from lantern.words import names

__all__ = ["FILES", "INVITED_FROM", "TRUTHS", "applicants"]

INVITED_FROM = 60
JOBS = ["cutter", "stitcher", "shop assistant", "online shop", "office"]
JOB_SHARES = [0.14, 0.38, 0.22, 0.16, 0.10]
EDUCATION = ["lower secondary", "upper secondary", "vocational school", "college", "university"]
# The later somebody was born and the more the job is a desk's, the longer the schooling.
EDUCATION_STEPS = [-0.85, 0.15, 0.8, 1.5]
DESK_JOBS = ["online shop", "office"]
# Kilometres from the park, and where people live who grew up here or came from another province: rents fall outwards.
PLACES = pd.DataFrame(
    [
        ("Old Town", 4.0, 0.15, 0.05), ("Canal Side", 3.0, 0.13, 0.06), ("North Gate", 5.5, 0.13, 0.07),
        ("Market East", 6.0, 0.12, 0.08), ("Market West", 7.0, 0.11, 0.08), ("Foundry Road", 2.0, 0.08, 0.10),
        ("Tea Hill", 9.0, 0.08, 0.09), ("River Bend", 11.0, 0.06, 0.11), ("South Orchard", 12.5, 0.05, 0.11),
        ("Lotus Village", 14.0, 0.04, 0.10), ("Stone Bridge", 16.0, 0.03, 0.08), ("Airport Road", 19.0, 0.02, 0.07),
    ],
    columns=["place", "km", "local", "other province"],
)  # fmt: skip
APPLIED_BY_MONTH = np.array([0.5, 1.3, 1.9, 1.3, 1.0, 0.9, 0.9, 1.0, 1.2, 1.0, 0.8, 0.5])
# Points of the score: what one standard deviation, one kilometre, one referral is worth.
POINTS = {"education": 2.4, "experience": 2.6, "test": 3.2, "referral": 2.0, "kilometre": -0.3}
GAP_COUNTS_TO = 36
NEW_VERSION_SHIFT, NEW_VERSION_STRETCH = -3.9, 0.9
PROBATION_DAYS = 105


def applicants(company: Company) -> pd.DataFrame:
    """Return the agency's list of applicants with what became of each.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per applicant, with ``true_skill`` (mean 0, standard deviation 1), ``true_would_pass`` (probation, hired
        or not), ``true_tool_version`` and ``true_gap_points`` (what the break between jobs cost in the score).
    """
    people, tool, later = company.chance("applicants").spawn(3)
    table = _people(people)
    table["true_skill"] = _alike(people.standard_normal(len(table)), table["sex"].to_numpy())
    skill = table["true_skill"].to_numpy()
    table["test_result"] = _points(62 + 13 * (0.8 * skill + 0.6 * people.standard_normal(len(table))))
    _screen(tool, table)
    _invite(tool, table)
    _mark_small_group(tool, table)
    _hire(later, table)
    shown = [column.name for column in FILES[0].columns]
    return table[shown + [c for c in table.columns if c.startswith("true_")]]


def _people(rng: np.random.Generator) -> pd.DataFrame:
    days = _days(rng)
    count = len(days)
    sex = np.where(rng.random(count) < 0.54, "female", "male")
    origin = np.where(rng.random(count) < 0.46, "other province", "local")
    job = np.array(JOBS)[rng.choice(len(JOBS), count, p=JOB_SHARES)]
    age = (18 + 42 * rng.beta(1.5, 2.6, count)).astype("int64")
    gap = _gap_months(rng, sex, origin, age)
    place = _places(rng, origin)
    schooling = _alike(rng.standard_normal(count), sex) + (32 - age) / 22 + 0.9 * np.isin(job, DESK_JOBS)
    education = np.searchsorted(EDUCATION_STEPS, schooling)
    working_life = np.maximum(age - 16.5 - 1.2 * education, 0)
    serial = pd.Series(days.year).groupby(days.year).cumcount() + 1
    return pd.DataFrame(
        {
            "applicant_id": "A" + days.strftime("%y") + "-" + serial.astype(str).str.zfill(4),
            "name": _names(rng, count),
            "phone": names.mobile_numbers(rng, np.full(count, "CN")),
            "applied": days,
            "job": job,
            "sex": sex,
            "age": age,
            "origin": origin,
            "lives_in": PLACES["place"].to_numpy()[place],
            "commute_km": (PLACES["km"].to_numpy()[place] * rng.uniform(0.8, 1.25, count)).round(1),
            "education": np.array(EDUCATION)[education],
            "years_experience": np.maximum(working_life * rng.beta(2.2, 1.8, count) - gap / 12, 0).round(1),
            "gap_months": gap,
            "referral": rng.random(count) < 0.13,
            # Papers from elsewhere take a second visit a little more often; nobody is turned away for it.
            "papers_complete": rng.random(count) < np.where(origin == "local", 0.988, 0.938),
        }
    )


def _alike(values: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Take out what differs between groups by chance, so that none is better by luck of the draw."""
    return values - pd.Series(values).groupby(group).transform("mean").to_numpy()


def _days(rng: np.random.Generator) -> pd.DatetimeIndex:
    """Draw working days: many after the Lunar New Year, few before it, none while the agency is closed."""
    days = pd.date_range(calendar.START, calendar.END)
    weights = APPLIED_BY_MONTH[days.month - 1] * (days.day_of_week < 6)
    for holiday in pd.to_datetime(calendar.LUNAR_NEW_YEAR):
        after = (days - holiday).days.to_numpy()
        weights = np.where((after > -8) & (after < 9), 0, weights * (1 + 1.2 * np.exp(-0.5 * ((after - 18) / 7) ** 2)))
    count = int(rng.integers(1950, 2300))
    return days[np.sort(rng.choice(len(days), count, p=weights / weights.sum()))]


def _names(rng: np.random.Generator, count: int) -> np.ndarray:
    """Draw names whose given part says nothing of sex, so that the name is no second proxy."""
    surnames = np.array([latin for latin, _ in names.SURNAMES])[rng.integers(len(names.SURNAMES), size=count)]
    parts = [latin for latin, _ in names.SYLLABLES]
    given = np.array([(one + two).capitalize() for one in parts for two in parts if one != two])
    return surnames + " " + given[rng.integers(len(given), size=count)].astype(object)


def _gap_months(rng: np.random.Generator, sex: np.ndarray, origin: np.ndarray, age: np.ndarray) -> np.ndarray:
    """Draw the longest break between jobs: whoever cared for children or parents has a longer one more often."""
    woman = sex == "female"
    caring_years = woman & (age >= 24) & (age <= 46)
    chance = np.select([caring_years, woman], [0.55, 0.32], 0.2) + 0.04 * (origin != "local")
    mean = np.where(woman, 15.0, 7.5) * np.where(origin == "local", 1.0, 1.15)
    months = 2 + rng.gamma(2.0, mean / 2)
    return np.where(rng.random(len(sex)) < chance, months.round(), 0).clip(0, 60).astype("int64")


def _places(rng: np.random.Generator, origin: np.ndarray) -> np.ndarray:
    drawn = rng.random(len(origin))
    chosen = [np.searchsorted(PLACES[o].cumsum().to_numpy()[:-1], drawn) for o in ("local", "other province")]
    return np.where(origin == "local", *chosen)


def _points(values: np.ndarray) -> np.ndarray:
    return np.asarray(values).round().clip(0, 100).astype("int64")


def _screen(rng: np.random.Generator, table: pd.DataFrame) -> None:
    """Score everybody; the weight of breaks is the one at which women pass about 0.7 times as often as men."""
    new = (table["applied"] >= pd.Timestamp("2025-02-17") + pd.Timedelta(days=int(rng.integers(70)))).to_numpy()
    rest = _rest_of_score(rng, table)
    counted = table["gap_months"].clip(upper=GAP_COUNTS_TO).to_numpy()
    women = (table["sex"] == "female").to_numpy()
    weights, aim = np.arange(0.24, 1.31, 0.02), rng.uniform(0.68, 0.725)
    ratios = [_ratio(_score(rest - weight * counted, new) >= INVITED_FROM, women) for weight in weights]
    weight = weights[np.abs(np.array(ratios) - aim).argmin()]
    table["screening_score"] = _score(rest - weight * counted, new)
    table["true_tool_version"] = np.where(new, "3.0", "2.3")
    table["true_gap_points"] = (weight * counted).round(1)


def _rest_of_score(rng: np.random.Generator, table: pd.DataFrame) -> np.ndarray:
    standard = {
        "education": table["education"].map(EDUCATION.index),
        "experience": np.sqrt(table["years_experience"]),
        "test": table["test_result"],
    }
    score = sum(POINTS[name] * (values - values.mean()) / values.std() for name, values in standard.items())
    score += POINTS["referral"] * table["referral"] + POINTS["kilometre"] * table["commute_km"]
    return score.to_numpy() + rng.normal(0, 1.2, len(table))


def _score(raw: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Put points on the tool's scale: the old version lets 46 in a hundred through, the new one marks lower."""
    old = raw - np.quantile(raw[~new], 0.54) + INVITED_FROM
    middle = old.mean()
    return _points(np.where(new, middle + (old - middle) * NEW_VERSION_STRETCH + NEW_VERSION_SHIFT, old))


def _ratio(invited: np.ndarray, group: np.ndarray) -> float:
    return invited[group].mean() / invited[~group].mean()


def _invite(rng: np.random.Generator, table: pd.DataFrame) -> None:
    by_score = table["screening_score"] >= INVITED_FROM
    chance = rng.random(len(table))
    pulled_up = ~by_score & (chance < np.where(table["referral"], 0.12, 0.015))
    table["invited"] = (by_score & (chance > 0.012)) | pulled_up


def _mark_small_group(rng: np.random.Generator, table: pd.DataFrame) -> None:
    """Mark a few who asked for an adapted workplace; that fewer of them were invited is chance, nothing causes it."""
    size = int(rng.integers(31, 45))
    invited = round(0.71 * table["invited"].mean() * size)
    groups = [np.flatnonzero(table["invited"]), np.flatnonzero(~table["invited"])]
    chosen = [rng.choice(rows, n, replace=False) for rows, n in zip(groups, (invited, size - invited), strict=True)]
    table["adapted_workplace"] = np.isin(np.arange(len(table)), np.concatenate(chosen))


def _hire(rng: np.random.Generator, table: pd.DataFrame) -> None:
    skill, noise = table["true_skill"], rng.standard_normal(len(table))
    # A long way to work makes people leave; a break costs a little practice, far less than the score takes off.
    burden = 0.03 * (table["commute_km"] - 8) + 0.017 * table["gap_months"].clip(upper=GAP_COUNTS_TO)
    strength = 0.85 * skill + 0.75 * noise - burden
    table["true_would_pass"] = strength > -0.95
    liked = 1 / (1 + np.exp(0.25 - 0.5 * skill - 0.4 * table["referral"]))
    table["hired"] = table["invited"] & (rng.random(len(table)) < liked)
    known = table["hired"] & (table["applied"] + pd.Timedelta(days=PROBATION_DAYS) <= calendar.END)
    ended = np.where(rng.random(len(table)) < 0.62, "left", "ended by the firm")
    table["probation"] = pd.Series(np.where(table["true_would_pass"], "passed", ended), dtype=object).where(known, None)
    performance = 66 + 9 * skill + 5 * rng.standard_normal(len(table))
    kept = known & table["true_would_pass"]
    table["performance"] = performance.round().clip(20, 100).where(kept).astype("Int64")


def _selection_rates(table: pd.DataFrame) -> dict:
    rates = table.groupby(["sex", "origin"])["invited"].mean()
    women = (table["sex"] == "female").to_numpy()
    return {
        "ratio": f"{_ratio(table['invited'].to_numpy(), women):.2f}",
        "both": f"{rates['female', 'other province'] / rates['male', 'local']:.2f}",
        "points": f"{table.loc[women, 'true_gap_points'].mean() - table.loc[~women, 'true_gap_points'].mean():.1f}",
        "test": f"{abs(table.groupby('sex')['test_result'].mean().diff().iloc[-1]):.1f}",
        "able": int((table["true_would_pass"] & ~table["invited"] & women).sum()),
    }


def _small_groups(table: pd.DataFrame) -> dict:
    few = table["adapted_workplace"].to_numpy()
    away = (table["origin"] != "local").to_numpy()
    return {
        "few": int(few.sum()),
        "few_ratio": f"{_ratio(table['invited'].to_numpy(), few):.2f}",
        "papers_ratio": f"{_ratio(table['papers_complete'].to_numpy(), away):.2f}",
    }


def _drift(table: pd.DataFrame) -> dict:
    new = table["true_tool_version"] == "3.0"
    rate = table.groupby(new)["invited"].mean()
    first = table.loc[new, "applied"].min().strftime("%Y-%m-%d")
    return {"from": first, "before": f"{rate[False]:.0%}", "after": f"{rate[True]:.0%}"}


FILES = (
    SampleFile(
        "applicants.csv",
        "Applicants of the industrial park's shared recruitment pool",
        "application of one person",
        "What became of people is known only for those hired, and only once their probation is over. Names and "
        "telephone numbers are not masked.",
        documented("""
            applicant_id | string | Number of the application, with the year
            name | string | Name as on the form
            phone | string | Mobile number, international form
            applied | date | Day of the application
            job | string | Job applied for: cutter, stitcher, shop assistant, online shop, office
            sex | string | female or male, as on the form
            age | integer | Age on that day, years
            origin | string | local (Zhejiang) or other province, by place of registration
            lives_in | string | Part of town
            commute_km | number | Way to the park, kilometres
            education | string | lower secondary, upper secondary, vocational school, college, university
            years_experience | number | Years of paid work so far
            gap_months | integer | Longest break between two jobs in the last five years, months
            referral | boolean | Recommended by somebody who works in the park
            adapted_workplace | boolean | Asked for an adapted workplace, such as seated work or larger print
            papers_complete | boolean | Papers complete at the first visit; otherwise a second visit was needed
            test_result | integer | Work sample at the agency's bench or desk, 0 to 100; everybody does it
            screening_score | integer | Score of the agency's screening tool, 0 to 100
            invited | boolean | Invited to an interview: the rule says from 60 points; people override it now and then
            hired | boolean | Hired by a firm of the park
            probation | string | passed, left, ended by the firm; empty when not hired or not over yet
            performance | integer | Points from the foreman or shop manager after probation, 0 to 100; only who passed
        """),
        write_plain(applicants),
        key=("applicant_id",),
        warning="applicants.csv is synthetic: files on real applicants would expose people, and the course needs a "
        "bias whose cause is known. Its screening score disadvantages some groups through what stands for them, and "
        "small groups mislead. Use it to learn how to assess and mitigate harm; never decide about anyone with it, and "
        "conclude nothing from it about real groups.",
    ),
)

TRUTHS = (
    Truth(
        "applicant_bias",
        ("applicants.csv",),
        "women are invited {ratio} times as often as men, women from other provinces {both} times as often as local "
        "men, though the work sample differs by {test} points only: the score takes {points} points more off women for "
        "breaks between jobs, and points off everybody for the way to work; sex and origin do not enter it",
        "allocation harm: {able} women who would have passed probation were not invited; dropping the column of sex "
        "changes nothing, and firms that lack stitchers miss people who can do the work",
        applicants,
        _selection_rates,
    ),
    Truth(
        "applicant_small_groups",
        ("applicants.csv",),
        "of {few} applicants who asked for an adapted workplace {few_ratio} times as many were invited, by chance "
        "alone; complete papers differ by origin beyond chance, but the ratio is {papers_ratio} and nobody is "
        "refused for it",
        "an accusation without grounds, or a quarter spent on a gap that harms nobody, while the real one stays",
        applicants,
        _small_groups,
    ),
    Truth(
        "applicant_drift",
        ("applicants.csv",),
        "the screening tool changed on {from}: the same people get fewer points, the bar stayed; invited fell from "
        "{before} to {after}",
        "good applicants turned away for months, and the gap between groups grows, without an error message",
        applicants,
        _drift,
    ),
)
