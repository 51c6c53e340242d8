"""The report on privacy: what is personal, who stands out, a coarser table, and a copy that gives nobody away."""

import html
import re

import numpy as np
import pandas as pd
import pytest

from made_people import DIRECT, MADE, arabic_customers, chinese_staff, german_customers, products, tickets
from millrace.errors import ArgumentError, ColumnError, FileError
from millrace.privacy import new_key
from millrace.reports import privacy as report
from millrace.reports.privacy.ways import way_for
from privacy_run import NEEDS, Run


def values_of(table, columns):
    """Every value of the columns, and telephone numbers as bare digits too."""
    texts = {str(value) for column in columns for value in table[column].dropna()}
    return {text for text in texts if len(text) > 1}


def digits(text):
    return re.sub(r"\D", "", text)


@pytest.mark.parametrize("kind", MADE)
def test_nothing_of_what_names_people_is_seen_anywhere(tmp_path, kind):
    table = MADE[kind]()
    run = Run(table, tmp_path)
    assert run.people.of("identifier") == DIRECT[kind]
    assert run.written is not None
    everywhere = run.said() + "\n" + run.path.read_text(encoding="utf-8-sig")
    plain = re.sub(r'src="data:[^"]*"', "", everywhere)
    assert not [
        value for value in values_of(table, DIRECT[kind]) if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", plain)
    ]
    phones = [column for column in DIRECT[kind] if column in ("Telefon", "手机", "رقم الهاتف")]
    tails = {digits(value)[-7:] for value in values_of(table, phones)}
    texts = " ".join(str(cell) for row in run.back().to_numpy() for cell in row)
    assert not [tail for tail in tails if tail in digits(texts)]


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize("share", [0, 0.2])
def test_rows_in_are_rows_out_and_left_out_and_k_is_reached_by_another_count(tmp_path, kind, share):
    table = MADE[kind]()
    run = Run(table, tmp_path, most_left_out=share, k=4)
    back = run.back()
    assert len(back) + run.copy.left_out == len(table)
    assert run.copy.left_out <= share * len(table)
    known = [column for column in run.coarser.known if column in back.columns]
    counts = {}
    for row in back[known].astype(str).itertuples(index=False):
        counts[row] = counts.get(row, 0) + 1
    assert min(counts.values()) >= 4
    assert run.written.checks["holds"].all()


def test_the_file_stays_as_it_is_and_the_order_of_the_copy_tells_nothing(tmp_path):
    table = german_customers()
    table.to_csv(tmp_path / "people.csv", index=False)
    before = (tmp_path / "people.csv").read_bytes()
    run = Run(table, tmp_path)
    assert (tmp_path / "people.csv").read_bytes() == before
    other = Run(table.sample(frac=1, random_state=4), tmp_path)
    pd.testing.assert_frame_equal(run.copy.table, other.copy.table)


def test_columns_are_known_by_what_they_hold_and_by_their_header_in_other_languages(tmp_path):
    run = Run(german_customers(), tmp_path)
    assert run.people.of("quasi-identifier") == ["PLZ", "Geburtsdatum", "Anrede"]
    assert run.people.of("free text") == ["Bemerkung"]
    assert run.people.sensitive == "abgelehnt"
    assert run.people.regions[0] == "DE"
    assert Run(chinese_staff(), tmp_path).people.of("sensitive") == ["工资"]
    assert Run(arabic_customers(), tmp_path).people.regions[0] in ("SA", "AE", "EG")


def test_single_people_are_counted_as_by_hand_and_the_chart_says_so(tmp_path):
    table = german_customers()
    finding = report.check_singled(Run(table, tmp_path).singled)
    alone = int((table.groupby("Geburtsdatum")["PLZ"].transform("size") == 1).sum())
    assert (
        finding.found[0] == f"Whoever knows only 'Geburtsdatum' finds {alone} of 90 people ({100 * alone / 90:.0f} %)."
    )
    assert f"Geburtsdatum alone singles out {alone} of 90 people" in finding.chart.text


