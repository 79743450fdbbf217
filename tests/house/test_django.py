"""What Django itself can say about the house."""

import os
import subprocess
import sys


def test_a_public_site_passes_the_checks_for_deployment() -> None:
    public = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "huaihai.settings",
        "SITE_URL": "https://huaihai.example",
        "HUAIHAI_DEMO": "0",
        "HUAIHAI_TESTING": "",
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    checked = subprocess.run(command, env=public, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
