"""Names are compared without version, architecture, language and legal form."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from wingetpy.model.names import NormalizedName, fold, normalize_name, normalize_publisher

SHARED = Path(os.environ.get("WINGETPY_SHARED", Path(__file__).parents[4] / "shared"))


def vectors(name: str) -> Any:
    path = SHARED / "vectors" / name
    if not path.exists():
        pytest.skip(f"no reference vectors: {path} is missing")
    return json.loads(path.read_text(encoding="utf-8"))


def test_reference_names_and_publishers_normalize_the_same() -> None:
    wrong = [
        row
        for row in vectors("name_normalization.json")
        if f"{normalize_publisher(row['publisher'])}.{normalize_name(row['name']).name}" != row["id"]
    ]
    assert wrong == []


def test_folding_first_gives_the_same_as_folding_afterwards() -> None:
    for row in vectors("name_normalization.json"):
        assert normalize_name(fold(row["name"])).name == fold(normalize_name(row["name"]).name), row
        assert normalize_publisher(fold(row["publisher"])) == fold(normalize_publisher(row["publisher"])), row


def test_reference_architectures_locales_and_patches_are_found() -> None:
    cases = vectors("name_normalization_unit.json")
    for name, architecture in cases["architecture"]:
        assert (normalize_name(name).architecture or "Unknown") == architecture, name
    for name, locale in cases["locale"]:
        assert normalize_name(name).locale == locale, name
    for name, expected in cases["kb"]:
        assert normalize_name(name).name == expected
    for name, expected in cases["with_arch_field"]:
        assert normalize_name(name).name == expected["none"]
        assert normalize_name(name).with_architecture == expected["architecture"]
    for name, expected in cases["preserve_whitespace"]["name"]:
        assert normalize_name(name, keep_spaces=True).name == expected
    for name, expected in cases["preserve_whitespace"]["publisher"]:
        assert normalize_publisher(name, keep_spaces=True) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Editor 2.1.0 (x64 de-DE)", NormalizedName("Editor", "X64", "de-de")),
        ("Editor de-DE de-AT", NormalizedName("Editor", "", "de")),
        ("Editor de-DE en-US", NormalizedName("Editor", "", "")),
        ("Editor xx-YY", NormalizedName("EditorxxYY")),
        ('"(Editor)"', NormalizedName("Editor")),
        ("Editor@@1.0@@", NormalizedName("Editor")),
        ("Editor Corp", NormalizedName("Editor")),
        ("Corp Editor", NormalizedName("CorpEditor")),
        ("Editor installed at C:\\Tools\\Ed itor", NormalizedName("Editoritor")),
        ("Editor (C:\\Tools)", NormalizedName("Editor")),
        ("Editor EN", NormalizedName("Editor")),
        ("Editor x86 Edition", NormalizedName("Editor", "X86")),
        ("Tool++ 64-bit", NormalizedName("Tool", "X64")),
        ("Editor [beta]", NormalizedName("Editor")),
        ("Roblox Player for someone", NormalizedName("RobloxPlayer")),
        ("A_B.C-12.3-DE-x1", NormalizedName("A_B.C-12.3-DE-x1")),
        ("Ｅｄｉｔｏｒ", NormalizedName("Editor")),
        ("2048", NormalizedName("2048")),
        ("", NormalizedName("")),
    ],
)
def test_what_is_not_the_name_is_taken_out(name: str, expected: NormalizedName) -> None:
    assert normalize_name(name) == expected


@pytest.mark.parametrize(
    ("publisher", "expected"),
    [
        ("Contoso, Inc. and others", "Contoso"),
        ("Inc", "Inc"),
        ("A.B.C. Tools", "ABCTools"),
        ("https://example.org", "exampleorg"),
        ("Tools (Berlin) GmbH", "Tools"),
        ("Tools 32", "Tools"),
    ],
)
def test_a_publisher_ends_at_its_legal_form(publisher: str, expected: str) -> None:
    assert normalize_publisher(publisher) == expected


@pytest.mark.parametrize("unit", ["(", "[(", "1.", "C:\\a", "!", "v1 ", 'x"', "-en-us", "(a)"])
def test_hostile_names_take_no_time(unit: str) -> None:
    start = time.perf_counter()
    normalize_name(unit * 100_000 + "a")
    normalize_publisher(unit * 100_000 + "a")
    assert time.perf_counter() - start < 2


def test_folding_names_does_not_load_the_regex_package() -> None:
    code = "import sys, wingetpy.model.names as n; n.normalize_name('Plain Name'); print('regex' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment()
    )
    assert result.stdout.strip() == "False"


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
