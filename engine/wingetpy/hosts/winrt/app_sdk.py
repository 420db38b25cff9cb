"""Products (`ms-uup:`) through the package deployment of the Windows App SDK, which PyWinRT projects.

Windows' own package manager does not know what packages a product has; the App SDK does. What else the App SDK deploys
ends in calls of that package manager, which `packages` makes itself. No .NET here: it finds Windows' own types only.

PyWinRT's packages are the extra `appsdk` of pyproject.toml; the Windows App Runtime is installed beside them. PyWinRT
writes Microsoft's names of members in small letters with underscores, which are those of our options.
"""

from __future__ import annotations

import atexit
import importlib
from contextlib import suppress
from enum import IntEnum
from threading import Lock
from typing import Any

import msgspec

from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import (
    Deploying,
    DeployingStage,
    DeploymentAnswer,
    Feature,
    PackageVerb,
    Step,
    VerbOptions,
)
from wingetpy.hosts.winrt.deployment import Fractions, failed
from wingetpy.hosts.winrt.finding import asking
from wingetpy.hosts.winrt.loading import Missing
from wingetpy.hosts.winrt.operations import Bounds, finish
from wingetpy.hosts.winrt.options import not_supported
from wingetpy.hosts.winrt.pywinrt import E_FAIL, PyWinRt, errors, unsigned
from wingetpy.hosts.winrt.runtime import WinRtRefusal, needed

DEPLOYMENT = "winrt.microsoft.windows.management.deployment"
FOUNDATION = "winrt.windows.foundation"
BOOTSTRAP = "winrt.microsoft.windows.applicationmodel.dynamicdependency.bootstrap"
BOOTSTRAP_PACKAGE = "winrt-Microsoft.WindowsAppRuntime.Bootstrap"
DEPLOYMENT_PACKAGE = "winrt-Microsoft.WindowsAppSDK.Foundation"

METHODS = {
    PackageVerb.add: ("add_package_by_uri_async", DeployingStage.staging),
    PackageVerb.stage: ("stage_package_by_uri_async", DeployingStage.staging),
    PackageVerb.register: ("register_package_by_uri_async", DeployingStage.registering),
    PackageVerb.remove: ("remove_package_by_uri_async", DeployingStage.removing),
    PackageVerb.repair: ("repair_package_by_uri_async", DeployingStage.registering),
    PackageVerb.reset: ("reset_package_by_uri_async", DeployingStage.registering),
    PackageVerb.provision: ("provision_package_by_uri_async", DeployingStage.provisioning),
    PackageVerb.deprovision: ("deprovision_package_by_uri_async", DeployingStage.provisioning),
}
"""The method of PackageDeploymentManager for each verb, and what its progress is called."""
_TYPES = ("PackageDeploymentResult", "PackageDeploymentProgress")
_IN_PROGRESS = 1  # PackageDeploymentProgressStatus
_COMPLETED_SUCCESS = 1  # PackageDeploymentStatus
_lock = Lock()
_started: list[AppSdkProducts] = []


def products() -> AppSdkProducts:
    """Return the products of this machine. The Windows App SDK is started in this process, once. Raises Missing."""
    with _lock:
        if not _started:
            _started.append(start())
        return _started[0]


def start() -> AppSdkProducts:
    """Load PyWinRT's modules and start the Windows App Runtime in this process. Raises Missing."""
    packages = f"{DEPLOYMENT_PACKAGE} and {BOOTSTRAP_PACKAGE}"
    try:
        bootstrap, foundation, deployment = map(importlib.import_module, (BOOTSTRAP, FOUNDATION, DEPLOYMENT))
    except ModuleNotFoundError as error:
        raise Missing(
            f"the Python packages for the Windows App SDK are not installed (there is no module {error.name})",
            f"Install {packages} into the Python of the engine, and the Windows App Runtime.",
        ) from error
    except (ImportError, OSError) as error:
        raise Missing(f"the Windows App SDK did not load: {error}", f"Install {packages} again.") from error
    try:
        with errors():
            stop = bootstrap.initialize(options=bootstrap.InitializeOptions.ON_PACKAGE_IDENTITY_NOOP)
        atexit.register(stop)
        found = AppSdkProducts(deployment, foundation)
        supported = found.supports(Feature.package_uri_scheme_ms_uup)
    except WinRtRefusal as error:
        raise Missing(
            f"the Windows App Runtime did not start ({error})", f"Install the Windows App Runtime {_release()}."
        ) from error
    if not supported:
        raise Missing("this Windows has no service for them", "Name the packages, or use a newer Windows.")
    return found


