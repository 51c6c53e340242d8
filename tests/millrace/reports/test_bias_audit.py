"""The report bias-audit: what it finds in the sample company, leaves alone, refuses, and never shows."""

import numpy as np
import pandas as pd
import pytest

import lantern
from millrace.errors import ArgumentError, ColumnError
from millrace.fairness import audit
from millrace.reports import bias_audit, find_report
from paths import ROOT
from sample_tables import Tables

NEEDS = find_report("bias-audit").needs
SECRET = ["Anneliese", "Wörndle", "P-77", "+49 171"]


def looked_at(table, *, columns=None, read=None, agreed=None):
    """All findings by what they are about, as the notebook makes them."""
    threshold = (read or {}).get("threshold")
    files = bias_audit.open_file(table, needs=NEEDS, columns=columns or {}, threshold=threshold)
    persons = bias_audit.read_persons(files, **(read or {}))
    audited = bias_audit.agree(persons, fixed_on="2026-03-02", **(agreed or {}))
    selection = bias_audit.check_selection(audited)
    found = [bias_audit.check_rows(persons), bias_audit.check_contract(audited), selection,
             bias_audit.check_law(audited), bias_audit.check_errors(audited), bias_audit.check_proxies(audited),
             bias_audit.check_repairs(audited, selection)]  # fmt: skip
    found.append(bias_audit.check_card(audited, found))
    return persons, found, bias_audit.sheets(files, audited, found)


def verdicts(sheets):
    return sheets["groups"].set_index(["attribute", "group"])["verdict"]


def whole_text(found, sheets):
    shown = "".join(one.shown().page + one.shown().text for one in found) + bias_audit.decisions(found).text
    return shown + "".join(sheet.to_csv() for sheet in sheets.values())


@pytest.mark.parametrize("variant", [0, *(pytest.param(other, marks=pytest.mark.slow) for other in (3, 8))])
def test_what_was_planted_is_found_and_the_decoys_are_left_alone(variant):
    table = Tables(lantern.generate(variant=variant))["applicants.csv"]
    before = table.copy()
    persons, found, sheets = looked_at(table, read={"outcome_value": "passed"})
    pd.testing.assert_frame_equal(table, before)
    said = verdicts(sheets)
    assert said["sex", "female"] == "worse off"
    assert said["sex and origin", "female / other province"] == "worse off"
    assert said["adapted_workplace", "yes"] != "worse off"
    stands = sheets["stands for a group"]
    both = stands[stands["verdict"] == "gives the group away and moves the score"]
    pairs = set(zip(both["attribute"], both["column"], strict=True))
    assert {("sex", "gap_months"), ("origin", "commute_km")} <= pairs
    assert "papers_complete" not in set(both["column"])
    assert not {"hired", "performance"} & set(stands["column"])
    assert persons.threshold == 60
    errors = sheets["errors"]
    assert set(errors["metric"]) == {"precision", "average of 'screening_score'", "average of 'test_result'"}
    assert any("selective labels" in sentence for one in found for sentence in one.found)
    words = whole_text(found, sheets)
    for column in ("name", "phone", "applicant_id"):
        assert not [value for value in table[column].dropna().astype(str) if value in words]


def test_counts_are_those_of_a_plain_count():
    table = pd.read_csv(ROOT / "datasets" / "applicants.csv")
    *_, sheets = looked_at(table)
    single = sheets["groups"][sheets["groups"]["attribute"] == "sex"].set_index("group")
    plain = table.groupby("sex")["invited"].agg(["size", "sum", "mean"])
    assert single["people"].to_dict() == plain["size"].to_dict()
    assert single["selected"].to_dict() == plain["sum"].to_dict()
    assert single.loc["female", "ratio"] == pytest.approx(plain["mean"]["female"] / plain["mean"]["male"], abs=5e-4)
    for _, rows in sheets["groups"].groupby("attribute"):
        assert rows["people"].sum() == len(table)


