# %% [markdown] exempt="contract" name="tolerance: 1 % off"
# The tolerance is the learner's own choice.

# %% [markdown] exempt="contract" name="tolerance: a little too much"
# The tolerance is the learner's own choice.

# %% [markdown] exempt="reasons" name="can_change: the first one lost"
# Whoever names fewer of the columns that she can change is not wrong.

# %% [markdown] exempt="reasons" name="can_change: the last one lost"
# Whoever names fewer of the columns that she can change is not wrong.

# %% [markdown] exempt="reasons" name="reasons cut in half before"
# The column that took most stands first in the table.

# %% [markdown] exempt="reasons" name="reasons filled with one value before: column"
# The column that took most stands first in the table, so that its name fills it.

# %% [markdown] exempt="audit" name="audited: two values swapped: size"
# Size goes by the learner's own tolerance, and the verdict too.

# %% [markdown] exempt="audit" name="audited: two values swapped: evidence"
# Evidence depends on the learner's own smallest group.

# %% [markdown] exempt="audit" name="audited: two values swapped: verdict"
# The verdict goes by the learner's own tolerance.

# %% right="contract" name="stricter, and larger groups"
letters = {"harmed": "b", "measure": "a", "groups": "d", "decision": "c"}
tolerance = 0.85
least_people = 50

# %% right="contract" name="capitals, pairs in a list, a share typed with zeros"
letters = [("Decision", "C"), ("Groups", "D"), ("Measure", "A"), ("Harmed", "B")]
tolerance = 0.750
least_people = 20

# %% wrong="contract" name="hired in the end" says="decides something earlier"
letters = {"decision": "a", "groups": "d", "measure": "a", "harmed": "b"}
tolerance = 0.8
least_people = 30

# %% wrong="contract" name="good at the work" says="no decision"
letters = {"decision": "b", "groups": "d", "measure": "a", "harmed": "b"}
tolerance = 0.8
least_people = 30

# %% wrong="contract" name="a letter that one part does not have" says="no such letter"
letters = {"decision": "d", "groups": "d", "measure": "a", "harmed": "b"}
tolerance = 0.8
least_people = 30

# %% wrong="contract" name="women and men only" says="women from other provinces"
letters = {"decision": "c", "groups": "a", "measure": "a", "harmed": "b"}
tolerance = 0.8
least_people = 30

# %% wrong="contract" name="groups chosen when the numbers are seen" says="before anybody looks"
letters = {"decision": "c", "groups": "b", "measure": "a", "harmed": "b"}
tolerance = 0.8
least_people = 30

# %% wrong="contract" name="by job" says="what people want"
letters = {"decision": "c", "groups": "c", "measure": "a", "harmed": "b"}
tolerance = 0.8
least_people = 30

# %% wrong="contract" name="the average score" says="nobody is invited by an average"
letters = {"decision": "c", "groups": "d", "measure": "b", "harmed": "b"}
tolerance = 0.8
least_people = 30

# %% wrong="contract" name="how many women" says="how many women applied"
letters = {"decision": "c", "groups": "d", "measure": "c", "harmed": "b"}
tolerance = 0.8
least_people = 30

# %% wrong="contract" name="complaints" says="nothing to complain about"
letters = {"decision": "c", "groups": "d", "measure": "d", "harmed": "b"}
tolerance = 0.8
least_people = 30

# %% wrong="contract" name="the agency is harmed" says="Who loses the job"
letters = {"decision": "c", "groups": "d", "measure": "a", "harmed": "a"}
tolerance = 0.8
least_people = 30

# %% wrong="contract" name="the firms are harmed" says="never finds out"
letters = {"decision": "c", "groups": "d", "measure": "a", "harmed": "c"}
tolerance = 0.8
least_people = 30

# %% wrong="contract" name="nobody is harmed" says="wrong for the same people"
letters = {"decision": "c", "groups": "d", "measure": "a", "harmed": "d"}
tolerance = 0.8
least_people = 30

# %% wrong="contract" name="one letter missing" says="no letter for measure"
letters = {"decision": "c", "groups": "d", "harmed": "b"}
tolerance = 0.8
least_people = 30