def _release() -> str:
    """Return the release of the Windows App Runtime that the bootstrapper asks for, by its version `4!2.6.5`."""
    from importlib import metadata  # late: slow

    try:
        return metadata.version(BOOTSTRAP_PACKAGE).rpartition("!")[2]
    except metadata.PackageNotFoundError:
        return f"that {BOOTSTRAP_PACKAGE} was made for"


class AppSdkProducts:
    """See `Products`.

    Args:
        deployment, foundation: PyWinRT's modules of these namespaces.

    Raises:
        WinRtRefusal: The deployment manager cannot be made.
    """

    def __init__(self, deployment: Any, foundation: Any, bounds: Bounds | None = None) -> None:
        self._deployment = deployment
        self._uri = foundation.Uri
        self._bounds = bounds or Bounds()
        with errors():
            self._manager = needed(deployment.PackageDeploymentManager.get_default(), "package manager")

    def supports(self, feature: Feature) -> bool:
        """Return whether this Windows has a feature. Raises WinRtRefusal."""
        asked = self._deployment.PackageDeploymentFeature(feature.value)
        with errors():
            return bool(self._deployment.PackageDeploymentManager.is_package_deployment_feature_supported(asked))

    def is_ready(self, uri: str) -> bool:
        with asking("whether a product is ready", uri):
            return self._is_ready(uri)

    def deploy(self, verb: PackageVerb, uri: str, options: VerbOptions, deploying: Deploying) -> DeploymentAnswer:
        method, stage = METHODS[verb]
        fractions = Fractions(stage, deploying.progress)

        def begin() -> Any:
            given = () if options is None else (self._made(options),)
            return getattr(self._manager, method)(self._uri(uri), *given)

        def report(progress: Any) -> None:
            fractions.reach(min(float(progress.progress), 1.0), begun=int(progress.status) == _IN_PROGRESS)

        deploying.progress(Step(stage=DeployingStage.queued, fraction=0.0))
        outcome = finish(PyWinRt(), begin, reports=_TYPES, progress=report, go_on=deploying.go_on, bounds=self._bounds)
        if outcome.error == ErrorCode.NotImplemented:
            return failed(outcome.error, f"The Windows App SDK has no {verb} of products here; name the packages.")
        if outcome.error:
            return failed(outcome.error, outcome.text)
        try:
            return self._answer(uri, needed(outcome.result, "result"))
        except WinRtRefusal as error:
            return failed(error.code, error.text)

    def _answer(self, uri: str, result: Any) -> DeploymentAnswer:
        with errors():
            activity = str(result.activity_id).lower()
            if int(result.status) == _COMPLETED_SUCCESS:
                return DeploymentAnswer(is_registered=self._is_registered(uri), activity_id=activity)
            error, extended = unsigned(result.error), unsigned(result.extended_error)
            return failed(error or E_FAIL, str(result.error_text), extended=extended, activity_id=activity)

    def _is_registered(self, uri: str) -> bool:
        """Return whether the user has a product now: the App SDK's results do not say it."""
        with suppress(WinRtRefusal):
            return self._is_ready(uri)
        return False

    def _is_ready(self, uri: str) -> bool:
        with errors():
            return bool(self._manager.is_package_ready_by_uri(self._uri(uri)))

    def _made(self, options: msgspec.Struct) -> Any:
        """Make the App SDK's options: its classes, members and defaults are ours. Raises as `options_of`."""
        made = getattr(self._deployment, type(options).__name__)()
        for field in msgspec.structs.fields(options):
            value = getattr(options, field.name)
            if field.name == "ok_if_not_found":
                made.fail_if_not_found = not value
            elif value == field.default or value == {}:
                continue
            elif hasattr(type(made), field.name):
                self._put(made, field.name, value)
            else:
                raise not_supported(field.encode_name)
        return made

    def _put(self, made: Any, name: str, value: object) -> None:
        match value:
            case IntEnum():
                setattr(made, name, self._deployment.StubPackageOption(value.value))
            case bool():
                setattr(made, name, value)
            case tuple():
                getattr(made, name).extend([self._uri(one) if name.endswith("_uris") else one for one in value])
            case dict():
                getattr(made, name).update({self._uri(uri): digest for uri, digest in value.items()})
            case str() if name.endswith("_uri"):
                setattr(made, name, self._uri(value))
            case str():
                volume = self._deployment.PackageVolume.get_package_volume_by_name(value)
                if volume is not None:  # an unknown one is no error (reference, 4.6)
                    setattr(made, name, volume)
