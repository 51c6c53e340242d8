"""Tickets are told from an event log by their columns, in several languages; what only a person can tell is asked."""

import random

import pandas as pd
import pytest

from millrace.errors import ArgumentError, ColumnError, FileError
from millrace.reports import ColumnQuestion, find_report
from millrace.reports.pain_points import open_files
from millrace.reports.pain_points.columns import case_columns, choose_log_columns, choose_ticket_columns
from millrace.reports.pain_points.opening import chooser

NEEDS = find_report("pain-points").needs
WRITTEN = [
    "the parcel came three days late",
    "zip of the bag broke",
    "wrong price on the invoice",
    "late once more, sorry",
]
DAYS = ["2025-04-01", "2025-04-02", "2025-05-13", "2025-05-14"]
TIMES = [f"{day} 08:00" for day in DAYS]
LATER = [f"{day} 09:30" for day in DAYS]


def of_tickets(given=None, **columns):
    return {k: v for k, v in choose_ticket_columns(pd.DataFrame(columns), NEEDS, given or {}).items() if v}


def of_log(given=None, **columns):
    return {k: v for k, v in choose_log_columns(pd.DataFrame(columns), NEEDS, given or {}).items() if v}


def tickets(rows=40, seed=1):
    chance = random.Random(seed)
    return pd.DataFrame({
        "Nummer": [f"R-{n}" for n in range(rows)],
        "Eingangsdatum": [f"{chance.randint(13, 28)}.{chance.randint(1, 12):02d}.2024" for _ in range(rows)],
        "Beschreibung": [f"{chance.choice(WRITTEN)} {chance.choice(WRITTEN)}" for _ in range(rows)],
        "Erstattung": [f"{chance.randint(5, 90)},50 EUR" for _ in range(rows)],
        "Kanal": [chance.choice(["Telefon", "E-Mail"]) for _ in range(rows)],
    })  # fmt: skip


