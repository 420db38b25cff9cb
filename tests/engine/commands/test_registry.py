"""The registry: what is known of a method without its module, and what `invoke` checks first."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

from kit.calls import Listener
from kit.place import Place
from wingetpy.commands.command import Command
from wingetpy.commands.parameters import InstallParameters, NoParameters, Totals
from wingetpy.commands.registry import EVERY_CALL, REGISTRY, RegisteredCommand, invoke, load
from wingetpy.errors import BadRequest, EngineError, ErrorCode
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.settings.policy import POLICY_KEY, TOGGLES

if TYPE_CHECKING:
    from wingetpy.commands.engine import Engine
    from wingetpy.model.call import Call


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    manifest: str = ""


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Wish]:
    """A method `toy/run` that notes what it was called with, refuses `both` and needs a policy for a manifest."""
    calls: list[Wish] = []

    def run(engine: Engine, parameters: Wish, call: Call) -> Totals:
        calls.append(parameters)
        return Totals(count=1)

    def check(parameters: Wish) -> None:
        if parameters.manifest == "both":
            raise BadRequest("It cannot be both.")

    def policy(parameters: Wish) -> tuple[str, ...]:
        return ("EnableLocalManifestFiles",) if parameters.manifest else ()

    entry = RegisteredCommand("toy/run", "toy", "RUN", changes=True)
    entry.__dict__["command"] = Command(Wish, Totals, run, check=check, policy=policy)
    monkeypatch.setitem(REGISTRY, "toy/run", entry)
    return calls


def test_every_entry_has_its_command() -> None:
    for name in REGISTRY:
        assert isinstance(load(name), Command), name


def test_the_methods_that_change_the_machine() -> None:
    changing = {name for name, entry in REGISTRY.items() if entry.changes}
    packages = {"package/install", "package/repair", "package/uninstall", "package/update"}
    deployment = {"msix/add", "msix/deploy", "msix/remove", "msix/repair", "msix/reset", "msix/volumeRepair"}
    assert changing == packages | deployment | {"configuration/apply", "desired/set", "packageList/import"}


def test_the_registry_imports_no_command() -> None:
    program = (
        "import sys; from wingetpy.commands.registry import REGISTRY;"
        " print(*(m for m in sys.modules if m.startswith('wingetpy.commands.')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"wingetpy.commands.registry", "wingetpy.commands.command"}


def test_a_call_reaches_its_command(place: Place, ran: list[Wish]) -> None:
    assert invoke(place.engine, "toy/run", Wish(), Listener()) == Totals(count=1)
    assert ran == [Wish()]


def test_a_contradiction_is_refused_before_the_command_runs(place: Place, ran: list[Wish]) -> None:
    with pytest.raises(BadRequest, match="both"):
        invoke(place.engine, "toy/run", Wish(manifest="both"), Listener())
    assert ran == []


def _set_policy(place: Place, name: str, number: int) -> None:
    place.engine.host.registry.set_value(Hive.machine, POLICY_KEY, name, RegistryValue("dword", number))


def test_a_call_that_a_policy_forbids_is_refused(place: Place, ran: list[Wish]) -> None:
    _set_policy(place, "EnableLocalManifestFiles", 0)
    with pytest.raises(EngineError, match="EnableLocalManifestFiles") as caught:
        invoke(place.engine, "toy/run", Wish(manifest="a.yaml"), Listener())
    assert caught.value.code == ErrorCode.BlockedByPolicy
    assert ran == []
    invoke(place.engine, "toy/run", Wish(), Listener())
    _set_policy(place, "EnableLocalManifestFiles", 1)
    invoke(place.engine, "toy/run", Wish(manifest="a.yaml"), Listener())
    assert ran == [Wish(), Wish(manifest="a.yaml")]


@pytest.mark.parametrize("name", EVERY_CALL)
def test_the_whole_program_can_be_forbidden(place: Place, ran: list[Wish], name: str) -> None:
    _set_policy(place, name, 0)
    with pytest.raises(EngineError, match=name):
        invoke(place.engine, "toy/run", Wish(), Listener())
    assert ran == []


def test_every_policy_that_a_command_needs_is_in_the_table(place: Place) -> None:
    manifest = InstallParameters(manifest="x", allow_hash_mismatch=True)
    needed = [load("setting/get").policy, load("package/install").policy]
    names = {name for policy in needed if policy for name in policy(manifest)} | set(EVERY_CALL)
    assert names == {"EnableSettings", "EnableHashOverride", "EnableLocalManifestFiles", *EVERY_CALL}
    assert names <= set(TOGGLES)


def test_an_unknown_method_is_no_method(place: Place) -> None:
    with pytest.raises(KeyError):
        invoke(place.engine, "toy/none", NoParameters(), Listener())