# %% wrong="contract" name="a tolerance in per cent" says="not per cent"
letters = {"decision": "c", "groups": "d", "measure": "a", "harmed": "b"}
tolerance = 80
least_people = 30

# %% wrong="contract" name="half of them may be missing" says="stricter"
letters = {"decision": "c", "groups": "d", "measure": "a", "harmed": "b"}
tolerance = 0.5
least_people = 30

# %% wrong="contract" name="no gap at all" says="by luck"
letters = {"decision": "c", "groups": "d", "measure": "a", "harmed": "b"}
tolerance = 1.0
least_people = 30

# %% wrong="contract" name="five people are enough" says="Expected: more"
letters = {"decision": "c", "groups": "d", "measure": "a", "harmed": "b"}
tolerance = 0.8
least_people = 5

# %% wrong="contract" name="hundreds before anybody looks" says="never be judged"
letters = {"decision": "c", "groups": "d", "measure": "a", "harmed": "b"}
tolerance = 0.8
least_people = 500

# %% right="audit" name="read from the table"
audited = fairness.audit(pool, agreed)
rows = audited.set_index("group")
worst_off = rows.loc[[name for name in rows.index if " / " in name], "rate"].idxmin()
people_short = round(rows.loc[worst_off, "people_short"])

# %% right="audit" name="by counting"
audited = fairness.audit(pool, agreed)
by = pool.groupby(["sex", "origin"])["invited"].agg(["size", "sum", "mean"])
who = by["mean"].idxmin()
worst_off = " / ".join(who)
people_short = by.loc[who, "size"] * by["mean"].max() - by.loc[who, "sum"]

# %% wrong="audit" name="all women" says="mixed from two groups"
audited = fairness.audit(pool, agreed)
worst_off = "female"
people_short = audited["people_short"][0]

# %% wrong="audit" name="the group invited most often" says="invited most often"
audited = fairness.audit(pool, agreed)
worst_off = audited.loc[audited["attribute"] == "sex and origin"].set_index("group")["rate"].idxmax()
people_short = 0

# %% wrong="audit" name="the most people short, of all women" says="against all men"
audited = fairness.audit(pool, agreed)
both = audited[audited["attribute"] == "sex and origin"].set_index("group")
worst_off = both["ratio"].idxmin()
people_short = audited["people_short"].max()

# %% wrong="audit" name="how many were invited" says="How many are missing"
audited = fairness.audit(pool, agreed)
both = audited[audited["attribute"] == "sex and origin"].set_index("group")
worst_off = both["ratio"].idxmin()
people_short = both.loc[worst_off, "selected"]

# %% wrong="audit" name="men from other provinces" says="Another group has a lower one"
audited = fairness.audit(pool, agreed)
worst_off = "male / other province"
people_short = audited.set_index("group").loc[worst_off, "people_short"]

# %% wrong="audit" name="only the stitchers" says="audited"
audited = fairness.audit(pool[pool["job"] == "stitcher"], agreed)
both = audited[audited["attribute"] == "sex and origin"].set_index("group")
worst_off = both["ratio"].idxmin()
people_short = both.loc[worst_off, "people_short"]

# %% right="rumours" name="as pairs, with capitals"
words = [(3, "Act"), (1, "Watch"), (2, "Leave")]

# %% right="rumours" name="numbers as text"
words = {"1": "watch", "2": "leave", "3": "act"}

# %% wrong="rumours" name="act on the low ratio of a few" says="so few people differ"
words = {1: "act", 2: "leave", 3: "act"}

# %% wrong="rumours" name="few people, so leave it" says="the gap is not small"
words = {1: "leave", 2: "leave", 3: "act"}

# %% wrong="rumours" name="sure, so act" says="look at its size"
words = {1: "watch", 2: "act", 3: "act"}

# %% wrong="rumours" name="small, so perhaps luck" says="how large it is"
words = {1: "watch", 2: "watch", 3: "act"}

# %% wrong="rumours" name="friends are only natural" says="no friend in the park"
words = {1: "watch", 2: "leave", 3: "leave"}

