"""The changes that bring a package to what is wanted of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import UNSET
from msgspec.structs import replace

from wingetpy.desired.agreeing import agreeing
from wingetpy.desired.packages.installed import criteria_of, installed_package
from wingetpy.desired.packages.pin_ahead import with_wanted_pin
from wingetpy.desired.packages.properties import PackageProperties, WantedPin
from wingetpy.desired.packages.wishes import pin_text, range_of, version_of
from wingetpy.desired.properties import given, optional
from wingetpy.desired.resource import DesiredStep, Drift, Preview, StepReport
from wingetpy.errors import ErrorCode, NotFound
from wingetpy.model.call import Call
from wingetpy.model.pin import PinType
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.decide import decide_install
from wingetpy.operations.execute import ExecuteOptions
from wingetpy.operations.find_target import choose_version, find_target, target_of
from wingetpy.operations.installed import take_inventory
from wingetpy.operations.outcome import Outcome
from wingetpy.operations.perform import OF_THE_MACHINE, OF_WHAT_IS_INSTALLED, decide_settled, perform
from wingetpy.operations.pin_guard import guard_of
from wingetpy.operations.pins import add_pin, remove_pins
from wingetpy.operations.plan import Plan, PlannedOperation
from wingetpy.operations.plan_chosen import or_failure, plan_chosen
from wingetpy.operations.request import InstallRequest, PinRequest, UninstallRequest, UpdateRequest, scope_of
from wingetpy.operations.uninstall import plan_removals
from wingetpy.operations.wording import not_installed

R = TypeVar("R", bound=InstallRequest)
PackageStep = DesiredStep[PackageProperties]


def steps_of(
    context: Context, wanted: PackageProperties, state: PackageProperties, drift: Sequence[Drift], call: Call
) -> tuple[PackageStep, ...]:
    """Return what has to be done, in its order: a blocking pin comes last, any other first."""
    call = agreeing(call, wanted.accepts)
    differing = {one.member for one in drift}
    package = PackageChange(context, wanted, state, call) if differing - {"pin"} else None
    pin = PinChange(context, wanted, call) if "pin" in differing else None
    order = (package, pin) if pin_text(optional(wanted.pin)) == "blocking" else (pin, package)
    return tuple(one for one in order if one is not None)


class PackageChange:
    """An install, update, replacement by an older version, or removal."""

    def __init__(self, context: Context, wanted: PackageProperties, state: PackageProperties, call: Call) -> None:
        self._context = context
        self._wanted = wanted
        self._state = state
        self._call = call

    def preview(self, state: PackageProperties) -> Preview[PackageProperties]:
        context = with_wanted_pin(self._context, self._wanted, self._state.id, self._state.pin)
        ahead = PackageChange(context, self._wanted, self._state, self._call)
        texts: list[str] = []
        for planned in ahead._plans():
            if planned.refusal is not None:
                raise planned.refusal
            texts.append(_sentence(planned.plan))
            state = _after(planned.plan, state)
        return Preview(" and ".join(texts), state)

    def carry_out(self) -> StepReport:
        passing = OF_THE_MACHINE if self._wanted.is_wanted else OF_WHAT_IS_INSTALLED
        options = ExecuteOptions(accept_package_agreements=self._wanted.accepts)
        outcomes = [
            _succeeded(perform(self._context, decide, self._call, options, passing)) for decide in self._decisions()
        ]
        texts = [_sentence(one.planned.plan) for one in outcomes]
        return StepReport(
            " and ".join(texts),
            restart=any(one.reboot_required for one in outcomes),
            path_changed=any(one.path_added or one.path_removed for one in outcomes),
        )

    def _plans(self) -> list[PlannedOperation]:
        """What would be done; nothing changes meanwhile."""
        if not self._wanted.is_wanted:
            return plan_removals(self._context, self._removal(), self._call)
        return [decide_settled(self._context, decide) for decide in self._decisions()]

    def _decisions(self) -> Sequence[Callable[[], PlannedOperation]]:
        """What makes each plan when its turn comes: one, or one for each installed version that is removed."""
        if not self._wanted.is_wanted:
            first = lambda: plan_removals(self._context, self._removal(), self._call)[0]  # noqa: E731 - used twice
            return [first] * len(plan_removals(self._context, self._removal(), self._call))
        if self._is_too_new():
            return [lambda: self._replacement(_in_range(self._context, self._update(), self._wanted, self._call))]
        return [lambda: self._installation(_in_range(self._context, self._install(), self._wanted, self._call))]

    def _is_too_new(self) -> bool:
        """Whether an older version is wanted than the installed one."""
        if self._state.exist is not True:
            return False
        installed = Version.or_unknown(version_of(self._state))
        if (range_ := range_of(self._wanted)) is not None:
            return range_.lies_below(installed)
        version = self._wanted.version_text
        return version is not None and installed > Version.or_unknown(version)

    def _installation(self, request: InstallRequest) -> PlannedOperation:
        """Plan the install; also for a wanted scope that lacks an MSIX package which is installed in the other one."""
        planned = decide_install(self._context, request, self._call)
        wanted = scope_of(request.scope)
        if planned.plan.reason == "AlreadyInstalled" and wanted is not None and planned.plan.scope != wanted.value:
            return decide_install(self._context, replace(request, force=True), self._call)
        return planned

    def _replacement(self, request: UpdateRequest) -> PlannedOperation:
        """Plan the version that is wanted in place of a newer one, which is removed first."""
        context, call = self._context, self._call
        inventory = take_inventory(context, call, request.source, needs_source=True)
        there = installed_package(inventory, self._wanted)
        if there is None or there.package is None or inventory.sources is None:
            raise not_installed(self._wanted.id)
        target = target_of(inventory.sources, there.package)
        guard = guard_of(context, target, there, request)
        chosen = choose_version(context, target, request, there.facts, call, guard=guard)
        return or_failure(
            context,
            "Update",
            target,
            there,
            lambda: plan_chosen(context, request, target, chosen, inventory, there, call),
        )

    def _install(self) -> InstallRequest:
        wanted = self._wanted
        return InstallRequest(
            id=wanted.id,
            source=optional(wanted.source),
            match_option=wanted.match,
            version=wanted.version_text,
            scope=wanted.scope_wish,
            architecture=optional(wanted.architecture),
            installer_type=optional(wanted.installer_type),
            locale=optional(wanted.locale),
            location=optional(wanted.location),
            override=optional(wanted.override),
            custom=optional(wanted.custom),
            skip_dependencies=given(wanted.skip_dependencies, False),
            mode=wanted.mode,
            disable_interactivity=wanted.mode != "Interactive",
        )

    def _update(self) -> UpdateRequest:
        install = self._install()
        members = {name: getattr(install, name) for name in install.__struct_fields__}
        return UpdateRequest(**{**members, "uninstall_previous": True})

    def _removal(self) -> UninstallRequest:
        wanted = self._wanted
        return UninstallRequest(
            id=wanted.id,
            source=optional(wanted.source),
            match_option=wanted.match,
            version=wanted.version_text,
            all_versions=wanted.version_text is None,
            scope=wanted.scope_wish,
            mode=wanted.mode,
            disable_interactivity=wanted.mode != "Interactive",
        )


class PinChange:
    """The pin that a package should have."""

    def __init__(self, context: Context, wanted: PackageProperties, call: Call) -> None:
        self._context = context
        self._wanted = wanted
        self._call = call

    def preview(self, state: PackageProperties) -> Preview[PackageProperties]:
        return Preview(self._sentence(), replace(state, pin=self._wanted.pin))

    def carry_out(self) -> StepReport:
        pin, criteria = self._pin(), criteria_of(self._wanted)
        if pin.type == "none":
            remove_pins(self._context, criteria, self._call, lambda one: one.type is not PinType.skip)
        else:
            request = PinRequest(
                id=criteria.id,
                source=criteria.source,
                match_option=criteria.match_option,
                version=optional(pin.version),
                blocking=pin.type == "blocking",
                force=True,
            )
            add_pin(self._context, request, self._call)
        return StepReport(self._sentence())

    def _pin(self) -> WantedPin:
        return given(self._wanted.pin, WantedPin(type="none"))

    def _sentence(self) -> str:
        pin = self._pin()
        return (
            f"Remove the pin of {self._wanted.id}" if pin.type == "none" else f"Pin {self._wanted.id} ({pin_text(pin)})"
        )


def _in_range(context: Context, request: R, wanted: PackageProperties, call: Call) -> R:
    """Return the request for the newest version that a range lets through, where one is wanted.

    Raises:
        NotFound: NoManifestFound, if there is none.
    """
    range_ = range_of(wanted)
    if range_ is None:
        return request
    versions = find_target(context, request, call).versions
    version = next((one for one in versions if range_.contains(Version.or_unknown(one))), None)
    if version is None:
        raise NotFound(
            f"{wanted.id} has no version in the range {range_.text}; the newest one is {versions[0]}.",
            code=ErrorCode.NoManifestFound,
            target=wanted.id,
            remedy="Widen the range, or update the sources.",
        )
    return replace(request, version=version)


def _succeeded(outcome: Outcome) -> Outcome:
    if outcome.error is not None:
        raise outcome.error
    return outcome


def _after(plan: Plan, state: PackageProperties) -> PackageProperties:
    """Return the state that a plan leaves."""
    if plan.action == "Uninstall":
        return PackageProperties(exist=False, id=plan.id, source=state.source, pin=state.pin)
    if plan.action == "None":
        return state
    return replace(
        state,
        exist=True,
        id=plan.id,
        source=plan.source,
        version=plan.to_version,
        name=plan.name,
        use_latest=UNSET,
        available_version=UNSET,
    )


def _sentence(plan: Plan) -> str:
    if plan.action == "None":
        return f"Leave {plan.id} {plan.from_version} as it is"
    if plan.action == "Uninstall":
        return f"Uninstall {plan.id} {plan.from_version}".rstrip()
    before = f" in place of {plan.from_version}" if plan.from_version else ""
    how = ", ".join(one for one in (plan.scope.lower(), plan.installer_type) if one)
    return f"{plan.action} {plan.id} {plan.to_version}{before}{f' ({how})' if how else ''}"
