"""Draws the stories of tests/triage/stories.py as they end on a phone, into docs/pictures/stories/.

    python tools/story_pictures.py http://127.0.0.1:8000

The server must run on a demo year; nothing is sent but what anybody could type.
"""

import io
import sys
from pathlib import Path

import chromium
from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.triage.stories import STORIES, Story  # of the tree above

TO = Path("docs/pictures/stories")
PHONE: ViewportSize = {"width": 390, "height": 844}
COLOURS = 24
TALLEST = 1500


def arrive(page: Page, story: Story) -> None:
    """By taps; then the city and the sum of the story."""
    page.goto("/triage/")
    for words in story.taps:
        page.locator("main").get_by_role("link", name=words).first.click()
    if story.city:
        page.goto(f"/triage/{story.card}/?city={story.city}")
    if story.sum:
        part = page.locator(f"#sum-{story.sum}")
        page.locator("details", has=part).locator("summary").click()
        for name, value in story.typed:
            field = part.locator(f"[name={story.sum}-{name}]")
            if field.first.get_attribute("type") != "radio":
                field.fill(value)
        part.get_by_role("button", name="算一算").click()


def main() -> None:
    """All of them."""
    TO.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.found(), args=["--no-sandbox"])
        page = browser.new_page(
            base_url=sys.argv[1], viewport=PHONE, locale="zh-CN", java_script_enabled=False
        )
        for story in STORIES:
            arrive(page, story)
            picture = Image.open(io.BytesIO(page.locator("main").screenshot())).convert("RGB")
            picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
            file = TO / f"{story.key}.png"
            picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
            print(file, picture.size, file.stat().st_size)
        browser.close()


if __name__ == "__main__":
    main()
