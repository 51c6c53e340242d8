"""The customer lists of three salespeople: one firm under many spellings, and different firms that look like one."""

import io
from pathlib import Path

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.sample_file import SampleFile, Truth, documented, write_plain
from lantern.trade.buyers import SALESPEOPLE

__all__ = ["FILES", "TRUTHS", "customer_lists", "marked_pairs", "write_customer_lists"]

SECOND_LIST_SHARE = 0.42
TWICE_IN_LIST_SHARE = 0.05
HEADINGS = {
    "Chen": ["No", "Customer", "Contact", "Phone", "City", "Customer since"],
    "Wu": ["No", "Name", "Contact person", "Mobile", "Town", "First order"],
    "Zhou": ["Entry", "Client", "Who to ask for", "Tel.", "Place", "Since"],
}
COLUMNS = ["entry", "customer", "contact", "phone", "city", "since"]
# When the lists were put together: nobody is a customer since a later day.
LISTED = pd.Timestamp("2025-10-31")
MARKED_SAME, MARKED_DIFFERENT = 110, 130


def customer_lists(company: Company) -> pd.DataFrame:
    """Spoil the trade customers into three overlapping lists.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per entry: ``list``, ``entry``, ``customer``, ``contact``, ``phone``, ``city``, ``since``, and
        ``true_customer_id``.
    """
    rng = company.chance("customer lists")
    trade = company.customers[company.customers["kind"] != "retail"]
    entries = pd.concat([_own(trade), _second(rng, trade), _own(trade[rng.random(len(trade)) < TWICE_IN_LIST_SHARE])])
    first = entries["customer_id"].map(company.orders.groupby("customer_id")["date"].min())
    # Each salesperson counts from the first order that they took, not from the firm's first.
    known_for = pd.to_timedelta(rng.integers(0, 300, len(entries)) * (rng.random(len(entries)) < 0.6), unit="D")
    since = first.fillna(pd.Timestamp("2023-01-02")) + known_for
    entries["since"] = since.where(since <= LISTED, LISTED)
    entries = entries.iloc[rng.permutation(len(entries))].sort_values("list", kind="stable")
    number = entries.groupby("list").cumcount() + 1
    names = zip(entries["name"], entries["name_local"], strict=True)
    return pd.DataFrame(
        {
            "list": entries["list"],
            "entry": entries["list"].str[0] + "-" + number.astype(str).str.zfill(3),
            "customer": [_write_name(rng, name, local) for name, local in names],
            "contact": [_write_contact(rng, contact) for contact in entries["contact"]],
            "phone": [_write_phone(rng, phone) for phone in entries["phone"]],
            "city": ["" if rng.random() < 0.12 else city for city in entries["city"]],
            "since": entries["since"].dt.strftime("%Y-%m-%d"),
            "true_customer_id": entries["customer_id"],
        }
    ).reset_index(drop=True)


def marked_pairs(company: Company) -> pd.DataFrame:
    """Return the pairs of entries on which the three salespeople agreed at one table: same firm or not.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        ``left``, ``right`` (entries) and ``same`` (``"yes"`` or ``"no"``); many of the different ones look alike.
    """
    rng = company.chance("marked pairs")
    lists = customer_lists(company)
    who = lists.merge(company.customers, left_on="true_customer_id", right_on="customer_id", suffixes=("", "_true"))
    who["brand"] = who["name"].str.split().str[0]
    close = pd.concat([_pairs(who, "phone_true"), _pairs(who, "name"), _pairs(who, "true_customer_id")])
    # Seven in ten of the pairs that share a telephone or the whole name come first: people quarrel about those.
    alike = pd.concat([close.assign(late=rng.random(len(close)) > 0.7), _pairs(who, "brand").assign(late=True)])
    alike = alike.drop_duplicates(["left", "right"]).sort_values(["left", "right"], ignore_index=True)
    alike = alike.iloc[rng.permutation(len(alike))].sort_values("late", kind="stable")
    chosen = [
        alike[alike["same"] == same].head(count) for same, count in (("yes", MARKED_SAME), ("no", MARKED_DIFFERENT))
    ]
    return pd.concat(chosen).drop(columns="late").sort_values(["left", "right"], ignore_index=True)


def write_customer_lists(company: Company, path: Path) -> None:
    """Write the workbook: one sheet per salesperson, each with headings of its own."""
    import xlsxwriter

    lists = customer_lists(company)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": pd.Timestamp("2025-11-03").to_pydatetime()})
        for person in SALESPEOPLE:
            sheet = book.add_worksheet(person)
            sheet.write_row(0, 0, HEADINGS[person])
            for row, values in enumerate(lists.loc[lists["list"] == person, COLUMNS].itertuples(index=False), start=1):
                sheet.write_row(row, 0, values)
    path.write_bytes(buffer.getvalue())


def _own(trade: pd.DataFrame) -> pd.DataFrame:
    return trade.assign(list=trade["salesperson"])


def _second(rng: np.random.Generator, trade: pd.DataFrame) -> pd.DataFrame:
    shared = trade[rng.random(len(trade)) < SECOND_LIST_SHARE]
    position = shared["salesperson"].map(SALESPEOPLE.index) + rng.integers(1, 3, len(shared))
    return shared.assign(list=np.array(SALESPEOPLE)[position % 3])


