"""What JupyterLab's server does for a learner: run the lab from the top and say what is right."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

__all__: list[str] = []


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "millrace.desk"}]


def _load_jupyter_server_extension(app: "ServerApp") -> None:
    from jupyter_server.utils import url_path_join

    from millrace.desk.handler import ValidateHandler

    place = url_path_join(app.web_app.settings["base_url"], "millrace/validate")
    app.web_app.add_handlers(".*$", [(place, ValidateHandler, {"root": app.root_dir})])
