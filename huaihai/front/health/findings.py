"""What facts mean: what is wrong and what to do about it, in the reader's language. Pure; each question by itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_noop

from huaihai.kit.country import gettext as _
from huaihai.kit.disks import FULL, MB, SOON_FULL
from huaihai.kit.speaking import in_words
from huaihai.record.backups import noting
from huaihai.record.clock_doubt import in_digits
from huaihai.record.senders import words

if TYPE_CHECKING:
    from huaihai.front.health.facts import Facts, Kept, Keys, Machine
    from huaihai.front.health.working import Work

APART: Final = 5.0  # seconds between two clocks, of which codes and limits take no harm
AHEAD: Final = timedelta(minutes=5)
TRIED_WITHIN: Final = timedelta(days=100)  # a drill each quarter
SILENT: Final = 3 * 3600.0  # seconds; the background notes each hour that it runs
WITNESSED_WITHIN: Final = timedelta(days=7)
RIGHT_CLOCK: Final = gettext_noop("Put the machine's clock right (timedatectl set-ntp true).")
MANY_TO_INDEX: Final = 200
# So many complaints should have come since the last one: by chance none comes in one of a thousand such times.
SURELY_SILENT: Final = 7.0


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, and what to do. `must`: the service does not do what it has to until it is done.
    `about`: the number of `/metrics` that says so, too."""

    what: str
    how: str
    must: bool = True
    about: str = ""


def of(facts: "Facts") -> list[Finding]:
    """What must be done first."""
    found = [*keys(facts.keys, facts.machine.var, is_new=facts.is_new), *database(facts)]
    for ask in OF_MACHINE:
        found += ask(facts.machine)
    if facts.kept:
        for look in OF_DEMO if facts.machine.is_demo else OF_SERVICE:
            found += look(facts.kept)
    return sorted(found, key=lambda one: not one.must)


def keys(held: "Keys", var: object, *, is_new: bool) -> Iterator[Finding]:
    back = _(
        "Put keys.json from where it is kept into the folder of the service, or have two heads bring it back: huaihai "
        "keys recover. Do not start with new keys: they open nothing."
    )
    if held.state == "missing":
        if not is_new:
            yield Finding(_("The keys are missing."), back)
        return
    if held.state == "damaged":
        yield Finding(_("The keys cannot be used: %s") % _line(in_words(held.error)), back)
    if held.state == "others":
        yield Finding(_("The keys are not those of this database."), back)
    if held.is_readable_by_others:
        yield Finding(_("Others on this machine can read keys.json."), f"chmod 600 {var}/keys.json")
    if not held.has_shares:
        how = _(
            "With three heads in the room: huaihai keys share. Two of the three papers bring the keys back."
        )
        yield Finding(
            _("If this machine is lost, so are the keys: nobody has shares of them."), how, must=False
        )


def folder(machine: "Machine") -> Iterator[Finding]:
    if not machine.is_writable:
        how = _("Give it to the user of the service: chown -R huaihai: %s") % machine.var
        yield Finding(_("Nothing can be written into %s.") % machine.var, how)
    if machine.is_open:
        yield Finding(_("Others on this machine can look into %s.") % machine.var, f"chmod 700 {machine.var}")


