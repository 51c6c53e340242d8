"""What a competent analyst would run on the files of the chatbot pilot to find what is planted there."""

import numpy as np
import pandas as pd

# Student's t for 12 desks less one, two-sided 95 %.
T_11 = 2.201


def prepared(tables) -> pd.DataFrame:
    """Add the week, the days after the start, whether a desk ever had the chatbot, and what was settled."""
    tickets = tables["support_pilot.csv"].copy()
    tickets["opened"] = pd.to_datetime(tickets["opened"])
    tickets["week"] = (tickets["opened"] - pd.Timestamp("2024-12-30")).dt.days // 7
    began = tickets[tickets["handled_by"] != "person"].groupby("desk")["opened"].min()
    tickets["began"] = tickets["desk"].map(began)
    tickets["after"] = (tickets["opened"] >= tickets["began"]).astype(float)
    noted, back = tickets["resolved_first_contact"] == "yes", tickets["reopened_within_7_days"] == "yes"
    tickets["settled"] = (noted & ~back).astype(float)
    return tickets


def regressed(
    tickets: pd.DataFrame, outcome: np.ndarray, *effects: np.ndarray, cluster: str = "desk"
) -> tuple[np.ndarray, np.ndarray]:
    """Least squares with fixed effects of desk, week, topic and language; errors clustered by desk (CR1) or as told."""
    fixed = [
        pd.get_dummies(tickets[c]).to_numpy(float)[:, i > 0 :]
        for i, c in enumerate(["desk", "week", "topic", "language"])
    ]
    fixed = np.hstack(fixed)
    inverse = np.linalg.pinv(fixed.T @ fixed)
    y, *d = (v - fixed @ (inverse @ (fixed.T @ v)) for v in (outcome, *effects))
    d = np.column_stack(d)
    bread = np.linalg.inv(d.T @ d)
    estimate = bread @ (d.T @ y)
    rest = y - d @ estimate
    desk = tickets[cluster].astype("category").cat.codes.to_numpy()
    groups = desk.max() + 1
    score = np.column_stack([np.bincount(desk, d[:, j] * rest, groups) for j in range(d.shape[1])])
    covariance = bread @ (score.T @ score) @ bread * groups / (groups - 1)
    return estimate, np.sqrt(np.diag(covariance))


def difference_in_differences(tables) -> tuple[float, float]:
    """Effect of the chatbot on log staff minutes, with its standard error."""
    tickets = prepared(tables)
    estimate, error = regressed(tickets, np.log(tickets["handling_minutes"].to_numpy()), tickets["after"].to_numpy())
    return float(estimate[0]), float(error[0])


def before_after(tables) -> float:
    """The naive answer in log minutes: the same desks, mean minutes after against before."""
    tickets = prepared(tables)
    means = tickets[tickets["began"].notna()].groupby("after")["handling_minutes"].mean()
    return float(np.log(means[1.0] / means[0.0]))


def four_desks_began_on_different_mondays(tables):
    began = prepared(tables).groupby("desk")["began"].first().dropna()
    return len(began) == 4 and began.nunique() == 4 and (began.dt.day_of_week <= 1).all()


def pilot_effect(tables):
    """An interval that excludes nothing happened, and a naive answer that claims much more."""
    estimate, error = difference_in_differences(tables)
    return estimate + T_11 * error < 0 and before_after(tables) < 1.2 * estimate


def mix_shift(tables):
    """The total rises; with the mix of before held fixed it falls, and so does nearly every topic."""
    tickets = prepared(tables)
    tickets = tickets[tickets["began"].notna()]
    total = tickets.groupby("after")["settled"].mean()
    topics = tickets.pivot_table(index="topic", columns="after", values="settled", aggfunc="mean")
    share = tickets.loc[tickets["after"] == 0, "topic"].value_counts(normalize=True)
    change = topics[1.0] - topics[0.0]
    return total[1.0] > total[0.0] and (change < 0).sum() >= 5 and (change * share).sum() < -0.01


