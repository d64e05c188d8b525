-- What is counted and looked for by operators: rows that are few among many.
create index letter_dead on letter (connection, event) where state = 'dead';
create index attempt_unknown on attempt (reference) where stage = 'unknown';
create index issue_open on issue (last_at) where status in ('Open', 'Retrying');
