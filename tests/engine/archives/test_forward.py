"""A stream with its place, from which a tar is read."""

from __future__ import annotations

import io
import tarfile

import pytest

from wingetpy.archives.forward import Forward, StoredFile


class _Trickle(io.BytesIO):
    """Gives less than it is asked for, as a decompressor does."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 7))


@pytest.mark.parametrize("source", [io.BytesIO, _Trickle])
def test_what_is_read_is_what_is_there_and_the_place_follows(source: type[io.BytesIO]) -> None:
    content = bytes(range(256)) * 4
    stream = Forward(source(content))
    assert stream.read(3) == content[:3]
    assert stream.seek(100) == 100
    assert stream.read(50) == content[100:150]
    assert stream.tell() == 150
    assert stream.read(5000) == content[150:]
    assert (stream.read(1), stream.tell()) == (b"", len(content))
    assert stream.seek(5000) == len(content)


def test_a_stream_never_goes_back() -> None:
    stream = Forward(io.BytesIO(b"0123456789"))
    stream.read(5)
    with pytest.raises(tarfile.StreamError):
        stream.seek(4)


def test_a_header_that_is_too_long_is_refused_before_it_is_read() -> None:
    stream = Forward(io.BytesIO(b"x" * 3000))
    stream.begin_header(1024)
    assert len(stream.read(512)) == 512
    with pytest.raises(tarfile.ReadError, match="1,024"):
        stream.read(513)
    stream.end_header()
    assert len(stream.read(2000)) == 2000
    with pytest.raises(tarfile.ReadError, match="negative"):
        stream.read(-1)


def test_a_stored_file_ends_where_it_ends_and_a_cut_one_is_an_error() -> None:
    stream = Forward(io.BytesIO(b"abcdef"))
    with StoredFile(stream, 4) as file:
        assert [file.read(3), file.read(3), file.read(3)] == [b"abc", b"d", b""]
    cut = StoredFile(stream, 4)
    assert cut.read(10) == b"ef"
    with pytest.raises(tarfile.ReadError, match="unexpected end"):
        cut.read(10)
