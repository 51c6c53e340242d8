"""Who can be singled out by columns that look harmless: people who are alone, or nearly so, with what others know."""

import itertools
from collections.abc import Sequence

import pandas as pd

from millrace.errors import ArgumentError
from millrace.privacy.combinations import Combinations, check_least, columns_of, combinations, joined

__all__ = ["k_of", "single_out", "single_out_by_column", "whom"]

LEAST = 5
MOST_COLUMNS = 12  # 4,095 combinations of columns
HELD = ["alone", "in_small_groups", "alone_share", "small_share", "smallest_group"]


def k_of(frame: pd.DataFrame, *, quasi_identifiers: str | Sequence[str], person: str | None = None) -> int:
    """Return the size of the smallest group of people who look alike: the k of k-anonymity.

    Parameters
    ----------
    frame : DataFrame
        One row per person, or several with ``person``.
    quasi_identifiers : list of str
        The columns that others may know. A missing value is a value of its own.
    person : str, optional
        The column of the person's code, where a person has several rows: k counts people, not rows.

    Returns
    -------
    int
        1 when somebody is alone.

    Raises
    ------
    ColumnError
        When a column is missing or the table is empty.

    Notes
    -----
    Sweeney, k-anonymity: a model for protecting privacy (2002).

    Examples
    --------
    >>> staff = pd.DataFrame({"work": ["sales", "sales", "office"], "age": ["25-34", "25-34", "45-54"]})
    >>> k_of(staff, quasi_identifiers=["work", "age"])
    1
    """
    return int(combinations(frame, columns_of(quasi_identifiers), person).people.min())


def whom(
    frame: pd.DataFrame, *, quasi_identifiers: str | Sequence[str], person: str | None = None, least: int = LEAST
) -> pd.Series:
    """Mark the rows of people who share their combination with too few others.

    Parameters
    ----------
    frame : DataFrame
        One row per person, or several with ``person``.
    quasi_identifiers : list of str
        The columns that others may know.
    person : str, optional
        The column of the person's code, where a person has several rows.
    least : int
        The smallest group that is safe, in people; 2 marks only who is alone.

    Returns
    -------
    Series of bool
        On the index of ``frame``. It is personal data itself: keep it with the table.

    Raises
    ------
    ColumnError
        When a column is missing or the table is empty.
    ArgumentError
        When ``least`` is no whole number above 1.

    Examples
    --------
    >>> whom(pd.DataFrame({"work": ["sales", "sales", "office"]}), quasi_identifiers="work", least=2).tolist()
    [False, False, True]
    """
    found = combinations(frame, columns_of(quasi_identifiers), person)
    return pd.Series(found.people[found.place] < check_least(least, "least"), index=frame.index, name="singled_out")


def single_out(
    frame: pd.DataFrame, *, quasi_identifiers: str | Sequence[str], person: str | None = None, least: int = LEAST
) -> pd.DataFrame:
    """Count the people whom one, two or more harmless-looking columns single out.

    Parameters
    ----------
    frame : DataFrame
        One row per person, or several with ``person``.
    quasi_identifiers : list of str
        The columns that others may know, 12 at most. A missing value is a value of its own.
    person : str, optional
        The column of the person's code, where a person has several rows. Somebody with two combinations counts once,
        by the smaller group.
    least : int
        The smallest group that is safe, in people.

    Returns
    -------
    DataFrame
        One row per combination of columns, fewest columns first, then most people alone: ``columns`` (their names),
        ``number_of_columns``, ``people``, ``alone`` (nobody else has the same), ``in_small_groups`` (of fewer than
        ``least``, those alone included), ``alone_share``, ``small_share`` (of people), ``smallest_group`` (k),
        ``rows_with_missing`` (rows in which one of the columns is empty: read as unknown instead of as a value, they
        would hide people).

    Raises
    ------
    ColumnError
        When a column is missing or the table is empty.
    ArgumentError
        When more than 12 columns are named, or ``least`` is no whole number above 1.

    Notes
    -----
    Sweeney, Simple demographics often identify people uniquely (2000). People in the table are counted: with the whole
    town around them, fewer would be alone, but a colleague or neighbour often knows who is in the table.

    Examples
    --------
    >>> staff = pd.DataFrame({"work": ["sales", "sales", "office"], "age": ["25-34", "45-54", "45-54"]})
    >>> single_out(staff, quasi_identifiers=["work", "age"])[["columns", "alone"]].values.tolist()
    [['work', 1], ['age', 1], ['work, age', 3]]
    """
    columns, least = _few_columns(quasi_identifiers), check_least(least, "least")
    found = combinations(frame, columns, person)
    empty = frame[columns].isna().to_numpy()
    rows = []
    for number in range(1, len(columns) + 1):
        for chosen in itertools.combinations(range(len(columns)), number):
            rows.append(
                {
                    "columns": ", ".join(columns[place] for place in chosen),
                    "number_of_columns": number,
                    "people": found.number,
                    **_counted(found, chosen, least),
                    "rows_with_missing": int(empty[:, list(chosen)].any(axis=1).sum()),
                }
            )
    table = pd.DataFrame(rows)
    return table.sort_values(
        ["number_of_columns", "alone", "in_small_groups"], ascending=[True, False, False], kind="stable"
    ).reset_index(drop=True)


