"""The guides for one machine, walked: each step a method, each command as it stands in them."""
# ruff: noqa: T201 # it takes minutes, and says how far it is

import json
import re
import shutil
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from typing import Final

import pyrage

from tests.walk import machine, people
from tests.walk.browser import Browser, by_hand
from tests.walk.machine import Machine
from tests.walk.people import Person, Receipt

ROOT: Final = Path(__file__).resolve().parents[2]
GUIDES: Final = ROOT / "docs" / "guides"
HOST: Final = "315.xuzhou.example"
MOST: Final = 30 * 60.0  # seconds, for each of the two
LETTERS: Final = 3  # a second, of somebody who types
STEPS: Final = 9  # of install.sh
SAFE: Final = "safe.key"


class Walk:
    """A machine by the guide, and a second one from its backups. What is typed must stand in the guides."""

    on: Machine
    unpacked = "/srv/bundle"
    second_of: str  # that was chosen
    after: Receipt  # of what was acknowledged later
    older: str  # a backup that is not the newest

    def __init__(self, folder: Path, bundle: Path) -> None:
        self.folder, self.bundle = folder, bundle
        guides = ("one-node", "restore", "keys")
        self.guide = "".join((GUIDES / f"{name}.zh-CN.md").read_text(encoding="utf-8") for name in guides)
        self.people: dict[str, Person] = {}
        self.shares: list[str] = []
        self.receipt, self.photo = Receipt("", ""), b""
        self.root = self.before = folder  # of the machine, and of the one before it

    def first(self) -> None:
        """docs/guides/one-node.md."""
        with self._machine("first", "huaihai"):
            self._timed(
                ("the bundle carried in and unpacked", self.carry),
                ("installed", self.install),
                ("the city's certificate", self.certificate),
                ("four people with accounts", self.first_people),
                ("keys shared", self.share_keys),
                ("messages by the double", self.messages),
                ("the first complaint, by https", self.complaint),
                ("seen at the desk", self.at_the_desk),
                ("a backup that a key in a safe opens", self.for_the_safe),
                ("a drill of it", lambda: self.typed("huaihai backup --drill", ends="全部恢复了")),
                ("a drill with the safe's key", self.drill_with_key),
                ("one more complaint", self.later),
                ("figures", self.figures),
                ("the doctor", lambda: self.typed("huaihai doctor", ends="没有必须做的事。")),
            )
            self.on.run(
                "systemctl start huaihai-backup && systemctl start huaihai-drill"
            )  # as their timers do

    def second(self) -> None:
        """docs/guides/restore.md: from the disk with the backups, two shares, and what lay with these in a safe."""
        with self._machine("second", "huaihai"):
            self._timed(
                ("settings, and the bundle unpacked", self.carry_again),
                ("installed and put back", self.put_back),
                ("the first page", lambda: self.new().go("/")),
                ("an officer signs in and sees it", self.at_the_desk),
                ("the consumer sees it, and the photo", self.followed),
                ("verified", lambda: self.typed("huaihai verify", ends="全部对得上。")),
                ("the doctor", lambda: self.typed("huaihai doctor", ends="没有必须做的事。")),
            )

    def by_safe(self) -> None:
        """docs/guides/restore.md: another backup than the newest, and the key in the safe instead of shares."""
        with self._machine("third", "huaihai"):
            self._timed(
                ("settings, key, and the bundle unpacked", self.carry_with_key),
                ("installed and put back", self.put_back_by_key),
                ("an officer signs in and sees the first", self.at_the_desk),
                ("its consumer sees it, and the photo", self.followed),
                ("what came later is not there", self.not_there),
                ("verified", lambda: self.typed("huaihai verify", ends="全部对得上。")),
            )

    def to_a_second(self) -> None:
        """docs/guides/restore.md, PostgreSQL: what was acknowledged by then is there, what came later is not."""
        with self._machine("server", "postgresql"):
            self._timed(
                ("the bundle carried in and unpacked", self.carry),
                ("installed with PostgreSQL", self.install_server),
                ("the city's certificate", self.certificate),
                ("four people with accounts", self.first_people),
                ("keys shared", self.share_keys),
                ("messages by the double", self.messages),
                ("a backup, and a drill of it", self.back_up_server),
                ("a complaint before the second", self.complaint),
                ("one after it", self.later),
                ("back to the second", self.back),
                ("an officer signs in and sees the first", self.at_the_desk),
                ("its consumer sees it, and the photo", self.followed),
                ("the second is not there", self.not_there),
                ("verified", lambda: self.typed("huaihai verify", ends="全部对得上。")),
                ("a complaint of the last minutes", self.complaint),
            )
            self.on.run("systemctl start huaihai-files")  # as its timer does, every ten minutes
            self.on.run(
                "runuser -u postgres -- psql -qc 'SELECT pg_switch_wal()'"
            )  # after a minute by itself
            again(
                lambda: self.on.run(
                    'test -z "$(ls /var/lib/postgresql/*/main/pg_wal/archive_status/*.ready)"'
                )
            )

    def to_the_last(self) -> None:
        """docs/guides/restore.md, PostgreSQL on a new machine: also what came after the last night, with its photo."""
        with self._machine("last", "postgresql"):
            self._timed(
                ("settings, and the bundle unpacked", self.carry_again),
                ("installed, put back, to the last second", self.put_back_server),
                ("an officer signs in and sees it", self.at_the_desk),
                ("its consumer sees it, and the photo", self.followed),
                ("verified", lambda: self.typed("huaihai verify", ends="全部对得上。")),
                ("the doctor", lambda: self.typed("huaihai doctor", ends="没有必须做的事。")),
            )

    def put_back_server(self) -> None:
        typed = "".join(f"{share}\n" for share in self.shares[:2])
        said = self.typed(f"sh install.sh --host {HOST} --postgresql --restore", typed=typed)
        assert said.count("✓") == STEPS + 2, said
        rest = self.guide.partition(f"sh install.sh --host {HOST} --postgresql --restore\n")[2].splitlines()
        for line in takewhile(lambda line: line.startswith("    "), rest):
            self.typed(line.strip())
        again(lambda: self.new().go("/staff/sign-in/"))

    def install_server(self) -> None:
        said = self.typed(f"sh install.sh --host {HOST} --postgresql")
        assert said.count("✓") == STEPS + 1, said

    def back_up_server(self) -> None:
        self.typed("huaihai backup")
        self.typed("huaihai backup --drill", ends="全部恢复了")
        self.on.run("systemctl start huaihai-postgresql")  # as its timer does

    def later(self) -> None:
        time.sleep(2)
        self.second_of = self.on.run("TZ=Asia/Shanghai date '+%Y-%m-%d %H:%M:%S+08'").strip()
        time.sleep(2)
        first = self.receipt
        self.complaint()
        self.after, self.receipt = self.receipt, first

    def back(self) -> None:
        commands = self.guide.partition("systemctl stop 'huaihai@*' 'postgresql*'")
        lines = (commands[1] + commands[2].partition("\n\n")[0]).replace("\\\n", " ").splitlines()
        for line in lines:
            command = " ".join(line.partition(" # ")[0].split())
            self.on.run(re.sub(r"--target='[^']+'", f"--target='{self.second_of}'", command))
        again(lambda: self.new().go("/staff/sign-in/"))

    def not_there(self) -> None:
        words = (
            self.new()
            .go("/track/")
            .send("number", may_fail=True, number=self.after.number, code=self.after.code)
            .words
        )
        assert people.KETTLE not in words, words[:300]

    def carry(self) -> None:
        self.on.put(self.bundle)
        self.on.run("cd /srv && sha256sum huaihai-*.tar && tar xf huaihai-*.tar && ln -s huaihai-*/ bundle")

    def carry_again(self) -> None:
        self.on.run("useradd --system another")  # so that the service's user has another number here
        for copy in ("etc/huaihai", "etc/pgbackrest.conf"):
            if (kept := self.before / copy).exists():
                machine.run("cp", "-a", str(kept), str(self.on.root / copy))
        self.carry()

    def install(self) -> None:
        said = self.typed(f"sh install.sh --host {HOST}")
        assert said.count("✓") == STEPS, said
        self.typed("sh install.sh --check")

    def put_back(self) -> None:
        typed = "".join(f"{share}\n" for share in self.shares[:2])
        said = self.typed(f"sh install.sh --host {HOST} --restore", typed=typed)
        assert said.count("✓") == STEPS + 1, said

    def for_the_safe(self) -> None:
        key = pyrage.x25519.Identity.generate()
        (self.folder / SAFE).write_text(f"{key}\n")
        (self.folder / SAFE).chmod(0o600)
        self.typed("huaihai backup --keys-for age1…", given={"age1…": str(key.to_public())})
        self.older = self.on.run("ls -d /var/backups/huaihai/*Z | tail -1").strip().rpartition("/")[2]

    def drill_with_key(self) -> None:
        self.on.put(self.folder / SAFE)
        self.on.run(f"install -o huaihai -m 0400 /srv/{SAFE} /tmp/ && rm /srv/{SAFE}")
        said = self.on.run(f"huaihai backup --drill --identity /tmp/{SAFE} && rm /tmp/{SAFE}")
        assert "全部恢复了" in said, said

    def carry_with_key(self) -> None:
        self.carry_again()
        self.on.put(self.folder / SAFE, "/srv/bundle")

    def put_back_by_key(self) -> None:
        command = self.line(f"sh install.sh --host {HOST} --restore --of")
        said = self.typed(command, given={"2026-11-30T191000Z": self.older})
        assert said.count("✓") == STEPS + 1, said

    def certificate(self) -> None:
        for name in ("city.pem", "city.key"):
            self.on.put(self.folder / name, "/srv/bundle")
        for begins in ("install -m 0644 city.pem", "install -m 0600 city.key", "systemctl reload nginx"):
            self.typed(self.line(begins))
        again(lambda: self.new().go("/"))  # the old ones of its processes end in a moment

    def first_people(self) -> None:
        link = self.typed("huaihai members first-administrator").strip().splitlines()[-1]
        one = people.first_administrator(self.new, link)
        two = people.second_administrator(self.new, one)
        head = people.staff(self.new, "head-xuzhou", "负责人", asks=one, agrees=two)
        officer = people.staff(self.new, "officer-xuzhou", "办案人员", asks=head, agrees=one)
        self.people = {one.name: one for one in (one, two, head, officer)}

    def share_keys(self) -> None:
        said = self.typed("huaihai keys share")
        self.shares = re.findall(r"(?m)^ +(\d(?:-[0-9a-f]{4})+)$", said)
        self.typed(
            "huaihai keys recover",
            ends="没有改动任何东西",
            typed="".join(f"{one}\n" for one in self.shares[1:]),
        )

    def messages(self) -> None:
        for begins in ("install -g huaihai -m 0640", "sed -i"):
            self.typed(self.line(begins))
        self.on.run("cat >>/etc/huaihai/huaihai.env", typed="\n".join(self.of_messages()) + "\n")
        self.typed("systemctl restart huaihai@all")
        self.on.start("huaihai record double aliyun", self._double)
        self.tested()

    def of_messages(self) -> list[str]:
        """The settings of the guide, with the double's keys."""
        part = self.guide.partition("HUAIHAI_SENDERS=")
        own = re.findall(r"(?m)^    (HUAIHAI_\w+=.+)$", f"    {part[1]}{part[2].partition('systemctl')[0]}")
        own = [
            one.replace("KEY=…", "KEY=double-key").replace("SECRET=…", "SECRET=double-secret") for one in own
        ]
        by_hand.update(fields=len(own), letters=sum(map(len, own)))
        return own

    def tested(self) -> None:
        again(
            lambda: self._double.read_text(encoding="utf-8").splitlines()[0], seconds=120
        )  # it says where it is
        browser = self.people["admin-one"].browser
        again(lambda: browser.go("/office/system/test-message/"))  # until the service is up again
        browser.send("address", way="sms", address=people.PHONE)
        again(lambda: people.says(browser.go("/office/system/test-message/"), "已送达"))

    def complaint(self) -> None:
        self.photo = people.picture()
        before = self._codes()

        def code() -> str:
            return again(lambda: self._codes()[len(before) :][0])

        self.receipt = people.complains(self.new(), code, self.photo)

    def at_the_desk(self) -> None:
        people.sees(self.people["officer-xuzhou"].signs_in(self.new()), self.receipt)

    def followed(self) -> None:
        browser = self.new()
        kept = browser.go(people.follows(browser, self.receipt)).page
        assert "PNG" in kept[:8] or "JFIF" in kept[:20], kept[:80]

    def figures(self) -> None:
        with urllib.request.urlopen("http://127.0.0.1:8000/metrics", timeout=20) as answer:
            assert 'huaihai_up{role="all"} 1' in answer.read().decode()

    def new(self) -> Browser:
        return Browser(HOST, self.folder / "ca.pem")

    def typed(
        self, command: str, *, ends: str = "", typed: str = "", given: dict[str, str] | None = None
    ) -> str:
        assert command in self.guide, f"not in the guides: {command}"
        for example, own in (given or {}).items():
            command = command.replace(example, own)
        by_hand.update(commands=1, letters=len(command) + len(typed))
        said = self.on.run(f"cd {self.unpacked} && {self.as_here(command)}", typed=typed)
        assert ends in (said.strip().splitlines() or [""])[-1], said[-3000:]
        return said

    def as_here(self, command: str) -> str:
        return command

    def line(self, begins: str) -> str:
        """The first command of the guides that begins so."""
        lines = (
            line.partition(" # ")[0].strip() for line in self.guide.splitlines() if line.startswith("    ")
        )
        return next(line for line in lines if line.startswith(begins))

    @property
    def _double(self) -> Path:
        return self.folder / "double"

    def _codes(self) -> list[str]:
        """Those that the double took for telephones, in their order."""
        rows = [
            line for line in self._double.read_text(encoding="utf-8").splitlines() if line.startswith("{")
        ]
        values = [json.loads(json.loads(row)["TemplateParam"]) for row in rows]
        return [one["code"] for one in values if "code" in one]

    @contextmanager
    def _machine(self, name: str, disk: str) -> Iterator[None]:
        root = self.folder / name
        self.before, self.root = self.root, root
        shutil.rmtree(root, ignore_errors=True)
        machine.run("cp", "-a", str(self.folder / "debian"), str(root))
        place = "/var/backups" if disk == "postgresql" else "/var/backups/huaihai"
        self.on = Machine(root, self.folder / "disk" / disk, place)
        try:
            with self.on.network():
                yield
        finally:
            self.on.stop()

    def _timed(self, *steps: tuple[str, Callable[[], object]]) -> None:
        whole = 0.0
        for what, work in steps:
            began = time.monotonic()
            work()
            spent = time.monotonic() - began
            whole += spent
            print(f"    {what:<40}{spent:7.1f} s", flush=True)
        seconds = by_hand["letters"] / LETTERS + by_hand["fields"] + by_hand["commands"]
        hands = "{commands} commands, {fields} fields, {letters} letters".format_map(by_hand)
        print(f"    {'in all':<40}{whole:7.1f} s; by hand {hands}: {seconds:.0f} s", flush=True)
        by_hand.clear()
        assert whole + seconds <= MOST


def again[T](work: Callable[[], T], seconds: float = 30) -> T:
    """Until it is so."""
    end = time.monotonic() + seconds
    while True:
        try:
            return work()
        except (AssertionError, LookupError, OSError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
