"""`huaihai members load` and `huaihai members first-administrator`."""

import argparse
from typing import Any

import pytest
from django.test import Client

from huaihai.members import commands, factors
from huaihai.members.models import Organisation, Role
from tests.posts import post_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    commands.add_to(parser.add_subparsers(required=True))
    args = parser.parse_args(["members", *words])
    code: int = args.run(args)
    return code


def test_load_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("load") == 0
    assert run("load") == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("107 made")
    assert second == "as held"


def test_load_refuses_a_folder_that_is_not_an_alliance(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setenv("HUAIHAI_ALLIANCE", str(tmp_path))
    assert run("load") == 2
    assert "alliance.toml" in capsys.readouterr().err
    assert not Organisation.objects.exists()


def test_the_printed_link_opens(capsys: pytest.CaptureFixture[str], client: Client) -> None:
    run("load")
    capsys.readouterr()
    assert run("first-administrator", "--site", "http://127.0.0.1:8123/") == 0
    link = capsys.readouterr().out.strip()
    assert link.startswith("http://127.0.0.1:8123/staff/start/")
    assert client.get(link.removeprefix("http://127.0.0.1:8123"), follow=True).status_code == 200


def test_without_a_tree_or_with_an_administrator_there_is_no_link(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("first-administrator") == 2
    run("load")
    post_at("alliance", Role.SYSTEM_ADMIN)
    assert run("first-administrator") == 2
    assert "already" in capsys.readouterr().err


def test_the_machine_helps_where_no_second_person_is_left(
    capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    run("load")
    account = post_at("alliance", Role.SYSTEM_ADMIN).account
    capsys.readouterr()
    assert run("new-factor", account.username) == 0
    link = capsys.readouterr().out.strip()
    assert client.get(link.removeprefix("http://127.0.0.1:8000"), follow=True).status_code == 200
    assert not factors.is_set_up(account)
    assert run("new-factor", "nobody") == 2
    account.is_demo = True
    account.save()
    assert run("new-factor", account.username) == 2
