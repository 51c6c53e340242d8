"""The workshop's files: they fit the orders and the lots, look like a workshop, and set the traps they are meant to."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import planted_workshop
from lantern import company
from lantern.office import price_list
from lantern.supply import file as supply
from lantern.workshop import file as workshop
from lantern.workshop import inspected_pieces, inspections, shop_floor

FILES = (*workshop.FILES, *inspections.FILES, *(file for file in price_list.FILES if file.name == "products.csv"))
KEY = ["order_no", "line"]


def read_files(truth, folder):
    tables = {}
    for file in FILES:
        file.write(truth, folder / file.name)
        tables[file.name] = file.read(folder / file.name)
    return tables


@pytest.fixture(scope="module", params=[0, 3])
def shop(request, tmp_path_factory):
    truth = company.generate(variant=request.param)
    folder = tmp_path_factory.mktemp("workshop")
    return SimpleNamespace(
        truth=truth,
        folder=folder,
        tables=read_files(truth, folder),
        steps=workshop.true_steps(truth),
        events=workshop.production_events(truth),
        pieces=inspections.inspections(truth),
    )


def wrong_rate(pieces, rows):
    return (pieces.loc[rows, "result"] == "defect").mean()


def test_every_row_but_the_trials_is_a_line_of_a_trade_order_of_2025(shop):
    orders = shop.truth.orders.set_index(KEY)
    events = shop.events[shop.events["true_problem"] != "test"]
    mine = orders.loc[pd.MultiIndex.from_frame(events[KEY])]
    assert (mine["sku"].to_numpy() == events["sku"].to_numpy()).all()
    assert (mine["pieces"].to_numpy() == events["pieces"].to_numpy()).all()
    assert (mine["date"].dt.year == 2025).all()
    assert (mine["desk"] != "online shop").all()
    assert not mine["cancelled"].any()


def test_every_trade_line_of_2025_is_cut_unless_it_came_in_the_last_days(shop):
    orders = shop.truth.orders
    wanted = orders[(orders["date"].dt.year == 2025) & (orders["desk"] != "online shop") & ~orders["cancelled"]]
    cut = pd.MultiIndex.from_frame(shop.events.loc[shop.events["step"] == "cutting", KEY])
    missing = wanted[~pd.MultiIndex.from_frame(wanted[KEY]).isin(cut)]
    assert (missing["date"] > "2025-12-15").all()


def test_a_line_passes_the_steps_of_its_family_in_order(shop):
    done = shop.steps[shop.steps["shipped"] < "2026-01-01"]
    routes = done.groupby(["position", "family"])["step"].agg(list).reset_index()
    assert (routes["step"] == routes["family"].map(shop_floor.ROUTES)).all()


def test_no_step_of_a_line_begins_before_the_one_before_it_has_ended(shop):
    before = shop.steps.groupby("position")["ended"].shift()
    assert (shop.steps["ended"] > shop.steps["started"]).all()
    assert not (shop.steps["started"] < before).any()


def test_all_work_lies_between_the_day_of_the_order_and_the_day_of_dispatch(shop):
    assert (shop.steps["started"] >= shop.steps["date"]).all()
    assert (shop.steps["ended"] < shop.steps["shipped"] + pd.Timedelta(days=1)).all()


def test_work_is_done_when_the_workshop_is_open(shop):
    for column in ("started", "ended"):
        times = shop.steps[column]
        minute = times.dt.hour * 60 + times.dt.minute
        assert ((minute.between(480, 720)) | (minute.between(780, 1050))).all()
        assert (times.dt.day_of_week < 6).all()
        assert not times.between("2025-01-24", "2025-02-08").any()


def test_an_operator_seldom_signs_for_two_benches_at_once(shop):
    """Exact capacity cannot be had, because the days of dispatch are given; the file's description says so."""
    steps = shop.steps.sort_values(["operator", "start", "end"])
    busy_until = steps.groupby("operator")["end"].transform(lambda ends: ends.cummax().shift())
    assert (steps["start"] < busy_until).mean() < 0.07


def test_work_is_a_small_part_of_the_time_on_the_floor(shop):
    """Touch time over lead time, in working hours from the first cut to the last parcel, is 3.5 to 10 %.

    George (2002), Lean Six Sigma, gives as typical 1 % for machining, 10 % for fabrication and 15 % for assembly.
    """
    lines = shop.steps.groupby("position").agg(start=("start", "min"), end=("end", "max"))
    work = (shop.steps["end"] - shop.steps["start"]).sum()
    assert 0.035 < work / (lines["end"] - lines["start"]).sum() < 0.10


