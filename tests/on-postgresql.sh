#!/bin/sh
# Runs the tests of the rooms again on a PostgreSQL server of their own, in a folder that is thrown away.
set -eu
python=$1
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
folder=$(mktemp -d)
as() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/sh -c "$1"; else sh -c "$1"; fi; }
[ "$(id -u)" != 0 ] || chown postgres "$folder"
stop() { as "$bin/pg_ctl -D $folder/data -m immediate -s stop" || true; rm -rf "$folder"; }
trap stop EXIT INT TERM
port=${STOPPRESS_TEST_PGPORT:-54329}
# Its database `stoppress` has had all migrations; each process of the tests gets a copy.
$python -m tests.made_once "$folder"
cheap="-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c wal_level=minimal -c max_wal_senders=0"
as "$bin/pg_ctl -D $folder/data -w -s -o '-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c max_connections=200 $cheap' -l $folder/log start"
export STOPPRESS_DATABASE_URL=postgres://stoppress@127.0.0.1:$port/stoppress STOPPRESS_TESTS_TEMPLATE=stoppress
$python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder --database-only -m "not journey" \
  tests/processes/test_move.py tests/processes/test_nodes.py tests/conf/test_backups.py tests/publog tests/newsroom tests/press tests/wire \
  --ignore tests/press/shelf \
  tests/discussion/test_at_once.py tests/discussion/test_imports.py tests/discussion/test_desk.py tests/discussion/test_chats.py \
  tests/discussion/test_overview.py tests/discussion/test_telling.py tests/readers/test_own.py tests/readers/test_outbox.py \
  tests/readers/test_push.py tests/newsfeed/test_own.py
