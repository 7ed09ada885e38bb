-- SPDX-License-Identifier: GPL-3.0-or-later
-- A store as version 1 of the schema wrote it; nobody in it exists. Never edited.
PRAGMA application_id = 1147235938;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE store (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  purpose TEXT NOT NULL DEFAULT 'undecided' CHECK (purpose IN ('undecided', 'real', 'practice')),
  installation INTEGER NOT NULL,             -- 32 random bits, the second half of a case number
  last_case_number INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO store VALUES(1,'practice',3141592653,905969664);
CREATE TABLE serials (
  date TEXT PRIMARY KEY,                     -- Gregorian, YYYYMMDD
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO serials VALUES('20261122',552100);
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
INSERT INTO cases VALUES(1,'sent',1,'1234567890','14','11511','1151122152003','02','0020','1','A123456789','0750115','34004C','1','11511221520','FM','DCF1234567890_0EZE8ZK1BCDE.7z','','','','pptttttttttttp---',1795332003,1795332010,1795418400,1795591200,0,1,'set-0011223344556677','R-1');
CREATE TABLE overrides (
  case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  rule TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_s INTEGER NOT NULL,
  PRIMARY KEY (case_id, rule)
) STRICT, WITHOUT ROWID;
INSERT INTO overrides VALUES(1,'IMG.resolution','the only image there is',1795332005);
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
INSERT INTO images VALUES(1,0,'IMAGES/I1','/media/cdrom/IMAGES/I1','dicom',1560,3120,1,'PX','1.2.840.10008.5.1.4.1.1.1.1','2.25.1','2.25.2','2.25.3','1.2.840.10008.1.2.1','A123456789','WANG^XIAOMING','19860115','M','20261122','152000','20261122','ORIGINAL\PRIMARY',9734400,'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',NULL,0,NULL);
CREATE TABLE history (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  at_s INTEGER NOT NULL,
  state TEXT NOT NULL,
  note TEXT
) STRICT;
INSERT INTO history VALUES(1,1,1795332003,'draft',NULL);
INSERT INTO history VALUES(2,1,1795332020,'sending',NULL);
INSERT INTO history VALUES(3,1,1795332030,'sent','R-1');
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
INSERT INTO submissions VALUES(1,'6f1c','http://127.0.0.1:8000','/outbox/6f1c/a.csv','http://127.0.0.1:8000/files/1','R-1','sent',1795332020,1795332030);
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
INSERT INTO submission_rows VALUES(1,0,1,'/outbox/6f1c/a.7z','DCF1234567890_0EZE8ZK1BCDE.7z','http://127.0.0.1:8000/files/2',NULL);
CREATE TABLE remembered (
  turn INTEGER PRIMARY KEY AUTOINCREMENT,
  field TEXT NOT NULL
    CHECK (field IN ('provider_id', 'provider_type', 'visit_type', 'order_code', 'site')),
  context TEXT NOT NULL,                     -- the order code of a site, otherwise ''
  value TEXT NOT NULL,
  rank_s INTEGER NOT NULL,                   -- how often and how recently, see danbi-store-memory.c
  UNIQUE (field, context, value)
) STRICT;
INSERT INTO remembered VALUES(1,'order_code','','34004C',1795332003);
INSERT INTO remembered VALUES(2,'site','34004C','FM',1795332003);
CREATE TABLE strays (
  path TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('cases',1);
INSERT INTO sqlite_sequence VALUES('submissions',1);
INSERT INTO sqlite_sequence VALUES('remembered',2);
CREATE INDEX cases_full ON cases (is_open, full_until_s);
CREATE INDEX cases_half ON cases (is_open, half_until_s, full_until_s);
CREATE INDEX cases_open ON cases (is_open);
CREATE INDEX cases_newest ON cases (id);
CREATE INDEX cases_visit ON cases (patient_id, card_time, provider_id);
CREATE INDEX history_case ON history (case_id);
CREATE INDEX submissions_open ON submissions (id) WHERE state NOT IN ('done', 'abandoned');
CREATE INDEX submission_rows_case ON submission_rows (case_id);
COMMIT;
