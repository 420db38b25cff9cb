"""The Group Policies that parameters need."""

from __future__ import annotations

from wingetpy.operations.request import DownloadRequest, InstallRequest, PackageRequest, RepairRequest, UninstallRequest


def of_install(parameters: InstallRequest) -> tuple[str, ...]:
    """Return the policies that an install or an update needs."""
    return (*_of_hash(parameters), *_of_scan(parameters), *of_manifest(parameters))


def of_repair(parameters: RepairRequest) -> tuple[str, ...]:
    """Return the policies that a repair needs."""
    return (*_of_hash(parameters), *_of_scan(parameters), *of_manifest(parameters))


def of_download(parameters: DownloadRequest) -> tuple[str, ...]:
    """Return the policies that a download needs."""
    return (*_of_hash(parameters), *of_manifest(parameters))


def _of_hash(parameters: InstallRequest | DownloadRequest | RepairRequest) -> tuple[str, ...]:
    return ("EnableHashOverride",) if parameters.allow_hash_mismatch else ()


def _of_scan(parameters: InstallRequest | RepairRequest) -> tuple[str, ...]:
    return ("EnableLocalArchiveMalwareScanOverride",) if parameters.ignore_malware_scan else ()


def of_manifest(parameters: PackageRequest | UninstallRequest) -> tuple[str, ...]:
    """Return the policies that a change of a package needs, which may be named by a local manifest."""
    return ("EnableLocalManifestFiles",) if parameters.manifest is not None else ()
