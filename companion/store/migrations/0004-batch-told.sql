-- Whether the books hold a record of this batch: an emptied one they know must be told of, one they never saw need not be made.
alter table batch add column told boolean not null default true;
alter table batch alter column told set default false;
