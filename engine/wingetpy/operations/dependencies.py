"""The packages that a package depends on: the plans of those that are missing, in the order they are installed."""

from __future__ import annotations

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import ErrorCode, NotFound, OperationError
from wingetpy.errors.remedies import SKIP_DEPENDENCIES
from wingetpy.installers.technology import InstallOptions
from wingetpy.manifests.model import Installer, PackageDependency
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.find_target import choose_version, target_of
from wingetpy.operations.installed import Inventory, installed_as
from wingetpy.operations.kept_wishes import usable, with_wishes
from wingetpy.operations.make_plan import plan_install
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.request import PackageRequest
from wingetpy.operations.target import ChosenVersion, Target
from wingetpy.operations.updates import from_other_source
from wingetpy.selection.wishes import InstalledFacts
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.request import MatchOption, SearchRequest


def plan_dependencies(
    context: Context,
    target: Target,
    installer: Installer,
    options: InstallOptions,
    inventory: Inventory,
    call: Call,
) -> tuple[PlannedOperation, ...]:
    """Plan what must be installed or updated first; a dependency comes before what depends on it.

    Packages are looked for in the target's own source; a local manifest has none, so its dependencies are not found.

    Args:
        options: Of the target; its dependencies are installed in the same scope.

    Raises:
        OperationError: MissingDependency, naming the package that does not exist or does not fit.
    """
    _report_others(target, installer, call)
    if target.opened is None or target.reference is None:
        if installer.dependencies.package_dependencies:
            call.message(
                "Warning", f"The dependencies of {target.identifier} are not looked for: it is a local manifest."
            )
        return ()
    walk = _Walk(context, target.opened, target.reference.source, InstallOptions(scope=options.scope), inventory, call)
    walk.below(target.identifier, installer)
    return tuple(walk.found.values())


def _report_others(target: Target, installer: Installer, call: Call) -> None:
    """Warn of what a package depends on besides other packages: it is left to the user."""
    needs = installer.dependencies
    for what, names in (
        ("Windows features", needs.windows_features),
        ("Windows libraries", needs.windows_libraries),
    ):
        if names:
            call.message(
                "Warning", f"{target.identifier} depends on the {what} {', '.join(names)}; install them yourself."
            )
    for name in needs.external_dependencies:
        call.message("Warning", f"{target.identifier} depends on {name}, which is not a package; install it yourself.")


class _Walk:
    """Depth first."""

    def __init__(
        self,
        context: Context,
        opened: CompositeSource,
        source: str,
        options: InstallOptions,
        inventory: Inventory,
        call: Call,
    ) -> None:
        self._context = context
        self._opened = opened
        self._source = source
        self._options = options
        self._inventory = inventory
        self._call = call
        self._path: list[str] = []
        self.found: dict[str, PlannedOperation] = {}

    def below(self, identifier: str, installer: Installer) -> None:
        self._path.append(fold(identifier))
        for needed in sorted(installer.dependencies.package_dependencies, key=lambda one: fold(one.package_identifier)):
            self._visit(identifier, needed)
        self._path.pop()

    def _visit(self, parent: str, needed: PackageDependency) -> None:
        key = fold(needed.package_identifier)
        if key in self._path:
            self._call.message(
                "Warning", f"{parent} and {needed.package_identifier} depend on each other; the order found is used."
            )
            return
        least = Version.or_unknown(needed.minimum_version) if needed.minimum_version else None
        if key in self.found and (least is None or Version.parse(self.found[key].plan.to_version) >= least):
            return
        target = self._target(parent, needed)
        there = installed_as(self._inventory, target, None)
        if there is not None and (least is None or Version.parse(there.version) >= least):
            return
        if there is not None and not there.may_come_from(target.origin.identifier):
            raise _missing(parent, needed, from_other_source(there, target.origin.name).text)
        installed = there.facts if there else InstalledFacts()
        chosen = choose_version(self._context, target, PackageRequest(), installed, self._call)
        installer = chosen.choice.installer
        if installer is None:
            raise _missing(parent, needed, chosen.choice.not_applicable(target.identifier).text)
        if least is not None and chosen.manifest.version < least:
            raise _missing(parent, needed, f"the newest version is {chosen.manifest.package_version}")
        self.below(target.identifier, installer)
        self.found[key] = self._planned(target, chosen, installer, there)

    def _planned(
        self, target: Target, chosen: ChosenVersion, installer: Installer, there: Correlated | None
    ) -> PlannedOperation:
        """Plan an install, or an update with what the user gave when the dependency was installed."""
        if there is None:
            return plan_install(self._context, target, chosen, self._options)
        wishes = usable(there.wishes, installer, target.identifier, self._call)
        options = with_wishes(self._options, wishes)
        return plan_install(self._context, target, chosen, options, there.entry, there.wishes)

    def _target(self, parent: str, needed: PackageDependency) -> Target:
        request = SearchRequest(
            id=needed.package_identifier, source=self._source, match_option=MatchOption.equals_case_insensitive
        )
        try:
            return target_of(self._opened, self._opened.find_one(request))
        except NotFound as error:
            raise _missing(parent, needed, f"the source {self._source} has no such package") from error


def _missing(parent: str, needed: PackageDependency, why: str) -> OperationError:
    least = f" {needed.minimum_version} or newer" if needed.minimum_version else ""
    return OperationError(
        f"{parent} depends on {needed.package_identifier}{least}, which cannot be installed: {why}.",
        code=ErrorCode.MissingDependency,
        category="ResourceUnavailable",
        target=needed.package_identifier,
        remedy=SKIP_DEPENDENCIES,
    )
