"""The options of `msix …`: each member of the deployment API's option classes is one, under its own name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from wingetpy.cli.options import Given, OneOf, Option
from wingetpy.cli.package_options import LIMITS
from wingetpy.deployment.package_set import PackageSet
from wingetpy.errors import BadRequest
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.packages import StubPackageOption
from wingetpy.hosts.packages.file_uri import file_uri
from wingetpy.msix.identity import FullName, is_family_name

Options = TypeVar("Options", bound=msgspec.Struct)

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_STUBS = {one.name.casefold(): one for one in StubPackageOption}
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
    "stub_package_option": ("WORD", f"Of a package with a stub: {', '.join(_STUBS)}"),
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
    "limit_to_existing_packages": ("", "Transfer nothing: what is there already must do"),
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


def options_of(kind: type[msgspec.Struct]) -> tuple[Option, ...]:
    """Return the options of a class of the API, in its order, with those of a class within it."""
    made: list[Option] = []
    for field in msgspec.structs.fields(kind):
        made += options_of(field.type) if _is_within(field) else [_option(field)]
    return tuple(made)


def made_options(kind: type[Options], given: Given) -> Options | None:
    """Return the API's options as they were given; None where there are none."""
    members: dict[str, object] = {}
    for field in msgspec.structs.fields(kind):
        value = made_options(field.type, given) if _is_within(field) else _value(field.name, given)
        if value is not None:
            members[field.name] = value
    return kind(**members) if members else None


def whole_target(text: str) -> str:
    """Return a target as the engine takes it: a path becomes absolute; names of packages and URIs stay."""
    if not text.strip() or is_family_name(text) or FullName.parse(text) is not None:
        return text
    return _whole_uri(text)


def read_set(path: str) -> PackageSet:
    """Return the set of packages in a JSON file.

    Raises:
        HostError: it cannot be read.
        BadRequest: it is no set.
    """
    with as_host_error("read", path):
        content = Path(path).read_bytes()
    try:
        return msgspec.json.decode(content, type=PackageSet)
    except msgspec.DecodeError as error:
        raise BadRequest(
            f"'{path}' is no set of packages: {str(error).rstrip('.')}.",
            target=path,
            remedy='Write {"Id": ..., "PackageSetItems": [{"Id", "PackageFamilyName", "MinVersion", "PackageUri"}]}.',
        ) from error


def _is_within(field: msgspec.structs.FieldInfo) -> bool:
    return isinstance(field.type, type) and issubclass(field.type, msgspec.Struct)


def _value(name: str, given: Given) -> object | None:
    if name == "stub_package_option" and (word := given.text(name)):
        return _STUBS[word]
    if name == "expected_digests" and (pairs := given.texts(name)):
        return dict(one.rsplit("=", 1) for one in pairs)
    return given.value(name)


def _option(field: msgspec.structs.FieldInfo) -> Option:
    name = field.name
    value, about = _ABOUT[name]
    if not value:
        switch = _long(f"no_{name}" if field.default else name)
        text = f"Do not {about[0].lower()}{about[1:]}" if field.default else about
        return Option(names=(switch,), member=name, constant=not field.default, help=text)
    repeats = name.endswith(("_uris", "_names", "_digests"))
    return Option(names=(_long(name.removesuffix("s") if repeats else name),), member=name, value=value,
                  read=_reader(name), repeats=repeats, help=about)  # fmt: skip


def _reader(name: str) -> Callable[[str], object]:
    if name == "stub_package_option":
        return OneOf(*_STUBS)
    if name == "expected_digests":
        return _digest
    return _whole_uri if "_uri" in name else str


def _long(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _whole_uri(text: str) -> str:
    if _SCHEME.match(text) or file_uri(text) is not None:
        return text
    return str(Path(text).absolute())


def _digest(text: str) -> str:
    uri, equals, digest = text.rpartition("=")
    if not (uri and equals and digest):
        raise ValueError("must be a URI or path, = and its digest")
    return f"{_whole_uri(uri)}={digest}"
