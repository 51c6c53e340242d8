"""What became of the mutants: the share killed in each part of the library, and the survivors."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sites import Mutant

__all__ = ["Trial", "as_json", "part_of", "shares", "survivors", "table"]

WIDEST = 70
NO_TEST = "no test runs it"
TIME_LIMIT = "time limit"


@dataclass(frozen=True)
class Trial:
    """A mutant and what killed it: a test, the time limit, or nothing."""

    mutant: Mutant
    killer: str
    tests: int


def part_of(file: str) -> str:
    """Return the part of the library that a file counts for.

    Examples
    --------
    >>> part_of("millrace/intake/chats/lines.py"), part_of("millrace/samples.py")
    ('millrace/intake', 'millrace/samples.py')
    """
    return "/".join(Path(file).parts[:2])


def shares(trials: Iterable[Trial]) -> dict[str, tuple[int, int]]:
    """Count the killed and all mutants of each part, and of everything under ``"in all"``."""
    counts: dict[str, tuple[int, int]] = {}
    for trial in sorted(trials, key=lambda t: t.mutant.site.file):
        for part in (part_of(trial.mutant.site.file), "in all"):
            killed, of = counts.get(part, (0, 0))
            counts[part] = (killed + bool(trial.killer), of + 1)
    return {part: counts[part] for part in sorted(counts, key=lambda p: p == "in all")}


def table(trials: Iterable[Trial]) -> str:
    """Write the shares as lines of text."""
    rows = shares(trials).items()
    return "\n".join(f"{part:<24}{killed:>5} of {of:>4} killed {killed / of:>6.0%}" for part, (killed, of) in rows)


def survivors(trials: Iterable[Trial]) -> str:
    """List what no test noticed, one line each, in the order of the files."""
    alive = sorted((t for t in trials if not t.killer), key=lambda t: (t.mutant.site.file, t.mutant.site.line))
    return "\n".join(_line(trial) for trial in alive)


def as_json(trials: Iterable[Trial]) -> str:
    """Write everything as JSON: ``shares`` by part, and ``mutants`` with file, line, kind, before, after and killer."""
    listed = [
        {
            "file": f"lib/{trial.mutant.site.file}",
            "line": trial.mutant.site.line,
            "kind": trial.mutant.site.kind,
            "before": trial.mutant.before,
            "after": trial.mutant.after,
            "killer": trial.killer,
            "tests": trial.tests,
        }
        for trial in trials
    ]
    return json.dumps({"shares": shares(trials), "mutants": listed}, indent=1, ensure_ascii=False) + "\n"


def _line(trial: Trial) -> str:
    site = trial.mutant.site
    before, after = _trimmed(trial.mutant.before, trial.mutant.after)
    run = f"{trial.tests} tests" if trial.tests else NO_TEST
    return f"lib/{site.file}:{site.line}: {site.kind}: {before} → {after} ({run})"


def _trimmed(before: str, after: str) -> tuple[str, str]:
    """Cut what two long texts have in common at their beginning and end, and what is too long."""
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    if start > WIDEST // 2 and len(before) > WIDEST:
        before, after = (f"…{text[start - WIDEST // 2 :]}" for text in (before, after))
    return tuple(text if len(text) <= WIDEST else f"{text[:WIDEST]}…" for text in (before.replace("\n", " "), after))
