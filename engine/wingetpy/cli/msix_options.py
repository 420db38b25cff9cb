"""The options of `msix …`: each member of the deployment API's option classes is one, under its own name."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path, PureWindowsPath
from typing import Any, get_args

import msgspec

from wingetpy.cli.options import Given, OneOf, Option
from wingetpy.cli.package_options import LIMITS
from wingetpy.commands.registry import load
from wingetpy.errors import BadRequest
from wingetpy.errors.system import as_host_error
from wingetpy.messages.language import say

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_NAME = re.compile(r"[^/\\]+_[0-9A-Za-z]{13}")
"""A family name or a full name, by its end."""
_ABOUT = {
    "target_volume": ("NAME", "Put it on this volume"),
    "app_data_volume": ("NAME", "Keep its data on this volume"),
    "dependency_package_uris": ("URI", "A framework that it needs, a path or a URI"),
    "dependency_package_family_names": ("FAMILY", "A framework that it needs and that is there"),
    "optional_package_family_names": ("FAMILY", "An optional package that comes along"),
    "optional_package_uris": ("URI", "An optional package, a path or a URI"),
    "related_package_uris": ("URI", "A package of its related set, a path or a URI"),
    "projection_order_package_family_names": ("FAMILY", "The order in which optional packages are seen"),
    "external_location_uri": ("URI", "Where the files outside of the package are"),
    "stub_package_option": ("WORD", "Of a package with a stub: which part"),
    "expected_digests": ("URI=DIGEST", "What pins the content of one of the URIs"),
    "allow_unsigned": ("", "Take a package without a signature"),
    "developer_mode": ("", "From a folder, as developers do"),
    "force_app_shutdown": ("", "End its programs, and those that use it as a framework"),
    "force_target_app_shutdown": ("", "End its programs"),
    "force_update_from_any_version": ("", "Over a newer version, too"),
    "install_all_resources": ("", "With the resources of all languages and scales"),
    "required_content_group_only": ("", "Only the content that it needs to start"),
    "retain_files_on_failure": ("", "Leave the files of a failure"),
    "stage_in_place": ("", "Use the files where they are"),
    "defer_registration_when_packages_are_in_use": ("", "Register it when what uses it has ended"),
    "limit_to_existing_packages": ("", "Take optional and related packages only where they are there"),
    "register_newer_if_available": ("", "Register a newer version that is there"),
    "ok_if_not_found": ("", "A package that is not there is no error"),
    "preserve_application_data": ("", "Keep its data"),
    "preserve_roamable_application_data": ("", "Keep its data that roams"),
    "remove_for_all_users": ("", "Take it from all users; needs administrator rights"),
}
"""The members of the option classes: what stands for the value in the help (empty for a flag), and what it does."""

PACKAGE_SET = Option(names=("--package-set",), member="package_set", value="FILE", group="subject",
                     help="A JSON file of a set of packages instead of a target")  # fmt: skip
BOUNDS = tuple(one for one in LIMITS if one.member in ("timeout_seconds", "lock_wait_seconds"))


def target_option(takes: str) -> Option:
    """Return the option that names what is meant."""
    return Option(names=("--target",), member="target", value="TARGET", position=True, repeats=True, read=whole_target,
                  group="subject", help=takes)  # fmt: skip


def option_class(member: str) -> type[msgspec.Struct]:
    """Return the class of the options that `msix/plan` takes under this name."""
    [field] = [one for one in msgspec.structs.fields(load("msix/plan").parameters) if one.name == member]
    kind: type[msgspec.Struct] = next(one for one in get_args(field.type) if _is_class(one))
    return kind


def options_of(kind: type[msgspec.Struct]) -> tuple[Option, ...]:
    """Return the options of a class of the API, in its order, with those of a class within it."""
    made: list[Option] = []
    for field in msgspec.structs.fields(kind):
        made += options_of(field.type) if _is_class(field.type) else [_option(field)]
    return tuple(made)


def given_options(kind: type[msgspec.Struct], given: Given) -> dict[str, object] | None:
    """Return the API's options as they were given, as they travel; None where there are none."""
    members: dict[str, object] = {}
    for field in msgspec.structs.fields(kind):
        value = given_options(field.type, given) if _is_class(field.type) else _value(field, given)
        if value is not None:
            members[field.encode_name] = value
    return members or None


def whole_target(text: str) -> str:
    """Return a target as the engine takes it: a path becomes absolute; names of packages and URIs stay."""
    return text if not text.strip() or _NAME.fullmatch(text) else _whole_uri(text)


def read_set(path: str) -> object:
    """Return what a JSON file says of a set of packages.

    Raises:
        HostError: it cannot be read.
        BadRequest: it is no JSON.
    """
    with as_host_error("read", path):
        content = Path(path).read_bytes()
    try:
        return msgspec.json.decode(content)
    except msgspec.DecodeError as error:
        raise BadRequest(
            say("'{0}' is no set of packages: {1}.", path, str(error).rstrip(".")),
            target=path,
            remedy='Write {"Id": ..., "PackageSetItems": [{"Id", "PackageFamilyName", "MinVersion", "PackageUri"}]}.',
        ) from error


def _is_class(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _words(kind: Any) -> dict[str, int]:
    """Return the words of an enumeration; nothing for another type."""
    is_enumeration = isinstance(kind, type) and issubclass(kind, IntEnum)
    return {one.name.casefold(): one.value for one in kind} if is_enumeration else {}


def _value(field: msgspec.structs.FieldInfo, given: Given) -> object | None:
    if words := _words(field.type):
        return words.get(given.text(field.name) or "")
    if pairs := given.texts("expected_digests") if field.name == "expected_digests" else ():
        return dict(one.rsplit("=", 1) for one in pairs)
    return given.value(field.name)


def _option(field: msgspec.structs.FieldInfo) -> Option:
    name = field.name
    value, about = _ABOUT[name]
    if not value:
        switch = _long(f"no_{name}" if field.default else name)
        text = say("Do not {0}{1}", about[0].lower(), about[1:]) if field.default else about
        return Option(names=(switch,), member=name, constant=not field.default, help=text)
    repeats = name.endswith(("_uris", "_names", "_digests"))
    return Option(names=(_long(name.removesuffix("s") if repeats else name),), member=name, value=value,
                  read=_reader(field), repeats=repeats, help=about)  # fmt: skip


def _reader(field: msgspec.structs.FieldInfo) -> Callable[[str], object]:
    if words := _words(field.type):
        return OneOf(*words)
    if field.name == "expected_digests":
        return _digest
    return _whole_uri if "_uri" in field.name else str


def _long(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _whole_uri(text: str) -> str:
    is_whole = _SCHEME.match(text) or PureWindowsPath(text).is_absolute()
    return text if is_whole else str(Path(text).absolute())


def _digest(text: str) -> str:
    uri, equals, digest = text.rpartition("=")
    if not (uri and equals and digest):
        raise ValueError(say("must be a URI or path, = and its digest"))
    return f"{_whole_uri(uri)}={digest}"
