-- SPDX-License-Identifier: GPL-3.0-or-later
-- A store as version 4 of the schema wrote it, with a batch in every state, a template, a draft that
-- has no visit yet, and a case that was rejected twice; nobody in it exists. Never edited.
PRAGMA application_id = 1147235938;
PRAGMA user_version = 4;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
, n_unseen INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO cases VALUES(1,'accepted',0,'1234567890','','','1151122152003','','','','A123456789','','34004C','','11511221520','FM','','','','','p--t---t-t-tt----',1795332003,1795332003,1795418403,1795591203,0,2,'set-4ef70aa1581c3b62','R-1',0);
INSERT INTO cases VALUES(2,'ready',1,'1234567890','','','1151122152003','','','','F131104093','','33070B','','11511221520','FM','','','','','p--t---t-t-tt----',1795332003,1795332003,1795418403,1795591203,0,0,NULL,NULL,0);
INSERT INTO cases VALUES(3,'ready',1,'1234567890','','','1151122152003','','','','F131104093','','33071B','','11511221520','FM','','','','','p--t---t-t-tt----',1795332003,1795332003,1795418403,1795591203,0,0,NULL,NULL,0);
INSERT INTO cases VALUES(4,'ready',1,'1234567890','','','1151122152003','','','','F131104093','','33072B','','11511221520','FM','','','','','p--t---t-t-tt----',1795332003,1795332003,1795418403,1795591203,0,0,NULL,NULL,0);
INSERT INTO cases VALUES(5,'sending',1,'1234567890','','','1151122152003','','','','A123456789','','34005B','','11511221520','FM','','','','','p--t---t-t-tt----',1795332003,1795332003,1795418403,1795591203,0,0,NULL,NULL,0);
INSERT INTO cases VALUES(6,'unknown',1,'1234567890','','','1151122152003','','','','A123456789','','34006B','','11511221520','FM','','','','','p--t---t-t-tt----',1795332003,1795332003,1795418403,1795591203,0,0,NULL,NULL,0);
INSERT INTO cases VALUES(7,'sent',1,'1234567890','','','1151122152003','','','','A123456789','','32001C','','11511221520','FM','','','','','p--t---t-t-tt----',1795332003,1795332003,1795418403,1795591203,0,0,NULL,'R-2',0);
INSERT INTO cases VALUES(8,'sending',1,'1234567890','','','1151122152003','','','','A123456789','','32002C','','11511221520','FM','','','','','p--t---t-t-tt----',1795332003,1795332003,1795418403,1795591203,0,0,NULL,NULL,0);
INSERT INTO cases VALUES(10,'draft',1,'1234567890','','','','','','','F131104093','','33073B','','11511231000','FM','','','','','p------t-t-tt----',1795400000,1795400000,0,0,3,0,NULL,NULL,0);
INSERT INTO cases VALUES(11,'rejected',1,'1234567890','14','11511','1151122152003','02','0021','1','A123456789','0750115','34004C','1','11511221520','FM','DCF1234567890_0EZE8ZK1BC12.7z','','','','pptttttttttttpp--',1795332003,1795332010,1795418400,1795591200,0,0,NULL,'R-4',0);
CREATE TABLE history (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  at_s INTEGER NOT NULL,
  state TEXT NOT NULL,
  note TEXT
) STRICT;
INSERT INTO history VALUES(1,1,1795332003,'draft',NULL);
INSERT INTO history VALUES(2,1,1795332003,'draft','override IMG.resolution: the only image there is');
INSERT INTO history VALUES(3,1,1795332003,'ready',NULL);
INSERT INTO history VALUES(4,1,1795332003,'accepted','R-1');
INSERT INTO history VALUES(5,2,1795332003,'draft',NULL);
INSERT INTO history VALUES(6,2,1795332003,'draft','override IMG.resolution: the only image there is');
INSERT INTO history VALUES(7,2,1795332003,'ready',NULL);
INSERT INTO history VALUES(8,3,1795332003,'draft',NULL);
INSERT INTO history VALUES(9,3,1795332003,'draft','override IMG.resolution: the only image there is');
INSERT INTO history VALUES(10,3,1795332003,'ready',NULL);
INSERT INTO history VALUES(11,4,1795332003,'draft',NULL);
INSERT INTO history VALUES(12,4,1795332003,'draft','override IMG.resolution: the only image there is');
INSERT INTO history VALUES(13,4,1795332003,'ready',NULL);
INSERT INTO history VALUES(14,3,1795332003,'sending',NULL);
INSERT INTO history VALUES(15,5,1795332003,'draft',NULL);
INSERT INTO history VALUES(16,5,1795332003,'draft','override IMG.resolution: the only image there is');
INSERT INTO history VALUES(17,5,1795332003,'sending',NULL);
INSERT INTO history VALUES(18,6,1795332003,'draft',NULL);
INSERT INTO history VALUES(19,6,1795332003,'draft','override IMG.resolution: the only image there is');
INSERT INTO history VALUES(20,6,1795332003,'unknown',NULL);
INSERT INTO history VALUES(21,7,1795332003,'draft',NULL);
INSERT INTO history VALUES(22,7,1795332003,'draft','override IMG.resolution: the only image there is');
INSERT INTO history VALUES(23,7,1795332003,'sent',NULL);
INSERT INTO history VALUES(24,8,1795332003,'draft',NULL);
INSERT INTO history VALUES(25,8,1795332003,'draft','override IMG.resolution: the only image there is');
INSERT INTO history VALUES(26,8,1795332003,'ready',NULL);
INSERT INTO history VALUES(27,8,1795332003,'sending',NULL);
INSERT INTO history VALUES(28,3,1796053346,'ready',NULL);
INSERT INTO history VALUES(29,11,1795332003,'draft',NULL);
INSERT INTO history VALUES(30,11,1795332005,'ready',NULL);
INSERT INTO history VALUES(31,11,1795332010,'rejected','R-4');
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
  dir_detail TEXT, series_description TEXT, study_description TEXT, name_is_guess INTEGER NOT NULL DEFAULT 0, pixel_offset INTEGER NOT NULL DEFAULT 0, pixel_bytes INTEGER NOT NULL DEFAULT 0, pixel_sha256 TEXT, converted_from TEXT, original_id TEXT, looked_at INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;
