"""Payments matched to invoices: by the number they name, then by amount and day, then by sums."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from millrace.cleaning.paying.ledger import Ledger, Limits
from millrace.cleaning.paying.references import named_invoices
from millrace.cleaning.paying.sums import sums_to

__all__ = ["Books", "Match", "match_all"]


@dataclass(frozen=True)
class Match:
    """Payments and invoices that belong together, by their places, and how that was seen."""

    payments: tuple[int, ...]
    invoices: tuple[int, ...]
    how: str
    note: str = ""


@dataclass
class Books:
    """What is still open while matches are made, and what was found doubtful on either side."""

    ledger: Ledger
    limits: Limits
    open_payments: set[int]
    open_invoices: set[int]
    matches: list[Match] = field(default_factory=list)
    doubts: dict[tuple[str, int], str] = field(default_factory=dict)
    unsearched: dict[tuple[str, int], str] = field(default_factory=dict)

    @classmethod
    def of(cls, ledger: Ledger, limits: Limits) -> "Books":
        """Open all rows that have an amount."""
        return cls(ledger, limits, set(np.flatnonzero(ledger.paid).tolist()), set(np.flatnonzero(ledger.owed).tolist()))

    def settle(self, match: Match) -> None:
        """Note a match, and close its rows."""
        self.matches.append(match)
        self.open_payments -= set(match.payments)
        self.open_invoices -= set(match.invoices)

    def doubt(self, payments: list[int], invoices: list[int], why: str) -> None:
        """Set rows aside that can be read in more than one way."""
        for side, places in (("payment", payments), ("invoice", invoices)):
            for place in places:
                self.doubts.setdefault((side, place), why)
        self.open_payments -= set(payments)
        self.open_invoices -= set(invoices)


def match_all(ledger: Ledger, limits: Limits) -> Books:
    """Match both sides, the surest ways first."""
    books = Books.of(ledger, limits)
    _by_reference(books)
    for slack in (False, True):
        _one_to_one(books, exact=not slack)
    for slack in (False, True):
        _by_sums(books, exact=not slack)
    return books


def _by_reference(books: Books) -> None:
    ledger, limits = books.ledger, books.limits
    whole, part = named_invoices(ledger.texts, ledger.numbers)
    links: dict[int, set[int]] = {}
    for payment in sorted(books.open_payments):
        named = [place for place in whole[payment] if place in books.open_invoices]
        # the last digits alone prove nothing unless the amount agrees too
        weak = [
            i for i in part[payment] if i in books.open_invoices and limits.fits(ledger.paid[payment], ledger.owed[i])
        ]
        if named or len(weak) == 1:
            links[payment] = set(named or weak)
    for payments, invoices in _components(links):
        _settle_named(books, payments, invoices)


def _components(links: dict[int, set[int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Bring together payments and invoices that are linked, directly or through others."""
    by_invoice: dict[int, set[int]] = {}
    for payment, invoices in links.items():
        for invoice in invoices:
            by_invoice.setdefault(invoice, set()).add(payment)
    waiting = set(links)
    while waiting:
        payments, todo = set(), {min(waiting)}
        while todo:
            payments |= todo
            invoices = set().union(*(links[payment] for payment in payments))
            todo = set().union(*(by_invoice[invoice] for invoice in invoices)) - payments
        waiting -= payments
        yield sorted(payments), sorted(invoices)


