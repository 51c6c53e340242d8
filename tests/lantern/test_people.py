"""Applicants, the staff survey, the offers, and what all files about people keep: realistic, and the traps are set."""

import numpy as np
import pandas as pd
import pytest

import planted_people as planted
from lantern import company
from lantern.people import applicants, offers, staff, trade_credit
from lantern.trade import calendar
from sample_tables import Tables

MODULES = (applicants, trade_credit, staff, offers)
FILES = {file.name: file for module in MODULES for file in module.FILES}
TRUTHS = {truth.name: truth for module in MODULES for truth in module.TRUTHS}


@pytest.fixture(scope="module", params=[0, 3])
def truth(request):
    return company.generate(variant=request.param)


@pytest.fixture(scope="module")
def tables(truth):
    return Tables(truth)


@pytest.fixture(scope="module")
def people(truth):
    return applicants.applicants(truth)


@pytest.fixture(scope="module")
def survey(truth):
    return staff.staff_survey(truth)


# What every file must keep.


@pytest.mark.parametrize("name", FILES)
def test_the_file_has_the_documented_columns_and_its_key_names_one_row(tables, name):
    assert list(tables[name].columns) == [column.name for column in FILES[name].columns]
    assert not tables[name].duplicated(list(FILES[name].key)).any()


@pytest.mark.parametrize("name", FILES)
def test_the_same_variant_gives_the_same_bytes_and_another_variant_others(truth, tmp_path, name):
    made = {}
    for label, variant in (("first", truth.variant), ("again", truth.variant), ("other", truth.variant + 1)):
        FILES[name].write(company.generate(variant=variant), tmp_path / label)
        made[label] = (tmp_path / label).read_bytes()
    assert made["first"] == made["again"]
    assert made["first"] != made["other"]


def test_the_four_files_together_stay_under_900_kilobytes(truth, tmp_path):
    for name, file in FILES.items():
        file.write(truth, tmp_path / name)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 900_000


@pytest.mark.parametrize("name", ["applicants.csv", "trade_credit.csv"])
def test_files_with_a_bias_against_people_warn_that_they_are_synthetic_and_what_for(name):
    warning = FILES[name].warning
    assert "synthetic" in warning
    assert "never decide about anyone" in warning
    assert not any(word in warning for word in ("debias", "unbiased"))


@pytest.mark.parametrize("name", TRUTHS)
def test_every_truth_fills_its_sentence_and_its_price_with_numbers(truth, name):
    one = TRUTHS[name]
    numbers = one.numbers(one.table(truth))
    for sentence in (one.planted, one.price):
        assert "{" not in sentence.format(**numbers)
        assert "nan" not in sentence.format(**numbers)


# Applicants.


def test_people_apply_on_working_days_only_and_never_at_the_lunar_new_year(people):
    assert people["applied"].between(calendar.START, calendar.END).all()
    assert (people["applied"].dt.day_of_week < 6).all()
    for holiday in pd.to_datetime(calendar.LUNAR_NEW_YEAR):
        assert not people["applied"].eq(holiday).any()


def test_only_the_invited_are_hired_and_outcomes_are_known_only_after_probation(people):
    assert not (people["hired"] & ~people["invited"]).any()
    known = people["probation"].notna()
    assert not (known & ~people["hired"]).any()
    latest = calendar.END - pd.Timedelta(days=applicants.PROBATION_DAYS)
    assert (people.loc[known, "applied"] <= latest).all()
    assert (people["hired"] & ~known & (people["applied"] > latest)).any()
    assert (people["performance"].notna() == people["probation"].eq("passed")).all()


def test_age_schooling_and_experience_fit_together(people):
    assert people["age"].between(18, 60).all()
    assert (people["years_experience"] + people["gap_months"] / 12 <= people["age"] - 15).mean() > 0.99
    students = people["education"].isin(["college", "university"])
    assert people.loc[students, "age"].mean() < people.loc[~students, "age"].mean()


def test_the_pool_looks_like_a_labour_market_short_of_hands(people):
    """Ranges of our own judgement, and their reasons.

    Workshops invite a third to a half of whom an agency sends and hire up to half of those. Who starts mostly passes
    probation (80 to 97 %), as foremen know in days who can sew. Three in ten have had a break between jobs.
    """
    assert 1900 <= len(people) <= 2400
    assert 0.3 < people["invited"].mean() < 0.55
    assert 0.3 < people.loc[people["invited"], "hired"].mean() < 0.6
    assert 0.8 < people["probation"].dropna().eq("passed").mean() < 0.97
    assert 0.25 < people["gap_months"].gt(0).mean() < 0.5