# %% wrong="rumours" name="wait for more about friends" says="no luck"
words = {1: "watch", 2: "leave", 3: "watch"}

# %% wrong="rumours" name="one without a word" says="no word for rumour 2"
words = {1: "watch", 3: "act"}

# %% right="able" name="a higher border, by filters"
shows_ability = "test_result"
able_from = 70
strong = pool["test_result"] >= 70
able_women = pool.loc[strong & (pool["sex"] == "female"), "invited"].mean()
able_men = pool.loc[strong & (pool["sex"] == "male"), "invited"].mean()

# %% right="able" name="the middle, rounded"
shows_ability = "Test_result"
able_from = pool["test_result"].median()
some = pool[pool["test_result"] >= able_from]
able_women = round(some[some["sex"] == "female"]["invited"].mean(), 3)
able_men = round(some[some["sex"] == "male"]["invited"].mean(), 3)

# %% wrong="able" name="the probation" says="only for those who were hired"
shows_ability = "probation"
able_from = 60
able = pool[pool["test_result"] >= 60]
able_women, able_men = able.groupby("sex")["invited"].mean()

# %% wrong="able" name="the score judges itself" says="its own judge"
shows_ability = "screening_score"
able_from = 60
able = pool[pool["screening_score"] >= 60]
able_women, able_men = able.groupby("sex")["invited"].mean()

# %% wrong="able" name="the points after probation" says="only for those who passed"
shows_ability = "performance"
able_from = 60
able = pool[pool["performance"] >= 60]
able_women, able_men = able.groupby("sex")["invited"].mean()

# %% wrong="able" name="years of experience" says="a break shortens it"
shows_ability = "years_experience"
able_from = 5
able = pool[pool["years_experience"] >= 5]
able_women, able_men = able.groupby("sex")["invited"].mean()

# %% wrong="able" name="everybody is able" says="nearly everybody"
shows_ability = "test_result"
able_from = 10
able = pool[pool["test_result"] >= 10]
able_women, able_men = able.groupby("sex")["invited"].mean()

# %% wrong="able" name="only the best" says="hardly anybody"
shows_ability = "test_result"
able_from = 95
able = pool[pool["test_result"] >= 95]
able_women, able_men = able.groupby("sex")["invited"].mean()

# %% wrong="able" name="all of them" says="counts all"
shows_ability = "test_result"
able_from = 60
able_women, able_men = pool.groupby("sex")["invited"].mean()

# %% wrong="able" name="how many of the invited are able" says="turned round"
shows_ability = "test_result"
able_from = 60
came = pool[pool["invited"]]
able_women, able_men = (came["test_result"] >= 60).groupby(came["sex"]).mean()

# %% wrong="able" name="women and men exchanged" says="exchanged"
shows_ability = "test_result"
able_from = 60
able = pool[pool["test_result"] >= 60]
able_men, able_women = able.groupby("sex")["invited"].mean()

# %% wrong="able" name="numbers of people" says="between 0 and 1"
shows_ability = "test_result"
able_from = 60
able = pool[pool["test_result"] >= 60]
able_women, able_men = able.groupby("sex")["invited"].sum()

# %% right="proxies" name="typed, with the ratio by filters"
proxies_found = {"origin": "commute_km", "sex": "gap_months"}
women = rebuilt.loc[rebuilt["sex"] == "female", "without_sex"].mean()
ratio_without = women / rebuilt.loc[rebuilt["sex"] == "male", "without_sex"].mean()

# %% right="proxies" name="by the helper, rounded"
columns = list(proxies["column"].unique())
found = fairness.find_proxies(checks.given("pool"), groups=["sex", "origin"], columns=columns, score="screening_score")
found = found[found["verdict"].str.startswith("gives the group away and")]
proxies_found = found.set_index("attribute")["column"]
ratio_without = round(rebuilt.groupby("sex")["without_sex"].mean().pipe(lambda rate: rate["female"] / rate["male"]), 2)

