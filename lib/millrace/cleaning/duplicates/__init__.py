"""Duplicates: find the rows that are the same, price a threshold, merge them, and keep the history.

`columns` chooses the columns to compare and what each holds (a name, a phone ...); `forms` writes values in one form.
`blocks` brings up the pairs worth comparing: rows that share rare words, letter groups, a phone, two beginnings.
`evidence` measures how alike the two rows of each pair are, column by column, with the bags of words of `vectors`.
`features` sums this up in measures that mean the same in every table; `scores` weighs them into a probability.
`clusters` joins pairs into groups, and `merging` makes one row of each group; `thresholds` prices the mistakes.
"""

from millrace.cleaning.duplicates.candidates import duplicate_candidates
from millrace.cleaning.duplicates.clusters import duplicate_clusters
from millrace.cleaning.duplicates.merging import merge_duplicates, merge_history
from millrace.cleaning.duplicates.thresholds import threshold_costs

__all__ = ["duplicate_candidates", "duplicate_clusters", "merge_duplicates", "merge_history", "threshold_costs"]
