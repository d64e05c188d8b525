-- What the trail of a payout told is a field of its own: the trail keeps its last lines only, and its words are for people.
alter table attempt add column was_lost boolean not null default false, add column stranger boolean not null default false, add column paid_again boolean not null default false;
update attempt set
  was_lost = exists (select 1 from jsonb_array_elements(timeline) line where line->>'text' ~ '^(Cancelled, confirmed|Outcome unknown|The companion stopped before it knew the outcome|No usable answer)'),
  stranger = exists (select 1 from jsonb_array_elements(timeline) line where starts_with(line->>'text', 'The provider''s record under ' || reference || ' is not ours')),
  paid_again = exists (select 1 from jsonb_array_elements(timeline) line where line->>'text' = 'Counts as paid again after it had come back.')
where timeline <> '[]';
