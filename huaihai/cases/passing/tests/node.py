"""One whole installation as a process of its own: its alliance, its keys, its database, its address. What people do is
told to it line by line; what other installations send comes in by HTTP, as everywhere."""

import json
import os
import sys
import threading
import traceback
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django

RECEIPT = "发票一张，二百六十八元。"


class _NoMigrations:
    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


class _Serving(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_about: Any) -> None:
        """Nothing: the trial looks at the rows."""


def main() -> None:
    port = int(sys.argv[1])
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    settings.MIGRATION_MODULES = _NoMigrations()
    settings.DATABASES["default"]["NAME"] = Path(os.environ["HUAIHAI_VAR"]) / "node.sqlite3"
    call_command("migrate", run_syncdb=True, verbosity=0)
    serving = make_server("127.0.0.1", port, get_wsgi_application(), _Serving, _Quiet)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    node = Node()
    _say({"is": "up"})
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            _say({"is": getattr(node, asked.pop("do"))(**asked)})
        except Exception:  # noqa: BLE001 # whoever asked says what failed
            _say({"failed": traceback.format_exc()})


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


class Node:
    """What people of this installation do and see."""

    def __init__(self) -> None:
        from huaihai import alliance
        from huaihai.members.actors import Actor
        from tests import posts

        posts.directory.load(alliance.load(), by=posts.PROGRAM, at=posts.AT)
        self.city = alliance.load().cities[0].code
        self.post = posts.post_at(f"city:{self.city}", username="officer")
        self.actor = Actor.officer(self.post)
        self.two = [posts.post_at(f"city:{self.city}", username=name).account for name in ("one", "two")]

    def descriptor(self) -> str:
        from huaihai.cases.passing import own
        from huaihai.kit import clock

        return own.served(clock.now()).decode()

    def know(self, descriptor: str) -> None:
        """The other one, put in by one and confirmed by another."""
        from huaihai.cases.models import PassportPeer
        from huaihai.cases.passport import peers
        from huaihai.kit import clock

        told, at = peers.read(descriptor.encode()), clock.now()
        PassportPeer.objects.create(
            name=told.name,
            title=told.title,
            descriptor=descriptor,
            body=self.post.organisation,
            added_by=self.two[0],
            added_at=at,
            confirmed_by=self.two[1],
            confirmed_at=at,
        )

    def file(self) -> str:
        """A complaint that somebody wrote down, with a file."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        from huaihai.businesses.register.verbs import Stated
        from huaihai.cases.verbs import care, intake
        from huaihai.kit import clock, filestore

        made = intake.register(
            organisation=self.post.organisation,
            origin="phone",
            by=self.actor,
            at=clock.now(),
            stated=Stated(name="Kettle shop (test)", sign="Kettle shop"),
            title="电热水壶漏电",
            story="买来第三天就漏电，要求退货。身份证 11010519491231002X。",
            name="李某",
            phone="13800000001",
            remedies=["refund"],
            asked_fen=26800,
            price_fen=26800,
        )
        photo = filestore.store(SimpleUploadedFile("receipt.txt", RECEIPT.encode()))
        care.add_evidence(
            made.case, file=photo, name="receipt.txt", party="consumer", by=self.actor, at=clock.now()
        )
        return str(made.case.pk)

    def offer(self, case: str) -> None:
        from huaihai.cases.models import Case, PassportPeer
        from huaihai.cases.passing import verbs
        from huaihai.kit import clock

        held, peer = Case.objects.get(pk=case), PassportPeer.objects.get()
        words = verbs.consent_words(peer.title)
        verbs.offer(held, peer=peer, words=words, is_agreed=True, by=self.actor, at=clock.now())

    def act(self, verb: str, passage: int = -1, **facts: Any) -> None:
        """One thing done with a passage, the newest unless another is named."""
        from huaihai.cases.passing import verbs
        from huaihai.kit import clock

        getattr(verbs, verb)(self._passages()[passage], by=self.actor, at=clock.now(), **facts)

    def decline(self) -> None:
        """The newest case here ends: it is not admitted."""
        from huaihai.cases.verbs import routing
        from huaihai.kit import clock

        case, at = self._passages()[-1].case, clock.now()
        if case.stage == "received":
            routing.take(case, by=self.actor, at=at)
        routing.decline(case, ground="ALL-NOT-CONSUMPTION", text="x", by=self.actor, at=at)

    def fall_due(self) -> None:
        from huaihai.cases.passing import due
        from huaihai.kit import clock

        for act in list(due.due_acts(clock.now())):
            act()

    def send(self) -> bool:
        """Once, without waiting for the next try; whether anything still waits."""
        from huaihai.cases.models import Passage
        from huaihai.cases.passing import due
        from huaihai.kit import clock

        Passage.objects.exclude(next_try_at=None).update(next_try_at=clock.now())
        due.send_due(at=clock.now())
        return bool(self._unsent())

    def _unsent(self) -> bool:
        from huaihai.cases.passing import threads

        return any(len(threads.read(one).mine) > one.arrived for one in self._passages())

    def look(self) -> list[dict[str, Any]]:
        """Each passage: how it stands, whether the case is open here, and all that was written."""
        from huaihai.cases import life
        from huaihai.cases.passing import threads

        found = []
        for one in self._passages():
            thread = threads.read(one).thread
            found.append(
                {
                    "stand": one.stand,
                    "is_open": bool(one.case and one.case.stage in life.OPEN),
                    "stage": one.case.stage if one.case else "",
                    "owner": thread.owner == thread.me,
                    "thread": sorted((message.sender, message.number, message.hash) for message in thread),
                    "questions": len(thread.unanswered),
                }
            )
        return found

    def story(self) -> dict[str, str]:
        """What came with the newest passage."""
        from huaihai.kit import filestore

        case = self._passages()[-1].case
        files = [b"".join(filestore.open_original(one.sha256)).decode() for one in case.evidence.all()]
        return {
            "files": "".join(files),
            "story": case.story,
            "name": case.complainant.name,
            "number": case.number or "",
        }

    def messages(self) -> list[str]:
        """What was said to consumers."""
        from huaihai.record.models import OutboxMessage

        return [row.text for row in OutboxMessage.objects.order_by("created_at")]

    def broken(self) -> list[str]:
        """Chains of events that do not fit."""
        from huaihai.cases.models import Case
        from huaihai.record import events

        return [str(case.pk) for case in Case.objects.all() if events.broken_at(case.record_key) is not None]

    def _passages(self) -> list[Any]:
        from huaihai.cases.models import Passage

        return list(Passage.objects.select_related("peer", "case", "body").order_by("begun_at", "pk"))


if __name__ == "__main__":
    main()
