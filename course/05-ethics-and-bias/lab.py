# %% [markdown]
# # Lab 05: should we use it, and on whom?
#
# **After this you can** check a score that decides about people: whom it turns away, whether that is luck, which column brings it about. You can say what a repair
# costs and whom, and show numbers about people without giving anybody away.
#
# Three sittings of about 80, 75 and 60 minutes, 20 points by checks and 10 by your trainer. Part A asks who is turned away and why, part B what to do about it, part C what is shown to others.
#
# **The story.** Lantern Bridge Leather hires through the industrial park's agency. Everybody who applies there does a work sample at the bench, and a **screening tool** gives each a score.
# From 60 points on people are invited to an interview. So far a person at the agency looked at every form. From January on the tool alone is to decide. "Objective," says the agency, "and it knows neither sex nor
# origin." Fang is short of stitchers. He looks at you: **"Should we use it? And on whom?"**
#
# All people in these files are made up, on purpose: files on real applicants would expose them. Conclude nothing from them about real groups.
#
# **How it works.** As before: write in place of the three dots `...`, press Shift+Enter, and once more for the check under it. A wrong answer costs
# nothing, and every section begins with fresh tables. What to choose is in no hint. That is your part.
#
# | word | what it means here |
# |---|---|
# | selection rate | the share of a group that is invited |
# | impact ratio | the rate of one group divided by the rate of the group that is invited most often |
# | tolerance | the impact ratio below which you look closer; four fifths (0.8) is a usual one |
# | proxy | a column that stands for another one, as an address stands for income |
# | to assess, to mitigate | to find out whom something harms; to make that harm smaller |

# %% tags=["set-up"]
# Part A begins here: after a break, or after a restart, run this cell first.
import pandas as pd

from millrace import checks, explain, fairness, privacy, samples, slips

slips.explain()

# %% [markdown]
# # Part A: who is turned away, and why?
#
# ## 1. Before you look
#
# Whoever looks first and chooses the measure afterwards always finds one by which all is well. So an audit begins with a page that is written **before** anybody
# has seen a number. Here are the parts of it, and what people proposed:

# %%
proposals = samples.load("audit_parts.csv")
with pd.option_context("display.max_colwidth", None):
    display(proposals.set_index(["part", "letter"]))

# %% [markdown]
# **Your task.** Three lines:
#
# - `letters`: for each of the four parts, the letter of what you would write;
# - `tolerance`: the impact ratio below which you call a gap too large, between 0 and 1;
# - `least_people`: how many people a group must have before you judge it. Smaller groups are listed with their counts, and not judged.
#
# **You choose** all of them. Numbers that can be defended are accepted, and the sections below use yours.
#
# <details><summary>Hint 1: the idea</summary>What does the tool itself decide? Who would never find out that it went wrong? And for the numbers: at a ratio of 0.5 half of them are missing. Is that where you would begin to look? With ten people in a
# group, one decision moves the rate by ten points.</details>
# <details><summary>Hint 2: the form</summary>Pairs in curly brackets: the part in quotes, a colon, the letter in quotes; a comma between two pairs. Numbers without quotes.</details>
# <details><summary>Hint 3: an example with other data</summary>A bank checks whose transfers are stopped:<br>
# <code>letters = {"decision": "a", "measure": "d"}</code><br>
# <code>alarm_from = 1_000</code></details>

# %% answer="contract" choice=true
# Choose a letter for each part, and two numbers.
### BEGIN SOLUTION
letters = {"decision": "c", "groups": "d", "measure": "a", "harmed": "b"}
tolerance = 0.8
least_people = 30
### END SOLUTION

# %% check="contract" points=2
# Checks that letters says what is decided, about whom, by which measure and who is harmed, and that the two numbers can be defended.
answer = checks.answer("letters")
parts = ["decision", "groups", "measure", "harmed"]
mine = answer.pairs(parts, list("abcd"), look='Expected: each part with its letter, such as {"decision": "a"}.')
missing = [part for part in parts if part not in mine]
answer.that(not missing, f"There is no letter for {next(iter(missing), '')}. Expected: one for each of the four parts.")
answer.that(len(mine) == len(parts), "Expected: the four parts of the table, and no others.")
looks = {
    ("decision", "a"): "the firms decide that after the interview. The tool decides something earlier.",
    ("decision", "b"): "that is no decision, it is what one would like to know.",
    ("decision", "d"): "there is no such letter in the table.",
    ("groups", "a"): "then nobody sees what happens to women from other provinces, or to men from there.",
    ("groups", "b"): "whoever chooses afterwards always finds something. Expected: named before anybody looks.",
    (
        "groups",
        "c",
    ): "a job is what people want, not who they are. It belongs into the audit as a reason, not as the group.",
    ("measure", "b"): "nobody is invited by an average. What counts is who reaches the border.",
    ("measure", "c"): "that depends on how many women applied.",
    ("measure", "d"): "who is turned away without a reason has nothing to complain about.",
    ("harmed", "a"): "that is a risk for the agency. Who loses the job?",
    ("harmed", "c"): "they do lose something, and they can see it. Who loses more, and never finds out?",
    ("harmed", "d"): "an accurate score can be wrong for the same people every time.",
}
looks |= {
    (part, mine[part]): "there is no such letter in the table." for part in parts if mine[part] not in list("abcd")
}
wrong = [part for part in parts if (part, mine[part]) in looks]
answer.that(not wrong, " ".join(f"{part.capitalize()} {mine[part]}: {looks[part, mine[part]]}" for part in wrong))
limit, least = checks.answer("tolerance"), checks.answer("least_people")
said = limit.is_number()
limit.that(said <= 1, f"tolerance is {said:g}. Expected: a ratio between 0 and 1, not per cent.")
limit.that(
    said >= 0.75,
    f"At a tolerance of {said:g}, {1 - said:.0%} of a group's invitations can be missing before anybody looks. Expected: a stricter one.",
)
limit.that(
    said <= 0.9,
    f"In tables as small as this one, ratios of {said:g} come by luck. Expected: a tolerance that tells a gap from noise.",
)
people = least.is_number()
least.that(people == int(people), "least_people: expected a whole number of people.")
least.that(
    people >= 20,
    f"Of {people:g} people, one decision more or less moves the rate by {100 / max(people, 1):.0f} points. Expected: more.",
)
least.that(people <= 100, f"Groups of up to {people:g} people would never be judged. Expected: fewer.")

# %% tags=["result"]
# Prints your page, with the fingerprint that shows a later change.
from IPython.display import Markdown

if checks.is_right("letters", "tolerance", "least_people", shows="The page"):
    agreed = fairness.contract(
        decision="invite to an interview",
        decided_by="the screening tool",
        fixed_on="2026-01-05",
        groups=["sex", "origin"],
        selected="invited",
        tolerance=checks.yours("tolerance", 0.8),
        least_people=int(checks.yours("least_people", 30)),
        harmed="people who could do the work and are not invited",
        harm="allocation",
    )
    display(Markdown(agreed.page()))

# %% [markdown]
# ## 2. Who gets through?
#
# Now you may look. Three years of applications, without names; `invited` is what became of each:

# %%
pool = samples.checkpoint("pool")
pool[["applicant_id", "job", "sex", "origin", "test_result", "screening_score", "invited"]].head(4)

# %% tags=["result"]
# Writes the contract of section 1 into `agreed`: with your numbers, or with ours until yours are right.
agreed = fairness.contract(
    decision="invite to an interview",
    decided_by="the screening tool",
    fixed_on="2026-01-05",
    groups=["sex", "origin"],
    selected="invited",
    tolerance=checks.yours("tolerance", 0.8),
    least_people=int(checks.yours("least_people", 30)),
    harmed="people who could do the work and are not invited",
    harm="allocation",
)

