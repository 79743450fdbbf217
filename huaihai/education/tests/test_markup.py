from huaihai.education.markup import Block, Correction, Span, blocks, plain_text


def test_our_own_texts_have_headings_lists_remarks_and_strong_words() -> None:
    text = "一段\n接着**要紧**。\n\n## 标题\n\n- 一\n- 二\n\n> 提醒"
    assert blocks(text, is_marked_up=True) == [
        Block("paragraph", ((Span("一段接着"), Span("要紧", "strong"), Span("。")),)),
        Block("heading", ((Span("标题"),),)),
        Block("list", ((Span("一"),), (Span("二"),))),
        Block("remark", ((Span("提醒"),),)),
    ]


def test_an_imported_text_is_never_read_as_markup_and_plain_text_is_what_a_reader_sees() -> None:
    assert blocks("## 不是标题\n\n- 不是**列表**", is_marked_up=False) == [
        Block("paragraph", ((Span("## 不是标题"),),)),
        Block("paragraph", ((Span("- 不是**列表**"),),)),
    ]
    assert plain_text("## 标题\n\n- **一**\n- 二", is_marked_up=True) == "标题\n一\n二"


def test_an_editors_correction_is_a_span_of_its_own() -> None:
    [block] = blocks("舒心、暧心、暧心", is_marked_up=False, corrections=[Correction("暧心", "暖心", "曖心")])
    spoken = [(span.text, span.kind, span.was) for span in block.lines[0]]
    assert spoken == [
        ("舒心、", "plain", ""),
        ("暖心", "corrected", "曖心"),
        ("、", "plain", ""),
        ("暖心", "corrected", "曖心"),
    ]


def test_a_picture_stands_on_a_line_of_its_own() -> None:
    found = blocks("前文\n\n![壶底 的批号](2)\n后文 ![不是](3)", is_marked_up=True)
    assert [(one.kind, one.number, one.words) for one in found] == [
        ("paragraph", 0, "前文"),
        ("picture", 2, "壶底 的批号"),
        ("paragraph", 0, "后文 ![不是](3)"),
    ]
    assert plain_text("![](1)", is_marked_up=True) == ""
