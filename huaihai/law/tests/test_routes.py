"""Jurisdiction: home, lead, joint handling, referral."""

import pytest

from huaihai.law.errors import UnknownPlace
from huaihai.law.jurisdiction import Kind, Zone, route
from huaihai.packs import country_folder

XUZHOU, SHANGQIU, JINING = "320300", "411400", "370800"
HANGZHOU = "330100"
ZONE = Zone(frozenset({XUZHOU, SHANGQIU, JINING}), {"320371": XUZHOU})


def test_home_forwards_and_the_place_of_business_leads() -> None:
    found = route(consumer_at="320302", business_at="411402", zone=ZONE)
    assert (found.home, found.lead, found.refer_to, found.rule) == (XUZHOU, SHANGQIU, None, "JUR-1")
    assert found.is_cross_city
    assert "转办商丘市" in found.why_zh


def test_within_one_city_nothing_travels() -> None:
    found = route(consumer_at="320302", business_at="320312", zone=ZONE)
    assert (found.home, found.lead) == (XUZHOU, XUZHOU)
    assert not found.is_cross_city


def test_the_actual_place_leads_and_the_registered_place_joins() -> None:
    found = route(consumer_at="320302", business_at="411402", registered_at="370811", zone=ZONE)
    assert (found.lead, found.joint_with, found.rule) == (SHANGQIU, JINING, "ACTUAL-PLACE-LEADS")


def test_a_registered_place_in_the_same_city_is_no_joint_case() -> None:
    found = route(consumer_at="320302", business_at="411402", registered_at="411403", zone=ZONE)
    assert (found.joint_with, found.rule) == (None, "JUR-1")


def test_a_registered_place_alone_leads() -> None:
    assert route(consumer_at="320302", registered_at="3708", zone=ZONE).lead == JINING


def test_a_shop_belongs_to_its_published_address() -> None:
    found = route(
        consumer_at="320302", published_at="411402", platform_at=HANGZHOU, kind=Kind.PLATFORM_SHOP, zone=ZONE
    )
    assert (found.lead, found.rule) == (SHANGQIU, "JUR-3")


@pytest.mark.parametrize("published_at", [None, "411402"])
def test_a_shop_without_or_not_at_its_address_belongs_to_the_platform(published_at: str | None) -> None:
    found = route(
        consumer_at="320302", published_at=published_at, platform_at=HANGZHOU, kind="platform-shop",
        unreachable=True, zone=ZONE,
    )  # fmt: skip
    assert (found.lead, found.refer_to, found.rule) == (None, HANGZHOU, "JUR-4")


def test_an_own_site_belongs_to_its_domicile() -> None:
    found = route(
        consumer_at="320302", business_at="411402", registered_at="370811", kind="own-site", zone=ZONE
    )
    assert (found.lead, found.rule) == (JINING, "JUR-2")


def test_a_platform_operator_belongs_to_its_domicile() -> None:
    found = route(consumer_at="320302", platform_at="370811", kind="platform-operator", zone=ZONE)
    assert (found.lead, found.rule) == (JINING, "JUR-2")


def test_a_consumer_from_outside_has_the_handling_body_as_home() -> None:
    found = route(consumer_at="110101", business_at="411402", zone=ZONE)
    assert (found.home, found.lead) == (SHANGQIU, SHANGQIU)
    assert [rule.code for rule in found.rules] == ["JUR-1", "OUTSIDE-CONSUMER"]


def test_a_business_outside_is_referred() -> None:
    found = route(consumer_at="320302", business_at="110101", zone=ZONE)
    assert (found.home, found.lead, found.refer_to) == (XUZHOU, None, "110101")
    assert "北京市东城区" in found.why_zh


def test_both_outside_leave_nobody_in_the_zone() -> None:
    found = route(consumer_at="310101", business_at="110101", zone=ZONE)
    assert (found.home, found.lead, found.refer_to) == (None, None, "110101")


def test_an_unknown_business_stays_at_home() -> None:
    found = route(consumer_at="320302", zone=ZONE)
    assert (found.home, found.lead, found.rule) == (XUZHOU, XUZHOU, "HOME-UNTIL-KNOWN")


def test_a_province_of_the_zone_does_not_name_a_city() -> None:
    found = route(consumer_at="320302", business_at="41", zone=ZONE)
    assert (found.lead, found.rule) == (XUZHOU, "HOME-UNTIL-KNOWN")


def test_a_development_zone_and_an_abolished_county_find_their_city() -> None:
    found = route(consumer_at="320371", business_at="370882", zone=ZONE)
    assert (found.home, found.lead) == (XUZHOU, JINING)


@pytest.mark.parametrize("code", ["999999", "3203021", "", "徐州", "320399"])
def test_an_unknown_place_is_refused(code: str) -> None:
    with pytest.raises(UnknownPlace, match="unknown place"):
        route(consumer_at=code, zone=ZONE)


def test_every_code_of_the_country_finds_a_route() -> None:
    table = (country_folder() / "places.csv").read_text("utf-8").splitlines()[1:]
    for code in (line.split(",")[0] for line in table):
        found = route(consumer_at="320302", business_at=code, zone=ZONE)
        assert found.home == XUZHOU
        assert (found.lead in ZONE.cities) is (found.refer_to is None)
        back = route(consumer_at=code, business_at="411402", zone=ZONE)
        assert back.lead == SHANGQIU
        assert back.home in ZONE.cities
