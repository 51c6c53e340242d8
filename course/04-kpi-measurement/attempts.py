# %%
import pandas as pd

from millrace import checks, effects, kpis, value

# %% right="definition" name="per month, and minutes as the guardrail"
definition = {"numerator": "c", "denominator": "a", "window": "d", "direction": "a", "guardrail": "c", "owner": "c"}

# %% right="definition" name="capitals, as a list of pairs"
definition = [
    ("Numerator", "C"), ("Denominator", "A"), ("Window", "C"), ("Direction", "A"), ("Guardrail", "B"), ("Owner", "C"),
]  # fmt: skip

# %% [markdown] exempt="helped" name="taken cut in half before"
# Half a year of questions gives the same two shares, rounded to two places as people write them.

# %% [markdown] exempt="offers" name="usage: 1 % off"
# How many questions will come is a guess: as many as in 2025, or as many more as at the four desks.

# %% [markdown] exempt="offers" name="usage: a little too much"
# How many questions will come is a guess, and a hundredth of one more is the same guess.

# %% [markdown] exempt="decision" name="speaks_against: one too many"
# The line that the machine adds holds and speaks against it too.

# %% [markdown] exempt="decision" name="speaks_against: one replaced"
# The line that the machine puts in holds and speaks against it too.

# %% [markdown] exempt="definition" name="another text: guardrail"
# Two guardrails are right: the same number in each language, and staff minutes per question.

# %% wrong="definition" name="as noted by whoever handled it" says="marks his own work"
definition = {"numerator": "b", "denominator": "a", "window": "c", "direction": "a", "guardrail": "b", "owner": "c"}

# %% wrong="definition" name="what the chatbot closed" says="a desk without a chatbot would have 0"
definition = {"numerator": "a", "denominator": "b", "window": "c", "direction": "a", "guardrail": "b", "owner": "c"}

# %% wrong="definition" name="points of the few" says="few customers give points"
definition = {"numerator": "d", "denominator": "c", "window": "c", "direction": "a", "guardrail": "b", "owner": "c"}

# %% wrong="definition" name="of what the chatbot took" says="could not be compared"
definition = {"numerator": "c", "denominator": "b", "window": "c", "direction": "a", "guardrail": "b", "owner": "c"}

# %% wrong="definition" name="of those who gave points" says="most customers give no points"
definition = {"numerator": "c", "denominator": "c", "window": "c", "direction": "a", "guardrail": "b", "owner": "c"}

# %% wrong="definition" name="of what was settled" says="always 100 %"
definition = {"numerator": "c", "denominator": "d", "window": "c", "direction": "a", "guardrail": "b", "owner": "c"}

# %% wrong="definition" name="the best week" says="any year has a best week"
definition = {"numerator": "c", "denominator": "a", "window": "a", "direction": "a", "guardrail": "b", "owner": "c"}

# %% wrong="definition" name="this morning counts" says="no 7 days to come back in"
definition = {"numerator": "c", "denominator": "a", "window": "b", "direction": "a", "guardrail": "b", "owner": "c"}

# %% wrong="definition" name="one number for the year" says="in time"
definition = {"numerator": "c", "denominator": "a", "window": "e", "direction": "a", "guardrail": "b", "owner": "c"}

# %% wrong="definition" name="fewer is better" says="fewer customers get their answer"
definition = {"numerator": "c", "denominator": "a", "window": "c", "direction": "b", "guardrail": "b", "owner": "c"}

# %% wrong="definition" name="guarded by its use" says="not whom it hurts"
definition = {"numerator": "c", "denominator": "a", "window": "c", "direction": "a", "guardrail": "a", "owner": "c"}

# %% wrong="definition" name="guarded by itself" says="easier one to polish"
definition = {"numerator": "c", "denominator": "a", "window": "c", "direction": "a", "guardrail": "d", "owner": "c"}

# %% wrong="definition" name="owned by the seller" says="paid for a number"
definition = {"numerator": "c", "denominator": "a", "window": "c", "direction": "a", "guardrail": "b", "owner": "a"}

