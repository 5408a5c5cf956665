"""Exceptions that a user's mistake raises; the command line prints their sentence without a traceback."""


class InputError(ValueError):
    """Bad input: the message says which file, which key, row or page, and what to do next. Exit code 2."""

    exit_code = 2


class NothingToReadError(InputError):
    """The input is well-formed, but nothing in it could be read. Exit code 1."""

    exit_code = 1
