-- Whether the wish that was answered last lets the payment go on: a Release that was refused in words does not.
alter table payment add column lets_go_on boolean not null default false;