# %% wrong="definition" name="owned by whoever answers" says="one question at a time"
definition = {"numerator": "c", "denominator": "a", "window": "c", "direction": "a", "guardrail": "b", "owner": "b"}

# %% wrong="definition" name="owned by everybody" says="nobody looks after"
definition = {"numerator": "c", "denominator": "a", "window": "c", "direction": "a", "guardrail": "b", "owner": "d"}

# %% wrong="definition" name="the guardrail is missing" says="no letter for the guardrail"
definition = {"numerator": "c", "denominator": "a", "window": "c", "direction": "a", "owner": "c"}

# %% wrong="definition" name="a letter that is not there" says="no such letter"
definition = {"numerator": "e", "denominator": "a", "window": "c", "direction": "a", "guardrail": "b", "owner": "c"}

# %% wrong="definition" name="a seventh part" says="no others"
definition = {
    "numerator": "c", "denominator": "a", "window": "c", "direction": "a", "guardrail": "b", "owner": "c", "target": "a",
}  # fmt: skip

# %% right="news" name="until the Monday of the last such week"
limits = kpis.against_baseline(weeks, value="minutes", when="week", baseline_until="2025-05-05")
news = limits[limits["verdict"].eq("news")]["when"]
usual_low = limits["low"].iloc[-1]

# %% right="news" name="by hand, from the moving ranges"
base = weeks.loc[weeks["week"] < "2025-05-12", "minutes"]
reach = 3 * base.diff().abs().mean() / 1.128
usual_low = base.mean() - reach
news = weeks.loc[(weeks["minutes"] - base.mean()).abs() > reach, "week"].dt.strftime("%Y-%m-%d").tolist()

# %% wrong="news" name="the whole year as the baseline" says="The whole year is in your baseline"
limits = kpis.against_baseline(weeks, value="minutes", when="week")
news = list(limits.loc[limits["verdict"] == "news", "when"])
usual_low = limits["low"][0]

# %% wrong="news" name="until the last desk began" says="from none since"
limits = kpis.against_baseline(weeks, value="minutes", when="week", baseline_until="2025-08-31")
news = list(limits.loc[limits["verdict"] == "news", "when"])
usual_low = limits["low"][0]

# %% wrong="news" name="the first chatbot week too" says="from none since"
limits = kpis.against_baseline(weeks, value="minutes", when="week", baseline_until="2025-05-12")
news = list(limits.loc[limits["verdict"] == "news", "when"])
usual_low = limits["low"][0]

# %% wrong="news" name="only the bad spring" says="from all weeks before"
spring = weeks[weeks["week"] >= "2025-03-03"]
limits = kpis.against_baseline(spring, value="minutes", when="week", baseline_until="2025-05-11")
news = list(limits.loc[limits["verdict"] == "news", "when"])
usual_low = limits["low"].iloc[0]

# %% wrong="news" name="the upper border" says="upper border"
limits = kpis.against_baseline(weeks, value="minutes", when="week", baseline_until="2025-05-11")
news = list(limits.loc[limits["verdict"] == "news", "when"])
usual_low = limits["high"][0]

# %% wrong="news" name="every week since then" says="only weeks with the verdict news"
limits = kpis.against_baseline(weeks, value="minutes", when="week", baseline_until="2025-05-11")
news = list(limits.loc[limits["when"] >= "2025-05-12", "when"])
usual_low = limits["low"][0]

# %% wrong="news" name="the best week only" says="all weeks with the verdict news"
limits = kpis.against_baseline(weeks, value="minutes", when="week", baseline_until="2025-05-11")
news = [limits.loc[limits["value"].idxmin(), "when"]]
usual_low = limits["low"][0]

# %% right="usual" name="by four filters"
pilot, since = tickets["pilot"] == "yes", tickets["time"] == "since"
now = tickets.loc[pilot & since, "minutes"].mean()
before_after = now / tickets.loc[pilot & ~since, "minutes"].mean() - 1
against_others = now / tickets.loc[~pilot & since, "minutes"].mean() - 1

