"""How realistic the sample company is: all measures of its data, each with a range and what the range rests on."""

import pandas as pd

from lantern.company import Company, generate
from lantern.realism import trade, work

__all__ = ["MEASURES", "measure", "realism"]

MEASURES = (*trade.MEASURES, *work.MEASURES)


def realism(*, variant: int = 0) -> pd.DataFrame:
    """Measure how realistic a variant of the company is.

    Parameters
    ----------
    variant : int
        Which variant.

    Returns
    -------
    pandas.DataFrame
        One row per measure: ``measure``, ``value``, ``low``, ``high``, ``realistic`` (within the range), ``rests_on``.

    Examples
    --------
    >>> bool(realism()["realistic"].all())
    True
    """
    return measure(generate(variant=variant))


def measure(company: Company) -> pd.DataFrame:
    """Measure a company that has been generated; see `realism`."""
    rows = [(m.name, float(m.of(company)), m.low, m.high, m.rests_on) for m in MEASURES]
    table = pd.DataFrame(rows, columns=["measure", "value", "low", "high", "rests_on"])
    table.insert(4, "realistic", table["value"].between(table["low"], table["high"]))
    return table
