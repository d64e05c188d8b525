-- Who asks for something else after a Cancel or a Hold has not taken it back: it is kept beside the wish that was answered last.
alter table payment add column stop_wish text;
update payment p set stop_wish = answered_action where answered_action ~ '^(Cancel|Hold) '
  and answered_at >= coalesce((select max(planned_at) from attempt a where a.request_id = p.request_id and a.stage <> 'withdrawn'), 0);
