"""Payments and invoices as they are matched: amounts in hundredths, days, and what must be the same on both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.cleaning.tables import names_of
from millrace.errors import ArgumentError, ColumnError, in_words, require_columns
from millrace.reading.texts import as_text, tidy

__all__ = ["Ledger", "Limits", "Names", "ledger_of", "limits_of"]

Names = str | tuple[str, str]
LARGEST = 1e13  # above it hundredths are no longer exact


@dataclass(frozen=True)
class Limits:
    """What still counts as paid: hundredths too much or too little, a discount as a share, days, items in a sum."""

    tolerance: int
    discount: float
    earliest_days: float
    latest_days: float
    most_together: int

    def fits(self, paid: int, owed: int) -> bool:
        """Say whether a sum paid settles a sum owed."""
        short = self.tolerance + round(self.discount * abs(owed))
        over = self.tolerance
        return -short <= (paid - owed) * (1 if owed >= 0 else -1) <= over


@dataclass(frozen=True)
class Ledger:
    """Both sides: amounts in hundredths (0 where there is none), days (NaN where unknown), groups, texts, numbers."""

    paid: np.ndarray
    owed: np.ndarray
    paid_day: np.ndarray
    owed_day: np.ndarray
    payer: np.ndarray
    debtor: np.ndarray
    texts: list[str]
    numbers: list[str]

    def partners(self, side: str, target: int, places: np.ndarray, limits: Limits) -> np.ndarray:
        """Return those places of the other side that a payment or an invoice can belong to, by who, sign and day."""
        paid = side == "payment"
        who, amount = (self.payer, self.paid) if paid else (self.debtor, self.owed)
        others, amounts = (self.debtor, self.owed) if paid else (self.payer, self.paid)
        if who[target] < 0:
            return places[:0]
        days = self.paid_day[target] - self.owed_day[places] if paid else self.paid_day[places] - self.owed_day[target]
        in_time = np.isnan(days) | ((days >= limits.earliest_days) & (days <= limits.latest_days))
        return places[(others[places] == who[target]) & ((amounts[places] > 0) == (amount[target] > 0)) & in_time]


def limits_of(tolerance: object, discount: object, days: object, most_together: object) -> Limits:
    """Check what was asked for."""
    for name, value, example in (
        ("tolerance", tolerance, "5.0 for five of the currency"),
        ("discount", discount, "0.03"),
    ):
        if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not 0 <= value < LARGEST:
            raise ArgumentError(
                f"{name}={in_words(value)} was given. A number of 0 or more was expected. Write {example}."
            )
    if not float(discount) < 1:  # type: ignore[arg-type]
        raise ArgumentError(
            f"discount={in_words(discount)} was given. A share below 1 was expected. Write 0.03 for 3 %."
        )
    pair = list(days) if isinstance(days, Sequence) and not isinstance(days, str) else []
    if len(pair) != 2 or not all(isinstance(day, int | float) for day in pair) or not pair[0] <= pair[1]:
        raise ArgumentError(
            f"days={in_words(days)} was given. Two numbers of days after the invoice were expected, the first and the "
            "last on which it may be paid. Write (-7, 120)."
        )
    if isinstance(most_together, bool) or not isinstance(most_together, int) or not 1 <= most_together <= 8:
        raise ArgumentError(f"most_together={in_words(most_together)} was given. 1 to 8 were expected. Write 4.")
    return Limits(round(float(tolerance) * 100), float(discount), pair[0], pair[1], most_together)  # type: ignore[arg-type]


def ledger_of(
    payments: pd.DataFrame,
    invoices: pd.DataFrame,
    *,
    amount: Names,
    date: Names | None,
    text: object,
    number: str | None,
    same: object,
) -> Ledger:
    """Lay out both tables, and refuse what cannot be matched."""
    for table in (payments, invoices):
        if not isinstance(table, pd.DataFrame):
            raise ArgumentError(f"{in_words(table)} was given. A table was expected. Read one with millrace.intake.")
    texts = [] if text is None else names_of(text)
    if bool(texts) != (number is not None):
        raise ArgumentError(
            "Only one of text and number was given. Both were expected: the text of a payment that names invoices, and "
            "the column of invoice numbers. Write text='purpose', number='invoice_no', or leave both out."
        )
    amounts, dates = _pair("amount", amount), None if date is None else _pair("date", date)
    pairs = _same(same)
    require_columns(
        payments, [amounts[0], *([dates[0]] if dates else []), *texts, *(own for own, _ in pairs)], table="the payments"
    )
    require_columns(
        invoices,
        [amounts[1], *([dates[1]] if dates else []), *([number] if number is not None else []), *(o for _, o in pairs)],
        table="the invoices",
    )
    payer, debtor = _groups(payments, invoices, pairs)
    return Ledger(
        _hundredths(payments[amounts[0]]),
        _hundredths(invoices[amounts[1]]),
        _days(payments, dates[0] if dates else None),
        _days(invoices, dates[1] if dates else None),
        payer,
        debtor,
        _joined(payments, texts),
        _joined(invoices, [] if number is None else [number]),
    )


def _pair(name: str, given: object) -> tuple[object, object]:
    if isinstance(given, str):
        return given, given
    if isinstance(given, tuple) and len(given) == 2:
        return given[0], given[1]
    raise ArgumentError(
        f"{name}={in_words(given)} was given. A column was expected, or that of the payments and that of the invoices. "
        f"Write {name}=('paid', 'total')."
    )


def _same(same: object) -> list[tuple[object, object]]:
    if same is None:
        return []
    if isinstance(same, Mapping):
        return list(same.items())
    return [(column, column) for column in names_of(same)]


def _hundredths(values: pd.Series) -> np.ndarray:
    if values.dtype.kind == "b" or (not pd.api.types.is_numeric_dtype(values) and values.notna().any()):
        raise ColumnError(
            f"Column '{values.name}' does not hold numbers. Amounts were expected. Read it with parse_money first."
        )
    plain = values.astype("float64").to_numpy()
    return np.round(np.where(np.abs(plain) < LARGEST, plain, 0) * 100).astype(np.int64)


def _days(table: pd.DataFrame, column: object) -> np.ndarray:
    if column is None:
        return np.full(len(table), np.nan)
    values = table[column]
    if values.dtype.kind != "M" and values.notna().any():
        raise ColumnError(
            f"Column '{column}' does not hold dates. Dates were expected. Read it with parse_dates first."
        )
    plain = pd.to_datetime(values)
    plain = plain.dt.tz_localize(None) if getattr(plain.dtype, "tz", None) is not None else plain
    days = plain.to_numpy().astype("datetime64[s]").astype("datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype("int64").astype(float))


def _groups(
    payments: pd.DataFrame, invoices: pd.DataFrame, pairs: list[tuple[object, object]]
) -> tuple[np.ndarray, np.ndarray]:
    """Give each payer and debtor a number; -1 where nothing is known, which meets nobody."""
    if not pairs:
        return np.zeros(len(payments), dtype=int), np.zeros(len(invoices), dtype=int)
    met: dict[tuple[str, ...], int] = {}
    sides = []
    for table, columns in ((payments, [own for own, _ in pairs]), (invoices, [other for _, other in pairs])):
        keys = zip(*(_keys(table[column]) for column in columns), strict=True)
        sides.append(np.array([-1 if "" in key else met.setdefault(key, len(met)) for key in keys], dtype=int))
    return sides[0], sides[1]


def _keys(values: pd.Series) -> list[str]:
    texts = as_text(values.astype(object)).fillna("")
    return [tidy(str(text)).casefold() for text in texts]


def _joined(table: pd.DataFrame, columns: list[object]) -> list[str]:
    if not columns:
        return [""] * len(table)
    parts = [as_text(table[column].astype(object)).fillna("").tolist() for column in columns]
    return [" ".join(map(str, row)) for row in zip(*parts, strict=True)]
