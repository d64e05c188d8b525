-- Which of two requests for one debt was found first is counted: a clock may be put back in between, and two instances have two of them.
create sequence payment_found_order;
alter table payment add column found_order bigint;
update payment p set found_order = o.nr from (select request_id, row_number() over (order by found_at, request_id) as nr from payment) o where o.request_id = p.request_id;
select setval('payment_found_order', 1 + (select count(*) from payment));
alter table payment alter column found_order set default nextval('payment_found_order'), alter column found_order set not null;
-- Found again, as when it was approved anew: it counts as found later than whatever is known by then.
create function payment_found_again() returns trigger language plpgsql as $$ begin new.found_order := nextval('payment_found_order'); return new; end $$;
create trigger payment_found_again before update of found_at on payment for each row when (old.found_at is distinct from new.found_at) execute function payment_found_again();
