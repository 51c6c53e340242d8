"""The contract of the audit, fixed before anybody looks, and what was audited by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from millrace.fairness import Contract, contract
from millrace.fairness.contracts import HIGHEST_RATE, LARGEST_GROUP, LOWEST_RATE
from millrace.reports.bias_audit.people import DECISION, OUTCOME, SCORE, Persons
from millrace.reports.finding import Finding

__all__ = ["Audited", "agree", "check_contract"]

MOST_PAIRED = 5
COMPARED = {HIGHEST_RATE: "the group with the highest rate of those large enough to be judged",
            LOWEST_RATE: "the group with the lowest rate of those large enough to be judged",
            LARGEST_GROUP: "the largest group"}  # fmt: skip
OURS = {"tolerance": 0.8, "least_people": 30}


@dataclass(frozen=True)
class Audited:
    """People and the contract by which they are audited.

    Parameters
    ----------
    persons : Persons
        The people.
    agreed : Contract
        What is looked at.
    said : dict
        What the person said, beside the defaults of this report.
    """

    persons: Persons
    agreed: Contract
    said: Mapping[str, object]


def agree(
    persons: Persons,
    *,
    decided: str = "",
    decided_by: str = "",
    harmed: str = "",
    outcome_means: str = "",
    known_for: str = "",
    fixed_on: str = "",
    tolerance: float = 0.8,
    least_people: int = 30,
    selected_is: str = "favourable",
    reference: Mapping[str, object] | str = "",
) -> Audited:
    """Fix what is audited.

    Parameters
    ----------
    persons : Persons
        From `read_persons`.
    decided, decided_by, harmed : str
        In words: what is decided, by whom, who is harmed.
    outcome_means, known_for : str
        In words: what the outcome measures, and for whom it is known.
    fixed_on : str
        The day of the agreement; today when empty.
    tolerance : float
        The ratio of rates still tolerated.
    least_people : int
        The smallest group that is judged.
    selected_is : {"favourable", "unfavourable"}
        What it is for a person to be selected.
    reference : str or mapping, optional
        With whom groups are compared; the group that gets through most when empty.

    Returns
    -------
    Audited

    Raises
    ------
    ArgumentError
        When a clause is not as described.
    """
    several = persons.groups[1:] and len(persons.groups) <= MOST_PAIRED
    agreed = contract(
        decision=decided or persons.decision or f"'{persons.score}' {persons.border(persons.threshold or 0)}",
        decided_by=decided_by or "not said", fixed_on=fixed_on or date.today().isoformat(), groups=persons.groups,
        selected=DECISION, selected_is=selected_is, harmed=harmed or "people who are not selected", harm="allocation",
        score=SCORE if persons.score else None, threshold=persons.threshold if persons.score else None,
        outcome=OUTCOME if persons.outcome else None,
        outcome_means=(outcome_means or f"'{persons.outcome}'") if persons.outcome else None,
        known_for=(known_for or "those with an entry") if persons.outcome else None,
        pairs=bool(several), reference=reference or None, tolerance=tolerance, least_people=least_people,
    )  # fmt: skip
    given: dict[str, object] = {
        "decided": decided, "decided_by": decided_by, "harmed": harmed, "outcome_means": outcome_means,
        "known_for": known_for, "fixed_on": fixed_on, "reference": reference,
    }  # fmt: skip
    said: dict[str, object] = {name: value for name, value in given.items() if value}
    said |= dict.fromkeys(persons.named, True)
    said |= {name: value for name, value in (("tolerance", tolerance), ("least_people", least_people))
             if value != OURS[name]}  # fmt: skip
    return Audited(persons, agreed, said)


def check_contract(audited: Audited) -> Finding:
    """Show the contract, and say which of its clauses are defaults of this report.

    Parameters
    ----------
    audited : Audited
        From `agree`.

    Returns
    -------
    Finding
    """
    agreed, persons = audited.agreed, audited.persons
    who = {
        "decision": (agreed.decision, "decided"), "who decides": (agreed.decided_by, "decided_by"),
        "groups": (", ".join(persons.groups), "groups"),
        "two attributes combined": ("yes" if agreed.pairs else "no", "-"),
        "compared with": (COMPARED.get(str(agreed.reference), "the groups that you named"), "reference"),
        "selected": (_rule(persons), "selected_value" if persons.decision else "threshold"),
        "measure": ("share selected, and its ratio to the reference's", "-"),
        "ratio still tolerated": (f"{agreed.tolerance:g}", "tolerance"),
        "fewest people of a group that is judged": (f"{agreed.least_people:,}", "least_people"),
        "who is harmed": (agreed.harmed, "harmed"), "fixed on": (agreed.fixed_on, "fixed_on"),
    }  # fmt: skip
    if agreed.outcome is not None:
        who |= {"what the outcome means": (str(agreed.outcome_means), "outcome_means"),
                "for whom it is known": (str(agreed.known_for), "known_for")}  # fmt: skip
    rows = [(clause, told, "you" if name in audited.said else "this report, unless you set it" if name != "-"
             else "this report") for clause, (told, name) in who.items()]  # fmt: skip
    yours = sum(by == "you" for _, _, by in rows)
    if "fixed_on" in audited.said:
        fixed = f"You say that this was agreed on {agreed.fixed_on}; {yours} of {len(rows)} clauses are yours."
    elif yours:
        fixed = (f"{yours} of {len(rows)} clauses are yours, the others this report's. Whether they were agreed before "
                 "anybody looked, only you know.")  # fmt: skip
    else:
        fixed = "Nobody has agreed to this yet: the report assumed all of it before anything was counted."
    said = (
        f"{fixed} Its fingerprint, a short code of all clauses, is {agreed.fingerprint}: when one is changed later, it "
        "changes.",
        "A group is called worse off only where the gap is both larger than tolerated and larger than chance. "
        "A group that is too small is listed with its counts, as insufficient evidence.",
        "The ratio of 0.8 is a rule of thumb of US agencies, no law of nature and no proof of anything.",
    )
    action = (
        ""
        if "fixed_on" in audited.said
        else "Agree on the contract with those who decide, and set its clauses and fixed_on, before you use it."
    )
    return Finding("contract", said, action, pd.DataFrame(rows, columns=["clause", "what holds", "said by"]),
                   sheet="contract")  # fmt: skip


def _rule(persons: Persons) -> str:
    if persons.decision:
        return f"yes in '{persons.decision}'"
    return f"'{persons.score}' {persons.border(persons.threshold or 0)}"