def log(cases=40):
    came = pd.date_range("2024-01-08 08:00", periods=cases, freq="5h")
    parts = [
        pd.DataFrame({
            "Auftragsnummer": [f"A{n}" for n in range(cases)], "Arbeitsgang": step,
            "Beginn": came + pd.Timedelta(hours=hour), "Ende": came + pd.Timedelta(hours=hour + 1),
            "Mitarbeiter": step[0],
        })
        for hour, step in ((0, "Zuschnitt"), (2, "Nähen"))
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def saved(path, table):
    table.to_csv(path, index=False)
    return path


def opened(file, second="", **more):
    said = {n.role: {"what": n.what, "kind": n.kind, "words": n.words, "required": n.required} for n in NEEDS}
    return open_files(file, second, needs=said, **more)


@pytest.mark.parametrize(
    ("day", "text", "cost", "group"),
    [
        ("Date opened", "Complaint text", "Refund", "Channel"),
        ("Eröffnet", "Reklamation", "Erstattung", "Abteilung"),
        ("Créé le", "Description du problème", "Remboursement", "Région"),
        ("Fecha de apertura", "Queja", "Reembolso", "Departamento"),
        ("投诉日期", "投诉内容", "退款金额", "渠道"),
        ("تاريخ الفتح", "نص الشكوى", "التكلفة", "القسم"),
    ],
)
def test_columns_of_tickets_are_known_in_six_languages(day, text, cost, group):
    found = of_tickets(**{group: ["a", "b", "b", "a"], cost: [1.5, 2, 3, 4], text: WRITTEN, day: DAYS})
    assert found == {"opened": day, "text": text, "cost": cost, "group": group}


@pytest.mark.parametrize(
    ("case", "step", "start", "end", "who"),
    [
        ("OrderNo", "Process step", "Started at", "Ended at", "Operator"),
        ("case:concept:name", "concept:name", "start_timestamp", "time:timestamp", "org:resource"),
        ("Auftragsnr.", "Arbeitsgang", "Beginn", "Ende", "Bearbeiter"),
        ("Numéro de commande", "Étape", "Heure de début", "Heure de fin", "Opérateur"),
        ("Número de pedido", "Etapa", "Inicio", "Hora de fin", "Empleado"),
        ("订单号", "工序", "开始时间", "结束时间", "操作员"),
        ("رقم الطلب", "الخطوة", "وقت البدء", "وقت الانتهاء", "العامل"),
    ],
)
def test_columns_of_a_log_are_known_in_six_languages_and_in_xes(case, step, start, end, who):
    columns = {who: ["Li", "Wu", "Li", "Wu"], end: LATER, start: TIMES, step: ["cut", "sew"] * 2, case: [1, 1, 2, 2]}
    assert of_log(**columns) == {"case": case, "step": step, "start": start, "end": end, "resource": who}


def lines_of_orders(parts):
    rows = [(order, part, step) for order in range(4) for part in parts for step in ("cut", "sew")]
    table = pd.DataFrame(rows, columns=["order", "line", "step"])
    return table.assign(start=pd.date_range("2025-03-03", periods=len(table), freq="h"))


def test_lines_of_an_order_are_the_cases_where_steps_would_come_again_and_again():
    chosen = choose_log_columns(lines_of_orders([1, 2]), NEEDS, {})
    assert chosen["case"] == "order + line"
    assert "a step would come again in 100 % of the cases" in chosen.rows[0][2]
    assert choose_log_columns(lines_of_orders([1]), NEEDS, {})["case"] == "order"


def test_a_line_that_explains_nothing_does_not_split_the_case():
    assert choose_log_columns(lines_of_orders([1, 2]).assign(line=1), NEEDS, {})["case"] == "order"


def test_a_case_may_be_named_as_several_columns():
    table = lines_of_orders([1, 2]).rename(columns={"order": "a", "line": "b+c"})
    assert choose_log_columns(table, NEEDS, {"case": "a + step", "step": "b+c"})["case"] == "a + step"
    assert case_columns(table, "b+c") == ["b+c"]
    with pytest.raises(ColumnError, match="'oder' is not in the table"):
        case_columns(table, "oder + b+c")


def test_what_is_written_is_known_without_its_header_and_asked_about_when_there_are_two():
    assert of_tickets(x=WRITTEN, y=[1, 2, 3, 4]) == {"text": "x"}
    assert of_tickets(x=["颜色不对，跟照片不一样", "拉链坏了要求退货", "迟到三天没人回复", "开票错了请更正"]) == {
        "text": "x"
    }
    with pytest.raises(ColumnQuestion, match="2 columns could be the text of the ticket: 'x', 'y'"):
        of_tickets(x=WRITTEN, y=WRITTEN[::-1])


@pytest.mark.parametrize(
    "values",
    [["R-1", "R-2", "R-3", "R-4"], DAYS, ["parcel came late, three days"] * 40, ["EUR 120.50 and", "1", "2", "3"]],
)
def test_codes_dates_and_entries_of_a_list_are_no_texts(values):
    assert "text" not in of_tickets(x=values)


def test_more_groups_than_can_be_compared_are_none():
    table = pd.DataFrame({"region": [f"place {n}" for n in range(40)], "text": WRITTEN * 10})
    chosen = choose_ticket_columns(table, NEEDS, {})
    assert chosen["group"] is None
    assert "more than 30 different values" in chosen.rows[-1][2]
    assert choose_ticket_columns(table, NEEDS, {"group": "region"})["group"] == "region"


def test_the_only_column_of_times_is_taken_and_of_two_without_a_word_for_it_neither():
    base = {"case": [1, 1, 2, 2], "step": ["cut", "sew"] * 2}
    assert of_log(**base, when=TIMES)["end"] == "when"
    with pytest.raises(ColumnQuestion, match="'due', 'seen'"):
        of_log(**base, due=TIMES, seen=LATER)
    assert of_log(**base, start=TIMES, due=LATER).get("end") is None
    assert of_log({"end": "due"}, **base, due=TIMES, seen=LATER)["end"] == "due"


def test_tickets_and_log_are_told_apart_in_either_order(tmp_path):
    one, two = saved(tmp_path / "a.csv", tickets()), saved(tmp_path / "b.csv", log())
    for files in (opened(one, two), opened(two, one)):
        assert files.tickets.name == "a.csv"
        assert files.log.name == "b.csv"
    assert opened(one).log is None
    assert opened("", two).tickets is None
    assert "'b.csv' is read as an event log. 'b.csv': 81 rows present" in repr(opened(two))


def test_names_are_looked_for_in_the_file_of_their_kind(tmp_path):
    one = saved(tmp_path / "a.csv", tickets().rename(columns={"Beschreibung": "q", "Nummer": "z"}))
    two = saved(tmp_path / "b.csv", log().rename(columns={"Arbeitsgang": "q"}))
    files = opened(one, two, columns={"text": "q", "step": "q", "group": "-"})
    assert (files.tickets.columns["text"], files.log.columns["step"], files.tickets.columns["group"]) == (
        "q",
        "q",
        None,
    )


def test_one_file_given_twice_is_refused_however_it_is_written(tmp_path):
    one = saved(tmp_path / "a.csv", log())
    with pytest.raises(ArgumentError, match=r"'a\.csv' was given twice"):
        opened(one, tmp_path / "." / ".." / tmp_path.name / "a.csv")


def test_two_files_of_one_kind_are_refused(tmp_path):
    with pytest.raises(ColumnError, match=r"'a\.csv' and 'b\.csv' both look like an event log"):
        opened(saved(tmp_path / "a.csv", log()), saved(tmp_path / "b.csv", log(10)))


def test_a_log_with_remarks_may_be_either_so_it_is_asked(tmp_path):
    table = log()
    both = saved(tmp_path / "a.csv", table.assign(remark=[f"{text} {n}" for n, text in enumerate(WRITTEN * 20)]))
    with pytest.raises(ArgumentError, match=r"it could be tickets or an event log.*--set file_is=log"):
        opened(both)
    assert opened(both, file_is="log").tickets is None
    assert opened(both, file_is="tickets", columns={"opened": "Beginn"}).log is None
    assert opened(both, saved(tmp_path / "b.csv", tickets())).log.name == "a.csv"  # the other can only be tickets
    with pytest.raises(ArgumentError, match="Did you mean 'log'"):
        opened(both, file_is="lag")


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (
            pd.DataFrame({"sku": ["A", "B"] * 9, "price": range(18)}),
            "neither a list of tickets nor an event log.*'sku', 'price'",
        ),
        (log().drop(columns=["Beginn", "Ende"]), "steps in 'Arbeitsgang', but no column of times"),
        (tickets().assign(Beschreibung=None), "Nothing is written in: Beschreibung"),
        (tickets().assign(Beschreibung="n/a"), "Nothing is written in: Beschreibung"),
        (log().head(0), "has no rows of data"),
    ],
    ids=["neither", "no times", "empty text", "text without words", "no rows"],
)
def test_a_file_that_is_neither_says_what_is_there_and_what_is_missing(tmp_path, table, says):
    with pytest.raises(ColumnError, match=says):
        opened(saved(tmp_path / "a.csv", table))
    with pytest.raises(ColumnError, match=says):
        opened(saved(tmp_path / "a.csv", table), saved(tmp_path / "b.csv", log()))


