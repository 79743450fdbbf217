"""The real article: local data, read here and never copied."""

import re
from datetime import date

import pytest
from django.test import Client

from huaihai.education.loading import prepare, store
from huaihai.education.tests.cast import AT, BY
from huaihai.kit.text.tests.shared import shared_file


@pytest.mark.django_db
def test_the_seed_article_is_online_in_clean_chinese_and_found_in_three_spellings(client: Client) -> None:
    raw = shared_file("seed-article.txt").read_bytes()
    publication, _ = store(prepare(raw, "utf-8-sig"), by=BY, at=AT)
    page = client.get(publication.get_absolute_url()).content.decode()
    assert not re.search(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+[)）]", page)
    assert publication.published_on == date(2020, 12, 1)
    assert publication.current.source_name == "中国消费者报"
    assert client.get(f"{publication.get_absolute_url()}original.txt").content == raw
    for query in ("淮海经济区", "淮海經濟區", "淮海經(jīng)濟(jì)區(qū)"):
        assert publication.get_absolute_url() in client.get("/search/", {"q": query}).content.decode()
