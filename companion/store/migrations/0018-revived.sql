-- Called over, by a person or by the provider, and then said to be on its way all the same: until it ends, nothing else goes out for its request.
alter table attempt add column revived boolean not null default false;
