"""A change of a total split into two: other shares of the groups (mix), and other rates within them."""

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, ColumnError, in_words, require_columns
from millrace.kpis.columns import Amounts, groups_of, numbers_of, require_rows

__all__ = ["mix_and_rate", "mix_sentence"]

ALL = "all"
COLUMNS = ["share_before", "share_after", "rate_before", "rate_after", "rate_change", "mix_effect", "rate_effect"]


def mix_and_rate(
    frame: pd.DataFrame,
    *,
    by: str,
    numerator: Amounts,
    denominator: Amounts = "rows",
    period: str,
    before: object,
    after: object,
) -> pd.DataFrame:
    """Split the change of a rate between two periods into what the mix of groups did and what the rates did.

    Parameters
    ----------
    frame : DataFrame
        The rows that are counted, of both periods.
    by : str
        The column that names the group, for example the topic of a ticket.
    numerator, denominator : str, Series or function
        As for `measure`; each group's denominator is its weight.
    period : str
        The column that tells the two periods apart.
    before, after : object
        Its values in the two periods, for example "before" and "after". Other rows are left out.

    Returns
    -------
    DataFrame
        One row per group, then "all": ``group``, ``denominator_before``, ``denominator_after``, ``share_before``,
        ``share_after`` (of the denominator), ``rate_before``, ``rate_after``, ``rate_change``, ``mix_effect`` and
        ``rate_effect`` (which add up to ``rate_change`` of "all"), ``mix_against_mean`` (the same mix effect, counted
        against the mean of all: above 0 where a group better than the mean grew, or a worse one shrank), ``remark``
        ("appeared", "vanished", "no denominator" or empty), and ``not_known`` (rows left out because a value is
        missing).

    Raises
    ------
    ArgumentError
        When the table is empty, a period has no row, or the two periods are the same.
    ColumnError
        When a column is missing or of the wrong kind, or a denominator is negative.

    Notes
    -----
    Kitagawa, "Components of a difference between two rates" (Journal of the American Statistical Association 50, 1955):
    mix effect = change of the share x mean of the two rates, rate effect = change of the rate x mean of the two shares.
    ``mix_against_mean`` takes the mean of both totals off the rates first; its sum is the same, and only it can be read
    group by group. A group that is in one period only has no change of rate: all it does is mix.

    Examples
    --------
    >>> tickets = pd.DataFrame({"when": ["before"] * 10 + ["after"] * 10,
    ...     "topic": ["easy"] * 5 + ["hard"] * 5 + ["easy"] * 9 + ["hard"],
    ...     "ok": [1, 1, 1, 1, 1, 1, 0, 0, 0, 0] + [1] * 8 + [0, 0]})
    >>> table = mix_and_rate(tickets, by="topic", numerator="ok", period="when", before="before", after="after")
    >>> table[["group", "rate_change", "mix_effect", "rate_effect"]].round(3)
      group  rate_change  mix_effect  rate_effect
    0  easy       -0.111       0.378       -0.078
    1  hard       -0.200      -0.040       -0.060
    2   all        0.200       0.338       -0.138
    """
    require_rows(frame)
    require_columns(frame, [period])
    sums, left_out = _sums(frame, by, numerator, denominator, period, before, after)
    totals = {name: sums[name].sum() for name in ("over_before", "over_after", "under_before", "under_after")}
    for name, value in (("before", before), ("after", after)):
        if not totals[f"under_{name}"] > 0:
            raise ArgumentError(
                f"The denominator of {name}={in_words(value)} is {totals[f'under_{name}']:g}. Something above 0 was "
                "expected. Look at the period and at what filtered the table."
            )
    table = _effects(sums, totals).assign(not_known=left_out.reindex(sums.index, fill_value=0))
    return pd.concat([table.rename_axis("group").reset_index(), _whole(table, totals)], ignore_index=True)


def _sums(
    frame: pd.DataFrame, by: str, numerator: Amounts, denominator: Amounts, period: str, before: object, after: object
) -> tuple[pd.DataFrame, pd.Series]:
    if before == after:
        raise ArgumentError(f"before and after are both {in_words(before)}. Two periods were expected. Name two.")
    is_before, is_after = (frame[period] == value for value in (before, after))
    for name, value, mask in (("before", before, is_before), ("after", after, is_after)):
        if not mask.any():
            has = list(dict.fromkeys(frame[period].dropna()))
            raise ArgumentError(
                f"{name}={in_words(value)} is not in column '{period}', which has {in_words(has)}. One of them was "
                "expected. Choose one."
            )
    over, under = numbers_of(frame, numerator, name="numerator"), numbers_of(frame, denominator, name="denominator")
    group, used = groups_of(frame, by), (is_before | is_after).to_numpy()
    known = used & ~np.isnan(over) & ~np.isnan(under)
    table = pd.DataFrame(
        {
            f"{kind}_{when}": np.where(known & mask.to_numpy(), amounts, 0.0)
            for kind, amounts in (("over", over), ("under", under))
            for when, mask in (("before", is_before), ("after", is_after))
        }
    )
    sums = table[used].groupby(group.to_numpy()[used]).sum()
    if bool((sums[["under_before", "under_after"]] < 0).to_numpy().any()):
        raise ColumnError("A group's denominator is below 0. Weights of 0 or more were expected. Correct it.")
    return sums, pd.Series(used & ~known).groupby(group.to_numpy()).sum()


