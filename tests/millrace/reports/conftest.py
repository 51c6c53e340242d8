"""Files of a made-up company, clean and unclean."""

import pytest

from company_tables import clean_orders, unclean_orders


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
