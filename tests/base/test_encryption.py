"""Keys rotate: new data takes the newest key, old data stays readable and findable."""

import pytest

from base.encryption import Keyring, UndecryptableError
from base.errors import UserError


def test_old_data_is_read_after_a_rotation_and_new_data_takes_the_new_key() -> None:
    old, rotated, new = Keyring(["old"]), Keyring(["new", "old"]), Keyring(["new"])

    assert rotated.decrypt(old.encrypt(b"text")) == b"text"
    assert new.decrypt(rotated.encrypt(b"text")) == b"text"


def test_without_the_right_key_there_is_a_clear_line() -> None:
    with pytest.raises(UndecryptableError, match="UNIONBOT_SECRET_KEYS"):
        Keyring(["other"]).decrypt(Keyring(["one"]).encrypt(b"text"))


def test_blind_indexes_of_all_keys_are_looked_up_newest_first() -> None:
    assert Keyring(["new", "old"]).blind_indexes("x") == [
        Keyring(["new"]).blind_index("x"),
        Keyring(["old"]).blind_index("x"),
    ]


def test_the_keys_of_one_secret_serve_one_purpose_each() -> None:
    keyring = Keyring(["secret"])

    assert keyring.signing_secret not in (keyring.blind_index(""), keyring.blind_index("secret"))


def test_no_key_is_refused() -> None:
    with pytest.raises(UserError, match="UNIONBOT_SECRET_KEYS"):
        Keyring([])
