"""Themes of the tickets: found or by words of one's own, how sure they are, and which of them grow."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from millrace.errors import counted
from millrace.reports.pain_points.finding import Finding, chart_of, per_cent, shown_names
from millrace.reports.pain_points.tickets import Tickets
from millrace.themes import Themes, by_words, changes, draw_trend, find, stability, trend

__all__ = ["NO_TICKETS", "SortedTexts", "check_growth", "check_themes", "sort_texts"]

NO_TICKETS = "No tickets were given, so this is left out."
FEW_TEXTS = 30
SEEDS = 3
STEADY, HALF = 0.8, 0.5
MUCH = 0.3


@dataclass(frozen=True)
class SortedTexts:
    """Tickets with their themes.

    Parameters
    ----------
    tickets : Tickets
        The tickets.
    themes : Themes
        The themes of all of them.
    own_words : bool
        Whether the themes were named, or found without a word.
    """

    tickets: Tickets
    themes: Themes
    own_words: bool

    @property
    def rows(self) -> pd.DataFrame:
        """The tickets with a column ``theme``, their main one."""
        return self.tickets.rows.assign(theme=self.themes.labels["strongest"])


def sort_texts(
    tickets: Tickets | None, *, words: Mapping[str, Iterable[str]] | None = None, number_of_themes: int | None = None
) -> SortedTexts | None:
    """Sort tickets into themes: those that were named by words, or else some that are found.

    Parameters
    ----------
    tickets : Tickets or None
        From `read_tickets`.
    words : mapping, optional
        Per theme a few words.
    number_of_themes : int, optional
        How many to find; without it as many as the texts agree on best.

    Returns
    -------
    SortedTexts or None

    Raises
    ------
    ArgumentError
        When the words or the number cannot be used.
    """
    if tickets is None:
        return None
    texts = tickets.rows["text"]
    return SortedTexts(tickets, by_words(texts, words) if words else find(texts, n=number_of_themes), bool(words))


def check_themes(found: SortedTexts | None) -> Finding:
    """List the themes with examples, and say how sure they are.

    Parameters
    ----------
    found : SortedTexts or None
        From `sort_texts`.

    Returns
    -------
    Finding
    """
    if found is None:
        return Finding("themes", (NO_TICKETS,))
    table = found.themes.table()
    shown = table.assign(share=table["share"].map(per_cent), examples=table["examples"].map(_quoted))
    names = {
        "theme": "theme",
        "texts": "tickets",
        "share": "share",
        "top_words": "words that tell it",
        "examples": "examples",
    }
    said, action = _named(found) if found.own_words else _found(found)
    return Finding("themes", said, action, shown_names(shown, names))


def _quoted(examples: Iterable[str]) -> str:
    return " | ".join(f"“{_short(text)}”" for text in examples)


def _short(text: str) -> str:
    flat = " ".join(str(text).split())
    return flat if len(flat) <= 48 else flat[:47] + "…"


def _named(found: SortedTexts) -> tuple[tuple[str, ...], str]:
    themes, texts = found.themes, int(found.tickets.rows["text"].notna().sum())
    said = [f"Your {counted(len(themes.names), 'theme')}. Read the examples: a theme is only as good as its words."]
    without = int((found.rows["text"].notna() & (found.rows["theme"] == "no theme")).sum())
    said.append(f"{without:,} of {counted(texts, 'text')} ({per_cent(without / texts)}) fit none of them.")
    lost = themes.seeds.loc[themes.seeds["verdict"] == "in no text", "word"].tolist()
    if lost:
        said.append(f"In no text: {', '.join(lost)}.")
    action = ""
    if without > MUCH * texts:
        action = (
            f"Read some of the {without:,} tickets without a theme (in the workbook), and add words for what you see."
        )
    return tuple(said), action


def _found(found: SortedTexts) -> tuple[tuple[str, ...], str]:
    """Say that themes were found without a word, and how far they come again when the search begins elsewhere."""
    texts = int(found.tickets.rows["text"].notna().sum())
    if texts < FEW_TEXTS:
        said = f"{counted(texts, 'text')} are too few to find themes in. What is shown is a first heap, no more."
        return (said,), "Read all tickets yourself: there are few enough."
    agreement = float(stability(found.themes, seeds=SEEDS)["agreement"].mean())
    lines = [
        f"{counted(len(found.themes.names), 'theme')} found by which words come together; each is "
        "named by three of them. "
        "Nobody has named them yet, and some may be only a way of writing."
    ]
    how = "nearly the same" if agreement >= STEADY else "partly different" if agreement >= HALF else "different"
    lines.append(
        f"Searched again from other beginnings, the themes were {how} (agreement {agreement:.2f}, where 1 is the same)."
    )
    if not found.themes.choice.empty:
        row = found.themes.choice[found.themes.choice["chosen"]].iloc[0]
        if pd.notna(row["agreement"]):
            lines.append(
                f"Parts of the texts agreed by {row['agreement']:.2f} on {int(row['n'])} themes. "
                f"{_trust(row['agreement'])}"
            )
    first = next(name for name in found.themes.table()["theme"] if name != "no theme") if found.themes.names else ""
    action = (
        f"Read the three examples of each theme, first '{first}', and write four to eight themes of "
        "your own with a few words each (words)."
        if first
        else ""
    )
    return tuple(lines), action


def _trust(agreement: float) -> str:
    return (
        "That is little: take them for a first sorting." if agreement < HALF else "That is a fair base to begin with."
    )


def check_growth(found: SortedTexts | None) -> Finding:
    """Say which themes have become more or less frequent, and since when.

    Parameters
    ----------
    found : SortedTexts or None
        From `sort_texts`.

    Returns
    -------
    Finding
        Its chart follows the theme that grows most.
    """
    if found is None:
        return Finding("what grows", (NO_TICKETS,))
    if not found.tickets.has["day"]:
        return Finding("what grows", ("There are no days, so nothing is said about what grows.",))
    days = found.rows["day"]
    if not found.themes.names or days.nunique() < 2:
        return Finding("what grows", ("There are too few days to say what grows.",))
    change = changes(found.themes, days)
    said = [_changed(row) for row in change[change["verdict"].isin(["growing", "shrinking"])].to_dict("records")]
    few = change.loc[change["verdict"] == "too few to say", "theme"].tolist()
    said = said or ["No theme has surely become more or less frequent."]
    said += [f"Too few to say: {', '.join(few)}."] if few else []
    growing = change[change["verdict"] == "growing"].sort_values("share_after", ascending=False)
    shown = shown_names(_in_words(change), {c: c for c in ("theme", "verdict", "since", "before", "after", "tickets")})
    if growing.empty:
        return Finding("what grows", tuple(said), "", shown, sheet="what grows")
    top = growing.iloc[0]
    action = (
        f"Ask what changed around {top['since']:%B %Y}: since then '{top['theme']}' takes "
        f"{per_cent(top['share_after'])} of the tickets, before it was {per_cent(top['share_before'])}."
    )
    chart = chart_of(lambda: draw_trend(trend(found.themes, days), theme=top["theme"], change=change))
    return Finding("what grows", tuple(said), action, shown, chart, sheet="what grows")


def _changed(row: Mapping[Hashable, Any]) -> str:
    since, earliest, latest = (f"{row[name]:%Y-%m-%d}" for name in ("since", "since_earliest", "since_latest"))
    return (
        f"'{row['theme']}' has been {row['verdict']} since about {since} (between {earliest} and {latest}): "
        f"from {per_cent(row['share_before'])} to {per_cent(row['share_after'])} of the tickets."
    )


def _in_words(change: pd.DataFrame) -> pd.DataFrame:
    def share(value: float) -> str:
        return per_cent(value) if pd.notna(value) else ""

    return change.assign(
        since=change["since"].map(lambda day: f"{day:%Y-%m-%d}" if pd.notna(day) else ""),
        before=change["share_before"].map(share), after=change["share_after"].map(share), tickets=change["texts"],
    )  # fmt: skip