def test_the_work_sample_shows_no_difference_where_the_score_does(people):
    by_sex = people.groupby("sex")[["test_result", "screening_score"]].mean().diff().iloc[-1].abs()
    spread = people[["test_result", "screening_score"]].std()
    assert by_sex["test_result"] < 0.15 * spread["test_result"]
    assert by_sex["screening_score"] > 0.3 * spread["screening_score"]


def test_leaving_the_column_of_sex_out_changes_nothing(people):
    """The naive mitigation: who would be invited by a score learnt with and without the column is the same."""
    inputs = planted.screening_inputs(people)
    woman = people["sex"].eq("female")
    chosen = []
    for columns in (inputs, [*inputs, woman]):
        beta, _, _ = planted.regress(people["screening_score"], columns)
        learnt = sum(b * np.asarray(c, dtype=float) for b, c in zip(beta, columns, strict=True))
        chosen.append(learnt >= np.quantile(learnt, 1 - people["invited"].mean()))
    assert (chosen[0] == chosen[1]).mean() > 0.97
    assert planted.ratio(chosen[0], woman) < 0.8


def test_leaving_out_breaks_between_jobs_mitigates_at_a_small_cost_in_accuracy(people):
    inputs = planted.screening_inputs(people)
    beta, _, _ = planted.regress(people["screening_score"], inputs)
    mitigated = people["screening_score"] - beta[0] * inputs[0]
    invited = mitigated >= np.quantile(mitigated, 1 - people["invited"].mean())
    assert planted.ratio(invited, people["sex"].eq("female")) > 0.8
    cost = planted.ranking_quality(people["screening_score"], people["true_would_pass"]) - planted.ranking_quality(
        mitigated, people["true_would_pass"]
    )
    assert -0.02 < cost < 0.035


def test_the_work_sample_ranks_better_than_the_score(people):
    by_test, by_score = (
        planted.ranking_quality(people[column], people["true_would_pass"])
        for column in ("test_result", "screening_score")
    )
    assert by_test > by_score + 0.03


def test_women_from_other_provinces_are_worse_off_than_either_group(people):
    women, away = people["sex"].eq("female"), people["origin"].ne("local")
    rates = people.groupby(["sex", "origin"])["invited"].mean()
    both = rates["female", "other province"] / rates["male", "local"]
    assert both < planted.ratio(people["invited"], women)
    assert both < planted.ratio(people["invited"], away)


def test_the_hired_alone_show_no_harm_because_outcomes_of_the_refused_are_missing(people):
    """The naive outcome test: women and men who were hired pass alike, and the refused are not in the figure."""
    passed = people["probation"].dropna().eq("passed").groupby(people["sex"]).mean()
    assert abs(passed["female"] - passed["male"]) < 0.08
    refused = people[~people["invited"] & people["sex"].eq("female")]
    assert refused["true_would_pass"].mean() > 0.5


def test_the_small_gap_of_papers_refuses_nobody(people):
    incomplete = ~people["papers_complete"]
    gap = people.loc[incomplete, "invited"].mean() - people.loc[~incomplete, "invited"].mean()
    assert abs(gap) < 0.2
    assert people.loc[incomplete, "invited"].any()


# The staff survey.


def test_26_people_keep_their_code_kind_of_work_and_age_band(survey):
    facts = survey.drop_duplicates(["respondent", "role", "age_band"])
    assert facts["respondent"].is_unique
    assert 24 <= len(facts) <= 26


def test_points_and_texts_stand_where_they_belong(survey):
    is_open = survey["question"].isin(staff.OPEN_QUESTIONS)
    assert survey.loc[is_open, "answer_points"].isna().all()
    assert survey.loc[is_open, "answer_text"].str.len().gt(0).all()
    assert survey.loc[~is_open, "answer_text"].isna().all()
    assert survey.loc[~is_open & survey["question"].ne("use_days"), "answer_points"].between(1, 5).all()


def test_response_is_high_at_first_and_falls(survey):
    """A survey in a firm of 26 whose owner asks in person gets nearly everybody; by the third, the busy stay away."""
    answered = survey.groupby("wave")["respondent"].nunique()
    assert answered.iloc[0] >= 24
    assert 18 <= answered.iloc[-1] <= 22