# %% right="usual" name="rounded to three places"
wide = means.unstack("time")
before_after = round((wide.loc["yes", "since"] - wide.loc["yes", "before"]) / wide.loc["yes", "before"], 3)
against_others = round((wide.loc["yes", "since"] - wide.loc["no", "since"]) / wide.loc["no", "since"], 3)

# %% wrong="usual" name="per cent" says="not per cent"
before_after = 100 * (means["yes", "since"] / means["yes", "before"] - 1)
against_others = 100 * (means["yes", "since"] / means["no", "since"] - 1)

# %% wrong="usual" name="turned round" says="turned round"
before_after = means["yes", "before"] / means["yes", "since"] - 1
against_others = means["no", "since"] / means["yes", "since"] - 1

# %% wrong="usual" name="minutes, not a share" says="a number of minutes"
before_after = means["yes", "since"] - means["yes", "before"]
against_others = means["yes", "since"] - means["no", "since"]

# %% wrong="usual" name="what is left" says="take off 1"
before_after = means["yes", "since"] / means["yes", "before"]
against_others = means["yes", "since"] / means["no", "since"]

# %% wrong="usual" name="the others before" says="Expected: since the start"
before_after = means["yes", "since"] / means["yes", "before"] - 1
against_others = means["yes", "since"] / means["no", "before"] - 1

# %% wrong="usual" name="without a minus" says="has no minus"
before_after = 1 - means["yes", "since"] / means["yes", "before"]
against_others = 1 - means["yes", "since"] / means["no", "since"]

# %% right="pairs" name="by kind where languages leave a choice"
table = checks.given("desks").set_index("desk")
shares = table[["chinese", "english", "arabic"]]
pairs = {}
for desk in starts:
    apart = (shares[table["pilot"] == "no"] - shares.loc[desk]).abs().sum(axis=1)
    near = apart[apart <= apart.min() + 0.1].index
    alike = [name for name in near if table.loc[name, "kind"] == table.loc[desk, "kind"]]
    pairs[desk] = (alike or list(near))[-1]
by_hand = effects.paired_by_hand(ours, pairs=pairs)["effect_share"].mean()

# %% right="pairs" name="as a column, rounded"
table = checks.given("desks").set_index("desk")
shares = table[["chinese", "english", "arabic"]]
others = shares[table["pilot"] == "no"]
chosen = {desk: ((others - shares.loc[desk]) ** 2).sum(axis=1).idxmin() for desk in starts}
by_hand = round(effects.paired_by_hand(ours, pairs=chosen)["effect_share"].mean(), 3)
pairs = pd.Series(chosen)

# %% wrong="pairs" name="by the sign above the door" says="different languages"
table = checks.given("desks").set_index("desk")
shares = table[["chinese", "english", "arabic"]]
others = table[table["pilot"] == "no"]
far = {desk: (shares.loc[others.index] - shares.loc[desk]).abs().sum(axis=1).idxmax() for desk in starts}
pairs = far
by_hand = effects.paired_by_hand(ours, pairs=pairs)["effect_share"].mean()

# %% wrong="pairs" name="the market stall for all" says="different languages"
pairs = dict.fromkeys(starts, "Hall 4 stall")
by_hand = effects.paired_by_hand(ours, pairs=pairs)["effect_share"].mean()

# %% wrong="pairs" name="a pilot desk as the other" says="had a chatbot too"
names = list(starts)
pairs = dict(zip(names, [*names[1:], names[0]], strict=True))
by_hand = -0.2

# %% wrong="pairs" name="three of four" says="has no partner"
table = checks.given("desks").set_index("desk")
shares = table[["chinese", "english", "arabic"]]
others = shares[table["pilot"] == "no"]
pairs = {desk: (others - shares.loc[desk]).abs().sum(axis=1).idxmin() for desk in list(starts)[:3]}
by_hand = -0.2

