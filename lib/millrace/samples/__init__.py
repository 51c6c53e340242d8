"""The sample company, Lantern Bridge Leather: its files as people find them, and the truth behind them."""

from millrace.samples.company import Company, generate
from millrace.samples.store import checkpoint, current_variant, describe, load, path, write
from millrace.samples.truths import truth

__all__ = ["Company", "checkpoint", "current_variant", "describe", "generate", "load", "path", "truth", "write"]
