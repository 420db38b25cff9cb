"""What a peer that behaves gets: answers, rows, progress, cancellation and a clean end."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kit.peer import EngineEnded, Peer


def test_initialize_tells_who_answers() -> None:
    with Peer() as peer:
        answer = peer.initialize()
        assert (answer["ProtocolVersion"], answer["EngineVersion"], answer["Host"]) == (1, "1.2.3", "trial")
        assert answer["LogPath"] == "the log"
        assert {"items", "engine/info"} <= set(answer["Capabilities"])
        assert answer["ChangingMethods"] == ["test/change", "test/steps"]


def test_nothing_is_answered_before_initialize() -> None:
    with Peer() as peer:
        error = peer.error(peer.request("engine/info"))
        assert (error["code"], error["data"]["Symbol"]) == (-32002, "NotInitialized")
        assert "initialize" in error["message"]
        peer.initialize()
        assert peer.call("engine/info")["Text"] == "info"


def test_another_protocol_version_is_refused_with_what_to_update() -> None:
    with Peer() as peer:
        for version, who in ((2, "engine"), (0, "module")):
            error = peer.error(peer.request("initialize", {"ProtocolVersion": version, "Client": {"Name": "tests"}}))
            assert error["data"]["Symbol"] == "ProtocolVersionMismatch"
            assert error["code"] == 0x8A15F004 - 2**32
            assert who in error["data"]["Remedy"]
        peer.initialize()


def test_initialize_is_answered_once(peer: Peer) -> None:
    error = peer.error(peer.request("initialize", {"ProtocolVersion": 1, "Client": {"Name": "tests"}}))
    assert error["code"] == -32600
    assert peer.call("engine/info")["Text"] == "info"


def test_rows_arrive_in_order_the_first_batch_is_small_and_none_is_lost(peer: Peer) -> None:
    id = peer.request("test/rows", {"Count": 5000})
    assert peer.final(id)["result"]["Count"] == 5000
    assert [row["Number"] for row in peer.rows(id)] == list(range(5000))
    batches = [len(batch["Rows"]) for batch in peer.notes(id, "$/items")]
    assert batches[0] <= 50
    assert max(batches) <= 500
    assert peer.rows(id)[7] == {"Id": "Row.7", "InstalledVersion": "", "Number": 7}


def test_rows_that_come_slowly_do_not_wait_for_the_end(peer: Peer) -> None:
    id = peer.request("test/rows", {"Count": 20, "Seconds": 0.1})
    peer.wait_for_note(id, "$/items", 5)
    assert not peer.ended(id)
    assert peer.final(id)["result"]["Count"] == 20
    assert len(peer.rows(id)) == 20


def test_no_line_of_rows_is_longer_than_a_mebibyte(peer: Peer) -> None:
    id = peer.request("test/rows", {"Count": 300, "Size": 20_000})
    peer.final(id)
    assert len(peer.rows(id)) == 300
    assert max(map(len, peer.lines)) < 1024 * 1024


def test_a_row_or_an_answer_longer_than_a_message_is_an_error(peer: Peer) -> None:
    assert "1048576" in peer.error(peer.request("test/big", {"Size": 2_000_000}))["message"]
    assert "1048576" in peer.error(peer.request("test/rows", {"Count": 1, "Size": 2_000_000}))["message"]
    assert peer.call("test/big", {"Size": 1_000_000})["Text"] == "x" * 1_000_000


def test_the_proxy_of_a_request_is_its_calls_and_no_other_requests(peer: Peer) -> None:
    given = peer.call("test/proxy", {"Proxy": {"Https": "proxy.test:3128", "No": "inner.test"}})
    assert given["Text"] == "Proxy(http=None, https='proxy.test:3128', no='inner.test', named=False)"
    assert peer.call("test/proxy")["Text"] == "None"


def test_requests_run_side_by_side(peer: Peer) -> None:
    slow = peer.request("test/idle", {"Seconds": 30})
    peer.wait_for_note(slow, "$/message")
    assert peer.call("test/rows", {"Count": 3})["Count"] == 3
    assert peer.call("engine/info")["Text"] == "info"
    peer.cancel(slow)
    assert peer.final(slow)["result"]["Cancelled"]


def test_forty_requests_at_once_are_all_answered(peer: Peer) -> None:
    ids = [peer.request("test/idle", {"Seconds": 0.2}) for _ in range(40)]
    assert not any(peer.final(id)["result"]["Cancelled"] for id in ids)


def test_a_request_that_waits_its_turn_can_be_cancelled(peer: Peer) -> None:
    busy = [peer.request("test/idle", {"Seconds": 30}) for _ in range(32)]
    for id in busy:
        peer.wait_for_note(id, "$/message")
    waiting = peer.request("test/rows", {"Count": 1})
    peer.cancel(waiting)
    for id in busy:
        peer.cancel(id)
    error = peer.error(waiting)
    assert error["data"]["Symbol"] == "CtrlSignalReceived"
    assert error["data"]["Category"] == "OperationStopped"
    assert all(peer.final(id)["result"]["Cancelled"] for id in busy)


def test_cancelling_stops_a_stream_of_rows(peer: Peer) -> None:
    id = peer.request("test/endless", {"Size": 100})
    peer.wait_for_note(id, "$/items", 3)
    peer.cancel(id)
    assert peer.error(id)["data"]["Symbol"] == "CtrlSignalReceived"
    assert peer.call("engine/info")["Text"] == "info"


def test_cancelling_a_change_stops_before_its_next_step(peer: Peer, tmp_path: Path) -> None:
    id = peer.request("test/steps", {"Count": 100, "Seconds": 0.05, "Path": str(tmp_path / "journal")})
    peer.wait_for_note(id, "$/items", 2)
    peer.cancel(id)
    result = peer.final(id)["result"]
    assert result["Cancelled"]
    journal = (tmp_path / "journal").read_text().splitlines()
    assert journal[-2:] == ["cancelled", "closed"]
    assert journal.count("begin 1") == journal.count("end 1") == 1
    assert len(journal) == 2 * result["Count"] + 2


def test_cancelling_what_does_not_run_is_no_error(peer: Peer) -> None:
    peer.cancel(4711)
    peer.cancel("nothing")
    assert peer.call("engine/info")["Text"] == "info"
    assert not [line for line in peer.lines if b"error" in line]


def test_progress_comes_five_times_a_second_and_what_lasts_is_not_lost(peer: Peer) -> None:
    began = time.monotonic()
    id = peer.request("test/fast_progress", {"Count": 400, "Seconds": 1.0})
    peer.final(id)
    seconds = time.monotonic() - began
    notes = peer.notes(id, "$/progress")
    assert 3 <= len(notes) <= 5 * seconds + 1
    assert notes[-1] == {"RequestId": id, "Activity": "Install", "Status": "running"}
    assert notes[1]["TotalBytes"] == 400
    assert 0 < notes[1]["Bytes"] < 400


def test_ids_may_be_words_and_a_word_is_not_a_number(peer: Peer) -> None:
    word = peer.request("test/idle", {"Seconds": 0.3}, id="1")
    number = peer.request("test/idle", {"Seconds": 0.1}, id=1)
    assert peer.final(number)["id"] == 1
    assert peer.final(word)["id"] == "1"


def test_shutdown_answers_last_and_the_engine_ends() -> None:
    with Peer() as peer:
        peer.initialize()
        reading = peer.request("test/idle", {"Seconds": 30})
        peer.wait_for_note(reading, "$/message")
        ending = peer.request("shutdown")
        assert peer.final(ending)["result"] is None
        assert peer.final(reading)["result"]["Cancelled"]
        assert peer.wait() == 0
        assert f'"id":{ending},'.encode() in peer.lines[-1]


def test_shutdown_lets_a_change_finish_its_step_and_refuses_new_requests(tmp_path: Path) -> None:
    with Peer() as peer:
        peer.initialize()
        change = peer.request("test/steps", {"Count": 50, "Seconds": 0.3, "Path": str(tmp_path / "journal")})
        peer.wait_for_note(change, "$/items")
        ending = peer.request("shutdown")
        late = peer.request("test/rows", {"Count": 1})
        assert "ending" in peer.error(late)["message"]
        assert peer.final(change)["result"]["Cancelled"]
        assert peer.final(ending)["result"] is None
        assert peer.wait() == 0
    assert (tmp_path / "journal").read_text().endswith("cancelled\nclosed\n")


def test_the_end_of_stdin_waits_for_a_change_that_cannot_stop(tmp_path: Path) -> None:
    with Peer() as peer:
        peer.initialize()
        change = peer.request("test/change", {"Seconds": 3.0})
        peer.wait_for_note(change, "$/message")
        peer.close_stdin()
        assert peer.final(change)["result"]["Count"] == 0
        assert peer.wait() == 0


def test_the_end_of_stdin_does_not_wait_for_a_reading_request_that_does_not_stop() -> None:
    with Peer() as peer:
        peer.initialize()
        peer.wait_for_note(peer.request("test/stubborn", {"Seconds": 60}), "$/message")
        peer.close_stdin()
        assert peer.wait() == 0


def test_requests_piped_in_are_answered_although_stdin_ends() -> None:
    with Peer() as peer:
        peer.initialize()
        ids = [peer.request("test/rows", {"Count": 700}) for _ in range(3)]
        peer.close_stdin()
        assert [peer.final(id)["result"]["Count"] for id in ids] == [700] * 3
        assert all(len(peer.rows(id)) == 700 for id in ids)


def test_an_idle_engine_ends_by_itself_and_one_at_work_does_not() -> None:
    with Peer(environment={"WINGETPY_IDLE_SECONDS": "0.5"}) as peer:
        peer.initialize()
        id = peer.request("test/idle", {"Seconds": 1.5})
        assert not peer.final(id)["result"]["Cancelled"]
        assert peer.wait() == 0
        with pytest.raises(EngineEnded):
            peer.final("none")


def test_requests_keep_an_engine_awake() -> None:
    with Peer(environment={"WINGETPY_IDLE_SECONDS": "2"}) as peer:
        peer.initialize()
        for _ in range(6):
            time.sleep(0.5)
            peer.call("engine/info")