# %% wrong="pairs" name="minutes, not a share" says="a number of minutes"
table = checks.given("desks").set_index("desk")
shares = table[["chinese", "english", "arabic"]]
others = shares[table["pilot"] == "no"]
pairs = {desk: (others - shares.loc[desk]).abs().sum(axis=1).idxmin() for desk in starts}
by_hand = effects.paired_by_hand(ours, pairs=pairs)["effect"].mean()

# %% wrong="pairs" name="a sum" says="is a sum"
table = checks.given("desks").set_index("desk")
shares = table[["chinese", "english", "arabic"]]
others = shares[table["pilot"] == "no"]
pairs = {desk: (others - shares.loc[desk]).abs().sum(axis=1).idxmin() for desk in starts}
by_hand = effects.paired_by_hand(ours, pairs=pairs)["effect_share"].sum()

# %% wrong="pairs" name="every other desk too" says="and no others"
table = checks.given("desks").set_index("desk")
shares = table[["chinese", "english", "arabic"]]
others = shares[table["pilot"] == "no"]
pairs = {desk: (others - shares.loc[desk]).abs().sum(axis=1).idxmin() for desk in table.index}
by_hand = -0.2

# %% wrong="pairs" name="a desk that is not there" says="There is no desk"
pairs = dict.fromkeys(starts, "North Gate")
by_hand = -0.2

# %% right="by-itself" name="by its name"
by_itself = spring.set_index("who").loc["others, chosen the same way", "change_share"]

# %% right="by-itself" name="worked out from the means"
by_itself = spring["since"][1] / spring["chosen_months"][1] - 1

# %% wrong="by-itself" name="without the minus" says="has no minus"
by_itself = -spring["change_share"][1]

# %% wrong="by-itself" name="the pilot desks" says="are mixed in there"
by_itself = spring["change_share"][0]

# %% wrong="by-itself" name="all others" says="had no bad spring"
by_itself = spring["change_share"][2]

# %% wrong="by-itself" name="what is left for the chatbot" says="what is left of the change"
by_itself = spring["change_share"][0] - spring["change_share"][1]

# %% wrong="by-itself" name="per cent" says="not per cent"
by_itself = 100 * spring["change_share"][1]

# %% wrong="by-itself" name="how bad spring was" says="change_share"
by_itself = spring["above_usual"][1]

# %% right="split" name="from the whole table"
rows = tickets[tickets["pilot"] == "yes"]
split = kpis.mix_and_rate(
    rows, by="topic", numerator=rows["settled"] == "yes", period="time", before="before", after="since"
)
served = "Worse"

# %% right="split" name="true and false as the numerator"
split = kpis.mix_and_rate(
    pilot_tickets.assign(ok=pilot_tickets["settled"].eq("yes")),
    by="topic",
    numerator="ok",
    period="time",
    before="before",
    after="since",
)
served = "worse"

# %% wrong="split" name="by desk" says="split by desk"
split = kpis.mix_and_rate(
    pilot_tickets, by="desk", numerator="settled == 'yes'", period="time", before="before", after="since"
)
served = "better"

# %% wrong="split" name="by language" says="split by language"
split = kpis.mix_and_rate(
    pilot_tickets, by="language", numerator="settled == 'yes'", period="time", before="before", after="since"
)
served = "better"

# %% wrong="split" name="by time of day" says="split by part_of_day"
split = kpis.mix_and_rate(
    pilot_tickets, by="part_of_day", numerator="settled == 'yes'", period="time", before="before", after="since"
)
served = "better"

# %% wrong="split" name="by who answered" says="split by handled_by"
split = kpis.mix_and_rate(
    pilot_tickets, by="handled_by", numerator="settled == 'yes'", period="time", before="before", after="since"
)
served = "worse"

# %% wrong="split" name="all twelve desks" says="the pilot desks only"
split = kpis.mix_and_rate(
    tickets, by="topic", numerator="settled == 'yes'", period="time", before="before", after="since"
)
served = "worse"

# %% wrong="split" name="as noted" says="settled for good"
split = kpis.mix_and_rate(
    pilot_tickets, by="topic", numerator="noted == 'yes'", period="time", before="before", after="since"
)
served = "worse"

