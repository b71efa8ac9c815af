-- Runs every night at three.
DELETE FROM orders_order WHERE status = 'draft' AND updated_at < now() - interval '90 days';

CREATE OR REPLACE FUNCTION close_day(day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    takings bigint;
BEGIN
    SELECT coalesce(sum(total_cents), 0) INTO takings FROM orders_order WHERE placed_at::date = day;
    IF takings > 0 THEN
        INSERT INTO payments_payout (reference, amount_cents, paid_on, reconciled)
        VALUES ('day-' || day, takings, day, false);
    END IF;
END
$$;
