"""Commands about who is who: `huaihai members load`, `first-administrator` and `new-factor`."""

import argparse


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this room's commands."""
    group = groups.add_parser("members", help="the tree of organisations and its first administrator")
    leaves = group.add_subparsers(metavar="COMMAND", required=True)
    load = leaves.add_parser("load", help="bring organisations and clocks in line with the alliance's folder")
    load.set_defaults(run=run_load, needs_django=True)
    first = leaves.add_parser(
        "first-administrator", help="print a link that works once, for a day, for the first administrator"
    )
    first.add_argument(
        "--site", default="", help="address of the site (default: SITE_URL, else http://127.0.0.1:8000)"
    )
    first.set_defaults(run=run_first_administrator, needs_django=True)
    lost = leaves.add_parser(
        "new-factor", help="print a link for a new password and second step, where no second person is left"
    )
    lost.add_argument("username")
    lost.add_argument("--site", default="", help="as above")
    lost.set_defaults(run=run_new_factor, needs_django=True)


def run_load(args: argparse.Namespace) -> int:
    from huaihai import alliance
    from huaihai.kit import clock, speaking
    from huaihai.members import directory
    from huaihai.members.actors import Actor

    try:
        loaded = directory.load(alliance.load(), by=Actor.system("members load"), at=clock.now())
    except alliance.AllianceDataError as error:
        speaking.refuse(error)
        return 2
    print(loaded.in_words)
    return 0


def run_first_administrator(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.kit import clock, speaking
    from huaihai.members import powers
    from huaihai.members.actors import Actor
    from huaihai.members.errors import MayNot
    from huaihai.members.models import Organisation

    if not Organisation.objects.exists():
        speaking.refuse(_("no organisations yet: run huaihai members load first"))
        return 2
    try:
        token = powers.make_first_administrator_link(by=Actor.system("first-administrator"), at=clock.now())
    except MayNot:
        speaking.refuse(_("there is a system administrator already"))
        return 2
    print(_address(args.site, powers.path_of(token)))
    return 0


def run_new_factor(args: argparse.Namespace) -> int:
    from django.utils.translation import gettext as _

    from huaihai.kit import clock, speaking
    from huaihai.members import powers
    from huaihai.members.actors import Actor
    from huaihai.members.backends import works_here
    from huaihai.members.models import Account

    account = Account.objects.filter(username=args.username, is_active=True).first()
    if account is None or not works_here(account):
        speaking.refuse(_("no such account, or it is closed"))
        return 2
    token = powers.make_password_link(
        account=account, with_new_factor=True, by=Actor.system("new-factor"), at=clock.now()
    )
    print(_address(args.site, powers.path_of(token)))
    return 0


def _address(site: str, path: str) -> str:
    from django.conf import settings

    return (site or settings.SITE_URL or "http://127.0.0.1:8000").rstrip("/") + path
