"""What a complaint can name: the goods and their parts, who speaks, days, pieces and amounts of its order line."""

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np

from lantern.complaints.phrases import THEMES, aside

__all__ = ["PARTS", "SEAMS", "SPOTS", "facts_of"]

T = TypeVar("T")

PARTS = {
    "bag": ["zip", "snap hook", "magnet", "clasp", "buckle", "strap ring", "turn lock", "slider"],
    "wallet": ["zip", "press stud", "snap", "puller"],
    "belt": ["buckle", "pin", "loop ring", "prong"],
    "key fob": ["ring", "snap hook", "swivel", "rivet"],
}
SEAMS = {
    "bag": ["handle", "strap end", "bottom", "side", "gusset", "inner pocket", "flap"],
    "wallet": ["card slot", "fold", "coin pocket", "corner", "back"],
    "belt": ["buckle end", "tip", "loop", "keeper"],
    "key fob": ["loop", "end", "tab"],
}
SPOTS = {
    "bag": ["handle", "strap", "flap", "corner", "shoulder strap", "top edge", "tab"],
    "wallet": ["fold", "card slot", "corner", "flap", "outer edge"],
    "belt": ["tip", "long side", "keeper", "buckle end"],
    "key fob": ["loop", "tab", "side", "end"],
}
OTHER_COLOUR = {
    "black": ["navy", "grey", "brown"],
    "navy": ["black", "purple", "blue"],
    "cognac": ["orange", "brown", "red"],
    "sand": ["yellow", "grey", "beige"],
    "olive": ["brown", "grey", "green"],
    "burgundy": ["red", "brown", "purple"],
}
OTHER_THINGS = ["wallet", "belt", "card holder", "coin pouch", "key fob", "tote", "luggage tag", "laptop sleeve"]
TOLD_TO = ["Lin Hui", "Fang", "Luo Aiping", "Gu", "the boss", "packing", "Zhou", "the office", "Wu Bin"]
SELLERS = {"Chen": "Chen Yali", "Wu": "Wu Bin", "Zhou": "Zhou Min", "": "Lin Hui"}
VOICES = {
    "they": {"they": "they", "am": "are", "were": "were", "us": "them"},
    "we": {"they": "we", "am": "are", "were": "were", "us": "us"},
    "I": {"they": "I", "am": "am", "were": "was", "us": "me"},
}
ASIDE_SHARE = 0.46
BY_DAY = ["by Friday", "before Monday", "today", "this week", "by the weekend", "tomorrow", "in two days",
          "by {weekday}", "after lunch"]  # fmt: skip
ONE = {"this": "this", "is": "is", "was": "was", "has": "has", "it": "it", "smell_s": "smells", "looks": "looks",
       "goes": "goes"}  # fmt: skip
MANY = {"this": "these", "is": "are", "was": "were", "has": "have", "it": "they", "smell_s": "smell", "looks": "look",
        "goes": "go"}  # fmt: skip
DAY_FORMS = ["%d %B", "%d/%m", "%b %d", "%m-%d"]


def facts_of(rng: np.random.Generator, ticket: Any) -> dict:
    """Return what a complaint's writer knows; each names only some of it.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    ticket : namedtuple
        A ticket with its order line, product and customer.

    Returns
    -------
    dict
        Facts for `complaint_phrases.meant`.
    """
    facts = _goods(rng, ticket) | _people(rng, ticket) | _days(rng, ticket)
    if rng.random() < 0.22:
        facts["also"] = aside(rng, ticket.true_second_theme or "vague", facts, "more")
    if ticket.true_second_theme:
        facts["also"] = _pick(rng, ["also ", "and ", "second thing: ", "besides, ", "on top "]) + aside(
            rng, ticket.true_second_theme, facts, "says"
        )
    if rng.random() < ASIDE_SHARE:
        themes = [name for name in THEMES if name not in (ticket.true_theme, "vague")]
        facts["aside"] = aside(rng, _pick(rng, themes), facts)
    for name in ("also", "aside"):
        if name in facts:
            facts[f"{name}_cap"] = facts[name][:1].upper() + facts[name][1:]
    return facts


