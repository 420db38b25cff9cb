"""What the backend uses of PyWinRT's Microsoft.Windows.Management.Deployment: names, types of members, behaviour."""

from __future__ import annotations

import enum
import threading
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from winrt.playing import Answer, play, refused
from winrt.windows.foundation import Uri

ACTIVITY = uuid.UUID("01234567-89AB-CDEF-0123-456789ABCDEF")


class PackageDeploymentFeature(enum.IntEnum):
    PACKAGE_URI_SCHEME_MS_UUP = 1
    IS_PACKAGE_READY_OR_NEWER_AVAILABLE = 2
    REMOVE_PACKAGE_BY_URI = 3
    RESET_PACKAGE = 4
    REPAIR_PACKAGE = 5
    PROVISION_PACKAGE_FRAMEWORK = 6


class PackageDeploymentProgressStatus(enum.IntEnum):
    QUEUED = 0
    IN_PROGRESS = 1
    COMPLETED_SUCCESS = 2
    COMPLETED_FAILURE = 3


class PackageDeploymentStatus(enum.IntEnum):
    IN_PROGRESS = 0
    COMPLETED_SUCCESS = 1
    COMPLETED_FAILURE = 2


class StubPackageOption(enum.IntEnum):
    DEFAULT = 0
    INSTALL_FULL = 1
    INSTALL_STUB = 2
    USE_PREFERENCE = 3


class PackageVolume:
    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    @staticmethod
    def get_package_volume_by_name(name: str, /) -> PackageVolume | None:
        return PackageVolume(name) if name in play.volumes else None


class _Vector(list[Any]):
    """An IVector, which takes one type only."""

    def __init__(self, kind: type) -> None:
        self._kind = kind

    def extend(self, values: Iterable[Any], /) -> None:
        found = list(values)
        if not all(isinstance(one, self._kind) for one in found):
            raise TypeError(f"a vector of {self._kind.__name__}")
        super().extend(found)


class _Map(dict[Uri, str]):
    """An IMap of URIs and texts."""

    def update(self, values: dict[Uri, str], /) -> None:  # type: ignore[override]
        if not all(isinstance(key, Uri) and isinstance(value, str) for key, value in values.items()):
            raise TypeError("a map of Uri and str")
        super().update(values)


uris = texts = _Vector
digests = _Map
"""How the annotations below call the types of collections."""


class _Options:
    """Members with a type; any other name is an AttributeError, and a collection is only filled."""

    def __init_subclass__(cls) -> None:
        for name in cls.__annotations__:
            setattr(cls, name, None)

    def __init__(self) -> None:
        for name, kind in type(self).__annotations__.items():
            first: dict[str, Any] = {
                "bool": False,
                "uris": _Vector(Uri),
                "texts": _Vector(str),
                "digests": _Map(),
                "StubPackageOption": StubPackageOption.DEFAULT,
            }
            object.__setattr__(self, name, first.get(kind))

    def __setattr__(self, name: str, value: object) -> None:
        kind = type(self).__annotations__.get(name)
        if kind is None:
            raise AttributeError(name)
        if kind in ("uris", "texts", "digests"):
            raise AttributeError(f"{name} is read-only")
        if type(value).__name__ != kind:
            raise TypeError(f"{name} is a {kind}")
        object.__setattr__(self, name, value)

    def said(self) -> dict[str, Any]:
        """What is set, in plain values."""

        def plain(value: Any) -> Any:
            match value:
                case Uri():
                    return value.absolute_uri
                case PackageVolume():
                    return value.name
                case list():
                    return [plain(one) for one in value]
                case dict():
                    return {plain(key): one for key, one in value.items()}
            return value

        return {name: plain(value) for name, value in vars(self).items() if value}


class StagePackageOptions(_Options):
    target_volume: PackageVolume
    dependency_package_uris: uris
    optional_package_family_names: texts
    optional_package_uris: uris
    related_package_uris: uris
    external_location_uri: Uri
    stub_package_option: StubPackageOption
    developer_mode: bool
    force_update_from_any_version: bool
    install_all_resources: bool
    required_content_group_only: bool
    stage_in_place: bool
    allow_unsigned: bool
    expected_digests: digests


class AddPackageOptions(_Options):
    target_volume: PackageVolume
    dependency_package_uris: uris
    optional_package_family_names: texts
    optional_package_uris: uris
    related_package_uris: uris
    external_location_uri: Uri
    stub_package_option: StubPackageOption
    developer_mode: bool
    force_app_shutdown: bool
    force_target_app_shutdown: bool
    force_update_from_any_version: bool
    install_all_resources: bool
    required_content_group_only: bool
    retain_files_on_failure: bool
    stage_in_place: bool
    allow_unsigned: bool
    defer_registration_when_packages_are_in_use: bool
    expected_digests: digests
    limit_to_existing_packages: bool


