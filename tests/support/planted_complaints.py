"""Find what is planted in the complaints from the file alone: by words, money and days."""

import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

WORDS = {
    "late delivery": r"late|delay|wait|overdue|when|arriv|tracking|shipped|promised|still|催|发货|nothing (?:has|is)",
    "edge paint peels": r"edge|peel|paint|flak|coating|掉漆|边油",
    "wrong colour": r"colou?r|shade|tone|dark|light|pale|patchy|not as sample|in daylight|dye|yan se|色",
    "hardware breaks": r"zip|buckle|clasp|ring\b|snap|magnet|metal|brok?e|stud|slider|fell|rust|plating|五金|扣",
    "stitching opens": r"stitch|seam|thread|sew|open(?:s|ing)?\b|undone|unravel|开线|线",
    "short count or wrong item": r"short|missing|count|instead|list|empty|mix|wrong|no strap|counted|数量|少|发错",
    "smell": r"smell|odou?r|stink|glue|fumes|mould|reek|stench|chemicals|wei dao|味|臭",
    "invoice or price": r"invoice|price|charge|discount|bill|paid|fapiao|receipt|agreed|发票|价",
}
GROWTH_LOOKED_FOR_FROM = "2025-04"


def themes_by_words(texts):
    """Return for each text the theme of which it holds most words, the first of several; '' where it holds none."""
    hits = _hits(texts)
    return hits.idxmax(axis=1).where(hits.max(axis=1) > 0, "")


def _hits(texts):
    return pd.DataFrame({theme: texts.str.lower().str.count(words) for theme, words in WORDS.items()})


def themes_learnt(texts):
    """Learn the themes from the texts in which words make them clear, and give every text one."""
    hits, marked = _hits(texts), themes_by_words(texts)
    clear = hits.eq(hits.max(axis=1), axis=0).sum(axis=1) == 1
    model = make_pipeline(TfidfVectorizer(sublinear_tf=True, min_df=3), LogisticRegression(C=3.0, max_iter=500))
    model.fit(texts[clear], marked[clear])
    return pd.Series(model.predict(texts), index=texts.index)


def eight_themes_in_the_texts(tables):
    tickets = tables["complaints.csv"]
    shares = themes_learnt(tickets["text"]).value_counts(normalize=True)
    return bool(shares.reindex(list(WORDS)).min() > 0.02 and shares.max() < 0.4)


def frequent_is_not_dear(tables):
    tickets = tables["complaints.csv"]
    known = tickets.groupby(themes_learnt(tickets["text"]))["settlement_cny"]
    count, cost = known.size(), known.sum()
    dearest = cost.sort_values(ascending=False)
    frequent_is_cheap = cost[count.idxmax()] < 0.5 * dearest.iloc[0]
    return bool(count.idxmax() != cost.idxmax() and frequent_is_cheap and dearest.iloc[0] > 1.25 * dearest.iloc[1])


def loud_channel_is_cheap(tables):
    tickets = tables["complaints.csv"]
    loud = tickets["text"].str.contains("!") | (tickets["text"].str.upper() == tickets["text"])
    groups = tickets.assign(loud=loud).groupby(["desk", "channel"])
    table = groups.agg(tickets=("text", "size"), loud=("loud", "mean"), cost=("settlement_cny", "sum"))
    table["each"] = groups["settlement_cny"].mean()
    loudest = table[table["tickets"] > 100]["loud"].idxmax()
    dear = table[table["tickets"] > 20]["each"].idxmax()
    quiet = table.loc[dear, "loud"] < 0.5 * table.loc[loudest, "loud"]
    few = table.loc[dear, "tickets"] < 0.4 * table.loc[loudest, "tickets"]
    return bool(
        loudest[1] == "marketplace message"
        and dear == ("export desk", "phone note")
        and table.loc[dear, "each"] > 4 * table.loc[loudest, "each"]
        and quiet
        and few
    )


def edge_paint_rises(tables):
    tickets = tables["complaints.csv"]
    late = tickets["opened"] >= GROWTH_LOOKED_FOR_FROM
    theme = themes_learnt(tickets["text"])
    share = pd.DataFrame({name: (theme == name).groupby(late).mean() for name in WORDS})
    n = late.value_counts()
    p = (theme == "edge paint peels").mean()
    z = share["edge paint peels"].diff().iloc[-1] / (p * (1 - p) * (1 / n[True] + 1 / n[False])) ** 0.5
    return bool((share.loc[True] - share.loc[False]).idxmax() == "edge paint peels" and z > 3.5)


DETECTORS = {
    "complaint_themes": eight_themes_in_the_texts,
    "theme_costs": frequent_is_not_dear,
    "loud_channel": loud_channel_is_cheap,
    "growing_theme": edge_paint_rises,
}
