-- What the provider's own list of transactions says of references like ours, one row per transaction, under its key in the books:
-- `<provider>:<environment>:<account>:<transaction id>`. `reference` in lower case; `seen_at` when it was last listed.
create table listed_payout (
  key text primary key, reference text not null, kind text not null, direction text not null, status text not null,
  amount_minor bigint not null, currency text not null, at bigint not null, seen_at bigint not null
);
create index listed_payout_reference on listed_payout (reference);
create index listed_payout_at on listed_payout (at);

-- What came of comparing one payout with that list. `reference` as the ledger spells it, in lower case where the ledger does not know it; no state: there
-- is nothing to say of it any more.
create table reconciliation (
  reference text primary key,
  request_id text,
  state text check (state in ('Confirmed', 'Awaited', 'Different')),
  difference text,
  detail text not null,
  -- When it was found as it should be.
  confirmed_at bigint,
  changed_at bigint not null
);
create index reconciliation_open on reconciliation (reference) where state in ('Awaited', 'Different');
