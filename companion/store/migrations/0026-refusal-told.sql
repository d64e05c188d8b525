-- Whether a person was told that the books refuse this: it may have been tried before without being refused.
alter table outbox add column refusal_told boolean not null default false;
