"""The install and the uninstall of fonts, alone or in an archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PureWindowsPath
from urllib.parse import unquote, urlsplit

import msgspec

from wingetpy.errors import EngineError, ErrorCode, OperationError
from wingetpy.hosts.host import Host
from wingetpy.hosts.names import suitable_path_part
from wingetpy.installers.font.font_file import read_font
from wingetpy.installers.font.layout import version_folder
from wingetpy.installers.font.script import NewFont, install_script, uninstall_script
from wingetpy.installers.nested_files import nested_paths, unpack_archive
from wingetpy.installers.technology import InstallTask, WorkPreview
from wingetpy.inventory.font import FontRecord, font_records
from wingetpy.journal.script import Script
from wingetpy.journal.staging import Workplace
from wingetpy.model.scope import Scope
from wingetpy.transfer.wanted import Downloaded


class FontWork(msgspec.Struct, frozen=True, kw_only=True):
    """What an install or update of fonts comes to; see `technology.Work`. `before` is what is recorded of the
    package."""

    task: InstallTask
    scope: Scope
    before: tuple[FontRecord, ...]
    preview: WorkPreview = WorkPreview()
    refusal: EngineError | None = None
    observes_inventory: bool = False

    def is_stale(self, host: Host) -> bool:
        return tuple(font_records(host, self.scope, self.task.package)) != self.before

    def script(
        self, host: Host, workplace: Workplace, downloaded: Downloaded | None, go_on: Callable[[], None]
    ) -> Script:
        assert downloaded is not None
        task = self.task
        staged = self._staged(host, workplace, downloaded, go_on)
        folder = version_folder(host.files, self.scope, task.package, task.manifest.package_version)
        fonts = [self._font(host, folder, *one) for one in staged]
        _refuse_same_names(fonts)
        return install_script(
            host,
            workplace,
            self.scope,
            task.package,
            task.manifest.package_version,
            fonts,
            self.before,
            force=task.options.force,
        )

    def _staged(
        self, host: Host, workplace: Workplace, downloaded: Downloaded, go_on: Callable[[], None]
    ) -> list[tuple[PureWindowsPath, str, str]]:
        """Return machine path, hash and name of each file."""
        installer = self.task.installer
        if not installer.is_archive:
            staging = host.staging_folder()
            path = staging / downloaded.path.relative_to(host.files.local(staging))
            name = PureWindowsPath(unquote(urlsplit(installer.installer_url).path).replace("/", "\\")).name
            return [(path, downloaded.sha256, name)]
        paths = nested_paths(installer)
        unpacked = unpack_archive(host, installer, paths, workplace, downloaded, go_on)
        hashes = {one.path: one.sha256 for one in unpacked.files}
        return [(workplace.unpacked / path, hashes[path], path.name) for path in paths]

    def _font(self, host: Host, folder: PureWindowsPath, staged: PureWindowsPath, sha256: str, name: str) -> NewFont:
        shown = name or self.task.package
        font = read_font(host.files.local(staged), shown)
        suffix = PureWindowsPath(shown).suffix.lower()
        stem = PureWindowsPath(shown).stem if suffix in _EXTENSIONS else font.title
        extension = suffix if suffix in _EXTENSIONS else font.extension
        return NewFont(staged, sha256, folder / (suitable_path_part(stem) + extension), font.value_name)


_EXTENSIONS = (".ttf", ".otf", ".ttc", ".otc")


def _refuse_same_names(fonts: Sequence[NewFont]) -> None:
    """Two files of one package that Windows cannot hold side by side are a fault of the manifest."""
    for what in ([str(font.path).lower() for font in fonts], [font.value_name.lower() for font in fonts]):
        twice = next((one for one in what if what.count(one) > 1), None)
        if twice is not None:
            raise OperationError(
                f"Two font files of the package have the name '{twice}'.",
                code=ErrorCode.FontValidationFailed,
                category="InvalidData",
                target=twice,
                remedy="Report it to the maintainer of the manifest; nothing was changed.",
            )


class FontRemoval(msgspec.Struct, frozen=True, kw_only=True):
    """What the uninstall of fonts comes to; see `technology.Work`."""

    record: FontRecord
    preview: WorkPreview = WorkPreview()
    refusal: EngineError | None = None
    observes_inventory: bool = False

    def is_stale(self, host: Host) -> bool:
        return self.record not in font_records(host, self.record.scope, self.record.package)

    def script(
        self, host: Host, workplace: Workplace, downloaded: Downloaded | None, go_on: Callable[[], None]
    ) -> Script:
        return uninstall_script(host, workplace, self.record)