# %% wrong="split" name="the total is believed" says="rate_before and rate_after"
split = kpis.mix_and_rate(
    pilot_tickets, by="topic", numerator="settled == 'yes'", period="time", before="before", after="since"
)
served = "better"

# %% wrong="split" name="turned round in time" says="from before to since"
split = kpis.mix_and_rate(
    pilot_tickets, by="topic", numerator="settled == 'yes'", period="time", before="since", after="before"
)
served = "worse"

# %% right="helped" name="two counts"
closed = (taken["handled_by"] == "chatbot").sum() / len(taken)
helped = ((taken["handled_by"] == "chatbot") & (taken["noted"] == "yes") & (taken["came_back"] == "no")).mean()

# %% right="helped" name="by value_counts, rounded"
closed = round(taken["handled_by"].value_counts(normalize=True)["chatbot"], 3)
helped = round(taken.groupby(["handled_by", "settled"]).size()["chatbot", "yes"] / len(taken), 3)

# %% wrong="helped" name="as the chatbot noted" says="what the chatbot says of itself"
closed = (taken["handled_by"] == "chatbot").mean()
helped = ((taken["handled_by"] == "chatbot") & (taken["noted"] == "yes")).mean()

# %% wrong="helped" name="people's work counted too" says="that a person settled"
closed = (taken["handled_by"] == "chatbot").mean()
helped = (taken["settled"] == "yes").mean()

# %% wrong="helped" name="of what it closed" says="of all that it took"
closed = (taken["handled_by"] == "chatbot").mean()
helped = (taken.loc[taken["handled_by"] == "chatbot", "settled"] == "yes").mean()

# %% wrong="helped" name="who did not come back" says="may have given up"
closed = (taken["handled_by"] == "chatbot").mean()
helped = ((taken["handled_by"] == "chatbot") & (taken["came_back"] == "no")).mean()

# %% wrong="helped" name="counts" says="not a count"
closed = (taken["handled_by"] == "chatbot").sum()
helped = ((taken["handled_by"] == "chatbot") & (taken["settled"] == "yes")).sum()

# %% wrong="helped" name="noted as settled is closed" says="whatever came of it"
closed = (taken["noted"] == "yes").mean()
helped = ((taken["handled_by"] == "chatbot") & (taken["settled"] == "yes")).mean()

# %% wrong="helped" name="those with good points only" says="stayed settled"
closed = (taken["handled_by"] == "chatbot").mean()
helped = ((taken["handled_by"] == "chatbot") & (taken["satisfaction"] >= 4)).mean()

# %% right="words" name="topics and languages alike"
alike = ["topic", "language"]
known = checks.given("four_effects")
words = known[known["alike"] == "topic language"].set_index("measure")["verdict"].to_dict()

# %% right="words" name="one word for the list, capitals"
alike = "topic"
known = checks.given("four_effects")
words = known[known["alike"] == "topic"].set_index("measure")["verdict"].str.upper().to_dict()

# %% right="words" name="more held alike"
alike = ("topic", "desk_type")
known = checks.given("four_effects")
words = known[known["alike"] == "topic"].set_index("measure")["verdict"]

# %% wrong="words" name="nothing held alike" says="more easy questions are asked"
alike = []
known = checks.given("four_effects")
words = known[known["alike"] == "nothing"].set_index("measure")["verdict"].to_dict()

# %% wrong="words" name="who answered held alike" says="takes its own work out"
alike = ["topic", "handled_by"]
words = {"minutes": "works", "noted": "works", "settled": "harms", "satisfaction": "not shown"}

# %% wrong="words" name="only the language" says="more easy questions are asked"
alike = ["language"]
words = {"minutes": "works", "noted": "works", "settled": "not shown", "satisfaction": "works"}

# %% wrong="words" name="a column that is not offered" says="something else"
alike = ["topic", "settled"]
words = {"minutes": "works", "noted": "works", "settled": "harms", "satisfaction": "not shown"}

# %% wrong="words" name="fewer minutes read as harm" says="good is lower"
alike = ["topic"]
known = checks.given("four_effects")
words = known[known["alike"] == "topic"].set_index("measure")["verdict"].to_dict() | {"minutes": "harms"}

