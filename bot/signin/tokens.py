"""Random tokens, and the form in which they are kept."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """Return 256 random bits, fit for a cookie and an address."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """Return what is kept of a token: 64 hexadecimal digits.

    A token is random and long, so a plain hash cannot be searched back; a password is neither
    and gets Argon2 instead.
    """
    return hashlib.sha256(token.encode()).hexdigest()
