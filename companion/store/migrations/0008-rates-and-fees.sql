-- What sources told, each row for ever: a correction is a row of its own. The rate is decimal text, never a float. `doubt` says why it is not believed, until a
-- person says that it is; `offered` that the books are to have it.
create table exchange_rate (
  key text primary key,
  kind text not null check (kind in ('table', 'reference', 'observed')),
  base text not null,
  quote text not null,
  rate text not null,
  source text not null,
  as_of bigint not null,
  kept_at bigint not null,
  doubt text,
  offered boolean not null default false
);
create index exchange_rate_pair on exchange_rate (kind, base, quote, as_of desc, kept_at desc);

-- What a request comes to in the reporting currency, with the rate, its source and its moment.
create table reporting (
  request_id text primary key,
  amount_minor bigint not null,
  currency text not null,
  reporting_minor bigint not null,
  reporting_currency text not null,
  rate text not null,
  source text not null,
  rate_at bigint not null,
  converted_at bigint not null
);
create index reporting_currency on reporting (currency);

-- A fee the books hold, what decides where it belongs, and how it was allocated. The parts are computed from it whenever they are told.
create table fee (
  key text primary key,
  transaction_id text not null,
  request_id text not null,
  minor bigint not null,
  currency text not null,
  basis text not null check (basis in ('Actual', 'Estimated')),
  facts jsonb not null,
  occurred_at bigint not null,
  how text not null check (how in ('rule', 'suggested', 'confirmed', 'rejected', 'none')),
  rule_id text,
  rule_name text,
  shares jsonb not null default '[]',
  times integer,
  of_like integer,
  -- The most parts it ever had in the books: those that are too many now are told to be nothing.
  slots integer not null default 1,
  allocated_at bigint not null
);
create index fee_occurred on fee (occurred_at);
