"""What the guide for several machines writes for HAProxy, as far as it can be tried without one."""

import re

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.ha import proxy

CHECK = re.compile(r"http-check send meth GET uri (\S+) ver HTTP/1.1 hdr Host (\S+)")


def test_both_languages_write_the_same() -> None:
    chinese = proxy.GUIDE.with_suffix(".zh-CN.md").read_text(encoding="utf-8")
    lines = [line for line in proxy.of_guide().splitlines() if line]
    assert [line for line in lines if f"    {line}\n" not in chinese] == []


@pytest.mark.django_db
def test_the_program_answers_to_the_name_that_is_asked(client: Client, settings: LazySettings) -> None:
    hosts = re.search(r"HUAIHAI_HOSTS=(\S+)", proxy.GUIDE.read_text(encoding="utf-8"))
    checks = CHECK.findall(proxy.of_guide())
    assert hosts is not None
    assert [address for address, _host in checks] == ["/readyz", "/healthz"]
    settings.ALLOWED_HOSTS = hosts[1].split(",")
    for address, host in checks:
        assert client.get(address, headers={"host": host}).status_code != 400