# %% [markdown]
# `fairness.audit(pool, agreed)` makes a row for each group: how many people, how many `selected`, their `rate`, the `ratio` to the group that is invited most often, and `people_short`: how many more of them would
# have been invited at that group's rate. What stands to the right of `verdict` you may leave aside.
#
# **Your task.** Three lines:
#
# - `audited`: the table;
# - `worst_off`: the group that is worst off, by its name in the column `group`, in quotes;
# - `people_short`: how many more of **these** people would have been invited at the rate of the group that is invited most often.
#
# **You choose** which rows to compare: by sex, by origin, or by both.
#
# <details><summary>Hint 1: the idea</summary>An average over women hides which women. Look where no group is mixed from two.</details>
# <details><summary>Hint 2: the tools</summary>A line of its own with <code>audited</code> shows the table. Read the name and the number
# from there. <code>audited["people_short"][0]</code> is the first value of a column, <code>[1]</code> the second.</details>
# <details><summary>Hint 3: an example with other data</summary>A library looks at who gets a card:<br>
# <code>cards = fairness.audit(readers, our_rules)</code><br>
# <code>fewest = "under 18 / village"</code><br>
# <code>cards_missing = cards["people_short"][6]</code></details>

# %% answer="audit" choice=true
# Make the table, and find who is worst off.
### BEGIN SOLUTION
audited = fairness.audit(pool, agreed)
both = audited[audited["attribute"] == "sex and origin"]
worst = both.loc[both["ratio"].idxmin()]
worst_off = worst["group"]
people_short = worst["people_short"]
### END SOLUTION

# %% check="audit" points=2
# Checks that audited holds every group, and that worst_off and people_short are of the group with the lowest ratio.
table = checks.answer("audited")
expected = table.reference("audited", begins_with=["pool"])
found = ["people", "selected", "rate", "low", "high", "difference", "ratio", "ratio_low", "ratio_high", "people_short"]
yours = ["size", "evidence", "verdict"]  # these go by the learner's own tolerance
found += [name for name in expected if name not in [*found, *yours, "attribute", "group"]]
table.matches(
    expected,
    key=["attribute", "group"],
    columns=found,
    too_many="Expected: one row per group, as fairness.audit makes it.",
    too_few="Expected: all groups by sex, by origin and by both, as fairness.audit makes it.",
    look="Expected: what fairness.audit finds for pool, with the contract in agreed.",
)
both = expected[expected["attribute"] == "sex and origin"].set_index("group")
answer = checks.answer("worst_off")
named = answer.word(
    [*expected["group"]], look="Expected: the name of a group, as it is written in the column group, in quotes."
)
answer.that(
    named in both.index,
    f"'{named}' is mixed from two groups. One of them is worse off than the other: look at the rows by sex and origin.",
)
best = both["ratio"].idxmax()
answer.that(named != best, f"'{named}' is invited most often. Expected: the group with the lowest ratio.")
answer.that(
    both.loc[named, "ratio"] <= both["ratio"].min() + 0.02,
    f"The ratio of '{named}' is {both.loc[named, 'ratio']:.2f}. Another group has a lower one.",
)
number = checks.answer("people_short")
said = number.is_number()
single = expected[expected["attribute"] == "sex"].set_index("group")["people_short"].max()
number.that(
    abs(said - single) > 0.6,
    "people_short counts all women, against all men. Expected: the row of the group in worst_off.",
)
number.that(
    abs(said - both.loc[named, "selected"]) > 0.6, "people_short: that is how many were invited. How many are missing?"
)
number.is_number(
    both.loc[named, "people_short"],
    tolerance=0.6,
    look="people_short: expected the value of that column in the row of worst_off.",
)

# %% tags=["result"]
# Draws the groups, and says each of them in a sentence.
if checks.is_right("audited", "worst_off", "people_short", shows="The picture"):
    shown = fairness.audit(samples.checkpoint("pool"), agreed)
    _ = fairness.draw_audit(shown, attribute="sex and origin", tolerance=agreed.tolerance)
    for row in shown.to_dict("records"):
        if row["verdict"] != "reference":
            print("-", fairness.sentence(row))

# %% [markdown]
# ## 3. Three rumours
#
# In the park's canteen people say:
#
# 1. "*Whoever asks for an adapted workplace*, a chair or larger print, *is not invited.*"
# 2. "*People from other provinces come with incomplete papers.*" (Then a second visit is needed. Nobody is refused for it.)
# 3. "*Who has a friend in the park gets in.*" (The form has a box: recommended by somebody who works here.)
#
# Here is what the files say. `ratio_low` and `ratio_high` are the ends of the range that fits what was seen: when 1 lies between them, no difference at all fits too.

# %%
rumours = samples.checkpoint("rumours")
rumours.round(2)

# %% [markdown]
# Two questions must be kept apart. **How large** is the gap? And **how sure** is it? A large gap among few people can be luck. A gap among many can be certain and still too small to harm anybody.
#
# **Your task.** `words`: for each rumour (1, 2, 3) one of three words:
#
# - `"act"`: the gap is large, luck does not explain it, and somebody loses by it;
# - `"watch"`: it could be luck: too few people to say. Go on counting, and ask those concerned;
# - `"leave"`: it is there, and too small to harm anybody.
#
# **You choose** all three.
#
# <details><summary>Hint 1: the idea</summary>First look at the ratio: is the gap larger than the tolerance that you wrote down? Then at its range: does 1 lie in it? Then ask who loses what.</details>
# <details><summary>Hint 2: the form</summary>Pairs in curly brackets: the number of the rumour, a colon, the word in quotes.</details>
# <details><summary>Hint 3: an example with other data</summary>A school heard two rumours about its bus:<br>
# <code>say = {1: "leave", 2: "act"}</code></details>

# %% answer="rumours" choice=true
# Give each rumour its word.
### BEGIN SOLUTION
words = {1: "watch", 2: "leave", 3: "act"}
### END SOLUTION

# %% check="rumours" points=2
# Checks that words tells size from proof.
answer = checks.answer("words")
rows = checks.given("rumours").set_index("number")
mine = answer.pairs(
    list(rows.index), ["act", "watch", "leave"], look='Expected: each number with its word, such as {1: "act"}.'
)
missing = [number for number in rows.index if number not in mine]
answer.that(not missing, f"There is no word for rumour {next(iter(missing), '')}. Expected: one for each of the three.")
answer.that(len(mine) == len(rows), "Expected: the three rumours, and no others.")
why = {
    (
        1,
        "act",
    ): "the ratio is low, and 1 lies in its range: so few people differ as much by luck. An accusation needs more. What would tell?",
    (1, "leave"): "the gap is not small. Whether it is there at all, these few people cannot say. What would tell?",
    (2, "act"): "luck does not explain it, but look at its size, and at what it costs anybody.",
    (2, "watch"): "1 does not lie in the range: it is there. The question is how large it is.",
    (3, "watch"): "1 does not lie in the range, by far. It is no luck.",
    (3, "leave"): "look at the ratio. Who has no friend in the park loses a great deal.",
}
sure = (rows["ratio_high"] < 1) | (rows["ratio_low"] > 1)
small = rows["ratio"].between(0.9, 1 / 0.9)
for number in rows.index:
    expected = ("leave" if small[number] else "act") if sure[number] else "watch"
    answer.that(
        mine[number] == expected,
        f"Rumour {number}: {why.get((number, mine[number]), 'expected one of the three words.')}",
    )

# %% tags=["result"]
# Says what each word means for Monday.
if checks.is_right("words", shows="What follows"):
    rows = samples.checkpoint("rumours").set_index("number")
    print(
        f"1. {rows.loc[1, 'selected']} of {rows.loc[1, 'people']} were invited. Next year's are added to them; and somebody asks these people how it went."
    )
    print(
        f"2. {rows.loc[2, 'rate']:.0%} came with complete papers, of the others {rows.loc[2, 'others_rate']:.0%}. A list of papers on the agency's door is cheaper than a meeting."
    )
    lacking = (1 - rows.loc[2, "rate"]) / (1 - rows.loc[2, "others_rate"])
    print(
        f"   (Somebody will say: incomplete papers are {lacking:.1f} times as frequent! Also true: rare things make large ratios. What counts is what anybody loses: a second visit.)"
    )
    print(
        f"3. Without a friend {rows.loc[3, 'rate']:.0%} are invited, with one {rows.loc[3, 'others_rate']:.0%}. Points for friends give work to those who have it already."
    )

