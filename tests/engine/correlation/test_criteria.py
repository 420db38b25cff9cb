"""Picking from what is installed by what the package is, or by what the machine says."""

import pytest

from wingetpy.correlation.correlate import correlate
from wingetpy.correlation.criteria import InstalledCriteria, select
from wingetpy.errors import BadRequest
from wingetpy.model.scope import Scope
from wingetpy.sources.request import MatchOption, SearchRequest


@pytest.fixture
def pick(manifest, sources, entry):
    """`pick(query=..., scope=...)`: the names of what fits."""
    manifest("Acme.Editor", name="Editor", more="Moniker: ed\nTags:\n- text\nCommands:\n- edit")
    catalogue = sources()
    found = correlate(
        [
            entry("Editor 1.0", product_code="{GUID-1}"),
            entry("Café Player", product_code="player_is1", scope=Scope.user, version="3"),
            entry("Store App", product_code=None, local_id=r"MSIX\Store.App_1_x64__abc", family_name="Store.App_abc"),
        ],
        catalogue,
    )

    def names(*, known=catalogue, product_code=None, scope=None, single=False, **request) -> list[str]:
        criteria = InstalledCriteria(
            request=SearchRequest(**request), product_code=product_code, scope=scope, single=single
        )
        return [one.entry.name for one in select(found, criteria, known)]

    return names


ALL = ["Café Player", "Editor 1.0", "Store App"]


def test_nothing_asked_for_is_everything(pick):
    assert pick() == ALL


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"query": "edit"}, ["Editor 1.0"]),
        ({"query": "acme"}, ["Editor 1.0"]),
        ({"query": "editor 1"}, ["Editor 1.0"]),
        ({"query": "TEXT"}, ["Editor 1.0"]),
        ({"query": "CAFÉ"}, ["Café Player"]),
        ({"query": "or"}, ["Editor 1.0", "Store App"]),
        ({"query": "{guid-1}", "match_option": MatchOption.equals}, ["Editor 1.0"]),
        ({"query": "store.app_ABC", "match_option": MatchOption.equals}, ["Store App"]),
        ({"query": "machine"}, []),
        ({"query": r"arp\machine"}, ["Editor 1.0"]),
        ({"query": "no such thing"}, []),
        ({"id": "Acme.Editor", "match_option": MatchOption.equals}, ["Editor 1.0"]),
        ({"id": "acme.editor", "match_option": MatchOption.equals}, []),
        ({"id": "acme.editor", "match_option": MatchOption.equals_case_insensitive}, ["Editor 1.0"]),
        ({"id": "acme.", "match_option": MatchOption.starts_with}, ["Editor 1.0"]),
        ({"id": "player_is1"}, ["Café Player"]),
        ({"id": r"ARP\User\X64\player_is1", "match_option": MatchOption.equals}, ["Café Player"]),
        ({"id": "*.Edit?r"}, ["Editor 1.0"]),
        ({"id": "player*"}, ["Café Player"]),
        ({"name": "caf? *"}, ["Café Player"]),
        ({"name": "*[*"}, []),
        ({"name": "player"}, ["Café Player"]),
        ({"name": "Editor", "match_option": MatchOption.equals}, ["Editor 1.0"]),
        ({"moniker": "ed", "match_option": MatchOption.equals}, ["Editor 1.0"]),
        ({"tag": "text"}, ["Editor 1.0"]),
        ({"command": "edit"}, ["Editor 1.0"]),
        ({"tag": "player"}, []),
        ({"source": "MAIN"}, ["Editor 1.0"]),
        ({"id": "Acme", "name": "1.0"}, ["Editor 1.0"]),
        ({"id": "Acme", "name": "Player"}, []),
    ],
)
def test_what_is_asked_may_fit_the_package_or_the_program(pick, request_, expected):
    assert pick(**request_) == expected


def test_scope_and_product_code_are_those_of_the_entry(pick):
    assert pick(scope=Scope.user) == ["Café Player"]
    assert pick(product_code="{guid-1}") == ["Editor 1.0"]
    assert pick(product_code="{guid-1}", scope=Scope.user) == []


def test_who_means_one_package_names_it_whole(pick):
    equal = MatchOption.equals_case_insensitive
    for query in ("acme.editor", "ED", "editor", "editor 1.0", "{guid-1}"):
        assert pick(query=query, single=True, match_option=equal) == ["Editor 1.0"], query
    for query in ("edit", "text", "acme"):
        assert pick(query=query, single=True, match_option=equal) == [], query
    assert pick(query=r"MSIX\Store.App_1_x64__abc", single=True, match_option=equal) == ["Store App"]


def test_without_sources_the_machine_s_own_words_still_count(pick):
    assert pick(known=None, query="player") == ["Café Player"]
    assert pick(known=None, tag="text") == []


def test_wildcards_mean_nothing_where_one_package_is_meant(pick):
    for wanted in ({"id": "*.Editor"}, {"name": "Edit?r"}, {"id": "player*"}):
        with pytest.raises(BadRequest, match="no wildcards") as refused:
            pick(single=True, match_option=MatchOption.equals_case_insensitive, **wanted)
        assert refused.value.target == next(iter(wanted.values()))
    assert pick(single=True, match_option=MatchOption.equals_case_insensitive, id="acme.editor") == ["Editor 1.0"]
