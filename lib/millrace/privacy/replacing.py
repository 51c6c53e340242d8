"""Pseudonyms made with a key: a person has the same one in every file, and only the key's owner can tell whom."""

import base64
import hashlib
import hmac
from collections.abc import Iterable

import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, require_columns, require_plain_cells
from millrace.privacy.keys import check_key
from millrace.reading.missing_words import is_missing_word
from millrace.reading.texts import as_series, as_text, tidy_each

__all__ = ["pseudonyms", "rotate", "rotation_table"]

LETTERS = 16  # of 5 bits: 80 bits, so that a million people collide once in a trillion tables


def pseudonyms(values: Iterable[object], *, key: bytes, prefix: str = "P-", purpose: str = "") -> pd.Series:
    """Replace names, numbers or codes of people by pseudonyms that only a key can make.

    Pseudonymous is not anonymous: whoever has the key, or knows enough of the other columns, finds the person (GDPR,
    recital 26 and article 4(5); PIPL of China, article 73). A plain hash is no pseudonym: all mobile numbers of a
    country can be hashed and compared within minutes. Here that takes the key.

    Parameters
    ----------
    values : Series or list-like
        What is to be replaced. Width, case, spaces, odd dashes and invisible characters do not count: texts are brought
        to Unicode form NFKC, tidied, and case folded. Phone numbers that are written in several ways go through
        `millrace.reading.normalise_phones` first.
    key : bytes
        From `read_key`.
    prefix : str
        What every pseudonym begins with, so that nobody takes it for a real code.
    purpose : str
        Another purpose gives other pseudonyms with the same key, so that two files cannot be joined by them.

    Returns
    -------
    Series of str
        On the index of ``values``: the prefix and 16 letters and digits. Missing stays missing, and so does a word such
        as "n/a", which would make one person of many.

    Raises
    ------
    ArgumentError
        When ``values`` is not one column, the key is none, or two values would get the same pseudonym.

    Notes
    -----
    HMAC (RFC 2104) with SHA-256, the first 80 bits in base 32 (RFC 4648).

    Examples
    --------
    >>> made = pseudonyms(["Lin Hui", " LIN HUI ", None, "Wu Bin"], key=b"not a secret, so for examples only")
    >>> made[0] == made[1], made[0] == made[3], made.isna().tolist(), len(made[0])
    (True, False, [False, False, True, False], 18)
    """
    column, secret = as_series(values), check_key(key)
    require_plain_cells(column.to_frame("the values"), ["the values"])
    codes, distinct = pd.factorize(column)
    plain = [_plain(text) for text in tidy_each(distinct)]
    made = {text: _pseudonym(text, secret, prefix, purpose) for text in dict.fromkeys(plain) if text}
    if len(set(made.values())) < len(made):
        raise ArgumentError(
            "Two different values would get the same pseudonym. Different ones were expected. Use another key."
        )
    each = pd.Series([*(made.get(text) for text in plain), None], dtype=object)
    made_column = as_text(each.take(codes).set_axis(column.index))
    made_column.name = column.name
    return made_column


def _plain(text: str) -> str:
    return "" if is_missing_word(text) else text.casefold()


def _pseudonym(text: str, key: bytes, prefix: str, purpose: str) -> str:
    digest = hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256).digest()
    return prefix + base64.b32encode(digest).decode("ascii")[:LETTERS].lower()


def rotation_table(
    values: Iterable[object], *, old_key: bytes, new_key: bytes, prefix: str = "P-", purpose: str = ""
) -> pd.DataFrame:
    """Make the table that leads from the pseudonyms of an old key to those of a new one.

    A key is changed when somebody who knew it leaves, or after a fixed time. The table is as secret as both keys:
    delete it once every file is changed.

    Parameters
    ----------
    values : Series or list-like
        The original values of all people, as for `pseudonyms`.
    old_key, new_key : bytes
        The keys.
    prefix, purpose : str
        As they were when the pseudonyms were made.

    Returns
    -------
    DataFrame
        One row per person: ``old``, ``new``, in the order of the old pseudonyms, which says nothing of the people.

    Raises
    ------
    ArgumentError
        When a key is none, or both are the same.

    Examples
    --------
    >>> keys = {"old_key": b"an example key of old", "new_key": b"an example key of new"}
    >>> rotation_table(["Lin Hui", "Wu Bin", "Lin Hui"], **keys).shape
    (2, 2)
    """
    if check_key(old_key, "old_key") == check_key(new_key, "new_key"):
        raise ArgumentError("old_key and new_key are the same. Two keys were expected. Make one with privacy.new_key.")
    column = as_series(values)
    old, new = (pseudonyms(column, key=key, prefix=prefix, purpose=purpose) for key in (old_key, new_key))
    table = pd.DataFrame({"old": old, "new": new}).dropna().drop_duplicates()
    return table.sort_values("old").reset_index(drop=True)


def rotate(frame: pd.DataFrame, *, column: str, table: pd.DataFrame) -> pd.DataFrame:
    """Change the pseudonyms of a file to those of a new key.

    Parameters
    ----------
    frame : DataFrame
        The file; it is not changed.
    column : str
        The column with pseudonyms of the old key.
    table : DataFrame
        From `rotation_table`.

    Returns
    -------
    DataFrame
        The same rows with new pseudonyms. Missing stays missing.

    Raises
    ------
    ColumnError
        When a column is missing, or holds pseudonyms that the table does not know.

    Examples
    --------
    >>> table = pd.DataFrame({"old": ["P-a", "P-b"], "new": ["P-x", "P-y"]})
    >>> rotate(pd.DataFrame({"who": ["P-b", None, "P-a"]}), column="who", table=table)["who"].fillna("").tolist()
    ['P-y', '', 'P-x']
    """
    require_columns(frame, [column])
    require_columns(table, ["old", "new"], table="the rotation table")
    new = frame[column].map(dict(zip(table["old"], table["new"], strict=True)))
    unknown = int((new.isna() & frame[column].notna()).sum())
    if unknown:
        raise ColumnError(
            f"Column '{column}' holds {counted(unknown, 'pseudonym')} of {len(frame):,} rows that the table does not "
            "know. Pseudonyms of the old key were expected. Add the missing people to the table, or check which key "
            "made the column."
        )
    return frame.assign(**{column: as_text(new.astype(object))})