INSERT INTO images VALUES(1,0,'IMAGES/I1','/media/cdrom/0.DCM','dicom',0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,9,'80ce3751964bb2283635141f8ff935a866fcd8ef4eb5e7c80fc31f6cdd191807',NULL,0,NULL,NULL,NULL,0,0,0,NULL,NULL,NULL,0);
INSERT INTO images VALUES(1,1,'IMAGES/I2','/media/cdrom/1.DCM','dicom',0,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,9,'a7e4f6aa959e7be010d9719e2af656ffc6ed31c2aeb8fe6d05072f7befee2ed9',NULL,0,NULL,NULL,NULL,0,0,0,NULL,NULL,NULL,0);
CREATE TABLE lines (
  destination TEXT PRIMARY KEY,
  bytes_per_s INTEGER NOT NULL,
  at_s INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE overrides (
  case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
  rule TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_s INTEGER NOT NULL, grounds TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (case_id, rule)
) STRICT, WITHOUT ROWID;
INSERT INTO overrides VALUES(1,'IMG.resolution','the only image there is',1795332003,'');
INSERT INTO overrides VALUES(2,'IMG.resolution','the only image there is',1795332003,'');
INSERT INTO overrides VALUES(3,'IMG.resolution','the only image there is',1795332003,'');
INSERT INTO overrides VALUES(4,'IMG.resolution','the only image there is',1795332003,'');
INSERT INTO overrides VALUES(5,'IMG.resolution','the only image there is',1795332003,'');
INSERT INTO overrides VALUES(6,'IMG.resolution','the only image there is',1795332003,'');
INSERT INTO overrides VALUES(7,'IMG.resolution','the only image there is',1795332003,'');
INSERT INTO overrides VALUES(8,'IMG.resolution','the only image there is',1795332003,'');
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
CREATE TABLE remembered (
  turn INTEGER PRIMARY KEY AUTOINCREMENT,
  field TEXT NOT NULL
    CHECK (field IN ('provider_id', 'provider_type', 'visit_type', 'order_code', 'site')),
  context TEXT NOT NULL,                     -- the order code of a site, otherwise ''
  value TEXT NOT NULL,
  rank_s INTEGER NOT NULL,                   -- how often and how recently, see danbi-store-memory.c
  UNIQUE (field, context, value)
) STRICT;
INSERT INTO remembered VALUES(2,'order_code','','34004C',1795332003);
INSERT INTO remembered VALUES(3,'site','34004C','FM',1795332003);
INSERT INTO remembered VALUES(5,'order_code','','33070B',1795332003);
INSERT INTO remembered VALUES(6,'site','33070B','FM',1795332003);
INSERT INTO remembered VALUES(8,'order_code','','33071B',1795332003);
INSERT INTO remembered VALUES(9,'site','33071B','FM',1795332003);
INSERT INTO remembered VALUES(11,'order_code','','33072B',1795332003);
INSERT INTO remembered VALUES(12,'site','33072B','FM',1795332003);
INSERT INTO remembered VALUES(14,'order_code','','34005B',1795332003);
INSERT INTO remembered VALUES(15,'site','34005B','FM',1795332003);
INSERT INTO remembered VALUES(17,'order_code','','34006B',1795332003);
INSERT INTO remembered VALUES(18,'site','34006B','FM',1795332003);
INSERT INTO remembered VALUES(20,'order_code','','32001C',1795332003);
INSERT INTO remembered VALUES(21,'site','32001C','FM',1795332003);
INSERT INTO remembered VALUES(23,'order_code','','32002C',1795332003);
INSERT INTO remembered VALUES(24,'site','32002C','FM',1795332003);
INSERT INTO remembered VALUES(25,'provider_id','','1234567890',1799166342);
INSERT INTO remembered VALUES(26,'order_code','','32003C',1795332003);
INSERT INTO remembered VALUES(27,'site','32003C','FM',1795332003);
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
INSERT INTO sent_records VALUES(1,1,'1234567890','','','1151122152003','','','','A123456789','','34004C','','11511221520','FM','','','','');
INSERT INTO sent_records VALUES(2,2,'1234567890','','','1151122152003','','','','F131104093','','33070B','','11511221520','FM','','','','');
INSERT INTO sent_records VALUES(3,3,'1234567890','','','1151122152003','','','','F131104093','','33071B','','11511221520','FM','','','','');
INSERT INTO sent_records VALUES(3,4,'1234567890','','','1151122152003','','','','F131104093','','33072B','','11511221520','FM','','','','');
INSERT INTO sent_records VALUES(4,5,'1234567890','','','1151122152003','','','','A123456789','','34005B','','11511221520','FM','','','','');
INSERT INTO sent_records VALUES(5,6,'1234567890','','','1151122152003','','','','A123456789','','34006B','','11511221520','FM','','','','');
INSERT INTO sent_records VALUES(6,7,'1234567890','','','1151122152003','','','','A123456789','','32001C','','11511221520','FM','','','','');
INSERT INTO sent_records VALUES(7,8,'1234567890','','','1151122152003','','','','A123456789','','32002C','','11511221520','FM','','','','');
INSERT INTO sent_records VALUES(8,8,'1234567890','','','1151122152003','','','','A123456789','','32002C','','11511221520','FM','','','','');
INSERT INTO sent_records VALUES(9,7,'1234567890','','','1151122152003','','','','A123456789','','32001C','','11511221520','FM','','','','');
INSERT INTO sent_records VALUES(11,11,'1234567890','14','11511','1151122152003','02','0021','1','A123456789','0750115','34004C','1','11511221520','FM','DCF1234567890_0EZE8ZK1BC12.7z','','','');
INSERT INTO sent_records VALUES(12,11,'1234567890','14','11511','1151122152003','02','0021','1','A123456789','0750115','34004C','1','11511221520','FM','DCF1234567890_0EZE8ZK1BC12.7z','','','');
CREATE TABLE serials (
  date TEXT PRIMARY KEY,                     -- Gregorian, YYYYMMDD
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO serials VALUES('20261122',552130);
CREATE TABLE store (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  purpose TEXT NOT NULL DEFAULT 'undecided' CHECK (purpose IN ('undecided', 'real', 'practice')),
  installation INTEGER NOT NULL,             -- 32 random bits, the second half of a case number
  last_case_number INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO store VALUES(1,'real',2683332404,899404896);
CREATE TABLE strays (
  path TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO strays VALUES('outbox/first');
INSERT INTO strays VALUES('outbox/locking');
INSERT INTO strays VALUES('outbox/packed');
CREATE TABLE IF NOT EXISTS "submission_rows" (
  submission_id INTEGER NOT NULL REFERENCES "submissions" (id) ON DELETE CASCADE,
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
INSERT INTO submission_rows VALUES(1,0,1,'/outbox/done/DCF1234567890_0EZE8ZK1BC01.7z','DCF1234567890_0EZE8ZK1BC01.7z','http://127.0.0.1:8000/files/1','{"archive": "DCF1234567890_0EZE8ZK1BC01.7z", "state": "accepted"}',NULL,0,0,NULL,replace('A123456789\n1151122\n34004C\nDCF1234567890_0EZE8ZK1BC01.7Z\nR-1','\n',char(10)));
INSERT INTO submission_rows VALUES(2,0,2,'/outbox/packed/DCF1234567890_0EZE8ZK1BC02.7z','DCF1234567890_0EZE8ZK1BC02.7z',NULL,NULL,NULL,0,0,NULL,NULL);
INSERT INTO submission_rows VALUES(3,0,3,'/outbox/locking/DCF1234567890_0EZE8ZK1BC03.7z','DCF1234567890_0EZE8ZK1BC03.7z',NULL,NULL,NULL,0,0,NULL,NULL);
INSERT INTO submission_rows VALUES(3,1,4,'/outbox/locking/DCF1234567890_0EZE8ZK1BC04.7z','DCF1234567890_0EZE8ZK1BC04.7z',NULL,NULL,NULL,0,0,NULL,NULL);
INSERT INTO submission_rows VALUES(4,0,5,'/outbox/sending/DCF1234567890_0EZE8ZK1BC05.7z','DCF1234567890_0EZE8ZK1BC05.7z','http://127.0.0.1:8000/files/5',NULL,NULL,0,0,NULL,NULL);
INSERT INTO submission_rows VALUES(5,0,6,'/outbox/unknown/DCF1234567890_0EZE8ZK1BC06.7z','DCF1234567890_0EZE8ZK1BC06.7z','http://127.0.0.1:8000/files/6',NULL,NULL,0,0,NULL,NULL);
INSERT INTO submission_rows VALUES(6,0,7,'/outbox/sent/DCF1234567890_0EZE8ZK1BC07.7z','DCF1234567890_0EZE8ZK1BC07.7z','http://127.0.0.1:8000/files/7',NULL,NULL,0,0,NULL,replace('A123456789\n1151122\n32001C\nDCF1234567890_0EZE8ZK1BC07.7Z\nR-2','\n',char(10)));
INSERT INTO submission_rows VALUES(7,0,8,'/outbox/first/DCF1234567890_0EZE8ZK1BC08.7z','DCF1234567890_0EZE8ZK1BC08.7z',NULL,NULL,NULL,0,0,NULL,NULL);
INSERT INTO submission_rows VALUES(8,0,8,'/outbox/second/DCF1234567890_0EZE8ZK1BC08.7z','DCF1234567890_0EZE8ZK1BC08.7z','http://127.0.0.1:8000/files/8',NULL,NULL,0,0,NULL,NULL);
INSERT INTO submission_rows VALUES(9,0,7,'/outbox/abandoned/DCF1234567890_0EZE8ZK1BC07.7z','DCF1234567890_0EZE8ZK1BC07.7z','http://127.0.0.1:8000/files/7',NULL,NULL,0,0,NULL,NULL);
INSERT INTO submission_rows VALUES(11,0,11,'/outbox/eleventh/DCF1234567890_0EZE8ZK1BC11.7z','DCF1234567890_0EZE8ZK1BC11.7z',NULL,NULL,NULL,0,0,NULL,replace('A123456789\n1151122\n34004C\nDCF1234567890_0EZE8ZK1BC11.7Z\nR-3','\n',char(10)));
INSERT INTO submission_rows VALUES(12,0,11,'/outbox/twelfth/DCF1234567890_0EZE8ZK1BC12.7z','DCF1234567890_0EZE8ZK1BC12.7z',NULL,NULL,NULL,0,0,NULL,replace('A123456789\n1151122\n34004C\nDCF1234567890_0EZE8ZK1BC12.7Z\nR-4','\n',char(10)));
CREATE TABLE IF NOT EXISTS "submissions" (
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
INSERT INTO submissions VALUES(1,'done','http://127.0.0.1:8000','/outbox/done/a.csv',NULL,'R-1','done',1795332003,1795332003,0,0,0,NULL,NULL);
INSERT INTO submissions VALUES(2,'packed','http://127.0.0.1:8000','/outbox/packed/a.csv',NULL,NULL,'abandoned',1795332003,1796053346,0,0,0,NULL,NULL);
INSERT INTO submissions VALUES(3,'locking','http://127.0.0.1:8000','/outbox/locking/a.csv',NULL,NULL,'abandoned',1795332003,1796053346,0,0,0,NULL,NULL);
INSERT INTO submissions VALUES(4,'sending','http://127.0.0.1:8000','/outbox/sending/a.csv',NULL,NULL,'sending',1795332003,1795332003,0,0,0,NULL,NULL);
INSERT INTO submissions VALUES(5,'unknown','http://127.0.0.1:8000','/outbox/unknown/a.csv',NULL,NULL,'unknown',1795332003,1795332003,0,0,0,NULL,NULL);
INSERT INTO submissions VALUES(6,'sent','http://127.0.0.1:8000','/outbox/sent/a.csv',NULL,'R-2','sent',1795332003,1795332003,0,0,0,NULL,NULL);
INSERT INTO submissions VALUES(7,'first','http://127.0.0.1:8000','/outbox/first/a.csv',NULL,NULL,'abandoned',1795332003,1796053346,0,0,0,NULL,NULL);
INSERT INTO submissions VALUES(8,'second','http://127.0.0.1:8000','/outbox/second/a.csv',NULL,NULL,'sending',1795332003,1795332003,0,0,0,NULL,NULL);
INSERT INTO submissions VALUES(9,'abandoned','http://127.0.0.1:8000','/outbox/abandoned/a.csv',NULL,NULL,'abandoned',1795332003,1795332003,0,0,0,NULL,NULL);
INSERT INTO submissions VALUES(11,'eleventh','http://127.0.0.1:8000','/outbox/eleventh/a.csv',NULL,'R-3','done',1795332003,1795332004,0,0,0,NULL,NULL);
INSERT INTO submissions VALUES(12,'twelfth','http://127.0.0.1:8000','/outbox/twelfth/a.csv',NULL,'R-4','done',1795332006,1795332010,0,0,0,NULL,NULL);
CREATE TABLE templates (
  position INTEGER PRIMARY KEY,              -- in which they are offered, from 0
  name TEXT NOT NULL,
  provider_type TEXT NOT NULL,               -- '' leaves a field alone
  visit_type TEXT NOT NULL,
  card_makeup TEXT NOT NULL,
  order_code TEXT NOT NULL,
  site TEXT NOT NULL
) STRICT;
INSERT INTO templates VALUES(0,'洗牙前全口','14','02','1','34004C','FM');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('cases',11);
INSERT INTO sqlite_sequence VALUES('remembered',27);
INSERT INTO sqlite_sequence VALUES('submissions',12);
CREATE INDEX cases_full ON cases (is_open, full_until_s);
CREATE INDEX cases_half ON cases (is_open, half_until_s, full_until_s);
CREATE INDEX cases_open ON cases (is_open);
CREATE INDEX cases_newest ON cases (id);
CREATE INDEX cases_visit ON cases (patient_id, card_time, provider_id);
CREATE INDEX history_case ON history (case_id);
CREATE INDEX images_sha256 ON images (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX images_pixel_sha256 ON images (pixel_sha256) WHERE pixel_sha256 IS NOT NULL;
CREATE INDEX submissions_open ON submissions (id) WHERE state NOT IN ('done', 'abandoned');
CREATE INDEX submission_rows_case ON submission_rows (case_id);
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
CREATE INDEX submission_rows_found ON submission_rows (submission_id, words)
  WHERE words IS NOT NULL;
CREATE INDEX sent_records_case ON sent_records (case_id);
CREATE INDEX cases_birth ON cases (birth_date, patient_id);
COMMIT;
