"""Our questionnaire beside four public frameworks: which headings it touches, and what they count that it does not."""

import tomllib
from importlib.resources import files

import pandas as pd

from millrace.readiness.questionnaire import all_questions

__all__ = ["frameworks"]


def frameworks() -> pd.DataFrame:
    """Set the questionnaire beside four public frameworks, heading by heading.

    Returns
    -------
    DataFrame
        One row per heading: ``framework`` (a short name), ``source`` (its full name), ``heading``, ``our_questions``
        (their numbers, or "none"), ``our_axes``, ``counts_beyond_ours`` (what the heading counts that our questions do
        not; empty where nothing is known).

    Notes
    -----
    The headings are those that the publishers state: OECD, AI adoption by small and medium-sized enterprises (2025);
    UK Department for Science, Innovation and Technology, AI Management Essentials (draft, 2024); European Commission,
    Digital Maturity Assessment of the European Digital Innovation Hubs (for SMEs); Ministry of Industry and Information
    Technology of China, 中小企业数字化水平评测指标 (2022; a revision is of 2024). Which question touches which
    heading is our own reading, and no score of ours is a score of theirs.

    Examples
    --------
    >>> table = frameworks()
    >>> table.loc[table["our_questions"] == "none", "heading"].tolist()
    ['Enabler: connectivity', 'Bias mitigation', 'Green digitalisation']
    """
    held = tomllib.loads(files("millrace.readiness").joinpath("frameworks.toml").read_text(encoding="utf-8"))
    axis_of = {one.number: one.axis for one in all_questions()}
    rows = [
        {
            "framework": one["short"],
            "source": one["name"],
            "heading": each["heading"],
            "our_questions": ", ".join(map(str, each["ours"])) or "none",
            "our_axes": ", ".join(dict.fromkeys(axis_of[number] for number in each["ours"])),
            "counts_beyond_ours": each["beyond"],
        }
        for one in held["framework"]
        for each in one["headings"]
    ]
    return pd.DataFrame(rows)