def test_pay_is_looked_at_and_numbers_that_only_count_rows_are_not():
    chance, n = np.random.default_rng(4), 300
    sex = chance.choice(["f", "m"], n)
    pay = (40_000 + 9_000 * (sex == "m") + chance.normal(0, 5_000, n)).round()
    table = pd.DataFrame({
        "sheet": "list", "row": range(2, n + 2), "sex": sex, "badge": chance.permutation(np.arange(500, 500 + n)),
        "barcode": chance.integers(10**7, 10**8, n), "last pay": pay,
    })  # fmt: skip
    table["score"] = table["last pay"] / 1_000 + chance.normal(0, 3, n)
    table["invited"] = table["score"] > 46
    _, found, sheets = looked_at(table)
    looked = set(sheets["stands for a group"]["column"])
    assert looked == {"last pay", "(all columns together)"}
    [proxies] = [one for one in found if one.about == "proxies"]
    assert "'last pay' gives sex away and moves the score" in " ".join(proxies.found)
    assert "badge, barcode" in " ".join(proxies.found)


@pytest.mark.parametrize("tables", [30, pytest.param(300, marks=pytest.mark.slow)])
def test_coins_make_nobody_worse_off(tables):
    chance, claimed = np.random.default_rng(12), 0
    for _ in range(tables):
        table = pd.DataFrame({
            "sex": chance.choice(["f", "m"], 400), "origin": chance.choice(["a", "b", "c"], 400, p=[0.5, 0.3, 0.2]),
            "invited": chance.random(400) < chance.uniform(0.1, 0.6),
        })  # fmt: skip
        files = bias_audit.open_file(table, needs=NEEDS)
        audited = bias_audit.agree(bias_audit.read_persons(files), fixed_on="2026-03-02")
        claimed += "worse off" in set(audit(audited.persons.frame, audited.agreed)["verdict"])
    assert claimed <= 0.05 * tables


def german(rows=600, seed=4):
    chance = np.random.default_rng(seed)
    sex = chance.choice(["weiblich", "männlich"], rows)
    return pd.DataFrame({
        "Kundennummer": [f"P-77{at}" for at in range(rows)],
        "Name": [f"Anneliese Wörndle {at}" for at in range(rows)],
        "Telefon": [f"+49 171 {at:07d}" for at in range(rows)],
        "Geschlecht": sex, "Alter": chance.integers(18, 80, rows),
        "Entscheidung": np.where(chance.random(rows) < (sex == "männlich") * 0.35 + 0.35, "bewilligt", "abgelehnt"),
    })  # fmt: skip


def test_german_credit_decisions_in_words():
    persons, found, sheets = looked_at(german())
    assert persons.groups == ("Geschlecht", "Alter")
    assert verdicts(sheets)["Geschlecht", "weiblich"] == "worse off"
    assert {"0 to 29", "30 to 44", "45 to 59", "60 or over"} <= set(sheets["groups"]["group"])
    words = whole_text(found, sheets)
    assert not [one for one in SECRET if one in words]


@pytest.mark.filterwarnings("ignore:Glyph")  # the letters are drawn where the machine has a font for them
def test_chinese_headers_and_a_score_from_nought_to_one():
    chance = np.random.default_rng(5)
    table = pd.DataFrame({"性别": chance.choice(["女", "男"], 800), "得分": chance.random(800).round(3)})
    table["得分"] = (table["得分"] - 0.15 * (table["性别"] == "女")).clip(0, 1)
    table["是否录用"] = np.where(table["得分"] >= 0.6, "是", "否")
    persons, _, sheets = looked_at(table)
    assert persons.threshold == pytest.approx(table.loc[table["是否录用"] == "是", "得分"].min())
    assert verdicts(sheets)["性别", "女"] == "worse off"
    assert "an easier border" in set(sheets["repairs"]["mitigation"])


@pytest.mark.parametrize(
    ("yes", "no"), [("ja", "nein"), (1, 0), (True, False), ("angenommen", "abgelehnt"), ("1", "0")]
)
def test_yes_and_no_in_any_dress_is_the_same_audit(yes, no):
    table = pd.DataFrame({"sex": ["f", "m"] * 100, "decision": [yes, no, no, yes, yes] * 40})
    *_, sheets = looked_at(table)
    assert sheets["groups"]["selected"].sum() == 120


def test_a_score_with_a_threshold_is_decision_enough():
    table = pd.DataFrame({"sex": ["f", "m"] * 100, "score": [*range(100)] * 2})
    persons, *_ = looked_at(table, read={"threshold": 50})
    assert persons.frame["(decision)"].sum() == 100


