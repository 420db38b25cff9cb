from __future__ import annotations

from pathlib import Path

import pytest

from kit.winrt import Machine, RecordedFunctions, StandIn, built, skip_without_dotnet


@pytest.fixture(scope="session")
def assembly(request: pytest.FixtureRequest) -> Path:
    skip_without_dotnet()
    config = request.config
    return built(config.cache.mkdir("winrt-stand-in"))  # type: ignore[union-attr]


@pytest.fixture
def stand_in(assembly: Path) -> StandIn:
    return StandIn(assembly)


@pytest.fixture
def functions() -> RecordedFunctions:
    return RecordedFunctions()


@pytest.fixture
def machine(stand_in: StandIn, functions: RecordedFunctions) -> Machine:
    return Machine(stand_in, functions)


@pytest.fixture
def older(stand_in: StandIn, functions: RecordedFunctions) -> Machine:
    """Windows 10 1909."""
    return Machine(stand_in, functions, 18363)
