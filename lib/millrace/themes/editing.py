"""Themes renamed, merged and split by hand, each as a new result."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, in_words
from millrace.themes.finding import find
from millrace.themes.result import NO_THEME, OWN_COLUMNS, Themes, require_theme, require_themes

__all__ = ["merge", "rename", "split"]


def rename(themes: Themes, names: Mapping[str, str]) -> Themes:
    """Give themes other names.

    Parameters
    ----------
    themes : Themes
        The themes.
    names : dict
        Old name and new name.

    Returns
    -------
    Themes

    Raises
    ------
    ArgumentError
        When a theme is not there, or a new name is taken; to join two, use `merge`.

    Examples
    --------
    >>> from millrace.themes import by_words
    >>> rename(by_words(["late"], {"late": ["late"]}), {"late": "delivery"}).names
    ['delivery']
    """
    require_themes(themes)
    for old in names:
        require_theme(themes, old)
    new = [names.get(name, name) for name in themes.names]
    taken = next((name for name in new if new.count(name) > 1 or name in (NO_THEME, *OWN_COLUMNS)), None)
    if taken is not None:
        raise ArgumentError(
            f"The name {in_words(taken)} is taken. A name for one theme was expected. Choose another, or join themes "
            "with themes.merge."
        )
    labels = themes.labels.rename(columns=dict(names))
    labels["strongest"] = [names.get(name, name) for name in labels["strongest"]]
    seeds = themes.seeds
    if len(seeds):
        seeds = seeds.assign(theme=[names.get(name, name) for name in seeds["theme"]])
    return replace(themes, labels=labels, seeds=seeds)


def merge(themes: Themes, which: Sequence[str], *, name: str) -> Themes:
    """Join themes into one.

    Parameters
    ----------
    themes : Themes
        The themes.
    which : list of str
        Two or more names.
    name : str
        What to call the joined theme; it may be one of the old names.

    Returns
    -------
    Themes
        A text that held two of them holds the joined theme once.

    Raises
    ------
    ArgumentError
        When a theme is not there, fewer than two are named, or ``name`` is another theme's.

    Examples
    --------
    >>> from millrace.themes import by_words
    >>> found = by_words(["late", "lost"], {"late": ["late"], "lost": ["lost"]})
    >>> merge(found, ["late", "lost"], name="delivery").labels["strongest"].tolist()
    ['delivery', 'delivery']
    """
    require_themes(themes)
    if isinstance(which, str) or len(set(which)) < 2:
        raise ArgumentError(f"{in_words(which)} was given. Two or more themes were expected. Name them in a list.")
    for one in which:
        require_theme(themes, one)
    kept = [other for other in themes.names if other not in which]
    if name in (*kept, NO_THEME, *OWN_COLUMNS):
        raise ArgumentError(f"The name {in_words(name)} is taken. A new name was expected. Choose another.")
    holds = themes.labels[list(which)].any(axis=1)
    labels = pd.concat([themes.labels[kept], holds.rename(name), themes.labels[list(OWN_COLUMNS)]], axis=1)
    labels["strongest"] = [name if one in which else one for one in labels["strongest"]]
    seeds = themes.seeds
    if len(seeds):
        seeds = seeds.assign(theme=[name if one in which else one for one in seeds["theme"]])
    return replace(themes, labels=labels, seeds=seeds)


def split(themes: Themes, which: str, *, n: int = 2) -> Themes:
    """Split a theme into several, found among its own texts.

    Parameters
    ----------
    themes : Themes
        The themes.
    which : str
        The theme to split.
    n : int
        Into how many.

    Returns
    -------
    Themes
        The parts are named ``"which: top words"``. Texts of it that share no word with the others stay under its name.

    Raises
    ------
    ArgumentError
        When the theme is not there, or has fewer different texts than parts.

    Examples
    --------
    >>> from millrace.themes import by_words
    >>> texts = ["late parcel", "late parcel", "late invoice", "late invoice"]
    >>> len(split(by_words(texts, {"late": ["late"]}), "late").names)
    2
    """
    require_theme(themes, which)
    if not n >= 2:
        raise ArgumentError(f"n={in_words(n)} was given. A number of 2 or more was expected. Correct it.")
    rows = np.flatnonzero(themes.labels[which].to_numpy())
    parts = find(themes.texts.iloc[rows], n=n)
    kept = {name: themes.labels[name].to_numpy() for name in themes.names if name != which}
    strongest = themes.labels["strongest"].to_numpy().copy()
    main = strongest[rows] == which
    for part in parts.names:
        inside = np.zeros(len(strongest), dtype=bool)
        inside[rows] = parts.labels[part].to_numpy()
        kept[f"{which}: {part}"] = inside
        strongest[rows[main & parts.labels[part].to_numpy()]] = f"{which}: {part}"
    left = np.zeros(len(strongest), dtype=bool)
    left[rows] = (parts.labels["strongest"] == NO_THEME).to_numpy()
    kept |= {which: left} if left.any() else {}
    holds = pd.DataFrame(kept, index=themes.labels.index)
    own = {column: themes.labels[column].to_numpy() for column in OWN_COLUMNS} | {"strongest": strongest}
    return replace(themes, labels=holds.assign(**own), seeds=pd.DataFrame())
