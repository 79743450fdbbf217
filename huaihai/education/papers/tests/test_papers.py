"""Papers of a warning: what stands on them, and the texts without a picture."""

from dataclasses import replace

import pytest
from django.core.cache import caches
from django.test import Client

from huaihai.desk.papers import setting
from huaihai.education import addresses
from huaihai.education.models import Publication
from huaihai.education.papers import facts as papers_facts
from huaihai.education.papers import pages as papers_pages
from huaihai.education.papers import texts
from huaihai.education.papers.tests.papers_cast import HUGE, PLAIN, SITE, WITHDRAWN
from huaihai.education.tests.one_voice_cast import KETTLE, a_reply, a_warning, a_withdrawal, an_update


def test_an_sms_counts_its_address_and_the_loudspeaker_says_everything_twice_without_digits() -> None:
    short = texts.sms(replace(PLAIN, title="两批电水壶漏电"), scheme="https")
    assert short.messages == 1
    assert short.length <= 70
    assert short.text.endswith("看壶底的批号。 https://huaihai.example/w/1a2b3c4d")
    long = texts.sms(HUGE, scheme="https")
    assert 70 < long.length <= 134
    assert "…" in long.text
    assert texts.sms(WITHDRAWN, scheme="https").text.startswith("【淮海消费维权】已撤回")
    said = texts.loudspeaker(PLAIN)
    assert said.count("第一，先拔掉插头。第二，看壶底的批号。") == 2
    assert said.count("请拨打幺二三幺五") == 2
    assert not set(said) & set("0123456789（）()[]【】/")
    assert "撤回了" in texts.loudspeaker(WITHDRAWN)


@pytest.mark.django_db
def test_a_warning_has_papers_until_it_is_withdrawn_and_then_papers_that_say_so(client: Client) -> None:
    warning = a_warning(products=(KETTLE, replace(KETTLE, name="电热水瓶")))
    a_reply(warning)
    paper = papers_facts.of_publication(warning, base=SITE)
    assert paper.signed == "徐州市消保委、宿州市消保委 联合发布"
    assert [p.name for p in paper.products] == ["演示牌 电水壶 DS-15", "演示牌 电热水瓶 DS-15"]
    assert paper.lines_of("reply") == ["演示电器行：我们已经停售这两批。"]
    assert max(line.order for s in paper.sections for line in s.lines) == paper.count - 1

    updated = an_update(warning)
    assert papers_facts.of_publication(updated, base=SITE).dated.endswith("第 2 版")

    taken_back = papers_facts.of_publication(a_withdrawal(updated), base=SITE)
    assert taken_back.withdrawn
    assert "复检全部合格" in taken_back.withdrawn.reason
    assert not taken_back.sections
    assert not taken_back.products
    page = client.get("/warnings/kettle-leak/texts/").content.decode()
    assert "已撤回" in page


@pytest.mark.django_db
def test_the_pages_and_files_of_a_warning_open(client: Client) -> None:
    warning = a_warning()
    types = {
        "poster-a4.pdf": "application/pdf",
        "picture.png": "image/png",
        "wechat/": "text/html; charset=utf-8",
        "wechat.html": "text/html; charset=utf-8",
        "texts/": "text/html; charset=utf-8",
        "sms.txt": "text/plain; charset=utf-8",
        "loudspeaker.txt": "text/plain; charset=utf-8",
    }
    for name, content_type in types.items():
        answer = client.get(f"{warning.get_absolute_url()}{name}")
        assert (name, answer.status_code, answer["Content-Type"]) == (name, 200, content_type)
        assert client.get(f"/stories/kettle-leak/{name}").status_code == 404  # it stands elsewhere
    article = client.get("/warnings/kettle-leak/wechat.html")
    client.cookies["language"] = "en"  # the text is Chinese, whoever fetches it
    assert client.get("/warnings/kettle-leak/wechat.html").content == article.content
    client.cookies["language"] = "zh-hans"
    assert article["Content-Disposition"].startswith("attachment")
    assert not [word for word in ("<script", "<style", "<img", "class=") if word in article.content.decode()]
    assert client.get(f"/w/{addresses.code(warning)}")["Location"] == "/warnings/kettle-leak/"
    assert client.get("/w/00000000").status_code == 404
    assert client.get("/w/%25").status_code == 404


@pytest.mark.django_db
def test_an_article_is_whole_where_a_poster_is_cut_at_a_sentence_and_other_kinds_have_papers_too(
    client: Client,
) -> None:
    long = "这一句有十个字左右长。" * 60
    warning = a_warning(what=long)
    paper = papers_facts.of_publication(warning, base=SITE)
    assert paper.is_cut
    assert paper.lines_of("what")[0].endswith("长。")
    assert long in client.get("/warnings/kettle-leak/wechat.html").content.decode()
    for kind in (*Publication.ALERTS[1:], Publication.Kind.STORY):
        text = a_warning(slug=f"other-{kind}", kind=kind)
        assert client.get(f"{text.get_absolute_url()}sms.txt").status_code == 200, kind


@pytest.mark.django_db
def test_the_papers_of_an_exposure_that_ended_name_nobody() -> None:
    exposure = a_warning(slug="ended", kind="exposure", title="演示电器行拒不退款")
    paper = papers_facts.of_publication(a_withdrawal(exposure, reason="演示电器行已退款。"), base=SITE)
    everything = (
        f"{papers_pages.values(paper)} {texts.loudspeaker(paper)} {texts.sms(paper, scheme='https').text}"
    )
    assert "演示电器行" not in everything


@pytest.mark.django_db
def test_when_it_is_busy_the_page_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    a_warning()

    def busy(_asked: str, _pictures: object) -> bytes:
        raise setting.NotSetError("out of time")

    monkeypatch.setattr(setting, "_set", busy)
    caches["papers"].clear()
    answer = client.get("/warnings/kettle-leak/poster-a4.pdf")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
