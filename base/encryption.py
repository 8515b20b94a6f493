"""Encryption of personal data, with keys that rotate.

`UNIONBOT_SECRET_KEYS` holds secrets of any length, newest first. From each of them three keys are
derived (HKDF-SHA256, one label each), so that no key serves two purposes: one encrypts, one makes
blind indexes, one signs console log-ins. New data takes the newest key; old keys go on reading.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from base.errors import UserError


class UndecryptableError(UserError):
    """Stored data that none of the current keys opens."""


class Keyring:
    """The keys of one deployment.

    Raises:
        UserError: no secret was given.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets:
            raise UserError("UNIONBOT_SECRET_KEYS is empty: give at least one secret key.")
        fernets = [Fernet(base64.urlsafe_b64encode(_derive(secret, b"encrypt"))) for secret in secrets]
        self._fernet = MultiFernet(fernets)
        self._index_keys = [_derive(secret, b"blind-index") for secret in secrets]
        self._signing_key = _derive(secrets[0], b"sign")

    def encrypt(self, plain: bytes) -> bytes:
        """Ciphertext under the newest key."""
        return self._fernet.encrypt(plain)

    def decrypt(self, token: bytes) -> bytes:
        """The plain bytes, whichever of the keys made the token.

        Raises:
            UndecryptableError: no key opens it.
        """
        try:
            return self._fernet.decrypt(token)
        except InvalidToken as error:
            raise UndecryptableError(
                "Stored data cannot be decrypted: UNIONBOT_SECRET_KEYS lacks the key it was written with."
            ) from error

    def blind_index(self, value: str) -> str:
        """The index under which a new row with this value is found again (64 hex digits)."""
        return _hmac(self._index_keys[0], value)

    def blind_indexes(self, value: str) -> list[str]:
        """All indexes under which a row with this value may stand, newest key first."""
        return [_hmac(key, value) for key in self._index_keys]

    @property
    def signing_secret(self) -> str:
        """The secret that signs console sessions (hex)."""
        return self._signing_key.hex()


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"unionbot", info=purpose).derive(secret.encode())


def _hmac(key: bytes, value: str) -> str:
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()
