"""Whether a package is installed as its manifest says: entry, folder, files and their hashes (CheckInstalledStatus)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum, StrEnum
from pathlib import PureWindowsPath

import msgspec

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import HostError
from wingetpy.hosts.files import FileEntry, Files
from wingetpy.hosts.search_path import expand
from wingetpy.manifests.model import InstalledFile, Installer, Manifest
from wingetpy.model.locale import MATCHES, distance, is_language_tag
from wingetpy.model.paths import path_below_base
from wingetpy.model.technology import can_replace, parse_installer_type, traits_of
from wingetpy.model.text import fold

_MOST_LINKS = 8


class CheckType(StrEnum):
    """What is looked at; the reference's InstalledStatusType."""

    entry = "AppsAndFeaturesEntry"
    location = "AppsAndFeaturesEntryInstallLocation"
    file = "AppsAndFeaturesEntryInstallLocationFile"
    default_location = "DefaultInstallLocation"
    default_file = "DefaultInstallLocationFile"


class CheckCode(IntEnum):
    """What was found; the reference's WINGET_INSTALLED_STATUS codes. Bit 31 says that something is wrong."""

    Ok = 0
    ArpEntryNotFound = 0x8A150201
    InstallLocationNotApplicable = 0x0A150202
    InstallLocationNotFound = 0x8A150203
    FileHashMismatch = 0x8A150204
    FileNotFound = 0x8A150205
    FileFoundWithoutHashCheck = 0x0A150206
    FileAccessError = 0x8A150207

    @property
    def is_wrong(self) -> bool:
        return self >= 0x80000000


class Check(msgspec.Struct, frozen=True):
    """One thing that was looked at. `path` is empty for an entry."""

    type: CheckType
    path: str
    code: CheckCode


class InstallerStatus(msgspec.Struct, frozen=True):
    """The checks of one installer of the manifest."""

    installer: Installer
    checks: tuple[Check, ...]

    def of(self, *types: CheckType) -> list[CheckCode]:
        return [check.code for check in self.checks if check.type in types]


def check_installed(
    files: Files, manifest: Manifest, installed: Correlated | None, *, hashes: bool
) -> list[InstallerStatus]:
    """Compare what is installed with each installer of a manifest.

    Args:
        manifest: Of the installed version where the source has it, else of the nearest one.
        installed: None where the package is not listed: then only the usual folder of its installers answers.
        hashes: Compare hashes; right only if the manifest is that of the installed version.

    Source: CheckInstalledStatus of the reference client.
    """
    checking = _Checking(files, hashes)
    return [InstallerStatus(one, tuple(checking.checks(one, installed))) for one in manifest.installers]


def verdict(statuses: Iterable[InstallerStatus], *, listed: bool) -> str:
    """Return one word for all installers: `Ok`, `NotInstalled`, or the name of the first code that is wrong.

    The installer counts that fits best. Where Apps & Features names no folder, the usual folder of the installer
    answers; where it lists no program at all, the program is installed if all its files are in that folder.

    Args:
        listed: Whether the machine lists the package.
    """
    codes = [_code_of(status) for status in statuses]
    if CheckCode.Ok in codes:
        return CheckCode.Ok.name
    wrong = next((code for code in codes if code not in (None, CheckCode.ArpEntryNotFound)), None)
    if wrong is not None:
        return wrong.name
    return CheckCode.Ok.name if listed else "NotInstalled"


def _code_of(status: InstallerStatus) -> CheckCode | None:
    """What is wrong with one installer's program first; None where nothing says that it is this one's."""
    usual = status.of(CheckType.default_location)
    usual_files = status.of(CheckType.default_file)
    if CheckCode.ArpEntryNotFound in status.of(CheckType.entry):
        if CheckCode.Ok not in usual or not usual_files:
            return None
        missing = all(code is CheckCode.FileNotFound for code in usual_files)
        return None if missing else _first_wrong(usual_files)
    location = status.of(CheckType.location)
    if CheckCode.InstallLocationNotApplicable in location:
        return _first_wrong(usual_files)
    return _first_wrong([*location, *status.of(CheckType.file)])


def _first_wrong(codes: Iterable[CheckCode]) -> CheckCode:
    return next((code for code in codes if code.is_wrong), CheckCode.Ok)


