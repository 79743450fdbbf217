"""Debian's tesseract with its Chinese, which reads photographs of contracts (条款体检)."""

import os
import shutil
from pathlib import Path

import debian

PACKAGES = ("tesseract-ocr", "tesseract-ocr-chi-sim")
COMMAND = f"apt-get install {' '.join(PACKAGES)}"
_DATA = Path("/usr/share/tesseract-ocr")


def is_there() -> bool:
    return shutil.which("tesseract") is not None and any(_DATA.glob("*/tessdata/chi_sim.traineddata"))


def install() -> bool:
    """Where that is allowed. Without it the program runs, and asks for the words of a contract."""
    if is_there():
        return False
    if os.geteuid() == 0 and shutil.which("apt-get"):
        debian.install(*PACKAGES)
    if not is_there():
        print(
            f"setup: no tesseract, so contracts are pasted, not photographed; as root: {COMMAND}", flush=True
        )
        return False
    print(f"setup: installed {' '.join(PACKAGES)}, so that photographs of contracts are read", flush=True)
    return True
