"""What was matched, what is left on both sides, and what can be read in two ways."""

from dataclasses import dataclass

import pandas as pd

from millrace.errors import counted

__all__ = ["PaymentMatches"]


@dataclass(frozen=True, eq=False)
class PaymentMatches:
    """Payments held against invoices.

    Attributes
    ----------
    matches : DataFrame
        One row per payment and invoice that belong together: ``match`` (rows of one number belong together),
        ``payment`` and ``invoice`` (row labels), ``amount`` (what of the payment goes to the invoice), ``how``,
        ``difference`` (paid - owed, of the whole match), ``note``.
    left_payments, left_invoices : DataFrame
        The rows that are in no match, as they came, with one more column ``why_left``.
    two_readings : DataFrame
        One row per payment or invoice that can be read in more than one way: ``side``, ``row`` (its label),
        ``readings``. All of these rows are among those left.
    """

    matches: pd.DataFrame
    left_payments: pd.DataFrame
    left_invoices: pd.DataFrame
    two_readings: pd.DataFrame

    def __str__(self) -> str:
        """Say how much is matched."""
        paid, owed = self.matches["payment"].nunique(), self.matches["invoice"].nunique()
        ways = self.matches.drop_duplicates("match")["how"].value_counts()
        how = f" ({', '.join(f'{way} {count:,}' for way, count in ways.items())})" if len(ways) else ""
        return (
            f"{counted(paid, 'payment')} matched with {counted(owed, 'invoice')}{how}. Left: "
            f"{counted(len(self.left_payments), 'payment')}, {counted(len(self.left_invoices), 'invoice')}; "
            f"{counted(len(self.two_readings), 'row')} of these can be read in more than one way."
        )

    __repr__ = __str__
