"""``millrace report privacy``: nobody's data on page, workbook or copy; rows add up; a faulty copy is not saved."""

import itertools
import zipfile

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from millrace import cli, intake
from millrace.errors import ArgumentError, ColumnError, FileError
from millrace.privacy import k_of, new_key
from millrace.reports import privacy

pytestmark = pytest.mark.filterwarnings("ignore")  # papermill's and the kernel's own dependencies warn about their age

GIVEN = ["Anke", "Björn", "Cem", "Dörte", "Emil", "Fenja", "Gül", "Hauke"]
FAMILY = ["Achterberg", "Brodersen", "Caspary", "Dammann", "Ehlers", "Feddersen", "Grotkopp"]
TOWNS = ["Husum", "Leer", "Emden"]


def customers(rows=240, seed=1):
    """Customers of a German joiner: other headers and telephones than the sample company's, and names in notes."""
    chance = np.random.default_rng(seed)
    names = [f"{one} {two}" for one, two in itertools.product(GIVEN, FAMILY)]
    name = chance.choice(names, rows)
    phone = [f"+49 4841 {chance.integers(100000, 999999)}" for _ in range(rows)]
    mail = [f"{one.split()[1].lower()}{chance.integers(10, 99)}@beispiel.example" for one in name]
    notes = [f"Bitte {one} unter {number} anrufen, Maß ist 1.250 mm" for one, number in zip(name, phone, strict=True)]
    return pd.DataFrame(
        {
            "Kundenname": name,
            "Telefon": phone,
            "Mail": mail,
            "age": chance.integers(20, 80, rows),
            "city": chance.choice(TOWNS, rows),
            "Notiz": notes,
            "debt": chance.choice(["yes", "no"], rows, p=[0.4, 0.6]),
        }
    )


def opened(table, name="kunden.csv"):
    table.attrs["name"] = name
    return privacy.open_file(table)


def whole(table, **options):
    """Run all of the report's steps, without saving."""
    said = {name: options.pop(name) for name in list(options) if name in privacy.decide.__kwdefaults__}
    read = opened(table)
    roles = privacy.decide(read, **{"identifying": ["Kundenname", "Telefon", "Mail"], "texts": ["Notiz"]} | said)
    asked = {name: options[name] for name in ("k", "most_left_out") if name in options}
    choices = privacy.choose(read, roles, **asked, protect=options.get("protect", ""))
    made = privacy.make_copy(read, roles, choices, **asked, key_file=options.get("key_file", ""), regions=["DE"])
    checked = privacy.check_copy(read, roles, choices, made, path=options.get("path", ""), regions=["DE"], **asked)
    found = [
        privacy.check_personal(read, roles),
        privacy.check_singled_out(read, roles),
        privacy.check_coarsening(choices, roles, **asked),
        checked,
        privacy.check_keeping(read),
    ]
    return made, found


def texts_in(path):
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("k", "left"), [(2, 0.0), (5, 0.02), (10, 0.05)])
def test_rows_add_up_and_everybody_looks_like_k_others(seed, k, left):
    table = customers(seed=seed)
    made, _ = whole(table, k=k, most_left_out=left)
    assert len(table) - left * len(table) <= len(made) <= len(table)
    assert k_of(made, quasi_identifiers=["age", "city"]) >= k
    assert made.astype(str).groupby(["age", "city"]).size().min() >= k, "counted apart"


def test_no_cell_of_an_identifying_column_is_in_the_copy_or_in_anything_said():
    table = customers()
    made, found = whole(table)
    everything = made.to_csv() + "".join(one.shown().page + repr(one) + one.action for one in found)
    for one in found:
        everything += "" if one.table is None else one.table.to_csv()
    secret = {value for column in ("Kundenname", "Telefon", "Mail") for value in table[column]}
    assert [value for value in secret if value in everything] == []
    assert "Maß ist 1.250 mm" in everything, "a measure is nobody's number"
    assert list(made.columns) == ["age", "city", "Notiz", "debt"]