# %% wrong="proxies" name="the work sample moves the score most" says="much alike in both"
proxies_found = {"sex": "test_result", "origin": "commute_km"}
shares = rebuilt.groupby("sex")["without_sex"].mean()
ratio_without = shares["female"] / shares["male"]

# %% wrong="proxies" name="papers give the origin away" says="does not use it"
proxies_found = {"sex": "gap_months", "origin": "papers_complete"}
shares = rebuilt.groupby("sex")["without_sex"].mean()
ratio_without = shares["female"] / shares["male"]

# %% wrong="proxies" name="the job" says="neither"
proxies_found = {"sex": "job", "origin": "commute_km"}
shares = rebuilt.groupby("sex")["without_sex"].mean()
ratio_without = shares["female"] / shares["male"]

# %% wrong="proxies" name="only one of them" says="no column for origin"
proxies_found = {"sex": "gap_months"}
shares = rebuilt.groupby("sex")["without_sex"].mean()
ratio_without = shares["female"] / shares["male"]

# %% wrong="proxies" name="turned round" says="turned round"
proxies_found = {"sex": "gap_months", "origin": "commute_km"}
shares = rebuilt.groupby("sex")["without_sex"].mean()
ratio_without = shares["male"] / shares["female"]

# %% wrong="proxies" name="the share of the women" says="share of the women"
proxies_found = {"sex": "gap_months", "origin": "commute_km"}
ratio_without = rebuilt.groupby("sex")["without_sex"].mean()["female"]

# %% wrong="proxies" name="by origin" says="women with without_sex"
proxies_found = {"sex": "gap_months", "origin": "commute_km"}
shares = rebuilt.groupby("origin")["without_sex"].mean()
ratio_without = shares["other province"] / shares["local"]

# %% right="repair" name="the work sample alone"
repair = "the work sample alone"
rows = remedies.set_index("remedy")
lose_it = rows.loc["as it is now", "invited"] + rows.loc[repair, "newly_invited"] - rows.loc[repair, "invited"]
more_cost = (rows.loc[repair, "invited"] - rows.loc["as it is now", "invited"]) * 120
needs_sex = False

# %% right="repair" name="two borders, said so"
repair = "A border for each sex"
rows = remedies.set_index("remedy")[["invited", "newly_invited"]]
(now, _), (then, new) = rows.loc["as it is now"], rows.loc["a border for each sex"]
lose_it, more_cost, needs_sex = now - then + new, 120 * (then - now), "True"

# %% wrong="repair" name="nothing at all" says="nothing is repaired"
repair = "as it is now"
lose_it, more_cost, needs_sex = 0, 0, False

# %% wrong="repair" name="a lower border" says="nearly as large as before"
repair = "a lower border"
rows = remedies.set_index("remedy")
lose_it = rows.loc["as it is now", "invited"] + rows.loc[repair, "newly_invited"] - rows.loc[repair, "invited"]
more_cost = (rows.loc[repair, "invited"] - rows.loc["as it is now", "invited"]) * 120
needs_sex = False

# %% wrong="repair" name="the newly invited" says="invited anew"
repair = "breaks left out"
rows = remedies.set_index("remedy")
lose_it = rows.loc[repair, "newly_invited"]
more_cost = (rows.loc[repair, "invited"] - rows.loc["as it is now", "invited"]) * 120
needs_sex = False

# %% wrong="repair" name="a number of interviews" says="Expected: CNY"
repair = "breaks left out"
rows = remedies.set_index("remedy")
lose_it = rows.loc["as it is now", "invited"] + rows.loc[repair, "newly_invited"] - rows.loc[repair, "invited"]
more_cost = rows.loc[repair, "invited"] - rows.loc["as it is now", "invited"]
needs_sex = False

# %% wrong="repair" name="all new ones cost" says="additional interviews only"
repair = "breaks left out"
rows = remedies.set_index("remedy")
lose_it = rows.loc["as it is now", "invited"] + rows.loc[repair, "newly_invited"] - rows.loc[repair, "invited"]
more_cost = rows.loc[repair, "newly_invited"] * 120
needs_sex = False

