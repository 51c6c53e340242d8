"""The plan of the chatbot pilot: twelve sales desks, six topics, who began when, and when customers ask."""

import numpy as np
import pandas as pd

from lantern.company import Company

__all__ = ["DAYS", "DESKS", "SPRING", "STARTS", "TOPICS", "arrivals", "plan_of_the_pilot", "wander"]

DAYS = pd.date_range("2025-01-01", "2025-12-31")
WEEK_OF_DAY = (np.arange(365) + DAYS[0].day_of_week) // 7
# Mondays on which the four desks began; which desk began when differs from variant to variant.
STARTS = pd.to_datetime(["2025-05-12", "2025-06-09", "2025-07-07", "2025-09-01"])
# The desks were chosen in May, by these months.
SPRING = (pd.Timestamp("2025-03-01"), pd.Timestamp("2025-04-30"))
NEW_YEAR = (pd.Timestamp("2025-01-24"), pd.Timestamp("2025-02-07"))

# `follows` is the desk of the order files whose busy days a desk shares; `rest` is the weekday on which it is closed.
DESKS = pd.DataFrame(
    [
        ("Hall 4 stall", "stall", "market stall", 3.9, 0.84, 0.09, 0.07, -1),
        ("Red Kite", "shop", "online shop", 3.9, 0.97, 0.03, 0.00, -1),
        ("Plum Lane", "shop", "online shop", 3.5, 0.98, 0.02, 0.00, -1),
        ("Nine Bridges", "shop", "online shop", 3.3, 0.97, 0.03, 0.00, -1),
        ("Little Heron", "shop", "online shop", 2.7, 0.98, 0.02, 0.00, -1),
        ("Blue Dhow", "shop", "online shop", 3.4, 0.04, 0.46, 0.50, -1),
        ("Palm Court", "shop", "online shop", 3.2, 0.03, 0.45, 0.52, -1),
        ("Northern Lamp", "shop", "online shop", 2.9, 0.02, 0.98, 0.00, -1),
        ("Camphor House", "partner", "market stall", 3.0, 0.96, 0.04, 0.00, 6),
        ("Two Rivers", "partner", "market stall", 2.8, 0.97, 0.03, 0.00, 6),
        ("Date Garden", "partner", "export desk", 3.3, 0.02, 0.50, 0.48, 4),
        ("Tall Ship", "partner", "export desk", 2.8, 0.02, 0.98, 0.00, 6),
    ],
    columns=["desk", "desk_type", "follows", "tickets_a_day", "zh", "en", "ar", "rest"],
)
GULF = DESKS["ar"].to_numpy() > 0.3
LANGUAGES = np.array(["zh", "en", "ar"])

# For each topic: its share, median staff minutes, share settled at first contact by people, share that the chatbot
# closes alone, what it does to settling, and how it changes the minutes of tickets it closes or hands over.
TOPICS = pd.DataFrame(
    [
        ("order status", 0.28, 3.8, 0.91, 0.78, -0.016, 0.57, 0.97, True),
        ("stock and price", 0.22, 4.6, 0.90, 0.74, -0.016, 0.60, 0.97, True),
        ("invoice", 0.10, 6.0, 0.72, 0.55, -0.040, 0.65, 0.97, False),
        ("care and repair", 0.12, 8.5, 0.54, 0.44, -0.045, 0.67, 0.96, False),
        ("return", 0.16, 11.5, 0.48, 0.38, -0.045, 0.69, 0.96, False),
        ("custom order", 0.12, 15.5, 0.40, 0.28, -0.045, 0.71, 0.96, False),
    ],
    columns=["topic", "share", "minutes", "settled", "closed_alone", "effect", "ratio_alone", "ratio_handed", "easy"],
)
# Where asking costs nothing and is answered at once, people ask about their parcel who would have waited.
EASY_QUESTIONS_TIMES = 2.65
# Log minutes of each desk's spring above its usual level; the two Gulf pilot desks are the worst of three.
SPRING_GULF = np.array([-0.06, 0.09, 0.13])
SPRING_OTHERS = np.array([-0.13, -0.10, -0.07, -0.04, -0.01, 0.02, 0.05, 0.11, 0.15])


def plan_of_the_pilot(rng: np.random.Generator) -> pd.DataFrame:
    """Draw the desks' habits and springs; the worst springs begin, two among the desks of the Gulf.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.

    Returns
    -------
    pandas.DataFrame
        `DESKS` with ``level`` (log minutes above the average), ``quality`` (share settled above it), ``spring`` (log
        minutes of March and April above the desk's own level) and ``start`` (missing where there was no chatbot).
    """
    plan = DESKS.assign(level=rng.normal(0, 0.1, 12), quality=rng.normal(0, 0.008, 12))
    plan["spring"] = 0.0
    plan.loc[GULF, "spring"] = rng.permutation(SPRING_GULF)
    plan.loc[~GULF, "spring"] = rng.permutation(SPRING_OTHERS)
    worst = np.concatenate([plan.loc[rows, "spring"].nlargest(2).index for rows in (GULF, ~GULF)])
    plan["start"] = pd.Series(STARTS, index=rng.permutation(worst))
    return plan