# %% wrong="words" name="everything works" says="settled: the change lies between"
alike = ["topic"]
words = dict.fromkeys(["minutes", "noted", "settled", "satisfaction"], "works")

# %% wrong="words" name="one measure forgotten" says="each of the four measures"
alike = ["topic"]
words = {"minutes": "works", "noted": "works", "settled": "harms"}

# %% wrong="words" name="other words" says='one of "works"'
alike = ["topic"]
words = {"minutes": "good", "noted": "good", "settled": "bad", "satisfaction": "unknown"}

# %% right="harmed" name="from the library's own verdict"
harmed = looks.loc[(looks["high"] < 0) & (looks["adjusted_p"] < 0.05), "group"]

# %% right="harmed" name="one name in a tuple"
harmed = ("ar",)

# %% wrong="harmed" name="the language by its name" says="There is no group Arabic"
harmed = ["Arabic"]

# %% wrong="harmed" name="everything below zero" says="luck alone would do"
harmed = list(looks.loc[looks["against_others"] < 0, "group"])

# %% wrong="harmed" name="both directions" says="is served better"
harmed = list(looks.loc[looks["adjusted_p"] < 0.05, "group"])

# %% wrong="harmed" name="nobody, since the guard is strict" says="One group is missing"
harmed = []

# %% wrong="harmed" name="hard topics guessed as well" says="luck alone would do"
harmed = ["ar", "custom order", "return"]

# %% wrong="harmed" name="the kind, not the group" says="There is no group"
harmed = ["language"]

# %% right="offers" name="the owner's estimate, and by hand"
usage = 1_250
beyond = (usage - offers["included_units"]).clip(lower=0) * offers["fee_cny_per_unit"]
monthly = offers["price_cny_month"] * offers["seats"].where(offers["price_model"] == "per seat", 1) + beyond
cheapest = offers["name"][(offers["setup_cny"] + 24 * monthly).idxmin()]
promises = {1: "Holds here", 2: "Half true", 3: "Refuted", 4: "Cannot be known", 5: "Cannot be known"}

# %% right="offers" name="counted afresh, promises from a column"
usage = len(checks.given("pilot_tickets")) / 12
costs = value.total_cost(offers, usage=usage, months=24).sort_values("total_likely")
cheapest = costs["name"].iloc[0].upper()
promises = list(zip([1, 2, 3, 4, 5], checks.given("claim_words")["word"], strict=True))

# %% wrong="offers" name="the price on the label" says="lowest price on the label"
usage = 1_250
costs = value.total_cost(offers, usage=usage, months=24)
cheapest = costs.loc[costs["rank_shown"] == 1, "name"].item()
promises = {1: "holds here", 2: "half true", 3: "refuted", 4: "cannot be known", 5: "cannot be known"}

# %% wrong="offers" name="the use of the pilot" says="the four pilot desks"
usage = checks.given("questions_per_month")["per_month"][0]
costs = value.total_cost(offers, usage=usage, months=24)
cheapest = costs.loc[costs["rank"] == 1, "name"].item()
promises = {1: "holds here", 2: "half true", 3: "refuted", 4: "cannot be known", 5: "cannot be known"}

# %% right="offers" name="as busy as in the busiest month, and the second promise is about another tool"
usage = checks.given("questions_per_month")["per_month"][2]
costs = value.total_cost(offers, usage=usage, months=24)
cheapest = costs.loc[costs["rank"] == 1, "name"].item()
promises = {1: "holds here", 2: "cannot be known", 3: "refuted", 4: "cannot be known", 5: "cannot be known"}

# %% wrong="offers" name="the questions of a year" says="per month"
usage = 12 * checks.given("questions_per_month")["per_month"][1]
costs = value.total_cost(offers, usage=usage, months=24)
cheapest = costs.loc[costs["rank"] == 1, "name"].item()
promises = {1: "holds here", 2: "half true", 3: "refuted", 4: "cannot be known", 5: "cannot be known"}

