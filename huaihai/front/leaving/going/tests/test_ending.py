"""The alliance ends: every city has its archive, and the site says where its complaints are."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huaihai import alliance, cli
from huaihai.cases.moved.ended import ended
from huaihai.front.leaving.going import ending
from huaihai.front.leaving.going.tests.conftest import Place, age_of
from huaihai.front.mirror import choosing
from huaihai.front.mirror import making as mirror
from huaihai.record.models import Event
from tests import cast as people
from tests.cast import HOME, LEAD, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Where copies of what is public were made; `front/mirror/tests` make whole ones."""
    found: list[Path] = []

    class Made:
        class manifest:  # noqa: N801 -- as it is called
            class about:  # noqa: N801
                files = 3

    def make(folder: Path, *_about: Any, **_more: Any) -> type[Made]:
        found.append(folder)
        return Made

    monkeypatch.setattr(mirror, "make", make)
    return found


def closed(folder: Path, table: Path, *more: str) -> int:
    return cli.main(["close", str(folder / "end"), "--to", str(table), "--yes", *more])


def table(place: Place, *cities: str) -> Path:
    path = place.folder / "to.csv"
    lines = [f"{city},{age_of(place.there)},新地方 {city},https://{city}.example" for city in cities]
    path.write_text("\n".join(["city,to,title,address", *lines]), encoding="utf-8")
    return path


def test_it_ends_with_an_archive_for_each_city(place: Place, members: Cast, copies: list[Path]) -> None:
    people.filed(consumer_at=HOME)
    place.sent()
    others = [city for city in alliance.load().city_codes if city not in (HOME, LEAD)]
    skips = [word for city in others for word in ("--skip", city)]
    assert Client().get(reverse("ended")).status_code == 404

    assert closed(place.folder, table(place, HOME, LEAD), *skips) == 0

    names = sorted(path.name for path in (place.folder / "end" / "archives").iterdir())
    assert names == [f"{HOME}.huaihai", f"{LEAD}.huaihai"]
    assert copies == [place.folder / "end" / "public"]
    page = Client().get(reverse("ended")).text
    assert f"https://{HOME}.example" in page
    assert "2026 年 11 月 24 日" in page
    home = Client().get(reverse("home")).text
    assert f'href="{reverse("ended")}"' in home
    main = home[home.index("<main") :].partition("</main>")[0]
    for door in (reverse("file-start"), reverse("callback-new"), reverse("body", args=[HOME])):
        assert f'href="{door}"' not in main
    for door in (reverse("file-start"), reverse("file-question", args=["check"]), reverse("callback-new")):
        assert Client().get(door).headers["Location"] == reverse("ended")
        assert Client().post(door).headers["Location"] == reverse("ended")
    assert choosing.kind_of("/ended/") is choosing.Kind.PAGE
    assert closed(place.folder, table(place, HOME, LEAD), *skips) == 0  # a second time it goes on
    assert Event.objects.filter(verb="alliance ended").count() == 1


def test_nothing_ends_while_a_city_has_no_key(
    place: Place, members: Cast, copies: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    others = [city for city in alliance.load().city_codes if city != LEAD]

    assert closed(place.folder, table(place, *others)) == 2
    assert LEAD in capsys.readouterr().err
    assert (ended(), copies, (place.folder / "end").exists()) == (None, [], False)


def test_a_city_that_is_not_here_is_named(place: Place, members: Cast) -> None:
    with pytest.raises(ending.NotEnded, match="110000"):
        ending.receivers(table(place, *alliance.load().city_codes, "110000"), ending.Receiver, ())
