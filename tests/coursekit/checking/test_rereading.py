"""A file that is read once for hundreds of trials comes to each of them fresh."""

from coursekit.checking.rereading import files_read_once
from millrace import samples


def test_a_trial_cannot_change_what_the_next_one_reads(monkeypatch):
    reads = []
    original = samples.read_resource
    monkeypatch.setattr(samples, "read_resource", lambda *given: reads.append(given[0]) or original(*given))
    with files_read_once():
        first = samples.checkpoint("firms")
        first["merged_from"].iloc[0].append("E999")
        first["merged_rows"] = 0
        second = samples.checkpoint("firms")
    assert len(reads) == 1
    assert "E999" not in second["merged_from"].iloc[0]
    assert (second["merged_rows"] > 0).all()
    assert second.equals(samples.checkpoint("firms"))
    assert len(reads) == 2
