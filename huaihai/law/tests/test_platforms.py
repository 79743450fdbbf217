"""The three platforms: every field and column known, and none passed off as seen."""

import pytest

from huaihai.law import platforms
from huaihai.law.platforms import Platform

ALL = list(platforms.platforms().values())


@pytest.mark.parametrize("platform", ALL, ids=lambda one: one.code)
def test_its_columns_are_ours_and_no_head_means_two_things(platform: Platform) -> None:
    heads = [head for called in platform.columns.values() for head in called]

    assert set(platform.columns) == set(platforms.COLUMNS)
    assert set(platforms.NEEDED) <= set(platform.columns)
    assert len(heads) == len(set(heads))


@pytest.mark.parametrize("platform", ALL, ids=lambda one: one.code)
def test_its_fields_stand_once_and_begin_with_what_order_121_asks(platform: Platform) -> None:
    names = [field.name for field in platform.fields]
    needed = {"consumer_name", "consumer_phone", "consumer_address", "business_name", "business_address"}

    assert len(names) == len(set(names))
    assert needed | {"story", "remedies"} <= set(names)
    assert all(field.label for field in platform.fields)


@pytest.mark.parametrize("platform", ALL, ids=lambda one: one.code)
def test_a_source_is_named_and_nobody_has_seen_the_form(platform: Platform) -> None:
    assert platform.source
    assert not platform.is_seen
    assert platform.sureness in {"copy", "derived", "unconfirmed"}
