"""Namespaces, mounts and rights of one kernel inside bubblewrap, by the system's own calls.

The zygote lives in one bubblewrap and keeps the right to mount inside it. Each kernel gets, from its supervisor,
namespaces of its own for processes, mounts, network and shared memory, and then gives up every right. So no kernel sees
another one.
"""

import ctypes
import os
import platform
import re
import stat
from collections.abc import Sequence
from pathlib import Path

from coursekit.kernels import seccomp

__all__ = [
    "FOLDER", "HOME", "OWN_PID_MAX", "SOCKETS", "close_sockets", "furnish", "give_up_rights", "linux_release",
    "own_processes", "separate",
]  # fmt: skip

WORK = Path("/work")
FOLDER = WORK / "folder"
HOME = WORK / "home"
SOCKETS = Path("/run/kernel")
SEATS = Path("/run/coursekit")

NEW_MOUNTS, NEW_NAMES, NEW_IPC, NEW_USER = 0x00020000, 0x04000000, 0x08000000, 0x10000000
NEW_PROCESSES, NEW_NETWORK = 0x20000000, 0x40000000
READ_ONLY, NO_SUID, NO_DEVICES, NO_EXEC, REMOUNT, BIND, RECURSIVE, PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
PLAIN = NO_SUID | NO_DEVICES
INODES = 20_000
WRITABLE_PROC = ("sys", "sysrq-trigger", "irq", "bus", "fs", "acpi", "scsi")
SECRET_PROC = ("kcore", "keys", "timer_list", "sched_debug", "kallsyms")
LEARNER = 1000
OWN_PID_MAX = (6, 14)
KEPT_NUMBERS = 301

_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> None:
    if result:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")


def _unshare(flags: int) -> None:
    _checked(_libc.unshare(flags), "cannot make a namespace")


def _mount(source: str | Path, target: str | Path, kind: str | None, flags: int, options: str | None = None) -> None:
    encoded = [None if word is None else os.fsencode(word) for word in (source, target, kind)]
    data = None if options is None else options.encode()
    _checked(_libc.mount(*encoded, ctypes.c_ulong(flags), data), f"cannot mount {target}")


def _bind_read_only(source: str | Path, target: str | Path, flags: int = PLAIN) -> None:
    _mount(source, target, None, BIND)
    _mount("none", target, None, BIND | REMOUNT | READ_ONLY | flags)


def _tmpfs(target: Path, megabytes: int, *, flags: int = PLAIN, mode: str = "0755") -> None:
    _mount("tmpfs", target, "tmpfs", flags, f"size={megabytes}m,nr_inodes={INODES},mode={mode}")


def separate() -> None:
    """Leave the namespaces of the zygote. Children made from now on have process numbers of their own."""
    _unshare(NEW_MOUNTS | NEW_PROCESSES | NEW_NETWORK | NEW_IPC | NEW_NAMES)
    _mount("none", "/", None, RECURSIVE | PRIVATE)


def furnish(seat: str, *, readable: Sequence[str], hidden: Sequence[str], disk_mb: int) -> None:
    """Give the kernel empty writable folders, its sockets, and nothing else that can be written.

    Parameters
    ----------
    seat : str
        Name of the kernel's place, a folder that the starting process has made, with `ipc` and `files`.
    readable : sequence of str
        Paths that must stay readable, also where they lie in `/tmp`.
    hidden : sequence of str
        Paths that are made empty.
    disk_mb : int
        Size of each writable folder, in megabytes.
    """
    kept = {path: os.open(path, os.O_PATH) for path in readable if Path(path).is_relative_to("/tmp")}
    files = os.open(SEATS / seat / "files", os.O_RDONLY | os.O_DIRECTORY)
    _mount(SEATS / seat / "ipc", SOCKETS, None, BIND)
    _tmpfs(WORK, disk_mb)
    FOLDER.mkdir()
    HOME.mkdir(mode=0o700)
    _tmpfs(Path("/tmp"), disk_mb, mode="1777")
    _tmpfs(Path("/dev/shm"), disk_mb, mode="1777")
    _mount("devpts", "/dev/pts", "devpts", NO_SUID | NO_EXEC, "newinstance,ptmxmode=0666,mode=0620")
    for path, handle in kept.items():
        _put_back(path, handle)
    _copy(files, FOLDER)
    os.close(files)
    _tmpfs(SEATS, 1, flags=PLAIN | READ_ONLY)
    for path in hidden:
        _hide(Path(path))


