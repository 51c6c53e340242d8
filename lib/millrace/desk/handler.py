"""The addresses behind the Validate button and behind START-HERE."""

import asyncio
from pathlib import Path

from jupyter_server.base.handlers import APIHandler
from tornado import web

from millrace.desk.overview import overview_of
from millrace.desk.page import page_of
from millrace.desk.validating import validate

__all__ = ["StartHandler", "ValidateHandler"]


class _Handler(APIHandler):
    def initialize(self, root: str) -> None:
        """Remember the server's folder: nothing outside it is read."""
        self.root = Path(root).resolve()

    def _inside(self, path: str) -> Path:
        asked = (self.root / path).resolve()
        if not asked.is_relative_to(self.root):
            raise web.HTTPError(404, "There is no such place in this folder.")
        return asked


class ValidateHandler(_Handler):
    """Answers ``{"path": "01-data-cleanup/lab.ipynb"}`` with what `millrace.desk.validating.validate` returns."""

    @web.authenticated
    async def post(self) -> None:
        """Run the notebook that the request names."""
        notebook = self._inside(str((self.get_json_body() or {}).get("path", "")))
        if not notebook.is_file():
            raise web.HTTPError(404, "There is no such notebook in this folder.")
        self.finish(await asyncio.to_thread(validate, notebook))


class StartHandler(_Handler):
    """Answers with START-HERE's page for the folder that ``?folder=`` names; it reads files and runs nothing."""

    @web.authenticated
    async def get(self) -> None:
        """Read the notebooks of the folder."""
        folder = self._inside(self.get_query_argument("folder", ""))
        if not folder.is_dir():
            raise web.HTTPError(404, "There is no such folder.")
        overview = await asyncio.to_thread(overview_of, folder)
        self.finish({"html": page_of(overview)})