def test_work_content_is_that_of_small_leather_goods(shop):
    """A bag takes 15 to 25 minutes of hands in all, a belt or wallet 5 to 12: simple goods, made in lots with clicker
    presses; a hand-made tote would take hours. No bench is booked above nine tenths of the year."""
    minutes = (shop.steps["end"] - shop.steps["start"]).groupby(shop.steps["family"]).sum()
    pieces = shop.steps[shop.steps["step"] == "cutting"].groupby("family")["pieces"].sum()
    each = minutes / pieces
    assert 13 < each["bag"] < 28
    assert 5 < each["wallet"] < 14
    assert 4 < each["belt"] < 14
    used = (shop.steps["end"] - shop.steps["start"]).groupby(shop.steps["operator"]).sum() / (298 * 510)
    assert used.max() < 0.9


def test_stitching_looks_like_the_bottleneck_and_painting_is_it(shop):
    record = workshop.TRUTHS[1].table(shop.truth).set_index("step")
    waits = record["wait_hours"].sort_values()
    assert record["minutes_a_piece"].idxmax() == "stitching"
    assert record["minutes_a_piece"].rank()["edge painting"] <= 3
    assert waits.index[-1] == "edge painting"
    assert waits.iloc[-1] > 2 * waits.iloc[-2]
    assert record["share_of_lead_time"].idxmax() == "edge painting"


def test_in_an_empty_shop_painting_keeps_nobody_waiting_longer_than_other_steps(shop):
    record = workshop.TRUTHS[1].table(shop.truth).set_index("step")
    empty = record["wait_hours_empty_shop"]
    assert empty["edge painting"] < 1.5 * empty.drop("edge painting").max()
    assert record.loc["edge painting", "wait_hours_full_shop"] > 3 * empty["edge painting"]


def test_lines_that_came_late_had_waited_longer_for_painting(shop):
    painting = shop.steps[shop.steps["step"] == "edge painting"]
    waits = painting.groupby(painting["shipped"] > painting["promised"])["wait"].mean()
    assert waits[True] > 1.4 * waits[False]


def test_rework_is_rare_but_in_one_kind_of_article_at_two_steps(shop):
    """Of a hundred pieces 4 to 14 are redone at some step: two digits are common where sewn goods are made by hand."""
    record = workshop.TRUTHS[2].table(shop.truth)
    made = shop.steps.loc[shop.steps["step"] == "cutting", "pieces"].sum()
    assert 0.04 < record["rework_pieces"].sum() / made < 0.14
    planted = record["planted"]
    rates = [record.loc[rows, "rework_pieces"].sum() / record.loc[rows, "pieces"].sum() for rows in (planted, ~planted)]
    assert rates[0] > 5 * rates[1]
    assert record[planted]["family"].nunique() == record[planted]["colour"].nunique() == 1


def test_the_kind_with_most_reworked_pieces_by_count_need_not_be_the_worst_by_rate(shop):
    events = planted_workshop.clean_events(shop.tables)
    kinds = events.groupby(["family", "colour"])[["rework_pieces", "pieces"]].sum()
    rate = kinds["rework_pieces"] / kinds["pieces"]
    planted = workshop.TRUTHS[2].table(shop.truth).query("planted").iloc[0]
    assert rate.idxmax() == (planted["family"], planted["colour"])
    assert kinds.loc[rate.idxmax(), "rework_pieces"] < 0.5 * kinds["rework_pieces"].sum()


def test_about_68_of_100_dm2_of_leather_are_used_and_less_for_bags_than_for_belts(shop):
    """Waste of 30 to 45 % is usual for furniture and car leather (leather-dictionary.com, "Leather cutting waste").

    Straight straps nest better than the irregular parts of bags.
    """
    cut = shop.steps[shop.steps["step"] == "cutting"]
    used = 1 - cut.groupby("family")["scrap_dm2"].sum() / cut.groupby("family")["leather_issued_dm2"].sum()
    assert 0.66 < 1 - cut["scrap_dm2"].sum() / cut["leather_issued_dm2"].sum() < 0.70
    assert used["bag"] < used["wallet"] < used["belt"]
    assert used.between(0.6, 0.82).all()


def test_leather_used_is_the_net_area_of_the_pieces(shop):
    cut = shop.steps[shop.steps["step"] == "cutting"]
    area = cut["sku"].map(supply.material_of(shop.truth.products).set_index("sku")["leather_dm2"])
    net = cut["leather_issued_dm2"].astype(float) - cut["scrap_dm2"].astype(float)
    assert (net - area * cut["pieces"]).abs().max() <= 1


def test_the_wasteful_cutter_looks_no_worse_than_the_others_until_families_are_told_apart(shop):
    record = workshop.TRUTHS[3].table(shop.truth)
    total = record.groupby("operator")[["leather_issued_dm2", "scrap_dm2"]].sum()
    overall = 1 - total["scrap_dm2"] / total["leather_issued_dm2"]
    assert overall[workshop.WASTEFUL_CUTTER] > overall.min()
    worst = record.loc[record.groupby("family")["utilisation"].idxmin(), "operator"]
    assert set(worst) == {workshop.WASTEFUL_CUTTER}


