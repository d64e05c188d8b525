-- The most by which a reading fell short of what the known payouts explain, since the balance was last explained: a load that comes later hides it.
alter table lane add column fell_minor bigint not null default 0;
