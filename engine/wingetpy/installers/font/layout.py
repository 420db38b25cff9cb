"""Where the files of fonts go: a folder of the package version's own below the fonts of the scope, as the reference."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PureWindowsPath

from wingetpy.hosts.files import Files, KnownFolder
from wingetpy.hosts.host import Host
from wingetpy.hosts.names import suitable_path_part
from wingetpy.inventory.font import CLIENT, FontRecord
from wingetpy.model.scope import Scope


def fonts_folder(files: Files, scope: Scope) -> PureWindowsPath:
    """Return Windows' folder for the fonts of a scope."""
    if scope is Scope.machine:
        return files.known_folder(KnownFolder.windows) / "Fonts"
    return files.known_folder(KnownFolder.local_app_data) / "Microsoft" / "Windows" / "Fonts"


def package_folder(files: Files, scope: Scope, package: str) -> PureWindowsPath:
    """Return the folder for all versions of a package."""
    return fonts_folder(files, scope) / CLIENT / suitable_path_part(package)


def version_folder(files: Files, scope: Scope, package: str, version: str) -> PureWindowsPath:
    """Return the folder for the files of one version."""
    return package_folder(files, scope, package) / suitable_path_part(version)


def own_files(host: Host, records: Iterable[FontRecord]) -> list[PureWindowsPath]:
    """Return the recorded files that lie in their package's own folder, with no link on the way.

    A record of a user may name any file; what lies elsewhere is not removed.
    """
    found: list[PureWindowsPath] = []
    for record in records:
        top = package_folder(host.files, record.scope, record.package)
        found += [path for path in record.files.values() if _is_below(host, top, path)]
    return list(dict.fromkeys(found))


def _is_below(host: Host, top: PureWindowsPath, path: PureWindowsPath) -> bool:
    if top not in path.parents or ".." in path.parts:
        return False
    between = [parent for parent in path.parents if parent == top or top in parent.parents]
    entries = [host.files.entry(parent) for parent in between]
    return all(entry is None or entry.kind == "directory" for entry in entries)
