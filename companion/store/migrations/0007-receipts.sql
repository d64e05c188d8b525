-- Movements of an account that pay no request of ours, by the key they have in the books: `<provider>:<environment>:<account>:<transaction id>`.
-- Amount, currency, direction, kind and time never change once known; status does. `match_untold`: what matching found still has to be told; a person who
-- decided first keeps the last word. `told`: 0 not written yet, 1 written, 2 written and journaled.
create table movement (
  key text primary key, kind text not null, direction text not null, status text not null, raw_status text not null,
  amount_minor bigint not null, currency text not null, at bigint not null, source text not null, reference text not null, description text not null,
  seen_at bigint not null, changed_at bigint not null, history jsonb not null default '[]',
  match_state text, account_id text, contact_id text, opportunity_id text, match_reason text, match_untold boolean not null default false,
  told smallint not null default 0
);
create index movement_unmatched on movement (seen_at) where match_state is null or match_state = 'Unmatched';
create index movement_told on movement (told) where told = 1;

-- What a connection must keep between two starts and nobody may read: sealed with a key that is not in this database.
create table secret (
  connection text not null, name text not null, key_id text not null, sealed text not null, at bigint not null,
  primary key (connection, name)
);

-- Whether an account holder's consent stands, as the books show it. `link` is the way to give it; the pass in it is kept as a hash below.
create table consent (
  connection text primary key, state text not null, detail text not null, link text, link_ends_at bigint, at bigint not null
);
create table consent_pass (
  hash text primary key, connection text not null, kind text not null, ends_at bigint not null
);
