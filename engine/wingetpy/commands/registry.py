"""The methods of the engine by name, and the one way to call one: protocol, command line and DSC all use `invoke`.

A module is imported when its method is first called; what must be known before that is in the table.
"""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from wingetpy.commands.command import Command

if TYPE_CHECKING:
    import msgspec

    from wingetpy.commands.engine import Engine
    from wingetpy.model.call import Call


class RegisteredCommand:
    """One line of the table.

    Args:
        name: The method's name, `noun/verb`.
        module: The module in `commands`.
        member: The module's Command for this method.
        changes: Whether it changes the machine.
        quick: Whether it only computes and never blocks.
        free: Whether it answers whatever a policy forbids.
    """

    def __init__(
        self, name: str, module: str, member: str, *, changes: bool = False, quick: bool = False, free: bool = False
    ) -> None:
        self.name = name
        self.changes = changes
        self.quick = quick
        self.free = free
        self._module = module
        self._member = member

    @cached_property
    def command(self) -> Command:
        """The method's types and function; imports its module."""
        command = getattr(import_module(f"wingetpy.commands.{self._module}"), self._member)
        assert isinstance(command, Command)
        return command


_ENTRIES = (
    RegisteredCommand("configuration/apply", "configuration", "APPLY", changes=True),
    RegisteredCommand("configuration/show", "configuration", "SHOW"),
    RegisteredCommand("configuration/test", "configuration", "TEST"),
    RegisteredCommand("desired/export", "desired", "EXPORT"),
    RegisteredCommand("desired/get", "desired", "GET"),
    RegisteredCommand("desired/set", "desired", "SET", changes=True),
    RegisteredCommand("desired/test", "desired", "TEST"),
    RegisteredCommand("engine/check", "engine_health", "CHECK"),
    RegisteredCommand("engine/info", "engine_info", "INFO", quick=True),
    RegisteredCommand("engine/mend", "engine_health", "MEND"),
    RegisteredCommand("error/get", "error", "GET", free=True),
    RegisteredCommand("history/get", "history", "GET"),
    RegisteredCommand("history/plan", "history", "PLAN"),
    RegisteredCommand("manifest/hash", "manifest_hash", "HASH"),
    RegisteredCommand("manifest/new", "manifest_new", "NEW"),
    RegisteredCommand("manifest/validate", "manifest_validate", "VALIDATE"),
    RegisteredCommand("msix/add", "msix_change", "ADD", changes=True),
    RegisteredCommand("msix/deploy", "msix_change", "DEPLOY", changes=True),
    RegisteredCommand("msix/get", "msix_get", "GET"),
    RegisteredCommand("msix/plan", "msix_change", "PLAN"),
    RegisteredCommand("msix/remove", "msix_change", "REMOVE", changes=True),
    RegisteredCommand("msix/repair", "msix_change", "REPAIR", changes=True),
    RegisteredCommand("msix/reset", "msix_change", "RESET", changes=True),
    RegisteredCommand("msix/test", "msix_get", "TEST"),
    RegisteredCommand("msix/volumeGet", "msix_volume", "GET"),
    RegisteredCommand("msix/volumeRepair", "msix_volume", "REPAIR", changes=True),
    RegisteredCommand("msix/volumeTest", "msix_volume", "TEST"),
    RegisteredCommand("package/check", "package_check", "CHECK"),
    RegisteredCommand("package/download", "package_download", "DOWNLOAD"),
    RegisteredCommand("package/fetch", "package_fetch", "FETCH"),
    RegisteredCommand("package/find", "package_find", "FIND"),
    RegisteredCommand("package/get", "package_get", "GET"),
    RegisteredCommand("package/install", "package_install", "INSTALL", changes=True),
    RegisteredCommand("package/plan", "package_plan", "PLAN"),
    RegisteredCommand("package/repair", "package_repair", "REPAIR", changes=True),
    RegisteredCommand("package/show", "package_show", "SHOW"),
    RegisteredCommand("package/uninstall", "package_uninstall", "UNINSTALL", changes=True),
    RegisteredCommand("package/update", "package_update", "UPDATE", changes=True),
    RegisteredCommand("packageList/export", "package_list", "EXPORT"),
    RegisteredCommand("packageList/import", "package_list", "IMPORT", changes=True),
    RegisteredCommand("packageList/plan", "package_list", "PLAN"),
    RegisteredCommand("pin/add", "pin", "ADD"),
    RegisteredCommand("pin/list", "pin", "LIST"),
    RegisteredCommand("pin/remove", "pin", "REMOVE"),
    RegisteredCommand("pin/reset", "pin", "RESET"),
    RegisteredCommand("policy/get", "policy", "GET", free=True),
    RegisteredCommand("setting/export", "setting", "EXPORT"),
    RegisteredCommand("setting/get", "setting", "GET"),
    RegisteredCommand("setting/set", "setting", "SET"),
    RegisteredCommand("setting/reset", "setting", "RESET"),
    RegisteredCommand("setting/test", "setting", "TEST"),
    RegisteredCommand("setting/write", "setting", "WRITE"),
    RegisteredCommand("source/add", "source", "ADD"),
    RegisteredCommand("source/build", "source_build", "BUILD"),
    RegisteredCommand("source/edit", "source", "EDIT"),
    RegisteredCommand("source/export", "source", "EXPORT"),
    RegisteredCommand("source/list", "source", "LIST"),
    RegisteredCommand("source/remove", "source", "REMOVE"),
    RegisteredCommand("source/reset", "source", "RESET"),
    RegisteredCommand("source/update", "source", "UPDATE"),
)

REGISTRY = {entry.name: entry for entry in _ENTRIES}


EVERY_CALL = ("EnableAppInstaller", "EnableWindowsPackageManagerCommandLineInterfaces")
"""The policies that any method needs but one that only computes."""


def load(name: str) -> Command:
    """The command of a method, its module imported. KeyError if there is none."""
    return REGISTRY[name].command


def check(name: str, parameters: msgspec.Struct) -> None:
    """Refuse parameters of a method that contradict each other. Raises BadRequest."""
    refuse = load(name).check
    if refuse is not None:
        refuse(parameters)


def invoke(engine: Engine, name: str, parameters: msgspec.Struct, call: Call) -> msgspec.Struct:
    """Call a method: check its parameters and the policies it needs, then run it.

    Args:
        engine: What it works with.
        name: The method.
        parameters: An instance of the command's `parameters`.
        call: Receives items, progress and messages.

    Raises:
        KeyError: There is no such method.
        BadRequest: The parameters contradict each other, or need what an administrator has not allowed.
        EngineError: What the command raises; BlockedByPolicy where a policy forbids the call.
    """
    command = load(name)
    check(name, parameters)
    if REGISTRY[name].quick:
        return command.run(engine.known_context(), parameters, call)
    if REGISTRY[name].free:
        return command.run(engine.context(), parameters, call)
    needed = command.policy(parameters) if command.policy is not None else ()
    named = ("EnableWindowsPackageManagerProxyCommandLineOptions",) if call.proxy and call.proxy.named else ()
    engine.require((*EVERY_CALL, *needed, *named))
    return command.run(engine.context(), parameters, engine.with_proxy(call, parameters))
