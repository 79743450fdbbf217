"""Old pages made for the tests: web pages, Word files and texts, in any encoding."""

import io
import zipfile
from xml.sax.saxutils import escape

from huaihai.education.importing.files import Handed

SENTENCE = "徐州市消费者权益保护委员会提醒广大消费者，办理预付卡应当签订书面合同，发现经营者停业应及时投诉。"
MORE = "商家关门前常有大幅优惠，请不要一次存入太多钱；卡里的钱退不了，可以拨打电话投诉，我们帮您。"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def handed(name: str, raw: bytes) -> Handed:
    return Handed(name, raw, len(raw))


def text_file(encoding: str = "utf-8", *, text: str = "", name: str = "old.txt") -> Handed:
    words = text or f"预付卡退费提示\n2019年3月5日 来源：演示消费报\n{SENTENCE}\n{MORE}\n"
    return handed(name, words.encode(encoding))


def web_page(
    encoding: str = "gbk",
    *,
    declared: str = "gb2312",
    title: str = "预付卡退费提示",
    body: str = f"<p>{SENTENCE}</p><p>{MORE}</p>",
    head: str = "2019-03-05 来源：演示消费报 浏览次数：33",
    name: str = "old.html",
) -> Handed:
    """A page as old site software wrote it: laid out with a table, full of things that are not its text."""
    page = f"""<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}">
<title>{title}_徐州消费网</title><script>var 广告 = "不是正文";</script><style>p{{color:red}}</style></head><body>
<div class="nav"><a href="/">首页</a><a href="/n">消费新闻</a><a href="/t">投诉指南</a></div>
<div style="display: none">这些字是给搜索引擎看的，人看不见，也不该进正文，不该进正文，不该进正文。</div>
<table width="900"><tr><td width="200"><ul><li><a href="/1">导航一</a></li><li><a href="/2">导航二</a></li></ul></td>
<td><h1>{title}</h1><p>{head}</p><div class="TRS_Editor">{body}</div><p>【打印】【关闭】</p></td></tr></table>
<div id="footer">版权所有 演示 不得转载</div></body></html>"""
    return handed(name, page.encode(encoding))


def word_file(*paragraphs: str, parts: dict[str, bytes] | None = None, name: str = "old.docx") -> Handed:
    """A Word file of ready paragraphs (see `p`); `parts` replace or add parts."""
    document = (
        f'<?xml version="1.0"?><w:document xmlns:w="{_W}"><w:body>{"".join(paragraphs)}</w:body></w:document>'
    )
    inside = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": document.encode(),
        "word/styles.xml": (
            f'<w:styles xmlns:w="{_W}"><w:style w:styleId="a1"><w:name w:val="heading 1"/></w:style></w:styles>'
        ).encode(),
        **(parts or {}),
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for part, raw in inside.items():
            package.writestr(part, raw)
    return handed(name, held.getvalue())


def p(words: str, properties: str = "") -> str:
    """One paragraph of a Word file."""
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'


def table(*rows: tuple[str, ...]) -> str:
    """A table of a Word file."""
    made = "".join(f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{made}</w:tbl>"
