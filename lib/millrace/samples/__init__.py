"""The sample company, Lantern Bridge Leather: its files as people find them, and the truth behind them."""

from millrace.samples.company import Company, generate
from millrace.samples.export import export, export_orders
from millrace.samples.measures import realism
from millrace.samples.store import BiasWarning, checkpoint, current_variant, describe, house_rules, load, path, write
from millrace.samples.truths import planted, truth

__all__ = [
    "BiasWarning",
    "Company",
    "checkpoint",
    "current_variant",
    "describe",
    "export",
    "export_orders",
    "generate",
    "house_rules",
    "load",
    "path",
    "planted",
    "realism",
    "truth",
    "write",
]
