"""The packages that a package needs: which of them are missing, in the order they have to be installed."""

from __future__ import annotations

from wingetpy.commands.candidates import Candidate, Wished, candidate_of, select
from wingetpy.commands.engine import Engine
from wingetpy.commands.installed import Inventory, installed_as
from wingetpy.commands.parameters import InstallerWishes
from wingetpy.errors import ErrorCode, NotApplicable, NotFound, OperationError
from wingetpy.manifests.model import Installer, PackageDependency
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.operations.plan import PlannedDependency
from wingetpy.selection.wishes import InstalledFacts
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.request import MatchOption, SearchRequest

_ANY: Wished = InstallerWishes()


def missing_dependencies(
    engine: Engine, candidate: Candidate, installer: Installer, inventory: Inventory, call: Call
) -> tuple[PlannedDependency, ...]:
    """What has to be installed or updated first, those that others need before these others.

    They are looked for in the package's own source; a local manifest has none, so its dependencies cannot be found.

    Raises:
        OperationError: MissingDependency, naming the package that is not there or does not fit.
    """
    _tell_of_others(candidate, installer, call)
    if candidate.opened is None or candidate.reference is None:
        if installer.dependencies.package_dependencies:
            call.message(
                "Warning", f"The packages that {candidate.identifier} needs are not looked for: it is a local manifest."
            )
        return ()
    walk = _Walk(engine, candidate.opened, candidate.reference.source, inventory, call)
    walk.below(candidate.identifier, installer)
    return tuple(walk.found.values())


def _tell_of_others(candidate: Candidate, installer: Installer, call: Call) -> None:
    """What a package needs besides other packages is left to the user, who is told."""
    needs = installer.dependencies
    for what, names in (
        ("the Windows features", needs.windows_features),
        ("the Windows libraries", needs.windows_libraries),
        ("from elsewhere", needs.external_dependencies),
    ):
        if names:
            told = f"{candidate.identifier} needs {what} {', '.join(names)}; they are not installed with it."
            call.message("Warning", told)


class _Walk:
    """Depth first; what is below comes before what needs it."""

    def __init__(self, engine: Engine, opened: CompositeSource, source: str, inventory: Inventory, call: Call) -> None:
        self._engine = engine
        self._opened = opened
        self._source = source
        self._inventory = inventory
        self._call = call
        self._path: list[str] = []
        self.found: dict[str, PlannedDependency] = {}

    def below(self, identifier: str, installer: Installer) -> None:
        self._path.append(fold(identifier))
        for needed in sorted(installer.dependencies.package_dependencies, key=lambda one: fold(one.package_identifier)):
            self._visit(identifier, needed)
        self._path.pop()

    def _visit(self, parent: str, needed: PackageDependency) -> None:
        key = fold(needed.package_identifier)
        if key in self._path:
            self._call.message(
                "Warning", f"{parent} and {needed.package_identifier} need each other; the order found is used."
            )
            return
        least = Version.parse(needed.minimum_version) if needed.minimum_version else None
        if key in self.found and (least is None or Version.parse(self.found[key].version) >= least):
            return
        candidate = self._candidate(parent, needed)
        there = installed_as(self._inventory, candidate, None)
        if there is not None and (least is None or Version.parse(there.version) >= least):
            return
        try:
            selected = select(self._engine, candidate, _ANY, there.facts if there else InstalledFacts(), self._call)
        except NotApplicable as error:
            raise _missing(parent, needed, error.text) from error
        if least is not None and selected.manifest.version < least:
            raise _missing(parent, needed, f"the newest version is {selected.manifest.package_version}")
        assert selected.choice.installer is not None
        self.below(candidate.identifier, selected.choice.installer)
        self.found[key] = PlannedDependency(
            candidate.identifier, selected.manifest.package_version, "Update" if there else "Install"
        )

    def _candidate(self, parent: str, needed: PackageDependency) -> Candidate:
        request = SearchRequest(
            id=needed.package_identifier, source=self._source, match_option=MatchOption.equals_case_insensitive
        )
        try:
            return candidate_of(self._opened, self._opened.find_one(request))
        except NotFound as error:
            raise _missing(parent, needed, f"the source {self._source} has no such package") from error


def _missing(parent: str, needed: PackageDependency, why: str) -> OperationError:
    least = f" {needed.minimum_version} or newer" if needed.minimum_version else ""
    return OperationError(
        f"{parent} needs {needed.package_identifier}{least}, which cannot be installed: {why}.",
        code=ErrorCode.MissingDependency,
        category="ResourceUnavailable",
        target=needed.package_identifier,
        remedy="Install it by hand, or leave dependencies alone with --skip-dependencies (-SkipDependencies).",
    )
