-- Who did what on the admin side, and when. Never a key, a text or a client's name.
CREATE TABLE audit (
    id      TEXT PRIMARY KEY,
    at      BIGINT NOT NULL,
    actor   TEXT   NOT NULL,
    address TEXT   NOT NULL,
    action  TEXT   NOT NULL,
    subject TEXT   NULL,
    outcome TEXT   NOT NULL
);
CREATE INDEX audit_by_time ON audit (at);

-- Sign-ins to the admin page. Of the session's token only a hash is kept, and of the key it began with a print: another key ends it.
CREATE TABLE admin_sessions (
    token_hash TEXT PRIMARY KEY,
    actor      TEXT   NOT NULL,
    key_print  TEXT   NOT NULL,
    began_at   BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);
