"""Several things in one name, and one thing for several names."""

from millrace.slips.rule import Rule
from millrace.slips.stops import Stop, is_table

__all__ = ["RULES", "one_name_for"]

PLACES = ("first", "second", "third", "fourth", "fifth")
SPLIT = 'good = cleaning.quarantine(orders, [cleaning.rule_between("pieces", 1, 20)])'


def one_name_for(name: str, number: int, called: str) -> str:
    """Say that several tables are under one name.

    Parameters
    ----------
    name : str
        The name.
    number : int
        How many things it holds.
    called : str
        The helper that returned them, or nothing.

    Returns
    -------
    str
        Two sentences.

    Examples
    --------
    >>> one_name_for("good", 2, "cleaning.quarantine")
    '2 tables came back, and good holds both. Give each a name, in this order: good, bad = cleaning.quarantine(...)'
    """
    names = (
        "good, bad" if number == 2 and (name == "good" or called.endswith("quarantine")) else ", ".join(PLACES[:number])
    )
    call, held = f"{called}(...)" if called else "...", "both" if number == 2 else "all of them"
    return f"{number} tables came back, and {name} holds {held}. Give each a name, in this order: {names} = {call}"


def tables_under_one_name(stop: Stop) -> str | None:
    """Recognise ``good["pieces"]`` after ``good = cleaning.quarantine(orders, rules)``."""
    if "tuple" not in stop.message:
        return None
    held = {name: stop.names.get(name) for name in sorted(stop.words())}
    together = {name: value for name, value in held.items() if isinstance(value, tuple) and any(map(is_table, value))}
    return next((one_name_for(name, len(value), "") for name, value in together.items()), None)


def two_names(stop: Stop) -> str | None:
    """Recognise ``good, quarantined = orders``."""
    if "unpack" not in stop.message:
        return None
    number = len(getattr(getattr(stop.statement, "targets", [None])[0], "elts", [])) or "several"
    return (
        f"There are {number} names on the left of =, but another number of things on the right. Write one "
        "name for each."
    )


RULES = [
    Rule((TypeError, AttributeError, ValueError), tables_under_one_name, 'good["pieces"]', before=SPLIT),
    Rule((ValueError, TypeError), two_names, "good, quarantined = orders"),
]
