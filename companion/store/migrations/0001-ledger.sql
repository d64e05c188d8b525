-- Money is bigint minor units beside its currency. Times are bigint epoch milliseconds handed in by the caller, never now(),
-- so that both engines, the tests and the simulator compare the same numbers.

create table installation (
  one boolean primary key default true check (one),
  companion_id text not null,
  org_id text not null,
  org_is_sandbox boolean not null,
  provider_environment text not null,
  programs text[] not null,
  epoch integer not null,
  sequence bigint not null default 0,
  mode text not null check (mode in ('normal', 'recovery')),
  bound_at bigint not null
);

-- Letters, verbatim. `key` deduplicates one sender's letters for as long as they are kept.
create table letter (
  id bigint generated always as identity primary key,
  connection text not null,
  event text not null,
  key text not null,
  method text not null,
  url text not null,
  headers jsonb not null,
  body bytea not null,
  flags text[] not null default '{}',
  state text not null default 'new' check (state in ('new', 'done', 'dead', 'discarded')),
  tries integer not null default 0,
  problem text,
  received_at bigint not null,
  due_at bigint not null,
  settled_at bigint,
  unique (connection, key)
);
create index letter_due on letter (due_at) where state = 'new';

-- One row per Payment Request the companion took up.
create table payment (
  request_id text primary key,
  name text not null,
  connection text not null,
  program text not null,
  currency text not null,
  amount_minor bigint not null,
  recipient_id text not null,
  payee_key text not null,
  payee_id text not null,
  purpose text not null,
  invoice_number text,
  funding_account_id text,
  payout_date text,
  approved_at bigint not null,
  approved_by_id text not null,
  submitted_by_id text not null,
  evidence jsonb,
  state text not null,
  reason text,
  attempt integer not null default 0,
  automatic_attempts integer not null default 0,
  batch_id text,
  clears_approval boolean not null default false,
  clears_action boolean not null default false,
  confirmed_duplicate boolean not null default false,
  needs_second_approval boolean not null default false,
  found_at bigint not null,
  updated_at bigint not null
);
create index payment_state on payment (state);
create index payment_found on payment (found_at);
create index payment_debt on payment (payee_key, currency, amount_minor);

create table batch (
  id text primary key,
  connection text not null,
  program text not null,
  currency text not null,
  funding_account_id text,
  stage text not null check (stage in ('intent', 'sending', 'unknown', 'open', 'settled')),
  requested_minor bigint not null default 0,
  requested_count integer not null default 0,
  approved_minor bigint,
  -- What the provider's balance did for this batch, once a reading confirmed it; residue is what no batch explains.
  movement_minor bigint,
  residue_minor bigint not null default 0,
  body_hash text,
  sent_at bigint,
  settled_at bigint,
  created_at bigint not null
);

-- One numbered try to pay one request. The fingerprint columns never change.
create table attempt (
  reference text primary key,
  request_id text not null references payment,
  number integer not null,
  connection text not null,
  program text not null,
  payee_id text not null,
  amount_minor bigint not null,
  currency text not null,
  purpose text not null,
  org_id text not null,
  batch_id text not null references batch,
  stage text not null check (stage in ('intent', 'reserved', 'sending', 'accepted', 'unknown', 'refused', 'settled', 'withdrawn')),
  posted integer not null default 0,
  body_hash text,
  sequence bigint not null,
  -- The process that planned it: rows of a process that is gone are asked about, never sent.
  planned_by text not null,
  payout_id text,
  provider_status text,
  provider_raw text,
  reason_code text,
  reason_text text,
  reason_cause text,
  target_minor bigint,
  target_currency text,
  fee_minor bigint,
  fee_currency text,
  fee_basis text,
  refused_with_batch boolean not null default false,
  planned_at bigint not null,
  sent_at bigint,
  hinted_at bigint,
  asked_at bigint,
  asked integer not null default 0,
  missed integer not null default 0,
  cancelled_first_at bigint,
  transferred_at bigint,
  returned_at bigint,
  next_ask_at bigint,
  unknown_since bigint,
  timeline jsonb not null default '[]'
);
create unique index attempt_reference_caseless on attempt (lower(reference));
create unique index attempt_number on attempt (request_id, number);
create index attempt_ask on attempt (next_ask_at) where next_ask_at is not null;
create index attempt_batch on attempt (batch_id);
create index attempt_transferred on attempt (transferred_at);
create index attempt_returned on attempt (returned_at);
create index attempt_open on attempt (connection, program, currency) where stage in ('intent', 'reserved', 'sending', 'unknown', 'accepted');
create unique index attempt_one_open on attempt (request_id) where stage in ('intent', 'reserved', 'sending', 'unknown', 'accepted');

-- A lane is one (connection, program, currency): stopped when a sighting did not match what was sent.
create table lane (
  connection text not null,
  program text not null,
  currency text not null,
  stopped_because text,
  -- The provider's balance when it was last read, and when.
  available_minor bigint,
  available_at bigint,
  -- The balance up to which every movement has been explained by batches (the seal's third side).
  baseline_minor bigint,
  primary key (connection, program, currency)
);

-- Record key and version, never a payload: values are rendered from the tables above when written.
create sequence outbox_version;
create table outbox (
  kind text not null,
  key text not null,
  version bigint not null,
  due_at bigint not null,
  tries integer not null default 0,
  problem text,
  primary key (kind, key)
);
create index outbox_due on outbox (due_at);

create table journal (
  id bigint generated always as identity primary key,
  correlation_id text not null,
  run_id text not null,
  flow text not null,
  step text not null,
  note jsonb,
  at bigint not null
);
create index journal_correlation on journal (correlation_id, id);

-- Append-only: who decided what, and why.
create table audit (
  id bigint generated always as identity primary key,
  request_id text not null,
  action text not null,
  reason text not null,
  by_id text not null,
  at bigint not null
);

create table timer (
  kind text not null,
  key text not null,
  due_at bigint not null,
  -- When the first of several coalesced requests came: a stream of them can't postpone it for ever.
  since bigint not null,
  tries integer not null default 0,
  -- While its leg runs, due_at is the lease; again_at is when the leg, or somebody beside it, wants it next.
  claimed boolean not null default false,
  again_at bigint,
  primary key (kind, key)
);
create index timer_due on timer (due_at);

create table cursor (
  name text primary key,
  value text not null,
  at bigint not null
);

-- One per (kind, source, hour), with a counter.
create table issue (
  key text primary key,
  kind text not null,
  source text not null,
  severity text not null,
  status text not null default 'Open',
  count integer not null default 1,
  first_at bigint not null,
  last_at bigint not null,
  summary text not null,
  detail text not null,
  excerpt text not null default '',
  request_id text,
  letter_id bigint,
  clears_action boolean not null default false
);

create table snapshot (
  key text primary key,
  connection text not null,
  program text not null,
  currency text not null,
  available_minor bigint not null,
  at bigint not null
);

create table recipient_check (
  recipient_id text primary key,
  payee_key text not null,
  status text not null,
  checked_at bigint not null
);

-- Exclusive rights by name; `fence` grows with every change of hands.
create table lease (
  name text primary key,
  holder text not null,
  fence bigint not null,
  expires_at bigint not null
);

-- Pace and breaker of one connection.
create table gate (
  connection text primary key,
  tokens double precision not null,
  refilled_at bigint not null,
  paused_until bigint,
  failures integer not null default 0,
  opened_at bigint,
  half_open boolean not null default false
);
