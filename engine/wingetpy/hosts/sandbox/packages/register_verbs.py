"""Register: packages that are staged, and loose folders."""

from __future__ import annotations

from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import RegisterPackageOptions
from wingetpy.hosts.sandbox.packages.loose import folder_of, loose_package
from wingetpy.hosts.sandbox.packages.opening import OpeningWishes, open_offer
from wingetpy.hosts.sandbox.packages.records import StoredPackage
from wingetpy.hosts.sandbox.packages.refusals import Refused
from wingetpy.hosts.sandbox.packages.registering import RegisterWishes, register
from wingetpy.hosts.sandbox.packages.staging import stage
from wingetpy.hosts.sandbox.packages.work import StoreDeployment


def register_uri(work: StoreDeployment, uri: str, options: RegisterPackageOptions) -> bool:
    """Register a package from the manifest in its folder, or a package file from where it lies.

    Returns:
        Whether the user has it now.

    Raises:
        Refused: InstallPolicyFailure for a loose folder without developer mode.
    """
    _stage_frameworks(work, options)
    if not uri.lower().endswith(".xml"):
        return _register_file(work, uri, options)
    folder, location = folder_of(work, uri)
    for staged in work.state.packages.values():
        if staged.location.lower() == location.lower() and not staged.is_in_place:
            return register_full_name(work, staged.full_name, options)
    if not options.developer_mode:
        text = f"The folder '{folder}' can be registered in developer mode only."
        raise Refused(ErrorCode.InstallPolicyFailure, text)
    package = loose_package(work, folder, location)
    work.state.put(package)
    return _register(work, package, options)


def _register_file(work: StoreDeployment, uri: str, options: RegisterPackageOptions) -> bool:
    offer = open_offer(work, uri, _asked(options))
    stage(work, [offer], work.volume(None))
    return register_full_name(work, offer.main.record.full_name, options)


def _stage_frameworks(work: StoreDeployment, options: RegisterPackageOptions) -> None:
    offers = [open_offer(work, one, _asked(options)) for one in options.dependency_package_uris]
    if offers:
        stage(work, offers, work.volume(None))


def _asked(options: RegisterPackageOptions) -> OpeningWishes:
    return OpeningWishes(
        allow_unsigned=options.allow_unsigned,
        expected_digests=options.expected_digests,
        all_resources=options.install_all_resources,
    )


def register_family(work: StoreDeployment, family_name: str, options: RegisterPackageOptions) -> bool:
    """Register the newest staged version of a family. Returns whether the user has it now."""
    _stage_frameworks(work, options)
    found = [one for one in work.state.of_family(family_name) if one.is_main or one.is_framework]
    if not found:
        raise _not_there(family_name)
    return _register(work, found[0], options)


def register_full_name(work: StoreDeployment, full_name: str, options: RegisterPackageOptions) -> bool:
    """Register a staged package. Returns whether the user has it now."""
    _stage_frameworks(work, options)
    package = work.state.package(full_name)
    if package is None:
        raise _not_there(full_name)
    main = next((one for one in work.state.group_of(package) if one.is_main or one.is_framework), package)
    return _register(work, main, options)


def _register(work: StoreDeployment, package: StoredPackage, options: RegisterPackageOptions) -> bool:
    return register(work, package, wishes_of(work, options))


def wishes_of(work: StoreDeployment, options: RegisterPackageOptions) -> RegisterWishes:
    """Return how options want a package to be registered."""
    volume = work.volume(options.app_data_volume)
    return RegisterWishes(
        any_version=options.force_update_from_any_version,
        end_all=options.force_app_shutdown,
        end_target=options.force_target_app_shutdown,
        defer=options.defer_registration_when_packages_are_in_use,
        external=options.external_location_uri or "",
        data_volume=volume.name if options.app_data_volume and not volume.is_system else "",
        families=(*options.dependency_package_family_names, *options.optional_package_family_names),
    )


def _not_there(name: str) -> Refused:
    text = f"No package '{name}' is on this machine."
    return Refused(ErrorCode.InstallOpenPackageFailed, text, ErrorCode.PathNotFound)
