"""What the tests of the course share: each module's lab by turns, one JupyterLab, and a browser."""

import pytest

from browser import copy_of_the_course, open_browser, running_lab
from one_module import chosen_labs


@pytest.fixture(scope="session")
def labs(pytestconfig):
    """Names of the labs under test: all of them, or those of ``--module``."""
    return chosen_labs(pytestconfig)


@pytest.fixture(scope="module")
def lab(request):
    """Name of one lab; a test or fixture that asks for it is run for each."""
    return request.param


def pytest_generate_tests(metafunc):
    """Find the labs by looking into ``course/``; where a file says that one is enough, the others are slow tests."""
    if "lab" in metafunc.fixturenames:
        first, *others = chosen_labs(metafunc.config)
        slow = [pytest.mark.slow] if getattr(metafunc.module, "ONE_LAB_IS_ENOUGH", False) else []
        labs = [first, *(pytest.param(lab, marks=slow) for lab in others)]
        metafunc.parametrize("lab", labs, indirect=True, scope="module")


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """One JupyterLab for all modules, on a copy of the course, as ``start.py`` opens it."""
    with running_lab(copy_of_the_course(tmp_path_factory.mktemp("learner's course"))) as served:
        yield served


# Not for the session: Playwright keeps an event loop running, in which nobody else on this worker can run one.
@pytest.fixture(scope="module")
def browser(needs_chromium):
    """A Chromium without pages."""
    with open_browser(needs_chromium) as browser:
        yield browser
