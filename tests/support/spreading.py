"""Which tests go to one worker together: those of one lab in one file, and all that share an expensive program.

The marker `xdist_group` would do, but pytest-xdist 3.8 writes it into a private name that pytest 9.2 does not read.
"""

from pathlib import PurePath

import pytest

__all__ = ["together"]

# One JupyterLab, one `coursekit check`, one `coursekit build` for all labs.
SHARED_BY_ALL_LABS = {"test_browser", "test_labs", "test_build"}


def together(nodeid: str) -> str:
    """Return the name of the group that a test runs with; a test of its own is its own group.

    Parameters
    ----------
    nodeid : str
        As pytest names the test.

    Examples
    --------
    >>> together("tests/course/test_journey.py::test_a[01-data-cleanup]")
    'tests/course/test_journey.py[01-data-cleanup]'
    """
    file, _, test = nodeid.partition("::")
    path = PurePath(file)
    if path.parts[:2] != ("tests", "course"):
        return nodeid
    if path.stem in SHARED_BY_ALL_LABS:
        return path.stem
    return file + "".join(test.partition("[")[1:])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Hand the tests out by groups."""
    from xdist.scheduler import LoadScopeScheduling

    class ByGroups(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return together(nodeid)

    return ByGroups(config, log) if config.getoption("dist") == "loadgroup" else None
