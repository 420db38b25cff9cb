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


def test_a_method_is_loaded_when_it_is_first_asked_for() -> None:
    loads: list[int] = []
    table = MethodTable()

    def load() -> Method:
        loads.append(1)
        return METHOD

    table.later("package/find", load)
    table.add("a/first", METHOD)
    assert list(table) == ["a/first", "package/find"]
    assert table.known("package/find")
    assert table.loaded("package/find") is None
    assert loads == []
    assert table.get("package/find") is table.get("package/find") is table.loaded("package/find")
    assert loads == [1]


def test_a_name_is_given_once() -> None:
    table = MethodTable()
    table.add("package/find", METHOD)
    with pytest.raises(ValueError, match="package/find"):
        table.later("package/find", lambda: METHOD)


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
