"""`huaihai serve`: gets everything ready, says what it did and how long it took, and serves the pages; with `--role`
the pages alone, or a part of the background alone."""

import argparse
import os
import socket
import time
from collections.abc import Callable

THREADS = 8  # that answer at once
FEW = 2  # where nobody but a watcher asks
ROLES = ("all", "web", "worker", "timer")
SHOW_PAGES = ("all", "web")


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = groups.add_parser("serve", help="prepare the database and serve the pages, in one process")
    serve.add_argument(
        "--role",
        choices=ROLES,
        default="all",
        help="all (default): pages and background; web: pages; worker: what leaves; timer: what falls due. "
        "Several of each may run on one PostgreSQL",
    )
    serve.add_argument("--port", type=int, default=8000, help="default: 8000")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen at (default: 127.0.0.1)")
    serve.set_defaults(run=run_serve, needs_django=True)


def run_serve(args: argparse.Namespace) -> int:
    from huaihai.kit import speaking

    refusal = cannot_listen(args.host, args.port)
    if refusal:
        speaking.refuse(refusal)
        return 2
    began = time.monotonic()
    if not _prepare():
        return 2
    site = f"http://{args.host}:{args.port}"
    if args.role in SHOW_PAGES:
        _invite_first_administrator(site)
    _serve(args.host, args.port, args.role, began)
    return 0


def cannot_listen(host: str, port: int) -> str:
    """Why nobody can listen there, in one line; "" if one can."""
    from django.utils.translation import gettext as _

    if not 0 < port < 65536:
        return _("%d is no port: choose one between 1 and 65535") % port
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        words = _("cannot listen at %(host)s:%(port)d (%(why)s); choose another with --port")
        return words % {"host": host, "port": port, "why": error.strerror}
    return ""


def _prepare() -> bool:
    """Each step in turn, one start at a time. A second start finds everything done and costs little."""
    from django.db import Error
    from django.utils.translation import gettext as _

    from huaihai.alliance import AllianceDataError
    from huaihai.front import starting
    from huaihai.front.demo import installing
    from huaihai.kit import locks, speaking

    os.umask(0o077)  # what this process writes is for its user alone
    try:
        _step(_("folder"), starting.close_folder)
        words = _("another start prepares this database; waiting …")
        with locks.alone("start", lambda: print(f"huaihai: {words}", flush=True)):
            _prepare_alone()
    except (Error, OSError, AllianceDataError, installing.CannotLoad) as error:
        speaking.refuse(error)
        return False
    return True


def _prepare_alone() -> None:
    from django.conf import settings
    from django.utils.translation import gettext as _

    from huaihai.front import starting
    from huaihai.front.demo import installing

    _step(_("database"), starting.migrate)
    if settings.DEMO:
        _step(_("demo year"), starting.load_demo)
    installing.refuse_outside_the_demo()
    _step(_("keys"), starting.check_keys)
    _step(_("clock"), starting.check_clock, may_wait=True)
    _step(_("static files"), starting.gather_static_files, may_wait=True)
    _step(_("alliance"), starting.load_alliance, may_wait=True)
    _step(_("announcements and rights texts"), starting.load_texts, may_wait=True)
    _step(_("lessons"), starting.load_lessons, may_wait=True)
    _step(_("law library"), starting.load_law, may_wait=True)


def _step(what: str, work: Callable[[], str], *, may_wait: bool = False) -> None:
    """`work` returns what it did in a few words. What `may_wait` is left to the next start where nothing can be
    written: with a full disk the pages can be read."""
    from django.utils.translation import gettext as _

    from huaihai.kit import outages

    print(f"huaihai: {what} …", flush=True)
    began = time.monotonic()
    try:
        done = work()
    except Exception as error:
        if not (may_wait and outages.is_of_the_disk(error)):
            raise
        done = _("LEFT OUT: nothing can be written, the disk is full or faulty")
    words = _("%(step)s: %(done)s (%(seconds).1f s)")
    seconds = time.monotonic() - began
    print(f"huaihai: {words % {'step': what, 'done': done, 'seconds': seconds}}", flush=True)


def _invite_first_administrator(site: str) -> None:
    from django.conf import settings
    from django.utils.translation import gettext as _

    from huaihai.front import starting

    def invite() -> str:
        return starting.first_administrator(settings.SITE_URL or site) or _("there is one")

    if not settings.DEMO:
        _step(_("administrator"), invite, may_wait=True)


def _serve(host: str, port: int, role: str, began: float) -> None:
    """In this process, with the background in threads of it. A part of the background alone answers only whether it
    lives, is ready, and how it does."""
    from django.conf import settings
    from django.utils.translation import gettext as _

    from huaihai.front import serving, starting

    settings.SERVED_AT = site = f"http://{host}:{port}"
    _step(_("proxies"), starting.name_proxies)
    application = serving.load(role, has_pages=role in SHOW_PAGES)
    words = (
        _("ready after %(seconds).1f s, serving %(site)s/ (Ctrl-C stops)")
        if role == "all"
        else _("ready after %(seconds).1f s, %(role)s at %(site)s/ (Ctrl-C stops)")
    )
    facts = {"seconds": time.monotonic() - began, "role": role, "site": site}
    print(f"huaihai: {words % facts}", flush=True)
    serving.serve(application, host, port, threads=THREADS if role in SHOW_PAGES else FEW)
    print(f"huaihai: {_('stopped')}", flush=True)
    serving.end()
