"""The tree of organisations, loaded from the alliance's folder."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, transaction

from huaihai import alliance
from huaihai.members import directory
from huaihai.members.bodies import found_organisation, note_computers
from huaihai.members.errors import MayNot
from huaihai.members.models import AdoptedClock, Organisation, PlaceAlias, Role
from huaihai.record import events
from tests.posts import AT, PROGRAM, body, load_tree, officer_of

pytestmark = pytest.mark.django_db
THREE_RIVERS = Path(__file__).resolve().parents[3] / "tests" / "alliances" / "three_rivers"


def test_ten_cities_and_77_counties_stand_under_the_alliance() -> None:
    load_tree()
    assert Organisation.objects.cities().count() == 10
    assert Organisation.objects.filter(kind="county").count() == 77
    assert Organisation.objects.within(directory.root()).count() == 88


def test_each_province_calls_its_bodies_by_their_right_name() -> None:
    load_tree()
    assert body("city:320300").name == "徐州市消费者权益保护委员会"
    assert body("city:411400").name == "商丘市消费者协会"
    assert body("county:320302").name == "徐州市鼓楼区消费者权益保护委员会"
    assert body("county:371721").short_name == "曹县消协"
    assert not body("county:371721").is_confirmed


def test_loading_again_changes_nothing() -> None:
    load_tree()
    again = directory.load(alliance.load(), by=PROGRAM, at=AT)
    assert (again.made, again.changed) == (0, 0)
    assert events.history("org:alliance").count() == 1


def test_a_changed_telephone_is_brought_in_line_and_what_officers_noted_stays() -> None:
    load_tree()
    county = body("county:320302")
    note_computers(organisation=county, has_computers=True, by=PROGRAM, at=AT)
    Organisation.objects.filter(key="city:320300").update(phone="old")
    loaded = directory.load(alliance.load(), by=PROGRAM, at=AT)
    assert loaded.changed == 1
    assert body("city:320300").phone == ""
    assert body("county:320302").is_computerised


def test_a_node_knows_what_is_above_and_below_it() -> None:
    load_tree()
    gulou, xuzhou, shangqiu = body("county:320302"), body("city:320300"), body("city:411400")
    assert [node.key for node in gulou.ancestors()] == ["city:320300", "alliance"]
    assert gulou.is_within(xuzhou)
    assert not gulou.is_within(shangqiu)
    assert gulou.city == xuzhou
    assert gulou.phone_to_call == xuzhou.phone_to_call == "0516-12315"
    assert shangqiu.phone_to_call == "0370-12315"
    assert body("alliance").phone_to_call == ""
    assert set(Organisation.objects.within(xuzhou).values_list("region_code", flat=True)) >= {
        "320300",
        "320302",
    }
    assert Organisation.objects.within(xuzhou).count() == 11


def test_own_node_and_below_is_one_search_of_an_index() -> None:
    load_tree()
    found = Organisation.objects.order_by().filter(path__under=body("city:320300").path).only("pk")
    if connection.vendor == "sqlite":
        assert "USING INDEX" in found.explain().upper()
    assert found.count() == 11


def test_a_path_that_is_not_one_is_refused() -> None:
    with pytest.raises(ValueError, match="ends with"):
        list(Organisation.objects.filter(path__under="alliance"))


def test_a_path_that_begins_with_the_same_figures_is_not_below() -> None:
    load_tree()
    county = body("county:320302")
    Organisation.objects.filter(pk=county.pk).update(path=f"{body('city:320300').path[:-1]}0/")
    below = Organisation.objects.filter(path__under=body("city:320300").path)
    assert body("city:320300") in below
    assert county not in below


def test_a_development_zone_is_answered_by_its_city() -> None:
    load_tree()
    assert directory.body_at("320371") == body("city:320300")
    assert directory.body_at("320302") == body("county:320302")
    assert directory.body_at("411400") == directory.body_for("411400")
    assert directory.body_at("110101") is None
    assert PlaceAlias.objects.count() == 11


def test_an_unknown_kind_and_an_orphan_are_refused_by_the_database() -> None:
    load_tree()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(key="x:1", path="x/", kind="club", name="x", short_name="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(key="city:1", path="y/", kind="city", name="x", short_name="x")


def test_the_head_of_a_city_founds_a_branch_and_nobody_else_does() -> None:
    load_tree()
    parent = body("county:320302")
    facts: dict[str, Any] = {
        "parent": parent,
        "kind": Organisation.Kind.BRANCH,
        "key": "branch:320302-01",
        "name": "鼓楼区消保委分会（演示）",
        "short_name": "鼓楼分会",
        "at": AT,
    }
    with pytest.raises(MayNot):
        found_organisation(**facts, by=officer_of("city:411400", Role.HEAD))
    branch = found_organisation(**facts, by=officer_of("city:320300", Role.HEAD))
    assert branch.is_within(body("city:320300"))
    assert branch.path.endswith("320302/320302-01/")
    assert events.history(branch.record_key).get().verb == "organisation founded"


def test_a_second_alliance_starts_from_its_folder_alone() -> None:
    other = alliance.load(THREE_RIVERS)
    directory.load(other, by=PROGRAM, at=AT)
    assert [node.place_name for node in Organisation.objects.cities()] == ["甲江", "乙江", "丙江"]
    assert directory.root().name == other.name
    assert directory.body_at("520171") == body("city:520100")
    assert body("county:450302").name == "乙江市石桥区消费者权益保护委员会"
    assert [(city.column, city.row) for city in other.cities] == [(1, 1), (2, 1), (2, 2)]


def test_a_clock_that_no_body_may_set_is_an_error_in_the_data(tmp_path: Path) -> None:
    for file in THREE_RIVERS.iterdir():
        (tmp_path / file.name).write_text(
            file.read_text(encoding="utf-8").replace("NEGOTIATE", "LIMITATION"), encoding="utf-8"
        )
    with pytest.raises(alliance.AllianceDataError, match="LIMITATION"):
        directory.load(alliance.load(tmp_path), by=PROGRAM, at=AT)
    assert not AdoptedClock.objects.exists()


def test_the_sealed_name_cannot_be_searched() -> None:
    from huaihai.members.models import Account

    with pytest.raises((TypeError, FieldError)):
        list(Account.objects.get_queryset().filter(display_name="演示"))
