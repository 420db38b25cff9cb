"""The machine's place for secrets of a user: what is kept there is read by this user only."""

from __future__ import annotations

from typing import Protocol


class Vault(Protocol):
    """Small secrets by name. Names are compared without case; a secret has up to 64 KB."""

    def read(self, name: str) -> bytes | None:
        """Return a secret; None if there is none of this name. Raises HostError where the system refuses."""

    def write(self, name: str, secret: bytes) -> None:
        """Keep a secret; one of the same name is replaced. Raises HostError where the system refuses."""

    def delete(self, name: str) -> None:
        """Remove a secret; nothing happens if there is none. Raises HostError where the system refuses."""
