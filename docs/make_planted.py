"""Write the table of what is planted into the trainer's guide: ``python docs/make_planted.py``."""

from pathlib import Path

import lantern

GUIDE = Path(__file__).parents[1] / "course" / "trainer-guide.md"
BEGIN, END = "<!-- planted: begin -->", "<!-- planted: end -->"
HEAD = ["| `truth(...)` | files | what is planted | what it costs when missed |", "|---|---|---|---|"]


def page() -> str:
    """Give the text of the trainer's guide with the table made anew.

    Returns
    -------
    str
        What stands between the marks comes from the generator's record of variant 0, the rest is as written.
    """
    before, rest = GUIDE.read_text(encoding="utf-8").split(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


def table() -> str:
    """Give the table of everything planted, a row each.

    Returns
    -------
    str
        A Markdown table.
    """
    rows = [
        f"| `{row.truth}` | {', '.join(f'`{name}`' for name in row.files.split(', '))} | {row.planted} | {row.price} |"
        for row in lantern.planted(variant=0).itertuples()
    ]
    return "\n".join([*HEAD, *rows])


if __name__ == "__main__":
    GUIDE.write_text(page(), encoding="utf-8", newline="\n")