# %% [markdown]
# ## 4. And those who were never tried?
#
# The agency has an answer to section 2. "*Women who are hired pass their probation as often as men. So the score is right about both.*" The numbers are correct:

# %%
pool = samples.checkpoint("pool")
tried = pool[pool["probation"].notna()]
tried.assign(passed=tried["probation"] == "passed").groupby("sex")["passed"].agg(["size", "mean"]).round(2)

# %% tags=["result"]
# Says of how many people that is known.
rows = samples.checkpoint("pool")
known = rows["probation"].notna()
below = rows["screening_score"] < 60
print(
    f"That is known of {known.sum():,} of {len(rows):,} applicants, and of {(known & below).sum()} of the {below.sum():,} who were below 60 points."
)

# %% [markdown]
# Whoever was not invited never got a probation. Nobody knows what would have become of them: they were never tried. (The few from below 60 were let through by hand, because somebody knew them. They speak for themselves, not for the rest.) So
# "as many pass" says something about those who got through, and nothing about those who were turned away.
#
# Is there anything that is known of **everybody**, and says something about the work? Then we can ask the question that counts: *of those who could do the work, how many were invited?*
#
# **Your task.** Four lines:
#
# - `shows_ability`: the column that says something about the work **and** is known for all applicants, in quotes;
# - `able_from`: from how many points in that column on you say that somebody can do the work;
# - `able_women`, `able_men`: of the women (`"female"` in the column `sex`; the men are `"male"`) with at least so many points, the share that was invited.
#
# **You choose** the column, and the border.
#
# <details><summary>Hint 1: the idea</summary>Go through the columns of <code>pool</code>. What was measured at the bench, by the same task for all? The score itself cannot be the judge of the score.</details>
# <details><summary>Hint 2: the tools</summary>Some rows of a table: <code>table[table["column"] >= 40]</code>. The share of True in a column: <code>table["column"].mean()</code>. By group: <code>table.groupby("group")["column"].mean()</code>, and
# <code>["name"]</code> behind it takes one of them. <code>pool["column"].describe()</code> shows how points are spread.</details>
# <details><summary>Hint 3: an example with other data</summary>Of the pupils who swim at least 200 metres, who is in the team?<br>
# <code>swimmers = pupils[pupils["metres"] >= 200]</code><br>
# <code>in_team = swimmers.groupby("village")["team"].mean()</code><br>
# <code>from_hill = in_team["Hill"]</code></details>

# %% answer="able" choice=true
# Choose what shows ability, and see who of the able was invited.
### BEGIN SOLUTION
shows_ability = "test_result"
able_from = 60
able = pool[pool["test_result"] >= able_from]
invited = able.groupby("sex")["invited"].mean()
able_women, able_men = invited["female"], invited["male"]
### END SOLUTION

# %% check="able" points=2
# Checks that shows_ability is known for all and says something about the work, and both shares with your border.
answer = checks.answer("shows_ability")
rows = checks.given("pool")
named = answer.word([*rows.columns], look="Expected: the name of a column of pool, in quotes.")
why = {
    "probation": "is known only for those who were hired. Those who were turned away would drop out again.",
    "performance": "is known only for those who passed their probation. Those who were turned away would drop out again.",
    "hired": "is a decision about people. Who was not invited could not be hired.",
    "invited": "is the decision that is to be checked.",
    "screening_score": "is what is to be checked. It cannot be its own judge.",
    "education": "says what somebody learned long ago, not what they can do at the bench.",
    "years_experience": "says how long, not how well. And a break shortens it.",
    "gap_months": "says nothing about the work.",
    "age": "says nothing about the work.",
}
answer.that(
    named == "test_result",
    f"'{named}' {why.get(named, 'says nothing about the work itself.')} What did everybody do at the bench?",
)
border = checks.answer("able_from")
least = border.is_number()
border.that(
    rows["test_result"].quantile(0.2) <= least,
    f"From {least:g} points on nearly everybody is able. Expected: a border that tells who can do the work.",
)
border.that(
    least <= rows["test_result"].quantile(0.9),
    f"From {least:g} points on hardly anybody is able. Expected: a border that most of those who are hired reach.",
)
share = rows[rows["test_result"] >= least].groupby("sex")["invited"].mean()
whole = rows.groupby("sex")["invited"].mean()
turned = rows[rows["invited"]].groupby("sex")["test_result"].apply(lambda points: (points >= least).mean())
for name, sex in (("able_women", "female"), ("able_men", "male")):
    each = checks.answer(name)
    said = each.is_number()
    each.that(said <= 1, f"{name} is {said:g}. Expected: a share between 0 and 1.")
    each.that(abs(said - whole[sex]) > 0.002, f"{name} counts all of them. Expected: only those from your border on.")
    each.that(
        abs(said - turned[sex]) > 0.002,
        f"{name} says how many of the invited are able. Expected: turned round, how many of the able are invited.",
    )
    other = share["male" if sex == "female" else "female"]
    each.that(abs(said - other) > 0.001 or abs(other - share[sex]) <= 0.002, f"{name}: women and men are exchanged.")
    each.is_number(
        share[sex],
        tolerance=0.002,
        places=2,
        look=f"{name}: of the {'women' if sex == 'female' else 'men'} with at least {least:g} points, the share with invited True.",
    )

# %% tags=["result"]
# Says what that means in people.
if checks.is_right("shows_ability", "able_from", "able_women", "able_men", shows="What it means"):
    rows = samples.checkpoint("pool")
    border = float(checks.yours("able_from", 60))
    able = rows[rows["test_result"] >= border]
    able_females = able[able["sex"] == "female"]
    missed = round((checks.yours("able_men", 0.5) - checks.yours("able_women", 0.4)) * len(able_females))
    print(
        f"{len(able_females):,} women reached {border:g} points at the bench. At the men's rate {missed} more of them would have been invited."
    )
    stitchers = able_females[(able_females["job"] == "stitcher") & ~able_females["invited"]]
    print(f"{len(stitchers)} able women who wanted to be stitchers were turned away. Fang is short of stitchers.")
    mean = rows.groupby("sex")["test_result"].mean()
    print(
        f"The mean work sample: women {mean['female']:.1f}, men {mean['male']:.1f}. So the work does not explain the gap."
    )

# %% [markdown]
# ## 5. But sex is not in it
#
# "*The tool does not know anybody's sex or origin. How could it be unfair?*" That is true, both are not in it. We do not have the tool's rule either. But we can let the computer find a rule from the forms that gives nearly the same score, a
# **stand-in**, once with the column of sex and once without, and each time invite as many people as before:

# %%
rebuilt = samples.checkpoint("rebuilt")
rebuilt.head(3)

# %% [markdown]
# `with_sex` and `without_sex` say whom each stand-in would invite. And here are the columns of the form: how well each gives away a person's group, and how many points of the score go with it.

# %%
proxies = samples.checkpoint("proxies")
proxies

# %% [markdown]
# `gives_away` is 0 when the column says nothing about the group, and 1 when it names it; what lies below 0.1 is next to nothing. `points_spread` is by how many points the column moves scores, the other columns held equal. (Where people live is not in the table: the tool's form does not ask for it.)
#
# **Your task.** Two things:
#
# - `proxies_found`: for `"sex"` and for `"origin"` the column that both gives the group away **and** moves the score;
# - `ratio_without`: the impact ratio (women divided by men) when the stand-in decides **without** the column of sex.
#
# **You choose** which columns are proxies. A column that does only one of the two harms nobody by itself.
#
# <details><summary>Hint 1: the idea</summary>A leak needs two things: somebody must be able to tell the group from the column, and the score must use it.</details>
# <details><summary>Hint 2: the tools</summary>The share of True by group: <code>table.groupby("group")["column"].mean()</code>. One of them: <code>["name"]</code> behind it. A ratio is one divided by the other.</details>
# <details><summary>Hint 3: an example with other data</summary>A bank never asks for a customer's religion, but for the shop where he buys his meat:<br>
# <code>tells = {"religion": "butcher"}</code><br>
# <code>by_town = loans.groupby("town")["granted"].mean()</code><br>
# <code>gap = by_town["East"] / by_town["West"]</code></details>