def test_headers_of_other_scripts_are_drawn_by_place_and_heard_by_name(tmp_path):
    finding = report.check_singled(Run(chinese_staff(), tmp_path).singled)
    assert "年龄" in finding.chart.text
    assert any("named by their place" in sentence for sentence in finding.found)


def test_both_answers_are_in_each_group_of_the_copy(tmp_path):
    run = Run(german_customers(), tmp_path)
    known = [column for column in run.coarser.known if column in run.back().columns]
    assert run.back().groupby(known)["abgelehnt"].nunique().min() == 2
    none = Run(german_customers(), tmp_path, columns={"sensitive": "-"})
    assert any("was not looked at" in sentence for sentence in report.check_coarser(none.coarser).found)


def test_with_and_without_rows_left_out_are_side_by_side(tmp_path):
    shown = report.check_coarser(Run(german_customers(), tmp_path).coarser).table
    names = [name for name in shown.columns if "abgelehnt" in name]
    assert [name.split("group, ")[1] for name in names] == ["no row left out", "at most 5 % left out"]
    assert shown["column"].tolist()[:4] == [
        "precision lost",
        "rows in the copy",
        "rows left out",
        "smallest group, people",
    ]


def test_a_table_without_people_says_so_and_invents_nothing(tmp_path):
    run = Run(products(), tmp_path)
    assert not run.people.about_people
    assert run.people.of("identifier") == []
    assert run.written is None
    assert not run.path.exists()
    assert "Nothing in this table points to people" in run.found[0].found[0]
    assert report.decisions(run.found).text == "Nothing was found that needs you."


def test_a_k_that_cannot_be_reached_gives_a_reason_and_no_copy(tmp_path):
    for table in (german_customers(3), german_customers(1)):
        run = Run(table, tmp_path)
        assert run.written is None
        assert not run.path.exists()
        assert any("k=5 cannot be reached" in sentence for sentence in run.found[2].found)
        assert run.found[2].action.startswith("Do not pass this table on")
        assert "No version of it was found" in run.found[3].found[0]


def test_of_a_table_of_identifiers_alone_nothing_is_left_but_codes(tmp_path):
    table = german_customers()[["Kundennummer", "Telefon", "E-Mail"]]
    none = Run(table, tmp_path)
    assert none.written is None
    assert "nothing would be in it" in none.found[3].found[0]
    (tmp_path / "apart").mkdir()
    key = new_key(tmp_path / "apart" / "people.key")
    coded = Run(table, tmp_path, key_file=str(key)).back()
    assert list(coded.columns) == ["Kundennummer"]
    assert coded["Kundennummer"].str.fullmatch(r"P-[a-z2-7]{16}").all()


@pytest.mark.filterwarnings("ignore:The key")
def test_codes_are_made_with_a_key_only_and_fit_from_file_to_file(tmp_path):
    table = tickets()
    apart = tmp_path / "apart"
    apart.mkdir()
    assert not list(Run(table, tmp_path).back().columns.intersection(["customer", "ticket"]))
    first = Run(
        table, tmp_path, new_key_file=str(apart / "a.key"), pseudonymise=["customer"], columns={"sensitive": "-"}
    )
    assert any("A new key was made" in note for note in first.found[3].found)
    assert first.back()["customer"].nunique() == table["customer"].nunique()
    again = Run(table.head(40), tmp_path, key_file=str(apart / "a.key"), pseudonymise=["customer"])
    assert set(again.back()["customer"]) <= set(first.back()["customer"])
    with pytest.raises(FileError, match="in the folder of the data"):
        Run(table, tmp_path, new_key_file=str(tmp_path / "b.key"))
    assert not (tmp_path / "b.key").exists()
    with pytest.raises(FileError, match="already there"):
        Run(table, tmp_path, new_key_file=str(apart / "a.key"))
    with pytest.raises(ArgumentError, match="but no key"):
        Run(table, tmp_path, pseudonymise=["customer"])


def test_phones_in_several_layouts_get_one_code(tmp_path):
    table = pd.DataFrame({"Telefon": ["030 2345678", "+49 30 2345678", "(030) 234-5678"] * 5, "Anrede": ["Frau"] * 15})
    (tmp_path / "out").mkdir()
    key = new_key(tmp_path / "out" / "one.key")
    assert Run(table, tmp_path, key_file=str(key), pseudonymise=["Telefon"]).back()["Telefon"].nunique() == 1


