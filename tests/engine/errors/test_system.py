"""What the system refuses is an error with its own code, a true sentence and a remedy."""

from __future__ import annotations

import errno

import pytest

from wingetpy.errors import ErrorCode, HostError
from wingetpy.errors.system import as_host_error, shortage

SHORTAGES = [
    (OSError(errno.EMFILE, "Too many open files"), ErrorCode.TooManyOpenFiles, "too many files are open"),
    (OSError(errno.ENFILE, "Too many open files"), ErrorCode.TooManyOpenFiles, "too many files are open"),
    (OSError(errno.ENOMEM, "Cannot allocate memory"), ErrorCode.OutOfMemory, "not enough memory"),
]


@pytest.mark.parametrize(("error", "code", "words"), SHORTAGES)
def test_a_shortage_of_the_system_is_named(error: Exception, code: ErrorCode, words: str) -> None:
    with pytest.raises(HostError, match=words) as caught, as_host_error("read", "a.txt", remedy="Move it away."):
        raise error
    assert caught.value.code is code
    assert "a.txt" in caught.value.text
    assert caught.value.remedy
    assert "Move it away" not in caught.value.remedy
    elsewhere = shortage(error, "The request 'x'")
    assert elsewhere is not None
    assert (elsewhere.code, elsewhere.remedy) == (code, caught.value.remedy)
    assert words in elsewhere.text


def test_memory_that_python_lacks_is_named_but_blamed_on_no_file() -> None:
    with pytest.raises(MemoryError), as_host_error("read", "a.txt"):
        raise MemoryError
    elsewhere = shortage(MemoryError(), "The request 'x'")
    assert elsewhere is not None
    assert (elsewhere.code, elsewhere.target) == (ErrorCode.OutOfMemory, None)


@pytest.mark.parametrize(
    ("module", "package"),
    [("pywin32_system32", "pywin32"), ("win32com.client", "pywin32"), ("httpx", "httpx"), ("yaml.cyaml", "yaml")],
)
def test_a_package_that_is_not_installed_is_named(module: str, package: str) -> None:
    missing = shortage(ModuleNotFoundError(f"No module named '{module}'", name=module), "The install of Tool")
    assert missing is not None
    assert (missing.code, missing.target) == (ErrorCode.HostCannot, package)
    assert missing.text.startswith(f"The install of Tool failed: the Python package {package} is not installed in ")
    assert missing.remedy
    assert "pip install wingetpy" in str(missing.remedy)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EINVAL, "Invalid argument"),
        ValueError("no"),
        ModuleNotFoundError("No module named 'wingetpy.nothing'", name="wingetpy.nothing"),
    ],
)
def test_another_failure_is_no_shortage(error: Exception) -> None:
    assert shortage(error, "It") is None
