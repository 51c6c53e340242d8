import hashlib
import hmac
import os

import pandas as pd
import pytest

from millrace import privacy
from millrace.errors import ArgumentError, ColumnError, FileError

KEY, OTHER = b"k" * 32, b"o" * 32
SECRET = "Ottilie Quendel"


def test_a_key_is_random_readable_by_its_owner_only_and_never_overwritten(tmp_path):
    path = privacy.new_key(tmp_path / "a.key")
    other = privacy.new_key(tmp_path / "b.key")
    assert bytes(privacy.read_key(path)) != bytes(privacy.read_key(other))
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
    before = path.read_text()
    with pytest.raises(FileError, match="already there"):
        privacy.new_key(path)
    assert path.read_text() == before


def test_a_key_beside_the_data_is_warned_of(tmp_path):
    (tmp_path / "staff.csv").write_text("who\n")
    with pytest.warns(UserWarning, match="1 data files"):
        privacy.new_key(tmp_path / "a.key")


def test_a_key_is_not_shown(tmp_path):
    path = privacy.new_key(tmp_path / "a.key")
    key = privacy.read_key(path)
    assert path.read_text().strip() not in f"{key!r} {key}"
    assert repr(key) == str(key) == "<key of 32 bytes, not shown>"


@pytest.mark.parametrize("text", ["", "secret", "12ab", "zz" * 32])
def test_a_file_without_a_key_is_refused(tmp_path, text):
    (tmp_path / "a.key").write_text(text)
    with pytest.raises(FileError, match="holds no key"):
        privacy.read_key(tmp_path / "a.key")


def test_a_missing_file_or_folder_is_said(tmp_path):
    with pytest.raises(FileError, match="is not there"):
        privacy.read_key(tmp_path / "none.key")
    with pytest.raises(FileError, match="folder"):
        privacy.new_key(tmp_path / "none" / "a.key")


def test_the_same_value_has_the_same_pseudonym_in_every_file_and_form():
    one = privacy.pseudonyms(pd.Series(["Lin Hui", "Ｗｕ　Ｂｉｎ", 7, None]), key=KEY)
    other = privacy.pseudonyms(pd.Series(["wu bin", " LIN  HUI", 7.0], index=[5, 6, 7]), key=KEY)
    assert one[0] == other[6]
    assert one[1] == other[5]
    assert one[2] == other[7]
    assert one.isna().tolist() == [False, False, False, True]


def test_a_pseudonym_is_hmac_with_sha_256():
    digest = hmac.new(KEY, b"\0lin hui", hashlib.sha256).digest()
    number = int.from_bytes(digest[:10], "big")
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    expected = "".join(letters[number >> (5 * place) & 31] for place in reversed(range(16)))
    assert privacy.pseudonyms(["Lin Hui"], key=KEY)[0] == f"P-{expected}"


def test_another_key_or_purpose_gives_other_pseudonyms():
    made = {
        privacy.pseudonyms(["Lin Hui"], key=key, purpose=purpose)[0]
        for key in (KEY, OTHER)
        for purpose in ("", "survey")
    }
    assert len(made) == 4


def test_many_people_have_different_pseudonyms():
    assert privacy.pseudonyms(pd.Series(range(50_000)), key=KEY).nunique() == 50_000


def test_words_for_missing_do_not_join_people():
    assert privacy.pseudonyms(["n/a", "无", "", "-"], key=KEY).isna().all()


def test_two_values_with_one_pseudonym_are_refused(monkeypatch):
    monkeypatch.setattr("millrace.privacy.replacing._pseudonym", lambda *_: "P-same")
    with pytest.raises(ArgumentError, match="the same pseudonym") as raised:
        privacy.pseudonyms([SECRET, "Wu Bin"], key=KEY)
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("key", [None, "password", b"short", "staff.key"])
def test_what_is_no_key_is_refused(key):
    with pytest.raises(ArgumentError, match="16 random bytes"):
        privacy.pseudonyms(["Lin Hui"], key=key)


def test_a_rotation_leads_from_old_to_new():
    people = pd.Series([SECRET, "Wu Bin", None, SECRET])
    table = privacy.rotation_table(people, old_key=KEY, new_key=OTHER)
    frame = pd.DataFrame({"who": privacy.pseudonyms(people, key=KEY), "points": [1, 2, 3, 4]})
    before = frame.copy(deep=True)
    rotated = privacy.rotate(frame, column="who", table=table)
    expected = privacy.pseudonyms(people, key=OTHER)
    assert rotated["who"].dropna().tolist() == expected.dropna().tolist()
    assert rotated["who"].isna().tolist() == [False, False, True, False]
    assert rotated["points"].tolist() == [1, 2, 3, 4]
    pd.testing.assert_frame_equal(frame, before)


def test_a_pseudonym_that_the_table_does_not_know_is_counted_not_printed():
    table = privacy.rotation_table([SECRET], old_key=KEY, new_key=OTHER)
    with pytest.raises(ColumnError, match="1 pseudonym of 1 rows") as raised:
        privacy.rotate(pd.DataFrame({"who": ["P-unknown"]}), column="who", table=table)
    assert "P-unknown" not in str(raised.value)


def test_a_rotation_to_the_same_key_is_refused():
    with pytest.raises(ArgumentError, match="the same"):
        privacy.rotation_table([SECRET], old_key=KEY, new_key=KEY)
