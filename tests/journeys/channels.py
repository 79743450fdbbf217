"""Every channel on which a warning stands, as somebody outside fetches it; and the receipts, as the staff read them."""

from collections.abc import Sequence

from lxml import etree
from playwright.sync_api import Page, expect

from huaihai.education.feeds.tests import validity
from huaihai.education.models import Edition, Publication

ATOM, CAP = "{http://www.w3.org/2005/Atom}", "{urn:oasis:names:tc:emergency:cap:1.2}"
SCOPES = ("/warnings", "/cities/320300/warnings", "/cities/341300/warnings")
FEEDS = [(f"{scope}.{form}", form) for scope in SCOPES for form in ("atom", "rss", "json")]
TYPES = {"first": "Alert", "update": "Update", "withdrawal": "Cancel"}
PDF, PNG = b"%PDF", b"\x89PNG"


class Channels:
    """What a reader outside finds of one publication."""

    def __init__(self, page: Page, publication: Publication) -> None:
        self.page, self.publication = page, publication
        self.path = publication.get_absolute_url()

    def fetch(self, path: str) -> bytes:
        """What this address answers."""
        answer = self.page.request.get(path)
        assert answer.ok, f"{path} answered {answer.status}"
        return answer.body()

    def words(self, path: str) -> str:
        """The same as text."""
        return self.fetch(path).decode()

    def feed(self, path: str, form: str) -> str:
        """A feed, which is what its schema says."""
        found = self.fetch(path)
        assert validity.faults(form, found) == []
        return found.decode()

    def say(self, editions: Sequence[Edition], title: str, batch: str, *more: str) -> None:
        """Title and batch on every channel that has them; `more` stands on the page and in the feeds."""
        self.page.goto(self.path)
        for said in (title, batch, *more):
            expect(self.page.locator("main")).to_contain_text(said)
        for feed, form in FEEDS:
            found = self.feed(feed, form)
            assert all(said in found for said in (title, batch, *more)), feed
        texts = [f"{self.path}{name}" for name in ("sms.txt", "loudspeaker.txt", "wechat.html", "texts/")]
        lists = ["/warnings/", "/cities/320300/warnings/", "/cities/341300/warnings/", "/embed/warnings/"]
        assert all(title in self.words(place) for place in [*texts, *lists])
        assert batch in self.words(f"{self.path}wechat.html")
        assert batch in self.words("/check/products.json")
        message = self.message(editions)
        batches = [one.findtext(f"{CAP}value") for one in message.iter(f"{CAP}parameter")]
        assert batch in batches

    def never_say(self, words: str) -> None:
        """What was wrong stands in no product any more."""
        products = self.words("/check/products.json") + self.words("/warnings.json")
        assert words not in products.replace("\\n", "\n")

    def papers(self) -> list[bytes]:
        """Posters and the long picture."""
        found = [
            self.fetch(f"{self.path}{name}") for name in ("poster-a4.pdf", "poster-a3.pdf", "picture.png")
        ]
        assert [one[:4] for one in found] == [PDF, PDF, PNG]
        return found

    def are_withdrawn(self, editions: Sequence[Edition], reason: str) -> None:
        """The page says so first of all, and so do lists, feeds, papers and CAP; its products are warned of no more."""
        self.page.goto(self.path)
        banner = self.page.locator("main .note.late").first
        expect(banner).to_contain_text("撤回")
        expect(banner).to_contain_text(reason)
        for feed, form in FEEDS:
            found = self.feed(feed, form)
            assert "【已撤回】" in found, feed
            assert reason in found, feed
        for place in ("/warnings/", "/embed/warnings/", f"{self.path}sms.txt", f"{self.path}loudspeaker.txt"):
            assert "撤回" in self.words(place), place
        assert self.publication.title not in self.words("/check/products.json")
        self.papers()
        assert self.message(editions).findtext(f"{CAP}note") == reason

    def message(self, editions: Sequence[Edition]) -> etree._Element:  # lxml's own name
        """The newest CAP message: of the right type, and it refers to all before it."""
        index = etree.fromstring(self.fetch("/warnings/cap.atom"))
        entries = index.findall(f"{ATOM}entry")
        assert len(entries) == len(editions)
        ids = [f"urn:uuid:{edition.pk}" for edition in reversed(editions)]
        assert [entry.findtext(f"{ATOM}id") for entry in entries] == ids
        newest = entries[0].find(f"{ATOM}link")
        assert newest is not None
        document = self.fetch(newest.get("href", ""))
        assert validity.faults("cap", document) == []
        message = etree.fromstring(document)
        assert message.findtext(f"{CAP}msgType") == TYPES[editions[-1].purpose]
        references = (message.findtext(f"{CAP}references") or "").split()
        assert [one.split(",")[1] for one in references] == [str(one.pk) for one in editions[:-1]]
        return message


def read_receipts(desk: Page, publication: Publication, editions: list[Edition]) -> None:
    """The page of receipts says what was done: each channel, each first receiver, all three editions."""
    desk.goto(f"/office/publications/{publication.pk}/")
    desk.get_by_role("link", name="谁收到了").click()
    main = desk.locator("main")
    expect(main).to_contain_text(
        "此前共 3 个接收人收到过原文。撤回通知： 已发送 3，等待 0，未能送达 0，此前已退订 0。"
    )
    fetched, *sent, receivers = (main.locator("table").nth(n) for n in range(5))
    assert editions[1].version is not None
    print_of_text = editions[1].version.document_hash[:12]
    rows = fetched.locator("tbody tr")
    assert rows.count() >= 13
    for row in rows.all():
        expect(row).to_contain_text(print_of_text)
        expect(row).to_contain_text("一致")
        expect(row).not_to_contain_text("不一致")
        expect(row).to_contain_text("已标明撤回")
    for edition, table in zip(editions, sent, strict=True):
        counts = [cells.locator("td").all_inner_texts()[:5] for cells in table.locator("tbody tr").all()]
        assert counts == [["1", "0", "0", "0", "0"]] * 3, edition.number  # e-mail, SMS, press
        expect(main.locator("h3", has_text=edition.text_hash[:12])).to_have_count(1)
    expect(main.locator("h3", has_text=print_of_text)).to_have_count(1)  # the correction's
    for address in ("re***@example.com", "138****1234", "演示晚报"):
        told = receivers.locator("tr", has_text=address).locator("td").all_inner_texts()
        assert len(told) == 3
        assert all("已发送" in words for words in told)
    expect(main).not_to_contain_text("reader@example.com")
