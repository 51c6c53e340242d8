"""The sample company, Lantern Bridge Leather: its files as people find them, and the truth behind them."""

from millrace.samples.company import Company, generate
from millrace.samples.store import checkpoint, current_variant, describe, house_rules, load, path, write
from millrace.samples.truths import truth

__all__ = [
    "Company",
    "checkpoint",
    "current_variant",
    "describe",
    "generate",
    "house_rules",
    "load",
    "path",
    "truth",
    "write",
]
