-- What a request that is owed in one currency and paid in another was converted to, from what, and with which rate. `told` once the books took it: an amount that
-- is blank there afterwards was cleared by a person, who wants it converted anew.
create table conversion (
  request_id text primary key,
  owed_minor bigint not null,
  owed_currency text not null,
  amount_minor bigint not null,
  currency text not null,
  rate text not null,
  source text not null,
  rate_at bigint not null,
  converted_at bigint not null,
  told boolean not null default false
);
