"""How many bytes a first visit to the home page takes."""

import gzip
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from benchmarks.table import Weight

ASSET = re.compile(r'(?:href|src)="(/static/[^"?]+)"')


def weigh() -> Weight:
    """The home page, and each file it names."""
    html = Client().get("/").content
    names = {name.removeprefix(settings.STATIC_URL) for name in ASSET.findall(html.decode())}
    files = [Path(str(finders.find(name))) for name in sorted(names)]
    assets = sum(len(gzip.compress(file.read_bytes())) for file in files)
    return Weight(len(html), len(gzip.compress(html)), assets)
