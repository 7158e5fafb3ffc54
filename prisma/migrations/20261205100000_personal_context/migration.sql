-- What the log keeps of context values that are personal: a fingerprint or nothing, by key.
alter table models add column personal_context jsonb not null default '{}';
