"""Watch from outside how much memory a command and all that it starts hold, while it runs."""

import statistics
import threading
from types import TracebackType

from coursekit.kernels import usage

__all__ = ["Watch"]

LOOK_SECONDS = 0.5


class Watch:
    """Look at a process and its descendants every half second; shared memory counts once.

    Parameters
    ----------
    process : int
        Its number.
    """

    def __init__(self, process: int) -> None:
        self.process = process
        self.megabytes: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        """Begin."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End."""
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            every = [self.process, *usage.descendants(self.process)]
            self.megabytes.append(usage.held_kb(every) / 1024)

    def most_mb(self) -> float:
        """Return the most that was held."""
        return max(self.megabytes, default=0.0)

    def quarters_mb(self) -> list[float]:
        """Return the median of each quarter of the time."""
        count = len(self.megabytes)
        return [
            statistics.median(self.megabytes[count * quarter // 4 : max(count * (quarter + 1) // 4, 1)] or [0.0])
            for quarter in range(4)
        ]
