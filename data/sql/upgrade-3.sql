-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 3: batches that wait in a queue and go on by themselves, archives that are packed before
-- anybody asks, and how quick the line to a gateway was.

-- A batch of version 2 that was only packed had not locked its cases, so they may have been edited
-- since: it is given up. One that was cut off while it locked them leaves none locked, unless
-- another batch has set out with it.
CREATE TABLE locked_in_vain AS
  SELECT id FROM cases WHERE state = 'sending' AND id IN (
    SELECT case_id FROM submission_rows JOIN submissions ON submissions.id = submission_id
    WHERE submissions.state = 'packed'
  ) AND id NOT IN (
    SELECT case_id FROM submission_rows JOIN submissions ON submissions.id = submission_id
    WHERE submissions.state IN ('sending', 'unknown', 'sent') AND case_id IS NOT NULL
  );
UPDATE cases SET state = 'ready' WHERE id IN (SELECT id FROM locked_in_vain);
INSERT INTO history (case_id, at_s, state) SELECT id, unixepoch (), 'ready' FROM locked_in_vain;
DROP TABLE locked_in_vain;
INSERT OR IGNORE INTO strays (path) SELECT 'outbox/' || key FROM submissions WHERE state = 'packed';
UPDATE submissions SET state = 'abandoned', changed_s = unixepoch () WHERE state = 'packed';

