"""A new file in a few sentences: grain, copies, dates, signs, codes, gaps."""

from millrace.cleaning.profiling.profile import profile

__all__ = ["profile"]
