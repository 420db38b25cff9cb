"""Installers made complete: what the manifest's root gives to all of them, and what is usual for their technology."""

from __future__ import annotations

from wingetpy.manifests.defaults import default_switches
from wingetpy.manifests.fields import FieldReader, Given
from wingetpy.manifests.installer import AppsAndFeaturesEntry, Dependencies, Installer, InstallerSwitches
from wingetpy.model.technology import InstallerType, traits_of

_ONLY_WHERE_THEY_FIT = frozenset(
    {
        "nested_installer_type",
        "nested_installer_files",
        "apps_and_features_entries",
        "package_family_name",
        "product_code",
        "dependencies",
        "installer_switches",
    }
)
_NOTHING = (None, (), "", Dependencies())
_INHERITED = frozenset(Installer.__struct_fields__) - _ONLY_WHERE_THEY_FIT


def complete_installer(root: Given, own: Given, reader: FieldReader, path: str) -> Installer:
    """One installer with all that it inherits; its own values win.

    Args:
        root: What the manifest's root gives.
        own: What the installer's own mapping gives.
        reader: Raises the errors.
        path: Of the installer, `Installers[0]`.

    Raises:
        ManifestError: A field is missing without which it cannot be installed.
    """
    for required in ("architecture", "installer_type"):
        if required not in own and required not in root:
            reader.refuse(f"{path}.{_key_of(required)}", "is missing")
    values = completed(root, own)
    _check_origin(values, reader, path)
    return Installer(**values)


def completed(root: Given, own: Given) -> Given:
    """The values of one installer with all that it inherits. Root or installer must give architecture and type."""
    values = {name: value for name, value in root.items() if name in _INHERITED} | own
    _inherit_nested(values, root)
    technology = _effective_type(values)
    _inherit_identity(values, root, technology)
    values["installer_switches"], values["defaulted_switches"] = _switches(root, own, technology)
    return values


def _key_of(attribute: str) -> str:
    return Installer.__struct_encode_fields__[Installer.__struct_fields__.index(attribute)]


def _effective_type(values: Given) -> InstallerType:
    technology: InstallerType = values["installer_type"]
    return values.get("nested_installer_type", "unknown") if technology == "zip" else technology


def _inherit(values: Given, root: Given, name: str) -> None:
    if values.get(name) in _NOTHING and name in root:
        values[name] = root[name]


def _inherit_nested(values: Given, root: Given) -> None:
    if values["installer_type"] == "zip":
        _inherit(values, root, "nested_installer_type")
        _inherit(values, root, "nested_installer_files")


def _inherit_identity(values: Given, root: Given, technology: InstallerType) -> None:
    """Codes, entries and dependencies of the root go only to installers that can have them."""
    if traits_of(technology).writes_entries:
        _inherit(values, root, "apps_and_features_entries")
        _inherit(values, root, "product_code")
    entries: tuple[AppsAndFeaturesEntry, ...] = values.get("apps_and_features_entries", ())
    if any(
        traits_of(one).uses_family_name
        for one in (technology, *(entry.installer_type for entry in entries if entry.installer_type))
    ):
        _inherit(values, root, "package_family_name")
    _inherit(values, root, "dependencies")


def _switches(root: Given, own: Given, technology: InstallerType) -> tuple[InstallerSwitches, tuple[str, ...]]:
    """The switches key by key: the installer's, the root's, those of the technology; and which are the last ones."""
    nothing = InstallerSwitches()
    switches: Given = {}
    defaulted: list[str] = []
    usual = default_switches(technology)
    for name, key in zip(nothing.__struct_fields__, nothing.__struct_encode_fields__, strict=True):
        for giver in (own.get("installer_switches", nothing), root.get("installer_switches", nothing), usual):
            if (value := getattr(giver, name)) is not None:
                switches[name] = value
                if giver is usual:
                    defaulted.append(key)
                break
    return InstallerSwitches(**switches), tuple(defaulted)


def _check_origin(values: Given, reader: FieldReader, path: str) -> None:
    """Require URL and hash, or ProductId for msstore."""
    needed = ("product_id",) if values["installer_type"] == "msstore" else ("installer_url", "installer_sha256")
    for name in needed:
        if not values.get(name):
            reader.refuse(f"{path}.{_key_of(name)}", "is missing")
