-- Which wish was answered last ("Hold 005…"), and when (epoch ms). Somebody may enter another before the first answer is told to the books: that one is not
-- cleared with it, and a look that began before the answer may still show an older wish.
alter table payment add column answered_action text, add column answered_at bigint;
alter table issue add column answered_action text, add column answered_at bigint;