# %% wrong="repair" name="two borders that know nobody" says="another answer for a woman"
repair = "a border for each sex"
rows = remedies.set_index("remedy")
lose_it = rows.loc["as it is now", "invited"] + rows.loc[repair, "newly_invited"] - rows.loc[repair, "invited"]
more_cost = (rows.loc[repair, "invited"] - rows.loc["as it is now", "invited"]) * 120
needs_sex = False

# %% wrong="repair" name="the breaks need the sex" says="Or only at the form"
repair = "breaks left out"
rows = remedies.set_index("remedy")
lose_it = rows.loc["as it is now", "invited"] + rows.loc[repair, "newly_invited"] - rows.loc[repair, "invited"]
more_cost = (rows.loc[repair, "invited"] - rows.loc["as it is now", "invited"]) * 120
needs_sex = True

# %% right="reasons" name="only the work sample"
points_short = float(60 - she["screening_score"].iloc[0])
took_most = "gap_months"
can_change = ["test_result"]

# %% right="reasons" name="a course at the evening school, too"
points_short = 60 - she.loc[0, "screening_score"]
took_most = reasons.sort_values("points")["column"].iloc[0]
can_change = ("referral", "education", "commute_km", "test_result")

# %% wrong="reasons" name="her score" says="How far is it from 60"
points_short = she["screening_score"][0]
took_most = "gap_months"
can_change = ["test_result"]

# %% wrong="reasons" name="below zero" says="above zero"
points_short = she["screening_score"][0] - 60
took_most = "gap_months"
can_change = ["test_result"]

# %% wrong="reasons" name="the column that gave most" says="gave her points"
points_short = 60 - she["screening_score"][0]
took_most = "test_result"
can_change = ["test_result"]

# %% wrong="reasons" name="she could shorten the break" says="the break lies in the past"
points_short = 60 - she["screening_score"][0]
took_most = "gap_months"
can_change = ["gap_months", "test_result"]

# %% wrong="reasons" name="she could be younger" says="nobody chooses that"
points_short = 60 - she["screening_score"][0]
took_most = "gap_months"
can_change = ["test_result", "age"]

# %% wrong="reasons" name="more years" says="counts little"
points_short = 60 - she["screening_score"][0]
took_most = "gap_months"
can_change = ["years_experience", "referral"]

# %% wrong="reasons" name="nothing at all" says="nothing that she can do sooner"
points_short = 60 - she["screening_score"][0]
took_most = "gap_months"
can_change = ["education"]

# %% right="refused" name="counted by hand"
lot = credit.query("decided_by == 'trial'")["paid"].value_counts()
would_pay = round(lot["on time"] / lot.sum(), 3)
harmed = "Other provinces"
because_of = "account_months_zhejiang"

# %% right="refused" name="by the helper"
table = fairness.outcome_of_refused(
    credit.assign(granted=credit["terms_granted_days"] > 0, lot=credit["decided_by"] == "trial"),
    score="score",
    threshold="score_threshold",
    granted="granted",
    outcome="paid",
    outcome_value="on time",
    by_lot="lot",
)
would_pay = table.set_index("who").loc["refused", "rate"]
harmed, because_of = same_score["region"][1], "account_months_zhejiang"

# %% wrong="refused" name="those whom the rule trusts" says="above the border"
trusted = credit[(credit["decided_by"] == "rule") & credit["paid"].notna()]
would_pay = (trusted["paid"] == "on time").mean()
harmed, because_of = "other provinces", "account_months_zhejiang"

# %% wrong="refused" name="the favourites" says="a salesperson spoke up"
spoken = credit[(credit["decided_by"] == "salesperson") & credit["paid"].notna()]
would_pay = (spoken["paid"] == "on time").mean()
harmed, because_of = "other provinces", "account_months_zhejiang"

# %% wrong="refused" name="all whose payment is known" says="All granted are in it"
known = credit[credit["paid"].notna()]
would_pay = (known["paid"] == "on time").mean()
harmed, because_of = "other provinces", "account_months_zhejiang"

