-- How far a helpdesk's own feed of changes was read.
CREATE TABLE feed_cursors (
    helpdesk TEXT PRIMARY KEY,
    cursor   TEXT   NOT NULL,
    saved_at BIGINT NOT NULL
);
