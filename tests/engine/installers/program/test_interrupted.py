"""An engine that ends while an installer runs: the next change says what is known, and claims no success."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.program_shop import ProgramShop
from wingetpy.errors import ErrorCode
from wingetpy.installers.technology import InstallOptions
from wingetpy.state.tracking import open_tracking


class EngineDied(BaseException):
    """Nothing after it runs, as in a process that was killed."""


@pytest.fixture
def shop(tmp_path: Path) -> ProgramShop:
    return ProgramShop(tmp_path)


def die(shop: ProgramShop, entry: str = "", version: str = "1.0") -> None:
    """The next program writes an entry, perhaps, and the engine dies before the program has ended."""

    def program(_line: str) -> int:
        if entry:
            shop.entry(entry, version)
        raise EngineDied

    shop.programs.then[:] = [program]


def said_by_the_next(shop: ProgramShop) -> str:
    shop.programs.then.clear()
    shop.writes("Other")
    shop.call.messages.clear()
    assert shop.install(shop.setup(package="Test.Other")).error is None
    with open_tracking(shop.host.state_folder()) as tracking:
        assert [one.package for one in tracking.packages()] == ["Test.Other"]
    (text,) = [text for _, text, code in shop.call.messages if code == ErrorCode.OperationInterrupted.hex]
    return text


@pytest.mark.parametrize(
    ("entry", "known"),
    [("Tool", "Apps & Features lists the program in version 1.0."), ("", "Apps & Features does not list the program.")],
)
def test_an_install(entry: str, known: str, shop: ProgramShop) -> None:
    die(shop, entry)
    with pytest.raises(EngineDied):
        shop.install(shop.setup(ProductCode="Tool"))
    text = said_by_the_next(shop)
    assert text.startswith(
        "The install of Test.Setup 1.0 was interrupted. The installer of Test.Setup ran or may have run"
    )
    assert text.endswith(known)


@pytest.mark.parametrize("options", [{"override": "/KEY=swordfish"}, {"custom": "/KEY=swordfish"}])
def test_what_the_user_wrote_himself_is_in_no_file_of_the_engine(options: dict[str, str], shop: ProgramShop) -> None:
    """Neither while an installer runs nor after it: the record of an elevated engine can be read by everybody."""
    die(shop)
    planned = shop.plan_install(shop.setup(ProductCode="Tool"), InstallOptions(**options))
    with pytest.raises(EngineDied):
        shop.execute(planned)
    assert "swordfish" in shop.programs.ran[-1]
    state = shop.host.state_folder()
    assert (state / "journal.db").exists()
    assert [path.name for path in state.rglob("*") if path.is_file() and b"swordfish" in path.read_bytes()] == []
    assert "The installer of Test.Setup ran or may have run" in said_by_the_next(shop)


def test_an_install_of_which_no_entry_is_known(shop: ProgramShop) -> None:
    die(shop)
    with pytest.raises(EngineDied):
        shop.install(shop.setup())
    assert said_by_the_next(shop).endswith("See in the list of installed packages what is there.")


def test_an_uninstall(shop: ProgramShop) -> None:
    entry = shop.entry("Tool", UninstallString=r"C:\T\un.exe")
    die(shop)
    with pytest.raises(EngineDied):
        shop.execute(shop.plan_removal(entry))
    text = said_by_the_next(shop)
    assert "The uninstaller of Tool ran or may have run" in text
    assert text.endswith("lists the program in version 1.0.")


def test_an_update_that_died_after_the_older_version_was_removed(shop: ProgramShop) -> None:
    there = shop.entry("Tool", "1.0", UninstallString=r"C:\T\un.exe")
    planned = shop.plan_over(shop.setup("2.0", ProductCode="Tool", UpgradeBehavior="uninstallPrevious"), there)
    shop.removes("Tool")

    def program(_line: str) -> int:
        raise EngineDied

    shop.programs.then.append(program)
    with pytest.raises(EngineDied):
        shop.execute(planned)
    text = said_by_the_next(shop)
    assert "The installer of Test.Setup ran or may have run" in text
    assert "The uninstaller of Tool ran or may have run" in text
    assert text.count("Apps & Features does not list the program.") == 2