class _Checking:
    """Looks at folders and files; each file is hashed once, however many installers name it."""

    def __init__(self, files: Files, hashes: bool) -> None:
        self._files = files
        self._compare = hashes
        self._hashes: dict[PureWindowsPath, str] = {}

    def checks(self, installer: Installer, installed: Correlated | None) -> Iterator[Check]:
        is_it = installed is not None and could_have_installed(installer, installed)
        yield Check(CheckType.entry, "", CheckCode.Ok if is_it else CheckCode.ArpEntryNotFound)
        named = installer.installation_metadata.files
        if installed is not None and is_it:
            text = installed.entry.install_location or ""
            yield from self._folder(text, named, CheckType.location, CheckType.file)
        usual = installer.installation_metadata.default_install_location or ""
        if usual or named:
            text = expand(usual, self._files.variables())
            if not _is_local(text):
                text = ""
            yield from self._folder(text, named, CheckType.default_location, CheckType.default_file)

    def _folder(
        self, text: str, named: tuple[InstalledFile, ...], of_folder: CheckType, of_file: CheckType
    ) -> Iterator[Check]:
        folder = PureWindowsPath(text)
        code = self._code_of_folder(folder) if text else CheckCode.InstallLocationNotApplicable
        yield Check(of_folder, text, code)
        if code is CheckCode.Ok:
            for file in named:
                below = path_below_base(file.relative_file_path)
                path = folder / below if below is not None else None
                shown = str(path) if path is not None else file.relative_file_path
                yield Check(of_file, shown, self._code_of_file(path, file.file_sha256))

    def _code_of_folder(self, folder: PureWindowsPath) -> CheckCode:
        if not folder.is_absolute():
            return CheckCode.InstallLocationNotFound
        try:
            found = self._target_of(folder)
        except HostError:  # what cannot be reached is not there, as for the reference
            return CheckCode.InstallLocationNotFound
        is_folder = found is not None and found.kind == "directory"
        return CheckCode.Ok if is_folder else CheckCode.InstallLocationNotFound

    def _code_of_file(self, path: PureWindowsPath | None, sha256: str | None) -> CheckCode:
        """Args: path: None for a name in the manifest that leads out of the folder, which is not followed."""
        if path is None:
            return CheckCode.FileAccessError
        try:
            found = self._target_of(path)
            if found is None or found.kind != "file":
                return CheckCode.FileNotFound
            if not self._compare or not sha256:
                return CheckCode.FileFoundWithoutHashCheck
            if found.path not in self._hashes:
                self._hashes[found.path] = self._files.sha256(found.path)
        except HostError:
            return CheckCode.FileAccessError
        return CheckCode.Ok if fold(self._hashes[found.path]) == fold(sha256) else CheckCode.FileHashMismatch

    def _target_of(self, path: PureWindowsPath) -> FileEntry | None:
        """What is at a path; behind links, if it is one."""
        for _ in range(_MOST_LINKS):
            found = self._files.entry(path)
            if found is None or found.kind != "link":
                return found
            target = self._files.read_link(path)
            if target is None:
                return None
            path = path.parent / target
        return None


def could_have_installed(installer: Installer, installed: Correlated) -> bool:
    """Whether an installer of the package may be the one that a program was installed by; what is unknown fits."""
    entry = installed.entry
    effective = installer.effective_type
    if not can_replace(effective, parse_installer_type(entry.installer_type)):
        return False
    scope = installer.scope
    if scope and not traits_of(effective).ignores_scope and scope != entry.scope.value.lower():
        return False
    is_certain = entry.portable is not None or entry.family_name is not None  # else it is that of the registry's view
    certain = entry.architecture if is_certain else None
    if certain and installer.architecture not in ("neutral", certain):
        return False
    if not entry.locale or not installer.installer_locale or not is_language_tag(entry.locale):
        return True
    return distance(entry.locale, installer.installer_locale) >= MATCHES


def _is_local(text: str) -> bool:
    """Whether a manifest's folder is on a drive: a share is not asked, which would send it this machine's user."""
    path = PureWindowsPath(text)
    return path.is_absolute() and path.drive.endswith(":")
