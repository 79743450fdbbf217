"""What stands in deploy/: units, the web server, the installer and the guides that name them."""

import re
import shutil
import subprocess
from pathlib import Path

import bundle
import pytest

from benchmarks.caching import settings as nginx_settings
from huaihai import cli

ROOT = Path(__file__).resolve().parents[2]
DEPLOY, GUIDES = ROOT / "deploy", ROOT / "docs" / "guides"
FOR_CLERKS = ("one-node", "many-nodes", "restore", "upgrade", "proxy", "keys")
COMMAND = re.compile(r"(?:^    (?: *)|`)huaihai ([a-z][a-z-]*)", re.MULTILINE)
LINE = re.compile(r"(?m)^ {4,}((?:/|[a-z])[^#\n]*?)(?: --lang en)?(?: +#.*)?$")  # typed as it stands
CHINESE_NAMES = {"新版本": "NEWER", "旧版本": "OLDER"}


def with_program(folder: Path) -> None:
    """The sbin folders, where no root's PATH has them."""
    if shutil.which(str(folder)) is None:
        pytest.skip(f"there is no {folder.name} on this machine")


@pytest.mark.parametrize("unit", sorted(path.name for path in (DEPLOY / "systemd").glob("huaihai*")))
def test_systemd_takes_each_unit(unit: str, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze on this machine")
    for path in (DEPLOY / "systemd").glob("huaihai*"):
        text = path.read_text(encoding="utf-8").replace("/opt/huaihai/current/bin/huaihai", "/bin/true")
        text = re.sub(r"(?m)^Documentation=.*\n", "", text)
        (tmp_path / path.name.replace("@", "@all")).write_text(text)
    asked = ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.replace("@", "@all"))]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    own = [line for line in done.stderr.splitlines() if "huaihai" in line]
    assert (done.returncode, own) == (0, []), done.stderr


@pytest.mark.parametrize("service", ["huaihai@.service", "huaihai-backup.service", "huaihai-drill.service"])
def test_a_service_can_do_little_beside_its_work(service: str) -> None:
    lines = (DEPLOY / "systemd" / service).read_text(encoding="utf-8").splitlines()
    wanted = {
        "User=huaihai", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "ProtectSystem=strict", "ProtectHome=yes",
        "PrivateTmp=yes", "UMask=0077", "SystemCallFilter=@system-service",
    }  # fmt: skip
    assert wanted <= set(lines)


def test_practice_reads_nothing_of_the_real_site_and_speaks_to_nobody() -> None:
    unit = (DEPLOY / "systemd" / "huaihai-practice.service").read_text(encoding="utf-8")
    wanted = {
        "DynamicUser=yes", "StateDirectory=huaihai-practice", "IPAddressDeny=any", "IPAddressAllow=localhost",
        "EnvironmentFile=/etc/huaihai/practice.env", "NoNewPrivileges=yes", "CapabilityBoundingSet=",
        "ProtectSystem=strict", "UMask=0077",
    }  # fmt: skip
    assert wanted <= set(unit.splitlines())
    assert "HUAIHAI_DEMO=1 HUAIHAI_VAR=/var/lib/huaihai-practice " in unit
    assert "huaihai.env" not in unit


def test_practice_whose_passwords_everybody_knows_takes_a_part_of_the_machine_alone() -> None:
    unit = (DEPLOY / "systemd" / "huaihai-practice.service").read_text(encoding="utf-8")
    limits = dict(re.findall(r"(?m)^(MemoryMax|TasksMax|CPUWeight|IOWeight)=(\d+)", unit))
    assert limits.keys() == {"MemoryMax", "TasksMax", "CPUWeight", "IOWeight"}
    assert int(limits["CPUWeight"]) < 100 > int(limits["IOWeight"])  # what the real site has
    site, real = (
        (DEPLOY / "nginx" / name).read_text(encoding="utf-8") for name in ("practice.conf", "huaihai.conf")
    )
    visitors = [re.findall(r"(?m)^ +limit_conn huaihai_visitor (\d+);$", text) for text in (site, real)]
    assert 0 < int(visitors[0][0]) < int(visitors[1][0])
    for setting in ("client_body_timeout", "client_max_body_size", "limit_conn_status"):
        line = re.compile(rf"(?m)^ +{setting} \S+;$")
        assert line.findall(site) == line.findall(real) != []
    assert re.findall(r"(?m)^ +# (allow|deny) .+;$", site) == ["allow", "deny"]


