"""What can go wrong for a reason the user can mend. A message says where, what was given, what is allowed."""

from __future__ import annotations


class GrouplifeError(Exception):
    """A mistake or a mishap with a complete message; the command line prints it and ends with `exit_code`."""

    exit_code: int = 1


class UsageError(GrouplifeError):
    """What was asked for cannot be done as asked: a bad scenario, option, path or name."""

    exit_code = 2


class Stopped(GrouplifeError):
    """The user pressed Ctrl-C; the message says what is left behind."""

    exit_code = 130


class ResultsWarning(UserWarning):
    """Results that can be read, of which a reader should know something: unfinished, or of another version."""
