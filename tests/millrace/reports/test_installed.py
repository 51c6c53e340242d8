"""The report works where only the library is installed, far from the course, and beside files with unlucky names."""

import subprocess

from company_tables import clean_orders
from kit import build_wheel, clean_environment, make_environment


def test_an_installed_wheel_makes_the_report_outside_the_course(tmp_path):
    python = make_environment(tmp_path / "environment", build_wheel(tmp_path))
    folder = tmp_path / "my files"
    folder.mkdir()
    (folder / "pandas.py").write_text("1 / 0")
    clean_orders().to_csv(folder / "orders.csv", index=False)
    call = "from millrace.cli import app; app(['report', 'data-quality', 'my files/orders.csv'])"
    done = subprocess.run([python, "-c", call], cwd=tmp_path, env=clean_environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    made = {"orders-data-quality.html", "orders-data-quality.xlsx"}
    assert {path.name for path in folder.iterdir()} == {"pandas.py", "orders.csv"} | made