def _pairs(who: pd.DataFrame, on: str) -> pd.DataFrame:
    side = pd.DataFrame({"on": who[on], "entry": who["entry"], "firm": who["true_customer_id"]})
    both = side.merge(side, on="on", suffixes=("_left", "_right"))
    both = both[both["entry_left"] < both["entry_right"]]
    same = np.where(both["firm_left"] == both["firm_right"], "yes", "no")
    return pd.DataFrame({"left": both["entry_left"], "right": both["entry_right"], "same": same})


def _write_name(rng: np.random.Generator, name: str, local: str) -> str:
    style = rng.random()
    if local and style < 0.13:
        return local
    if local and style < 0.33:
        name = f"{name} {local}"
    elif style < 0.5:
        name = " ".join(
            w for w in name.split() if w.strip(".,") not in {"Co", "Ltd", "LLC", "FZE", "Est", "GmbH", "WLL"}
        )
    elif style < 0.58:
        name = name.upper() if rng.random() < 0.5 else name.lower()
    elif style < 0.66 and " " in name:
        name = _split_brand(rng, name) if local else name.replace("Al ", "Al-")
    elif style < 0.76:
        name = _typo(rng, name)
    return name.rstrip(" ,")


def _split_brand(rng: np.random.Generator, name: str) -> str:
    brand, rest = name.split(" ", 1)
    middle = min(max(2, len(brand) // 2 + int(rng.integers(-1, 2))), len(brand) - 1)
    return f"{brand[:middle]} {brand[middle:].capitalize()} {rest}"


def _typo(rng: np.random.Generator, text: str) -> str:
    place = int(rng.integers(1, len(text) - 1))
    kind = rng.integers(0, 3)
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return text[:place] + text[place] + text[place:]


def _write_contact(rng: np.random.Generator, contact: str) -> str:
    style = rng.random()
    if style < 0.15:
        return ""
    if style < 0.3:
        return " ".join(reversed(contact.split(" ", 1)))
    if style < 0.4:
        return f"{rng.choice(['Mr', 'Ms'])} {contact.split()[0]}"
    return _typo(rng, contact) if style < 0.45 else contact


def _write_phone(rng: np.random.Generator, phone: str) -> str:
    style = rng.random()
    if style < 0.14:
        return ""
    if style < 0.19:
        place = int(rng.integers(6, len(phone)))
        phone = phone[:place] + str(rng.integers(0, 10)) + phone[place + 1 :]
    if not phone.startswith("+86"):
        return phone if style < 0.6 else phone.replace("+", "00")
    local = phone[3:]
    spaced = f"{local[:3]} {local[3:7]} {local[7:]}"
    forms = [phone, local, spaced, spaced.replace(" ", "-"), f"+86 {spaced}", f"0086{local}", f"(86){local}"]
    return forms[rng.integers(0, len(forms))]


FILES = (
    SampleFile(
        "customers.xlsx",
        "Customer lists of three salespeople, a sheet each",
        "entry in a list",
        "Headings differ by sheet; one firm under many spellings; shared telephones; different firms of one name.",
        documented("""
            No, Entry | string | Number of the entry, unique
            Customer, Name, Client | string | Firm, in Latin letters, in Chinese characters, or both
            Contact, Contact person, Who to ask for | string | Whom to ask for
            Phone, Mobile, Tel. | string | Telephone, in many forms
            City, Town, Place | string | Town
            Customer since, First order, Since | string | Day of the first order with this salesperson, yyyy-mm-dd
        """),
        write_customer_lists,
        heading_row=0,
    ),
    SampleFile(
        "marked_pairs.csv",
        "Pairs of customer entries that the three salespeople judged together",
        "pair of entries",
        "Pairs that look alike were chosen on purpose: they are not a sample of all pairs.",
        documented("""
            left | string | Number of an entry in customers.xlsx
            right | string | Number of another entry
            same | string | yes: one firm; no: two firms
        """),
        write_plain(marked_pairs),
        key=("left", "right"),
    ),
)


def _duplicate_pairs(company: Company) -> pd.DataFrame:
    lists = customer_lists(company)[["entry", "true_customer_id"]]
    both = lists.merge(lists, on="true_customer_id", suffixes=("_left", "_right"))
    both = both[both["entry_left"] < both["entry_right"]]
    return both.rename(columns={"entry_left": "left", "entry_right": "right"}).reset_index(drop=True)


TRUTHS = (
    Truth(
        "customers.xlsx",
        ("customers.xlsx",),
        "{firms} firms in {entries} entries: {shared} firms in more than one list; names in two scripts; namesakes",
        "credit mixed up, or the new customer's discount given twice",
        customer_lists,
        lambda lists: {
            "firms": lists["true_customer_id"].nunique(),
            "entries": len(lists),
            "shared": int((lists.groupby("true_customer_id")["entry"].size() > 1).sum()),
        },
    ),
    Truth(
        "duplicate_pairs",
        ("customers.xlsx",),
        "{pairs} pairs of entries are one firm; 240 pairs are marked, of them 110 the same",
        "a wrong merger, put at 1,800 CNY; a pair kept apart, at 300 CNY",
        _duplicate_pairs,
        lambda pairs: {"pairs": len(pairs)},
    ),
)
