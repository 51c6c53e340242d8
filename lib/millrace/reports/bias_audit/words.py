"""Words by which decisions and outcomes are read as yes and no, in several languages."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, counted, shown_values
from millrace.reading.texts import as_text
from millrace.reports.pilot import values as plain_words

__all__ = ["BAD", "GOOD", "NO", "UNKNOWN", "YES", "answers_of", "plain"]


def _listed(words: str) -> frozenset[str]:
    return frozenset(word.strip() for word in words.split(","))


YES = frozenset(plain_words.YES) | _listed(
    "t, 1, 1.0, invited, approved, accepted, granted, hired, selected, passed, admitted, shortlisted, offer, offered, "
    "eingeladen, genehmigt, bewilligt, angenommen, zugesagt, "
    "zusage, eingestellt, ausgewählt, gewährt, accepté, acceptée, approuvé, approuvée, invité, invitée, embauché, "
    "embauchée, retenu, retenue, aceptado, aprobado, invitado, contratado, seleccionado, 通过, 录用, 批准, 邀请, 录取, "
    "已邀请, 已录用, 已批准, مقبول"
)
NO = frozenset(plain_words.NO) | _listed(
    "f, 0, 0.0, rejected, declined, denied, refused, not invited, "
    "not selected, not hired, not approved, turned down, abgelehnt, absage, abgesagt, verweigert, nicht eingeladen, "
    "refusé, refusée, rejeté, rejetée, rechazado, denegado, 拒绝, 未通过, 未录用, 不通过, 未批准, مرفوض"
)
GOOD = YES | _listed(
    "paid, passed, good, success, kept, repaid, on time, in time, paid on time, bezahlt, bestanden, pünktlich, "
    "zurückgezahlt, gut, payé, réussi, pagado, 已付, 已还, 合格, 按时"
)
BAD = NO | _listed(
    "failed, late, bad, default, defaulted, dismissed, unpaid, not passed, not paid, ausgefallen, unbezahlt, "
    "verspätet, durchgefallen, gekündigt, nicht bestanden, impayé, échoué, impagado, 违约, 逾期, 不合格"
)
UNKNOWN = _listed(
    "unknown, (unknown), n/a, na, none, -, ?, not stated, not known, prefer not to say, keine angabe, unbekannt, "
    "k.a., inconnu, inconnue, desconocido, 未知, 不详, 不明"
)


def plain(values: pd.Series) -> pd.Series:
    """Write values in small letters without blanks around them; empty cells stay empty.

    Examples
    --------
    >>> plain(pd.Series([" Ja", None, ""])).isna().tolist()
    [False, True, True]
    """
    written = as_text(values).str.strip().str.casefold()
    return written.where(written.notna() & (written != ""), np.nan)


def answers_of(
    values: pd.Series, *, name: str, setting: str, said: object = "", yes: frozenset[str] = YES, no: frozenset[str] = NO
) -> pd.Series:
    """Read a column as yes and no; what is neither is missing.

    Parameters
    ----------
    values : Series
        The column.
    name : str
        Its header.
    setting : str
        Which setting says what means yes.
    said : object
        The value that means yes, or several; empty when it is to be told by the words.
    yes, no : frozenset of str
        The words.

    Returns
    -------
    Series of float
        1, 0, or missing.

    Raises
    ------
    ArgumentError
        When the value that was said is not in the column.
    ColumnError
        When nothing tells yes from no. Values that few people have are not printed.

    Examples
    --------
    >>> answers_of(pd.Series(["ja", "nein", "offen"]), name="Zusage", setting="selected_value").tolist()
    [1.0, 0.0, nan]
    """
    written = plain(values)
    known = set(written.dropna())
    if said not in ("", None, []):
        wanted = {str(one).strip().casefold() for one in (said if isinstance(said, list | tuple) else [said])}
        if not wanted & known:
            raise ArgumentError(
                f"{setting} names a value that is not in column '{name}', which holds {shown_values(values)}. One of "
                "its values was expected. Write one of them."
            )
        return written.isin(wanted).astype(float).where(written.notna())
    read = written.map(lambda word: 1.0 if word in yes else 0.0 if word in no else np.nan)
    if not known or read.isna().sum() - written.isna().sum() > written.notna().sum() / 2:
        holds = shown_values(values) if known else "nothing"
        raise ColumnError(
            f"Column '{name}' holds {holds}, in {counted(len(values), 'row')}. Yes and no, 1 and 0, or words such as "
            f"'approved' and 'rejected' were expected. Say which value means yes: {setting} = \"...\" (in the command: "
            f"--set {setting}=...), or name another column."
        )
    return read.astype(float)
