#!/usr/bin/env bash
# The demonstration behind `./dev run`: 2,000 made-up students of 2015, three sample source systems as processes of
# their own, and the service polling them. Everything it keeps is under var/. Ctrl-C stops all of it.
set -euo pipefail
cd "$(dirname "$0")/.."

bin=${LIXIAO_BIN:-build/release}
data=${LIXIAO_DATA:-var}
listen=${LIXIAO_LISTEN:-127.0.0.1:8080}
sample=$data/sample
logs=$data/log
accounts=$data/demo-accounts.txt
mkdir -p "$logs"
chmod 700 "$data"

children=()
declare -A process=()
stop() {
  trap - EXIT INT TERM
  [ ${#children[@]} -eq 0 ] || kill "${children[@]}" 2> /dev/null || true
  wait 2> /dev/null || true
}
trap stop EXIT
trap 'echo; exit 0' INT TERM

die() {
  printf 'demo: %s\n' "$*" >&2
  exit 1
}

# start NAME COMMAND...: runs it in the background with its output in log/NAME.log
start() {
  local name=$1
  shift
  "$@" > "$logs/$name.log" 2>&1 < /dev/null &
  process[$name]=$!
  children+=($!)
}

# announced NAME WORD: the port that NAME's log gives after `WORD on 127.0.0.1:`; two minutes are for a disk that stalls
announced() {
  local line
  for _ in $(seq 2400); do
    line=$(grep -m 1 -oE "^$2 on (http://)?127\.0\.0\.1:[0-9]+$" "$logs/$1.log" 2> /dev/null) && break
    kill -0 "${process[$1]}" 2> /dev/null || break
    sleep 0.05
  done
  [ -n "${line:-}" ] || die "$1 did not start: $(tail -n 3 "$logs/$1.log")"
  echo "${line##*:}"
}

# eventually COMMAND...: tries it until it succeeds, for a minute
eventually() {
  for _ in $(seq 600); do
    "$@" && return
    sleep 0.1
  done
  return 1
}

lixiao() { "$bin/lixiao" "$@"; }

write_settings() {
  cat > "$data/lixiao.yaml" <<END
# Written by ./dev run at every start.
listen: $listen
workflow: $PWD/workflows/2015
trial: ${LIXIAO_TRIAL:-false}
clock: { show: "2015-06-24T09:00:00+08:00", at: "$(cat "$data/first-run")" }
organisation: { zh: 医学院（演示）, en: School of Medicine (demonstration) }
announcement:
  zh: 2015届毕业生离校手续在网上办理。请登录查看您还差哪些事项；已通过的事项不用再跑。
  en: The class of 2015 leaves online. Sign in to see what is left for you; what is cleared needs no visit.
help:
  zh: 使用中遇到问题，请联系学指委：新教楼 505 室，工作日 8:30-16:30。
  en: "Questions? Student affairs committee, New Teaching Building, room 505, workdays 8:30-16:30."
plugins: [lixiao_finance.so, lixiao_library.so, lixiao_housing.so]
connectors:
  finance:
    kind: finance
    url: http://127.0.0.1:$finance_port/arrears
    amount_unit: yuan
    every: 10s
  library:
    kind: library
    host: 127.0.0.1
    port: $library_port
    amount_unit: yuan
    every: 10s
  housing:
    kind: housing
    url: http://127.0.0.1:$finance_port/arrears
    amount_unit: yuan
    room_database: housing.db
    room_view: room_check_out
    every: 10s
outgoing:
  library:
    kind: sip2
    host: 127.0.0.1
    port: $library_port
END
}

import_everything() {
  lixiao import roster "$sample/roster.csv" --data "$data" > "$logs/import.log"
  lixiao import facts "$sample/facts.csv" --data "$data" >> "$logs/import.log"
  for list in "$sample"/lists/*.csv; do
    lixiao import list "$list" --list "$(basename "$list" .csv)" --data "$data" >> "$logs/import.log"
  done
  lixiao import registrations "$sample/registrations.csv" --data "$data" >> "$logs/import.log"
}

# A student for whom books are all that is left, and so the diploma's last obstacle.
student_with_books_out() {
  local lists=()
  for list in "$sample"/lists/*.csv; do lists+=(--list "$(basename "$list" .csv)=$list"); done
  lixiao evaluate workflows/2015 --students "$sample/students.csv" --registrations "$sample/registrations.csv" \
    "${lists[@]}" --today 2015-06-24 |
    awk -F, '$2 == "library" && $3 == "action_required" { books[$1] = 1 }
             $2 == "document:diploma" && $3 == "withheld" && NF == 4 && ($1 in books) { if (!n++) print $1 }'
}

# account LOGIN ROLE NAME WHO OPTION...: adds it with a password of its own and notes it down with who it is
account() {
  local login=$1 role=$2 name=$3 who=$4 password
  shift 4
  password=$(od -An -N9 -tx1 /dev/urandom | tr -d ' \n')
  printf '%s\n' "$password" | lixiao user add "$login" --role "$role" --name "$name" "$@" --data "$data"
  printf '  %-16s %-20s %s %s\n' "$login" "$password" "$name" "$who" >> "$accounts"
}

add_accounts() {
  local student
  student=$(student_with_books_out)
  [ -n "$student" ] || die "no student of the sample has books as the last item"
  : > "$accounts"
  chmod 600 "$accounts"
  account admin admin 管理员 admin
  account student student 学生 "student with books out, $student" --student "$student"
  account library staff 图书馆老师 library --department library
  account security staff 武保处老师 security --department security
  account college staff 护理学院老师 college --department college --scope 护理学院
  account registrar staff 教务处老师 "registrar: roster, certificates" --department registrar
  account graduate staff 研究生院老师 "graduate school: roster, certificates" --department graduate_school
  account career staff 就业中心老师 "career centre: employment card" --department career
  account auditor auditor 校领导 leadership
}

[ -f "$data/first-run" ] || date -u +%Y-%m-%dT%H:%M:%SZ > "$data/first-run"
[ -f "$sample/roster.csv" ] || lixiao sample "$sample" --students 2000 --seed 2015
: > "$logs/lixiao.log"

start finance "$bin/lixiao-sample-finance" --data "$sample"
start library "$bin/lixiao-sample-library" --data "$sample"
start housing "$bin/lixiao-sample-housing" --data "$sample" --database "$data/housing.db"
finance_port=$(announced finance listening)
library_port=$(announced library listening)
library_control=$(announced library control)
housing_port=$(announced housing listening)
write_settings
start lixiao "$bin/lixiao" serve --data "$data"
port=$(announced lixiao listening)
address=http://${listen%:*}:$port
eventually curl -fs -o /dev/null "$address/readyz" || die "the service is not ready: $(tail -n 3 "$logs/lixiao.log")"
if [ ! -f "$data/imported" ]; then
  import_everything
  add_accounts
  touch "$data/imported"
  # Until the first polls nothing is known about anybody; later starts find what the last one knew.
  for source in finance library housing; do
    eventually grep -q "connector $source: [1-9]" "$logs/lixiao.log" || die "$source was not polled; see $logs"
  done
fi

cat <<END

Lixiao is at $address   (it shows 24 June 2015 on its first day; everything is made up)

  account          password             who
$(cat "$accounts")

  the library takes a book back:   curl -X POST '$(printf 'http://127.0.0.1:%s' "$library_control")/return?student_no=NUMBER'
  finance takes a payment:         curl -X POST 'http://127.0.0.1:$finance_port/pay?student_no=NUMBER'
  housing takes a room back:       curl -X POST 'http://127.0.0.1:$housing_port/check-out?student_no=NUMBER'

Ctrl-C stops it.
END
wait -n "${children[@]}" || true
die "a process ended; see $logs"
