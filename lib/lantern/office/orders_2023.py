"""The orders of 2023 as people find them: the legacy system's export."""

from pathlib import Path

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.office.order_lines import with_names, write_text_file
from lantern.sample_file import SampleFile, Truth, documented

__all__ = ["FILES", "TRUTHS", "legacy_2023", "write_legacy_2023"]


def legacy_2023(company: Company) -> pd.DataFrame:
    """Spoil the orders of 2023: cancelled lines come back negative, one line in a hundred is exported twice.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per line of the file, with ``true_double`` (exported twice).
    """
    rng = company.chance("legacy")
    lines = with_names(company, company.orders[company.orders["date"].dt.year == 2023])
    back = lines[lines["cancelled"]].copy()
    later = back["date"] + pd.to_timedelta(rng.integers(1, 21, len(back)), unit="D")
    back["date"] = later.where(later.dt.year == 2023, pd.Timestamp("2023-12-31"))
    back[["pieces", "amount_cny"]] *= -1
    lines = pd.concat([lines, back]).sort_values(["date", "order_no", "line"], kind="stable", ignore_index=True)
    remarks = np.array(["", "", "", "", "", "", "急", "老客户", "到付", "样品已寄", "月结"])
    lines["remark"] = np.where(lines["pieces"] < 0, "取消", remarks[rng.integers(0, len(remarks), len(lines))])
    lines["true_double"] = False
    twice = lines[rng.random(len(lines)) < 0.01].assign(true_double=True)
    # A double export comes a few lines after the first.
    twice.index = twice.index + rng.integers(1, 6, len(twice)) + 0.5
    lines = pd.concat([lines, twice]).sort_index(kind="stable").reset_index(drop=True)
    return pd.DataFrame(
        {
            "ORDNO": lines["order_no"],
            "LINE": lines["line"],
            "ODATE": lines["date"].dt.strftime("%Y%m%d"),
            "CUSTOMER": _both_names(lines),
            "SKU": lines["sku"],
            "QTY": lines["pieces"],
            "PRICE": lines["unit_price"],
            "AMOUNT": lines["amount_cny"],
            "CLERK": lines["clerk"],
            "REMARK": lines["remark"],
            "true_date": lines["date"],
            "true_double": lines["true_double"],
        }
    )


def write_legacy_2023(company: Company, path: Path) -> None:
    """Write the legacy export: GB18030, semicolons, Windows line ends."""
    write_text_file(legacy_2023(company), path, sep=";", encoding="gb18030")


def _both_names(lines: pd.DataFrame) -> pd.Series:
    return (lines["name"] + " " + lines["name_local"]).str.strip()


FILES = (
    SampleFile(
        "orders_2023.csv",
        "Orders of 2023, export of the old system",
        "order line or its cancellation",
        "Old Chinese encoding; semicolons; some lines exported twice; cancelled lines come back negative.",
        documented("""
            ORDNO | string | Order number
            LINE | integer | Line in the order
            ODATE | string | Day of the order or of its cancellation, yyyymmdd
            CUSTOMER | string | Customer, in Latin letters and Chinese characters
            SKU | string | Item number
            QTY | integer | Pieces; negative when a line is cancelled
            PRICE | number | Price of one piece, CNY
            AMOUNT | number | Amount of the line, CNY
            CLERK | string | Who keyed it
            REMARK | string | Free text
        """),
        write_legacy_2023,
        dialect={"delimiter": ";", "encoding": "gb18030"},
    ),
)

TRUTHS = (
    Truth(
        "orders_2023.csv",
        ("orders_2023.csv",),
        "{double} lines were exported twice; {cancelled} lines are cancelled by a negative quantity",
        "double counting; goods counted as sold that never were",
        legacy_2023,
        lambda lines: {
            "double": int(lines["true_double"].sum()),
            "cancelled": int((lines["QTY"].lt(0) & ~lines["true_double"]).sum()),
        },
    ),
)
