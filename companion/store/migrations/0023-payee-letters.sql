-- One payee, in whatever letters its id is written: limits and answers count both for one, and so does the question for the same debt.
drop index payment_payee_debt;
drop index payment_payee_owed;
create index payment_payee_debt on payment (lower(payee_id), currency, amount_minor, invoice_key(invoice_number));
create index payment_payee_owed on payment (lower(payee_id), owed_currency, owed_minor, invoice_key(invoice_number)) where owed_minor is not null;
