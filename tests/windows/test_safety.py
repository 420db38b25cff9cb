"""What goes wrong while a real installer runs: a killed engine, a second one, a full disk."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kit.peer import Peer
from kit.real_installers import MSI_1, MSI_2
from kit.windows_pc import start_engine
from kit.windows_session import COUNTS, HELLO, PATIENCE, WindowsSession

HERE = r"C:\Trial\app"
INTERRUPTED = "0x8A15F003"
LET_GO = r"C:\let-go"
HELD = f"/until {LET_GO}"
"""Makes the test program wait for this file."""
BEGAN = r"C:\began.txt"


@pytest.fixture
def second(session: WindowsSession) -> Iterator[Peer]:
    """Another engine on the same machine; a test may kill it."""
    peer = begun(session)
    yield peer
    if peer.process.poll() is None:
        peer.__exit__(None, None, None)


@pytest.fixture
def let_go(session: WindowsSession) -> Iterator[Path]:
    """The file that lets a held installer go on."""
    file = session.pc.local(LET_GO)
    yield file
    session.pc.local(BEGAN).unlink()
    file.touch()
    until(lambda: session.pc.running(HELD) == 0)
    file.unlink()


def begun(session: WindowsSession) -> Peer:
    peer = start_engine(session.pc)
    peer.final(peer.request("initialize", HELLO), PATIENCE)
    return peer


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def kill(peer: Peer) -> None:
    peer.process.kill()
    peer.close_stdin()
    peer.process.wait(30)


def test_after_a_kill_the_next_engine_says_what_apps_and_features_knows(
    session: WindowsSession, second: Peer, let_go: Path
) -> None:
    second.request("package/install", {"Id": "Contoso.Setup", "Location": HERE, "Custom": HELD, "Log": BEGAN})
    until(session.pc.local(BEGAN).exists)
    kill(second)
    assert not session.entries()

    id = session.engine.request("package/get", {})
    session.engine.final(id, PATIENCE)
    (warning,) = (note["Text"] for note in session.engine.messages(id) if note.get("Code") == INTERRUPTED)
    assert "Contoso.Setup" in warning

    let_go.touch()
    until(lambda: session.pc.running(HELD) == 0)  # nothing cuts an installer in half
    id = session.engine.request("package/install", {"Id": "Contoso.Nsis"})
    session.engine.final(id, PATIENCE)
    said = [note["Text"] for note in session.engine.messages(id) if note.get("Code") == INTERRUPTED]
    assert len(said) == 1, said
    assert "may have run" in said[0]
    assert "lists the program in version 2.0" in said[0]
    (row,) = session.engine.rows(id)
    assert row["Status"] == "Ok"
    COUNTS.update(install=2)
    assert session.entries().keys() == {r"HKCU\ContosoSetup", r"HKLM64\ContosoNsis"}
    assert session.install("Contoso.Setup")["Reason"] == "AlreadyInstalled"


@pytest.mark.slow
@pytest.mark.parametrize("moment", range(3))
def test_a_kill_while_an_msi_is_updated_never_leads_to_a_claim(
    session: WindowsSession, second: Peer, moment: int
) -> None:
    assert session.install("Contoso.Msi", Version="1.0.0")["Changed"]
    second.request("package/update", {"Id": "Contoso.Msi"})
    until(lambda: session.pc.running("msiexec.exe") > 0 and session.pc.running("tool-2.0") > 0)
    time.sleep(moment * 0.05)
    kill(second)
    until(lambda: session.pc.running("tool-2.0") == 0)
    listed = session.listed("Contoso.Msi")
    codes = session.entries().keys()
    versions = {f"HKLM64\\{MSI_1.product_code}": "1.0.0", f"HKLM64\\{MSI_2.product_code}": "2.0.0"}
    assert {versions[code] for code in codes} == ({listed["InstalledVersion"]} if listed else set())
    after = session.install("Contoso.Msi")
    assert after["Status"] == "Ok", after
    assert session.entries().keys() == {f"HKLM64\\{MSI_2.product_code}"}


def test_two_engines_install_one_after_the_other(session: WindowsSession, second: Peer, let_go: Path) -> None:
    first = session.engine.request(
        "package/install", {"Id": "Contoso.Setup", "Location": HERE, "Custom": HELD, "Log": BEGAN}
    )
    until(session.pc.local(BEGAN).exists)
    other = second.request("package/install", {"Id": "Contoso.Msi"})
    waits = second.wait_for_message(other)
    assert "waiting" in waits["Text"]
    assert not session.entries()
    let_go.touch()
    for peer, id in ((session.engine, first), (second, other)):
        peer.final(id, PATIENCE)
        (row,) = peer.rows(id)
        assert (row["Status"], row["Changed"]) == ("Ok", True)
    COUNTS.update(install=2)
    assert session.entries().keys() == {r"HKCU\ContosoSetup", f"HKLM64\\{MSI_2.product_code}"}


@pytest.fixture
def small_disk(session: WindowsSession, tmp_path: Path) -> Iterator[Path]:
    """A folder of the machine's drive C on a disk of three megabytes of its own."""
    if sys.platform == "win32":
        pytest.skip("makes a small disk by tmpfs")
    folder = session.pc.local(r"C:\Small")
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        folder.rmdir()
        pytest.skip(f"no small disk can be made: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
    shutil.rmtree(folder)


def test_an_installer_that_fills_the_disk_fails_alone(session: WindowsSession, small_disk: Path) -> None:
    row = session.install("Contoso.Setup", Custom=r"/fill C:\Small", TimeoutSeconds=60)
    assert (row["Status"], row["InstallerErrorCode"]) == ("InstallError", 112)
    assert (small_disk / "filling.bin").stat().st_size > 2_000_000
    failed = session.install("Contoso.Setup", Location=r"C:\Small\app")
    assert (failed["Status"], failed["InstallerErrorCode"]) == ("InstallError", 1603)
    assert not session.entries()
    (small_disk / "filling.bin").unlink()
    assert session.install("Contoso.Setup", Location=r"C:\Small\app")["Status"] == "Ok"
    assert session.uninstall("Contoso.Setup")["Status"] == "Ok"
