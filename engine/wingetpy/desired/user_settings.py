"""The user's settings file, as it should be: whole, or what is named of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Literal, Self

import msgspec
from msgspec import UNSET, Meta, UnsetType
from msgspec.structs import replace

from wingetpy.desired.filters import ExportFilter
from wingetpy.desired.properties import Properties, given
from wingetpy.desired.resource import DesiredStep, Drift, Preview, StepReport
from wingetpy.errors import BadRequest
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.settings.write import Document, change_document, read_document

Action = Literal["Partial", "Full"]
_ABSENT = object()


class UserSettingsProperties(Properties, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The user's settings, as in Microsoft.WinGet/UserSettingsFile."""

    settings: Annotated[dict[str, Any], Meta(description="The content of settings.json.")] | UnsetType = UNSET
    action: (
        Annotated[
            Action,
            Meta(
                description="Partial (default): only what is named, lists as a whole. Full: the file is exactly this."
            ),
        ]
        | UnsetType
    ) = UNSET

    def without_wishes(self) -> Self:
        return replace(self, action=UNSET)


class UserSettingsResource:
    """The settings file of the user who runs the engine."""

    type = "UserSettings"
    word = "user-settings-file"
    summary = "The user's settings file: whole, or what is named of it."
    properties = UserSettingsProperties
    policies = ("EnableSettings",)

    def check(self, wanted: UserSettingsProperties) -> None:
        if not wanted.is_wanted:
            raise BadRequest("The settings file cannot be absent.", remedy="Give its settings, with the action Full.")
        _wanted_document(wanted, {})

    def read(self, context: Context, wanted: UserSettingsProperties, call: Call) -> UserSettingsProperties:
        return UserSettingsProperties(settings=read_document(context.host), action=_action(wanted))

    def drift(self, wanted: UserSettingsProperties, state: UserSettingsProperties) -> tuple[Drift, ...]:
        actual = given(state.settings, {})
        return tuple(_differences("settings", _wanted_document(wanted, actual), actual))

    def steps(
        self,
        context: Context,
        wanted: UserSettingsProperties,
        state: UserSettingsProperties,
        drift: Sequence[Drift],
        call: Call,
    ) -> Sequence[DesiredStep[UserSettingsProperties]]:
        return (_SettingsWrite(context, wanted, drift),)

    def export(self, context: Context, wanted: ExportFilter, call: Call) -> Iterable[UserSettingsProperties]:
        yield UserSettingsProperties(settings=read_document(context.host))


class _SettingsWrite:
    def __init__(self, context: Context, wanted: UserSettingsProperties, drift: Sequence[Drift]) -> None:
        self._context = context
        self._wanted = wanted
        self._names = ", ".join(one.name.partition(".")[2] or one.name for one in drift)

    def preview(self, state: UserSettingsProperties) -> Preview[UserSettingsProperties]:
        return Preview(
            self._sentence(), replace(state, settings=_wanted_document(self._wanted, given(state.settings, {})))
        )

    def carry_out(self) -> StepReport:
        change_document(self._context.host, lambda document: _wanted_document(self._wanted, document))
        self._context.log.write("Information", f"settings changed: {self._names}")
        return StepReport(self._sentence())

    def _sentence(self) -> str:
        return f"Change the settings {self._names}"


def _action(wanted: UserSettingsProperties) -> Action:
    return given(wanted.action, "Partial")


def _wanted_document(wanted: UserSettingsProperties, document: Document) -> Document:
    if isinstance(wanted.settings, UnsetType):
        raise BadRequest(
            "No settings are given.", remedy="Give them as an object; {} with the action Full is an empty file."
        )
    return wanted.settings if _action(wanted) == "Full" else _merged(document, wanted.settings)


def _merged(document: Document, changes: Document) -> Document:
    """A document with changes: objects member by member, anything else as a whole."""
    merged = dict(document)
    for name, value in changes.items():
        before = merged.get(name)
        merged[name] = _merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return merged


def _differences(path: str, wanted: object, actual: object) -> Iterator[Drift]:
    """Each value that differs, by its dotted path."""
    if isinstance(wanted, dict) and isinstance(actual, dict):
        for name in dict.fromkeys((*wanted, *actual)):
            yield from _differences(f"{path}.{name}", wanted.get(name, _ABSENT), actual.get(name, _ABSENT))
    elif type(wanted) is not type(actual) or wanted != actual:
        yield Drift(path, _text(wanted), _text(actual))


def _text(value: object) -> str:
    if value is _ABSENT:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
