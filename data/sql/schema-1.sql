-- SPDX-License-Identifier: GPL-3.0-or-later
-- The store of version 1, from nothing. It runs inside the transaction that sets user_version.
-- Once a version has left the house its file is never edited; the next step is upgrade-2.sql.
--
-- Instants are seconds since 1970-01-01T00:00:00Z; 0 is "not known". Words of states and kinds are
-- the nicks of the domain.

PRAGMA application_id = 0x44616E62; -- "Danb"

-- One row: what is true of the whole store.
CREATE TABLE store (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  purpose TEXT NOT NULL DEFAULT 'undecided' CHECK (purpose IN ('undecided', 'real', 'practice')),
  installation INTEGER NOT NULL,             -- 32 random bits, the second half of a case number
  last_case_number INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO store (id, installation) VALUES (1, random() & 0xFFFFFFFF);

CREATE TABLE serials (
  date TEXT PRIMARY KEY,                     -- Gregorian, YYYYMMDD
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- AUTOINCREMENT: the id of a removed case names a folder that may still have to go.
CREATE TABLE cases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL,
  -- Whether the case still has something to lose. A column of its own, because an index over it
  -- alone can answer what the list asks; the constraint keeps it true.
  is_open INTEGER NOT NULL CHECK (is_open = (state <> 'accepted')),
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
  origins TEXT NOT NULL,                     -- one letter a field: - none, t typed, p proposed, i image
  created_s INTEGER NOT NULL,
  saved_s INTEGER NOT NULL,
  full_until_s INTEGER NOT NULL,
  half_until_s INTEGER NOT NULL,
  n_blocking INTEGER NOT NULL,
  n_images INTEGER NOT NULL DEFAULT 0,
  image_dir TEXT,                            -- a folder in cases/<id>/, NULL: no images
  receipt TEXT
) STRICT;

-- What DANBI_CASE_ORDER_URGENT walks; each holds all that its part of the query asks for.
CREATE INDEX cases_full ON cases (is_open, full_until_s);
CREATE INDEX cases_half ON cases (is_open, half_until_s, full_until_s);
CREATE INDEX cases_open ON cases (is_open);
-- What DANBI_CASE_ORDER_NEWEST walks: as the table itself, a tenth of its size.
CREATE INDEX cases_newest ON cases (id);
CREATE INDEX cases_visit ON cases (patient_id, card_time, provider_id);

CREATE TABLE overrides (
  case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  rule TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_s INTEGER NOT NULL,
  PRIMARY KEY (case_id, rule)
) STRICT, WITHOUT ROWID;

CREATE TABLE images (
  case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  file_id TEXT, -- NULL: a finding names the file, and it is not in the folder
  source_path TEXT,
  kind TEXT NOT NULL CHECK (kind IN ('other', 'dicom', 'jpeg', 'dicomdir')),
  rows INTEGER NOT NULL,
  columns INTEGER NOT NULL,
  frames INTEGER NOT NULL,
  modality TEXT,
  sop_class_uid TEXT,
  sop_instance_uid TEXT,
  series_uid TEXT,
  study_uid TEXT,
  transfer_syntax TEXT,
  patient_id TEXT,
  patient_name TEXT,
  birth_date TEXT,
  sex TEXT,
  study_date TEXT,
  study_time TEXT,
  acquisition_date TEXT,
  image_type TEXT,
  bytes INTEGER NOT NULL,
  sha256 TEXT,
  error TEXT,
  dir_faults INTEGER NOT NULL,               -- the flags of DanbiDirFault
  dir_detail TEXT,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE history (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  at_s INTEGER NOT NULL,
  state TEXT NOT NULL,
  note TEXT
) STRICT;
CREATE INDEX history_case ON history (case_id);

CREATE TABLE submissions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  destination TEXT NOT NULL,
  csv_path TEXT,
  csv_upload TEXT,
  receipt TEXT,
  state TEXT NOT NULL
    CHECK (state IN ('packed', 'sending', 'unknown', 'sent', 'done', 'abandoned')),
  created_s INTEGER NOT NULL,
  changed_s INTEGER NOT NULL
) STRICT;
CREATE INDEX submissions_open ON submissions (id) WHERE state NOT IN ('done', 'abandoned');

CREATE TABLE submission_rows (
  submission_id INTEGER NOT NULL REFERENCES submissions (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  case_id INTEGER REFERENCES cases (id) ON DELETE CASCADE, -- NULL: a case that is not in the store
  archive_path TEXT NOT NULL,
  archive_name TEXT NOT NULL,
  upload TEXT,
  outcome TEXT,
  PRIMARY KEY (submission_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX submission_rows_case ON submission_rows (case_id);

-- Values to offer again, never identities. The latest use has the highest turn.
CREATE TABLE remembered (
  turn INTEGER PRIMARY KEY AUTOINCREMENT,
  field TEXT NOT NULL
    CHECK (field IN ('provider_id', 'provider_type', 'visit_type', 'order_code', 'site')),
  context TEXT NOT NULL,                     -- the order code of a site, otherwise ''
  value TEXT NOT NULL,
  rank_s INTEGER NOT NULL,                   -- how often and how recently, see danbi-store-memory.c
  UNIQUE (field, context, value)
) STRICT;

-- Folders (relative to the store's) that nothing refers to, or not yet. A folder is entered here
-- before it is made and leaves in the transaction that makes something refer to it, so whatever
-- stands here when the store is opened is left over from an interruption and is removed.
CREATE TABLE strays (
  path TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
