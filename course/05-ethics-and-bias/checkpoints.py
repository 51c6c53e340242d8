"""The tables with which the sections of lab 05 begin, worked out from the sample files as a right answer would be.

Each public function makes the checkpoint of its name; ``given`` has the company's files and the other checkpoints.
"""

import pandas as pd

from coursekit.authoring.checkpoints import Given
from millrace import explain, fairness, governance

BORDER = 60  # points from which people are invited
ON_THE_FORM = [
    "job", "age", "commute_km", "education", "years_experience", "gap_months", "referral", "papers_complete",
    "test_result",
]  # fmt: skip
FIXED_ON = "2026-01-05"


def pool(given: Given) -> pd.DataFrame:
    """Three years of applications, without names and telephone numbers."""
    return given.table("applicants.csv").drop(columns=["name", "phone"])


def _contract(groups: list[str], selected: str = "invited") -> fairness.Contract:
    """Return the contract of the lab, for some groups and some decision."""
    return fairness.contract(
        decision="invite to an interview",
        decided_by="the screening tool",
        fixed_on=FIXED_ON,
        groups=groups,
        selected=selected,
        harmed="people who could do the work and are not invited",
        harm="allocation",
    )


def audited(given: Given) -> pd.DataFrame:
    """Selection rates and ratios by sex, by origin and by both."""
    return fairness.audit(given["pool"], _contract(["sex", "origin"]))


def rumours(given: Given) -> pd.DataFrame:
    """Three rumours of the canteen, and what the files say of them."""
    heard = [
        ("who asks for an adapted workplace is invited", "adapted_workplace", "invited"),
        ("who comes from another province has complete papers", "origin", "papers_complete"),
        ("who has no friend in the park is invited", "referral", "invited"),
    ]
    parts = []
    for number, (what, group, selected) in enumerate(heard, start=1):
        table = fairness.audit(given["pool"], _contract([group], selected))
        row, other = table[table["verdict"] != "reference"].iloc[0], table[table["verdict"] == "reference"].iloc[0]
        shown = ["people", "selected", "rate", "ratio", "ratio_low", "ratio_high"]
        parts.append({"number": number, "who": what, **row[shown].to_dict(), "others_rate": other["rate"]})
    order = ["number", "who", "people", "selected", "rate", "others_rate", "ratio", "ratio_low", "ratio_high"]
    return pd.DataFrame(parts)[order]


def _followed(frame: pd.DataFrame, columns: list[str]) -> pd.Series:
    return pd.Series(explain.stand_in(frame, score="screening_score", columns=columns).predict(frame), frame.index)


def _as_many(scores: pd.Series, like: pd.Series) -> pd.Series:
    """Mark as many people from the top as were invited; of equal scores the first in the list."""
    return scores.rank(ascending=False, method="first") <= int(like.sum())


def rebuilt(given: Given) -> pd.DataFrame:
    """Whom a stand-in for the score would invite, with the column of sex and without, as many as before."""
    people = given["pool"]
    made = people[["applicant_id", "sex", "origin"]].copy()
    for name, columns in {"with_sex": [*ON_THE_FORM, "sex"], "without_sex": ON_THE_FORM}.items():
        made[name] = _as_many(_followed(people, columns), people["invited"])
    return made


def proxies_whole(given: Given) -> pd.DataFrame:
    """Which column of the form gives a group away, and how many points of the score go with it."""
    return fairness.find_proxies(given["pool"], groups=["sex", "origin"], columns=ON_THE_FORM, score="screening_score")


def proxies(given: Given) -> pd.DataFrame:
    """The same in short: how well each column gives a group away, and by how much it moves the score."""
    found = given["proxies_whole"]
    found = found[found["kind"] != "together"]
    return found[["attribute", "column", "gives_away", "points_spread"]].reset_index(drop=True).round(2)


