CREATE TABLE fulfilment_inbox (
    carrier     text        NOT NULL,
    delivery_id text        NOT NULL,
    body        jsonb       NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    handled_at  timestamptz,
    PRIMARY KEY (carrier, delivery_id)
);
