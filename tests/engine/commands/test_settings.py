"""What the user's settings do to a command: the level of the log, and warnings for what has no effect."""

from __future__ import annotations

import time

from kit.place import Place
from wingetpy.settings.log import log_path


def write_settings(place: Place, text: str) -> None:
    path = place.host.state_folder() / "settings.json"
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text)
    while path.stat().st_mtime_ns == before:  # a coarse clock
        time.sleep(0.01)
        path.write_text(text)


def logged(place: Place) -> list[str]:
    path = log_path(place.host)
    return path.read_text("utf-8").splitlines() if path.exists() else []


def test_the_level_of_the_log_counts_for_changes_and_from_the_next_request_on(place: Place) -> None:
    write_settings(place, '{"logging": {"level": "error"}}')
    place.package("A.Tool")
    place.open()
    place.install(Id="A.Tool")
    assert logged(place) == []
    write_settings(place, '{"logging": {"level": "info"}}')
    place.uninstall(Id="A.Tool")
    assert any("A.Tool" in line for line in logged(place))


def test_a_setting_without_effect_is_warned_of(place: Place) -> None:
    place.package("A.Tool")
    place.open()
    write_settings(place, '{"network": {"downloader": "do"}}')
    place.install(Id="A.Tool")
    assert any("network.downloader has no effect" in text for text in place.call.warnings())


def test_install_notes_are_part_of_the_result_unless_they_are_disabled(place: Place) -> None:
    place.package("A.Tool", root="InstallationNotes: Open a new shell.")
    place.package("B.Other", root="InstallationNotes: Open a new shell.")
    place.open()
    assert place.install(Id="A.Tool").installation_notes == "Open a new shell."
    write_settings(place, '{"installBehavior": {"disableInstallNotes": true}}')
    assert place.install(Id="B.Other").installation_notes == ""