# %% wrong="offers" name="the dearest that never surprises" says="not the cheapest over two years"
usage = 1_250
cheapest = "Counterhelp"
promises = {1: "holds here", 2: "half true", 3: "refuted", 4: "cannot be known", 5: "cannot be known"}

# %% wrong="offers" name="the seller is believed" says="Promise 2"
usage = 1_250
cheapest = checks.given("offer_costs").set_index("rank")["name"][1]
promises = {1: "holds here", 2: "holds here", 3: "refuted", 4: "cannot be known", 5: "cannot be known"}

# %% wrong="offers" name="the seller is never believed" says="Promise 1"
usage = 1_250
cheapest = checks.given("offer_costs").set_index("rank")["name"][1]
promises = dict.fromkeys(range(1, 6), "refuted")

# %% wrong="offers" name="what no file holds is refuted" says="Promise 4"
usage = 1_250
cheapest = checks.given("offer_costs").set_index("rank")["name"][1]
promises = {1: "holds here", 2: "half true", 3: "refuted", 4: "refuted", 5: "refuted"}

# %% wrong="offers" name="one promise forgotten" says="each of the five"
usage = 1_250
cheapest = checks.given("offer_costs").set_index("rank")["name"][1]
promises = {1: "holds here", 2: "half true", 3: "refuted", 4: "cannot be known"}

# %% wrong="offers" name="other words" says="one of"
usage = 1_250
cheapest = checks.given("offer_costs").set_index("rank")["name"][1]
promises = {1: "true", 2: "half true", 3: "false", 4: "unknown", 5: "unknown"}

# %% right="cash" name="numbers typed in, rounded, and the sum by hand"
low, likely, high = sorted(round(number) for number in saved_by["cny_per_month"][3:])
kind = "Time"
cash = -offer["total"]

# %% right="cash" name="from the rows, and the row named cash"
low, likely, high = (saved_by["cny_per_month"][row] for row in (5, 4, 3))
kind = "time"
left = value.return_on_investment(
    value.Amount("hours", low, likely, high, per="month", kind="time"), [setup, fees], months=24
)
cash = left.set_index("counting").loc["cash", "net_mean"]

# %% wrong="cash" name="the three numbers of the slide" says="counted by: best week"
low, likely, high = (saved_by["cny_per_month"][row] for row in (4, 1, 0))
low, likely, high = saved_by["cny_per_month"][1], saved_by["cny_per_month"][2], saved_by["cny_per_month"][0]
kind = "time"
cash = -offer["total"]
low = high

# %% wrong="cash" name="before and after in the middle" says="counted by: before and after"
low, likely, high = saved_by["cny_per_month"][5], saved_by["cny_per_month"][1], saved_by["cny_per_month"][0]
kind = "time"
cash = -offer["total"]

# %% wrong="cash" name="without a range" says="Which end is it"
low = likely = high = saved_by["cny_per_month"][4]
kind = "time"
cash = -offer["total"]

# %% wrong="cash" name="hours are money" says="no bill gets smaller"
low, likely, high = (saved_by["cny_per_month"][row] for row in (5, 4, 3))
kind = "cash"
saved = value.Amount("staff time", low, likely, high, per="month", kind=kind)
cash = value.return_on_investment(saved, [fees, setup], months=24)["net_p50"][0]

# %% wrong="cash" name="the second row" says="counts time as if it were money"
low, likely, high = (saved_by["cny_per_month"][row] for row in (5, 4, 3))
kind = "time"
saved = value.Amount("staff time", low, likely, high, per="month", kind=kind)
cash = value.return_on_investment(saved, [fees, setup], months=24)["net_p50"][1]

# %% wrong="cash" name="a cost without its minus" says="wrong sign"
low, likely, high = (saved_by["cny_per_month"][row] for row in (5, 4, 3))
kind = "time"
cash = offer["total"]

# %% wrong="cash" name="the set-up forgotten" says="with fees and set-up"
low, likely, high = (saved_by["cny_per_month"][row] for row in (5, 4, 3))
kind = "time"
cash = -24 * offer["per_month"]

