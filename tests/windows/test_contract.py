"""The contract suite, asked of the windows host: in a CPython for Windows, in one pytest there."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import Counter

import pytest

from kit.wine_prefix import REPOSITORY, Prefix, windows_path


@pytest.mark.timeout(1000)
def test_the_windows_host_keeps_the_contract(
    wine_prefix: Prefix, capsys: pytest.CaptureFixture[str], pytestconfig: pytest.Config
) -> None:
    chosen = pytestconfig.getoption("markexpr")
    run = wine_prefix.python(
        "-X", "utf8", "-m", "pytest", windows_path(REPOSITORY / "tests" / "hosts"), "-q", "-p", "no:cacheprovider",
        "--rootdir", windows_path(REPOSITORY), "--timeout", "120", "--junit-xml", r"C:\contract.xml",
        "-m", chosen,
        timeout=900,
    )  # fmt: skip
    told = run.stdout.decode("utf-8", "replace")
    assert (wine_prefix.drive_c / "contract.xml").exists(), told
    outcomes, skipped = _read(wine_prefix)
    with capsys.disabled():
        print(f"\nThe contract suite under Wine: {dict(sorted(outcomes.items()))}")
        for (host, reason), count in sorted(skipped.items()):
            print(f"  not asked of {host}: {count} x {reason}")
    assert run.returncode == 0, told
    assert outcomes["windows passed"] > 100, told


def _read(prefix: Prefix) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Tests by host and outcome, and what was skipped on which host and why."""
    outcomes: Counter[str] = Counter()
    skipped: Counter[tuple[str, str]] = Counter()
    for case in ElementTree.parse(prefix.drive_c / "contract.xml").iter("testcase"):
        name = case.get("name", "")
        host = "sandbox" if "[sandbox" in name else "windows"
        bad = case.find("failure") is not None or case.find("error") is not None
        reason = case.find("skipped")
        outcomes[f"{host} {'failed' if bad else 'skipped' if reason is not None else 'passed'}"] += 1
        if reason is not None:
            skipped[host, reason.get("message", "")] += 1
    return outcomes, skipped
