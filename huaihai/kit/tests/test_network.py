"""Whose tries are counted together."""

import pytest
from django.test import RequestFactory

from huaihai.kit.network import network_of


def seen(address: str, forwarded: str = "") -> str:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    return network_of(request)


@pytest.mark.parametrize("forwarded", [False, True])
def test_addresses_of_one_household_count_together(*, forwarded: bool) -> None:
    def of(address: str) -> str:
        return seen("127.0.0.1", f"10.9.9.9, {address}") if forwarded else seen(address)

    assert of("2001:db8:0:1::1") == of("2001:db8:0:1:ffff::2") == "2001:db8:0:1::/64"
    assert of("2001:db8:0:2::1") != of("2001:db8:0:1::1")
    assert of("::ffff:203.0.113.7") == of("203.0.113.7") == "203.0.113.7"
    assert of("203.0.113.8") != of("203.0.113.7")


def test_what_is_no_address_counts_as_the_proxy() -> None:
    assert seen("127.0.0.1", "nonsense") == "127.0.0.1"
