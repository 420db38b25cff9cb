"""YAML text as winget reads it: every scalar is text, and what could mean two things is refused.

`5.10` stays `5.10`, a date stays a date's text, `null` and `yes` are words. libyaml's parser does the reading (winget
uses it, too); the document is built straight from its events, in half the time of PyYAML's own loaders.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import yaml
from yaml import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml._yaml import CParser

from wingetpy.errors import ErrorCode, ManifestError

Value = str | list["Value"] | dict[str, "Value"]
Document = dict[str, Value]

DEEPEST_NESTING = 100
MOST_EVENTS_WITH_ALIASES = 100_000
MOST_LETTERS_OF_ALIASES = 4_000_000
"""What aliases repeat: each is a reference here, and whole text in all that is made of the manifest."""
LARGEST_FILE = 16 << 20
"""Bytes."""
MOST_DIRECTIVES = 1000
"""`%TAG` lines: libyaml compares each with all before it, in one go that nothing can stop."""

_REMEDY = "Correct the manifest, or report it to the owner of the source."
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class _AliasMet(Exception):
    """The quick way of building knows no aliases; one manifest in two thousand has them."""


class UnreadableManifest(ManifestError):
    """A file that is no manifest.

    Attributes:
        reason: Why, as a clause.
        line: Where, from 1; 0 where no line is to blame.
        column: From 1; 0 where it is not known.
    """

    def __init__(self, name: str, place: tuple[int, int], reason: str, code: ErrorCode) -> None:
        self.reason = reason
        self.line, self.column = place
        column = f", column {self.column}" if self.column else ""
        where = f"{name}, line {self.line}{column}" if self.line else name
        super().__init__(f"The manifest {where} cannot be read: {reason}.", code=code, target=name, remedy=_REMEDY)


def load_document(data: bytes, name: str, read: Callable[[bytes | str, str], Value] | None = None) -> Document:
    """Read one manifest file.

    Args:
        data: The file: UTF-8, or UTF-16 with or without byte-order mark, or else Windows-1252; LF or CRLF.
        name: What errors call the file.
        read: Builds the root of the text or bytes, where the usual way is not wanted.

    Returns:
        The root mapping. Values are text, lists and mappings; a field without a value has the text "". Only the first
        document of a stream is read, as winget does.

    Raises:
        UnreadableManifest: naming file, line and reason, with winget's code: LibyamlError where it is no YAML or holds
            control characters, YamlDocBuildFailed where it nests too deeply, YamlDuplicateMappingKey, YamlInvalidData
            for keys that are no text and for aliases without end, InvalidManifest where the root is no mapping, and
            for a file of more than LARGEST_FILE bytes. More than MOST_DIRECTIVES are LibyamlError.
    """
    if len(data) > LARGEST_FILE:
        raise refusal(name, None, f"it is larger than {LARGEST_FILE:,} bytes", ErrorCode.InvalidManifest)
    if data.count(b"%TAG") > MOST_DIRECTIVES or data.count("%TAG".encode("utf-16-le")[:-1]) > MOST_DIRECTIVES:
        raise refusal(name, None, f"it holds '%TAG' more than {MOST_DIRECTIVES:,} times", ErrorCode.LibyamlError)
    try:
        try:
            root = (read or _read)(data, name)
        except yaml.reader.ReaderError:
            root = (read or _read)(decode(data), name)
    except yaml.reader.ReaderError as error:
        raise _control_character(decode(data), error, name) from None
    except yaml.MarkedYAMLError as error:
        _refuse_syntax(error, name)
    if not isinstance(root, dict) or not root:
        raise refusal(name, None, "its root is not a mapping of fields to values", ErrorCode.InvalidManifest)
    if b"\\" in data and b'"' in data:
        refuse_control_characters(root, name)
    return root


def decode(data: bytes) -> str:
    """The text of a file in any of the encodings that winget takes, without byte-order mark."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if data[1:2] == b"\0" and data[:1] != b"\0":
        return data.decode("utf-16-le", "replace")
    if data[:1] == b"\0" and data[1:2] != b"\0":
        return data.decode("utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def refusal(name: str, place: tuple[int, int] | None, reason: str, code: ErrorCode) -> UnreadableManifest:
    """The error for one manifest file: which file, which line and column (from 1), why, and what to do."""
    return UnreadableManifest(name, place or (0, 0), reason, code)


NextEvent = Callable[[], Any]
"""Gives the next event of a parser; None after the last."""


def _read(source: bytes | str, name: str) -> Value:
    return build_through(source, name, lambda next_event: next_event)


def build_through(source: bytes | str, name: str, filtered: Callable[[NextEvent], NextEvent]) -> Value:
    """The root of a text whose events pass a filter.

    Raises:
        UnreadableManifest: as `load_document`.
    """
    try:
        return _build(filtered(parser_events(source)), name)
    except _AliasMet:
        replaced = _with_aliases_replaced(parser_events(source), name)
        return _build(filtered(lambda: next(replaced, None)), name)


def parser_events(source: bytes | str) -> NextEvent:
    """The events of a text as libyaml gives them."""
    next_event: NextEvent = CParser(source).get_event
    return next_event


def _build(next_event: Callable[[], Any], name: str) -> Value:
    """The first document of an event stream. One loop without recursion: it runs for every file of a catalogue."""
    next_event()  # the stream's start
    if type(next_event()) is not yaml.DocumentStartEvent:
        return ""
    parents: list[tuple[Value, str]] = []
    current: Any = None
    key = ""
    key_is_next = False
    while True:
        event = next_event()
        kind = type(event)
        if kind is ScalarEvent:
            if key_is_next:
                key = event.value
                if key in current:
                    _refuse_duplicate(event, name)
                key_is_next = False
            elif type(current) is dict:
                current[key] = event.value
                key_is_next = True
            elif current is None:
                return _after_the_end(event.value, next_event)
            else:
                current.append(event.value)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if key_is_next:
                _refuse_key(event, name)
            if len(parents) >= DEEPEST_NESTING:
                refuse_depth(event, name)
            child: Value = {} if kind is MappingStartEvent else []
            parents.append((current, key))
            current = child
            key_is_next = kind is MappingStartEvent
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            finished = current
            current, key = parents.pop()
            if current is None:
                return _after_the_end(finished, next_event)
            if type(current) is dict:
                current[key] = finished
                key_is_next = True
            else:
                current.append(finished)
                key_is_next = False
        else:
            raise _AliasMet


def _after_the_end(root: Value, next_event: Callable[[], Any]) -> Value:
    next_event()  # the document's end: whatever follows the root without being YAML is noticed here
    return root


def _with_aliases_replaced(next_event: Callable[[], Any], name: str) -> Iterator[Any]:
    """The events with those of the anchor in place of each alias; a bomb of aliases is refused before it goes off."""
    seen: list[Event] = []
    open_anchors: list[tuple[str | None, int]] = []
    anchored: dict[str, list[Event]] = {}
    letters: dict[str, int] = {}
    repeated = 0
    while (event := next_event()) is not None:
        if isinstance(event, AliasEvent):
            if event.anchor not in anchored:
                reason = f"the alias {event.anchor!r} has no anchor before it"
                raise refusal(name, _place(event), reason, ErrorCode.YamlInvalidData)
            copies = anchored[event.anchor]
            repeated += letters[event.anchor]
        else:
            copies = [event]
        seen += copies
        if len(seen) > MOST_EVENTS_WITH_ALIASES:
            reason = f"its aliases make more than {MOST_EVENTS_WITH_ALIASES:,} values of it"
            raise refusal(name, _place(event), reason, ErrorCode.YamlInvalidData)
        if repeated > MOST_LETTERS_OF_ALIASES:
            reason = f"its aliases repeat more than {MOST_LETTERS_OF_ALIASES:,} characters"
            raise refusal(name, _place(event), reason, ErrorCode.YamlInvalidData)
        if isinstance(event, ScalarEvent) and event.anchor:
            anchored[event.anchor] = copies
            letters[event.anchor] = len(event.value)
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            if len(open_anchors) > DEEPEST_NESTING:
                refuse_depth(event, name)
            open_anchors.append((event.anchor, len(seen) - 1))
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            anchor, start = open_anchors.pop()
            if anchor:
                anchored[anchor] = seen[start:]
                letters[anchor] = sum(len(one.value) for one in anchored[anchor] if isinstance(one, ScalarEvent))
        yield from copies


def _place(event: Event) -> tuple[int, int] | None:
    if event.start_mark is None:
        return None
    return event.start_mark.line + 1, event.start_mark.column + 1


def _refuse_duplicate(event: ScalarEvent, name: str) -> NoReturn:
    reason = f"the key {event.value!r} is given twice in one mapping"
    raise refusal(name, _place(event), reason, ErrorCode.YamlDuplicateMappingKey)


def _refuse_key(event: Event, name: str) -> NoReturn:
    reason = "a key is a list or a mapping where a field's name is expected"
    raise refusal(name, _place(event), reason, ErrorCode.YamlInvalidData)


def refuse_depth(event: Event, name: str) -> NoReturn:
    """Raise the error for values that nest too deeply: UnreadableManifest, YamlDocBuildFailed."""
    reason = f"its values nest deeper than {DEEPEST_NESTING} levels"
    raise refusal(name, _place(event), reason, ErrorCode.YamlDocBuildFailed)


def _refuse_syntax(error: yaml.MarkedYAMLError, name: str) -> NoReturn:
    mark = error.problem_mark
    place = (mark.line + 1, mark.column + 1) if mark else None
    context = f"{error.context}, " if error.context else ""
    raise refusal(name, place, f"it is not valid YAML ({context}{error.problem})", ErrorCode.LibyamlError) from None


def refuse_control_characters(root: Value, name: str) -> None:
    """Control characters that no file may hold are not let in as escapes in quotes, either."""
    values = [root]
    while values:
        value = values.pop()
        if isinstance(value, str):
            if letter := _first_control_character(value):
                reason = f"it contains the control character U+{ord(letter):04X}, written as an escape"
                raise refusal(name, None, reason, ErrorCode.LibyamlError)
        elif isinstance(value, list):
            values += value
        else:
            values += value
            values += value.values()


def _first_control_character(text: str) -> str | None:
    if text.isprintable():
        return None
    return next(
        (letter for letter in text if letter not in "\t\n\r\x85" and unicodedata.category(letter) == "Cc"), None
    )


def _control_character(text: str, error: yaml.reader.ReaderError, name: str) -> ManifestError:
    if letter := _first_control_character(text):
        at = text.index(letter)
        place = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        reason = f"it contains the control character U+{ord(letter):04X}"
        return refusal(name, place, reason, ErrorCode.LibyamlError)
    return refusal(name, None, f"its text cannot be decoded ({error.reason})", ErrorCode.LibyamlError)
