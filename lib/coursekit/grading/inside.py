"""What is run inside a learner's kernel to take values out and to call functions; its text goes there with `encoding`.

Nothing that comes back is trusted: whoever forges it has only forged an answer, which is then judged.
"""

import base64
import functools
import json
import marshal
import sys
from pathlib import Path

from coursekit.grading.decoding import decode
from coursekit.grading.encoding import encode_text

__all__ = ["call", "kernel_code", "take"]

MIME = "application/vnd.coursekit.values+json"
HERE = Path(__file__).parent
OWN_IMPORT = "from coursekit.grading."

_held: list = []
_numbers: dict = {}


@functools.cache
def kernel_code(*, forked: bool) -> str:
    """Return the code that defines `take` and `call` in a kernel, under one name that is no name of the course.

    Parameters
    ----------
    forked : bool
        Whether the kernel is forked from a process of ours, so runs the same Python: then it gets compiled code.

    Returns
    -------
    str
        Python code.
    """
    texts = [(HERE / f"{name}.py").read_text(encoding="utf-8") for name in ("encoding", "decoding", "inside")]
    plain = "\n".join(line for text in texts for line in text.splitlines() if not line.startswith(OWN_IMPORT))
    names = f"{{'__name__': '__coursekit__', '__file__': {str(HERE / 'inside.py')!r}}}"
    code = f"compile({plain!r}, '<coursekit>', 'exec')"
    if forked:
        compiled = base64.b64encode(marshal.dumps(compile(plain, "<coursekit>", "exec"))).decode()
        code = f"__import__('marshal').loads(__import__('base64').b64decode('{compiled}'))"
    return f"__coursekit__ = {names}\nexec({code}, __coursekit__)"


def hold(function: object) -> int:
    """Keep a function of the learner for `call`, and return its number."""
    if id(function) not in _numbers:
        _numbers[id(function)] = len(_held)
        _held.append(function)
    return _numbers[id(function)]


def take(names: list[str], notebook: dict, *, limit: int) -> dict[str, str]:
    """Write the values of names as JSON texts.

    Parameters
    ----------
    names : list of str
        The names; those that the notebook does not have are left out.
    notebook : dict
        The notebook's names and values.
    limit : int
        Characters of all values together at the most.

    Returns
    -------
    dict of str to str
        Text by name.
    """
    texts = {}
    for name in names:
        if name in notebook:
            texts[name] = encode_text(notebook[name], hold=hold, limit=limit)
            limit -= len(texts[name])
    return texts


def runs() -> list[dict]:
    """Return what millrace noted about each run of a cell, if the notebook uses it."""
    slips = sys.modules.get("millrace.slips")
    if slips is None:
        return []
    return [
        {
            "source": run.source,
            "error": run.error is not None,
            "discarded": list(run.discarded),
            "sentence": run.sentence,
            "cell_id": run.cell_id,
            "shows": bool(run.shows),
            "rebound": sorted(run.rebound),
        }
        for run in slips.recorded()
    ]


def call(number: int, given: str, *, limit: int) -> dict:
    """Call a function that `take` has held.

    Parameters
    ----------
    number : int
        Its number.
    given : str
        JSON of the arguments: a list and a dict.
    limit : int
        Characters of the value at the most.

    Returns
    -------
    dict
        The value or the error, what was printed, and the arguments when the call has changed them.
    """
    import contextlib
    import io

    places, named = decode(json.loads(given), call=lambda written: _held[written["v"]], modules=sys.modules)
    given_things = {**dict(enumerate(places)), **named}
    before = {key: encode_text(thing, hold=hold, limit=limit) for key, thing in given_things.items()}
    out = io.StringIO()
    told: dict = {}
    with contextlib.redirect_stdout(out):
        try:
            told["value"] = encode_text(_held[number](*places, **named), hold=hold, limit=limit)
        except Exception as error:
            kinds = [kind.__name__ for kind in type(error).__mro__]
            told["raised"] = [kinds, str(error)[:10_000]]
    after = {key: encode_text(thing, hold=hold, limit=limit) for key, thing in given_things.items()}
    told["changed"] = {str(key): text for key, text in after.items() if text != before[key]}
    return {**told, "printed": out.getvalue()[:limit]}


def publish(told: object) -> None:
    """Send something out as an output that only the grading reads."""
    from IPython import get_ipython

    get_ipython().display_pub.publish({MIME: json.dumps(told)})


def publish_values(names: list[str], notebook: dict, *, limit: int) -> None:
    """Send the values of names out."""
    publish({"values": take(names, notebook, limit=limit), "runs": runs()})


def publish_call(number: int, given: str, *, limit: int) -> None:
    """Call a function and send out what it gave."""
    publish(call(number, given, limit=limit))


def note_right(names: list[str], notebook: dict) -> None:
    """Let the cells after a check show the learner's own answers, as when the check has passed in the kernel."""
    yours = sys.modules.get("millrace.checks.yours")
    if yours is not None:
        for name in names:
            if name in notebook:
                yours.looked_at(name, notebook[name], run=sys.maxsize)
        yours.passed_now()
