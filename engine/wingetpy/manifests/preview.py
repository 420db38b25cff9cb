"""Manifests of the preview (0.x), translated to the current fields."""

from __future__ import annotations

from wingetpy.manifests.yamltext import Document

_ROOT = {
    "Id": "PackageIdentifier",
    "Version": "PackageVersion",
    "Name": "PackageName",
    "AppMoniker": "Moniker",
    "Homepage": "PackageUrl",
    "MinOSVersion": "MinimumOSVersion",
    "UpdateBehavior": "UpgradeBehavior",
    "Switches": "InstallerSwitches",
}
_INSTALLER = {
    "Arch": "Architecture",
    "Url": "InstallerUrl",
    "Sha256": "InstallerSha256",
    "Language": "InstallerLocale",
    "UpdateBehavior": "UpgradeBehavior",
    "Switches": "InstallerSwitches",
}
_LOCALIZATION = {"Language": "PackageLocale", "Homepage": "PackageUrl"}
_SWITCHES = {"Update": "Upgrade"}
_LISTS = ("Tags", "Commands", "Protocols", "FileExtensions")


def modernized(document: Document) -> Document:
    """The same manifest with the field names of version 1 and lists in place of comma-separated text."""
    root = _renamed(document, _ROOT)
    for field in _LISTS:
        if isinstance(listed := root.get(field), str):
            root[field] = [item for part in listed.split(",") if (item := part.strip())]
    for field, names in (("Installers", _INSTALLER), ("Localization", _LOCALIZATION)):
        if isinstance(items := root.get(field), list):
            root[field] = [_renamed(item, names) if isinstance(item, dict) else item for item in items]
    root["ManifestType"] = "singleton"
    return root


def written_path(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The path in a manifest of the preview that became this one."""
    tables = {0: _ROOT, 2: {"Installers": _INSTALLER, "Localization": _LOCALIZATION}.get(str(path[:1] and path[0]), {})}
    steps = list(path)
    for depth, names in tables.items():
        if len(path) > depth:
            steps[depth] = next((old for old, new in names.items() if new == path[depth]), path[depth])
    for depth in (1, 3):
        if len(path) > depth and path[depth - 1] == "InstallerSwitches":
            steps[depth] = next((old for old, new in _SWITCHES.items() if new == path[depth]), path[depth])
    return tuple(steps)


def _renamed(mapping: Document, names: dict[str, str]) -> Document:
    renamed = {names.get(key, key): value for key, value in mapping.items()}
    if isinstance(switches := renamed.get("InstallerSwitches"), dict):
        renamed["InstallerSwitches"] = {_SWITCHES.get(key, key): value for key, value in switches.items()}
    return renamed
