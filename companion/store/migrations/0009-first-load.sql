-- What the books held before this store did: each part is read once, in pages, and a page is taken in together with how far it got.
create table first_load (
  part text primary key check (part in ('ended', 'recipients')),
  -- From when on, ISO 8601: fixed at the beginning, so that an export begun anew brings at least the same.
  since text not null,
  -- Read is what has all its pages in, done what was also reported.
  state text not null check (state in ('waiting', 'preparing', 'reading', 'read', 'done')),
  -- The export at the books, and the place in it where the next page begins; null before the first.
  export_id text,
  place text,
  exports integer not null default 0,
  looks integer not null default 0,
  -- Rows: as counted or as the export says; read so far; already known and left alone; of which nobody could make anything.
  expected integer not null,
  read integer not null default 0,
  known integer not null default 0,
  unreadable integer not null default 0,
  began_at bigint not null,
  -- For the time that is left: when this process began to read, and how many rows had been read then.
  reading_since bigint,
  read_before integer not null default 0,
  read_at bigint
);

-- Only while recipients are being read: who has the same payee is known when all are there.
create table first_load_recipient (
  recipient_id text primary key,
  payee_key text not null,
  folded_key text not null
);
create index first_load_recipient_key on first_load_recipient (folded_key);

create table first_load_finding (
  record_id text not null,
  finding text not null,
  value text not null,
  primary key (record_id, finding)
);
