"""Methods are found by name, loaded when first asked for, and say where parameters are wrong."""

from __future__ import annotations

import msgspec
import pytest

from wingetpy.model.call import Call
from wingetpy.protocol.dispatch import Method, MethodTable
from wingetpy.protocol.framing import INVALID_PARAMS, Fault


class Criteria(msgspec.Struct, frozen=True, rename="pascal"):
    id: str = ""
    tags: tuple[str, ...] = ()


class Found(msgspec.Struct, frozen=True, rename="pascal"):
    count: int = 0


def find(params: Criteria, call: Call) -> Found:
    return Found(len(params.tags))


METHOD = Method(Criteria, Found, find)


def refuse_to_load() -> Method:
    raise AssertionError("loaded")


def test_a_method_is_loaded_when_it_is_first_asked_for() -> None:
    loads: list[int] = []
    table = MethodTable()

    def load() -> Method:
        loads.append(1)
        return METHOD

    table.add("package/find", load)
    table.add("a/first", refuse_to_load)
    assert list(table) == ["a/first", "package/find"]
    assert table.known("package/find")
    assert loads == []
    assert table.get("package/find") is table.get("package/find")
    assert loads == [1]


def test_which_methods_change_the_machine_is_known_without_loading() -> None:
    table = MethodTable()
    table.add("package/find", refuse_to_load)
    table.add("package/update", refuse_to_load, changes=True)
    table.add("package/install", refuse_to_load, changes=True)
    assert table.changing == ("package/install", "package/update")
    assert [table.changes(name) for name in table] == [False, True, True]


def test_a_quick_method_is_quick_once_it_is_loaded() -> None:
    table = MethodTable()
    table.add("engine/info", lambda: METHOD, quick=True)
    table.add("package/find", lambda: METHOD)
    assert table.quick("engine/info") is None
    table.get("engine/info")
    table.get("package/find")
    assert table.quick("engine/info") is METHOD
    assert table.quick("package/find") is None


def test_a_name_is_given_once() -> None:
    table = MethodTable()
    table.add("package/find", lambda: METHOD)
    with pytest.raises(ValueError, match="package/find"):
        table.add("package/find", lambda: METHOD)


def test_an_unknown_name_is_not_there() -> None:
    table = MethodTable()
    assert not table.known("package/find")
    with pytest.raises(KeyError):
        table.get("package/find")


@pytest.mark.parametrize(
    ("params", "member"),
    [
        (b'{"Id":7}', "$.Id"),
        (b'{"Tags":["a",null]}', "$.Tags[1]"),
        (b'{"Tags":{}}', "$.Tags"),
        (b"null", "$"),
        (b'"x"', "$"),
        (b"[" * 5000 + b"]" * 5000, "$"),
        (b'{"New":' + b"[" * 5000 + b"]" * 5000 + b"}", "$"),
    ],
)
def test_a_fault_names_the_member(params: bytes, member: str) -> None:
    fault = METHOD.decoder.decode("package/find", msgspec.Raw(params))
    assert isinstance(fault, Fault)
    assert (fault.code, fault.target) == (INVALID_PARAMS, member)
    assert "package/find" in fault.text


def test_unknown_members_are_ignored() -> None:
    assert METHOD.decoder.decode("package/find", msgspec.Raw(b'{"Id":"a","Later":{}}')) == Criteria("a")