def test_the_average_of_those_who_answered_hides_both_shifts(survey):
    """The naive view: mean workload does not rise and mean trust hardly moves, while sales and heavy users do."""
    means = survey.groupby(["question", "wave"])["answer_points"].mean().astype(float).unstack()
    assert means.loc["workload", staff.WAVES[2]] < means.loc["workload", staff.WAVES[0]] + 0.3
    assert abs(means.loc["trust", staff.WAVES[2]] - means.loc["trust", staff.WAVES[0]]) < 0.5


def test_open_answers_are_whole_sentences_without_a_slot_left(survey):
    texts = survey["answer_text"].dropna()
    assert not texts.str.contains(r"[<>{}]|  |\.\.|^\s|\s$").any()


def test_open_answers_have_at_least_300_shapes_a_question_over_a_few_variants():
    parts = [staff.staff_survey(company.generate(variant=v, scale=0.02)) for v in range(10)]
    texts = pd.concat(parts).dropna(subset=["answer_text"])
    assert texts["answer_text"].groupby(texts["question"]).nunique().min() >= 300


def test_people_alone_with_their_age_and_work_can_be_found_in_both_files(truth):
    shares = TRUTHS["reidentification"].table(truth).set_index("file")["unique_share"]
    assert shares["applicants.csv"] > 0.8
    assert shares["staff_survey.csv"] > 0


# The offers.


def test_fourteen_offers_and_the_cheapest_looking_chat_tool_is_the_dearest(truth):
    table = offers.ai_tools(truth)
    assert len(table) == 14
    chat = table[table["purpose"] == "chat answering"].set_index("name")
    assert (chat["price_cny_month"] * chat["seats"]).idxmin() == chat["true_cost_24_months_cny"].idxmax()


def test_the_cost_of_ownership_is_setup_plus_price_plus_fees_beyond_what_is_included():
    offer = pd.DataFrame({"setup_cny": [1000], "price_cny_month": [50], "seats": [2], "included_units": [100],
                          "fee_cny_per_unit": [0.5], "units_a_month": [300]})  # fmt: skip
    assert offers.cost_of_ownership(offer, months=10).tolist() == [1000 + 10 * (100 + 100)]


# The detectors find what is planted, and say no when it is taken out.


@pytest.mark.parametrize("name", planted.DETECTORS)
def test_a_standard_method_finds_what_is_planted(tables, name):
    assert planted.DETECTORS[name](tables)


def test_every_planted_truth_has_a_detector():
    assert set(planted.DETECTORS) == set(TRUTHS)


LEVEL = (3.0, 3.0, 3.0)


def mark_at_random(rng, table):
    table["adapted_workplace"] = rng.random(len(table)) < 0.3


WITHOUT = {
    "applicant_bias": (applicants, "GAP_COUNTS_TO", 0),
    "applicant_drift": (applicants, ("NEW_VERSION_SHIFT", "NEW_VERSION_STRETCH"), (0, 1)),
    "credit_threshold": (trade_credit, "HISTORY_MONTHS", 1),
    "trial_grants": (trade_credit, "TRIAL_SHARE", 0),
    "survey_shift": (staff, ("TRUST", "WORKLOAD"), [dict.fromkeys(k, LEVEL) for k in (staff.TRUST, staff.ROLES)]),
    "survey_acquiescence": (staff, "AGREEABLE", 0),
    "survey_nonresponse": (staff, "NO_TIME", dict.fromkeys(staff.ROLES, 0)),
    "tool_claims": (offers, "_claims", lambda rng: [("Works.", "none")] * 14),
    "tool_costs": (offers, "CHEAPEST_LOOKING", 3),
    "tool_data": (offers, "DATA_TERMS", [("own computer", 0, "no")] * 14),
    "applicant_small_groups": (applicants, "_mark_small_group", mark_at_random),
    "reidentification": (staff, "AGE_SHARES", {role: [0, 0, 1, 0, 0] for role in staff.ROLES}),
}  # fmt: skip


@pytest.mark.parametrize("name", WITHOUT)
def test_the_method_says_no_when_what_is_planted_is_taken_out(monkeypatch, name):
    module, attributes, values = WITHOUT[name]
    pairs = [(attributes, values)] if isinstance(attributes, str) else zip(attributes, values, strict=True)
    for attribute, value in pairs:
        monkeypatch.setattr(module, attribute, value)
    assert not planted.DETECTORS[name](Tables(company.generate(variant=0)))
