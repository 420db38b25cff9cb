"""Manifest files as text: the same meaning for every reader of YAML."""

from __future__ import annotations

import string

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wingetpy.manifests.text import manifest_text
from wingetpy.manifests.yamltext import Document, load_document

HEAD: Document = {
    "ManifestVersion": "1.12.0",
    "ManifestType": "installer",
    "PackageIdentifier": "Contoso.Tool",
    "PackageVersion": "1.10",
}


def written(**fields: object) -> bytes:
    return manifest_text("installer", {**HEAD, **fields})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    "version", ["1.10", "2", "1e3", "0x10", "0o17", "2024-07-01", "12:30", "1_000", "yes", "null", "~", ".5", "1.", "-"]
)
def test_a_version_is_a_text_for_every_reader(version: str) -> None:
    data = written(PackageVersion=version)
    assert yaml.safe_load(data)["PackageVersion"] == version
    assert load_document(data, "m")["PackageVersion"] == version


def test_truths_codes_and_dates_are_what_the_schema_asks_for() -> None:
    data = written(
        InstallerAbortsTerminal="true",
        InstallerSuccessCodes=["3010", "-1"],
        ExpectedReturnCodes=[{"InstallerReturnCode": "1603", "ReturnResponse": "custom"}],
        ReleaseDate="2024-07-01",
        ProductCode="true",
    )
    read = yaml.load(data, yaml.BaseLoader)  # as it is written, without types
    assert read["ReleaseDate"] == "2024-07-01"
    assert b"InstallerAbortsTerminal: true\n" in data
    assert b"- 3010\n- -1\n" in data
    assert b"InstallerReturnCode: 1603\n" in data
    assert b"ReleaseDate: 2024-07-01\n" in data
    assert b"ProductCode: 'true'\n" in data


def test_fields_are_in_the_order_of_the_schemas_and_the_types_at_the_end() -> None:
    data = written(
        Installers=[{"InstallerSha256": "A", "InstallerUrl": "https://x", "Architecture": "x64", "Colour": "red"}],
        Scope="user",
        InstallerType="msi",
    )
    keys = [line.partition(":")[0].removeprefix("- ").strip() for line in data.decode().splitlines()[2:]]
    assert keys == [
        "PackageIdentifier",
        "PackageVersion",
        "InstallerType",
        "Scope",
        "Installers",
        "Architecture",
        "InstallerUrl",
        "InstallerSha256",
        "Colour",
        "ManifestType",
        "ManifestVersion",
    ]


def test_lines_of_a_text_stay_lines() -> None:
    notes = "- first: a # b\n- second\n\n  deeper"
    data = manifest_text("defaultLocale", {**HEAD, "ReleaseNotes": notes})
    assert b"ReleaseNotes: |-\n" in data
    assert load_document(data, "m")["ReleaseNotes"] == notes


_ALPHABET = string.printable.replace("\x0b", "").replace("\x0c", "") + "äß→🦊\u00a0"
_LETTERS = st.text(st.sampled_from(_ALPHABET), max_size=60)
_NAMES = st.sampled_from(["Description", "Author", "Tags", "Odd"])


@given(st.dictionaries(_NAMES, _LETTERS | st.lists(_LETTERS, max_size=3)))
def test_any_text_is_read_again_as_it_was(fields: dict[str, object]) -> None:
    wanted = {key: _lf(value) for key, value in fields.items()}
    data = manifest_text("defaultLocale", {**HEAD, **wanted})  # type: ignore[dict-item]
    assert load_document(data, "m") == {**HEAD, **wanted}


def _lf(value: object) -> object:
    """Line ends as YAML has them."""
    if isinstance(value, list):
        return [_lf(one) for one in value]
    return str(value).replace("\r\n", "\n").replace("\r", "\n")
