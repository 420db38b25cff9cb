"""What a package that was opened would be refused for, as far as that shows before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import PureWindowsPath

from wingetpy.deployment.package_set import PackageSetItem
from wingetpy.deployment.support import PackageVerb
from wingetpy.errors import EngineError, ErrorCode, HostError, MsixError, OperationError
from wingetpy.errors.windows_remedies import windows_remedy
from wingetpy.hosts.host import Host
from wingetpy.hosts.packages import MsixPackage, PackageTypes
from wingetpy.hosts.packages.file_uri import same_uri
from wingetpy.hosts.packages.fit import misfit
from wingetpy.model.text import fold
from wingetpy.msix.dependencies import NeededPackage
from wingetpy.msix.identity import FullName, is_version, packed_version
from wingetpy.msix.manifest import PackageManifest
from wingetpy.msix.package import OpenedPackage, verify_package
from wingetpy.msix.part_names import SIGNATURE
from wingetpy.msix.signer import check_namespace


def missing_rights(host: Host, verb: PackageVerb, target: str) -> EngineError | None:
    """Return the refusal of what a verb does to all users, where the caller has no administrator rights."""
    if host.facts().elevated:
        return None
    text = f"{verb} of '{target}' for all users needs administrator rights."
    return _refusal(ErrorCode.AccessDenied, text, target)


def unexpected_digest(
    host: Host, package: OpenedPackage, uri: str, expected_digests: Mapping[str, str]
) -> EngineError | None:
    """Return the refusal of a package that is not the one that the caller expects at its URI; None of any other."""
    wanted = next((digest for other, digest in expected_digests.items() if same_uri(uri, other)), None)
    if wanted is None:
        return None
    found = host.packages.digest(package.container.source)
    if found is None or found.lower() == wanted.lower():
        return None
    text = f"The package at '{uri}' is not the one that was expected: its digest is {found}, not {wanted}."
    return _refusal(ErrorCode.AppxDigestMismatch, text, uri)


def unfit(host: Host, manifest: PackageManifest | None) -> EngineError | None:
    """Return the refusal of a package that does not run on the machine; None where it does."""
    if manifest is None:
        return None
    found = misfit(manifest, host.facts())
    return None if found is None else _refusal(*found, manifest.identity.full_name)


def bad_signature(
    host: Host, package: OpenedPackage, go_on: Callable[[], None], *, unsigned: bool
) -> EngineError | None:
    """Return the refusal of a package whose signature, block map or signer the system does not accept.

    Its files are not read: whether they are as the block map lists them shows when it is deployed.

    Args:
        unsigned: Whether the caller allows a package without a signature.
    """
    now = datetime.fromtimestamp(host.clock.now(), UTC)
    try:
        verified = verify_package(package, host.packages.trust(), now=now, unsigned=unsigned, whole=False, go_on=go_on)
        check_namespace(package.identity, is_signed=verified.signature is not None, package=package.name)
    except MsixError as error:
        return error
    return None


def other_content(host: Host, package: OpenedPackage, there: MsixPackage) -> EngineError | None:
    """Return the refusal of a package whose name is on the machine, with another signature. None where it is the same,
    or where that cannot be seen."""
    given = package.signature_sha256()
    if given is None or not there.install_location:
        return None
    try:
        here = host.files.sha256(PureWindowsPath(there.install_location) / SIGNATURE)
    except HostError:  # no rights to its folder, or a package in developer mode
        return None
    if here.upper() == given:
        return None
    text = f"The package {there.full_name} is already installed, with other content."
    return _refusal(ErrorCode.PackageAlreadyExists, text, there.full_name)


def missing_framework(host: Host, package: OpenedPackage) -> EngineError | None:
    """Return the refusal of a package that needs a framework which is not on the machine; None if it has all.

    The caller must see what other users have, and what is only staged.
    """
    manifest = package.manifest
    if manifest is None:
        return None
    own = manifest.identity.architecture
    native = host.facts().architecture if own == "neutral" else own
    for need in manifest.dependencies.frameworks:
        found = host.packages.find(family_name=need.family_name, types=PackageTypes.framework, all_users=True)
        if not need.is_optional and not _has(found, need, native):
            text = (
                f"The package {manifest.identity.full_name} needs the framework {need.family_name}, version"
                f" {need.minimum} or later, for {native}, which is not installed."
            )
            return _refusal(ErrorCode.InstallResolveDependencyFailed, text, manifest.identity.full_name)
    return None


def not_the_item(item: PackageSetItem, uri: str, full_name: str) -> EngineError | None:
    """Return the refusal of a package that leaves an item of a set not ready: of another family, or too old. None where
    the name is not known yet.
    """
    name = FullName.parse(full_name)
    if name is None or (
        fold(name.family_name) == fold(item.package_family_name)
        and packed_version(name.version) >= packed_version(item.min_version)
    ):
        return None
    return OperationError(
        f"'{uri}' is {full_name}; {item.package_family_name}, version {item.min_version} or later, is not ready by it.",
        code=ErrorCode.InstallFailed,
        target=uri,
        remedy="Correct the PackageUri of the item, or its family or MinVersion.",
    )


def needed_framework(
    framework: MsixPackage, going: Iterable[MsixPackage], there: Iterable[MsixPackage]
) -> EngineError | None:
    """Return the refusal to remove a framework that a package uses; None where that goes, too, or another version of
    the framework stays.

    Args:
        going: All that is removed.
        there: What its users have.
    """
    names = {fold(one.full_name) for one in going}
    left = [one for one in there if fold(one.full_name) not in names]
    kind = fold(framework.family_name), framework.architecture
    if not framework.is_framework or any((fold(one.family_name), one.architecture) == kind for one in left):
        return None
    used = fold(framework.full_name)
    user = next((one for one in left if used in map(fold, one.dependencies)), None)
    if user is None:
        return None
    text = f"The framework {framework.full_name} cannot be removed: {user.full_name} needs it."
    return _refusal(ErrorCode.InstallResolveDependencyFailed, text, framework.full_name)


def _has(found: Iterable[MsixPackage], need: NeededPackage, architecture: str) -> bool:
    return any(
        one.architecture in (architecture, "neutral")
        and is_version(one.version)
        and packed_version(one.version) >= packed_version(need.minimum)
        for one in found
    )


def _refusal(code: ErrorCode, text: str, target: str) -> OperationError:
    return OperationError(text, code=code, target=target, remedy=windows_remedy(code))
