"""Names are compared without version, architecture, language and legal form."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from kit.data import cases
from wingetpy.model.names import NormalizedName, fold, normalize_name, normalize_publisher


def test_reference_names_and_publishers_normalize_the_same() -> None:
    wrong = [
        (name, publisher, identifier)
        for name, publisher, identifier in cases("names", "normalized")
        if f"{normalize_publisher(publisher)}.{normalize_name(name).name}" != identifier
    ]
    assert wrong == []


def test_folding_first_gives_the_same_as_folding_afterwards() -> None:
    for name, publisher, _ in cases("names", "normalized"):
        assert normalize_name(fold(name)).name == fold(normalize_name(name).name), name
        assert normalize_publisher(fold(publisher)) == fold(normalize_publisher(publisher)), publisher


def test_reference_architectures_locales_and_patches_are_found() -> None:
    for name, architecture in cases("names", "architecture"):
        assert (normalize_name(name).architecture or "Unknown") == architecture, name
    for name, locale in cases("names", "locale"):
        assert normalize_name(name).locale == locale, name
    for name, expected in cases("names", "patch"):
        assert normalize_name(name).name == expected
    for name, plain, with_architecture in cases("names", "with_architecture"):
        assert normalize_name(name).name == plain
        assert normalize_name(name).with_architecture == with_architecture
    for name, expected in cases("names", "spaced_name"):
        assert normalize_name(name, keep_spaces=True).name == expected
    for name, expected in cases("names", "spaced_publisher"):
        assert normalize_publisher(name, keep_spaces=True) == expected


def test_every_reference_locale_is_taken_out_of_a_name() -> None:
    tags = [tag for line in cases("names", "locale_tags") for tag in line.split()]
    assert len(tags) == 210
    for tag in tags:
        assert normalize_name(f"Editor ({tag})") == NormalizedName("Editor", "", tag)


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
@pytest.mark.timeout(60)  # tried at each letter, it takes hours
def test_hostile_names_end(unit: str) -> None:
    normalize_name(unit * 100_000 + "a")
    normalize_publisher(unit * 100_000 + "a")


def test_folding_names_does_not_load_the_regex_package() -> None:
    code = "import sys, wingetpy.model.names as n; n.normalize_name('Plain Name'); print('regex' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment()
    )
    assert result.stdout.strip() == "False"


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
