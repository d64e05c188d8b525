-- One row per Recipient Account that was changed, asked about or spoken of. What the provider said of its status stays in recipient_check, which is also
-- what payments look at.
create table recipient (
  recipient_id text primary key,
  -- As the books have them, or will when what is known has been filled in.
  payee_key text,
  name text,
  email text,
  country text,
  verified boolean not null default false,
  -- What is blank in the books and to be filled in.
  fills jsonb not null default '{}',
  link text,
  invited_at bigint,
  -- What a person should know, as told to the books.
  note text,
  -- What the provider last said of each fact, and the hash that is written when one of them changes.
  payee_facts jsonb not null default '{}',
  fingerprint text,
  ever_active boolean not null default false,
  declined_at bigint,
  -- The wish that is answered and not yet cleared in the books; when one was cleared last.
  answered boolean not null default false,
  answered_at bigint,
  cleared_at bigint,
  asks integer not null default 0,
  next_ask_at bigint,
  -- The books took what was told, and the journal does not say so yet.
  told boolean not null default false,
  updated_at bigint not null
);
create index recipient_ask on recipient (next_ask_at) where next_ask_at is not null;
create index recipient_payee on recipient (payee_key);
create index recipient_told on recipient (recipient_id) where told;
