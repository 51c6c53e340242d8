"""Where our headings stand in the NIST AI RMF, ISO/IEC 42001 and the EU AI Act; a map for a talk, not legal advice."""

import pandas as pd

__all__ = ["duties"]

# heading | pages | what it holds | NIST AI RMF 1.0 | ISO/IEC 42001:2023 | EU AI Act, Regulation (EU) 2024/1689
_ROWS = """
The tool | model card | what is used, by whom it was made, since when | GOVERN 6 (third parties), MAP 4 | A.10
  (third-party and customer relationships), A.4 (resources) | Art. 26(1): use it as the provider's instructions say

What it is for | model card | the decision, and what it must not be used for | MAP 1 (context), MAP 2
  (categorisation), MAP 3 | clause 4 (context), A.9 (use of AI systems) | Annex III point 4 (employment) and point
  5(b) (creditworthiness of natural persons): whether it is high-risk; Art. 26(1)

The people concerned | model card, decision record | who may be harmed, and how | MAP 5 (impacts), GOVERN 5
  (engagement), MEASURE 2.11 (fairness and bias) | 6.1.4 and 8.4 (AI system impact assessment), A.5 (assessing
  impacts) | Art. 27: fundamental rights impact assessment, where the deployer is a public body, provides public
  services, or uses a system of Annex III point 5(b) or (c)

The data | model card | what goes in, what may stand for what does not, how old it is | MAP 2, MEASURE 2 | A.7 (data
  for AI systems) | Art. 26(4): input data relevant and sufficiently representative, as far as the deployer controls
  them

What was measured | model card | rates by group with their ranges, errors, what drives the score | MEASURE 1 (methods
  and metrics), MEASURE 2 (evaluation) | 9.1 (monitoring, measurement, analysis and evaluation), A.6 (AI system life
  cycle) | Art. 26(5): monitor how it works

The limits | model card | when it is wrong, and what nobody knows | MEASURE 2, MEASURE 4 (feedback on measuring) | A.6
  (AI system life cycle), A.8 (information for interested parties) | Art. 26(1) and 26(5): stop and report where the
  instructions lead to a risk

Who answers | model card, decision record | one role that answers, and who may override | GOVERN 2 (accountability),
  MAP 3.5 (human oversight) | 5.3 (roles, responsibilities and authorities), A.3 (internal organisation) | Art. 26(2):
  human oversight by people with competence, training, authority and support; Art. 4: AI literacy of staff

How it is watched | model card | what is checked how often, and when to stop | MEASURE 3 (tracking risks over time),
  MANAGE 2.4 (to disengage or deactivate), MANAGE 4 | 9.1 (monitoring), 10 (improvement) | Art. 26(5): monitor, inform
  provider and authority of risks and serious incidents; Art. 26(6): keep the logs for at least six months

The decision | decision record | what was decided, by whom, for whom | MANAGE 1 (risks prioritised and acted upon) |
  7.5 (documented information), 8.1 (operational planning and control) | Art. 26(2)

The reasons | decision record | what was known, and what else was considered | MANAGE 1, MANAGE 2 | 6.1.2 and 6.1.3
  (risk assessment and treatment), 8.2, 8.3 | Art. 86: explanation of single decisions rests on it

Review | decision record | when it is looked at again, and what would change it | GOVERN 1, MANAGE 4 | 9.3 (management
  review), 10 (improvement) | Art. 26(5)

What this is about | notice | that a decision is made about people | GOVERN 4 (communication), GOVERN 5 | A.8
  (information for interested parties) | Art. 26(11): tell people that a high-risk system of Annex III is used in
  decisions about them; Art. 26(7): tell workers and their representatives before it is used at the workplace

The tool | notice | what it does, with which data | MEASURE 2.9 (explained) | A.8 | Art. 26(11); Art. 50: where people
  talk to a chatbot or meet artificial media, they are told (mostly a duty of providers)

Who decides | notice | that a person decides | GOVERN 2, MAP 3.5 | A.9 | Art. 26(2)

What you can do | notice | to ask why, correct data, have a person look again | GOVERN 5, MANAGE 4 | A.8 | Art. 86:
  clear and meaningful explanation of the system's role and of the main elements of the decision

Your data | notice | how long data are kept, and who sees them | MEASURE 2.10 (privacy) | A.7 | Art. 26(9): data
  protection impact assessment under other law, where it is needed

Risk register | tables | risks with owner and next review | MAP 5, MANAGE 1 | 6.1.2, 6.1.3, 8.2, 8.3 | Art. 26(5);
  Art. 27 where it applies

Who does what | tables | one role that answers per task | GOVERN 2 | 5.3, A.3 | Art. 26(2)

Review calendar | tables | days on which things are looked at | GOVERN 1.5, MEASURE 3 | 9.1, 9.2 (internal audit), 9.3
  | Art. 26(5)

Drift | tables | what changed, and why more or fewer are selected | MEASURE 2.4 (monitored in production), MEASURE 3 |
  9.1 | Art. 26(5)
"""
NOT_ADVICE = "not legal advice"
COLUMNS = ["heading", "page", "what_it_holds", "nist_ai_rmf", "iso_42001", "eu_ai_act"]


def duties() -> pd.DataFrame:
    """Map the headings of our documents to three frameworks. It is not legal advice.

    Whether a law applies to a company, and from which day, this table does not say: ask somebody who answers for it. A
    heading that is filled in does not show that a duty is met. Some duties have no heading here at all.

    Returns
    -------
    DataFrame
        One row per heading: ``heading``, ``page`` ("model card", "decision record", "notice", "tables"),
        ``what_it_holds``, ``nist_ai_rmf`` (functions and categories of the NIST AI Risk Management Framework 1.0 of
        2023), ``iso_42001`` (clauses, and themes of Annex A, of ISO/IEC 42001:2023), ``eu_ai_act`` (duties of a
        deployer in Regulation (EU) 2024/1689), ``status`` ("not legal advice" in every row, so that no copy loses it).

    Examples
    --------
    >>> duties().set_index("heading").loc["What you can do", "eu_ai_act"][:7]
    'Art. 86'
    """
    rows = [[" ".join(cell.split()) for cell in row.split("|")] for row in _ROWS.strip().split("\n\n")]
    return pd.DataFrame(rows, columns=COLUMNS).assign(status=NOT_ADVICE)
