"""What `settings export` shows: where the settings lie and which switches an administrator has set."""

from __future__ import annotations

import msgspec

from wingetpy.hosts.host import Host
from wingetpy.settings.userfile import settings_file

SCHEMA = "https://aka.ms/winget-settings-export.schema.json"


class SettingsExport(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """The reference's own shape.

    Attributes:
        admin_settings: Name to value of the switches that are set; this engine knows none yet.
        user_settings_file: A path on the disk of the engine.
    """

    schema: str = msgspec.field(name="$schema", default=SCHEMA)
    admin_settings: dict[str, bool] = {}
    user_settings_file: str


def export_settings(host: Host) -> SettingsExport:
    """The export of this host."""
    return SettingsExport(user_settings_file=str(settings_file(host)))
