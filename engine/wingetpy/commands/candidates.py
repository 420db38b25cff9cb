"""Which package is meant, which version of it, and which of its installers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

import msgspec

from wingetpy.commands.engine import Engine
from wingetpy.commands.package_find import search_request
from wingetpy.commands.parameters import Criteria, ScopeWish
from wingetpy.errors import ErrorCode, ManifestError, NotFound
from wingetpy.manifests.model import Manifest
from wingetpy.model.call import Call
from wingetpy.model.scope import Scope
from wingetpy.model.version import Version
from wingetpy.operations.plan import Origin
from wingetpy.selection.choose import Choice, choose_installer
from wingetpy.selection.wishes import InstalledFacts, Wishes
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.request import MatchOption, PackageReference

LOCAL = Origin(name="", identifier="*DefaultSource")
"""Where a manifest that was given as a file comes from; the reference's own name for it."""


class Wished(Protocol):
    """What the parameters of show, install and update have in common."""

    @property
    def version(self) -> str | None: ...
    @property
    def scope(self) -> ScopeWish | None: ...
    @property
    def architecture(self) -> str | None: ...
    @property
    def installer_type(self) -> str | None: ...
    @property
    def locale(self) -> str | None: ...


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A package that an operation is about. `versions` are newest first; `manifest` reads one of them."""

    identifier: str
    origin: Origin
    versions: tuple[str, ...]
    manifest: Callable[[str], Manifest]
    reference: PackageReference | None = None
    opened: CompositeSource | None = None


class Selected(msgspec.Struct, frozen=True, kw_only=True):
    """A version and what was chosen among its installers."""

    manifest: Manifest
    choice: Choice


def find_candidate(engine: Engine, criteria: Criteria, manifest: str | None, call: Call) -> Candidate:
    """The one package that the criteria, or a manifest on the engine's disk, mean.

    Raises:
        NotFound, Ambiguous: as sources do.
        ManifestError: for a manifest that cannot be read.
    """
    if manifest is not None:
        return _local(Path(manifest))
    opened = engine.sources.open(call, criteria.source)
    reference = opened.find_one(search_request(criteria, MatchOption.equals_case_insensitive))
    return candidate_of(opened, reference)


def candidate_of(opened: CompositeSource, reference: PackageReference) -> Candidate:
    """A package that is known already."""
    source = opened.source(reference.source)
    details = source.details
    return Candidate(
        identifier=reference.identifier,
        origin=Origin(name=details.name, identifier=details.identifier, folder=source.root),
        versions=tuple(one.version for one in opened.versions(reference)),
        manifest=lambda version: opened.manifest(reference, version),
        reference=reference,
        opened=opened,
    )


def _local(path: Path) -> Candidate:
    from wingetpy.manifests.read import read_manifest  # late: start time

    if path.is_dir():
        files = sorted(one for one in path.iterdir() if one.suffix.lower() in (".yaml", ".yml"))
    else:
        files = [path]
    try:
        documents = [(str(file), file.read_bytes()) for file in files]
    except OSError as error:
        raise NotFound(
            f"The manifest {path} cannot be read: {error.strerror}.",
            code=ErrorCode.ManifestFailed,
            target=str(path),
            remedy="Name a manifest, or the folder that holds its files, that the engine may read.",
        ) from error
    if not documents:
        raise ManifestError(
            f"The folder {path} holds no manifest (*.yaml).",
            code=ErrorCode.ManifestFailed,
            target=str(path),
            remedy="Name a manifest, or the folder that holds its files.",
        )
    manifest = read_manifest(documents)
    folder = path if path.is_dir() else path.parent
    return Candidate(
        identifier=manifest.package_identifier,
        origin=msgspec.structs.replace(LOCAL, folder=folder),
        versions=(manifest.package_version,),
        manifest=lambda _version: manifest,
    )


def select(
    engine: Engine,
    candidate: Candidate,
    wished: Wished,
    installed: InstalledFacts,
    call: Call,
    *,
    above: Version | None = None,
) -> Selected:
    """The wanted version, or the newest one that has an installer for this machine, with the choice of the installer.

    Args:
        above: Only versions newer than this one, if there is one that fits.

    Raises:
        NotFound: there is no such version.
        NotApplicable: no installer fits; the reasons of the newest version are told.
        ManifestError: the wanted version's manifest is broken, or all are; a newer broken one is passed over, and told.
    """
    wishes = wishes_of(engine, wished, installed)
    if wished.version is not None:
        return _selected(engine, candidate.manifest(wished.version), wishes, must=True)
    asked = [v for v in candidate.versions if above is None or Version.parse(v) > above] or candidate.versions[:1]
    broken: list[ManifestError] = []
    first: Manifest | None = None
    for version in asked:
        try:
            manifest = candidate.manifest(version)
        except ManifestError as error:  # an older one will do; if none does, this is the reason
            broken.append(error)
            continue
        first = first or manifest
        selected = _selected(engine, manifest, wishes)
        if selected.choice.installer is not None:
            for reason in broken:
                call.message("Warning", reason.text, reason.code.hex)
            return selected
    if first is None:
        raise broken[0]
    return _selected(engine, first, wishes, must=True)


def _selected(engine: Engine, manifest: Manifest, wishes: Wishes, *, must: bool = False) -> Selected:
    choice = choose_installer(manifest.installers, engine.facts, wishes)
    if must and choice.installer is None:
        raise choice.not_applicable(manifest.package_identifier)
    return Selected(manifest=manifest, choice=choice)


def wishes_of(engine: Engine, wished: Wished, installed: InstalledFacts) -> Wishes:
    """What the caller and his settings want, and what is installed."""
    settings = engine.settings().settings.install
    return Wishes(
        scope=scope_of(wished.scope),
        allow_unknown_scope=bool(wished.scope and wished.scope.endswith("OrUnknown")),
        architectures=_given(wished.architecture),
        installer_type=next(iter(_given(wished.installer_type)), None),
        locale=wished.locale or None,
        requirements=settings.requirements,
        preferences=settings.preferences,
        installed=installed,
    )


def scope_of(wish: ScopeWish | None) -> Scope | None:
    """None where any scope will do."""
    if wish is None or wish == "Any":
        return None
    return Scope.user if wish.startswith("User") else Scope.machine


def _given(text: str | None) -> tuple[str, ...]:
    """A word of the manifest's, in lower case; the module's `Default` is no wish."""
    return () if not text or text.casefold() == "default" else (text.lower(),)


def newest_first(versions: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(versions, key=Version.parse, reverse=True))
