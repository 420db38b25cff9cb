"""A version in URLs, names and paths."""

from __future__ import annotations

import pytest

from wingetpy.authoring.manifest_set.version_text import with_version


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("https://7-zip.org/a/7z2407-x64.exe", "24.07", "25.00", "https://7-zip.org/a/7z2500-x64.exe"),
        ("https://x/7z24070.exe", "24.07", "25.00", "https://x/7z24070.exe"),
        ("https://x/7z2407.exe", "24.07", "25.0", "https://x/7z2407.exe"),
        ("https://x/tool112.exe", "1.12", "1.13", "https://x/tool112.exe"),
        ("https://x/v1.2.3/tool-1.2.3-x64.exe", "1.2.3", "1.3.0", "https://x/v1.3.0/tool-1.3.0-x64.exe"),
        ("https://x/tool_1_2_3.exe", "1.2.3", "1.3.0", "https://x/tool_1_3_0.exe"),
        ("https://x/tool-1-2-3.exe", "1.2.3", "1.3.0", "https://x/tool-1-3-0.exe"),
        ("https://x/tool-1.2.exe", "1.2.0", "1.3.0", "https://x/tool-1.3.exe"),
        ("https://x/1.2.3/tool.exe", "v1.2.3", "v1.3.0", "https://x/1.3.0/tool.exe"),
        ("https://x/tool-2.45.0.windows.1.exe", "2.45.0", "2.46.0", "https://x/tool-2.46.0.windows.1.exe"),
        ("https://x/tool-11.2.exe", "1.2", "1.3", "https://x/tool-11.2.exe"),
        ("https://x/tool-1.2.3.exe", "1.2", "1.3", "https://x/tool-1.2.3.exe"),
        ("https://x/3.1.2/tool.exe", "1.2", "1.3", "https://x/3.1.2/tool.exe"),
        ("https://x/latest/tool.exe", "1.2", "1.3", "https://x/latest/tool.exe"),
        (r"tool-1.0\bin\tool.exe", "1.0", r"2\1", r"tool-2\1\bin\tool.exe"),
    ],
)
def test_the_version_is_replaced_where_it_is_the_whole_number(text: str, old: str, new: str, expected: str) -> None:
    assert with_version(text, old, new) == expected
