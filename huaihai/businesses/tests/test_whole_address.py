"""An address writes its place once, however the business wrote its street."""

import pytest

from huaihai.businesses.pages import whole_address


@pytest.mark.parametrize(
    ("code", "street", "whole"),
    [
        ("320302", "演示路 1 号", "徐州鼓楼区演示路 1 号"),
        ("320300", "徐州演示老街12号", "徐州演示老街12号"),
        ("320300", "徐州路5号", "徐州路5号"),
        ("320302", "江苏省徐州市鼓楼区演示路1号", "徐州鼓楼区演示路1号"),
        ("320302", "徐州市鼓楼区演示路1号", "徐州鼓楼区演示路1号"),
        ("320302", "徐州鼓楼区演示路1号", "徐州鼓楼区演示路1号"),
        ("320302", "", "徐州鼓楼区"),
        ("", "演示路 1 号", "演示路 1 号"),
        ("999999", "演示路 1 号", "999999演示路 1 号"),
    ],
)
def test_the_place_is_written_once(code: str, street: str, whole: str) -> None:
    assert whole_address(code, street) == whole


def test_between_the_two_stands_what_is_asked_for_if_there_are_two() -> None:
    assert whole_address("320302", "演示路 1 号", between=" ") == "徐州鼓楼区 演示路 1 号"
    assert whole_address("320300", "徐州演示路", between=" ") == "徐州演示路"
