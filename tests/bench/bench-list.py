# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-list.py DESK-COST: the list of 100,000 cases, most urgent first, beside bare SQLite that
reads as many rows of the same file by number."""
import sys

import bench

bench.report_pairs(sys.argv[1], 'list')
