"""What the lessons show: small files made on the spot, and the questions between the sections."""

import tempfile
from pathlib import Path

import pandas as pd

from millrace.errors import ArgumentError, did_you_mean

__all__ = ["bookkeepers_totals", "quiz", "storekeepers_list", "storekeepers_marks"]

DELIVERIES = """Date;Supplier;Phone;City;Square feet;Amount;Keyed by;Remark
02/03/2025;Wenrui Tannery 温州文瑞制革;13905771120;Wenzhou;820;14,760;storekeeper;
14/03/2025;Wen Rui Tannery Co., Ltd.;139 0577 1120;Wenzhou;610;10,980;storekeeper;edges dry
03/22/2025;WENRUI TANNERY;;Wenzhou;540;9,720;student;
27/03/2025;Haining Soft Leather;13857300412;Haining;300;6,900;storekeeper;
Subtotal March;;;;2270;42,360;;
03/04/2025;Haining Soft Lether;138-5730-0412;Haining;280;6,440;storekeeper;
04/12/2025;Haining Soft Leather;13857300412;;410;9,430;student;
25/04/2025;Jinxi Hides 金溪皮革;13758899001;Jinhua;500;8,000;storekeeper;少两张
04/06/2025;Wenrui Tannery;13905771120;Wenzhou;700;12,600;student;
Subtotal April;;;;1890;36,470;;
08/05/2025;Jinxi Hides;13758899001;Jinhua;450;;storekeeper;note lost
05/02/2025;Haining Hard Leather;13857300999;Haining;260;4,680;student;
05/24/2025;Jin Xi Hides;;Jinhua;330;5,280;student;
05/06/2025;Wenrui Tannery;13905771120;Wenzhou;900;16,200;storekeeper;
11/06/2025;Haining Soft Leather;13857300412;Haining;390;8,970;storekeeper;
Total;;;;6490;113,960;;
"""
FIRMS = {"wen": "Wenrui", "haining soft": "Haining Soft", "haining hard": "Haining Hard", "jin": "Jinxi"}


def storekeepers_list() -> Path:
    """Write the storekeeper's list of leather deliveries, in an old Chinese encoding, with sums between the rows.

    Returns
    -------
    pathlib.Path
        Where it stands, in a new folder for temporary files.
    """
    path = Path(tempfile.mkdtemp(prefix="millrace-")) / "leather deliveries.csv"
    path.write_bytes(DELIVERIES.encode("gb18030"))
    return path


def storekeepers_marks(suppliers: pd.DataFrame) -> pd.DataFrame:
    """Say for each pair of the storekeeper's suppliers whether they are one firm.

    Parameters
    ----------
    suppliers : pandas.DataFrame
        One row a name, in the column ``Supplier``.

    Returns
    -------
    pandas.DataFrame
        ``left`` and ``right`` (labels of the index), ``same`` (yes or no).
    """
    firm = suppliers["Supplier"].map(_firm)
    labels = list(suppliers.index)
    pairs = [(a, b) for i, a in enumerate(labels) for b in labels[i + 1 :]]
    return pd.DataFrame(
        [(a, b, "yes" if firm[a] == firm[b] else "no") for a, b in pairs], columns=["left", "right", "same"]
    )


def bookkeepers_totals() -> pd.DataFrame:
    """Give what was paid to the tanneries, month by month.

    Returns
    -------
    pandas.DataFrame
        ``month`` (yyyy-mm) and ``paid_cny``.
    """
    return pd.DataFrame(
        {"month": ["2025-03", "2025-04", "2025-05", "2025-06"], "paid_cny": [42360, 36470, 17310, 25170]}
    )


def quiz(*names: str) -> None:
    """Show questions with an explanation behind every choice.

    Parameters
    ----------
    *names : str
        Which questions, in order.

    Raises
    ------
    ArgumentError
        When there is no question of that name.
    """
    from jupyterquiz import display_quiz

    for name in names:
        if name not in QUESTIONS:
            raise ArgumentError(
                f"There is no question '{name}'. There are: {', '.join(QUESTIONS)}.{did_you_mean(name, QUESTIONS)}"
            )
    display_quiz([_question(name) for name in names])


def _firm(name: str) -> str:
    lowered = name.lower()
    return next(firm for start, firm in FIRMS.items() if lowered.startswith(start))


def _question(name: str) -> dict:
    text, choices = QUESTIONS[name]
    answers = [{"answer": answer, "correct": right, "feedback": why} for answer, right, why in choices]
    return {"question": text, "type": "multiple_choice", "answers": answers}


# Each choice: what it says, whether it is right, and why.
QUESTIONS = {
    "dates": (
        "A customer list has the dates 05/06/2025, 11/06/2025 and 23/06/2025, all from one person. What is 05/06/2025?",
        [
            ("The fifth of June", True, "Right. 23 can only be a day, so this person writes the day first."),
            (
                "The sixth of May",
                False,
                "23/06 cannot be read with the month first, so this person writes the day first.",
            ),
            (
                "It cannot be known",
                False,
                "Alone it cannot, but the same person wrote 23/06, and that gives the order away.",
            ),
        ],
    ),
    "not-read": (
        "A program reports: 4,000 rows in the file, 3,950 rows read. What do you do first?",
        [
            (
                "Ask where the other 50 are",
                True,
                "Right. They may be sums, or they may be your best customer's orders.",
            ),
            (
                "Go on: 50 of 4,000 is little",
                False,
                "It is little only if they are all alike. Fifty large orders are not.",
            ),
            ("Read the file with another program", False, "It may lose the same rows, and tell you nothing."),
        ],
    ),
    "threshold": (
        "A wrong merger costs you 2,000, a customer who stays there twice 50. Where do you put the threshold?",
        [
            (
                "High: merge only what is almost certain",
                True,
                "Right. One wrong merger costs as much as forty left apart.",
            ),
            ("Low: find as many as possible", False, "Each wrong merger costs as much as forty customers left apart."),
            (
                "At 0.5, in the middle",
                False,
                "The middle is no safe place: what counts is which mistake is the dear one.",
            ),
        ],
    ),
    "shared-phone": (
        "Two customers have the same telephone number and different names. What are they?",
        [
            (
                "Perhaps one firm, perhaps not: look at more columns",
                True,
                "Right. Owners run two shops on one telephone.",
            ),
            (
                "The same: a number has one owner",
                False,
                "Families and neighbours share numbers, and owners run two shops.",
            ),
            (
                "Different: the names differ",
                False,
                "Names are misspelt and shortened every day; the number is evidence too.",
            ),
        ],
    ),
    "zero": (
        "The number of pieces is missing in one order. Which is the worst thing to do?",
        [
            (
                "Write 0",
                True,
                "Right. It turns 'we do not know' into 'nothing was ordered', and nobody will ask again.",
            ),
            ("Leave it missing", False, "That is honest: sums show that something is not known. Zero is worse."),
            ("Ask the clerk", False, "That is the best thing you can do. Zero is the worst: it hides the question."),
        ],
    ),
}
