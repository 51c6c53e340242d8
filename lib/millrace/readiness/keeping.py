"""Keep an assessment in a file, for the adoption plan, and read it again."""

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

from millrace.errors import ArgumentError, FileError, MillraceError, kind
from millrace.readiness.assessing import Assessment, assess
from millrace.readiness.questionnaire import all_questions
from millrace.readiness.steps import joined

__all__ = ["load", "save"]

MADE_BY, EDITION = "millrace readiness", 1


def save(assessment: Assessment, path: str | Path) -> Path:
    """Save an assessment, one line per answer; the adoption plan of module 08 reads it.

    Parameters
    ----------
    assessment : Assessment
        From `assess`.
    path : str or Path
        The file, ``.json``. It is written under another name first, so that nobody meets half a file.

    Returns
    -------
    Path
        Where it is.

    Raises
    ------
    ArgumentError
        When it is no assessment, or the name does not end in ``.json``.
    FileError
        When there is a file of this name that was not saved here, or was changed since, or the place cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from millrace.readiness import assess
    >>> path = save(assess({1: 3, 2: "don't know"}, name="owner"), Path(tempfile.mkdtemp()) / "readiness.json")
    >>> load(path).levels[:3]
    (3, "don't know", None)
    """
    if not isinstance(assessment, Assessment):
        raise ArgumentError(
            f"{kind(assessment).capitalize()} was given to save. What readiness.assess returns was expected. Write "
            'readiness.save(readiness.assess({...}), "readiness.json").'
        )
    path = Path(path)
    if path.suffix.lower() != ".json":
        raise ArgumentError(f"The file is called '{path.name}'. Expected: a name that ends in .json.")
    if path.exists() and not _is_ours(path):
        raise FileError(
            f"There is a file '{path.name}' that was not saved by readiness.save, or was changed since. Expected: a "
            "name that is free. Move that file away, or choose another name."
        )
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.write_text(_text(assessment), encoding="utf-8", newline="\n")
        partial.replace(path)
    except OSError as error:
        raise FileError(
            f"'{path.name}' cannot be written ({error.strerror}). Expected: a folder that is there and that you may "
            "write to. Choose another folder."
        ) from None
    finally:
        if partial.exists():
            partial.unlink()
    return path


def _text(assessment: Assessment) -> str:
    answers = {str(number): level for number, level in enumerate(assessment.levels, start=1)}
    held = {"made_by": MADE_BY, "edition": EDITION, "name": assessment.name, "answers": answers}
    return json.dumps(held | {"seal": _seal(held)}, indent=1, ensure_ascii=False) + "\n"


def _seal(held: dict[str, Any]) -> str:
    """Return what tells a file that was changed by hand: no secret, only a sum."""
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:16]


def _is_ours(path: Path) -> bool:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        seal = held.pop("seal")
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return False
    return held.get("made_by") == MADE_BY and seal == _seal(held)


def load(path: str | Path) -> Assessment:
    """Read an assessment that `save` wrote.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    Assessment

    Raises
    ------
    FileError
        When it is not there, is no such file, or is damaged: it says which questions are missing.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise FileError(
            f"There is no file '{path.name}'. Expected: a file that readiness.save wrote. Look for it, or answer the "
            "questionnaire again."
        ) from None
    except (OSError, UnicodeDecodeError):
        raise FileError(
            f"'{path.name}' cannot be read. Expected: a file that readiness.save wrote. Close it in other programs, or "
            "answer the questionnaire again."
        ) from None
    held = _parsed(text, path)
    answers = held["answers"]
    missing = [one.number for one in all_questions() if str(one.number) not in answers]
    if missing:
        raise _damaged(path, missing)
    try:
        return assess(answers, name=held.get("name") or "")
    except MillraceError as error:
        raise FileError(f"'{path.name}' was changed by hand. {error}") from None


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        held = json.loads(text)
    except ValueError:
        if MADE_BY not in text:
            raise _of_another_kind(path) from None
        # What stands before the break is told from what is gone.
        there = {int(n) for n in re.findall(r'"(\d+)":\s*(?:[0-4]\b|null|"[^"\n]*")', text)}
        raise _damaged(path, [one.number for one in all_questions() if one.number not in there]) from None
    if not isinstance(held, dict) or held.get("made_by") != MADE_BY or not isinstance(held.get("answers"), dict):
        raise _of_another_kind(path)
    if held.get("edition") != EDITION:
        raise FileError(
            f"'{path.name}' holds answers to another edition of the questionnaire. Expected: edition {EDITION}. Answer "
            "the questions again: their words differ."
        )
    return held


def _of_another_kind(path: Path) -> FileError:
    return FileError(
        f"'{path.name}' is no saved assessment. Expected: a file that readiness.save wrote. Name that file; a filled-"
        "in form is read by: millrace report readiness."
    )


def _damaged(path: Path, missing: list[int]) -> FileError:
    gone = f"question{'s' if len(missing) > 1 else ''} {joined(_ranges(missing))}" if missing else "its last line"
    return FileError(
        f"'{path.name}' is damaged or half-written: {gone} cannot be found in it. Expected: all 20 answers, those "
        "without a level too. Answer these again, and save it anew under another name."
    )


def _ranges(numbers: list[int]) -> list[str]:
    starts = [n for n in numbers if n - 1 not in numbers]
    ends = [n for n in numbers if n + 1 not in numbers]
    return [str(a) if a == b else f"{a} to {b}" for a, b in zip(starts, ends, strict=True)]
