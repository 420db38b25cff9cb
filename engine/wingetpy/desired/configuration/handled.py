"""Which resource a unit is about: those of packages, sources, pins and settings are handled, others are reported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from wingetpy.desired.configuration.document import Unit
from wingetpy.desired.configuration.values import as_text, typed
from wingetpy.desired.kinds import AnyResource, kind_named
from wingetpy.desired.packages.package_list import PackageListProperties
from wingetpy.desired.packages.properties import PackageProperties
from wingetpy.desired.properties import Properties, read_properties
from wingetpy.desired.sources import SourceProperties
from wingetpy.errors import BadRequest, EngineError, ErrorCode, OperationError
from wingetpy.model.text import fold

CLASSES = {
    "wingetpackage": "Package",
    "wingetpackagelist": "PackageList",
    "wingetsource": "Source",
    "wingetpin": "Pin",
    "wingetusersettings": "UserSettings",
    "wingetadminsettings": "AdminSettings",
}
"""The class resources of Microsoft.WinGet.DSC and of this module, without case, and the resource each one is."""
_MODULES = ("", "microsoft.winget.dsc", "wingetpy")
_OF_SETTINGS = ("UserSettings", "AdminSettings")
OS_VERSION = "microsoft.windows.developer/osversion"


class Handled(msgspec.Struct, frozen=True):
    """A unit's resource, and what is wanted of it."""

    resource: AnyResource
    wanted: Properties


def handled(unit: Unit, *, accepts_agreements: bool) -> Handled:
    """Return the resource of a unit with its properties.

    Args:
        accepts_agreements: Whether the caller accepts the agreements of packages and sources for the file.

    Raises:
        OperationError: ConfigErrorNotSupportedByProcessor, for a type that is not handled.
        BadRequest: properties that cannot be.
    """
    if unit.fault:
        raise _not_handled(unit, unit.fault)
    type_ = _resource_type(unit)
    if type_ is None:
        raise _not_handled(unit, "only packages, sources, pins and settings are handled")
    resource = kind_named(type_).resource()
    wanted = read_properties(_document(unit, type_), resource.properties, unit.label, any_case=True, lax=True)
    resource.check(wanted)
    return Handled(resource, _accepting(wanted) if accepts_agreements else wanted)


def _resource_type(unit: Unit) -> str | None:
    module, _, name = fold(unit.type).rpartition("/")
    if module in _MODULES and name in CLASSES:
        return CLASSES[name]
    try:
        return kind_named(unit.type).type if "/" in unit.type else None
    except BadRequest:
        return None


def _document(unit: Unit, type_: str) -> dict[str, Any]:
    """The properties of a unit: classes have their own words for some."""
    is_class = fold(unit.type).rpartition("/")[2] in CLASSES
    raw = unit.settings
    document: dict[str, Any] = typed(raw) if type_ in _OF_SETTINGS else as_text(raw)
    if not is_class:
        return document
    names = {fold(name): name for name in document}
    document = {name: value for name, value in document.items() if fold(name) not in ("sid", "ensure")}
    if "ensure" in names:
        document["_exist"] = fold(str(raw[names["ensure"]])) != "absent"
    if type_ == "UserSettings" and "action" not in names:
        document["action"] = "Full"
    if type_ == "Package" and "installmode" not in names:
        document["installMode"] = "silent"
    if type_ == "Package" and not document.get(names.get("source", "")):
        document.pop(names.get("source", ""), None)
    return document


def _accepting(wanted: Properties) -> Properties:
    if isinstance(wanted, PackageProperties | PackageListProperties | SourceProperties):
        return msgspec.structs.replace(wanted, accept_agreements=True)
    return wanted


def _not_handled(unit: Unit, reason: str) -> EngineError:
    return OperationError(
        f"{unit.label} is not handled: {reason}.",
        code=ErrorCode.ConfigErrorNotSupportedByProcessor,
        category="NotImplemented",
        target=unit.id or unit.type,
        remedy="Apply it with the program that its resource is made for.",
    )


def settings_by_folded_name(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings by their names without case."""
    return {fold(str(name)): value for name, value in settings.items()}