def test_a_threshold_that_decisions_do_not_follow_is_not_guessed():
    chance = np.random.default_rng(6)
    table = pd.DataFrame({"sex": chance.choice(["f", "m"], 400), "score": chance.integers(0, 100, 400)})
    table["invited"] = chance.random(400) < 0.05  # 95 % follow "nobody", which is no threshold
    persons, *_ = looked_at(table)
    assert persons.threshold is None


def test_forty_groups_and_one_alone_stay_and_a_label_of_one_is_hidden():
    chance = np.random.default_rng(7)
    table = pd.DataFrame({"region": chance.choice([f"R{at}" for at in range(40)], 2000), "invited": [1, 0] * 1000})
    table.loc[0, "region"] = "Anneliese Wörndle"
    _, found, sheets = looked_at(table)
    assert len(sheets["groups"]) == 41
    assert sheets["groups"]["people"].sum() == 2000
    assert "Anneliese" not in whole_text(found, sheets)


def test_unknown_groups_and_decisions_are_counted():
    table = pd.DataFrame({"sex": ["f", "m", None, "unknown"] * 50, "invited": ["yes", "no", "yes", "no", None] * 40})
    table.loc[:1, "invited"] = "pending"
    persons, found, sheets = looked_at(table)
    assert len(persons.set_aside) == 42
    assert set(persons.set_aside["reason"]) == {"no decision", "the decision is neither yes nor no"}
    assert len(persons.frame) + 42 == len(table)
    assert verdicts(sheets)["sex", "(unknown)"] == "group unknown"
    assert not {"text"} & set(sheets["set aside"].columns)
    assert "kept as (unknown)" in " ".join(found[0].found)


@pytest.mark.parametrize(("all_of_them", "word"), [(1, "Everybody"), (0, "Nobody")])
def test_all_or_none_selected_is_said(all_of_them, word):
    table = pd.DataFrame({"sex": ["f", "m"] * 50, "invited": [all_of_them] * 100, "score": range(100)})
    _, found, _ = looked_at(table)
    assert any(sentence.startswith(f"{word} was selected") for sentence in found[2].found)


@pytest.mark.parametrize(
    ("table", "columns", "read", "kind", "match"),
    [
        ({"sex": ["f", "m"], "colour": ["a", "b"]}, {}, {}, ColumnError, "recognised as the decision"),
        ({"invited": [1, 0], "colour": ["a", "b"]}, {}, {}, ColumnError, "No column of groups"),
        ({"sex": ["f", "m"], "invited": [1, 0]}, {"decision": "invitd"}, {}, ColumnError, "Did you mean 'invited'"),
        ({"sex": ["f", "m"], "invited": [1, 0]}, {"decision": "sex", "sex": "sex"}, {}, ArgumentError, "tells nothing"),
        ({"sex": ["f", "m"], "invited": [1, 0]}, {}, {"groups": ["invited"]}, ColumnError, "is the decision"),
        ({"sex": ["f", "m"], "invited": [1, 0]}, {}, {"groups": ["oriign"]}, ColumnError, "oriign"),
        ({"sex": ["f", "m"] * 9, "invited": ["A", "B"] * 9}, {}, {}, ColumnError, "selected_value"),
        ({"sex": ["f", "m"], "invited": [1, 0]}, {}, {"selected_value": "Yess"}, ArgumentError, "selected_value"),
        ({"sex": ["f", "m"], "invited": [None, None]}, {"decision": "invited"}, {}, ColumnError, "holds nothing"),
        ({"sex": [], "invited": []}, {}, {}, ColumnError, "no rows"),
    ],
)
def test_what_cannot_be_audited_is_said(table, columns, read, kind, match):
    with pytest.raises(kind, match=match):
        looked_at(pd.DataFrame(table), columns=columns, read=read)


def test_names_as_groups_are_refused_without_printing_one():
    table = german(60)
    persons, found, _ = looked_at(table, read={"groups": ["Name"]})
    assert "Name" in persons.refused
    with pytest.raises(ColumnError) as refused:
        looked_at(table.drop(columns=["Geschlecht", "Alter"]), read={"groups": ["Name", "Telefon"]})
    assert not [one for one in SECRET if one in str(refused.value) + whole_text(found, {})]


