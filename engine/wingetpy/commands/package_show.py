"""`package/show`: all about one package."""

from __future__ import annotations

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.contradictions import refuse_show
from wingetpy.commands.parameters import ShowParameters
from wingetpy.commands.shown_installer import ShownDependency, ShownInstaller, shown_dependencies, shown_installers
from wingetpy.errors import BadRequest, ErrorReport, ManifestError
from wingetpy.errors.remedies import NAME_PACKAGE
from wingetpy.errors.secrets import without_secrets
from wingetpy.manifests.localization import Icon
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.find_target import find_target, wishes_of
from wingetpy.operations.plan import PlanAgreement, RejectedInstaller
from wingetpy.operations.target import Target
from wingetpy.selection.choose import choose_installer
from wingetpy.selection.wishes import InstalledFacts


class ShownDocument(msgspec.Struct, frozen=True, rename="pascal"):
    label: str
    url: str


class ShownIcon(msgspec.Struct, frozen=True, rename="pascal"):
    url: str
    file_type: str = ""
    resolution: str = ""
    theme: str = ""
    sha256: str = msgspec.field(default="", name="Sha256")


class PackageDetail(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What the manifest says, in the user's language as far as it is written in it.

    Attributes:
        language: Of the texts that are shown; `languages` are all that the manifest has.
        installable_version: The version that an install would take, where no installer of the newest one fits.
        installer: The one that would be taken, null where none fits.
        installers: That one first. Where none fits, in the manifest's order.
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
    installable_version: str = ""
    channel: str = ""
    language: str = ""
    languages: tuple[str, ...] = ()
    manifest_version: str = ""
    icons: tuple[ShownIcon, ...] = ()
    agreements: tuple[PlanAgreement, ...]
    documentations: tuple[ShownDocument, ...]
    installer: ShownInstaller | None = None
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
    installers = shown_installers(manifest.installers, choice)
    error = None if choice.installer else choice.not_applicable(manifest.package_identifier)
    wanted = (parameters.locale,) if parameters.locale else ()
    texts = manifest.localized((*wanted, *context.facts.locales))
    language, languages = texts.package_locale or "", manifest.languages
    return PackageDetail(
        id=manifest.package_identifier,
        name=texts.package_name or manifest.package_identifier,
        version=manifest.package_version,
        source=target.origin.name,
        available_versions=target.versions,
        installable_version=_installable(context, target, parameters, choice.installer is not None),
        channel=manifest.channel or "",
        language=language,
        languages=languages,
        manifest_version=manifest.manifest_version,
        icons=tuple(map(_icon, texts.icons)),
        installer=installers[0] if choice.installer else None,
        installers=tuple(installers),
        dependencies=shown_dependencies(choice.installer.dependencies) if choice.installer else (),
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


def _icon(icon: Icon) -> ShownIcon:
    return ShownIcon(
        url=without_secrets(icon.icon_url),
        file_type=icon.icon_file_type or "",
        resolution=icon.icon_resolution or "",
        theme=icon.icon_theme or "",
        sha256=icon.icon_sha256 or "",
    )


def _installable(context: Context, target: Target, parameters: ShowParameters, fits: bool) -> str:
    """The older version that an install would take where no installer of the newest one fits; empty for none."""
    if fits or parameters.version is not None or target.reference is None:
        return ""
    wishes = wishes_of(context, parameters, InstalledFacts())
    for version in target.versions[1:]:
        try:
            manifest = target.manifest(version)
        except ManifestError:
            continue  # an install takes an older one, too
        if choose_installer(manifest.installers, context.facts, wishes).installer is not None:
            return manifest.package_version
    return ""


SHOW = Command(ShowParameters, PackageDetail, show, check=refuse_show)