# %% answer="proxies" choice=true
# Name the proxies, and work out the ratio without the column of sex.
### BEGIN SOLUTION
both = proxies[(proxies["gives_away"] > 0.1) & (proxies["points_spread"] > 0.5)]
proxies_found = both.set_index("attribute")["column"].to_dict()
shares = rebuilt.groupby("sex")["without_sex"].mean()
ratio_without = shares["female"] / shares["male"]
### END SOLUTION

# %% check="proxies" points=2
# Checks that each proxy both tells the group and moves the score, and the ratio without the column of sex.
answer = checks.answer("proxies_found")
rows = checks.given("proxies_whole").query("kind != 'together'")
groups, columns = list(rows["attribute"].unique()), list(rows["column"].unique())
mine = answer.pairs(groups, columns, look='Expected: each group with a column, such as {"sex": "job"}.')
for group in groups:
    answer.that(group in mine, f"There is no column for {group}. Expected: one for sex and one for origin.")
answer.that(len(mine) == len(groups), "Expected: sex and origin, and no others.")
verdicts = rows.set_index(["attribute", "column"])["verdict"]
for group in groups:
    answer.that((group, mine[group]) in verdicts.index, f"{group}: there is no column '{mine[group]}' in the table.")
    said = verdicts[group, mine[group]]
    why = {
        "gives the group away only": "it gives the group away, but the score does not use it.",
        "moves the score only": "it moves the score, but it is much alike in both groups.",
        "neither": "it neither gives the group away nor moves the score.",
    }.get(said, "")
    answer.that(not why, f"{mine[group]} for {group}: {why}")
number = checks.answer("ratio_without")
people = checks.given("rebuilt")
with_it, without = (people.groupby("sex")[name].mean() for name in ("with_sex", "without_sex"))
said = number.is_number()
number.that(said <= 5, f"ratio_without is {said:g}. Expected: a ratio, one share divided by another.")
number.that(
    abs(said - without["male"] / without["female"]) > 0.005, "It is turned round. Expected: women divided by men."
)
for name, sex in (("women", "female"), ("men", "male")):
    number.that(abs(said - without[sex]) > 0.003, f"That is the share of the {name}. Expected: women divided by men.")
number.is_number(
    without["female"] / without["male"],
    tolerance=0.001,
    places=2,
    look="ratio_without: expected the share of women with without_sex True, divided by that of men.",
)

# %% tags=["result"]
# Says what leaving out the column changes.
if checks.is_right("proxies_found", "ratio_without", shows="What it changes"):
    people = samples.checkpoint("rebuilt")
    shares = {name: people.groupby("sex")[name].mean() for name in ("with_sex", "without_sex")}
    ratios = {name: part["female"] / part["male"] for name, part in shares.items()}
    print(
        f"With the column of sex the ratio is {ratios['with_sex']:.2f}, without it {ratios['without_sex']:.2f}: leaving it out changes next to nothing."
    )
    rates = samples.checkpoint("pool").groupby("sex")["invited"].mean()
    print(
        f"(As people were really invited it is {rates['female'] / rates['male']:.2f}: at the agency somebody let a few through by hand. A stand-in does not.)"
    )
    gaps = samples.checkpoint("pool").groupby("sex")["gap_months"].mean()
    print(
        f"The longest break between two jobs: women {gaps['female']:.0f} months on average, men {gaps['male']:.0f}. The tool takes points off for it."
    )
    _ = fairness.draw_proxies(samples.checkpoint("proxies_whole"), attribute="sex")
    print(
        "And without the column nobody could have found this. So the agency must keep it, apart and locked, for the audit."
    )

# %% [markdown]
# **Part A ends here.** You have a page that was written before anybody looked, a group that is worst off, three rumours answered, and the column that brings it about. Save with Ctrl+S. Part B can wait until tomorrow.

# %% [markdown]
# # Part B: what to do about it
#
# ## 6. What a repair costs, and whom
#
# Four repairs are on the table. For each the agency worked out whom it would have invited among the applications of 2023 and 2024:
#
# | repair | what it does |
# |---|---|
# | a lower border | invites everybody from 57 points on |
# | a border for each sex | invites as many as now, the same share of women as of men |
# | breaks left out | takes out of the score what the breaks between jobs took off, and invites about as many as now |
# | the work sample alone | invites about as many as now, by the work sample at the bench only |

# %% tags=["set-up"]
# Part B begins here: after a break, or after a restart, run this cell first.
import pandas as pd

from millrace import checks, explain, fairness, privacy, samples, slips

slips.explain()

# %%
remedies = samples.checkpoint("remedies")
remedies.round(2)

# %% [markdown]
# `newly_invited` were not invited by today's rule; `ratio` is women to men in these two years, `ratio_worst_off` the worst-off group of section 2 to the best-off. An interview costs the firms **120 CNY**.
#
# Somebody pays for every repair: those who lose an invitation, or whoever pays for more interviews. (Today a person lets a few through by hand. No repair does, so each of them takes some invitations away, even the lower border.)
#
# **Your task.** Four lines:
#
# - `repair`: the one that you would choose, by its name;
# - `lose_it`: how many of those who are invited today would no longer be;
# - `more_cost`: what its additional interviews would cost in these two years, in CNY (below zero if there are fewer);
# - `needs_sex`: `True` if the agency must look at a person's sex to decide about that person, else `False`.
#
# **You choose** the repair. Several can be defended; one that costs money and leaves the gap between women and men nearly as it is cannot. Look at `ratio_worst_off`, too: what would your own tolerance say?
#
# <details><summary>Hint 1: the idea</summary>Whoever is invited by the repair was either invited before, or is newly invited. So how many of today's are left? And: may two people with the same form get different answers, because one is a woman?</details>
# <details><summary>Hint 2: the tools</summary>Read the numbers from the table and calculate with them. <code>table.set_index("name").loc["row", "column"]</code> takes one number out of a table.</details>
# <details><summary>Hint 3: an example with other data</summary>A choir of 40 chose anew: 42 singers, 9 of them new. So 33 are left of the 40:<br>
# <code>dropped = 40 - (42 - 9)</code></details>

# %% answer="repair" choice=true
# Choose a repair, and say what it costs.
### BEGIN SOLUTION
repair = "breaks left out"
table = remedies.set_index("remedy")
now, then = table.loc["as it is now"], table.loc[repair]
lose_it = now["invited"] - (then["invited"] - then["newly_invited"])
more_cost = 120 * (then["invited"] - now["invited"])
needs_sex = repair == "a border for each sex"
### END SOLUTION

# %% check="repair" points=2
# Checks that repair narrows the gap, and what it costs whom; it does not check which of those you chose.
word = checks.answer("repair")
rows = checks.given("remedies").set_index("remedy")
chosen = word.word([*rows.index], look="Expected: the name of a repair, as it is written in the table, in quotes.")
word.that(chosen != "as it is now", "Then nothing is repaired. Expected: one of the four repairs.")
now, then = rows.loc["as it is now"], rows.loc[chosen]
word.that(
    then["ratio"] >= max(now["ratio"] + 0.05, 0.82),
    f"With '{chosen}' women are invited {then['ratio']:.2f} times as often as men. It costs money, and the gap is nearly as large as before.",
)
number = checks.answer("lose_it")
said = number.is_number()
lost = now["invited"] - (then["invited"] - then["newly_invited"])
number.that(
    abs(said - then["newly_invited"]) > 0.5 or lost == then["newly_invited"],
    "lose_it: that is how many are invited anew. How many of today's are no longer invited?",
)
number.that(abs(said + lost) > 0.5 or lost == 0, "lose_it: expected a number of people, above zero.")
number.is_number(
    lost, tolerance=0.5, look="lose_it: those invited today, less those of them who are still invited by the repair."
)
cost = checks.answer("more_cost")
paid = cost.is_number()
cost.that(
    abs(paid - (then["invited"] - now["invited"])) > 0.5 or then["invited"] == now["invited"],
    "more_cost is a number of interviews. Expected: CNY.",
)
cost.that(
    abs(paid - 120 * then["newly_invited"]) > 0.5 or then["newly_invited"] == then["invited"] - now["invited"],
    "more_cost: those who are newly invited partly replace others. Expected: the cost of the additional interviews only.",
)
cost.is_number(
    120 * (then["invited"] - now["invited"]),
    tolerance=0.5,
    look="more_cost: the interviews beyond today's, at 120 CNY each.",
)
sex = checks.answer("needs_sex")
word = str(getattr(sex.value, "item", lambda: sex.value)()).strip().capitalize()
word = {"Yes": "True", "No": "False"}.get(word, word)
sex.that(word in ("True", "False"), "needs_sex: expected True or False, without quotes.")
sex.that(
    (word == "True") == (chosen == "a border for each sex"),
    "needs_sex: with two borders the same form gets another answer for a woman than for a man."
    if chosen == "a border for each sex"
    else "needs_sex: does that repair look at a person's sex when it decides about her? Or only at the form?",
)

