"""A file that is read once for hundreds of trials comes to each of them fresh."""

import pandas as pd

from coursekit.checking.rereading import files_read_once
from millrace import samples


def test_a_trial_cannot_change_what_the_next_one_reads(monkeypatch):
    reads = []

    def read(*given):
        reads.append(given[0])
        return pd.DataFrame({"merged_from": [["C-1"], ["C-2", "W-3"]], "merged_rows": [1, 2]})

    monkeypatch.setattr(samples, "read_resource", read)
    with files_read_once():
        first = samples.checkpoint("customers")
        first["merged_from"].iloc[0].append("E999")
        first["merged_rows"] = 0
        second = samples.checkpoint("customers")
    assert len(reads) == 1
    assert second["merged_from"].tolist() == [["C-1"], ["C-2", "W-3"]]
    assert second["merged_rows"].tolist() == [1, 2]
    samples.checkpoint("customers")
    assert len(reads) == 2
