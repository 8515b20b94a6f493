"""Every step of a page goes through Doing: who may do it is asked in its transaction, and it is written down."""

from pathlib import Path

import console

ALONE = {
    "parts/doing.py",  # the one place
    "parts/rehearsing.py",  # takes everything back
    "presence/control.py",  # that a page is open is no step of anybody's
    # Logging in and out, and one's own password: before or without a role, each with its own line in the log.
    "session.py",
    "login/progress.py",
    "accounts/own_password.py",
}


def test_no_page_runs_a_transaction_by_itself() -> None:
    folder = Path(console.__file__).parent
    own = {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*.py")
        if ".transact(" in file.read_text(encoding="utf-8")
    }
    assert own <= ALONE
