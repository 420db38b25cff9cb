"""Downloading a package for a machine without network: installers and manifests, with those of its dependencies.

The folder is a source: the engine finds an installer beside its manifest by its hash (`transfer/offline_files.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PureWindowsPath

import msgspec

from wingetpy.errors import EngineError, ErrorCode, HostError, OperationError
from wingetpy.errors.remedies import HASH_CHECK_ELEVATED
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.facts import MachineFacts
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.native_files import copy_whole, write_whole
from wingetpy.journal.staging import download_folder, remove_download
from wingetpy.journal.stop_signal import StopSignal
from wingetpy.manifests.merged_text import merged_text
from wingetpy.manifests.model import Installer, PackageDependency
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.operations.consent import require_agreements
from wingetpy.operations.context import Context
from wingetpy.operations.dependency_walk import DependencyWalk, Needed
from wingetpy.operations.find_target import choose_version, find_target
from wingetpy.operations.offline_package import OfflinePackage, refuse_prohibited
from wingetpy.operations.plan import PlanAgreement
from wingetpy.operations.request import DownloadRequest
from wingetpy.operations.target import Target
from wingetpy.selection.wishes import InstalledFacts
from wingetpy.transfer.hashing import hash_file
from wingetpy.transfer.security_check import mark_zone, pass_security_check
from wingetpy.transfer.several import download_several
from wingetpy.transfer.wanted import Downloaded, Wanted

DEPENDENCIES = "Dependencies"
"""The folder for the dependencies of a package, below its own."""
_KEPT = ".kept"
"""Ends the name of the folder where the files land first: an install of the same version, which removes its download,
has another one."""
_EMULATED = {"arm64": ("x64", "x86", "arm"), "x64": ("x86",)}


class DownloadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How it is carried out. Seconds; None for no limit."""

    timeout_seconds: float | None = None
    accept_package_agreements: bool = False


class OfflineFiles(msgspec.Struct, frozen=True, kw_only=True):
    """One package in its folder. Paths are native."""

    package: OfflinePackage
    installer: Path
    manifest: Path
    size: int
    sha256: str


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a download.

    Attributes:
        package: None where no installer fits.
        files: The package's own.
        dependencies: In the order of their installation.
        error: Why nothing is complete. Installers that were brought before stay in the engine's own folder for a while,
            and are not transferred again.
    """

    target: Target
    package: OfflinePackage | None = None
    files: OfflineFiles | None = None
    dependencies: tuple[OfflineFiles, ...] = ()
    error: EngineError | None = None


def download_package(context: Context, request: DownloadRequest, call: Call, options: DownloadOptions) -> Download:
    """Download one package with its dependencies into a folder.

    What is installed on this machine does not count: the folder is for another one. With an architecture, the
    dependencies are those of a machine of that architecture, too.

    Raises:
        NotFound, Ambiguous, SourceError: no such package, version or source.
        BadRequest: wishes that cannot be.
    """
    target = find_target(context, request, call, to_install=True)
    context = msgspec.structs.replace(context, facts=_machine(context.facts, request.architecture))
    package: OfflinePackage | None = None
    try:
        if request.allow_hash_mismatch and context.facts.elevated:
            raise _keeps_hash_check()
        chosen = choose_version(context, target, request, InstalledFacts(), call)
        if chosen.choice.installer is None:
            raise chosen.choice.not_applicable(target.identifier)
        package = _package(context, Needed(target, chosen), chosen.choice.installer)
        dependencies = _dependencies(context, package, request, call)
        _require_consent((*dependencies, package), options.accept_package_agreements)
        files = _fetch(context, (*dependencies, package), request, call, StopSignal(call, options.timeout_seconds))
        return Download(target=target, package=package, files=files[-1], dependencies=tuple(files[:-1]))
    except EngineError as error:
        return Download(target=target, package=package, error=error)


def _machine(facts: MachineFacts, architecture: str | None) -> MachineFacts:
    """Return a machine of an architecture in place of this one."""
    wanted = (architecture or "").lower()
    if wanted in ("", "default", "neutral", facts.architecture):
        return facts
    return msgspec.structs.replace(facts, architecture=wanted, emulated_architectures=_EMULATED.get(wanted, ()))


def _package(context: Context, needed: Needed, installer: Installer) -> OfflinePackage:
    manifest = needed.chosen.manifest
    package = OfflinePackage(
        target=needed.target,
        manifest=manifest,
        installer=installer,
        texts=manifest.localized(context.facts.locales),
    )
    refuse_prohibited(package)
    return package


def _dependencies(
    context: Context, package: OfflinePackage, request: DownloadRequest, call: Call
) -> tuple[OfflinePackage, ...]:
    target = package.target
    if not package.installer.dependencies.package_dependencies:
        return ()
    if request.skip_dependencies or context.settings.install.skip_dependencies:
        names = ", ".join(one.package_identifier for one in package.installer.dependencies.package_dependencies)
        call.message("Warning", f"Dependencies skipped: {package.id} depends on {names}.")
        return ()
    if target.opened is None:
        call.message("Warning", f"The dependencies of {package.id} are not looked for: it is a local manifest.")
        return ()

    def choose(_parent: str, _needed: PackageDependency, found: Target) -> Needed:
        return Needed(found, choose_version(context, found, DownloadRequest(), InstalledFacts(), call))

    walk = DependencyWalk(target, choose, lambda needed, installer: _package(context, needed, installer), call)
    walk.below(package.id, package.installer)
    return tuple(walk.found.values())


def _require_consent(packages: Sequence[OfflinePackage], accepted: bool) -> None:
    asking = [(one.name, one.id, PlanAgreement.of(agreement)) for one in packages for agreement in one.texts.agreements]
    require_agreements(asking, packages[-1].id, accepted)


def _fetch(
    context: Context, packages: Sequence[OfflinePackage], request: DownloadRequest, call: Call, stop: StopSignal
) -> list[OfflineFiles]:
    """Bring all files, then put them into the folder: the package's own come last."""
    package = packages[-1]
    folder = _folder(context, package, request)
    places = _places(folder, packages)
    wanted = [_wanted(context, one, places[one.id], request) for one in packages]
    brought = download_several(context.host, wanted, call, stop, context.settings.network.downloads_at_once)
    files: list[OfflineFiles] = []
    for number, result in enumerate(brought):
        if isinstance(result, EngineError):
            failed = packages[number]
            raise result if failed is package else _dependency_failed(package, failed, result)
    got = [one for one in brought if isinstance(one, Downloaded)]
    for number, one in enumerate(packages):
        _pass_security_check(context, package, one, wanted[number], got[number])
    for number, one in enumerate(packages):
        files.append(_place(one, places[one.id], got[number]))
        if (path := _machine_path(context, package, request, places[one.id].relative_to(folder))) is not None:
            mark_zone(context.host, path, wanted[number], got[number].sha256)
        remove_download(context.host, one.id, one.version + _KEPT)
    return files