def test_rows_of_one_person_count_as_one(tmp_path):
    table = pd.DataFrame({"customer id": [f"C-{n // 4}" for n in range(80)], "city": ["Ulm"] * 76 + ["Bern"] * 4,
                          "age": [40] * 80, "total": np.arange(80) / 3})  # fmt: skip
    run = Run(table, tmp_path, harmless=["total"], most_left_out=0)
    assert run.people.person == "customer id"
    assert run.singled.people == 20
    assert "Whoever knows only 'city' finds 1 of 20 people" in run.found[1].found[0]  # by rows it would be four
    assert run.back()["city"].unique().tolist() == ["any"]
    assert "Rows of one person" in report.limits(run.people, run.written).text


@pytest.mark.parametrize(
    ("header", "person"),
    [("respondent", "respondent"), ("Kunden-Nr.", "Kunden-Nr."), ("员工编号", "员工编号"), ("Customer since", None),
     ("client type", None), ("product code", None)],
)  # fmt: skip
def test_a_code_of_people_that_occurs_again_joins_their_rows_and_no_other_column_does(tmp_path, header, person):
    codes = [f"{n // 9:03}" for n in range(90)]
    table = pd.DataFrame({header: codes, "role": ["office"] * 9 + ["workshop"] * 81, "answer": range(90)})
    run = Run(table, tmp_path, identifiers=[header], harmless=["answer"], most_left_out=0)
    assert run.people.person == person
    assert run.singled.people == (10 if person else 90)
    by_person = "Whoever knows only 'role' finds 1 of 10 people"
    assert (by_person in run.found[1].found[0]) == bool(person)


def test_of_two_codes_of_people_the_one_with_more_is_taken_and_the_other_named(tmp_path):
    table = pd.DataFrame({"employee": [f"E{n % 3}" for n in range(60)], "customer": [f"C{n // 2}" for n in range(60)]})
    run = Run(table, tmp_path)
    assert run.people.person == "customer"
    assert "so do those of 'employee'" in html.unescape(run.opened._repr_html_())
    assert Run(table, tmp_path, columns={"person": "-"}).people.person is None


def test_sheets_that_were_not_read_are_named_where_the_rows_are_counted_and_where_the_copy_is(tmp_path):
    with pd.ExcelWriter(tmp_path / "three.xlsx") as book:
        pd.DataFrame({"name": ["Ada Lind", "Bo Berg"], "city": ["Ulm", "Bern"]}).to_excel(
            book, sheet_name="North", index=False
        )
        pd.DataFrame({"Kunde": ["Cy Holm"], "Ort": ["Wien"], "Tel": ["1"]}).to_excel(
            book, sheet_name="South", index=False
        )
    opened = report.open_file(tmp_path / "three.xlsx", needs=NEEDS)
    people = report.read_columns(opened)
    copy = report.make_copy(report.coarsen(people, k=2), beside=tmp_path / "three.xlsx")
    written = report.write_copy(
        copy, masked_copy=tmp_path / "m.csv", workbook=tmp_path / "p.xlsx", file=tmp_path / "three.xlsx"
    )
    assert "Not read, since their headings are others: the sheets South." in repr(opened)
    said = " ".join(report.check_copy(opened.name, written).found)
    assert "of other sheets with other headings are not in the copy" in said


def test_a_copy_of_a_workbook_is_a_workbook_and_keeps_every_row(tmp_path):
    run = Run(german_customers(), tmp_path, name="Kunden.xlsx")
    assert run.path.suffix == ".xlsx"
    assert len(run.back()) + run.copy.left_out == 90


def test_a_copy_that_somebody_worked_on_or_made_is_never_replaced(tmp_path):
    for name in ("people.csv", "people.xlsx"):
        Run(german_customers(), tmp_path, name=name).saved()
        run = Run(german_customers(), tmp_path, name=name, again=True).saved()  # ours, so it is replaced
        run.path.write_bytes(b"mine")
        with pytest.raises(FileError, match="not made by this report, or was changed since"):
            Run(german_customers(), tmp_path, name=name, again=True)
        assert run.path.read_bytes() == b"mine"
        run.path.unlink()
    assert not [path for path in (tmp_path / "out").iterdir() if ".part" in path.name]


