-- What is owed in another currency than the one it is paid in: each day's rate makes another amount of it, and it is the same debt.
alter table payment add column owed_minor bigint, add column owed_currency text;
update payment p set owed_minor = c.owed_minor, owed_currency = c.owed_currency from conversion c where c.request_id = p.request_id and c.amount_minor = p.amount_minor and c.currency = p.currency;
create index payment_payee_owed on payment (payee_id, owed_currency, owed_minor) where owed_minor is not null;
