"""Write values as plain JSON: the only way in which anything leaves a learner's kernel.

This file's text is also run inside the kernel, so it imports nothing but the standard library at its top.
"""

import base64
import collections
import datetime
import decimal
import fractions
import functools
import json
import pathlib
import sys
import types
import zoneinfo
from collections.abc import Callable
from typing import Any

__all__ = ["DTYPES", "FACTORIES", "TYPES", "Opaque", "encode", "encode_text"]

DEPTH = 40
PLAIN_INT = 2**53
DTYPES = "biufcMmSU"
FACTORIES = {"int": int, "float": float, "list": list, "dict": dict, "set": set, "str": str, "tuple": tuple}
TYPES = {t.__name__: t for t in (int, float, str, bool, list, dict, set, tuple, bytes, complex, type(None), object)}
FUNCTIONS = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.MethodWrapperType, functools.partial,
    type(functools.lru_cache(lambda: None)),
)  # fmt: skip
CALLED = ("numpy.ufunc", "numpy.vectorize")


class Opaque(Exception):
    """A value that is no plain data; its text names the kind."""


def encode_text(value: Any, *, hold: Callable[[Any], int] | None = None, limit: int = 50_000_000) -> str:
    """Write a value as JSON text.

    Parameters
    ----------
    value : object
        Any value.
    hold : callable, optional
        Keeps a function and returns its number; without it functions are opaque.
    limit : int
        Characters at the most.

    Returns
    -------
    str
        The text; of a value that is no data, one that says so.

    Examples
    --------
    >>> encode_text((1, ...))
    '{"t": "tuple", "v": [1, {"t": "..."}]}'
    """
    try:
        text = json.dumps(encode(value, hold=hold))
    except Opaque as error:
        return json.dumps({"t": "opaque", "v": str(error)[:200]})
    except Exception as error:
        return json.dumps({"t": "opaque", "v": "a value that cannot be read: " + type(error).__name__})
    return text if len(text) <= limit else json.dumps({"t": "opaque", "v": f"a value of {len(text)} characters"})


def encode(value: Any, *, hold: Callable[[Any], int] | None = None, depth: int = 0) -> Any:
    """Turn a value into what JSON can hold.

    Parameters
    ----------
    value : object
        Any value.
    hold : callable, optional
        Keeps a function and returns its number.
    depth : int
        How deep in another value it lies.

    Returns
    -------
    object
        Texts, numbers, lists and dicts.

    Raises
    ------
    Opaque
        When it is no plain data, or nested too deeply.
    """
    if depth > DEPTH:
        raise Opaque(f"a value nested deeper than {DEPTH} levels")
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int:
        return value if abs(value) < PLAIN_INT else {"t": "int", "v": hex(value)}
    if kind is float:
        return value if value == value and abs(value) != float("inf") else {"t": "float", "v": repr(value)}

    def inner(item: Any) -> Any:
        return encode(item, hold=hold, depth=depth + 1)

    if kind in (list, tuple, set, frozenset):
        return {"t": kind.__name__, "v": [inner(item) for item in value]}
    if kind in (dict, collections.OrderedDict, collections.Counter):
        return {"t": kind.__name__, "v": [[inner(key), inner(item)] for key, item in value.items()]}
    for write in (_encode_standard, _encode_pandas, _encode_numpy):
        written = write(value, kind, inner)
        if written is not None:
            return written
    if isinstance(value, types.ModuleType):
        return {"t": "module", "v": value.__name__}
    if hold is not None and (isinstance(value, FUNCTIONS) or f"{kind.__module__}.{kind.__qualname__}" in CALLED):
        name, doc = getattr(value, "__name__", ""), getattr(value, "__doc__", None)
        return {"t": "function", "v": hold(value), "name": str(name)[:200], "doc": str(doc)[:5000] if doc else None}
    raise Opaque(f"a value of the kind {kind.__module__}.{kind.__qualname__}")


def _encode_standard(value: Any, kind: type, inner: Callable[[Any], Any]) -> Any:
    if value is ...:
        return {"t": "..."}
    if value is NotImplemented:
        return {"t": "NotImplemented"}
    if kind is complex:
        return {"t": "complex", "v": [inner(value.real), inner(value.imag)]}
    if kind in (bytes, bytearray):
        return {"t": kind.__name__, "v": _text(bytes(value))}
    if kind in (range, slice):
        return {"t": kind.__name__, "v": [inner(value.start), inner(value.stop), inner(value.step)]}
    if kind in (decimal.Decimal, fractions.Fraction):
        return {"t": kind.__name__, "v": str(value)}
    if kind in (datetime.date, datetime.datetime, datetime.time) and getattr(value, "tzinfo", None) is None:
        return {"t": kind.__name__, "v": value.isoformat()}
    if kind is datetime.datetime and type(value.tzinfo) in (zoneinfo.ZoneInfo, datetime.timezone):
        zone = getattr(value.tzinfo, "key", None)
        return {"t": "datetime", "v": value.isoformat(), "zone": zone, "fold": value.fold}
    if kind is datetime.timedelta:
        return {"t": "timedelta", "v": [value.days, value.seconds, value.microseconds]}
    if isinstance(value, pathlib.PurePath):
        return {"t": "path", "v": str(value)}
    if kind is collections.defaultdict and getattr(value.default_factory, "__name__", "") in FACTORIES:
        items = [[inner(key), inner(item)] for key, item in value.items()]
        return {"t": "defaultdict", "f": getattr(value.default_factory, "__name__", ""), "v": items}
    if kind is collections.deque and value.maxlen is None:
        return {"t": "deque", "v": [inner(item) for item in value]}
    if kind in (type({}.keys()), type({}.values())):
        return {"t": kind.__name__, "v": [inner(item) for item in value]}
    if kind is type({}.items()):
        return {"t": "dict_items", "v": [[inner(key), inner(item)] for key, item in value]}
    if kind is type and TYPES.get(getattr(value, "__name__", "")) is value:
        return {"t": "type", "v": value.__name__}  # type: ignore[union-attr]
    return None


