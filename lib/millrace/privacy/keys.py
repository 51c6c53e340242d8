"""Secret keys for pseudonyms: made once, readable by their owner only, and kept apart from the data."""

import os
import secrets
import warnings
from pathlib import Path

from millrace.errors import ArgumentError, FileError, in_words

__all__ = ["KEY_BYTES", "Key", "check_key", "new_key", "read_key", "write_key"]

KEY_BYTES, LEAST_BYTES = 32, 16
DATA_ENDINGS = {".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet", ".json", ".jsonl", ".txt", ".db"}


class Key(bytes):
    """The bytes of a key, which no notebook shows by accident.

    Examples
    --------
    >>> Key(b"0" * 32)
    <key of 32 bytes, not shown>
    """

    def __repr__(self) -> str:
        """Say how long it is, and nothing else."""
        return f"<key of {len(self)} bytes, not shown>"

    __str__ = __repr__


def new_key(path: str | Path) -> Path:
    """Write a new random key to a file of its own.

    Keep it where the data are not: on another drive, or with another person. Whoever has both can undo every pseudonym.
    A lost key cannot be made again, and pseudonyms of new files would then no longer fit the old ones.

    Parameters
    ----------
    path : str or Path
        The file to write. It must not be there yet.

    Returns
    -------
    Path
        The file: 32 random bytes as 64 hexadecimal digits, readable by its owner only where the system has such rights
        (macOS, Linux; on Windows the rights of the folder apply).

    Raises
    ------
    FileError
        When the file is already there: a key is never overwritten. When the folder is not there.

    Warns
    -----
    UserWarning
        When data files are in the same folder.

    Notes
    -----
    Length as RFC 2104 recommends for HMAC with SHA-256.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(read_key(new_key(Path(folder) / "staff.key")))
    32
    """
    return write_key(Path(path), Key(secrets.token_bytes(KEY_BYTES)))


def write_key(path: Path, key: Key) -> Path:
    """Write a key that is in use already, as `new_key` does.

    Parameters
    ----------
    path : Path
        The file to write. It must not be there yet.
    key : Key
        The key.

    Returns
    -------
    Path

    Raises
    ------
    FileError
        As `new_key`.
    """
    if not path.parent.is_dir():
        raise FileError(f"The folder '{path.parent}' is not there. An existing folder was expected. Make it first.")
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise FileError(
            f"The file '{path.name}' is already there. A new name was expected, because a key that is overwritten is "
            "lost. Read it with read_key, or choose another name."
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
    beside = sorted(one.name for one in path.parent.iterdir() if one.suffix.lower() in DATA_ENDINGS and one != path)
    if beside:
        warnings.warn(
            f"The key '{path.name}' lies in a folder with {len(beside)} data files. Whoever gets the folder can undo "
            "the pseudonyms. Move the key to another place.",
            stacklevel=3,
        )
    return path


def read_key(path: str | Path) -> Key:
    """Read a key that `new_key` wrote.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    Key
        Its bytes. A notebook shows their number only.

    Raises
    ------
    FileError
        When the file is not there, or holds no key.
    """
    path = Path(path)
    if not path.is_file():
        raise FileError(f"The key file '{path.name}' is not there. A file of new_key was expected. Check the place.")
    try:
        held = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (UnicodeDecodeError, ValueError):
        held = b""
    if len(held) < LEAST_BYTES:
        raise FileError(
            f"The file '{path.name}' holds no key. At least {2 * LEAST_BYTES} hexadecimal digits were expected. Make a "
            "key with new_key, and choose that file."
        )
    return Key(held)


def check_key(key: object, argument: str = "key") -> bytes:
    """Refuse what is no key, above all a password or the name of the file.

    Parameters
    ----------
    key : bytes
        What was given.
    argument : str
        The argument's name, for the message.

    Returns
    -------
    bytes

    Raises
    ------
    ArgumentError
        When it is not bytes, or shorter than 16 of them.

    Examples
    --------
    >>> len(check_key(Key(b"0" * 32)))
    32
    """
    if not isinstance(key, bytes) or len(key) < LEAST_BYTES:
        found = (
            "fewer than 16 bytes" if isinstance(key, bytes) else in_words(None if key is None else type(key).__name__)
        )
        raise ArgumentError(
            f"{argument} is {found}. A key of {LEAST_BYTES} random bytes or more was expected. Write "
            f"{argument}=read_key('staff.key'); make the file once with new_key."
        )
    return bytes(key)
