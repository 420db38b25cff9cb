"""The file that an installer is started from, in the operation's private folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PureWindowsPath
from urllib.parse import unquote, urlsplit

from wingetpy.hosts.host import Host
from wingetpy.hosts.names import suitable_path_part
from wingetpy.installers.nested_files import nested_paths, unpack_archive
from wingetpy.journal.staging import Workplace
from wingetpy.manifests.model import Installer
from wingetpy.model.file_names import why_name_is_refused
from wingetpy.model.technology import traits_of
from wingetpy.transfer.wanted import Downloaded

_LONGEST_STEM = 100


def file_name(installer: Installer, package: str) -> str:
    """Return the name of the installer's file: that of its URL, with the extension that Windows starts it by."""
    if installer.is_archive:
        return nested_paths(installer)[0].name
    extension = ".msi" if traits_of(installer.installer_type).takes_properties else ".exe"
    stem = PureWindowsPath(unquote(urlsplit(installer.installer_url).path).replace("/", "\\")).stem[:_LONGEST_STEM]
    if not stem.strip(" .") or why_name_is_refused(stem):
        stem = suitable_path_part(package)
    return f"{stem}{extension}"


def file_extension(installer: Installer) -> str:
    """Return the extension of the file that is downloaded: that of its URL if its type may have it, else the usual one;
    empty for a type without files."""
    usual = traits_of(installer.installer_type).extensions
    found = PureWindowsPath(unquote(urlsplit(installer.installer_url).path)).suffix.lower()
    return found if found in usual else next(iter(usual), "")


def installer_file(
    host: Host,
    installer: Installer,
    package: str,
    workplace: Workplace,
    downloaded: Downloaded,
    go_on: Callable[[], None],
) -> PureWindowsPath:
    """Give the verified download the name it is started by, or unpack it, and return the machine path of the installer.

    An installer of an archive lies among the archive's other files, in the operation's private folder.

    Raises:
        OperationError: an archive that is refused, or that lacks the installer.
        HostError: the disk refuses.
    """
    if installer.is_archive:
        (nested,) = nested_paths(installer)
        unpack_archive(host, installer, [nested], workplace, downloaded, go_on)
        return workplace.unpacked / nested
    path = workplace.folder / file_name(installer, package)
    host.files.move_file(workplace.folder / downloaded.path.name, path)
    return path
