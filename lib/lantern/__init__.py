"""The sample company, Lantern Bridge Leather: its generator and the truth behind its files. Never part of a kit."""

from lantern.company import Company, generate, stream
from lantern.export import export, export_orders
from lantern.realism.measures import realism
from lantern.store import company_folder, write
from lantern.truths import planted, truth

__all__ = [
    "Company",
    "company_folder",
    "export",
    "export_orders",
    "generate",
    "planted",
    "realism",
    "stream",
    "truth",
    "write",
]
