"""What `settings export` shows: where the settings lie and which switches an administrator has set."""

from __future__ import annotations

import msgspec

from wingetpy.errors.secrets import without_secrets
from wingetpy.hosts.host import Host
from wingetpy.settings.admin import ADMIN_SETTINGS, DEFAULT_PROXY, admin_settings
from wingetpy.settings.decisions import admin_switch, default_proxy
from wingetpy.settings.policy import Policies
from wingetpy.settings.userfile import settings_file

SCHEMA = "https://aka.ms/winget-settings-export.schema.json"


class SettingsExport(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """The reference's own shape.

    Attributes:
        admin_settings: Name to value of the switches, and of DefaultProxy where there is one.
        user_settings_file: A path on the disk of the engine.
    """

    schema: str = msgspec.field(name="$schema", default=SCHEMA)
    admin_settings: dict[str, bool | str] = {}
    user_settings_file: str


def export_settings(host: Host, policies: Policies) -> SettingsExport:
    """Return the export of this host: each setting with its effective value, whoever decided it."""
    admin = admin_settings(host)
    values: dict[str, bool | str] = {name: admin_switch(name, policies, admin).value for name in ADMIN_SETTINGS}
    if proxy := default_proxy(policies, admin).value:
        values[DEFAULT_PROXY] = without_secrets(proxy)
    return SettingsExport(admin_settings=values, user_settings_file=str(settings_file(host)))
