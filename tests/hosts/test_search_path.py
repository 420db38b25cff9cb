from __future__ import annotations

from pathlib import PureWindowsPath

import pytest

from kit.host_machine import Machine
from wingetpy.errors import HostError
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.registry import RegistryValue
from wingetpy.model.scope import Scope

ELEMENT = PureWindowsPath(r"C:\Some Where\Links")


def expandable(text: str) -> RegistryValue:
    return RegistryValue("expand_sz", text)


def test_a_fresh_machine_finds_system_programs(machine: Machine) -> None:
    elements = [element.lower() for element in machine.host.files.search_path(Scope.machine)]
    assert any("system32" in element for element in elements)


@pytest.mark.parametrize("kind", ["sz", "expand_sz"])
@pytest.mark.parametrize(
    "text", [r"C:\a;%SystemRoot%\b", r"C:\a;", r'"C:\with ; inside";C:\b', "C:\\a;;C:\\b;", r"%None%\x"]
)
def test_adding_and_removing_leaves_the_value_as_it_was(machine: Machine, kind: str, text: str) -> None:
    before = RegistryValue(kind, text)  # type: ignore[arg-type]
    machine.store_path(Scope.user, before)
    machine.host.files.add_to_search_path(Scope.user, ELEMENT)
    added = machine.stored_path(Scope.user)
    assert added is not None
    assert added.kind == kind
    assert str(added.data).startswith(text)
    assert machine.host.files.search_path(Scope.user)[-1] == str(ELEMENT)
    machine.host.files.remove_from_search_path(Scope.user, ELEMENT)
    assert machine.stored_path(Scope.user) == before


def test_a_path_that_was_not_there_comes_and_goes(machine: Machine) -> None:
    machine.store_path(Scope.user, None)
    assert machine.host.files.search_path(Scope.user) == []
    machine.host.files.add_to_search_path(Scope.user, ELEMENT)
    assert machine.stored_path(Scope.user) == expandable(str(ELEMENT))
    machine.host.files.remove_from_search_path(Scope.user, ELEMENT)
    assert machine.stored_path(Scope.user) is None


@pytest.mark.parametrize(
    "present",
    [
        r"c:\some where\LINKS",
        "C:\\Some Where\\Links\\",
        r'"C:\Some Where\Links"',
        "C:/Some Where/Links",
        " C:\\Some Where\\Links ",
    ],
)
def test_an_element_that_is_there_in_another_spelling_is_not_added_again_and_is_found_to_remove(
    machine: Machine, present: str
) -> None:
    before = expandable(rf"C:\a;{present};C:\b")
    machine.store_path(Scope.user, before)
    machine.host.files.add_to_search_path(Scope.user, ELEMENT)
    assert machine.stored_path(Scope.user) == before
    machine.host.files.remove_from_search_path(Scope.user, ELEMENT)
    assert machine.stored_path(Scope.user) == expandable(r"C:\a;C:\b")


def test_variables_are_expanded_for_comparison_only(machine: Machine) -> None:
    system = machine.host.files.known_folder(KnownFolder.system)
    before = expandable(r"%SystemRoot%\System32;C:\b")
    machine.store_path(Scope.user, before)
    machine.host.files.add_to_search_path(Scope.user, system)
    assert machine.stored_path(Scope.user) == before
    machine.host.files.add_to_search_path(Scope.user, ELEMENT)
    assert machine.stored_path(Scope.user) == expandable(rf"%SystemRoot%\System32;C:\b;{ELEMENT}")
    machine.host.files.remove_from_search_path(Scope.user, system)
    assert machine.stored_path(Scope.user) == expandable(rf"C:\b;{ELEMENT}")


def test_an_element_with_a_semicolon_is_quoted(machine: Machine) -> None:
    machine.store_path(Scope.user, expandable(r"C:\a"))
    odd = PureWindowsPath(r"C:\one;two")
    machine.host.files.add_to_search_path(Scope.user, odd)
    assert machine.host.files.search_path(Scope.user) == [r"C:\a", r'"C:\one;two"']
    machine.host.files.remove_from_search_path(Scope.user, odd)
    assert machine.host.files.search_path(Scope.user) == [r"C:\a"]


def test_removing_what_is_not_there_changes_nothing(machine: Machine) -> None:
    before = expandable(r"C:\a;C:\Some Where\Links2")
    machine.store_path(Scope.user, before)
    machine.host.files.remove_from_search_path(Scope.user, ELEMENT)
    assert machine.stored_path(Scope.user) == before


def test_the_scopes_have_their_own(machine: Machine) -> None:
    machine.need_elevation()
    user = machine.stored_path(Scope.user)
    machine.host.files.add_to_search_path(Scope.machine, ELEMENT)
    assert str(ELEMENT) in machine.host.files.search_path(Scope.machine)
    assert machine.stored_path(Scope.user) == user
    machine.host.files.remove_from_search_path(Scope.machine, ELEMENT)
    assert str(ELEMENT) not in machine.host.files.search_path(Scope.machine)


def test_a_value_that_is_no_text_is_left_alone(machine: Machine) -> None:
    before = RegistryValue("binary", b"odd")
    machine.store_path(Scope.user, before)
    with pytest.raises(HostError):
        machine.host.files.add_to_search_path(Scope.user, ELEMENT)
    assert machine.stored_path(Scope.user) == before