def _encode_numpy(value: Any, kind: type, inner: Callable[[Any], Any]) -> Any:
    np = sys.modules.get("numpy")
    if np is None:
        return None
    if kind is np.ndarray:
        if value.dtype == object:
            return {"t": "objects", "shape": list(value.shape), "v": [inner(item) for item in value.ravel().tolist()]}
        if value.dtype.kind in DTYPES:
            plain = np.ascontiguousarray(value)
            return {"t": "array", "dtype": plain.dtype.str, "shape": list(value.shape), "v": _text(plain.tobytes())}
    if isinstance(value, np.generic) and value.dtype.kind in DTYPES and kind.__module__ == "numpy":
        return {"t": "scalar", "dtype": value.dtype.str, "v": _text(value.tobytes())}
    return None


def _encode_pandas(value: Any, kind: type, inner: Callable[[Any], Any]) -> Any:
    pd = sys.modules.get("pandas")
    if pd is None or not hasattr(pd, "DataFrame"):
        return None
    if value is pd.NA or value is pd.NaT:
        return {"t": "pd." + ("NA" if value is pd.NA else "NaT")}
    if kind is pd.DataFrame:
        columns = [_encode_array(value.iloc[:, i].array, inner) for i in range(value.shape[1])]
        index, names = _encode_index(value.index, inner), _encode_index(value.columns, inner)
        return {"t": "frame", "index": index, "columns": names, "v": columns, "attrs": _attrs(value, inner)}
    if kind is pd.Series:
        index, array = _encode_index(value.index, inner), _encode_array(value.array, inner)
        return {"t": "series", "index": index, "name": inner(value.name), "v": array, "attrs": _attrs(value, inner)}
    if isinstance(value, pd.Index) and kind.__module__.split(".")[0] == "pandas":
        return _encode_index(value, inner)
    if kind is pd.Timestamp:
        zone = None if value.tzinfo is None else str(value.tzinfo)
        return {"t": "timestamp", "v": value.isoformat(), "unit": value.unit, "zone": zone}
    if kind is pd.Timedelta:
        return {"t": "duration", "v": str(value.value)}
    if kind is pd.Period:
        return {"t": "period", "v": value.ordinal, "freq": value.freqstr}
    if kind is pd.Interval:
        return {"t": "interval", "v": [inner(value.left), inner(value.right)], "closed": value.closed}
    if isinstance(value, pd.api.extensions.ExtensionArray) and kind.__module__.split(".")[0] == "pandas":
        return {"t": "extension", "v": _encode_array(value, inner)}
    return None


def _attrs(value: Any, inner: Callable[[Any], Any]) -> Any:
    try:
        return inner({key: item for key, item in value.attrs.items() if type(key) is str})
    except Opaque:
        return inner({})


def _encode_index(index: Any, inner: Callable[[Any], Any]) -> Any:
    pd = sys.modules["pandas"]
    names = [inner(name) for name in index.names]
    if isinstance(index, pd.RangeIndex):
        return {"t": "index", "range": [index.start, index.stop, index.step], "names": names}
    if isinstance(index, pd.MultiIndex):
        levels = [_encode_array(index.get_level_values(i).array, inner) for i in range(index.nlevels)]
        return {"t": "index", "levels": levels, "names": names}
    freq = index.freqstr if isinstance(index, pd.DatetimeIndex | pd.TimedeltaIndex) else None
    return {"t": "index", "v": _encode_array(index.array, inner), "names": names, "freq": freq}


def _encode_array(array: Any, inner: Callable[[Any], Any]) -> Any:
    pd, np = sys.modules["pandas"], sys.modules["numpy"]
    dtype = array.dtype
    if isinstance(dtype, pd.StringDtype):
        values = [None if missing else str(item) for item, missing in zip(array.tolist(), array.isna(), strict=True)]
        return {"k": "string", "na": "NA" if dtype.na_value is pd.NA else "nan", "v": values}
    if isinstance(dtype, pd.CategoricalDtype):
        codes = inner(np.asarray(array.codes))
        return {
            "k": "category",
            "v": codes,
            "of": _encode_array(dtype.categories.array, inner),
            "o": bool(dtype.ordered),
        }
    if isinstance(dtype, pd.DatetimeTZDtype):
        plain = array.tz_convert("UTC").tz_localize(None)
        return {"k": "zoned", "v": inner(np.asarray(plain)), "zone": str(dtype.tz)}
    if isinstance(dtype, pd.PeriodDtype):
        missing = np.asarray(array.isna())
        return {"k": "period", "v": inner(np.asarray(array.asi8)), "na": inner(missing), "freq": array.freqstr}
    if isinstance(dtype, pd.IntervalDtype):
        left, right = (_encode_array(side.array, inner) for side in (array.left, array.right))
        return {"k": "interval", "v": [left, right], "closed": dtype.closed}
    if isinstance(dtype, np.dtype) or isinstance(array, pd.arrays.NumpyExtensionArray):
        return {"k": "numpy", "v": inner(np.asarray(array))}
    if str(dtype) == "boolean" or str(dtype).startswith(("Int", "UInt", "Float")):
        missing = np.asarray(array.isna())
        plain = array.to_numpy(dtype=dtype.numpy_dtype, na_value=dtype.numpy_dtype.type(0))
        return {"k": "masked", "dtype": str(dtype), "v": inner(plain), "na": inner(missing)}
    raise Opaque(f"a column of the kind {dtype}")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
