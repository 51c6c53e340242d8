"""What it costs that nobody stands out: the trials side by side, and which of them the copy is made of."""

import pandas as pd

from millrace.errors import counted
from millrace.privacy import Anonymised
from millrace.reports.finding import Finding
from millrace.reports.privacy.coarsening import ROW, Coarser, Trial, level_in_words
from millrace.reports.privacy.exact import left_exact

__all__ = ["check_coarser", "trial_table"]

MOST_ANSWERS, NEARLY_ALL = 10, 0.8


def trial_table(coarser: Coarser) -> pd.DataFrame:
    """Lay the trials side by side: a column each, with what each column of the file became.

    Parameters
    ----------
    coarser : Coarser
        From `coarsen`.

    Returns
    -------
    DataFrame
        The loss, the rows in the copy and left out, and the smallest group; then one row per column that others may
        know, with what it became.
    """
    if not coarser.trials:
        return pd.DataFrame({"remark": ["no column that others may know"]})
    known = coarser.known
    lines = ["precision lost", "rows in the copy", "rows left out", "smallest group, people", *known]
    table = pd.DataFrame({"column": lines})
    plain = [trial for trial in coarser.trials if not trial.watched]
    twice = all(any(_same(trial, other) for other in coarser.trials) for trial in plain)
    for trial in coarser.trials:
        if trial.watched or not twice:
            table[trial.words] = _lines(trial, len(known))
    return table


def _same(trial: Trial, other: Trial) -> bool:
    """Tell whether another trial asked for more than this one, and came to the same."""
    if trial.watched or not other.watched or trial.most_left_out != other.most_left_out:
        return False
    if trial.made is None or other.made is None:
        return trial.made is other.made and trial.why == other.why
    return trial.made.levels.equals(other.made.levels) and len(trial.made.table) == len(other.made.table)


def _lines(trial: Trial, columns: int) -> list[str]:
    made = trial.made
    if made is None:
        return ["not reached", *[""] * (columns + 3)]
    became = [level_in_words(level) for level in made.levels["coarsened_to"]]
    return [
        f"{100 * made.loss:.0f} %", f"{len(made.table):,}", f"{len(made.set_aside):,}", f"{made.k:,}", *became
    ]  # fmt: skip


def check_coarser(coarser: Coarser) -> Finding:
    """Say what it costs that nobody stands out, and which choice the copy is made of.

    Parameters
    ----------
    coarser : Coarser
        From `coarsen`.

    Returns
    -------
    Finding
    """
    if not coarser.needed:
        return Finding(
            "coarser", ("No column was recognised that others may know, so nothing has to be made coarser.",)
        )
    said = [
        f"Asked: everybody looks like at least {coarser.k - 1} others in what others may know. A row that is left out "
        "counts as wholly lost, so the choices can be compared. 0 % lost would be the table as it is, "
        "100 % would be all of these columns hidden."
    ]
    said += [f"{_large(trial.words)}: {trial.why}" for trial in coarser.trials if trial.made is None]
    table = trial_table(coarser)
    if coarser.chosen is None or coarser.chosen.made is None:
        said.append("So no copy was made: it would give somebody away.")
        action = (
            f"Do not pass this table on: {coarser.k} people who look alike cannot be reached. Add rows, ask for a "
            "smaller k, let more rows be left out, or count people in a table of totals instead."
        )
        return Finding("coarser", tuple(said), action, table)
    made = coarser.chosen.made
    said.append(f"The copy is the one with {coarser.chosen.words}, which loses least: {_in_words(made)}")
    exact = left_exact(coarser)
    if exact.sentence:
        stay = "stays exact and singles" if len(exact.alone) == 1 else "stay exact and single"
        said.append(
            f"That is said of {', '.join(coarser.known)} alone: {exact.names} {stay} people out. See 'The masked copy'."
        )
    said += _about_answers(coarser)
    said += _shared(coarser, made)
    hidden = [row["column"] for row in made.levels.to_dict("records") if row["coarsened_to"] == "hidden"]
    action = ""
    if hidden:
        said.append(f"Hidden altogether: {', '.join(hidden)}.")
        action = (
            "Ask whoever gets the copy which of these they need: "
            f"{', '.join(coarser.known)}. Leave the others out: each column less lets the "
            "rest be more exact."
        )
    if made.gap > 1e-9:
        said.append(f"A better choice may exist; it could lose {100 * made.gap:.0f} points less at most.")
    return Finding("coarser", tuple(said), action, table)


def _in_words(made: Anonymised) -> str:
    left = counted(len(made.set_aside), "row") if len(made.set_aside) else "no row"
    return (
        f"Everybody is in a group of {made.k:,} or more who look alike; {100 * made.loss:.0f} % of the precision is "
        f"lost, {left} left out."
    )


def _shared(coarser: Coarser, made: Anonymised) -> list[str]:
    """Count the groups in which all share an answer that not nearly everybody has anyway."""
    rows, said = coarser.people.table.iloc[made.table[ROW].tolist()], []
    groups = [made.table[column].astype(str).to_numpy() for column in coarser.known]
    for column in coarser.people.of("sensitive"):
        values = rows[column].astype(object).where(rows[column].notna(), "(empty)").astype(str)
        if column in (coarser.sensitive, *coarser.leave_out) or not 2 <= values.nunique() <= MOST_ANSWERS:
            continue
        found = values.groupby(groups).agg(["size", "nunique", "first"])
        alike = found[(found["nunique"] == 1) & (found["first"].map(values.value_counts(normalize=True)) < NEARLY_ALL)]
        if len(alike):
            said.append(
                f"In {counted(len(alike), 'group')} ({counted(int(alike['size'].sum()), 'row')}) all have the same "
                f"'{column}': whoever knows that somebody is in it knows the answer. To end it, name '{column}' as the "
                "sensitive column."
            )
    return said


def _large(words: str) -> str:
    return words[:1].upper() + words[1:]


def _about_answers(coarser: Coarser) -> list[str]:
    column, chosen = coarser.sensitive, coarser.chosen
    if column is None or chosen is None or chosen.made is None:
        return ["No sensitive column with a few answers: whether all of a group share one secret was not looked at."]
    if chosen.watched:
        return [f"Each group has two answers of '{column}' or more, so nobody's answer is certain from outside."]
    return [
        f"That each group has two answers of '{column}' was not reached. Who knows somebody's group may know the "
        "answer."
    ]
