"""The steps of fonts: files, what Windows loads at sign-in, the record of the package, and the running session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PureWindowsPath

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.errors.remedies import FOREIGN_FONT
from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import RegistryValue
from wingetpy.installers.font.layout import own_files, package_folder
from wingetpy.inventory.font import FONTS_KEY, FontRecord, hive_of, record_key
from wingetpy.journal.font_steps import LoadFont, UnloadFont
from wingetpy.journal.registry_steps import named
from wingetpy.journal.script import Script
from wingetpy.journal.staging import Workplace
from wingetpy.model.scope import Scope
from wingetpy.model.text import fold


class NewFont:
    """A file to place: where it is staged, with which hash, where it goes, and the name of its value."""

    def __init__(self, staged: PureWindowsPath, sha256: str, path: PureWindowsPath, value_name: str) -> None:
        self.staged = staged
        self.sha256 = sha256
        self.path = path
        self.value_name = value_name


def install_script(
    host: Host,
    workplace: Workplace,
    scope: Scope,
    package: str,
    version: str,
    fonts: Sequence[NewFont],
    before: Sequence[FontRecord],
    *,
    force: bool,
) -> Script:
    """Return the steps that put fonts in the place of what is recorded of the package.

    Raises:
        OperationError: FontAlreadyInstalled, Windows has a font of the name from somebody else.
    """
    script = Script(host, workplace.backup)
    hive, key = hive_of(scope), record_key(package, version)
    old = own_files(host, before)
    _refuse_foreign(host, script, scope, fonts, before, force)
    _take_away(script, old)
    for font in fonts:
        if script.kind(font.path) is not None:  # of a record that is lost
            script.move_away(font.path)
        script.place(font.path, font.staged, font.sha256)
    new: Mapping[str, PureWindowsPath] = {font.value_name: font.path for font in fonts}
    for name, path in new.items():
        script.set_value(hive, FONTS_KEY, 64, name, RegistryValue("sz", str(path)))
        script.set_value(hive, key, 64, name, RegistryValue("sz", str(path)))
    script.steps += [LoadFont(path=str(font.path)) for font in fonts]
    _forget(host, script, before, keep=new, key=key)
    _remove_folders(host, script, scope, package, old)
    return script


def uninstall_script(host: Host, workplace: Workplace, record: FontRecord) -> Script:
    """Return the steps that remove what is recorded of one version of a package."""
    script = Script(host, workplace.backup)
    old = own_files(host, [record])
    _take_away(script, old)
    _forget(host, script, [record], keep={}, key="")
    others = [one for one in host.registry.subkeys(record.hive, record_key(record.package)) if one != record.version]
    if not others:
        script.remove_key(record.hive, record_key(record.package), 64)
    _remove_folders(host, script, record.scope, record.package, old)
    left = [path for path in record.files.values() if path not in old and script.kind(path) is not None]
    script.warnings += [f"'{path}' stays: it lies outside of the folder of the package's fonts." for path in left]
    return script


def _take_away(script: Script, paths: Sequence[PureWindowsPath]) -> None:
    for path in paths:
        if script.kind(path) == "file":
            script.steps.append(UnloadFont(path=str(path)))
            script.move_away(path)


def _forget(
    host: Host, script: Script, records: Sequence[FontRecord], keep: Mapping[str, PureWindowsPath], key: str
) -> None:
    """Remove records, and the values that Windows loads their files by.

    Args:
        keep: The values that the new version has written.
        key: The key of the new version's record; empty for none.
    """
    kept = {fold(name) for name in keep}
    for record in records:
        values = host.registry.values(record.hive, FONTS_KEY) or {}
        for name, path in record.files.items():
            value = named(values, name)
            if fold(name) not in kept and value is not None and _is_path(value, path):
                script.remove_value(record.hive, FONTS_KEY, 64, name)
        if fold(record.key) != fold(key):
            script.remove_key(record.hive, record.key, 64)
            continue
        for name in record.files:
            if fold(name) not in kept:
                script.remove_value(record.hive, record.key, 64, name)


def _remove_folders(host: Host, script: Script, scope: Scope, package: str, old: Sequence[PureWindowsPath]) -> None:
    top = package_folder(host.files, scope, package)
    for folder in dict.fromkeys(path.parent for path in old):
        script.remove_folder_if_empty(folder)
    script.remove_folder_if_empty(top)


def _refuse_foreign(
    host: Host, script: Script, scope: Scope, fonts: Sequence[NewFont], before: Sequence[FontRecord], force: bool
) -> None:
    """A name that Windows loads another file by is not taken, unless with force."""
    values = host.registry.values(hive_of(scope), FONTS_KEY) or {}
    own = {path for record in before for path in record.files.values()} | {font.path for font in fonts}
    for font in fonts:
        value = named(values, font.value_name)
        if value is None or any(_is_path(value, path) for path in own):
            continue
        if not force:
            raise OperationError(
                f"The font '{font.value_name}' is already installed: Windows loads it from '{value.data!s}'.",
                code=ErrorCode.FontAlreadyInstalled,
                category="ResourceExists",
                target=font.value_name,
                remedy=FOREIGN_FONT,
            )
        script.warnings.append(f"The font '{font.value_name}' from '{value.data!s}' is replaced because of force.")


def _is_path(value: RegistryValue, path: PureWindowsPath) -> bool:
    return isinstance(value.data, str) and PureWindowsPath(value.data) == path
