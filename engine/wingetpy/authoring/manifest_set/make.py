"""A manifest of what installers say and the caller adds."""

from __future__ import annotations

from collections.abc import Sequence

from wingetpy.authoring.manifest_set.files import NEWEST
from wingetpy.authoring.manifest_set.given import GivenFields
from wingetpy.authoring.manifest_set.wanted_installer import ObtainedInstaller
from wingetpy.errors import BadRequest, ErrorCode, ManifestError
from wingetpy.errors.remedies import FIELDS_AND_URLS_MISSING, FIELDS_MISSING
from wingetpy.manifests.yamltext import Document, Value
from wingetpy.model.technology import traits_of

_LOCALE = "en-US"
_NEEDED = ("PackageIdentifier", "PackageVersion", "Publisher", "PackageName", "License", "ShortDescription")
_OF_ALL_INSTALLERS = (
    "Platform",
    "MinimumOSVersion",
    "InstallerType",
    "NestedInstallerType",
    "NestedInstallerFiles",
    "Scope",
    "InstallerSwitches",
    "UpgradeBehavior",
    "Commands",
    "PackageFamilyName",
    "ElevationRequirement",
    "ReleaseDate",
)
"""Fields that are written once, at the root, where all installers have the same."""
_VERSION_FROM = ("msi", "wix", "msix")
"""Types whose own version is sure to be the one that the product has; others are asked after these."""


def make_manifest(
    obtained: Sequence[ObtainedInstaller], given: GivenFields, aliases: dict[str, str], manifest_version: str
) -> Document:
    """Return all fields of a new manifest.

    Args:
        aliases: The commands of files in archives, by their path.
        manifest_version: Empty for the newest.

    Raises:
        ManifestError: naming every field that is needed and not known.
    """
    fields = given.of_root()
    for field, value in _known(obtained).items():
        fields.setdefault(field, value)
    fields.setdefault("PackageLocale", _LOCALE)
    fields["ManifestVersion"] = manifest_version or NEWEST
    installers = [one for installer in obtained for one in _installers(installer, given, fields, aliases)]
    _refuse_incomplete(fields, installers, obtained)
    fields |= _hoisted(installers)
    fields["Installers"] = list(installers)
    return fields


def apps_and_features(obtained: ObtainedInstaller, fields: Document) -> Document:
    """Return what the installer will write into Apps & Features otherwise than the manifest says."""
    facts = obtained.facts
    entry: Document = {}
    if facts.effective_type not in ("msi", "wix"):
        return entry
    for key, value, usual in (
        ("DisplayName", facts.product_name, "PackageName"),
        ("Publisher", facts.publisher, "Publisher"),
        ("DisplayVersion", facts.display_version, "PackageVersion"),
    ):
        if value and value != fields.get(usual):
            entry[key] = value
    if facts.upgrade_code:
        entry["UpgradeCode"] = facts.upgrade_code
    return entry


def incomplete(missing: Sequence[str], identifier: str) -> ManifestError:
    """Return the error that names all that is missing."""
    fields = dict.fromkeys(one.partition(" of ")[0] for one in missing)
    remedy = FIELDS_AND_URLS_MISSING if "InstallerUrl" in fields else FIELDS_MISSING
    return ManifestError(
        f"The manifest of {identifier or 'the package'} is not complete; nothing was written. Missing:"
        f" {', '.join(missing)}.",
        code=ErrorCode.ManifestValidationFailure,
        target=identifier or None,
        remedy=remedy.of(Fields=", ".join(fields)),
    )


def _known(obtained: Sequence[ObtainedInstaller]) -> Document:
    """Return what the installers say of the package; the first that says it counts, databases before programs."""
    ordered = sorted(obtained, key=lambda one: one.facts.effective_type not in _VERSION_FROM)
    found: Document = {}
    for one in ordered:
        for field, value in (
            ("PackageVersion", one.facts.product_version),
            ("PackageName", one.facts.product_name),
            ("Publisher", one.facts.publisher),
            ("Copyright", one.facts.copyright if len(one.facts.copyright) > 2 else ""),
        ):
            if value:
                found.setdefault(field, value)
    return found


def _installers(
    obtained: ObtainedInstaller, given: GivenFields, fields: Document, aliases: dict[str, str]
) -> list[Document]:
    wanted, facts = obtained.wanted, obtained.facts
    architecture = wanted.architecture or given.architecture
    architectures = (architecture,) if architecture else facts.architectures
    if not architectures:
        raise BadRequest(
            f"The architecture of '{obtained.url or obtained.file}' is not known.",
            target=obtained.url or obtained.file,
            remedy="Name it behind the installer: |x64.",
        )
    common = _common(obtained, given, fields, aliases)
    return [{"Architecture": one, **common} for one in architectures]


def _common(obtained: ObtainedInstaller, given: GivenFields, fields: Document, aliases: dict[str, str]) -> Document:
    wanted, facts = obtained.wanted, obtained.facts
    is_zip = facts.installer_type == "zip"
    said = wanted.installer_type or given.installer_type
    outer = "zip" if is_zip else said or facts.installer_type
    inner = (said if said != "zip" else None) or facts.nested_installer_type
    effective = (inner if is_zip else outer) or "unknown"
    traits = traits_of(effective)
    values: dict[str, Value] = {
        "InstallerLocale": wanted.locale,
        "Platform": list(facts.platform),
        "MinimumOSVersion": facts.minimum_os_version,
        "InstallerUrl": obtained.url,
        "InstallerSha256": obtained.sha256,
        "SignatureSha256": facts.signature_sha256,
        "Scope": "" if traits.ignores_scope else wanted.scope or given.scope or facts.scope,
        "ElevationRequirement": "" if effective == "portable" else facts.elevation_requirement,
        "PackageFamilyName": facts.package_family_name,
        "ProductCode": facts.product_code if traits.writes_entries else "",
        **given.of_installers(),
        "InstallerType": outer,
    }
    values["Scope"] = "" if traits.ignores_scope else wanted.scope or given.scope or facts.scope
    if is_zip:
        values["NestedInstallerType"] = inner or ""
        values["NestedInstallerFiles"] = [_nested(path, aliases) for path in facts.nested_paths]
    if entry := apps_and_features(obtained, fields):
        values["AppsAndFeaturesEntries"] = [entry]
    return {key: value for key, value in values.items() if value or key == "InstallerUrl"}


def _nested(path: str, aliases: dict[str, str]) -> Document:
    alias = aliases.get(path.casefold())
    return {"RelativeFilePath": path, **({"PortableCommandAlias": alias} if alias else {})}


def _refuse_incomplete(fields: Document, installers: Sequence[Document], obtained: Sequence[ObtainedInstaller]) -> None:
    missing = [field for field in _NEEDED if not fields.get(field)]
    missing += [f"InstallerUrl of '{one.file}'" for one in obtained if not one.url]
    for installer in installers:
        effective = installer.get("NestedInstallerType", installer["InstallerType"])
        switches = installer.get("InstallerSwitches")
        given = switches if isinstance(switches, dict) else {}
        if effective == "exe":
            missing += [one for one in ("Silent", "SilentWithProgress") if one not in given]
    if missing:
        raise incomplete(list(dict.fromkeys(missing)), str(fields.get("PackageIdentifier", "")))


def _hoisted(installers: list[Document]) -> Document:
    """Return the fields that all installers have alike, and take them from these."""
    root: Document = {}
    for key in _OF_ALL_INSTALLERS:
        values = [one.get(key) for one in installers]
        if values[0] is not None and all(value == values[0] for value in values):
            root[key] = values[0]
            for one in installers:
                del one[key]
    return root
