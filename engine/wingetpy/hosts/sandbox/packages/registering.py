"""Gives packages to a user: the rules of updates, frameworks, optional packages, and of what is in use."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import DeployingStage
from wingetpy.hosts.running import RunningProgram
from wingetpy.hosts.sandbox.packages.dependencies import frameworks_of, relying
from wingetpy.hosts.sandbox.packages.in_use import end_programs, in_use, programs_of
from wingetpy.hosts.sandbox.packages.loose import names_place
from wingetpy.hosts.sandbox.packages.records import Pending, Registration, StoredPackage, key_of
from wingetpy.hosts.sandbox.packages.refusals import Refused
from wingetpy.hosts.sandbox.packages.state import State
from wingetpy.hosts.sandbox.packages.work import StoreDeployment
from wingetpy.msix.identity import packed_version


@dataclass(frozen=True)
class RegisterWishes:
    """How a package is registered.

    Attributes:
        any_version: Also an older one than the user has.
        end_all, end_target: Programs of the package and those that depend on it are ended, or its own alone.
        defer: Where it is in use, it is registered later.
        external: Where content outside the package lies.
        data_volume: Name of the volume of its data.
        moves_with: Families that are updated in the same deployment.
        families: Further families to register with it.
    """

    any_version: bool = False
    end_all: bool = False
    end_target: bool = False
    defer: bool = False
    external: str = ""
    data_volume: str = ""
    moves_with: tuple[str, ...] = ()
    families: tuple[str, ...] = ()

    def alone(self) -> RegisterWishes:
        """The same for one of the others."""
        return replace(self, families=(), external="")


def register(work: StoreDeployment, package: StoredPackage, wishes: RegisterWishes) -> bool:
    """Give a staged package to the caller's user.

    Returns:
        False where it waits until the older version is no longer in use.

    Raises:
        Refused: with what Windows answers; see the reference, 3.2.
    """
    work.report(DeployingStage.registering, 0.95)
    state = work.state
    old = replaced_by(state, work.sid, package)
    need_update(package, old, any_version=wishes.any_version)
    _need_external(package, wishes)
    _need_main(state, work.sid, package)
    _need_hosts(state, work.sid, package)
    _need_own_applications(state, work.sid, package)
    _need_related(state, work.sid, package, old, wishes)
    frameworks = frameworks_of(package, state.packages.values(), work.facts.architecture)
    others = [one for family in wishes.families for one in _newest_of(work, family)]
    if old is not None and old.key != package.key and not _make_room(work, old, wishes):
        state.put(Pending(user=work.sid, family_name=package.family_name, full_name=package.full_name))
        return False
    for framework in frameworks:
        _register_framework(work, framework)
    if old is not None and old.key != package.key:
        unregister(state, work.sid, old)
    for one in state.group_of(package):
        state.put(
            Registration(
                user=work.sid,
                full_name=one.full_name,
                family_name=one.family_name,
                data_volume=wishes.data_volume or _data_volume(work, package),
                external=wishes.external,
            )
        )
    state.users.setdefault(work.user.key, work.user)
    drop_pending(state, work.sid, package.family_name)
    state.declined.pop(key_of(work.sid, package.family_name), None)
    state.preserved.pop(key_of(work.sid, package.family_name), None)
    for other in others:
        register(work, other, wishes.alone())
    release(state, work.sid, work.facts.architecture)
    return True


def replaced_by(state: State, user: str, package: StoredPackage) -> StoredPackage | None:
    """Return what a user has of the family that a package takes the place of; for a framework that of its
    architecture.
    """
    return next((one for one in state.packages_of(user) if is_version_of(one, package)), None)


def is_version_of(one: StoredPackage, package: StoredPackage) -> bool:
    """Whether one of two packages takes the place of the other."""
    same_kind = (one.is_main and package.is_main) or (one.is_framework and package.is_framework)
    same_place = package.is_main or one.identity.architecture == package.identity.architecture
    return one.family == package.family and same_kind and same_place and not one.listed


def need_update(package: StoredPackage, old: StoredPackage | None, *, any_version: bool) -> None:
    """Check that a package may take the place of another.

    Raises:
        Refused: InstallPackageDowngrade; PackageAlreadyExists where one is a developer's and the other is not;
            InstallResolveDependencyFailed for a package in the place of a bundle.
    """
    if old is None or old.key == package.key:
        return
    if old.is_development != package.is_development:
        text = f"{package.full_name} cannot replace {old.full_name}: one of them is registered in developer mode. "
        raise Refused(ErrorCode.PackageAlreadyExists, f"{text}Remove that first.")
    if package.identity.version_number < old.identity.version_number and not any_version:
        text = f"The package {package.full_name} is older than {old.full_name}, which is installed."
        raise Refused(ErrorCode.InstallPackageDowngrade, text)
    if old.bundle and not package.bundle:
        text = f"The package {package.full_name} cannot replace {old.full_name}, which came out of a bundle."
        raise Refused(ErrorCode.InstallResolveDependencyFailed, text)


def unregister(state: State, user: str, package: StoredPackage) -> None:
    """Take a package and what came with it from a user. Content that nobody has any more goes, too."""
    for one in state.group_of(package):
        state.registrations.pop(key_of(user, one.full_name), None)
    drop_unwanted(state, package)


def drop_unwanted(state: State, package: StoredPackage) -> None:
    """Forget a package that nobody has; its folder goes when that is committed."""
    if not state.is_wanted(package):
        for one in state.group_of(package):
            state.packages.pop(one.key, None)


def drop_pending(state: State, user: str, family_name: str) -> None:
    """Forget the version that a user waits for; its content goes if nobody has it."""
    pending = state.pending.pop(key_of(user, family_name), None)
    package = state.package(pending.full_name) if pending is not None else None
    if package is not None:
        drop_unwanted(state, package)


def release(state: State, user: str, native: str) -> None:
    """Take from a user the frameworks that were registered for another package, and that none uses any more.

    Args:
        native: The machine's architecture.
    """
    for framework in state.packages_of(user):
        registration = state.registrations[key_of(user, framework.full_name)]
        comes_along = framework.is_framework and registration.as_dependency
        if comes_along and not relying(state.packages_of(user), framework, native):
            unregister(state, user, framework)


def _register_framework(work: StoreDeployment, framework: StoredPackage) -> None:
    if work.state.has(work.sid, framework.full_name):
        return
    work.state.put(
        Registration(
            user=work.sid, full_name=framework.full_name, family_name=framework.family_name, as_dependency=True
        )
    )
    work.state.users.setdefault(work.user.key, work.user)


def _make_room(work: StoreDeployment, old: StoredPackage, wishes: RegisterWishes) -> bool:
    """End what runs from the version that is replaced; False where that waits.

    Raises:
        Refused: PackagesInUse.
    """
    own = programs_of(work, work.state, [old])
    others = programs_of(work, work.state, companions(work, old))
    to_end = [*own, *others] if wishes.end_all else own if wishes.end_target else []
    left: list[RunningProgram] = [one for one in (*own, *others) if one not in to_end]
    if left:
        if wishes.defer:
            return False
        raise in_use(left, f"The package {old.full_name}")
    end_programs(work, to_end, ErrorCode.PackagesInUse, f"The package {old.full_name}")
    return True


def companions(work: StoreDeployment, package: StoredPackage) -> list[StoredPackage]:
    """Return the user's packages that run in or with a package: what uses a framework, what belongs to a main one."""
    if package.is_framework:
        return relying(work.state.packages_of(work.sid), package, work.facts.architecture)
    return optional_of(work.state, work.sid, package)


