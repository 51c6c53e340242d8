"""Run the command without its script: ``python -m coursekit``."""

from coursekit.cli import app

app(prog_name="coursekit")
