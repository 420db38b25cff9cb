"""What a text names, and what each verb refuses: the seed's table, cell by cell."""

from __future__ import annotations

import os

import pytest

from wingetpy.deployment.support import PackageVerb, TargetKind, kinds_of, refused_with
from wingetpy.deployment.targets import parse_target, parse_uri
from wingetpy.errors import BadRequest, ErrorCode

FAMILY = "Contoso.Muffin_8wekyb3d8bbwe"
FULL = "Contoso.Muffin_1.2.3.4_x64__8wekyb3d8bbwe"
TEXTS = {
    TargetKind.path: r"C:\Packages\Muffin.msix",
    TargetKind.filename: "Muffin.msix",
    TargetKind.family_name: FAMILY,
    TargetKind.full_name: FULL,
    TargetKind.file_uri: "file:///C:/Packages/Muffin.msix",
    TargetKind.http_uri: "https://contoso.com/Muffin.msix",
    TargetKind.product_uri: "ms-uup://Product/contoso.muffin",
}
SEED = """
IsReady        X    X    yes  yes  X    X    yes  yes
EnsureIsReady  X    X    X    X    X    X    yes  yes
Add            yes  X    X    X    yes  yes  yes  yes
Stage          yes  X    X    X    yes  yes  yes  yes
Register       yes  yes  yes  yes  yes  X    yes  yes
Remove         X    X    yes  yes  X    X    yes  yes
Repair         X    X    yes  yes  X    X    yes  yes
Reset          X    X    yes  yes  X    X    yes  yes
Provision      X    X    yes  X    X    X    yes  yes
Deprovision    X    X    yes  X    X    X    yes  yes
"""
ROWS = {row.split()[0]: row.split()[1:] for row in SEED.strip().splitlines()}
CELLS = [(verb, kind) for verb in PackageVerb for kind in TargetKind]
TAKEN = [(verb, kind) for verb, kind in CELLS if kind in TEXTS and kind in kinds_of(verb)]
REFUSED = [(verb, kind) for verb, kind in CELLS if kind in TEXTS and kind not in kinds_of(verb)]


def test_the_verbs_and_targets_are_those_of_the_seed() -> None:
    assert list(ROWS) == [verb.value for verb in PackageVerb]
    for verb, kind in CELLS:
        cell = ROWS[verb][list(TargetKind).index(kind)]
        assert (cell == "yes") == (refused_with(verb, kind) is None), f"{verb} {kind}"


@pytest.mark.parametrize(("verb", "kind"), TAKEN)
def test_a_text_that_a_verb_takes_is_of_its_kind(verb: PackageVerb, kind: TargetKind) -> None:
    assert parse_target(verb, TEXTS[kind]).kind is kind


@pytest.mark.parametrize(("verb", "kind"), REFUSED)
def test_what_a_verb_does_not_take_is_refused_with_its_code(verb: PackageVerb, kind: TargetKind) -> None:
    with pytest.raises(BadRequest) as refused:
        parse_target(verb, TEXTS[kind])
    assert refused.value.code is refused_with(verb, kind)
    assert refused.value.code in (
        ErrorCode.InvalidParameter,
        ErrorCode.NotImplemented,
        ErrorCode.NotSupported,
    )
    assert TEXTS[kind] in refused.value.text
    assert refused.value.remedy is not None
    for taken in kinds_of(verb):
        assert taken in refused.value.remedy


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        (r"C:\Packages\A b.msix", "file:///C:/Packages/A%20b.msix"),
        (r"\\server\share\App.msix", "file://server/share/App.msix"),
    ],
)
def test_a_path_is_passed_on_as_its_uri(text: str, uri: str) -> None:
    assert parse_target(PackageVerb.add, text).value == uri


@pytest.mark.skipif(os.name == "nt", reason="paths of another system")
def test_a_path_of_the_engine_s_own_disk_is_a_path() -> None:
    target = parse_target(PackageVerb.add, "/packages/App.msix")
    assert (target.kind, target.value) == (TargetKind.path, "file:///packages/App.msix")


@pytest.mark.skipif(os.name == "nt", reason="paths of another system")
def test_a_file_name_to_register_is_one_in_the_current_folder(
    tmp_path: os.PathLike[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert parse_target(PackageVerb.register, "AppxManifest.xml").value == f"file://{tmp_path}/AppxManifest.xml"


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("ms-uup://Product/contoso.muffin", "contoso.muffin"),
        ("MS-UUP:///product/Contoso.Muffin?x=1", "contoso.muffin"),
    ],
)
def test_both_forms_of_a_product_are_read_in_any_case(text: str, product: str) -> None:
    assert parse_target(PackageVerb.add, text).value == product


@pytest.mark.parametrize("text", ["", " ", "ftp://contoso.com/a.msix", "ms-uup:contoso", "a|b", "x\ny", "folder/"])
def test_what_names_nothing_is_an_invalid_argument(text: str) -> None:
    with pytest.raises(BadRequest) as refused:
        parse_target(PackageVerb.register, text)
    assert refused.value.code is ErrorCode.InvalidParameter


@pytest.mark.parametrize("text", [FAMILY, FULL, r"C", "App.msix"])
def test_what_is_no_uri_is_refused_where_a_uri_is_asked_for(text: str) -> None:
    with pytest.raises(BadRequest) as refused:
        parse_uri(PackageVerb.register, text)
    assert refused.value.code is ErrorCode.InvalidParameter


@pytest.mark.parametrize("text", ["http://", "http://[", "https://:80/a.msix", "http://contoso.com:x/a.msix", "http:a"])
def test_an_address_without_a_server_is_an_invalid_argument(text: str) -> None:
    with pytest.raises(BadRequest) as refused:
        parse_target(PackageVerb.add, text)
    assert refused.value.code is ErrorCode.InvalidParameter
