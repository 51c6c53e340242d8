"""How the course runs Jupyter; start.py points JUPYTER_CONFIG_PATH here, so no settings in the home folder count."""

import sys
from pathlib import Path

c = get_config()  # noqa: F821

c.ServerApp.ip = "127.0.0.1"
# Nobody but this computer can reach the server, and asks for the token even so; containers and CI run as root.
c.ServerApp.allow_root = True
# Learners read this window: the address and true warnings, not a diary of requests.
c.Application.log_level = "WARN"

# The course works without the internet, so nothing may ask for news, updates or extensions.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"

# Extensions and kernels that another Jupyter left in the home folder would change what learners see.
c.LabApp.labextensions_path = [
    str(Path(sys.prefix, "share", "jupyter", "labextensions")),
    str(Path(__file__).parent / "labextensions"),
]
c.KernelSpecManager.allowed_kernelspecs = {"python3"}

# Else every kernel warns in this window that its messages, which never leave the computer, are not encrypted.
c.KernelManager.transport_encryption = "auto"