def _effects(sums: pd.DataFrame, totals: dict[str, float]) -> pd.DataFrame:
    share = {when: sums[f"under_{when}"] / totals[f"under_{when}"] for when in ("before", "after")}
    rate = {when: sums[f"over_{when}"] / sums[f"under_{when}"].where(sums[f"under_{when}"] > 0) for when in share}
    # a group that is in one period only keeps its rate, so that all of its effect is mix
    first, second = rate["before"].fillna(rate["after"]).fillna(0.0), rate["after"].fillna(rate["before"]).fillna(0.0)
    moved, mean_rate = share["after"] - share["before"], (first + second) / 2
    middle = sum(totals[f"over_{when}"] / totals[f"under_{when}"] for when in share) / 2
    empty = {when: sums[f"under_{when}"] == 0 for when in share}
    remark = np.select(
        [empty["before"] & empty["after"], empty["before"], empty["after"]],
        ["no denominator", "appeared", "vanished"],
        "",
    )
    return pd.DataFrame(
        {
            **{f"denominator_{when}": sums[f"under_{when}"] for when in share},
            **{f"share_{when}": share[when] for when in share},
            **{f"rate_{when}": rate[when] for when in share},
            "rate_change": rate["after"] - rate["before"],
            "mix_effect": moved * mean_rate,
            "rate_effect": (second - first) * (share["before"] + share["after"]) / 2,
            "mix_against_mean": moved * (mean_rate - middle),
            "remark": remark,
        }
    )


def _whole(table: pd.DataFrame, totals: dict[str, float]) -> pd.DataFrame:
    rates = {when: totals[f"over_{when}"] / totals[f"under_{when}"] for when in ("before", "after")}
    row = {
        "group": ALL,
        **{f"denominator_{when}": totals[f"under_{when}"] for when in rates},
        **{f"share_{when}": 1.0 for when in rates},
        **{f"rate_{when}": rates[when] for when in rates},
        "rate_change": rates["after"] - rates["before"],
        **{name: table[name].sum() for name in ("mix_effect", "rate_effect", "mix_against_mean", "not_known")},
        "remark": "",
    }
    return pd.DataFrame([row])[["group", *table.columns]]


def mix_sentence(table: pd.DataFrame, *, unit: str = "share") -> str:
    """Say in one or two sentences what moved the total, and whether it hides that its groups went the other way.

    Parameters
    ----------
    table : DataFrame
        The result of `mix_and_rate`.
    unit : str
        "share" is written in percentage points; any other unit follows the number.

    Returns
    -------
    str
        With "although every group went the other way" where the total and all its groups disagree (Simpson's paradox),
        the number of groups where only most do, and what appeared or vanished.

    Raises
    ------
    ColumnError
        When it is not such a table.

    Examples
    --------
    >>> tickets = pd.DataFrame({"when": ["before"] * 10 + ["after"] * 10,
    ...     "topic": ["easy"] * 5 + ["hard"] * 5 + ["easy"] * 9 + ["hard"],
    ...     "ok": [1, 1, 1, 1, 1, 1, 0, 0, 0, 0] + [1] * 8 + [0, 0]})
    >>> print(mix_sentence(mix_and_rate(
    ...     tickets, by="topic", numerator="ok", period="when", before="before", after="after")))
    The total rose by 20.0 points, although every group fell (2 of 2): the mix brought +33.8 points, the rates -13.8.
    """
    require_columns(table, ["group", *COLUMNS, "remark"], table="the table of mix and rate")
    whole, groups = table.iloc[-1], table.iloc[:-1]
    change = float(whole["rate_change"])
    parts = [_first_part(groups, change, unit), _split(whole, unit)]
    text = ": ".join(parts) + "."
    for remark in ("appeared", "vanished"):
        names = groups.loc[groups["remark"] == remark, "group"].tolist()
        text += f" {', '.join(names)} {remark}, which counts as mix." if names else ""
    return text


def _first_part(groups: pd.DataFrame, change: float, unit: str) -> str:
    both = groups["rate_change"].dropna()
    against = int((both * np.sign(change) < 0).sum())
    if abs(change) < 1e-12:
        return "The total did not change"
    moved, other = ("rose", "fell") if change > 0 else ("fell", "rose")
    text = f"The total {moved} by {_amount(abs(change), unit)}"
    if against and against == len(both):
        return f"{text}, although every group {other} ({against} of {len(both)})"
    return f"{text}, although {against} of {len(both)} groups {other}" if against > len(both) / 2 else text


def _split(whole: pd.Series, unit: str) -> str:
    mix, rate = float(whole["mix_effect"]), float(whole["rate_effect"])
    plain = _amount(rate, unit, sign=True).removesuffix(" points").removesuffix(f" {unit}")
    return f"the mix brought {_amount(mix, unit, sign=True)}, the rates {plain}"


def _amount(value: float, unit: str, *, sign: bool = False) -> str:
    mark = "+" if sign else ""
    return f"{100 * value:{mark}.1f} points" if unit == "share" else f"{value:{mark},.3g} {unit}"