def test_the_decision_under_another_name_is_no_group():
    table = pd.DataFrame(
        {"sex": ["f", "m", "f"] * 40, "invited": [1, 0, 0] * 40, "contacted": ["yes", "no", "no"] * 40}
    )
    persons, *_ = looked_at(table, read={"groups": ["contacted"]})
    assert persons.refused == {"contacted": "it is the decision under another name"}


def test_outcomes_of_all_give_error_rates_and_a_default_is_a_bad_outcome():
    chance = np.random.default_rng(8)
    table = pd.DataFrame({"sex": chance.choice(["f", "m"], 800), "approved": chance.choice(["yes", "no"], 800)})
    table["defaulted"] = chance.choice(["yes", "no"], 800, p=[0.1, 0.9])
    persons, _, sheets = looked_at(table)
    assert persons.frame["(outcome)"].mean() == pytest.approx((table["defaulted"] == "no").mean())
    assert {"true positive rate", "false positive rate"} <= set(sheets["errors"]["metric"])


def test_what_nobody_answered_stays_open_on_the_card():
    *_, sheets = looked_at(pd.DataFrame({"sex": ["f", "m"] * 50, "invited": [1, 0, 0, 1] * 25}))
    card = sheets["card"].set_index("question")["answer"]
    assert (card == "not answered yet").sum() == len(card) - 2


@pytest.mark.filterwarnings("ignore")  # papermill's and the kernel's own dependencies warn about their age
def test_the_command_makes_a_page_and_a_workbook_without_a_name(tmp_path):
    from typer.testing import CliRunner

    from millrace import cli

    german().to_csv(tmp_path / "kredite.csv", sep=";", index=False)
    done = CliRunner().invoke(
        cli.app, ["report", "bias-audit", str(tmp_path / "kredite.csv"), "--set", "decided_by=the bank"]
    )
    assert done.exit_code == 0, done.output
    page = (tmp_path / "kredite-bias-audit.html").read_text(encoding="utf-8")
    book = pd.read_excel(tmp_path / "kredite-bias-audit.xlsx", sheet_name=None, engine="calamine")
    assert page.index("What was agreed before looking") < page.index("Who gets through</h2>")
    assert 'alt="Chart: Worse off' in page
    assert not [one for one in SECRET if one in page + "".join(sheet.to_csv() for sheet in book.values())]
    assert {"summary", "set aside", "contract", "groups", "impact ratios", "card"} <= set(book)


def test_outcomes_of_one_kind_beside_other_entries_say_nothing_of_errors():
    """Of "passed", "left" and "ended by the firm" only the first is known: a precision of 1 would be made up."""
    table = pd.read_csv(ROOT / "datasets" / "applicants.csv")
    _, found, sheets = looked_at(table)
    assert "precision" not in set(sheets["errors"]["metric"])
    [errors] = [one for one in found if one.about == "errors"]
    assert any("all that could be read are of one kind" in sentence for sentence in errors.found)
    assert errors.action.startswith("Say which entry of 'probation' is good")
    _, _, sheets = looked_at(table, read={"outcome_value": "passed"})
    precision = sheets["errors"].query("metric == 'precision'")
    assert (precision["people"] > 0).all()
    assert (precision["value"] < 1).all()


