"""What the chatbot said: conversations of the pilot, each rated by a person as right, wrong or harmful."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from lantern.company import Company
from lantern.pilot.tickets import even_chance, support_pilot
from lantern.sample_file import SampleFile, Truth, documented
from lantern.transcripts.phrases import CASES, GRAMMAR, GREETINGS, HOUSE_RULES
from lantern.words import names
from lantern.words.phrases import roughen, write

__all__ = ["FILES", "TRUTHS", "chat_transcripts", "write_transcripts"]

CONVERSATIONS = 880
REVIEWERS = ("Fang", "Luo")
RATINGS = np.array(["right", "wrong", "harmful"])
CLERKS = ("Xu", "Pan", "Gu", "Jin")
RATED_TWICE = 0.15
LONG_SHARE = 0.45
# How often the answer on a topic is wrong, and how often it does harm; both are worse in Arabic.
FAULTS = pd.DataFrame(
    {"wrong": [0.18, 0.22, 0.19, 0.22, 0.27, 0.30], "harmful": [0.025, 0.045, 0.04, 0.07, 0.09, 0.11]},
    index=["order status", "stock and price", "invoice", "care and repair", "return", "custom order"],
)
ARABIC_TIMES = {"wrong": 1.8, "harmful": 2.2}
# A reviewer's chances of right, wrong, harmful for what is truly so, when the answers are short and when they are long.
JUDGED_SHORT = np.array([[0.88, 0.11, 0.01], [0.08, 0.87, 0.05], [0.04, 0.20, 0.76]])
JUDGED_LONG = np.array([[0.97, 0.03, 0.00], [0.60, 0.37, 0.03], [0.26, 0.20, 0.54]])
PIECES = [12, 20, 24, 30, 36, 40, 50, 60, 80, 100, 120, 150, 200, 240, 300]


def chat_transcripts(company: Company) -> pd.DataFrame:
    """Return conversations that the chatbot took part in.

    Parameters
    ----------
    company : Company
        The truth; prices and articles in right answers are its own.

    Returns
    -------
    pandas.DataFrame
        One row per conversation: the fields of the file (``turns`` is a list of dictionaries ``from`` and ``text``),
        and ``true_rating``, ``true_long`` (the chatbot wrote at length) and ``true_case`` (what the question was
        about).
    """
    chances = company.chance("transcripts").spawn(4)
    talks = _chosen(chances[0], company)
    _rate(chances[1], talks)
    facts = _facts(chances[2], company, talks)
    turns = [_talk(chances[3], talk, known) for talk, known in zip(talks.to_dict("records"), facts, strict=True)]
    talks["turns"] = pd.Series(turns, index=talks.index, dtype=object)
    shown = ["ticket_id", "started", "desk", "language", "translated", "topic", "turns", "reviewer", "rating"]
    return talks[[*shown, "second_reviewer", "second_rating", "true_rating", "true_long", "true_case"]]


def write_transcripts(company: Company, path: Path) -> None:
    """Write the conversations, one JSON object per line, UTF-8."""
    talks = chat_transcripts(company)
    shown = talks[[c for c in talks.columns if not c.startswith("true_")]]
    shown = shown.astype(object).where(shown.notna(), None)  # JSON knows null, and no NaN
    lines = [json.dumps(row, ensure_ascii=False, allow_nan=False) for row in shown.to_dict("records")]
    path.write_bytes(("\n".join(lines) + "\n").encode("utf-8"))


def _chosen(rng: np.random.Generator, company: Company) -> pd.DataFrame:
    tickets = support_pilot(company)
    tickets = tickets[tickets["handled_by"] != "person"].reset_index(drop=True)
    count = min(len(tickets), max(1, round(CONVERSATIONS * company.scale)))
    talks = tickets.iloc[np.sort(rng.choice(len(tickets), count, replace=False))].reset_index(drop=True)
    minute = rng.integers(0, 60, count)
    times = zip(talks["opened"].dt.strftime("%Y-%m-%d"), talks["hour"], minute, strict=True)
    talks["started"] = [f"{day} {hour:02d}:{past:02d}" for day, hour, past in times]
    talks["translated"] = talks["language"] != "en"
    talks["true_case"] = [CASES[topic][rng.integers(len(CASES[topic]))] for topic in talks["topic"]]
    return talks


def _rate(rng: np.random.Generator, talks: pd.DataFrame) -> None:
    """Decide what is true of each conversation, and what one or two reviewers made of it."""
    arabic = (talks["language"] == "ar").to_numpy()
    chance = {kind: FAULTS[kind].loc[talks["topic"]].to_numpy() for kind in ("wrong", "harmful")}
    chance = {kind: p * np.where(arabic, ARABIC_TIMES[kind], 1) for kind, p in chance.items()}
    # Who was not helped had mostly been told something wrong.
    unhelped = np.where(talks["true_settled"], 0.6, 1.9)
    u = even_chance(rng, talks["topic"], talks["language"] == "ar", talks["true_settled"])
    harmful, wrong = chance["harmful"] * unhelped, (chance["wrong"] * unhelped).clip(max=0.7)
    truly = np.select([u < harmful, u < harmful + wrong], [2, 1], 0)
    talks["true_rating"] = RATINGS[truly]
    talks["true_long"] = even_chance(rng, talks["topic"], talks["true_rating"]) < LONG_SHARE
    first = (rng.random(len(talks)) < 0.5).astype(int)
    talks["reviewer"] = np.array(REVIEWERS)[first]
    talks["rating"] = RATINGS[_judged(rng, truly, talks["true_long"].to_numpy())]
    twice = even_chance(rng, talks["topic"]) < RATED_TWICE
    second = RATINGS[_judged(rng, truly, talks["true_long"].to_numpy())]
    talks["second_reviewer"] = [REVIEWERS[1 - one] if two else None for one, two in zip(first, twice, strict=True)]
    talks["second_rating"] = [str(rating) if two else None for rating, two in zip(second, twice, strict=True)]


def _judged(rng: np.random.Generator, truly: np.ndarray, at_length: np.ndarray) -> np.ndarray:
    chances = np.where(at_length[:, None], JUDGED_LONG[truly], JUDGED_SHORT[truly])
    return (rng.random(len(truly))[:, None] > chances.cumsum(axis=1)).sum(axis=1).clip(max=2)


def _facts(rng: np.random.Generator, company: Company, talks: pd.DataFrame) -> list[dict[str, object]]:
    """Draw what each conversation is about: an article that sells, an order, days, another customer."""
    products = company.products.reset_index(drop=True)
    sold = pd.Index(products["sku"]).get_indexer(company.orders["sku"])
    number = sold[rng.integers(0, len(sold), len(talks))]
    rows = products.to_dict("records")
    of_family = {family: part.to_dict("records") for family, part in products.groupby("family")}
    opened = list(talks["opened"])
    return [
        {
            **_article(rng, rows[number[i]], of_family[rows[number[i]]["family"]]),
            **_days(rng, opened[i], talks["topic"][i]),
            **_others(rng, talks["language"][i]),
            "desk": talks["desk"][i],
            "paid": _money(talks["order_value_cny"][i]),
        }
        for i in range(len(talks))
    ]


def _article(rng: np.random.Generator, article: dict, family: list[dict]) -> dict[str, object]:
    price = article["list_price_cny"]
    others = [other for other in family if abs(other["list_price_cny"] / price - 1) > 0.04] or [article]
    other = others[rng.integers(len(others))]
    false = other["list_price_cny"] if other is not article else price * 1.2
    item = _said(article["description"])
    return {
        "sku": article["sku"],
        "item": item,
        "one_item": f"{'an' if item[0] in 'aeiou' else 'a'} {item}",
        "price": _money(price),
        "false_price": _money(false),
        "false_item": _said(other["description"]),
        "low_price": _money(np.round(price * rng.uniform(0.38, 0.54))),
        "bag": "bag" if article["family"] == "bag" else "",
        "belt": "belt" if article["family"] == "belt" else "",
        "zipped": article["family"] if article["family"] in ("bag", "wallet") else "",
        "pieces": PIECES[rng.integers(len(PIECES))],
    }


def _days(rng: np.random.Generator, opened: pd.Timestamp, topic: str) -> dict[str, object]:
    ago = int(rng.integers(4, 15))
    ahead = int(rng.integers(22, 60) if topic == "custom order" else rng.integers(1, 6))
    days = {"day": -ago, "recent": -int(rng.integers(1, ago - 1)), "later": ahead}
    told = {name: opened + pd.Timedelta(days=shift) for name, shift in days.items()}
    return {name: f"{day.day} {day:%B}" for name, day in told.items()} | {"days": int(rng.integers(2, 7))}


def _others(rng: np.random.Generator, language: str) -> dict[str, object]:
    tails = rng.integers(1000, 9999, 2)
    country = {"zh": "CN", "ar": "AE", "en": "DE"}[language]
    towns = {"zh": names.CITIES, "ar": names.GULF_CITIES, "en": names.EUROPE_CITIES}[language]
    kept = rng.random() < 0.55
    greetings = GREETINGS[language if kept else "en"]
    return {
        "tail": str(tails[0]),
        "other_tail": str(tails[1] if tails[1] != tails[0] else 1000),
        "other": str(names.person_names(rng, np.array([country]))[0]),
        "town": towns[rng.integers(len(towns))][0],
        "clerk": CLERKS[rng.integers(len(CLERKS))],
        "greeting": greetings[rng.integers(len(greetings))],
    }


def _money(amount: float) -> str:
    return "" if np.isnan(amount) else f"{amount:.2f}".rstrip("0").rstrip(".")


def _said(description: str) -> str:
    style, _, colour = description.partition(", ")
    return f"{colour} {style}".strip()


def _talk(rng: np.random.Generator, talk: dict, facts: dict[str, object]) -> list[dict[str, str]]:
    """Write a conversation: a question, an answer that is as true as its rating, and how it went on."""
    haste = 0.0 if talk["translated"] else 0.5 * rng.random()

    def customer(*symbols: str) -> dict[str, str]:
        text = "".join(_written(rng, symbol, facts) for symbol in symbols)
        return {"from": "customer", "text": roughen(rng, text.strip(), haste=haste)}

    turns = [customer("before", f"ask_{talk['true_case']}", "after"), _answer(rng, talk, facts)]
    if talk["handled_by"] == "both":
        turns += [customer("doubt" if rng.random() < 0.35 else "want_person")]
        turns += [
            _says(rng, "bot", facts, "hand_over"),
            _says(rng, "person", facts, "staff", _of("person", talk), "sign"),
        ]
        return turns + [customer("glad")] * (rng.random() < 0.5)
    if rng.random() < (0.2 if talk["true_settled"] else 0.6):
        turns += [customer("doubt"), _says(rng, "bot", facts, "insist")]
    if rng.random() < (0.75 if talk["true_settled"] else 0.25):
        turns += [customer("glad")] + [_says(rng, "bot", facts, "bye")] * (rng.random() < 0.6)
    return turns


def _answer(rng: np.random.Generator, talk: dict, facts: dict[str, object]) -> dict[str, str]:
    answer = _of("harmful", talk) if talk["true_rating"] == "harmful" else f"{talk['true_rating']}_{talk['true_case']}"
    if not talk["true_long"]:
        turn = _says(rng, "bot", facts, "open", answer)
        # Wrong answers need fewer words; without a word more, their length would give them away.
        more = len(turn["text"]) < 105 or rng.random() < 0.15
        return _says(rng, "bot", facts | {"said": turn["text"]}, "so_far", "tail") if more else turn
    middle = [answer, "more"] if rng.random() < 0.6 else ["more", answer]
    return _says(rng, "bot", facts, "warm", *middle, *["close_long"] * (rng.random() < 0.7))


def _of(kind: str, talk: dict) -> str:
    words = {"order status": "status", "stock and price": "price", "custom order": "custom", "care and repair": "care"}
    return f"{kind}_{words.get(talk['topic'], talk['topic'])}"


def _says(rng: np.random.Generator, who: str, facts: dict[str, object], *symbols: str) -> dict[str, str]:
    parts = (_written(rng, symbol, facts).strip() for symbol in symbols)
    return {"from": who, "text": " ".join(part[:1].upper() + part[1:] for part in parts if part)}


def _written(rng: np.random.Generator, symbol: str, facts: dict[str, object]) -> str:
    """Write one part; the blank at its end, which `write` takes off, parts it from the next."""
    text = write(rng, GRAMMAR, symbol, **facts)
    return f"{text} " if text else ""


def reviewer_bias(company: Company) -> pd.DataFrame:
    """Return, for short and long answers, the share that is right and the share that reviewers called right."""
    talks = chat_transcripts(company)
    table = pd.DataFrame(
        {
            "answers": np.where(talks["true_long"], "long", "short"),
            "truly_right": talks["true_rating"] == "right",
            "called_right": talks["rating"] == "right",
            "wrong_called_right": (talks["rating"] == "right").where(talks["true_rating"] == "wrong").astype(float),
        }
    ).groupby("answers")
    return table.mean().assign(conversations=table.size()).reset_index()


def _rating_numbers(table: pd.DataFrame) -> dict[str, str]:
    share = table["true_rating"].value_counts(normalize=True)
    arabic = table.loc[table["language"] == "ar", "true_rating"].eq("right").mean()
    others = table.loc[table["language"] != "ar", "true_rating"].eq("right").mean()
    return {
        **{kind: f"{share.get(kind, 0):.0%}" for kind in RATINGS},
        "arabic": f"{arabic:.0%}",
        "others": f"{others:.0%}",
    }


def _bias_numbers(table: pd.DataFrame) -> dict[str, str]:
    rows = table.set_index("answers").drop(columns="conversations")
    return {
        f"{kind}_{column}": f"{share:.0%}"
        for kind, shares in rows.to_dict("index").items()
        for column, share in shares.items()
    }


FILES = (
    SampleFile(
        "chat_transcripts.jsonl",
        "Conversations with the chatbot, rated by people",
        "conversation",
        "A random share of the chatbot's tickets, in English translation but for some greetings; most are rated by one "
        "reviewer only, and reviewers do not always agree.",
        documented(f"""
            ticket_id | string | Ticket in support_pilot.csv
            started | string | Day and minute of the first message, yyyy-mm-dd hh:mm
            desk | string | Sales desk
            language | string | Language in which it was held: zh, en or ar
            translated | boolean | true when the text is a translation into English
            topic | string | Topic of the ticket
            turns | array | Messages in order, each with from (customer, bot or person) and text
            reviewer | string | Who rated what the bot said
            rating | string | right, wrong or harmful, by the house rules: {HOUSE_RULES}
            second_reviewer | string | Who rated it as well; empty for most
            second_rating | string | The second rating; empty for most
        """),
        write_transcripts,
        key=("ticket_id",),
        refers={"ticket_id": ("support_pilot.csv", "ticket_id")},
    ),
)

TRUTHS = (
    Truth(
        "transcripts",
        ("chat_transcripts.jsonl",),
        "Of the chatbot's answers {right} are right, {wrong} wrong and {harmful} harmful (money or days promised, "
        "another customer's order told, unsafe care); right are {arabic} in Arabic and {others} in the other "
        "languages. Wrong prices differ from the price list.",
        "A promised refund or price binds the firm; an order told to a stranger breaks the law on personal data.",
        chat_transcripts,
        _rating_numbers,
    ),
    Truth(
        "reviewer_bias",
        ("chat_transcripts.jsonl",),
        "Reviewers call {long_called_right} of the long answers right and {short_called_right} of the short ones, "
        "while {long_truly_right} and {short_truly_right} are; of wrong answers they let "
        "{long_wrong_called_right} pass when long and {short_wrong_called_right} when short.",
        "A chatbot tuned to such ratings learns to talk, not to be right.",
        reviewer_bias,
        _bias_numbers,
    ),
)
