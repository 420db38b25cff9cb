"""What a machine is: the facts that decisions rest on."""

from __future__ import annotations

import msgspec


class MachineFacts(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What is so on this machine. Architectures are winget's words: x86, x64, arm, arm64."""

    architecture: str
    emulated_architectures: tuple[str, ...] = ()
    os_version: str
    locales: tuple[str, ...] = ("en-US",)
    market: str = "US"
    elevated: bool = False
    pending_reboot: bool = False
    user_name: str = ""
