-- When the bridge gave up waiting for the response to a request that may have been accepted. Null while a request is being sent, so that a
-- message whose process died is recognised.
ALTER TABLE messages ADD COLUMN unanswered_since BIGINT;
