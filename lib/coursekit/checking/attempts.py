"""Read ``attempts.py``: right and wrong answers that people really give, and mutants known to be right."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coursekit.authoring.marks import Lab
from coursekit.authoring.script import Cell, cells_of, read_text, syntax_faults
from coursekit.faults import Fault, stop_on
from millrace.errors import did_you_mean

__all__ = ["Attempt", "Attempts", "Exemption", "read_attempts"]

KINDS = ("right", "wrong", "equivalent")
KNOWN = (*KINDS, "exempt", "name", "says")
LEAST = {"right": 2, "wrong": 3}
# "Not needed." is no reason.
LEAST_WORDS = 5


@dataclass(frozen=True)
class Attempt:
    """One answer that somebody could give.

    Parameters
    ----------
    kind : str
        ``"right"``, ``"wrong"`` or ``"equivalent"`` (a mutant that is right all the same).
    answer : str
        The answer it is for.
    name : str
        What distinguishes it, or the misconception.
    code : str
        What the learner writes in place of the solution.
    says : str
        Words that the check's message must hold; empty for none.
    file, line : str, int
        Where it stands.
    """

    kind: str
    answer: str
    name: str
    code: str
    says: str
    file: str
    line: int


@dataclass(frozen=True)
class Exemption:
    """An equivalent or a spoiler that may come out otherwise, as its author says and why.

    Parameters
    ----------
    answer : str
        The answer it is for.
    name : str
        Name of the equivalent or the spoiler; ``*`` fits any text.
    reason : str
        Why it may.
    file, line : str, int
        Where it stands.
    """

    answer: str
    name: str
    reason: str
    file: str
    line: int


@dataclass(frozen=True)
class Attempts:
    """All attempts at a lab, the code that is run before each of them, and what is exempted."""

    preparation: str
    attempts: tuple[Attempt, ...]
    exemptions: tuple[Exemption, ...] = ()

    def at(self, answer: str, kind: str) -> list[Attempt]:
        """Pick the attempts of one kind at one answer."""
        return [a for a in self.attempts if a.answer == answer and a.kind == kind]


def read_attempts(path: Path, lab: Lab) -> Attempts:
    """Read the attempts at a lab and report everything that is wrong with them at once.

    Parameters
    ----------
    path : Path
        The file ``attempts.py``.
    lab : Lab
        The lab they are for.

    Returns
    -------
    Attempts
        At least 2 right and 3 wrong ones for every answer.

    Raises
    ------
    AuthorError
        With each fault's file, line and fix.
    """
    file = lab.file.replace("lab.py", "attempts.py")
    text, faults = read_text(path, file)
    stop_on(faults)
    cells, faults = cells_of(text, file)
    answers = lab.of_role("answer")
    for index, cell in enumerate(cells):
        faults += [*_mark_faults(cell, answers, file, first=index == 0), *syntax_faults(cell, file)]
    faults += [*_repeated(cells, file), *_too_few(cells, answers, file)]
    stop_on(faults)
    preparation = "\n".join(cell.source for cell in cells if cell.kind == "code" and not _kinds(cell))
    exemptions = [_exemption(cell, file) for cell in cells if "exempt" in cell.marks]
    return Attempts(preparation, tuple(_attempt(cell, file) for cell in cells if _kinds(cell)), tuple(exemptions))


def _attempt(cell: Cell, file: str) -> Attempt:
    kind = _kinds(cell)[0]
    marks = cell.marks
    return Attempt(kind, marks[kind], marks["name"], cell.source, marks.get("says", ""), file, cell.line)


def _exemption(cell: Cell, file: str) -> Exemption:
    return Exemption(cell.marks["exempt"], cell.marks["name"], " ".join(cell.source.split()), file, cell.line)


def _kinds(cell: Cell) -> list[str]:
    return [kind for kind in KINDS if kind in cell.marks]


def _mark_faults(cell: Cell, answers: dict[str, Cell], file: str, *, first: bool) -> Iterator[Fault]:
    kinds = _kinds(cell)
    for key in cell.marks:
        if key not in KNOWN:
            guess = did_you_mean(key, KNOWN).strip() or f"The marks are: {', '.join(KNOWN)}."
            yield Fault(file, cell.line, f"The mark '{key}' is not known.", guess)
    if "exempt" in cell.marks:
        yield from _exemption_faults(cell, answers, file)
    if cell.kind != "code" or "exempt" in cell.marks:
        return
    if len(kinds) > 1:
        yield Fault(file, cell.line, f"The attempt is {' and '.join(kinds)} at once.", "Make a cell for each.")
    elif not kinds and (cell.marks or not first):
        fix = 'Write right="answer-name" or wrong="answer-name" behind it; only the first cell may go without.'
        yield Fault(file, cell.line, "The cell does not say which answer it is for.", fix)
    for kind in kinds:
        yield from _attempt_faults(cell, kind, answers, file)


def _exemption_faults(cell: Cell, answers: dict[str, Cell], file: str) -> Iterator[Fault]:
    if cell.kind != "markdown":
        fix = "Begin it with '# %% [markdown] exempt=...' and give the reason as its text."
        yield Fault(file, cell.line, "The exemption is a code cell.", fix)
        return
    yield from _answer_faults(cell, "exempt", answers, file)
    if not isinstance(cell.marks.get("name"), str) or not cell.marks["name"].strip():
        fix = 'Name what coursekit check lists, for example: name="two values swapped: remark".'
        yield Fault(file, cell.line, "The exemption does not say what it exempts.", fix)
    if len(cell.source.split()) < LEAST_WORDS:
        fix = f"Say below the marker, in at least {LEAST_WORDS} words, why the check may do so."
        yield Fault(file, cell.line, "The exemption has no reason.", fix)


def _answer_faults(cell: Cell, kind: str, answers: dict[str, Cell], file: str) -> Iterator[Fault]:
    name = cell.marks[kind]
    if name not in answers:
        guess = did_you_mean(str(name), answers).strip() or f"The answers are: {', '.join(answers)}."
        yield Fault(file, cell.line, f"The lab has no answer '{name}'.", guess)


def _attempt_faults(cell: Cell, kind: str, answers: dict[str, Cell], file: str) -> Iterator[Fault]:
    marks = cell.marks
    yield from _answer_faults(cell, kind, answers, file)
    if not str(marks.get("name", "")).strip():
        fix = 'Say what distinguishes it: name="dates read as month first".'
        yield Fault(file, cell.line, "The attempt has no name.", fix)
    if kind == "wrong" and not str(marks.get("says", "")).strip():
        fix = 'Add words of the message that shows the learner the way, for example: says="encoding".'
        yield Fault(file, cell.line, "The wrong attempt does not say what its message must hold.", fix)
    for key in ("name", "says"):
        if not isinstance(marks.get(key, ""), str):
            yield Fault(file, cell.line, f"The mark {key}={marks[key]!r} is no text.", "Put it in double quotes.")


def _repeated(cells: list[Cell], file: str) -> Iterator[Fault]:
    names: Counter[tuple[str, str | None]] = Counter()
    for cell in cells:
        for kind in _kinds(cell):
            key = (cell.marks[kind], cell.marks.get("name"))
            names[key] += 1
            if names[key] == 2 and key[1]:
                fix = "Give each attempt at an answer a name of its own."
                yield Fault(file, cell.line, f"The name '{key[1]}' is repeated.", fix)


def _too_few(cells: list[Cell], answers: dict[str, Cell], file: str) -> Iterator[Fault]:
    for answer in answers:
        for kind, least in LEAST.items():
            mine = [cell for cell in cells if cell.marks.get(kind) == answer]
            if len(mine) < least:
                found = f"The answer '{answer}' has {len(mine)} {kind} attempts."
                fix = f'Write at least {least}: # %% {kind}="{answer}" name="..."'
                yield Fault(file, mine[-1].line if mine else 1, found, fix)
