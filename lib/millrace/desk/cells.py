"""What the cells of a saved notebook are, as nbgrader marks them: checks, texts to write, and sections."""

import hashlib
import re

__all__ = [
    "about",
    "checksum",
    "first_line",
    "is_check",
    "is_empty_text",
    "is_question",
    "numbers_of_sections",
    "print_of",
    "source_of",
]

# Blank, or still the one line in italics that asks for the text.
EMPTY = re.compile(r"\s*(\*[^*]+\*)?\s*")
# The number of a section, as in "## 4. Dollars and dirhams".
NUMBER = re.compile(r"^#{1,3} (\d+\.)(?= )", re.MULTILINE)


def about(cell: dict) -> dict:
    """Return what nbgrader says of a cell.

    Parameters
    ----------
    cell : dict
        As in the notebook's file.

    Returns
    -------
    dict
        Empty for a cell that is not graded.
    """
    found = cell["metadata"].get("nbgrader", {})
    return found if isinstance(found, dict) else {}


def source_of(cell: dict) -> str:
    r"""Return the text of a cell.

    Parameters
    ----------
    cell : dict
        As in the notebook's file, where the text is one string or a list of lines.

    Returns
    -------
    str
        The text.

    Examples
    --------
    >>> source_of({"source": ["a = 1\n", "b = 2"]})
    'a = 1\nb = 2'
    """
    return "".join(cell["source"])


def is_check(cell: dict) -> bool:
    """Say whether a cell is a check that counts points."""
    return cell["cell_type"] == "code" and bool(about(cell).get("grade"))


def is_question(cell: dict) -> bool:
    """Say whether a cell asks for a text, which is written in the next one."""
    return bool(about(cell).get("task"))


def is_empty_text(text: str) -> bool:
    """Say whether a text is still to be written.

    Examples
    --------
    >>> is_empty_text("*Click here and write your answer.*"), is_empty_text("The clerk.")
    (True, False)
    """
    return EMPTY.fullmatch(text) is not None


def first_line(cell: dict) -> str:
    """Return the first line of a cell without its marks: of a check, the sentence that says what it checks."""
    return source_of(cell).strip().split("\n")[0].lstrip("# ").strip()


def numbers_of_sections(cells: list[dict]) -> list[str]:
    """Find for each cell the number of its section.

    Parameters
    ----------
    cells : list of dict
        The notebook's cells.

    Returns
    -------
    list of str
        One per cell: the number with a point and a blank; nothing where headings have none.
    """
    number, found = "", []
    for cell in cells:
        headings = NUMBER.findall(source_of(cell)) if cell["cell_type"] == "markdown" else []
        number = headings[-1] if headings else number
        found.append(f"{number} " if number else "")
    return found


def checksum(cell: dict) -> str:
    """Sum a graded cell up as nbgrader does, to tell whether it is as it was released.

    Parameters
    ----------
    cell : dict
        A cell with nbgrader's marks.

    Returns
    -------
    str
        What nbgrader's ``compute_checksum`` returns; the original writes it into the cell's own marks.
    """
    marks = about(cell)
    grade, solution = bool(marks.get("grade")), bool(marks.get("solution"))
    locked = not solution and (grade or bool(marks.get("locked")))
    parts = [source_of(cell), cell["cell_type"], str(grade), str(solution), str(locked), str(marks.get("grade_id"))]
    points = marks.get("points", 0)
    parts += [str(float(points) if isinstance(points, int | float) else points)] if grade else []
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def print_of(source: str) -> str:
    r"""Return a short fingerprint of an answer, to tell later whether it is still the one that was checked.

    Parameters
    ----------
    source : str
        The text of its cell.

    Returns
    -------
    str
        The same for texts that differ in blank lines and line ends only.

    Examples
    --------
    >>> print_of("total = 3\n") == print_of("total = 3"), print_of("total = 3") == print_of("total = 4")
    (True, False)
    """
    lines = [line.rstrip() for line in source.splitlines() if line.strip()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
