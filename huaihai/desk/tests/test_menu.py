"""The menu of the office: what rooms hand in, in one order, without what does not open for the reader."""

from typing import Any, cast

from django.utils import translation

from huaihai.desk.menu import groups_for
from huaihai.kit.side import Group

ORDER = ["Deciding", "Together", "One action", "Three hearts", "One aim", "One voice", "Cases", "Yourself"]


class Reader:
    """As much of an actor as the menu asks about."""

    def __init__(self, *, may_open_files: bool) -> None:
        self.may_open_files = may_open_files


def menu(current: str = "", *, may_open_files: bool = True) -> list[Group]:
    return groups_for(cast("Any", Reader(may_open_files=may_open_files)), current)


def test_all_rooms_stand_in_one_order() -> None:
    with translation.override("en"):
        assert [str(group.title) for group in menu()] == ORDER
    assert [len(group.items) for group in menu()] == [6, 5, 2, 5, 6, 7, 2, 1]


def test_what_shows_complaint_files_is_for_those_who_may_open_them() -> None:
    with translation.override("en"):
        seen = {str(item.label) for group in menu(may_open_files=False) for item in group.items}
        every = {str(item.label) for group in menu() for item in group.items}
    assert every - seen == {"People's own words", "Complaints desk", "Consultations"}


def test_one_entry_is_the_page_that_is_open() -> None:
    current = [item for group in menu("alarms") for item in group.items if item.is_current]
    assert [item.url for item in current] == ["/office/insight/alarms/"]