# %% tags=["result"]
# Says what the chosen repair gives and takes.
if checks.is_right("repair", "lose_it", "more_cost", "needs_sex", shows="The price"):
    rows = samples.checkpoint("remedies").set_index("remedy")
    chosen = checks.answer("repair").word([*rows.index])
    now, mine = rows.loc["as it is now"], rows.loc[chosen]
    whom = samples.checkpoint("remedies_whom").query("remedy == @chosen").set_index("group")
    for group, row in whom.iterrows():
        print(
            f"- {group}: {row['newly_invited']} are invited who were not, {row['no_longer_invited']} no longer are. Of this group {row['rate_now']:.0%} are invited today, {row['rate']:.0%} then."
        )
    cost = 120 * (mine["invited"] - now["invited"])
    print(f"It costs {cost:,.0f} CNY in two years." if cost >= 0 else f"It saves {-cost:,.0f} CNY in two years.")
    limit = checks.yours("tolerance", 0.8)
    for name, ratio in {"women to men": mine["ratio"], "the worst-off group": mine["ratio_worst_off"]}.items():
        print(
            f"With a tolerance of {limit:g}: {name} {ratio:.2f}, {'within' if ratio >= limit else 'still beyond'} it."
        )
    print(
        f"(Women to men it was {now['ratio']:.2f} before, the worst-off group {now['ratio_worst_off']:.2f}: in these two years, not in all three.)"
    )
    print(
        f"The mean work sample of the invited goes from {now['mean_work_sample']:.1f} to {mine['mean_work_sample']:.1f} points."
    )
    if chosen == "the work sample alone":
        print("(Whoever chooses by the work sample gets the best work samples: that alone proves nothing.)")
    if chosen == "a border for each sex":
        print(
            "Two borders treat two people with the same form differently. In many countries that is against the law: ask a lawyer first."
        )

# %% [markdown]
# ## 7. Why she, and what could she do?
#
# Behind each number is somebody. This applicant did very well at the bench and was not invited:

# %%
she = samples.checkpoint("applicant")
she[
    [
        "job",
        "age",
        "commute_km",
        "education",
        "years_experience",
        "gap_months",
        "referral",
        "test_result",
        "screening_score",
    ]
].T

# %% [markdown]
# The stand-in of section 5 says how each column of her form moved her score, in points against the average of all. All lines together lead from the stand-in's average to her score; the last is what the stand-in cannot explain:

# %%
reasons = samples.checkpoint("reasons")
reasons[["column", "value", "usual", "points"]].round(1)

# %% [markdown]
# She calls the agency: "*Why? And what can I do better?*"
#
# **Your task.** Three lines:
#
# - `points_short`: how many points she is below the border of 60;
# - `took_most`: the column that took most points off her score;
# - `can_change`: the list of the columns of her form that she could still change herself before she applies again, within a year.
#
# **You choose** what a person can change within a year. About some columns one can argue: name them or not.
#
# <details><summary>Hint 1: the idea</summary>What lies in the past stays. What one is, one cannot change. What is left?</details>
# <details><summary>Hint 2: the form</summary>A list in square brackets, each name in quotes, commas between.</details>
# <details><summary>Hint 3: an example with other data</summary>A runner who was not taken into the team: <code>could_change = ["shoes", "training_hours"]</code></details>

# %% answer="reasons" choice=true
# Say what she is short of, what took it, and what she could change.
### BEGIN SOLUTION
points_short = 60 - she["screening_score"][0]
took_most = reasons.loc[reasons["points"].idxmin(), "column"]
can_change = ["test_result", "commute_km", "referral"]
### END SOLUTION

# %% check="reasons" points=2
# Checks the points, the column that took most, and that can_change holds nothing that lies in the past.
row, why = checks.given("applicant").iloc[0], checks.given("reasons")
number = checks.answer("points_short")
said = number.is_number()
short = 60 - row["screening_score"]
number.that(abs(said + short) > 0.01, "points_short: expected a number above zero.")
number.that(abs(said - row["screening_score"]) > 0.01, "points_short: that is her score. How far is it from 60?")
number.is_number(short, tolerance=0.01, look="points_short: the border of 60, less her score.")
word = checks.answer("took_most")
columns = [column for column in why["column"] if not column.startswith("(")]
named = word.word(columns, look="Expected: the name of a column of the table, in quotes.")
right = why.loc[why["points"].idxmin(), "column"]
points = why.set_index("column")["points"]
word.that(points[named] < 0, f"'{named}' gave her points. Expected: the column that took most away.")
word.that(named == right, f"'{named}' took {-points[named]:.1f} points. Another column took more.")
answer = checks.answer("can_change")
mine = answer.several(columns, look='Expected: a list of columns, such as ["one", "other"].')
never = {
    "gap_months": "the break lies in the past.",
    "age": "nobody chooses that.",
    "years_experience": "one more year counts little, and only if somebody hires her first.",
    "papers_complete": "hers were complete.",
}
for column in mine:
    answer.that(column in columns, f"There is no column '{column}' in the table. Expected: names from it.")
    answer.that(column not in never, f"{column}: {never.get(column, '')} She cannot change it.")
answer.that(
    "test_result" in mine or "commute_km" in mine or "referral" in mine,
    "Is there nothing that she can do sooner? Look at the work sample, at where she lives, at whom she knows.",
)

# %% tags=["result"]
# Asks for the least change that would turn the decision.
if checks.is_right("points_short", "took_most", "can_change", shows="The least change"):
    forms = samples.checkpoint("forms")
    form = [column for column in forms if column in set(samples.checkpoint("reasons")["column"])]
    ours = explain.stand_in(forms, score="screening_score", columns=form, threshold=60)
    steps = {
        "test_result": explain.step("test_result", by=5, until=100),
        "commute_km": explain.step("commute_km", by=-2, until=2, when="with time"),
        "referral": explain.step("referral", through=[False, True]),
    }
    mine = [steps[name] for name in checks.answer("can_change").several([*steps]) if name in steps]
    found = explain.least_change(
        ours, row=samples.checkpoint("applicant").iloc[0], can_change=mine, never=["gap_months", "age"]
    )
    print("With what you named:", found.sentence)
    print("A friend in the park helps her, and says nothing of her work: see rumour 3.")
    print("Is it fair to ask that of her? The break itself, which took most, she can never change.")

# %% [markdown]
# ## 8. The same question about money
#
# The bookkeeper's program gives trade customers a score, too. Below the border nobody gets terms of payment: pay first, then the goods leave. The bookkeeper: "*Four of five of those whom we trust pay on time. So the border is right.*"
#
# But what would the **refused** have done? Here is something rare: in 2024 some of those below the border were granted terms **by lot**, to learn just that (`decided_by` is `trial`). Others got them because a salesperson spoke up for them.

# %%
credit = samples.checkpoint("credit")
display(
    credit[["application_id", "region", "score", "score_threshold", "terms_granted_days", "decided_by", "paid"]].head(3)
)
known = credit[credit["paid"].notna()]
known.groupby("decided_by")["paid"].value_counts().unstack()

