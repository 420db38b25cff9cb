"""What the name, the trust level and the place of a source must be like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wingetpy.errors import BadRequest, ErrorCode, NotFound, SourceError
from wingetpy.errors.remedies import SOURCE_UNKNOWN
from wingetpy.model.text import fold
from wingetpy.sources.details import SourceDetails, TrustLevel

_LONGEST_NAME = 128
_TRUST_LEVELS: dict[str, TrustLevel] = {"none": "None", "default": "None", "trusted": "Trusted"}


def find_source(sources: Iterable[SourceDetails], name: str) -> SourceDetails | None:
    """Return the source of a name, without case; None if there is none."""
    return next((details for details in sources if fold(details.name) == fold(name)), None)


def unknown_source(name: str) -> NotFound:
    """Return the error for a name that no source has."""
    return NotFound(
        f"Did not find a source named: {name}",
        code=ErrorCode.SourceNameDoesNotExist,
        target=name,
        remedy=SOURCE_UNKNOWN,
    )


def check_name(name: str) -> None:
    """Raises BadRequest for a name that a source cannot have."""
    if not name.strip() or name != name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise BadRequest(
            f"{name!r} cannot be the name of a source.",
            target=name,
            remedy=f"Use up to {_LONGEST_NAME} visible characters without blanks at the ends.",
        )


def check_secure(argument: str) -> None:
    """Raise SourceError (SourceNotSecure) for an address that begins with http."""
    scheme = argument.partition("://")[0].lower() if "://" in argument else ""
    if scheme == "http":
        raise SourceError(
            f"The source location is not secure: {argument}",
            code=ErrorCode.SourceNotSecure,
            category="SecurityError",
            target=argument,
            remedy="Use https.",
        )


def check_no_password(argument: str) -> None:
    """Raise SourceError for an address with a user or a password: lists and exports show the address."""
    host = argument.partition("://")[2].replace("\\", "/").partition("/")[0].partition("?")[0].partition("#")[0]
    if "@" in host:
        raise SourceError(
            f"The source location holds a user name or a password: {argument}",
            code=ErrorCode.InvalidParameter,
            category="InvalidArgument",
            target=argument,
            remedy="Leave them out of the address, and give them as the credential of the source.",
        )


def trust_level_of(text: str | None) -> TrustLevel:
    """Return the trust level of a word in any case; none for None. Raises BadRequest for another word."""
    level = _TRUST_LEVELS.get((text or "none").lower())
    if level is None:
        raise BadRequest(f"{text!r} is not a trust level.", target=text, remedy="Use none or trusted.")
    return level


def check_new(sources: Sequence[SourceDetails], details: SourceDetails) -> None:
    """Check that neither the name nor the place of a source is taken.

    Raises:
        SourceError: SourceNameAlreadyExists, SourceArgAlreadyExists.
    """
    if known := find_source(sources, details.name):
        raise name_exists(known)
    for known in sources:
        same_place = (known.type, known.argument) == (details.type, details.argument)
        if same_place or known.identifier == details.identifier:
            by_name = not same_place and details.argument.lower().startswith("https:")  # the server says who it is
            place = f"{details.identifier}, which is at this location, too" if by_name else "this location"
            raise SourceError(
                f"A source with a different name already refers to {place}: {known.name} ({known.argument}).",
                code=ErrorCode.SourceArgAlreadyExists,
                category="ResourceExists",
                target=known.name,
                remedy=f"Use the source {known.name}, or remove it first.",
            )


def name_exists(known: SourceDetails) -> SourceError:
    """Return the error for a name that a source has already."""
    return SourceError(
        f"A source with the given name already exists: {known.name} ({known.argument}).",
        code=ErrorCode.SourceNameAlreadyExists,
        category="ResourceExists",
        target=known.name,
        remedy="Choose another name, or remove that source first.",
    )
