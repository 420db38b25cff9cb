"""Finding the package that an operation is about, and choosing its version and installer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from wingetpy.errors import Ambiguous, ErrorCode, ManifestError, NotFound, SourceError
from wingetpy.installers.technology import Origin
from wingetpy.manifests.model import Manifest
from wingetpy.model.call import Call
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.pin_guard import guard_of, is_pinned
from wingetpy.operations.request import DownloadRequest, InstallRequest, PackageRequest, scope_of
from wingetpy.operations.target import LOCAL, ChosenVersion, Target
from wingetpy.selection.choose import choose_installer
from wingetpy.selection.pinning import PinGuard
from wingetpy.selection.wishes import InstalledFacts, Wishes
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.request import MatchOption, PackageReference
from wingetpy.sources.source import HasFiles


def find_target(context: Context, request: PackageRequest, call: Call, *, to_install: bool = False) -> Target:
    """Return the one package that the criteria, or a manifest on the engine's disk, mean.

    Args:
        to_install: Where no source is named, each one must answer: one that fails may have the package that is meant.

    Raises:
        NotFound, Ambiguous: as sources do.
        SourceError: a source fails, `to_install`.
        ManifestError: a manifest that cannot be read.
    """
    if request.manifest is not None:
        return _local(Path(request.manifest))
    opened = context.sources.open(call, request.source)
    if not to_install:
        return target_of(opened, _one(opened, request))
    opened.require_complete()
    try:
        found = _one(opened, request)
    except (NotFound, Ambiguous):
        opened.require_complete()
        raise
    opened.require_complete()
    return target_of(opened, found)


def _one(opened: CompositeSource, request: PackageRequest) -> PackageReference:
    return opened.find_one(request.search(MatchOption.equals_case_insensitive))


def target_of(opened: CompositeSource, reference: PackageReference) -> Target:
    """Return a package that is known already as a target."""
    source = opened.source(reference.source)
    details = source.details
    return Target(
        identifier=reference.identifier,
        origin=Origin(
            name=details.name,
            identifier=details.identifier,
            folder=source.root,
            trusted=details.trusted,
        ),
        versions=tuple(one.version for one in opened.versions(reference)),
        manifest=lambda version: opened.manifest(reference, version),
        folders=lambda version: source.folders(reference.identifier, version) if isinstance(source, HasFiles) else (),
        reference=reference,
        opened=opened,
    )


def is_unchanged(context: Context, target: Target, manifest: Manifest, call: Call) -> bool:
    """Whether a target's source is still configured as it was, and still has this very manifest.

    The source is opened again: what opened it before was another request.
    """
    try:
        if target.reference is None:
            return target.manifest(manifest.package_version) == manifest
        opened = context.sources.open(call, target.reference.source)
        now = target_of(opened, target.reference)
        return now.origin == target.origin and now.manifest(manifest.package_version) == manifest
    except (NotFound, SourceError, ManifestError):  # gone, or not readable any more
        return False


def choose_version(
    context: Context,
    target: Target,
    request: PackageRequest,
    installed: InstalledFacts,
    call: Call,
    *,
    above: Version | None = None,
    guard: PinGuard | None = None,
) -> ChosenVersion:
    """Return the wanted version, or the newest one that has an installer for this machine and these wishes.

    Args:
        above: Only versions newer than this one, if one of them fits.
        guard: The pins of the package; by default those of its id.

    Returns:
        Where no installer of any version fits, the newest one with the reasons. An older version than the newest is
        never chosen in silence.

    Raises:
        NotFound: there is no such version.
        NotApplicable: PackageIsPinned, where the pins let none of the versions through.
        HostError: CannotOpenPinningIndex.
        ManifestError: the wanted version's manifest is broken, or all are; a newer broken one is skipped with a
            warning.
    """
    wishes = wishes_of(context, request, installed)
    guard = guard_of(context, target, None, request) if guard is None else guard
    if request.version is not None:
        manifest = target.manifest(request.version)
        _let_through(target, [manifest.package_version], guard)
        return _chosen(context, manifest, wishes)
    newer = [v for v in target.versions if above is None or Version.parse(v) > above]
    versions = _let_through(target, newer or target.versions[:1], guard)
    broken: list[ManifestError] = []
    unfit: list[ChosenVersion] = []
    for version in versions:
        try:
            chosen = _chosen(context, target.manifest(version), wishes)
        except ManifestError as error:  # an older one will do; if none does, this is the reason
            broken.append(error)
            continue
        if chosen.choice.installer is not None:
            _report_skipped(chosen, broken, unfit, call)
            return chosen
        unfit.append(chosen)
    if not unfit:
        raise broken[0]
    return unfit[0]


def _let_through(target: Target, versions: Sequence[str], guard: PinGuard) -> Sequence[str]:
    """Return the versions that no pin prevents. Raises NotApplicable if there is none left."""
    if not guard.pins:
        return versions
    left = [version for version in versions if guard.lets(Version.parse(version))]
    if not left and versions and (pin := guard.preventing(Version.parse(versions[0]))):
        raise is_pinned(target.identifier, versions[0], pin)
    return left


def wishes_of(context: Context, request: PackageRequest, installed: InstalledFacts) -> Wishes:
    """Return what the caller and the settings want, and what is installed."""
    settings = context.settings.install
    return Wishes(
        scope=scope_of(request.scope),
        allow_unknown_scope=bool(request.scope and request.scope.endswith("OrUnknown")),
        architectures=_given(request.architecture),
        installer_type=next(iter(_given(request.installer_type)), None),
        locale=request.locale or None,
        requirements=settings.requirements,
        preferences=settings.preferences,
        installed=installed,
        for_later=isinstance(request, DownloadRequest),
        removes_installed=isinstance(request, InstallRequest) and request.uninstall_previous,
    )


def _chosen(context: Context, manifest: Manifest, wishes: Wishes) -> ChosenVersion:
    return ChosenVersion(manifest=manifest, choice=choose_installer(manifest.installers, context.facts, wishes))


def _report_skipped(chosen: ChosenVersion, broken: list[ManifestError], unfit: list[ChosenVersion], call: Call) -> None:
    for reason in broken:
        call.message("Warning", reason.text, reason.code.hex)
    if not unfit:
        return
    newest = unfit[0]
    versions = newest.manifest.package_version
    if len(unfit) > 1:
        versions += f" and {len(unfit) - 1} older ones"
    call.message(
        "Warning",
        f"{newest.manifest.package_identifier}: no installer of version {versions} fits ({newest.choice.reasons});"
        f" version {chosen.manifest.package_version} is used.",
        newest.choice.code.hex,
    )


def _local(path: Path) -> Target:
    manifest = _read_local(path)
    return Target(
        identifier=manifest.package_identifier,
        origin=msgspec.structs.replace(LOCAL, folder=path if path.is_dir() else path.parent),
        versions=(manifest.package_version,),
        manifest=lambda _version: _read_local(path),
        folders=lambda _version: (path if path.is_dir() else path.parent,),
    )


def _read_local(path: Path) -> Manifest:
    from wingetpy.manifests.read import read_manifest  # late: start time

    try:
        if path.is_dir():
            files = sorted(one for one in path.iterdir() if one.suffix.lower() in (".yaml", ".yml"))
        else:
            files = [path]
        documents = [(str(file), _content(file)) for file in files]
    except (OSError, ValueError) as error:  # ValueError: a text that is no path
        reason = getattr(error, "strerror", None) or str(error)
        raise NotFound(
            f"The manifest {_shortened(str(path))} cannot be read: {reason}.",
            code=ErrorCode.ManifestFailed,
            target=_shortened(str(path)),
            remedy="Name a manifest, or the folder that holds its files, that the engine may read.",
        ) from error
    if not documents:
        raise ManifestError(
            f"The folder {path} holds no manifest (*.yaml).",
            code=ErrorCode.ManifestFailed,
            target=str(path),
            remedy="Name a manifest, or the folder that holds its files.",
        )
    return read_manifest(documents)


def _content(file: Path) -> bytes:
    from wingetpy.hosts.native_files import open_file  # late: start time
    from wingetpy.manifests.yamltext import LARGEST_FILE  # late: start time

    with open_file(file) as opened:
        return opened.read(LARGEST_FILE + 1)  # a larger one is refused when it is parsed


def _shortened(path: str) -> str:
    return path if len(path) <= 500 else path[:497] + "..."


def _given(text: str | None) -> tuple[str, ...]:
    """A word of the manifest's, in lower case; the module's `Default` is no wish."""
    return () if not text or text.casefold() == "default" else (text.lower(),)
