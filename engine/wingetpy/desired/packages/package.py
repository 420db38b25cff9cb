"""One package as a resource."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import UNSET
from msgspec.structs import replace

from wingetpy.desired.filters import ExportFilter
from wingetpy.desired.packages.installed import read_package, state_of_installed
from wingetpy.desired.packages.properties import PackageProperties
from wingetpy.desired.packages.wishes import drift_of, refuse_contradictions
from wingetpy.desired.resource import Drift
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.operations.context import Context
from wingetpy.operations.installed import take_inventory

if TYPE_CHECKING:
    from wingetpy.desired.packages.steps import PackageStep


class PackageResource:
    """A package that should be installed or not."""

    type = "Package"
    word = "package"
    summary = "A package: installed or not, in which version, with which pin."
    properties = PackageProperties
    policies: tuple[str, ...] = ()

    def check(self, wanted: PackageProperties) -> None:
        refuse_contradictions(wanted)

    def read(self, context: Context, wanted: PackageProperties, call: Call) -> PackageProperties:
        return read_package(context, wanted, call)

    def drift(self, wanted: PackageProperties, state: PackageProperties) -> tuple[Drift, ...]:
        return drift_of(wanted, state)

    def steps(
        self,
        context: Context,
        wanted: PackageProperties,
        state: PackageProperties,
        drift: Sequence[Drift],
        call: Call,
    ) -> Sequence[PackageStep]:
        from wingetpy.desired.packages.steps import steps_of  # late: start time, nothing differs at a second run

        return steps_of(context, wanted, state, drift, call)

    def export(self, context: Context, wanted: ExportFilter, call: Call) -> Iterable[PackageProperties]:
        """Return what is installed from a source; with versions where the filter says useLatest: false."""
        for one in take_inventory(context, call, wanted.source).packages:
            if one.package is None or (wanted.id is not None and fold(wanted.id) != fold(one.id)):
                continue
            state = replace(state_of_installed(one), instance_name=f"{one.id} ({one.entry.scope.value.lower()})")
            yield state if wanted.use_latest is False else replace(state, version=UNSET)
