"""The package that a work deploys: where it lies, what it is, and whether it is the one that the manifest means."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PureWindowsPath
from urllib.parse import unquote, urlsplit

import msgspec

from wingetpy.errors import ErrorCode, MsixError, TransferError
from wingetpy.errors.secrets import without_secrets
from wingetpy.hosts.host import Host
from wingetpy.installers.installer_file import installer_file
from wingetpy.installers.technology import InstallTask
from wingetpy.journal.staging import Workplace
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.msix.byte_source import ByteSource, FileBytes, PartBytes
from wingetpy.msix.package import OpenedPackage, open_package
from wingetpy.transfer.remote_bytes import RemoteBytes
from wingetpy.transfer.wanted import Downloaded, Wanted


class DeployablePackage(msgspec.Struct, frozen=True, kw_only=True):
    """A package or bundle that can be deployed.

    Attributes:
        uri: Where it lies: `file:` with a path of the machine, or http(s).
        digest: What pins its content, of one that is read where it lies; empty of a verified file.
        warnings: What the user should know of it: sentences.
    """

    uri: str
    full_name: str
    family_name: str
    digest: str = ""
    warnings: tuple[str, ...] = ()


def find_on_server(
    host: Host, task: InstallTask, wanted: Wanted, call: Call, go_on: Callable[[], None]
) -> DeployablePackage | None:
    """Read a package's directory, manifest and signature on its server; None where it has to be downloaded.

    Raises:
        TransferError: InstallerHashMismatch, its signature is another than the manifest says.
        Cancelled: the caller stopped.
    """
    try:
        with RemoteBytes(wanted.url, call, go_on) as source:
            package = _opened(source)
            signature, digest = package.signature_sha256(), host.packages.digest(source)
    except (MsixError, TransferError) as error:
        call.message("Verbose", f"{wanted.name} is not read where it lies, but downloaded: {error.text}")
        return None
    if signature is None or digest is None:
        return None
    warnings = _compared(task, signature, wanted.url, "Nothing was downloaded.")
    return _found(task, package, wanted.url, warnings, digest)


def find_in_file(
    host: Host, task: InstallTask, workplace: Workplace, downloaded: Downloaded, go_on: Callable[[], None]
) -> DeployablePackage:
    """Read a package that was downloaded and verified, alone or in an archive.

    Raises:
        MsixError: it is no package.
        OperationError: the archive is refused, or lacks it.
        TransferError: InstallerHashMismatch, its signature is another than the manifest says.
    """
    path = workplace.folder / downloaded.path.name
    if task.installer.is_archive:
        path = installer_file(host, task.installer, task.package, workplace, downloaded, go_on)
    with FileBytes(host.files.local(path)) as source:
        package = _opened(PartBytes(source, 0, source.size, _name(task)))
        signature = package.signature_sha256()
    warnings = _compared(task, signature, task.installer.installer_url, "The file was deleted.")
    return _found(task, package, path.as_uri(), warnings)


def _opened(source: ByteSource) -> OpenedPackage:
    return open_package(source, lambda _bundle: ())  # of a bundle its own name is enough


def _found(
    task: InstallTask, package: OpenedPackage, uri: str, warnings: tuple[str, ...], digest: str = ""
) -> DeployablePackage:
    identity = package.identity
    return DeployablePackage(
        uri=uri,
        full_name=identity.full_name,
        family_name=identity.family_name,
        digest=digest,
        warnings=(*warnings, *_of_other_family(task, identity.family_name)),
    )


def _of_other_family(task: InstallTask, family_name: str) -> tuple[str, ...]:
    """Return a warning where the manifest names another family; the reference deploys the package without a word."""
    named = task.installer.package_family_name
    if not named or fold(named) == fold(family_name):
        return ()
    return (
        f"The manifest of {task.package} says that the package is of the family {named}; it is of {family_name}, by"
        " which it may not be recognised later.",
    )


def _compared(task: InstallTask, found: str | None, url: str, consequence: str) -> tuple[str, ...]:
    """Compare a signature with what the manifest says of it; return a warning where another one is allowed."""
    expected = (task.installer.signature_sha256 or "").upper()
    if not expected or found == expected:
        return ()
    if task.options.allow_hash_mismatch:
        return (
            f"The signature hash of {task.package} does not match the manifest; the package is used because that was"
            " allowed.",
        )
    raise TransferError(
        f"The installer hash does not match: the manifest of {task.package} says that the signature has the hash"
        f" {expected}, '{without_secrets(url)}' gave {found or 'a package that is not signed'}. {consequence}",
        code=ErrorCode.InstallerHashMismatch,
        category="SecurityError",
        target=url,
        remedy="Update the source and try again; if it stays so, the publisher's file has changed: report it.",
    )


def _name(task: InstallTask) -> str:
    """Return what the file is called in messages: by its URL, as it has a name of this engine's own on the disk."""
    return PureWindowsPath(unquote(urlsplit(task.installer.installer_url).path)).name or task.package
