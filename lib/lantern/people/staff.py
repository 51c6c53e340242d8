"""What the 26 people of the company answered in three surveys: before, at the start of and after a chatbot pilot."""

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.people.applicants import applicants
from lantern.people.survey_phrases import CONCERN, SHORT_ANSWERS, TAKE_OVER
from lantern.sample_file import SampleFile, Truth, documented, write_plain
from lantern.words.phrases import roughen, write

__all__ = ["FILES", "QUASI_IDENTIFIERS", "QUESTIONS", "TRUTHS", "WAVES", "staff_survey"]

WAVES = ["2024-11", "2025-05", "2025-11"]
ROLES = {"workshop": 14, "sales": 8, "office": 4}
AGE_BANDS = ["under 25", "25-34", "35-44", "45-54", "55 and over"]
AGE_SHARES = {
    "workshop": [0.08, 0.2, 0.27, 0.3, 0.15],
    "sales": [0.22, 0.4, 0.22, 0.12, 0.04],
    "office": [0.1, 0.35, 0.3, 0.2, 0.05],
}
HEAVY_USERS, AGREEABLE = 5, 5
QUESTIONS = {
    "workload": "My workload is too high.",
    "skills": "I can use the AI tools that we have for my own tasks.",
    "trust": "I trust what an AI tool tells me at work.",
    "fear": "I worry that AI will take over my tasks.",
    "easier": "AI makes my work easier.",
    "harder": "AI makes my work harder.",
    "asked": "I am asked before a new tool is brought in.",
    "trained": "I had enough time to learn the tools.",
    "use_days": "On how many of your last five working days did you use an AI tool?",
    "take_over": "What should AI take off you, and what must stay with people?",
    "concern": "What worries you about AI at work, or what should change?",
}
OPEN_QUESTIONS = ["take_over", "concern"]
# From wave to wave: days of use, and how far workload and trust move.
USE = {"heavy": [1.4, 2.2, 4.6], "sales": [0.5, 1.0, 1.9], "office": [0.5, 1.3, 2.0], "workshop": [0.1, 0.3, 0.5]}
WORKLOAD = {"workshop": [3.5, 3.4, 2.9], "sales": [3.0, 3.1, 4.3], "office": [3.1, 3.1, 3.1]}
TRUST = {"heavy": [4.1, 4.1, 2.4], "others": [2.9, 3.05, 3.35]}
# Of each kind of work, how many of the busiest have no time for the last survey.
NO_TIME = {"workshop": 3, "sales": 2, "office": 1}
QUASI_IDENTIFIERS = {
    "applicants.csv": ["age", "lives_in", "job", "applied_month"],
    "staff_survey.csv": ["role", "age_band"],
}


def staff_survey(company: Company) -> pd.DataFrame:
    """Return the answers that were handed in.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per answer, with ``true_opinion`` (before rounding and without the habit of agreeing),
        ``true_agreeable``, ``true_heavy_user`` and ``true_answered`` (always True here).
    """
    answers = _answers(company)
    return answers[answers["true_answered"]].reset_index(drop=True)


def _answers(company: Company) -> pd.DataFrame:
    """Return everybody's answers, those of people who did not answer too: only the truth has them."""
    people_chance, points_chance, skipped, words_chance = company.chance("staff survey").spawn(4)
    people = _people(people_chance)
    waves = [_opinions(points_chance, people, wave) for wave in range(len(WAVES))]
    busy = _too_busy(people, waves[1]["workload"])
    parts = []
    for wave, opinions in enumerate(waves):
        points = _as_keyed(people, opinions)
        part = _long(people, points, opinions).assign(wave=WAVES[wave])
        part["answer_text"] = _texts(words_chance, people, part, wave)
        away = busy if wave == 2 else _on_leave(skipped, busy)
        part["true_answered"] = ~part["respondent"].isin(people.loc[away, "respondent"]) & _filled_in(skipped, part)
        parts.append(part.sort_values(["respondent", "place"]))
    table = pd.concat(parts, ignore_index=True)
    shown = [column.name for column in FILES[0].columns]
    return table[[*shown, "true_opinion", "true_agreeable", "true_heavy_user", "true_answered"]]


def _people(rng: np.random.Generator) -> pd.DataFrame:
    role = np.repeat(list(ROLES), list(ROLES.values()))
    band = np.array([rng.choice(len(AGE_BANDS), p=AGE_SHARES[r]) for r in role])
    count = len(role)
    heavy = np.isin(np.arange(count), rng.choice(np.flatnonzero(role == "sales"), HEAVY_USERS, replace=False))
    busy = rng.normal(0, 0.8, count)
    # Never the busiest, so that the habit of agreeing cannot pass for a high workload where people fall silent.
    calm = np.flatnonzero(~heavy & (busy < 0.3))
    agreeable = np.isin(np.arange(count), rng.choice(calm, min(AGREEABLE, len(calm)), replace=False))
    return pd.DataFrame(
        {
            "respondent": [f"P{number:02d}" for number in rng.permutation(count) + 1],
            "role": role,
            "age_band": np.array(AGE_BANDS)[band],
            "years": np.where(band >= 3, 12 + 8 * (band - 2) + rng.integers(0, 7, count), 0),
            "kind": np.where(heavy, "heavy", role),
            "true_heavy_user": heavy,
            "true_agreeable": agreeable,
            "busy": busy,
            "trusting": rng.normal(0, 0.35, count),
            "anxious": rng.normal(0, 0.5, count),
        }
    )


