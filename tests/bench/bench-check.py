# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-check.py DANBICTL PEER-JSON: 10,000 cases against all rules, beside a program that only
reads the same lines as JSON and writes them again with the same library."""
import json
import statistics
import sys

import bench

CTL, PEER = sys.argv[1:3]
N_CASES = 10000
N_RUNS = 11
NOW = '2026-11-22T16:00:00+08:00'
GOOD = {
    'provider_id': '3501200007', 'provider_type': '13', 'service_month': '11511',
    'card_time': '1151122152003', 'visit_type': '02', 'visit_seq': '0020', 'card_makeup': '1',
    'patient_id': 'A123456789', 'birth_date': '0750115', 'order_code': '34004C', 'report_seq': '1',
    'exam_time': '11511221520', 'site': 'FM',
}
# Every second case has a fault, each of another rule in its turn.
FAULTS = (
    {'patient_id': 'A123456788'}, {'exam_time': '11502301520'}, {'order_code': '99999X'},
    {'site': 'XX'}, {'visit_seq': '12'}, {'report_seq': '0'}, {'birth_date': '1160101'},
    {'service_month': '11510'}, {'card_makeup': '3'}, {'newborn_mark': 'A'},
)


def case(index):
    changes = FAULTS[index // 2 % len(FAULTS)] if index % 2 else {}
    # Another minute each, so that no two cases are of one visit.
    day, minute = divmod(index, 24 * 60)
    visit = f'115110{day + 1}{minute // 60:02}{minute % 60:02}'
    return {**GOOD, 'card_time': visit + '00', 'exam_time': visit, **changes}


def main():
    with bench.scratch() as folder:
        batch = f'{folder}/cases.jsonl'
        with open(batch, 'w', encoding='utf-8') as file:
            file.writelines(json.dumps(case(index)) + '\n' for index in range(N_CASES))
        samples = bench.in_turn(
            N_RUNS,
            danbictl=lambda: bench.run([CTL, 'check', '--batch', batch, '--now', NOW], (1,)),
            peer=lambda: bench.run([PEER], stdin=batch))
    title = f'check {N_CASES:,} cases'
    bench.report_samples(title, ('danbictl', samples['danbictl']),
                         ('reading and writing JSON only', samples['peer']))
    wall_s = statistics.median(sample.wall_s for sample in samples['danbictl'])
    print(f'{title}: {N_CASES / wall_s:,.0f} cases a second')


main()