def test_a_key_makes_pseudonyms_that_join_and_do_not_tell(tmp_path):
    table = customers()
    key = new_key(tmp_path / "our.key")
    made, found = whole(table, key_file=key)
    assert made["Kundenname"].nunique() == table["Kundenname"].nunique()
    assert not set(made["Kundenname"]) & set(table["Kundenname"])
    again, _ = whole(table, key_file=key)
    assert sorted(made["Kundenname"]) == sorted(again["Kundenname"])
    assert "Whoever has the key" in repr(found[3])


def test_the_file_s_order_does_not_tell_who_is_who_in_the_copy():
    table = customers().sort_values("debt", kind="stable").reset_index(drop=True)
    made, _ = whole(table)
    assert made["debt"].tolist() != table["debt"].tolist()
    assert sorted(made["debt"]) == sorted(table["debt"])


def test_a_copy_in_which_somebody_is_left_is_not_saved(tmp_path):
    table = customers()
    table["city"] = table["Kundenname"].where(table.index % 50 == 0, table["city"])  # keyed into the wrong column
    read = opened(table)
    roles = privacy.decide(
        read, identifying=["Kundenname", "Telefon", "Mail"], texts=["Notiz"], known_to_others=["age"], harmless=["city"]
    )
    choices = privacy.choose(read, roles)
    made = privacy.make_copy(read, roles, choices, regions=["DE"])
    said = privacy.check_copy(read, roles, choices, made, path=tmp_path / "masked.xlsx", regions=["DE"])
    assert "'city' holds values of an identifying column" in said.found[-1]
    assert not (tmp_path / "masked.xlsx").exists()
    assert said.action.startswith("Give nobody a copy")


def test_a_group_that_shares_a_secret_is_said_and_protect_ends_it():
    table = customers()
    table["debt"] = np.where(table["city"] == "Leer", "yes", "no")  # the town tells it
    _, found = whole(table)
    assert "all have the same 'debt'" in repr(found[2])
    assert "name 'debt' in protect" in repr(found[2])
    made, found = whole(table, protect="debt")
    assert made.astype(str).groupby(["age", "city"])["debt"].nunique().min() == 2
    assert "all have the same 'debt'" not in repr(found[2])


def test_a_rare_trait_is_no_shared_secret():
    table = customers()
    table["debt"] = np.where(table.index < 6, "yes", "no")
    _, found = whole(table)
    assert "all have the same 'debt'" not in repr(found[2])


def test_a_k_that_cannot_be_reached_is_said_and_no_copy_made():
    made, found = whole(customers(rows=8), k=20)
    assert made is None
    assert "k=20 cannot be reached for 8 people" in repr(found[2])
    assert found[2].action.startswith("No copy with groups of 20")


def test_with_nobody_left_out_and_with_a_few_stand_side_by_side():
    _, found = whole(customers(), k=10)
    assert [line[:12] for line in found[2].found[:2]] == ["With nobody ", "With up to 2"]
    assert list(found[2].table.columns) == ["column", "nobody left out", "up to 2 of 100 rows left out"]


def test_several_rows_of_a_person_count_once():
    table = customers(rows=60)
    table = pd.concat([table.assign(code=range(60))] * 5, ignore_index=True)
    _, rows = whole(table)
    _, people = whole(table, person="code", identifying=["Kundenname", "Telefon", "Mail"])
    alone = "0 of 300 people are alone"
    assert alone in repr(rows[1])
    assert alone not in repr(people[1])
    assert "of 60 people are alone" in repr(people[1])


@pytest.mark.parametrize(
    "headers",
    [
        {"Kundenname": "姓名", "Telefon": "电话", "age": "年龄", "city": "城市", "debt": "工资"},
        {"Kundenname": "الاسم", "Telefon": "هاتف", "age": "العمر", "city": "المدينة", "debt": "راتب"},
    ],
)
def test_chinese_and_arabic_headers_are_known(headers):
    read = opened(customers().rename(columns=headers).drop(columns=["Notiz", "Mail"]))
    roles = privacy.decide(read)
    by = roles.table.set_index("column")["role"]
    assert [by[headers[c]] for c in ("Kundenname", "Telefon")] == ["identifier"] * 2
    assert roles.known == (headers["age"], headers["city"])
    assert by[headers["debt"]] == "sensitive"


