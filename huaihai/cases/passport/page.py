"""An offered case as one page for a receiver without a program: nothing is loaded, nothing runs."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from typing import Any, Final

from huaihai.cases.passport import codes
from huaihai.cases.passport.codes import FORMAT, Words
from huaihai.cases.passport.messages import Message
from huaihai.cases.passport.peers import Peer
from huaihai.cases.passport.shape import Case, Clock
from huaihai.kit.text.normalise import show_bidi
from huaihai.packs.words import of_country

PICTURES: Final = ("image/jpeg", "image/png")
STYLE: Final = (
    'body{font:16px/1.7 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;color:#1b2430;max-width:46em;'
    "margin:0 auto;padding:1.5em 1em 3em;overflow-wrap:anywhere}h1{font-size:1.4em;margin:.2em 0}"
    "h2{font-size:1.1em;border-bottom:1px solid #cfd6dc;margin:1.6em 0 .5em}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;"
    "padding:.3em .6em .3em 0;border-bottom:1px solid #dfe3e6;white-space:pre-line}"
    "th{color:#55616f;font-weight:normal;width:9em}.words{white-space:pre-line}.soft{color:#55616f;font-size:.88em}"
    ".answer{border:2px solid #1b2430;padding:.2em 1em;margin:1em 0}img{max-width:100%;display:block}"
    "@media print{body{max-width:none;padding:0}tr,img,.answer{break-inside:avoid}h2{break-after:avoid}}"
)
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)

TITLE: Final = Words("消费投诉移交", "A consumer complaint is offered to you")
ANSWER: Final = Words("怎样答复", "How to answer")
HOW: Final = Words(
    "请用浏览器打开下面的网址，输入另外告诉您的答复码，选“接收”或者“不接收”。答复以前，这件投诉仍由移交方负责；"
    "接收以后，对方会给出移交书，从移交书写明的时刻起由您负责。",
    "Open this address, type the code that you were told apart from this page, and accept or refuse. Until then the "
    "sender has the case; once you have accepted, a deed names the moment from which it is yours.",
)
UNTIL: Final = Words("请在这一天以前答复：", "Please answer before this day: ")
NO_CODE: Final = Words(
    "没有拿到答复码，或者打不开网址，请打电话给移交方。",
    "Without a code, or if the address does not open, please call the sender.",
)
FROM: Final = Words("移交方", "From")
TO: Final = Words("接收方", "To")
NUMBER: Final = Words("案号", "File number")
TELEPHONE: Final = Words("电话", "Telephone")
NOTE: Final = Words("附言", "Note")
FILED: Final = Words("投诉日期", "Filed on")
STANDING: Final = Words("办到哪一步", "Where it stands")
CONSUMER: Final = Words("消费者", "The consumer")
BUSINESS: Final = Words("经营者", "The business")
NAME: Final = Words("姓名", "Name")
BUSINESS_NAME: Final = Words("名称", "Name")
ADDRESS: Final = Words("地址", "Address")
LANGUAGE: Final = Words("使用语言", "Language")
MATTER: Final = Words("投诉的事", "The matter")
STORY: Final = Words("经过", "What happened")
PAID: Final = Words("已付", "Paid")
ASKS: Final = Words("要求", "Asks for")
CONSENT: Final = Words("消费者的同意", "The consumer's consent")
STEPS: Final = Words("办理经过", "Steps")
CLOCKS: Final = Words("时限", "Time limits")
BEGAN: Final = Words("起算", "began")
DUE: Final = Words("到期", "due")
PAUSED: Final = Words("暂停", "paused")
LAW: Final = Words("依据", "Law relied on")
TEXT_OF: Final = Words("文本日期", "text of")
EVIDENCE: Final = Words("证据", "Evidence")
LEFT_OUT: Final = Words("没有附上的内容", "What is left out")
NOTHING: Final = Words("没有", "nothing")
_CODE: Final = of_country().named["business_code"]
CREDIT: Final = Words(_CODE.zh, _CODE.en.capitalize())
BYTES: Final = Words("字节", "bytes")


def page(
    offer: Message,
    sender: Peer,
    *,
    receiver: str,
    answer_at: str,
    until_on: str = "",
    files: Mapping[str, bytes] | None = None,
    moment: Callable[[str], str] = str,
) -> str:
    """The page of an offer or return. The code to answer with is told apart from it.

    `receiver`: whom it is for, by name; `answer_at`: the address of the sender's site where the code is typed; `files`:
    pictures to show, by their hash; `moment`: a moment of a message as people there read it.
    """
    write = _Writer(sender.language, receiver, moment)
    return "".join(write.whole(offer, sender, answer_at, until_on, files or {}))


class _Writer:
    """In Chinese; beside it in English where that is the sender's language."""

    def __init__(self, language: str, receiver: str, moment: Callable[[str], str]) -> None:
        self.is_english = language == "en"
        self.receiver, self.moment = receiver, moment

    def whole(
        self,
        offer: Message,
        sender: Peer,
        answer_at: str,
        until_on: str,
        files: Mapping[str, bytes],
    ) -> Iterator[str]:
        case: Case = offer.body["case"]
        title = f"{self.say(TITLE)} {_safe(case['number'])}"
        names = {one["id"]: one["name"] for one in case["law"]}
        yield '<!doctype html>\n<html lang="zh-Hans"><head><meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield '<meta name="referrer" content="no-referrer">'
        yield f"<title>{TITLE.zh} {_safe(case['number'])}</title><style>{STYLE}</style></head>\n"
        yield f"<body><h1>{title}</h1>\n"
        yield self.rows(self._head(offer, sender, case))
        yield self._answer(answer_at, until_on)
        yield self._about(case)
        yield self._list(
            STEPS,
            (
                f"{_safe(one['on'])} {self.of(codes.PARTIES, one['by'])}\n{_safe(one['words'])}"
                for one in case["steps"]
            ),
        )
        yield self._list(CLOCKS, (self._clock(one, names[one["article"]]) for one in case["clocks"]))
        yield self._list(
            LAW,
            (f"{_safe(one['name'])} ({self.say(TEXT_OF)} {_safe(one['text_on'])})" for one in case["law"]),
        )
        yield self._list(EVIDENCE, (self._file(one, files) for one in case["evidence"]))
        yield self._list(LEFT_OUT, map(self._left_out, case["left_out"]))
        at = _safe(self.moment(offer.content["at"]))
        yield f'<p class="soft">{FORMAT} · {at}<br>{offer.id}<br>SHA-256 {offer.hash}</p>'
        yield "</body></html>\n"

    def say(self, words: Words) -> str:
        return f'{words.zh} <span lang="en">{escape(words.en)}</span>' if self.is_english else words.zh

    def of(self, known: Mapping[str, Words], code: str) -> str:
        return self.say(known[code])

    def rows(self, rows: Iterable[tuple[Words, str]]) -> str:
        """A table of those that say something; their texts are safe already."""
        lines = (f"<tr><th>{self.say(label)}</th><td>{text}</td></tr>" for label, text in rows if text)
        return f"<table>{''.join(lines)}</table>\n"

    def _head(self, offer: Message, sender: Peer, case: Case) -> Iterator[tuple[Words, str]]:
        yield FROM, "\n".join(map(_safe, dict.fromkeys((case["office"]["name"], sender.title, sender.name))))
        yield TELEPHONE, _safe(case["office"].get("telephone", ""))
        yield TO, _safe(self.receiver)
        yield NUMBER, _safe(case["number"])
        yield NOTE, _safe(offer.body.get("words", ""))

    def _answer(self, answer_at: str, until_on: str) -> str:
        until = f"<p>{self.say(UNTIL)}<b>{_safe(until_on)}</b></p>" if until_on else ""
        address = _safe(answer_at)
        link = (
            f'<a href="{address}" rel="noreferrer">{address}</a>'
            if answer_at.startswith("https://")
            else address
        )
        return (
            f'<div class="answer"><h2>{self.say(ANSWER)}</h2><p>{self.say(HOW)}</p><p><b>{link}</b></p>{until}'
            f'<p class="soft">{self.say(NO_CODE)}</p></div>\n'
        )

    def _about(self, case: Case) -> str:
        person, business = case["consumer"], case["business"]
        asks = (
            self.of(codes.REMEDIES, one["remedy"]) + (f" {self._sum(one['fen'])}" if "fen" in one else "")
            for one in case["asks"]
        )
        of_consumer = [
            (NAME, _safe(person.get("name", ""))),
            (TELEPHONE, _safe(person.get("telephone", ""))),
            (ADDRESS, _safe(person.get("address", ""))),
            (LANGUAGE, self.of(codes.LANGUAGES, person["language"])),
            (CONSENT, f"{_safe(case['consent']['given_on'])}\n{_safe(case['consent']['words'])}"),
        ]
        of_business = [
            (BUSINESS_NAME, _safe(business["name"])),
            (CREDIT, _safe(business.get("credit_code", ""))),
            (TELEPHONE, _safe(business.get("telephone", ""))),
            (ADDRESS, _safe(business.get("address", ""))),
        ]
        matter = [
            (FILED, _safe(case["filed_on"])),
            (STANDING, self.of(codes.STANDINGS, case["standing"])),
            (STORY, _safe(case["story"])),
            (PAID, self._sum(case["paid_fen"]) if "paid_fen" in case else ""),
            (ASKS, "\n".join(asks)),
        ]
        parts = ((MATTER, matter), (CONSUMER, of_consumer), (BUSINESS, of_business))
        return "".join(f"<h2>{self.say(title)}</h2>{self.rows(rows)}" for title, rows in parts)

    def _list(self, title: Words, items: Iterable[str]) -> str:
        lines = "".join(f'<li class="words">{one}</li>' for one in items)
        return f"<h2>{self.say(title)}</h2>" + (
            f"<ul>{lines}</ul>\n" if lines else f"<p>{self.say(NOTHING)}</p>\n"
        )

    def _clock(self, clock: Clock, article: str) -> str:
        term = self.of(codes.COUNTED, clock["counted"])
        due = self.moment(clock["due_at"]) if "due_at" in clock else clock["due_on"]
        pauses = "".join(
            f"\n{self.say(PAUSED)} {_safe(one['from_on'])}–{_safe(one.get('until_on', ''))} {_safe(one['words'])}"
            for one in clock["pauses"]
        )
        return (
            f"<b>{_safe(clock['what'])}</b> {self.of(codes.STATES, clock['state'])} "
            f"{_safe(clock.get('ended_on', ''))}\n"
            f"{self.of(codes.PARTIES, clock['owner'])} · {clock['number'] or ''} {term} · "
            f"{self.of(codes.CALENDARS, clock['calendar'])} · {_safe(article)}\n"
            f"{self.say(BEGAN)} {_safe(clock['began_on'])} · {self.say(DUE)} <b>{_safe(due)}</b>{pauses}"
        )

    def _file(self, one: Any, files: Mapping[str, bytes]) -> str:
        name = _safe(one["name"])
        data = files.get(one["sha256"]) if one["kind"] in PICTURES else None
        picture = (
            f'<img alt="{name}" src="data:{one["kind"]};base64,{base64.b64encode(data).decode()}">'
            if data
            else ""
        )
        return (
            f"{name} · {self.of(codes.PARTIES, one['given_by'])} · {_safe(one['given_on'])} · {_safe(one['kind'])} · "
            f'{one["size"]} {self.say(BYTES)}\n<span class="soft">SHA-256 {one["sha256"]}</span>{picture}'
        )

    def _left_out(self, one: Any) -> str:
        words = f"\n{_safe(one['words'])}" if "words" in one else ""
        file = f'\n<span class="soft">SHA-256 {one["sha256"]}</span>' if "sha256" in one else ""
        return f"{self.of(codes.WHATS, one['what'])}：{self.of(codes.WHYS, one['why'])}{words}{file}"

    def _sum(self, fen: int) -> str:
        money = of_country().money
        return f"{money.plain(fen)} {self.say(Words(money.name.zh, money.name.en))}"


def _safe(text: str) -> str:
    """Hostile text: nothing of it is markup, and marks that turn the reading direction are visible."""
    return escape(show_bidi(text))
