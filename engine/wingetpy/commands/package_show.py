"""`package/show`: all about one package."""

from __future__ import annotations

from typing import Literal

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.contradictions import refuse_show
from wingetpy.commands.parameters import ShowParameters
from wingetpy.errors import BadRequest, ErrorReport
from wingetpy.errors.remedies import NAME_PACKAGE
from wingetpy.errors.secrets import without_secrets
from wingetpy.manifests.installer import Dependencies, Installer
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.find_target import find_target, wishes_of
from wingetpy.operations.plan import PlanAgreement, RejectedInstaller
from wingetpy.selection.choose import choose_installer
from wingetpy.selection.wishes import InstalledFacts


class ShownInstaller(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    architecture: str
    installer_type: str
    nested_installer_type: str = ""
    scope: str = ""
    locale: str = ""
    url: str = ""
    sha256: str = msgspec.field(default="", name="Sha256")
    release_date: str = ""


class ShownDependency(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What an installer needs. `minimum_version` is known of packages only."""

    kind: Literal["Package", "WindowsFeature", "WindowsLibrary", "External"]
    id: str
    minimum_version: str = ""


class ShownDocument(msgspec.Struct, frozen=True, rename="pascal"):
    label: str
    url: str


class PackageDetail(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What the manifest says, in the language of the machine.

    Attributes:
        installers: The one that would be taken first. Where none fits, in the manifest's order.
        dependencies: Of the installer that would be taken.
        rejected: The installers that do not fit the machine and what was asked for.
        error: Why no installer fits, if none does.
    """

    id: str
    name: str
    version: str
    source: str
    moniker: str
    publisher: str
    publisher_url: str
    publisher_support_url: str
    privacy_url: str
    author: str
    short_description: str
    description: str
    license: str
    license_url: str
    copyright: str
    copyright_url: str
    package_url: str
    purchase_url: str
    release_notes: str
    release_notes_url: str
    installation_notes: str
    tags: tuple[str, ...]
    commands: tuple[str, ...]
    available_versions: tuple[str, ...]
    agreements: tuple[PlanAgreement, ...]
    documentations: tuple[ShownDocument, ...]
    installers: tuple[ShownInstaller, ...]
    dependencies: tuple[ShownDependency, ...]
    rejected: tuple[RejectedInstaller, ...]
    warnings: tuple[str, ...]
    manifest: str
    error: ErrorReport | None = None


def show(context: Context, parameters: ShowParameters, call: Call) -> PackageDetail:
    """Show a package also where no installer of it fits. Raises BadRequest, NotFound, Ambiguous, ManifestError."""
    if parameters.empty and parameters.manifest is None:
        raise BadRequest("No package is named.", remedy=NAME_PACKAGE)
    target = find_target(context, parameters, call)
    manifest = target.manifest(parameters.version or target.versions[0])
    choice = choose_installer(manifest.installers, context.facts, wishes_of(context, parameters, InstalledFacts()))
    installers = list(manifest.installers)
    if choice.installer is not None:
        installers.remove(choice.installer)
        installers.insert(0, choice.installer)
    error = None if choice.installer else choice.not_applicable(manifest.package_identifier)
    texts = manifest.localized(context.facts.locales)
    return PackageDetail(
        id=manifest.package_identifier,
        name=texts.package_name or manifest.package_identifier,
        version=manifest.package_version,
        source=target.origin.name,
        available_versions=target.versions,
        installers=tuple(_shown(one) for one in installers),
        dependencies=_dependencies(choice.installer.dependencies) if choice.installer else (),
        rejected=tuple(RejectedInstaller(one.description, one.reasons) for one in choice.rejected),
        error=ErrorReport.of(error) if error else None,
        warnings=manifest.warnings,
        moniker=manifest.moniker or "",
        publisher=texts.publisher or "",
        publisher_url=texts.publisher_url or "",
        publisher_support_url=texts.publisher_support_url or "",
        privacy_url=texts.privacy_url or "",
        author=texts.author or "",
        short_description=texts.short_description or "",
        description=texts.description or "",
        license=texts.license or "",
        license_url=texts.license_url or "",
        copyright=texts.copyright or "",
        copyright_url=texts.copyright_url or "",
        package_url=texts.package_url or "",
        purchase_url=texts.purchase_url or "",
        release_notes=texts.release_notes or "",
        release_notes_url=texts.release_notes_url or "",
        installation_notes=texts.installation_notes or "",
        tags=texts.tags,
        commands=tuple(dict.fromkeys(command for one in manifest.installers for command in one.commands)),
        agreements=tuple(PlanAgreement.of(one) for one in texts.agreements),
        documentations=tuple(
            ShownDocument(one.document_label or "", one.document_url or "") for one in texts.documentations
        ),
        manifest=without_secrets(msgspec.json.encode(manifest).decode()),
    )


def _dependencies(needed: Dependencies) -> tuple[ShownDependency, ...]:
    return (
        *(ShownDependency(kind="WindowsFeature", id=one) for one in needed.windows_features),
        *(ShownDependency(kind="WindowsLibrary", id=one) for one in needed.windows_libraries),
        *(
            ShownDependency(kind="Package", id=one.package_identifier, minimum_version=one.minimum_version or "")
            for one in needed.package_dependencies
        ),
        *(ShownDependency(kind="External", id=one) for one in needed.external_dependencies),
    )


def _shown(installer: Installer) -> ShownInstaller:
    return ShownInstaller(
        architecture=installer.architecture,
        installer_type=installer.installer_type,
        nested_installer_type=installer.nested_installer_type or "",
        scope=installer.scope or "",
        locale=installer.installer_locale or "",
        url=without_secrets(installer.installer_url),
        sha256=installer.installer_sha256,
        release_date=installer.release_date or "",
    )


SHOW = Command(ShowParameters, PackageDetail, show, check=refuse_show)