def disk(machine: "Machine") -> Iterator[Finding]:
    if machine.free_bytes >= SOON_FULL:
        return
    left = _("%d MB are left on the disk of the service.") % (machine.free_bytes // MB)
    how = _(
        "Make room or add a disk. When it is full nobody can file a complaint; what is stored stays whole."
    )
    yield Finding(left, how, must=machine.free_bytes < FULL * 4)


def site(machine: "Machine") -> Iterator[Finding]:
    if machine.is_debug:
        how = _("Take HUAIHAI_DEBUG out of the settings and start again.")
        yield Finding(_("Pages of errors show the program's inside to everybody."), how)
    if machine.is_demo:
        how = _("For real complaints start with HUAIHAI_DEMO=0, a folder and a database of its own.")
        yield Finding(_("This is the demo: its keys are published."), how, must=False)
        return
    how = _("Set SITE_URL=https://…, the address that people type, and start again.")
    if not machine.site_url:
        yield Finding(
            _("Nobody said under which address the site is reached: links in messages lead nowhere."), how
        )
    elif not machine.site_url.startswith("https://"):
        yield Finding(_("The site is not reached by https: passwords travel in the open."), how)


def proxies(machine: "Machine") -> Iterator[Finding]:
    how = _("Write addresses and networks with commas between: HUAIHAI_PROXIES=10.0.0.7,10.0.8.0/24")
    if machine.bad_proxies:
        yield Finding(_("HUAIHAI_PROXIES cannot be read: %s") % _line(machine.bad_proxies), how)
    elif "0.0.0.0/0" in machine.proxies or "::/0" in machine.proxies:
        yield Finding(
            _("Everybody is believed to be a proxy: anyone can choose whose visitor they are."), how
        )


def senders(machine: "Machine") -> Iterator[Finding]:
    """In a demo messages stay on the page."""
    for way, name in machine.senders.items():
        variable, label = f"HUAIHAI_{way.upper()}_SENDER", _ways()[way]
        if machine.bad_senders.get(way):
            what = _("%(ways)s cannot leave: %(error)s") % {"ways": label, "error": machine.bad_senders[way]}
            yield Finding(what, _("Put %s right.") % variable)
        elif not name and not machine.is_demo:
            what = _("No %s leave: they stay in the outbox of this machine.") % label
            yield Finding(what, _("Set %s; the guide for operators says which there are.") % variable)
        for fault in machine.sender_faults.get(way, ()):
            error, how = words.of_error(fault)
            what = _("%(ways)s cannot leave: %(error)s") % {"ways": label, "error": error}
            yield Finding(what, how, must=not fault.startswith("unapproved"))


def leaving(kept: "Kept") -> Iterator[Finding]:
    """What providers refused, and what they cost."""
    for way, (error, at) in kept.failures.items():
        why, how = words.of_error(error)
        what = _("%(ways)s: the last failure is of %(at)s: %(error)s")
        yield Finding(what % {"ways": _ways()[way], "at": in_digits(at), "error": why}, how)
    for body, cost, budget in kept.over_budget:
        what = _(
            "Text messages of %(body)s cost %(cost)s {currency} this month; its budget is %(budget)s {currency}."
        )
        named = {"body": body or _("all others"), "cost": cost, "budget": budget}
        yield Finding(
            what % named,
            _("Nothing is held back by it. Raise the budget in senders.toml, or look why."),
            must=False,
        )


def _ways() -> dict[str, str]:
    return {
        "sms": _("text messages"),
        "email": _("e-mails"),
        "wework": _("messages in work WeChat"),
        "wechat": _("messages in WeChat"),
    }


def files(machine: "Machine") -> Iterator[Finding]:
    if not machine.has_poppler:
        how = "apt-get install poppler-utils poppler-data fonts-noto-cjk"
        yield Finding(_("PDF go out as they came, not as pictures of their pages."), how, must=False)
    elif not machine.has_fonts:
        how = "apt-get install fonts-noto-cjk"
        yield Finding(_("PDF without fonts of their own show boxes instead of Chinese."), how, must=False)
    if not machine.has_tesseract:
        how = "apt-get install tesseract-ocr tesseract-ocr-chi-sim"
        yield Finding(_("Photographs of contracts are not read; their words can be pasted."), how, must=False)
    if machine.clamd == "silent":
        how = _("Start clamd, then: huaihai files scan. Until then files are taken and marked.")
        yield Finding(_("The virus scanner does not answer."), how)


def law(machine: "Machine") -> Iterator[Finding]:
    if machine.old_articles:
        what = (
            _("%d articles of the law library were not checked for more than a year.") % machine.old_articles
        )
        yield Finding(what, _("huaihai law check names them."), must=False)


def sqlite(machine: "Machine") -> Iterator[Finding]:
    if machine.is_sqlite_old:
        how = _("Nothing is lost by it. Use an x86-64 machine, or PostgreSQL.")
        yield Finding(_("This machine's SQLite is old, so that writing is slower."), how, must=False)


def clock(kept: "Kept") -> Iterator[Finding]:
    how = _(RIGHT_CLOCK)
    if abs(kept.seconds_apart) > APART:
        what = _("This machine's clock and the database's are %.0f seconds apart.") % abs(kept.seconds_apart)
        yield Finding(what, how)
    if kept.newest_event_at and kept.newest_event_at > kept.now + AHEAD:
        what = _("The clock shows %(now)s, but something happened at %(event)s already.")
        yield Finding(what % {"now": in_digits(kept.now), "event": in_digits(kept.newest_event_at)}, how)


def database(facts: "Facts") -> Iterator[Finding]:
    if facts.error:
        how = _("Look whether it runs, and whether DATABASE_URL is right.")
        yield Finding(_("The database does not answer: %s.") % facts.error, how)
    if facts.migrations:
        what = _("The database is %d steps older than the program.") % facts.migrations
        yield Finding(what, _("Start the service once: it brings the database up to date."))


def demo(kept: "Kept") -> Iterator[Finding]:
    if kept.holds_demo:
        how = _("Give the service another folder (HUAIHAI_VAR) or database (DATABASE_URL).")
        yield Finding(
            _("The database holds the demo, whose keys everybody knows: it does not start so."), how
        )
    elif kept.demo_accounts:
        how = _("Close them under “People and accounts”.")
        yield Finding(_("%d accounts of the demo can sign in.") % kept.demo_accounts, how)


def backups(kept: "Kept") -> Iterator[Finding]:
    known = kept.backup
    how = _("Run huaihai backup every night (systemctl enable --now huaihai-backup.timer).")
    if known.made_at is None:
        yield Finding(_("No backup was ever made."), how)
        return
    if kept.now - known.made_at > noting.FRESH:
        yield Finding(_("The last backup is of %s.") % in_digits(known.made_at), how)
    if not known.is_apart:
        what = _("The backup lies on the same disk as the service: when that disk breaks, both are gone.")
        yield Finding(what, _("Back up to another disk or another machine."), must=False)
    trial = _("Run huaihai backup --drill: it puts the newest backup back elsewhere and looks at all of it.")
    if known.tried_at is None or kept.now - known.tried_at > TRIED_WITHIN:
        yield Finding(
            _("Nobody tried whether a backup comes back in the last hundred days."), trial, must=False
        )
    elif not known.is_good:
        what = _("The backup that was tried at %s did not come back whole.") % in_digits(known.tried_at)
        yield Finding(what, _("Make a new one, and try that: huaihai backup, huaihai backup --drill."))


def work(found: "Work") -> Iterator[Finding]:
    """What does not go on."""
    how = _("Look at the log: journalctl -u 'huaihai@*'. Is the service running?")
    if found.is_busy and found.complaints_missed >= SURELY_SILENT:
        what = _("No complaint for so long that %.0f should have come meanwhile.") % found.complaints_missed
        yield Finding(
            what, _("File one yourself, as a consumer does, to the end."), about="complaints_missed"
        )
    if found.clock_doubted:
        yield Finding(found.clock_doubted, _(RIGHT_CLOCK), about="clock_doubted")
    if found.timer_silent_seconds > SILENT:
        since = in_digits(found.at - timedelta(seconds=found.timer_silent_seconds))
        what = _("Nothing has fallen due since %s: the background does not run.") % since
        yield Finding(what, how, about="timer_silent_seconds")
    if found.messages_late:
        what = _("%d messages have waited for more than a quarter of an hour.") % found.messages_late
        yield Finding(what, how, about="messages_late")
    if found.messages_given_up:
        what = _("%d messages were given up after five tries.") % found.messages_given_up
        yield Finding(what, _("“Is everything ready” tries them once more."), about="messages_given_up")
    if "log_behind" in found.stuck:
        yield Finding(_("%d events are not in the log yet.") % found.log_behind, how, about="log_behind")
    if "index_behind" in found.stuck or found.index_behind > MANY_TO_INDEX:
        what = _("%d cases are not in the search yet.") % found.index_behind
        yield Finding(what, how, must=False, about="index_behind")
    if found.store_away:
        what = _("The store of files does not answer.")
        yield Finding(
            what, _("Look whether it runs, and whether HUAIHAI_S3_BUCKET is right."), about="store_away"
        )


def unscanned(kept: "Kept") -> Iterator[Finding]:
    if kept.unscanned:
        what = _("%d files were not looked at by the virus scanner.") % kept.unscanned
        yield Finding(what, "huaihai files scan", must=False)


def emptying(kept: "Kept") -> Iterator[Finding]:
    if kept.is_emptying_stopped:
        what = _("Implausibly many complaints are kept no longer: none was emptied.")
        yield Finding(
            what, _("Is the clock right? huaihai cases empty says how many; with --release it is done.")
        )


def departed(kept: "Kept") -> Iterator[Finding]:
    for city in kept.gone_cities:
        what = _("%(city)s has gone to another installation, and the pack still names it: people file here.")
        how = _(
            "Take its row out of cities.csv, and its rows out of counties.csv and clocks.csv; then start again."
        )
        yield Finding(what % {"city": city}, how)
    for city in kept.half_gone:
        what = _("The deletion of %(city)s was stopped on its way.") % {"city": city}
        yield Finding(
            what,
            _("Run huaihai let-go %(city)s --receipt FILE again; it goes on where it was.") % {"city": city},
        )


def holidays(kept: "Kept") -> Iterator[Finding]:
    if not kept.are_holidays_known:
        what = _("The holidays of %d are not known: time limits are provisional.") % kept.holidays_year
        yield Finding(
            what, _("When the {government} has published them: “Is everything ready”, Holidays."), must=False
        )


def witnesses(kept: "Kept") -> Iterator[Finding]:
    if kept.witnessed_at is None or kept.now - kept.witnessed_at > WITNESSED_WITHIN:
        what = _(
            "No other city kept the signed head of the log within a week: a change of the past could go unseen."
        )
        yield Finding(what, _("“The log and its witnesses” in the guide for operators says how."), must=False)


def _line(error: str) -> str:
    return error.removeprefix("huaihai: ")


OF_MACHINE: Final[tuple[Callable[["Machine"], Iterator[Finding]], ...]] = (
    folder,
    disk,
    site,
    proxies,
    senders,
    files,
    law,
    sqlite,
)
# In a demo nothing has to be backed up or to leave, and its day is moved by a button.
OF_SERVICE: Final[tuple[Callable[["Kept"], Iterator[Finding]], ...]] = (
    clock,
    demo,
    backups,
    lambda kept: work(kept.work),
    unscanned,
    leaving,
    emptying,
    departed,
    holidays,
    witnesses,
)
OF_DEMO: Final[tuple[Callable[["Kept"], Iterator[Finding]], ...]] = (departed,)
