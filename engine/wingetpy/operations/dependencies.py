"""The packages that a package depends on: the plans of those that are missing, in the order they are installed."""

from __future__ import annotations

from typing import NamedTuple

from wingetpy.correlation.correlated import Correlated
from wingetpy.installers.technology import InstallOptions
from wingetpy.manifests.model import Installer, PackageDependency
from wingetpy.model.call import Call
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.dependency_walk import DependencyWalk, Needed, least_version, missing_dependency
from wingetpy.operations.find_target import choose_version
from wingetpy.operations.installed import Inventory, installed_as
from wingetpy.operations.kept_wishes import usable, with_wishes
from wingetpy.operations.make_plan import plan_install
from wingetpy.operations.needed_features import needed_features, with_features
from wingetpy.operations.plan import DependencyLine, PlannedOperation
from wingetpy.operations.request import PackageRequest
from wingetpy.operations.target import Target
from wingetpy.operations.updates import from_other_source
from wingetpy.selection.wishes import InstalledFacts


class PlannedDependencies(NamedTuple):
    """The plans of the missing dependencies of a package in their order, and the tree of all of them."""

    plans: tuple[PlannedOperation, ...] = ()
    tree: tuple[DependencyLine, ...] = ()


def plan_dependencies(
    context: Context,
    target: Target,
    installer: Installer,
    options: InstallOptions,
    inventory: Inventory,
    call: Call,
) -> PlannedDependencies:
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
        return PlannedDependencies()
    choice = _Missing(context, InstallOptions(scope=options.scope, may_ask=options.may_ask), inventory, call)
    walk = DependencyWalk(target, choice.choose, choice.planned, call)
    walk.below(target.identifier, installer)
    return PlannedDependencies(tuple(walk.found.values()), tuple(walk.tree))


def _report_others(target: Target, installer: Installer, call: Call) -> None:
    """Warn of what a package depends on besides other packages: it is left to the user."""
    needs = installer.dependencies
    if needs.windows_libraries:
        names = ", ".join(needs.windows_libraries)
        call.message("Warning", f"{target.identifier} depends on the Windows libraries {names}; install them yourself.")
    for name in needs.external_dependencies:
        call.message("Warning", f"{target.identifier} depends on {name}, which is not a package; install it yourself.")


class _Missing:
    """Which dependencies have to be installed or updated on this machine, and the plans of those."""

    def __init__(self, context: Context, options: InstallOptions, inventory: Inventory, call: Call) -> None:
        self._context = context
        self._options = options
        self._inventory = inventory
        self._call = call

    def choose(self, parent: str, needed: PackageDependency, target: Target) -> Needed | Correlated:
        """Choose the version of a dependency that is missing or too old; of any other one what is installed."""
        least = least_version(needed)
        there = installed_as(self._inventory, target, None)
        if there is not None and (least is None or Version.parse(there.version) >= least):
            return there
        if there is not None and not there.may_come_from(target.origin.identifier):
            raise missing_dependency(parent, needed, from_other_source(there, target.origin.name).text)
        installed = there.facts if there else InstalledFacts()
        return Needed(target, choose_version(self._context, target, PackageRequest(), installed, self._call), there)

    def planned(self, needed: Needed, installer: Installer) -> PlannedOperation:
        """Plan an install, or an update with what the user gave when the dependency was installed."""
        target, chosen, there = needed
        features = needed_features(
            self._context.host,
            target.identifier,
            installer,
            force=False,
            may_ask=self._options.may_ask,
            call=self._call,
        )
        if there is None:
            return with_features(plan_install(self._context, target, chosen, self._options), features)
        wishes = usable(there.wishes, installer, target.identifier, self._call)
        options = with_wishes(self._options, wishes)
        return with_features(plan_install(self._context, target, chosen, options, there.entry, there.wishes), features)
