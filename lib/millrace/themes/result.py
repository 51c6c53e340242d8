"""What theme finding returns: for every text its themes, for every theme its texts, words and examples."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words
from millrace.reading.texts import as_series
from millrace.themes.wording import plain_texts

__all__ = ["NO_THEME", "Themes", "labels_of", "require_theme", "require_themes", "telling_words", "texts_given"]

NO_THEME = "no theme"
OWN_COLUMNS = ("strongest", "score", "reason")
EXAMPLE_LETTERS = 160


@dataclass(frozen=True, eq=False, repr=False)
class Themes:
    """Themes of a column of texts.

    Parameters
    ----------
    labels : DataFrame
        One row per text, on the index of the texts: a column of True and False per theme, ``strongest`` (its main
        theme, or "no theme"), ``score`` (0 to 1: how clearly the wording speaks for it; to compare texts, not a
        probability), ``reason`` (why there is no theme; else empty).
    texts : Series
        The texts as they were given.
    choice : DataFrame
        How the number of themes was chosen, one row per number tried; empty when it was given.
    seeds : DataFrame
        One row per word that was given: ``theme``, ``word``, ``texts`` (that hold it), ``stayed`` (how many of these
        have its theme), ``verdict`` ("fits", "mostly in other themes", "in no text"); empty when themes were found
        without words.

    Examples
    --------
    >>> from millrace import themes
    >>> found = themes.by_words(["parcel late", "late again", "zip broke"], {"late": ["late"], "zip": ["zip"]})
    >>> found
    Themes of 3 texts: late 2, zip 1, no theme 0
    """

    labels: pd.DataFrame
    texts: pd.Series
    choice: pd.DataFrame = field(default_factory=pd.DataFrame)
    seeds: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __repr__(self) -> str:
        """Say how many texts have each theme."""
        counts = ", ".join(f"{name} {int((self.labels['strongest'] == name).sum()):,}" for name in self.names)
        return f"Themes of {len(self.labels):,} texts: {counts}, no theme {self.no_theme:,}"

    @property
    def names(self) -> list[str]:
        """Names of the themes, in the order of the columns."""
        return [name for name in self.labels.columns if name not in OWN_COLUMNS]

    @property
    def no_theme(self) -> int:
        """How many texts have no theme."""
        return int((self.labels["strongest"] == NO_THEME).sum())

    def table(self) -> pd.DataFrame:
        """List the themes, the most frequent first and the texts without one last.

        Returns
        -------
        DataFrame
            One row per theme: ``theme``, ``texts`` (that hold it; a text may hold two), ``share`` (of all texts),
            ``top_words`` and ``examples`` (three short and different texts).

        Examples
        --------
        >>> from millrace import themes
        >>> found = themes.by_words(["parcel late", "late again", "zip broke"], {"late": ["late"], "zip": ["zip"]})
        >>> found.table()[["theme", "texts"]].values.tolist()
        [['late', 2], ['zip', 1], ['no theme', 0]]
        """
        holds = self.labels[self.names].assign(**{NO_THEME: self.labels["strongest"] == NO_THEME}).to_numpy(dtype=bool)
        plain = plain_texts(self.texts)
        words = [" / ".join(found) for found in telling_words(plain, holds)]
        score = self.labels["score"].to_numpy()
        texts = holds.sum(axis=0)
        table = pd.DataFrame(
            {
                "theme": [*self.names, NO_THEME],
                "texts": texts,
                "share": texts / len(holds),
                "top_words": [*words[:-1], ""],
                "examples": [_examples(plain, self.texts, np.flatnonzero(of), score) for of in holds.T],
            }
        )
        last = table["theme"] == NO_THEME
        order = np.lexsort((table["theme"].astype(str), -table["texts"], last))
        return table.iloc[order].reset_index(drop=True)


def texts_given(texts: Iterable[object]) -> pd.Series:
    """Take a column of texts, and refuse an empty one.

    Parameters
    ----------
    texts : Series or list
        The texts.

    Returns
    -------
    Series

    Raises
    ------
    ArgumentError
        When there is no text, or what was given is not one column.

    Examples
    --------
    >>> len(texts_given(["late", None]))
    2
    """
    column = as_series(texts)
    if not len(column):
        raise ArgumentError("No text was given. A column of texts was expected. Check whether a filter left no rows.")
    return column


def labels_of(
    texts: pd.Series, holds: pd.DataFrame, score: np.ndarray, strongest: np.ndarray, why: str
) -> pd.DataFrame:
    """Lay out the labels: empty and wordless texts have no theme, and each text without one has its reason.

    Parameters
    ----------
    texts : Series
        The texts as given.
    holds : DataFrame
        True and False per theme.
    score : array
        How clear each text is.
    strongest : array of str
        The main theme of each.
    why : str
        The reason for texts that do have words.

    Returns
    -------
    DataFrame
        See `Themes`.

    Examples
    --------
    >>> holds = pd.DataFrame({"late": [False, False]})
    >>> labels_of(pd.Series(["12", None]), holds, np.zeros(2), np.array([NO_THEME] * 2), "")["reason"].tolist()
    ['no words in it', 'empty text']
    """
    from millrace.themes.wording import words_of

    without = strongest == NO_THEME
    reason = np.full(len(texts), "", dtype=object)
    for row in np.flatnonzero(without):
        plain = plain_texts(texts.iloc[row : row + 1])[0]
        reason[row] = "empty text" if not plain else why if words_of(plain) else "no words in it"
    own = {"strongest": strongest.astype(object), "score": np.where(without, 0.0, score).round(3), "reason": reason}
    return holds.set_axis(texts.index).assign(**{c: pd.Series(v, index=texts.index) for c, v in own.items()})


def require_themes(themes: object) -> None:
    """Stop with a clear sentence when something else than themes was given.

    Parameters
    ----------
    themes : object
        What was given.

    Raises
    ------
    ArgumentError
        When it is not the result of `by_words` or `find`.

    Examples
    --------
    >>> require_themes("late")
    Traceback (most recent call last):
    ...
    millrace.errors.ArgumentError: 'late' was given. Themes were expected. Make them first, with themes.by_words(...) \
