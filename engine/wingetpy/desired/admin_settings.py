"""The administrator's settings of the machine, as they should be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace

from wingetpy.desired.filters import ExportFilter
from wingetpy.desired.properties import SECRET, Properties, given
from wingetpy.desired.resource import DesiredStep, Drift, Preview, StepReport
from wingetpy.errors import BadRequest
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.operations.context import Context
from wingetpy.settings.admin import (
    ADMIN_SETTINGS,
    DEFAULT_PROXY,
    admin_settings,
    reset_admin_settings,
    set_admin_setting,
    set_admin_text,
)

Value = bool | str | None
Values = dict[str, Value]


class AdminSettingsProperties(Properties, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The administrator's settings, as in Microsoft.WinGet/AdminSettings."""

    settings: (
        Annotated[
            dict[str, Annotated[Value, Meta(extra_json_schema=SECRET)]],
            Meta(description="Switches by name, true or false, and DefaultProxy: a text, or null for none."),
        ]
        | UnsetType
    ) = UNSET


class AdminSettingsResource:
    """The machine's settings that only administrators change; what is not named stays as it is."""

    type = "AdminSettings"
    word = "admin-settings"
    summary = "The administrator's settings of the machine: those that are named."
    properties = AdminSettingsProperties
    policies = ("EnableSettings",)

    def check(self, wanted: AdminSettingsProperties) -> None:
        if not wanted.is_wanted:
            raise BadRequest("The administrator's settings cannot be absent.", remedy="Name each with its value.")
        _wanted_values(wanted)

    def read(self, context: Context, wanted: AdminSettingsProperties, call: Call) -> AdminSettingsProperties:
        return AdminSettingsProperties(settings=_values(context))

    def drift(self, wanted: AdminSettingsProperties, state: AdminSettingsProperties) -> tuple[Drift, ...]:
        actual = given(state.settings, {})
        return tuple(
            Drift(f"settings.{name}", _text(value), _text(actual.get(name)))
            for name, value in _wanted_values(wanted).items()
            if value != actual.get(name)
        )

    def steps(
        self,
        context: Context,
        wanted: AdminSettingsProperties,
        state: AdminSettingsProperties,
        drift: Sequence[Drift],
        call: Call,
    ) -> Sequence[DesiredStep[AdminSettingsProperties]]:
        values = _wanted_values(wanted)
        return tuple(_Change(context, name, values[name]) for name in (one.name.partition(".")[2] for one in drift))

    def export(self, context: Context, wanted: ExportFilter, call: Call) -> Iterable[AdminSettingsProperties]:
        yield AdminSettingsProperties(settings=_values(context))


class _Change:
    """One setting."""

    def __init__(self, context: Context, name: str, value: Value) -> None:
        self._context = context
        self._name = name
        self._value = value

    def preview(self, state: AdminSettingsProperties) -> Preview[AdminSettingsProperties]:
        values = {**given(state.settings, {}), self._name: self._value}
        return Preview(self._sentence(), replace(state, settings={k: v for k, v in values.items() if v is not None}))

    def carry_out(self) -> StepReport:
        host, policies = self._context.host, self._context.policies
        if isinstance(self._value, bool):
            set_admin_setting(host, policies, self._name, enabled=self._value)
        elif self._value is None:
            reset_admin_settings(host, policies, self._name)
        else:
            set_admin_text(host, policies, self._name, self._value, checked=False)
        self._context.log.write("Information", f"setting {self._name} set to {_text(self._value)}")
        return StepReport(self._sentence())

    def _sentence(self) -> str:
        return f"Set {self._name} to {_text(self._value)}"


def _values(context: Context) -> Values:
    """What an administrator set: every switch, and the text if there is one."""
    kept = admin_settings(context.host)
    values: Values = {name: name in kept.enabled for name in ADMIN_SETTINGS}
    return {**values, DEFAULT_PROXY: kept.default_proxy} if kept.default_proxy else values


def _wanted_values(wanted: AdminSettingsProperties) -> Values:
    """What is wanted, by the names as they are spelled.

    Raises:
        BadRequest: a setting that does not exist, or a value of another type.
    """
    if isinstance(wanted.settings, UnsetType):
        raise BadRequest("No settings are given.", remedy="Give them as an object of names and values.")
    names = {fold(name): name for name in (*ADMIN_SETTINGS, DEFAULT_PROXY)}
    values: Values = {}
    for written, value in wanted.settings.items():
        name = names.get(fold(written))
        if name is None:
            raise BadRequest(
                f"The setting {written} does not exist.", target=written, remedy=f"Use {', '.join(names.values())}."
            )
        if isinstance(value, bool) == (name == DEFAULT_PROXY) or (value is None and name != DEFAULT_PROXY):
            kind = "a text, or null" if name == DEFAULT_PROXY else "true or false"
            raise BadRequest(f"The setting {name} must be {kind}.", target=name, remedy=f"Give {kind}.")
        values[name] = value or None if name == DEFAULT_PROXY else value
    return values


def _text(value: Value) -> str:
    return "none" if value is None else value if isinstance(value, str) else str(value).lower()
