"""What is free in the C library's memory goes back to the system."""

import platform
import subprocess
import sys

import pytest

PROGRAM = """
from pathlib import Path
from huaihai.kit import heap

def used():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

heap.share()
many = [bytearray(50_000) for _ in range(1_000)]
last = many[-1]
del many
before = used()
heap.give_back()
print(before - used())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="of glibc alone")
def test_what_lies_free_below_what_is_used_goes_back() -> None:
    asked = [sys.executable, "-c", PROGRAM]
    freed = int(subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60).stdout)
    assert freed > 20_000_000
