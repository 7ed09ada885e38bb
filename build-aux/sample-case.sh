#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# sample-case.sh BUILD-DIR: the main job of Danbi without a window, on a made-up case: checked,
# packed, sent to the practice receiver, and its outcome read. All of it in a folder that is removed.
set -eu

export LC_ALL="${LC_ALL:-C.UTF-8}"
build=$1
ctl="$build/src/cli/danbictl"
work=$(mktemp -d)
receiver=
cleanup () {
  [ -z "$receiver" ] || kill "$receiver" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT INT TERM

"$build/tests/support/danbi-make-fixtures" panoramic "$work/IMAGE" --patient-id A123456789 \
  --birth 19860115 --sex M --date "$(TZ=UTC-8 date +%Y%m%d)"

# The card was read ten minutes ago, Taiwan time; the ROC year is 1911 less.
card=$(TZ=UTC-8 date -d '10 minutes ago' +%Y%m%d%H%M%S)
card=$(printf '%03d%s' "$(($(echo "$card" | cut -c1-4) - 1911))" "$(echo "$card" | cut -c5-)")
cat >"$work/case.json" <<END
{"provider_id": "3501200007", "provider_type": "13", "service_month": "$(echo "$card" | cut -c1-5)",
 "card_time": "$card", "visit_type": "02", "visit_seq": "0020", "card_makeup": "1",
 "patient_id": "A123456789", "birth_date": "0750115", "order_code": "34004C", "report_seq": "1",
 "exam_time": "$(echo "$card" | cut -c1-11)", "site": "FM"}
END

echo; echo '1. Check'
"$ctl" check "$work/case.json" --images "$work/IMAGE"

echo; echo '2. Pack'
"$ctl" pack "$work/case.json" --images "$work/IMAGE" --out "$work/out" --data "$work/data"

echo; echo '3. Send to the practice receiver'
"$ctl" practice --port 0 --data "$work/practice" >"$work/url" &
receiver=$!
for _ in $(seq 100); do
  [ -s "$work/url" ] && break
  sleep 0.1
done
"$ctl" send "$work/case.json" --images "$work/IMAGE" --to "$(head -n 1 "$work/url")" --wait \
  --data "$work/data"
