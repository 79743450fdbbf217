"""Forms and fields of a journey, counted: a form is a POST that ends in a redirect, a field what somebody filled in."""

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from weakref import WeakKeyDictionary

from playwright.sync_api import Page, Response

FOUND = 302
FILLED = """(button) => [...button.form.elements].filter((one) => {
    if (one.type === "checkbox" || one.type === "radio") return one.checked && !one.defaultChecked;
    if (one.type === "file") return one.files.length;
    if (one.tagName === "SELECT") return [...one.options].some((option) => option.selected !== option.defaultSelected
        && option.value);
    return ["INPUT", "TEXTAREA"].includes(one.tagName) && one.value !== one.defaultValue;
}).length"""
_filled: WeakKeyDictionary[Page, int] = WeakKeyDictionary()  # in the form that was sent last


def press(page: Page) -> None:
    """The page's one main button, once the whole page is there."""
    page.wait_for_load_state("domcontentloaded")
    button = page.locator("main form .acts").last.locator("button[type=submit]").first
    _filled[page] = button.evaluate(FILLED)
    button.click()


@dataclass
class Count:
    """Forms that were taken, by their addresses, and the fields filled in, each by person."""

    forms: dict[str, list[str]] = field(default_factory=dict)
    fields: Counter[str] = field(default_factory=Counter)

    def follow(self, page: Page, who: str) -> None:
        """From now on what is sent here counts as this person's."""
        page.on("response", partial(self._taken, page, who))

    def of(self, *people: str) -> tuple[int, int]:
        """How many forms and fields of these."""
        return sum(len(self.forms.get(one, ())) for one in people), sum(self.fields[one] for one in people)

    def _taken(self, page: Page, who: str, answer: Response) -> None:
        if answer.request.method == "POST" and answer.status == FOUND:
            self.forms.setdefault(who, []).append(answer.url)
            self.fields[who] += _filled.pop(page, 0)
