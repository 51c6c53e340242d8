"""Files of a made-up company, clean and unclean."""

import sys

import pytest

from company_tables import clean_orders, unclean_orders
from millrace.reports import running


@pytest.fixture
def clean(tmp_path):
    """The clean table as a file."""
    path = tmp_path / "clean.csv"
    clean_orders().to_csv(path, index=False)
    return path


@pytest.fixture
def unclean(tmp_path):
    """The unclean table as a file, with a title, a subtotal and a row that cannot be read."""
    path = tmp_path / "unclean.csv"
    text = unclean_orders().to_csv(index=False)
    path.write_text(
        "Orders of 2025,,,,,\n" + text + "A-1,2025-01-01,Casa Oliva,1,2,Lin,more,and more\n", encoding="utf-8"
    )
    return path


@pytest.fixture(autouse=True)
def warm_kernel(request, monkeypatch):
    """Run reports in a kernel that has pandas already and a cold one's outputs; not where the start is tested."""
    if not sys.platform.startswith("linux") or request.node.get_closest_marker("cold_kernel"):
        return
    from jupyter_client.manager import AsyncKernelManager

    class WarmPython(AsyncKernelManager):
        async def _async_start_kernel(self, **options):
            self.kernel_name = "coursekit-warm"
            await super()._async_start_kernel(**options)

        start_kernel = _async_start_kernel

    monkeypatch.setattr(running, "_same_python", lambda: WarmPython)
