#!/bin/sh
# Installs Huaihai on one Debian 13 machine from the folder in which this script lies (an unpacked bundle), without a
# network. To run it again changes nothing that is right; an upgrade is the install.sh of a newer bundle.
#
#   sh install.sh --host 315.xuzhou.example            installs and starts
#   sh install.sh --check                              only says what is there and what is missing; changes nothing
#   sh install.sh --host … --restore                   puts the newest backup back before it starts; asks for two shares
#   --of NAME, --identity FILE                         with --restore: another backup, the age key that opens its keys
#   --backups FOLDER (default /var/backups/huaihai)    where backups lie: another disk or machine, mounted there
#   --postgresql                                       PostgreSQL and pgBackRest on this machine instead of SQLite
#   --image                                            into an image of a container: the program alone (Containerfile)
#   --lang zh|en (default zh)
set -eu

HERE=$(cd "$(dirname "$0")" && pwd)
HOST='' BACKUPS=/var/backups/huaihai CHECK='' SPEAKS=zh RESTORE='' OF='' IDENTITY='' SERVER='' IMAGE=''
OPT=/opt/huaihai ETC=/etc/huaihai VAR=/var/lib/huaihai
MISSING=0
SOCKET='postgresql:///huaihai?host=/var/run/postgresql'
# The sbin folders are not on every root's PATH (su).
unset PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE || true
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH

main() {
    read_options "$@"
    if [ "$CHECK" ]; then
        check_all
        exit "$MISSING"
    fi
    refuse
    step '核对安装包' 'checking the bundle' verify_bundle
    step '系统软件' 'packages of the system' install_packages
    step '用户和文件夹' 'user and folders' make_places
    step '程序' 'the program' install_program
    [ ! "$IMAGE" ] || exit 0
    step '设置' 'settings' write_settings
    [ ! "$SERVER" ] || step '数据库' 'database' make_database
    step '证书' 'certificate' make_certificate
    step '服务' 'services' install_units
    step '网站入口' 'web server' install_nginx
    [ ! "$RESTORE" ] || step '恢复备份' 'the backup' put_back
    step '启动' 'start' start_all
    finish
}

say() { if [ "$SPEAKS" = en ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi; }
fail() { say "安装停在这里：$1" "install: $2" >&2; exit 2; }

read_options() {
    while [ $# -gt 0 ]; do
        case $1 in
            --host) HOST=${2:-}; shift ;;
            --backups) BACKUPS=${2:-}; shift ;;
            --lang) SPEAKS=${2:-zh}; shift ;;
            --check) CHECK=1 ;;
            --restore) RESTORE=1 ;;
            --postgresql) SERVER=1 ;;
            --image) IMAGE=1 ;;
            --of) OF=${2:-}; shift ;;
            --identity) IDENTITY=${2:-}; shift ;;
            *) fail "没有 $1 这个选项" "unknown option $1" ;;
        esac
        shift
    done
    place=$(sed -n 's/^HUAIHAI_BACKUPS=//p' "$ETC/huaihai.env" 2>/dev/null) || true
    BACKUPS=${place:-$BACKUPS}  # settings that are there stay
    if grep -qs "^DATABASE_URL=$SOCKET" "$ETC/huaihai.env"; then SERVER=1; fi
}

step() {
    began=$(date +%s)
    $3
    say "✓ $1（$(($(date +%s) - began)) 秒）" "✓ $2 ($(($(date +%s) - began)) s)"
}

