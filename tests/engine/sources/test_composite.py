"""Several sources together."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kit.calls import Listener
from kit.sources import EQUAL, EXACT, Shelf, found
from wingetpy.errors import Ambiguous, BadRequest, ErrorCode, NotFound, SourceError
from wingetpy.sources.catalog import Sources
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.request import InstalledKeys, PackageReference, SearchRequest


class Two:
    """Two sources, `first` and `second`."""

    def __init__(self, tmp_path: Path) -> None:
        self.sources = Sources(tmp_path / "state", processes=1)
        self.first, self.second = Shelf(tmp_path / "first"), Shelf(tmp_path / "second")
        self.first.put("Some.Tool", "1.0", name="Tool", moniker="tool")
        self.first.put("Only.First", name="First", tags=["tool"])
        self.second.put("Some.Tool", "2.0", name="Tool")
        self.second.put("Tool", name="Second")

    def add(self, **second: object) -> None:
        self.sources.add(Listener(), "first", str(self.first.root))
        self.sources.add(Listener(), "second", str(self.second.root), **second)  # type: ignore[arg-type]


@pytest.fixture
def two(tmp_path: Path) -> Two:
    return Two(tmp_path)


def test_the_best_matches_of_all_sources_come_first_and_equals_in_the_order_of_the_sources(two: Two) -> None:
    two.add()
    rows = two.sources.open(Listener()).search(SearchRequest(query="tool")).rows
    assert [(row.id, row.source) for row in rows] == [
        ("Tool", "second"),
        ("Some.Tool", "first"),
        ("Some.Tool", "second"),
        ("Only.First", "first"),
    ]


def test_a_count_holds_for_all_together(two: Two) -> None:
    two.add()
    result = two.sources.open(Listener()).search(SearchRequest(query="tool", count=3))
    assert len(result.rows) == 3
    assert result.truncated


def test_one_source_can_be_named(two: Two) -> None:
    two.add()
    assert found(two.sources.open(Listener(), "SECOND")) == ["Some.Tool", "Tool"]


def test_an_explicit_source_is_searched_only_when_it_is_named(two: Two) -> None:
    two.add(explicit=True)
    assert found(two.sources.open(Listener())) == ["Only.First", "Some.Tool"]
    assert found(two.sources.open(Listener(), "second")) == ["Some.Tool", "Tool"]


def test_only_explicit_sources_are_none_at_all(two: Two) -> None:
    two.sources.add(Listener(), "first", str(two.first.root), explicit=True)
    with pytest.raises(SourceError) as none:
        two.sources.open(Listener())
    assert none.value.code is ErrorCode.NoSourcesDefined


def test_a_source_that_is_gone_is_a_warning_while_another_answers(two: Two) -> None:
    two.add()
    shutil.rmtree(two.second.root)
    listener = Listener()
    assert found(two.sources.open(listener)) == ["Only.First", "Some.Tool"]
    ((level, text, code),) = listener.messages
    assert (level, code) == ("Warning", "0x8A150045")
    assert "second" in text


def test_a_source_that_is_gone_is_an_error_when_it_is_named_or_the_only_one(two: Two) -> None:
    two.add()
    shutil.rmtree(two.second.root)
    with pytest.raises(SourceError, match="second") as gone:
        two.sources.open(Listener(), "second")
    assert gone.value.code is ErrorCode.SourceOpenFailed
    two.sources.remove("first")
    with pytest.raises(SourceError, match="second"):
        two.sources.open(Listener())


def test_when_all_are_gone_the_error_names_all(two: Two) -> None:
    two.add()
    shutil.rmtree(two.first.root)
    shutil.rmtree(two.second.root)
    with pytest.raises(SourceError, match=r"first.*second") as gone:
        two.sources.open(Listener())
    assert gone.value.code is ErrorCode.FailedToOpenAllSources


def test_one_package_is_found_by_id_name_moniker_or_code(two: Two) -> None:
    two.first.put("Coded.App", installer="ProductCode: '{ABC}'")
    two.add()
    source = two.sources.open(Listener())
    for query in ("only.first", "FIRST"):
        assert source.find_one(SearchRequest(query=query, match_option=EQUAL)).identifier == "Only.First"
    assert source.find_one(SearchRequest(query="{abc}", match_option=EQUAL)).identifier == "Coded.App"
    with pytest.raises(NotFound):
        source.find_one(SearchRequest(query="first", match_option=EXACT))


def test_no_package_is_an_error_in_wingets_words(two: Two) -> None:
    two.add()
    with pytest.raises(NotFound, match=r"^No package found matching input criteria\.$") as nothing:
        two.sources.open(Listener()).find_one(SearchRequest(query="Only.Fir", match_option=EQUAL))
    assert nothing.value.code is ErrorCode.NoApplicationsFound
    assert nothing.value.target == "Only.Fir"


def test_nothing_found_suggests_what_is_near_in_all_sources_and_never_takes_it(two: Two) -> None:
    two.second.put("Other.Toll", name="Toll")
    two.add()
    source = two.sources.open(Listener())
    with pytest.raises(NotFound) as nothing:
        source.find_one(SearchRequest(query="to ol", match_option=EQUAL))
    assert [(one.id, one.source) for one in nothing.value.suggestions] == [
        ("Some.Tool", "first"),
        ("Tool", "second"),
        ("Other.Toll", "second"),
    ]
    assert nothing.value.remedy_id == "DidYouMean"
    assert nothing.value.remedy_values == {"Suggestions": "Some.Tool (Tool), Tool (Second) or Other.Toll (Toll)"}
    assert source.suggestions(SearchRequest(id="othr.tol")) == ()
    assert source.suggestions(SearchRequest(name="Tlol"))[0].id == "Other.Toll"


def test_a_wildcard_or_a_tag_suggests_nothing(two: Two) -> None:
    two.add()
    source = two.sources.open(Listener())
    assert source.suggestions(SearchRequest(id="to?l")) == source.suggestions(SearchRequest(tag="tol")) == ()


def test_a_source_that_cannot_name_its_packages_suggests_nothing_and_stops_no_other(two: Two) -> None:
    two.add()
    shutil.rmtree(two.first.root)
    opened = two.sources.open(Listener())
    silent = CompositeSource([_Silent(), *opened.sources], Listener())  # type: ignore[list-item]
    assert [one.id for one in silent.suggestions(SearchRequest(query="secnod"))] == ["Tool"]


class _Silent:
    """A source that is asked only what it can answer."""


def test_wildcards_are_refused_where_one_package_is_meant(two: Two) -> None:
    two.first.put("Odd.App", name="Who?")
    two.add()
    source = two.sources.open(Listener())
    for wanted in ({"id": "Some.*"}, {"name": "T?ol"}):
        with pytest.raises(BadRequest, match="no wildcards") as refused:
            source.find_one(SearchRequest(match_option=EQUAL, **wanted))
        assert refused.value.target == next(iter(wanted.values()))
    assert source.find_one(SearchRequest(name="who?", match_option=EQUAL)).identifier == "Odd.App"


def test_several_packages_are_an_error_that_names_them(two: Two) -> None:
    two.add()
    with pytest.raises(Ambiguous, match=r"Multiple packages found.*\(first\).*Some\.Tool \(second\)") as several:
        two.sources.open(Listener()).find_one(SearchRequest(id="Some.Tool", match_option=EQUAL))
    assert several.value.code is ErrorCode.MultipleApplicationsFound


def test_the_source_of_the_higher_priority_decides_between_equals(two: Two) -> None:
    two.add(priority=1)
    reference = two.sources.open(Listener()).find_one(SearchRequest(id="Some.Tool", match_option=EQUAL))
    assert reference == PackageReference("second", "Some.Tool", "Tool")


def test_filters_narrow_down_what_the_query_means(two: Two) -> None:
    two.first.put("Another.Tool", name="Tool", tags=["special"])
    two.add()
    source = two.sources.open(Listener(), "first")
    request = SearchRequest(query="tool", tag="SPECIAL", match_option=EQUAL)
    assert source.find_one(request).identifier == "Another.Tool"


class TestInstalledPrograms:
    """Which packages installed programs may be."""

    @pytest.fixture
    def source(self, two: Two) -> CompositeSource:
        entries = (
            "ProductCode: '{Abc}'\nAppsAndFeaturesEntries:\n- DisplayName: Coded Suite 5.1 (x64)\n  UpgradeCode: '{UP}'"
        )
        two.first.put("Coded.App", name="Coded", publisher="Coders GmbH", installer=entries)
        two.first.put(
            "Stored.App", name="Stored", installer="InstallerType: msix\nPackageFamilyName: Stored_8wekyb3d8bbwe"
        )
        two.first.put("Plain.App", name="Coded Suite", publisher="Coders")
        two.add()
        return two.sources.open(Listener())

    def test_codes_and_family_names_are_strong(self, source: CompositeSource) -> None:
        installed = [
            InstalledKeys(product_code="{ABC}"),
            InstalledKeys(package_family_name="stored_8WEKYB3D8BBWE"),
            InstalledKeys(upgrade_codes=("{none}", "{up}")),
            InstalledKeys(product_code="{other}", name="Unknown", publisher="Nobody"),
        ]
        answers = [[(m.package.identifier, m.strong) for m in one] for one in source.recognise(installed)]
        assert answers == [[("Coded.App", True)], [("Stored.App", True)], [("Coded.App", True)], []]

    def test_names_are_weak_and_lose_versions_and_legal_forms(self, source: CompositeSource) -> None:
        (found,) = source.recognise([InstalledKeys(name="Coded 7.2", publisher="CODERS Ltd.")])
        assert [(match.package.identifier, match.strong) for match in found] == [("Coded.App", False)]

    def test_an_architecture_in_a_name_counts_where_a_package_has_it(self, source: CompositeSource) -> None:
        (x64, x86) = source.recognise(
            [
                InstalledKeys(name="Coded Suite 6.0 (x64)", publisher="Coders"),
                InstalledKeys(name="Coded Suite 6.0 (x86)", publisher="Coders"),
            ]
        )
        assert [match.package.identifier for match in x64] == ["Coded.App"]
        assert sorted(match.package.identifier for match in x86) == ["Coded.App", "Plain.App"]

    def test_a_package_tells_what_it_is_recognised_by(self, source: CompositeSource) -> None:
        keys = source.keys(PackageReference("first", "Coded.App"))
        assert (keys.product_codes, keys.upgrade_codes) == ({"{abc}"}, {"{up}"})
        assert ("codedsuite(X64)", "coders") in keys.names
        assert ("codedsuite", "coders") in keys.names


def test_a_source_that_is_removed_meanwhile_does_not_keep_a_package_from_being_chosen(tmp_path: Path) -> None:
    sources = Sources(tmp_path / "state", processes=1)
    for name in ("first", "second"):
        shelf = Shelf(tmp_path / name)
        shelf.put(f"{name.title()}.Tool")
        sources.add(Listener(), name, str(shelf.root))
    call = Listener()
    opened = sources.open(call)
    sources.remove("second")
    assert opened.find_one(SearchRequest(id="First.Tool", match_option=EQUAL)).source == "first"
    assert call.codes() == [ErrorCode.SourceNameDoesNotExist.hex]
    opened.require_complete()
