"""The usual slips, as one table of rules: the first that has something to say speaks."""

from millrace.slips.rule import Rule
from millrace.slips.rules import (
    calls,
    files,
    grammar,
    lines,
    numbers,
    quotes,
    several,
    tables,
    undefined,
    unfinished,
    values,
)
from millrace.slips.stops import Stop

__all__ = ["OWN_RULES", "RULES", "find_sentence"]

# From the most certain to the most general.
RULES: list[Rule] = [
    *quotes.FIRST,
    *unfinished.RULES,
    *numbers.RULES,
    *undefined.RULES,
    *quotes.RULES,
    *lines.RULES,
    *grammar.RULES,
    *files.RULES,
    *several.RULES,
    *tables.RULES,
    *calls.RULES,
    *values.RULES,
]
# Asked when an error of the library has spoken for itself already: the cause may lie in the learner's line.
OWN_RULES: list[Rule] = [
    Rule(ValueError, unfinished.dots_left, "cleaning.parse_dates(...)"),
    Rule(ValueError, files.forgotten_path, 'intake.read_table("orders_2023.csv")'),
    Rule(ValueError, numbers.comma_behind_it, 'cleaning.rule_between("pieces", 5,000)'),
]


def find_sentence(stop: Stop, *, rules: list[Rule] = RULES) -> tuple[str, str | None, list[Exception]]:
    """Ask the rules in their order.

    Parameters
    ----------
    stop : Stop
        What happened.
    rules : list of Rule
        Whom to ask.

    Returns
    -------
    str
        What the first rule says that knows the slip, or nothing.
    str or None
        That rule's name.
    list of Exception
        What went wrong in rules themselves: it must neither hide the learner's error nor stay unseen by tests.
    """
    broken: list[Exception] = []
    # A library reads lines and looks up names of its own: no rule knows those.
    elsewhere = isinstance(stop.error, SyntaxError) and not stop.at_reading
    if elsewhere or (isinstance(stop.error, NameError) and not stop.direct):
        return "", None, broken
    for rule in rules:
        if not isinstance(stop.error, rule.errors):
            continue
        try:
            said = rule.say(stop)
        except Exception as wrong:
            broken.append(wrong)
            continue
        if said:
            return said, rule.name, broken
    return "", None, broken