def test_a_value_that_turns_up_in_another_column_is_covered_and_counted(tmp_path):
    table = german_customers().assign(Status="aktiv")
    table.loc[3, "Status"] = f"siehe {table.loc[7, 'Kundennummer']}"
    table.loc[4, "Status"] = table.loc[8, "E-Mail"].upper()
    run = Run(table, tmp_path, harmless=["Status"])
    assert set(run.back()["Status"]) == {"aktiv", "siehe [Kundennummer]", "[email]"}


def test_groups_that_share_an_answer_are_counted_and_a_rare_trait_hides_nothing_unless_it_is_named(tmp_path):
    table = pd.DataFrame({"name": [f"Person {n} Smith" for n in range(60)], "job": ["cook", "driver", "nurse"] * 20})
    table = table.assign(religion=table["job"].map({"cook": "A", "driver": "B", "nurse": "B"}), disabled="no")
    table.loc[0, "disabled"] = "yes"
    run = Run(table, tmp_path, columns={"sensitive": "-"})
    assert any(text.startswith("In 3 groups (60 rows) all have the same 'religion'") for text in run.found[2].found)
    assert Run(table.drop(columns="religion"), tmp_path).people.sensitive is None
    protected = Run(table, tmp_path, columns={"sensitive": "religion"})
    assert protected.back()["job"].nunique() == 1


def test_part_of_a_name_is_masked_in_a_text(tmp_path):
    table = pd.DataFrame({"name": [f"{one} Kowalczyk" for one in ("Marta", "Piotr", "Ewelina", "Zofia")] * 5,
                          "remark": ["Mrs Zofia called about the bag, ask Kowalczyk again"] * 20})  # fmt: skip
    run = Run(table, tmp_path, texts=["remark"])
    assert set(run.back()["remark"]) == {"Mrs [name] called about the bag, ask [name] again"}


def test_the_sensitive_column_is_neither_coarsened_nor_known(tmp_path):
    run = Run(german_customers(), tmp_path, columns={"sensitive": "Anrede"})
    assert run.people.of("quasi-identifier") == ["PLZ", "Geburtsdatum"]
    assert set(run.back()["Anrede"]) == {"Frau", "Herr"}


def test_a_day_with_two_readings_keeps_what_both_agree_on(tmp_path):
    chance = np.random.default_rng(1)
    days = [f"{chance.integers(1, 13):02d}/{chance.integers(1, 13):02d}/{1980 + n % 2}" for n in range(60)]
    table = pd.DataFrame({"name": [f"Person {n} Smith" for n in range(60)], "birth date": days})
    steps = [level.name for level in way_for(table["birth date"]).levels(days, "birth date")]
    assert steps == ["as it is", "year", "hidden"]
    assert set(Run(table, tmp_path).back()["birth date"]) == {"1980", "1981"}
    made = Run(table, tmp_path, day_first=True, k=2).back()["birth date"]
    assert made.str.fullmatch(r"198\d(-\d\d|Q\d)?").all()


def test_what_stays_exact_is_told(tmp_path):
    finding = Run(chinese_staff(), tmp_path).found[3]
    assert any(sentence.startswith("工资: exact in the copy") for sentence in finding.found)
    coarser = Run(chinese_staff(), tmp_path, known=["工资"])
    assert not any("exact in the copy" in sentence for sentence in coarser.found[3].found)