def _opinions(rng: np.random.Generator, people: pd.DataFrame, wave: int) -> pd.DataFrame:
    noise = pd.DataFrame(rng.normal(0, 0.3, (len(people), len(QUESTIONS))), columns=list(QUESTIONS))
    use = people["kind"].map({kind: days[wave] for kind, days in USE.items()}) + 0.6 * noise["use_days"]
    trust = np.where(people["true_heavy_user"], TRUST["heavy"][wave], TRUST["others"][wave]) + people["trusting"]
    easier = 2.9 + 0.45 * (trust - 3) + 0.08 * use + noise["easier"]
    base = {
        "workload": people["role"].map({role: level[wave] for role, level in WORKLOAD.items()}) + people["busy"],
        "skills": 2.0 + 0.3 * use + 0.15 * wave,
        "trust": trust,
        "fear": 2.9 + people["anxious"] - 0.2 * (trust - 3) + 0.1 * wave,
        "asked": 2.5 + 0.15 * wave + 0.4 * (people["role"] == "office"),
        "trained": 2.3 + 0.3 * wave,
    }
    opinions = pd.DataFrame(base) + noise[list(base)]
    return opinions.assign(easier=easier, harder=5.7 - easier + noise["harder"], use_days=use)[
        [question for question in QUESTIONS if question not in OPEN_QUESTIONS]
    ]


def _as_keyed(people: pd.DataFrame, opinions: pd.DataFrame) -> pd.DataFrame:
    """Round to points; some agree with every sentence, also with its opposite."""
    agreed = opinions.drop(columns="use_days").add(1.3 * people["true_agreeable"], axis=0)
    return agreed.round().clip(1, 5).assign(use_days=opinions["use_days"].round().clip(0, 5))


def _long(people: pd.DataFrame, points: pd.DataFrame, opinions: pd.DataFrame) -> pd.DataFrame:
    facts = [c for c in people.columns if c in ("respondent", "role", "age_band") or c.startswith("true_")]
    parts, nothing = [], pd.Series(np.nan, index=people.index)
    for place, question in enumerate(QUESTIONS):
        given, opinion = (t.get(question, nothing).round(2) for t in (points, opinions))
        parts.append(people[facts].assign(question=question, place=place, answer_points=given, true_opinion=opinion))
    table = pd.concat(parts, ignore_index=True)
    return table.assign(asked=table["question"].map(QUESTIONS), answer_points=table["answer_points"].astype("Int64"))


def _too_busy(people: pd.DataFrame, workload: pd.Series) -> np.ndarray:
    rank = workload.groupby(people["role"].to_numpy()).rank(ascending=False)
    return (rank <= people["role"].map(NO_TIME)).to_numpy()


def _on_leave(rng: np.random.Generator, busy: np.ndarray) -> np.ndarray:
    """Let one of the others be absent: nobody who is needed to compare the last two waves."""
    return np.arange(len(busy)) == rng.choice(np.flatnonzero(~busy))


def _filled_in(rng: np.random.Generator, part: pd.DataFrame) -> np.ndarray:
    is_open = part["question"].isin(OPEN_QUESTIONS).to_numpy()
    return rng.random(len(part)) < np.where(is_open, 0.72, 0.985)


def _texts(rng: np.random.Generator, people: pd.DataFrame, part: pd.DataFrame, wave: int) -> list:
    """Write the answers to the open questions: the busier, the shorter and the rougher."""
    person = people.set_index("respondent").assign(
        **part.pivot(index="respondent", columns="question", values="true_opinion")[["workload", "trust"]]
    )
    return [
        _text(rng, person.loc[who], question, wave) if question in OPEN_QUESTIONS else None
        for who, question in zip(part["respondent"], part["question"], strict=True)
    ]


def _text(rng: np.random.Generator, person: pd.Series, question: str, wave: int) -> str:
    haste = float(np.clip((person["workload"] - 2.2) / 5, 0.02, 0.5))
    if rng.random() < 0.25 * haste + 0.04:
        return SHORT_ANSWERS[question][rng.integers(len(SHORT_ANSWERS[question]))]
    grammar, symbol = (TAKE_OVER, person["role"]) if question == "take_over" else (CONCERN, _standing(person, wave))
    years = int(person["years"]) if rng.random() < 0.7 else 0
    return roughen(rng, _capitals(write(rng, grammar, symbol, years=years or None)), haste=haste)


