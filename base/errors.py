"""Failures a user can mend: shown as one clear line, without a stack trace."""


class UserError(Exception):
    """Something outside the program is wrong (a setting, a file, a port); `str(error)` is the line to show."""

    exit_status = 1


class UsageError(UserError):
    """The command or a setting was used wrongly."""

    exit_status = 2


class TableError(UserError):
    """A table that somebody brought cannot be read.

    Args:
        line: for the terminal, with the file's path.
        reason: for who words it otherwise: missing, too_big, kind (neither xlsx nor csv), broken (no workbook, damaged,
            no csv), encoding, columns.
        detail: names of columns, where that is the reason.
    """

    def __init__(self, line: str, reason: str, detail: str = "") -> None:
        super().__init__(line)
        self.reason, self.detail = reason, detail
