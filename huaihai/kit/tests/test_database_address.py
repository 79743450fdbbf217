"""DATABASE_URL: every parameter of libpq, several servers, and one line for what is wrong."""

import pytest

from huaihai.kit import pool
from huaihai.kit.database_address import BadAddress, read


def test_every_parameter_reaches_libpq() -> None:
    url = "postgresql://u:p%40ss@db.example/huaihai?sslmode=verify-full&sslrootcert=%2Fca.pem&application_name=web"
    found = read(url)
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["NAME"]) == (
        "u",
        "p@ss",
        "db.example",
        "huaihai",
    )
    asked = {name: found["OPTIONS"][name] for name in ("sslmode", "sslrootcert", "application_name")}
    assert asked == {"sslmode": "verify-full", "sslrootcert": "/ca.pem", "application_name": "web"}


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u@one:5432,two:5433/huaihai?target_session_attrs=read-write",
        "postgres://u@/huaihai?host=one,two&port=5432,5433&target_session_attrs=read-write",
    ],
)
def test_several_servers_are_named_in_either_way(url: str) -> None:
    found = read(url)
    assert (found["HOST"], found["PORT"]) == ("one,two", "5432,5433")
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"


def test_a_socket_folder_and_no_name() -> None:
    found = read("postgresql:///?host=%2Frun%2Fpostgresql")
    assert (found["HOST"], found["NAME"], found["PASSWORD"]) == ("/run/postgresql", "huaihai", "")


def test_words_of_ours_stay_with_us() -> None:
    options = read("postgresql://u@db/huaihai?prepare_threshold=none&pool_size=5&connect_timeout=2")[
        "OPTIONS"
    ]
    assert options["prepare_threshold"] is None
    assert options["pool"]["max_size"] == 5
    assert options["connect_timeout"] == "2"
    assert "pool_size" not in options
    assert "pool" not in pool.words_of_libpq(read("postgresql://u@db/huaihai?pool_size=5"))


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("mysql://u@db/huaihai", "postgresql://"),
        ("postgresql://u:secret@db/huaihai?sslmod=require", "sslmod"),
        ("postgresql://u:secret@db/huaihai?sslmode=on", "verify-full"),
        ("postgresql://u:secret@a,b/huaihai?target_session_attrs=master", "read-write"),
        ("postgresql://u:secret@db:54x32/huaihai", "54x32"),
        ("postgresql://u:secret@db/huaihai?host=a,b,c&port=1,2", "3 servers and 2 ports"),
        ("postgresql://u:secret@db/huaihai?connect_timeout=soon", "connect_timeout"),
        ("postgresql://u:secret%zz@db/huaihai", "percent"),
    ],
)
def test_what_is_wrong_is_said_in_a_line_without_the_password(url: str, named: str) -> None:
    with pytest.raises(BadAddress) as caught:
        read(url)
    line = str(caught.value)
    assert named in line
    assert "secret" not in line
    assert "\n" not in line
