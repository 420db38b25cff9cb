"""What was deployed, one file an activity: the newest hundred are kept."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from wingetpy.errors import HostError
from wingetpy.hosts.native_files import write_whole
from wingetpy.hosts.packages import DeploymentAnswer

_MOST = 100


class Activity(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """A deployment that came to its end. `when` in Unix seconds."""

    verb: str
    when: float
    user: str
    answer: DeploymentAnswer


def write_activity(folder: Path, activity: Activity) -> None:
    """Keep what was deployed; a disk that takes no more loses it.

    Args:
        folder: Of the log; made where it is not there.
        activity: Under the id of its answer.
    """
    with suppress(HostError, OSError):
        write_whole(folder / f"{activity.answer.activity_id}.json", msgspec.json.encode(activity))
        files = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
        for path in files[:-_MOST]:
            os.unlink(path)
