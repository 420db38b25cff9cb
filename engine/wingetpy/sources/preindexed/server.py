"""Requests to the web server of a source, and what an answer that is none means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from wingetpy.errors import ErrorCode, SourceError
from wingetpy.errors.remedies import SOURCE_CREDENTIAL
from wingetpy.model.call import Call

if TYPE_CHECKING:
    from wingetpy.sources.source import SourceAccess
    from wingetpy.transfer.exchange import Exchange, NoReply, Reply

MOST_REQUESTS = 8
"""At once, to one source."""
LARGEST_PACKAGE = 256 << 20
FILE_SECONDS = 60.0
PACKAGE_SECONDS = 900.0
_MISSING = (404, 410)
_UNAUTHORIZED = 401
_FORBIDDEN = 403
_NOT_MODIFIED = 304
_REMEDY = "Check the network, the proxy and the address of the source, and try again."
_REMEDIES = {
    "certificate": "Check the date of this machine and its trusted certificates, or report it to the owner.",
    "redirect": "Correct the address, or let the owner of the source correct the server.",
}
"""Of failures that another try does not mend."""


def connections(address: str, access: SourceAccess) -> Exchange:
    """Return the connections to a source's server, with the client certificate that is kept for it."""
    from wingetpy.transfer.certificate import ClientCertificate  # late: start time
    from wingetpy.transfer.exchange import Exchange

    credential = access.credential.credential if access.credential and access.credential.is_for(address) else None
    certificate = None
    if credential is not None and credential.certificate:
        certificate = ClientCertificate(path=credential.certificate, password=credential.certificate_password)
    return Exchange(certificate=certificate, connections=MOST_REQUESTS, largest=LARGEST_PACKAGE, http2=True)


class FileForbidden(SourceError):
    """The server forbids a file; some answer so for one that is not there."""

    category = "PermissionDenied"


class SourceServer:
    """A source's server as one command asks it.

    Args:
        name: What errors call the source: its name, or its address before it has one.
        address: Of the folder that has the package.
        exchange: Gives the connections, when the server is first asked.
        call: The command's.
        access: With the credential for this server.
    """

    def __init__(
        self, name: str, address: str, exchange: Callable[[], Exchange], call: Call, access: SourceAccess
    ) -> None:
        self.name = name
        self._address = address.rstrip("/")
        self._exchange = exchange
        self._call = call
        self._headers = access.credential.headers_for(self._address) if access.credential is not None else {}

    def url_of(self, path: str) -> str:
        """Return the address of a file, given by its path relative to the source."""
        from urllib.parse import quote  # late: start time

        return f"{self._address}/{quote(path, safe='/')}"

    def get(self, path: str, headers: Mapping[str, str], seconds: float) -> Reply | None:
        """Return the answer with a file's content, or that it is not modified (304).

        Args:
            path: Relative to the source, with slashes.
            headers: Conditions or a range.
            seconds: For all attempts.

        Returns:
            None where the server has no such file.

        Raises:
            FileForbidden: it answers 403.
            SourceError: it cannot be reached, or refuses.
            Cancelled: the caller stopped waiting.
        """
        from wingetpy.transfer.exchange import NoReply, Question  # late: start time

        url = self.url_of(path)
        try:
            question = Question(url=url, headers={**self._headers, **headers})
            reply = self._exchange().ask(question, self._call, seconds=seconds)
        except NoReply as error:
            raise self._unreachable(error, url) from error
        if reply.status in _MISSING:
            return None
        status = f"{reply.status} {reply.reason}".strip()
        if reply.status == _FORBIDDEN:
            raise FileForbidden(
                f"The source {self.name} denies access: the server answers {status} for '{url}'.",
                target=self.name,
                remedy="Check the address and the credentials of the source; some servers forbid what they lack.",
            )
        if reply.status == _UNAUTHORIZED:
            raise SourceError(
                f"The source {self.name} refuses access: the server answers {status} for '{url}'.",
                code=ErrorCode.SourceOpenFailed,
                category="AuthenticationError",
                target=self.name,
                remedy=SOURCE_CREDENTIAL,
            )
        if reply.status != _NOT_MODIFIED and not 200 <= reply.status < 300:
            raise SourceError(
                f"The server of the source {self.name} answers {status} for '{url}'.",
                code=ErrorCode.SourceOpenFailed,
                category="ConnectionError",
                target=self.name,
                remedy="Try again later, or report it to the owner of the source.",
            )
        return reply

    def missing(self, path: str, code: ErrorCode = ErrorCode.SourceDataMissing) -> SourceError:
        """Return the error for a file that the server does not have."""
        return SourceError(
            f"The source {self.name} has no file '{self.url_of(path)}'.",
            code=code,
            category="ObjectNotFound",
            target=self.name,
            remedy="Check the address of the source and its credentials, or report it to its owner.",
        )

    def _unreachable(self, error: NoReply, url: str) -> SourceError:
        secure = error.kind in ("certificate", "pin", "redirect")
        return SourceError(
            f"The source {self.name} cannot be reached at '{url}': {error.reason}.",
            code=ErrorCode.SourceOpenFailed,
            category="SecurityError" if secure else "ConnectionError",
            target=self.name,
            remedy=SOURCE_CREDENTIAL if error.kind == "credential" else _REMEDIES.get(error.kind, _REMEDY),
        )
