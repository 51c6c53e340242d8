"""What is planted in the staff survey is found by the public helpers, in variants that nobody tuned for."""

import pandas as pd
import pytest

from lantern import company
from lantern.people import staff
from millrace import surveys

VARIANTS = range(20)


@pytest.fixture(scope="module")
def files():
    return [staff.staff_survey(company.generate(variant=number, scale=0.1)) for number in VARIANTS]


@pytest.fixture(scope="module")
def made(files):
    shown = [name for name in files[0].columns if not name.startswith("true_")]
    return [
        surveys.survey(
            frame[shown], respondent="respondent", question="question", answer="answer_points", wave="wave",
            scales={"use_days": (0, 5)}, groups=["role", "age_band"],
        )
        for frame in files
    ]  # fmt: skip


def agreers(one):
    found = surveys.find_agreers(one, opposites=[("easier", "harder")])
    return found.loc[found["flag"] == "agrees with opposites", "respondent"].tolist()


def test_the_load_of_sales_rises_while_that_of_all_is_not_shown(made):
    def seen(one):
        role = surveys.join_groups(one.people["role"], join={"others": ["workshop", "office"]})
        first, _, last = one.waves
        table = surveys.change(one, question="workload", first=first, last=last, better="lower", by=role)
        said = table.set_index("group")["verdict"]
        return said["sales"] == "worse" and said["all"] == "not shown"

    assert sum(map(seen, made)) >= 18


def test_trust_falls_with_use_though_the_heavy_users_are_too_few_to_show(made):
    def seen(one):
        first, _, last = one.waves
        found = surveys.change_along(one, question="trust", first=first, last=last, along="use_days")
        return found["verdict"].item() == "falls with it"

    assert sum(map(seen, made)) >= 18


def test_those_who_agree_with_everything_are_found_and_nobody_else(made, files):
    found = [set(agreers(one)) for one in made]
    true = [set(frame.loc[frame["true_agreeable"], "respondent"]) for frame in files]
    assert sum(len(here & there) >= len(there) - 1 for here, there in zip(found, true, strict=True)) >= 18
    assert sum(len(here - there) for here, there in zip(found, true, strict=True)) == 0


def test_those_who_stopped_answering_had_the_higher_load(made):
    def seen(one):
        _, middle, last = one.waves
        plain = surveys.without_people(one, people=agreers(one))
        found = surveys.compare_leavers(plain, questions=["workload"], first=middle, last=last, within="role")
        return found["verdict"].item() == "leavers higher"

    assert sum(map(seen, made)) >= 18


def test_staff_can_be_recognised_by_work_and_age(made, files):
    alone = [surveys.reidentifiable(one, columns=["role", "age_band"])["alone"].item() for one in made]
    assert sum(number > 0 for number in alone) >= 18


def test_the_office_is_too_small_to_show(made):
    for one in made:
        shares = surveys.answer_shares(one, questions=["fear"], wave=one.waves[0], by="role").set_index("group")
        assert shares.loc["office", ["1", "5", "below", "above"]].isna().all()
        assert (shares["hidden"] != "").sum() == 2


def test_open_questions_are_set_aside_and_counted(made, files):
    for one, frame in zip(made, files, strict=True):
        assert len(one.answers) + len(one.set_aside) == len(frame)
        assert set(one.set_aside["question"]) == {"take_over", "concern"}
        assert isinstance(one.people, pd.DataFrame)
