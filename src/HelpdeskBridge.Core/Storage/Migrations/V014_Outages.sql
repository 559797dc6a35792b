-- Pending reads of tickets have what messages have: whether an outage of the helpdesk put them off, since when they wait, and for what.
ALTER TABLE noted_tickets ADD COLUMN outage INTEGER NOT NULL DEFAULT 0;
ALTER TABLE noted_tickets ADD COLUMN noted_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE noted_tickets ADD COLUMN reason TEXT;
