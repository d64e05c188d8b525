-- Another name, address or way of being paid was seen at the provider, and the books, which have the recipient Verified still, were not told yet.
alter table recipient add column change_untold boolean not null default false;
