"""Of which goods the business has to prove: each doubt belongs to a category, and says no more than the articles."""

from huaihai.law import kinds
from huaihai.law.library import article_at

DOUBTS = {kind.code: kind.proof for kind in kinds.BY_CODE.values() if kind.proof}


def test_each_doubt_is_about_a_category_and_says_so_in_both_languages() -> None:
    assert set(DOUBTS) <= {one.code for one in kinds.CATEGORIES}
    assert all(words.zh.endswith("。") and words.en.endswith(".") for words in DOUBTS.values())


def test_what_is_named_is_what_the_articles_say() -> None:
    law, shandong = article_at("consumer-rights-law/23"), article_at("shandong-regulation/28")
    assert law
    assert shandong
    assert all(name in law.summary_zh for name in ("电脑", "电视", "冰箱", "空调", "洗衣机"))
    assert "手机" not in law.summary_zh
    assert all(name in shandong.summary_zh for name in ("手机", "照相机", "摄像机"))
    assert all(name in DOUBTS["G01"].zh for name in ("电脑", "洗衣机", "山东", "手机、照相机、摄像机"))