# %% [markdown]
# And here are customers whose score is near the border, by region (those for whom a salesperson spoke up left out). Two suppliers were asked about each (`reference_points`), and the program counts how old a firm's accounts are with banks **here** (`account_months_zhejiang`), not anywhere:

# %%
same_score = samples.checkpoint("same_score")
same_score

# %% [markdown]
# **Your task.** Three lines:
#
# - `would_pay`: which share of the refused would have paid on time, between 0 and 1, by the best evidence in the file;
# - `harmed`: the region whose good payers the border turns away more often, of the two in the table;
# - `because_of`: the column that best explains why the same score means different things in the two regions.
#
# **You choose** which rows are the evidence.
#
# <details><summary>Hint 1: the idea</summary>Who was let in because somebody knew them well is not like the rest. Whom did chance choose? And: customers with the same score should pay alike. If they do not, whose score is too low, and what is different?</details>
# <details><summary>Hint 2: the tools</summary><code>some = table[table["column"] == "word"]</code> takes some rows, <code>(some["column"] == "word").mean()</code> is a share of them.</details>
# <details><summary>Hint 3: an example with other data</summary>A school let 30 pupils into a course by lot:<br>
# <code>drawn = pupils[pupils["by"] == "lot"]</code><br>
# <code>would_pass = (drawn["result"] == "passed").mean()</code></details>

# %% answer="refused" choice=true
# Say what the refused would have done, and who is harmed by what.
### BEGIN SOLUTION
drawn = credit[credit["decided_by"] == "trial"]
would_pay = (drawn["paid"] == "on time").mean()
harmed = same_score.loc[same_score["paid_in_time"].idxmax(), "region"]
because_of = "account_months_zhejiang"
### END SOLUTION

# %% check="refused" points=2
# Checks that would_pay comes from those whom chance chose, and who is harmed by which column.
number = checks.answer("would_pay")
rows = checks.given("credit")
known = rows[rows["paid"].notna()]
good = known["paid"] == "on time"
by = good.groupby(known["decided_by"]).mean()
said = number.is_number()
number.that(said <= 1, f"would_pay is {said:g}. Expected: a share between 0 and 1, not a count and not per cent.")
number.that(
    abs(said - by["rule"]) > 0.003,
    "These were above the border. What they did says nothing of those below it.",
)
number.that(
    abs(said - by["salesperson"]) > 0.003,
    "For these a salesperson spoke up, who knew more than the score. The other refused had nobody to speak for them.",
)
number.that(
    abs(said - good.mean()) > 0.003, "All granted are in it. Expected: those below the border whom chance chose."
)
below = good[known["score"] < known["score_threshold"]].mean()
number.that(
    abs(said - below) > 0.003,
    "All below the border are in it, also those for whom somebody spoke up. Expected: those whom chance chose.",
)
number.is_number(
    by["trial"],
    tolerance=0.003,
    places=2,
    look="would_pay: of those granted by lot, the share that paid on time.",
)
table = checks.given("same_score").set_index("region")
word = checks.answer("harmed")
named = word.word([*table.index], look="Expected: one of the two regions of the table, in quotes.")
word.that(
    named == table["paid_in_time"].idxmax(),
    "With the same score, these pay less often. So their score is rather too high. Whose is too low?",
)
cause = checks.answer("because_of")
column = cause.word([*table.columns], look="Expected: the name of a column of the table, in quotes.")
why = {
    "reference_points": "those speak for the customers from elsewhere, and still they have no higher score. What holds it down?",
    "account_months_all": "the accounts are about as old in both regions, counted anywhere.",
    "years_known": "that differs little.",
    "paid_in_time": "that is what comes out. What goes into the score?",
    "mean_score": "that is the score itself. What goes into it?",
    "known": "that is how many customers there are.",
}
cause.that(column == "account_months_zhejiang", f"{column}: {why.get(column, '')}")

# %% tags=["result"]
# Says what the border costs, with the range of the lot.
if checks.is_right("would_pay", "harmed", "because_of", shows="What it costs"):
    told = samples.checkpoint("refused").set_index("who")
    lot = told.loc["granted by lot below it"]
    print(
        f"Of the {lot['known']:.0f} drawn by lot {lot['rate']:.0%} paid on time ({lot['low']:.0%} to {lot['high']:.0%}). Favourites paid in {told.loc['granted by hand below it', 'rate']:.0%} of cases: whoever sets the border by them is far off."
    )
    rows = samples.checkpoint("credit")
    away = rows[(rows["region"] == "other provinces") & (rows["terms_granted_days"] == 0)]
    print(
        f"By the lot, at least {lot['low']:.0%} of all refused would have paid. From other provinces alone {len(away)} applications were refused, for {away['amount_asked_cny'].sum():,.0f} CNY of goods."
    )
    by_lot = rows[(rows["decided_by"] == "trial") & rows["paid"].notna()]["region"].value_counts()
    print(
        f"(By region the lot is too few to say: {by_lot.get('other provinces', 0)} from other provinces. For that you had the table near the border.)"
    )
    above = rows[(rows["decided_by"] == "rule") & rows["paid"].notna()]["paid"].eq("on time").mean()
    print(
        f"The score is not worthless: above the border {above:.0%} pay on time. It counts one thing wrongly, for one region."
    )
    print("Without the lot nobody could know. A small, dated trial, limited in money, is the cheapest audit there is.")

# %% [markdown]
# ## 9. Fewer interviews
#
# Back to the applicants. Nobody told Fang, but his interviews became fewer:

# %%
months = samples.checkpoint("months")
months.tail(15).round(2)

# %% tags=["result"]
# Draws the invited share month by month.
made = samples.checkpoint("months").set_index("month")
axes = (100 * made["invited"]).plot(figsize=(8, 2.8), color="#b5532a", ylim=(0, 75))
axes.set_xticks(range(0, len(made), 3), made.index[::3], rotation=45)
first, last = (100 * part["invited"].mean() for part in (made.head(12), made.tail(6)))
_ = axes.set(
    title=f"Invited: {first:.0f} of 100 in the first year, {last:.0f} in the last half year",
    xlabel="",
    ylabel="% of applicants",
)

# %% [markdown]
# Fewer can be invited because **other people** apply, because somebody else **decides** (people override the tool more often than before), or because the **tool** itself gives other points to the same people.
#
# **Your task.** `what_changed`: `"people"`, `"who decides"` or `"tool"`; and `since`: the first month in which it shows, such as `"2024-06"`.
#
# **You choose** which columns of the table tell the three apart.
#
# <details><summary>Hint 1: the idea</summary>If other people came, what would you see in the work sample and the experience? If others decided, how often would the invitation still be what the score says (<code>as_the_score_says</code>)?</details>
# <details><summary>Hint 2: the tool</summary><code>months.set_index("month")[["work_sample", "score"]].plot()</code> draws columns side by side; the table itself shows it, too.</details>
# <details><summary>Hint 3: an example with other data</summary>A scale at the market: <code>cause, month = "scale", "2023-11"</code></details>

# %% answer="changed" choice=true
# Say what changed, and since when.
### BEGIN SOLUTION
what_changed = "tool"
score = months.set_index("month")["score"]
falls = score[::-1].rolling(3).mean()[::-1] - score.shift().rolling(3).mean()
since = falls.idxmin()
### END SOLUTION

# %% check="changed" points=1
# Checks what changed, and the month.
word = checks.answer("what_changed")
said = word.word(["people", "who decides", "tool"])
word.that(said != "people", "Then the work samples or the experience would have changed as well. Did they?")
word.that(said != "who decides", "Then the invitations would follow the score less often than before. Do they?")
answer = checks.answer("since")
month = answer.month()
right = checks.given("tool_change").iloc[0]
first, last = (pd.Period(pd.Timestamp(right[name]), "M") for name in ("low_day", "high_day"))
# in a month that changed on its last days, the table shows it one month later
late = pd.Timestamp(right["day"]).day > 10
answer.that(month >= first, "In that month the scores are still as before.")
answer.that(month <= last + int(late), "It began earlier: look at the column score.")

