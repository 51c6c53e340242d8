"""What a check says when an answer does not pass: its sentences in place of a traceback."""

from millrace.errors import wrapped

__all__ = ["CheckFailed", "NotAnswered"]


class CheckFailed(AssertionError):
    """An answer that is not right yet; the message says what was found, what was expected and where to look."""

    headline = "Not yet"

    def _render_traceback_(self) -> list[str]:
        # IPython shows this in place of a traceback: a learner needs the sentence, not our call stack.
        return wrapped(f"{self.headline}: {self}").splitlines()


class NotAnswered(CheckFailed):
    """The answer cell has not been filled in, or was not run."""

    headline = "Not answered yet"
