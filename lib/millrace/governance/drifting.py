"""What changed between two periods: columns, score, outcome, and why fewer or more people are selected."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from millrace.errors import ArgumentError, check_confidence, counted, in_words
from millrace.explain.columns import feature_columns, score_column
from millrace.explain.explained import check_better, selected
from millrace.explain.guarding import holm
from millrace.governance.splitting import LEAST_PEOPLE, PARTS, Period, design_of, split
from millrace.governance.stability import by_chance, chance_of, psi, psi_total
from millrace.governance.yes_no import yes_or_no

__all__ = ["Drift", "drift"]

NOT_SHOWN, TOO_FEW, CANNOT_TELL = "not shown", "too few to say", "cannot be told"
LITTLE, MUCH = 0.1, 0.25
DRAWS = 200


@dataclass(frozen=True, eq=False)
class Drift:
    """What changed between two periods.

    Parameters
    ----------
    columns : DataFrame
        One row per column, score, decision and outcome: ``column``, ``what`` ("input", "score", "decision", "routing",
        "outcome"), ``before``, ``after`` (people with a value), ``set_aside`` (people without), ``mean_before``,
        ``mean_after`` (missing for categories), ``psi``, ``psi_by_chance`` (95 of 100 times chance stays below),
        ``test``, ``adjusted_p`` (guarded for all that is looked at), ``verdict`` ("moved much", "moved", "moved a
        little", "not shown", "too few to say").
    split : DataFrame
        Why the share selected changed; the changes add up to the whole exactly: ``part`` ("other people", "other rule",
        "other routing"), ``change``, ``low``, ``high`` (share of people, with its range), ``change_low_order``,
        ``change_high_order`` (the part, depending on what is taken to have changed first), ``adjusted_p``, ``verdict``
        ("fewer", "more", "not shown", "cannot be told", "too few to say").
    selected_before, selected_after : float
        Shares selected; missing without a decision and a score.
    sentence : str
        The whole in words.
    remarks : tuple of str
        What was set aside, and what a reader must know.
    """

    columns: pd.DataFrame
    split: pd.DataFrame
    selected_before: float
    selected_after: float
    sentence: str
    remarks: tuple[str, ...]


def drift(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    columns: Sequence[str] = (),
    score: str | None = None,
    decision: str | None = None,
    selected_is: Hashable = None,
    threshold: float | str | None = None,
    better: str = "higher",
    outcome: str | None = None,
    outcome_is: Hashable = None,
    score_range: tuple[float, float] | None = None,
    confidence: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
) -> Drift:
    """Say what changed between two periods, and split a changed share of people selected into its causes.

    Parameters
    ----------
    before, after : DataFrame
        One row per person, in both periods.
    columns : list of str
        What is known of people before anybody decides: what the score may rest on. Without it, other people and
        another rule cannot be told apart. Names, case numbers, dates and free text are refused.
    score : str, optional
        The column with the score.
    decision : str, optional
        The column that says who was selected. Without it, the score and the bar decide.
    selected_is : str or number, optional
        The value of ``decision`` that means selected; not needed for True and False, or 1 and 0.
    threshold : float or str, optional
        The bar, or the column that holds it for each person.
    better : {"higher", "lower"}
        Which side of the bar is selected.
    outcome : str, optional
        What became of people. It is only compared where it is known.
    outcome_is : str or number, optional
        The value of ``outcome`` that is meant; not needed for True and False, or 1 and 0.
    score_range : tuple of two numbers, optional
        Lowest and highest possible score; others are refused.
    confidence : float
        How sure the verdicts are, for all that is looked at together.
    draws : int
        How many samples are drawn with replacement for the ranges of the parts.
    seed : int
        Where chance starts.

    Returns
    -------
    Drift

    Raises
    ------
    ColumnError
        When a column is missing, names a person, or is of another kind in one period; when a score is no number.
    ArgumentError
        When it is not clear what is selected, a threshold lacks its score, or nothing is asked.

    Notes
    -----
    Columns: see `psi`; the test is Kolmogorov and Smirnov's for numbers, chi-squared for categories. All columns, the
    score, the decision, the outcome and the three parts are guarded together (Holm 1979), so that when nothing changed,
    anything at all is claimed in five of a hundred comparisons at most.

    Parts: see `split`. "Other people": those who came differ in ``columns``. "Other rule": people alike in ``columns``
    get another answer of score and bar. "Other routing": the same answer is followed more or less often, because others
    decide or override. What is not in ``columns`` and moved counts as another rule.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> people = pd.DataFrame({"test": rng.normal(60, 10, 800)})
    >>> people["score"] = people["test"].round() - 4.0 * (people.index >= 400)
    >>> found = drift(people[:400], people[400:], columns=["test"], score="score", threshold=60, draws=50)
    >>> found.split.set_index("part")["verdict"].to_dict()
    {'other people': 'not shown', 'other rule': 'fewer', 'other routing': 'not shown'}
    """
    check_confidence(confidence)
    check_better(better)
    _check(columns, score, decision, threshold, draws)
    tables = [frame.reset_index(drop=True) for frame in (before, after)]
    names = _inputs(tables, columns, [score, decision, outcome])
    scored = [None if score is None else score_column(table, score, score_range) for table in tables]
    answers = [_answers(table, values, threshold, better) for table, values in zip(tables, scored, strict=True)]
    decided = [_decided(table, decision, selected_is, answer) for table, answer in zip(tables, answers, strict=True)]
    looked_at: list[tuple[str, str, pd.Series, pd.Series]] = [
        (name, "input", tables[0][name], tables[1][name]) for name in names
    ]
    if score is not None:
        looked_at.append((score, "score", tables[0][score], tables[1][score]))
    if decided[0] is not None and decided[1] is not None:
        looked_at.append((decision or "selected", "decision", pd.Series(decided[0]), pd.Series(decided[1])))
    looked_at += _followed(answers, decided) if decision is not None else []
    if outcome is not None:
        happened = [pd.Series(yes_or_no(table, outcome, outcome_is)) for table in tables]
        looked_at.append((outcome, "outcome", happened[0], happened[1]))
    table = pd.DataFrame([_row(*one, confidence) for one in looked_at])
    parts, remarks, shares = _parts(tables, names, answers, decided, confidence, draws, seed)
    _guard(table, parts, confidence)
    return Drift(
        table.drop(columns="p"),
        parts.drop(columns="p"),
        shares[0],
        shares[1],
        _sentence(table, parts, shares),
        tuple(remarks + _set_aside(table)),
    )


def _check(
    columns: Sequence[str], score: str | None, decision: str | None, threshold: float | str | None, draws: int
) -> None:
    if not len(columns) and score is None and decision is None:
        raise ArgumentError(
            "Nothing is asked. Columns, a score or a decision were expected. Name what is to be watched."
        )
    if threshold is not None and score is None:
        raise ArgumentError(
            "A threshold was given without a score. Both were expected. Name the score, as in score='score'."
        )
    if not isinstance(draws, int) or draws < 20:
        raise ArgumentError(f"draws={in_words(draws)} was given. A whole number from 20 was expected. Write 200.")


def _inputs(tables: list[pd.DataFrame], columns: Sequence[str], not_these: list[str | None]) -> list[str]:
    if not len(columns):
        return []
    taken = [name for name in not_these if name is not None]
    for table in tables:
        names = feature_columns(table, columns, but_not=taken)
    # both together: a case number may hide in a short period
    return feature_columns(pd.concat(tables, ignore_index=True), names, but_not=taken)


def _answers(
    table: pd.DataFrame, scores: np.ndarray | None, threshold: float | str | None, better: str
) -> np.ndarray | None:
    """Say what the rule says of each person: 1, 0, or nan where there is no score."""
    if scores is None or threshold is None:
        return None
    bar = score_column(table, threshold, None) if isinstance(threshold, str) else float(threshold)
    yes = selected(scores - bar, 0.0, better).astype(float)
    return np.where(np.isnan(scores - bar), np.nan, yes)


def _decided(
    table: pd.DataFrame, decision: str | None, selected_is: Hashable, answer: np.ndarray | None
) -> np.ndarray | None:
    return answer if decision is None else yes_or_no(table, decision, selected_is)


def _followed(
    answers: list[np.ndarray | None], decided: list[np.ndarray | None]
) -> list[tuple[str, str, pd.Series, pd.Series]]:
    """Look at both kinds of override apart: when more are pulled up and more are turned down, the total stays."""
    (rule, after_rule), (given, after_given) = answers, decided
    if rule is None or after_rule is None or given is None or after_given is None:
        return []
    words = {1.0: "selected where the rule says yes", 0.0: "selected where the rule says no"}
    return [
        (name, "routing", pd.Series(given[rule == said]), pd.Series(after_given[after_rule == said]))
        for said, name in words.items()
    ]


def _row(name: str, what: str, before: pd.Series, after: pd.Series, confidence: float) -> dict:
    table = psi(before, after) if len(before) and len(after) else None
    numbers = pd.api.types.is_numeric_dtype(before.dtype) and pd.api.types.is_numeric_dtype(after.dtype)
    known = before.notna().sum(), after.notna().sum()
    few = table is None or min(known) < LEAST_PEOPLE
    test, chance = ("", np.nan) if few else chance_of(before, after)
    return {
        "column": name,
        "what": what,
        "before": int(known[0]),
        "after": int(known[1]),
        "set_aside": int(len(before) + len(after) - sum(known)),
        "mean_before": float(before.mean()) if numbers else np.nan,
        "mean_after": float(after.mean()) if numbers else np.nan,
        "psi": np.nan if table is None else psi_total(table),
        "psi_by_chance": np.nan if table is None else by_chance(table, confidence=confidence),
        "test": test,
        "p": chance,
    }


def _parts(
    tables: list[pd.DataFrame],
    names: list[str],
    answers: list[np.ndarray | None],
    decided: list[np.ndarray | None],
    confidence: float,
    draws: int,
    seed: int,
) -> tuple[pd.DataFrame, list[str], tuple[float, float]]:
    empty = pd.DataFrame(
        columns=["part", "change", "low", "high", "change_low_order", "change_high_order", "p", "verdict"]
    )
    if decided[0] is None or decided[1] is None:
        return empty, ["No decision and no bar were given, so that nobody is known to be selected."], (np.nan, np.nan)
    remarks, periods, shares = [], [], []
    designs = design_of(tables[0], tables[1], names) if names else (None, None)
    for design, answer, given in zip(designs, answers, decided, strict=True):
        if given is None:
            continue
        known = ~np.isnan(given) & (True if answer is None else ~np.isnan(answer))
        if not known.all():
            remarks.append(
                f"{counted(int((~known).sum()), 'row')} without score, bar or decision set aside in the split."
            )
        period = Period(design, None if answer is None else answer == 1, given)
        periods.append(period.rows(np.flatnonzero(known)))
        shares.append(float(given[known].mean()) if known.any() else np.nan)
    parts = _judged(periods, confidence, draws, seed)
    if not names:
        remarks.append("No columns were given: whether other people came, or the rule changed, cannot be told.")
    if answers[0] is None:
        remarks.append("No score with its bar was given: a changed rule and changed routing cannot be told apart.")
    if names and " or " in parts["part"].iloc[0]:
        remarks.append(
            "The people of both periods have too little in common: whether other people came, or the rule changed, "
            "cannot be told."
        )
    if parts["verdict"].eq(CANNOT_TELL).any():
        remarks.append("One of both periods has nobody with a score, a bar and a decision: nothing can be told.")
    return parts, remarks, (shares[0], shares[1])


def _judged(periods: list[Period], confidence: float, draws: int, seed: int) -> pd.DataFrame:
    """Split the change, and draw people with replacement for the ranges."""
    before, after = periods
    whole = len(before.decided) and len(after.decided)
    table = split(before, after) if whole else None
    if table is None and whole:
        # too little in common: what is left to tell is told without what is known of people
        before, after = (Period(None, one.answer, one.decided) for one in periods)
        table = split(before, after)
    if table is None:
        nothing = dict.fromkeys(["change", "low", "high", "change_low_order", "change_high_order", "p"], np.nan)
        return pd.DataFrame([{"part": part, **nothing, "verdict": CANNOT_TELL} for part in PARTS])
    from scipy import stats

    rng = np.random.default_rng(seed)
    drawn = [
        split(*(one.rows(rng.integers(0, len(one.decided), len(one.decided))) for one in (before, after)))
        for _ in range(draws)
    ]
    changes = np.array([one["change"].to_numpy() for one in drawn if one is not None]).reshape(-1, len(table))
    spread = changes.std(axis=0, ddof=1) if len(changes) > draws / 2 else np.full(len(table), np.inf)
    half = stats.t.ppf((1 + confidence) / 2, max(len(changes) - 1, 1)) * spread
    change = table["change"].to_numpy()
    moved = np.abs(change) > 1e-9
    table.insert(2, "low", change - half)
    table.insert(3, "high", change + half)
    # a sample without any spread knows less than it seems: nothing is claimed of a part that is exactly nothing
    table["p"] = np.where(
        moved, 2 * stats.t.sf(np.abs(change) / np.maximum(spread, 1e-12), max(len(changes) - 1, 1)), 1.0
    )
    return table.assign(verdict="")


def _guard(table: pd.DataFrame, parts: pd.DataFrame, confidence: float) -> None:
    """Guard all columns and all parts together, and give the verdicts."""
    together = holm(np.concatenate([table["p"].to_numpy(float), parts["p"].to_numpy(float)]))
    table["adjusted_p"], parts["adjusted_p"] = together[: len(table)], together[len(table) :]
    shown = table["adjusted_p"] < 1 - confidence
    size = np.select([table["psi"] >= MUCH, table["psi"] >= LITTLE], ["moved much", "moved"], "moved a little")
    table["verdict"] = np.where(table["p"].isna(), TOO_FEW, np.where(shown, size, NOT_SHOWN))
    way = np.where(parts["change"].astype(float) < 0, "fewer", "more")
    said = np.where(parts["adjusted_p"].astype(float) < 1 - confidence, way, NOT_SHOWN)
    parts["verdict"] = np.where(parts["verdict"].eq(CANNOT_TELL), CANNOT_TELL, said)


def _set_aside(table: pd.DataFrame) -> list[str]:
    some = table[table["set_aside"] > 0].to_dict("records")
    return [f"{one['column']}: {counted(one['set_aside'], 'row')} without a value." for one in some]


def _sentence(table: pd.DataFrame, parts: pd.DataFrame, shares: tuple[float, float]) -> str:
    moved = table[(table["what"] == "input") & table["verdict"].str.startswith("moved")]["column"].tolist()
    inputs = f" Of the people's columns, {', '.join(moved)} moved." if moved else ""
    routed = table[(table["what"] == "routing") & table["verdict"].str.startswith("moved")].to_dict("records")
    inputs += "".join(
        f" {one['column'].capitalize()}: {one['mean_before']:.0%}, then {one['mean_after']:.0%}." for one in routed
    )
    if parts.empty:
        return f"{'What was compared moved' if moved else 'Nothing is shown to have moved'}.{inputs}"
    change = 100 * (shares[1] - shares[0])
    first = f"Selected were {shares[0]:.0%} before and {shares[1]:.0%} after ({change:+.1f} points)."
    shown = parts[parts["verdict"].isin(["fewer", "more"])]
    if parts["verdict"].eq(CANNOT_TELL).any():
        return f"{first} Why cannot be told: in one period nobody has a score, a bar and a decision.{inputs}"
    listed = ", ".join(f"{part} {100 * value:+.1f}" for part, value in zip(parts["part"], parts["change"], strict=True))
    if shown.empty:
        return f"{first} No cause is shown ({listed}).{inputs}"
    main = shown.sort_values("change", key=np.abs).iloc[-1]
    return f"{first} Mostly {main['part']}: {listed} points.{inputs}"
