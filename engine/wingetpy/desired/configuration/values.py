"""The values of a configuration file: what a plain scalar means, expressions, and the folder of the file.

A plain scalar is kept as text until it is known where it goes: `version: 1.10` is the version 1.10, not the number 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yaml import ScalarEvent

from wingetpy.manifests.yamltext import NextEvent

_CONFIG_ROOT = re.compile(r"\$\{WinGetConfigRoot\}", re.IGNORECASE)
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.?[0-9]+)([eE][-+]?[0-9]+)?")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_EXPRESSION = re.compile(r"\[\s*(\w+)\(\s*'([^']*)'\s*\)\s*\]")


class PlainText(str):
    """A scalar without quotes: text, or what YAML makes of it."""


class UnknownExpression(Exception):
    """A value is an expression that is not evaluated here; its text is the argument."""


def mark_plain(next_event: NextEvent) -> NextEvent:
    """Return the events with plain scalars marked."""

    def marked() -> Any:
        event = next_event()
        if isinstance(event, ScalarEvent) and event.implicit[0]:
            event.value = PlainText(event.value)
        return event

    return marked


def typed(value: Any) -> Any:
    """Return a value with its plain scalars as YAML 1.2 types them; keys are text."""
    if isinstance(value, dict):
        return {str(name): typed(one) for name, one in value.items()}
    if isinstance(value, list):
        return [typed(one) for one in value]
    if not isinstance(value, PlainText):
        return value
    if value.lower() in _WORDS:
        return _WORDS[value.lower()]
    if _INTEGER.fullmatch(value):
        return int(value)
    return float(value) if _FLOAT.fullmatch(value) else str(value)


def as_text(value: Any) -> Any:
    """Return a value whose scalars are all text; what is null is left out."""
    if isinstance(value, dict):
        return {str(name): as_text(one) for name, one in value.items() if not _is_null(one)}
    if isinstance(value, list):
        return [as_text(one) for one in value]
    return str(value) if isinstance(value, PlainText) else value


def with_config_root(settings: Mapping[str, Any], root: Path) -> dict[str, Any]:
    """Return settings whose own texts name the file's folder in place of ${WinGetConfigRoot}, as the reference does."""
    return {
        name: type(value)(_CONFIG_ROOT.sub(lambda _: str(root), value)) if isinstance(value, str) else value
        for name, value in settings.items()
    }


def evaluated(value: Any, names: Mapping[str, Mapping[str, Any]]) -> Any:
    """Return a value with its expressions evaluated: `[parameters('x')]`, `[variables('x')]`, `[envvar('x')]`.

    Args:
        names: The values of each function by their names.

    Raises:
        UnknownExpression: another expression, or a name that has no value.
    """
    if isinstance(value, dict):
        return {name: evaluated(one, names) for name, one in value.items()}
    if isinstance(value, list):
        return [evaluated(one, names) for one in value]
    if not isinstance(value, str) or not value.startswith("[") or not value.endswith("]"):
        return value
    if value.startswith("[["):
        return value[1:]
    found = _EXPRESSION.fullmatch(value)
    values = names.get(found[1], {}) if found else {}
    if found is None or found[2] not in values:
        raise UnknownExpression(value)
    return values[found[2]]


def _is_null(value: Any) -> bool:
    return isinstance(value, PlainText) and value.lower() in ("", "~", "null")
