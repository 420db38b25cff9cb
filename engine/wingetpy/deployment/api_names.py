"""The seed's names of our methods and the shipped API's, in one table; callers may use each of the three."""

from __future__ import annotations

from typing import Any, ClassVar

MANAGER = {
    # ours: the seed's, the shipped API's where it differs
    "get_default": ("GetDefault", ""),
    "is_package_ready": ("IsPackageReady", ""),
    "is_package_by_uri_ready": ("IsPackageByUriReady", "IsPackageReadyByUri"),
    "is_package_set_ready": ("IsPackageSetReady", ""),
    "ensure_package_is_ready": ("EnsurePackageIsReadyAsync", "EnsurePackageReadyAsync"),
    "ensure_package_by_uri_is_ready": ("EnsurePackageByUriIsReadyAsync", "EnsurePackageReadyByUriAsync"),
    "ensure_package_set_is_ready": ("EnsurePackageSetIsReadyAsync", "EnsurePackageSetReadyAsync"),
    "add_package": ("AddPackageAsync", ""),
    "add_package_by_uri": ("AddPackageByUriAsync", ""),
    "add_package_set": ("AddPackageSetAsync", ""),
    "stage_package": ("StagePackageAsync", ""),
    "stage_package_by_uri": ("StagePackageByUriAsync", ""),
    "stage_package_set": ("StagePackageSetAsync", ""),
    "register_package": ("RegisterPackageAsync", ""),
    "register_package_by_uri": ("RegisterPackageByUriAsync", ""),
    "register_package_set": ("RegisterPackageSetAsync", ""),
    "remove_package": ("RemovePackageAsync", ""),
    "remove_package_by_full_name": ("RemovePackageByFullNameAsync", ""),
    "remove_package_by_family_name": ("RemovePackageByFamilyNameAsync", ""),
    "remove_package_by_uri": ("RemovePackageByUriAsync", ""),
    "remove_package_set": ("RemovePackageSetAsync", ""),
    "reset_package": ("ResetPackageAsync", ""),
    "reset_package_by_uri": ("ResetPackageByUriAsync", ""),
    "reset_package_set": ("ResetPackageSetAsync", ""),
    "repair_package": ("RepairPackageAsync", ""),
    "repair_package_by_uri": ("RepairPackageByUriAsync", ""),
    "repair_package_set": ("RepairPackageSetAsync", ""),
    "provision_package": ("ProvisionPackageAsync", ""),
    "provision_package_by_uri": ("ProvisionPackageByUriAsync", ""),
    "provision_package_set": ("ProvisionPackageSetAsync", ""),
    "deprovision_package": ("DeprovisionPackageAsync", ""),
    "deprovision_package_by_uri": ("DeprovisionPackageByUriAsync", ""),
    "deprovision_package_set": ("DeprovisionPackageSetAsync", ""),
    "is_package_provisioned": ("IsPackageProvisioned", ""),
    "is_package_set_provisioned": ("IsPackageSetProvisioned", ""),
    "is_package_registration_pending": ("IsPackageRegistrationPending", ""),
    "is_package_registration_pending_for_user": (
        "IsRegistrationPendingForUser",
        "IsPackageRegistrationPendingForUser",
    ),
    "is_package_ready_or_newer_available": ("IsPackageReadyOrNewerAvailable", ""),
    "is_package_set_ready_or_newer_available": ("IsPackageSetReadyOrNewerAvailable", ""),
    "is_feature_supported": ("IsPackageDeploymentFeatureSupported", ""),
}
RUNTIME = {
    "get_default": ("GetDefault", ""),
    "add_package_set": ("AddPackageSet", ""),
    "add_package_set_with_options": ("AddPackageSetWithOptions", ""),
    "remove_package_set": ("RemovePackageSet", ""),
}
VOLUME = {"verify_if_ok": ("VerifyIfOK", ""), "repair": ("Repair", "")}
VOLUMES = {
    "find_package_volumes": ("FindPackageVolumes", ""),
    "find_package_volume_by_path": ("FindPackageVolumeByPath", "GetPackageVolumeByPath"),
    "find_package_volume_by_media_id": ("FindPackageVolumeByMediaId", ""),
    "find_package_volume_by_name": ("FindPackageVolumeByName", "GetPackageVolumeByName"),
}


class SeedNames:
    """Answers to the names of the other two APIs, too: `manager.AddPackageAsync(…)`."""

    _names: ClassVar[dict[str, tuple[str, str]]] = {}

    def __getattr__(self, name: str) -> Any:
        for ours, others in self._names.items():
            if name in others:
                return getattr(self, ours)
        raise AttributeError(f"{type(self).__name__} has no '{name}'", name=name, obj=self)
