"""Checkpoints: each public function of a module makes one; they reach each other, and keep their types on the way."""

import gzip
import json

import pandas as pd
import pytest

from coursekit.authoring.checkpoints import checkpoint_files, write_checkpoints
from coursekit.faults import AuthorError
from millrace import samples

FIRST = '''
import pandas as pd


def days(given):
    """Some days."""
    table = given.table("small.csv")
    return pd.DataFrame({"day": pd.to_datetime(table["day"]), "code": ["007", "x"], "n": [1, 2], "part": [0.5, None]})


def _private(given):
    raise AssertionError
'''
SECOND = '''
def later(given):
    """The days after the first."""
    table = given["days"]
    table["n"] = 0
    return given["days"].iloc[1:]
'''


@pytest.fixture
def two_modules(course):
    for name, source in (("01-first", FIRST), ("02-second", SECOND)):
        (course.source / name).mkdir()
        (course.source / name / "checkpoints.py").write_text(source, encoding="utf-8")
    (course.source / "01-first" / "tables").mkdir()
    (course.source / "01-first" / "tables" / "small.csv").write_text("day\n2025-01-31\n2025-02-01\n")
    return course


def test_public_functions_make_checkpoints_and_reach_those_of_other_modules(two_modules):
    files = checkpoint_files(two_modules, ["02-second"])
    assert list(files) == ["02-second/later.csv.gz", "02-second/datapackage.json"]
    assert gzip.decompress(files["02-second/later.csv.gz"]) == b"day,code,n,part\n2025-02-01,x,2,\n"
    package = json.loads(files["02-second/datapackage.json"])
    assert package["resources"][0]["description"] == "The days after the first."


def test_types_survive_the_way_to_a_file_and_back(two_modules, monkeypatch):
    write_checkpoints(two_modules, two_modules.root / "datasets" / "checkpoints", variant=0)
    monkeypatch.chdir(two_modules.source)
    found = samples.checkpoint("days", variant=0)
    assert found["day"].tolist() == [pd.Timestamp("2025-01-31"), pd.Timestamp("2025-02-01")]
    assert found["code"].tolist() == ["007", "x"]
    assert found["n"].tolist() == [1, 2]
    assert found["part"].isna().tolist() == [False, True]
    assert found.attrs == {"checkpoint": "days"}
    listed = samples.checkpoints(variant=0).set_index("checkpoint")
    assert listed.loc["later", "module"] == "02-second"
    assert listed.loc["days", "what_it_is"] == "Some days."


def test_the_last_digits_of_a_float_are_not_written_as_processors_differ_in_them(course):
    (course.source / "01-first").mkdir()
    source = "import pandas as pd\n\n\ndef sums(given):\n    return pd.DataFrame({'cny': [0.1 + 0.2, 1234567.89]})\n"
    (course.source / "01-first" / "checkpoints.py").write_text(source, encoding="utf-8")
    files = checkpoint_files(course, ["01-first"])
    assert gzip.decompress(files["01-first/sums.csv.gz"]) == b"cny\n0.3\n1234567.89\n"


def test_a_time_of_day_survives_the_way_to_a_file_and_back(two_modules, monkeypatch):
    with (two_modules.source / "02-second" / "checkpoints.py").open("a") as file:
        file.write('\n\ndef moments(given):\n    """Times."""\n    import pandas as pd\n')
        file.write('    return pd.DataFrame({"at": pd.to_datetime(["2025-01-31 14:44:05", None])})\n')
    write_checkpoints(two_modules, two_modules.root / "datasets" / "checkpoints", variant=0)
    monkeypatch.chdir(two_modules.source)
    found = samples.checkpoint("moments", variant=0)["at"]
    assert found.iloc[0] == pd.Timestamp("2025-01-31 14:44:05")
    assert pd.isna(found.iloc[1])


def test_one_name_in_two_modules_is_a_fault(two_modules):
    with (two_modules.source / "02-second" / "checkpoints.py").open("a") as file:
        file.write("\n\ndef days(given):\n    return given.table('small.csv')\n")
    with pytest.raises(AuthorError, match="'days' is one of module 01-first already"):
        checkpoint_files(two_modules, ["02-second"])


def test_an_unknown_checkpoint_is_answered_with_the_known_one(two_modules):
    text = (two_modules.source / "02-second" / "checkpoints.py").read_text().replace('"days"', '"day"')
    (two_modules.source / "02-second" / "checkpoints.py").write_text(text)
    with pytest.raises(KeyError, match="Did you mean 'days'"):
        checkpoint_files(two_modules, ["02-second"])
