"""Time the cleaning helpers on a million rows beside what a user would pick: python bench_cleaning.py [rows]."""

import importlib.util
import resource
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd

from millrace import cleaning

SAMPLE = 2_000  # libraries that read one cell at a time are timed on this many and scaled up


def mess(rows: int, seed: int = 1) -> pd.DataFrame:
    """Make order lines as they are found: mixed dates, money, quantities, phones, names, gaps."""
    rng = np.random.default_rng(seed)
    day = pd.Series(pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 1096, rows), unit="D"))
    style = rng.integers(0, 4, rows)
    spelt = [day.dt.strftime(form) for form in ("%Y-%m-%d", "%d.%m.%Y", "%Y年%m月%d日", "%d %b %Y")]
    amount = rng.lognormal(5, 1, rows).round(2)
    customer = rng.integers(0, max(rows // 10, 1), rows)
    phone = pd.Series(13_000_000_000 + customer * 7919 % 999_999_999).astype(str)
    return pd.DataFrame(
        {
            "date": np.select([style == i for i in range(4)], [s.to_numpy() for s in spelt]),
            "moment": (day + pd.to_timedelta(rng.integers(0, 86_400, rows), unit="s")).dt.strftime("%Y-%m-%d %H:%M:%S"),
            "money": [f"¥{a:,.2f}" for a in amount],
            "quantity": [
                f"{q} {u}"
                for q, u in zip(rng.integers(1, 500, rows), rng.choice(["pcs", "doz", "个"], rows), strict=True)
            ],
            "phone": phone.where(rng.random(rows) < 0.5, phone.str[:3] + "-" + phone.str[3:7] + "-" + phone.str[7:]),
            "name": [f"Harbour {c} Trading Co., Ltd." for c in customer],
            "amount": amount,
            "pieces": rng.integers(-5, 500, rows),
            "sku": rng.choice(["B01", "B02", "W01", None], rows),
            "month": day.dt.strftime("%Y-%m"),
            "clerk": rng.choice(["Li", "Wang", "Zhao"], rows),
        }
    )


def seconds(work: Callable[[], object]) -> float:
    """Time one run."""
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        work()
    return time.perf_counter() - start


def scaled(work: Callable[[pd.Series], object], values: pd.Series) -> float:
    """Time a run on a sample and scale it to all rows."""
    sample = values.head(SAMPLE)
    return seconds(lambda: work(sample)) * len(values) / len(sample)


def by_pandera(frame: pd.DataFrame) -> None:
    """Find the rows that break the rules through a lazy schema."""
    import pandera.pandas as pa

    schema = pa.DataFrameSchema(
        {
            "sku": pa.Column(None, nullable=False),
            "pieces": pa.Column(int, pa.Check.in_range(1, 400)),
            "amount": pa.Column(float, pa.Check.ge(20)),
        }
    )
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as failure:
        frame.drop(index=failure.failure_cases["index"].dropna().unique())


def by_phonenumbers(phones: pd.Series) -> None:
    """Read phones in a loop."""
    import phonenumbers

    for phone in phones:
        phonenumbers.format_number(phonenumbers.parse(phone, "CN"), phonenumbers.PhoneNumberFormat.E164)


def by_dateparser(dates: pd.Series) -> None:
    """Read dates in a loop."""
    import dateparser

    for date in dates:
        dateparser.parse(date)


def by_replacing(money: pd.Series) -> pd.Series:
    """Read amounts as the usual recipe does, blind to currency, brackets and decimal commas."""
    return pd.to_numeric(money.str.replace(r"[^\d.-]", "", regex=True), errors="coerce")


def by_counting(frame: pd.DataFrame) -> None:
    """Look at a table as the usual first cell of a notebook does: gaps, repeated rows, what is in each column."""
    frame.isna().sum()
    frame.duplicated().sum()
    for column in frame.columns:
        frame[column].value_counts()


def cases(frame: pd.DataFrame) -> list[tuple[str, Callable[[], object], str, Callable[[], float] | None]]:
    """List what is timed: the helper, and the peer beside it."""
    rules = [
        cleaning.rule_not_missing("sku"),
        cleaning.rule_between("pieces", 1, 400),
        cleaning.rule_between("amount", 20, None),
    ]
    totals = frame.groupby("month", as_index=False)["amount"].sum().rename(columns={"amount": "revenue"})
    dates, moments = frame["date"], frame["moment"]
    return [
        (
            "parse_dates, 4 styles",
            lambda: cleaning.parse_dates(dates),
            'pandas.to_datetime("mixed")',
            lambda: seconds(lambda: pd.to_datetime(dates, format="mixed", dayfirst=True, errors="coerce")),
        ),
        (
            "parse_dates, 4 styles",
            lambda: cleaning.parse_dates(dates),
            "dateparser (scaled)",
            (lambda: scaled(by_dateparser, dates)) if importlib.util.find_spec("dateparser") else None,
        ),
        (
            "parse_dates, every moment distinct",
            lambda: cleaning.parse_dates(moments),
            'pandas.to_datetime("mixed")',
            lambda: seconds(lambda: pd.to_datetime(moments, format="mixed")),
        ),
        (
            "parse_money",
            lambda: cleaning.parse_money(frame["money"]),
            "str.replace + to_numeric",
            lambda: seconds(lambda: by_replacing(frame["money"])),
        ),
        ("parse_quantity", lambda: cleaning.parse_quantity(frame["quantity"]), "", None),
        (
            "normalise_phones",
            lambda: cleaning.normalise_phones(frame["phone"]),
            "phonenumbers loop (scaled)",
            lambda: scaled(by_phonenumbers, frame["phone"]),
        ),
        ("normalise_names", lambda: cleaning.normalise_names(frame["name"]), "", None),
        (
            "quarantine, 3 rules",
            lambda: cleaning.quarantine(frame, rules),
            "pandera, lazy",
            lambda: seconds(lambda: by_pandera(frame)),
        ),
        (
            "missing_report by clerk",
            lambda: cleaning.missing_report(frame, by="clerk"),
            "isna by group",
            lambda: seconds(lambda: frame.isna().groupby(frame["clerk"]).mean()),
        ),
        (
            "quality_scorecard, rules",
            lambda: cleaning.quality_scorecard(frame, dates="date", rules=rules),
            "isna, duplicated, value_counts",
            lambda: seconds(lambda: by_counting(frame)),
        ),
        (
            "quality_scorecard, defaults",
            lambda: cleaning.quality_scorecard(frame),
            "isna, duplicated, value_counts",
            lambda: seconds(lambda: by_counting(frame)),
        ),
        (
            "reconcile",
            lambda: cleaning.reconcile(frame, totals, on="month", compare={"amount": "revenue"}),
            "groupby sum",
            lambda: seconds(lambda: frame.groupby("month")["amount"].sum()),
        ),
    ]


def main(rows: int) -> None:
    """Print seconds and ratios."""
    frame = mess(rows)
    print(f"{rows:,} rows, pandas {pd.__version__}")
    print(f"{'helper':36}{'seconds':>9}   {'instead':30}{'seconds':>9}{'times faster':>14}")
    for name, work, peer, peer_seconds in cases(frame):
        ours = seconds(work)
        line = f"{name:36}{ours:9.2f}   "
        if peer_seconds is not None:
            theirs = peer_seconds()
            line += f"{peer:30}{theirs:9.2f}{theirs / ours:14.2f}"
        elif peer:
            line += f"{peer} is not installed"
        print(line, flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
