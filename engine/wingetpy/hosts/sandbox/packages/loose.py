"""Packages in a folder of their developer: registered from where they lie, without a zip or a signature."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PureWindowsPath
from urllib.parse import unquote, urlsplit

import msgspec

from wingetpy.errors import EngineError, ErrorCode, MsixError
from wingetpy.hosts.native_files import read_own_file
from wingetpy.hosts.packages.file_uri import file_uri, is_file_uri, local_path
from wingetpy.hosts.sandbox.packages.opening import need_fit, record_of
from wingetpy.hosts.sandbox.packages.records import StoredPackage
from wingetpy.hosts.sandbox.packages.refusals import Refused, cannot_open
from wingetpy.hosts.sandbox.packages.work import StoreDeployment
from wingetpy.msix.block_map import parse_block_map
from wingetpy.msix.cms import read_message
from wingetpy.msix.digests import MAP
from wingetpy.msix.manifest import PackageManifest, parse_manifest
from wingetpy.msix.part_names import BLOCK_MAP, BUNDLE_MANIFEST, MANIFEST, SIGNATURE
from wingetpy.msix.signature import LARGEST_SIGNATURE, MAGIC
from wingetpy.msix.unpack import changed_files

_LARGEST_MANIFEST = 16 << 20
_LARGEST_BLOCK_MAP = 128 << 20


def folder_of(work: StoreDeployment, uri: str) -> tuple[Path, str]:
    """Return the folder of a manifest that a URI names: natively, and as it is recorded.

    Raises:
        Refused: InstallOpenPackageFailed; InstallFailed for the manifest of a bundle; NotSupported for another URI.
    """
    if not is_file_uri(uri):
        raise Refused(ErrorCode.NotSupported, f"A package is not registered from '{uri}': it is no file.")
    try:
        path = local_path(uri, work.files)
    except EngineError as error:
        raise cannot_open(error) from error
    if path.name.lower() == PureWindowsPath(BUNDLE_MANIFEST).name.lower():
        raise Refused(ErrorCode.InstallFailed, f"'{path}' is the manifest of a bundle, which is not registered itself.")
    if not os.path.isfile(path):  # also where the system refuses the name
        text = f"There is no manifest of a package at '{path}'."
        raise Refused(ErrorCode.InstallOpenPackageFailed, text, ErrorCode.PathNotFound)
    machine = machine_path(uri)
    return path.parent, str(machine.parent) if machine.drive else str(path.parent)


def machine_path(uri: str) -> PureWindowsPath:
    """Return the path that a `file:` URI, or a whole path, names; it has a drive where it is one of the machine, and
    is empty where it is none.
    """
    try:
        return PureWindowsPath(unquote(urlsplit(file_uri(uri) or uri).path).lstrip("/"))
    except ValueError:
        return PureWindowsPath()


def names_place(uri: str) -> bool:
    """Return whether a `file:` URI, or a path, names a whole path."""
    return is_file_uri(file_uri(uri) or uri) and (uri.startswith("/") or bool(machine_path(uri).name))


def loose_package(work: StoreDeployment, folder: Path, location: str) -> StoredPackage:
    """Return the record of the package in a folder, in developer mode.

    Raises:
        Refused: InstallOpenPackageFailed, InvalidStagedSignature, PackageAlreadyExists, and what `need_fit` raises.
    """
    try:
        text = read_own_file(folder / MANIFEST, _LARGEST_MANIFEST)
        manifest = parse_manifest(text, str(folder))
    except MsixError as error:
        raise cannot_open(error) from error
    except OSError as error:
        reason = f"The manifest in '{folder}' cannot be read: {error.strerror}."
        raise Refused(ErrorCode.InstallOpenPackageFailed, reason, ErrorCode.PathNotFound) from error
    need_fit(manifest, work.facts)
    _need_valid_signature(folder, manifest)
    record = msgspec.structs.replace(
        record_of(manifest),
        is_development=True,
        is_in_place=True,
        location=location,
        digest=f"sha256:{hashlib.sha256(text).hexdigest()}",
    )
    there = work.state.package(record.full_name)
    others = [user for user in work.state.users_of(record.full_name) if user.lower() != work.sid.lower()]
    if there is not None and (not there.is_development or others):
        reason = f"The package {there.full_name} is already installed, and not in developer mode by this user alone."
        raise Refused(ErrorCode.PackageAlreadyExists, reason)
    return record


def _need_valid_signature(folder: Path, manifest: PackageManifest) -> None:
    """Check a block map and a signature that are there.

    Raises:
        Refused: InvalidStagedSignature.
    """
    name = manifest.identity.full_name
    try:
        block_map = _read(folder / BLOCK_MAP, _LARGEST_BLOCK_MAP)
        if block_map is not None:
            changed = next(changed_files(folder, parse_block_map(block_map, name)), None)
            if changed is not None:
                raise _bad_signature(name, f"its block map lists another '{changed}'")
        signature = _read(folder / SIGNATURE, LARGEST_SIGNATURE)
        if signature is None:
            return
        message = read_message(signature.removeprefix(MAGIC), name)
    except MsixError as error:
        raise _bad_signature(name, error.text) from error
    digest = hashlib.new(message.signer.method, block_map or b"").digest()
    if MAP + digest not in message.content:
        raise _bad_signature(name, "its signature is of another block map")


def _read(path: Path, most: int) -> bytes | None:
    try:
        return read_own_file(path, most)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _bad_signature(str(path), f"it cannot be read ({error.strerror})") from error


def _bad_signature(name: str, reason: str) -> Refused:
    return Refused(ErrorCode.InvalidStagedSignature, f"The package {name} cannot be registered: {reason}.")
