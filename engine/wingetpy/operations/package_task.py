"""A change by the deployment API as a caller asks for it: verb, target and options."""

from __future__ import annotations

import msgspec

from wingetpy.deployment.foreseen import ForeseenChange
from wingetpy.deployment.manager import PackageDeploymentManager
from wingetpy.deployment.package_set import PackageSet, validated_set
from wingetpy.deployment.results import Listener, PackageDeploymentResult
from wingetpy.deployment.support import PackageVerb
from wingetpy.deployment.targets import parse_target
from wingetpy.deployment.work import VerbOptions
from wingetpy.errors import BadRequest, ErrorCode
from wingetpy.errors.secrets import without_secrets
from wingetpy.hosts.packages import (
    AddPackageOptions,
    EnsurePackageIsReadyOptions,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    RemovePackageOptions,
    StagePackageOptions,
)
from wingetpy.hosts.packages.file_uri import file_uri

_DEFAULTS: dict[PackageVerb, VerbOptions | EnsurePackageIsReadyOptions] = {
    PackageVerb.add: AddPackageOptions(),
    PackageVerb.stage: StagePackageOptions(),
    PackageVerb.register: RegisterPackageOptions(),
    PackageVerb.remove: RemovePackageOptions(),
    PackageVerb.ensure_is_ready: EnsurePackageIsReadyOptions(),
    PackageVerb.provision: ProvisionPackageOptions(),
}
_METHODS = {
    PackageVerb.ensure_is_ready: ("ensure_package_is_ready", "ensure_package_set_is_ready"),
    PackageVerb.add: ("add_package", "add_package_set"),
    PackageVerb.stage: ("stage_package", "stage_package_set"),
    PackageVerb.register: ("register_package", "register_package_set"),
    PackageVerb.remove: ("remove_package", "remove_package_set"),
    PackageVerb.repair: ("repair_package", "repair_package_set"),
    PackageVerb.reset: ("reset_package", "reset_package_set"),
    PackageVerb.provision: ("provision_package", "provision_package_set"),
    PackageVerb.deprovision: ("deprovision_package", "deprovision_package_set"),
}


class PackageTask(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done, to either `target` or `package_set`. `options` are the verb's; None for its defaults.

    `technology`: what the history says of the packages.
    """

    verb: PackageVerb
    technology: str
    target: str | None = None
    package_set: PackageSet | None = None
    options: VerbOptions | EnsurePackageIsReadyOptions = None

    @property
    def subject(self) -> str:
        """What it is about: the target as it was given but for secrets in it, or the id of the set."""
        return self.package_set.id if self.package_set is not None else without_secrets(self.target or "")

    def check(self) -> None:
        """Refuse what the verb does not take. Raises BadRequest."""
        if (self.target is None) == (self.package_set is None):
            raise BadRequest(
                f"{self.verb} needs either a target or a package set.",
                code=ErrorCode.InvalidParameter,
                target=self.subject or self.verb,
                remedy="Give a path, a URI, a name of a package or family, or a set of packages.",
            )
        if self.package_set is not None:
            validated_set(self.verb, self.package_set)
        elif self.target is not None:
            parse_target(self.verb, self.target)

    def foresee(self, manager: PackageDeploymentManager) -> list[ForeseenChange]:
        """Return what it would do."""
        if self.package_set is not None:
            return manager.foresight.of_set(self.verb, self.package_set, self._options)
        return manager.foresight.of_text(self.verb, self.target or "", self._options)

    def run(self, manager: PackageDeploymentManager, progress: Listener) -> PackageDeploymentResult:
        """Do it."""
        of_text, of_set = _METHODS[self.verb]
        method = getattr(manager, of_set if self.package_set is not None else of_text)
        target = self.package_set if self.package_set is not None else self.target
        options = () if self._options is None else (self._options,)
        result: PackageDeploymentResult = method(target, *options, progress=progress)
        return result

    @property
    def _options(self) -> VerbOptions | EnsurePackageIsReadyOptions:
        return with_uris(self.options) if self.options is not None else _DEFAULTS.get(self.verb)


def with_uris(options: VerbOptions | EnsurePackageIsReadyOptions) -> VerbOptions | EnsurePackageIsReadyOptions:
    """Return options whose paths are `file:` URIs: callers may give either."""
    if isinstance(options, EnsurePackageIsReadyOptions):
        inner = with_uris(options.add_package_options)
        assert isinstance(inner, AddPackageOptions), "the same class"
        return msgspec.structs.replace(options, add_package_options=inner)
    changed: dict[str, object] = {}
    for name in options.__struct_fields__ if options is not None else ():
        value = getattr(options, name)
        if name.endswith("_uris"):
            changed[name] = tuple(file_uri(one) or one for one in value)
        elif name == "external_location_uri" and value:
            changed[name] = file_uri(value) or value
        elif name == "expected_digests":
            changed[name] = {file_uri(one) or one: digest for one, digest in value.items()}
    return msgspec.structs.replace(options, **changed) if options is not None and changed else options