def optional_of(state: State, user: str, package: StoredPackage) -> list[StoredPackage]:
    """Return a user's optional packages that belong to a main one."""
    return [one for one in state.packages_of(user) if package.family in {main.lower() for main in one.mains}]


def _data_volume(work: StoreDeployment, package: StoredPackage) -> str:
    """Data stay where they are."""
    for one in work.before.registrations.values():
        if one.user.lower() == work.sid.lower() and one.family_name.lower() == package.family:
            return one.data_volume
    return ""


def _need_external(package: StoredPackage, wishes: RegisterWishes) -> None:
    if wishes.external and not names_place(wishes.external):
        text = f"'{wishes.external[:200]}' is no folder for content of {package.full_name}: it has no whole path."
        raise Refused(ErrorCode.InvalidParameter, text)
    if wishes.external and not package.allows_external:
        text = f"The package {package.full_name} does not allow content outside it."
        raise Refused(ErrorCode.PackageExternalLocationNotAllowed, text)


def _need_main(state: State, user: str, package: StoredPackage) -> None:
    if package.is_optional and not _mains_of(state, user, package):
        text = (
            f"The optional package {package.full_name} needs one of {', '.join(package.mains)}, which is not installed."
        )
        raise Refused(ErrorCode.InstallOptionalPackageRequiresMainPackage, text)


def _need_hosts(state: State, user: str, package: StoredPackage) -> None:
    for need in package.hosts:
        least = packed_version(need.minimum)
        mine = [one for one in state.packages_of(user) if one.family == need.family_name.lower()]
        if not any(one.identity.version_number >= least for one in mine if not one.listed):
            text = f"The package {package.full_name} runs in {need.family_name}, version {need.minimum} or later."
            raise Refused(ErrorCode.InstallResolveHostRuntimeDependencyFailed, f"{text} It is not installed.")


def _mains_of(state: State, user: str, package: StoredPackage) -> list[StoredPackage]:
    families = {main.lower() for main in package.mains}
    return [one for one in state.packages_of(user) if one.family in families and one.is_main]


def _need_own_applications(state: State, user: str, package: StoredPackage) -> None:
    """Raise Refused where an optional package has an application of the same id as its main one or another optional."""
    if not package.is_optional:
        return
    mains = _mains_of(state, user, package)
    others = [
        *mains,
        *(one for main in mains for one in optional_of(state, user, main) if one.family != package.family),
    ]
    for other in others:
        if clash := set(package.applications) & set(other.applications):
            text = f"The application {sorted(clash)[0]} of {package.full_name} is also in {other.full_name}."
            raise Refused(ErrorCode.InstallOptionalPackageApplicationIdNotUnique, text)


def _need_related(
    state: State, user: str, package: StoredPackage, old: StoredPackage | None, wishes: RegisterWishes
) -> None:
    """Check that a related set is updated as a whole.

    Raises:
        Refused: InstallInvalidRelatedSetUpdate.
    """
    if old is None or old.key == package.key:
        return
    moving = {family.lower() for family in (*wishes.moves_with, *wishes.families)}
    members = {family.lower() for family in (*package.related, *old.related)}
    for main in _mains_of(state, user, package):
        if package.family in {family.lower() for family in main.related}:
            members.add(main.family)
    for one in state.packages_of(user):
        if one.is_main and one.family in members - moving:
            text = f"The package {package.full_name} can only be updated together with {one.family_name}."
            raise Refused(ErrorCode.InstallInvalidRelatedSetUpdate, text)


def _newest_of(work: StoreDeployment, family: str) -> list[StoredPackage]:
    """Return the newest staged package of a family that is to be registered as well.

    Raises:
        Refused: InstallPackageNotFound.
    """
    found = [one for one in work.state.of_family(family) if one.is_main or one.is_framework]
    if not found:
        raise Refused(ErrorCode.InstallPackageNotFound, f"No package of the family {family} is on this machine.")
    return found[:1]
