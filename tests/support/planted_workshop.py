"""Finds what is planted in the workshop's files from the files alone, as a competent analyst would."""

import pandas as pd
from scipy import stats

STITCHING, PAINTING = "stitching", "edge painting"
PEELS = "edge paint peels"


def clean_events(tables):
    """Read times, leave trials out, and drop what cannot be: backwards, or begun and ended in one minute."""
    events = tables["production_events.csv"]
    events = events[events["order_no"].str.fullmatch(r"\d\d-\d+")].copy()
    for column in ("started", "ended"):
        events[column] = pd.to_datetime(events[column], format="%Y-%m-%d %H:%M")
    events["hours"] = (events["ended"] - events["started"]).dt.total_seconds() / 3600
    before = events.groupby(["order_no", "line"])["ended"].shift()
    events["wait_hours"] = (events["started"] - before).dt.total_seconds() / 3600
    sound = (events["hours"] > 0) & ~(events["wait_hours"] < 0)
    items = tables["products.csv"].set_index("sku")
    events["family"] = events["sku"].map(items["family"])
    events["colour"] = events["sku"].map(items["description"]).str.split(", ").str[-1]
    return events[sound | events["ended"].isna()]


def dirty_terminals(tables):
    """Trials, steps that run backwards, a bench mate who forgets to sign off, another who keys the day at its end."""
    events = tables["production_events.csv"]
    trials = ~events["order_no"].str.fullmatch(r"\d\d-\d+")
    backwards = (events["ended"] < events["started"]).sum()
    missing = events["ended"].isna().groupby(events["operator"]).mean().sort_values()
    at_once = (events["ended"] == events["started"]).groupby(events["operator"]).sum().sort_values()
    forgetful = missing.iloc[-1] > 2.5 * missing.iloc[-2]
    last_minute = at_once.iloc[-1] > 40 and at_once.iloc[-1] > 3 * at_once.iloc[-2]
    return bool(trials.any() and backwards > 20 and forgetful and last_minute)


def queue_before_painting(tables):
    """Stitching takes longest; lines wait longest before painting, which is quick, and most in a quarter of weeks."""
    events = clean_events(tables)
    same_day = events[events["started"].dt.date == events["ended"].dt.date]
    by = same_day.groupby("step")
    minutes = (by["hours"].sum() * 60 / by["pieces"].sum()).sort_values()
    waits = events.groupby("step")["wait_hours"].mean().dropna().sort_values()
    painted = events[events["step"] == PAINTING]
    weekly = painted.groupby(painted["started"].dt.to_period("W"))["wait_hours"].mean().sort_values()
    quarter = len(weekly) // 4
    return bool(
        minutes.index[-1] == STITCHING
        and PAINTING in minutes.index[:3]
        and waits.index[-1] == PAINTING
        and waits.iloc[-1] > 2 * waits.iloc[-2]
        and weekly.iloc[-quarter:].mean() > 2.5 * weekly.iloc[:quarter].mean()
    )


def rework_in_two_steps_and_one_kind(tables):
    """Two steps make most rework; in both of them one family in one colour is far above all others together."""
    events = clean_events(tables)
    by_step = events.groupby("step")[["rework_pieces", "pieces"]].sum()
    shares = (by_step["rework_pieces"] / by_step["rework_pieces"].sum()).sort_values()
    worst, odds = [], []
    for step in shares.index[-2:]:
        kinds = events[events["step"] == step].groupby(["family", "colour"])[["rework_pieces", "pieces"]].sum()
        kinds = kinds[kinds["pieces"] > 0.02 * kinds["pieces"].sum()]
        one = (kinds["rework_pieces"] / kinds["pieces"]).idxmax()
        rest = kinds.drop(index=one).sum()
        worst.append(one)
        odds.append(
            kinds.loc[one, "rework_pieces"] / kinds.loc[one, "pieces"] / (rest["rework_pieces"] / rest["pieces"])
        )
    return bool(shares.iloc[-2:].sum() > 0.5 and worst[0] == worst[1] and min(odds) > 3)


