-- The same debt is looked for by payee, whatever the program it would be paid from.
create index payment_payee_debt on payment (payee_id, currency, amount_minor);
drop index payment_debt;
