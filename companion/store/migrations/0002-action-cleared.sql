-- When the books were last told to clear what a person asked for (epoch ms). A look at the books that began before then still shows the wish, which
-- must not be carried out a second time.
alter table payment add column action_cleared_at bigint;
alter table issue add column action_cleared_at bigint;
