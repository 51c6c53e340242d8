"""The command line of bubblewrap in which a zygote lives, and a clear refusal where there is none."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from coursekit.kernels.enclosure import HOME, OWN_PID_MAX, SEATS, SOCKETS, WORK, linux_release

__all__ = ["NoBubblewrap", "command", "find", "places_of_python"]

# What programs and libraries read; nothing of it is secret. Whole /etc would show the shadow file to a root user.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SETTINGS = (
    "alternatives", "fonts", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "locale.alias", "localtime", "mime.types",
    "nsswitch.conf", "os-release", "ssl/certs", "timezone",
)  # fmt: skip
PROCESSORS = "/sys/devices/system/cpu"  # libraries count processors there
RIGHTS = ("CAP_SYS_ADMIN", "CAP_SYS_PTRACE", "CAP_KILL", "CAP_SETFCAP")  # of the zygote, inside; kernels give them up
PEOPLE = "root:x:0:0:root:/:/usr/sbin/nologin\nlearner:x:1000:1000:learner:/work/home:/bin/sh\n"
GROUPS = "root:x:0:\ntty:x:5:\nlearner:x:1000:\n"
TRIAL_SECONDS = 30
# Settings of Linux by which systems forbid user namespaces to ordinary users: name, what forbids, what allows.
SWITCHES = (
    ("kernel.apparmor_restrict_unprivileged_userns", "1", "0"),  # Ubuntu
    ("kernel.unprivileged_userns_clone", "0", "1"),  # older Debian, hardened kernels
    ("user.max_user_namespaces", "0", "10000"),  # Red Hat
)


class NoBubblewrap(RuntimeError):
    """Kernels cannot be enclosed on this machine; the message says why and how to go on."""


def find() -> str:
    """Return the path of a bubblewrap that can enclose kernels here.

    Returns
    -------
    str
        Path of the program.

    Raises
    ------
    NoBubblewrap
        When there is none, or when the system does not let it work.
    """
    way_on = (
        "Grade on Linux with bubblewrap, in a container for instance; or without the sandbox (enclosed=False), where "
        "a notebook can read and change all that you can: only for notebooks that you trust."
    )
    if not sys.platform.startswith("linux"):
        raise NoBubblewrap(f"Notebooks are enclosed by bubblewrap, which exists on Linux only. {way_on}")
    if os.geteuid() == 0 and linux_release() < OWN_PID_MAX:
        # Seen: a fork bomb that is held only by watching it takes the whole machine with it.
        raise NoBubblewrap(
            f"You are root, and before Linux {'.'.join(map(str, OWN_PID_MAX))} nothing limits how many processes a "
            f"notebook of root starts; this is {platform.release()}. Grade as an ordinary user. {way_on}"
        )
    path = shutil.which("bwrap")
    if path is None:
        raise NoBubblewrap(
            "Notebooks are enclosed by bubblewrap (the program bwrap), and it is not installed. On Debian and Ubuntu: "
            f"sudo apt-get install bubblewrap. {way_on}"
        )
    trial = subprocess.run(
        [path, *_namespaces(), "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true"],
        capture_output=True, text=True, timeout=TRIAL_SECONDS, check=False,
    )  # fmt: skip
    if trial.returncode:
        raise NoBubblewrap(
            f"bubblewrap is installed, but it cannot make a sandbox here: {trial.stderr.strip() or 'it failed'}. "
            f"{_how_to_allow()} {way_on}"
        )
    return path


def _how_to_allow() -> str:
    """Say which setting of this system forbids user namespaces, and the command that allows them."""
    found = [
        f"This system has {name} = {value}; it allows user namespaces after: sudo sysctl {name}={allowed}"
        for name, forbids, allowed in SWITCHES
        if (value := _setting(name)) == forbids
    ]
    if found:
        return f"{'. '.join(found)}. (To keep it: the same line in a file of /etc/sysctl.d.)"
    return (
        "No setting of this system forbids user namespaces, so it is probably a container that does: start it with "
        "--security-opt seccomp=unconfined --security-opt apparmor=unconfined (Docker, Podman), or grade outside it."
    )


def _setting(name: str) -> str | None:
    try:
        return Path("/proc/sys", *name.split(".")).read_text(encoding="ascii").strip()
    except OSError:
        return None  # this system does not have it


def _namespaces() -> list[str]:
    words = ["--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-net", "--unshare-uts"]
    words += ["--unshare-cgroup-try", "--uid", "0", "--gid", "0", "--hostname", "classroom"]
    words += ["--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    for right in RIGHTS:
        words += ["--cap-add", right]
    return words


def places_of_python(environment: Mapping[str, str]) -> list[Path]:
    """List the folders that a Python started with these environment variables, and its packages, are in.

    Not those of this process: its script's folder may be anything, the gradebook's too.

    Parameters
    ----------
    environment : mapping of str to str
        All environment variables.

    Returns
    -------
    list of Path
        Folders, with that of this package.
    """
    ask = "import sys; print(*dict.fromkeys([sys.prefix, sys.exec_prefix, sys.base_prefix, *sys.path]), sep='\\0')"
    said = subprocess.run(
        [sys.executable, "-P", "-c", ask], env=dict(environment), capture_output=True, text=True, check=True
    )
    told = [Path(place) for place in said.stdout.strip("\n").split("\0") if place]
    places = [*told, Path(sys.executable).resolve().parents[1], Path(__file__).parents[2]]
    return [path for path in places if path.exists() and path != Path("/")]


def outermost(paths: Iterable[Path]) -> list[Path]:
    """Leave out every path that lies in another one or in the system's folders."""
    wanted = dict.fromkeys(paths)
    holders = [*map(Path, SYSTEM), *wanted]
    return [path for path in wanted if not any(path.is_relative_to(holder) for holder in holders if holder != path)]


