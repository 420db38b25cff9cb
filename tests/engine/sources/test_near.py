"""Which packages a person may have meant with a text that no package has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wingetpy.sources.near import MOST, near
from wingetpy.sources.request import PackageNames

NAMES: PackageNames = (
    ("7zip.7zip", "7-zip", "7zip"),
    ("git.git", "git", None),
    ("gtk.gtk", "gtk", None),
    ("microsoft.teams", "microsoft teams", "teams"),
    ("microsoft.teamsrooms", "teams rooms pro", None),
    ("thedocumentfoundation.libreoffice", "libreoffice", "libreoffice"),
    ("mozilla.firefox", "mozilla firefox", "firefox"),
    ("microsoft.visualstudiocode", "microsoft visual studio code", "vscode"),
    ("notepad++.notepad++", "notepad++", "notepad++"),
    ("sogou.input", "搜狗输入法", None),
)


def _nearest(wanted: str) -> list[str]:
    return [one.identifier for one in near(wanted, [NAMES])]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("7 zip", "7zip.7zip"),
        ("7-ZIP", "7zip.7zip"),
        ("ms teams", "microsoft.teams"),
        ("libre office", "thedocumentfoundation.libreoffice"),
        ("gti", "git.git"),
        ("firefx", "mozilla.firefox"),
        ("fierfox", "mozilla.firefox"),
        ("firrefox", "mozilla.firefox"),
        ("firefix", "mozilla.firefox"),
        ("vs code", "microsoft.visualstudiocode"),
        ("viusal studio code", "microsoft.visualstudiocode"),
        ("note pad++", "notepad++.notepad++"),
        ("搜狗 输入法", "sogou.input"),
    ],
)
def test_the_nearest_package_comes_first(wanted: str, expected: str) -> None:
    assert _nearest(wanted)[0] == expected


@pytest.mark.parametrize("wanted", ["no-such-package", "xq", "", "  ", "...", "g", "teapot" * 100])
def test_nothing_near_is_nothing(wanted: str) -> None:
    assert _nearest(wanted) == []


def test_three_letters_with_a_wrong_one_are_near_to_nothing() -> None:
    assert "gtk.gtk" not in _nearest("gti")


def test_a_few_are_enough() -> None:
    many = [(f"some.tool{number}", "the tool", None) for number in range(50)]
    assert len(near("thetool", [many])) == MOST


def test_breaks_in_names_move_no_package() -> None:
    names = [("a.b", "one\ntwo\tthree", "x\ty"), ("git.git", "git", None)]
    assert [one.identifier for one in near("gti", [names])] == ["git.git"]


_texts = st.text(st.sampled_from("ab7 .-_\n\tß中®+#"), max_size=12)


@given(
    _texts,
    st.lists(st.tuples(_texts, _texts, st.one_of(st.none(), _texts)), max_size=6, unique_by=lambda one: one[0]),
    st.integers(0, 6),
)
def test_any_text_has_an_answer_in_order(wanted: str, names: list[tuple[str, str, str | None]], portion: int) -> None:
    found = near(wanted, [names])
    assert {one.identifier for one in found} <= {one[0] for one in names}
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len({one.identifier for one in found}) == len(found) <= MOST
    assert near(wanted, [names[:portion], names[portion:]]) == found
