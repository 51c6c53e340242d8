"""The picture sheet: one telling chart of every sample file."""
