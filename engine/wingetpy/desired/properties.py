"""The properties of resources: from a document to a struct, and from a struct to JSON.

What is wanted and what is are of one type, so that a state that was read can be set. A member that is not given is
UNSET; its name in documents is the reference client's (camelCase, `_exist`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeVar, cast, get_args, get_origin, get_type_hints

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wingetpy.desired.secure import unwrapped
from wingetpy.errors import BadRequest
from wingetpy.model.decoding import converted

READ_ONLY = {"readOnly": True}
WRITE_ONLY = {"writeOnly": True}
SECRET = {"secret": True}
"""A text that may be given as a secure value; the schema that is published allows it (`dsc.resources`)."""


class RestartRequired(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What has to restart: the system, by the computer's name."""

    system: str


class Properties(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What each resource has: the canonical properties of DSC.

    Attributes:
        exist: Whether the thing is there, or should be; it should where this is not given.
        in_desired_state: The answer of a test.
        restart_required: After a set, what has to restart.
        metadata: What a document says of the configuration; taken and not used. In a what-if, what would be done.
        instance_name: Of an exported instance.
    """

    exist: Annotated[bool, Meta(description="Whether it is there, or should be.")] | UnsetType = msgspec.field(
        default=UNSET, name="_exist"
    )
    in_desired_state: (
        Annotated[bool | None, Meta(description="The answer of a test.", extra_json_schema=READ_ONLY)] | UnsetType
    ) = msgspec.field(default=UNSET, name="_inDesiredState")
    restart_required: (
        Annotated[
            tuple[RestartRequired, ...],
            Meta(description="What has to restart after a set.", extra_json_schema=READ_ONLY),
        ]
        | UnsetType
    ) = msgspec.field(default=UNSET, name="_restartRequired")
    metadata: (
        Annotated[
            dict[str, Any], Meta(description="Of the configuration; in a what-if, what would be done under whatIf.")
        ]
        | UnsetType
    ) = msgspec.field(default=UNSET, name="_metadata")
    instance_name: Annotated[str, Meta(description="Of an exported instance.")] | UnsetType = msgspec.field(
        default=UNSET, name="_name"
    )

    @property
    def is_wanted(self) -> bool:
        """Whether the thing should be there."""
        return self.exist is not False

    def without_wishes(self) -> Self:
        """Return what is without what says how it is changed, for a get."""
        return self

    def shown(self) -> Self:
        """Return what is without what may be shown to nobody."""
        return self


P = TypeVar("P", bound=Properties)
V = TypeVar("V")


def given(value: V | UnsetType, otherwise: V) -> V:
    """Return a member's value, or what holds where it is not given."""
    return otherwise if isinstance(value, UnsetType) else value


def optional(value: V | UnsetType) -> V | None:
    """Return a member's value, None where it is not given."""
    return None if isinstance(value, UnsetType) else value


def read_properties(document: object, kind: type[P], resource: str, *, any_case: bool = False, lax: bool = False) -> P:
    """Return the properties in a document. Words of closed sets are taken in any case, as by the reference; secure
    values stand for what is in them.

    Args:
        document: A decoded JSON or YAML value.
        kind: The resource's struct.
        resource: What the resource is called, for errors.
        any_case: Whether names of members are taken in any case, as configuration files write them.
        lax: Whether numbers and truth values may be given as text.

    Raises:
        BadRequest: a member that is unknown, missing or of another type.
    """
    if not isinstance(document, dict):
        raise BadRequest(
            f"{resource}: the properties are not an object.", target=resource, remedy="Give an object such as {...}."
        )
    document = cast("dict[str, object]", unwrapped(document))
    members = _members(kind)
    folded = {name.casefold(): name for name in members} if any_case else {}
    fitting = {
        name: _in_known_case(value, members.get(name))
        for written, value in document.items()
        for name in (folded.get(str(written).casefold(), str(written)),)
    }
    try:
        return converted(fitting, kind, strict=not lax)
    except msgspec.ValidationError as error:
        raise BadRequest(f"{resource}: {_readable(error)}.", target=resource, remedy=_remedy(error)) from error


def _members(kind: type[Properties]) -> Mapping[str, object]:
    """The types of the members by their names in documents."""
    types = get_type_hints(kind)
    return {wire: types[name] for name, wire in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)}


def _in_known_case(value: object, type_: object) -> object:
    """A word of a closed set as it is spelled; anything else as it is."""
    if not isinstance(value, str):
        return value
    return next((word for word in _words(type_) if word.casefold() == value.casefold()), value)


def _words(type_: object) -> tuple[str, ...]:
    if get_origin(type_) is Literal:
        return get_args(type_)
    return tuple(word for part in get_args(type_) for word in _words(part))


def _readable(error: msgspec.ValidationError) -> str:
    reason, _, path = str(error).partition(" - at ")
    where = path.strip("`").removeprefix("$").removeprefix(".")
    return f"{reason} at {where}" if where else reason


def _remedy(error: msgspec.ValidationError) -> str:
    text = str(error)
    if "version" in text.casefold() and "Expected `str`" in text:
        return 'Quote versions: "1.10" is a text, 1.10 a number that has lost its zero.'
    return "The schema of the resource names its properties and their types."
