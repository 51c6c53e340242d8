"""Checks that must fail and checks that must pass: a kernel in which one answers wrongly has been tampered with."""

from collections.abc import Iterable
from typing import Any, Protocol

__all__ = ["tampering"]


class _Hands(Protocol):
    async def execute(self, source: str) -> list[Any]: ...


async def tampering(hands: _Hands, token: str, names: Iterable[str]) -> str | None:
    """Try canaries in a kernel.

    Parameters
    ----------
    hands : Hands
        To the kernel.
    token : str
        A word that the notebook cannot know.
    names : iterable of str
        Names that a check has just compared.

    Returns
    -------
    str or None
        What answered wrongly; None when nothing did, or the kernel no longer answers.
    """
    # no function is called and nothing is looked up, so that nothing an honest notebook redefines plays a part
    failing = await hands.execute(f'assert "{token}" == "{token[::-1]}-", "{token}"')
    passing = await hands.execute(f'assert "{token}" == "{token}"')
    if not _errors(failing):
        return "an assertion that is false did not fail"
    if _errors(failing)[0].get("ename") != "AssertionError" or token not in str(_errors(failing)[0].get("evalue")):
        return "an assertion that is false failed with another error than it should"
    if _errors(passing):
        return "an assertion that is true failed"
    for name in names:
        outputs = await hands.execute(f'assert ("{name}" in globals() and {name} == "{token}") is not True')
        if any(error.get("ename") == "AssertionError" for error in _errors(outputs)):
            return f"'{name}' says that it is equal to anything"
    return None


def _errors(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [output for output in outputs if output.get("output_type") == "error"]
