"""The remedies that the command line words itself, naming its options; the engine's own text is for any client."""

from __future__ import annotations

from wingetpy.errors import EngineError, ErrorReport

REMEDIES = {
    "NoApplicationsFound": "See what there is with `wingetpy search`.",
    "NoSourcesDefined": "Add one with `wingetpy source add NAME FOLDER`: a folder, share or archive of manifests.",
    "SourceNameDoesNotExist": "See the configured sources with `wingetpy source list`.",
}
"""Id of the remedy to its text; `{Name}` is the value of that name."""


def remedy_of(error: EngineError | ErrorReport) -> str | None:
    """The sentence for a person at the command line; None where nothing can be done."""
    text = REMEDIES.get(error.remedy_id or "")
    return error.remedy if text is None else text.format(**(error.remedy_values or {}))