# %% wrong="refused" name="all below the border" says="also those for whom somebody spoke up"
known = credit[credit["paid"].notna() & (credit["score"] < credit["score_threshold"])]
would_pay = (known["paid"] == "on time").mean()
harmed, because_of = "other provinces", "account_months_zhejiang"

# %% wrong="refused" name="a count" says="not a count"
would_pay = ((credit["decided_by"] == "trial") & (credit["paid"] == "on time")).sum()
harmed, because_of = "other provinces", "account_months_zhejiang"

# %% wrong="refused" name="the region that pays worse" says="rather too high"
drawn = credit[credit["decided_by"] == "trial"]
would_pay = (drawn["paid"] == "on time").mean()
harmed, because_of = "Zhejiang", "account_months_zhejiang"

# %% wrong="refused" name="what suppliers say" says="What holds it down"
drawn = credit[credit["decided_by"] == "trial"]
would_pay = (drawn["paid"] == "on time").mean()
harmed, because_of = "other provinces", "reference_points"

# %% wrong="refused" name="accounts anywhere" says="about as old in both"
drawn = credit[credit["decided_by"] == "trial"]
would_pay = (drawn["paid"] == "on time").mean()
harmed, because_of = "other provinces", "account_months_all"

# %% right="changed" name="the month of the helper's day"
from millrace import governance

day = governance.find_change(
    checks.given("pool"), date="applied", score="screening_score", columns=["test_result", "years_experience"]
)["day"][0]
what_changed, since = "Tool", f"{day:%Y-%m}"

# %% right="changed" name="as a day of that month"
low = months[months["score"] < 57]["month"]
score = months.set_index("month")["score"]
falls = score[::-1].rolling(3).mean()[::-1] - score.shift().rolling(3).mean()
what_changed = "tool"
since = pd.Period(falls.idxmin(), "M")

# %% wrong="changed" name="other people" says="would have changed as well"
score = months.set_index("month")["score"]
falls = score[::-1].rolling(3).mean()[::-1] - score.shift().rolling(3).mean()
what_changed, since = "people", falls.idxmin()

# %% wrong="changed" name="others decide" says="follow the score less often"
score = months.set_index("month")["score"]
falls = score[::-1].rolling(3).mean()[::-1] - score.shift().rolling(3).mean()
what_changed, since = "who decides", falls.idxmin()

# %% wrong="changed" name="since the year began" says="still as before"
what_changed, since = "tool", "2025-01"

# %% wrong="changed" name="when Fang noticed" says="It began earlier"
what_changed, since = "tool", "2025-07"

# %% wrong="changed" name="the month with the fewest" says="It began earlier"
what_changed, since = "tool", "2025-12"

# %% right="anonymous" name="a larger k, nobody left out"
sizes = nameless.groupby(list(ways))["invited"].transform("size")
alone = int((sizes == 1).sum())
coarser = privacy.anonymise(nameless, quasi_identifiers=ways, k=10, sensitive="invited", diversity=2)
kept = coarser.levels.loc[coarser.levels["loss"].idxmin(), "column"]

# %% right="anonymous" name="a few left out, read from the levels"
alone = privacy.whom(nameless, quasi_identifiers=list(ways), least=2).sum()
coarser = privacy.anonymise(
    nameless, quasi_identifiers=ways, k=5, sensitive="invited", diversity=2, most_set_aside=0.05
)
kept = coarser.levels.sort_values("loss")["column"].tolist()[0]

# %% wrong="anonymous" name="as it is" says="2 or more"
found = privacy.single_out(nameless, quasi_identifiers=list(ways))
alone = found["alone"].iloc[-1]
coarser = privacy.anonymise(nameless, quasi_identifiers=ways, k=1)
kept = "age"

# %% wrong="anonymous" name="two who look alike are enough" says="group of"
found = privacy.single_out(nameless, quasi_identifiers=list(ways))
alone = found["alone"].iloc[-1]
coarser = privacy.anonymise(nameless, quasi_identifiers=ways, k=2)
kept = coarser.levels.loc[coarser.levels["loss"].idxmin(), "column"]