def deflection(tables):
    """Closed without a person is not settled: many of those customers come back."""
    tickets = prepared(tables)
    taken = tickets[tickets["handled_by"] != "person"]
    alone = taken["handled_by"] == "chatbot"
    people = tickets[tickets["handled_by"] == "person"]
    more_come_back = (taken.loc[alone, "reopened_within_7_days"] == "yes").mean() > 1.5 * (
        people["reopened_within_7_days"] == "yes"
    ).mean()
    return more_come_back and alone.mean() - (alone & (taken["settled"] == 1)).mean() > 0.1


def language_harm(tables):
    """What the chatbot does to settling is worse in Arabic than in the other languages."""
    tickets = prepared(tables)
    tickets = tickets[tickets.groupby("desk")["language"].transform(lambda s: (s == "ar").mean()) > 0.2]
    after, arabic = tickets["after"].to_numpy(), (tickets["language"] == "ar").to_numpy(float)
    # Three desks are too few clusters; within a desk the two languages share all that varies, so tickets will do.
    estimate, error = regressed(tickets, tickets["settled"].to_numpy(), after, after * arabic, cluster="ticket_id")
    return estimate[1] / error[1] < -1.64


def regression_to_the_mean(tables):
    """The chosen desks' minutes came down from spring before any chatbot, against the other desks."""
    tickets = prepared(tables)
    tickets = tickets[tickets["after"] == 0]
    chosen = tickets["began"].notna().to_numpy(float)
    spring = tickets["opened"].between("2025-03-01", "2025-04-30").to_numpy(float)
    estimate, _ = regressed(tickets, np.log(tickets["handling_minutes"].to_numpy()), spring * chosen)
    return estimate[0] > 0.07


def price_quotes(tables) -> pd.DataFrame:
    """Compare the prices that the chatbot quotes with the price list."""
    talks = tables["chat_transcripts.jsonl"]
    talks = talks[talks["topic"] == "stock and price"]
    answer = talks["turns"].map(lambda turns: next(turn["text"] for turn in turns if turn["from"] == "bot"))
    quotes = pd.DataFrame(
        {
            "sku": answer.str.extract(r"(LB-[A-Z]\d+)")[0],
            "quoted": answer.str.extract(r"(\d+(?:\.\d+)?) CNY")[0].astype(float),
            "length": answer.str.len(),
            "rating": talks["rating"],
        }
    ).dropna()
    listed = tables["products.csv"].set_index("sku")["list_price_cny"]
    return quotes.assign(agrees=(quotes["quoted"] - quotes["sku"].map(listed)).abs() < 0.01)


def transcripts(tables):
    """Some quoted prices are not on the list, and reviewers find fewer right answers in Arabic."""
    talks, quotes = tables["chat_transcripts.jsonl"], price_quotes(tables)
    right, arabic = talks["rating"] == "right", talks["language"] == "ar"
    harmful = (talks["rating"] == "harmful").mean()
    return quotes["agrees"].mean() < 0.95 and harmful > 0.02 and _apart(right[~arabic], right[arabic]) > 1.64


def reviewer_bias(tables):
    """Long answers are called right more often, and quote prices from the list no more often."""
    talks, quotes = tables["chat_transcripts.jsonl"], price_quotes(tables)
    length = talks["turns"].map(lambda turns: next(len(turn["text"]) for turn in turns if turn["from"] == "bot"))
    long, right = length > 190, talks["rating"] == "right"
    long_quote = quotes["length"] > 190
    return (
        _apart(right[long], right[~long]) > 1.96
        and _apart(quotes.loc[long_quote, "agrees"], quotes.loc[~long_quote, "agrees"]) < 2.58
    )


def _apart(first: pd.Series, second: pd.Series) -> float:
    """How many standard errors the first share lies above the second."""
    error = np.sqrt(sum(share.mean() * (1 - share.mean()) / len(share) for share in (first, second)))
    return (first.mean() - second.mean()) / error


DETECTORS = {
    "support_pilot.csv": four_desks_began_on_different_mondays,
    "pilot_effect": pilot_effect,
    "mix_shift": mix_shift,
    "deflection": deflection,
    "language_harm": language_harm,
    "regression_to_the_mean": regression_to_the_mean,
    "transcripts": transcripts,
    "reviewer_bias": reviewer_bias,
}
