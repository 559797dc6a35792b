-- How often a waiting message was made due before its time. Whoever records an attempt compares it with the number it loaded:
-- a wake-up that came during the attempt stays in effect.
ALTER TABLE messages ADD COLUMN wakes BIGINT NOT NULL DEFAULT 0;
