"""The index that answers for one source, held open and shared by the threads of an engine."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from wingetpy.errors import Cancelled, ErrorCode, SourceError
from wingetpy.errors.remedies import SOURCE_UNKNOWN
from wingetpy.model.call import Call
from wingetpy.sources.index.damage import is_damage
from wingetpy.sources.index.generation import Generation, IndexFolder
from wingetpy.sources.index.query import Index
from wingetpy.sources.request import PackageNames

_Answer = TypeVar("_Answer")
_LOOK_SECONDS = 0.1


class HeldIndex:
    """One generation at a time; a question is answered from one to its end.

    Args:
        folder: Where the generations lie.
    """

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._generation: Generation | None = None
        self._index: Index | None = None
        self._source = ""

    @property
    def known(self) -> Generation | None:
        """What answers now; None where another request has removed the source meanwhile."""
        return self._generation

    @property
    def generation(self) -> Generation:
        """What answers now. Raises SourceError where another request has removed the source meanwhile."""
        if self._generation is None:
            raise was_removed(self._source)
        return self._generation

    def use(self, generation: Generation, source: str, call: Call) -> Generation:
        """Answer from a generation from now on; return it, or a newer one that another thread has opened meanwhile.

        Args:
            generation: Which.
            source: The name that found packages carry.
            call: Its caller can stop the wait for the questions of others.

        Raises:
            Cancelled: The caller stopped it.
            sqlite3.OperationalError: its file is gone.
            sqlite3.DatabaseError: its file is damaged.
        """
        with self._alone(call):
            known = self._generation
            if known is None or self._index is None or self._index.source != source:
                known = None
            elif generation.built < known.built:  # another thread was quicker
                return known
            if known is None or known.file != generation.file:
                index = Index(self._folder.path / generation.file, source)
                self.close()
                self._index = index
            self._generation, self._source = generation, source
            return generation

    def ask(self, question: Callable[[Index], _Answer], call: Call) -> _Answer:
        """Return the answer to a question.

        Args:
            question: Is given the index.
            call: Its caller can stop the question, also while the questions of others are answered.

        Raises:
            Cancelled: The caller stopped it.
            SourceError: The source was removed, or its index cannot be read. If it is damaged, the next opening makes
                it again.
        """
        with self._alone(call):
            return self._answered(question, call)

    def names(self, call: Call) -> Iterator[PackageNames]:
        """Yield folded id, name and moniker of every package, a portion at a time. Raises as `ask` does."""
        last = 0
        while True:
            names, last = self.ask(partial(Index.names, after=last), call)
            if not names:
                return
            yield names

    @contextmanager
    def _alone(self, call: Call) -> Iterator[None]:
        """Hold the lock. Raises Cancelled where the caller stops the wait for it."""
        while not self._lock.acquire(timeout=_LOOK_SECONDS):
            _go_on(call)
        try:
            yield
        finally:
            self._lock.release()

    def _answered(self, question: Callable[[Index], _Answer], call: Call) -> _Answer:
        try:
            assert self.generation is not None
            assert self._index is not None, "it is open as long as there is a generation"
            with self._index.stopped_when(lambda: call.cancelled):
                return question(self._index)
        except sqlite3.DatabaseError as error:
            if not is_damage(error, of_query=True):
                _go_on(call)
                raise self._failure(f"cannot be read: {error}", ErrorCode.SourceDataMissing) from error
            self._folder.forget()
            raise self._failure(f"is damaged: {error}", ErrorCode.SourceDataIntegrityFailure) from error

    def close(self) -> None:
        """Close the file; `use` opens it again."""
        with self._lock:
            if self._index is not None:
                self._index.close()
            self._index = self._generation = None

    def _failure(self, what: str, code: ErrorCode) -> SourceError:
        return SourceError(
            f"The index of the source {self._source} {what}.",
            code=code,
            target=self._source,
            remedy="Try again: a damaged index is rebuilt.",
        )


def was_removed(source: str) -> SourceError:
    """The error of a request whose source another request removes."""
    return SourceError(
        f"The source {source} was removed or reset.",
        code=ErrorCode.SourceNameDoesNotExist,
        category="ObjectNotFound",
        target=source,
        remedy=SOURCE_UNKNOWN,
    )


def _go_on(call: Call) -> None:
    if call.cancelled:
        raise Cancelled("The search was cancelled.")
