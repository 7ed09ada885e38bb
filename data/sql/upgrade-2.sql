-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 2: what tells two pictures apart, what an image was converted from, and whether a person
-- has looked at it.
ALTER TABLE images ADD COLUMN series_description TEXT;
ALTER TABLE images ADD COLUMN study_description TEXT;
ALTER TABLE images ADD COLUMN name_is_guess INTEGER NOT NULL DEFAULT 0;
ALTER TABLE images ADD COLUMN pixel_offset INTEGER NOT NULL DEFAULT 0;
ALTER TABLE images ADD COLUMN pixel_bytes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE images ADD COLUMN pixel_sha256 TEXT;
ALTER TABLE images ADD COLUMN converted_from TEXT;
ALTER TABLE images ADD COLUMN original_id TEXT;
ALTER TABLE images ADD COLUMN looked_at INTEGER NOT NULL DEFAULT 0;

-- Of how many series nobody has looked at any image; an image without a series stands for itself
-- (danbi-store-look.c counts it again with each change).
ALTER TABLE cases ADD COLUMN n_unseen INTEGER NOT NULL DEFAULT 0;
UPDATE cases SET n_unseen = (
  SELECT count(DISTINCT coalesce(nullif(series_uid, ''), position)) FROM images
  WHERE case_id = cases.id AND kind IN ('dicom', 'jpeg') AND error IS NULL AND rows > 0
    AND columns > 0 AND file_id <> ''
) WHERE is_open = 1;

-- IMG.reused asks for both with each drop.
CREATE INDEX images_sha256 ON images (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX images_pixel_sha256 ON images (pixel_sha256) WHERE pixel_sha256 IS NOT NULL;

-- What a reason was given for (DanbiOverride). Of those that version 1 wrote it is not known, so
-- they lift nothing any more and are asked for again.
ALTER TABLE overrides ADD COLUMN grounds TEXT NOT NULL DEFAULT '';
