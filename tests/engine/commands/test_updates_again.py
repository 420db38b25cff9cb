"""A list of updates that is asked for again: nothing is read twice, and nothing is stale."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.commands.test_updates import updates
from kit.place import Place
from wingetpy.errors import SourceError
from wingetpy.operations import updates as judging


@pytest.fixture
def outdated(place: Place) -> Place:
    for version in ("1.0", "2.0"):
        for name in ("A.One", "B.Two"):
            place.package(name, version)
        place.open()
        if version == "1.0":
            for name in ("A.One", "B.Two"):
                assert place.install(Id=name).status == "Ok"
    return place


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packages of which a version was chosen, for which manifests are read."""
    seen: list[str] = []
    choose = judging.choose_version

    def noted(context, target, *rest, **more):  # type: ignore[no-untyped-def]
        seen.append(target.identifier)
        return choose(context, target, *rest, **more)

    monkeypatch.setattr(judging, "choose_version", noted)
    return seen


def test_the_same_question_reads_no_manifest_again(outdated: Place, judged: list[str]) -> None:
    first = updates(outdated)
    assert sorted(judged) == ["A.One", "B.Two"]
    assert updates(outdated) == first
    assert len(judged) == 2


def test_other_wishes_have_an_answer_of_their_own(outdated: Place, judged: list[str]) -> None:
    assert list(updates(outdated)) == ["A.One", "B.Two"]
    assert list(updates(outdated, InstallerType="msi")) == []
    assert list(updates(outdated)) == ["A.One", "B.Two"]
    assert len(judged) == 4


@pytest.mark.parametrize(
    "change",
    [
        lambda place: place.update(Id="A.One"),
        lambda place: (place.package("A.One", "3.0", root=""), place.open()),
        lambda place: place.ask("pin/add", Id="A.One", Blocking=True),
    ],
)
def test_a_change_ends_it(outdated: Place, change: Callable[[Place], object]) -> None:
    def seen() -> list[tuple[str, str]]:
        return [(row.id, row.update_version) for row in updates(outdated).values()]

    before = seen()
    change(outdated)
    assert seen() != before


def test_what_a_source_could_not_give_is_asked_for_again(
    outdated: Place, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise SourceError("The source does not answer.")

    with monkeypatch.context() as once:
        once.setattr(judging, "choose_version", fail)
        assert updates(outdated) == {}
    assert list(updates(outdated)) == ["A.One", "B.Two"]


def test_a_warning_comes_with_every_answer(outdated: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    choose = judging.choose_version

    def warned(context, target, request, facts, call, **more):  # type: ignore[no-untyped-def]
        call.message("Warning", f"{target.identifier} is strange")
        return choose(context, target, request, facts, call, **more)

    monkeypatch.setattr(judging, "choose_version", warned)
    for _ in range(2):
        updates(outdated)
        assert [text for text in outdated.call.warnings() if "strange" in text] == [
            "A.One is strange",
            "B.Two is strange",
        ]
