"""What lets this engine into one private source, and the one server that it is sent to."""

from __future__ import annotations

import msgspec

LONGEST_SECRET = 8192
"""Characters of a header's value, a token or a password."""


class Credential(msgspec.Struct, frozen=True, rename="pascal", omit_defaults=True, kw_only=True):
    """Headers, a bearer token, a user with a password, a client certificate: any of them.

    Attributes:
        headers: Sent with each request, by name.
        token: Sent as `Authorization: Bearer`.
        user: Sent with `password` as `Authorization: Basic`.
        certificate: Native path of a PEM or PKCS#12 file with certificate and key.
        certificate_password: Of the key; None for a key without one.
    """

    headers: dict[str, str] = {}
    token: str | None = None
    user: str | None = None
    password: str | None = None
    certificate: str | None = None
    certificate_password: str | None = None

    def __repr__(self) -> str:
        return f"Credential({', '.join(self.kinds) or 'none'})"

    __str__ = __repr__

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it consists of, in words that give nothing away: `Header X-Key`, `Token`, `Password`, `Certificate`."""
        named = (("Token", self.token), ("Password", self.user), ("Certificate", self.certificate))
        return (*(f"Header {name}" for name in self.headers), *(word for word, value in named if value))

    @property
    def secrets(self) -> tuple[str, ...]:
        """The texts that may appear nowhere."""
        given = (*self.headers.values(), self.token, self.password, self.certificate_password, self._authorization())
        return tuple(text for text in given if text)

    def request_headers(self) -> dict[str, str]:
        """Return the headers of a request to the server of the source."""
        authorization = self._authorization()
        return self.headers if authorization is None else {**self.headers, "Authorization": authorization}

    def _authorization(self) -> str | None:
        if self.token:
            return f"Bearer {self.token}"
        if self.user:
            from base64 import b64encode  # late: start time

            pair = f"{self.user}:{self.password or ''}".encode()
            return f"Basic {b64encode(pair).decode()}"
        return None


class BoundCredential(msgspec.Struct, frozen=True, kw_only=True):
    """A credential and the only server that it is sent to; a redirect to another one goes there without it.

    Attributes:
        origin: `https://host:port` of the source.
    """

    origin: str
    credential: Credential

    def headers_for(self, url: str) -> dict[str, str]:
        """Return the headers that a request to this address carries: none for any other server, or without TLS."""
        return self.credential.request_headers() if self.is_for(url) else {}

    def is_for(self, url: str) -> bool:
        """Whether an address is on the source's server."""
        return origin_of(url) == self.origin


def origin_of(url: str) -> str | None:
    """Return `https://host:port` of an https address, in lower case; None for any other address."""
    from urllib.parse import urlsplit  # late: start time

    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 443
    except ValueError:  # a port that is no number, a broken IPv6 address
        return None
    if parts.scheme != "https" or not host:
        return None
    return f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"
