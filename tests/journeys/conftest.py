"""A real browser on a real server: Debian's Chromium, driven by Playwright, with JavaScript on or off.

Journeys are not part of a plain `pytest`; `make test` runs them, or `pytest -m journey tests/journeys`.
"""

import os
from collections.abc import Callable, Iterator
from importlib import import_module

import chromium
import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.effort import IS_LONG

QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # no other machine is found
]
LONGEST = (
    "test_office",
    "test_one_voice",
    "test_visit_offline",
    "test_three_hearts",
    "test_sweep",
    "test_kettles",
    "test_recovering",
)
PATIENCE = 30_000  # milliseconds: of a machine that does other things, too
PHONE = (390, 844)
DESK = (1280, 900)

type OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest journeys begin first, so that none of them is waited for alone at the end."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium.found()
    if program is None:
        pytest.fail(f"no browser; as root: {chromium.COMMAND}")
    # Playwright's synchronous interface runs a loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    import_module(settings.ROOT_URLCONF)  # so that the first page of a run does not wait for every room
    # Chromium's own sandbox refuses to start as root.
    unsandboxed = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=[*QUIET, *unsandboxed])
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Opens pages for different people: each call is a browser of its own, with its own cookies.

    Anything asked from another machine, or an error in a page's script, fails the journey.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def look_at(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            faults.append(f"asked another machine: {request.url}")

    def open_one(path: str = "/", *, javascript: bool = True, size: tuple[int, int] = PHONE) -> Page:
        width, height = size
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": height},
            locale="zh-CN",
        )
        context.set_default_timeout(PATIENCE)
        context.on("request", look_at)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"script failed on {page.url}: {error}"))
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture(
    params=[True, False] if IS_LONG else [True], ids=lambda desk: f"desk-{'with' if desk else 'without'}"
)
def desk_has_javascript(request: pytest.FixtureRequest) -> bool:
    """For long journeys of several people: whoever sits at a desk has JavaScript where others have none; in
    `make test-long` also the other way round.
    """
    return bool(request.param)


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """Every journey that asks for this runs twice."""
    return bool(request.param)
