"""`setting/get|export|set|reset`: the user's settings, and the administrator's."""

from __future__ import annotations

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import NoParameters
from wingetpy.errors import BadRequest
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.request import LongText, Text


class SettingsResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`settings` is the JSON text of the file as it is; empty if there is no file."""

    user_settings_file: str
    settings: str


class ExportResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`export` is the one line of JSON that `winget settings export` prints."""

    export: str


class SetSettingParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One of the administrator's settings, in any case: a switch has `enabled`, the text DefaultProxy has `value`."""

    name: Text
    enabled: bool | None = None
    value: LongText | None = None


class SetSettingResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`enabled` of a switch, `value` of a text."""

    name: str
    enabled: bool | None = None
    value: str | None = None


class ResetSettingParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One of the administrator's settings, or all."""

    name: Text | None = None
    all: bool = False


class ResetResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    names: tuple[str, ...]


def get(context: Context, parameters: NoParameters, call: Call) -> SettingsResult:
    context.report_settings(call)
    loaded = context.settings_file
    return SettingsResult(user_settings_file=str(loaded.path), settings=loaded.text)


def export(context: Context, parameters: NoParameters, call: Call) -> ExportResult:
    from wingetpy.settings.export import export_settings  # late: start time

    exported = export_settings(context.host, context.policies)
    return ExportResult(export=msgspec.json.encode(exported).decode())


def set_admin(context: Context, parameters: SetSettingParameters, call: Call) -> SetSettingResult:
    """Set one of the machine's settings."""
    from wingetpy.settings.admin import set_admin_setting, set_admin_text  # late: start time

    host, policies = context.host, context.policies
    if parameters.value is not None:
        name = set_admin_text(host, policies, parameters.name, parameters.value)
        context.log.write("Information", f"setting {name} set to {parameters.value}")
        return SetSettingResult(name=name, value=parameters.value)
    enabled = bool(parameters.enabled)
    name = set_admin_setting(host, policies, parameters.name, enabled=enabled)
    context.log.write("Information", f"setting {name} {'enabled' if enabled else 'disabled'}")
    return SetSettingResult(name=name, enabled=enabled)


def reset_admin(context: Context, parameters: ResetSettingParameters, call: Call) -> ResetResult:
    """Bring one of the machine's settings, or all, back to the default."""
    from wingetpy.settings.admin import reset_admin_settings  # late: start time

    names = reset_admin_settings(context.host, context.policies, parameters.name)
    context.log.write("Information", f"settings {', '.join(names)} reset")
    return ResetResult(names=names)


def _check_set(parameters: SetSettingParameters) -> None:
    if (parameters.enabled is None) == (parameters.value is None):
        raise BadRequest(
            f"The setting {parameters.name} needs one value.", remedy="Switch it on or off, or give a text."
        )


def _check_reset(parameters: ResetSettingParameters) -> None:
    if parameters.all == (parameters.name is not None):
        raise BadRequest("One setting is reset by its name, or all of them.", remedy="Name one setting, or say all.")


def _policy(_parameters: msgspec.Struct) -> tuple[str, ...]:
    return ("EnableSettings",)


GET = Command(NoParameters, SettingsResult, get, policy=_policy)
EXPORT = Command(NoParameters, ExportResult, export)
SET = Command(SetSettingParameters, SetSettingResult, set_admin, check=_check_set, policy=_policy)
RESET = Command(ResetSettingParameters, ResetResult, reset_admin, check=_check_reset, policy=_policy)
