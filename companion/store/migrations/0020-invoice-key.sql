-- One invoice number, however it was typed or pasted: in whatever case and width, with whatever blanks and characters nobody sees. Only a store in UTF-8 can tell
-- those from others; PostgreSQL counts none but the blanks of ASCII for white space in every locale, so the others are named.
-- Its length is bounded, for one letter may stand for eighteen and an index takes no text of any length.
create function invoice_key(number text) returns text language sql immutable parallel safe as $$
  select left(case when getdatabaseencoding() = 'UTF8'
    then lower(regexp_replace(normalize(coalesce(number, ''), NFKC), '[\s\u001c-\u001f\u0085\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]', '', 'g'))
    else lower(regexp_replace(coalesce(number, ''), '\s', '', 'g')) end, 400)
$$;
-- The same debt is looked for by its invoice as well: a payee may get the same amount for many of them.
drop index payment_payee_debt;
drop index payment_payee_owed;
create index payment_payee_debt on payment (payee_id, currency, amount_minor, invoice_key(invoice_number));
create index payment_payee_owed on payment (payee_id, owed_currency, owed_minor, invoice_key(invoice_number)) where owed_minor is not null;