refuse() {
    [ "$(id -u)" = 0 ] || fail '请用 root 运行：sudo sh install.sh …' 'run it as root: sudo sh install.sh …'
    [ "$(. /etc/os-release && echo "${ID:-}${VERSION_ID:-}")" = debian13 ] || fail '这台服务器不是 Debian 13' 'this machine is not Debian 13'
    [ -f "$HERE/SHA256SUMS" ] || fail "$HERE 不是解压后的安装包" "$HERE is no unpacked bundle"
    if [ ! "$HOST$IMAGE" ] && [ ! -f "$ETC/huaihai.env" ]; then
        fail '请写明网站的域名：--host 315.xuzhou.example' 'say under which name people reach it: --host 315.xuzhou.example'
    fi
    case $HOST in *[!A-Za-z0-9.:-]*) fail '域名里只能有字母、数字、点和短横线' 'a name has letters, digits, dots and dashes alone' ;; esac
    case $BACKUPS in /*) ;; *) fail '备份位置请写完整路径，以 / 开头' 'say the whole path of backups, from / on' ;; esac
}

verify_bundle() {
    (cd "$HERE" && sha256sum --quiet --strict --check SHA256SUMS) ||
        fail '安装包损坏了，或者被人改过，请重新拷贝' 'the bundle is damaged or was changed: copy it anew'
}

wanted() { grep -vxE "${IMAGE:+nginx|adduser}" "$HERE/deploy/packages.txt"; [ ! "$SERVER" ] || cat "$HERE/deploy/packages-postgresql.txt"; }
is_installed() { [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null | cut -c1-2)" = ii ]; }
lacking() { for one in $(wanted); do is_installed "$one" || printf '%s ' "$one"; done; }
has_systemd() { [ -d /run/systemd/system ]; }

# From the bundle's own folder; apt takes what is missing and leaves what is there, settings that were put back too.
# The hashes were compared above.
install_packages() {
    packages=$(lacking)
    [ "$packages" ] || return 0
    DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8  # in which a new server keeps its texts, too
    export DEBIAN_FRONTEND LC_ALL
    if [ "$SERVER" ]; then
        mkdir -p /etc/postgresql-common/createcluster.d
        echo "initdb_options = '--data-checksums'" >/etc/postgresql-common/createcluster.d/huaihai.conf
    fi
    if [ -f "$HERE/debs/Packages" ]; then
        lists=$(mktemp -d)
        printf 'deb [trusted=yes] file:%s/debs ./\n' "$HERE" >"$lists/bundle.list"
        mkdir -p "$lists/lists/partial"
        from="-o Dir::Etc::sourcelist=$lists/bundle.list -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferencesparts=/dev/null -o Dir::State::lists=$lists/lists -o APT::Sandbox::User=root -o Dpkg::Options::=--force-confold"
        # shellcheck disable=SC2086
        if ! { apt-get $from -qq update && apt-get $from -qq --yes --no-install-recommends install $packages; } >"$lists/log" 2>&1; then
            tail -20 "$lists/log" >&2
            fail '系统软件没有装上，原因见上面' 'packages could not be installed, see above'
        fi
        rm -rf "$lists"
    else
        # shellcheck disable=SC2086
        if ! { apt-get -qq update && apt-get -qq --yes --no-install-recommends -o Dpkg::Options::=--force-confold install $packages; } >/dev/null; then
            fail "缺少系统软件：$packages" "missing: $packages"
        fi
    fi
}

make_places() {
    getent passwd huaihai >/dev/null ||
        adduser --quiet --system --group --home "$VAR" --no-create-home --shell /usr/sbin/nologin huaihai
    install -d -o huaihai -g huaihai -m 0700 "$VAR"
    install -d -o root -g root -m 0755 "$OPT"
    install -d -o root -g huaihai -m 0750 "$ETC"
    own_backups
}

# A new disk that was mounted is root's; backups of another machine bear that one's number of the user.
own_backups() {
    [ -d "$BACKUPS" ] || install -d -m 0700 "$BACKUPS"
    if [ ! "$(find "$BACKUPS" -mindepth 1 -maxdepth 1 ! -name lost+found)" ] || has_backup; then
        chown -R huaihai: "$BACKUPS" 2>/dev/null || true
    fi
    runuser -u huaihai -- test -w "$BACKUPS" ||
        fail "用户 huaihai 写不进 $BACKUPS：里面有别的东西，或者没有权限" "the user huaihai cannot write into $BACKUPS: other things lie there, or it may not"
}

has_backup() { for one in "$BACKUPS"/*/manifest.json; do [ ! -e "$one" ] || return 0; done; return 1; }

version() { cat "$HERE/VERSION"; }

