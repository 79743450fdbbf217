"""Settings, from the environment. Each variable is in docs/guides/operators.md."""

import os
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from huaihai import alliance
from huaihai.kit import database_address, demo_keys, environment, first_keys, keyring, proxies
from huaihai.packs import languages

environment.read_files()

ROOT = Path(__file__).resolve().parent.parent
VAR = keyring.folder()
environment.place_keys(VAR / keyring.FILE)
DEMO = os.environ.get("HUAIHAI_DEMO", "0") == "1"
DEMO_DAY = date(2026, 11, 26)  # a working Thursday; the demo year is the twelve months before it
DEBUG = os.environ.get("HUAIHAI_DEBUG") == "1"
SITE_URL = os.environ.get("SITE_URL", "").rstrip("/")
# Where the site stands as long as nobody said where: `huaihai serve` tells the process that serves.
SERVED_AT = os.environ.get("HUAIHAI_SERVED_AT", "http://127.0.0.1:8000")
ALLOWED_HOSTS = (
    [host.strip() for host in os.environ["HUAIHAI_HOSTS"].split(",")]
    if os.environ.get("HUAIHAI_HOSTS")
    else ["127.0.0.1", "localhost", "[::1]"] + ([urlsplit(SITE_URL).hostname or ""] if SITE_URL else [])
)
# A demo of its own beside this installation, where new officers practise (docs/guides/one-node.md).
PRACTICE_URL = os.environ.get("PRACTICE_URL", "")
SECURE = SITE_URL.startswith("https://")
COOKIES = "__Host-" if SECURE else ""  # no other host of the domain can set one of that name
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []

# The rooms that are Django apps; law is plain Python.
ROOMS = [
    "kit",
    "record",
    "members",
    "desk",
    "governance",
    "businesses",
    "cases",
    "compensation",
    "prepaid",
    "education",
    "supervision",
    "brands",
    "insight",
    "front",
]
INSTALLED_APPS = [
    *(f"huaihai.{room}" for room in ROOMS),  # first, so that our words win over those of libraries
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "huaihai.kit.request_numbers.RequestNumberMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huaihai.kit.compression.CompressionMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "huaihai.kit.middleware.UnavailableMiddleware",
    "huaihai.kit.middleware.SessionMiddleware",
    "huaihai.kit.middleware.PrivateMiddleware",
    "huaihai.kit.middleware.PreferenceMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "huaihai.members.sessions.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "huaihai.urls"
WSGI_APPLICATION = "huaihai.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "huaihai" / "kit" / "templates", ROOT / "huaihai" / "members" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huaihai.kit.context.site",
                "huaihai.desk.frame.side",
            ]
        },
    }
]


def _database(url: str | None) -> dict[str, Any]:
    """SQLite in `var/` unless a PostgreSQL address is given."""
    if not url:
        return {
            "ENGINE": "huaihai.kit.sqlite",
            "NAME": VAR / "huaihai.sqlite3",
            "CONN_MAX_AGE": None,  # to open one takes 4 ms: it reads all tables and indexes
            "CONN_HEALTH_CHECKS": True,  # that the file is still the same
            "TEST": {"NAME": VAR / "test.sqlite3"},  # a file: tests of two officers need two connections
        }
    return database_address.read(url)


DATABASES = {"default": _database(os.environ.get("DATABASE_URL"))}
if os.environ.get("HUAIHAI_PUBLIC") == "1":  # set by `huaihai verify --public`
    KEYRING = keyring.throwaway()
else:
    first_keys.refuse_unless_empty(VAR, DATABASES["default"])
    KEYRING = keyring.load_or_create(VAR, alliance.load().city_codes)
if DEMO:
    KEYRING = demo_keys.joined_to(KEYRING)
SECRET_KEY = KEYRING.signing
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # What has to hold stands in the database (kit.brakes); here is what may go at any moment.
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
    "computed": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "computed"},
    # Posters and pictures, by the fingerprint of what stands on them: set once, shared by all processes.
    "papers": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "papers",
        "TIMEOUT": int(timedelta(days=30).total_seconds()),
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}

