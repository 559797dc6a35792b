-- The trace context (W3C traceparent) of what put a message into its queue, or had a ticket read. Null: it was not traced.
ALTER TABLE messages ADD COLUMN trace_context TEXT;
ALTER TABLE noted_tickets ADD COLUMN trace_context TEXT;
