"""The methods by name. Their modules are imported when they are first asked for."""

from __future__ import annotations

from importlib import import_module

from wingetpy.commands.command import Command

#: Method to module and the name of its Command there.
_PLACES = {
    "engine/info": ("engine_info", "INFO"),
    "manifest/hash": ("manifest_hash", "HASH"),
    "package/find": ("package_find", "FIND"),
    "package/get": ("package_get", "GET"),
    "package/install": ("package_install", "INSTALL"),
    "package/plan": ("package_plan", "PLAN"),
    "package/show": ("package_show", "SHOW"),
    "package/uninstall": ("package_uninstall", "UNINSTALL"),
    "package/update": ("package_update", "UPDATE"),
    "setting/get": ("setting_get", "GET"),
    "source/add": ("source", "ADD"),
    "source/export": ("source", "EXPORT"),
    "source/list": ("source", "LIST"),
    "source/remove": ("source", "REMOVE"),
    "source/reset": ("source", "RESET"),
    "source/update": ("source", "UPDATE"),
}

NAMES = tuple(_PLACES)


def load(name: str) -> Command:
    """The command behind a method. KeyError if there is none."""
    module, member = _PLACES[name]
    command = getattr(import_module(f"wingetpy.commands.{module}"), member)
    assert isinstance(command, Command)
    return command
