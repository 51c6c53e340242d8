"""Settings as people write them in the grey box: one text for a list, a number in quotes."""

import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError
from millrace.reports import bias_audit, find_report
from millrace.reports.settings import as_list, as_pairs, as_share, as_whole
from privacy_run import Run


def people(rows=60):
    both = [f"{one} {two}" for one in ("Ada", "Bo", "Cy") for two in ("Lind", "Berg", "Holm", "Quast")]
    return pd.DataFrame({
        "Name": both * (rows // 12),
        "Team": ["north", "south", "east"] * (rows // 3), "Age": [20 + n % 30 for n in range(rows)],
        "Job, exact": ["welder", "clerk"] * (rows // 2),
        "Memo": [f"talked with Edda and Finn about order {n}" for n in range(rows)],
    })  # fmt: skip


@pytest.mark.parametrize(
    ("value", "columns", "expected"),
    [
        ("Team", ["Team"], ["Team"]),
        ("Team, Age", ["Team", "Age"], ["Team", "Age"]),
        ("Job, exact", ["Job, exact", "Age"], ["Job, exact"]),
        ("", ["Team"], []),
        (None, ["Team"], []),
        (["Team"], ["Team"], ["Team"]),
        (("Team", "Age"), [], ["Team", "Age"]),
        (pd.Series(["Ada", "Bo"]), [], ["Ada", "Bo"]),
    ],
)
def test_one_text_is_a_list_of_one_or_of_what_commas_divide(value, columns, expected):
    assert as_list(value, "known", columns=columns) == expected


@pytest.mark.parametrize("value", [5, {"Team": 1}, True, ["Team", ["Age"]]])
def test_what_is_no_list_is_refused_with_an_example(value):
    with pytest.raises(ArgumentError, match=r'known = .*Write known = \["\.\.\.", "\.\.\."\]'):
        as_list(value, "known")


def test_a_number_in_quotes_is_read_and_anything_else_says_what_to_write():
    assert as_whole("3", "k") == 3
    assert as_whole(4.0, "k") == 4
    assert as_share("0,1", "most_left_out") == 0.1
    assert as_share("5 %", "most_left_out") == 0.05
    with pytest.raises(ArgumentError, match=r"k='three' was given. A whole number was expected. Write k = 5"):
        as_whole("three", "k")


def test_words_with_a_colon_are_pairs_in_the_box_as_in_the_command():
    assert as_pairs("purpose: serve; readers: office, owner", "keeping") == {
        "purpose": "serve",
        "readers": "office, owner",
    }
    with pytest.raises(ArgumentError, match="keeping = 'serve'"):
        as_pairs("serve", "keeping")


def test_names_in_one_text_are_divided_at_commas_and_the_report_says_so(tmp_path):
    run = Run(people(), tmp_path, names="Edda, Finn")
    memos = " ".join(run.back()["Memo"])
    assert "talked with [name] and [name] about" in memos
    said = " ".join(run.found[0].found)
    assert "names was one text and was read as 2 names, divided at the comma" in said
    assert "Edda" not in run.said()


SETTINGS = {"identifiers": "Team", "known": "Team", "sensitive": "Age", "texts": "Memo", "harmless": "Age",
            "leave_out": "Age", "regions": "DE"}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), SETTINGS.items())
def test_every_list_of_the_privacy_report_takes_one_text(tmp_path, name, value):
    one, listed = Run(people(), tmp_path, **{name: value}), Run(people(), tmp_path, **{name: [value]})
    pd.testing.assert_frame_equal(one.copy.table, listed.copy.table)
    with pytest.raises(ArgumentError, match=rf"{name} = 5 was given\. A list was expected"):
        Run(people(), tmp_path, **{name: 5})


def test_a_smallest_group_and_a_share_in_quotes_are_read(tmp_path):
    quoted, plain = Run(people(), tmp_path, k="4", most_left_out="0.1"), Run(people(), tmp_path, k=4, most_left_out=0.1)
    assert quoted.coarser.k == quoted.singled.least == 4
    pd.testing.assert_frame_equal(quoted.copy.table, plain.copy.table)


def test_one_column_of_groups_and_ages_in_one_text_are_taken_by_the_bias_audit(tmp_path):
    table = people().assign(sex=["f", "m"] * 30, hired=["yes", "no", "no"] * 20)
    table.to_csv(tmp_path / "jobs.csv", index=False)
    opened = bias_audit.open_file(tmp_path / "jobs.csv", needs=find_report("bias-audit").needs)
    persons = bias_audit.read_persons(opened, groups="Team", age_edges="30, 40")
    assert "Team" in persons.groups
    assert persons.groups == bias_audit.read_persons(opened, groups=["Team"], age_edges=[30, 40]).groups
    with pytest.raises(ColumnError, match=r"'Tean' is not in the table. Did you mean 'Team'"):
        bias_audit.read_persons(opened, groups="Tean")


def test_the_key_columns_take_one_text(tmp_path):
    (tmp_path / "apart").mkdir()
    key = str(tmp_path / "apart" / "a.key")
    run = Run(people(), tmp_path, new_key_file=key, pseudonymise="Team")
    assert run.back()["Team"].str.startswith("P-").all()
