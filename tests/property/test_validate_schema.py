"""Our table of fields and the published schemas have the same verdict on every file, also on ones that are wrong."""

from __future__ import annotations

import functools
import json
import random
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from kit.peers import MANIFESTS, SCHEMAS, need
from wingetpy.manifests.events import Path
from wingetpy.manifests.validate.files import file_flaws
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.manifests.validate.loading import PREVIEW, LoadedFile, load
from wingetpy.manifests.yamltext import Document, Value
from wingetpy.model.exit_code import parse_exit_code

CODES = ("InstallerSuccessCodes", "InstallerReturnCode")
FLAGS = (
    "InstallerAbortsTerminal",
    "InstallLocationRequired",
    "RequireExplicitUpgrade",
    "DisplayInstallWarnings",
    "DownloadCommandProhibited",
    "ArchiveBinariesDependOnPath",
)
VERSIONS = ("1.0.0", "1.1.0", "1.2.0", "1.4.0", "1.5.0", "1.6.0", "1.7.0", "1.9.0", "1.10.0", "1.12.0", "1.28.0")
KINDS = ("singleton", "installer", "version", "defaultLocale", "locale", PREVIEW)
OURS = ("SchemaError", "RequiredFieldMissing", "RequiredFieldEmpty")
WORDS = ("", "a", "x" * 41, "x" * 257, "x" * 2049, "x" * 10001, "msi", "MSI", "zip", "font", "user", "0", "1602",
         "0x80070005", "4294967296", "true", "maybe", "https://example.org", "ftp://example.org", "1.2.3", "70000",
         "a.b", "a.b.c.d.e", ".".join("abcdefghi"), "en-US", "en_US", "US", "usa", "a:b", "A" * 64, "G" * 64,
         "Contoso.App_8wekyb3d8bbwe", "singleton", "two words.here")  # fmt: skip


@functools.cache
def schema_of(version: str, kind: str) -> Draft7Validator:
    """The schema as the reference reads it: `$` is the end, `\\w` is ASCII, formats are not looked at."""
    if kind == PREVIEW:
        path = need(SCHEMAS / "preview" / "manifest.0.1.0.json")
    else:
        folder, name = ("latest", "latest") if version == "1.30.0" else (f"v{version}", version)
        path = need(SCHEMAS / folder / f"manifest.{kind}.{name}.json")
    return Draft7Validator(_translated(json.loads(path.read_text("utf-8"))))


def _translated(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_translated(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        schema = {**schema, "pattern": re.sub(r"\$$", r"\\Z", pattern).replace(r"\w", "[A-Za-z0-9_]")}
    return {key: _translated(value) for key, value in schema.items()}


def as_json(value: Value, key: str = "") -> Any:
    """The document as the reference hands it to its schema."""
    if isinstance(value, dict):
        return {name: as_json(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [as_json(one, key) for one in value]
    if value == "":
        return None
    if key in CODES:
        number = parse_exit_code(value)
        return value if number is None else number
    if key in FLAGS and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return value


def flaws_of(document: Document, version: str, kind: str) -> list[Flaw]:
    head = load("head.yaml", f"ManifestVersion: {version}\nPackageIdentifier: a.b\n".encode())
    file = LoadedFile("file.yaml", b"", document, document, kind, head.version)
    found = [flaw for flaw in file_flaws(file) if flaw.level == "Error" and flaw.id in OURS]
    # The schema of a singleton lets PackageLocale be empty; the reference's reader does not.
    if kind == "singleton" and document.get("PackageLocale") == "":
        found = [flaw for flaw in found if (flaw.id, flaw.path) != ("RequiredFieldEmpty", ("PackageLocale",))]
    return found


def same_verdict(document: Document, version: str, kind: str) -> None:
    """Both find faults or neither does, and both in the same values, where the schema says of one value.

    Of a list that is too long we look at the first items only.
    """
    errors = list(schema_of(version, kind).iter_errors(as_json(document)))
    flaws = flaws_of(document, version, kind)
    assert bool(flaws) == bool(errors), (errors, flaws)
    if not any(error.validator in ("uniqueItems", "oneOf", "maxItems") for error in errors):
        assert {flaw.path for flaw in flaws} == {_path_of(error) for error in errors}


def _path_of(error: ValidationError) -> Path:
    missing = re.match("'(.*)' is a required property", error.message)
    return (*error.absolute_path, *([missing[1]] if missing else []))


def files() -> list[tuple[str, Document]]:
    """The reference's own manifests, each file by its kind."""
    found = []
    for path in sorted(need(MANIFESTS).rglob("*.yaml")):
        file = load(str(path), path.read_bytes())
        if file.version is not None and file.kind in (
            "singleton",
            "installer",
            "version",
            "defaultLocale",
            "locale",
            PREVIEW,
        ):
            found.append((file.kind, file.document))
    return found


def mutated(document: Document, draw: random.Random) -> Document:
    """The document with one to three values changed, removed, repeated or put elsewhere."""
    root = json.loads(json.dumps(document))
    for _ in range(draw.randint(1, 3)):
        places = list(_places(root))
        holder, key = draw.choice(places)
        match draw.randint(0, 6):
            case 0:
                del holder[key]
            case 1:
                holder[key] = [holder[key]] * draw.choice((1, 2, 17))
            case 2:
                holder[key] = {"Colour": "red"}
            case 3 if isinstance(holder, list):
                holder.append(holder[key])
            case 4:
                other, there = draw.choice(places)
                if (isinstance(there, int) and there < len(other)) or (isinstance(there, str) and there in other):
                    holder[key] = json.loads(json.dumps(other[there]))
            case _:
                holder[key] = draw.choice(WORDS)
        if not root:
            return dict(document)
    return dict(root)


def _places(value: Any) -> Any:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in list(pairs):
        yield value, key
        yield from _places(one)


@pytest.mark.parametrize("version", [*VERSIONS, "1.30.0"])
def test_the_reference_s_manifests_get_the_verdict_of_each_version_s_schema(version: str) -> None:
    for kind, document in files():
        if kind != PREVIEW:
            same_verdict(document, version, kind)


@settings(max_examples=400)
@given(st.integers(0, 10**9), st.sampled_from((*VERSIONS, "1.30.0")))
def test_a_wrong_manifest_gets_the_verdict_of_its_schema(seed: int, version: str) -> None:
    draw = random.Random(seed)
    kind, document = draw.choice(_known())
    same_verdict(mutated(document, draw), "0.1.0" if kind == PREVIEW else version, kind)


@functools.cache
def _known() -> list[tuple[str, Document]]:
    return files()
