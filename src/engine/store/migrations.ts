/** The steps from an empty file to today's schema; user_version counts those done. A step is never edited after a release. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE sweeps(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('run', 'file')),
    document TEXT NOT NULL,
    sweep_hash TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'done', 'cancelled')),
    created_at TEXT NOT NULL,
    configuration_count INTEGER NOT NULL,
    trial_count INTEGER NOT NULL,
    notes TEXT NOT NULL,
    view TEXT NOT NULL,
    missing TEXT NOT NULL,
    file_path TEXT,
    read_only INTEGER NOT NULL,
    engine_version TEXT NOT NULL,
    datasets TEXT NOT NULL,
    deleted_at TEXT,
    deleted_session INTEGER,
    source BLOB,
    source_hash TEXT
  ) STRICT;
  CREATE INDEX sweeps_by_hash ON sweeps(sweep_hash);
  CREATE INDEX sweeps_by_source ON sweeps(source_hash);

  CREATE TABLE trials(
    id INTEGER PRIMARY KEY,
    sweep_id INTEGER NOT NULL REFERENCES sweeps(id) ON DELETE CASCADE,
    configuration INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    identity TEXT,
    status TEXT NOT NULL CHECK (status IN ('done', 'stalled', 'diverged', 'cancelled', 'error')),
    final BLOB,
    steps INTEGER NOT NULL,
    milliseconds REAL NOT NULL,
    weights_hash TEXT,
    first_cause TEXT,
    message TEXT,
    row_crc INTEGER NOT NULL,
    curve_crc INTEGER NOT NULL,
    layers_crc INTEGER NOT NULL,
    curve BLOB NOT NULL,
    layers BLOB NOT NULL,
    UNIQUE (sweep_id, configuration, seed)
  ) STRICT;
  CREATE INDEX trials_by_identity ON trials(identity) WHERE identity IS NOT NULL;
  CREATE INDEX trials_by_status ON trials(sweep_id, status);

  CREATE TABLE settings(
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;
  `,
  // Schema 2: spectra, histograms and the Jacobian, and what computed a sweep. A trial of form 1 keeps its bytes and its
  // checksums: it is read with the layer columns and the checksum of its time (trial-row.ts).
  `
  ALTER TABLE sweeps ADD COLUMN kernels TEXT;
  ALTER TABLE trials ADD COLUMN form INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE trials ADD COLUMN jacobian BLOB;
  ALTER TABLE trials ADD COLUMN spectrum_crc INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE trials ADD COLUMN histograms_crc INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE trials ADD COLUMN spectrum BLOB NOT NULL DEFAULT x'';
  ALTER TABLE trials ADD COLUMN histograms BLOB NOT NULL DEFAULT x'';
  `,
  // Schema 3: what happened in the school.
  `
  CREATE TABLE study_events(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    session INTEGER NOT NULL,
    document TEXT NOT NULL
  ) STRICT;
  `,
]

export const SCHEMA_VERSION = MIGRATIONS.length
