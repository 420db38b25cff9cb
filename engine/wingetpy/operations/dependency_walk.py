"""The order of the packages that a package depends on: depth first, a dependency before what depends on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import Ambiguous, ErrorCode, NotFound, OperationError
from wingetpy.errors.remedies import SKIP_DEPENDENCIES
from wingetpy.manifests.model import Installer, PackageDependency
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.operations.find_target import target_of
from wingetpy.operations.plan import DependencyLine
from wingetpy.operations.target import ChosenVersion, Target
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.request import MatchOption, SearchRequest

T = TypeVar("T")

LONGEST_CHAIN = 200
"""How many packages may depend on each other in a row: an invented chain must not exhaust the stack."""


class Needed(NamedTuple):
    """A dependency with the version and the installer that are taken; `there` is the older one that is installed."""

    target: Target
    chosen: ChosenVersion
    there: Correlated | None = None


Choose = Callable[[str, PackageDependency, Target], Needed | Correlated]
"""`(the id of what depends on it, dependency, its package)` -> what is taken, or what is installed and new enough."""


class DependencyWalk(Generic[T]):
    """One walk over the dependencies of a package. Those of one package are visited by folded id, as in the reference.

    Args:
        package: The package, of a source that is open: its dependencies come from the same one.
        choose: Chooses a version of a dependency.
        make: Makes of it what is collected.
        call: Is warned of packages that depend on each other.

    Attributes:
        found: What was made, by folded id, in the order of the installation.
        tree: What depends on what.
    """

    def __init__(self, package: Target, choose: Choose, make: Callable[[Needed, Installer], T], call: Call) -> None:
        assert package.opened is not None
        assert package.reference is not None
        self._opened: CompositeSource = package.opened
        self._source = package.reference.source
        self._choose = choose
        self._make = make
        self._call = call
        self._path: list[str] = []
        self._versions: dict[str, Version] = {}
        self.found: dict[str, T] = {}
        self.tree: list[DependencyLine] = []

    def below(self, identifier: str, installer: Installer) -> None:
        """Collect what an installer of a package depends on.

        Raises:
            OperationError: MissingDependency, naming the package that does not exist or does not fit.
        """
        self._path.append(fold(identifier))
        for needed in sorted(installer.dependencies.package_dependencies, key=lambda one: fold(one.package_identifier)):
            self._visit(identifier, needed)
        self._path.pop()

    def _visit(self, parent: str, needed: PackageDependency) -> None:
        key, least = fold(needed.package_identifier), least_version(needed)
        level = len(self._path)
        if key in self._path:
            self.tree.append(DependencyLine(level=level, id=needed.package_identifier, state="Circle"))
            self._call.message(
                "Warning", f"{parent} and {needed.package_identifier} depend on each other; the order found is used."
            )
            return
        if level > LONGEST_CHAIN:
            raise missing_dependency(
                parent,
                needed,
                f"it is the end of a chain of more than {LONGEST_CHAIN} packages, each depending on the next",
            )
        if key in self._versions and (least is None or self._versions[key] >= least):
            text = self._versions[key].text
            self.tree.append(DependencyLine(level=level, id=needed.package_identifier, version=text, state="Above"))
            return
        taken = self._choose(parent, needed, self._package(parent, needed))
        if not isinstance(taken, Needed):
            self.tree.append(DependencyLine(level=level, id=taken.id, version=taken.version, state="Installed"))
            return
        chosen, installer = taken.chosen, taken.chosen.choice.installer
        if installer is None:
            raise missing_dependency(parent, needed, chosen.choice.not_applicable(taken.target.identifier).text)
        if least is not None and chosen.manifest.version < least:
            raise missing_dependency(parent, needed, f"the newest version is {chosen.manifest.package_version}")
        self.tree.append(
            DependencyLine(
                level=level,
                id=taken.target.identifier,
                version=chosen.manifest.package_version,
                state="Install" if taken.there is None else "Update",
            )
        )
        self.below(taken.target.identifier, installer)
        self.found[key] = self._make(taken, installer)
        self._versions[key] = chosen.manifest.version

    def _package(self, parent: str, needed: PackageDependency) -> Target:
        request = SearchRequest(
            id=needed.package_identifier, source=self._source, match_option=MatchOption.equals_case_insensitive
        )
        try:
            return target_of(self._opened, self._opened.find_one(request))
        except NotFound as error:
            raise missing_dependency(parent, needed, f"the source {self._source} has no such package") from error
        except Ambiguous as error:
            raise missing_dependency(parent, needed, f"the source {self._source} has it several times") from error


def least_version(needed: PackageDependency) -> Version | None:
    """Return the least version that will do; None where any will."""
    return Version.or_unknown(needed.minimum_version) if needed.minimum_version else None


def missing_dependency(parent: str, needed: PackageDependency, why: str) -> OperationError:
    """Return the error of a package whose dependency cannot be installed; `why` is a clause."""
    least = f" {needed.minimum_version} or newer" if needed.minimum_version else ""
    return OperationError(
        f"{parent} depends on {needed.package_identifier}{least}, which cannot be installed: {why}.",
        code=ErrorCode.MissingDependency,
        category="ResourceUnavailable",
        target=needed.package_identifier,
        remedy=SKIP_DEPENDENCIES,
    )
