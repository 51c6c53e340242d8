"""Tell whether two answers are the same in every way a check could look at."""

import datetime
import decimal
import math
from pathlib import Path
from typing import Any

__all__ = ["same_content", "same_value"]

PLAIN = (
    *(str, int, float, complex, bytes, set, frozenset, Path, type(None)),
    *(datetime.date, datetime.time, datetime.timedelta, decimal.Decimal),
)


def same_value(first: Any, second: Any) -> bool:
    """Whether two answers are the same in every way a check could look at.

    Parameters
    ----------
    first, second : object
        Tables, columns, arrays, collections or plain values.

    Returns
    -------
    bool
        True only when type, values, labels and kinds of column agree; when in doubt, False.

    Examples
    --------
    >>> same_value([1, 2.5], [1, 2.5]), same_value(1, True)
    (True, False)
    """
    import numpy as np
    import pandas as pd

    if type(first) is not type(second):
        return False
    if isinstance(first, pd.DataFrame | pd.Series | pd.Index):
        return _same_table(first, second)
    if isinstance(first, np.ndarray):
        return first.dtype == second.dtype and first.shape == second.shape and first.tobytes() == second.tobytes()
    if isinstance(first, dict):
        return list(first) == list(second) and all(same_value(first[k], second[k]) for k in first)
    if isinstance(first, list | tuple):
        return len(first) == len(second) and all(map(same_value, first, second))
    if isinstance(first, float) and math.isnan(first):
        return math.isnan(second)
    return isinstance(first, PLAIN) and first == second


def same_content(first: Any, second: Any) -> bool:
    """Whether two answers say the same, a key in the index or among the columns: checks take both.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"firm": ["a", "b"], "pieces": [1, 2]})
    >>> same_content(table, table.set_index("firm")), same_content(table, table.set_index("firm")["pieces"])
    (True, True)
    """
    return same_value(first, second) or same_value(_with_key_beside(first), _with_key_beside(second))


def _with_key_beside(value: Any) -> Any:
    import pandas as pd

    if not isinstance(value, pd.DataFrame | pd.Series) or None in value.index.names:
        return value
    beside = value.to_frame() if isinstance(value, pd.Series) else value
    return value if set(beside.index.names) & set(beside.columns) else beside.reset_index()


def _same_table(first: Any, second: Any) -> bool:
    import pandas as pd

    if isinstance(first, pd.Index):
        return first.equals(second) and first.dtype == second.dtype and list(first.names) == list(second.names)
    if isinstance(first, pd.Series):
        return first.equals(second) and first.name == second.name and _same_table(first.index, second.index)
    same_labels = _same_table(first.columns, second.columns) and _same_table(first.index, second.index)
    return same_labels and first.equals(second)