def _settle_named(books: Books, payments: list[int], invoices: list[int]) -> None:
    ledger, limits = books.ledger, books.limits
    twice = len({ledger.numbers[place] for place in invoices}) < len(invoices)
    paid, owed = int(ledger.paid[payments].sum()), int(ledger.owed[invoices].sum())
    if twice:
        books.doubt(payments, invoices, "two invoices have the number that is named")
    elif limits.fits(paid, owed) and (len(payments) == 1 or len(invoices) == 1):
        books.settle(Match(tuple(payments), tuple(invoices), "reference"))
    elif len(invoices) == 1 and 0 < abs(paid) < abs(owed) and (paid > 0) == (owed > 0):
        books.settle(Match(tuple(payments), tuple(invoices), "reference, paid in part", "the rest is open"))
    elif len(payments) > 1:
        _one_by_one(books, payments, invoices)
    elif abs(paid) > abs(owed):
        books.doubt(payments, invoices, "more was paid than the invoices that are named come to")
    else:
        books.doubt(payments, invoices, "less was paid than the invoices that are named come to: which of them?")


def _one_by_one(books: Books, payments: list[int], invoices: list[int]) -> None:
    ledger, limits = books.ledger, books.limits
    if limits.fits(int(ledger.paid[payments].sum()), int(ledger.owed[invoices].sum())):
        books.settle(Match(tuple(payments), tuple(invoices), "reference"))
    elif len(invoices) == 1 and sum(limits.fits(ledger.paid[p], ledger.owed[invoices[0]]) for p in payments) > 1:
        books.doubt(payments, invoices, "paid twice? each of several payments settles the invoice that they name")
    else:
        books.doubt(payments, invoices, "several payments name these invoices, and the sums differ")


def _one_to_one(books: Books, *, exact: bool) -> None:
    ledger, limits = books.ledger, books.limits
    by_sum: dict[tuple[int, int], list[int]] = {}
    by_group: dict[int, list[int]] = {}
    for invoice in sorted(books.open_invoices):
        by_sum.setdefault((int(ledger.debtor[invoice]), int(ledger.owed[invoice])), []).append(invoice)
        by_group.setdefault(int(ledger.debtor[invoice]), []).append(invoice)
    amounts = {group: np.array([ledger.owed[i] for i in places]) for group, places in by_group.items()}
    links: dict[int, set[int]] = {}
    for payment in sorted(books.open_payments):
        group, paid = int(ledger.payer[payment]), int(ledger.paid[payment])
        if exact:
            near = by_sum.get((group, paid), [])
        else:
            near = _within(by_group.get(group, []), amounts.get(group), paid, limits)
        possible = ledger.partners("payment", payment, np.array(near, dtype=int), limits).tolist()
        fitting = {i for i in possible if limits.fits(paid, ledger.owed[i])}
        if fitting:
            links[payment] = fitting
    # what has a partner of its own amount is in no sum
    unlinked = books.open_payments - links.keys(), books.open_invoices - set().union(*links.values())
    payers, debtors = _by_group(unlinked[0], ledger.payer), _by_group(unlinked[1], ledger.debtor)
    for payments, invoices in _components(links):
        if len(payments) == len(invoices) == 1:
            _settle_one(books, payments[0], invoices[0], payers, debtors, exact)
        else:
            kind = "the same amount" if exact else "amounts within the tolerance of each other"
            books.doubt(
                payments, invoices, f"{len(payments)} of the payments and {len(invoices)} of the invoices have {kind}"
            )


def _settle_one(
    books: Books,
    payment: int,
    invoice: int,
    payers: dict[int, np.ndarray],
    debtors: dict[int, np.ndarray],
    exact: bool,
) -> None:
    """Settle one payment with one invoice, unless a sum that chance would not give fits one of the two as well."""
    ledger = books.ledger
    of_invoices = _sure_sums(books, "payment", payment, debtors.get(int(ledger.payer[payment])), exact)
    of_payments = _sure_sums(books, "invoice", invoice, payers.get(int(ledger.debtor[invoice])), exact)
    if of_invoices or of_payments:
        books.doubt(
            [payment, *of_payments],
            [invoice, *of_invoices],
            f"one {'payment' if of_payments else 'invoice'} fits, and so do several together",
        )
    else:
        books.settle(Match((payment,), (invoice,), "amount", "" if exact else "within the tolerance"))