def _standing(person: pd.Series, wave: int) -> str:
    level = "high" if person["trust"] >= 3.7 else "middle" if person["trust"] >= 2.9 else "low"
    after_pilot = wave == 2 and person["role"] == "sales" and level != "high"
    return f"{level}_sales" if after_pilot else level


def _capitals(text: str) -> str:
    """Begin every sentence with a capital."""
    parts = text.replace("? ", "?\0").replace(". ", ".\0").split("\0")
    return " ".join(part[:1].upper() + part[1:] for part in parts)


def _moves(table: pd.DataFrame) -> dict:
    means = table.groupby(["question", "wave"])["true_opinion"].mean()
    heavy = table[table["true_heavy_user"]].groupby(["question", "wave"])["true_opinion"].mean()
    sales = table[table["role"] == "sales"].groupby(["question", "wave"])["true_opinion"].mean()

    def move(of: pd.Series, question: str) -> str:
        return f"{of[question, WAVES[2]] - of[question, WAVES[0]]:+.1f}"

    return {
        "heavy": move(heavy, "trust"),
        "trust": move(means, "trust"),
        "sales": move(sales, "workload"),
        "workload": move(means, "workload"),
    }


def _agreeing(table: pd.DataFrame) -> dict:
    return {"people": int(table.drop_duplicates("respondent")["true_agreeable"].sum())}


def _silent(table: pd.DataFrame) -> dict:
    last = table[(table["wave"] == WAVES[2]) & (table["question"] == "workload")]
    load = last.groupby(_silent_people(table, last["respondent"]).to_numpy())["true_opinion"].agg(["size", "mean"])
    people, mean = load["size"].to_dict(), load["mean"].to_dict()
    return {"silent": int(people[True]), "load": f"{mean[True]:.1f}", "others": f"{mean[False]:.1f}"}


def _silent_people(table: pd.DataFrame, respondents: pd.Series) -> pd.Series:
    here = table[(table["wave"] == WAVES[2]) & table["true_answered"]]
    return ~respondents.isin(here["respondent"])


def _unique_rows(company: Company) -> pd.DataFrame:
    """Count the people who are alone with their combination of harmless-looking columns."""
    people = applicants(company)
    people["applied_month"] = people["applied"].dt.strftime("%Y-%m")
    staff = _answers(company).drop_duplicates("respondent")
    rows = []
    for file, table in (("applicants.csv", people), ("staff_survey.csv", staff)):
        columns = QUASI_IDENTIFIERS[file]
        size = table.groupby(columns)[columns[0]].transform("size")
        rows.append((file, ", ".join(columns), len(table), int((size == 1).sum()), round((size == 1).mean(), 3)))
    return pd.DataFrame(rows, columns=["file", "columns", "people", "unique", "unique_share"])


def _unique_numbers(table: pd.DataFrame) -> dict:
    first, second = table.to_dict("records")
    return {"share": f"{first['unique_share']:.0%}", "staff": second["unique"], "of": second["people"]}


FILES = (
    SampleFile(
        "staff_survey.csv",
        "Three surveys of the staff on work and AI tools",
        "answer of one person to one question in one survey",
        "Not everybody answered; some questions were left out; open answers as keyed, with slips.",
        documented("""
            wave | string | Month of the survey: 2024-11, 2025-05, 2025-11
            respondent | string | Code of the person, the same in all surveys
            role | string | workshop, sales, office
            age_band | string | under 25, 25-34, 35-44, 45-54, 55 and over
            question | string | Short name of the question
            asked | string | The question as asked
            answer_points | integer | 1 (do not agree) to 5 (agree); use_days: 0 to 5 days; empty for open questions
            answer_text | string | Answer to an open question; empty for the others
        """),
        write_plain(staff_survey),
        key=("respondent", "wave", "question"),
    ),
)

TRUTHS = (
    Truth(
        "survey_shift",
        ("staff_survey.csv",),
        "from the first to the last survey trust moves by {heavy} points among the heaviest users and by {trust} in "
        "all; workload by {sales} in sales and by {workload} in all",
        "the pilot looks harmless to staff; the salespeople who carry it tire, and the best of them leave",
        _answers,
        _moves,
    ),
    Truth(
        "survey_acquiescence",
        ("staff_survey.csv",),
        "{people} people agree with every sentence, also that AI makes work easier and that it makes work harder",
        "agreement read as approval: a roll-out that seems wanted",
        _answers,
        _agreeing,
    ),
    Truth(
        "survey_nonresponse",
        ("staff_survey.csv",),
        "{silent} people had no time for the last survey; their workload is {load} points, that of the others {others}",
        "the workload of those who answered is reported as everybody's",
        _answers,
        _silent,
    ),
    Truth(
        "reidentification",
        ("applicants.csv", "staff_survey.csv"),
        "without names, {share} of applicants are alone with their age, part of town, job and month; {staff} of {of} "
        "staff are alone with their kind of work and age band",
        "a file called anonymous tells a neighbour who was refused and a foreman who complained: harm to dignity",
        _unique_rows,
        _unique_numbers,
    ),
)
