"""The address behind the Validate button."""

import asyncio
from pathlib import Path

from jupyter_server.base.handlers import APIHandler
from tornado import web

from millrace.desk.validating import validate

__all__ = ["ValidateHandler"]


class ValidateHandler(APIHandler):
    """Answers ``{"path": "01-data-cleanup/lab.ipynb"}`` with what `millrace.desk.validating.validate` returns."""

    def initialize(self, root: str) -> None:
        """Remember the server's folder: nothing outside it is run."""
        self.root = Path(root).resolve()

    @web.authenticated
    async def post(self) -> None:
        """Run the notebook that the request names."""
        asked = self.get_json_body() or {}
        notebook = (self.root / str(asked.get("path", ""))).resolve()
        if not notebook.is_relative_to(self.root) or not notebook.is_file():
            raise web.HTTPError(404, "There is no such notebook in this folder.")
        self.finish(await asyncio.to_thread(validate, notebook))
