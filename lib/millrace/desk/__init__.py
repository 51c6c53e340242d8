"""What JupyterLab does for a learner: START-HERE, ``progress()``, and Validate, which runs the lab from the top."""

from typing import TYPE_CHECKING

from millrace.desk.here import progress

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell
    from jupyter_server.serverapp import ServerApp

__all__ = ["progress"]


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """Let ``progress()`` be called in any notebook without an import.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
        The notebook's shell, as IPython gives it to an extension.
    """
    shell.push({"progress": progress}, interactive=False)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "millrace.desk"}]


def _load_jupyter_server_extension(app: "ServerApp") -> None:
    from jupyter_server.utils import url_path_join

    from millrace.desk.handler import StartHandler, ValidateHandler

    base, root = app.web_app.settings["base_url"], {"root": app.root_dir}
    handlers = {"validate": ValidateHandler, "start": StartHandler}
    app.web_app.add_handlers(".*$", [(url_path_join(base, "millrace", name), h, root) for name, h in handlers.items()])
