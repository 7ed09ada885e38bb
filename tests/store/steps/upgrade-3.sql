-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE things SET size = size + 1;