or themes.find(...).
    """
    if not isinstance(themes, Themes):
        raise ArgumentError(
            f"{in_words(themes)} was given. Themes were expected. Make them first, with themes.by_words(...) or "
            "themes.find(...)."
        )


def require_theme(themes: Themes, name: object) -> None:
    """Stop with a clear sentence when a theme is not there.

    Parameters
    ----------
    themes : Themes
        The themes.
    name : object
        The name that was asked for.

    Raises
    ------
    ArgumentError
        Naming the themes that are there.

    Examples
    --------
    >>> from millrace import themes
    >>> require_theme(themes.by_words(["late"], {"late": ["late"]}), "late")
    """
    require_themes(themes)
    if name not in themes.names:
        raise ArgumentError(
            f"There is no theme {in_words(name)}. The themes are: {', '.join(themes.names)}. "
            f"Write one of these.{did_you_mean(name, themes.names)}"
        )


def telling_words(plain: list[str], holds: np.ndarray, *, number: int = 5) -> list[list[str]]:
    """Return the words by which each theme differs most from the other texts.

    Parameters
    ----------
    plain : list of str
        Plain texts.
    holds : array
        True and False, one row per text and one column per theme.
    number : int
        How many words at the most.

    Returns
    -------
    list of list of str
        Fewer words where fewer are in at least two texts and more frequent than elsewhere.

    Notes
    -----
    Ordered by the log-odds of a word against all texts, in units of its standard error, with the words of all texts as
    prior (Monroe, Colaresi and Quinn 2008).

    Examples
    --------
    >>> telling_words(["zip broke", "zip stuck", "late", "late again"], np.array([[1, 0], [1, 0], [0, 1], [0, 1]]))
    [['zip'], ['late']]
    """
    from millrace.themes.counting import count_words

    counts = count_words(plain)
    there = counts.words > 0
    inside = np.asarray(there.T @ holds.astype(float))
    every = np.asarray(there.sum(axis=0), dtype=float).reshape(-1, 1)
    texts, total = holds.sum(axis=0), len(plain)
    prior = every / max(total, 1)
    odds = np.log((inside + prior) / (texts - inside + 1.0)) - np.log(
        (every - inside + prior) / (total - texts - every + inside + 1.0)
    )
    error = np.sqrt(1 / (inside + prior) + 1 / (every - inside + prior))
    z = np.where(inside > 0, odds / error, -np.inf)
    return [_best(counts.names, z[:, column], number) for column in range(holds.shape[1])]


def _best(names: np.ndarray, z: np.ndarray, number: int) -> list[str]:
    chosen: list[str] = []
    for place in np.lexsort((names.astype(str), -z)):
        word = str(names[place])
        if z[place] <= 0 or len(chosen) == number:
            break
        if not any(word in held or held in word for held in chosen):
            chosen.append(word)
    return chosen


def _examples(plain: list[str], texts: pd.Series, rows: np.ndarray, score: np.ndarray) -> list[str]:
    """Return three clear, short texts that share few words with each other."""
    from millrace.themes.wording import words_of

    lengths = np.array([len(plain[row]) for row in rows])
    fits = rows[(lengths > 0) & (lengths <= max(EXAMPLE_LETTERS, int(lengths.min(initial=0))))]
    ordered = sorted(fits.tolist(), key=lambda row: (-score[row], len(plain[row]), plain[row]))[:200]
    chosen: list[int] = []
    for most_shared in (0.2, 0.5, 0.8):
        for row in ordered:
            if len(chosen) < 3 and _far(words_of(plain[row]), [words_of(plain[one]) for one in chosen], most_shared):
                chosen.append(row)
    return [" ".join(str(texts.iloc[row]).split())[:EXAMPLE_LETTERS] for row in chosen]


def _far(words: Sequence[str], others: list[list[str]], most_shared: float) -> bool:
    one = set(words)
    return all(len(one & set(other)) <= most_shared * max(1, len(one | set(other))) for other in others)
