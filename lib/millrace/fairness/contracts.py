"""What an audit will look at and what will count as harm, fixed and dated before anybody has looked."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from millrace.errors import ArgumentError, did_you_mean, in_words

__all__ = ["HIGHEST_RATE", "LARGEST_GROUP", "LOWEST_RATE", "Contract", "check_choice", "contract", "contract_changes"]

HIGHEST_RATE, LOWEST_RATE, LARGEST_GROUP = "highest rate", "lowest rate", "largest group"
HARMS = ("allocation", "quality of service", "dignity")
SELECTED_IS = ("favourable", "unfavourable")
IN_WORDS = {
    "decision": "Decision", "decided_by": "Who decides", "fixed_on": "Fixed on", "selected": "Column of the decision",
    "selected_value": "Its value that means selected", "selected_people": "Column with the number selected",
    "people": "Column with the number of people in a row", "selected_is": "To be selected is", "score": "Score",
    "threshold": "Selected from", "score_range": "The score lies between", "outcome": "Outcome",
    "outcome_value": "Its value that is good", "outcome_means": "What the outcome really measures",
    "known_for": "For whom the outcome is known", "groups": "Groups", "unknown_labels": "Labels that mean unknown",
    "pairs": "Two attributes combined", "reference": "Compared with", "tolerance": "Ratio still tolerated",
    "tolerance_points": "Gap in error rates still tolerated", "least_people": "Fewest people of a group that is judged",
    "confidence": "Confidence of ranges", "harmed": "Who is harmed", "harm": "Kind of harm",
}  # fmt: skip


@dataclass(frozen=True)
class Contract:
    """What is audited, how, and what counts as too much; made by `contract`, and never changed afterwards."""

    decision: str
    decided_by: str
    fixed_on: str
    groups: tuple[str, ...]
    harmed: str
    harm: str
    selected: str | None
    selected_value: object
    selected_people: str | None
    people: str | None
    selected_is: str
    score: str | None
    threshold: float | str | None
    score_range: tuple[float, float] | None
    outcome: str | None
    outcome_value: object
    outcome_means: str | None
    known_for: str | None
    unknown_labels: tuple[str, ...]
    pairs: bool
    reference: str | tuple[tuple[str, str], ...]
    tolerance: float
    tolerance_points: float
    least_people: int
    confidence: float

    @property
    def fingerprint(self) -> str:
        """Twelve letters and digits that are others as soon as one clause is another."""
        clauses = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(clauses.encode()).hexdigest()[:12]

    def page(self) -> str:
        """Return the contract as Markdown, to be signed, sent and kept before the audit."""
        rows = [f"| {IN_WORDS[name]} | {_told(value)} |" for name, value in asdict(self).items() if _is_said(value)]
        lines = [
            f"# What we will audit: {self.decision}",
            "",
            f"Fixed on {self.fixed_on}, before anybody looked at the result. Fingerprint: `{self.fingerprint}`.",
            "A change of any line changes the fingerprint; say who changed it, and why.",
            "",
            "| clause | what was agreed |",
            "|---|---|",
            *rows,
            "",
            "A group is called worse off only where the gap is both larger than tolerated and larger than chance. "
            "A group that is too small is listed with its counts, as *insufficient evidence*.",
        ]
        return "\n".join(lines) + "\n"


def contract(
    *,
    decision: str,
    decided_by: str,
    fixed_on: str,
    groups: str | Sequence[str],
    harmed: str,
    harm: str,
    selected: str | None = None,
    selected_value: object = None,
    selected_people: str | None = None,
    people: str | None = None,
    selected_is: str = "favourable",
    score: str | None = None,
    threshold: float | str | None = None,
    score_range: tuple[float, float] | None = None,
    outcome: str | None = None,
    outcome_value: object = None,
    outcome_means: str | None = None,
    known_for: str | None = None,
    unknown_labels: Sequence[str] = (),
    pairs: bool = True,
    reference: str | Mapping[str, object] | None = None,
    tolerance: float = 0.8,
    tolerance_points: float = 0.1,
    least_people: int = 30,
    confidence: float = 0.95,
) -> Contract:
    """Fix what is audited and what counts as harm, before anybody looks at the result.

    Parameters
    ----------
    decision, decided_by : str
        In words: what is decided about people, and who decides it.
    fixed_on : str
        The day on which this was agreed, as 2026-03-02.
    groups : str or list of str
        Columns that name the groups, for example ``["sex", "origin"]``.
    harmed : str
        In words: who is harmed if it goes wrong, and how.
    harm : {"allocation", "quality of service", "dignity"}
        The kind of harm.
    selected : str, optional
        The column that tells who was selected: True and False, 1 and 0, or text with ``selected_value``.
    selected_value : optional
        The value of ``selected`` that means selected.
    selected_people : str, optional
        For counts already made: the column with the number selected, of those in ``people``.
    people : str, optional
        The column with how many people a row stands for; without it, one.
    selected_is : {"favourable", "unfavourable"}
        What it is for a person to be selected: an interview, or an inspection.
    score : str, optional
        The column with the score.
    threshold : float or str, optional
        Selected are scores from here on; a number, or the column that holds it. Needed where there is no ``selected``.
    score_range : (float, float), optional
        Lowest and highest score that can be; others are refused.
    outcome, outcome_value : str, optional
        The column that tells what became of people, and its value that is good. Empty where nobody knows.
    outcome_means, known_for : str, optional
        In words: what the outcome really measures, and for whom it is known. Needed with ``outcome``.
    unknown_labels : list of str
        Labels of groups that mean that the group is not known, beside empty cells.
    pairs : bool
        Whether each two attributes are also combined.
    reference : str or dict, optional
        Whom groups are compared with: "highest rate", "lowest rate", "largest group", or a label for each attribute.
        Without it the group that is best off: the highest rate where to be selected is favourable, else the lowest.
    tolerance : float
        The smallest ratio of rates that is tolerated; 0.8 is the four-fifths rule.
    tolerance_points : float
        The largest difference in error rates that is tolerated, as a share.
    least_people : int
        A group with fewer people is listed, and not judged.
    confidence : float
        How often a range holds the truth, as a share.

    Returns
    -------
    Contract
        Frozen, with ``page()`` as Markdown and ``fingerprint``.

    Raises
    ------
    ArgumentError
        When a clause is missing or contradicts another.

    Notes
    -----
    Four fifths: Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D (1978), a rule of thumb and no
    proof either way. Kinds of harm: Crawford (2017); fairlearn's user guide. To fix the analysis beforehand is the
    remedy against looking until something is found (Simmons, Nelson and Simonsohn 2011).

    Examples
    --------
    >>> agreed = contract(
    ...     decision="invite to an interview", decided_by="the agency's score", fixed_on="2026-03-02",
    ...     groups=["sex", "origin"], selected="invited", harmed="people who could do the work", harm="allocation",
    ... )
    >>> agreed.tolerance, len(agreed.fingerprint)
    (0.8, 12)
    """
    names = (groups,) if isinstance(groups, str) else tuple(groups)
    if reference is None:
        reference = LOWEST_RATE if selected_is == "unfavourable" else HIGHEST_RATE
    agreed = Contract(
        decision=decision,
        decided_by=decided_by,
        fixed_on=_day(fixed_on),
        groups=names,
        harmed=harmed,
        harm=harm,
        selected=selected,
        selected_value=selected_value,
        selected_people=selected_people,
        people=people,
        selected_is=selected_is,
        score=score,
        threshold=threshold,
        score_range=None if score_range is None else (float(score_range[0]), float(score_range[1])),
        outcome=outcome,
        outcome_value=outcome_value,
        outcome_means=outcome_means,
        known_for=known_for,
        unknown_labels=(unknown_labels,) if isinstance(unknown_labels, str) else tuple(unknown_labels),
        pairs=pairs,
        reference=reference if isinstance(reference, str) else _pairs_of(reference, names),
        tolerance=tolerance,
        tolerance_points=tolerance_points,
        least_people=least_people,
        confidence=confidence,
    )
    _check(agreed)
    return agreed


def contract_changes(before: Contract, after: Contract) -> pd.DataFrame:
    """List the clauses in which two contracts differ, so that a later change is seen.

    Parameters
    ----------
    before, after : Contract
        The one that was agreed, and the one that was used.

    Returns
    -------
    DataFrame
        One row per clause that is another: ``clause``, ``before``, ``after``; no rows when they are the same.

    Examples
    --------
    >>> from dataclasses import replace
    >>> agreed = contract(decision="invite", decided_by="score", fixed_on="2026-03-02", groups="sex",
    ...                   selected="invited", harmed="applicants", harm="allocation")
    >>> contract_changes(agreed, replace(agreed, tolerance=0.7)).values.tolist()
    [['Ratio still tolerated', '0.8', '0.7']]
    """
    old, new = asdict(before), asdict(after)
    rows = [(IN_WORDS[name], _told(old[name]), _told(new[name])) for name in old if old[name] != new[name]]
    return pd.DataFrame(rows, columns=["clause", "before", "after"])


def check_choice(given: object, choices: Sequence[str], argument: str) -> None:
    """Refuse a word that is none of those known.

    Parameters
    ----------
    given : object
        What was written.
    choices : list of str
        What can be written.
    argument : str
        The argument's name.

    Raises
    ------
    ArgumentError
        When it is none of them.

    Examples
    --------
    >>> check_choice("allocation", HARMS, "harm")
    """
    if given not in choices:
        raise ArgumentError(
            f"{argument}={in_words(given)} was given. One of {', '.join(map(repr, choices))} was expected. "
            f"Write one of them.{did_you_mean(given, choices)}"
        )


def _check(agreed: Contract) -> None:
    for clause in ("decision", "decided_by", "harmed"):
        if not isinstance(said := getattr(agreed, clause), str) or not said.strip():
            raise ArgumentError(f"{clause}={in_words(said)} was given. Some words were expected. Write who or what.")
    check_choice(agreed.harm, HARMS, "harm")
    check_choice(agreed.selected_is, SELECTED_IS, "selected_is")
    _check_numbers(agreed)
    _check_groups(agreed)
    _check_decision(agreed)
    if agreed.outcome and not (agreed.outcome_means and agreed.known_for):
        raise ArgumentError(
            f"outcome={in_words(agreed.outcome)} was given without outcome_means and known_for. What it really "
            "measures, and for whom it is known, was expected. Write both in words: a label is seldom the thing itself."
        )


def _check_numbers(agreed: Contract) -> None:
    from millrace.errors import check_confidence

    check_confidence(agreed.confidence)
    for name in ("tolerance", "tolerance_points"):
        value = getattr(agreed, name)
        if not isinstance(value, int | float) or not 0 < value < 1:
            raise ArgumentError(f"{name}={in_words(value)} was given. A share between 0 and 1 was expected. Write 0.8.")
    least = agreed.least_people
    if not isinstance(least, int) or isinstance(least, bool) or least < 1:
        raise ArgumentError(
            f"least_people={in_words(least)} was given. A whole number of 1 or more was expected. Write the smallest "
            "group that you would judge, for example 30."
        )
    if agreed.score_range is not None and not agreed.score_range[0] < agreed.score_range[1]:
        raise ArgumentError(
            f"score_range={in_words(agreed.score_range)} was given. The lowest, then the highest score was expected. "
            "Write it like score_range=(0, 100)."
        )


def _check_groups(agreed: Contract) -> None:
    if not agreed.groups or len(set(agreed.groups)) < len(agreed.groups):
        raise ArgumentError(
            f"groups={in_words(list(agreed.groups))} was given. One or more different columns were expected. "
            "Write it like groups=['sex', 'origin']."
        )
    others = {"selected": agreed.selected, "score": agreed.score, "outcome": agreed.outcome, "people": agreed.people,
              "selected_people": agreed.selected_people, "threshold": agreed.threshold}  # fmt: skip
    for clause, column in others.items():
        if column in agreed.groups:
            raise ArgumentError(
                f"Column '{column}' is in groups and is {clause} as well. A column that only names a group was "
                "expected. Leave it out of groups."
            )
    if isinstance(agreed.reference, str):
        check_choice(agreed.reference, (HIGHEST_RATE, LOWEST_RATE, LARGEST_GROUP), "reference")
    elif {name for name, _ in agreed.reference} != set(agreed.groups):
        raise ArgumentError(
            f"reference names {in_words([name for name, _ in agreed.reference])}. One label for each of "
            f"{in_words(list(agreed.groups))} was expected. Write it like reference={{'sex': 'male'}}."
        )


def _check_decision(agreed: Contract) -> None:
    by_score = agreed.score is not None and agreed.threshold is not None
    ways = (agreed.selected is not None) + (agreed.selected_people is not None)
    if ways > 1 or (ways == 0 and not by_score):
        raise ArgumentError(
            "The decision was named in two ways, or in none. One was expected: selected='...'; or score='...' with "
            "threshold=...; or selected_people='...' with people='...'. Keep one of them."
        )
    if agreed.selected_people is not None and agreed.people is None:
        raise ArgumentError(
            f"selected_people='{agreed.selected_people}' was given without people. The column with all people of the "
            "row was expected. Write people='...' too."
        )
    if agreed.threshold is not None and agreed.score is None:
        raise ArgumentError("threshold was given without score. The column of the score was expected. Write score too.")


def _day(given: object) -> str:
    try:
        return pd.Timestamp(given).strftime("%Y-%m-%d")  # type: ignore[arg-type]
    except (ValueError, TypeError):
        raise ArgumentError(
            f"fixed_on={in_words(given)} was given. The day of the agreement was expected. Write it like '2026-03-02'."
        ) from None


def _pairs_of(reference: Mapping[str, object], names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Put the references into the order of the groups, so that combinations have it too."""
    from millrace.fairness.groups import label_of

    order = [*(name for name in names if name in reference), *(name for name in reference if name not in names)]
    return tuple((name, label_of(reference[name])) for name in order)


def _is_said(value: object) -> bool:
    return value is not None and value != ()


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return ", ".join(f"{name}: {label}" for name, label in value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value).replace("|", "\\|").replace("\n", " ")
