"""A client certificate: what this side shows to a server that asks for one."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from wingetpy.errors import ErrorCode, TransferError

if TYPE_CHECKING:
    import ssl


class ClientCertificate(msgspec.Struct, frozen=True, kw_only=True):
    """A file with certificate and key.

    Attributes:
        path: Native path: PEM, or PKCS#12 (`.pfx`, `.p12`).
        password: Of the key; None for a key without one.
    """

    path: str
    password: str | None = None

    def load_into(self, context: ssl.SSLContext) -> None:
        """Make a context show it.

        Raises:
            TransferError: InvalidAuthenticationInfo: the file cannot be read, or the password is wrong.
        """
        try:
            if Path(self.path).suffix.lower() in (".pfx", ".p12"):
                self._load_pkcs12(context)
            else:
                context.load_cert_chain(self.path, password=lambda: self.password or "")
        except (OSError, ValueError, TypeError) as error:
            raise TransferError(
                f"The client certificate '{self.path}' cannot be used: {error}.",
                code=ErrorCode.InvalidAuthenticationInfo,
                category="AuthenticationError",
                target=self.path,
                remedy="Give a PEM or PKCS#12 file with certificate and key, and the password of the key.",
            ) from error

    def _load_pkcs12(self, context: ssl.SSLContext) -> None:
        """Only files in PEM can be loaded: the key lies in one for a moment, encrypted with a password of its own."""
        from cryptography.hazmat.primitives.serialization import (
            BestAvailableEncryption,
            Encoding,
            PrivateFormat,
            pkcs12,
        )

        given = self.password.encode() if self.password is not None else None
        key, certificate, more = pkcs12.load_key_and_certificates(Path(self.path).read_bytes(), given)
        if key is None or certificate is None:
            raise ValueError("it holds no key or no certificate")
        password = secrets.token_hex(32)
        sealed = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password.encode()))
        chain = b"".join(one.public_bytes(Encoding.PEM) for one in (certificate, *more))
        handle, path = tempfile.mkstemp(suffix=".pem")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(sealed + chain)
            context.load_cert_chain(path, password=password)
        finally:
            os.unlink(path)
