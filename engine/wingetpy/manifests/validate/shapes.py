"""What a value may be by the published schemas: the shapes that `fields` puts into its table."""

from __future__ import annotations

import msgspec

Since = tuple[int, int]
"""The first version of the manifest language, `(1, 4)`, that something holds for."""

FIRST: Since = (1, 0)


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A text.

    Attributes:
        least: Fewest characters.
        most: Most characters; None: any number.
        pattern: A regular expression for the whole text; "": any.
        form: What the pattern asks for, in words that follow "is not".
        choices: The texts that are allowed; none given: any.
        any_case: Whether choices may be written in any case.
        null: Whether the field may be there without a value.
        date: Whether it is a date, `2024-07-01`.
        older_member: The key of a mapping that may hold it alone by an older description, which is read, too.
    """

    least: int = 0
    most: int | None = None
    pattern: str = ""
    form: str = ""
    choices: tuple[str, ...] = ()
    any_case: bool = False
    null: bool = True
    date: bool = False
    older_member: str = ""


class Code(msgspec.Struct, frozen=True):
    """An exit code of an installer: signed or unsigned 32 bits, not 0."""


class Boolean(msgspec.Struct, frozen=True):
    """`true` or `false`."""


class ListOf(msgspec.Struct, frozen=True, kw_only=True):
    """A list of values of one shape. `unique`: none may be given twice."""

    item: Shape
    least: int = 0
    most: int | None = None
    unique: bool = False
    null: bool = True


class Mapping(msgspec.Struct, frozen=True, kw_only=True):
    """Fields by name.

    Attributes:
        one_of: Of these exactly one must be given.
        or_list: The list that may replace it by an older description of the language, which is read, too.
        older: Keys of that description, and what the schemas have in place of each.
    """

    fields: tuple[Field, ...]
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    null: bool = False
    or_list: ListOf | None = None
    older: dict[str, str] = {}


class Field(msgspec.Struct, frozen=True):
    """One field. Where a name is listed several times, the newest one that the manifest's version has holds.

    Attributes:
        restricted: Whether only publishers that the community repository has verified may give it.
    """

    name: str
    shape: Shape
    since: Since = FIRST
    restricted: bool = False


Shape = Text | Code | Boolean | ListOf | Mapping