@pytest.mark.parametrize("part", ["all", "web"])
def test_an_upgrade_starts_the_practice_site_anew_and_one_that_is_broken_stops_nothing(part: str) -> None:
    """Also on one machine of several."""
    script = (DEPLOY / "install.sh").read_text(encoding="utf-8").removesuffix('main "$@"\n')
    stubs = f"""
        has_systemd() {{ true; }}
        is_answering() {{ true; }}
        systemctl() {{
            echo "$@" >&3
            case "$*" in
                *try-restart*) return 1 ;;
                is-enabled*huaihai@{part}) return 0 ;;
                is-enabled*) return 1 ;;
            esac
        }}
        start_all
    """
    whole = f"exec 3>&1\n{script}\n{stubs}"
    done = subprocess.run(["sh", "-c", whole], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    calls = done.stdout.splitlines()
    assert "try-restart huaihai-practice" in calls
    assert f"restart huaihai@{part}" in [call.strip() for call in calls]


def test_nginx_takes_the_practice_site_beside_the_other(tmp_path: Path) -> None:
    nginx = Path("/usr/sbin/nginx")
    with_program(nginx)
    own = nginx_settings(tmp_path)
    site = (
        (DEPLOY / "nginx" / "practice.conf").read_text(encoding="utf-8").replace("@HOST@", "practice.example")
    )
    for place in ("/etc/huaihai/tls", "/var/log/nginx"):
        site = site.replace(place, str(tmp_path))
    with (tmp_path / "site.conf").open("a") as whole:
        whole.write(site)
    done = subprocess.run([nginx, "-t", "-c", own], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nginx_takes_its_settings(tmp_path: Path) -> None:
    nginx = Path("/usr/sbin/nginx")
    with_program(nginx)
    own = nginx_settings(tmp_path)
    done = subprocess.run([nginx, "-t", "-c", own], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_each_page_of_nginx_is_there_and_the_one_for_too_much_is_not_refused_for_it() -> None:
    site = (DEPLOY / "nginx" / "huaihai.conf").read_text(encoding="utf-8")
    pages = re.findall(r"(?m)^ *error_page .+ /([a-z-]+\.html);", site)
    assert pages
    for page in pages:
        assert f"location = /{page}" in site
        assert 'lang="zh-Hans"' in (DEPLOY / "nginx" / page).read_text(encoding="utf-8")
    assert "client_max_body_size 0;" in site.partition("location = /too-large.html")[2].partition("}")[0]


@pytest.mark.parametrize("script", ["install.sh", "huaihai"])
def test_scripts_can_be_read_by_any_shell(script: str) -> None:
    done = subprocess.run(["sh", "-n", DEPLOY / script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_installer_says_what_it_does_not_know_and_touches_nothing() -> None:
    done = subprocess.run(
        ["sh", DEPLOY / "install.sh", "--nowhere", "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "--nowhere" in done.stderr


@pytest.mark.parametrize(("image", "has_nginx"), [("", True), ("1", False)])
def test_an_image_has_what_the_program_needs_and_no_web_server(image: str, has_nginx: bool) -> None:
    script = (DEPLOY / "install.sh").read_text(encoding="utf-8").removesuffix('main "$@"\n')
    asked = f"{script}\nHERE={ROOT} IMAGE={image}\nwanted"
    told = subprocess.run(["sh", "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert ("nginx" in told) is has_nginx
    assert {"python3", "poppler-utils", "ca-certificates"} <= set(told)


def test_each_setting_of_an_installation_is_explained() -> None:
    named = set(re.findall(r"(?m)^#?([A-Z_]{4,})=", (DEPLOY / "huaihai.env").read_text(encoding="utf-8")))
    told = (GUIDES / "operators.md").read_text(encoding="utf-8")
    assert len(named) > 8
    assert [name for name in sorted(named) if f"`{name}`" not in told] == []


@pytest.mark.parametrize("guide", FOR_CLERKS)
def test_both_languages_of_a_guide_say_the_same_commands(guide: str) -> None:
    english, chinese = (
        (GUIDES / f"{guide}{ending}").read_text(encoding="utf-8") for ending in (".md", ".zh-CN.md")
    )
    for name, in_english in CHINESE_NAMES.items():
        chinese = chinese.replace(name, in_english)
    typed = [[line for line in LINE.findall(text) if "files/" not in line] for text in (english, chinese)]
    assert typed[0] == typed[1]
    said = [set(COMMAND.findall(text)) for text in (english, chinese)]
    assert said[0]
    assert said[0] <= cli.ROOMS.keys() | {"recovery"}  # the last: of what a key is derived with
    assert said[1] <= said[0]


def test_the_installer_puts_each_unit_in_its_place() -> None:
    script = (DEPLOY / "install.sh").read_text(encoding="utf-8")
    units = {path.name for path in (DEPLOY / "systemd").glob("huaihai*")}
    assert {unit for unit in units if unit not in script} == set()


def test_a_bundle_carries_the_program_and_no_tests() -> None:
    names = [str(path.relative_to(ROOT)) for path in bundle.program_files()]
    assert {"huaihai/cli.py", "alliances/huaihai/cities.csv", "docs/guides/one-node.md"} <= set(names)
    assert any(name.endswith("zh_Hans/LC_MESSAGES/django.mo") for name in names)
    assert not [name for name in names if "/tests/" in name or name.startswith(("tests/", "tools/"))]


def test_debian_s_packages_of_a_bundle_are_those_that_the_guide_for_files_names() -> None:
    wanted = (DEPLOY / "packages.txt").read_text(encoding="utf-8").split()
    needed = {"python3", "python3-venv", "nginx", "poppler-utils", "fonts-noto-cjk", "tesseract-ocr-chi-sim"}
    assert needed <= set(wanted)
    assert len(wanted) == len(set(wanted))
