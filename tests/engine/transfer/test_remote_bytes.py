"""Ranges of a file on a web server: what is read is right, of one version, and little else is transferred."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from kit.calls import Listener
from kit.range_server import range_server
from wingetpy.errors import Cancelled, MsixError, TransferError
from wingetpy.transfer.remote_bytes import LARGEST_RANGE, NoRanges, RemoteBytes

SIZE = 12_345_678
CONTENT = random.Random(5).randbytes(SIZE)


@pytest.fixture
def served(tmp_path, monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "app.msix").write_bytes(CONTENT)
    with range_server(tmp_path) as server:
        yield server


def opened(served, **kept):
    return RemoteBytes(f"{served.address}/app.msix", kept.pop("call", Listener()), **kept)


@pytest.mark.parametrize(
    ("offset", "length"),
    [(0, 10), (65_530, 12), (100_000, 300_000), (1_000, LARGEST_RANGE + 5), (SIZE - 3, 3), (SIZE, 0), (0, SIZE)],
)
def test_any_range_is_what_the_file_has_there(served, offset, length):
    with opened(served) as source:
        assert source.size == SIZE
        assert source.read(offset, length) == CONTENT[offset : offset + length]


def test_the_end_is_there_with_the_first_request_and_small_reads_share_a_page(served):
    with opened(served) as source:
        for at in range(SIZE - 60_000, SIZE, 1_000):
            source.read(at, 1_000)
        assert len(served.requests) == 1
        for at in range(131_100, 140_000, 100):
            source.read(at, 100)
        assert len(served.requests) == 2
        assert source.fetched == served.sent < 200_000


def test_several_threads_read_at_once(served):
    places = random.Random(1).sample(range(SIZE - 200_000), 40)
    with opened(served) as source, ThreadPoolExecutor(8) as pool:
        for at, data in zip(places, pool.map(lambda place: source.read(place, 150_000), places), strict=True):
            assert data == CONTENT[at : at + 150_000]


def test_a_server_behind_another_one_is_asked_for_the_range_too(served, tmp_path):
    with range_server(tmp_path) as other:
        other.moved_to = served.address
        with opened(other) as source:
            assert source.read(5_000_000, 70_000) == CONTENT[5_000_000:5_070_000]
    assert served.sent < 200_000


def test_bytes_beyond_the_end_are_refused_without_a_request(served):
    with opened(served) as source, pytest.raises(MsixError):
        source.read(SIZE - 1, 2)


def test_a_server_without_ranges_is_refused_before_the_file_is_transferred(served):
    served.has_ranges = False
    with pytest.raises(NoRanges):
        opened(served)
    assert len(served.requests) == 1


def test_a_small_file_of_a_server_without_ranges_is_refused(served, tmp_path):
    (tmp_path / "app.msix").write_bytes(b"small")
    served.has_ranges = False
    with pytest.raises(NoRanges, match=r"app\.msix"):
        opened(served)


def test_a_file_that_changes_meanwhile_ends_the_reading(served, tmp_path):
    (tmp_path / "app.msix").write_bytes(CONTENT[:1_000_000])
    with opened(served) as source:
        (tmp_path / "app.msix").write_bytes(CONTENT[1:1_000_001])
        with pytest.raises(TransferError, match="has changed"):
            source.read(0, 100)


def test_a_server_that_gives_parts_of_any_version_mixes_none(served, tmp_path):
    served.heeds_versions = False
    with opened(served) as source:
        source.read(0, 100_000)
        (tmp_path / "app.msix").write_bytes(CONTENT[::-1])
        with pytest.raises(TransferError, match="has changed"):
            source.read(1_000_000, 100_000)


def test_a_file_that_changes_its_size_is_noticed_without_tags(served, tmp_path):
    served.has_tags = False
    with opened(served) as source:
        (tmp_path / "app.msix").write_bytes(CONTENT[1:])
        with pytest.raises(TransferError, match="has changed"):
            source.read(0, 100)


@pytest.mark.parametrize("status", [403, 404, 416])
def test_a_refusal_names_the_address_and_the_status(served, status):
    served.status = status
    with pytest.raises(TransferError, match=rf"app\.msix.*{status}"):
        opened(served)


def test_whoever_cancels_waits_for_nothing(served):
    with pytest.raises(Cancelled):
        opened(served, call=Listener(cancel_at=1))


def test_each_request_may_be_refused_by_the_operation(served):
    def stop():
        raise Cancelled("Enough.")

    with pytest.raises(Cancelled, match="Enough"):
        opened(served, go_on=stop)