# %% wrong="anonymous" name="a share" says="a number of people"
found = privacy.single_out(nameless, quasi_identifiers=list(ways))
alone = found["alone_share"].iloc[-1]
coarser = privacy.anonymise(nameless, quasi_identifiers=ways, k=5)
kept = coarser.levels.loc[coarser.levels["loss"].idxmin(), "column"]

# %% wrong="anonymous" name="by age alone" says="all four columns"
found = privacy.single_out(nameless, quasi_identifiers=list(ways))
alone = found.set_index("columns").loc["age", "alone"]
coarser = privacy.anonymise(nameless, quasi_identifiers=ways, k=5)
kept = coarser.levels.loc[coarser.levels["loss"].idxmin(), "column"]

# %% wrong="anonymous" name="without the date" says="applied is left out"
found = privacy.single_out(nameless, quasi_identifiers=["age", "lives_in", "job"])
alone = found["alone"].iloc[-1]
coarser = privacy.anonymise(nameless, quasi_identifiers=ways, k=5)
kept = coarser.levels.loc[coarser.levels["loss"].idxmin(), "column"]

# %% wrong="anonymous" name="only the stitchers" says="left out"
found = privacy.single_out(nameless, quasi_identifiers=list(ways))
alone = found["alone"].iloc[-1]
coarser = privacy.anonymise(nameless[nameless["job"] == "stitcher"], quasi_identifiers=ways, k=5)
kept = coarser.levels.loc[coarser.levels["loss"].idxmin(), "column"]

# %% wrong="anonymous" name="the column that lost most" says="lost more than another"
found = privacy.single_out(nameless, quasi_identifiers=list(ways))
alone = found["alone"].iloc[-1]
coarser = privacy.anonymise(
    nameless, quasi_identifiers=ways, k=5, sensitive="invited", diversity=2, most_set_aside=0.02
)
kept = coarser.levels.loc[coarser.levels["loss"].idxmax(), "column"]

# %% wrong="anonymous" name="groups in which all were refused" says="whoever knows one of them knows it"
found = privacy.single_out(nameless, quasi_identifiers=list(ways))
alone = found["alone"].iloc[-1]
rough = nameless[["invited"]].assign(age="hidden", job="hidden", applied="hidden", lives_in=nameless["lives_in"])
coarser = rough.assign(job=rough["invited"].map({True: "workshop", False: "shop and office"}))
kept = "lives_in"

# %% wrong="anonymous" name="invited shuffled" says="no longer belongs"
found = privacy.single_out(nameless, quasi_identifiers=list(ways))
alone = found["alone"].iloc[-1]
coarser = privacy.anonymise(nameless, quasi_identifiers=ways, k=5, sensitive="invited", diversity=2)
coarser = coarser.table.assign(invited=coarser.table["invited"].sample(frac=1, random_state=2).to_numpy())
kept = coarser.columns[1]

# %% wrong="anonymous" name="the columns taken out" says="no list with the four columns"
found = privacy.single_out(nameless, quasi_identifiers=list(ways))
alone = found["alone"].iloc[-1]
coarser = nameless[["job", "invited"]]
kept = "job"

# %% right="no-data" name="also those that do not say"
no_data = [
    "PhraseFerry", "Returnly Yours", "Meetnote", "Whitebox Studio", "Reply Lark", "Foresail", "Shopvoice",
]  # fmt: skip

# %% right="no-data" name="only those that see people"
no_data = {"Meetnote", "phraseferry", "Returnly Yours"}

# %% wrong="no-data" name="only the one abroad" says="Look where it keeps them"
no_data = ["PhraseFerry"]

# %% wrong="no-data" name="only those that learn from it" says="Returnly Yours"
no_data = list(offers.loc[offers["trains_on_customer_data"] == "yes", "name"])

# %% wrong="no-data" name="all of them" says="What speaks against it"
no_data = list(offers["name"])

# %% wrong="no-data" name="all that keep anything" says="What speaks against it"
no_data = list(offers.loc[offers["retention_days"] != 0, "name"])

# %% wrong="no-data" name="a vendor that is not there" says="There is no offer"
no_data = ["PhraseFerry", "Returnly Yours", "Meetnote", "Chatterbox"]
