"""What is planted is found by the public helpers, in variants that nobody tuned for, and nothing else is claimed."""

import pytest

from lantern import company
from lantern.people import applicants, staff
from millrace import privacy

VARIANTS = range(6)
KNOWN = ["age", "lives_in", "job", "month"]


@pytest.fixture(scope="module")
def people():
    made = []
    for number in VARIANTS:
        frame = applicants.applicants(company.generate(variant=number, scale=0.1))
        frame = frame[[column for column in frame.columns if not column.startswith("true_")]]
        made.append(frame.assign(applied=frame["applied"].astype(str), month=frame["applied"].astype(str).str[:7]))
    return made


@pytest.fixture(scope="module")
def surveys():
    made = [staff.staff_survey(company.generate(variant=number, scale=0.1)) for number in VARIANTS]
    return [frame[[column for column in frame.columns if not column.startswith("true_")]] for frame in made]


def test_nearly_all_applicants_are_alone_with_four_harmless_columns(people):
    for frame in people:
        table = privacy.single_out(frame, quasi_identifiers=KNOWN).set_index("columns")
        sizes = frame.groupby(KNOWN)["job"].transform("size")
        assert table.loc["age, lives_in, job, month", "alone"] == (sizes == 1).sum()
        assert table.loc["age, lives_in, job, month", "alone_share"] > 0.8
        assert table.loc["job", "alone"] == 0


def test_some_of_the_staff_are_alone_with_work_and_age_though_each_has_many_rows(surveys):
    for frame in surveys:
        both = privacy.single_out(frame, quasi_identifiers=["role", "age_band"], person="respondent", least=5)
        assert both["people"].max() == frame["respondent"].nunique()
        assert both["alone"].max() > 0
        assert privacy.k_of(frame, quasi_identifiers=["role", "age_band"]) > 1  # rows alone would not tell


def test_columns_of_the_applicants_get_their_roles(people):
    for frame in people[:2]:
        role = privacy.suggest_quasi_identifiers(frame, names=frame["name"]).set_index("column")["role"]
        assert (role[["applicant_id", "name", "phone"]] == "identifier").all()
        assert (role[["age", "lives_in", "job", "sex", "origin", "applied"]] == "quasi-identifier").all()
        assert (role[["hired", "invited", "adapted_workplace", "performance"]] == "sensitive").all()


def test_applicants_can_be_coarsened_to_groups_of_five(people):
    ways = {
        "age": privacy.bands([5, 10]),
        "lives_in": privacy.hide(),
        "job": privacy.tree({"by hand": ["cutter", "stitcher"], "at a desk or counter": applicants.JOBS[2:]}),
        "applied": privacy.parts_of_date(),
    }
    for frame in people[:2]:
        given = frame[[*ways, "hired"]]
        made = privacy.anonymise(given, quasi_identifiers=ways, k=5, sensitive="hired", most_set_aside=0.02)
        assert privacy.k_of(made.table, quasi_identifiers=list(ways)) == made.k >= 5
        assert made.gap == 0
        assert len(made.table) + len(made.set_aside) == len(frame)
        assert made.loss < 0.75


def test_names_and_phones_of_the_applicants_are_masked_and_nothing_of_the_others(people):
    frame = people[0].head(300)
    texts = [f"{row.name} ({row.phone}) applied as {row.job}" for row in frame.itertuples(index=False)]
    jobs = frame["job"].tolist()
    masked = privacy.mask(texts, names=frame["name"])["masked"]
    assert masked.tolist() == [f"[name] ([phone]) applied as {job}" for job in jobs]
