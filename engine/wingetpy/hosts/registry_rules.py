"""What holds for registry keys and values on every host: how a key is written, and which data a kind takes."""

from __future__ import annotations

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.registry import RegistryValue

LONGEST_KEY_NAME = 255
_RANGES = {"dword": 1 << 32, "qword": 1 << 64}


def key_parts(key: str) -> list[str]:
    """The names of a key from the hive down. Raises HostError (InvalidParameter) for a name that no key can have."""
    parts = [part for part in key.split("\\") if part]
    for part in parts:
        if len(part) > LONGEST_KEY_NAME or "\0" in part:
            raise _refused(key, f"no key can be called '{part[:40]}'")
    return parts


def changeable_key_parts(key: str) -> list[str]:
    """As `key_parts`, for a change: the hive itself is not to be touched."""
    parts = key_parts(key)
    if not parts:
        raise _refused(key, "a whole hive is not to be changed")
    return parts


def checked_value(key: str, value: RegistryValue) -> RegistryValue:
    """The value itself, if its data fits its kind. Raises HostError (InvalidParameter) otherwise."""
    data = value.data
    match value.kind:
        case "sz" | "expand_sz":
            fits = isinstance(data, str) and "\0" not in data
        case "dword" | "qword":
            fits = isinstance(data, int) and 0 <= data < _RANGES[value.kind]
        case "multi_sz":
            fits = isinstance(data, tuple) and not any("\0" in item for item in data)
        case "binary" | "none":
            fits = isinstance(data, bytes)
    if not fits:
        raise _refused(key, f"{data!r} is no data for a value of the kind {value.kind}")
    return value


def _refused(key: str, reason: str) -> HostError:
    return HostError(
        f"The registry key '{key}' cannot be used: {reason}.",
        code=ErrorCode.InvalidParameter,
        category="InvalidArgument",
        target=key,
    )
