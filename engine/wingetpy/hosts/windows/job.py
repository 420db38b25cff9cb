"""A job object: all processes that a program starts, as one."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from wingetpy.hosts.windows.pywin32 import os_errors


class Job:
    """A job. Every method raises OSError.

    Args:
        handle: Of the job object, as pywin32 gives it.
    """

    def __init__(self, handle: Any) -> None:
        self._handle = handle

    @property
    def handle(self) -> int:
        return int(self._handle)

    def add(self, process: int) -> None:
        import win32job

        with os_errors():
            win32job.AssignProcessToJobObject(self._handle, process)

    def process_ids(self) -> tuple[int, ...]:
        import win32job

        with os_errors():
            found = win32job.QueryInformationJobObject(self._handle, win32job.JobObjectBasicProcessIdList)
        return tuple(found)

    def end(self, exit_code: int) -> None:
        """End every process in it."""
        import win32job

        with os_errors():
            win32job.TerminateJobObject(self._handle, exit_code)


@contextmanager
def new_job() -> Iterator[Job]:
    """A job that lets go what asks to leave it (some installers start a program so), and ends nothing when it is
    closed.
    """
    with os_errors():
        import win32job

        handle = win32job.CreateJobObject(None, "")
    try:
        with os_errors():
            limits = win32job.QueryInformationJobObject(handle, win32job.JobObjectExtendedLimitInformation)
            limits["BasicLimitInformation"]["LimitFlags"] = win32job.JOB_OBJECT_LIMIT_BREAKAWAY_OK
            win32job.SetInformationJobObject(handle, win32job.JobObjectExtendedLimitInformation, limits)
        yield Job(handle)
    finally:
        handle.Close()