def cutter_who_wastes_in_every_family(tables):
    """One cutter is below the others in every family with lines enough; over all families it hardly shows."""
    events = clean_events(tables)
    cut = events[events["step"] == "cutting"]
    by = cut.groupby(["family", "operator"])
    sums, lines = by[["leather_issued_dm2", "scrap_dm2"]].sum(), by.size().unstack()
    used = (1 - sums["scrap_dm2"] / sums["leather_issued_dm2"]).unstack()
    used = used[lines.min(axis=1) >= 12]
    worst = used.idxmin(axis=1)
    total = cut.groupby("operator")[["leather_issued_dm2", "scrap_dm2"]].sum()
    overall = 1 - total["scrap_dm2"] / total["leather_issued_dm2"]
    others, one = used.drop(columns=worst.iloc[0]).min(axis=1), worst.iloc[0]
    gap, seen = (others - used[one]).min(), overall.drop(one).min() - overall[one]
    return bool(worst.nunique() == 1 and gap > 0.025 and seen < 0.6 * gap)


def lot_and_paint_together(tables):
    """Among all cells of lot and paint, those beyond chance (Bonferroni) share a paint; with the other paint the same
    lots are sound, and so is the paint on other lots."""
    pieces = tables["inspections.csv"]
    pieces = pieces[pieces["step_found"] == "final"].dropna(subset=["leather_lot"])
    pieces = pieces.assign(peels=pieces["defect"] == PEELS)
    cells = pieces.groupby(["leather_lot", "edge_paint"])["peels"].agg(["sum", "size"]).reset_index()
    cells["p"] = stats.binom.sf(cells["sum"] - 1, cells["size"], pieces["peels"].mean())
    found = cells[(cells["p"] < 0.05 / len(cells)) & (cells["size"] >= 8)]
    if found.empty:
        return False
    paint = found.groupby("edge_paint")["sum"].sum().idxmax()
    in_lots = pieces["leather_lot"].isin(found.loc[found["edge_paint"] == paint, "leather_lot"])
    with_paint = pieces["edge_paint"] == paint
    together, lots_alone, paint_alone = (
        pieces.loc[rows, "peels"] for rows in (in_lots & with_paint, in_lots & ~with_paint, ~in_lots & with_paint)
    )
    tests = [
        stats.fisher_exact([[a.sum(), (~a).sum()] for a in (together, alone)], alternative="greater").pvalue
        for alone in (lots_alone, paint_alone)
    ]
    return bool(paint == "water" and together.mean() > 0.12 and max(tests) < 0.01)


def small_groups_that_look_worst(tables):
    """The highest rates belong to groups of four pieces at most, and do not hold when all groups are tested at once."""
    pieces = tables["inspections.csv"]
    bad = pieces["result"] == "defect"
    groups = pd.concat([bad.groupby(pieces[c]).agg(["sum", "size"]) for c in ("sku", "hardware_lot", "inspector")])
    groups["rate"] = groups["sum"] / groups["size"]
    small = groups[(groups["size"] <= 4) & (groups["sum"] >= 2) & (groups["rate"] >= 0.6)]
    chance = stats.binom.sf(small["sum"] - 1, small["size"], bad.mean())
    large = groups.loc[groups["size"] >= 30, "rate"].max()
    not_beyond_chance = (chance * len(groups) > 0.05).sum()
    return bool(len(small) >= 3 and small["rate"].min() > large and not_beyond_chance >= 2)


def inspector_who_finds_more_small_things(tables):
    """One inspector finds more minor defects than the others in most months, but not more major ones."""
    pieces = tables["inspections.csv"]
    often = pieces["inspector"].value_counts()
    pieces = pieces[pieces["inspector"].isin(often.index[often >= 100])]
    minor, worse = (
        pieces["severity"].isin(levels).groupby(pieces["inspector"]).mean()
        for levels in (["minor"], ["major", "critical"])
    )
    one = minor.idxmax()
    counts = [(pieces["inspector"] == one), pieces["severity"].eq("minor")]
    p_value = stats.chi2_contingency(pd.crosstab(*counts)).pvalue
    months = pieces["severity"].eq("minor").groupby([pieces["date"].str[:7], pieces["inspector"]]).mean().unstack()
    leads = (months.idxmax(axis=1) == one).mean()
    alike = worse[one] < 1.7 * worse.drop(one).max()
    return bool(minor[one] > 1.6 * minor.drop(one).max() and p_value < 0.001 and leads > 0.6 and alike)


DETECTORS = {
    "production_events.csv": dirty_terminals,
    "bottleneck": queue_before_painting,
    "rework": rework_in_two_steps_and_one_kind,
    "leather_utilisation": cutter_who_wastes_in_every_family,
    "root_cause": lot_and_paint_together,
    "small_number_decoys": small_groups_that_look_worst,
    "strict_inspector": inspector_who_finds_more_small_things,
}
