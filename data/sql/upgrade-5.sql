-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 5: the bin, and cases that are found by something that stands in them.
ALTER TABLE cases ADD COLUMN binned_s INTEGER NOT NULL DEFAULT 0; -- when it was deleted, 0: it was not
ALTER TABLE cases ADD COLUMN words TEXT NOT NULL DEFAULT '';      -- case_words.words as of the last change

-- A case in the bin is in no list and is no known patient, so each index says whether it is there and
-- still holds all that its part of a query asks for. The lists' begin with it: as quick as before,
-- where an index that leaves the bin out (WHERE binned_s = 0) takes twice as long to be walked.
DROP INDEX cases_full;
DROP INDEX cases_half;
DROP INDEX cases_open;
DROP INDEX cases_newest;
DROP INDEX cases_visit;
DROP INDEX cases_birth;
CREATE INDEX cases_full ON cases (binned_s, is_open, full_until_s);
CREATE INDEX cases_half ON cases (binned_s, is_open, half_until_s, full_until_s);
CREATE INDEX cases_open ON cases (binned_s, is_open);
CREATE INDEX cases_newest ON cases (binned_s);
CREATE INDEX cases_visit ON cases (patient_id, card_time, provider_id, binned_s);
CREATE INDEX cases_birth ON cases (birth_date, patient_id, binned_s);

-- What a case is found by, as danbi-store-seek.c takes it apart: when the patient was here, the
-- patient, the dates, and all the rest, with every batch that it was ever in. Copied into the cases,
-- so that walking one index answers for a day, a state and a word at once, the newest visit first.
CREATE VIEW case_words AS
  SELECT id, upper (
    coalesce (nullif (card_time, ''), exam_time) || char (10) || patient_id || char (10)
      || substr (card_time, 1, 7) || ' ' || substr (exam_time, 1, 7) || char (10)
      || order_code || ' ' || visit_seq || ' ' || archive_name || coalesce ((
        SELECT group_concat (' ' || coalesce (submission_rows.archive_name, '') || ' '
          || coalesce (submissions.receipt, ''), '')
        FROM submission_rows JOIN submissions ON submissions.id = submission_id
        WHERE case_id = cases.id), '')) AS words
  FROM cases;
UPDATE cases SET words = (SELECT words FROM case_words WHERE case_words.id = cases.id);
CREATE INDEX cases_found ON cases (binned_s, words, state, saved_s);