# Each version in a folder of its own, so that the one before can be taken up again; the link is moved at the end.
install_program() {
    target="$OPT/$(version)"
    if [ ! -f "$target/.whole" ]; then
        rm -rf "$target"
        mkdir -p "$target/bin"
        cp -R "$HERE/program" "$HERE/deploy" "$target/"
        /usr/bin/python3 -m venv "$target/venv"
        "$target/venv/bin/python" -m pip --isolated install --quiet --disable-pip-version-check --no-index --no-deps \
            --find-links "$HERE/wheels" --require-hashes --only-binary :all: -r "$HERE/requirements-$(uname -m).txt" ||
            fail '程序库没有装上' 'libraries could not be installed'
        "$target/venv/bin/python" -m pip --isolated uninstall --quiet --yes pip
        echo "$target/program" >"$(echo "$target"/venv/lib/python3.*/site-packages)/huaihai.pth"
        printf '#!/bin/sh\nexec %s/venv/bin/python -m huaihai.cli "$@"\n' "$target" >"$target/bin/huaihai"
        chmod 0755 "$target/bin/huaihai"
        "$target/venv/bin/python" -m compileall -q -j 0 "$target/program/huaihai" "$target/venv/lib" >/dev/null || true
        touch "$target/.whole"
    fi
    ln -sfn "$target" "$OPT/.next" && mv -T "$OPT/.next" "$OPT/current"
    install -m 0755 "$HERE/deploy/huaihai" /usr/local/bin/huaihai
}

