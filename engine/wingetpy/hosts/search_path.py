"""PATH as it is stored in the registry: one element in or out, and not a letter of the rest changed.

Elements are compared as Windows finds programs with them: without case, quotes and trailing backslash, variables
expanded. What is written keeps the value's type and the unexpanded text. An element that was appended and is removed
again leaves the text that was there before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import PureWindowsPath

from wingetpy.errors import ErrorCode
from wingetpy.errors.system import refusal
from wingetpy.hosts.registry import Hive, Registry, RegistryValue
from wingetpy.model.file_names import fold
from wingetpy.model.scope import Scope

VALUE_NAME = "Path"
_PLACES: dict[Scope, tuple[Hive, str]] = {
    Scope.user: (Hive.user, "Environment"),
    Scope.machine: (Hive.machine, r"SYSTEM\CurrentControlSet\Control\Session Manager\Environment"),
}
_ELEMENT = re.compile(r'(?:"[^"]*"?|[^;"])+')
"""A run of anything but semicolons; within quotes a semicolon belongs to the element."""


class StoredSearchPath:
    """The PATH values of a machine over its registry.

    Args:
        registry: Where they are stored.
        variables: The environment for expansion, names in lower case.
        changed: Called after each write, to notify running programs.
    """

    def __init__(
        self, registry: Registry, variables: Callable[[], Mapping[str, str]], changed: Callable[[], None] = lambda: None
    ) -> None:
        self._registry = registry
        self._variables = variables
        self._changed = changed

    def elements(self, scope: Scope) -> list[str]:
        value = self._stored(scope)
        return split(_text(value)) if value else []

    def add(self, scope: Scope, element: PureWindowsPath) -> None:
        value = self._stored(scope) or RegistryValue("expand_sz", "")
        if not any(self._same(value, present, element) for present in split(_text(value))):
            self._store(scope, RegistryValue(value.kind, with_element(_text(value), str(element))))

    def remove(self, scope: Scope, element: PureWindowsPath) -> None:
        value = self._stored(scope)
        if value is None:
            return
        text = _text(value)
        spans = [m.span() for m in _ELEMENT.finditer(text) if self._same(value, m.group(), element)]
        if spans:
            # The last one: ours was appended.
            self._store(scope, RegistryValue(value.kind, without_span(text, *spans[-1])))

    def _same(self, value: RegistryValue, present: str, element: PureWindowsPath) -> bool:
        variables = self._variables() if value.kind == "expand_sz" else {}
        return comparable(present, variables) == comparable(str(element), {})

    def _stored(self, scope: Scope) -> RegistryValue | None:
        hive, key = _PLACES[scope]
        stored = self._registry.values(hive, key) or {}
        value = next((value for name, value in stored.items() if fold(name) == fold(VALUE_NAME)), None)
        if value is not None and value.kind not in ("sz", "expand_sz"):
            raise refusal(
                ErrorCode.InvalidParameter, "use", f"{hive}\\{key}\\{VALUE_NAME}", f"it is no text but {value.kind}"
            )
        return value

    def _store(self, scope: Scope, value: RegistryValue) -> None:
        hive, key = _PLACES[scope]
        if value.data:
            self._registry.set_value(hive, key, VALUE_NAME, value)
        else:
            # A Path that holds nothing is one that is not there: so a fresh user's looks after install and uninstall.
            self._registry.delete_value(hive, key, VALUE_NAME)
        self._changed()


def split(text: str) -> list[str]:
    """The elements as they are stored, without empty ones."""
    return [element for element in _ELEMENT.findall(text) if element.strip()]


def with_element(text: str, element: str) -> str:
    """The text with one element appended; a text that ends in a semicolon still does so."""
    written = f'"{element}"' if ";" in element else element
    if not text:
        return written
    return f"{text}{written};" if text.endswith(";") else f"{text};{written}"


def without_span(text: str, start: int, end: int) -> str:
    """The text without the element at `[start, end)` and one semicolon of its own."""
    if end < len(text):
        return text[:start] + text[end + 1 :]
    return text[: max(start - 1, 0)]


def comparable(element: str, variables: Mapping[str, str]) -> str:
    """An element as it is compared. Unknown variables stay as they are."""
    plain = expand(element.replace('"', "").strip(), variables).replace("/", "\\")
    return fold(plain.rstrip("\\"))


def expand(text: str, variables: Mapping[str, str]) -> str:
    """`%Name%` replaced by its value; names are looked up in lower case, unknown ones stay."""
    return re.sub(r"%([^%;]+)%", lambda m: variables.get(m.group(1).lower(), m.group()), text)


def _text(value: RegistryValue) -> str:
    assert isinstance(value.data, str)  # `_stored` lets no other kind through
    return value.data
