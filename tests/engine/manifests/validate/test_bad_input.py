"""A file that is no manifest is one finding with its place, and costs what it must."""

from __future__ import annotations

import pytest

from wingetpy.manifests.findings import Finding
from wingetpy.manifests.validate.report import MOST_FINDINGS
from wingetpy.manifests.validate.validate import validate
from wingetpy.manifests.yamltext import LARGEST_FILE

HEAD = b"PackageIdentifier: a.b\nPackageVersion: 1.0\nManifestType: singleton\nManifestVersion: 1.6.0\n"
BOMB = b"a: &a [x,x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + at, 98 + at, b",".join([b"*%c" % (97 + at)] * 10)) for at in range(12)
)


def findings(data: bytes) -> tuple[Finding, ...]:
    return validate([("file.yaml", data)]).findings


@pytest.mark.parametrize(
    ("data", "code", "line", "column", "reason"),
    [
        (BOMB, "0x8A150026", 5, 29, "aliases"),
        (HEAD + b"x: " + b"[" * 100_000, "0x8A150024", 5, 103, "deeper than 100"),
        (HEAD + b"\tTags: a\n", "0x8A150027", 5, 1, "tab"),
        (HEAD + b"Tags: a\x1b[31m\n", "0x8A150027", 5, 8, "U+001B"),
        (b"a: 1\nb: [", "0x8A150027", 3, 1, "not valid YAML"),
        (b"? [a]\n: b\n", "0x8A150026", 1, 3, "key"),
        (b"", "0x8A15002A", 0, 0, "root"),
        (b"- a\n", "0x8A15002A", 0, 0, "root"),
        (b"\0" * 100, "0x8A150027", 1, 1, "U+0000"),
        (b"ManifestVersion: 2.0.0\nPackageIdentifier: a.b\n", "0x8A150007", 1, 1, "2.0.0"),
        (HEAD.replace(b"1.6.0", b"new"), "0x8A15002A", 0, 0, "no version"),
        (b"a" * (LARGEST_FILE + 1), "0x8A15002A", 0, 0, "larger"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_one_finding(data: bytes, code: str, line: int, column: int, reason: str) -> None:
    [finding] = findings(data)
    assert (finding.id, finding.code) == ("UnreadableFile", code)
    assert (finding.line, finding.column) == (line, column)
    assert reason in finding.message


def test_a_repeated_key_does_not_hide_the_other_faults() -> None:
    found = findings(HEAD + b"Tags: [a]\nScope: all\nTags: {a: [b, c]}\nScope: user\nLicense: x\n")
    repeated = [(one.field, one.line) for one in found if one.id == "FieldDuplicate"]
    assert repeated == [("Tags", 7), ("Scope", 8)]
    assert {"Scope", "License"} <= {one.field for one in found if one.id == "SchemaError"}


def test_repeated_keys_and_aliases_go_together() -> None:
    found = findings(HEAD + b"Author: &me Contoso\nPublisher: *me\nAuthor: *me\n")
    assert [(one.field, one.line) for one in found if one.id == "FieldDuplicate"] == [("Author", 7)]


def test_only_the_first_document_counts_and_aliases_are_items() -> None:
    found = findings(HEAD + b"Author: &me C\nTags: [*me, a, {}]\n---\n? [a]\n: {Tags: b}\n")
    assert [(one.field, one.line, one.column) for one in found if one.field.startswith("Tags")] == [("Tags[2]", 6, 16)]


@pytest.mark.parametrize(
    "line", [b"Tag%d: t\n", b"Tags: t # %d\n"], ids=["keys that are unknown", "a key that is repeated"]
)
def test_faults_without_end_are_cut(line: bytes) -> None:
    found = findings(HEAD + b"".join(line % number for number in range(3000)))
    assert len(found) <= MOST_FINDINGS


def test_of_a_list_that_is_too_long_the_length_is_the_fault() -> None:
    found = findings(HEAD + b"Installers:\n" + b"- {}\n" * 5000)
    assert "5000 items" in next(one.message for one in found if one.field == "Installers")
    assert max(one.line for one in found) < 1100
