"""Whose tries are counted together."""

from django.test import RequestFactory

from huaihai.kit.network import network_of


def of(address: str) -> str:
    return network_of(RequestFactory().get("/", REMOTE_ADDR=address))


def test_addresses_of_one_household_count_together() -> None:
    assert of("2001:db8:0:1::1") == of("2001:db8:0:1:ffff::2") == "2001:db8:0:1::/64"
    assert of("2001:db8:0:2::1") != of("2001:db8:0:1::1")
    assert of("::ffff:203.0.113.7") == of("203.0.113.7") == "203.0.113.7"
    assert of("203.0.113.8") != of("203.0.113.7")


def test_what_is_no_address_counts_as_it_is() -> None:
    assert of("") == ""
    assert of("nonsense") == "nonsense"
