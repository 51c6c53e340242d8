"""What was planted in the sample files, kept as data for tests and trainers; no lab uses it."""

import pandas as pd

from lantern.catalogue import MODULES
from lantern.company import Company, generate
from lantern.office.order_lines import all_orders
from lantern.sample_file import Truth
from millrace import samples
from millrace.errors import ArgumentError, did_you_mean

__all__ = ["TRUTHS", "planted", "truth"]

CLEAN = (
    Truth("orders", (), "", "", all_orders),
    Truth("customers", (), "", "", lambda company: company.customers),
    Truth("products", (), "", "", lambda company: company.products),
)
TRUTHS: dict[str, Truth] = {
    truth.name: truth for truths in (CLEAN, *(module.TRUTHS for module in MODULES)) for truth in truths
}


def truth(name: str, *, variant: int | None = None) -> pd.DataFrame:
    """Return the record of something planted.

    Parameters
    ----------
    name : str
        ``"orders"``, ``"customers"`` and ``"products"``: the clean tables. All other names are listed by `planted`: a
        file's name returns its rows, with the truth about each in columns ``true_...``.
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
    return TRUTHS[name].table(_company(variant))


def planted(*, variant: int | None = None) -> pd.DataFrame:
    """List everything that was planted.

    Parameters
    ----------
    variant : int, optional
        Which variant of the company; by default the one in use.

    Returns
    -------
    pandas.DataFrame
        One row per truth: ``truth`` (its name), ``files``, ``planted`` and ``price`` in words with numbers.

    Examples
    --------
    >>> "swapping_clerk" in set(planted()["truth"])
    True
    """
    company = _company(variant)
    rows = []
    for one in TRUTHS.values():
        numbers = one.numbers(one.table(company)) if one.files else {}
        if one.files:
            words = (text.format(**numbers) for text in (one.planted, one.price))
            rows.append((one.name, ", ".join(one.files), *words))
    return pd.DataFrame(rows, columns=["truth", "files", "planted", "price"])


def _company(variant: int | None) -> Company:
    return generate(variant=samples.current_variant() if variant is None else variant)
