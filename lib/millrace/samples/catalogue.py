"""All sample files, and the two documents that describe them: the Frictionless data package and the README."""

import re

from millrace.samples import measures
from millrace.samples.chatbot import pilot, transcripts
from millrace.samples.company import Company
from millrace.samples.floor import inspections, workshop
from millrace.samples.office import books, calendar_file, customer_lists, demand_model, order_files, price_list
from millrace.samples.people import applicants, offers, staff, trade_credit
from millrace.samples.purchasing import stock, supply
from millrace.samples.sample_file import SampleFile
from millrace.samples.voices import chat, complaints

__all__ = ["FILES", "MODULES", "data_package", "readme"]

# In the order in which the documents name their files.
MODULES = (
    price_list,
    order_files,
    chat,
    customer_lists,
    books,
    calendar_file,
    demand_model,
    complaints,
    workshop,
    inspections,
    supply,
    stock,
    pilot,
    transcripts,
    applicants,
    trade_credit,
    staff,
    offers,
)
FILES: dict[str, SampleFile] = {file.name: file for module in MODULES for file in module.FILES}

LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


def data_package() -> dict:
    """Describe all files as a Frictionless data package.

    Returns
    -------
    dict
        The content of ``datapackage.json``. Source: Data Package standard, version 1.
    """
    return {
        "name": "lantern-bridge-leather",
        "title": "Lantern Bridge Leather: the sample company of the Millrace course",
        "description": "Generated data of an invented company. No person or firm in it is real.",
        "licenses": [LICENCE],
        "resources": [_resource(file) for file in FILES.values()],
    }


def readme(company: Company) -> str:
    """Describe all files for readers, and how realistic they are.

    Parameters
    ----------
    company : Company
        The variant whose figures are given.

    Returns
    -------
    str
        The text of ``datasets/README.md``.
    """
    contents = [f"| [`{file.name}`](#{_anchor(file)}) | {file.title} | {file.grain} |" for file in FILES.values()]
    table = ["| file | what it is | one row is |", "|---|---|---|", *contents, ""]
    return "\n".join([README_HEAD, *table, *(_chapter(file) for file in FILES.values()), _realism(company)])


def _realism(company: Company) -> str:
    rows = [
        f"| {row.measure} | {row.value:.2f} | {row.low:g} to {row.high:g} | {row.rests_on} |"
        for row in measures.measure(company).itertuples()
    ]
    head = ["| measure | here | range | what the range rests on |", "|---|---|---|---|"]
    return "\n".join([REALISM_HEAD, *head, *rows, ""])


def _resource(file: SampleFile) -> dict:
    resource = {"name": _slug(file.name), "path": file.name, "title": file.title}
    # Workbooks and chats as people keep them are no tables: a validator is told to look at the file alone.
    resource["type"] = "table" if file.name.endswith(".csv") else "file"
    resource["description"] = " ".join(filter(None, [f"One row a {file.grain}.", file.problems, file.warning]))
    if file.name.endswith(".csv"):
        resource |= {"profile": "tabular-data-resource", "encoding": (file.dialect or {}).get("encoding", "utf-8")}
        resource["dialect"] = {"delimiter": (file.dialect or {}).get("delimiter", ",")}
        resource["schema"] = _schema(file)
    return resource


def _schema(file: SampleFile) -> dict:
    schema: dict = {"fields": [{"name": c.name, "type": c.type, "description": c.meaning} for c in file.columns]}
    if file.key:
        schema["primaryKey"] = list(file.key)
    if file.refers:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": _slug(other), "fields": [its]}}
            for column, (other, its) in file.refers.items()
        ]
    return schema


def _slug(name: str) -> str:
    return name.replace(".", "-").replace("_", "-")


def _anchor(file: SampleFile) -> str:
    """Give the name under which readers of Markdown find the file's chapter."""
    return re.sub(r"[^\w\- ]", "", f"{file.name}: {file.title}".lower()).replace(" ", "-")


def _chapter(file: SampleFile) -> str:
    facts = [f"One row: {file.grain}. Known problems: {file.problems[0].lower()}{file.problems[1:]}"]
    if file.key:
        facts.append("Key: " + " and ".join(f"`{column}`" for column in file.key) + ".")
    facts += [f"`{column}` stands in {other} as `{its}`." for column, (other, its) in file.refers.items()]
    warning = [f"**Before you use it.** {file.warning}", ""] if file.warning else []
    rows = [f"| `{c.name}` | {c.type} | {c.meaning} |" for c in file.columns]
    head = ["| column | type | what it holds |", "|---|---|---|"]
    return "\n".join([f"## {file.name}: {file.title}", "", *warning, " ".join(facts), "", *head, *rows, ""])


README_HEAD = """# Lantern Bridge Leather: the sample company

Twenty-six people in Zhejiang make bags, wallets and belts. A stall in the small-commodity market sells wholesale, an
online shop sells retail, and buyers in the Gulf order ahead of Ramadan and Eid. The files are as the company's own
people keep them, with all their faults. They cover 2023 to 2025.

Everything here is generated by `millrace.samples` from one seed: no firm and no person in it is real, and likenesses
are chance. Do not edit these files; `python -m millrace.samples datasets` writes them again, and a test compares. The
folder `checkpoints/` holds the tables with which the sections of the labs begin. Licence: CC BY 4.0.

`datapackage.json` says the same for programs. `millrace samples` exports the files to CSV, Excel and Parquet, and
`millrace samples --gallery` draws a chart of each.
"""

REALISM_HEAD = """## How realistic it is

`millrace.samples.realism(variant=0)` prints these figures; a test holds them in their ranges for five variants at every
run, and for a hundred in the slow tests.
"""
