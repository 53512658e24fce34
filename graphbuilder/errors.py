"""Errors a user can act on. A broken program raises anything else; bad data is a `Finding`, not an error."""


class GraphbuilderError(Exception):
    """Base of every error with a message for people: what was wrong, where, and what to do.

    `cli` catches it in one place, prints the message and exits with `exit_code`.
    """

    exit_code = 1


class UsageError(GraphbuilderError):
    """The call itself is wrong: an unknown name, an ill-typed parameter, a missing input."""

    exit_code = 2


class UnreadableFile(GraphbuilderError):
    """A file that cannot be used as a report; the batch goes on without it."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(f"{reason}; {advice}")
        self.reason = reason
        self.advice = advice
