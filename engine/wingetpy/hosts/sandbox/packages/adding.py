"""Add and stage: packages from URIs, with the frameworks and optional packages that come with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import AddPackageOptions, StagePackageOptions, StubPackageOption
from wingetpy.hosts.sandbox.packages.app_installer_files import (
    need_named,
    read_app_installer,
    with_its_packages,
)
from wingetpy.hosts.sandbox.packages.dependencies import best_framework
from wingetpy.hosts.sandbox.packages.opening import Offer, OpeningWishes, open_offer
from wingetpy.hosts.sandbox.packages.records import StoredPackage, StubPreference
from wingetpy.hosts.sandbox.packages.refusals import Refused
from wingetpy.hosts.sandbox.packages.registering import (
    RegisterWishes,
    is_version_of,
    need_update,
    register,
    replaced_by,
)
from wingetpy.hosts.sandbox.packages.staging import stage
from wingetpy.hosts.sandbox.packages.work import StoreDeployment
from wingetpy.msix.app_installer import is_app_installer


def add(work: StoreDeployment, uri: str, options: AddPackageOptions) -> bool:
    """Stage packages and register them for the caller's user.

    Returns:
        Whether the user has the package now.

    Raises:
        Refused, HostError: nothing is staged then, unless `retain_files_on_failure` is set and all was.
    """
    if is_app_installer(uri):
        found = read_app_installer(work, uri)
        options = with_its_packages(work, found, options)
        offers = _stage_all(work, found.main.uri, options, lambda offers: need_named(found, offers, uri))
    else:
        offers = _stage_all(work, uri, options)
    main = offers[0]
    if options.retain_files_on_failure:
        work.keep = work.state.copy()
    wishes = RegisterWishes(
        any_version=options.force_update_from_any_version,
        end_all=options.force_app_shutdown,
        end_target=options.force_target_app_shutdown,
        defer=options.defer_registration_when_packages_are_in_use,
        external=options.external_location_uri or "",
        moves_with=tuple(offer.main.record.family_name for offer in offers),
        families=options.optional_package_family_names,
    )
    registered = register(work, _staged(work, main), wishes)
    for offer in offers[1:]:
        if registered and offer.uri in options.optional_package_uris:
            register(work, _staged(work, offer), wishes.alone())
    return registered


def stage_only(work: StoreDeployment, uri: str, options: StagePackageOptions) -> bool:
    """Stage packages; no user gets them. Returns False.

    Raises:
        Refused: as for `add`; InstallFailed where there is nothing at the URI; InstallPackageDowngrade where a newer
            version is staged.
    """
    try:
        _stage_all(work, uri, options, lambda offers: _need_newest(work, offers[0].main.record, options))
    except Refused as error:
        if error.nearer == ErrorCode.PathNotFound:
            raise Refused(ErrorCode.InstallFailed, error.text, error.nearer) from error
        raise
    return False


def _need_newest(work: StoreDeployment, package: StoredPackage, options: StagePackageOptions) -> None:
    """Raise Refused where a newer version of a package is on the machine, and it is not."""
    if options.force_update_from_any_version or work.state.package(package.full_name) is not None:
        return
    for one in work.state.of_family(package.family_name):
        if is_version_of(one, package) and one.identity.version_number > package.identity.version_number:
            text = f"The package {package.full_name} is older than {one.full_name}, which is staged."
            raise Refused(ErrorCode.InstallPackageDowngrade, text)


def _stage_all(
    work: StoreDeployment,
    uri: str,
    options: AddPackageOptions | StagePackageOptions,
    check: Callable[[list[Offer]], None] = lambda offers: None,
) -> list[Offer]:
    """Stage the package, those that belong to it, and of the offered frameworks those that are needed.

    Args:
        check: Looks at all that was opened before anything is unpacked.

    Returns:
        The package first, then optional and related ones.
    """
    volume = work.volume(options.target_volume)
    if not volume.is_appx_install_supported:
        text = f"The volume {volume.mount_point} takes no packages."
        raise Refused(ErrorCode.PackageNotSupportedOnFileSystem, text)
    asked = OpeningWishes(
        allow_unsigned=options.allow_unsigned,
        expected_digests=options.expected_digests,
        all_resources=options.install_all_resources,
        stub=options.stub_package_option,
    )
    uris = (uri, *options.optional_package_uris, *options.related_package_uris)
    offers = [open_offer(work, one, asked) for one in uris]
    for offer in offers:
        record = offer.main.record
        old = replaced_by(work.state, work.sid, record)
        need_update(record, old, any_version=options.force_update_from_any_version)
    frameworks = [open_offer(work, one, asked) for one in options.dependency_package_uris]
    check([*offers, *frameworks])
    stage(work, [*offers, *_needed(work, offers, frameworks)], volume)
    if options.stub_package_option in (StubPackageOption.InstallFull, StubPackageOption.InstallStub):
        family = offers[0].main.record.family_name
        work.state.put(StubPreference(family_name=family, option=options.stub_package_option))
    return offers


def _needed(work: StoreDeployment, offers: Iterable[Offer], frameworks: list[Offer]) -> list[Offer]:
    """Return the offered frameworks that are better than those on the machine."""
    offered = {offer.main.record.key: offer for offer in frameworks}
    known = [*(offer.main.record for offer in frameworks), *work.state.packages.values()]
    needed: dict[str, Offer] = {}
    for offer in offers:
        record = offer.main.record
        for need in record.needs:
            best = best_framework(need, record.identity.architecture, known, work.facts.architecture)
            if best is not None and best.key in offered and work.state.package(best.full_name) is None:
                needed[best.key] = offered[best.key]
    return list(needed.values())


def _staged(work: StoreDeployment, offer: Offer) -> StoredPackage:
    staged = work.state.package(offer.main.record.full_name)
    assert staged is not None, "it was staged before"
    return staged