def _font_lists() -> list[Path]:
    """List what matplotlib knows of this machine's fonts; finding it out anew takes longer than importing pandas."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return sorted((caches / "matplotlib").glob("fontlist-*.json"))


def command(
    program: Sequence[str], *, bubblewrap: str, seats: Path, readable: Iterable[Path], environment: Mapping[str, str]
) -> list[str]:
    """Return the command that runs a program in a bubblewrap of its own.

    Parameters
    ----------
    program : sequence of str
        What to run inside.
    bubblewrap : str
        Path of bubblewrap.
    seats : Path
        Folder of the places of kernels: the only one that can be written.
    readable : iterable of Path
        Files and folders that can be read, at the same paths inside.
    environment : mapping of str to str
        All environment variables.

    Returns
    -------
    list of str
        The words of the command.
    """
    words = [bubblewrap, *_namespaces(), "--clearenv"]
    for name, value in environment.items():
        words += ["--setenv", name, value]
    words += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/dev/shm", "--tmpfs", "/tmp", "--tmpfs", str(WORK)]
    words += ["--dir", str(HOME), "--dir", str(SOCKETS)]
    for path in map(Path, SYSTEM):
        if path.is_symlink():
            words += ["--symlink", str(path.readlink()), str(path)]
        elif path.exists():
            words += ["--ro-bind", str(path), str(path)]
    for name, lines in (("passwd", PEOPLE), ("group", GROUPS)):
        (seats / name).write_text(lines, encoding="ascii")
        words += ["--ro-bind", str(seats / name), f"/etc/{name}"]
    for name in SETTINGS:
        words += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    words += ["--ro-bind-try", PROCESSORS, PROCESSORS]
    for path in readable:
        words += ["--ro-bind", str(path), str(path)]
    for font_list in _font_lists():
        words += ["--ro-bind", str(font_list), str(HOME / ".cache" / "matplotlib" / font_list.name)]
    words += ["--bind", str(seats), str(SEATS), "--chdir", "/", "--remount-ro", "/", "--remount-ro", "/dev"]
    return [*words, "--", *program]
