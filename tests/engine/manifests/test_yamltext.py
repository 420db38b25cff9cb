"""YAML is read as winget reads it: every scalar is text, and traps are refused with file, line and reason."""

from __future__ import annotations

import contextlib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wingetpy.errors import ErrorCode, ManifestError
from wingetpy.manifests.yamltext import Document, load_document


def load(text: str | bytes) -> Document:
    return load_document(text if isinstance(text, bytes) else text.encode(), "editor.yaml")


def refused(text: str | bytes) -> ManifestError:
    with pytest.raises(ManifestError) as caught:
        load(text)
    assert caught.value.target == "editor.yaml"
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("value", ["5.10", "2024-07-01", "yes", "no", "null", "~", "0x10", "1e3", "12:30:45", "true"])
def test_a_plain_scalar_stays_the_text_it_is(value: str) -> None:
    assert load(f"PackageVersion: {value}") == {"PackageVersion": value}


def test_the_text_that_aliases_repeat_is_bounded() -> None:
    long = "x" * 450_000
    for text in (
        f"Description: &a {long}\nTags:\n" + "- *a\n" * 20_000,
        f"Description: &a [{long}, &b [{long}, {long}]]\nTags: [*a, *a, *b, *a]\n",
    ):
        error = refused(text)
        assert "aliases repeat more than 4,000,000 characters" in error.text
        assert error.code is ErrorCode.YamlInvalidData
    assert len(load(f"Description: &a {long}\nTags:\n" + "- *a\n" * 8)["Tags"]) == 8


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
def test_directives_are_bounded(encoding: str) -> None:
    """libyaml compares each with all before it: 40,000 of them would take ten seconds, a full file two hours."""
    lines = "".join(f"%TAG !t{n}! x\n" for n in range(1001))
    error = refused(f"{lines}---\nA: b\n".encode(encoding))
    assert "'%TAG' more than 1,000 times" in error.text
    assert error.code is ErrorCode.LibyamlError
    assert load("%TAG !t! x\n---\nA: b\n".encode(encoding)) == {"A": "b"}


def test_a_file_of_more_than_16_megabytes_is_refused() -> None:
    assert "larger than 16,777,216 bytes" in refused(b"A: " + b"x" * (16 << 20)).text


def test_a_field_without_value_is_empty_text() -> None:
    assert load("Moniker:\nTags: ''\nAuthor: # none\n") == {"Moniker": "", "Tags": "", "Author": ""}


def test_line_ends_comments_and_block_texts_are_read() -> None:
    text = "# head\r\nA: b # tail\r\nNotes: |-\r\n  one\r\n  two\r\nList:\r\n- x\r\n- {y: z}\r\n"
    assert load(text) == {"A": "b", "Notes": "one\ntwo", "List": ["x", {"y": "z"}]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "cp1252"])
def test_every_encoding_that_winget_takes_is_read(encoding: str) -> None:
    assert load("PackageName: Editor©".encode(encoding)) == {"PackageName": "Editor©"}


def test_utf16_big_endian_with_mark_is_read() -> None:
    assert load(b"\xfe\xff" + "A: ©".encode("utf-16-be")) == {"A": "©"}


def test_a_duplicate_key_is_refused_with_its_line() -> None:
    error = refused("A: 1\nB:\n- C: 1\n  D: 2\n  C: 3\n")
    assert error.code is ErrorCode.YamlDuplicateMappingKey
    assert "line 5" in error.text
    assert "'C'" in error.text


def test_the_same_key_in_two_mappings_is_no_duplicate() -> None:
    assert load("A: {C: 1}\nB: [{C: 2}, {C: 3}]") == {"A": {"C": "1"}, "B": [{"C": "2"}, {"C": "3"}]}


@pytest.mark.parametrize("text", ["A: \x07", "A: b\x7f", 'A: "\\x1b[31m"', 'A: ["b", "\\e"]', '"\\x00": b', "A: \x9b"])
def test_control_characters_are_refused_even_as_escapes(text: str) -> None:
    error = refused(text)
    assert error.code is ErrorCode.LibyamlError
    assert "control character" in error.text


def test_escapes_that_are_no_control_characters_are_read() -> None:
    assert load('A: "\\t\\u00e9\\n\\\\"') == {"A": "\té\n\\"}


@pytest.mark.parametrize(
    "text", ["A: " + "[" * 100_000, "- " * 5000 + "x", "{a: " * 200, "A: " + "[" * 101 + "]" * 101]
)
def test_deep_nesting_is_refused(text: str) -> None:
    assert refused(text).code is ErrorCode.YamlDocBuildFailed


def test_a_hundred_levels_are_read() -> None:
    assert load("A: " + "[" * 99 + "x" + "]" * 99)


def test_aliases_stand_for_what_they_name() -> None:
    text = "A: &a {B: c}\nD: *a\nE: [&x y, *x]\n"
    assert load(text) == {"A": {"B": "c"}, "D": {"B": "c"}, "E": ["y", "y"]}


@pytest.mark.timeout(60)  # carried out, it fills the memory
def test_an_alias_bomb_is_refused() -> None:
    lines = ["a: &a [x,x,x,x,x,x,x,x,x,x]"]
    lines += [
        f"{name}: &{name} [{','.join(['*' + before] * 9)}]"
        for before, name in zip("abcdefghij", "bcdefghijk", strict=True)
    ]
    error = refused("\n".join(lines))
    assert error.code is ErrorCode.YamlInvalidData


@pytest.mark.parametrize("text", ["A: *b", "A: &a [*a]"])
def test_an_alias_without_end_or_anchor_is_refused(text: str) -> None:
    assert refused(text).code is ErrorCode.YamlInvalidData


@pytest.mark.parametrize("text", ["? [a]\n: b", "{a: b}: c"])
def test_a_key_that_is_no_text_is_refused(text: str) -> None:
    assert refused(text).code is ErrorCode.YamlInvalidData


@pytest.mark.parametrize("text", ["A: b\n]", "A: 'b", "A: b\n  C: d", "\tA: b", "A: @b"])
def test_what_is_no_yaml_is_refused_with_a_line(text: str) -> None:
    error = refused(text)
    assert error.code is ErrorCode.LibyamlError
    assert "line " in error.text


@pytest.mark.parametrize("text", ["", "# only a comment\n", "text", "- a\n", "{}", b"\xff\xfe"])
def test_a_root_that_is_no_mapping_is_refused(text: str | bytes) -> None:
    assert refused(text).code is ErrorCode.InvalidManifest


def test_only_the_first_document_is_read() -> None:
    assert load("A: b\n---\nC: d\n") == {"A": "b"}


_scalars = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=8)
_values = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_scalars, inner, max_size=3)
)


@given(st.dictionaries(_scalars, _values, min_size=1, max_size=4), st.booleans())
def test_what_is_written_as_yaml_is_read_back(document: Document, flow: bool) -> None:
    text = yaml.dump(document, Dumper=yaml.CSafeDumper, default_flow_style=flow, default_style='"', allow_unicode=True)
    assert load(text) == document


@given(st.binary(max_size=60))
def test_any_bytes_are_a_document_or_a_manifest_error(data: bytes) -> None:
    with contextlib.suppress(ManifestError):
        assert load_document(data, "x")
