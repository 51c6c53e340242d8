import pandas as pd
import pytest

from millrace import privacy
from millrace.errors import ArgumentError, ColumnError

SECRET = "Ottilie Quendel"


def staff():
    return pd.DataFrame(
        {
            "Name": [f"{SECRET}", "Wu Bin", "Lin Hui", "Gu An"],
            "Birth date": ["1990-01-03", "1988-04-05", "1990-06-07", "1971-02-03"],
            "mobile": [13912345678, 13812345679, 15912345670, None],
            "note": ["call 13912345678 after six please now", "is fine", None, "wants leave soon, see li@qq.com"],
            "salary": [5100, 5200, 5300, 5400],
            "pieces": [3, 3, 4, 4],
            "EmployeeID": ["E1", "E2", "E3", "E4"],
        }
    )


def test_columns_get_the_role_they_could_play():
    table = privacy.suggest_quasi_identifiers(staff(), names=staff()["Name"]).set_index("column")
    assert table["role"].to_dict() == {
        "Name": "identifier", "Birth date": "quasi-identifier", "mobile": "identifier", "note": "free text",
        "salary": "sensitive", "pieces": "neither", "EmployeeID": "identifier",
    }  # fmt: skip
    assert (table["reason"] != "").all()
    assert SECRET not in table.reset_index().to_csv()


@pytest.mark.parametrize("header", ["Approved?", "decision", "Zusage", "Shortlisted", "是否批准"])
def test_what_was_decided_about_a_person_harms_when_others_learn_it(header):
    frame = pd.DataFrame({header: ["yes", "no"] * 20, "Mother tongue": ["zh", "ar"] * 20})
    assert privacy.suggest_quasi_identifiers(frame)["role"].tolist() == ["sensitive", "quasi-identifier"]


def test_a_header_alone_makes_no_identifier_of_a_few_words():
    frame = pd.DataFrame({"telephone": ["yes", "no"] * 20, "state": ["ok", "new"] * 20})
    assert privacy.suggest_quasi_identifiers(frame)["role"].tolist() == ["neither", "quasi-identifier"]


def test_findings_are_counted_by_column_and_kind():
    table = privacy.find_personal_columns(staff(), names=staff()["Name"]).set_index(["column", "kind"])
    assert table.loc[("note", "phone"), ["rows", "rows_looked_at"]].tolist() == [1, 3]
    assert table.loc[("mobile", "phone"), "where"] == "whole cell"
    assert table.loc[("Name", "name"), "share"] == 1
    assert "salary" not in table.index.get_level_values(0)
    assert "Quendel" not in table.reset_index().to_csv()


def test_a_table_without_personal_data_has_no_findings():
    table = privacy.find_personal_columns(pd.DataFrame({"sku": ["LB-W021"], "price": [37.5]}))
    assert table.empty
    assert "kind" in table.columns


@pytest.mark.parametrize("call", [privacy.suggest_quasi_identifiers, privacy.find_personal_columns])
def test_tables_that_cannot_be_looked_at_are_refused(call):
    with pytest.raises(ColumnError, match="no rows"):
        call(pd.DataFrame({"a": []}))
    with pytest.raises(ColumnError, match="2 columns"):
        call(pd.DataFrame([[1, 2]], columns=["a", "a"]))


def kept(**changes):
    row = {"data_set": "applicants", "purpose": "choose staff", "readers": "owner, office", "owner": "owner",
           "since": "2025-01-31", "keep_months": 1, "then": "delete"}  # fmt: skip
    return {**row, **changes}


def test_time_counts_in_calendar_months():
    table = privacy.retention([kept()])
    assert table["due"].item() == pd.Timestamp("2025-02-28")
    assert table["problems"].item() == ""


def test_the_day_itself_is_overdue_and_the_day_before_is_not():
    table = privacy.retention([kept()])
    assert len(privacy.overdue(table, on="2025-02-27")) == 0
    assert privacy.overdue(table, on="2025-02-28")["days_over"].tolist() == [0]


def test_what_is_missing_is_listed_and_never_filled_in():
    bare = kept(data_set="chats", purpose=None, readers="Everybody", owner="", keep_months=None, then=None)
    table = privacy.retention([kept(), bare]).set_index("data_set")
    said = "no purpose; no end; everybody reads it; no owner; not said what then"
    assert table.loc["chats", "problems"] == said
    assert pd.isna(table.loc["chats", "due"])
    page = privacy.retention_page(table.reset_index(), on="2025-03-10")
    assert f"- chats: {said}" in page
    assert "- applicants: delete (due 2025-02-28, 10 days ago)" in page


@pytest.mark.parametrize(
    ("changes", "error", "match"),
    [
        ({"then": "burn"}, ArgumentError, "'delete', 'anonymise', 'archive'"),
        ({"since": "soon"}, ColumnError, "cannot be read"),
        ({"keep_months": -1}, ColumnError, "0 or more"),
        ({"keep_months": "six"}, ColumnError, "0 or more"),
        ({"data_set": ""}, ArgumentError, "names no data set"),
    ],
)
def test_lists_with_mistakes_are_refused(changes, error, match):
    with pytest.raises(error, match=match):
        privacy.retention([kept(**changes)])


def test_a_data_set_listed_twice_or_a_column_missing_is_refused():
    with pytest.raises(ArgumentError, match="listed twice"):
        privacy.retention([kept(), kept()])
    with pytest.raises(ColumnError, match="Column 'purpose' is not in the list"):
        privacy.retention(pd.DataFrame([kept()]).drop(columns="purpose"))
    with pytest.raises(ArgumentError, match="A day was expected"):
        privacy.overdue(privacy.retention([kept()]), on="soon")


def test_the_chart_of_singling_out_names_columns_and_nobody():
    frame = staff()[["Name", "Birth date", "pieces"]]
    table = privacy.single_out(frame, quasi_identifiers=list(frame.columns))
    ax = privacy.draw_single_out(table)
    words = " ".join([ax.figure.get_label(), ax.get_title(loc="left"), *(text.get_text() for text in ax.texts)])
    assert "Name alone singles out 4 of 4 people; all 3 columns 4" in words
    assert SECRET not in words


def test_the_chart_of_loss_says_what_a_larger_k_costs_and_what_was_not_reached():
    frame = pd.DataFrame({"age": [31, 33, 34, 46, 47, 48]})
    table = privacy.loss_table(frame, quasi_identifiers={"age": privacy.bands([10])}, k=[2, 5, 9])
    ax = privacy.draw_loss(table)
    assert ax.get_title(loc="left").startswith("Groups of 5 instead of 2 cost 100 % of the precision instead of")
    assert "Not reached: k 9" in ax.figure.get_label()


def test_charts_refuse_other_tables():
    with pytest.raises(ColumnError, match="the table of single_out"):
        privacy.draw_single_out(pd.DataFrame({"a": [1]}))
    with pytest.raises(ArgumentError, match="No k in the table"):
        privacy.draw_loss(pd.DataFrame({"k": [5], "rank": [1], "loss": [None], "reached": [False]}))
