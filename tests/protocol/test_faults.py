"""What a peer that does not behave gets: an error each, and the engine serves the next request."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from kit.peer import Peer

MIB = 1024 * 1024
INFO = b'{"jsonrpc":"2.0","id":"ok","method":"engine/info"}\n'


def still_serves(peer: Peer) -> None:
    peer.raw(INFO)
    assert peer.final("ok")["result"]["Text"] == "info"


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        pytest.param(b"", -32700, "not JSON", id="a blank line"),
        pytest.param(b"  \t\r", -32700, "not JSON", id="a line of blanks"),
        pytest.param(b"hello", -32700, "not JSON", id="no JSON"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"meth', -32700, "not JSON", id="JSON that is cut"),
        pytest.param(INFO.strip() * 2, -32700, "trailing", id="two requests on a line"),
        pytest.param(b'{"jsonrpc":"2.0","id":1,"method":"\xff"}', -32700, "0xFF", id="invalid UTF-8"),
        pytest.param(
            b'{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":"\xc3"}}', -32700, "0xC3", id="UTF-8 that is cut"
        ),
        pytest.param(
            b'{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":"\xed\xa0\x80"}}', -32700, "0xED", id="a surrogate"
        ),
        pytest.param(b"\xef\xbb\xbf" + INFO.strip(), -32700, "byte-order mark", id="a byte-order mark"),
        pytest.param('{"jsonrpc":"2.0"}'.encode("utf-16"), -32700, "0xFF", id="UTF-16"),
        pytest.param(b"\0" * 100, -32700, "not JSON", id="zeros"),
        pytest.param(b'{"a":' * 100_000, -32700, "nested", id="deep nesting that is not closed"),
        pytest.param(b"[" * 100_000 + b"]" * 100_000, -32600, "Batches", id="a deep array"),
        pytest.param(b"[%s]" % INFO.strip(), -32600, "Batches", id="a batch"),
        pytest.param(b"[]", -32600, "Batches", id="an empty batch"),
        pytest.param(b"17", -32600, "object", id="a number"),
        pytest.param(b"{}", -32600, "jsonrpc", id="an empty object"),
        pytest.param(b'{"jsonrpc":"1.0","method":"m"}', -32600, "jsonrpc", id="another JSON-RPC"),
        pytest.param(b'{"jsonrpc":"2.0","id":null,"method":"m"}', -32600, "id", id="an id that is null"),
        pytest.param(b'{"jsonrpc":"2.0","id":1.5,"method":"m"}', -32600, "id", id="an id with a fraction"),
        pytest.param(b'{"jsonrpc":"2.0","id":%d,"method":"m"}' % 2**70, -32600, "id", id="an id of 70 bits"),
        pytest.param(
            b'{"jsonrpc":"2.0","id":"%s","method":"m"}' % (b"x" * 257), -32600, "id", id="an id that is too long"
        ),
        pytest.param(b'{"jsonrpc":"2.0","id":{},"method":"m"}', -32600, "id", id="an id that is an object"),
        pytest.param(b'{"jsonrpc":"2.0","method":"package/find"}', -32600, "needs an id", id="a request without id"),
    ],
)
def test_a_line_that_is_no_request_gets_an_error(peer: Peer, line: bytes, code: int, says: str) -> None:
    peer.raw(line + b"\n")
    error = peer.error(None)
    assert error["code"] == code
    assert says in error["message"]
    assert error["data"]["Code"] == f"0x{code & 0xFFFFFFFF:08X}"
    still_serves(peer)


def test_a_request_that_is_wrong_but_has_an_id_is_answered_with_it(peer: Peer) -> None:
    peer.raw(b'{"id":"mine","method":"engine/info"}\n{"jsonrpc":"2.0","id":7,"result":{}}\n')
    assert peer.error("mine")["code"] == -32600
    assert peer.error(7)["code"] == -32600
    still_serves(peer)


@pytest.mark.parametrize("where", ["params", "unknown"])
def test_nesting_a_hundred_thousand_deep_is_an_error(peer: Peer, where: str) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    peer.raw(b'{"jsonrpc":"2.0","id":1,"method":"test/rows","%s":%s}\n' % (where.encode(), deep))
    error = peer.error(None)
    assert error["code"] == -32700
    assert "nested" in error["message"]
    still_serves(peer)


@pytest.mark.parametrize("depth", [100, 500, 900, 950, 990, 1000, 5000])
def test_nesting_about_the_limit_breaks_nothing(peer: Peer, depth: int) -> None:
    deep = b'{"A":' * depth + b"1" + b"}" * depth
    peer.raw(b'{"jsonrpc":"2.0","id":1,"method":"test/rows","params":{"Count":1,"Deep":%s}}\n' % deep)
    still_serves(peer)


def test_a_byte_order_mark_at_the_start_is_dropped() -> None:
    with Peer() as peer:
        peer.raw(b"\xef\xbb\xbf")
        peer.initialize()
        still_serves(peer)


def test_a_stream_of_a_byte_order_mark_alone_is_empty() -> None:
    with Peer() as peer:
        peer.raw(b"\xef\xbb\xbf")
    assert peer.lines == []


def test_a_line_may_end_with_a_carriage_return(peer: Peer) -> None:
    peer.raw(INFO.replace(b"\n", b"\r\n"))
    assert peer.final("ok")["result"]["Text"] == "info"


def test_half_a_line_at_the_end_is_told_and_the_engine_ends() -> None:
    with Peer() as peer:
        peer.initialize()
        peer.raw(b'{"jsonrpc":"2.0","id":1,"method":"engine/in')
        peer.close_stdin()
        assert "within a line" in peer.error(None)["message"]
        assert peer.wait() == 0


def test_a_line_that_arrives_in_pieces_is_one_line(peer: Peer) -> None:
    for byte in INFO:
        peer.raw(bytes([byte]))
    assert peer.final("ok")["result"]["Text"] == "info"


def test_a_line_of_sixteen_mebibytes_is_read(peer: Peer) -> None:
    frame = b'{"jsonrpc":"2.0","id":5,"method":"test/rows","params":{"Count":0,"Kind":"%s"}}\n'
    peer.raw(frame % (b"x" * (16 * MIB - len(frame) + 3)))
    assert peer.final(5)["result"]["Count"] == 0
    still_serves(peer)


@pytest.mark.parametrize("size", [16 * MIB + 1, 17 * MIB, 60 * MIB])
def test_a_longer_line_is_discarded_while_it_is_read(peer: Peer, size: int) -> None:
    before = peer.call("test/memory")["Count"] if sys.platform != "win32" else 0
    for at in range(0, size, MIB):
        peer.raw(b"x" * min(MIB, size - at))
    peer.raw(b"\n")
    error = peer.error(None)
    assert error["code"] == -32600
    assert "16777216" in error["message"]
    still_serves(peer)
    if sys.platform != "win32":
        assert peer.call("test/memory")["Count"] - before < 24 * MIB


def test_an_id_that_still_runs_is_refused_and_the_running_request_ends_as_it_should(peer: Peer) -> None:
    first = peer.request("test/idle", {"Seconds": 0.5}, id="same")
    peer.request("test/rows", {"Count": 1}, id="same")
    error = peer.error(None)
    assert error["code"] == -32600
    assert error["data"]["Target"] == "same"
    peer.raw(b'{"id":"same"}\n')
    assert peer.error(None)["code"] == -32600
    assert not peer.final(first)["result"]["Cancelled"]
    assert peer.final(peer.request("test/rows", {"Count": 1}, id="same"))["result"]["Count"] == 1


def test_an_unknown_method_is_an_error(peer: Peer) -> None:
    error = peer.error(peer.request("package/explode"))
    assert (error["code"], error["data"]["Symbol"]) == (-32601, "MethodNotFound")
    assert "package/explode" in error["message"]
    long = peer.error(peer.request("x" * 5 * MIB))
    assert len(long["message"]) < 1000
    still_serves(peer)


def test_unknown_notifications_of_the_envelope_are_ignored(peer: Peer) -> None:
    peer.notify("$/whatever", {"RequestId": 1})
    still_serves(peer)
    assert len(peer.lines) == 2


def test_unknown_members_are_ignored(peer: Peer) -> None:
    peer.raw(
        b'{"jsonrpc":"2.0","id":1,"method":"test/rows","params":{"Count":2,"New":[1,{"a":2}]},"traceparent":"x"}\n'
    )
    assert peer.final(1)["result"]["Count"] == 2


@pytest.mark.parametrize(
    ("method", "params", "member"),
    [
        ("test/rows", {"Count": "two"}, "$.Count"),
        ("test/nested", {"Inner": {"Count": 1.5}}, "$.Inner.Count"),
        ("test/nested", {}, "$"),
        ("test/rows", [1, 2], "$"),
        ("initialize", {"ProtocolVersion": 1, "Client": {"Name": 5}}, "$.Client.Name"),
        ("$/cancel", {"RequestId": []}, "$.RequestId"),
    ],
)
def test_wrong_parameters_are_named(peer: Peer, method: str, params: object, member: str) -> None:
    error = peer.error(peer.request(method, params))  # type: ignore[arg-type]
    assert (error["code"], error["data"]["Symbol"]) == (-32602, "InvalidParams")
    assert error["data"]["Target"] == member
    assert member in error["message"]
    still_serves(peer)


def test_parameters_are_required_where_a_member_is(peer: Peer) -> None:
    assert "Inner" in peer.error(peer.request("test/nested"))["message"]
    assert peer.call("test/rows")["Count"] == 0


def test_a_known_failure_carries_code_target_and_remedy(peer: Peer) -> None:
    id = peer.request("test/fail", {"Kind": "known"})
    error = peer.error(id)
    assert error["code"] == 0x8A150014 - 2**32
    assert error["message"] == "No package matches 'x'."
    assert error["data"] == {
        "Code": "0x8A150014",
        "Symbol": "NoApplicationsFound",
        "Category": "ObjectNotFound",
        "Target": "x",
        "Remedy": "Try another name than y.",
        "RemedyId": "TryAnother",
        "RemedyValues": {"Name": "y"},
        "LogPath": "C:\\log",
    }
    assert [row["Id"] for row in peer.rows(id)] == ["before"]


def test_an_installers_exit_code_keeps_its_32_bits(peer: Peer) -> None:
    data = peer.error(peer.request("test/fail", {"Kind": "installer"}))["data"]
    assert data["InstallerExitCode"] == 0xC0000005


@pytest.mark.parametrize(
    ("kind", "name"),
    [("key", "KeyError"), ("exit", "SystemExit"), ("recursion", "RecursionError"), ("unencodable", "TypeError")],
)
def test_a_mistake_of_ours_is_an_internal_error_and_the_log_tells_more(peer: Peer, kind: str, name: str) -> None:
    error = peer.error(peer.request("test/fail", {"Kind": kind}))
    assert error["data"]["Symbol"] == "InternalError"
    assert error["data"]["LogPath"] == "the log"
    assert name in error["message"]
    still_serves(peer)
    peer.close_stdin()
    assert peer.wait() == 0
    assert b"Traceback" in peer.errors
    assert name.encode() in peer.errors


def test_a_method_that_cannot_be_loaded_is_an_internal_error(peer: Peer) -> None:
    assert "ImportError" in peer.error(peer.request("test/broken"))["message"]
    still_serves(peer)


def test_text_that_is_no_unicode_is_told_with_a_question_mark(peer: Peer) -> None:
    error = peer.error(peer.request("test/fail", {"Kind": "surrogate"}))
    assert error["message"] == "No file ?."
    assert error["data"]["Target"] == "?"


def test_nothing_stray_reaches_the_protocol_and_nothing_of_the_protocol_is_lost(peer: Peer) -> None:
    id = peer.request("test/stray")
    rest = peer.request("test/rows", {"Count": 3})
    result = peer.final(id)["result"]
    assert result["Text"] == "end"
    assert result["Count"] == 0
    assert peer.final(rest)["result"]["Count"] == 3
    assert not [line for line in peer.lines if b"a stray" in line]


def test_children_do_not_hold_the_engines_stdout() -> None:
    with Peer() as peer:
        peer.initialize()
        peer.call("test/leave_child", {"Seconds": 8})
        peer.close_stdin()
        assert peer.wait() == 0
        assert_ends(lambda: peer.final("none"))


def assert_ends(read: Callable[[], object]) -> None:
    """The stream ends soon, although a child lives on."""
    from kit.peer import EngineEnded

    with pytest.raises(EngineEnded):
        read()


def test_a_method_that_is_an_address_does_not_come_back_with_its_secrets(peer: Peer) -> None:
    error = peer.error(peer.request("https://user:password@example.org/?sig=secret"))
    assert error["message"] == "There is no method 'https://***@example.org/?sig=***'."
    assert error["data"]["Target"] == "https://***@example.org/?sig=***"
