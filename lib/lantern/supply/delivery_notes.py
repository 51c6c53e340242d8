"""What the store writes beside a delivery, when it writes anything."""

import numpy as np
import pandas as pd

from lantern.words.phrases import roughen, write

__all__ = ["write_notes"]

GRAMMAR = {
    "urgent": [
        "<short>, bought <where>",
        "bought <where>, <short>",
        "urgent, workshop was waiting<dear>",
        "<short>. <where> for cash<dear>",
        "emergency purchase<dear>",
        "",
    ],
    "short": [
        "none left on the shelf",
        "shelf was empty",
        "card said enough, bin empty",
        "ran out",
        "not enough for this week",
    ],
    "where": ["at the market", "from the trader", "from the stall round the corner"],
    "dear": ["", "", ", much dearer", ", no invoice yet", ", paid cash"],
    "rest": ["rest of {delivery}", "rest of {delivery}", "second part of {delivery}", "belongs to {delivery}", "rest"],
    "late": [
        "late, <excuse>",
        "<excuse>",
        "called {times} times, <excuse>",
        "came at last",
        "again late",
        "",
        "",
        "promised for weeks, <excuse>",
    ],
    "excuse": [
        "supplier says a machine was down",
        "drum broken, they say",
        "waited for raw hides",
        "waited for the inspection of their waste water",
        "lorry sent to another customer first",
        "no reason given",
        "boss there does not answer the telephone",
        "they took a larger order first",
    ],
    "faulty": [
        "{share} % sent back, <fault>",
        "<fault>",
        "<fault>, photos sent",
        "sent back: <fault>",
        "credit note asked for, <fault>",
    ],
    "fault": ["{one}", "{one} and {two}", "{one}, {two}"],
    "short count": [
        "short",
        "less than ordered, invoice corrected",
        "rest cancelled",
        "supplier sends no more of this order",
    ],
    "plain": [
        "ok",
        "ok",
        "invoice follows",
        "papers with the driver",
        "delivered to the back door",
        "one roll wet outside, fine inside",
        "",
    ],
}
FAULTS = {
    "leather": ["scars", "loose grain", "holes", "colour off", "too thin at the belly", "creases"],
    "hardware": ["plating spotted", "sharp edges", "spring weak", "shade differs from the sample", "scratches"],
    "lining": ["weaving faults", "stains", "wrong width"],
    "thread": ["breaks", "shade differs", "oil on the spools"],
    "edge paint": ["too thick", "skin on the paint", "shade differs"],
    "box": ["crushed", "print blurred", "glue open", "wrong size"],
}


def write_notes(rng: np.random.Generator, deliveries: pd.DataFrame) -> list[str]:
    """Write the notes of all deliveries.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    deliveries : pandas.DataFrame
        With ``group``, ``urgent``, ``rest``, ``first_id`` (of the first part), ``days_late``, ``came_share`` and
        ``back_share`` (of the quantity).

    Returns
    -------
    list of str
        Mostly empty.
    """
    hurry, chances = rng.uniform(0, 0.6, len(deliveries)), rng.random(len(deliveries))
    kinds = _kinds(deliveries, chances)
    facts = (deliveries[column] for column in ("group", "first_id", "back_share"))
    return [
        roughen(rng, _note(rng, kind, *known), haste=haste) if kind else ""
        for kind, haste, *known in zip(kinds, hurry, *facts, strict=True)
    ]


def _kinds(deliveries: pd.DataFrame, chances: np.ndarray) -> np.ndarray:
    return np.select(
        [
            deliveries["urgent"] & (chances < 0.85),
            deliveries["rest"] & (chances < 0.9),
            deliveries["back_share"].gt(0.015) & (chances < 0.45),
            deliveries["days_late"].gt(8) & (chances < 0.6),
            deliveries["came_share"].between(0.01, 0.992) & (deliveries["group"] != "leather") & (chances < 0.6),
            chances < 0.05,
        ],
        ["urgent", "rest", "faulty", "late", "short count", "plain"],
        "",
    )


def _note(rng: np.random.Generator, kind: str, group: str, first_id: str, back_share: float) -> str:
    one, two = rng.permutation(FAULTS[group])[:2]
    share = max(round(back_share * 100), 1)
    return write(
        rng,
        GRAMMAR,
        kind,
        delivery=first_id,
        times=int(rng.integers(2, 6)),
        share=share,
        one=str(one),
        two=str(two),
    )
