"""A catalogue of measures by area, each with its formula, its guardrail and how it gets gamed."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.kpis.definition import Kpi

__all__ = ["Entry", "areas", "catalogue", "kpi"]


@dataclass(frozen=True)
class Entry:
    """One measure of the catalogue: all of a KPI that does not depend on the firm.

    Parameters
    ----------
    name, area, question : str
        What it is called, to which part of the firm it belongs, and what it answers.
    numerator, denominator, unit : str
        Its formula in words and its unit.
    direction : {"higher", "lower"}
        Which way is better.
    guardrail, gamed : str
        What must not get worse, and how the number is made to look good without being good.

    Examples
    --------
    >>> kpi("repeat purchase").denominator
    'first buyers whose 365 days are over'
    """

    name: str
    area: str
    question: str
    numerator: str
    denominator: str
    unit: str
    direction: Literal["higher", "lower"]
    guardrail: str
    gamed: str

    def define(self, *, window: str, owner: str, source: str, **others: Any) -> Kpi:
        """Make a full definition of it, with what only the firm knows.

        Parameters
        ----------
        window, owner, source : str
            As for `Kpi`: when a row counts, the role that acts, the file.
        **others : object
            A target, days to wait, or another text in place of the catalogue's: any argument of `Kpi`.

        Returns
        -------
        Kpi
        """
        mine = {name: value for name, value in vars(self).items() if name != "area"}
        unknown = next((name for name in others if name not in Kpi.__dataclass_fields__), None)
        if unknown is not None:
            known = list(Kpi.__dataclass_fields__)
            raise ArgumentError(
                f"{unknown}={in_words(others[unknown])} was given. One of {', '.join(known)} was expected. Correct it."
                f"{did_you_mean(unknown, known)}"
            )
        return Kpi(**{**mine, "window": window, "owner": owner, "source": source, **others})


@cache
def _entries() -> tuple[Entry, ...]:
    text = files("millrace.kpis").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return tuple(Entry(**one) for one in tomllib.loads(text)["measure"])


def areas() -> list[str]:
    """List the areas of the catalogue.

    Returns
    -------
    list of str

    Examples
    --------
    >>> areas()[:2]
    ['customer service', 'sales and marketing']
    """
    return list(dict.fromkeys(entry.area for entry in _entries()))


def catalogue(area: str | None = None) -> pd.DataFrame:
    """List the measures of the catalogue, of one area or of all.

    Parameters
    ----------
    area : str, optional
        One of `areas`.

    Returns
    -------
    DataFrame
        One row per measure: ``name``, ``area``, ``question``, ``formula`` (numerator / denominator), ``unit``,
        ``direction``, ``guardrail``, ``gamed``.

    Raises
    ------
    ArgumentError
        When there is no such area.

    Notes
    -----
    The areas go beyond money, as in Kaplan and Norton, "The balanced scorecard" (Harvard Business Review 1992).

    Examples
    --------
    >>> catalogue("resilience")["name"].tolist()
    ['materials with a second source', 'days the firm can pay', 'time to be back at work']
    """
    if area is not None and area not in areas():
        raise ArgumentError(
            f"area={in_words(area)} was given. One of {', '.join(areas())} was expected. Choose one."
            f"{did_you_mean(area, areas())}"
        )
    rows = [vars(entry) for entry in _entries() if area in (None, entry.area)]
    table = pd.DataFrame(rows)
    table["formula"] = table["numerator"] + " / " + table["denominator"]
    return table[["name", "area", "question", "formula", "unit", "direction", "guardrail", "gamed"]]


def kpi(name: str) -> Entry:
    """Look a measure of the catalogue up by its name.

    Parameters
    ----------
    name : str
        The name; capitals do not count.

    Returns
    -------
    Entry
        With ``.define(window=, owner=, source=)`` it becomes a full definition.

    Raises
    ------
    ArgumentError
        When there is none, with the nearest.

    Examples
    --------
    >>> kpi("First contact resolution").unit
    'share'
    >>> kpi("first contact resolutoin")
    Traceback (most recent call last):
    ...
    millrace.errors.ArgumentError: 'first contact resolutoin' is not in the catalogue. Did you mean 'first contact \
resolution'? One of its 42 names was expected. Look at kpis.catalogue().
    """
    known = {entry.name: entry for entry in _entries()}
    key = name.strip().lower() if isinstance(name, str) else name
    if key not in known:
        raise ArgumentError(
            f"{in_words(name)} is not in the catalogue.{did_you_mean(name, known)} One of its {len(known)} names was "
            "expected. Look at kpis.catalogue()."
        )
    return known[key]
