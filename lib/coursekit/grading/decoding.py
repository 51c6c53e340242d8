"""Read back the values that came out of a learner's kernel as JSON; nothing is trusted.

Only the kinds named here come back, never code and never a pickle; whatever is malformed is refused.
"""

import base64
import collections
import datetime
import decimal
import fractions
import pathlib
import sys
import types
import zoneinfo
from collections.abc import Callable
from typing import Any

from coursekit.grading.encoding import DTYPES, FACTORIES, TYPES, Opaque

__all__ = ["Unreadable", "decode"]

DEEPEST = 84


class Unreadable(ValueError):
    """A text that is not what `coursekit.grading.encoding.encode` writes."""


def decode(written: Any, *, call: Callable[[dict], Any] | None = None, modules: Any = (), depth: int = 0) -> Any:
    """Read what `coursekit.grading.encoding.encode` wrote.

    Parameters
    ----------
    written : object
        From JSON.
    call : callable, optional
        Makes of a function's description something that can be called.
    modules : collection of str
        Names of the modules that may be named.
    depth : int
        How deep in another value it lies.

    Returns
    -------
    object
        The value.

    Raises
    ------
    Opaque
        When the value is no data.
    Unreadable
        When this is nothing that it writes.

    Examples
    --------
    >>> decode({"t": "tuple", "v": [1, {"t": "..."}]})
    (1, Ellipsis)
    """
    if depth > DEEPEST:
        raise Unreadable("nested too deeply")
    if written is None or isinstance(written, bool | int | float | str):
        return written
    if not isinstance(written, dict) or not isinstance(written.get("t"), str):
        raise Unreadable("a value without a kind")

    def inner(item: Any) -> Any:
        return decode(item, call=call, modules=modules, depth=depth + 1)

    kind = written["t"]
    if kind == "opaque":
        raise Opaque(str(written.get("v"))[:200])
    if kind == "function":
        if call is None:
            raise Opaque("a function")
        return call(written)
    if kind == "module":
        return _module(written["v"], modules)
    try:
        return READERS[kind](written, inner)
    except (Opaque, Unreadable):
        raise
    except Exception as error:
        raise Unreadable(f"{kind[:40]!r} could not be read ({type(error).__name__})") from None


def _module(name: Any, modules: Any) -> types.ModuleType:
    if name not in modules:
        raise Opaque(f"the module {str(name)[:80]}")
    __import__(name)
    return sys.modules[name]


def _pairs(written: dict, inner: Callable[[Any], Any]) -> list[tuple[Any, Any]]:
    return [(inner(key), inner(item)) for key, item in written["v"]]


def _items(written: dict, inner: Callable[[Any], Any]) -> list[Any]:
    return [inner(item) for item in written["v"]]


def _array(written: dict) -> Any:
    import numpy as np

    dtype = np.dtype(written["dtype"])
    if dtype.kind not in DTYPES or dtype.names:
        raise Unreadable("a kind of array that is not taken")
    return np.frombuffer(base64.b64decode(written["v"], validate=True), dtype=dtype)


def _shaped(written: dict, inner: Callable[[Any], Any]) -> Any:
    return _array(written).reshape(written["shape"]).copy()


def _objects(written: dict, inner: Callable[[Any], Any]) -> Any:
    import numpy as np

    flat = np.empty(len(written["v"]), dtype=object)
    flat[:] = _items(written, inner)
    return flat.reshape(written["shape"])


def _moment(written: dict) -> datetime.datetime:
    read = datetime.datetime.fromisoformat(written["v"])
    if written.get("zone") is None:
        return read
    return read.replace(tzinfo=zoneinfo.ZoneInfo(str(written["zone"])), fold=int(written["fold"]))


def _fraction(written: dict) -> Any:
    if len(written["v"]) > 10_000:
        raise Unreadable("a number of more than 10,000 digits")
    return written["v"]


def _frame(written: dict, inner: Callable[[Any], Any]) -> Any:
    import pandas as pd

    index, columns = _index(written["index"], inner), _index(written["columns"], inner)
    held = {place: _column(item, inner) for place, item in enumerate(written["v"])}
    # copies, since a table made of arrays that were read may not be written to
    frame = pd.DataFrame(held, index=index, columns=range(len(columns)), copy=True)
    frame.columns = columns
    frame.attrs.update(inner(written["attrs"]))
    return frame


def _series(written: dict, inner: Callable[[Any], Any]) -> Any:
    import pandas as pd

    name, index = inner(written["name"]), _index(written["index"], inner)
    series = pd.Series(_column(written["v"], inner), index=index, name=name, copy=True)
    series.attrs.update(inner(written["attrs"]))
    return series


def _index(written: dict, inner: Callable[[Any], Any]) -> Any:
    import pandas as pd

    names = [inner(name) for name in written["names"]]
    if "range" in written:
        return pd.RangeIndex(range(*written["range"]), name=names[0])
    if "levels" in written:
        return pd.MultiIndex.from_arrays([_column(level, inner) for level in written["levels"]], names=names)
    made = pd.Index(_column(written["v"], inner), name=names[0], tupleize_cols=False)
    if written.get("freq"):
        made.freq = written["freq"]
    return made