def test_a_table_of_goods_holds_nobody():
    goods = pd.DataFrame({"colour": ["red", "blue"] * 20, "weight": [1.5, 2.5] * 20})
    read = opened(goods)
    roles = privacy.decide(read)
    said = privacy.check_personal(read, roles)
    assert said.found[0].startswith("None of the 2 columns")
    assert said.action == ""
    assert privacy.check_singled_out(read, roles).action == ""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"identifying": ["Kundename"]}, "Did you mean 'Kundenname'"),
        ({"identifying": ["age"], "known_to_others": ["age"]}, "One part was expected"),
        ({"person": "nobody"}, "nobody"),
    ],
)
def test_columns_named_wrongly_are_refused(options, words):
    with pytest.raises((ColumnError, ArgumentError), match=words):
        privacy.decide(opened(customers()), **options)


def test_other_bad_input_is_refused_in_words(tmp_path):
    with pytest.raises(ColumnError, match="has no rows"):
        opened(customers().head(0))
    read = opened(customers())
    roles = privacy.decide(read)
    with pytest.raises(ArgumentError, match="A share from 0 to 1"):
        privacy.choose(read, roles, most_left_out=2)
    with pytest.raises(ArgumentError, match="2 or more"):
        privacy.choose(read, roles, k=1)
    with pytest.raises(ArgumentError, match="protect names a column"):
        privacy.choose(read, roles, protect="dept")
    with pytest.raises(FileError):
        privacy.make_copy(read, roles, privacy.choose(read, roles), key_file=tmp_path / "gone.key")


def test_one_person_alone_is_no_group():
    made, found = whole(customers(rows=1))
    assert made is None
    assert "1 of 1 people are alone" in repr(found[1])


def test_what_nobody_answered_stays_open_and_what_is_over_is_said():
    read = opened(customers())
    assert "Not answered yet: what it is kept for" in repr(privacy.check_keeping(read))
    told = {"purpose": "orders", "readers": "office", "owner": "owner", "since": "2024-01-31", "then": "delete"}
    over = privacy.check_keeping(read, **told, keep_months=6, on="2026-01-01")
    assert over.action == "'kunden.csv' is over its time: delete."
    kept = privacy.check_keeping(read, **told, keep_months=60, on="2026-01-01")
    assert kept.action == ""


def test_the_command_saves_a_page_a_workbook_and_a_copy_with_nobody_in_it(tmp_path):
    table = customers()
    path = tmp_path / "kunden.csv"
    table.to_csv(path, sep=";", index=False, encoding="cp1252")
    before = path.read_bytes()
    words = ["--set", "identifying=Kundenname,Telefon,Mail", "--set", "texts=Notiz", "--set", "regions=DE"]
    done = CliRunner().invoke(cli.app, ["report", "privacy", str(path), *words])
    assert done.exit_code == 0, done.output
    assert path.read_bytes() == before
    assert done.stdout.count("Saved: ") == 3
    made = sorted(one.name for one in tmp_path.iterdir())
    assert made == ["kunden-masked.xlsx", "kunden-privacy.html", "kunden-privacy.xlsx", "kunden.csv"]
    page = (tmp_path / "kunden-privacy.html").read_text(encoding="utf-8")
    everything = page + texts_in(tmp_path / "kunden-privacy.xlsx") + texts_in(tmp_path / "kunden-masked.xlsx")
    secret = {value for column in ("Kundenname", "Telefon", "Mail") for value in table[column]}
    assert [value for value in secret if value in everything] == []
    assert len(intake.read_table(tmp_path / "kunden-masked.xlsx")) == len(table)
    assert "Do this on Monday" in page
    assert "alt=" in page

    (tmp_path / "kunden-masked.xlsx").write_bytes(b"somebody's own work")
    again = CliRunner().invoke(cli.app, ["report", "privacy", str(path), *words])
    assert again.exit_code == 1
    assert (tmp_path / "kunden-masked.xlsx").read_bytes() == b"somebody's own work"
