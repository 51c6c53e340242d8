"""Make the picture in the README: ``python docs/make_screenshot.py``, with the environment's own Python."""

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from browser import copy_of_the_course, open_browser, open_desk, running_lab  # noqa: E402

ANSWER = "orders_2023 = export"


def main() -> None:
    """Answer the first task wrongly, and take a picture of what the check says."""
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("Chromium is not on PATH. Install it (on Debian: apt-get install chromium) and run this again.")
    with (
        tempfile.TemporaryDirectory() as folder,
        running_lab(copy_of_the_course(Path(folder))) as served,
        open_browser(chromium) as browser,
        open_desk(browser, served, "01-data-cleanup/lab.ipynb") as desk,
    ):
        desk.top()
        desk.go_to("Drop the lines that were exported twice")
        desk.write(ANSWER)
        desk.run()
        desk.run(wait_for_output=True)
        shutil.copy(desk.picture("readme"), ROOT / "docs" / "lab.png")


if __name__ == "__main__":
    main()
