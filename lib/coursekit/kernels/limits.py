"""What one notebook may use, and the words for how its run can end."""

from dataclasses import dataclass, fields

__all__ = ["OUTCOMES", "Limits"]

# How a run can end, and what each word means for the trainer.
OUTCOMES = {
    "ran": "every code cell was run; single cells may have been interrupted",
    "timeout": "the notebook took too long in all, or a cell went on after its interrupt",
    "memory": "the notebook's processes held too much memory",
    "cpu": "the notebook's processes used too much processor time",
    "processes": "the notebook had too many processes and threads",
    "too much output": "the outputs, or one message from the kernel, were too large",
    "nonsense": "the kernel sent what no kernel sends, so what it says cannot be taken down",
    "died": "the kernel ended by itself",
    "not started": "no kernel could be started for it",
}


@dataclass(frozen=True)
class Limits:
    """What one notebook may use. Each limit holds: in the end every process of the notebook is killed.

    Parameters
    ----------
    memory_mb : int
        Memory of all processes of the notebook together, beyond what the zygote had loaded, in megabytes. One process
        that asks for more gets a `MemoryError`; what gets round that is killed at 64 MB more.
    cpu_seconds : int
        Processor time of all processes together, in seconds.
    processes : int
        Processes and threads together. A kernel alone has about ten.
    file_mb : int
        Size of one file that is written, in megabytes.
    disk_mb : int
        All files of the working folder together, and again all files of `/tmp`, in megabytes (enclosed only).
    output_mb : int
        All outputs of the notebook together, and one message from the kernel, in megabytes.
    answer_mb : int
        What a visitor's one question brings back, in megabytes.
    cell_seconds : int
        Wall-clock time of one cell, in seconds; then the cell is interrupted and the next one runs.
    notebook_seconds : int
        Wall-clock time of all cells together, with what a visitor runs in the kernel, in seconds.
    start_seconds : int
        Wall-clock time until the kernel answers, in seconds.

    Raises
    ------
    ValueError
        When a limit is not a number above zero.

    Examples
    --------
    >>> Limits(cell_seconds=5).memory_mb
    1500
    """

    memory_mb: int = 1500
    cpu_seconds: int = 600
    processes: int = 128
    file_mb: int = 100
    disk_mb: int = 500
    output_mb: int = 20
    answer_mb: int = 50
    cell_seconds: int = 60
    notebook_seconds: int = 600
    start_seconds: int = 60

    def __post_init__(self) -> None:
        """Refuse what is no limit."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
                raise ValueError(
                    f"The limit {field.name} is {value!r}. It must be a number above zero. "
                    f"Its default is {field.default!r}."
                )
