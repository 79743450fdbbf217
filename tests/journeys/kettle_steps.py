"""What the journey of the kettles stands on: the day, the office at its browsers, and the laboratory's part."""

import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import xlsxwriter
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from huaihai.members.models import Account
from huaihai.supervision.models import Laboratory, Project, Sample
from huaihai.supervision.testing.laboratory import sheets
from huaihai.supervision.testing.tests import measured
from huaihai.supervision.tests.people import MONDAY, People
from tests import posts

from .conftest import DESK, OpenPage
from .counting import Count, press

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Day:
    """What the program takes for now."""

    def __init__(self) -> None:
        self.now = MONDAY

    def move(self, *, days: int = 0, hours: int = 0) -> datetime:
        self.now += timedelta(days=days, hours=hours)
        return self.now


@dataclass
class Office:
    """The staff, each at a browser of the own."""

    people: People
    open_page: OpenPage
    pages: dict[str, Page]
    count: Count = field(default_factory=Count)

    def desk(self, name: str) -> Page:
        if name not in self.pages:
            page = self.pages[name] = self.open_page("/staff/sign-in/", size=DESK, javascript=False)
            client = Client()
            posts.sign_in(client, Account.objects.get(username=name.replace("_", "-")))
            session = client.cookies[settings.SESSION_COOKIE_NAME]
            page.context.add_cookies([{"name": session.key, "value": session.value, "url": page.url}])
            self.count.follow(page, name)
        return self.pages[name]


def done(page: Page) -> None:
    """The step was taken: a banner says so."""
    expect(page.locator(".banner.success").first).to_be_visible()


def step(page: Page, address: str, **fields: str) -> None:
    """A page with one form: filled in and sent."""
    page.goto(address)
    for name, value in fields.items():
        if page.locator(f'[name="{name}"][type=radio]').count():
            page.check(f'[name="{name}"][value="{value}"]')
        elif page.locator(f'select[name="{name}"]').count():
            page.select_option(f'[name="{name}"]', value)
        else:
            page.fill(f'[name="{name}"]', value)
    press(page)
    done(page)


def contract(desk: Page, project: Project) -> Laboratory:
    """A laboratory, which has its secret link at once."""
    step(
        desk,
        f"{project.office_url}laboratories/new/",
        name="演示检测中心",
        cma="演示CMA0001",
        cma_until="2028-12-31",
        contract="演示合同7",
        contract_on="2026-11-03",
    )
    return Laboratory.objects.get()


def receive(page: Page, address: str) -> None:
    """The laboratory confirms that all of the newest batch came whole."""
    page.goto(address)
    page.get_by_role("link", name="确认收样").click()
    press(page)
    done(page)


def measure(page: Page, address: str, other: dict[str, dict[str, str]] | None = None) -> None:
    """The laboratory downloads its sheet, fills in the readings, and sends it back."""
    sheet = page.request.get(f"{address}readings.xlsx").body()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    owner = dict(Sample.objects.values_list("code", "product"))
    head = [str(cell).rpartition("[")[2].rstrip("]") for cell in rows[0]]
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False})
    out = book.add_worksheet(sheets.SHEET)
    out.write_row(0, 0, rows[0])
    for number, row in enumerate(rows[1:], start=1):
        line: dict[str, Any] = dict(zip(head, row, strict=True))
        product, item = owner[str(line["sample"])], str(line["item"])
        changed = (other or {}).get(product, {}).get(item) if line["round"] == "retest" else None
        line["value"] = line["value"] or changed or measured.value(product, item, int(line["n"]))
        out.write_row(number, 0, [str(line[name]) for name in head])
    book.close()
    page.goto(address)
    payload = {"name": "readings.xlsx", "mimeType": XLSX, "buffer": written.getvalue()}
    page.set_input_files("[name=sheet]", payload)  # type: ignore[arg-type]  # a payload
    page.locator("main form button[type=submit]").last.click()
    done(page)