class RegisterPackageOptions(_Options):
    app_data_volume: PackageVolume
    dependency_package_uris: uris
    dependency_package_family_names: texts
    optional_package_family_names: texts
    external_location_uri: Uri
    developer_mode: bool
    force_app_shutdown: bool
    force_target_app_shutdown: bool
    force_update_from_any_version: bool
    install_all_resources: bool
    stage_in_place: bool
    allow_unsigned: bool
    defer_registration_when_packages_are_in_use: bool
    expected_digests: digests

    def __init__(self) -> None:
        super().__init__()
        self.allow_unsigned = True


class RemovePackageOptions(_Options):
    fail_if_not_found: bool
    preserve_application_data: bool
    preserve_roamable_application_data: bool
    remove_for_all_users: bool


class ProvisionPackageOptions(_Options):
    optional_package_family_names: texts
    projection_order_package_family_names: texts


class PackageDeploymentProgress:
    def __init__(self, status: PackageDeploymentProgressStatus, progress: float) -> None:
        self.status = status
        self.progress = progress


class PackageDeploymentResult:
    def __init__(self, answer: Answer) -> None:
        done = PackageDeploymentStatus.COMPLETED_SUCCESS, PackageDeploymentStatus.COMPLETED_FAILURE
        self.status = done[bool(answer.error)]
        self.error = _signed(answer.error)
        self.extended_error = _signed(answer.extended_error)
        self.error_text = answer.error_text
        self.activity_id = ACTIVITY


class _Operation:
    """IAsyncOperationWithProgress."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._listens = threading.Event()
        self.status = 0
        self.error_code = 0
        threading.Thread(target=self._go, daemon=True).start()

    @property
    def progress(self) -> Callable[[Any, Any], None] | None:
        return getattr(self, "_handler", None)

    @progress.setter
    def progress(self, handler: Callable[[Any, Any], None]) -> None:
        self._handler = handler
        self._listens.set()

    def _go(self) -> None:
        self._listens.wait(5)
        for fraction in self._answer.progress:
            status = PackageDeploymentProgressStatus.IN_PROGRESS if fraction else PackageDeploymentProgressStatus.QUEUED
            self._handler(self, PackageDeploymentProgress(status, fraction))
            threading.Event().wait(0.02)
        if self.status == 0 and self._answer.status:
            self.error_code = _signed(self._answer.error_code)
            self.status = self._answer.status

    def cancel(self) -> None:
        play.calls.append("cancel")
        if self._answer.cancels:
            self.status = 2

    def get_results(self) -> PackageDeploymentResult:
        if self.status != 1:
            raise refused(self._answer.error_code or 0x8000000E)
        return PackageDeploymentResult(self._answer)


class PackageDeploymentManager:
    @staticmethod
    def get_default() -> PackageDeploymentManager:
        play.called("get_default")
        return PackageDeploymentManager()

    @staticmethod
    def is_package_deployment_feature_supported(feature: PackageDeploymentFeature, /) -> bool:
        play.called(f"is_package_deployment_feature_supported {feature.name}")
        return feature in play.features

    def is_package_ready_by_uri(self, package_uri: Uri, /) -> bool:
        play.called(f"is_package_ready_by_uri {package_uri.absolute_uri}")
        return package_uri.absolute_uri in play.ready

    def add_package_by_uri_async(self, package_uri: Uri, options: AddPackageOptions, /) -> _Operation:
        return _begun("add_package_by_uri_async", package_uri, options, AddPackageOptions)

    def stage_package_by_uri_async(self, package_uri: Uri, options: StagePackageOptions, /) -> _Operation:
        return _begun("stage_package_by_uri_async", package_uri, options, StagePackageOptions)

    def register_package_by_uri_async(self, package_uri: Uri, options: RegisterPackageOptions, /) -> _Operation:
        return _begun("register_package_by_uri_async", package_uri, options, RegisterPackageOptions)

    def remove_package_by_uri_async(self, package_uri: Uri, options: RemovePackageOptions, /) -> _Operation:
        return _begun("remove_package_by_uri_async", package_uri, options, RemovePackageOptions)

    def provision_package_by_uri_async(self, package_uri: Uri, options: ProvisionPackageOptions, /) -> _Operation:
        return _begun("provision_package_by_uri_async", package_uri, options, ProvisionPackageOptions)

    def deprovision_package_by_uri_async(self, package_uri: Uri, /) -> _Operation:
        return _begun("deprovision_package_by_uri_async", package_uri)

    def repair_package_by_uri_async(self, package_uri: Uri, /) -> _Operation:
        return _begun("repair_package_by_uri_async", package_uri)

    def reset_package_by_uri_async(self, package_uri: Uri, /) -> _Operation:
        return _begun("reset_package_by_uri_async", package_uri)


def _begun(method: str, uri: Uri, options: Any = None, kind: type | None = None) -> _Operation:
    if not isinstance(uri, Uri) or (kind is not None and type(options) is not kind):
        raise TypeError(f"{method} takes a Uri and its options")
    play.called(f"{method} {uri.absolute_uri}" + ("" if options is None else f" {options.said()}"))
    answers = play.answers.get(method)
    return _Operation(answers.pop(0) if answers else Answer())


def _signed(code: int) -> int:
    return code - (1 << 32) if code >> 31 else code
