"""The install, update or repair by an installer that is run, as a program or by msiexec."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PureWindowsPath

import msgspec

from wingetpy.errors import EngineError, ErrorCode, HostError
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.host import Host
from wingetpy.hosts.processes import where_programs_run
from wingetpy.installers.entries import SeenEntry, as_program_entries, seen_before
from wingetpy.installers.installer_file import file_name, installer_file
from wingetpy.installers.installer_log import default_log, prepare_log
from wingetpy.installers.switches import SwitchWishes, arguments, refusal_of_wishes, switches
from wingetpy.installers.technology import InstallTask, PlanStep, Switch, Work, WorkPreview
from wingetpy.journal.exit_meaning import ExitMeaning
from wingetpy.journal.program_steps import ProgramFile, Purpose, RunProgram
from wingetpy.journal.script import Script
from wingetpy.journal.staging import Workplace
from wingetpy.manifests.model import Installer
from wingetpy.model.technology import traits_of
from wingetpy.transfer.wanted import Downloaded


class InstallerWork(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of an installer comes to; see `technology.Work`.

    Attributes:
        before: What is written before the installer's file: msiexec and its option; empty: the file itself is started.
        parts: What is written behind it.
        log: Where the installer writes its log; empty: it writes none.
        previous: The removal of the installed version, which is done first.
        seen: The entries that it changes, as they were when the work was planned.
    """

    task: InstallTask
    purpose: Purpose
    before: str
    parts: tuple[Switch, ...]
    log: str
    seen: tuple[SeenEntry, ...]
    previous: Work | None = None
    preview: WorkPreview = WorkPreview()
    refusal: EngineError | None = None
    observes_inventory: bool = True

    def is_stale(self, host: Host) -> bool:
        if self.previous is not None and self.previous.is_stale(host):
            return True
        return any(entry.is_changed(host) for entry in self.seen)

    def script(
        self, host: Host, workplace: Workplace, downloaded: Downloaded | None, go_on: Callable[[], None]
    ) -> Script:
        assert downloaded is not None
        task = self.task
        script = Script(host, workplace.backup)
        if self.previous is not None:
            first = self.previous.script(host, workplace, None, go_on)
            script.steps += first.steps
            script.last += first.last
            script.warnings += first.warnings
        file = installer_file(host, task.installer, task.package, workplace, downloaded, go_on)
        if self.log:
            prepare_log(host, self.log)
        script.steps.append(
            RunProgram(
                command_line=command_line(self.before, str(file), arguments(self.parts)),
                shown=command_line(self.before, str(file), arguments(self.parts, masked=True)),
                subject=f"The installer of {task.package}",
                purpose=self.purpose,
                installer_type=task.installer.effective_type,
                working_directory=str(file.parent),
                success_codes=(0, *task.installer.installer_success_codes),
                expected=tuple(
                    ExitMeaning(
                        code=one.installer_return_code,
                        response=one.return_response,
                        url=one.return_response_url or "",
                    )
                    for one in task.installer.expected_return_codes
                ),
                log_path=self.log,
                files=_files(host, task.installer, file, downloaded, workplace),
                elevate=needs_elevation(host, task.installer),
                may_ask=task.options.may_ask,
                entries=as_program_entries(self.seen),
            )
        )
        return script


def _files(
    host: Host, installer: Installer, file: PureWindowsPath, downloaded: Downloaded, workplace: Workplace
) -> tuple[ProgramFile, ...]:
    """What an elevated helper has to verify again: the installer, with all that an archive has beside it."""
    if host.facts().elevated:
        return ()
    if not installer.is_archive:
        return (ProgramFile(path=str(file), sha256=downloaded.sha256),)
    top = host.files.local(workplace.unpacked)
    paths = (workplace.unpacked / found.relative_to(top) for found in top.rglob("*") if found.is_file())
    return tuple(ProgramFile(path=str(path), sha256=host.files.sha256(path)) for path in paths)


def command_line(before: str, file: str, text: str) -> str:
    """Return a raw command line: the file is quoted, the arguments are as they are."""
    return " ".join(part for part in (before, f'"{file}"', text) if part)