def arrivals(rng: np.random.Generator, company: Company, plan: pd.DataFrame) -> pd.DataFrame:
    """Draw how many questions on each topic come to each desk on each day, and when and in which language.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    company : Company
        The truth; its orders say when the desks are busy.
    plan : pandas.DataFrame
        As `plan_of_the_pilot` returns it.

    Returns
    -------
    pandas.DataFrame
        One row per ticket in order of time: ``day`` (of the year, from 0), ``week``, ``hour``, ``language``,
        ``treated``, ``desk_number``, and the columns of its desk and its topic.
    """
    share = rng.dirichlet(TOPICS["share"] * 400, 12)
    rate = plan["tickets_a_day"].to_numpy()[:, None] * _busy(company, plan) * company.scale
    # A desk's own ups and downs of demand last a few weeks.
    rate = rate * np.exp(wander(rng, sd=0.12, memory=0.6))[:, WEEK_OF_DAY]
    with_chatbot = DAYS.to_numpy() >= plan["start"].fillna(pd.Timestamp("2100-01-01")).to_numpy()[:, None]
    more = np.where(with_chatbot[..., None] & TOPICS["easy"].to_numpy(), EASY_QUESTIONS_TIMES, 1.0)
    count = rng.poisson(rate[..., None] * share[:, None, :] * more)
    desk, day, topic = (np.repeat(axis, count.ravel()) for axis in np.indices(count.shape).reshape(3, -1))
    hour = _hours(rng, with_chatbot[desk, day])
    order = np.lexsort((rng.random(len(day)), hour, day))
    desk, day, topic, hour = desk[order], day[order], topic[order], hour[order]
    language = (rng.random(len(desk))[:, None] > plan[["zh", "en"]].cumsum(axis=1).to_numpy()[desk]).sum(axis=1)
    return pd.concat(
        [
            pd.DataFrame({"day": day, "week": WEEK_OF_DAY[day], "hour": hour, "language": LANGUAGES[language]}),
            plan.iloc[desk].reset_index(drop=True),
            TOPICS.drop(columns="share").iloc[topic].reset_index(drop=True),
            pd.Series(with_chatbot[desk, day], name="treated"),
            pd.Series(desk, name="desk_number"),
        ],
        axis=1,
    )


def wander(rng: np.random.Generator, *, sd: float, memory: float) -> np.ndarray:
    """Return an autoregressive series over the weeks for each desk.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    sd : float
        Standard deviation of the series.
    memory : float
        Correlation of one week with the next.

    Returns
    -------
    numpy.ndarray of float, shape (12, 53)
        Row by row the desks.
    """
    steps = rng.normal(0, sd * np.sqrt(1 - memory**2), (12, 53))
    for week in range(1, 53):
        steps[:, week] += memory * steps[:, week - 1]
    return steps


def _busy(company: Company, plan: pd.DataFrame) -> np.ndarray:
    """Follow the orders of the kind of desk over two weeks; rest on rest days and over the Lunar New Year."""
    orders = company.orders[company.orders["date"] >= DAYS[0]]
    days = orders.groupby(["desk", "date"])["order_no"].nunique().unstack("date", fill_value=0)
    days = days.reindex(index=pd.unique(DESKS["follows"]), columns=DAYS, fill_value=0)
    pace = days.T.rolling(14, min_periods=3).mean().bfill().T
    pace = pace.div(pace.mean(axis=1).replace(0, 1), axis=0)
    of_desk = pace.loc[plan["follows"]].to_numpy(dtype=float)
    shop = plan["desk_type"].eq("shop").to_numpy()[:, None]
    weekday = np.where(shop, [0.95, 0.9, 0.92, 0.95, 1.0, 1.15, 1.13], [1.2, 1.1, 1.05, 1.0, 1.0, 0.9, 0.75])
    rests = DAYS.day_of_week.to_numpy() == plan["rest"].to_numpy()[:, None]
    holiday = (NEW_YEAR[0] <= DAYS) & (NEW_YEAR[1] >= DAYS)
    duty = np.select([plan["desk_type"] == "stall", plan["desk_type"] == "shop"], [0.0, 0.35], 0.5)
    return (
        (0.5 + 0.5 * of_desk.clip(0.3, 3)) * weekday[:, DAYS.day_of_week] * ~rests * np.where(holiday, duty[:, None], 1)
    )


def _hours(rng: np.random.Generator, with_chatbot: np.ndarray) -> np.ndarray:
    """Draw hours of the day; where a chatbot answers at night, people ask at night."""
    day = np.array(
        [4, 2, 1, 1, 1, 2, 6, 16, 38, 62, 72, 68, 55, 58, 66, 68, 64, 58, 52, 62, 70, 62, 36, 14], dtype=float
    )
    night = day + np.r_[np.full(8, 9), np.zeros(14), np.full(2, 14)]
    by_day, by_night = (rng.choice(24, len(with_chatbot), p=w / w.sum()) for w in (day, night))
    return np.where(with_chatbot, by_night, by_day)
