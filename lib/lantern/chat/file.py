"""The group chat of late 2025: orders, changes and cancellations between complaints, photos and talk about lunch."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from lantern.chat.phrases import CHAT
from lantern.company import Company
from lantern.office.orders_2025 import CHAT_FROM, chat_lines
from lantern.sample_file import SampleFile, Truth, documented
from lantern.words.phrases import roughen, write

__all__ = ["FILES", "TRUTHS", "chat_messages", "chat_truth", "write_chat"]

T = TypeVar("T")
# When, who, what, and what kind of message.
Message = tuple[pd.Timestamp, str, str, str]

SALES = {"Chen": "Chen Yali", "Wu": "Wu Bin", "Zhou": "Zhou Min"}
OTHERS = ["Fang Guoqiang", "Gu Weidong", "Lin Hui", "Luo Aiping"]
TALK_A_DAY = 9
CHANGED_SHARE, RECALLED_SHARE = 0.14, 0.06

OPENINGS = [
    "",
    "",
    "",
    "Morning. ",
    "Order: ",
    "New one: ",
    "just in, ",
    "urgent! ",
    "as talked on the phone, ",
    "noted: ",
]
CLOSINGS = ["", "", "", "", " Pick-up Friday.", " Same leather as last time please.", " They pay on delivery.", " thx",
            " Box them well this time.", " No logo.", " They call again about the colour.", " 👍"]  # fmt: skip
CHANGES = ["change:", "changed to", "correction,", "they want more now:", "please make it", "wait, new number:"]
CANCELLATIONS = ["cancelled, sorry", "is cancelled", "cancel please, they found it cheaper",
                 "cancelled by the customer", "do not cut the leather for this one, cancelled"]  # fmt: skip
COLOURS = ["black", "cognac", "navy", "sand", "olive", "burgundy"]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
# How hastily people key: each has a hand of their own.
HASTE = {"Chen Yali": 0.15, "Wu Bin": 0.5, "Zhou Min": 0.3, "Fang Guoqiang": 0.4, "Gu Weidong": 0.6, "Lin Hui": 0.05}
MEDIA = [
    "[Photo]",
    "[Photo]",
    "[Photo]",
    "[Voice message 12″]",
    "[Voice message 41″]",
    "[Sticker]",
    "[File] stitching plan.pdf",
]


def chat_messages(company: Company) -> pd.DataFrame:
    """Write the group chat of October to December 2025.

    Parameters
    ----------
    company : Company
        The truth; the orders agreed here are in no other file.

    Returns
    -------
    pandas.DataFrame
        One row per message, in order of time: ``sent_at``, ``sender``, ``text``, and ``true_kind`` (``order``,
        ``change``, ``cancellation``, ``recalled``, ``talk``).
    """
    rng = company.chance("chat").spawn(1)[0]
    written = [*_order_messages(rng, company), *_talk(rng, company)]
    table = pd.DataFrame(written, columns=["sent_at", "sender", "text", "true_kind"])
    return table.sort_values("sent_at", kind="stable", ignore_index=True)


def chat_truth(company: Company) -> pd.DataFrame:
    """Return the order lines that the chat holds.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per reference and item, after all changes: ``reference``, ``sku``, ``pieces``, ``price`` and
        ``amount_cny`` in CNY, ``date``, ``customer``.
    """
    lines = chat_lines(company)
    return pd.DataFrame(
        {
            "reference": _references(lines).map("#{}".format),
            "sku": lines["sku"],
            "pieces": lines["pieces"],
            "price": lines["unit_price"],
            "amount_cny": lines["amount_cny"],
            "date": lines["date"],
            "customer": lines["name"],
        }
    )


def write_chat(company: Company, path: Path) -> None:
    """Write the chat as the messenger exports it: a line with time and sender, then the text."""
    messages = chat_messages(company)
    blocks = [f"{m.sent_at:%Y-%m-%d %H:%M:%S} {m.sender}\n{m.text}\n" for m in messages.itertuples()]
    path.write_bytes("\n".join(blocks).encode("utf-8"))


def _references(lines: pd.DataFrame) -> pd.Series:
    # The number after every sixth order goes to one that is cancelled later.
    position = pd.factorize(lines["order_no"])[0]
    return pd.Series(101 + position + position // 6, index=lines.index)


def _order_messages(rng: np.random.Generator, company: Company) -> Iterator[Message]:
    lines = chat_lines(company)
    lines["reference"] = _references(lines)
    sellers = company.customers.set_index("customer_id")["salesperson"]
    for _, order in lines.groupby("reference"):
        reference = int(order["reference"].iloc[0])
        sender = SALES[sellers[order["customer_id"].iloc[0]]]
        moment = order["date"].iloc[0] + pd.Timedelta(
            minutes=int(rng.integers(8 * 60, 17 * 60)), seconds=int(rng.integers(60))
        )
        items = order[["sku", "pieces", "unit_price"]].values.tolist()
        yield from _one_order(rng, f"#{reference}", order["name"].iloc[0], items, sender, moment)
        if (reference - 101) % 7 == 5:
            yield from _fake_order(rng, f"#{reference + 1}", company, moment)


def _one_order(
    rng: np.random.Generator, reference: str, customer: str, items: list, sender: str, moment: pd.Timestamp
) -> Iterator[Message]:
    if rng.random() < RECALLED_SHARE:
        yield moment - pd.Timedelta(minutes=2), sender, f"{sender} recalled a message", "recalled"
    first, changed = [list(item) for item in items], None
    if rng.random() < CHANGED_SHARE:
        changed = int(rng.integers(len(items)))
        first[changed][1] = max(6, first[changed][1] + 6 * int(rng.integers(-3, 7))) + (6 if rng.random() < 0.5 else 12)
    yield moment, sender, _order_text(rng, reference, customer, first), "order"
    if changed is not None:
        later = moment + pd.Timedelta(minutes=int(rng.integers(4, 300)))
        text = f"{reference} {_pick(rng, CHANGES)} {_item_text(rng, *items[changed])}"
        yield later, sender, text, "change"


def _order_text(rng: np.random.Generator, reference: str, customer: str, items: list) -> str:
    texts = [_item_text(rng, *item) for item in items]
    listed = "\n".join(texts) if len(texts) > 2 or rng.random() < 0.25 else " and ".join(texts)
    start = "\n" if "\n" in listed else " "
    return f"{_pick(rng, OPENINGS)}{reference} {customer}:{start}{listed}{_pick(rng, CLOSINGS)}"


def _item_text(rng: np.random.Generator, sku: str, pieces: int, price: float) -> str:
    shown = f"{price:g}"
    price_text = _pick(rng, [f"at {shown}", f"@{shown}", f"@ {shown}", f"at {shown} each"])
    if pieces % 12 == 0 and rng.random() < 0.4:
        quantity = f"{pieces // 12} {_pick(rng, ['doz', 'dozen'])}"
    else:
        quantity = f"{pieces}{_pick(rng, ['', ' pcs', 'pcs', ' pieces'])}"
    written = [
        f"{quantity} {sku} {price_text}",
        f"{sku} x {quantity} {price_text}",
        f"{quantity} of {sku} {price_text}",
    ]
    return _pick(rng, written)


def _fake_order(rng: np.random.Generator, reference: str, company: Company, moment: pd.Timestamp) -> Iterator[Message]:
    customer = company.customers.iloc[int(rng.integers(30))]
    product = company.products.iloc[int(rng.integers(len(company.products)))]
    item = [product["sku"], int(rng.integers(1, 9)) * 6, product["list_price_cny"]]
    sender = SALES[customer["salesperson"]]
    moment = moment + pd.Timedelta(minutes=7)
    yield moment, sender, _order_text(rng, reference, customer["name"], [item]), "order"
    later = moment + pd.Timedelta(minutes=int(rng.integers(30, 2000)))
    yield later, sender, f"{reference} {_pick(rng, CANCELLATIONS)}", "cancellation"


def _talk(rng: np.random.Generator, company: Company) -> Iterator[Message]:
    people = [*SALES.values(), *OTHERS]
    for day in pd.date_range(CHAT_FROM, "2025-12-31"):
        for _ in range(rng.poisson(TALK_A_DAY if day.weekday() < 6 else 2)):
            moment = day + pd.Timedelta(seconds=int(rng.integers(7 * 3600, 22 * 3600)))
            sender = _pick(rng, people)
            yield moment, sender, _talk_text(rng, company, sender), "talk"


def _talk_text(rng: np.random.Generator, company: Company, sender: str) -> str:
    style = rng.random()
    if style < 0.14:
        return _pick(rng, MEDIA)
    symbol = "question" if style < 0.26 else "complaint" if style < 0.36 else "talk"
    others = [name for name in (*SALES.values(), *OTHERS) if name != sender]
    facts = {
        "sku": company.products["sku"].iloc[int(rng.integers(len(company.products)))],
        "pieces": int(rng.integers(1, 9)) * 6,
        "ref": f"#{int(rng.integers(11, 99))}",
        "name": _pick(rng, others),
        "colour": _pick(rng, COLOURS),
        "weekday": _pick(rng, WEEKDAYS),
    }
    text = re.sub(r"(?<=[?!])[.,]", "", write(rng, CHAT, symbol, **facts))
    return _first_capital(roughen(rng, text, haste=HASTE.get(sender, 0.2) * rng.random()), rng)


def _first_capital(text: str, rng: np.random.Generator) -> str:
    return text[:1].upper() + text[1:] if rng.random() < 0.6 else text


def _pick(rng: np.random.Generator, options: Sequence[T]) -> T:
    return options[int(rng.integers(0, len(options)))]


FILES = (
    SampleFile(
        "chat_export.txt",
        "Group chat, October to December 2025",
        "message",
        "Orders that are recorded nowhere else, changed, cancelled and recalled, between talk, photos and complaints.",
        documented("line | string | A line of the export: time and sender, or text of a message"),
        write_chat,
    ),
)

TRUTHS = (
    Truth(
        "chat_messages",
        ("chat_export.txt",),
        "{cancelled} orders are cancelled later, {changed} changed; questions and complaints look like orders",
        "the end of 2025 too low, or too high",
        chat_messages,
        lambda messages: {
            "cancelled": int(messages["true_kind"].eq("cancellation").sum()),
            "changed": int(messages["true_kind"].eq("change").sum()),
        },
    ),
    Truth(
        "chat_orders",
        ("chat_export.txt",),
        "{orders} orders that are in no other file",
        "{revenue:,.0f} CNY of the last quarter missing",
        chat_truth,
        lambda lines: {"orders": lines["reference"].nunique(), "revenue": lines["amount_cny"].sum()},
    ),
)