def graded(seed=4, rows=600):
    """Make pupils with grades from 1, the best, to 6; up to 2.5 are taken; those from abroad get worse ones."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"Herkunft": rng.choice(["hier", "Ausland"], rows), "Note": rng.normal(2.6, 0.8, rows)})
    frame["Weg in km"] = rng.normal(8, 2, rows) + 6 * (frame["Herkunft"] == "Ausland")
    frame["Note"] = (frame["Note"] + 0.08 * (frame["Weg in km"] - 8)).clip(1, 6).round(1)
    return frame.assign(Zusage=np.where(frame["Note"] <= 2.5, "ja", "nein"))


def test_grades_of_which_the_low_ones_are_good_are_read_so():
    frame = graded()
    persons, found, sheets = looked_at(frame)
    said = " ".join(" ".join(one.found) + one.action for one in found)
    assert persons.low_is_good
    assert "low is taken for good" in said
    assert "100 % of the decisions are as if selected up to 2.5 of 'Note'" in said
    errors = sheets["errors"].set_index("group")
    assert errors.loc["Ausland", "value"] == pytest.approx(
        frame.groupby("Herkunft")["Note"].mean()["Ausland"], abs=1e-3
    )
    assert errors.loc["Ausland", "verdict"] == "higher"
    assert errors.loc["Ausland", "low"] < errors.loc["Ausland", "value"] < errors.loc["Ausland", "high"]
    assert "through it Ausland is" in said
    easier = next(one for one in found if one.about == "repairs").action
    assert "easier border than up to 2.5" in easier
    # The same points the other way round: the same audit.
    other = frame.assign(Note=7 - frame["Note"])
    turned = looked_at(other)[2]
    assert turned["groups"].equals(sheets["groups"])
    lost, same = (one["stands for a group"]["points lost"].dropna().tolist() for one in (turned, sheets))
    assert lost == pytest.approx(same)
    assert max(lost) > 0
    assert (
        turned["repairs"]
        .drop(columns=["average merit", "merit change"], errors="ignore")
        .equals(sheets["repairs"].drop(columns=["average merit", "merit change"], errors="ignore"))
    )
    assert not looked_at(frame, read={"good_score": "high"})[0].low_is_good
    with pytest.raises(ArgumentError, match="good_score is 'up'"):
        looked_at(frame, read={"good_score": "up"})


def test_a_score_that_decisions_do_not_follow_has_its_good_end_above():
    frame = graded().assign(Zusage=["ja", "nein"] * 300)
    assert not looked_at(frame)[0].low_is_good


def test_an_average_of_a_few_is_nobodys_business():
    frame = graded()
    frame.loc[[0, 1, 2], "Herkunft"] = "divers"
    frame.loc[[0, 1, 2], "Note"] = [1.1, 1.3, 1.5]
    _, found, sheets = looked_at(frame)
    few = sheets["errors"].set_index("group").loc["divers"]
    assert few["people"] == 3
    assert few[["value", "low", "high", "difference", "difference low", "difference high"]].isna().all()
    assert "1.3" not in next(one for one in found if one.about == "errors").shown().text
    assert "fewer than 5 people" in " ".join(next(one for one in found if one.sheet == "groups").found)


def test_a_contract_is_agreed_only_where_somebody_says_so():
    frame = graded()
    persons = bias_audit.read_persons(bias_audit.open_file(frame, needs=NEEDS), groups=["Herkunft"])
    nothing, some, day = (
        bias_audit.check_contract(bias_audit.agree(persons, **said))
        for said in ({}, {"harmed": "pupils"}, {"fixed_on": "2026-03-02"})
    )
    assert "1 of 11 clauses are yours" in nothing.found[0]
    assert "2 of 11 clauses are yours" in some.found[0]
    assert "only you know" in some.found[0]
    assert "fixed_on" in some.action
    assert "agreed on 2026-03-02" in day.found[0]
    assert not day.action
    whose = some.table.set_index("clause")["said by"]
    assert whose["groups"] == "you"
    assert whose["ratio still tolerated"] != "you"


def test_a_gap_that_chance_could_make_is_named_and_looked_at_again():
    frame = pd.DataFrame({"region": ["east"] * 60 + ["west"] * 60, "approved": ([1, 0, 0] * 40)})
    frame.loc[frame.index[60:72], "approved"] = 1
    _, found, sheets = looked_at(frame)
    selection = next(one for one in found if one.sheet == "groups")
    assert verdicts(sheets)["region", "east"] == "beyond tolerance, could be chance"
    assert "east (region; 20 of 60 selected" in " ".join(selection.found)
    assert "Set a day to look again at east" in selection.action


def test_a_ratio_just_below_the_tolerance_does_not_look_like_it():
    frame = pd.DataFrame({"sex": ["f"] * 500 + ["m"] * 500, "approved": [1] * 199 + [0] * 301 + [1] * 250 + [0] * 250})
    _, found, _ = looked_at(frame)
    ratios = next(one for one in found if one.sheet == "groups").table["ratio"]
    assert ratios.str.startswith("0.796").any()


def test_numbers_are_rounded_once():
    frame = pd.DataFrame({"sex": ["f"] * 33 + ["m"] * 50, "approved": [1] * 15 + [0] * 18 + [1] * 25 + [0] * 25})
    law = next(one for one in looked_at(frame)[1] if one.sheet == "impact ratios").shown().page
    assert "0.45" in law
    assert "0.46" not in law  # 15 of 33 are 0.4545, and not 0.46 by way of 0.455