# %% wrong="cash" name="both ends changed round" says="Which end is it"
low, likely, high = (saved_by["cny_per_month"][row] for row in (3, 4, 5))
kind = "time"
cash = -offer["total"]

# %% right="decision" name="go on, with two reasons on each side"
decision = "go on"
speaks_for, speaks_against = [2, 9], [8, 11]
hours_needed = round(checks.given("offer_costs")["total_likely"].min() / 960, 1)

# %% right="decision" name="stop, lines as a tuple and as numbers of another kind"
decision = "Stop"
speaks_for, speaks_against = (6, 2), pd.Series([4, 11])
monthly = checks.given("offer_costs")["total_likely"].min() / 24
hours_needed = monthly / 40

# %% right="decision" name="the hours are no gain, since more is asked"
decision = "stop"
speaks_for, speaks_against = [2, 6], [9, 12]
hours_needed = checks.given("offer_costs")["total_likely"].min() / 960

# %% wrong="decision" name="the best week as a reason" says="any year has a best week"
decision = "go on"
speaks_for, speaks_against = [1, 2], [8, 11]
hours_needed = checks.given("offer_costs")["total_likely"].min() / 960

# %% wrong="decision" name="before and after as a reason" says="counts season"
decision = "go on"
speaks_for, speaks_against = [2, 3], [8, 11]
hours_needed = checks.given("offer_costs")["total_likely"].min() / 960

# %% wrong="decision" name="what the chatbot notes as a reason" says="notes its own work"
decision = "go on"
speaks_for, speaks_against = [2, 5], [8, 11]
hours_needed = checks.given("offer_costs")["total_likely"].min() / 960

# %% wrong="decision" name="closed as a reason" says="closed is not settled"
decision = "go on"
speaks_for, speaks_against = [2, 7], [8, 11]
hours_needed = checks.given("offer_costs")["total_likely"].min() / 960

# %% wrong="decision" name="the leaflet as a reason" says="cannot know it"
decision = "go on"
speaks_for, speaks_against = [2, 10], [8, 11]
hours_needed = checks.given("offer_costs")["total_likely"].min() / 960

# %% wrong="decision" name="only one side" says="at least two lines"
decision = "stop"
speaks_for, speaks_against = [], [4, 8, 11]
hours_needed = checks.given("offer_costs")["total_likely"].min() / 960

# %% wrong="decision" name="one reason against" says="at least two lines"
decision = "go on"
speaks_for, speaks_against = [2, 9], [8, 8]
hours_needed = checks.given("offer_costs")["total_likely"].min() / 960

# %% wrong="decision" name="a harm read as a gain" says="does that speak for it"
decision = "change"
speaks_for, speaks_against = [2, 4], [8, 11]
hours_needed = checks.given("offer_costs")["total_likely"].min() / 960

# %% wrong="decision" name="hours over two years" says="over two years"
decision = "change"
speaks_for, speaks_against = [2, 9], [8, 11]
hours_needed = checks.given("offer_costs")["total_likely"].min() / 40

# %% wrong="decision" name="CNY for hours" says="CNY per month"
decision = "change"
speaks_for, speaks_against = [2, 9], [8, 11]
hours_needed = checks.given("offer_costs")["total_likely"].min() / 24

# %% wrong="decision" name="without the set-up" says="the set-up is missing"
decision = "change"
speaks_for, speaks_against = [2, 9], [8, 11]
best = checks.given("offer_costs").query("rank == 1").iloc[0]
hours_needed = (best["total_likely"] - best["setup"]) / 960

# %% wrong="decision" name="lines that are not there" says="there is no line"
decision = "change"
speaks_for, speaks_against = [2, 13], [8, 11]
hours_needed = checks.given("offer_costs")["total_likely"].min() / 960

# %% wrong="decision" name="neither" says="decision"
decision = "wait"
speaks_for, speaks_against = [2, 9], [8, 11]
hours_needed = checks.given("offer_costs")["total_likely"].min() / 960