# %% tags=["result"]
# Splits the fall into its three parts.
if checks.is_right("what_changed", "since", shows="The parts"):
    day = pd.Timestamp(samples.checkpoint("tool_change")["day"].iloc[0])
    parts = samples.checkpoint("drifted").set_index("part")
    print(
        f"From {day:%d %B %Y} on, people who are alike get {-samples.checkpoint('tool_change')['change_points'].iloc[0]:.1f} points less. The border stayed at 60."
    )
    words = {"other people": "people", "other rule": "tool", "other routing": "who decides"}
    for part, row in parts.iterrows():
        print(
            f"- {words.get(part, part)}: {100 * row['change']:+.0f} points of the invited share ({100 * row['low']:+.0f} to {100 * row['high']:+.0f}), {row['verdict']}"
        )
    rows = samples.checkpoint("pool")
    since_then = pd.to_datetime(rows["applied"]) >= day
    for name, part in {"Before": rows[~since_then], "Since": rows[since_then]}.items():
        by_sex = part.groupby("sex")["invited"].mean()
        by_both = part.groupby(["sex", "origin"])["invited"].mean()
        print(
            f"- {name}: women to men {by_sex['female'] / by_sex['male']:.2f}, the worst-off group to the best-off {by_both.min() / by_both.max():.2f}."
        )
    print("The repairs of section 6 were tried on the years before. Before you recommend one, say so.")
    print("And what the applicant of section 7 was told no longer holds: she would need these points, too.")
    print(
        "No error message came. Whoever uses a tool of others needs one number per month, and somebody who looks at it."
    )

# %% [markdown]
# **Part B ends here.** You have a repair with its price, an honest answer for one applicant, a border that turns good payers away, and a day on which a tool changed. Save with Ctrl+S. Part C can wait until tomorrow.

# %% [markdown]
# # Part C: what is shown, and to whom
#
# ## 10. The list called anonymous
#
# A student is to write a thesis about hiring in the park. The agency wants to send her this list: "*No names, no numbers. It is anonymous.*"

# %% tags=["set-up"]
# Part C begins here: after a break, or after a restart, run this cell first.
import pandas as pd

from millrace import checks, explain, fairness, privacy, samples, slips

slips.explain()

# %%
nameless = samples.checkpoint("nameless")
nameless.head(3)

# %% [markdown]
# Whoever knows a neighbour's age, part of town, trade, and about when he applied can look him up, and read whether he was refused. `privacy.single_out(table, quasi_identifiers=[...])` counts how many people are alone with what is known of them.
#
# To make a list coarser, one says **how** each column may be coarsened. Here are the ways:

# %%
ways = {
    "lives_in": privacy.tree({
        "near the park": ["Foundry Road", "Canal Side", "Old Town", "North Gate", "Market East", "Market West"],
        "farther out": ["Tea Hill", "River Bend", "South Orchard", "Lotus Village", "Stone Bridge", "Airport Road"],
    }),
    "age": privacy.bands([5, 10, 20]),
    "job": privacy.tree({"workshop": ["cutter", "stitcher"], "shop and office": ["shop assistant", "online shop", "office"]}),
    "applied": privacy.parts_of_date(),
}  # fmt: skip

# %% [markdown]
# `privacy.anonymise(table, quasi_identifiers=ways, k=...)` finds the coarsening that loses least, so that nobody is in a group of fewer than `k` people who look alike. But ten who look alike protect nobody if all ten were refused: `sensitive="column", diversity=2` asks for
# groups in which that column is not the same for all. `.table` behind it is the coarser list, `.levels` says what became of each column.
#
# **Your task.** Three lines:
#
# - `alone`: how many of the people in `nameless` are alone with the four columns of `ways`;
# - `coarser`: what `privacy.anonymise` makes of `nameless`, with the `k` that you can answer for (5 is usual for such lists);
# - `kept`: the column among the four that keeps most of its detail, so whose `loss` in `.levels` is the smallest, in quotes.
#
# **You choose** k, and whether a few rows may be left out (`most_set_aside=0.02` leaves out up to 2 of 100; then the others lose less).
#
# <details><summary>Hint 1: the idea</summary>The smaller the groups, the more the student learns, and the more a neighbour learns too. <code>k</code> is the least: bands and years are wide steps, so groups often get larger.</details>
# <details><summary>Hint 2: the tools</summary><code>found = privacy.single_out(table, quasi_identifiers=["one", "other"])</code> has a row for each combination of columns; the last one has all of them: <code>found["alone"].iloc[-1]</code>. A line of its own with <code>coarser.levels</code> shows what became of the columns.</details>
# <details><summary>Hint 3: an example with other data</summary>A choir's list:<br>
# <code>seen = privacy.single_out(singers, quasi_identifiers=["street", "voice"])</code><br>
# <code>rough = privacy.anonymise(singers, quasi_identifiers=choir_ways, k=8, sensitive="has_paid", diversity=2)</code></details>

# %% answer="anonymous" choice=true
# Count who is alone, then make a list in which nobody is.
### BEGIN SOLUTION
found = privacy.single_out(nameless, quasi_identifiers=list(ways))
alone = found["alone"].iloc[-1]
coarser = privacy.anonymise(
    nameless, quasi_identifiers=ways, k=5, sensitive="invited", diversity=2, most_set_aside=0.02
)
kept = coarser.levels.sort_values("loss")["column"].iloc[0]
### END SOLUTION

# %% check="anonymous" points=2
# Checks how many are alone, that nobody is in the coarser list, and that it still says something.
rows = checks.given("nameless")
known = ["age", "lives_in", "job", "applied"]
number = checks.answer("alone")
said = number.is_number()
sizes = rows.groupby(known, dropna=False)["invited"].transform("size")
number.that(
    said > 1, f"alone is {said:g}. Expected: a number of people, of those who share all four columns with nobody else."
)
for left in known:
    fewer = rows.groupby([name for name in known if name != left])["invited"].transform("size")
    number.that(
        abs(said - (fewer == 1).sum()) > 0.5 or (fewer == 1).sum() == (sizes == 1).sum(),
        f"alone: {left} is left out. Expected: with all four columns.",
    )
few = (sizes < 5).sum()
number.that(
    abs(said - few) > 0.5 or few == (sizes == 1).sum(),
    "alone: these are in groups of fewer than five. How many are alone?",
)
number.is_number((sizes == 1).sum(), tolerance=0.5, look="alone: those who share all four columns with nobody else.")
answer = checks.answer("coarser")
table = getattr(answer.value, "table", answer.value)
answer.that(
    isinstance(table, pd.DataFrame) and set(known) <= set(table.columns),
    "It is no list with the four columns. Expected: what privacy.anonymise returns.",
)
groups = table.astype(dict.fromkeys(known, str)).groupby(known)[known[0]].transform("size")
smallest = int(groups.min()) if len(groups) else 0
answer.that(
    smallest >= 5,
    f"Some people are in a group of {smallest}: whoever knows one of them learns about all. Expected: groups of 5 at least.",
)
more = [str(name) for name in table.columns if name not in [*known, "invited"]]
answer.that(
    not more,
    f"The list has a column '{next(iter(more), '')}' besides. What was coarsened may stand there in full again. Expected: the four columns and invited.",
)
answer.that(len(table) <= len(rows), "It has more rows than the list. Expected: the same people, coarser.")
answer.that(
    len(table) >= 0.9 * len(rows),
    f"{len(rows) - len(table):,} of {len(rows):,} people are left out. Expected: a list about nearly all of them; let it lose detail instead.",
)
answer.that(
    "invited" in table and table["invited"].notna().all(),
    "The column invited is gone or empty, and that is what the thesis is about.",
)
gone = int(rows["invited"].sum()) - int(table["invited"].sum())
answer.that(
    0 <= gone <= len(rows) - len(table),
    "The column invited is changed, and that is what the thesis is about. Expected: as it was.",
)
alike = table.astype(dict.fromkeys(known, str)).groupby(known)["invited"].agg(["size", "nunique"])
uniform = alike[alike["nunique"] == 1]
answer.that(
    uniform.empty,
    f"In {len(uniform)} of {len(alike)} groups all were invited, or all refused: whoever knows one of them knows it. The task says what to ask for.",
)
for name in known:
    for value, part in table.groupby(name, observed=True):
        like = rows[rows[name].astype(str).str.startswith(str(value))]
        answer.that(
            like.empty or part["invited"].sum() <= like["invited"].sum(),
            "The column invited no longer belongs to the same people. Expected: as it was.",
        )
