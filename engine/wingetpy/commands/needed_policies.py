"""The Group Policies that parameters need."""

from __future__ import annotations

from wingetpy.operations.request import InstallRequest, PackageRequest, UninstallRequest


def of_install(parameters: InstallRequest) -> tuple[str, ...]:
    """Return the policies that an install or an update needs."""
    hash_override = ("EnableHashOverride",) if parameters.allow_hash_mismatch else ()
    return (*hash_override, *of_manifest(parameters))


def of_manifest(parameters: PackageRequest | UninstallRequest) -> tuple[str, ...]:
    """Return the policies that a change of a package needs, which may be named by a local manifest."""
    return ("EnableLocalManifestFiles",) if parameters.manifest is not None else ()