def _column(written: dict, inner: Callable[[Any], Any]) -> Any:
    import numpy as np
    import pandas as pd

    kind = written["k"]
    if kind == "numpy":
        return inner(written["v"])
    if kind == "string":
        dtype = pd.StringDtype(na_value=pd.NA if written["na"] == "NA" else np.nan)
        return pd.array([item if item is None else str(item) for item in written["v"]], dtype=dtype)
    if kind == "category":
        of = pd.Index(_column(written["of"], inner))
        return pd.Categorical.from_codes(inner(written["v"]), categories=of, ordered=bool(written["o"]))
    if kind == "zoned":
        return pd.DatetimeIndex(inner(written["v"])).tz_localize("UTC").tz_convert(str(written["zone"])).array
    if kind == "period":
        made = pd.PeriodIndex.from_ordinals(  # type: ignore[attr-defined]
            inner(written["v"]), freq=str(written["freq"])
        ).array.copy()
        made[inner(written["na"])] = pd.NaT
        return made
    if kind == "interval":
        left, right = (_column(side, inner) for side in written["v"])
        return pd.arrays.IntervalArray.from_arrays(left, right, closed=written["closed"])
    if kind == "masked":
        masked = str(written["dtype"])
        if masked != "boolean" and not masked.startswith(("Int", "UInt", "Float")):
            raise Unreadable("a kind of column that is not taken")
        make: Any = pd.array  # its stubs say that it never returns here
        filled = make(inner(written["v"]), dtype=masked)
        filled[inner(written["na"])] = pd.NA
        return filled
    raise Unreadable("a kind of column that is not known")


def _timestamp(written: dict, inner: Callable[[Any], Any]) -> Any:
    import pandas as pd

    made = pd.Timestamp(written["v"])
    made = made.tz_convert(written["zone"]) if written["zone"] else made
    return made.as_unit(written["unit"])


def _pandas(maker: Callable[[Any, dict, Callable[[Any], Any]], Any]) -> Callable[[dict, Callable[[Any], Any]], Any]:
    def read(written: dict, inner: Callable[[Any], Any]) -> Any:
        import pandas as pd

        return maker(pd, written, inner)

    return read


READERS: dict[str, Callable[[dict, Callable[[Any], Any]], Any]] = {
    "int": lambda w, _: int(w["v"], 16),
    "float": lambda w, _: float(w["v"]),
    "list": _items,
    "tuple": lambda w, i: tuple(_items(w, i)),
    "set": lambda w, i: set(_items(w, i)),
    "frozenset": lambda w, i: frozenset(_items(w, i)),
    "dict": lambda w, i: dict(_pairs(w, i)),
    "OrderedDict": lambda w, i: collections.OrderedDict(_pairs(w, i)),
    "Counter": lambda w, i: collections.Counter(dict(_pairs(w, i))),
    "defaultdict": lambda w, i: collections.defaultdict(FACTORIES[w["f"]], _pairs(w, i)),
    "deque": lambda w, i: collections.deque(_items(w, i)),
    "dict_keys": lambda w, i: dict.fromkeys(_items(w, i)).keys(),
    "dict_values": lambda w, i: dict(enumerate(_items(w, i))).values(),
    "dict_items": lambda w, i: dict(_pairs(w, i)).items(),
    "...": lambda _w, _i: ...,
    "NotImplemented": lambda _w, _i: NotImplemented,
    "complex": lambda w, i: complex(*_items(w, i)),
    "bytes": lambda w, _: base64.b64decode(w["v"], validate=True),
    "bytearray": lambda w, _: bytearray(base64.b64decode(w["v"], validate=True)),
    "range": lambda w, i: range(*_items(w, i)),
    "slice": lambda w, i: slice(*_items(w, i)),
    "Decimal": lambda w, _: decimal.Decimal(_fraction(w)),
    "Fraction": lambda w, _: fractions.Fraction(_fraction(w)),
    "date": lambda w, _: datetime.date.fromisoformat(w["v"]),
    "datetime": lambda w, _: _moment(w),
    "time": lambda w, _: datetime.time.fromisoformat(w["v"]),
    "timedelta": lambda w, _: datetime.timedelta(*w["v"]),
    "path": lambda w, _: pathlib.Path(str(w["v"])),
    "type": lambda w, _: TYPES[w["v"]],
    "array": _shaped,
    "objects": _objects,
    "scalar": lambda w, _: _array(w)[0],
    "pd.NA": _pandas(lambda pd, _w, _i: pd.NA),
    "pd.NaT": _pandas(lambda pd, _w, _i: pd.NaT),
    "frame": _frame,
    "series": _series,
    "index": _index,
    "extension": lambda w, i: _column(w["v"], i),
    "timestamp": _timestamp,
    "duration": _pandas(lambda pd, w, _i: pd.Timedelta(int(w["v"]), unit="ns")),
    "period": _pandas(lambda pd, w, _i: pd.Period(ordinal=w["v"], freq=w["freq"])),
    "interval": _pandas(lambda pd, w, i: pd.Interval(*_items(w, i), closed=w["closed"])),
}
