"""Event logs read from a file, and the columns that probably hold case, step, times and person."""

import re
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.intake import read_table
from millrace.intake.opening import require_file
from millrace.process.stamps import read_stamps
from millrace.process.xes import read_xes

__all__ = ["guess_columns", "read_events"]

# The words of a role, the surest first: XES, then English, German, Chinese.
WORDS = {
    "case": "case:concept:name case caseid case_id casenumber orderno order_no ordernumber order orderid ticket "
    "ticketid ticketno jobno job request requestid fall fallnummer fallid vorgang vorgangsnummer auftrag "
    "auftragsnummer auftragsnr bestellung bestellnummer 案例 案例编号 订单 订单号 订单编号 单号 工单 工单号 编号",
    "step": "concept:name activity activityname step stepname task taskname operation event eventname workstep process "
    "aktivitat schritt arbeitsschritt arbeitsgang vorgangsname tatigkeit ereignis 活动 步骤 工序 工步 任务 操作",
    "start": "start_timestamp starttimestamp start started starttime startdate begin began begintime from beginn "
    "gestartet startzeit anfang von 开始 开始时间 开工时间 开工",
    "end": "time:timestamp timestamp completetimestamp endtimestamp end ended endtime enddate finish finished "
    "finishtime complete completed completetime completion to time datetime date ende beendet endzeit "
    "fertig bis zeitstempel zeit 结束 结束时间 完成时间 完工时间 完成 完工 时间",
    "resource": "org:resource resource operator user username employee worker person staff agent machine bearbeiter "
    "mitarbeiter benutzer person maschine ressource 资源 操作员 员工 工人 人员 机器",
}
READ_SHARE, SAMPLE, AGAIN_SHARE = 0.5, 200, 0.5


def read_events(path: str | Path) -> pd.DataFrame:
    """Read a file of events: a table of any kind that `intake.read_table` reads, or an XES log.

    Parameters
    ----------
    path : str or pathlib.Path
        A csv file, a workbook, or ``.xes`` or ``.xes.gz``.

    Returns
    -------
    DataFrame
        A table as it is in its file. Of an XES log one row per step, with the names of the standard:
        ``case:concept:name``, ``concept:name`` (the step), ``start_timestamp`` (when starts are recorded),
        ``time:timestamp`` (the end), ``org:resource`` and whatever else is said of the event; of its case with "case:"
        before. Times are text, as written. ``case:trace`` numbers the cases, for logs whose names of cases repeat.
        Events that are neither start nor end of a step (such as "suspend") keep their time in ``other_timestamp``;
        `event_log` sets them aside.

    Raises
    ------
    FileError
        When the file is missing, broken, or no event log.

    Notes
    -----
    XES is IEEE 1849-2016. Attributes nested in others are left out.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "log.xes"
    >>> _ = path.write_text('<log><trace><string key="concept:name" value="A1"/><event><string key="concept:name" '
    ...     'value="cut"/><date key="time:timestamp" value="2025-03-03T08:00:00+08:00"/></event></trace></log>')
    >>> read_events(path)[["case:concept:name", "concept:name", "time:timestamp"]].values.tolist()
    [['A1', 'cut', '2025-03-03T08:00:00+08:00']]
    """
    path = require_file(path)
    if ".xes" in [suffix.lower() for suffix in path.suffixes]:
        return read_xes(path)
    return read_table(path)


def guess_columns(frame: pd.DataFrame) -> pd.DataFrame:
    """Propose which columns hold the case, the step, start, end and person, by their names.

    Look at the proposal before you use it: ``event_log(frame, **dict(zip(guess["role"], guess["column"])))``.

    Parameters
    ----------
    frame : DataFrame
        A table of events.

    Returns
    -------
    DataFrame
        One row per role that was found: ``role`` (an argument of `event_log`), ``column``, ``others`` (columns that
        could be meant too, with commas between), ``remark`` (why to look twice, or "").

    Raises
    ------
    ArgumentError
        When no table was given.

    Notes
    -----
    Names of XES, and usual words in English, German and Chinese. A column of times must hold times in at least half of
    200 rows spread over the table. When only one column of times is found it is proposed as the end.

    Examples
    --------
    >>> table = pd.DataFrame({"Auftrag": [1], "Schritt": ["nähen"], "Beginn": ["2025-03-03 08:00"]})
    >>> guess_columns(table)[["role", "column"]].values.tolist()
    [['case', 'Auftrag'], ['step', 'Schritt'], ['start', 'Beginn']]
    """
    if not isinstance(frame, pd.DataFrame):
        raise ArgumentError(f"{in_words(frame)} was given. A table of events was expected. Read one with read_events.")
    plain = {column: _plain(column) for column in frame.columns}
    rows, used = [], set()
    for role, words in WORDS.items():
        order = [_plain(word) for word in words.split()]
        fits = [c for c in plain if plain[c] in order and c not in used and _holds(frame[c], role)]
        if fits:
            fits.sort(key=lambda column: order.index(plain[column]))
            used.add(fits[0])
            rows.append((role, fits[0], ", ".join(map(str, fits[1:]))))
    table = pd.DataFrame(rows, columns=["role", "column", "others"])
    found = dict(zip(table["role"], table["column"], strict=True))
    remark = _remark(frame, found.get("case"), found.get("step"))
    return table.assign(remark=np.where(table["role"] == "case", remark, ""))


def _remark(frame: pd.DataFrame, case: object, step: object) -> str:
    """Say when the cases look like several in one, such as the lines of an order."""
    if case is None or step is None:
        return ""
    cases = frame[case]
    share = cases[frame.duplicated([case, step])].nunique() / max(cases.nunique(), 1)
    if share <= AGAIN_SHARE:
        return ""
    return f"in {share * 100:.0f} % of the cases a step comes again: rework, or does another column belong to the case?"


def _plain(name: object) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", str(name)) if not unicodedata.combining(c))
    return re.sub(r"[^\w:]|_", "", bare.casefold())


def _holds(values: pd.Series, role: str) -> bool:
    if role not in ("start", "end") or not len(values):
        return True
    known = values.dropna()
    some = known.iloc[:: max(len(known) // SAMPLE, 1)]
    read = read_stamps(some, day_first=None, tz=None)
    # a date with two readings is a date
    return len(some) > 0 and bool((read.problem != "unreadable time").mean() >= READ_SHARE)
