"""Fonts: files in Windows' own folder, alone or in an archive, which programs use at once and after each sign-in."""

from __future__ import annotations

from wingetpy.errors import ErrorCode, OperationError, PlanStale
from wingetpy.hosts.host import Host
from wingetpy.hosts.names import suitable_path_part
from wingetpy.installers.font.layout import version_folder
from wingetpy.installers.font.work import FontRemoval, FontWork
from wingetpy.installers.nested_files import nested_paths
from wingetpy.installers.scope_rights import refused_scope
from wingetpy.installers.technology import InstallTask, PlanStep, RepairTask, UninstallTask, Work, WorkPreview
from wingetpy.installers.unsupported import no_repair
from wingetpy.inventory.font import FONTS_KEY, FontRecord, font_records, hive_of
from wingetpy.model.scope import Scope
from wingetpy.model.version import Version


class Font:
    """Font files with the reference's record, so that either client removes what the other one installed."""

    def install(self, host: Host, task: InstallTask) -> Work:
        if task.installer.is_archive:
            nested_paths(task.installer)  # what leads out of the archive is refused before the download
        for text in (task.package, task.manifest.package_version):
            _refuse_as_key(text)
        scope = task.installed.scope if task.installed else task.options.scope or Scope.user
        before = tuple(font_records(host, scope, task.package))
        if task.installed is None and not task.options.force:
            _refuse_installed(task, before)
        return FontWork(
            task=task,
            scope=scope,
            before=before,
            preview=_install_preview(host, task, scope, before),
            refusal=refused_scope(host, scope, task.package),
        )

    def uninstall(self, host: Host, task: UninstallTask) -> Work:
        installed = task.installed
        records = font_records(host, installed.scope, installed.font_package or "")
        record = next((one for one in records if one.version == installed.version), None)
        if record is None:
            raise PlanStale(
                f"The record of the fonts of '{installed.name}' is gone.",
                target=installed.local_id,
                remedy="List what is installed again.",
            )
        return FontRemoval(
            record=record, preview=_uninstall_preview(record), refusal=refused_scope(host, record.scope, task.package)
        )

    def repair(self, host: Host, task: RepairTask) -> Work:
        raise no_repair(task)


TECHNOLOGY = Font()


def _refuse_as_key(text: str) -> None:
    """Id and version are names of keys and folders."""
    if suitable_path_part(text) != text:
        raise OperationError(
            f"'{text}' cannot be the name of a registry key and of a folder, which the fonts of a package need.",
            code=ErrorCode.InvalidManifest,
            category="InvalidData",
            target=text,
            remedy="Report it to the maintainer of the manifest; nothing was changed.",
        )


def _refuse_installed(task: InstallTask, before: tuple[FontRecord, ...]) -> None:
    version = task.manifest.version
    if any(Version.or_unknown(one.version) == version for one in before):
        raise OperationError(
            f"The fonts of {task.package} {task.manifest.package_version} are already installed.",
            code=ErrorCode.FontAlreadyInstalled,
            category="ResourceExists",
            target=task.package,
            remedy="Install them again with force.",
        )


def _install_preview(host: Host, task: InstallTask, scope: Scope, before: tuple[FontRecord, ...]) -> WorkPreview:
    folder = str(version_folder(host.files, scope, task.package, task.manifest.package_version))
    steps = []
    if task.installer.is_archive:
        what = "Unpack the archive into the staging folder, checking each entry"
        steps.append(PlanStep("Unpack", task.installer.installer_sha256, what))
    steps += [PlanStep("Remove", str(one.key), f"Remove the fonts of version {one.version}") for one in before]
    steps.append(PlanStep("Place", folder, f"Place the font files in {folder}"))
    steps.append(_entry_step("Register the fonts in", scope))
    return WorkPreview(
        from_version=before[0].version if before else "",
        scope=scope.value,
        location=folder,
        product_code=task.package,
        steps=tuple(steps),
    )


def _uninstall_preview(record: FontRecord) -> WorkPreview:
    removals = [PlanStep("Remove", str(path), f"Remove the font {path}") for path in record.files.values()]
    return WorkPreview(
        from_version=record.version,
        scope=record.scope.value,
        location=str(next((path.parent for path in record.files.values()), "")),
        product_code=record.package,
        steps=(*removals, _entry_step("Remove the fonts from", record.scope)),
    )


def _entry_step(what: str, scope: Scope) -> PlanStep:
    key = f"{hive_of(scope).value}\\{FONTS_KEY}"
    return PlanStep("Entry", key, f"{what} {key}")
