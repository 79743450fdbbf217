"""Debian's packages, where one may install them."""

import os
import subprocess


def install(*packages: str) -> None:
    """As root. Whether it went well is seen by whoever needs them."""
    _apt("update", "-qq")
    _apt("install", "--yes", "-qq", "--no-install-recommends", *packages)


def _apt(*asked: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(("apt-get", *asked), env=quiet, stdout=subprocess.DEVNULL, check=False)