def _goods(rng: np.random.Generator, ticket: Any) -> dict:
    model, colour = ticket.description.split(", ")
    item, many = f"{colour} {model}", ticket.pieces > 1
    part, kind = _pick(rng, PARTS[ticket.family]), ticket.family
    facts = {
        "kind": kind,
        "colour": colour,
        "other": _pick(rng, OTHER_COLOUR[colour]),
        "other_thing": _pick(rng, OTHER_THINGS),
        "item": item,
        "items": f"{item}s" if many else item,
        "kinds": f"{kind}s" if many else "",
        "thing": f"{kind}s" if many else kind,
        "goods": _pick(rng, ["goods", "cartons", "things", f"{kind}s"] if many else ["parcel", "order", kind]),
        "part": part,
        "parts": f"{part}s" if many else "",
        "seam": _pick(rng, SEAMS[kind]),
        "spot": _pick(rng, SPOTS[kind]),
        "price": f"{ticket.unit_price:g} {ticket.currency}" if rng.random() < 0.5 else f"{ticket.unit_price:g}",
        "amount": f"{ticket.amount:,.0f}" if rng.random() < 0.5 else f"{ticket.amount:.2f} {ticket.currency}",
        "sku": ticket.sku if rng.random() < 0.6 else "",
        "order_no": ticket.order_no if rng.random() < 0.45 else "",
    }
    facts |= MANY if many else ONE
    facts |= {"them": "them" if many else "it", "goods_has": facts["has"], "goods_is": facts["is"]}
    facts["goods_was"] = facts["was"]
    if ticket.pieces >= 6:
        bad = max(2, min(int(ticket.true_affected), ticket.pieces))
        facts |= {"pieces": ticket.pieces, "bad": bad, "short": bad, "got": ticket.pieces - bad or ""}
    return facts


def _people(rng: np.random.Generator, ticket: Any) -> dict:
    retail = ticket.kind == "retail"
    own_words = ticket.channel in ("chat", "e-mail", "marketplace message")
    seller = SELLERS[ticket.salesperson]
    given = ticket.contact.split(" ")
    who = _pick(rng, [ticket.contact, ticket.contact, ticket.name, given[0]]) if not retail else ""
    if ticket.channel == "e-mail":
        who = ticket.contact or ticket.name.split("_")[0].capitalize()
    return {
        # Who speaks, for the guards of the grammar.
        "abroad": ticket.desk == "export desk" or None,
        "firm": not retail or None,
        "household": retail or None,
        "told": not own_words or None,
        **VOICES["they" if not own_words else "I" if retail else "we"],
        "who": who or ("the " + ticket.name.split("_")[0] + " one" if rng.random() < 0.2 else "web customer"),
        "seller": _pick(rng, [seller, seller.split(" ")[0] if ticket.country == "CN" else seller.split(" ")[1]]),
        "seller_title": seller,
        "shop": ticket.name if not retail else "",
        "city": ticket.city,
        "told_to": _pick(rng, TOLD_TO),
        "seconds": f"{int(rng.integers(4, 59)):02d}",
    }


def _days(rng: np.random.Generator, ticket: Any) -> dict:
    form = _pick(rng, DAY_FORMS)
    opened, promised, shipped = ticket.opened, ticket.promised, ticket.shipped
    overdue = (opened - promised).days
    weekday = _pick(rng, ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
    return {
        "opened_day": _day(opened, form),
        "promised_day": _day(promised, form),
        "shipped_day": _day(shipped, form) if opened > shipped else "yesterday",
        "overdue": overdue if overdue > 1 else "",
        "days": max(2, (opened - shipped).days - int(rng.integers(1, 4))),
        "weekday": weekday,
        "by_day": _pick(rng, BY_DAY).format(weekday=weekday),
    }


def _day(day: Any, form: str) -> str:
    return day.strftime(form).lstrip("0").replace(" 0", " ").replace("/0", "/")


def _pick(rng: np.random.Generator, options: Sequence[T]) -> T:
    return options[int(rng.random() * len(options))]
