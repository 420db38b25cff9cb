"""Damage of an index file that SQLite itself does not report as such."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

_DAMAGE = ("no such ", "Could not decode to UTF-8", "SQL logic error", "vtable constructor failed")


@contextmanager
def rows_of_form() -> Iterator[None]:
    """Read rows as this engine writes them; also a decorator.

    Raises:
        sqlite3.DatabaseError: A row is another one. A damaged page gives values of any type, names of tables that are
            no text (of which Python's sqlite3 makes a UnicodeDecodeError), and lengths for which there is no memory.
    """
    try:
        yield
    except (TypeError, ValueError, AttributeError, MemoryError) as error:
        raise sqlite3.DatabaseError(f"a row is not of its form ({error or type(error).__name__})") from error


def is_damage(error: sqlite3.DatabaseError, *, of_query: bool) -> bool:
    """Whether an error means that the file is not the index that was written, and not that the system refused.

    Most OperationalErrors are the system's: no room, no memory, interrupted. What is missing or is no text is not.

    Args:
        of_query: Whether a text of the user was in the statement, which then may be what was wrong.
    """
    if not isinstance(error, sqlite3.OperationalError) or str(error).startswith(_DAMAGE):
        return True
    return not of_query and error.sqlite_errorcode == sqlite3.SQLITE_ERROR
