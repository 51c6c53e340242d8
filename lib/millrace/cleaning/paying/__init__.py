"""Payments and the invoices they pay: by reference, by amount and day, by sums; doubts are reported.

`ledger` lays both sides out, `references` finds invoice numbers in texts, `sums` is the bounded search for sums,
`matching` takes the ways in order, `splitting` shares a payment out, `found` holds the answer.
"""

from millrace.cleaning.paying.found import PaymentMatches
from millrace.cleaning.paying.payments import match_payments

__all__ = ["PaymentMatches", "match_payments"]
