"""Write the table of what is planted into the trainer's guide: ``python docs/make_planted.py``."""

import tomllib
from pathlib import Path

import lantern

COURSE = Path(__file__).parents[1] / "course"
GUIDE = COURSE / "trainer-guide.md"
BEGIN, END = "<!-- planted: begin -->", "<!-- planted: end -->"
HEAD = [
    "| `truth(...)` | modules | files | what is planted | what it costs when missed |",
    "|---|---|---|---|---|",
]


def page() -> str:
    """Return the text of the trainer's guide with the table made anew.

    Returns
    -------
    str
        What is between the marks comes from the generator's record of variant 0, the rest is as written.
    """
    before, rest = GUIDE.read_text(encoding="utf-8").split(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


def table() -> str:
    """Return the table of everything planted, one row per truth, with the modules whose cards name it.

    Returns
    -------
    str
        A Markdown table.
    """
    cards = {
        path.parent.name[:2]: tomllib.loads(path.read_text("utf-8")) for path in sorted(COURSE.glob("*/module.toml"))
    }
    rows = []
    for row in lantern.planted(variant=0).itertuples():
        modules = ", ".join(number for number, card in sorted(cards.items()) if row.truth in card["truths"])
        files = ", ".join(f"`{name}`" for name in row.files.split(", "))
        rows.append(f"| `{row.truth}` | {modules} | {files} | {row.planted} | {row.price} |")
    return "\n".join([*HEAD, *rows])


if __name__ == "__main__":
    GUIDE.write_text(page(), encoding="utf-8", newline="\n")
