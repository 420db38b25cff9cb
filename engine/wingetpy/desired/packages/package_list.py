"""A list of packages as a resource: each is as one package, and one that fails does not keep the others from theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace

from wingetpy.desired.filters import ExportFilter
from wingetpy.desired.packages.package import PackageResource
from wingetpy.desired.packages.properties import PackageProperties
from wingetpy.desired.properties import Properties, given
from wingetpy.desired.resource import DesiredStep, Drift, Preview, StepReport
from wingetpy.errors import BadRequest, Cancelled, EngineError, OperationError
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.operations.context import Context

_PACKAGE = PackageResource()


class PackageListProperties(Properties, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Packages, each with the properties of the resource Package."""

    packages: Annotated[tuple[PackageProperties, ...], Meta(description="The packages; each has its own _exist.")]
    accept_agreements: (
        Annotated[
            bool,
            Meta(
                description="Whether the agreements of all sources and packages are accepted.",
                extra_json_schema={"writeOnly": True},
            ),
        ]
        | UnsetType
    ) = UNSET


class PackageListResource:
    """Packages that should be installed or not."""

    type = "PackageList"
    word = "package-list"
    summary = "Packages, each installed or not, in which version, with which pin."
    properties = PackageListProperties
    policies: tuple[str, ...] = ()

    def check(self, wanted: PackageListProperties) -> None:
        _refuse_doubles(wanted)
        for one in wanted.packages:
            _PACKAGE.check(one)

    def read(self, context: Context, wanted: PackageListProperties, call: Call) -> PackageListProperties:
        return PackageListProperties(packages=tuple(_PACKAGE.read(context, one, call) for one in _each(wanted)))

    def drift(self, wanted: PackageListProperties, state: PackageListProperties) -> tuple[Drift, ...]:
        return tuple(
            Drift(f"packages[{one.id}].{drift.name}", drift.wanted, drift.actual)
            for one, actual in zip(wanted.packages, state.packages, strict=True)
            for drift in _PACKAGE.drift(one, actual)
        )

    def steps(
        self,
        context: Context,
        wanted: PackageListProperties,
        state: PackageListProperties,
        drift: Sequence[Drift],
        call: Call,
    ) -> Sequence[DesiredStep[PackageListProperties]]:
        return (_EachPackage(context, _each(wanted), state, call),)

    def export(self, context: Context, wanted: ExportFilter, call: Call) -> Iterable[PackageListProperties]:
        """Return one list of all that is installed from a source."""
        found = _PACKAGE.export(context, wanted, call)
        yield PackageListProperties(packages=tuple(replace(one, instance_name=UNSET) for one in found))


class _EachPackage:
    """What has to be done for the packages, one after the other."""

    def __init__(
        self, context: Context, wanted: Sequence[PackageProperties], state: PackageListProperties, call: Call
    ) -> None:
        self._steps = [
            (place, step)
            for place, (one, actual) in enumerate(zip(wanted, state.packages, strict=True))
            for step in _PACKAGE.steps(context, one, actual, _PACKAGE.drift(one, actual), call)
        ]
        self._call = call

    def preview(self, state: PackageListProperties) -> Preview[PackageListProperties]:
        packages = list(state.packages)
        texts: list[str] = []
        for place, step in self._steps:
            seen = step.preview(packages[place])
            packages[place] = seen.state
            texts.append(seen.text)
        return Preview("; ".join(texts), replace(state, packages=tuple(packages)))

    def carry_out(self) -> StepReport:
        done: list[StepReport] = []
        failed: list[EngineError] = []
        for _, step in self._steps:
            try:
                done.append(step.carry_out())
            except Cancelled:
                raise
            except EngineError as error:
                self._call.message("Error", _named(error), error.code.hex)
                failed.append(error)
        if failed:
            raise _failure(failed, len(self._steps))
        return StepReport(
            "; ".join(one.text for one in done),
            restart=any(one.restart for one in done),
            path_changed=any(one.path_changed for one in done),
        )


def _each(wanted: PackageListProperties) -> tuple[PackageProperties, ...]:
    if not given(wanted.accept_agreements, False):
        return wanted.packages
    return tuple(replace(one, accept_agreements=True) for one in wanted.packages)


def _refuse_doubles(wanted: PackageListProperties) -> None:
    keys = [(fold(one.id), fold(given(one.source, "")), given(one.scope, "any")) for one in wanted.packages]
    double = next((one for place, one in enumerate(wanted.packages) if keys[place] in keys[:place]), None)
    if double is not None:
        raise BadRequest(
            f"The list has the package {double.id} twice.", target=double.id, remedy="Leave one of them out."
        )


def _named(error: EngineError) -> str:
    return error.text if error.target is None or error.target in error.text else f"{error.target}: {error.text}"


def _failure(failed: Sequence[EngineError], count: int) -> EngineError:
    first = failed[0]
    if count == 1:
        return first
    reasons = " ".join(map(_named, failed))
    return OperationError(
        f"{len(failed)} of {count} changes failed. {reasons}",
        code=first.code,
        category=first.category,
        target=first.target,
        remedy=first.advice,
    )
