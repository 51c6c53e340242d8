"""The learner's kit: an environment that holds the library's wheel and everything below it, but no workshop."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

from paths import ROOT

OURS = ("millrace", "_millrace", "__editable__")


def build_wheel(folder: Path) -> Path:
    """Build the library's wheel from the project as it is."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-cache-dir"]
    subprocess.run([*command, "--wheel-dir", folder, ROOT], check=True, capture_output=True)
    [wheel] = folder.glob("millrace-*.whl")
    return wheel


def make_environment(folder: Path, wheel: Path) -> Path:
    """Make an environment with the wheel, and links to all that this one has besides our own projects; its Python."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    site = Path(sysconfig.get_path("purelib", "venv", vars={"base": str(folder), "platbase": str(folder)}))
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if not entry.name.startswith(OURS):
            (site / entry.name).symlink_to(entry)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return Path(sysconfig.get_path("scripts", "venv", vars={"base": str(folder)})) / "python"


def clean_environment() -> dict[str, str]:
    """Drop what would lead to the workshop after all."""
    return {name: text for name, text in os.environ.items() if not name.startswith(("PYTHON", "MILLRACE", "VIRTUAL"))}
