"""Settings as people write them: one text where a list is meant, a number in quotes, pairs with a colon."""

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from millrace.errors import ArgumentError, in_words

__all__ = ["as_list", "as_numbers", "as_pairs", "as_share", "as_whole"]


def as_list(value: object, name: str, *, columns: Iterable[object] = ()) -> list[str]:
    """Read a setting that is a list: one text is a list of one, or of what commas divide.

    Parameters
    ----------
    value : list of str, or str
        What was written.
    name : str
        The setting's name, for the message.
    columns : iterable of str
        Headers of the table: one that holds a comma itself is not divided.

    Returns
    -------
    list of str

    Raises
    ------
    ArgumentError
        When it is neither a text nor a list of texts.

    Examples
    --------
    >>> as_list("job, age", "known"), as_list("job, age", "known", columns=["job, age"]), as_list(["job"], "known")
    (['job', 'age'], ['job, age'], ['job'])
    """
    if value is None:
        return []
    if isinstance(value, str):
        whole = [value] if value in [str(column) for column in columns] else value.split(",")
        return [part.strip() if len(whole) > 1 else part for part in whole if part.strip()]
    if isinstance(value, list | tuple | set | frozenset | pd.Series | pd.Index):
        listed = [one for one in value if not (one is None or one is pd.NA or one != one)]
        if all(isinstance(one, str | int) and not isinstance(one, bool) for one in listed):
            return [str(one) for one in listed]
    raise ArgumentError(
        f'{name} = {in_words(value)} was given. A list was expected. Write {name} = ["...", "..."], or one text.'
    )


def as_numbers(value: object, name: str) -> list[float]:
    """Read a setting that is a list of numbers, such as the ages at which groups are cut.

    Examples
    --------
    >>> as_numbers("30, 45", "age_edges"), as_numbers([30, 45], "age_edges"), as_numbers(40, "age_edges")
    ([30.0, 45.0], [30.0, 45.0], [40.0])
    """
    listed = value.split(",") if isinstance(value, str) else [value] if isinstance(value, int | float) else value
    try:
        return [float(one) for one in pd.Series(listed)]
    except (TypeError, ValueError):
        raise ArgumentError(
            f"{name} = {in_words(value)} was given. A list of numbers was expected. Write {name} = [30, 45, 60]."
        ) from None


def as_pairs(value: object, name: str) -> dict[str, object]:
    """Read a setting of names and answers; one text is read as in the command, with colons and semicolons.

    Examples
    --------
    >>> as_pairs("purpose: serve; owner: office", "keeping")
    {'purpose': 'serve', 'owner': 'office'}
    """
    if value is None or value == "":
        return {}
    if isinstance(value, Mapping):
        return {str(key): one for key, one in value.items()}
    pairs = [part.partition(":") for part in value.split(";") if part.strip()] if isinstance(value, str) else []
    if not pairs or not all(colon for _, colon, _ in pairs):
        raise ArgumentError(
            f"{name} = {in_words(value)} was given. Names with their answers were expected. Write "
            f'{name} = {{"purpose": "...", "owner": "..."}}.'
        )
    return {key.strip(): said.strip() for key, _, said in pairs}


def as_whole(value: object, name: str) -> object:
    """Read a whole number, also one in quotes; what is a number already is left to the judge of its size.

    Examples
    --------
    >>> as_whole("3", "k"), as_whole(3, "k")
    (3, 3)
    """
    if isinstance(value, str):
        if not re.fullmatch(r"\s*[-+]?\d+\s*", value):
            raise ArgumentError(f"{name}={in_words(value)} was given. A whole number was expected. Write {name} = 5.")
        return int(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def as_share(value: object, name: str) -> object:
    """Read a share, also one in quotes, with a comma, or in per cent.

    Examples
    --------
    >>> as_share("5 %", "most_left_out"), as_share("0,05", "most_left_out"), as_share(0.05, "most_left_out")
    (0.05, 0.05, 0.05)
    """
    found = re.fullmatch(r"\s*(\d*[.,]?\d+)\s*(%?)\s*", value) if isinstance(value, str) else None
    if isinstance(value, str) and not found:
        raise ArgumentError(
            f"{name}={in_words(value)} was given. A share from 0 to 1 was expected. Write {name} = 0.05 for 5 %."
        )
    return float(found[1].replace(",", ".")) / (100 if found[2] else 1) if found else value
