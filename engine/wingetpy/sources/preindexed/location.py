"""Where a pre-indexed source is, and its identifier: the family name of the package there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from wingetpy.errors import EngineError, ErrorCode, MsixError, SourceError
from wingetpy.model.call import Call
from wingetpy.msix.package import open_package
from wingetpy.sources.checks import check_no_password
from wingetpy.sources.preindexed.remote_bytes import remote_package
from wingetpy.sources.preindexed.server import FileForbidden, SourceServer, connections
from wingetpy.sources.source import SourceAccess, SourceLocation

_Answer = TypeVar("_Answer")
PACKAGES = ("source2.msix", "source.msix")
"""The files that are looked for, in this order: with an index of schema 2, of schema 1."""


def located(argument: str, call: Call, access: SourceAccess) -> SourceLocation:
    """Return the location of a source by the identity of its package, which is verified when it is fetched.

    Raises:
        SourceError: SourceNotRemote, InvalidParameter, SourceOpenFailed, HttpNotFound, PackageIsBundle,
            SourceDataIntegrityFailure.
    """
    if not argument.lower().startswith("https://"):
        raise SourceError(
            f"'{argument}' is no https address.",
            code=ErrorCode.SourceNotRemote,
            category="InvalidArgument",
            target=argument,
            remedy="Give the address of the folder that holds source2.msix, which begins with https.",
        )
    check_no_password(argument)
    exchange = connections(argument, access)
    try:
        server = SourceServer(argument, argument, lambda: exchange, call, access)
        family_name = _family_name(server)
    finally:
        exchange.close()
    return SourceLocation(argument, family_name, family_name)


def _family_name(server: SourceServer) -> str:
    _, package = first_package(server, lambda path: remote_package(server, path), ErrorCode.HttpNotFound)
    try:
        opened = open_package(package)
    except MsixError as error:
        raise unusable(server.name, error) from error
    if opened.is_bundle:
        raise is_bundle(server.name)
    return opened.identity.family_name


def first_package(
    server: SourceServer, ask: Callable[[str], _Answer | None], missing: ErrorCode
) -> tuple[str, _Answer]:
    """Return the path of the first package that the server gives, and the answer. Some servers forbid what they lack.

    Args:
        ask: Asks for a path; None where there is no such file.
        missing: The code where there is none.

    Raises:
        FileForbidden: it forbids one, and gives no other.
        SourceError: it has none.
    """
    forbidden: FileForbidden | None = None
    for path in PACKAGES:
        try:
            answer = ask(path)
        except FileForbidden as error:
            forbidden = forbidden or error
        else:
            if answer is not None:
                return path, answer
    raise forbidden or server.missing(PACKAGES[0], missing)


def unusable(source: str, error: EngineError) -> SourceError:
    """Return the error of a source whose package is damaged or not trusted."""
    return SourceError(
        f"The package of the source {source} cannot be used. {error.text}",
        code=ErrorCode.SourceDataIntegrityFailure,
        category="SecurityError",
        target=source,
        remedy=error.advice,
    )


def is_bundle(source: str) -> SourceError:
    """Return the error of a source whose package is a bundle."""
    return SourceError(
        f"The package of the source {source} is a bundle.",
        code=ErrorCode.PackageIsBundle,
        category="InvalidData",
        target=source,
        remedy="Report it to the owner of the source.",
    )
