"""Debian's poppler, which draws the pages of a PDF, with what it needs for Chinese papers that bring no fonts."""

import os
import shutil

import debian

PACKAGES = ("poppler-utils", "poppler-data", "fonts-noto-cjk")
COMMAND = f"apt-get install {' '.join(PACKAGES)}"


def is_there() -> bool:
    return shutil.which("pdftoppm") is not None


def install() -> bool:
    """Where that is allowed. Without it the program runs, and hands a PDF out as it came."""
    if is_there():
        return False
    if os.geteuid() == 0 and shutil.which("apt-get"):
        debian.install(*PACKAGES)
    if not is_there():
        print(f"setup: no pdftoppm, so PDF go out as they came; as root: {COMMAND}", flush=True)
        return False
    print(
        f"setup: installed {' '.join(PACKAGES)}, so that PDF are shown as pictures of their pages", flush=True
    )
    return True
