from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest

from kit.host_machine import Machine
from wingetpy.errors import Busy, Cancelled, ErrorCode

HOLDER = (
    "import sys, time; from wingetpy.hosts import open_host\n"
    "with open_host().change_lock(0, lambda: True):\n"
    "    print('held', flush=True)\n"
    "    sys.stdin.readline()\n"
)


def hold(machine: Machine) -> subprocess.Popen[bytes]:
    """Another process that has the lock until it gets a line or is killed."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", HOLDER]
    holder = subprocess.Popen(command, env=machine.environment(), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == b"held"
    return holder


def end(holder: subprocess.Popen[bytes]) -> None:
    holder.communicate(b"\n", timeout=30)


def never() -> bool:
    pytest.fail("there was nothing to wait for")


def test_a_free_lock_is_taken_at_once_and_again(machine: Machine) -> None:
    for _ in range(3):
        with machine.host.change_lock(0, never):
            pass


def test_what_goes_wrong_inside_frees_the_lock(machine: Machine) -> None:
    with pytest.raises(ZeroDivisionError), machine.host.change_lock(0, never):
        raise ZeroDivisionError
    with machine.host.change_lock(0, never):
        pass


def test_while_another_process_has_it_the_bound_passes_as_busy(machine: Machine) -> None:
    holder = hold(machine)
    notices = []
    begin = time.monotonic()
    with pytest.raises(Busy) as busy, machine.host.change_lock(2.5, lambda: not notices.append(1)):
        pass
    assert busy.value.code is ErrorCode.InstallInProgress
    assert 2.4 < time.monotonic() - begin < 6
    assert 2 <= len(notices) <= 4
    end(holder)


def test_waiting_ends_when_the_caller_stops(machine: Machine) -> None:
    holder = hold(machine)
    begin = time.monotonic()
    with pytest.raises(Cancelled), machine.host.change_lock(30, lambda: False):
        pass
    assert time.monotonic() - begin < 5
    end(holder)


def test_a_lock_that_becomes_free_is_taken(machine: Machine) -> None:
    holder = hold(machine)
    threading.Timer(0.5, holder.stdin.write, [b"\n"]).start()  # type: ignore[union-attr]
    threading.Timer(0.6, holder.stdin.flush).start()  # type: ignore[union-attr]
    with machine.host.change_lock(30, lambda: True):
        pass
    end(holder)


def test_a_killed_process_leaves_the_lock_free(machine: Machine) -> None:
    holder = hold(machine)
    holder.kill()
    holder.communicate(timeout=30)
    with machine.host.change_lock(5, lambda: True):
        pass


def test_threads_of_one_process_exclude_each_other(machine: Machine) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        with machine.host.change_lock(30, lambda: True):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.05)
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1, 1]