def _put_back(path: str, handle: int) -> None:
    target = Path(path)
    if stat.S_ISDIR(os.fstat(handle).st_mode):
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    _bind_read_only(f"/proc/self/fd/{handle}", target)
    os.close(handle)


def _copy(source: int, target: Path) -> None:
    """Copy the plain files that the starting process has laid out."""
    with os.scandir(source) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                (target / entry.name).mkdir()
                inner = os.open(entry.name, os.O_RDONLY | os.O_DIRECTORY, dir_fd=source)
                _copy(inner, target / entry.name)
                os.close(inner)
                continue
            inside = os.open(entry.name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=source)
            with os.fdopen(inside, "rb") as given, (target / entry.name).open("xb") as taken:
                while block := given.read(1 << 20):
                    taken.write(block)


def _hide(path: Path) -> None:
    if path.is_dir():
        _tmpfs(path, 1, flags=PLAIN | READ_ONLY)
    elif path.exists():
        _bind_read_only("/dev/null", path, NO_SUID)


def own_processes(most: int) -> None:
    """Show the new process numbers, and nothing that could be written, under `/proc`. Called by the first process.

    Parameters
    ----------
    most : int
        How many processes and threads there can be, beside the few hundred numbers that Linux keeps free. For a user
        the limit `RLIMIT_NPROC` says it too; for root that one does not hold.
    """
    _mount("proc", "/proc", "proc", NO_SUID | NO_DEVICES | NO_EXEC)
    if linux_release() >= OWN_PID_MAX:
        Path("/proc/sys/kernel/pid_max").write_text(str(KEPT_NUMBERS + most), encoding="ascii")
    for name in WRITABLE_PROC:
        path = f"/proc/{name}"
        if Path(path).exists():
            _bind_read_only(path, path, NO_SUID | NO_DEVICES | NO_EXEC)
    for name in SECRET_PROC:
        if Path(f"/proc/{name}").exists():
            _bind_read_only("/dev/null", f"/proc/{name}", NO_SUID)


def linux_release() -> tuple[int, ...]:
    """Return the version of Linux. Before `OWN_PID_MAX` the highest process number was one for the whole machine."""
    return tuple(map(int, re.findall(r"\d+", platform.release())[:2]))


def close_sockets() -> None:
    """Make the folder of the sockets read-only once the kernel has made them, so that no link can take their place."""
    _mount("none", SOCKETS, None, BIND | REMOUNT | READ_ONLY | PLAIN)


def give_up_rights() -> None:
    """Become an ordinary user without any right that could be got back. Called by the kernel's process."""
    user, group = os.geteuid(), os.getegid()
    _unshare(NEW_USER)
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{LEARNER} {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{LEARNER} {group} 1", encoding="ascii")
    drop_bounding, ambient, clear_all, set_no_new_privileges = 24, 47, 4, 38
    for right in range(64):
        if _libc.prctl(drop_bounding, right, 0, 0, 0):
            break
    _checked(_libc.prctl(ambient, clear_all, 0, 0, 0), "cannot clear rights")
    _checked(_libc.prctl(set_no_new_privileges, 1, 0, 0, 0), "cannot forbid new rights")
    version3 = (ctypes.c_uint32 * 2)(0x20080522, 0)
    _checked(_libc.capset(version3, (ctypes.c_uint32 * 6)()), "cannot give up rights")
    seccomp.restrict()
