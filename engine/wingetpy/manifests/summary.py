"""What one manifest file gives to a search index, read as cheaply as can be: an index is built of 160,000 files."""

from __future__ import annotations

from typing import NoReturn

import msgspec

from wingetpy.errors import ErrorCode
from wingetpy.manifests.preview import modernized
from wingetpy.manifests.schema import check_required, manifest_version
from wingetpy.manifests.yamltext import Document, load_document, refusal
from wingetpy.model.technology import InstallerType, parse_installer_type, traits_of
from wingetpy.model.text import normalize

_HOLDS_INSTALLERS = ("installer", "singleton", "merged")
_HOLDS_LOCALIZATIONS = ("singleton", "merged")


class FileSummary(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of one file that a search may ask for. What the file does not give is None or an empty tuple.

    Names, ids, versions and tags are in Unicode's NFKC form, as winget keeps them. Codes and family names are those
    that installers have after inheritance. Tuples hold each value once, in the order of the file.
    """

    manifest_type: str
    """`singleton` (the preview's files too), `merged`, `version`, `installer`, `defaultLocale` or `locale`."""
    manifest_version: str
    package_identifier: str
    package_version: str
    channel: str | None = None
    default_locale: str | None = None
    """Of a version file: the locale that the default one must have."""
    package_locale: str | None = None
    package_name: str | None = None
    publisher: str | None = None
    moniker: str | None = None
    tags: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    """Of portables in archives also the names that their programs get: the alias, or the name of the file."""
    package_family_names: tuple[str, ...] = ()
    product_codes: tuple[str, ...] = ()
    upgrade_codes: tuple[str, ...] = ()
    arp_names: tuple[str, ...] = ()
    arp_publishers: tuple[str, ...] = ()
    arp_display_versions: tuple[str, ...] = ()
    localized_names: tuple[str, ...] = ()
    """Of a merged file: the package's names in its further locales. A set of files has them in its locale files."""
    localized_publishers: tuple[str, ...] = ()


def summarize(data: bytes, name: str) -> FileSummary:
    """Read one manifest file for an index.

    Args:
        data: The file as it lies in the source.
        name: What errors call it.

    Raises:
        ManifestError: The file is no YAML, is of an unknown major version, or lacks what each of its kind must have.
    """
    document = load_document(data, name)
    version = manifest_version(document, name)
    if version.is_preview:
        document = modernized(document)
    file = _File(document, name)
    kind = file.text("ManifestType") or ""
    check_required(document, kind, name, preview=version.is_preview)
    found = _found(file, kind)
    return FileSummary(
        manifest_type=kind,
        manifest_version=version.text,
        package_identifier=file.text("PackageIdentifier") or "",
        package_version=file.text("PackageVersion") or "",
        channel=file.text("Channel"),
        default_locale=file.text("DefaultLocale"),
        package_locale=file.text("PackageLocale"),
        package_name=file.text("PackageName"),
        publisher=file.text("Publisher"),
        moniker=file.text("Moniker"),
        tags=(*file.texts("Tags"), *found.tags),
        commands=tuple(found.commands),
        package_family_names=tuple(found.family_names),
        product_codes=tuple(found.product_codes),
        upgrade_codes=tuple(found.upgrade_codes),
        arp_names=tuple(found.names),
        arp_publishers=tuple(found.publishers),
        arp_display_versions=tuple(found.versions),
        localized_names=tuple(found.localized_names),
        localized_publishers=tuple(found.localized_publishers),
    )


class _File:
    """A mapping of a manifest, and what to call it when something in it is of the wrong kind."""

    __slots__ = ("_mapping", "_name", "_path")

    def __init__(self, mapping: Document, name: str, path: str = "") -> None:
        self._mapping = mapping
        self._name = name
        self._path = path

    def text(self, field: str) -> str | None:
        """A text; None where the field is not given or has no value."""
        value = self._mapping.get(field)
        if not value:
            return None
        return normalize(value) if isinstance(value, str) else self._refuse(field, "a text")

    def texts(self, field: str) -> list[str]:
        """A list of texts, each once."""
        values = self._mapping.get(field)
        if not values:
            return []
        if not isinstance(values, list):
            self._refuse(field, "a list")
        texts: dict[str, None] = {}
        for value in values:
            if not isinstance(value, str):
                self._refuse(field, "a list of texts")
            if value:
                texts[normalize(value)] = None
        return list(texts)

    def files(self, field: str) -> list[_File]:
        """A list of mappings."""
        values = self._mapping.get(field)
        if not values:
            return []
        if not isinstance(values, list):
            self._refuse(field, "a list")
        files = []
        for position, value in enumerate(values):
            if not isinstance(value, dict):
                self._refuse(f"{field}[{position}]", "a mapping")
            files.append(_File(value, self._name, f"{self._path}{field}[{position}]."))
        return files

    def _refuse(self, field: str, expected: str) -> NoReturn:
        reason = f"{self._path}{field} is not {expected}"
        raise refusal(self._name, None, reason, ErrorCode.InvalidManifest)


class _Found:
    """What the parts of a file give together; dictionaries serve as sets that keep the order."""

    def __init__(self) -> None:
        self.tags: dict[str, None] = {}
        self.commands: dict[str, None] = {}
        self.family_names: dict[str, None] = {}
        self.product_codes: dict[str, None] = {}
        self.upgrade_codes: dict[str, None] = {}
        self.names: dict[str, None] = {}
        self.publishers: dict[str, None] = {}
        self.versions: dict[str, None] = {}
        self.localized_names: dict[str, None] = {}
        self.localized_publishers: dict[str, None] = {}

    def take_installers(self, root: _File) -> None:
        """Commands, codes and Apps & Features entries of each installer, with what it inherits from the root."""
        root_commands = dict.fromkeys(root.texts("Commands"))
        root_programs = root.files("NestedInstallerFiles")
        root_entries = root.files("AppsAndFeaturesEntries")
        root_has_family = any(map(_has_family_name, root_entries))
        commands_inherited = entries_inherited = programs_inherited = False  # once is enough for many installers
        for installer in root.files("Installers"):
            commands = installer.texts("Commands")
            if commands or not commands_inherited:
                self.commands.update(dict.fromkeys(commands) if commands else root_commands)
                commands_inherited = commands_inherited or not commands
            technology = _effective_type(installer, root)
            if technology == "portable":
                programs = installer.files("NestedInstallerFiles")
                if not programs and not programs_inherited:
                    programs, programs_inherited = root_programs, True
                for file in programs:
                    _add(self.commands, _command_of(file))
            entries = installer.files("AppsAndFeaturesEntries")
            has_family = any(map(_has_family_name, entries))
            if not entries and traits_of(technology).writes_entries:
                has_family = root_has_family
                entries = [] if entries_inherited else root_entries
                entries_inherited = True
            family_name = installer.text("PackageFamilyName")
            if family_name is None and (has_family or traits_of(technology).uses_family_name):
                family_name = root.text("PackageFamilyName")
            product_code = installer.text("ProductCode")
            if product_code is None and traits_of(technology).writes_entries:
                product_code = root.text("ProductCode")
            _add(self.family_names, family_name)
            _add(self.product_codes, product_code)
            for entry in entries:
                _add(self.names, entry.text("DisplayName"))
                _add(self.publishers, entry.text("Publisher"))
                _add(self.versions, entry.text("DisplayVersion"))
                _add(self.product_codes, entry.text("ProductCode"))
                _add(self.upgrade_codes, entry.text("UpgradeCode"))

    def take_localizations(self, root: _File) -> None:
        """Names, publishers and tags of the further locales."""
        known = set(root.texts("Tags"))
        for localization in root.files("Localization"):
            _add(self.localized_names, localization.text("PackageName"))
            _add(self.localized_publishers, localization.text("Publisher"))
            self.tags.update((tag, None) for tag in localization.texts("Tags") if tag not in known)


_NOTHING = _Found()


def _found(file: _File, kind: str) -> _Found:
    if kind not in _HOLDS_INSTALLERS:
        return _NOTHING
    found = _Found()
    found.take_installers(file)
    if kind in _HOLDS_LOCALIZATIONS:
        found.take_localizations(file)
    return found


def _effective_type(installer: _File, root: _File) -> InstallerType:
    technology = parse_installer_type(installer.text("InstallerType") or root.text("InstallerType") or "")
    if technology != "zip":
        return technology
    return parse_installer_type(installer.text("NestedInstallerType") or root.text("NestedInstallerType") or "")


def _command_of(file: _File) -> str | None:
    """The word that starts a program of an archive."""
    name = (
        file.text("PortableCommandAlias") or (file.text("RelativeFilePath") or "").replace("\\", "/").rpartition("/")[2]
    )
    return (name[:-4] if name.lower().endswith(".exe") else name) or None


def _has_family_name(entry: _File) -> bool:
    return traits_of(parse_installer_type(entry.text("InstallerType") or "")).uses_family_name


def _add(values: dict[str, None], value: str | None) -> None:
    if value:
        values[value] = None
