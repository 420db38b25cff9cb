"""Reading a configuration file: versions 0.1 and 0.2, and the form of DSC 3 (0.3 and later)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from yaml import DocumentStartEvent

from wingetpy.desired.configuration.document import (
    Configuration,
    Intent,
    Reference,
    SecurityContext,
    Settings,
    Unit,
)
from wingetpy.desired.configuration.values import PlainText, UnknownExpression, evaluated, mark_plain, with_config_root
from wingetpy.errors import BadRequest, ErrorCode, NotFound
from wingetpy.errors.secrets import hide
from wingetpy.hosts.native_files import read_own_file
from wingetpy.manifests.yamltext import NextEvent, UnreadableManifest, Value, build_through, load_document, refusal

_CLASSIC: dict[str, Intent] = {"assertions": "Assert", "parameters": "Inform", "resources": "Apply"}
_GROUPS: dict[str, Intent] = {"microsoft.dsc/assertion": "Assert", "microsoft.dsc/group": "Apply"}
_SECRET_TYPES = ("securestring", "secureobject")
_CONTEXTS = ("current", "restricted", "elevated")
_RESOURCE_ID = re.compile(r"\[\s*resourceId\(\s*'([^']*)'\s*,\s*'([^']*)'\s*\)\s*\]")
_NO_PARAMETERS: Mapping[str, Any] = {}
_SHAPE = "Write it in version 0.2 (properties: resources:) or in the form of DSC 3 (resources: with name and type)."


def read_configuration(path: Path, parameters: Mapping[str, Any] = _NO_PARAMETERS) -> Configuration:
    """Read a file.

    Args:
        path: Native.
        parameters: Values of its parameters; a file of the form of DSC 3 may have defaults for them.

    Raises:
        NotFound: there is no such file.
        BadRequest: it is no configuration; the text names the file and the place.
    """
    try:
        data = read_own_file(path)
    except OSError as error:
        raise NotFound(
            f"The configuration file {path} cannot be read: {error.strerror}.",
            code=ErrorCode.FileNotFound,
            target=str(path),
            remedy="Name an existing file.",
        ) from error
    try:
        document = load_document(data, str(path), _only_document)
    except UnreadableManifest as error:
        where = f", line {error.line}" if error.line else ""
        raise _fault(path, f"{error.reason}{where}", ErrorCode.ConfigErrorInvalidYaml) from error
    reader = _DocumentReader(path, parameters)
    if isinstance(document.get("properties"), dict):
        return reader.classic(cast("Settings", document["properties"]))
    if "resources" in document:
        return reader.modern(cast("Settings", document))
    raise _fault(path, "it has neither properties nor resources", ErrorCode.ConfigErrorMissingField)


class _DocumentReader:
    def __init__(self, path: Path, parameters: Mapping[str, Any]) -> None:
        self._path = path
        self._parameters = parameters

    def classic(self, properties: Settings) -> Configuration:
        """0.1 and 0.2: three lists, each with an intent of its own."""
        version = str(properties.get("configurationVersion", ""))
        if not version.startswith("0."):
            code = ErrorCode.ConfigErrorUnknownConfigurationFileVersion
            raise _fault(self._path, f"its configurationVersion '{version}' is not 0.1 or 0.2", code)
        units = [
            self._classic_unit(one, intent) for name, intent in _CLASSIC.items() for one in self._list(properties, name)
        ]
        return Configuration(path=self._path, version=version, units=tuple(units))

    def modern(self, document: Settings) -> Configuration:
        """The form of DSC 3: resources with a name and a type, groups among them."""
        names = {
            "parameters": self._values(document),
            "variables": self._mapping(document, "variables"),
            "envvar": {"DSC_CONFIG_ROOT": str(self._path.parent)},
        }
        units = tuple(self._modern_units(self._list(document, "resources"), "Apply", names))
        first = sorted(units, key=lambda unit: unit.intent != "Assert")
        return Configuration(path=self._path, version="0.3", units=tuple(first))

    def _classic_unit(self, item: Settings, intent: Intent) -> Unit:
        type_ = self._text(item, "resource")
        directives = self._mapping(item, "directives")
        module = str(directives.get("module", ""))
        return Unit(
            id=str(item.get("id", "")),
            type=f"{module}/{type_}" if module and "/" not in type_ else type_,
            intent=intent,
            settings=with_config_root(self._mapping(item, "settings"), self._path.parent),
            depends_on=tuple(Reference(str(one)) for one in self._texts(item, "dependsOn")),
            description=str(directives.get("description", "")),
            security_context=self._context(directives.get("securityContext", "current")),
            is_classic=True,
        )

    def _modern_units(
        self, items: Sequence[Settings], intent: Intent, names: Mapping[str, Mapping[str, Any]], group: str = ""
    ) -> Iterator[Unit]:
        for item in items:
            type_, name = self._text(item, "type"), self._text(item, "name")
            own = _GROUPS.get(type_.casefold())
            if own is not None:
                nested = self._list(self._mapping(item, "properties"), "resources")
                yield from self._modern_units(nested, own if intent == "Apply" else intent, names, name)
                continue
            fault, settings = "", self._mapping(item, "properties")
            try:
                settings = evaluated(settings, names)
            except UnknownExpression as unknown:
                fault = f"the expression {unknown} is not evaluated"
            metadata = self._mapping(item, "metadata")
            context = self._mapping(metadata, "winget").get("securityContext", metadata.get("securityContext"))
            context = self._mapping(item, "directives").get("securityContext", context)
            yield Unit(
                id=f"{group}/{name}" if group else name,
                type=type_,
                intent=intent,
                settings=settings,
                depends_on=tuple(_reference(str(one)) for one in self._texts(item, "dependsOn")),
                description=str(metadata.get("description", "")),
                security_context=self._context(context or "current"),
                fault=fault,
            )

    def _values(self, document: Settings) -> dict[str, Any]:
        """The values of the file's parameters: as given, or their defaults.

        Raises:
            BadRequest: a value for a parameter that the file does not have.
        """
        declared = self._mapping(document, "parameters")
        if unknown := next((name for name in self._parameters if name not in declared), None):
            raise BadRequest(
                f"The configuration file {self._path} has no parameter {unknown}.",
                target=unknown,
                remedy=f"Its parameters are: {', '.join(declared) or 'none'}.",
            )
        defaults = {
            name: one["defaultValue"]
            for name, one in declared.items()
            if isinstance(one, dict) and "defaultValue" in one
        }
        values = {**defaults, **self._parameters}
        for name, one in declared.items():
            if isinstance(one, dict) and str(one.get("type", "")).casefold() in _SECRET_TYPES and name in values:
                hide(_texts_in(values[name]))
        return values

    def _list(self, item: Settings, name: str) -> list[Settings]:
        found = item.get(name)
        if found is None or (isinstance(found, PlainText) and found in ("", "~", "null")):
            return []
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self._wrong_type(name, "a list of mappings")
        return found

    def _mapping(self, item: Settings, name: str) -> Settings:
        found = item.get(name, {})
        if isinstance(found, PlainText) and found in ("", "~", "null"):
            return {}
        if not isinstance(found, dict):
            raise self._wrong_type(name, "a mapping")
        return found

    def _texts(self, item: Settings, name: str) -> list[str]:
        found = item.get(name, [])
        if isinstance(found, PlainText) and found in ("", "~", "null"):
            return []
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise self._wrong_type(name, "a list of texts")
        return found

    def _text(self, item: Settings, name: str) -> str:
        found = item.get(name)
        if found is None or found == "":
            raise _fault(self._path, f"a unit has no '{name}'", ErrorCode.ConfigErrorMissingField)
        if not isinstance(found, str):
            raise self._wrong_type(name, "a text")
        return str(found)

    def _context(self, value: Any) -> SecurityContext:
        if value not in _CONTEXTS:
            reason = f"the securityContext '{value}' is not one of {', '.join(_CONTEXTS)}"
            raise _fault(self._path, reason, ErrorCode.ConfigErrorInvalidFieldValue)
        return cast("SecurityContext", str(value))

    def _wrong_type(self, name: str, wanted: str) -> BadRequest:
        return _fault(self._path, f"the field '{name}' is not {wanted}", ErrorCode.ConfigErrorInvalidFieldType)


def _only_document(text: bytes | str, name: str) -> Value:
    """The root of a YAML text, with plain scalars marked. Raises UnreadableManifest where a second document follows."""
    events: list[NextEvent] = []

    def marked(next_event: NextEvent) -> NextEvent:
        events.append(next_event)
        return mark_plain(next_event)

    root = build_through(text, name, marked)
    event = events[-1]()
    if isinstance(event, DocumentStartEvent):
        place = (event.start_mark.line + 1, 0) if event.start_mark else None
        reason = "it holds more than one YAML document; write each into a file of its own"
        raise refusal(name, place, reason, ErrorCode.ConfigErrorInvalidYaml)
    return root


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(one)


def _reference(text: str) -> Reference:
    """The type and name in `[resourceId('type', 'name')]`, or the text itself as a name."""
    found = _RESOURCE_ID.fullmatch(text)
    return Reference(found[2], found[1]) if found else Reference(text)


def _fault(path: Path, reason: str, code: ErrorCode) -> BadRequest:
    return BadRequest(
        f"The configuration file {path} cannot be used: {reason}.", code=code, target=str(path), remedy=_SHAPE
    )
