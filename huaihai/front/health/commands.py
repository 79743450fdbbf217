"""`huaihai doctor`: what is wrong with this installation and what to do, in words. It changes nothing."""

import argparse
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huaihai.front.health.facts import Facts
    from huaihai.kit.refusals import Refusal

WELL, MUST_BE_DONE = 0, 1


def add_to(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    doctor = groups.add_parser(
        "doctor", help="what is wrong and what to do (exit code 1: something must be done)"
    )
    doctor.set_defaults(run=run, needs_django=False)  # it starts also where nothing else would


def run(args: argparse.Namespace) -> int:
    """One finding a paragraph: what must be done first."""
    facts = _gathered()
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from huaihai import version
    from huaihai.front.health import findings
    from huaihai.kit import speaking

    with speaking.language(args.lang):
        found = findings.of(facts)
        print(version.in_words(facts.kept.server if facts.kept else "?"))
        for one in found:
            print(f"\n{'✗' if one.must else '–'} {one.what}\n  → {one.how}")
        must = sum(one.must for one in found)
        words = ngettext("%d thing must be done.", "%d things must be done.", must) % must
        print(f"\n{words if must else _('Nothing must be done.')}")
    return MUST_BE_DONE if must else WELL


def _gathered() -> "Facts":
    """What stops every other program (keys, proxies) is a fact here."""
    from huaihai.kit import keyring, proxies

    unusable: Refusal | str
    bad_proxies, unusable = "", ""
    try:
        proxies.networks(os.environ.get("HUAIHAI_PROXIES", ""))
    except proxies.BadProxies as error:
        bad_proxies, os.environ["HUAIHAI_PROXIES"] = str(error), ""
    folder = keyring.folder()
    try:
        if (folder / keyring.FILE).exists():
            keyring.load_or_create(folder)
        else:
            os.environ["HUAIHAI_PUBLIC"] = "1"  # and make none
    except keyring.Unusable as error:
        unusable, os.environ["HUAIHAI_PUBLIC"] = error.why, "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huaihai.settings")
    import django

    django.setup()
    return _asked(bad_proxies, unusable)


def _asked(bad_proxies: str, unusable: "Refusal | str") -> "Facts":
    from django.conf import settings

    from huaihai.front.health import facts
    from huaihai.kit import outages

    machine, keys = facts.of_machine(bad_proxies=bad_proxies), facts.of_keys(settings.VAR, unusable)
    try:
        if facts.is_new():
            return facts.Facts(keys, machine, is_new=True)
        keys = facts.compared(keys)
        if waiting := facts.migrations():
            return facts.Facts(keys, machine, migrations=waiting)
        return facts.Facts(keys, machine, facts.of_database())
    except outages.ERRORS as error:
        said = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return facts.Facts(keys, machine, error=said)
