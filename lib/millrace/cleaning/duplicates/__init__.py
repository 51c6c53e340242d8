"""Duplicates: find the rows that are the same, price a threshold, merge them, and keep the history.

How matching works, step by step:

1. **What is compared.** `columns` finds out what each column holds (a name, a phone, a date ...) and leaves out what
   says nothing. `forms` writes values in one form: a phone without country code and blanks, Cyrillic in Latin
   letters. Numbers typed to get past a form (000000, test@...) count as empty, and so does a phone of six names.
2. **Which pairs.** `blocks` brings up the pairs worth comparing: rows that share rare words, letter groups, a phone, or
   two beginnings. The work grows in proportion to the rows.
3. **How alike.** `evidence` compares the pairs column by column, from 0 to 1; `vectors` counts words and letters for
   it. `levels` sorts similarities into a few levels, from "another value" to "equal".
4. **What that tells.** `mixture` learns from this very table how often each level is reached by pairs that are the
   same and by pairs that are not (Fellegi and Sunter, 1969; expectation-maximisation, Winkler, 1988). No weight comes
   from another table. Agreement never lowers a score. Equal values in a column where most rows are equal tell little.
5. **What does not fit.** `scores` tells events from things: two payments of one customer share the customer and are not
   one payment. Of two lists to be linked, each row has one partner at the most, and in titles of goods it counts how
   far a pair is ahead of the next. `contradictions` names what speaks against a pair: another first name, birth
   date, house number, legal form, place. Such pairs carry a reason in ``review`` and wait for a person.
6. **What becomes of it.** `clusters` joins pairs into groups; `merging` makes one row of each, and refuses when most
   rows would go; `thresholds` prices the mistakes.

A score of 0.7 should be right about seven times in ten. Where columns depend on each other (a household, sister firms)
it can be too high, where many true pairs contradict themselves too low: mark some pairs and price the threshold.

A hundred thousand people take about 20 seconds and 1 GB; time grows in proportion to the rows. splink, a library for
linking national registers, was measured as a second engine: more mistakes in four times the processor time. It is the
choice where a database or a cluster must do the work, or a statistician states the rules and tunes them.
"""

from millrace.cleaning.duplicates.candidates import duplicate_candidates
from millrace.cleaning.duplicates.clusters import duplicate_clusters
from millrace.cleaning.duplicates.merging import merge_duplicates, merge_history
from millrace.cleaning.duplicates.thresholds import threshold_costs

__all__ = ["duplicate_candidates", "duplicate_clusters", "merge_duplicates", "merge_history", "threshold_costs"]
