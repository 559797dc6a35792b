-- The two notices to clients became one kind of message with the notice's name in it.
UPDATE messages SET kind = 'ClientNotice', body = REPLACE(REPLACE(REPLACE(REPLACE(body,
        '"kind":"messageNotDelivered"', '"kind":"clientNotice"'),
        '"isFile":false', '"notice":"messageNotDelivered"'),
        '"isFile":true', '"notice":"fileNotDelivered"'),
        '"agent":', '"speaker":')
WHERE kind = 'MessageNotDelivered';
