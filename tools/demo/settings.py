"""The program's settings for the player: tables made from the models, on a disk that need not outlive a power cut."""

from huaihai.settings import *  # noqa: F403 # this is what a settings module on top of another does
from huaihai.settings import DATABASES, INSTALLED_APPS

MIGRATION_MODULES = dict.fromkeys(app.rpartition(".")[2] for app in INSTALLED_APPS)
DATABASES["default"]["OPTIONS"] = {"init_command": "PRAGMA synchronous = OFF"}
LOGGING_CONFIG = None
