"""A manifest of an older version, brought to a new one: what depends on the installers is replaced, the rest stays."""

from __future__ import annotations

import copy
from collections.abc import Sequence

import msgspec

from wingetpy.authoring.manifest_set.match import OldGroup, OldInstaller, match
from wingetpy.authoring.manifest_set.version_text import with_version
from wingetpy.authoring.manifest_set.wanted_installer import ObtainedInstaller
from wingetpy.errors import BadRequest, ErrorCode, ManifestError
from wingetpy.errors.remedies import NESTED_FILE
from wingetpy.manifests.yamltext import Document, Value
from wingetpy.model.technology import parse_installer_type, traits_of

_REPLACED = ("ProductCode", "PackageFamilyName", "AppsAndFeaturesEntries", "NestedInstallerFiles", "MinimumOSVersion")
_WITH_VERSION = ("ReleaseNotesUrl", "InstallationMetadata")


class UpdateTask(msgspec.Struct, frozen=True, kw_only=True):
    """What to update.

    Attributes:
        root: All fields of the older version.
        version: The new version.
        release_date: Of the new version; empty for `today`, where the older one names a date and the versions differ.
    """

    root: Document
    version: str
    release_date: str = ""
    today: str = ""

    @property
    def old_version(self) -> str:
        return str(self.root["PackageVersion"])

    @property
    def installers(self) -> list[Document]:
        listed = self.root["Installers"]
        assert isinstance(listed, list), "the reader makes it a list"
        return [one for one in listed if isinstance(one, dict)]

    def groups(self) -> list[OldGroup]:
        """Return the installers by URL, in their order."""
        places: dict[str, list[int]] = {}
        for place, one in enumerate(self.installers):
            url = one.get("InstallerUrl")
            if not isinstance(url, str) or not url:
                raise ManifestError(
                    f"The manifest of {self.root['PackageIdentifier']} has an installer without a URL, which cannot be"
                    " updated.",
                    target=str(self.root["PackageIdentifier"]),
                    remedy="Write its manifest by hand.",
                )
            places.setdefault(url, []).append(place)
        return [
            OldGroup(url=url, places=tuple(at), installers=tuple(self._old(self.installers[one]) for one in at))
            for url, at in places.items()
        ]

    def likely_files(self) -> tuple[tuple[str, ...], ...]:
        """Return what the installers name in archives: with the new version in the paths, and as it is."""
        lists = [
            _paths(one.get("NestedInstallerFiles", self.root.get("NestedInstallerFiles"))) for one in self.installers
        ]
        new = [tuple(with_version(path, self.old_version, self.version) for path in paths) for paths in lists]
        return tuple(dict.fromkeys(paths for paths in (*new, *lists) if paths))

    def derived_urls(self) -> list[str]:
        """Return the URLs of the older version with the new version in them.

        Raises:
            BadRequest: naming each URL that the version is not in.
        """
        groups = self.groups()
        urls = [with_version(one.url, self.old_version, self.version) for one in groups]
        unchanged = [one.url for one, url in zip(groups, urls, strict=True) if one.url == url]
        if unchanged and self.version != self.old_version:
            raise BadRequest(
                f"The version {self.old_version} is not in {', '.join(unchanged)}, so the URL of {self.version} cannot"
                " be derived.",
                target=str(self.root["PackageIdentifier"]),
                remedy="Give the URLs of the new version.",
            )
        return urls

    def _old(self, installer: Document) -> OldInstaller:
        def text(key: str) -> str:
            value = installer.get(key, self.root.get(key))
            return value if isinstance(value, str) else ""

        outer = parse_installer_type(text("InstallerType"))
        inner = parse_installer_type(text("NestedInstallerType"))
        kind = inner if outer == "zip" else outer
        return OldInstaller(
            architecture=text("Architecture").lower(),
            type="" if kind == "unknown" else kind,
            is_archive=outer == "zip",
            scope=text("Scope").lower(),
            locale=text("InstallerLocale"),
        )


def update_manifest(task: UpdateTask, obtained: Sequence[ObtainedInstaller], *, derived: bool) -> Document:
    """Return all fields of the new version.

    Args:
        obtained: The new installers; one for each group, in their order, where their URLs were `derived`.

    Raises:
        Ambiguous, NotApplicable: see `match`.
        BadRequest: an archive has not the files that the manifest names.
    """
    groups = task.groups()
    chosen = list(obtained) if derived else match(obtained, groups, task.old_version, task.version)
    root = copy.deepcopy(task.root)
    installers = root["Installers"]
    assert isinstance(installers, list), "the reader makes it a list"
    for group, new in zip(groups, chosen, strict=True):
        for place in group.places:
            item = installers[place]
            assert isinstance(item, dict), "the reader makes it a mapping"
            _replace(item, root, task, new)
    _settle(root, [one for one in installers if isinstance(one, dict)])
    root["PackageVersion"] = task.version
    for key in _WITH_VERSION:
        if key in root:
            root[key] = _versioned(root[key], task)
    _date(root, task)
    return root