def forms(given: Given) -> pd.DataFrame:
    """The applications of 2023 and 2024, before the agency changed its tool."""
    people = given["pool"]
    return people[people["applied"] < "2025-01-01"].reset_index(drop=True)


# In this order also the columns of whom each would invite.
REMEDIES = ["a lower border", "a border for each sex", "breaks left out", "the work sample alone"]


def _remedied(given: Given) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return whom each remedy invites, and by remedy and group who gains and who pays."""
    people = given["forms"]
    places = int(people["invited"].sum())
    agreed = fairness.contract(
        decision="invite to an interview", decided_by="the screening tool", fixed_on=FIXED_ON, groups=["sex", "origin"],
        selected="invited", score="screening_score", threshold=BORDER, harm="allocation",
        harmed="people who could do the work and are not invited",
    )  # fmt: skip
    borders = fairness.thresholds_by_group(people, agreed, by="sex")
    rest = [column for column in ON_THE_FORM if column != "gap_months"]
    made = fairness.without_points(people, score="screening_score", feature="gap_months", given=rest)
    made = fairness.select_from(made, score="screening_score", into=REMEDIES[0], threshold=BORDER - 3)
    made = fairness.select_from(made, score="screening_score", into=REMEDIES[1], thresholds=borders, by="sex")
    made = fairness.select_from(made, score="score_without", into=REMEDIES[2], places=places)
    made = fairness.select_from(made, score="test_result", into=REMEDIES[3], places=places)
    return made, fairness.compare_mitigations(
        made, agreed, mitigations={name: name for name in REMEDIES}, merit="test_result"
    )


def remedies_whom(given: Given) -> pd.DataFrame:
    """By remedy and group who is invited newly, and who no longer."""
    _, costs = _remedied(given)
    names = {"mitigation": "remedy", "newly_selected": "newly_invited", "newly_refused": "no_longer_invited"}
    of_groups = costs[costs["group"] != "everybody"].rename(columns=names)
    now = of_groups[of_groups["remedy"] == "as it is now"].set_index("group")["rate"]
    table = of_groups[of_groups["remedy"] != "as it is now"].assign(rate_now=of_groups["group"].map(now))
    return table[["remedy", "group", "newly_invited", "no_longer_invited", "rate_now", "rate"]].reset_index(drop=True)


def remedies(given: Given) -> pd.DataFrame:
    """Four remedies for the applications of 2023 and 2024, and whom each invites."""
    made, costs = _remedied(given)
    everybody = costs[costs["group"] == "everybody"].set_index("mitigation")
    women = costs[(costs["attribute"] == "sex") & (costs["group"] == "female")].set_index("mitigation")
    chosen = {
        name: made.groupby(["sex", "origin"])[column].mean()
        for name, column in zip(everybody.index, ["invited", *REMEDIES], strict=True)
    }
    table = pd.DataFrame(
        {
            "invited": everybody["selected"],
            "newly_invited": everybody["newly_selected"],
            "women": women["selected"],
            "ratio": women["rate"] / costs[costs["group"] == "male"].set_index("mitigation")["rate"],
            "ratio_worst_off": pd.Series({name: rates.min() / rates.max() for name, rates in chosen.items()}),
            "mean_work_sample": everybody["average_merit"],
        }
    ).reindex(everybody.index)
    return table.rename_axis("remedy").reset_index()


def applicant(given: Given) -> pd.DataFrame:
    """One applicant of 2023 or 2024: able at the bench, below the border, and with a long break."""
    people = given["forms"]
    below = (
        people["screening_score"].between(BORDER - 10, BORDER - 2) & ~people["invited"] & (people["sex"] == "female")
    )
    able = people[below & (people["test_result"] >= 75) & (people["commute_km"] > 8) & ~people["referral"]]
    able = able[able["age"] != able["screening_score"]]  # two equal numbers on a form could be taken for each other
    return able.sort_values(["gap_months", "test_result"], ascending=False).head(1).reset_index(drop=True)


def reasons(given: Given) -> pd.DataFrame:
    """Why this applicant has her score, in points against the average."""
    ours = explain.stand_in(given["forms"], score="screening_score", columns=ON_THE_FORM, threshold=BORDER)
    table = explain.why(ours, row=given["applicant"].iloc[0]).table
    return table.astype({"value": str, "usual": str})


def credit(given: Given) -> pd.DataFrame:
    """Three years of applications for terms of payment, without names."""
    return given.table("trade_credit.csv").drop(columns=["customer", "city", "salesperson"])


def refused(given: Given) -> pd.DataFrame:
    """What the granted, the favourites and those drawn by lot paid, and what that says of the refused."""
    rows = given["credit"].assign(granted=lambda table: table["terms_granted_days"] > 0)
    rows["by_lot"] = rows["decided_by"] == "trial"
    found = fairness.outcome_of_refused(
        rows, score="score", threshold="score_threshold", granted="granted", outcome="paid", outcome_value="on time",
        by_lot="by_lot", least_people=20,
    )  # fmt: skip
    return found[["who", "people", "known", "rate", "low", "high", "verdict"]]


def same_score(given: Given) -> pd.DataFrame:
    """Of customers whose score lies near the border, the share that paid in time, by region."""
    rows = given["credit"]
    near = (rows["score"] - rows["score_threshold"]).between(-8, 8)
    known = rows[near & rows["paid"].notna() & (rows["decided_by"] != "salesperson")]
    known = known[known["region"].isin(["Zhejiang", "other provinces"])]
    by = known.assign(on_time=known["paid"] == "on time").groupby("region")
    table = by.agg(
        known=("on_time", "size"),
        paid_in_time=("on_time", "mean"),
        mean_score=("score", "mean"),
        reference_points=("reference_points", "mean"),
        account_months_all=("account_months_all", "mean"),
        account_months_zhejiang=("account_months_zhejiang", "mean"),
        years_known=("years_known", "mean"),
    )
    return table.reset_index().round(2)


def months(given: Given) -> pd.DataFrame:
    """The applicants month by month: how many, how able, what score, and which share was invited."""
    rows = given["pool"].assign(month=given["pool"]["applied"].str[:7])
    rows["from_60"] = rows["screening_score"] >= BORDER
    rows["as_the_score_says"] = rows["from_60"] == rows["invited"]
    by = rows.groupby("month")
    return by.agg(
        people=("invited", "size"), work_sample=("test_result", "mean"), experience=("years_experience", "mean"),
        score=("screening_score", "mean"), invited=("invited", "mean"), as_the_score_says=("as_the_score_says", "mean"),
    ).reset_index()  # fmt: skip


def tool_change(given: Given) -> pd.DataFrame:
    """The day from which people who are alike get another score."""
    found = governance.find_change(given["pool"], date="applied", score="screening_score", columns=ON_THE_FORM)
    return found[["day", "low_day", "high_day", "change_points", "verdict"]]


def drifted(given: Given) -> pd.DataFrame:
    """The fall of the invited share, split into other people, another rule and others who decide."""
    people, day = given["pool"], given["tool_change"]["day"].iloc[0]
    since = pd.to_datetime(people["applied"]) >= day
    found = governance.drift(
        people[~since],
        people[since],
        columns=ON_THE_FORM,
        score="screening_score",
        decision="invited",
        threshold=BORDER,
    )
    return found.split


def nameless(given: Given) -> pd.DataFrame:
    """The list that the agency wants to give to a student: no names, no numbers."""
    people = given["pool"]
    return people[["age", "lives_in", "job", "applied", "invited"]].copy()


def data_offers(given: Given) -> pd.DataFrame:
    """Fourteen offers, what each would see, and what its contract says of data."""
    rows = given.table("ai_tools.csv")
    return rows[["name", "purpose", "data_location", "retention_days", "trains_on_customer_data"]]
