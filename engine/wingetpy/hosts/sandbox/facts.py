"""The facts of the small machine: an x64 Windows 10 unless `facts.json`, WINGETPY_FACTS or a test says otherwise."""

from __future__ import annotations

import time
import zlib
from pathlib import Path

import msgspec

from wingetpy.hosts.facts import MachineFacts
from wingetpy.hosts.features import FeatureState
from wingetpy.hosts.sandbox.settings_file import SettingsFile

FILE_NAME = "facts.json"
VARIABLE = "WINGETPY_FACTS"


FEATURES = (
    "Containers",
    "Microsoft-Hyper-V-All",
    "Microsoft-Windows-Subsystem-Linux",
    "NetFx3",
    "VirtualMachinePlatform",
)
DISABLED = FeatureState.disabled


class SandboxFacts(
    MachineFacts, frozen=True, rename="pascal", kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What can be set, with the members of the JSON in PascalCase.

    `now` in Unix seconds stops the clock there, `free_space` in bytes counts for every drive; None means the real ones.
    `security_id` is the user's SID; empty: one that follows from the name. `metered` None is a system that does not
    know. `features` are the Windows features that there are, with their state at the beginning; those in
    `features_with_restart` take a restart.
    """

    architecture: str = "x64"
    emulated_architectures: tuple[str, ...] = ("x86",)
    os_version: str = "10.0.19045"
    elevated: bool = True
    user_name: str = "user"
    security_id: str = ""
    links_possible: bool = True
    metered: bool | None = False
    features: dict[str, FeatureState] = msgspec.field(default_factory=lambda: dict.fromkeys(FEATURES, DISABLED))
    features_with_restart: tuple[str, ...] = ("Microsoft-Hyper-V-All", "VirtualMachinePlatform")
    now: float | None = None
    free_space: int | None = None

    @property
    def sid(self) -> str:
        """The user's security id."""
        number = zlib.crc32(self.user_name.casefold().encode())
        return self.security_id or f"S-1-5-21-1000-2000-{number}-1001"

    def of_machine(self) -> MachineFacts:
        """The part that every host has."""
        return MachineFacts(**{name: getattr(self, name) for name in MachineFacts.__struct_fields__})


def facts_file(root: Path, override: SandboxFacts | None) -> SettingsFile[SandboxFacts]:
    return SettingsFile(root / FILE_NAME, SandboxFacts, VARIABLE, override)


def write_facts(root: Path, facts: SandboxFacts) -> None:
    """Set the facts of a sandbox that other processes use."""
    (root / FILE_NAME).write_bytes(msgspec.json.encode(facts))


class SandboxClock:
    def __init__(self, facts: SettingsFile[SandboxFacts]) -> None:
        self._facts = facts

    def now(self) -> float:
        set_to = self._facts.current().now
        return time.time() if set_to is None else set_to
