-- The key of the issue that stands for a dead letter: a wish on the issue is about the letters that name it, whatever the hour they were buried in. Those that
-- are dead already name the issue of the hour they were buried in.
alter table letter add column issue text;
update letter set issue = 'dead letter:' || connection || '/' || event || ':' || to_char(to_timestamp(settled_at / 1000) at time zone 'UTC', 'YYYY-MM-DD"T"HH24') where state = 'dead';
create index letter_issue on letter (issue) where state = 'dead';
