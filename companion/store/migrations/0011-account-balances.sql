-- What was last read of the account holder's own balances, by consent. `program` is `<account>-<currency>`, as the Funding Account's key in the books ends.
create table account_balance (
  connection text not null, program text not null, currency text not null, available_minor bigint not null, available_at bigint not null,
  primary key (connection, program)
);
