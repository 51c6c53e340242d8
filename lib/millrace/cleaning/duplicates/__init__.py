"""Duplicates: find the rows that are the same, price a threshold, merge them, and keep the history."""

from millrace.cleaning.duplicates.candidates import duplicate_candidates, duplicate_clusters
from millrace.cleaning.duplicates.merging import merge_duplicates, merge_history
from millrace.cleaning.duplicates.thresholds import threshold_costs

__all__ = ["duplicate_candidates", "duplicate_clusters", "merge_duplicates", "merge_history", "threshold_costs"]
