"""Microsoft.Rest as a type of source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wingetpy.errors import ErrorCode, SourceError
from wingetpy.model.call import Call
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.source import Source, SourceAccess, SourceHome, SourceLocation

if TYPE_CHECKING:
    from collections.abc import Callable

    from wingetpy.transfer.pins import PinnedKeys


class RestKind:
    """A server that answers winget's REST contract.

    Args:
        pins: Gives the keys that the certificate of an address is pinned to; None for any certificate that the system
            trusts. Left out: those of the Microsoft Store for its address.
    """

    type = "Microsoft.Rest"
    is_live = True
    arguments = "the https address of a REST source"

    def __init__(self, pins: Callable[[str], PinnedKeys | None] | None = None) -> None:
        self._pins = pins or _pins_of

    def recognises(self, argument: str) -> bool:
        """No address alone: one without a type is of a pre-indexed source, as for winget."""
        return False

    def recognises_installed(self, argument: str) -> bool:
        """All but the Store."""
        from wingetpy.sources.rest.store import is_store  # late: start time

        return not is_store(argument)

    def spelled(self, argument: str) -> str:
        return argument.strip().rstrip("/")

    def locate(self, argument: str, call: Call, access: SourceAccess) -> SourceLocation:
        url = checked_url(argument)
        from wingetpy.sources.rest.source import identify  # late: start time

        return SourceLocation(url, identify(url, self._pins, call, access), data="")

    def make(self, details: SourceDetails, home: SourceHome) -> Source:
        from wingetpy.sources.rest.source import RestSource  # late: start time

        return RestSource(details, home, self._pins)

    def last_update(self, folder: Path) -> float | None:
        return None  # nothing is kept that could be old


def checked_url(argument: str) -> str:
    """Return an address as it is kept, without a slash at its end.

    Raises:
        SourceError: SourceNotRemote, SourceNotSecure, RestSourceInvalidUrl.
    """
    from urllib.parse import urlsplit  # late: start time

    try:
        parts = urlsplit(argument.strip())
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError as error:
        raise _refused(argument, f"is no address ({error})", ErrorCode.RestSourceInvalidUrl) from error
    if not parts.scheme or not parts.netloc:
        raise _refused(argument, "is not remote", ErrorCode.SourceNotRemote)
    if parts.scheme.lower() != "https":
        raise _refused(argument, "is not secure", ErrorCode.SourceNotSecure)
    if not parts.hostname or not port_is_valid or parts.query or parts.fragment:
        text = "is no address of a source: it has a query, a fragment or no host"
        raise _refused(argument, text, ErrorCode.RestSourceInvalidUrl)
    if parts.username is not None or parts.password is not None:
        raise _refused(argument, "holds a user name or a password", ErrorCode.RestSourceInvalidUrl)
    return argument.strip().rstrip("/")


def _refused(argument: str, what: str, code: ErrorCode) -> SourceError:
    return SourceError(
        f"The source location {what}: {argument}",
        code=code,
        category="SecurityError" if code is ErrorCode.SourceNotSecure else "InvalidArgument",
        target=argument,
        remedy="Use the https address of a REST source, such as https://packages.example.org/api.",
    )


def _pins_of(url: str) -> PinnedKeys | None:
    from wingetpy.sources.rest.store import is_store, store_pins  # late: start time

    return store_pins() if is_store(url) else None