def _few_columns(quasi_identifiers: str | Sequence[str]) -> list[str]:
    columns = columns_of(quasi_identifiers)
    if len(columns) > MOST_COLUMNS:
        raise ArgumentError(
            f"{len(columns)} quasi-identifiers were named. {MOST_COLUMNS} at most were expected: {2 ** len(columns):,} "
            "combinations would be looked at. Keep those that others are most likely to know."
        )
    return columns


def _counted(found: Combinations, chosen: Sequence[int], least: int) -> dict[str, int | float]:
    group, groups = joined(
        [found.codes[:, place] for place in chosen], [len(found.values[place]) for place in chosen], len(found.codes)
    )
    size, people = found.smallest(found.sizes(group, groups)[group])
    alone, small = int(people[size == 1].sum()), int(people[size < least].sum())
    counts = (alone, small, alone / found.number, small / found.number, int(size.min()))
    return dict(zip(HELD, counts, strict=True))


def single_out_by_column(
    frame: pd.DataFrame, *, quasi_identifiers: str | Sequence[str], person: str | None = None, least: int = LEAST
) -> pd.DataFrame:
    """Say which column does most to single people out: how many fewer would be alone without it.

    Parameters
    ----------
    frame : DataFrame
        One row per person, or several with ``person``.
    quasi_identifiers : list of str
        The columns that others may know.
    person : str, optional
        The column of the person's code, where a person has several rows.
    least : int
        The smallest group that is safe, in people.

    Returns
    -------
    DataFrame
        One row per column, the most revealing first: ``column``, ``distinct`` (values, a missing one included),
        ``alone_by_itself``, ``alone_with_all``, ``alone_without_it``, ``fewer_alone`` (people), and the same for small
        groups: ``in_small_groups_with_all``, ``in_small_groups_without_it``, ``fewer_in_small_groups``.

    Raises
    ------
    ColumnError
        When a column is missing or the table is empty.
    ArgumentError
        When ``least`` is no whole number above 1.

    Examples
    --------
    >>> staff = pd.DataFrame({"work": ["sales", "sales", "office"], "age": [31, 44, 52]})
    >>> single_out_by_column(staff, quasi_identifiers=["work", "age"])[["column", "fewer_alone"]].values.tolist()
    [['age', 2], ['work', 0]]
    """
    columns, least = columns_of(quasi_identifiers), check_least(least, "least")
    found = combinations(frame, columns, person)
    every = range(len(columns))
    with_all, rows = _counted(found, every, least), []
    for place in every:
        without = _counted(found, [other for other in every if other != place], least)
        rows.append(
            {
                "column": columns[place],
                "distinct": len(found.values[place]),
                "alone_by_itself": _counted(found, [place], least)["alone"],
                "alone_with_all": with_all["alone"],
                "alone_without_it": without["alone"],
                "fewer_alone": with_all["alone"] - without["alone"],
                "in_small_groups_with_all": with_all["in_small_groups"],
                "in_small_groups_without_it": without["in_small_groups"],
                "fewer_in_small_groups": with_all["in_small_groups"] - without["in_small_groups"],
            }
        )
    return (
        pd.DataFrame(rows)
        .sort_values(["fewer_alone", "fewer_in_small_groups"], ascending=False, kind="stable")
        .reset_index(drop=True)
    )
