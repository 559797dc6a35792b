-- After webhooks that only tell of public comments of one agent, the comments are read without the ticket's status. The row says so as long as its
-- generation is this one: any other wake-up, also by an older version that does not know these columns, raises the generation alone.
ALTER TABLE noted_tickets ADD COLUMN comments_by TEXT NULL;
ALTER TABLE noted_tickets ADD COLUMN comments_generation BIGINT NULL;
