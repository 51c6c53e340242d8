"""Messages between the worker and the judge: a line of JSON that says how many bytes follow under which names."""

import json
from collections.abc import Mapping
from typing import BinaryIO

__all__ = ["Line"]

LONGEST = 64_000_000


class Line:
    """Both directions of a conversation.

    Parameters
    ----------
    reads, writes : binary files
        From and to the other side.
    """

    def __init__(self, reads: BinaryIO, writes: BinaryIO) -> None:
        self.reads, self.writes = reads, writes

    def send(self, said: dict, blobs: Mapping[str, bytes] | None = None) -> None:
        """Send a message.

        Parameters
        ----------
        said : dict
            Anything that JSON holds.
        blobs : mapping of str to bytes
            Longer texts, which go as they are.
        """
        held = dict(blobs or {})
        head = json.dumps({"said": said, "blobs": [[name, len(blob)] for name, blob in held.items()]})
        self.writes.write(head.encode() + b"\n")
        for blob in held.values():
            self.writes.write(blob)
        self.writes.flush()

    def receive(self) -> tuple[dict, dict[str, bytes]]:
        """Wait for a message.

        Returns
        -------
        tuple of dict and dict
            What was said, and the longer texts by name.

        Raises
        ------
        EOFError
            When the other side is gone.
        """
        head = self.reads.readline(LONGEST)
        if not head.endswith(b"\n"):
            raise EOFError("the other side is gone")
        told = json.loads(head)
        return told["said"], {name: self._exactly(length) for name, length in told["blobs"]}

    def _exactly(self, length: int) -> bytes:
        blob = self.reads.read(length)
        if len(blob) < length:
            raise EOFError("the other side is gone")
        return blob
