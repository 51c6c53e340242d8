"""Where chance comes from: one seed, and a stream of its own for every table."""

import numpy as np

__all__ = ["STREAMS", "chance_of"]

SEED = 20230101
# A table finds its stream of chance by name, so that a new table never changes an old one.
STREAMS = [
    "products",
    "customers",
    "orders",
    "lines",
    "legacy",
    "workbook",
    "export",
    "chat",
    "customer lists",
    "marked pairs",
    "demand",
    "stock-outs",
    "costs",
    "supply",
    "deliveries",
    "stock moves",
    "stock counts",
    "production",
    "inspections",
    "complaints",
    "support pilot",
    "transcripts",
    "applicants",
    "trade credit",
    "staff survey",
    "ai tools",
    "buyers",
    "swapping clerk",
    "shelf orders",
]


def chance_of(variant: int, stream: str, *more: int) -> np.random.Generator:
    """Return the source of chance of one table of one variant.

    Parameters
    ----------
    variant : int
        Which company.
    stream : str
        A name in ``STREAMS``.
    *more : int
        Numbers of parts, where a table is made in parts.

    Returns
    -------
    numpy.random.Generator
        The same at every call.
    """
    return np.random.default_rng([SEED, int(variant), STREAMS.index(stream), *more])
