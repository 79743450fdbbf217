"""Debian's Chromium, in which the journeys walk and pictures are taken."""

import os
from pathlib import Path

# The same engine twice: one without the window that nobody looks at, in which a journey takes two thirds of the time.
PROGRAMS = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
CHINESE_FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
PACKAGES = ("chromium-headless-shell", "fonts-noto-cjk")
COMMAND = f"apt-get install {' '.join(PACKAGES)}"


def found() -> Path | None:
    """The one named in the environment, or the quickest that is installed."""
    if named := os.environ.get("CHROMIUM"):
        return Path(named)
    return next((program for program in PROGRAMS if program.exists()), None)


def is_ready() -> bool:
    return found() is not None and CHINESE_FONT.exists()
