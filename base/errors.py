"""Failures a user can mend: shown as one clear line, without a stack trace."""


class UserError(Exception):
    """Something outside the program is wrong (a setting, a file, a port); `str(error)` is the line to show."""

    exit_status = 1


class UsageError(UserError):
    """The command or a setting was used wrongly."""

    exit_status = 2
