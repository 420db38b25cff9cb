"""`setting/get|export|set`: the user's settings, and the administrator's."""

from __future__ import annotations

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import NoParameters
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.request import Text


class SettingsResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`settings` is the JSON text of the file as it is; empty if there is no file."""

    user_settings_file: str
    settings: str


class ExportResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`export` is the one line of JSON that `winget settings export` prints."""

    export: str


class SetParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`name` is one of the administrator's settings, in any case."""

    name: Text
    enabled: bool


class SetResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    name: str
    enabled: bool


def get(context: Context, parameters: NoParameters, call: Call) -> SettingsResult:
    context.report_settings(call)
    loaded = context.settings_file
    return SettingsResult(user_settings_file=str(loaded.path), settings=loaded.text)


def export(context: Context, parameters: NoParameters, call: Call) -> ExportResult:
    from wingetpy.settings.export import export_settings  # late: start time

    exported = export_settings(context.host, context.policies)
    return ExportResult(export=msgspec.json.encode(exported).decode())


def set_admin(context: Context, parameters: SetParameters, call: Call) -> SetResult:
    """Switch one of the machine's settings on or off."""
    from wingetpy.settings.admin import set_admin_setting  # late: start time

    name = set_admin_setting(context.host, context.policies, parameters.name, enabled=parameters.enabled)
    context.log.write("Information", f"setting {name} {'enabled' if parameters.enabled else 'disabled'}")
    return SetResult(name=name, enabled=parameters.enabled)


GET = Command(NoParameters, SettingsResult, get, policy=lambda _parameters: ("EnableSettings",))
EXPORT = Command(NoParameters, ExportResult, export)
SET = Command(SetParameters, SetResult, set_admin, policy=lambda _parameters: ("EnableSettings",))
