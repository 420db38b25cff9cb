"""Why no answer came, or none that may be read."""

from __future__ import annotations

import threading
from typing import Literal

from wingetpy.errors import TransferError
from wingetpy.model.text import excerpt
from wingetpy.transfer.failures import system_words
from wingetpy.transfer.redirects import RedirectRefused

FailureKind = Literal[
    "connect", "connection", "certificate", "credential", "pin", "time", "size", "redirect", "protocol", "address"
]

_REFUSED = "it does not accept the client certificate"
_OF_CLIENT_CERTIFICATES = {
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": "it requires a client certificate",
    "TLSV1_ALERT_UNKNOWN_CA": _REFUSED,
    "SSLV3_ALERT_BAD_CERTIFICATE": _REFUSED,
    "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE": _REFUSED,
    "SSLV3_ALERT_CERTIFICATE_REVOKED": _REFUSED,
    "SSLV3_ALERT_CERTIFICATE_EXPIRED": _REFUSED,
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": _REFUSED,
}
"""What a server's alert of TLS means, by OpenSSL's name of it."""


class NoReply(Exception):
    """No answer came. The text says why, without the address."""

    def __init__(self, kind: FailureKind, reason: str) -> None:
        super().__init__(excerpt(reason))
        self.kind = kind
        self.reason = excerpt(reason)


class ByteBudget:
    """Bytes that several answers may have together. Several threads may use it.

    Args:
        most: All of them.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._left = most
        self._lock = threading.Lock()

    def take(self, size: int) -> None:
        """Use up bytes.

        Raises:
            NoReply: fewer are left.
        """
        with self._lock:
            self._left -= size
            if self._left >= 0:
                return
        raise NoReply("size", f"its answers to one question are larger than {self._most >> 20} MB together")


def as_no_reply(error: BaseException) -> NoReply:
    """Return what a failed attempt means. Errors of our own code come through as they are."""
    import ssl  # late: start time

    import httpx

    from wingetpy.transfer.pins import PinMismatch

    if isinstance(error, NoReply):
        return error
    if isinstance(error, TransferError):  # the client certificate cannot be read
        return NoReply("credential", error.text)
    if isinstance(error, RedirectRefused):
        return NoReply("redirect", str(error))
    for cause in _causes(error):
        if isinstance(cause, PinMismatch):
            return NoReply("pin", str(cause.args[-1]))
        if isinstance(cause, ssl.SSLCertVerificationError):
            return NoReply("certificate", f"its certificate is not trusted: {cause.verify_message or cause}")
        if isinstance(cause, ssl.SSLError) and (said := _OF_CLIENT_CERTIFICATES.get(cause.reason)):
            return NoReply("credential", said)
    if isinstance(error, httpx.TimeoutException):
        return NoReply("time", "it did not answer in time")
    if isinstance(error, httpx.ConnectError):  # no name, no route, nobody listens: another try would say the same
        return NoReply("connect", system_words(error))
    if isinstance(error, httpx.ProxyError):
        return NoReply("connection", f"the proxy refused: {system_words(error)}")
    if isinstance(error, httpx.RemoteProtocolError | httpx.DecodingError):
        return NoReply("protocol", f"its answer is no valid HTTP ({error})")
    if isinstance(error, httpx.HTTPError | OSError):
        return NoReply("connection", system_words(error))
    if isinstance(error, httpx.InvalidURL | ValueError):
        return NoReply("address", f"the address is not valid: {error}")
    raise error


def _causes(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
