"""What lets the engine into private sources, at rest in the host's vault, each for one server only."""

from __future__ import annotations

import os
from typing import Protocol

import msgspec

from wingetpy.errors import BadRequest, ErrorCode, SourceError
from wingetpy.errors.secrets import hide
from wingetpy.hosts.vault import Vault
from wingetpy.model.credential import LONGEST_SECRET, BoundCredential, Credential, origin_of
from wingetpy.model.decoding import UNREADABLE, json_decoder
from wingetpy.sources.details import SourceDetails

_RESERVED = ("host", "content-length", "transfer-encoding", "connection", "proxy-authorization")


class KeptCredential(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    origin: str
    credential: Credential


class Credentials(Protocol):
    """What the list of sources needs of a place for credentials."""

    def of(self, details: SourceDetails) -> BoundCredential | None:
        """Return what is kept for a source; None if there is nothing, or only for another server."""

    def keep(self, details: SourceDetails, credential: Credential) -> None:
        """Keep a checked credential for a source, instead of what was kept before."""

    def forget(self, details: SourceDetails) -> None:
        """Remove what is kept for a source."""


class VaultCredentials:
    """Credentials in a vault, one entry a source, by its identifier."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def of(self, details: SourceDetails) -> BoundCredential | None:
        if origin_of(details.argument) is None:
            return None
        secret = self._vault.read(_name(details))
        if secret is None:
            return None
        try:
            kept = json_decoder(KeptCredential).decode(secret)
        except UNREADABLE as error:  # its text is not shown: it may quote the secret
            raise SourceError(
                f"The credential of the source {details.name} is damaged.",
                code=ErrorCode.SourcesInvalid,
                target=details.name,
                remedy="Give the source its credential again.",
            ) from error
        hide(kept.credential.secrets)
        if kept.origin != origin_of(details.argument):  # the list was changed by hand: the secret stays here
            return None
        return BoundCredential(origin=kept.origin, credential=kept.credential)

    def keep(self, details: SourceDetails, credential: Credential) -> None:
        origin = origin_of(details.argument)
        assert origin is not None, "check_credential refuses such a source"
        self._vault.write(_name(details), msgspec.json.encode(KeptCredential(origin=origin, credential=credential)))

    def forget(self, details: SourceDetails) -> None:
        self._vault.delete(_name(details))


class NoCredentials:
    """Where there is no vault, nothing is kept."""

    def of(self, details: SourceDetails) -> BoundCredential | None:
        return None

    def keep(self, details: SourceDetails, credential: Credential) -> None:
        raise SourceError("This machine has no place for credentials.", code=ErrorCode.HostCannot)

    def forget(self, details: SourceDetails) -> None:
        return None


def bound(credential: Credential, argument: str) -> BoundCredential:
    """Return a credential that a user gives, checked, for the server of a source.

    Args:
        argument: The source's; https.

    Raises:
        BadRequest: it is no credential, or the source takes none.
    """
    hide(credential.secrets)
    origin = origin_of(argument)
    if origin is None:
        raise BadRequest(
            f"The source {argument} takes no credential: only one at an https address does.",
            target=argument,
            remedy="Leave the credential out; the rights of a folder or share are those of its files.",
        )
    _check(credential)
    return BoundCredential(origin=origin, credential=credential)


def _check(credential: Credential) -> None:
    if credential.token and credential.user:
        raise BadRequest("A source takes a token or a user with a password, not both.", remedy="Give one of them.")
    if credential.password is not None and not credential.user:
        raise BadRequest("A password needs a user.", remedy="Give the name of the user, too.")
    if credential.user and ":" in credential.user:
        raise BadRequest(f"The user {credential.user} has a colon, which HTTP cannot send.", target=credential.user)
    sent = {f"header {name}": text for name, text in credential.headers.items()} | {"token": credential.token or ""}
    for name, value in sent.items():
        if len(value) > LONGEST_SECRET or not all(map(_is_sendable, value)):
            raise BadRequest(
                f"The {name} cannot be sent: it has characters that no HTTP header has, or more than {LONGEST_SECRET}.",
                remedy="Give it as the owner of the source wrote it, without line breaks.",
            )
    for name in credential.headers:
        if not name.isascii() or not name.replace("-", "").replace("_", "").isalnum() or name.lower() in _RESERVED:
            raise BadRequest(f"{name!r} cannot be the name of a header.", target=name, remedy="Use one like X-Api-Key.")
    if credential.certificate and not os.path.isfile(credential.certificate):
        raise BadRequest(
            f"There is no certificate at {credential.certificate}.",
            target=credential.certificate,
            remedy="Give a PEM or PKCS#12 file that the engine can read, with certificate and key.",
        )


def _is_sendable(character: str) -> bool:
    return character == "\t" or " " <= character <= "~" or "\xa0" <= character <= "\xff"


def _name(details: SourceDetails) -> str:
    return f"source:{details.identifier}"
