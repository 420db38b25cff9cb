"""What a search of a folder source finds, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.manifests import nested_files
from kit.sources import EQUAL, EXACT, STARTS, Shelf, found, opened
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.request import SearchRequest


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path / "manifests")
    shelf.put("Some.Editor", name="Writer", moniker="edit", tags=["text", "Unicode"], commands=["ed"])
    shelf.put("Edit.Tool", name="A tool", tags=["edit"])
    shelf.put("Zoo.Edit", name="EDIT", commands=["zed"])
    shelf.put("Other.Thing", name="Thing", tags=["reedit"])
    shelf.put("Straße.Café", name="Ｆｕｌｌ Width", tags=["größe"])
    return shelf


@pytest.fixture
def source(shelf: Shelf, tmp_path: Path) -> CompositeSource:
    return opened(tmp_path / "state", shelf)


def test_equal_texts_come_before_contained_ones_and_ids_before_names_before_tags(source: CompositeSource) -> None:
    assert found(source, "edit") == ["Zoo.Edit", "Some.Editor", "Edit.Tool", "Other.Thing"]


def test_a_query_of_two_letters_finds_as_one_of_three_does(source: CompositeSource) -> None:
    assert found(source, "ed") == ["Some.Editor", "Edit.Tool", "Zoo.Edit", "Other.Thing"]
    assert found(source, "z") == ["Zoo.Edit"]


def test_letters_beyond_ascii_have_no_case_and_no_width(source: CompositeSource) -> None:
    assert found(source, "STRASSE.CAFÉ") == ["Straße.Café"]
    assert found(source, "full width") == ["Straße.Café"]
    assert found(source, tag="GRÖSSE", match_option=EQUAL) == ["Straße.Café"]


def test_exact_means_the_whole_text_with_its_case(source: CompositeSource) -> None:
    assert found(source, "edit", match_option=EXACT) == ["Some.Editor", "Edit.Tool"]
    assert found(source, "EDIT", match_option=EXACT) == ["Zoo.Edit"]
    assert found(source, "writer", match_option=EXACT) == []
    assert found(source, "Unicode", match_option=EXACT) == ["Some.Editor"]
    assert found(source, "unicode", match_option=EXACT) == []


def test_without_case_means_the_whole_text(source: CompositeSource) -> None:
    assert found(source, "eDIT", match_option=EQUAL) == ["Zoo.Edit", "Some.Editor", "Edit.Tool"]


def test_the_beginning_of_any_field_can_be_asked_for(source: CompositeSource) -> None:
    assert found(source, "edi", match_option=STARTS) == ["Edit.Tool", "Zoo.Edit", "Some.Editor"]


def test_every_filter_has_to_hold(source: CompositeSource) -> None:
    assert found(source, tag="edit") == ["Edit.Tool", "Other.Thing"]
    assert found(source, tag="edit", name="thing") == ["Other.Thing"]
    assert found(source, "edit", command="ed") == ["Zoo.Edit", "Some.Editor"]
    assert found(source, moniker="edit", match_option=EQUAL) == ["Some.Editor"]
    assert found(source, id="edit.tool", match_option=EQUAL) == ["Edit.Tool"]
    assert found(source, id="edit.tool", match_option=EXACT) == []


def test_ids_and_names_may_have_wildcards(source: CompositeSource) -> None:
    assert found(source, id="*.edit*") == ["Some.Editor", "Zoo.Edit"]
    assert found(source, id="?oo.*") == ["Zoo.Edit"]
    assert found(source, name="[*") == []
    assert found(source, id="*.Edit", match_option=EXACT) == ["Zoo.Edit"]
    assert found(source, id="*.edit", match_option=EXACT) == []


@pytest.mark.parametrize("query", ["%", "_", "*", "'", '"', "a\nb", "\\", "edit OR tool", "text\nunicode"])
def test_letters_that_mean_something_to_databases_are_ordinary(source: CompositeSource, query: str) -> None:
    assert found(source, query) == []


def test_values_of_a_list_do_not_run_into_each_other(source: CompositeSource) -> None:
    assert found(source, "textunicode") == []
    assert found(source, "text unicode") == []


def test_an_empty_request_means_everything_by_id(source: CompositeSource) -> None:
    assert found(source) == ["Edit.Tool", "Other.Thing", "Some.Editor", "Straße.Café", "Zoo.Edit"]


def test_a_count_cuts_the_answer_and_says_so(source: CompositeSource) -> None:
    result = source.search(SearchRequest(query="edit", count=2))
    assert [row.id for row in result.rows] == ["Zoo.Edit", "Some.Editor"]
    assert result.truncated
    assert not source.search(SearchRequest(query="edit", count=4)).truncated


def test_a_row_tells_what_fitted_where_that_is_not_the_id_or_name(source: CompositeSource) -> None:
    matches = {row.id: row.match for row in source.search(SearchRequest(query="Edit")).rows}
    assert matches == {
        "Zoo.Edit": "",
        "Some.Editor": "Moniker: edit",
        "Edit.Tool": "Tag: edit",
        "Other.Thing": "Tag: reedit",
    }
    (row,) = source.search(SearchRequest(query="GRÖSSE")).rows
    assert row.match == "Tag: größe"
    (row,) = source.search(SearchRequest(query="nicod")).rows
    assert row.match == "Tag: Unicode"


def test_versions_come_newest_first_in_wingets_order(shelf: Shelf, tmp_path: Path) -> None:
    for version in ("1.9", "1.10", "1.10-rc", "2024-01-01", "5.10", "5.9"):
        shelf.put("Many.Versions", version, moniker=f"old{version}")
    source = opened(tmp_path / "more", shelf)
    (row,) = source.search(SearchRequest(id="Many.Versions")).rows
    assert row.available_versions == ["2024-01-01", "5.10", "5.9", "1.10", "1.10-rc", "1.9"]
    assert (row.version, row.moniker, row.source) == ("2024-01-01", "old2024-01-01", "shelf")


def test_codes_and_family_names_are_found_by_the_whole_query(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("Coded.App", installer="ProductCode: '{ABC-1}'\nAppsAndFeaturesEntries:\n- UpgradeCode: '{UP-1}'")
    shelf.put("Stored.App", installer="InstallerType: msix\nPackageFamilyName: Stored_8wekyb3d8bbwe")
    source = opened(tmp_path / "more", shelf)
    assert found(source, "{abc-1}") == ["Coded.App"]
    assert found(source, "{up-1}") == ["Coded.App"]
    assert found(source, "abc-1") == []
    (row,) = source.search(SearchRequest(query="stored_8WEKYB3D8BBWE")).rows
    assert (row.id, row.match) == ("Stored.App", "PackageFamilyName: stored_8WEKYB3D8BBWE")


def test_what_is_called_so_comes_before_what_is_tagged_so(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "called")
    shelf.put("Zoom.Zoom", name="Zoom Workplace")
    shelf.put("Zoom.Rooms", name="Rooms")
    shelf.put("Abc.Resizer", name="Resizer", tags=["zoom"])
    shelf.put("Abc.Starter", name="Starter", commands=["zoom"])
    shelf.put("Sysinternals.ZoomIt", name="ZoomIt", tags=["Zoom"])
    source = opened(tmp_path / "state", shelf)
    expected = ["Abc.Starter", "Zoom.Zoom", "Abc.Resizer", "Sysinternals.ZoomIt", "Zoom.Rooms"]
    assert found(source, "zoom") == expected
    assert found(source, "zoom", match_option=STARTS) == expected
    assert found(source, "zoom", match_option=EQUAL) == ["Abc.Starter", "Abc.Resizer", "Sysinternals.ZoomIt"]
    assert found(source, tag="zoom") == ["Abc.Resizer", "Sysinternals.ZoomIt"]
    assert source.search(SearchRequest(query="zoom")).rows[1].match == ""


def test_programs_of_portable_archives_are_found_by_their_commands(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "portable")
    shelf.archive(
        "BurntSushi.Ripgrep", PackageName="RipGrep", **nested_files({"x/ripgrep.exe": "rg", "x/more.exe": ""})
    )
    source = opened(tmp_path / "state", shelf)
    assert found(source, "rg", match_option=EQUAL) == ["BurntSushi.Ripgrep"]
    assert found(source, command="more", match_option=EXACT) == ["BurntSushi.Ripgrep"]
