"""What helps an officer read and write: a long story in short, and law that is cited in doubt."""

import re

import pytest
from django.test import Client

from huaihai.cases.tests.at_the_desk import NOW, case_url, do, step_url
from huaihai.record import events
from tests import cast as people
from tests.reading import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]

LONG = (
    "我于2026年11月3日在徐州市鼓楼区星空健身俱乐部办了年卡，当时付了3,800元，会员卡号：XK20261103。<b>前台</b>说随时可以退。"
    "到11月20号我再去，门口贴着停业通知，打电话给客服，客服说要等通知，一直没有下文。电话13912345678。"
    "我只上过几次课，剩下的钱还很多，找了他们好几次都没有人理。现在要求商家退还剩余的3,000元，并赔偿误工费。"
)


def test_beside_a_long_story_its_facts_lead_to_their_place(wang: Client) -> None:
    page = wang.get(case_url(people.filed(NOW, story=LONG).case)).text
    beside = page.partition('id="in-short"')[2].partition("</dl>")[0]
    facts = dict(re.findall(r'<a href="#(said-\d+)">([^<]+)</a>', beside))
    assert set(facts.values()) == {
        *("2026年11月3日", "11月20号", "3,800元", "3,000元", "会员卡号：XK20261103"),
        *("徐州市鼓楼区星空健身俱乐部", "现在要求商家退还剩余的3,000元"),
    }
    for place, words in facts.items():
        marked = page.partition(f'<mark id="{place}">')[2]
        assert re.sub(r"</?mark[^>]*>", "", marked).startswith(words)
    assert "<b>前台" not in page
    assert "13912345678" not in page


def test_a_short_story_has_none(wang: Client) -> None:
    page = wang.get(case_url(people.filed(NOW, story="2026年11月3日买的，花了3800元，坏了。").case)).text
    assert 'id="in-short"' not in page
    assert "<mark" not in page


def test_law_in_doubt_comes_back_once_and_goes_when_pressed_again(wang: Client) -> None:
    case = people.filed(NOW).case
    text = "按照《市场监督管理投诉举报处理暂行办法》第十二条，请补交小票。"
    first = do(wang, case, "supplement-request", text=text)
    assert first.status_code == 200
    assert "2026-04-14" in first.text
    assert text in first.text  # nothing is lost …
    assert fresh(case).stage == "received"  # … and nothing done
    again = do(wang, case, "supplement-request", text=text)
    assert again.status_code == 302
    assert fresh(case).stage == "supplementing"
    assert events.history(case.record_key).filter(verb="ask_supplement").count() <= 1


def test_another_doubt_is_hinted_anew_and_law_that_is_right_passes(wang: Client) -> None:
    case = people.filed(NOW).case
    old = "按照《市场监督管理投诉举报处理暂行办法》第十二条，请补交小票。"
    assert do(wang, case, "supplement-request", text=old).status_code == 200
    other = "按照20号令，请补交小票。"
    assert do(wang, case, "supplement-request", text=other).status_code == 200
    right = "按照《消费者权益保护法》第二十五条，请补交小票。"
    assert do(wang, case, "supplement-request", text=right).status_code == 302
    assert wang.get(step_url(case, "supplement")).status_code == 200
