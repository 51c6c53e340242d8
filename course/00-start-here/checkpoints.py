"""The tables of lab 00: eight answers of the chatbot, what the files say about each, and lists of goods.

Each public function makes the checkpoint of its name; ``given`` has the company's files and the other checkpoints.
"""

import pandas as pd

from coursekit.authoring.checkpoints import Given

SKU = r"\bLB-[A-Z]\d{3}\b"
AMOUNT = r"(\d+(?:\.\d+)?) CNY"
# A price that nobody may give: it breaks another rule than a price that is merely wrong.
BARGAIN = r"For you|special|Deal|pays|match any|allowed to"
OTHERS = r"\d{4} belongs to|, going to|phone ending|made the same for|Here are the details|bank details of"
PROMISE = r"guarantee|for sure|guaranteed"
CLOTH = r"damp cloth|Dry cloth first|soft cloth, little water"
SEVEN = r"within 7 days|After 7 days|7 days, unused"
NEVER = r"90 days|cannot be returned|limit is 24 hours|Returns are always free"
WHERE = r"left our workshop on|was delivered on|went out on|left on"


def _first_answers(given: Given) -> pd.DataFrame:
    """Return the first question and the first answer of every conversation, with what can be read out of them."""
    talks = given.table("chat_transcripts.jsonl")
    talks = talks[talks["turns"].map(lambda turns: [turn["from"] for turn in turns[:2]] == ["customer", "bot"])]
    # The translator left some greetings as they were: not everybody can read them.
    talks = talks[talks["turns"].map(lambda turns: turns[0]["text"].isascii())]
    talks = talks.assign(
        question=talks["turns"].map(lambda turns: turns[0]["text"]),
        answer=talks["turns"].map(lambda turns: turns[1]["text"]),
    )
    prices = given.table("products.csv").set_index("sku")["list_price_cny"]
    asked = talks["question"].str.extract(f"({SKU})")[0].map(prices)
    said = talks["answer"].str.findall(AMOUNT).map(lambda found: float(found[0]) if len(found) == 1 else None)
    return talks.assign(list_price=asked, said_price=said)


def _kinds(talks: pd.DataFrame) -> dict[str, pd.Series]:
    """Say which answers fall under which house rule, by the words of the answer and by the price list."""
    of = {topic: talks["topic"] == topic for topic in talks["topic"].unique()}

    def says(words: str) -> pd.Series:
        return talks["answer"].str.contains(words)

    priced = of["stock and price"] & talks["said_price"].notna() & talks["list_price"].notna() & ~says(BARGAIN)
    agrees = (talks["said_price"] - talks["list_price"]).abs() < 0.005
    return {
        "right price": priced & agrees,
        "price": priced & ~agrees,
        "others": says(OTHERS),
        "promise": (of["custom order"] | of["order status"]) & says(PROMISE) & ~says(OTHERS),
        "right care": of["care and repair"] & says(CLOTH),
        "right return": of["return"] & says(SEVEN) & ~says(NEVER),
        "returns": of["return"] & says(NEVER),
        "unknown": of["order status"] & says(WHERE) & ~says(OTHERS) & ~says(PROMISE),
    }


def _chosen(given: Given) -> pd.DataFrame:
    """Choose one conversation of each kind: a polite one where it is wrong, a dry one where it is right."""
    talks = _first_answers(given)
    talks["length"] = talks["answer"].str.len()
    chosen: list[pd.Series] = []
    for kind, mask in _kinds(talks).items():
        is_right = kind.startswith("right")
        rows = talks[mask & ~talks["ticket_id"].isin([one["ticket_id"] for one in chosen])]
        # What a reviewer let pass although it is wrong comes first; of the right ones, the shortest.
        passed = rows["rating"].eq("right")
        rows = rows.assign(passed=passed).sort_values(
            ["passed", "length", "ticket_id"], ascending=[False, is_right, True]
        )
        chosen.append(rows.iloc[0].drop("passed").rename(None) if len(rows) else pd.Series(dtype=object))
        chosen[-1]["kind"] = kind
    table = pd.DataFrame(chosen).sort_values(["started", "ticket_id"]).reset_index(drop=True)
    return table.assign(number=table.index + 1)


def eight_answers(given: Given) -> pd.DataFrame:
    """Eight questions to the chatbot, each with its first answer, in order of time."""
    return _chosen(given)[["number", "ticket_id", "topic", "question", "answer"]]


def eight_verdicts(given: Given) -> pd.DataFrame:
    """What the house rules and the files say of each: send it, hold it back, or nobody can tell from here."""
    table = _chosen(given)
    right = table["kind"].str.startswith("right")
    table["verdict"] = right.map({True: "send", False: "hold"}).where(table["kind"] != "unknown", "either")
    table["rule"] = table["kind"].where(~right, "")
    table["reviewer_said"] = table["rating"]
    return table[["number", "ticket_id", "verdict", "rule", "list_price", "said_price", "reviewer_said"]]


def fair_wallets(given: Given) -> pd.DataFrame:
    """The wallets of the price list that are still sold."""
    goods = given.table("products.csv")
    return goods[(goods["family"] == "wallet") & goods["discontinued"].isna()].reset_index(drop=True)
