"""Suppliers, materials and deliveries as the office keeps them, and which lot lay on the shelf on which day."""

import numpy as np
import pandas as pd

from lantern.company import Company, remembered
from lantern.sample_file import SampleFile, documented, write_plain
from lantern.supply import lots, material_list
from lantern.supply import truths as supply_truths
from lantern.supply.delivery_notes import write_notes
from lantern.supply.flow import flow_of
from lantern.supply.supplier_list import INSPECTORS
from lantern.trade import calendar

__all__ = ["FILES", "TRUTHS", "deliveries", "lots_in_use", "material_of", "materials", "suppliers", "weak_lots"]

# Some orders are placed by telephone, and nobody writes down which day was promised.
NO_PROMISE_SHARE = 0.035


def suppliers(company: Company) -> pd.DataFrame:
    """Return the list of suppliers.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per supplier, with ``true_role``.
    """
    table = flow_of(company).suppliers.reset_index(names="true_role")
    table["certificate"] = table["certificate"].replace("", None)
    return table[[*(column.name for column in FILES[0].columns), "true_role"]]


def materials(company: Company) -> pd.DataFrame:
    """Return the list of materials with the habits of ordering.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per material, with ``true_for_sku`` (bought for one style; ``none``: for an order that never came).
    """
    flow = flow_of(company)
    table, number = flow.materials, flow.suppliers["supplier_id"]
    made_for = (
        company.products.set_index("sku")["description"].reindex(table["for_sku"]).str.split(", ", n=1, expand=True)
    )
    alone = made_for[0].notna().to_numpy()
    return pd.DataFrame(
        {
            "material_id": table["material_id"],
            "name": table["name"],
            "group": table["group"],
            "unit": table["unit"],
            "price_cny": table["price"],
            "supplier_id": table["main"].map(number),
            "second_supplier_id": table["second"].map(number),
            "lead_time_days": table["main"].map(flow.suppliers["quoted_lead_time_days"]),
            "reorder_point": table["reorder_point"],
            "order_quantity": table["order_quantity"],
            "shelf_life_days": table["shelf_life_days"].where(table["shelf_life_days"] > 0).astype("Int64"),
            "used_for_family": table["families"].where(table["for_sku"] != "none", "none").replace({"": None}),
            "used_for_style": table["styles"].where(~alone, made_for[0].to_numpy()).replace({"": None}),
            "used_for_colour": table["colours"].where(~alone, made_for[1].to_numpy()).replace({"": None}),
            "true_for_sku": table["for_sku"],
        }
    )


@remembered
def deliveries(company: Company) -> pd.DataFrame:
    """Return the deliveries of three years, and the orders that had not come by the end.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        One row per delivery, with ``true_tail`` (one of the very late ones), ``true_urgent`` (bought because there was
        nothing left), ``true_faulty_share`` (also where nobody looked) and ``true_position`` (in the flow).
    """
    rng = company.chance("deliveries").spawn(20)[-1]
    facts, flow = lots.deliveries_with_lots(company), flow_of(company)
    facts = facts.assign(
        true_position=np.arange(len(facts)), group=flow.materials["group"].to_numpy()[facts["material"]]
    )
    facts = facts.sort_values(["ordered", "material", "received"], kind="stable", ignore_index=True)
    came = (facts["received"] < len(calendar.DAYS)).to_numpy()
    table = pd.DataFrame({"delivery_id": [f"D{number:04d}" for number in range(1, len(facts) + 1)]})
    table["supplier_id"] = facts["supplier_id"]
    table["material_id"] = flow.materials["material_id"].to_numpy()[facts["material"]]
    table["lot"] = facts["lot"]
    for column in ("ordered", "promised", "received"):
        table[column] = calendar.START + pd.to_timedelta(facts[column], unit="D")
    table["promised"] = table["promised"].where(rng.random(len(facts)) > NO_PROMISE_SHARE)
    table["received"] = table["received"].where(came)
    table["quantity_ordered"] = facts["quantity_ordered"]
    table["quantity_received"] = facts["quantity_received"].where(came)
    table["unit_price_cny"] = facts["unit_price_cny"]
    looked = came & facts["inspected"].to_numpy(dtype=bool)
    table["rejected_quantity"] = facts["rejected_quantity"].where(looked)
    who = np.array(INSPECTORS, dtype=object)[rng.choice(len(INSPECTORS), len(facts), p=[0.5, 0.3, 0.2])]
    who[~looked] = None
    table["inspected_by"] = who
    table["note"] = _notes(rng, facts, table, came)
    truth = facts[["true_tail", "urgent", "true_faulty_share", "true_position"]]
    return pd.concat([table, truth.rename(columns={"urgent": "true_urgent"})], axis=1)


def _notes(rng: np.random.Generator, facts: pd.DataFrame, table: pd.DataFrame, came: np.ndarray) -> pd.Series:
    first = table["delivery_id"].where(~facts["rest"]).groupby([facts["material"], facts["ordered"]]).transform("first")
    cases = facts[["group", "urgent", "rest"]].assign(
        first_id=first,
        days_late=np.where(came, facts["received"] - facts["promised"], 0),
        came_share=np.where(came, facts["quantity_received"] / facts["quantity_ordered"], 1.0),
        back_share=np.where(came, facts["rejected_quantity"] / facts["quantity_received"], 0.0),
    )
    return pd.Series([note or None for note in write_notes(rng, cases)], dtype=object)


