"""How the payments of a match are laid out over its invoices."""

from millrace.cleaning.paying.ledger import Ledger
from millrace.cleaning.paying.matching import Match

__all__ = ["shares"]


def shares(match: Match, ledger: Ledger) -> list[tuple[int, int, int]]:
    """Split the payments of a match over its invoices, in the order of the tables.

    Parameters
    ----------
    match : Match
        Payments and invoices that belong together.
    ledger : Ledger
        Their amounts.

    Returns
    -------
    list of (payment, invoice, hundredths)
        The whole of every payment, and every invoice at least once; what is more or less than the invoices come to is
        with the last.
    """
    if len(match.payments) == 1:
        return _one_payment(match, ledger)
    rest = {invoice: int(ledger.owed[invoice]) for invoice in match.invoices}
    split = []
    for payment in match.payments:
        left = int(ledger.paid[payment])
        for invoice in match.invoices:
            part = left if invoice == match.invoices[-1] else _at_most(left, rest[invoice])
            if part:
                split.append((payment, invoice, part))
            rest[invoice] -= part
            left -= part
    unmet = set(match.invoices) - {invoice for _, invoice, _ in split}
    return split + [(match.payments[-1], invoice, 0) for invoice in sorted(unmet)]


def _one_payment(match: Match, ledger: Ledger) -> list[tuple[int, int, int]]:
    payment, *_ = match.payments
    parts = [int(ledger.owed[invoice]) for invoice in match.invoices]
    parts[-1] += int(ledger.paid[payment]) - sum(parts)
    return [(payment, invoice, part) for invoice, part in zip(match.invoices, parts, strict=True)]


def _at_most(left: int, owed: int) -> int:
    if (left > 0) != (owed > 0):
        return 0
    return min(left, owed) if left > 0 else max(left, owed)
