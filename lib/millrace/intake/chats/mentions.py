"""Find item numbers in messages, with the quantity and the price beside them."""

import re
from collections.abc import Iterable

import pandas as pd

from millrace.errors import ArgumentError, require_columns
from millrace.reading.numbers import NUMBER_IN_SENTENCE, decide_numbers, read_numbers
from millrace.reading.quantities import UNIT_WORDS

__all__ = ["find_items"]

# "24 x LB-W012" multiplies: there an x is no unit.
_UNIT = "|".join(re.escape(word) for word in UNIT_WORDS if word != "x")
_QUANTITY = rf"{NUMBER_IN_SENTENCE}[,.]?\s*(?:{_UNIT})?\b\.?"


def find_items(
    messages: pd.DataFrame, codes: Iterable[str], *, reference: str = r"#\d+", text: str = "text"
) -> pd.DataFrame:
    """Find every mention of an item number in messages.

    The quantity is the number before the item number (``24 pcs LB-W012``, ``2 doz of LB-W012``) or after it behind an
    x or a colon (``LB-W012 x 24``); the price follows ``@`` or ``at``. What is not written stays missing. Whether a
    mention is an order, a question or a complaint is for the reader to decide.

    Parameters
    ----------
    messages : pandas.DataFrame
        One row per message, as `read_chat` returns them.
    codes : iterable of str
        The item numbers to look for, for example ``products["sku"]``; case does not matter.
    reference : str
        How an order's reference looks, as a regular expression; the first one in a message counts.
    text : str
        The column that holds the text.

    Returns
    -------
    pandas.DataFrame
        One row per mention, in the order of the messages: all columns of ``messages``, and ``reference``, ``code`` (as
        in ``codes``), ``quantity`` (text with its unit, missing when none is written), ``price`` (number or missing).

    Raises
    ------
    ColumnError
        When the text column is not there.
    ArgumentError
        When there are no codes to look for, or a single text is given in place of a list.

    Examples
    --------
    >>> chat = pd.DataFrame({"text": ["#7 Hongda: 2 doz LB-W012 at 37.5", "lunch?"]})
    >>> find_items(chat, ["LB-W012"])[["reference", "code", "quantity", "price"]].values.tolist()
    [['#7', 'LB-W012', '2 doz', 37.5]]
    """
    require_columns(messages, [text], table="the messages")
    if isinstance(codes, str):
        raise ArgumentError(f"codes is the text '{codes}'. Expected: a list of item numbers. Write ['{codes}'].")
    spelling = {str(code).casefold(): str(code) for code in codes}
    if not spelling:
        raise ArgumentError("No item numbers were given. Expected: at least one. Pass, for example, products['sku'].")
    words = messages[text].astype("string").fillna("").reset_index(drop=True)
    found = words.str.extractall(_pattern(spelling)).reset_index(level="match", drop=True)
    mentions = messages.iloc[found.index].reset_index(drop=True)
    mentions["reference"] = words.str.extract(f"({reference})", expand=False).loc[found.index].to_numpy()
    found = found.reset_index(drop=True)
    mentions["code"] = found["code"].str.casefold().map(spelling)
    mentions["quantity"] = found["before"].fillna(found["after"]).str.strip()
    mentions["price"] = _prices(found["price"])
    return mentions


def _prices(written: pd.Series) -> pd.Series:
    """Read prices by what all of them prove about point and comma; one that stays in doubt has a decimal point."""
    texts = [text if isinstance(text, str) else None for text in written]
    decided = decide_numbers(texts, counts=[1] * len(texts), decimal=None)["number"]
    return decided.fillna(read_numbers(texts)["point"]).set_axis(written.index)


def _pattern(spelling: dict[str, str]) -> str:
    longest_first = sorted(spelling, key=len, reverse=True)
    code = "|".join(map(re.escape, longest_first))
    return (
        rf"(?i)(?:(?<![\w#.,])(?P<before>{_QUANTITY})\s*(?:of\s+|x\s*|×\s*)?)?(?<!\w)(?P<code>{code})(?!\w)"
        rf"(?:\s*(?:x|×|:)\s*(?P<after>{_QUANTITY}))?(?:\s*(?:at|@)\s*(?P<price>{NUMBER_IN_SENTENCE}))?"
    )