def _replace(item: Document, root: Document, task: UpdateTask, new: ObtainedInstaller) -> None:
    """Replace what an installer says of its file. The same file leaves all but the URL as it is."""
    item["InstallerUrl"] = new.url
    if str(item.get("InstallerSha256", "")).upper() == new.sha256:
        return
    item["InstallerSha256"] = new.sha256
    facts = new.facts
    if facts.signature_sha256:
        item["SignatureSha256"] = facts.signature_sha256
    else:
        item.pop("SignatureSha256", None)
    old_code = item.get("ProductCode", root.get("ProductCode"))
    writes_entries = traits_of(facts.effective_type).writes_entries
    if facts.product_code and writes_entries:
        item["ProductCode"] = facts.product_code
    elif isinstance(old_code, str) and old_code:
        item["ProductCode"] = with_version(old_code, task.old_version, task.version)
    if facts.package_family_name:
        item["PackageFamilyName"] = facts.package_family_name
    if facts.minimum_os_version and item.get("MinimumOSVersion", root.get("MinimumOSVersion")):
        item["MinimumOSVersion"] = facts.minimum_os_version
    entries = item.get("AppsAndFeaturesEntries", root.get("AppsAndFeaturesEntries"))
    if isinstance(entries, list) and entries:
        item["AppsAndFeaturesEntries"] = _entries(entries, old_code, task, new)
    nested = item.get("NestedInstallerFiles", root.get("NestedInstallerFiles"))
    if isinstance(nested, list) and facts.installer_type == "zip":
        item["NestedInstallerFiles"] = _nested(nested, task, new)


def _entries(entries: list[Value], old_code: object, task: UpdateTask, new: ObtainedInstaller) -> list[Value]:
    facts = new.facts
    updated: list[Value] = []
    for entry in copy.deepcopy(entries):
        if isinstance(entry, dict):
            is_own = len(entries) == 1 or entry.get("ProductCode") == old_code
            for key, read in (
                ("ProductCode", facts.product_code),
                ("UpgradeCode", facts.upgrade_code),
                ("DisplayVersion", facts.display_version),
            ):
                if key in entry:
                    entry[key] = read if read and is_own else _versioned(entry[key], task)
            if "DisplayName" in entry:
                entry["DisplayName"] = _versioned(entry["DisplayName"], task)
        updated.append(entry)
    return updated


def _nested(files: list[Value], task: UpdateTask, new: ObtainedInstaller) -> list[Value]:
    """Return the files of an archive at the paths that they have in the new one."""
    paths = _paths(files)
    there = new.facts.nested_paths
    versioned = tuple(with_version(path, task.old_version, task.version) for path in paths)
    if _folded(versioned) == _folded(there) or _folded(paths) == _folded(there) or len(paths) == len(there) == 1:
        updated = copy.deepcopy(files)
        for file, path in zip(updated, there, strict=True):
            if isinstance(file, dict):
                file["RelativeFilePath"] = path if "/" not in str(file["RelativeFilePath"]) else path.replace("\\", "/")
        return updated
    raise BadRequest(
        f"The archive '{new.url}' has not the files of the older version: {', '.join(versioned)}.",
        code=ErrorCode.NestedInstallerNotFound,
        target=new.url,
        remedy=NESTED_FILE,
    )


def _settle(root: Document, installers: Sequence[Document]) -> None:
    """Bring what installers have alike back to the root, where it was before; the root keeps nothing that none has."""
    for key in _REPLACED:
        if key not in root:
            continue
        own = [one[key] for one in installers if key in one]
        if len(own) == len(installers):
            if all(value == own[0] for value in own):
                root[key] = own[0]
            else:
                del root[key]
                continue
        for one in installers:
            if one.get(key) == root[key]:
                del one[key]


def _date(root: Document, task: UpdateTask) -> None:
    date = task.release_date or (task.today if task.version != task.old_version else "")
    holders = [one for one in (root, *_mappings(root["Installers"])) if "ReleaseDate" in one]
    if not date:
        return
    if not holders and task.release_date:
        root["ReleaseDate"] = date
    for one in holders:
        one["ReleaseDate"] = date


def _mappings(value: Value) -> list[Document]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _versioned(value: Value, task: UpdateTask) -> Value:
    if isinstance(value, str):
        return with_version(value, task.old_version, task.version)
    if isinstance(value, list):
        return [_versioned(one, task) for one in value]
    return {key: _versioned(one, task) for key, one in value.items()}


def _paths(files: object) -> tuple[str, ...]:
    listed = files if isinstance(files, list) else []
    return tuple(str(one["RelativeFilePath"]) for one in listed if isinstance(one, dict) and "RelativeFilePath" in one)


def _folded(paths: Sequence[str]) -> tuple[str, ...]:
    return tuple(path.replace("/", "\\").casefold() for path in paths)
