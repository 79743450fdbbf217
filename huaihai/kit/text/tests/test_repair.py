import pytest
from hypothesis import given
from hypothesis import strategies as st

from huaihai.kit.text.repair import repair
from huaihai.kit.text.scripts import is_traditional_char

# Pieces that make damage likely; plain random text would never hold a bracketed reading.
SPOILED = st.lists(
    st.sampled_from(
        [
            "經(jīng)",
            "濟(jì)",
            "區（qū）",
            "发(fa)",
            "投(tou)",
            "诉(su)",
            "馬",
            "乾",
            "(",
            ")",
            "（2020）",
            "，，",
            "，。",
            "重(zhòng)",
            "因?yàn)榫W",
            "購",
            "後(hou)",
            "x",
            "\n",
            "曖心",
            "費(fèi)(fèi)",
            "們(men)",
            "瞭(liǎo)",
            "麼",
        ]
    )
    | st.text(max_size=5),
    max_size=40,
).map("".join)


def test_pinyin_behind_traditional_characters_goes_and_the_text_becomes_simplified() -> None:
    done = repair("商店應(yīng)當(dāng)開(kāi)發(fā)票。")
    assert done.text == "商店应当开发票。"
    assert [(step.kind, step.count) for step in done.steps] == [("removed_toned", 4), ("simplified", 4)]


def test_full_width_brackets_count_too() -> None:
    assert repair("水壺漏電（diàn），要求退貨（huò）。").text == "水壶漏电，要求退货。"


def test_one_hit_is_enough_in_a_traditional_text() -> None:
    assert repair("水壺漏電,要求退貨(huò)").text == "水壶漏电,要求退货"


def test_one_hit_in_a_simplified_text_is_left_alone_and_doubted() -> None:
    done = repair("“發(fā)”字怎么读？请老师说一说。")
    assert done.text == "“發(fā)”字怎么读？请老师说一说。"
    assert "kept_annotation" in {doubt.kind for doubt in done.doubts}


def test_brackets_that_are_no_reading_stay_in_a_spoiled_text() -> None:
    done = repair(
        "《辦(bàn)法》(2020)規(guī)定:買(mǎi)家張某(43歲)淨(jìng)重5(kg),網(wǎng)購(taobao)的產(chǎn)品"
    )
    assert done.text == "《办法》(2020)规定:买家张某(43岁)净重5(kg),网购(taobao)的产品"


def test_a_name_with_its_reading_stays() -> None:
    done = repair("店主王朴(piáo)先生说，朴(piáo)是他的姓。")
    assert not done.changed
    assert [doubt.found for doubt in done.doubts] == ["朴(piáo)", "朴(piáo)"]


def test_dense_toneless_pinyin_goes() -> None:
    assert (
        repair("水(shui)壶漏(lou)电，店(dian)家不(bu)退款(kuan)，请帮助。").text
        == "水壶漏电，店家不退款，请帮助。"
    )


def test_sparse_toneless_pinyin_stays() -> None:
    text = "水(shui)壶漏(lou)电，店(dian)家不(bu)退款，请帮助。"
    assert repair(text).text == text


def test_pinyin_typed_with_old_letters_is_recognised() -> None:
    assert repair("開(kāi)張(zhānɡ)時(shí)廣(guăng)告說(SHUŌ)得好").text == "开张时广告说得好"


def test_doubled_punctuation_is_merged_only_in_a_spoiled_text() -> None:
    assert repair("電(diàn)視壞了，，店家不修，。").text == "电视坏了，店家不修。"
    assert repair("电视坏了，，店家不修，。").text == "电视坏了，，店家不修，。"


def test_byte_damage_is_never_changed_but_a_suggestion_is_made() -> None:
    done = repair("因?yàn)榫W購的電視壞了")
    assert done.text == "因?yàn)榫W购的电视坏了"
    [doubt] = done.doubts
    assert (doubt.kind, doubt.found, doubt.suggestion) == ("byte_damage", "因?yàn)榫W", "因为网")
    assert done.original[doubt.start : doubt.end] == "因?yàn)榫W"


@pytest.mark.parametrize("read_as", ["gbk", "latin-1"])
def test_text_read_in_the_wrong_character_set_is_kept_and_what_it_said_is_suggested(read_as: str) -> None:
    misread = "消费者权益保护法宣传".encode().decode(read_as)

    done = repair(f"好的。\n{misread}\n请留好小票。")

    assert not done.changed
    assert ("byte_damage", misread, "消费者权益保护法宣传") in [
        (doubt.kind, doubt.found, doubt.suggestion) for doubt in done.doubts
    ]


def test_what_a_wrong_character_set_left_behind_is_a_doubt_without_a_suggestion() -> None:
    done = repair("请留好锟斤拷锟斤拷，水很烫。")

    assert [(doubt.found, doubt.suggestion) for doubt in done.doubts] == [("锟斤拷锟斤拷", "")]


def test_byte_damage_that_the_bytes_do_not_explain_has_no_suggestion() -> None:
    [doubt] = repair("他说?yàn)以后再来").doubts
    assert (doubt.kind, doubt.suggestion) == ("byte_damage", "")


def test_a_known_misprint_is_shown_and_not_changed() -> None:
    done = repair("舒心消費(fèi)、曖心消費(fèi)")
    assert done.text == "舒心消费、暧心消费"
    assert [(doubt.kind, doubt.suggestion) for doubt in done.doubts] == [("correction", "暖心")]
    assert done.original[done.doubts[0].start : done.doubts[0].end] == "曖心"


def test_a_traditional_name_in_a_simplified_text_stays_and_is_doubted() -> None:
    done = repair("消费者陳某投诉网店不退款")
    assert done.text == "消费者陳某投诉网店不退款"
    assert [(doubt.kind, doubt.found) for doubt in done.doubts] == [("mixed_script", "陳")]


def test_removals_say_where_they_stood_in_the_original() -> None:
    done = repair("經(jīng)濟(jì)區")
    assert [(one.start, one.end, one.text, one.why) for one in done.removed] == [
        (1, 7, "(jīng)", "toned"),
        (8, 12, "(jì)", "toned"),
    ]
    assert all(done.original[one.start : one.end] == one.text for one in done.removed)


@given(SPOILED)
def test_repairing_twice_is_repairing_once(text: str) -> None:
    once = repair(text).text
    assert repair(once).text == once


@given(SPOILED)
def test_every_place_lies_in_the_original(text: str) -> None:
    done = repair(text)
    places = [(one.start, one.end) for one in done.removed] + [(one.start, one.end) for one in done.doubts]
    assert all(0 <= start < end <= len(text) for start, end in places)


@given(
    st.text().filter(
        lambda text: not any(char in "()（）?？\ufffd" or is_traditional_char(char) for char in text)
    )
)
def test_a_text_without_brackets_and_traditional_characters_is_unchanged(text: str) -> None:
    assert repair(text).text == text
