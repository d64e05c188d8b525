-- What a release answered: the doubt it was held for (a likely duplicate) or the limit it exceeds; one does not answer the other.
alter table payment add column held_in_doubt boolean not null default false;
alter table payment add column limit_released boolean not null default false;

-- Which wish was answered last ("Hold 005…"), and when (epoch ms). Somebody may enter another before the first answer is told to the books: that one is not
-- cleared with it, and a look that began before the answer may still show an older wish.
alter table payment add column answered_action text, add column answered_at bigint;
alter table issue add column answered_action text, add column answered_at bigint;
-- A wish that lets a payment go on: what it will do once the books have taken it. Until then nothing has happened.
alter table payment add column granted jsonb;
