"""Notes about customers as shops keep them, with the places of what is personal; written before the rules."""

import numpy as np

CUSTOMERS = ["Frank Aydin", "Petra Sommer", "Grace Holloway", "Tobias Kranz", "Ingrid Wolf", "Rose Tanner",
             "Milan Sager", "Annegret Pohl", "Will Baxter", "Jule Winter", "Kerstin Engel", "Mark Ferrier"]  # fmt: skip
STRANGERS = ["Nadja Obermann", "Colin Pryce", "Svenja Huth", "Rafael Quint"]
FIRST = ["Nadja", "Colin", "Svenja", "Rafael", "Dorothea"]
STREETS = ["Kastanienallee 14", "Gerberstr. 3b", "Marienstraße 112", "Birkenweg 9", "Schillerplatz 2",
           "18 Orchard Road", "7 Upper Mill Lane",
           "12 rue des Lilas", "Calle de Alcalá 45", "Berliner Straße 77"]  # fmt: skip
TEXTS = [
    "{full} collects the parcel for the neighbours",
    "second delivery goes to {street}, ring twice",
    "her brother {first} pays cash",
    "please send the bill to {full} instead",
    "neue Anschrift ab Juli: {street}",
    "zuständig ist jetzt ihre Tochter {first}",
    "met {part} at the spring market, wants the small one",
    "talked to {part} about the strap",
    "Schwester {stranger} holt ab, Rückruf {phone}",
    "no answer under {phone}, tried three times",
    "is married to {stranger} since last year",
    "liefern an {full}, {street}",
]
CLEAN = [
    "kommt im Sommer wieder, dann mit Stern und Engel als Gravur",
    "Winter stock sells out in {n} days; Frank answer from the survey: too small",
    "the rose one with a gold mark, {n} pieces at {n}.50",
    "Rechnung 00{n}77665 vom 03.0{d}.2025 ist offen, Auftrag 0{n}-2025-4455",
    "open 08.30-16.00, from 01.0{d}.2025 on",
    "Parkplatz {n} ist frei, Arbeitsplatz 7 auch, der Weg ist gut",
    "asked for Monday, May or June, not for a Sunday",
    "his partner pays on time, the driver waits at the door",
    "Size 40 x 30, {n} km away, drive 3 of 5, in room 0{n}",
    "will pay in two parts, grace period of {n} days",
    "wants a Black Friday price, {n} % off, ref 0{n}1234567890123",
]


def notes(number, seed):
    """Make notes, and for each what is personal: start, end, kind."""
    rng, texts, truth = np.random.default_rng(seed), [], []
    for _ in range(number):
        template = str(rng.choice(TEXTS if rng.random() < 0.6 else CLEAN))
        full = str(rng.choice(CUSTOMERS))
        first, stranger, street = (str(rng.choice(each)) for each in (FIRST, STRANGERS, STREETS))
        phone = f"0{rng.integers(150, 180)}-{rng.integers(10**5, 10**6)}" + ("5" if rng.random() < 0.5 else "")
        values = {
            "full": full, "part": full.split()[0], "first": first, "stranger": stranger, "street": street,
            "phone": phone, "n": str(rng.integers(11, 99)), "d": str(rng.integers(1, 9)),
        }  # fmt: skip
        kinds = {"street": "address", "phone": "phone", "n": "", "d": ""}
        text, spans = "", []
        for place, piece in enumerate(template.replace("}", "{").split("{")):
            if place % 2 and (kind := kinds.get(piece, "name")):
                spans.append((len(text), len(text) + len(values[piece]), kind))
            text += values[piece] if place % 2 else piece
        texts.append(text)
        truth.append(spans)
    return texts, truth