-- A constraint cannot be widened, so both tables are made anew. The child goes first: dropping a
-- table deletes its rows, and with them those that refer to them.
CREATE TABLE new_submissions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  destination TEXT NOT NULL,                 -- base URL of a gateway, or folder: and a path
  csv_path TEXT,
  csv_upload TEXT,
  receipt TEXT,
  state TEXT NOT NULL
    CHECK (state IN ('queued', 'packed', 'sending', 'unknown', 'sent', 'done', 'abandoned')),
  created_s INTEGER NOT NULL,
  changed_s INTEGER NOT NULL,
  not_before_s INTEGER NOT NULL DEFAULT 0,   -- 0: at once
  next_try_s INTEGER NOT NULL DEFAULT 0,     -- 0: none is set
  n_failures INTEGER NOT NULL DEFAULT 0,     -- in a row
  trouble TEXT,                              -- why the last try ended
  received_at TEXT                           -- as the receiver told
) STRICT;
CREATE TABLE new_submission_rows (
  submission_id INTEGER NOT NULL REFERENCES new_submissions (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  case_id INTEGER REFERENCES cases (id) ON DELETE CASCADE, -- NULL: a case that is not in the store
  archive_path TEXT,                         -- NULL: not packed yet, as archive_name and sha256
  archive_name TEXT,
  upload TEXT,
  outcome TEXT,
  sha256 TEXT,
  bytes INTEGER NOT NULL DEFAULT 0,
  n_files INTEGER NOT NULL DEFAULT 0,
  method TEXT,
  words TEXT,                                -- found_by.words as of the last change
  PRIMARY KEY (submission_id, position)
) STRICT, WITHOUT ROWID;

INSERT INTO new_submissions (id, key, destination, csv_path, csv_upload, receipt, state, created_s,
                             changed_s)
  SELECT id, key, destination, csv_path, csv_upload, receipt, state, created_s, changed_s
  FROM submissions;
INSERT INTO new_submission_rows (submission_id, position, case_id, archive_path, archive_name,
                                 upload, outcome)
  SELECT submission_id, position, case_id, archive_path, archive_name, upload, outcome
  FROM submission_rows;
-- A number that was given once is never given again.
DELETE FROM sqlite_sequence WHERE name = 'new_submissions';
INSERT INTO sqlite_sequence (name, seq)
  SELECT 'new_submissions', seq FROM sqlite_sequence WHERE name = 'submissions';

DROP TABLE submission_rows;
DROP TABLE submissions;
ALTER TABLE new_submissions RENAME TO submissions;
ALTER TABLE new_submission_rows RENAME TO submission_rows;
CREATE INDEX submissions_open ON submissions (id) WHERE state NOT IN ('done', 'abandoned');
CREATE INDEX submission_rows_case ON submission_rows (case_id);

-- What a row is found by, as danbi-store-find.c takes it apart; NULL while there is nothing to find
-- yet. Copied into the rows, because walking one narrow index is ten times as quick as gathering it
-- from three tables. It goes with the row, and so with the case: that is why it is no full-text
-- index, which keeps what was deleted until it tidies itself up.
CREATE VIEW found_by AS
  SELECT submission_id, position, iif (
    submissions.receipt IS NOT NULL OR submissions.state IN ('sent', 'done'),
    upper (coalesce (patient_id, '') || char (10) || coalesce (substr (exam_time, 1, 7), '')
      || char (10) || coalesce (order_code, '') || char (10)
      || coalesce (submission_rows.archive_name, '') || char (10)
      || coalesce (submissions.receipt, '')),
    NULL) AS words
  FROM submission_rows JOIN submissions ON submissions.id = submission_id
    LEFT JOIN cases ON cases.id = case_id;
UPDATE submission_rows SET words = (
  SELECT words FROM found_by WHERE found_by.submission_id = submission_rows.submission_id
    AND found_by.position = submission_rows.position
);
CREATE INDEX submission_rows_found ON submission_rows (submission_id, words)
  WHERE words IS NOT NULL;

-- Archives that stand packed before their case is sent. One is valid while its case has the set of
-- images that it was packed from.
CREATE TABLE ready_archives (
  case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  format TEXT NOT NULL CHECK (format IN ('7z', 'cab')),
  image_set TEXT NOT NULL,                   -- cases.image_dir
  dir TEXT NOT NULL,                         -- a folder in cases/<case_id>/
  method TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  n_files INTEGER NOT NULL,
  smallest INTEGER NOT NULL,                 -- 1: nothing smaller will be tried
  at_s INTEGER NOT NULL DEFAULT (unixepoch ()), -- what is oldest gives way
  PRIMARY KEY (case_id, format)
) STRICT, WITHOUT ROWID;

-- How quick the line to a gateway was when it was last measured.
CREATE TABLE lines (
  destination TEXT PRIMARY KEY,
  bytes_per_s INTEGER NOT NULL,
  at_s INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What stood in the CSV, as a case may be edited after it was rejected. Of batches of version 2 it
-- is what the case says today.
CREATE TABLE sent_records (
  submission_id INTEGER NOT NULL REFERENCES submissions (id) ON DELETE CASCADE,
  case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  provider_id TEXT NOT NULL,
  provider_type TEXT NOT NULL,
  service_month TEXT NOT NULL,
  card_time TEXT NOT NULL,
  visit_type TEXT NOT NULL,
  visit_seq TEXT NOT NULL,
  card_makeup TEXT NOT NULL,
  patient_id TEXT NOT NULL,
  birth_date TEXT NOT NULL,
  order_code TEXT NOT NULL,
  report_seq TEXT NOT NULL,
  exam_time TEXT NOT NULL,
  site TEXT NOT NULL,
  archive_name TEXT NOT NULL,
  newborn_birth_date TEXT NOT NULL,
  newborn_mark TEXT NOT NULL,
  received_time TEXT NOT NULL,
  PRIMARY KEY (submission_id, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sent_records_case ON sent_records (case_id);
INSERT OR IGNORE INTO sent_records
  SELECT r.submission_id, c.id,
    c.provider_id, c.provider_type, c.service_month, c.card_time, c.visit_type, c.visit_seq,
    c.card_makeup, c.patient_id, c.birth_date, c.order_code, c.report_seq, c.exam_time, c.site,
    c.archive_name, c.newborn_birth_date, c.newborn_mark, c.received_time
  FROM submission_rows AS r JOIN cases AS c ON c.id = r.case_id;
