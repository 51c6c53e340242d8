"""From a plan of pieces to materials: what is needed per period, by the bill of materials."""

import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns
from millrace.inventory.amounts import numbers_in

__all__ = ["materials_needed", "plan_without_recipe"]


def materials_needed(
    plan: pd.DataFrame,
    recipe: pd.DataFrame,
    *,
    item: str,
    period: str,
    pieces: str,
    material: str,
    per_piece: str,
    scrap_share: str | None = None,
) -> pd.DataFrame:
    """Work out how much of each material a plan needs per period.

    Parameters
    ----------
    plan : DataFrame
        One row per item and period: what is to be made, in pieces; rows of one item and period are added up.
    recipe : DataFrame
        One row per item and material (the bill of materials).
    item : str
        The column that names the item, in both tables.
    period, pieces : str
        Columns of the plan.
    material, per_piece : str
        Columns of the recipe; what one good piece holds, in the unit of the material.
    scrap_share : str, optional
        Column of the recipe: the share of what is issued that is cut off or spoiled, from 0 to below 1.

    Returns
    -------
    DataFrame
        One row per material and period, then rows of items without a recipe, whose ``material`` is missing: the
        material, the period, ``needed`` (to be issued, in the unit; missing without a recipe), ``pieces`` (of the
        items it goes into), ``status`` ("by recipe" or "no recipe for LB-B001").

    Raises
    ------
    ColumnError
        When a column is missing, or holds text, gaps or values below 0.
    ArgumentError
        When the recipe names a material twice for an item, or a scrap share is 1 or more.

    Examples
    --------
    >>> plan = pd.DataFrame({"sku": ["bag", "belt", "cap"], "week": 1, "pieces": [10, 20, 5]})
    >>> recipe = pd.DataFrame({"sku": ["bag", "belt"], "material": "leather", "dm2": [50.0, 8.0], "scrap": [0.2, 0.0]})
    >>> needs = materials_needed(plan, recipe, item="sku", period="week", pieces="pieces", material="material",
    ...                          per_piece="dm2", scrap_share="scrap")
    >>> needs[["needed", "status"]].values.tolist()
    [[785.0, 'by recipe'], [nan, 'no recipe for cap']]
    """
    require_columns(plan, [item, period], table="the plan")
    numbers_in(plan, [pieces], table="the plan", least=0)
    require_columns(recipe, [item, material], table="the recipe")
    numbers_in(recipe, [per_piece, *([scrap_share] if scrap_share else [])], table="the recipe", least=0)
    for table, columns, name in ((plan, [item, period], "the plan"), (recipe, [item, material], "the recipe")):
        if table[columns].isna().any().any():
            raise ColumnError(f"Columns {in_words(columns)} of {name} have gaps. A name in every row was expected.")
    _check(recipe, item, material, scrap_share)
    issued = recipe[per_piece] / (1 - (recipe[scrap_share] if scrap_share else 0.0))
    each = pd.DataFrame({item: recipe[item], "material": recipe[material], "_issued": issued})
    made = plan.groupby([item, period], observed=True)[pieces].sum().rename("pieces").reset_index()
    both = made.rename(columns={period: "_period"}).merge(each, on=item, how="left")
    both["needed"] = both["pieces"] * both["_issued"]
    known = both[both["material"].notna()]
    needs = known.groupby(["material", "_period"], observed=True, as_index=False)[["needed", "pieces"]].sum()
    missing = both[both["material"].isna()]
    lost = missing[["_period", "pieces"]].assign(status="no recipe for " + missing[item].astype(str))
    table = pd.concat([needs.assign(status="by recipe"), lost], ignore_index=True) if len(lost) else needs.assign(
        status="by recipe"
    )  # fmt: skip
    table = table.rename(columns={"material": material, "_period": period})
    return table[[material, period, "needed", "pieces", "status"]]


def plan_without_recipe(plan: pd.DataFrame, recipe: pd.DataFrame, *, item: str, pieces: str) -> pd.DataFrame:
    """Return the items of a plan that no recipe knows.

    Parameters
    ----------
    plan, recipe : DataFrame
        As in `materials_needed`.
    item, pieces : str
        Columns, as there.

    Returns
    -------
    DataFrame
        One row per item, most pieces first: the item and ``pieces``.

    Examples
    --------
    >>> plan = pd.DataFrame({"sku": ["bag", "cap"], "n": [10, 5]})
    >>> plan_without_recipe(plan, pd.DataFrame({"sku": ["bag"]}), item="sku", pieces="n").values.tolist()
    [['cap', 5]]
    """
    require_columns(plan, [item, pieces], table="the plan")
    require_columns(recipe, [item], table="the recipe")
    rows = plan[~plan[item].isin(recipe[item])]
    table = rows.groupby(item, observed=True)[pieces].sum().rename("pieces").reset_index()
    return table.sort_values("pieces", ascending=False, kind="stable", ignore_index=True)


def _check(recipe: pd.DataFrame, item: str, material: str, scrap_share: str | None) -> None:
    twice = recipe[recipe.duplicated([item, material])]
    if len(twice):
        raise ArgumentError(
            f"The recipe of {in_words(twice[item].iloc[0])} names {in_words(twice[material].iloc[0])} twice. One row "
            "per item and material was expected. Add the two up, or take the old one out."
        )
    if scrap_share and (recipe[scrap_share] >= 1).any():
        raise ArgumentError(
            f"Column '{scrap_share}' of the recipe has shares of 1 or more. A share below 1 was expected. Write 12 % "
            "as 0.12."
        )
