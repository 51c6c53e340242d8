"""Run the command without its script: ``python -m lantern``."""

from lantern.cli import app

app(prog_name="lantern")
