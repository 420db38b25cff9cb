"""Our options as WinRT's. The names are the same, so a field is put where the class has a property of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from typing import Any

import msgspec

from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import AddPackageOptions, RemovePackageOptions
from wingetpy.hosts.winrt import names
from wingetpy.hosts.winrt.runtime import WinRt, WinRtRefusal

_OF_THE_VERB_ITSELF = frozenset({"dependency_package_family_names", "target_volume", "app_data_volume"})
"""What the older ways take as arguments, or only they."""
_ARGUMENTS = frozenset({"dependency_package_uris", "optional_package_family_names", "optional_package_uris"})
_ALL_ARGUMENTS = _OF_THE_VERB_ITSELF | _ARGUMENTS | {"related_package_uris"}


def options_of(winrt: WinRt, class_name: str, options: msgspec.Struct, volume: Callable[[str], Any]) -> Any:
    """Make an object of a class of options; what is as the class has it already is not touched.

    Args:
        volume: Returns the PackageVolume of a name; None for an unknown one, which is no error (reference, 4.6).

    Raises:
        WinRtRefusal: ERROR_DEPLOYMENT_OPTION_NOT_SUPPORTED for a value that differs from the default, of a property
            that this Windows has not; E_INVALIDARG for a text that is no URI.
    """
    made = winrt.make(class_name)
    for field in msgspec.structs.fields(options):
        value = getattr(options, field.name)
        if hasattr(made, field.encode_name):
            with winrt.errors():
                _put(winrt, made, field.encode_name, value, volume)
        elif value != field.default and not (field.default is msgspec.NODEFAULT and not value):
            raise not_supported(field.encode_name)
    return made


def _put(winrt: WinRt, made: Any, name: str, value: object, volume: Callable[[str], Any]) -> None:
    match value:
        case None:
            pass
        case bool():
            if bool(getattr(made, name)) != value:
                setattr(made, name, value)
        case IntEnum():
            if int(getattr(made, name)) != value:
                setattr(made, name, winrt.enum(names.STUB_PACKAGE_OPTION, value))
        case tuple():
            for one in value:
                getattr(made, name).Add(winrt.uri(one) if name.endswith("Uris") else one)
        case dict():
            for uri, digest in value.items():
                getattr(made, name).Add(winrt.uri(uri), digest)
        case str() if name.endswith("Uri"):
            setattr(made, name, winrt.uri(value))
        case str():
            setattr(made, name, volume(value))


def older_options(winrt: WinRt, options: msgspec.Struct, *, dropped: Iterable[str] = ()) -> Any:
    """Return DeploymentOptions, of Windows before 2004 and of registering by family name.

    Args:
        dropped: Options that Windows does not heed there.

    Raises:
        WinRtRefusal: ERROR_DEPLOYMENT_OPTION_NOT_SUPPORTED for an option that it cannot express.
    """
    flags = _flags(options, names.OLDER, passed_over=_ALL_ARGUMENTS.union(dropped))
    return winrt.enum(names.DEPLOYMENT_OPTIONS, flags)


def app_installer_options(winrt: WinRt, options: AddPackageOptions) -> Any:
    """Return AddPackageByAppInstallerOptions; raises as `older_options`."""
    flags = _flags(options, names.APP_INSTALLER, passed_over=frozenset({"target_volume"}))
    return winrt.enum(names.APP_INSTALLER_OPTIONS, flags)


def _flags(options: msgspec.Struct, table: Mapping[str, int], *, passed_over: frozenset[str]) -> int:
    flags = 0
    for field in msgspec.structs.fields(options):
        value = getattr(options, field.name)
        if field.name in passed_over or not value:
            continue
        if field.name in table:
            flags |= table[field.name]
        elif value != field.default:
            raise not_supported(field.encode_name)
    return flags


def removal_options(winrt: WinRt, options: RemovePackageOptions) -> Any:
    flags = sum(flag for name, flag in names.REMOVAL.items() if getattr(options, name))
    return winrt.enum(names.REMOVAL_OPTIONS, flags)


def not_supported(name: str) -> WinRtRefusal:
    return WinRtRefusal(ErrorCode.DeploymentOptionNotSupported, f"This Windows does not have the option {name}")
