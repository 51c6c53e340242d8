"""Text that was encoded twice is reported with its line and mended; text that only looks odd is left alone."""

import pandas as pd
import pytest

from millrace import intake
from millrace.errors import ArgumentError

WORDS = [
    "Jürgen Groß",
    "Señora Peña",
    "Łódź",
    "Žofie",
    "€ 12",
    "“quoted”",
    "Zoë’s café – déjà vu",
    "Москва",
    "王丽",
    "🙂",
    "5 °C",
]
SOUND = [
    "CAFÉ®",
    "ÓSMY",
    "PÂTÉ",
    "«À» É»",
    "Ñandú",
    "Übergröße",
    "Ångström",
    "ÄÖÜ",
    "naïve",
    "Ðorđe",
    "São Paulo",
    "Š€",
]


def twice(text):
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode("utf-8"))


@pytest.mark.parametrize("word", WORDS)
def test_what_was_encoded_twice_is_mended(word):
    table = pd.DataFrame({"n": [1, 2, 3], twice(word): [twice(word), None, f"so {twice(word)}, again"]})
    mended = intake.mend_encoding(table)
    assert list(mended.columns) == ["n", word]
    assert mended[word].tolist()[::2] == [word, f"so {word}, again"]
    assert mended[word].isna().tolist() == [False, True, False]
    assert mended["n"].tolist() == [1, 2, 3]
    assert table.columns[1] == twice(word)


@pytest.mark.parametrize("word", [*SOUND, *WORDS])
def test_sound_text_is_left_alone(word, tmp_path):
    table = pd.DataFrame({"word": [word, "x"]})
    assert intake.mend_encoding(table).equals(table)
    (tmp_path / "a.csv").write_text(f"id,word\n1,{word}\n2,x\n", encoding="utf-8")
    assert "encoded twice" not in repr(intake.inspect(tmp_path / "a.csv"))


@pytest.mark.parametrize("places", [[2], [3, 4, 9]])
def test_the_report_names_the_lines_and_the_helper(tmp_path, places):
    lines = ["id,name"] + [f"{i},{twice('Müller') if i in places else 'Müller'}" for i in range(2, 12)]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    frame = intake.read_table(tmp_path / "a.csv")
    (finding,) = [f for f in intake.report(frame).findings if f[0] == "text encoded twice"]
    assert finding[1] == ("line 2" if places == [2] else "lines 3, 4, 9")
    assert "'MÃ¼ller' seems to mean 'Müller'" in finding[2]
    assert "mend_encoding" in finding[2]
    mended = intake.mend_encoding(frame)
    assert set(mended["name"]) == {"Müller"}
    assert intake.report(mended) is intake.report(frame)


def test_text_that_is_no_table_is_refused():
    with pytest.raises(ArgumentError, match="table is"):
        intake.mend_encoding(["MÃ¼ller"])
