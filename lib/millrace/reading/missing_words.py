"""The words and signs by which a cell says that nothing is known: "n/a", "-", "TBC", "无"."""

import re

__all__ = ["MISSING_WORDS", "is_missing_word"]

_WORDS = """
n/a;na;n.a.;n.a;n\\a;n a;n-a;n_a;#n/a;#na;none;null;nil;nan;nat;<na>;\\n;tbc;tbd;tba;t.b.c.;t.b.d.;t.b.a.
unknown;unk;not known;not available;not applicable;not given;not provided;not specified;not stated;no data
missing;blank;empty;undefined;unspecified;to be confirmed;to be determined;to be advised;#value!;#ref!;#name?
#div/0!;#null!;#num!;k.a.;k.a;keine angabe;unbekannt;inconnu;desconocido;sconosciuto;desconhecido;onbekend
s/d;s.d.;sin dato;无;未知;不详;待定;暂无;没有;空;缺失;未填;未填写;不明;なし;없음;غير معروف;لا يوجد
"""
MISSING_WORDS = frozenset(_WORDS.strip().replace("\n", ";").split(";"))

_ONLY_SIGNS = re.compile(r"[-–—―_.·…?/\\*#~=\s]*")
# People put a gap into brackets, or a mark behind it: "(unknown)", "[n/a]", "TBC!", "*none*", "(-)".
_BRACKETS = "()[]{}<> "
_MARKS = "*-–—_~.,;:!?'\""


def is_missing_word(text: str) -> bool:
    """Tell whether a tidied text only says that nothing is known: "-", "n/a", "(TBC)", "?", "无".

    Parameters
    ----------
    text : str
        A tidied text.

    Returns
    -------
    bool

    Examples
    --------
    >>> [is_missing_word(text) for text in ["N/A", "--", "", "(unknown)", "12"]]
    [True, True, True, True, False]
    """
    word = text.casefold().strip()
    inside = word.strip(_BRACKETS)
    if not MISSING_WORDS.isdisjoint((word, inside, inside.strip(_MARKS))):
        return True
    return _ONLY_SIGNS.fullmatch(inside) is not None
