"""Provision and deprovision: what every new user gets."""

from __future__ import annotations

from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import DeployingStage, ProvisionPackageOptions
from wingetpy.hosts.sandbox.packages.records import Pending, Provisioned, StoredPackage, key_of
from wingetpy.hosts.sandbox.packages.refusals import Refused
from wingetpy.hosts.sandbox.packages.registering import RegisterWishes, register
from wingetpy.hosts.sandbox.packages.repairing import mend
from wingetpy.hosts.sandbox.packages.state import State
from wingetpy.hosts.sandbox.packages.work import StoreDeployment


def provision(work: StoreDeployment, family_name: str, options: ProvisionPackageOptions) -> bool:
    """Give the newest staged version of a family to all users; what was damaged of it is mended first.

    Returns False: a registration is not asked for.

    Raises:
        Refused: AccessDenied; InstallOpenPackageFailed for a family that is not staged, or that is damaged and cannot
            be mended; InstallFailed for one that is not on the system's volume;
            ProvisionOptionalPackageRequiresMainPackageProvisioned.
    """
    work.need_administrator("Provisioning a package")
    work.report(DeployingStage.provisioning, 0.5)
    package = _newest(work, family_name)
    for name in options.optional_package_family_names:
        _newest(work, name)
    if package.volume.lower() != work.volume(None).name.lower():
        text = f"The package {package.full_name} is not on the volume of the system."
        raise Refused(ErrorCode.InstallFailed, text, ErrorCode.NotSupported)
    if package.is_optional and not any(main.lower() in work.state.provisioned for main in package.mains):
        text = f"The optional package {package.full_name} needs its main package to be provisioned."
        raise Refused(ErrorCode.ProvisionOptionalPackageRequiresMainPackageProvisioned, text)
    for one in work.state.group_of(package):
        mend(work, one)
    work.state.put(
        Provisioned(
            family_name=package.family_name,
            full_name=package.full_name,
            optional=options.optional_package_family_names,
        )
    )
    for key in [key for key, one in work.state.declined.items() if one.family_name.lower() == package.family]:
        work.state.declined.pop(key)
    return False


def deprovision(work: StoreDeployment, family_name: str) -> bool:
    """No longer give a family to new users; who has it keeps it. Returns False: see `provision`.

    Raises:
        Refused: AccessDenied; InstallOpenPackageFailed for a family that is not there.
    """
    work.need_administrator("Deprovisioning a package")
    work.report(DeployingStage.provisioning, 0.5)
    if work.state.provisioned.pop(family_name.lower(), None) is None:
        _newest(work, family_name)
    return False


def sign_in(work: StoreDeployment) -> bool:
    """Do what happens when a user signs in: provisioned packages and versions that were waiting are registered.

    Returns False: nothing was asked for.
    """
    for pending in _waiting(work.state, work.sid):
        package = work.state.package(pending.full_name)
        if package is None:
            work.state.pending.pop(pending.key)
        else:
            _try_to_register(work, package)
    for one in _lacking(work.state, work.sid):
        _try_to_register(work, one)
    return False


def waits_for_sign_in(state: State, user: str) -> bool:
    """Whether a user gets something at the next sign-in."""
    return bool(_waiting(state, user) or _lacking(state, user))


def _waiting(state: State, user: str) -> list[Pending]:
    return [one for one in state.pending.values() if one.user.lower() == user.lower()]


def _lacking(state: State, user: str) -> list[StoredPackage]:
    """Return the provisioned packages of which a user has no version that is as new, and has not removed one."""
    mine = {one.family: one.identity.version_number for one in state.packages_of(user) if not one.listed}
    packages: list[StoredPackage] = []
    for one in state.provisioned.values():
        if key_of(user, one.family_name) not in state.declined and (main := state.package(one.full_name)) is not None:
            packages += [main, *(optional for family in one.optional for optional in state.of_family(family)[:1])]
    return [one for one in packages if mine.get(one.family, -1) < one.identity.version_number]


def _try_to_register(work: StoreDeployment, package: StoredPackage) -> None:
    """Register a package where that is possible now; else nothing happens."""
    before = work.state.copy()
    try:
        register(work, package, RegisterWishes(any_version=True, defer=True))
    except Refused:
        work.state = before


def _newest(work: StoreDeployment, family_name: str) -> StoredPackage:
    found = [one for one in work.state.of_family(family_name) if one.is_main or one.is_framework]
    if not found:
        text = f"No package of the family {family_name} is on this machine."
        raise Refused(ErrorCode.InstallOpenPackageFailed, text, ErrorCode.PathNotFound)
    return found[0]
