"""The short way to read a version file says what the long one says, or nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wingetpy.manifests.summary import summarize
from wingetpy.sources.index.version_file import read_version_file

CATALOGUE = Path(
    os.environ.get("WINGETPY_CATALOGUE") or Path(__file__).resolve().parents[5] / "catalogue" / "manifests"
)
PLAIN = """\
# Made by hand
# yaml-language-server: $schema=https://aka.ms/winget-manifest.version.1.6.0.schema.json

PackageIdentifier: Some.Tool
PackageVersion: 1.10-rc+5
DefaultLocale: en-US
ManifestType: version
ManifestVersion: 1.6.0
"""


def _quoted(text: str) -> str:
    return text.replace("Some.Tool", "'Some.Tool'").replace("1.10-rc+5", '"1.10-rc+5"')


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.replace("\n", "\r\n"),
        "\ufeff" + PLAIN,
        PLAIN + "\n# The end\n\n",
        _quoted(PLAIN),
        PLAIN.replace(": ", ":   "),
        PLAIN.replace("1.10-rc+5", "5.10"),
        PLAIN.replace("1.10-rc+5", "2024-07-01"),
        PLAIN.replace("1.10-rc+5", "1e3"),
        PLAIN.replace("Some.Tool", "null.no"),
    ],
)
def test_a_usual_version_file_is_read_as_by_the_long_way(text: str) -> None:
    data = text.encode()
    summary = read_version_file(data)
    assert summary is not None
    assert summary == summarize(data, "name")


@pytest.mark.parametrize(
    "text",
    [
        "",
        PLAIN.replace("ManifestType: version", "ManifestType: installer"),
        PLAIN.replace("ManifestType: version", "ManifestType: versions"),
        PLAIN.replace("1.6.0", "2.0.0"),
        PLAIN.replace("Some.Tool", "Some.Tool # a comment"),
        PLAIN.replace("Some.Tool", "Some.Töol"),
        PLAIN.replace("Some.Tool", "*Some"),
        PLAIN.replace("Some.Tool", "'Some.Tool"),
        PLAIN.replace("Some.Tool", "\"Some.Tool'"),
        PLAIN.replace("Some.Tool", ""),
        PLAIN.replace("en-US", "en-US\n  continued"),
        PLAIN.replace("DefaultLocale: en-US\n", ""),
        PLAIN.replace("DefaultLocale", "defaultLocale"),
        PLAIN + "PackageVersion: 2.0\n",
        PLAIN + "Channel: beta\n",
        "---\n" + PLAIN,
        PLAIN.replace("PackageVersion", " PackageVersion"),
        PLAIN.replace("PackageVersion:", "PackageVersion:\t"),
        PLAIN.replace("# Made", "# \x07Made"),
        PLAIN.replace("# Made", "# \x85Made"),
        PLAIN.replace("\n", "\r"),
    ],
)
def test_anything_else_is_left_to_the_long_way(text: str) -> None:
    assert read_version_file(text.encode()) is None


def test_in_the_catalogue_both_ways_agree() -> None:
    if not CATALOGUE.is_dir():
        pytest.skip(f"{CATALOGUE} is not there")
    read = 0
    for letter in "7qz":
        for folder, _, names in os.walk(CATALOGUE / letter):
            for name in names:
                if name.endswith(".yaml") and ".installer." not in name and ".locale." not in name:
                    data = Path(folder, name).read_bytes()
                    summary = read_version_file(data)
                    read += summary is not None
                    assert summary is None or summary == summarize(data, name)
    assert read > 100


def test_a_version_that_no_manifest_can_have_is_left_to_the_yaml_parser() -> None:
    assert read_version_file(PLAIN.replace("1.6.0", "1.9999.0").encode())
    assert read_version_file(PLAIN.replace("1.6.0", "1.92235808.0").encode()) is None


def test_a_value_right_behind_the_colon_is_left_to_the_yaml_parser() -> None:
    assert read_version_file(PLAIN.replace("PackageVersion: ", "PackageVersion:").encode()) is None
