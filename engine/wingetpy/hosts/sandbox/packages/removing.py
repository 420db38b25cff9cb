"""Takes packages from users."""

from __future__ import annotations

from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import DeployingStage, RemovePackageOptions
from wingetpy.hosts.sandbox.packages.dependencies import best_framework, relying
from wingetpy.hosts.sandbox.packages.in_use import end_programs, programs_of
from wingetpy.hosts.sandbox.packages.records import Declined, Need, Preserved, StoredPackage
from wingetpy.hosts.sandbox.packages.refusals import Refused
from wingetpy.hosts.sandbox.packages.registering import drop_pending, drop_unwanted, optional_of, release, unregister
from wingetpy.hosts.sandbox.packages.work import StoreDeployment


def remove(work: StoreDeployment, full_name: str, options: RemovePackageOptions) -> bool:
    """Take a package from the caller's user or from all; staged and nobody's, from the machine. Returns False.

    Raises:
        Refused: InstallPackageNotFound; InvalidParameter; AccessDenied; InstallResolveDependencyFailed for a framework
            that is needed; RemoveFailed for what is in use and cannot be ended.
    """
    state = work.state
    package = _main_of(work, full_name)
    if package is None:
        raise _not_found(full_name)
    _need_sense(package, options)
    if options.remove_for_all_users:
        work.need_administrator("Removing a package from all users")
    users = state.users_of(package.full_name) if options.remove_for_all_users else [work.sid]
    owners = [user for user in users if state.has(user, package.full_name)]
    if package.listed is None and not owners:
        if state.users_of(package.full_name):
            raise _not_found(full_name)
        work.need_administrator("Removing a package that no user has")
    work.report(DeployingStage.removing, 0.1)
    programs = programs_of(
        work, state, [package, *(one for user in owners for one in optional_of(state, user, package))]
    )
    for user in owners:
        _take(work, user, package, options)
    end_programs(work, programs, ErrorCode.RemoveFailed, f"The package {package.full_name}")
    for pending in [one for one in state.pending.values() if one.full_name.lower() == package.key]:
        state.pending.pop(pending.key)
    if not owners:
        state.provisioned = {key: one for key, one in state.provisioned.items() if one.full_name.lower() != package.key}
    drop_unwanted(state, package)
    return False


def _main_of(work: StoreDeployment, full_name: str) -> StoredPackage | None:
    """Return a package; of one that came with another, that other."""
    package = work.state.package(full_name)
    if package is None or not (package.is_bundle or package.is_resource):
        return package
    return next((one for one in work.state.group_of(package) if one.is_main), package)


def _need_sense(package: StoredPackage, options: RemovePackageOptions) -> None:
    keeps = options.preserve_application_data
    if options.preserve_roamable_application_data and (keeps or options.remove_for_all_users):
        text = "Roamable application data cannot be kept together with all data, or for all users."
        raise Refused(ErrorCode.InvalidParameter, text)
    if keeps and not package.is_development:
        text = f"Application data are kept only of packages in developer mode; {package.full_name} is not."
        raise Refused(ErrorCode.InvalidParameter, text)


def _take(work: StoreDeployment, user: str, package: StoredPackage, options: RemovePackageOptions) -> None:
    state = work.state
    if package.is_framework and (needed := _in_need(work, user, package)):
        raise Refused(
            ErrorCode.InstallResolveDependencyFailed,
            f"The framework {package.full_name} cannot be removed: {needed.full_name} needs it.",
        )
    for optional in optional_of(state, user, package):
        unregister(state, user, optional)
    unregister(state, user, package)
    release(state, user, work.facts.architecture)
    family = package.family_name
    drop_pending(state, user, family)
    if not any(one.family == package.family for one in state.packages_of(user)):
        if options.preserve_application_data or options.preserve_roamable_application_data:
            state.put(
                Preserved(user=user, family_name=family, roamable_only=options.preserve_roamable_application_data)
            )
        if package.family in state.provisioned:
            state.put(Declined(user=user, family_name=family))


def _in_need(work: StoreDeployment, user: str, framework: StoredPackage) -> StoredPackage | None:
    """Return a package of a user that would lack a framework; None where another one serves."""
    packages, native = work.state.packages_of(user), work.facts.architecture
    left = [one for one in packages if one.key != framework.key]

    def lacks(package: StoredPackage, need: Need) -> bool:
        is_this = need.family_name.lower() == framework.family and not need.is_optional
        return is_this and best_framework(need, package.identity.architecture, left, native) is None

    using = relying(packages, framework, native)
    return next((one for one in using if any(lacks(one, need) for need in one.needs)), None)


def _not_found(full_name: str) -> Refused:
    return Refused(ErrorCode.InstallPackageNotFound, f"The package {full_name} is not installed.")
