"""How a careful analyst finds what is planted about people, from the files alone.

Each function takes the files of one variant as read, by name, and says whether a standard method finds the planted
thing. Without the planted thing it must say no.
"""

import re
from math import comb

import numpy as np
import pandas as pd

ORIGINS = ["Zhejiang", "other provinces"]
HANDLE = r"([a-z]+_[a-z]+_\d+)$"


def ratio(outcome, group):
    """Return the selection rate inside a group over the rate outside it."""
    outcome, group = np.asarray(outcome, dtype=float), np.asarray(group, dtype=bool)
    return outcome[group].mean() / outcome[~group].mean()


def regress(target, columns):
    """Fit least squares with an intercept: coefficients, their t values, and the share of variance explained."""
    design = np.column_stack([np.ones(len(target)), *[np.asarray(c, dtype=float) for c in columns]])
    target = np.asarray(target, dtype=float)
    beta, *_ = np.linalg.lstsq(design, target, rcond=None)
    rest = target - design @ beta
    spread = np.sqrt(np.diag(np.linalg.pinv(design.T @ design)) * rest.var() * len(rest) / (len(rest) - len(beta)))
    return beta[1:], beta[1:] / spread[1:], 1 - rest.var() / target.var()


def fisher(outcome, group):
    """Return Fisher's exact test, two-sided: the tables with the same margins that are as rare or rarer."""
    outcome, group = np.asarray(outcome, dtype=bool), np.asarray(group, dtype=bool)
    size, inside, chosen = len(outcome), int(group.sum()), int(outcome.sum())
    counts = range(max(0, inside + chosen - size), min(inside, chosen) + 1)
    ways = [comb(chosen, k) * comb(size - chosen, inside - k) for k in counts]
    seen = ways[int((outcome & group).sum()) - counts.start]
    return sum(way for way in ways if way <= seen) / sum(ways)


def stability(before, after, bins=10):
    """Return the population stability index over bins of equal size before."""
    edges = np.unique(np.quantile(before, np.linspace(0, 1, bins + 1)[1:-1]))
    old, new = (
        np.maximum(np.bincount(np.searchsorted(edges, x, side="right"), minlength=len(edges) + 1) / len(x), 0.001)
        for x in (before, after)
    )
    return float(((new - old) * np.log(new / old)).sum())


def screening_inputs(people):
    """List what a screening tool could read from the form, sex and origin left out."""
    schooling = [people["education"] == level for level in sorted(people["education"].unique())[1:]]
    halves = pd.to_datetime(people["applied"]).dt.to_period("Q").astype(str)
    quarters = [halves == quarter for quarter in sorted(halves.unique())[1:]]
    others = ["years_experience", "test_result", "referral", "commute_km"]
    return [people["gap_months"].clip(upper=36), *schooling, *quarters, *[people[c] for c in others]]


def applicant_bias(tables):
    people = tables["applicants.csv"]
    woman = people["sex"].eq("female")
    inputs = screening_inputs(people)
    beta, t, explained = regress(people["screening_score"], inputs)
    _, _, with_sex = regress(people["screening_score"], [*inputs, woman])
    score = people["screening_score"] - beta[0] * inputs[0]
    invited = score >= np.quantile(score, 1 - people["invited"].mean())
    difference = people.groupby("sex")["test_result"].mean().diff().iloc[-1] / people["test_result"].std()
    return (
        0.6 <= ratio(people["invited"], woman) <= 0.78
        and abs(difference) < 0.2
        and t[0] < -10
        and with_sex - explained < 0.005
        and ratio(invited, woman) > max(0.8, ratio(people["invited"], woman) + 0.08)
    )


def applicant_small_groups(tables):
    people = tables["applicants.csv"]
    few, away = people["adapted_workplace"], people["origin"].ne("local")
    large_gap_of_no_significance = (
        30 <= few.sum() <= 60 and ratio(people["invited"], few) < 0.8 and fisher(people["invited"], few) > 0.05
    )
    papers = ratio(people["papers_complete"], away)
    return large_gap_of_no_significance and 0.9 < papers < 1 and fisher(people["papers_complete"], away) < 0.05


def applicant_drift(tables):
    people = tables["applicants.csv"]
    before = people[people["applied"] < "2024-01-01"]
    after = people[people["applied"] >= "2025-07-01"]
    inputs = ["test_result", "years_experience", "gap_months", "commute_km"]
    steady = all(stability(before[c], after[c]) < 0.2 for c in inputs)
    return steady and stability(before["screening_score"], after["screening_score"]) > 0.2


def credit_threshold(tables):
    credit = tables["trade_credit.csv"]
    seen = credit[credit["paid"].notna() & credit["region"].isin(ORIGINS) & credit["decided_by"].ne("salesperson")]
    away = seen["region"].eq("other provinces")
    _, t, _ = regress(seen["paid"].eq("on time"), [seen["score"], away])
    everyone = credit[credit["region"].isin(ORIGINS)]
    refused = everyone["score"] < everyone["score_threshold"]
    return t[-1] > 1.64 and ratio(refused, everyone["region"].eq("other provinces")) > 1.25


def trial_grants(tables):
    credit = tables["trade_credit.csv"]
    trial = credit[credit["decided_by"] == "trial"]
    if len(trial) < 40 or (trial["score"] >= trial["score_threshold"]).any():
        return False
    period = credit["applied"].between(trial["applied"].min(), trial["applied"].max())
    others = credit[period & (credit["decided_by"] == "rule") & (credit["terms_granted_days"] == 0)]
    spoken_for = credit[(credit["decided_by"] == "salesperson") & credit["paid"].notna()]
    on_time = trial.loc[trial["paid"].notna(), "paid"].eq("on time").mean()
    return (
        trial["applied"].str[:4].eq("2024").all()
        and abs(trial["score"].mean() - others["score"].mean()) < 3
        and spoken_for["paid"].eq("on time").mean() > on_time + 0.1
    )


