"""Rules about portables and about what is in an archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PureWindowsPath

from wingetpy.manifests.findings import Level
from wingetpy.manifests.installer import Installer
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.validate.rule import InstallerRule
from wingetpy.model.paths import path_below_base
from wingetpy.model.technology import traits_of

_FONTS = (".otf", ".ttf", ".fnt", ".ttc", ".otc")


class PortableHasOneCommand:
    """A single portable is one file, which has one command."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.installer_type == "portable" and len(installer.commands) > 1:
            yield Flaw("ExceededCommandsLimit", ("Commands",), value=str(len(installer.commands)))


class CommandStaysInItsFolder:
    """A portable's command is the name of a file in the folder of commands."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.installer_type == "portable":
            for place, command in enumerate(installer.commands):
                if path_below_base(command) is None:
                    yield Flaw("PortableCommandAliasEscapesDirectory", ("Commands", place), value=command)


class PortableHasOneEntry:
    """A portable package writes one Apps & Features entry."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.effective_type == "portable" and len(installer.apps_and_features_entries) > 1:
            count = str(len(installer.apps_and_features_entries))
            yield Flaw("ExceededAppsAndFeaturesEntryLimit", ("AppsAndFeaturesEntries",), value=count)


class PortableHasNoScope:
    """A portable package is installed in the scope that the user asks for."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.effective_type == "portable" and installer.scope is not None:
            yield Flaw("ScopeNotSupported", ("Scope",), value=installer.scope, level="Warning")


class ArchiveNamesItsType:
    """An archive says what is in it."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.is_archive and installer.nested_installer_type in (None, "unknown"):
            yield Flaw("RequiredFieldMissing", ("NestedInstallerType",))


class ArchiveNamesItsFiles:
    """An archive says which of its files are to be run or placed."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.is_archive and not installer.nested_installer_files:
            yield Flaw("RequiredFieldMissing", ("NestedInstallerFiles",))


class ArchiveRunsOneInstaller:
    """Only portables and fonts may be several."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.is_archive and not traits_of(installer.effective_type).nests_many:
            count = len(installer.nested_installer_files)
            if count > 1:
                yield Flaw("ExceededNestedInstallerFilesLimit", ("NestedInstallerFiles",), value=str(count))


class NestedFilesStayInTheArchive:
    """The path of a file in the archive leads below its root."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        for place, file in _nested(installer):
            if path_below_base(file) is None:
                path = "NestedInstallerFiles", place, "RelativeFilePath"
                yield Flaw("RelativeFilePathEscapesDirectory", path, value=file)


class NestedFilesDiffer:
    """A file of the archive is named once."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        seen: set[str] = set()
        for place, file in _nested(installer):
            if file.lower() in seen:
                path = "NestedInstallerFiles", place, "RelativeFilePath"
                yield Flaw("DuplicateRelativeFilePath", path, value=file)
            seen.add(file.lower())


class AliasStaysInItsFolder:
    """The command of a file in an archive is a name in the folder of commands."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        for place, alias in _aliases(installer):
            if path_below_base(alias) is None:
                path = "NestedInstallerFiles", place, "PortableCommandAlias"
                yield Flaw("PortableCommandAliasEscapesDirectory", path, value=alias)


class AliasesDiffer:
    """Each file of an archive has a command of its own."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        seen: set[str] = set()
        for place, alias in _aliases(installer):
            if alias.lower() in seen:
                path = "NestedInstallerFiles", place, "PortableCommandAlias"
                yield Flaw("DuplicatePortableCommandAlias", path, value=alias)
            seen.add(alias.lower())


class PortableIsExe:
    """A portable in an archive is an .exe; a warning where its name has no extension at all."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.effective_type == "portable":
            for place, file in _nested(installer):
                extension = PureWindowsPath(file).suffix.lower()
                if extension != ".exe":
                    path = "NestedInstallerFiles", place, "RelativeFilePath"
                    level: Level = "Error" if extension else "Warning"
                    yield Flaw("InvalidPortableFiletype", path, value=file, level=level)


class FontIsFont:
    """A font in an archive has the extension of one."""

    def flaws(self, installer: Installer) -> Iterator[Flaw]:
        if installer.effective_type == "font":
            for place, file in _nested(installer):
                if not file.lower().endswith(_FONTS):
                    path = "NestedInstallerFiles", place, "RelativeFilePath"
                    yield Flaw("InvalidFontFiletype", path, value=file)


def _nested(installer: Installer) -> Iterator[tuple[int, str]]:
    if installer.is_archive:
        for place, file in enumerate(installer.nested_installer_files):
            yield place, file.relative_file_path


def _aliases(installer: Installer) -> Iterator[tuple[int, str]]:
    if installer.is_archive:
        for place, file in enumerate(installer.nested_installer_files):
            if file.portable_command_alias:
                yield place, file.portable_command_alias


ARCHIVE_RULES: tuple[InstallerRule, ...] = (
    PortableHasOneCommand(),
    CommandStaysInItsFolder(),
    PortableHasOneEntry(),
    PortableHasNoScope(),
    ArchiveNamesItsType(),
    ArchiveNamesItsFiles(),
    ArchiveRunsOneInstaller(),
    NestedFilesStayInTheArchive(),
    NestedFilesDiffer(),
    AliasStaysInItsFolder(),
    AliasesDiffer(),
    PortableIsExe(),
    FontIsFont(),
)
