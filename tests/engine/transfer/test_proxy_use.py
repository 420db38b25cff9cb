"""Which proxy is named where no answer comes."""

from __future__ import annotations

import pytest

from wingetpy.model.proxy import Proxy
from wingetpy.transfer.proxy_use import proxy_of

URL = "https://packages.contoso.com:8443/api"


@pytest.mark.parametrize(
    ("proxy", "named"),
    [
        (Proxy(https="proxy:3128"), "http://proxy:3128"),
        (Proxy(https="https://me:secret@proxy:3128/"), "https://proxy:3128"),
        (Proxy(http="proxy:3128"), ""),
        (Proxy(https="proxy:3128", no="*"), ""),
        (Proxy(https="proxy:3128", no="localhost, .contoso.com"), ""),
        (Proxy(https="proxy:3128", no="packages.contoso.com:8443"), ""),
        (Proxy(https="proxy:3128", no="toso.com"), "http://proxy:3128"),
        (Proxy(), ""),
    ],
)
def test_the_proxy_of_a_call(proxy: Proxy, named: str) -> None:
    assert proxy_of(URL, proxy) == named


def test_the_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://me:secret@proxy:3128")
    monkeypatch.setenv("no_proxy", "localhost")
    assert proxy_of(URL, None) == "http://proxy:3128"
    assert proxy_of("https://localhost/api", None) == ""