varied = [name for name in known if table[name].astype(str).nunique() > 1]
answer.that(
    varied,
    "Nothing is left in the four columns: then the list says nothing. Expected: groups as small as you can answer for.",
)
word = checks.answer("kept")
named = word.word(known, look="Expected: one of the four columns, in quotes.")
levels = getattr(answer.value, "levels", None)
lost = levels.set_index("column")["loss"] if levels is not None else None
word.that(
    named in varied and (lost is None or lost[named] <= lost.min() + 1e-9),
    f"{named} lost more than another column. Look at coarser.levels.",
)

# %% tags=["result"]
# Draws who is alone by how much is known, and says what the list lost.
if checks.is_right("alone", "coarser", "kept", shows="The picture"):
    whole = samples.checkpoint("nameless")
    _ = privacy.draw_single_out(privacy.single_out(whole, quasi_identifiers=["age", "lives_in", "job", "applied"]))
    print("Yours:", getattr(coarser, "sentence", ""))
    for most in (0, 0.02):
        other = privacy.anonymise(
            whole, quasi_identifiers=ways, k=5, sensitive="invited", diversity=2, most_set_aside=most
        )
        print(f"With k=5 and up to {100 * most:.0f} of 100 left out:", other.sentence)
    print("Whoever is left out is left out of the thesis, too. They are those who differ most: say so to the student.")
    print(
        "Coarser is not yet anonymous for ever: who knows a fifth thing, or has a second list, may learn more. So it goes to one person, by name, for one purpose, until a date."
    )

# %% [markdown]
# ## 11. Who gets no data?
#
# Fourteen vendors want to show Fang what their tool can do, "*just send us some of your data*". Here is what each would see (`purpose`), and what its contract says:

# %%
offers = samples.checkpoint("data_offers")
offers

# %% [markdown]
# **Your task.** `no_data`: the list of those that get **no data about people** from you, as things are.
#
# **You choose** the rule. Some must be on it, some need not, and about some one can argue.
#
# <details><summary>Hint 1: the idea</summary>Three questions: would there be people in what it sees? Where would that be kept? Would it be used to teach the vendor's tool, and so for others?</details>
# <details><summary>Hint 2: the tools</summary><code>offers[offers["column"] == "word"]</code> shows some rows. <code>list(table["name"])</code> makes a list of names.</details>
# <details><summary>Hint 3: an example with other data</summary>Whom a doctor sends no letters: <code>closed_to = ["Dr. Nobody", "Quickpill"]</code></details>

# %% answer="no-data" choice=true
# List those that get no data about people.
### BEGIN SOLUTION
elsewhere = ~offers["data_location"].isin(["own computer", "mainland China"])
taught = offers["trains_on_customer_data"] == "yes"
no_data = list(offers.loc[elsewhere | taught, "name"])
### END SOLUTION

# %% check="no-data" points=1
# Checks that no_data holds those about whom there is no doubt, and none against whom nothing speaks.
answer = checks.answer("no_data")
rows = checks.given("data_offers").set_index("name")
mine = answer.several([*rows.index], look='Expected: a list of names, such as ["One", "Other"].')
for name in mine:
    answer.that(name in rows.index, f"There is no offer '{name}'. Expected: names as in the table.")
away = ~rows["data_location"].isin(["own computer", "mainland China"])
people = rows["purpose"].isin(["chat answering", "customer win-back", "translation", "meeting notes"])
must = rows.index[(away | rows["trains_on_customer_data"].eq("yes")) & people]
sound = rows.index[rows["trains_on_customer_data"].eq("no") & ~away]
for name in must:
    where, taught = rows.loc[name, ["data_location", "trains_on_customer_data"]]
    answer.that(
        name in mine,
        f"{name} ({rows.loc[name, 'purpose']}) would get names and words of people. Look where it keeps them, and what it does with them.",
    )
for name in sound:
    answer.that(
        name not in mine,
        f"{name} keeps data {'on your own computer' if rows.loc[name, 'data_location'] == 'own computer' else 'in the country'} and does not learn from them. What speaks against it?",
    )

# %% tags=["result"]
# Says which of them must be asked before anything is sent.
if checks.is_right("no_data", shows="What is left to ask"):
    rows = samples.checkpoint("data_offers").set_index("name")
    unclear = rows.index[(rows["trains_on_customer_data"] == "unclear") & (rows["data_location"] == "mainland China")]
    print(
        f"To be asked in writing before a single row is sent: {', '.join(unclear)}. They do not say whether they learn from customers' data."
    )
    print("And nobody gets more columns than the tool needs: a forecast needs no names.")

# %% [markdown] essay="recommend" points=5
# ## 12. Should we use it, and on whom?
#
# **Write to Fang, in about 150 words**: use the agency's tool alone from January, use it with conditions, or not at all? Say whom it turns away and how sure that is, and what brings it about. Say which repair you
# propose and who pays for it. Say who decides in doubtful cases, which number is looked at every month, by whom, and from which value on you stop. Mind from which years your numbers are (section 9). And say what you do **not** know.
#
# Click the box below and write there. Your trainer reads it: 5 points.
#
# === BEGIN MARK SCHEME ===
#
# | level | points | the text |
# |---|---|---|
# | missing | 0 | is empty, or repeats that the tool does not know anybody's sex |
# | begun | 1-2 | has a decision and says that women are invited less often; 2 with the ratio and the counts or the range |
# | sound | 3-4 | names the worst-off group, the break as what brings it about, a repair with its price (who loses an invitation, what it costs), and a person who decides; 4 when a monthly number, who looks at it and a value at which to stop are named |
# | excellent | 5 | besides, says what is not known (nobody tried the refused; the work sample is not the work; two of three rumours), and why the group column must be kept for the audit |
#
# === END MARK SCHEME ===

# %% [markdown] essay="notice" points=5
# ## 13. What the applicants are told
#
# **Write the notice that hangs at the agency's door, in about 100 words, for people who never heard of a score.** They must learn: that a program helps to decide, what it looks at, what it does not look at, who decides in the end, how
# one asks why, and how one objects. No word that your grandmother would have to ask about.
#
# Three facts for it:
#
# - The head of the agency has the last word. She reads every form between 55 and 60 points herself.
# - Whoever asks at the counter is told the reasons within a week.
# - Who objects writes to the park's office within a month.
#
# What the program looks at you know from section 5. What it shall look at from January you have chosen in section 6.
#
# Click the box below and write there. Your trainer reads it: 5 points.
#
# === BEGIN MARK SCHEME ===
#
# | level | points | the notice |
# |---|---|---|
# | missing | 0 | is empty, or praises the tool |
# | begun | 1-2 | says that a program is used; 2 when it also says what it looks at |
# | sound | 3-4 | besides, says who decides in the end and how to ask why; 4 when it says how to object, to whom and until when |
# | excellent | 5 | besides, is true (breaks and the way to work count, or no longer count), is free of technical words, and would be understood at a first reading |
#
# === END MARK SCHEME ===

# %% [markdown]
# ## The end, and Monday
#
# Save with Ctrl+S and press **Validate** above: it runs the whole lab afresh and names what is still open. Then hand in this file as your trainer told you.
#
# On Monday: take one list by which your company decides about people, and write the page of section 1 for it: who decides what, about whom, by which measure, and who is harmed if it goes wrong. Do not look at a number before it is signed.
# Then the notebook `own-files.ipynb` beside this lab counts for your list what you counted here. Or in a few lines of your own, in a new cell:
#
#     from millrace import intake
#     mine = intake.read_table(r"D:\office\applicants.xlsx")
#     page = fairness.contract(
#         decision="invite", decided_by="the owner", fixed_on="2026-03-02", groups=["sex"], selected="invited",
#         harmed="who is not invited", harm="allocation",
#     )
#     fairness.audit(mine, page)
