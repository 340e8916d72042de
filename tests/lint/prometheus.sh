#!/bin/bash
# prometheus.sh: deploy/prometheus is what Prometheus accepts, its alerts come
# when they should, ask only for metrics that exist, and each has its section
# in deploy/ALERTS.md. Skipped without promtool.
set -eu
cd "$(dirname "$0")/../../deploy"

bad=0
complain() {
    echo "$1"
    bad=1
}

mapfile -t alerts < <(sed -nE 's/^ *- alert: (\w+)$/\1/p' \
    prometheus/alerts.yml | sort)
mapfile -t sections < <(sed -nE 's/^## (\w+)$/\1/p' ALERTS.md | sort)
mapfile -t runbooks < <(sed -nE 's/^ *runbook: (.*)$/\1/p' \
    prometheus/alerts.yml | sort)
[[ ${#alerts[@]} -gt 0 ]] || complain "found no alert"
[[ ${alerts[*]} == "${sections[*]}" ]] ||
    complain "alerts and the sections of ALERTS.md differ"
anchors=()
for alert in "${alerts[@]}"; do
    anchors+=("deploy/ALERTS.md#${alert,,}")
    [[ $(grep -c "alertname: $alert\b" prometheus/alerts_test.yml) -ge 2 ]] ||
        complain "$alert is not tested both ways"
done
[[ ${anchors[*]} == "${runbooks[*]}" ]] || complain "a runbook leads nowhere"

# Every metric that is asked for is declared; _bucket and _count are parts.
while read -r name; do
    plain=${name%_bucket}
    plain=${plain%_count}
    grep -qF "| \`$plain\` |" METRICS.md || complain "there is no $name"
done < <(grep -ohE '\b(moot|process)_[a-z_]+' \
    prometheus/alerts.yml prometheus/alerts_test.yml | sort -u)

if ! command -v promtool >/dev/null; then
    echo "promtool is not installed"
    [[ $bad -ne 0 ]] || exit 77
    exit 1
fi
for check in 'check config prometheus/prometheus.yml' \
    'check rules prometheus/alerts.yml' \
    'test rules prometheus/alerts_test.yml'; do
    # shellcheck disable=SC2086
    promtool $check || bad=1
done
exit $bad