def test_names_under_a_header_that_nobody_knows_are_not_kept_in_silence(tmp_path):
    """Names are known by their header: where that says nothing, the report says what it left as it is."""
    table = german_customers()
    table["Betreut von"] = np.resize(["Anke Brodersen", "Cem Dammann", "Emil Grote"], len(table))
    run = Run(table, tmp_path)
    assert set(run.written.copy.table["Betreut von"]) == {"Anke Brodersen", "Cem Dammann", "Emil Grote"}
    [copy] = [one for one in run.found if one.about == "copy"]
    assert any(line.startswith("As in the file, ") and "Betreut von" in line for line in copy.found)
    assert "and so may Betreut von" in copy.action
    for word, kept in (("identifiers", False), ("harmless", True)):
        run = Run(table, tmp_path, **{word: ["Betreut von"]})
        assert ("Betreut von" in run.written.copy.table) == kept
        [copy] = [one for one in run.found if one.about == "copy"]
        assert not any("Betreut von" in line for line in (*copy.found, copy.action))


def test_what_nobody_answered_is_asked_and_what_is_due_is_said(tmp_path):
    table = german_customers()
    run = Run(table, tmp_path)
    assert (run.sheets["keeping"].iloc[0, 1:] == "not answered yet").all()
    assert run.found[4].action.startswith("Agree on why 'people.csv' is kept")
    answers = {"purpose": "serve customers", "readers": ["office", "owner"], "owner": "owner", "since": "2025-01-31",
               "keep_months": 6, "then": "delete"}  # fmt: skip
    told = Run(table, tmp_path, keeping=answers).found[4]
    assert told.action == "Delete 'people.csv': its time was over on 2025-07-31."
    with pytest.raises(ArgumentError, match=r"keeping answers 'reader'.*Did you mean 'readers'"):
        Run(table, tmp_path, keeping={"reader": "all"})


WRONG = {
    "a misspelt column": ({"known": ["Geburtsdatm"]}, "Geburtsdatm.*Did you mean 'Geburtsdatum'"),
    "a column for two things": ({"known": ["PLZ"], "harmless": ["PLZ"]}, "was named as 'quasi-identifier' and as"),
    "free text as known": ({"known": ["Bemerkung"]}, "holds free text.*Name it under texts"),
    "free text as sensitive": ({"columns": {"sensitive": "Telefon"}}, "has 90 different values. Expected of the"),
    "a person who is not there": ({"columns": {"person": "Kunde"}}, "Kunde"),
    "a role that is none": ({"columns": {"persn": "Kunde"}}, "'persn' is not looked for"),
    "a k of one": ({"k": 1}, "k=1 was given. A whole number of 2 or more"),
    "per cent": ({"most_left_out": 5}, "most_left_out=5 was given. A share from 0 to 1"),
    "a region": ({"regions": ["Deutschland"]}, "regions names 'DEUTSCHLAND'"),
    "a pattern": ({"order_numbers": "("}, "A regular expression was expected"),
    "a key that is not there": ({"key_file": "no.key"}, "The key file 'no.key' is not there"),
    "a copy of another kind": ({"masked_copy": "copy.pdf"}, "ends in .csv or .xlsx"),
}


@pytest.mark.parametrize(("settings", "says"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_without_anybodys_data(tmp_path, settings, says):
    table = german_customers()
    with pytest.raises((ArgumentError, ColumnError, FileError), match=says) as caught:
        Run(table, tmp_path, **settings)
    assert not [value for value in values_of(table, DIRECT["german"]) if value in str(caught.value)]
    assert not list((tmp_path / "out").iterdir())


def test_a_file_without_rows_or_headings_is_refused_without_showing_its_first_row(tmp_path):
    with pytest.raises(ColumnError, match="has no rows of data"):
        Run(german_customers().head(0), tmp_path)
    path = tmp_path / "bare.csv"
    german_customers().to_csv(path, index=False, header=False)
    with pytest.raises(ColumnError, match="not headings") as caught:
        report.open_file(path, needs=NEEDS)
    assert not [v for v in values_of(german_customers(), DIRECT["german"]) if v in str(caught.value)]


def test_empty_cells_and_words_for_nothing_neither_stop_it_nor_become_a_name(tmp_path):
    table = german_customers().astype(object)
    table.loc[::7, "Telefon"], table.loc[::5, "Nachname"], table.loc[::9, "Geburtsdatum"] = None, "n/a", None
    table["Status"] = "n/a"
    run = Run(table, tmp_path)
    assert run.written.checks["holds"].all()
    assert any("An empty cell counts as a value of its own" in sentence for sentence in run.found[1].found)
