from __future__ import annotations

import re
import time
from pathlib import PureWindowsPath

from kit.host_machine import Machine
from wingetpy.hosts.files import KnownFolder


def test_the_facts_are_in_the_words_of_winget(machine: Machine) -> None:
    facts = machine.host.facts()
    known = {"x86", "x64", "arm", "arm64"}
    assert facts.architecture in known
    assert set(facts.emulated_architectures) <= known - {facts.architecture}
    assert re.fullmatch(r"10\.0\.\d{4,}(\.\d+)?", facts.os_version)
    assert re.fullmatch(r"[A-Z]{2}|\d{3}", facts.market)
    assert facts.locales
    assert all(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", locale) for locale in facts.locales)
    assert facts.user_name


def test_the_clock_goes(machine: Machine) -> None:
    assert abs(machine.host.clock.now() - time.time()) < 2


def test_the_state_folder_is_there_and_takes_files(machine: Machine) -> None:
    folder = machine.host.state_folder()
    (folder / "contract-test").write_bytes(b"content")
    (folder / "contract-test").unlink()
    assert machine.host.state_folder() == folder


def test_the_staging_folder_is_on_the_volume_of_the_portables(machine: Machine) -> None:
    staging = machine.host.staging_folder()
    local = machine.host.files.local(staging / "contract-test")
    local.write_bytes(b"content")
    local.unlink()
    assert staging.drive.lower() == machine.host.files.known_folder(KnownFolder.local_app_data).drive.lower()


def test_msix_packages_are_listed(machine: Machine) -> None:
    assert all(PureWindowsPath(p.install_location or "C:\\").is_absolute() for p in machine.host.packages.find())


def test_whether_the_network_is_metered_is_known_or_not(machine: Machine) -> None:
    assert machine.host.metered() in (True, False, None)
