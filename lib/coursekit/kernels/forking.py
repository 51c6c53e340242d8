"""A zygote as the starting process sees it: started when needed, replaced when it dies, never left behind."""

import contextlib
import dataclasses
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from coursekit.kernels import bubblewrap, enclosure
from coursekit.kernels.errands import Errand
from coursekit.kernels.forked import Forked, NoKernel
from coursekit.kernels.limits import Limits

__all__ = ["INLINE", "ONE_THREAD", "Zygote"]

WARM_SECONDS = 240
LONGEST_SOCKET_PATH = 100
ATTEMPTS = 3
NAMES_AT_ONCE = 1_000
# One thread for linear algebra: several would be left behind by a fork, and workers would crowd each other out.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)
INLINE = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}  # what ipykernel sets; pyplot reads it at import
PASSED_ON = ("LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ")


class Zygote:
    """Start kernels by forking them from one warm process.

    Parameters
    ----------
    warm : sequence of str
        Modules to import before the first fork.
    readable, hidden : sequence of Path
        What kernels can read beside the environment, and what in it they find empty (enclosed only).
    environment : mapping of str to str, optional
        Environment variables of the zygote, and of kernels that do not bring their own, beside those few that programs
        need when enclosed, or else beside all of this process.
    enclosed : bool
        Whether it lives in bubblewrap.

    Raises
    ------
    NoBubblewrap
        When it should be enclosed and cannot.
    """

    def __init__(
        self,
        warm: Sequence[str] = (),
        *,
        readable: Sequence[Path] = (),
        hidden: Sequence[Path] = (),
        environment: Mapping[str, str] | None = None,
        enclosed: bool = True,
    ) -> None:
        self.warm = tuple(warm)
        self.enclosed = enclosed
        self.bubblewrap = bubblewrap.find() if enclosed else ""
        self.environment = _environment(environment or {}, enclosed=enclosed)
        self.readable = self._readable(readable) if enclosed else []
        self.hidden = [Path(path).resolve() for path in hidden]
        self.missing: list[str] = []
        self.imported: dict[str, None] = {}
        self.times_started = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None
        self._seats: Path | None = None
        self._next_seat = 0
        self._lock = threading.Lock()

    def _readable(self, wanted: Sequence[Path]) -> list[Path]:
        places = bubblewrap.places_of_python(self.environment)
        return bubblewrap.outermost([*places, *(Path(path).resolve() for path in wanted)])

    @property
    def seats(self) -> Path:
        """Folder in which each kernel gets a place: sockets, files."""
        if self._seats is None:
            self._seats = Path(tempfile.mkdtemp(prefix="kernels-", dir=_short_folder()))
        return self._seats

    def seat(self) -> Path:
        """Make a place for one more kernel."""
        with self._lock:
            self._next_seat += 1
            place = self.seats / str(self._next_seat)
        for folder in (place, place / "ipc", place / "files"):
            folder.mkdir(mode=0o700)
        return place

    @property
    def process(self) -> int | None:
        """Process number of the zygote, or of the bubblewrap around it; None when there is none."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Start the zygote unless it is there, and wait until it is warm.

        Raises
        ------
        NoKernel
            When it does not start; the message holds what it wrote.
        """
        with self._lock:
            if self.process is None:
                self._start()

    def _start(self) -> None:
        self._hang_up()
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        program = [sys.executable, "-m", "coursekit.kernels.zygote", str(its.fileno()), *self.warm]
        if self.enclosed:
            program = bubblewrap.command(
                program,
                bubblewrap=self.bubblewrap,
                seats=self.seats,
                readable=self.readable,
                environment=self.environment,
            )
        words = self.seats / "zygote.log"
        started = threading.Event()

        # bubblewrap dies with the thread that started it, so that thread must live as long.
        def keep() -> None:
            with words.open("wb") as log:
                self._process = subprocess.Popen(
                    program, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=[its.fileno()],
                    env=self.environment, cwd=self.seats,
                )  # fmt: skip
            started.set()
            self._process.wait()

        threading.Thread(target=keep, name="zygote", daemon=True).start()
        started.wait()
        its.close()
        self._orders = ours
        answer = self._first_word(ours)
        if "warm" not in answer:
            said = answer.get("fault") or words.read_text("utf-8", "replace").strip()[-2000:]
            self._hang_up()
            raise NoKernel(f"The process from which kernels are forked did not start. It said: {said or 'nothing'}")
        self.missing = answer["missing"]
        self.times_started += 1
        self._order_import(self.imported)

    def import_more(self, modules: Iterable[str]) -> None:
        """Let kernels that are forked from now on find more modules imported, once or however often it is said.

        Parameters
        ----------
        modules : iterable of str
            Their names, those first that have to be imported first. One that cannot be imported, or starts threads, is
            left out.
        """
        with self._lock:
            new = dict.fromkeys(name for name in modules if name not in self.imported)
            self.imported |= new
            if self.process is not None:
                self._order_import(new)

    def _order_import(self, modules: Iterable[str]) -> None:
        """Send the order; orders are obeyed one after another, so that nobody needs to wait for it."""
        names = list(modules)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for at in range(0, len(names), NAMES_AT_ONCE):
                if self._orders is not None:
                    self._orders.send(json.dumps({"import": names[at : at + NAMES_AT_ONCE]}).encode())

    @staticmethod
    def _first_word(orders: socket.socket) -> dict[str, Any]:
        orders.settimeout(WARM_SECONDS)
        try:
            packet = orders.recv(1 << 16)
        except TimeoutError:
            return {"fault": f"nothing for {WARM_SECONDS} seconds"}
        finally:
            orders.settimeout(None)
        return json.loads(packet) if packet else {}

    def fork(
        self,
        seat: Path,
        connection: dict[str, Any],
        *,
        folder: str = "",
        environment: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        arguments: Sequence[str] = (),
    ) -> Forked:
        """Fork one kernel. It is not ready yet: see `Forked.ready`.

        Parameters
        ----------
        seat : Path
            Its place, from `seat()`; plain files in `files` become its working folder when enclosed.
        connection : dict
            What its connection file holds, and `connection_file`, the path of that.
        folder : str
            Its working folder when it is not enclosed.
        environment : mapping of str to str, optional
            Its environment variables in place of the zygote's.
        limits : Limits, optional
            What it may use; nothing is limited without.
        arguments : sequence of str
            More arguments of ipykernel.

        Returns
        -------
        Forked
            The kernel.

        Raises
        ------
        NoKernel
            When there is no zygote and none can be started.
        """
        order = {
            "connection": connection, "environment": dict(environment or self.environment), "folder": folder,
            "enclosed": self.enclosed, "seat": seat.name, "readable": [str(path) for path in self.readable],
            "hidden": [str(path) for path in self.hidden], "arguments": list(arguments),
            "limits": None if limits is None else dataclasses.asdict(limits),
        }  # fmt: skip
        packet = json.dumps(order).encode()
        for _ in range(ATTEMPTS):
            self.start()
            ours, its = socket.socketpair()
            with its, contextlib.suppress(BrokenPipeError, ConnectionResetError), self._lock:
                if self._orders is not None:
                    socket.send_fds(self._orders, [packet], [its.fileno()])
            forked = Forked(ours)
            while not forked.born and forked.end is None:
                forked.listen(WARM_SECONDS)
            if forked.born:
                return forked
            forked.close()  # the zygote has died since we looked
            self._replace()
        raise NoKernel(f"The process from which kernels are forked died {ATTEMPTS} times.")

    def errand(self, function: str, seat: Path, environment: Mapping[str, str]) -> Errand:
        """Have a function of ours do trusted work in a fork of the zygote, inside the sandbox and without any right.

        Parameters
        ----------
        function : str
            As ``"package.module:name"``; it is called with a socket, a line to here.
        seat : Path
            Its place, from `seat()`; `files` becomes its folder.
        environment : mapping of str to str
            All its environment variables.

        Returns
        -------
        Errand
            The line, and the means to end it.
        """
        order = {"errand": function, "environment": dict(environment), "enclosed": self.enclosed}
        packet = json.dumps(order).encode()
        self.start()
        (ours, its), (leash, end) = socket.socketpair(), socket.socketpair()
        with its, end, contextlib.suppress(BrokenPipeError, ConnectionResetError), self._lock:
            if self._orders is not None:
                socket.send_fds(self._orders, [packet], [its.fileno(), end.fileno()])
        place = enclosure.SEATS / seat.name if self.enclosed else seat
        return Errand(ours, leash, seat, str(place / "files"))

    def _replace(self) -> None:
        """Make room for a new zygote, unless another thread has done so."""
        with self._lock:
            if self.process is None:
                self._hang_up()

    def _hang_up(self) -> None:
        if self._orders is not None:
            self._orders.close()
            self._orders = None
        if self._process is not None:
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def stop(self) -> None:
        """End the zygote and what came from it, and remove the places."""
        with self._lock:
            self._hang_up()
            if self._seats is not None:
                shutil.rmtree(self._seats, ignore_errors=True)
                self._seats = None


def _environment(extra: Mapping[str, str], *, enclosed: bool) -> dict[str, str]:
    if not enclosed:
        return {**os.environ, **ONE_THREAD, **INLINE, **extra}
    plain = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    path = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
    own = {
        "PATH": path,
        "HOME": "/work/home",
        "USER": "learner",
        "LOGNAME": "learner",
        "TMPDIR": "/tmp",
        "LANG": "C.UTF-8",
    }
    return {**own, **plain, **ONE_THREAD, **INLINE, **extra}


def _short_folder() -> str:
    """Return a folder for temporary files whose path leaves room for the name of a socket."""
    for folder in (tempfile.gettempdir(), "/tmp"):
        if len(folder) + len("/kernels-12345678/123456/ipc/k-5") < LONGEST_SOCKET_PATH and os.access(folder, os.W_OK):
            return folder
    raise NoKernel(
        f"The path of the folder for temporary files, {tempfile.gettempdir()}, is too long for sockets, and /tmp "
        "cannot be written. Set TMPDIR to a folder with a short path."
    )
