-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 4: known patients by their date of birth (by their number they are found by cases_visit),
-- and templates for the usual case of a clinic. The context of a remembered visit type or provider
-- type may now be an order code, as that of a site is.
CREATE INDEX cases_birth ON cases (birth_date, patient_id);

-- No column of a patient, a date or the number of a visit: what is not there cannot be kept.
CREATE TABLE templates (
  position INTEGER PRIMARY KEY,              -- in which they are offered, from 0
  name TEXT NOT NULL,
  provider_type TEXT NOT NULL,               -- '' leaves a field alone
  visit_type TEXT NOT NULL,
  card_makeup TEXT NOT NULL,
  order_code TEXT NOT NULL,
  site TEXT NOT NULL
) STRICT;