def test_a_kind_that_was_said_asks_for_the_column_that_is_missing(tmp_path):
    path = saved(tmp_path / "a.csv", tickets())
    with pytest.raises(ColumnQuestion, match=r"the case \(such as the order\) in 'a.csv'") as asked:
        opened(path, file_is="log")
    assert asked.value.need.required
    with pytest.raises(ColumnQuestion, match=r"the text of the ticket in 'b\.csv'"):
        opened(saved(tmp_path / "b.csv", log()), file_is="tickets", columns={"opened": "Ende"})


def test_columns_can_be_asked_for_again_and_again_without_reading_again(tmp_path):
    table = tickets().rename(columns={"Beschreibung": "x"}).assign(y=lambda t: t["x"] + " again")
    path = saved(tmp_path / "a.csv", table)
    look = chooser(NEEDS, path, None, {})
    path.unlink()
    with pytest.raises(ColumnQuestion, match="'x', 'y'"):
        look({})
    assert look({"text": "y"}).tickets.columns["text"] == "y"


def test_a_path_that_does_not_exist_gets_a_sentence(tmp_path):
    with pytest.raises(FileError, match=r"There is no file 'no\.csv'"):
        opened(tmp_path / "no.csv")
    with pytest.raises(ArgumentError, match="No file was named"):
        opened("")


def test_an_xes_log_is_read_by_its_standard_names(tmp_path):
    path = tmp_path / "a.xes"
    time = '<date key="time:timestamp" value="2025-03-0{}T08:00:00+08:00"/>'
    event = '<event><string key="concept:name" value="{}"/>' + time + "</event>"
    trace = (
        '<trace><string key="concept:name" value="{}"/>' + event.format("cut", 3) + event.format("sew", 4) + "</trace>"
    )
    path.write_text("<log>" + trace.format("A1") + trace.format("A2") + "</log>")
    found = opened(path).log
    assert {k: v for k, v in found.columns.items() if v} == {
        "case": "case:concept:name", "step": "concept:name", "end": "time:timestamp",
    }  # fmt: skip
    assert "4 events are in it" in repr(opened(path))
