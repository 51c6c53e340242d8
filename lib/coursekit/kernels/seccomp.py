"""Forbid the system calls that a notebook has no use for: new namespaces, mounts, tracing, memory outside the limits.

The filter is a classic Berkeley packet filter as Linux documents it
(Documentation/userspace-api/seccomp_filter.rst). The calls are those that container engines forbid by default, and
three that would hold memory which no limit counts (`memfd_create`, `memfd_secret`, `shmget`). Sockets are allowed for
the families that a network namespace closes; all others (vsock, packet, kernel crypto) are refused.
"""

import ctypes
import errno
import platform
import struct

__all__ = ["MACHINES", "NoFilter", "program", "restrict"]

MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column below, and the kernel's name of the machine
X32 = 0x40000000  # system calls of the x32 convention have numbers from here on

# Numbers on x86_64 and on aarch64; None where there is no such call.
FORBIDDEN = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "mount_setattr": (442, 442),
    "unshare": (272, 97),
    "setns": (308, 268),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "syslog": (103, 116),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
}
NO_SUCH_CALL = {"clone3": (435, 435)}  # the C library then uses clone, whose flags a filter can read
CLONE = (56, 220)
NEW_NAMESPACES = 0x7E020000 | 0x00000080  # mount, cgroup, uts, ipc, user, pid, net; and time
SOCKET = (41, 198)
FAMILIES = (1, 2, 10, 16)  # unix, inet, inet6, netlink

FCNTL = (72, 25)
# A lease on a file of the environment lets everybody wait who opens it; the other watches folders.
FCNTL_FORBIDDEN = {"F_SETLEASE": 1024, "F_NOTIFY": 1026}

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, ERROR = 0x7FFF0000, 0x00050000
NUMBER_AT, MACHINE_AT, FIRST_ARGUMENT_AT, SECOND_ARGUMENT_AT = 0, 4, 16, 24


class NoFilter(OSError):
    """The system does not take the filter."""


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def program(machine: str) -> bytes:
    """Return the filter for a machine, as the system reads it.

    Parameters
    ----------
    machine : str
        What `platform.machine()` says.

    Returns
    -------
    bytes
        Steps of eight bytes.

    Raises
    ------
    NoFilter
        When the numbers of the system calls are not known for the machine.

    Examples
    --------
    >>> len(program("x86_64")) % 8
    0
    """
    if machine not in MACHINES:
        raise NoFilter(
            f"The system calls of a {machine} are not known here. Known are: {', '.join(MACHINES)}. "
            "Grade on one of those, or without the sandbox."
        )
    column, name = MACHINES[machine]
    refuse, unknown = _step(RETURN, ERROR | errno.EPERM), _step(RETURN, ERROR | errno.ENOSYS)
    steps = [_step(LOAD, MACHINE_AT), _step(EQUAL, name, 1, 0), refuse, _step(LOAD, NUMBER_AT)]
    if machine == "x86_64":
        steps += [_step(AT_LEAST, X32, 0, 1), refuse]
    for numbers in FORBIDDEN.values():
        steps += [_step(EQUAL, numbers[column], 0, 1), refuse]
    for numbers in NO_SUCH_CALL.values():
        steps += [_step(EQUAL, numbers[column], 0, 1), unknown]
    steps += [_step(EQUAL, FCNTL[column], 0, len(FCNTL_FORBIDDEN) + 3), _step(LOAD, SECOND_ARGUMENT_AT)]
    last = len(FCNTL_FORBIDDEN) - 1
    steps += [_step(EQUAL, cmd, last - at, at == last) for at, cmd in enumerate(FCNTL_FORBIDDEN.values())]
    steps += [refuse, _step(LOAD, NUMBER_AT)]
    steps += [_step(EQUAL, CLONE[column], 0, 3), _step(LOAD, FIRST_ARGUMENT_AT), _step(ANY_BIT, NEW_NAMESPACES, 0, 1)]
    steps += [refuse, _step(LOAD, NUMBER_AT), _step(EQUAL, SOCKET[column], 0, len(FAMILIES) + 2)]
    steps += [_step(LOAD, FIRST_ARGUMENT_AT)]
    steps += [_step(EQUAL, family, len(FAMILIES) - at, 0) for at, family in enumerate(FAMILIES)]
    steps += [refuse, _step(RETURN, ALLOW)]
    return b"".join(steps)


def restrict() -> None:
    """Put the filter on this process and on all that come from it, for good.

    Raises
    ------
    NoFilter
        When the system does not take it; the message says why.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    steps = program(platform.machine())
    buffer = ctypes.create_string_buffer(steps, len(steps))
    header = struct.pack("HxxxxxxP", len(steps) // 8, ctypes.addressof(buffer))
    pointer = ctypes.create_string_buffer(header, len(header))
    set_no_new_privileges, set_seccomp, mode_filter = 38, 22, 2
    for arguments in ((set_no_new_privileges, 1, 0, 0, 0), (set_seccomp, mode_filter, pointer, 0, 0)):
        if libc.prctl(*arguments):
            code = ctypes.get_errno()
            raise NoFilter(code, f"The system refuses a filter of system calls ({errno.errorcode.get(code, code)}).")