LANGUAGES = [(one.code, one.name) for one in languages.offered()]
LANGUAGE_CODE = LANGUAGES[0][0]
LANGUAGE_COOKIE_NAME = f"{COOKIES}language"
LARGE_TEXT_COOKIE_NAME = f"{COOKIES}large_text"
LOCALE_PATHS = [languages.texts(), ROOT / "huaihai" / "locale"]
TIME_ZONE = alliance.load().country.zone
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or os.environ.get("HUAIHAI_TESTING")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILES = VAR / "files"  # sealed originals and derivatives, outside the web root; or whatever is on its way …
_S3 = {
    "bucket_name": os.environ.get("HUAIHAI_S3_BUCKET", ""),
    "endpoint_url": os.environ.get("HUAIHAI_S3_ENDPOINT", ""),
    "region_name": os.environ.get("HUAIHAI_S3_REGION", "us-east-1"),
    "access_key": os.environ.get("HUAIHAI_S3_ACCESS_KEY", ""),
    "secret_key": os.environ.get("HUAIHAI_S3_SECRET_KEY", ""),
}
BUCKET = {name: value for name, value in _S3.items() if value} if _S3["bucket_name"] else {}  # … to a bucket
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "huaihai.kit.filestore.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
EVIDENCE_MAX_BYTES = 25 * 1024 * 1024
PDFTOPPM = shutil.which("pdftoppm") or ""  # poppler's; without it a PDF goes out as it came
PDFTOTEXT = shutil.which("pdftotext") or ""
_HAS_CHINESE = any(Path("/usr/share/tesseract-ocr").glob("*/tessdata/chi_sim.traineddata"))
TESSERACT = (
    shutil.which("tesseract") or "" if _HAS_CHINESE else ""
)  # without it contracts are not photographed
CLAMD = os.environ.get("HUAIHAI_CLAMD", "")

AUTH_USER_MODEL = "members.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "huaihai.members.password_words.NamesOfTheHouse"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "desk"
AUTHENTICATION_BACKENDS = ["huaihai.members.backends.Backend"]
# allauth (the members room)
HUAIHAI_ACTOR_SOURCES = ["huaihai.businesses.rights.of_account"]  # asked for accounts that hold no post
HUAIHAI_VISITS = "huaihai.cases.visits.still_open"  # asked which cases a session still opens
HUAIHAI_DESKS = {"officer": "office", "business": "business-desk"}  # where each lands after signing in
ACCOUNT_ADAPTER = "huaihai.members.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_RATE_LIMITS = False  # members.tries counts, in the database
MFA_ADAPTER = "huaihai.members.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_FORMS = {
    "authenticate": "huaihai.members.forms.CodeForm",
    "authenticate_webauthn": "huaihai.members.forms.PasskeyForm",
}
# end of allauth

SESSION_ENGINE = "huaihai.kit.sessions"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())  # a consumer's draft; staff: see members
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIES}sessionid", f"{COOKIES}csrftoken"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = False  # the proxy in front does it
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
PROXIES = proxies.networks(os.environ.get("HUAIHAI_PROXIES") or proxies.THIS_MACHINE)
# Who may read /metrics: these networks, or whoever shows the token.
WATCHERS = proxies.networks(os.environ.get("HUAIHAI_WATCHERS") or proxies.THIS_MACHINE, "HUAIHAI_WATCHERS")
METRICS_TOKEN = os.environ.get("HUAIHAI_METRICS_TOKEN", "")
# The proxy redirects to HTTPS; subdomains and preload lists are for whoever owns the domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'"],
}
CSRF_FAILURE_VIEW = "huaihai.front.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Webhooks go to the open network over TLS; for a trial, also to this machine itself.
WEBHOOKS_TO_LOOPBACK = os.environ.get("HUAIHAI_WEBHOOKS_TO_LOOPBACK") == "1"
# Official texts of statutes, files or folders, looked through at every start (education/library).
LAW_TEXTS = [Path(path) for path in os.environ.get("HUAIHAI_LAW_TEXTS", "").split(os.pathsep) if path]
FALL_DUE_BRAKE = 500  # acts of one run of `record fall-due` above which it stops and asks for --release

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "huaihai.kit.log_lines.OneRecord",
            "fmt": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        },
        "json": {"()": "huaihai.kit.log_lines.OneObject"},
    },
    "filters": {
        "secret paths": {"()": "huaihai.kit.log_paths.HidesSecretPaths"},
        "outages": {"()": "huaihai.kit.outages.SaysItInOneLine"},
        "number": {"()": "huaihai.kit.request_numbers.AddsNumber"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if os.environ.get("HUAIHAI_LOG") == "json" else "line",
            "filters": ["secret paths", "outages", "number"],
        },
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}