write_settings() {
    [ -f "$ETC/huaihai.env" ] ||
        sed -e "s#@HOST@#$HOST#" -e "s#@BACKUPS@#$BACKUPS#" "$HERE/deploy/huaihai.env" >"$ETC/huaihai.env"
    if [ "$SERVER" ] && ! grep -q '^DATABASE_URL=' "$ETC/huaihai.env"; then
        sed -i "s|^#DATABASE_URL=.*|DATABASE_URL=$SOCKET|" "$ETC/huaihai.env"
    fi
    for file in "$ETC/huaihai.env" "$ETC"/*.toml; do [ ! -e "$file" ] || chown root:huaihai "$file"; done
    chmod 0640 "$ETC/huaihai.env"
}

as_postgres() { (cd / && runuser -u postgres -- "$@"); }

# Its role is the service's user, who comes in by the socket without a password; pgBackRest keeps every second of it beside
# the other backups (docs/guides/restore.md).
make_database() {
    cluster=$(pg_lsclusters --no-header | awk '$2 == "main" { print $1 }' | tail -1)
    keeps=$(dirname "$BACKUPS")/pgbackrest
    install -d -o postgres -g postgres -m 0700 "$keeps" /var/log/pgbackrest
    chown -R postgres: "$keeps"  # of another machine it bears that one's number of the user
    if ! grep -qs '^.huaihai.' /etc/pgbackrest.conf; then
        sed -e "s#@PLACE@#$keeps#" -e "s#@VERSION@#$cluster#" -e "s#@WORD@#$(openssl rand -base64 48 | tr -d '\n')#" \
            "$HERE/deploy/pgbackrest.conf" >/etc/pgbackrest.conf
    fi
    chown postgres:postgres /etc/pgbackrest.conf && chmod 0640 /etc/pgbackrest.conf
    settings=/etc/postgresql/$cluster/main/conf.d/huaihai.conf
    if [ ! -f "$settings" ]; then
        printf "archive_mode = on\narchive_command = 'pgbackrest --stanza=huaihai archive-push %%p'\narchive_timeout = 60\n" >"$settings"
        ! has_systemd || systemctl restart "postgresql@$cluster-main"
    fi
    has_systemd || return 0
    [ "$(as_postgres psql -Atc "SELECT 1 FROM pg_roles WHERE rolname = 'huaihai'")" ] || as_postgres createuser --createdb huaihai
    [ "$(as_postgres psql -Atc "SELECT 1 FROM pg_database WHERE datname = 'huaihai'")" ] || as_postgres createdb --owner=huaihai huaihai
    [ -d "$keeps/archive/huaihai" ] || as_postgres pgbackrest --stanza=huaihai --log-level-console=error stanza-create
}

# One of its own, so that TLS runs at once; the city's own certificate is put in its place (docs/guides/one-node.md).
make_certificate() {
    install -d -o root -g root -m 0700 "$ETC/tls"
    [ -f "$ETC/tls/key.pem" ] && [ -f "$ETC/tls/cert.pem" ] && return 0
    name=${HOST:-$(hostname)}
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 365 -subj "/CN=$name" \
        -addext "subjectAltName=DNS:$name" -keyout "$ETC/tls/key.pem" -out "$ETC/tls/cert.pem" 2>/dev/null
    chmod 0600 "$ETC/tls/key.pem"
}

install_units() {
    for unit in huaihai@.service huaihai-backup.service huaihai-backup.timer huaihai-drill.service huaihai-drill.timer \
        huaihai-postgresql.service huaihai-postgresql.timer huaihai-files.service huaihai-files.timer huaihai-practice.service; do
        install -m 0644 "$HERE/deploy/systemd/$unit" "/etc/systemd/system/$unit"
    done
    for service in huaihai-backup huaihai-drill huaihai-files; do
        mkdir -p "/etc/systemd/system/$service.service.d"
        printf '[Service]\nReadWritePaths=-%s\n' "$BACKUPS" >"/etc/systemd/system/$service.service.d/place.conf"
    done
    mkdir -p /etc/systemd/journald.conf.d
    install -m 0644 "$HERE/deploy/systemd/journald.conf" /etc/systemd/journald.conf.d/huaihai.conf
}

install_nginx() {
    install -m 0644 "$HERE/deploy/nginx/huaihai.conf" /etc/nginx/sites-available/huaihai
    install -m 0644 "$HERE/deploy/nginx/logrotate" /etc/logrotate.d/huaihai
    mkdir -p /var/cache/nginx
    # Debian's 768 are used up by 384 people at once, since each takes two: the next ones would see no page at all.
    sed -i -E 's/^([[:space:]]*worker_connections)[[:space:]]+[0-9]{1,4};/\1 16384;/' /etc/nginx/nginx.conf
    printf 'worker_rlimit_nofile 65536;\n' >/etc/nginx/modules-enabled/60-huaihai.conf
    ln -sf ../sites-available/huaihai /etc/nginx/sites-enabled/huaihai
    rm -f /etc/nginx/sites-enabled/default
    nginx -q -t || fail 'nginx 的设置有错，原因见上面' 'the settings of nginx are wrong, see above'
}

# What is there is never written over; keys that are there already, or came with --identity, need no shares.
put_back() {
    has_backup || fail "$BACKUPS 里没有备份：硬盘挂上了吗？" "there is no backup in $BACKUPS: is the disk mounted?"
    ! has_systemd || systemctl stop 'huaihai@*'
    if [ ! -e "$VAR/huaihai.sqlite3" ] && [ ! -e "$VAR/files" ]; then
        opens='' failed=''
        if [ "$IDENTITY" ]; then  # a key of the safe is its bearer's alone
            opens=$(mktemp)
            install -o huaihai -m 0400 "$IDENTITY" "$opens" || fail "读不了 $IDENTITY" "$IDENTITY cannot be read"
        fi
        /usr/local/bin/huaihai restore --lang "$SPEAKS" ${OF:+--of "$OF"} ${opens:+--identity "$opens"} || failed=1
        rm -f "$opens"
        [ ! "$failed" ] || fail '没有恢复，原因见上面' 'it was not put back, see above'
    fi
    [ -e "$VAR/keys.json" ] || /usr/local/bin/huaihai keys recover --lang "$SPEAKS" ||
        fail '数据恢复了，还差密钥。请执行 huaihai keys recover，或者 huaihai keys import 文件，再执行 sh install.sh' 'the data is back, the keys are not: huaihai keys recover, or huaihai keys import FILE, then sh install.sh'
}

start_all() {
    if ! has_systemd; then
        say '  （这台服务器没有 systemd，服务没有启动）' '  (no systemd here: nothing was started)'
        return 0
    fi
    systemctl daemon-reload
    systemctl restart systemd-journald
    systemctl try-restart huaihai-practice || true  # where it is broken, the rest goes on
    parts=$(parts_of_many)
    if [ "$parts" ]; then
        # shellcheck disable=SC2086
        systemctl restart $parts
        systemctl try-reload-or-restart nginx
        return 0
    fi
    systemctl enable --quiet huaihai@all huaihai-backup.timer huaihai-drill.timer nginx
    if waits_for_the_last_second; then
        systemctl reload-or-restart nginx
        return 0
    fi
    systemctl restart huaihai@all
    systemctl start huaihai-backup.timer huaihai-drill.timer
    if [ "$SERVER" ]; then
        systemctl enable --quiet --now huaihai-postgresql.timer huaihai-files.timer
        [ "$RESTORE" ] || [ -d "$(dirname "$BACKUPS")/pgbackrest/backup/huaihai/latest" ] || systemctl start --no-block huaihai-postgresql.service
    fi
    systemctl reload-or-restart nginx
    for _second in $(seq 180); do
        is_answering && return 0
        systemctl is-active --quiet huaihai@all || sleep 1
        sleep 1
    done
    journalctl -u huaihai@all -n 20 --no-pager >&2
    fail '三分钟过去，服务还没有启动好，日志见上面' 'the service did not start within three minutes, see its log above'
}

# What came after last night is with pgBackRest: nothing serves, and no message leaves, before it is back.
waits_for_the_last_second() {
    [ "$RESTORE" ] && [ "$SERVER" ] && [ -d "$(dirname "$BACKUPS")/pgbackrest/backup/huaihai/latest" ]
}

# One machine of several does a part alone (docs/guides/many-nodes.md); which timers it has was decided by hand.
parts_of_many() {
    for part in web worker timer; do
        if systemctl is-enabled --quiet "huaihai@$part" 2>/dev/null; then printf 'huaihai@%s ' "$part"; fi
    done
}

is_answering() {
    /usr/bin/python3 -c 'import urllib.request as u; u.urlopen("http://127.0.0.1:8000/healthz", timeout=2)' 2>/dev/null
}

finish() {
    if waits_for_the_last_second; then
        say "
恢复到了昨夜，服务还没有启动。先照手册 restore.zh-CN.md 的“PostgreSQL”一节，把数据库恢复到最后一秒，再启动。" "
Put back as of last night; nothing is started yet. First bring the database to its last second: restore.md, PostgreSQL."
        return 0
    fi
    if [ "$RESTORE" ]; then
        say "
恢复好了，版本 $(version)。接下来：
  1. huaihai verify     记录、文件都对得上吗
  2. huaihai doctor     还缺什么、怎么办" "
Put back, version $(version). Next:
  1. huaihai verify --lang en     whether all of it fits
  2. huaihai doctor --lang en     what is missing and what to do"
        return 0
    fi
    say "
装好了，版本 $(version)。接下来：
  1. huaihai members first-administrator    显示一个一次性链接，用它建第一位管理员
  2. huaihai doctor                         还缺什么、怎么办
  3. huaihai keys share                     三位负责人各抄一份恢复码，任意两份就能找回密钥
手册：$OPT/current/program/docs/guides/one-node.zh-CN.md" "
Installed, version $(version). Next:
  1. huaihai members first-administrator    prints a one-time link for the first administrator
  2. huaihai doctor                         what is missing and what to do
  3. huaihai keys share                     three heads, two of whom bring the keys back
Guide: $OPT/current/program/docs/guides/one-node.md"
}

# --check: one line each.
check_all() {
    told '系统软件' 'packages of the system' "$([ ! "$(lacking)" ] && echo y)" "$(lacking)"
    told '用户 huaihai' 'the user huaihai' "$(getent passwd huaihai >/dev/null && echo y)" ''
    told '数据文件夹只有用户 huaihai 能进' 'the folder of data is for it alone' "$([ "$(stat -c '%U %a' "$VAR" 2>/dev/null)" = 'huaihai 700' ] && echo y)" "$VAR"
    told '程序' 'the program' "$([ -f "$OPT/current/.whole" ] && echo y)" "$(readlink "$OPT/current" 2>/dev/null)"
    told '设置' 'settings' "$([ -f "$ETC/huaihai.env" ] && echo y)" "$ETC/huaihai.env"
    told '证书，一个月内不会过期' 'a certificate that is good for a month' "$(openssl x509 -in "$ETC/tls/cert.pem" -noout -checkend 2592000 >/dev/null 2>&1 && echo y)" "$ETC/tls/cert.pem"
    told '网站入口的设置' 'settings of the web server' "$(nginx -q -t 2>/dev/null && [ -e /etc/nginx/sites-enabled/huaihai ] && echo y)" ''
    if has_systemd; then
        parts=$(parts_of_many)
        for unit in ${parts:-huaihai@all huaihai-backup.timer huaihai-drill.timer nginx}; do
            told "$unit 在运行" "$unit runs" "$(systemctl is-active --quiet "$unit" && echo y)" "systemctl status $unit"
        done
    fi
}

told() {
    if [ "$3" ]; then say "✓ $1" "✓ $2"; else MISSING=1; say "✗ $1${4:+：$4}" "✗ $2${4:+: $4}"; fi
}

main "$@"
