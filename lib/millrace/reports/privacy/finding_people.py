"""Which columns are about people, and who can be found by those that look harmless."""

from millrace.errors import counted
from millrace.privacy import draw_single_out, single_out, single_out_by_column
from millrace.reports.finding import Finding, chart_of, per_cent
from millrace.reports.privacy.roles import FREE_TEXT, IDENTIFIER, SENSITIVE, Opened, Roles, quoted

__all__ = ["check_personal", "check_singled_out"]

SMALL = 5


def check_personal(opened: Opened, roles: Roles) -> Finding:
    """Say which columns identify a person, which others may know, which harm when they are learnt.

    Parameters
    ----------
    opened : Opened
        From `open_file`.
    roles : Roles
        From `decide`.

    Returns
    -------
    Finding
        Columns and counts; never a value.
    """
    identifiers, harmful, texts = roles.of(IDENTIFIER), roles.of(SENSITIVE), roles.of(FREE_TEXT)
    known = [*roles.known, *roles.too_many]
    if not (identifiers or known or harmful or texts):
        said = (
            f"None of the {counted(len(roles.table), 'column')} looks as if it were about people. That is a guess from "
            "headers and cells: name what it missed.",
        )
        return Finding("columns", said, table=roles.table)
    lines = [
        f"{counted(len(columns), 'column')} {what}: {quoted(columns)}."
        for columns, what in [
            (identifiers, "that name a person or a case" if len(identifiers) != 1 else "that names a person or a case"),
            (known, "that others may know of a person"),
            (harmful, "whose content can harm when others learn it"),
            (texts, "of free text, in which people may be named or recognised"),
        ]
        if columns
    ]
    lines.append("This is a suggestion from headers and cells. Who could see the list, and what they know, you know.")
    action = ""
    if identifiers:
        action = f"Send nobody a list with {quoted(identifiers)} who does not need just these. Use the masked copy."
    return Finding("columns", tuple(lines), action, roles.table, sheet="columns")


def check_singled_out(opened: Opened, roles: Roles) -> Finding:
    """Count who is alone with what others may know.

    Parameters
    ----------
    opened : Opened
        From `open_file`.
    roles : Roles
        From `decide`.

    Returns
    -------
    Finding
    """
    if not roles.known:
        return Finding("singled out", ("No column was found that others may know, so nobody was looked for.",))
    known, person = list(roles.known), roles.person or None
    table = single_out(opened.table, quasi_identifiers=known, person=person, least=SMALL)
    whole = table.iloc[-1]
    lines = [
        f"With {quoted(known)} {whole['alone']:,} of {whole['people']:,} people are alone "
        f"({per_cent(whole['alone_share'])}): whoever knows these of somebody finds the row, without a name. "
        f"{whole['in_small_groups']:,} are in groups of fewer than {SMALL}."
    ]
    if len(known) > 1:
        first = single_out_by_column(opened.table, quasi_identifiers=known, person=person, least=SMALL).iloc[0]
        lines.append(f"'{first['column']}' does most to it: without it {first['alone_without_it']:,} would be alone.")
    if roles.too_many:
        lines.append(
            f"Not looked at together with these, and left out of the copy: {quoted(roles.too_many)}. Name the columns "
            "that you need in known_to_others."
        )
    if person is None:
        lines.append(
            "Each row was taken for a person. If a person has several rows, name the column of the code in person."
        )
    action = ""
    if whole["in_small_groups"]:
        action = (
            f"Treat '{opened.name}' as a list with names, even without them: {whole['alone']:,} people are alone in it."
        )
    shown = table[["columns", "people", "alone", "in_small_groups", "smallest_group", "rows_with_missing"]]
    shown = shown.rename(columns=lambda name: name.replace("_", " "))
    return Finding("singled out", tuple(lines), action, shown, chart_of(lambda: draw_single_out(table)), "singled out")
