"""Complaints: what happened, the tickets about it, and the words in which customers tell it."""
