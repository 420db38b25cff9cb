"""The table of the types of sources, and the choice of one for an argument."""

from __future__ import annotations

from wingetpy.errors import ErrorCode, SourceError
from wingetpy.sources.checks import check_secure
from wingetpy.sources.folder.kind import FolderKind
from wingetpy.sources.preindexed.kind import PreIndexedKind
from wingetpy.sources.rest.kind import RestKind
from wingetpy.sources.source import SourceKind

KINDS: tuple[SourceKind, ...] = (FolderKind(), PreIndexedKind(), RestKind())
"""The first that recognises an argument without a type is taken."""


def kind_of(type: str) -> SourceKind | None:
    """Return the kind of a type's name, without case; None if there is none."""
    return next((kind for kind in KINDS if kind.type.casefold() == type.casefold()), None)


def is_live(type: str) -> bool:
    """Whether a source of this type is asked at its server each time."""
    kind = kind_of(type)
    return kind is not None and kind.is_live


def recognises_installed(type: str, argument: str) -> bool:
    """Whether a source takes part in recognising what is installed; also one of an unknown type, which is an error."""
    kind = kind_of(type)
    return kind is None or kind.recognises_installed(argument)


def is_same_place(type: str, one: str, other: str) -> bool:
    """Whether two arguments are spellings of the same place."""
    kind = kind_of(type)
    return one == other or (kind is not None and kind.spelled(one) == kind.spelled(other))


def kind_for(argument: str, type: str | None) -> SourceKind:
    """Return the kind that a new source is of.

    Args:
        argument: Where the source is.
        type: As the user gave it; None for the kind that recognises the argument.

    Raises:
        SourceError: SourceNotSecure, InvalidSourceType.
    """
    check_secure(argument)
    if type is not None:
        return kind_of(type) or _unknown(type)
    found = next((kind for kind in KINDS if kind.recognises(argument)), None)
    if found is None:
        raise _invalid(f"No type of source takes the argument {argument}.", argument)
    return found


def known_kind(type: str, name: str) -> SourceKind:
    """Return the kind of a configured source. Raises SourceError (InvalidSourceType) for one of a newer version."""
    kind = kind_of(type)
    if kind is None:
        raise _invalid(f"The source {name} is of the type {type}, which this version does not support.", name)
    return kind


def _unknown(type: str) -> SourceKind:
    raise _invalid(f"The source type {type} does not exist.", type)


def _invalid(text: str, target: str) -> SourceError:
    remedy = " ".join(f"Use the type {kind.type} with {kind.arguments}." for kind in KINDS)
    return SourceError(text, code=ErrorCode.InvalidSourceType, category="InvalidArgument", target=target, remedy=remedy)