def msiexec(host: Host) -> str:
    """Return the quoted path of Windows' own msiexec: a name alone would be looked for in other folders, too."""
    return f'"{host.files.known_folder(KnownFolder.system) / "msiexec.exe"}"'


def plan_installer(
    host: Host, task: InstallTask, before: str, purpose: Purpose = "install", previous: Work | None = None
) -> InstallerWork:
    """Plan the run of an installer.

    Args:
        before: What is written before the installer's file.
        previous: What removes the installed version first; the manifest's switches for updates are then left out.
    """
    installer, options = task.installer, task.options
    log = _log(host, task)
    wishes = SwitchWishes(
        mode=options.mode,
        override=options.override,
        custom=options.custom,
        location=str(options.location) if options.location else None,
        log=log,
        updating=task.operation == "Update" and previous is None,
        repairing=purpose == "repair",
    )
    parts = switches(installer, wishes)
    shown = command_line(before, file_name(installer, task.package), arguments(parts))
    steps: tuple[PlanStep, ...] = (PlanStep("Run", shown, f"Run the {installer.effective_type} installer: {shown}"),)
    if previous is not None:
        steps = (*previous.preview.steps, *steps)
    return InstallerWork(
        task=task,
        purpose=purpose,
        before=before,
        parts=parts,
        log=log,
        seen=seen_before(host, task),
        previous=previous,
        preview=WorkPreview(
            from_version=task.installed.version if task.installed else "",
            scope=_scope(task),
            location=wishes.location or "",
            product_code=_product_code(task),
            command_line=shown,
            switches=parts,
            steps=steps,
            warnings=_warnings(task),
            log=log,
        ),
        refusal=refusal_of_host(host, f"The {installer.effective_type} installer of {task.package}", task.package)
        or _elevation_refused(host, task)
        or refusal_of_wishes(wishes, parts)
        or (previous.refusal if previous is not None else None),
    )


def _log(host: Host, task: InstallTask) -> str:
    """Return where the installer writes its log; empty where it writes none, or its manifest says so."""
    installer, options = task.installer, task.options
    if options.override or not installer.installer_switches.log or not installer.takes("log"):
        return ""
    naming = task.settings.logging.file_names
    return options.log or default_log(host, task.package, task.manifest.package_version, naming)


def refusal_of_host(host: Host, what: str, target: str) -> HostError | None:
    """Return why this host runs no programs; None: it does."""
    if host.name == "windows":
        return None
    return HostError(
        f"{what} is a Windows program; the host '{host.name}' runs none.",
        code=ErrorCode.HostCannot,
        category="NotImplemented",
        target=target,
        remedy=where_programs_run(),
    )


def needs_elevation(host: Host, installer: Installer) -> bool:
    """Whether an installer is started with rights that this engine does not have: its manifest requires them, or it is
    a package of the Windows Installer for all users, which without a window cannot ask for them itself."""
    if host.facts().elevated:
        return False
    for_machine = traits_of(installer.effective_type).takes_properties and installer.scope == "machine"
    return installer.elevation_requirement == "elevationRequired" or for_machine


def _elevation_refused(host: Host, task: InstallTask) -> HostError | None:
    if (task.options.may_ask and host.facts().interactive) or not needs_elevation(host, task.installer):
        return None
    return HostError(
        f"The installer of {task.package} needs administrator rights, and nobody can be asked for them.",
        code=ErrorCode.CommandRequiresAdmin,
        target=task.package,
        remedy="Run the command elevated.",
    )


def _warnings(task: InstallTask) -> tuple[str, ...]:
    """What the manifest warns of."""
    warnings = []
    if task.installer.display_install_warnings:
        warnings.append(f"The installer of {task.package} may interfere with running programs: save your work.")
    if task.installer.installer_aborts_terminal:
        warnings.append(f"The installer of {task.package} may end the terminal that it is started from.")
    return tuple(warnings)


def _scope(task: InstallTask) -> str:
    if task.installer.scope:
        return task.installer.scope.capitalize()
    return task.options.scope.value if task.options.scope else ""


def _product_code(task: InstallTask) -> str:
    """The product code as the manifest has it: what is installed is known only when the installer has run."""
    codes = [entry.product_code for entry in task.installer.apps_and_features_entries if entry.product_code]
    return task.installer.product_code or (codes[0] if codes else "")
