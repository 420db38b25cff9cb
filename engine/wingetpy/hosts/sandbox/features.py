"""The Windows features of the small machine: those of its facts, and in `features.json` which were enabled since."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import msgspec

from wingetpy.errors import BadRequest
from wingetpy.hosts.features import FeatureState, checked_feature, not_enabled
from wingetpy.hosts.native_files import write_whole
from wingetpy.hosts.processes import Stop
from wingetpy.hosts.sandbox.facts import SandboxFacts
from wingetpy.hosts.sandbox.settings_file import read_file
from wingetpy.model.decoding import UNREADABLE, json_decoder

FILE_NAME = "features.json"


class SandboxFeatures:
    """See `wingetpy.hosts.features.Features`."""

    def __init__(self, root: Path, facts: Callable[[], SandboxFacts]) -> None:
        self._path = root / FILE_NAME
        self._facts = facts

    def state(self, name: str) -> FeatureState | None:
        known = self._known(checked_feature(name))
        return None if known is None else self._changed().get(known, self._facts().features[known])

    def enable(
        self,
        name: str,
        *,
        interactive: bool = True,
        timeout_seconds: float | None = None,
        stop: Stop | None = None,
    ) -> FeatureState:
        known = self._known(checked_feature(name))
        if known is None:
            raise not_enabled(name, "this Windows has no such feature")
        state = self.state(known)
        if state is not FeatureState.enabled:
            restarts = known in self._facts().features_with_restart
            state = FeatureState.pending if restarts else FeatureState.enabled
            write_whole(self._path, msgspec.json.encode(self._changed() | {known: state}))
        return state

    def _known(self, name: str) -> str | None:
        """The name as the facts write it."""
        return next((one for one in self._facts().features if one.casefold() == name.casefold()), None)

    def _changed(self) -> dict[str, FeatureState]:
        if not os.path.lexists(self._path):
            return {}
        try:
            return json_decoder(dict[str, FeatureState]).decode(read_file(self._path))
        except UNREADABLE as error:
            raise BadRequest(
                f"The Windows features of the sandbox in '{self._path}' cannot be read: {error}.",
                target=str(self._path),
                remedy="Correct the file, a JSON object of features and their state, or move it away.",
            ) from error