def lots_in_use(company: Company) -> pd.DataFrame:
    """Return from when to when each lot of leather and hardware was in use, first in first out.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        ``material_id``, ``lot``, ``supplier_id``, ``in_use_from``, ``in_use_to``: for each leather and hardware that
        products are made of, every day of 2023 to 2025 belongs to one lot.
    """
    flow, days = flow_of(company), lots.lot_days(company)
    group, special = flow.materials["group"], flow.materials["for_sku"] != ""
    days = days[(group.isin(["leather", "hardware"]) & ~special).to_numpy()[days["material"]]]
    lot = lots.deliveries_with_lots(company).iloc[days["delivery"]]
    table = pd.DataFrame(
        {
            "material_id": flow.materials["material_id"].to_numpy()[days["material"]],
            "lot": lot["lot"].to_numpy(),
            "supplier_id": lot["supplier_id"].to_numpy(),
            "in_use_from": (calendar.START + pd.to_timedelta(days["first"], unit="D")).to_numpy(),
            "in_use_to": (calendar.START + pd.to_timedelta(days["last"], unit="D")).to_numpy(),
        }
    )
    return table.reset_index(drop=True)


def material_of(products: pd.DataFrame) -> pd.DataFrame:
    """Return the leather and the hardware of every product.

    Parameters
    ----------
    products : pandas.DataFrame
        The price list.

    Returns
    -------
    pandas.DataFrame
        One row per product: ``sku``, ``leather_id``, ``hardware_id``, ``leather_dm2`` (net area of one piece).
    """
    return material_list.material_of(products)


def weak_lots(company: Company) -> pd.DataFrame:
    """Return the lots whose leather does not hold the edge paint.

    Parameters
    ----------
    company : Company
        The truth.

    Returns
    -------
    pandas.DataFrame
        ``lot``, ``material_id``, ``supplier_id``, ``in_use_from``, ``in_use_to``: a run of lots of 2025.
    """
    return lots.find_weak_lots(company, material_of(company.products))


FILES = (
    SampleFile(
        "suppliers.csv",
        "Suppliers",
        "supplier",
        "Lead times are what the supplier said when the entry was made; some certificates are not known.",
        documented("""
            supplier_id | string | Number of the supplier, unique
            name | string | Name (invented)
            town | string | Town
            region | string | Province, or region abroad
            country | string | China or Italy
            distance_km | integer | Distance to the workshop, km
            supplies | string | leather, hardware, lining, thread, chemicals or boxes
            since | integer | Year of the first order
            payment_days | integer | Days until an invoice is due; 0: before or on delivery
            min_order_cny | integer | Smallest order accepted, CNY
            quoted_lead_time_days | integer | Days from order to delivery, as the supplier says
            certificate | string | Certificates shown to the office; empty: none known
            price_level | string | The buyer's note on prices
        """),
        write_plain(suppliers),
        ("supplier_id",),
    ),
    SampleFile(
        "materials.csv",
        "Materials and how they are ordered",
        "material",
        "Lead times, reorder points and quantities are what the office believes; nobody has checked them of late.",
        documented("""
            material_id | string | Number of the material, unique
            name | string | What it is
            group | string | leather, hardware, lining, thread, edge paint or box
            unit | string | dm2, piece, m or kg; all quantities of this material are in it
            price_cny | number | Standard price of one unit in 2025, CNY
            supplier_id | string | Usual supplier
            second_supplier_id | string | Another supplier who can deliver it; empty: none
            lead_time_days | integer | Days from order to delivery, as the office believes
            reorder_point | number | When the card shows no more than this (with what is on its way), it is ordered
            order_quantity | number | How much is ordered at a time
            shelf_life_days | integer | Days after which it must not be used; empty: it keeps
            used_for_family | string | Families of products that take it, ; between; empty: all; none: no product now
            used_for_style | string | Styles that take it, ; between; empty: all styles of those families
            used_for_colour | string | Colours of products that take it, ; between; empty: all colours
        """),
        write_plain(materials),
        ("material_id",),
        {"supplier_id": ("suppliers.csv", "supplier_id"), "second_supplier_id": ("suppliers.csv", "supplier_id")},
    ),
    SampleFile(
        "deliveries.csv",
        "Deliveries of materials",
        "delivery, or order that has not come yet",
        "Some deliveries were not inspected; some promised days were not written down; notes are as people write them.",
        documented("""
            delivery_id | string | Number of the delivery, unique
            supplier_id | string | Who delivered
            material_id | string | What
            lot | string | Lot number on the label, unique; empty: not yet received
            ordered | date | Day of the order
            promised | date | Day promised when it was ordered; empty: not written down
            received | date | Day of receipt; empty: not received by 2025-12-31
            quantity_ordered | number | Quantity still due when this delivery left, in the unit of the material
            quantity_received | number | Quantity received, before anything was sent back
            unit_price_cny | number | Price of one unit on the invoice, CNY
            rejected_quantity | number | Quantity sent back after inspection; empty: not inspected
            inspected_by | string | Who inspected it; empty: nobody
            note | string | Free text
        """),
        write_plain(deliveries),
        ("delivery_id",),
        {"supplier_id": ("suppliers.csv", "supplier_id"), "material_id": ("materials.csv", "material_id")},
    ),
)

TRUTHS = supply_truths.make_truths(deliveries, materials, weak_lots)
