"""What was planted in the sample files, kept as data for tests and trainers; no lab uses it."""

import pandas as pd

from millrace.errors import ArgumentError, did_you_mean
from millrace.samples import chat, customer_lists, order_files, store
from millrace.samples.company import Company, generate

__all__ = ["TRUTHS", "truth"]


def _duplicate_pairs(company: Company) -> pd.DataFrame:
    lists = customer_lists.customer_lists(company)[["entry", "true_customer_id"]]
    both = lists.merge(lists, on="true_customer_id", suffixes=("_left", "_right"))
    both = both[both["entry_left"] < both["entry_right"]]
    return both.rename(columns={"entry_left": "left", "entry_right": "right"}).reset_index(drop=True)


TRUTHS = {
    "orders": lambda company: company.orders,
    "customers": lambda company: company.customers,
    "orders_2023.csv": order_files.legacy_2023,
    "orders_2024.xlsx": order_files.workbook_2024,
    "orders_2025.csv": order_files.export_2025,
    "chat_messages": chat.chat_messages,
    "chat_orders": chat.chat_truth,
    "customers.xlsx": customer_lists.customer_lists,
    "duplicate_pairs": _duplicate_pairs,
    "swapping_clerk": lambda company: pd.DataFrame({"clerk": [order_files.SWAPPING_CLERK]}),
}


def truth(name: str, *, variant: int | None = None) -> pd.DataFrame:
    """Give what was planted.

    Parameters
    ----------
    name : str
        ``"orders"`` and ``"customers"``: the clean tables. A file's name: what stands in it, row by row, beside columns
        ``true_...``. ``"chat_orders"``: the order lines that the chat holds. ``"duplicate_pairs"``: entries of
        customers.xlsx that are one firm. ``"swapping_clerk"``: who swaps day and month in 2025.
    variant : int, optional
        Which variant of the company; by default the one in use.

    Returns
    -------
    pandas.DataFrame
        The record of the generator.

    Raises
    ------
    ArgumentError
        When nothing of that name was planted.

    Examples
    --------
    >>> sorted(truth("duplicate_pairs").columns)
    ['left', 'right', 'true_customer_id']
    """
    if name not in TRUTHS:
        have = ", ".join(TRUTHS)
        raise ArgumentError(f"Nothing is planted under '{name}'. There are: {have}.{did_you_mean(name, TRUTHS)}")
    return TRUTHS[name](generate(variant=store.current_variant() if variant is None else variant))