def test_times_are_the_true_ones_where_nothing_went_wrong_at_the_terminal(shop):
    sound = shop.events[shop.events["true_problem"] == ""]
    assert (pd.to_datetime(sound["started"]) == sound["true_started"]).all()
    assert (pd.to_datetime(sound["ended"]) == sound["true_ended"]).all()
    assert 0.93 < len(sound) / len(shop.events) < 0.985


def test_what_went_wrong_at_the_terminals_can_be_seen(shop):
    problem = shop.events["true_problem"]
    started, ended = (pd.to_datetime(shop.events[column]) for column in ("started", "ended"))
    open_end = problem.isin(["no end", "not ended in 2025"])
    assert (ended.isna() == open_end).all()
    assert 0.012 < open_end.mean() < 0.04
    assert (ended < started)[problem == "clock"].all()
    at_once = problem == "keyed at the end of the shift"
    assert (started == ended)[at_once].mean() > 0.95
    assert shop.events[at_once].groupby(started.dt.date)["ended"].nunique().max() <= 2
    assert (shop.events.loc[problem == "test", "order_no"] == "TEST").all()


def test_the_terminals_files_key_names_one_row(shop):
    assert not shop.tables["production_events.csv"].duplicated(["order_no", "line", "step"]).any()
    assert shop.tables["inspections.csv"]["inspection_id"].is_unique


def test_every_inspected_piece_belongs_to_a_line_that_had_come_to_that_step(shop):
    events = shop.events[shop.events["true_problem"] != "test"]
    packed = events[events["step"] == "packing"].set_index(KEY)["true_started"].dt.normalize()
    stitched = events[events["step"] == "stitching"].set_index(KEY)["true_ended"].dt.normalize()
    for step, day in (("final", packed), ("stitching", stitched)):
        pieces = shop.pieces[shop.pieces["step_found"] == step]
        assert (pieces["date"].to_numpy() == day.loc[pd.MultiIndex.from_frame(pieces[KEY])].to_numpy()).all()
    sku = events.drop_duplicates(KEY).set_index(KEY)["sku"]
    assert (shop.pieces["sku"].to_numpy() == sku.loc[pd.MultiIndex.from_frame(shop.pieces[KEY])].to_numpy()).all()


def test_no_line_gives_more_inspected_pieces_than_it_has(shop):
    counts = shop.pieces.groupby([*KEY, "step_found"]).size().reset_index(name="inspected")
    counts = counts.merge(shop.truth.orders[[*KEY, "pieces"]], on=KEY)
    assert (counts["inspected"] <= counts["pieces"]).all()


def test_every_lot_is_of_the_articles_material_and_was_in_use_before_the_inspection(shop):
    lots = (
        supply.lots_in_use(shop.truth)
        .groupby("lot")
        .agg(since=("in_use_from", "min"), material_id=("material_id", "first"))
    )
    material = supply.material_of(shop.truth.products).set_index("sku")
    for lot, of in (("leather_lot", "leather_id"), ("hardware_lot", "hardware_id")):
        known = shop.pieces[shop.pieces[lot].notna()]
        mine = lots.loc[known[lot]]
        assert (mine["since"].to_numpy() <= known["date"].to_numpy()).all()
        assert (mine["material_id"].to_numpy() == known["sku"].map(material[of]).to_numpy()).all()
        final = shop.pieces[shop.pieces["step_found"] == "final"]
        assert 0.005 < final[lot].isna().mean() < 0.035


def test_four_to_six_pieces_in_a_hundred_are_defective_and_few_are_critical(shop):
    """Buyers of leather goods commonly set AQL 2.5 for major and 4.0 for minor defects; this shop is near them."""
    severity = shop.pieces["severity"].value_counts()
    assert 0.036 < wrong_rate(shop.pieces, slice(None)) < 0.06
    assert severity["critical"] < severity["major"]
    assert severity["critical"] < severity["minor"]


def test_defects_cluster_in_weeks(shop):
    """The spread of weekly counts is more than that of coin tosses: a mean of squared deviations above 1.2, not 1."""
    bad = shop.pieces["result"] == "defect"
    weeks = bad.groupby(shop.pieces["date"].dt.to_period("W")).agg(["sum", "size"])
    expected = weeks["size"] * bad.mean()
    assert ((weeks["sum"] - expected) ** 2 / (expected * (1 - bad.mean()))).mean() > 1.2


