-- SPDX-License-Identifier: GPL-3.0-or-later
PRAGMA application_id = 0x44616E62;
CREATE TABLE things (name TEXT NOT NULL) STRICT;
INSERT INTO things VALUES ('from version 1');
