"""Payments matched to invoices, with what is left on both sides."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from millrace.cleaning.paying.found import PaymentMatches
from millrace.cleaning.paying.ledger import Ledger, Names, ledger_of, limits_of
from millrace.cleaning.paying.matching import Books, match_all
from millrace.cleaning.paying.splitting import shares
from millrace.errors import ColumnError

__all__ = ["match_payments"]

COLUMNS = ["match", "payment", "invoice", "amount", "how", "difference", "note"]


def match_payments(
    payments: pd.DataFrame,
    invoices: pd.DataFrame,
    *,
    amount: Names = "amount",
    date: Names | None = None,
    text: str | Sequence[str] | None = None,
    number: str | None = None,
    same: str | Sequence[str] | Mapping[str, str] | None = None,
    tolerance: float = 0.0,
    discount: float = 0.0,
    days: tuple[float, float] = (-7, 120),
    most_together: int = 4,
) -> PaymentMatches:
    """Match payments to the invoices that they pay: one to one, one to several, several to one.

    The surest way comes first. The text of a payment names an invoice; else one payment and one invoice have the same
    amount; else several invoices add up to a payment, or several payments to an invoice. What can be read in more than
    one way is reported and left, never chosen. Every row is either matched or left.

    Parameters
    ----------
    payments, invoices : DataFrame
        One row per payment and per invoice. Refunds and credit notes are below zero.
    amount : str or (str, str)
        The column of amounts in both tables, or that of the payments and that of the invoices.
    date : str or (str, str), optional
        The same for the days. Where one is not known, it does not speak against a match.
    text : str or list of str, optional
        The column or columns of the payments in which an invoice may be named, as "thanks, RE 2025/117".
    number : str, optional
        The column of invoice numbers.
    same : str, list or dict, optional
        What must be the same for a match without a named invoice, for example ``["customer", "currency"]``, or
        ``{"payer": "customer"}`` where the tables call it differently. Rows where it is empty match by name only.
    tolerance : float
        What may be paid too little or too much, in the unit of the amounts: bank fees, rounding.
    discount : float
        What may be deducted for early payment, as a share of the invoice: 0.03 for 3 %.
    days : (float, float)
        From how many days after the invoice to how many it may be paid; below 0 is before.
    most_together : int
        How many invoices or payments may make a sum, 1 to 8; 1 looks for no sums.

    Returns
    -------
    PaymentMatches
        ``matches``, ``left_payments``, ``left_invoices``, ``two_readings``.

    Raises
    ------
    ColumnError
        When a column is missing or there twice, or amounts or days are text.
    ArgumentError
        When a limit is none, only one of ``text`` and ``number`` is given, or something else than a table.

    Notes
    -----
    Where one invoice has the amount and a sum of others fits too, which chance would hardly give, all are listed in
    ``two_readings`` and none is chosen; the same for one payment and a sum of payments. Without a named invoice a part
    of an invoice is never matched, for any invoice could be the one. Sums are searched among 40 open rows at the most,
    and one that chance would give in one of twenty cases counts as doubtful.
    The order (reference, amount, sum) is that of the clearing rules of accounts receivable.

    Examples
    --------
    >>> paid = pd.DataFrame({"amount": [119.0, 80.0, 45.5], "purpose": ["RE-1001 thanks", "July", "?"]})
    >>> billed = pd.DataFrame({"amount": [119.0, 50.0, 30.0], "no": ["RE-1001", "RE-1002", "RE-1003"]})
    >>> found = match_payments(paid, billed, text="purpose", number="no")
    >>> found.matches[["payment", "invoice", "amount", "how"]].values.tolist()
    [[0, 0, 119.0, 'reference'], [1, 1, 50.0, 'sum of invoices'], [1, 2, 30.0, 'sum of invoices']]
    >>> found.left_payments["why_left"].tolist()
    ['no open invoice fits']
    """
    limits = limits_of(tolerance, discount, days, most_together)
    ledger = ledger_of(payments, invoices, amount=amount, date=date, text=text, number=number, same=same)
    for table in (payments, invoices):
        if "why_left" in table.columns:
            raise ColumnError(
                "A table already has a column 'why_left'. One without was expected, for it is added. Rename it first."
            )
    books = match_all(ledger, limits)
    matches = _table(books, payments.index, invoices.index)
    return PaymentMatches(
        matches,
        _left(payments, ledger.paid, books, "payment"),
        _left(invoices, ledger.owed, books, "invoice"),
        _doubtful(books, payments.index, invoices.index),
    )


def _table(books: Books, payments: pd.Index, invoices: pd.Index) -> pd.DataFrame:
    ledger: Ledger = books.ledger
    rows = []
    for count, match in enumerate(sorted(books.matches, key=lambda one: (min(one.payments), one.invoices)), 1):
        difference = int(ledger.paid[list(match.payments)].sum()) - int(ledger.owed[list(match.invoices)].sum())
        for payment, invoice, part in shares(match, ledger):
            rows.append(
                [count, payments[payment], invoices[invoice], part / 100, match.how, difference / 100, match.note]
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def _places(books: Books, side: str) -> set[int]:
    return {place for match in books.matches for place in getattr(match, f"{side}s")}


def _left(table: pd.DataFrame, amounts: np.ndarray, books: Books, side: str) -> pd.DataFrame:
    matched = _places(books, side)
    places = [place for place in range(len(table)) if place not in matched]
    why = ["no amount, or 0" if not amounts[place] else _why(books, (side, place)) for place in places]
    left = table.iloc[places].copy()
    left["why_left"] = pd.Series(why, index=left.index, dtype=object).to_numpy()
    return left


def _why(books: Books, row: tuple[str, int]) -> str:
    other = "invoice" if row[0] == "payment" else "payment"
    return books.doubts.get(row) or books.unsearched.get(row) or f"no open {other} fits"


def _doubtful(books: Books, payments: pd.Index, invoices: pd.Index) -> pd.DataFrame:
    labels = {"payment": payments, "invoice": invoices}
    matched = {side: _places(books, side) for side in labels}
    rows = [
        [side, labels[side][place], why]
        for (side, place), why in sorted(books.doubts.items(), key=lambda one: (one[0][0] == "invoice", one[0][1]))
        if place not in matched[side]
    ]
    return pd.DataFrame(rows, columns=["side", "row", "readings"])
