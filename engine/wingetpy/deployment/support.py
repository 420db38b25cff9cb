"""Which verb takes which target: the seed's table, and the code that each other cell answers with (reference, 4.3)."""

from __future__ import annotations

from enum import StrEnum

from wingetpy.deployment.faults import not_supported
from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import PackageVerb as PackageVerb


class TargetKind(StrEnum):
    """How packages are named; the columns of the seed's table."""

    path = "Path"
    filename = "Filename"
    family_name = "PackageFamilyName"
    full_name = "PackageFullName"
    file_uri = "file:"
    http_uri = "http(s):"
    product_uri = "ms-uup:"
    package_set = "PackageSet"


_ARGUMENT, _NOT_IMPLEMENTED, _NOT_SUPPORTED = (
    ErrorCode.InvalidParameter,
    ErrorCode.NotImplemented,
    ErrorCode.NotSupported,
)
_COLUMNS = tuple(kind for kind in TargetKind if kind is not TargetKind.package_set)
_NO = {
    # Path, Filename, PackageFamilyName, PackageFullName, file:, http(s):, ms-uup:  (None: supported)
    PackageVerb.is_ready: (_NOT_IMPLEMENTED, _ARGUMENT, None, None, _NOT_IMPLEMENTED, _NOT_IMPLEMENTED, None),
    PackageVerb.ensure_is_ready: (
        *(_NOT_IMPLEMENTED, _ARGUMENT, _ARGUMENT, _ARGUMENT),
        *(_NOT_IMPLEMENTED, _NOT_IMPLEMENTED, None),
    ),
    PackageVerb.add: (None, _ARGUMENT, _ARGUMENT, _ARGUMENT, None, None, None),
    PackageVerb.stage: (None, _ARGUMENT, _ARGUMENT, _ARGUMENT, None, None, None),
    PackageVerb.register: (None, None, None, None, None, _NOT_SUPPORTED, None),
    PackageVerb.remove: (_NOT_IMPLEMENTED, _ARGUMENT, None, None, _ARGUMENT, _ARGUMENT, None),
    PackageVerb.repair: (_NOT_SUPPORTED, _ARGUMENT, None, None, _NOT_SUPPORTED, _NOT_SUPPORTED, None),
    PackageVerb.reset: (_NOT_SUPPORTED, _ARGUMENT, None, None, _NOT_SUPPORTED, _NOT_SUPPORTED, None),
    PackageVerb.provision: (_NOT_SUPPORTED, _ARGUMENT, None, _ARGUMENT, _NOT_IMPLEMENTED, _NOT_IMPLEMENTED, None),
    PackageVerb.deprovision: (_NOT_SUPPORTED, _ARGUMENT, None, _ARGUMENT, _NOT_IMPLEMENTED, _NOT_IMPLEMENTED, None),
}


def refused_with(verb: PackageVerb, kind: TargetKind) -> ErrorCode | None:
    """Return the code that a verb refuses a kind of target with; None where it takes it."""
    return None if kind is TargetKind.package_set else _NO[verb][_COLUMNS.index(kind)]


def kinds_of(verb: PackageVerb) -> tuple[TargetKind, ...]:
    """Return the kinds of targets that a verb takes."""
    return tuple(kind for kind in TargetKind if refused_with(verb, kind) is None)


def require_support(verb: PackageVerb, kind: TargetKind, target: str) -> None:
    """Raise BadRequest, with the code of the cell, where a verb does not take a kind of target."""
    code = refused_with(verb, kind)
    if code is None:
        return
    kinds = kinds_of(verb)
    taken = ", ".join(one.value for one in kinds)
    is_name = kind in (TargetKind.path, TargetKind.filename) and TargetKind.family_name in kinds
    names = " The list of packages has their family and full names." if is_name else ""
    raise not_supported(
        f"{verb} is not supported for '{target}', which is a {kind.value}.",
        target,
        f"{verb} takes: {taken}.{names}",
        code,
    )