def _pass_security_check(
    context: Context, package: OfflinePackage, one: OfflinePackage, wanted: Wanted, got: Downloaded
) -> None:
    """Have the system check a file before any is put into the folder; one that it refuses is kept nowhere."""
    try:
        pass_security_check(context.host, wanted.folder / got.path.name, wanted, got.sha256)
    except HostError as error:
        if error.code is not ErrorCode.InstallerSecurityCheckFailed:
            raise
        got.path.unlink(missing_ok=True)
        raise error if one is package else _dependency_failed(package, one, error) from error


def _machine_path(
    context: Context, package: OfflinePackage, request: DownloadRequest, place: Path
) -> PureWindowsPath | None:
    """Return the path of a file below the folder as the machine knows it; None for a folder outside of a sandbox."""
    if not request.download_directory:
        return _usual_folder(context, package) / place
    folder = PureWindowsPath(Path(request.download_directory).absolute())
    return folder / place if folder.drive else None


def _folder(context: Context, package: OfflinePackage, request: DownloadRequest) -> Path:
    if request.download_directory:
        return Path(request.download_directory).absolute()
    return context.host.files.local(_usual_folder(context, package))


def _usual_folder(context: Context, package: OfflinePackage) -> PureWindowsPath:
    usual = context.settings.download.directory or context.host.files.known_folder(KnownFolder.downloads)
    return usual / package.usual_folder


def _places(folder: Path, packages: Sequence[OfflinePackage]) -> dict[str, Path]:
    """Return the path of each package's installer by its id. Of several of one name the later ones have their ids in
    it."""
    stems: set[str] = set()
    places: dict[str, Path] = {}
    for one in packages:
        stem = one.stem if fold(one.stem) not in stems else f"{one.stem}_{one.id}"
        stems.add(fold(stem))
        below = folder if one is packages[-1] else folder / DEPENDENCIES
        places[one.id] = below / f"{stem}{one.extension}"
    return places


def _wanted(context: Context, package: OfflinePackage, place: Path, request: DownloadRequest) -> Wanted:
    origin = package.target.origin
    return Wanted(
        url=package.installer.installer_url,
        sha256=package.installer.installer_sha256.upper() or None,
        folder=download_folder(context.host, package.id, package.version + _KEPT),
        name=f"{package.name} {package.version}",
        source_folder=origin.folder,
        allow_mismatch=request.allow_hash_mismatch,
        credential=context.sources.credential(origin.name),
        most_per_second=context.settings.network.most_per_second,
        progress_seconds=context.settings.network.progress_seconds,
        may_be_empty=True,
        trusted=origin.trusted,
        extension=package.extension,
        beside=(place.parent, *package.target.folders(package.version)),
    )


def _place(package: OfflinePackage, place: Path, got: Downloaded) -> OfflineFiles:
    """Give an installer and its manifest their names; each is whole, or not there."""
    manifest = place.with_name(place.name.removesuffix(package.extension) + ".yaml")
    with as_host_error("write to", str(place.parent)):
        place.parent.mkdir(parents=True, exist_ok=True)
        if not _is_there(place, got.sha256):
            copy_whole(got.path, place.with_name(place.name + ".wingetpy-new"), place, got.sha256)
        write_whole(manifest, merged_text(package.manifest, package.installer))
    return OfflineFiles(package=package, installer=place, manifest=manifest, size=got.size, sha256=got.sha256)


def _is_there(place: Path, sha256: str) -> bool:
    return place.is_file() and hash_file(place).sha256.casefold() == sha256.casefold()


def _dependency_failed(package: OfflinePackage, dependency: OfflinePackage, error: EngineError) -> EngineError:
    if isinstance(error, HostError):  # the disk, not the dependency
        return error
    return OperationError(
        f"{dependency.id} {dependency.version}, a dependency of {package.id}, was not downloaded: {error.text}",
        code=ErrorCode.DownloadDependencies,
        category="ResourceUnavailable",
        target=dependency.id,
        remedy=error.advice,
    )


def _keeps_hash_check() -> OperationError:
    return OperationError(
        "An elevated process does not accept a hash mismatch.",
        code=ErrorCode.InvalidClArguments,
        category="SecurityError",
        remedy=HASH_CHECK_ELEVATED,
    )