def by_person(survey, question):
    """Lay one question out: a row a person, a column a survey."""
    rows = survey[survey["question"] == question]
    return rows.pivot(index="respondent", columns="wave", values="answer_points").astype(float)


def survey_shift(tables):
    survey = tables["staff_survey.csv"]
    first, _, last = sorted(survey["wave"].unique())
    trust, load = (by_person(survey, question) for question in ("trust", "workload"))
    heavy = by_person(survey, "use_days")[last].reindex(trust.index) >= 4
    move = trust[last] - trust[first]
    sales = survey.drop_duplicates("respondent").set_index("respondent")["role"].reindex(load.index) == "sales"
    added = load[last] - load[first]
    flat = all(abs(table[last].mean() - table[first].mean()) < 0.6 for table in (trust, load))
    return flat and move[heavy].mean() < move[~heavy].mean() - 0.9 and added[sales].mean() > added[~sales].mean() + 0.7


def agreeable(survey):
    """Find who agrees with a sentence and with its opposite."""
    both = (by_person(survey, "easier") + by_person(survey, "harder")).mean(axis=1)
    return both.index[both >= 7.5]


def survey_acquiescence(tables):
    return len(agreeable(tables["staff_survey.csv"])) >= 2


def survey_nonresponse(tables):
    survey = tables["staff_survey.csv"]
    _, middle, last = sorted(survey["wave"].unique())
    load = by_person(survey, "workload")[middle].dropna().drop(agreeable(survey), errors="ignore")
    silent = ~load.index.isin(survey.loc[survey["wave"] == last, "respondent"])
    role = survey.drop_duplicates("respondent").set_index("respondent")["role"].reindex(load.index)
    over = load - load.groupby(role).transform("mean")
    return silent.sum() >= 3 and over[silent].mean() > over[~silent].mean() + 0.3


def alone(table, columns):
    """Return the share of rows whose combination of columns nobody else has."""
    return (table.groupby(columns)[columns[0]].transform("size") == 1).mean()


def reidentification(tables):
    people = tables["applicants.csv"]
    people = people.assign(month=people["applied"].str[:7])
    staff = tables["staff_survey.csv"].drop_duplicates("respondent")
    return alone(people, ["age", "lives_in", "job", "month"]) > 0.8 and alone(staff, ["role", "age_band"]) > 0


def yearly_cost(offers):
    beyond = (offers["units_a_month"] - offers["included_units"]).clip(lower=0)
    fees = (beyond * offers["fee_cny_per_unit"]).fillna(0)
    return offers["setup_cny"] / 2 + 12 * (offers["price_cny_month"] * offers["seats"] + fees)


def tool_costs(tables):
    offers = tables["ai_tools.csv"]
    chat = offers[offers["purpose"] == "chat answering"]
    return (chat["price_cny_month"] * chat["seats"]).idxmin() == yearly_cost(chat).idxmax()


def returning_share(tables):
    """Return the share of online buyers with more than one order in three years."""
    names = {"orders_2023.csv": ("ORDNO", "CUSTOMER"), "orders_2024.xlsx": ("No.", "Name"),
             "orders_2025.csv": ("OrderID", "Client")}  # fmt: skip
    parts = [tables[file][list(columns)].set_axis(["order", "who"], axis=1) for file, columns in names.items()]
    orders = pd.concat(parts).dropna().astype(str)
    orders = orders.assign(buyer=orders["who"].str.strip().str.extract(HANDLE)[0])
    return (orders.groupby("buyer")["order"].nunique() > 1).mean()


def steady_share(orders):
    """Return the share of product months within a tenth of the product's own mean times the season of the shop."""
    sold = orders[orders["QTY"] > 0]
    pieces = sold.pivot_table(index="SKU", columns=sold["ODATE"].str[:6], values="QTY", aggfunc="sum").fillna(0)
    expected = np.outer(pieces.mean(axis=1), pieces.mean() / pieces.to_numpy().mean())
    return (np.abs(pieces - expected) <= 0.1 * expected).to_numpy().mean()


def tool_claims(tables):
    claims = tables["ai_tools.csv"]["claim"]
    returning = claims.str.extract(r"Only (\d+) in 100 online buyers")[0].dropna()
    every = claims[claims.str.contains("every single product to within 10 %", regex=False)]
    if returning.empty or every.empty:
        return False
    return returning_share(tables) > 2 * int(returning.item()) / 100 and steady_share(tables["orders_2023.csv"]) < 0.5


def tool_data(tables):
    offers = tables["ai_tools.csv"]
    abroad = offers["data_location"].eq("outside mainland China")
    return abroad.sum() == 1 and not re.search("no|unclear", offers.loc[abroad, "trains_on_customer_data"].item())


def ranking_quality(score, good):
    """Return the area under the ROC curve: how often a good one ranks above another."""
    rank, good = pd.Series(np.asarray(score)).rank().to_numpy(), np.asarray(good, dtype=bool)
    return (rank[good].sum() - good.sum() * (good.sum() + 1) / 2) / (good.sum() * (~good).sum())


DETECTORS = {
    "applicant_bias": applicant_bias,
    "applicant_small_groups": applicant_small_groups,
    "applicant_drift": applicant_drift,
    "credit_threshold": credit_threshold,
    "trial_grants": trial_grants,
    "survey_shift": survey_shift,
    "survey_acquiescence": survey_acquiescence,
    "survey_nonresponse": survey_nonresponse,
    "reidentification": reidentification,
    "tool_costs": tool_costs,
    "tool_claims": tool_claims,
    "tool_data": tool_data,
}
