"""The download in a plan: what has to be brought, how large it is, and its steps."""

from __future__ import annotations

import msgspec

from wingetpy.errors import TransferError
from wingetpy.errors.secrets import without_secrets
from wingetpy.installers.installer_file import file_extension
from wingetpy.installers.technology import InstallOptions, PlanStep
from wingetpy.journal.staging import download_folder
from wingetpy.manifests.model import Installer, Manifest
from wingetpy.operations.context import Context
from wingetpy.operations.plan import Plan
from wingetpy.operations.target import Target
from wingetpy.transfer.folder_urls import size_of
from wingetpy.transfer.offline_files import offline_file
from wingetpy.transfer.wanted import Wanted


def plan_download(
    context: Context,
    plan: Plan,
    manifest: Manifest,
    installer: Installer,
    target: Target,
    options: InstallOptions,
) -> tuple[Plan, Wanted | None]:
    """Return a plan with the download of an installer before its steps, and the download."""
    wanted = wanted_download(context, manifest, plan.name, installer, target, options)
    size, missing = size_of_download(wanted)
    if missing is not None:
        raise missing
    plan = msgspec.structs.replace(
        plan, url=without_secrets(installer.installer_url), size=size, sha256=installer.installer_sha256.upper()
    )
    return msgspec.structs.replace(plan, steps=(*download_steps(plan), *plan.steps)), wanted


def wanted_download(
    context: Context,
    manifest: Manifest,
    name: str | None,
    installer: Installer,
    target: Target,
    options: InstallOptions,
) -> Wanted | None:
    """Return what has to be brought of an installer; None for one without a URL. `name` is the package's, as shown."""
    if not installer.installer_url:
        return None
    package, version = manifest.package_identifier, manifest.package_version
    return Wanted(
        url=installer.installer_url,
        sha256=installer.installer_sha256.upper() or None,
        folder=download_folder(context.host, package, version),
        name=f"{name or manifest.localization.package_name or package} {version}",
        source_folder=target.origin.folder,
        allow_mismatch=options.allow_hash_mismatch,
        credential=context.sources.credential(target.origin.name),
        most_per_second=context.settings.network.most_per_second,
        progress_seconds=context.settings.network.progress_seconds,
        trusted=target.origin.trusted,
        extension=file_extension(installer),
        beside=target.folders(version),
    )


def size_of_download(wanted: Wanted | None) -> tuple[int | None, TransferError | None]:
    """Return the bytes of an installer in the source's folder, or why it cannot be taken from there."""
    if wanted is None:
        return None, None
    try:
        return size_of(wanted.url, wanted.source_folder), None
    except TransferError as error:
        return None, None if offline_file(wanted, lambda: None) is not None else error


def download_steps(plan: Plan) -> tuple[PlanStep, ...]:
    """Return the steps of a plan's download; none where it has no URL."""
    if not plan.url:
        return ()
    size = f" ({plan.size:,} bytes)" if plan.size is not None else ""
    download = PlanStep("Download", plan.url, f"Download {plan.url}{size}")
    verify = PlanStep("Verify", plan.sha256, f"Verify SHA-256 {plan.sha256}")
    return (download, verify) if plan.sha256 else (download,)