def test_only_lot_and_paint_together_do_harm(shop):
    cells = inspections.TRUTHS[0].table(shop.truth).set_index("true_cell")
    usual = cells.loc["other lot, solvent", "defect_rate"]
    assert cells.loc["weak lot, water", "inspected"] >= 30
    assert 0.15 < cells.loc["weak lot, water", "peel_rate"] < 0.32
    assert cells.loc["other lot, water", "defect_rate"] < 1.5 * usual
    assert cells.loc["weak lot, solvent", "defect_rate"] < 1.8 * usual


def test_neither_the_weak_lots_nor_the_paint_looks_damning_by_itself(shop):
    pieces, bad = shop.pieces, shop.pieces["result"] == "defect"
    weak = pieces["true_cell"].str.startswith("weak")
    water = pieces["edge_paint"] == "water"
    assert bad[weak].mean() < 2.6 * bad[~weak].mean()
    assert bad[water].mean() < 1.8 * bad[~water].mean()


def test_some_innocent_lots_look_as_bad_as_the_weak_ones(shop):
    pieces, bad = shop.pieces, shop.pieces["result"] == "defect"
    weak = pieces["true_cell"].str.startswith("weak")
    lots = pd.concat([bad[~weak].groupby(pieces[lot]).agg(["mean", "size"]) for lot in ("leather_lot", "hardware_lot")])
    assert (lots["mean"][lots["size"] >= 20] >= bad[weak].mean()).sum() >= 2


def test_the_highest_rates_of_all_are_those_of_tiny_groups(shop):
    decoys = inspections.TRUTHS[1].table(shop.truth)
    assert (decoys["inspected"] <= 4).all()
    assert (decoys["defects"] / decoys["inspected"]).min() >= 0.6
    assert decoys["true_rate"].max() < 0.25
    for row in decoys.itertuples():
        seen = shop.tables["inspections.csv"]
        seen = seen[seen[row.factor] == row.level]
        assert (len(seen), seen["result"].eq("defect").sum()) == (row.inspected, row.defects)


def test_the_strict_inspector_looks_like_bad_work_in_all_defects_but_not_in_major_ones(shop):
    table = inspections.TRUTHS[2].table(shop.truth).set_index("inspector")
    strict, others = table[table["strict"]].iloc[0], table[~table["strict"]]
    assert strict["minor_rate"] > 1.7 * others["minor_rate"].max()
    assert strict["major_rate"] < 1.7 * others["major_rate"].max()


@pytest.mark.parametrize("file", FILES[:2], ids=lambda file: file.name)
def test_every_column_is_documented_in_the_order_of_the_file(shop, file):
    assert shop.tables[file.name].columns.tolist() == [column.name for column in file.columns]


@pytest.mark.parametrize("truth", [*workshop.TRUTHS, *inspections.TRUTHS], ids=lambda truth: truth.name)
def test_each_truth_can_be_told_in_words_and_found_in_the_files(shop, truth):
    numbers = truth.numbers(truth.table(shop.truth))
    assert "{" not in truth.planted.format(**numbers) + truth.price.format(**numbers)
    assert planted_workshop.DETECTORS[truth.name](shop.tables)


def nothing_wrong(rng, steps):
    return np.full(len(steps), "", dtype=object)


@pytest.mark.parametrize(
    ("name", "module", "changed"),
    [
        ("production_events.csv", workshop, {"_problems": nothing_wrong}),
        ("bottleneck", shop_floor, {"PAINT_QUIET": 0.6, "PAINT_BUSY": 0.6}),
        ("bottleneck", shop_floor, {"PAINT_QUIET": 7.0, "PAINT_BUSY": 7.0}),
        ("rework", shop_floor, {"REWORK_OF_KIND": {"gluing": 0.032, "finishing": 0.028}}),
        ("leather_utilisation", workshop, {"WASTE": 0.0}),
        ("root_cause", inspected_pieces, {"PEELS_TOGETHER": 0.014}),
        ("root_cause", inspected_pieces, {"PEELS_WEAK_ALONE": 12.0, "PEELS_TOGETHER": 0.17}),
        ("small_number_decoys", inspected_pieces, {"_plant_decoys": lambda rng, pieces: pieces}),
        ("strict_inspector", inspected_pieces, {"STRICT_FACTOR": 1.0}),
    ],
)
def test_nothing_is_found_where_nothing_is_planted(name, module, changed, monkeypatch, tmp_path):
    for attribute, value in changed.items():
        monkeypatch.setattr(module, attribute, value)
    tables = read_files(company.generate(variant=1), tmp_path)
    assert not planted_workshop.DETECTORS[name](tables)


def test_the_tables_can_be_changed_without_changing_the_record(shop):
    for table in (workshop.true_steps, shop_floor.schedule, inspected_pieces.inspected_pieces):
        mine = table(shop.truth)
        mine["order_no"] = "gone"
        assert "gone" not in set(table(shop.truth)["order_no"])
