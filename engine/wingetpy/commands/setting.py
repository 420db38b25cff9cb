"""`setting/get|test|write|export|set|reset`: the user's settings, and the administrator's."""

from __future__ import annotations

from typing import Annotated

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import NoParameters
from wingetpy.errors import BadRequest
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.request import LongText, Text

JsonText = Annotated[str, msgspec.Meta(max_length=1 << 20)]


class GetSettingsParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`strict`: a file that cannot be understood is an error, not a warning."""

    strict: bool = False


class SettingsResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`settings` is the JSON text of the file as it is, empty if there is no file; `document` is the same without
    comments, `{}` for a file that is missing or cannot be understood.
    """

    user_settings_file: str
    settings: str
    document: str


class TestSettingsParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`settings` is a JSON text. `ignore_not_set`: what it does not name may be anything."""

    settings: JsonText
    ignore_not_set: bool = False


class TestSettingsResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`differences` are dotted names of settings."""

    in_desired_state: bool
    differences: tuple[str, ...]


class WriteSettingsParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`settings` is a JSON text: all settings, or with `merge` those that change."""

    settings: JsonText
    merge: bool = False


class WriteSettingsResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`settings` is the JSON text of what is in the file then."""

    user_settings_file: str
    settings: str
    changed: bool


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


def get(context: Context, parameters: GetSettingsParameters, call: Call) -> SettingsResult:
    """Return the user's settings. Raises HostError (JsonInvalidFile) where they are asked for strictly and broken."""
    from wingetpy.settings.write import read_document, refuse_unreadable  # late: start time

    if parameters.strict:
        refuse_unreadable(context.host)
    context.report_settings(call)
    loaded = context.settings_file
    document = msgspec.json.encode(read_document(context.host)).decode()
    return SettingsResult(user_settings_file=str(loaded.path), settings=loaded.text, document=document)


def test_settings(context: Context, parameters: TestSettingsParameters, call: Call) -> TestSettingsResult:
    """Compare the user's settings with others. A file that cannot be understood differs in all that is named."""
    from wingetpy.settings.document import differences, parse_document  # late: start time
    from wingetpy.settings.write import read_document

    wanted = parse_document(parameters.settings)
    context.report_settings(call)
    found = differences(wanted, read_document(context.host), ignore_not_set=parameters.ignore_not_set)
    return TestSettingsResult(in_desired_state=not found, differences=found)


def write_settings(context: Context, parameters: WriteSettingsParameters, call: Call) -> WriteSettingsResult:
    """Write the user's settings; warn of what of them will not be used.

    Raises:
        BadRequest: They are no JSON object.
        HostError: The file cannot be read or written; JsonInvalidFile for one to be merged with that is no JSON.
    """
    from wingetpy.settings.document import new_document, parse_document  # late: start time
    from wingetpy.settings.userfile import load_settings
    from wingetpy.settings.write import change_document, read_document, refuse_unreadable

    changes = parse_document(parameters.settings)
    if parameters.merge:
        refuse_unreadable(context.host)
    before = read_document(context.host)
    written = change_document(context.host, lambda document: new_document(document, changes, merge=parameters.merge))
    loaded = load_settings(context.host)
    for warning in loaded.warnings:
        call.message("Warning", warning.text, warning.code or None)
    changed = written != before
    if changed:
        context.log.write("Information", "the user's settings were changed")
    return WriteSettingsResult(user_settings_file=str(loaded.path), settings=loaded.text, changed=changed)


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


GET = Command(GetSettingsParameters, SettingsResult, get, policy=_policy)
TEST = Command(TestSettingsParameters, TestSettingsResult, test_settings, policy=_policy)
WRITE = Command(WriteSettingsParameters, WriteSettingsResult, write_settings, policy=_policy)
EXPORT = Command(NoParameters, ExportResult, export)
SET = Command(SetSettingParameters, SetSettingResult, set_admin, check=_check_set, policy=_policy)
RESET = Command(ResetSettingParameters, ResetResult, reset_admin, check=_check_reset, policy=_policy)
