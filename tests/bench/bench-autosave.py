# SPDX-License-Identifier: GPL-3.0-or-later
"""bench-autosave.py DESK-COST: one field typed, checked and saved by the desk, beside a bare SQLite
UPDATE of one row with the same durability (WAL, synchronous=FULL)."""
import sys

import bench

bench.report_pairs(sys.argv[1], 'save')
