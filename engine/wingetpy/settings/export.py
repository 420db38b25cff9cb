"""What `settings export` shows: where the settings lie and which switches an administrator has set."""

from __future__ import annotations

import msgspec

from wingetpy.hosts.host import Host
from wingetpy.settings.admin import admin_settings
from wingetpy.settings.decisions import admin_switch
from wingetpy.settings.policy import Policies
from wingetpy.settings.userfile import settings_file

SCHEMA = "https://aka.ms/winget-settings-export.schema.json"


class SettingsExport(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """The reference's own shape.

    Attributes:
        admin_settings: Name to value of the switches that this engine acts on.
        user_settings_file: A path on the disk of the engine.
    """

    schema: str = msgspec.field(name="$schema", default=SCHEMA)
    admin_settings: dict[str, bool] = {}
    user_settings_file: str


def export_settings(host: Host, policies: Policies) -> SettingsExport:
    """Return the export of this host: each switch with its effective value, whoever decided it."""
    switches = {name: admin_switch(name, policies, enabled).value for name, enabled in admin_settings(host).items()}
    return SettingsExport(admin_settings=switches, user_settings_file=str(settings_file(host)))
