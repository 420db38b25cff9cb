"""The files of a manifest as one text: a client of a pre-indexed source fetches one file a version."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from wingetpy.manifests.merge import load_file, merge
from wingetpy.manifests.yamltext import Value

_FIRST = ("PackageIdentifier", "PackageVersion")
_LAST = ("ManifestType", "ManifestVersion")
_PLAIN = frozenset(
    (
        "InstallerAbortsTerminal",
        "InstallLocationRequired",
        "RequireExplicitUpgrade",
        "DisplayInstallWarnings",
        "DownloadCommandProhibited",
        "ArchiveBinariesDependOnPath",
        "InstallerSuccessCodes",
        "InstallerReturnCode",
    )
)
"""Fields that are true, false or numbers: they are written without quotes, all others are text."""
_BREAKS = str.maketrans({code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF)})


def merged_text(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Return one manifest of all its files; that of a single file is the file itself.

    Args:
        files: Names and contents.

    Raises:
        ManifestError: they are no manifest.
    """
    loaded = [load_file(data, name) for name, data in files]
    if len(files) == 1:
        return files[0][1]
    root = dict(merge(loaded).root)
    root["ManifestType"] = "merged"
    keys = [*_FIRST, *(key for key in root if key not in _FIRST and key not in _LAST), *_LAST]
    lines = [line for key in keys for line in _field(key, root[key], "")]
    return ("\n".join(lines) + "\n").encode()


def _field(key: str, value: Value, indent: str) -> Iterator[str]:
    if isinstance(value, str):
        yield f"{indent}{_key(key)}: {_scalar(value, plain=key in _PLAIN)}" if value else f"{indent}{_key(key)}:"
    elif not value:
        yield f"{indent}{_key(key)}: {'{}' if isinstance(value, dict) else '[]'}"
    else:
        yield f"{indent}{_key(key)}:"
        if isinstance(value, dict):
            for name, one in value.items():
                yield from _field(name, one, indent + "  ")
        else:
            yield from _items(value, indent, plain=key in _PLAIN)


def _items(values: list[Value], indent: str, *, plain: bool) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield f"{indent}- {_scalar(value, plain=plain)}"
        elif isinstance(value, dict) and value:
            lines = [line for name, one in value.items() for line in _field(name, one, indent + "  ")]
            yield f"{indent}- {lines[0][len(indent) + 2 :]}"
            yield from lines[1:]
        else:
            yield f"{indent}- {json.dumps(value, ensure_ascii=False).translate(_BREAKS)}"


def _scalar(text: str, *, plain: bool) -> str:
    """Return a value that every reader of YAML takes for this text, or for the number or truth that it is."""
    return text if plain and text.isascii() and text.isprintable() else _quoted(text)


def _key(text: str) -> str:
    return text if text.isascii() and text.isalnum() else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).translate(_BREAKS)
