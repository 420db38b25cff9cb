"""`setting/get|export`: the user's settings."""

from __future__ import annotations

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import NoParameters
from wingetpy.model.call import Call
from wingetpy.operations.context import Context


class SettingsResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`settings` is the JSON text of the file as it is; empty if there is no file."""

    user_settings_file: str
    settings: str


class ExportResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`export` is the one line of JSON that `winget settings export` prints."""

    export: str


def get(context: Context, parameters: NoParameters, call: Call) -> SettingsResult:
    context.report_settings(call)
    loaded = context.settings_file
    return SettingsResult(user_settings_file=str(loaded.path), settings=loaded.text)


def export(context: Context, parameters: NoParameters, call: Call) -> ExportResult:
    from wingetpy.settings.export import export_settings  # late: start time

    return ExportResult(export=msgspec.json.encode(export_settings(context.host)).decode())


GET = Command(NoParameters, SettingsResult, get)
EXPORT = Command(NoParameters, ExportResult, export)
