-- Whether the books hold a record of this batch: an emptied one they know must be told of, one they never saw need not be made.
alter table batch add column told boolean not null default true;
alter table batch alter column told set default false;

-- What a release answered: the doubt it was held for (a likely duplicate) or the limit it exceeds; one does not answer the other.
alter table payment add column held_in_doubt boolean not null default false;
alter table payment add column limit_released boolean not null default false;
