"""The options of the verbs: names and defaults of the seed on MSIX (003, section 6); a URI is a text, a volume
is named.

Whether a host has `expected_digests` and `limit_to_existing_packages` says `Packages.supports`.
"""

from __future__ import annotations

from enum import IntEnum

import msgspec


class StubPackageOption(IntEnum):
    """Windows.Management.Deployment.StubPackageOption."""

    Default = 0
    InstallFull = 1
    InstallStub = 2
    UsePreference = 3


class _Options(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, forbid_unknown_fields=True):
    """What all of them are: values whose members travel under the seed's names."""


class AddPackageOptions(_Options, frozen=True, kw_only=True):
    """Of Add. `expected_digests`: by URI, the digest of what is found there."""

    target_volume: str | None = None
    dependency_package_uris: tuple[str, ...] = ()
    optional_package_family_names: tuple[str, ...] = ()
    optional_package_uris: tuple[str, ...] = ()
    related_package_uris: tuple[str, ...] = ()
    external_location_uri: str | None = None
    stub_package_option: StubPackageOption = StubPackageOption.Default
    allow_unsigned: bool = False
    developer_mode: bool = False
    force_app_shutdown: bool = False
    force_target_app_shutdown: bool = False
    force_update_from_any_version: bool = False
    install_all_resources: bool = False
    required_content_group_only: bool = False
    retain_files_on_failure: bool = False
    stage_in_place: bool = False
    defer_registration_when_packages_are_in_use: bool = False
    expected_digests: dict[str, str] = {}
    limit_to_existing_packages: bool = False


class StagePackageOptions(_Options, frozen=True, kw_only=True):
    """Of Stage."""

    target_volume: str | None = None
    dependency_package_uris: tuple[str, ...] = ()
    optional_package_family_names: tuple[str, ...] = ()
    optional_package_uris: tuple[str, ...] = ()
    related_package_uris: tuple[str, ...] = ()
    external_location_uri: str | None = None
    stub_package_option: StubPackageOption = StubPackageOption.Default
    developer_mode: bool = False
    force_update_from_any_version: bool = False
    install_all_resources: bool = False
    required_content_group_only: bool = False
    stage_in_place: bool = False
    allow_unsigned: bool = False
    expected_digests: dict[str, str] = {}


class RegisterPackageOptions(_Options, frozen=True, kw_only=True):
    """Of Register. `allow_unsigned` is true from the start, as the shipped class has it (reference, 4.6)."""

    app_data_volume: str | None = None
    dependency_package_uris: tuple[str, ...] = ()
    dependency_package_family_names: tuple[str, ...] = ()
    optional_package_family_names: tuple[str, ...] = ()
    external_location_uri: str | None = None
    developer_mode: bool = False
    force_app_shutdown: bool = False
    force_target_app_shutdown: bool = False
    force_update_from_any_version: bool = False
    install_all_resources: bool = False
    stage_in_place: bool = False
    allow_unsigned: bool = True
    defer_registration_when_packages_are_in_use: bool = False
    expected_digests: dict[str, str] = {}


class RemovePackageOptions(_Options, frozen=True, kw_only=True):
    """Of Remove. `ok_if_not_found`: a package that is not there is a success (the shipped FailIfNotFound, inverted)."""

    ok_if_not_found: bool = False
    preserve_application_data: bool = False
    preserve_roamable_application_data: bool = False
    remove_for_all_users: bool = False


class EnsurePackageIsReadyOptions(_Options, frozen=True, kw_only=True):
    """Of EnsureIsReady. `register_newer_if_available` is of the shipped class."""

    add_package_options: AddPackageOptions = AddPackageOptions()
    register_newer_if_available: bool = False


class ProvisionPackageOptions(_Options, frozen=True, kw_only=True):
    """Of Provision."""

    optional_package_family_names: tuple[str, ...] = ()
    projection_order_package_family_names: tuple[str, ...] = ()


class CreatePackageDependencyOptions(_Options, frozen=True, kw_only=True):
    """Of PackageRuntimeManager.AddPackageSet: Microsoft.Windows.ApplicationModel.DynamicDependency."""

    architectures: int = 0
    verify_dependency_resolution: bool = False
    lifetime_artifact: str = ""


class AddPackageDependencyOptions(_Options, frozen=True, kw_only=True):
    """Of PackageRuntimeManager.AddPackageSet."""

    rank: int = 0
    prepend_if_rank_collision: bool = False


VerbOptions = (
    AddPackageOptions
    | StagePackageOptions
    | RegisterPackageOptions
    | RemovePackageOptions
    | ProvisionPackageOptions
    | None
)
"""The options that a verb takes; None for a verb without any."""
