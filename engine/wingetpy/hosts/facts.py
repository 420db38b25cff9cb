"""What a machine is: the facts that decisions rest on."""

from __future__ import annotations

import msgspec


class MachineFacts(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What is so on this machine. Architectures are winget's words: x86, x64, arm, arm64.

    Attributes:
        emulated_architectures: What runs beside the native one.
        os_version: With the update's revision where it is known: `10.0.19045.4291`.
        locales: The user's languages, the preferred one first.
        market: The user's region: two letters, or three digits.
        server: A Windows Server.
        elevated: The engine has administrator rights.
        elevated_by_consent: The user agreed to that for this process; the user's other programs have no such rights,
            and can write to the user's registry and folders.
        interactive: Somebody is at a desktop whom Windows can ask for rights.
        pending_reboot: Windows or an installer waits for a restart.
    """

    architecture: str
    emulated_architectures: tuple[str, ...] = ()
    os_version: str
    locales: tuple[str, ...] = ("en-US",)
    market: str = "US"
    server: bool = False
    elevated: bool = False
    elevated_by_consent: bool = False
    interactive: bool = True
    pending_reboot: bool = False
    user_name: str = ""
