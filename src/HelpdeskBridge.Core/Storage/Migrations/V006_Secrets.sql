-- Secrets the bridge made for itself, such as the key of file links; every process on the store uses the same ones.
CREATE TABLE secrets (
    name       TEXT PRIMARY KEY,
    value      TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