def _sure_sums(books: Books, side: str, target: int, others: np.ndarray | None, exact: bool) -> list[int]:
    sets, doubt = _sums(books, side, target, others, exact)
    open_ones = books.open_invoices if side == "payment" else books.open_payments
    return sorted({one for some in sets for one in some} & open_ones) if not doubt else []


def _within(places: list[int], amounts: np.ndarray | None, paid: int, limits: Limits) -> list[int]:
    if amounts is None:
        return []
    furthest = limits.tolerance + limits.discount * np.abs(amounts) + 1
    return [places[near] for near in np.flatnonzero(np.abs(amounts - paid) <= furthest).tolist()]


def _by_sums(books: Books, *, exact: bool) -> None:
    if books.limits.most_together < 2 or (not exact and not books.limits.tolerance and not books.limits.discount):
        return
    payers = _by_group(books.open_payments, books.ledger.payer)
    debtors = _by_group(books.open_invoices, books.ledger.debtor)
    found: list[Match] = []
    for payment in sorted(books.open_payments):
        items = _sum_for(books, "payment", payment, debtors.get(int(books.ledger.payer[payment])), exact)
        found += [Match((payment,), items, "sum of invoices")] if items else []
    for invoice in sorted(books.open_invoices):
        items = _sum_for(books, "invoice", invoice, payers.get(int(books.ledger.debtor[invoice])), exact)
        found += [Match(items, (invoice,), "sum of payments")] if items else []
    _settle_sums(books, found)


def _by_group(places: set[int], groups: np.ndarray) -> dict[int, np.ndarray]:
    grouped: dict[int, list[int]] = {}
    for place in sorted(places):
        grouped.setdefault(int(groups[place]), []).append(place)
    return {group: np.array(own) for group, own in grouped.items()}


def _sum_for(books: Books, side: str, target: int, others: np.ndarray | None, exact: bool) -> tuple[int, ...]:
    """Return the rows of the other side that add up to a row, when there is one way and chance would not give one."""
    sets, doubt = _sums(books, side, target, others, exact)
    if len(sets) == 1 and not doubt:
        return sets[0]
    if sets:
        books.doubts.setdefault((side, target), doubt or "two different sums fit")
    elif doubt:
        books.unsearched.setdefault((side, target), doubt)
    return ()


def _sums(
    books: Books, side: str, target: int, others: np.ndarray | None, exact: bool
) -> tuple[list[tuple[int, ...]], str]:
    if others is None or books.limits.most_together < 2:
        return [], ""
    ledger, limits = books.ledger, books.limits
    paid = side == "payment"
    own, amounts = (ledger.paid, ledger.owed) if paid else (ledger.owed, ledger.paid)
    goal = int(own[target])
    slack = 0 if exact else limits.tolerance + int(np.ceil(limits.discount * abs(goal) / (1 - limits.discount)))
    items = ledger.partners(side, target, others, limits)
    items = items[np.abs(amounts[items]) <= abs(goal) + slack]

    def fits(total: int) -> bool:
        if exact:
            return total == goal
        return limits.fits(goal, total) if paid else limits.fits(total, goal)

    sizes = amounts[items].tolist()
    sets, doubt = sums_to(sizes, fits, target=goal, slack=slack, most=limits.most_together)
    return [tuple(items[list(each)].tolist()) for each in sets], doubt


def _settle_sums(books: Books, found: list[Match]) -> None:
    uses: dict[tuple[str, int], int] = {}
    for match in found:
        for key in _rows(match):
            uses[key] = uses.get(key, 0) + 1
    for match in found:
        if all(uses[key] == 1 and key not in books.doubts for key in _rows(match)):
            books.settle(match)
    for match in found:
        if match not in books.matches:
            books.doubt(list(match.payments), list(match.invoices), "part of more than one sum that fits")


def _rows(match: Match) -> list[tuple[str, int]]:
    return [("payment", place) for place in match.payments] + [("invoice", place) for place in match.invoices]
