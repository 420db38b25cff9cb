"""What a verb would do, without doing it: what -WhatIf and -Confirm show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

import msgspec

from wingetpy.deployment.foreseen import ForeseenChange
from wingetpy.deployment.obstacles import (
    bad_signature,
    missing_framework,
    missing_rights,
    needed_framework,
    not_the_item,
    other_content,
    unexpected_digest,
    unfit,
)
from wingetpy.deployment.package_set import PackageSet, PackageSetItem, item_target, validated_set
from wingetpy.deployment.readiness import Readiness
from wingetpy.deployment.support import PackageVerb, TargetKind
from wingetpy.deployment.targets import PackageTarget, parse_target
from wingetpy.deployment.work import EVERY_TYPE, DeploymentWork, VerbOptions
from wingetpy.errors import EngineError
from wingetpy.errors.secrets import without_secrets
from wingetpy.hosts.host import Host
from wingetpy.hosts.packages import (
    AddPackageOptions,
    EnsurePackageIsReadyOptions,
    MsixPackage,
    RemovePackageOptions,
    StagePackageOptions,
)
from wingetpy.hosts.packages.fit import machine_fit
from wingetpy.model.text import fold
from wingetpy.msix.app_installer import LARGEST_APP_INSTALLER, is_app_installer, parse_app_installer
from wingetpy.msix.applicability import choose_packages
from wingetpy.msix.byte_source import ByteSource
from wingetpy.msix.identity import FullName, PackageIdentity, is_version, packed_version
from wingetpy.msix.package import OpenedPackage, open_package

Opens = Callable[[str], AbstractContextManager[ByteSource]]


class Foresight:
    """Says what verbs would do.

    Args:
        opens: Opens a URI for reading.
        go_on: Raises to stop.
    """

    def __init__(
        self, host: Host, readiness: Readiness, work: DeploymentWork, opens: Opens, go_on: Callable[[], None]
    ) -> None:
        facts = host.facts()
        self._host = host
        self._packages = host.packages
        self._readiness = readiness
        self._work = work
        self._opens = opens
        self._go_on = go_on
        self._fit = machine_fit(facts)
        self._sees_all = facts.elevated

    def of_text(
        self, verb: PackageVerb, text: str, options: VerbOptions | EnsurePackageIsReadyOptions
    ) -> list[ForeseenChange]:
        """Return what a verb would do to a target. Raises BadRequest where the verb does not take it."""
        return list(self._of(verb, parse_target(verb, text), options))

    def of_set(
        self, verb: PackageVerb, packages: PackageSet, options: VerbOptions | EnsurePackageIsReadyOptions
    ) -> list[ForeseenChange]:
        """Return what a verb would do to each item of a set. Raises BadRequest."""
        items = validated_set(verb, packages).package_set_items
        return [
            msgspec.structs.replace(one, item=item.id)
            for item in items
            for one in self._of_item(verb, packages, item, options)
        ]

    def _of_item(
        self,
        verb: PackageVerb,
        packages: PackageSet,
        item: PackageSetItem,
        options: VerbOptions | EnsurePackageIsReadyOptions,
    ) -> Iterable[ForeseenChange]:
        if verb is PackageVerb.ensure_is_ready and self._readiness.has_item(item):
            name = item.package_family_name
            return [ForeseenChange(operation=verb, target=name, family_name=name, action="None", reason="Ready")]
        target = item_target(verb, packages, item)
        changes = self._of(verb, target, options)
        if verb is PackageVerb.ensure_is_ready and not is_app_installer(
            target.value
        ):  # which names a bundle by its own
            return [one if one.error else one.refused(not_the_item(item, one.target, one.full_name)) for one in changes]
        return changes

    def _of(
        self, verb: PackageVerb, target: PackageTarget, options: VerbOptions | EnsurePackageIsReadyOptions
    ) -> Iterable[ForeseenChange]:
        plain = ForeseenChange(operation=verb, target=without_secrets(target.text), action=verb)
        if target.kind is TargetKind.product_uri and self._packages.products() is not None:
            return [plain]
        match verb:
            case PackageVerb.add | PackageVerb.stage | PackageVerb.ensure_is_ready:
                return [self._of_content(plain, target, options)]
            case PackageVerb.remove:
                assert isinstance(options, RemovePackageOptions), "the verb's own options"
                return self._removals(plain, self._work.removable(target, options), options)
            case PackageVerb.repair | PackageVerb.reset:
                return self._named(plain, self._work.registered(target))
            case PackageVerb.provision | PackageVerb.deprovision:
                return [self._of_family(plain, name) for name in self._work.families(target)]
        return [self._of_registration(plain, target)]

    def _of_content(
        self, plain: ForeseenChange, target: PackageTarget, options: VerbOptions | EnsurePackageIsReadyOptions
    ) -> ForeseenChange:
        """Return what would become of the package that a URI names."""
        if target.kind is TargetKind.product_uri:
            return plain
        adding = options.add_package_options if isinstance(options, EnsurePackageIsReadyOptions) else options
        try:
            with self._opens(target.value) as source:
                if is_app_installer(target.value):  # what it names is judged by its words, and not opened
                    return self._of_identity(plain, _main_identity(source), adding)
                package = open_package(source, lambda bundle: choose_packages(bundle, self._fit))
                return self._of_opened(msgspec.structs.replace(plain, size=source.size), package, target.value, adding)
        except EngineError as error:
            return plain.refused(error)

    def _of_opened(
        self, plain: ForeseenChange, package: OpenedPackage, uri: str, adding: VerbOptions
    ) -> ForeseenChange:
        assert isinstance(adding, AddPackageOptions | StagePackageOptions), "of the verbs that take content"
        application = _application(package)
        refusal = (
            unexpected_digest(self._host, package, uri, adding.expected_digests)
            or unfit(self._host, application.manifest)
            or bad_signature(self._host, package, self._go_on, unsigned=adding.allow_unsigned)
        )
        if refusal is not None:
            return plain.identified(application.identity).refused(refusal)
        return self._of_package(plain, application, adding)

    def _of_package(self, plain: ForeseenChange, package: OpenedPackage, adding: VerbOptions) -> ForeseenChange:
        identity = package.identity
        plain = plain.identified(identity)
        there = self._packages.find(family_name=identity.family_name, all_users=self._sees_all)
        same = [one for one in there if fold(one.full_name) == fold(identity.full_name)]
        refusal = other_content(self._host, package, same[0]) if same else None
        if refusal is not None:
            return plain.refused(refusal)
        if isinstance(adding, StagePackageOptions):
            return plain.nothing("Staged") if same else plain.beside(there, adding)
        assert isinstance(adding, AddPackageOptions), "of the verbs that add"
        registered = self._packages.find(family_name=identity.family_name)
        change = plain.over(registered, adding.force_update_from_any_version)
        if change.action != "None" and self._sees_all and not adding.dependency_package_uris:
            refusal = missing_framework(self._host, package)
        return change.refused(refusal)

    def _of_identity(self, plain: ForeseenChange, identity: PackageIdentity, adding: VerbOptions) -> ForeseenChange:
        plain = plain.identified(identity)
        any_version = isinstance(adding, AddPackageOptions) and adding.force_update_from_any_version
        return plain.over(self._packages.find(family_name=identity.family_name), any_version)

    def _of_registration(self, plain: ForeseenChange, target: PackageTarget) -> ForeseenChange:
        if target.kind not in (TargetKind.family_name, TargetKind.full_name):
            return plain
        parts = FullName.parse(target.value)
        family = parts.family_name if parts else target.value
        there = self._packages.find(family_name=family, all_users=self._sees_all)
        if parts is not None:
            there = [one for one in there if fold(one.full_name) == fold(target.value)]
        if not there:
            return msgspec.structs.replace(plain, family_name=family).nothing("NotFound")
        newest = max(there, key=lambda one: packed_version(one.version) if is_version(one.version) else -1)
        return plain.about(newest).over(self._packages.find(family_name=family), parts is not None)

    def _named(self, plain: ForeseenChange, names: list[str]) -> list[ForeseenChange]:
        return [plain.of_present(one) for one in self._known(names)] or [plain.nothing("NotFound")]

    def _removals(self, plain: ForeseenChange, names: list[str], options: RemovePackageOptions) -> list[ForeseenChange]:
        known = self._known(names)
        if options.remove_for_all_users and (refusal := missing_rights(self._host, plain.operation, plain.target)):
            return [plain.refused(refusal)]
        there = self._packages.find(all_users=self._sees_all and options.remove_for_all_users)
        changes = [plain.of_present(one).refused(needed_framework(one, known, there)) for one in known]
        return changes or [plain.nothing("NotFound")]

    def _known(self, names: list[str]) -> list[MsixPackage]:
        """Return the packages of these names that are on the machine."""
        found = {fold(one.full_name): one for one in self._everything()}
        return [found[fold(name)] for name in names if fold(name) in found]

    def _of_family(self, plain: ForeseenChange, family: str) -> ForeseenChange:
        plain = msgspec.structs.replace(plain, family_name=family)
        if refusal := missing_rights(self._host, plain.operation, family):
            return plain.refused(refusal)
        provisioned = any(fold(one.family_name) == fold(family) for one in self._packages.find_provisioned())
        if provisioned == (plain.operation is PackageVerb.provision):
            return plain.nothing("Provisioned" if provisioned else "NotProvisioned")
        return plain

    def _everything(self) -> list[MsixPackage]:
        return self._packages.find(types=EVERY_TYPE, all_users=self._sees_all)


def _main_identity(source: ByteSource) -> PackageIdentity:
    """Return which package an .appinstaller file is about."""
    content = source.read(0, min(source.size, LARGEST_APP_INSTALLER + 1))
    return parse_app_installer(content, source.name).main.identity


def _application(package: OpenedPackage) -> OpenedPackage:
    """Return the package with the application: of a bundle the one that was chosen, where it is not beside it."""
    return next((inner for entry, inner in package.contained if entry.is_application), package)
