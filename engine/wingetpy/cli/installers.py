"""The installers of a package as `show` prints them: the one that would be taken, and why not the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wingetpy.cli.tables import render_fields
from wingetpy.messages.language import say, translated

if TYPE_CHECKING:
    from wingetpy.commands.package_show import PackageDetail
    from wingetpy.commands.shown_installer import ShownDependency, ShownInstaller
    from wingetpy.manifests.installer import AppsAndFeaturesEntry

_MOST_OTHERS = 20
_KINDS = {
    "Package": "Package",
    "WindowsFeature": "Windows feature",
    "WindowsLibrary": "Windows library",
    "External": "External",
}
_FLAGS = {
    "installer_aborts_terminal": "ends the terminal it runs in",
    "install_location_required": "needs a location",
    "require_explicit_upgrade": "is updated only by name",
    "display_install_warnings": "shows warnings",
    "download_command_prohibited": "may not be downloaded without being installed",
    "archive_binaries_depend_on_path": "needs its folder on PATH",
}


def installer_lines(detail: PackageDetail) -> Iterator[str]:
    """The chosen installer with all that is known of it, or why none fits; then the others with their reasons."""
    yield say("Installer:")
    others = detail.installers
    if detail.installer is None:
        code = detail.error.code if detail.error else ""
        yield say("  No applicable installer found ({0}).", code)
        if detail.installable_version:
            yield say("  An install takes version {0}, which has one.", detail.installable_version)
    else:
        others = detail.installers[1:]
        yield from (f"  {line}" for line in render_fields(_fields(detail.installer)))
    if others:
        yield say("Other installers:") if detail.installer else say("Installers:")
        yield from (f"  {_description(one)}: {', '.join(one.reasons)}" for one in others[:_MOST_OTHERS])
        if len(others) > _MOST_OTHERS:
            yield say("  and {0} more; --format json shows all", len(others) - _MOST_OTHERS)


def _fields(one: ShownInstaller) -> Iterator[tuple[str, str]]:
    yield "Installer Type", one.installer_type
    yield "Nested Installer Type", one.nested_installer_type
    yield "Architecture", one.architecture
    yield "Scope", one.scope
    yield "Locale", one.locale
    yield "Installer Url", one.url
    yield "Installer SHA256", one.sha256
    yield "Signature SHA256", one.signature_sha256
    yield "Store Product Id", one.product_id
    yield "Release Date", one.release_date
    yield "Chosen because", "\n".join(say("it {0}", reason) for reason in one.reasons)
    yield "Platform", ", ".join(one.platform)
    yield "Minimum OS Version", one.minimum_os_version
    yield "Elevation", one.elevation_requirement
    yield "Product Code", one.product_code
    yield "Package Family Name", one.package_family_name
    files = ((file.relative_file_path, file.portable_command_alias) for file in one.nested_installer_files)
    yield "Files", "\n".join(say("{0} as {1}", path, alias) if alias else path for path, alias in files)
    yield "Commands", ", ".join(one.commands)
    yield "Protocols", ", ".join(one.protocols)
    yield "File Extensions", ", ".join(one.file_extensions)
    yield "Install Modes", ", ".join(one.install_modes)
    yield "Switches", "\n".join(f"{part.name}: {part.text} ({part.origin})" for part in one.switches)
    yield "Unsupported Arguments", ", ".join(one.unsupported_arguments)
    yield "Success Codes", ", ".join(map(str, one.success_codes))
    codes = (f"{code.code}: {code.response} {code.url}".strip() for code in one.expected_return_codes)
    yield "Exit Codes", "\n".join(codes)
    yield "Upgrade Behavior", one.upgrade_behavior if one.upgrade_behavior != "install" else ""
    yield "Repair Behavior", one.repair_behavior
    yield "Apps & Features", "\n".join(map(_entry, one.apps_and_features_entries))
    metadata = one.installation_metadata
    yield "Install Location", metadata.default_install_location or ""
    yield "Installed Files", "\n".join(file.relative_file_path for file in metadata.files)
    yield "Capabilities", ", ".join((*one.capabilities, *one.restricted_capabilities))
    yield "Markets", ", ".join(one.markets.allowed_markets)
    yield "Excluded Markets", ", ".join(one.markets.excluded_markets)
    yield "Unsupported Systems", ", ".join(one.unsupported_os_architectures)
    yield "Authentication", one.authentication.authentication_type if one.authentication else ""
    yield "Notes", "\n".join(say("it {0}", translated(text)) for flag, text in _FLAGS.items() if getattr(one, flag))
    yield "Dependencies", "\n".join(map(_dependency, one.dependencies))


def _entry(entry: AppsAndFeaturesEntry) -> str:
    parts = (entry.display_name, entry.display_version, entry.publisher, entry.product_code, entry.upgrade_code)
    return ", ".join(part for part in parts if part)


def _dependency(one: ShownDependency) -> str:
    least = say(" {0} or newer", one.minimum_version) if one.minimum_version else ""
    return f"{translated(_KINDS[one.kind])}: {one.id}{least}"


def _description(one: ShownInstaller) -> str:
    kind = (
        say("{0} in a {1}", one.nested_installer_type, one.installer_type)
        if one.nested_installer_type
        else one.installer_type
    )
    return ", ".join(
        filter(None, (f"{one.architecture} {kind}", one.scope and say("scope {0}", one.scope), one.locale))
    )
