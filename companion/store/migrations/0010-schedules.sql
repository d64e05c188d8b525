-- What people decided on the funding accounts, as the last look at the books showed it. `below_since` is when the balance fell below the threshold, until it
-- rises again; `trouble` is what nobody can follow in the words of the schedule.
create table funding_account (
  id text primary key,
  key text not null,
  name text not null,
  currency text not null,
  words jsonb not null,
  threshold_minor bigint,
  trouble text,
  below_since bigint
);

-- When a request leaves, computed once from `basis` (the schedule, the approval and the payout date) and kept, so that it does not move with each look. No time
-- means that it waits for nothing, or for words that can be followed.
create table departure (
  request_id text primary key,
  leaves_at bigint,
  basis text not null,
  schedule text not null
);
create index departure_leaves_at on departure (leaves_at);
