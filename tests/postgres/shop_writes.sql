-- Every write of sample_repos/shop, made executable by hand: binds replaced by plausible values,
-- conditions dropped so that the seeded row is met. It is the table that `writers scan` is held
-- against, so nothing here comes from our own reader.
--
--   --@ FILE :: LINE OF THE FILE, as `writers list` should report it
--   --= postgres (judged), clickhouse or sqlite (listed, never judged), dynamic (no table known)

--@ catalogue/migrations/0003_stock_was_counted.py :: "UPDATE catalogue_stocklevel SET counted_at = now() WHERE counted_at IS NULL",
--= postgres
UPDATE catalogue_stocklevel SET counted_at = now() WHERE counted_at IS NULL;

--@ orders/migrations/0003_channel_and_shipping_labels.py :: "UPDATE orders_order SET channel = %s WHERE note LIKE %s", ["phone", "tel:%"]
--= postgres
UPDATE orders_order SET channel = 'phone';

--@ services/fulfilment/src/shipments.rs :: INSERT INTO shipment (order_ref, carrier, tracking_code, created_at, updated_at)
--= postgres
INSERT INTO shipment (order_ref, carrier, tracking_code, created_at, updated_at)
SELECT order_ref, carrier, tracking_code, now(), now() FROM shipment;

--@ services/fulfilment/src/shipments.rs :: INSERT INTO shipment
--= postgres
INSERT INTO shipment (order_ref, carrier, tracking_code, label, created_at, updated_at)
VALUES (gen_random_uuid(), 'courier', '3S001', '{}', now(), now()) RETURNING id;

--@ services/fulfilment/src/shipments.rs :: "UPDATE shipment \
--= postgres
UPDATE shipment SET dispatched_at = now(), updated_at = now();

--@ services/fulfilment/src/shipments.rs :: "INSERT INTO shipment (order_ref, carrier, tracking_code, label, created_at, updated_at) \
--= postgres
INSERT INTO shipment (order_ref, carrier, tracking_code, label, created_at, updated_at)
VALUES (gen_random_uuid(), 'courier', NULL::varchar, '{}', now(), now()) RETURNING id;

--@ services/fulfilment/src/stock.rs :: INSERT INTO catalogue_stocklevel (product_id, warehouse, on_hand, counted_at)
--= postgres
INSERT INTO catalogue_stocklevel (product_id, warehouse, on_hand, counted_at)
SELECT product, 'AMS', pieces, now()
FROM UNNEST(ARRAY['5f0f27a4-8a2c-4b2e-9d1a-0d8f2d0c7a01']::uuid[], ARRAY[3]::int[]) AS counted (product, pieces)
ON CONFLICT (product_id, warehouse)
DO UPDATE SET on_hand = EXCLUDED.on_hand, counted_at = EXCLUDED.counted_at;

--@ services/fulfilment/src/stock.rs :: let reserve = format!("UPDATE {} SET reserved = reserved + $2 WHERE id = $1", STOCK);
--= postgres
UPDATE catalogue_stocklevel SET reserved = reserved + 2;

--@ services/fulfilment/src/stock.rs :: let open = format!("INSERT INTO {STOCK} (product_id, warehouse, on_hand) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING");
--= postgres
INSERT INTO catalogue_stocklevel (product_id, warehouse, on_hand)
VALUES (gen_random_uuid(), 'AMS', 0) ON CONFLICT DO NOTHING;

--@ services/fulfilment/src/prices.rs :: UPDATE catalogue_product SET price_cents = $2, updated_at = now()
--= postgres
UPDATE catalogue_product SET price_cents = 990, updated_at = now() RETURNING id, price_cents;

--@ services/fulfilment/src/prices.rs :: INSERT INTO catalogue_pricechange (product_id, price_cents, changed_at, changed_by)
--= postgres
INSERT INTO catalogue_pricechange (product_id, price_cents, changed_at, changed_by)
SELECT id, price_cents, now(), 'ada' FROM catalogue_product;

--@ services/fulfilment/src/prices.rs :: .copy_in("COPY catalogue_pricechange (product_id, price_cents, changed_at) FROM STDIN WITH (FORMAT csv)")
--= postgres
COPY catalogue_pricechange (product_id, price_cents, changed_at) FROM STDIN WITH (FORMAT csv);
5f0f27a4-8a2c-4b2e-9d1a-0d8f2d0c7a01,990,2025-04-01T10:00:00Z

--@ services/fulfilment/src/prices.rs :: "UPDATE public.catalogue_product SET is_listed = false, description = NULL WHERE id = $1",
--= postgres
UPDATE public.catalogue_product SET is_listed = false, description = NULL;

--@ services/fulfilment/src/inbox.rs :: "INSERT INTO fulfilment_inbox (carrier, delivery_id, body) VALUES ($1, $2, $3)
--= postgres
INSERT INTO fulfilment_inbox (carrier, delivery_id, body) VALUES ('courier', 'D1', '{}')
ON CONFLICT (carrier, delivery_id) DO NOTHING;

--@ services/fulfilment/src/inbox.rs :: let gone = sqlx::query!("DELETE FROM fulfilment_inbox WHERE handled_at < now() - interval '30 days'")
--= postgres
DELETE FROM fulfilment_inbox WHERE handled_at < now() - interval '30 days';

--@ services/fulfilment/tests/warehouse.rs :: r#"INSERT INTO catalogue_product (id, sku, title, description, price_cents, is_listed, created_at, updated_at)
--= postgres
INSERT INTO catalogue_product (id, sku, title, description, price_cents, is_listed, created_at, updated_at)
VALUES (gen_random_uuid(), 'TUBE-28', 'Inner tube 28"', '', 690, true, now(), now()) RETURNING id;

--@ services/fulfilment/tests/warehouse.rs :: sqlx::query("INSERT INTO orders_order (id, customer_id, status, total_cents, channel, created_at, updated_at) VALUES ($1, $2, 'placed', 690, 'web', now(), now())")
--= postgres
INSERT INTO orders_order (id, customer_id, status, total_cents, channel, created_at, updated_at)
VALUES (gen_random_uuid(), 1, 'placed', 690, 'web', now(), now());

--@ services/storefront/src/db.ts :: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${binds.join(', ')}) RETURNING *`,
--= dynamic

--@ services/storefront/src/checkout.ts :: const order = await insertRow(client, 'orders_order', {
--= postgres
INSERT INTO orders_order (id, customer_id, status, total_cents, channel, gift, placed_at, created_at, updated_at)
VALUES (gen_random_uuid(), 1, 'placed', 2490, 'web', false, now(), now(), now()) RETURNING *;

--@ services/storefront/src/checkout.ts :: await insertRow(client, 'orders_orderline', row)
--= postgres
INSERT INTO orders_orderline (order_id, sku, quantity, unit_price_cents, discount_cents)
VALUES (gen_random_uuid(), 'CHAIN-9', 1, 2490, 100) RETURNING *;

--@ services/storefront/src/checkout.ts :: `INSERT INTO orders_orderline (order_id, sku, quantity, unit_price_cents) VALUES ($1, $2, 1, $3)`,
--= postgres
INSERT INTO orders_orderline (order_id, sku, quantity, unit_price_cents) VALUES (gen_random_uuid(), 'CHAIN-9', 1, 2490);

--@ services/storefront/src/checkout.ts :: 'INSERT INTO orders_order_coupons (order_id, coupon_id) ' + 'VALUES ($1, $2) ' + 'ON CONFLICT DO NOTHING',
--= postgres
INSERT INTO orders_order_coupons (order_id, coupon_id) VALUES (gen_random_uuid(), 'SPRING') ON CONFLICT DO NOTHING;

--@ services/storefront/src/checkout.ts :: const changed = await client.query(`UPDATE orders_order SET note = NULL, updated_at = now() WHERE id = $1`, [orderId])
--= postgres
UPDATE orders_order SET note = NULL, updated_at = now();

--@ services/storefront/src/customers.ts :: INSERT INTO customers_customer
--= postgres
INSERT INTO customers_customer
    (email, password, first_name, last_name, is_superuser, is_staff, is_active, date_joined)
VALUES ('ada@example.com', '!', 'Ada', 'Byron', false, false, true, now()) RETURNING id;

--@ services/storefront/src/customers.ts :: await sql`INSERT INTO customers_tradecustomer (customer_ptr_id, company) VALUES (${customerId}, ${company})`
--= postgres
INSERT INTO customers_tradecustomer (customer_ptr_id, company) VALUES (7, 'Difference Engines Ltd');

--@ services/storefront/src/customers.ts :: INSERT INTO customer_address ${sql(address, 'customer_id', 'line1', 'city', 'zip', 'country_code', 'is_default', 'created_at', 'updated_at')}`
--= postgres
INSERT INTO customer_address ("customer_id", "line1", "city", "zip", "country_code", "is_default", "created_at", "updated_at")
VALUES (1, 'Herengracht 1', 'Amsterdam', '1015 BA', 'NL', true, now(), now());

--@ services/storefront/src/customers.ts :: UPDATE customer_address SET is_default = (id = ${addressId}), updated_at = now()
--= postgres
UPDATE customer_address SET is_default = (id = 1), updated_at = now();

--@ services/storefront/src/customers.ts :: await sql`update "customers_customer" set "loyalty_points" = "loyalty_points" + ${points} where id = ${customerId}`
--= postgres
update "customers_customer" set "loyalty_points" = "loyalty_points" + 5;

--@ services/storefront/src/payments.ts :: INSERT INTO payments_payment AS payment (id, order_id, amount_cents, provider, idempotency_key)
--= postgres
INSERT INTO payments_payment AS payment (id, order_id, amount_cents, provider, idempotency_key)
VALUES ('5f0f27a4-8a2c-4b2e-9d1a-0d8f2d0c7a03', gen_random_uuid(), 900, 'card', gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET state = 'pending', failure_reason = NULL;

--@ services/storefront/src/payments.ts :: `INSERT INTO payments_payment (id, order_id, amount_cents, psp, state, idempotency_key)
--= postgres
INSERT INTO payments_payment (id, order_id, amount_cents, psp, state, idempotency_key)
VALUES (gen_random_uuid(), gen_random_uuid(), 900, 'cash', 'captured', gen_random_uuid());

--@ services/storefront/src/payments.ts :: await client.query(`INSERT INTO payments_event (payment_id, kind, payload) VALUES ($1, $2, $3::jsonb)`, [
--= postgres
INSERT INTO payments_event (payment_id, kind, payload) VALUES (gen_random_uuid(), 'settled', '{}'::jsonb);

--@ services/storefront/src/payments.ts :: await insertRow(client, 'payments_event', { payment_id, kind: 'polled', payload, ['source']: 'poll' })
--= postgres
INSERT INTO payments_event (payment_id, kind, payload, source) VALUES (gen_random_uuid(), 'polled', '{}', 'poll') RETURNING *;

--@ services/storefront/src/analytics.ts :: query: `INSERT INTO payments_event (kind, day, pieces)
--= clickhouse

--@ services/storefront/tests/factories.ts :: names.map((name) => insertRow(client, 'catalogue_category', { name, slug: name.toLowerCase(), parent_id: null }))
--= postgres
INSERT INTO catalogue_category (name, slug, parent_id) VALUES ('Chains', 'chains', NULL) RETURNING *;

--@ services/storefront/tests/factories.ts :: return insertRow(client, 'catalogue_product', {
--= postgres
INSERT INTO catalogue_product (id, sku, title, description, price_cents, created_at, updated_at)
VALUES (gen_random_uuid(), 'CHAIN-9', 'Chain 9 speed', '', 2490, now(), now()) RETURNING *;

--@ services/storefront/tests/factories.ts :: return insertRow(client, 'orders_order', {
--= postgres
INSERT INTO orders_order (id, number, customer_id, status, total_cents, channel, gift, created_at, updated_at)
VALUES (gen_random_uuid(), 2, 1, 'draft', 0, 'web', NULL, now(), now()) RETURNING *;

--@ services/storefront/tests/checkout.test.ts :: await insertRow(client, 'orders_coupon', { code: 'SPRING', percent_off: 10 })
--= postgres
INSERT INTO orders_coupon (code, percent_off) VALUES ('SPRING', 10) RETURNING *;

--@ workers/ledger/ledger/payouts.py :: "INSERT INTO payments_payout (reference, amount_cents, fee_cents, paid_on, reconciled)"
--= postgres
INSERT INTO payments_payout (reference, amount_cents, fee_cents, paid_on, reconciled)
VALUES ('P1', 900, 9, '2025-04-01', false) ON CONFLICT (reference) DO NOTHING;

--@ workers/ledger/ledger/payouts.py :: "COPY payments_payout (reference, amount_cents, fee_cents, paid_on) FROM STDIN"
--= postgres
COPY payments_payout (reference, amount_cents, fee_cents, paid_on) FROM STDIN WITH (FORMAT csv);
P1,900,9,2025-04-01

--@ workers/ledger/ledger/payouts.py :: MERGE INTO payments_payout AS payout
--= postgres
MERGE INTO payments_payout AS payout
USING (VALUES ('P1', 900, DATE '2025-04-01')) AS line (reference, amount_cents, booked_on)
ON payout.reference = line.reference
WHEN MATCHED THEN UPDATE SET reconciled = true
WHEN NOT MATCHED THEN
    INSERT (reference, amount_cents, paid_on, reconciled)
    VALUES (line.reference, line.amount_cents, line.booked_on, true);

--@ workers/ledger/ledger/settle.py :: ADD_EVENT = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
--= postgres
INSERT INTO "payments_event" ("payment_id", "kind", "payload", "source") VALUES (gen_random_uuid(), 'settled', '{}', 'report');

--@ workers/ledger/ledger/settle.py :: f"UPDATE payments_payment SET state = 'captured', captured_at = %s, failure_reason = NULL WHERE id = %s",
--= postgres
UPDATE payments_payment SET state = 'captured', captured_at = '2025-04-01T10:00:00Z', failure_reason = NULL;

--@ workers/ledger/ledger/settle.py :: query = "UPDATE payments_payment SET state = %(state)s, faliure_reason = %(why)s WHERE id = %(id)s"
--= postgres
UPDATE payments_payment SET state = 'failed', faliure_reason = 'expired';

--@ workers/ledger/ledger/coupons.py :: connection.execute("INSERT INTO orders_coupon VALUES (%s, %s, %s)", (code, percent, expires))
--= postgres
INSERT INTO orders_coupon VALUES ('SORRY', 10, now());

--@ workers/ledger/ledger/coupons.py :: connection.execute("DELETE FROM orders_coupon WHERE code = ANY(%s)", (codes,))
--= postgres
DELETE FROM orders_coupon WHERE code = ANY(ARRAY['SORRY']);

--@ workers/ledger/ledger/seen.py :: seen.execute("INSERT OR REPLACE INTO orders_order (id, handled_at) VALUES (?, unixepoch())", (order,))
--= sqlite

--@ workers/ledger/tests/test_settle.py :: "INSERT INTO payments_payment (id, order_id, amount_cents, provider) VALUES (%s, %s, 900, 'card')",
--= postgres
INSERT INTO payments_payment (id, order_id, amount_cents, provider) VALUES (gen_random_uuid(), gen_random_uuid(), 900, 'card');

--@ workers/ledger/tests/test_settle.py :: connection.execute("INSERT INTO payments_payout (reference, amount_cents, fee_cents, paid_on) VALUES ('P1', 1, 0, now())")
--= postgres
INSERT INTO payments_payout (reference, amount_cents, fee_cents, paid_on) VALUES ('P1', 1, 0, now());

--@ sql/demo_shop.sql :: TRUNCATE catalogue_category, catalogue_product CASCADE;
--= postgres
TRUNCATE catalogue_category, catalogue_product CASCADE;

--@ sql/demo_shop.sql :: INSERT INTO catalogue_category (id, name, slug, parent_id) VALUES
--= postgres
INSERT INTO catalogue_category (id, name, slug, parent_id) VALUES
    (11, 'Drivetrain', 'drivetrain', NULL),
    (12, 'Chains', 'chains', 11);

--@ sql/demo_shop.sql :: INSERT INTO catalogue_product (id, sku, title, description, price_cents, currency, is_listed, created_at, updated_at)
--= postgres
INSERT INTO catalogue_product (id, sku, title, description, price_cents, currency, is_listed, created_at, updated_at)
VALUES (gen_random_uuid(), 'CHAIN-9', 'Chain 9 speed', '', 2490, DEFAULT, true, now(), now());

--@ sql/demo_shop.sql :: INSERT INTO catalogue_product_categories (product_id, category_id)
--= postgres
INSERT INTO catalogue_product_categories (product_id, category_id)
SELECT gen_random_uuid(), category.id FROM catalogue_category AS category;

--@ sql/demo_shop.sql :: INSERT INTO orders_coupon (code, percent_of) VALUES ('WELCOME', 10); -- for new customers
--= postgres
INSERT INTO orders_coupon (code, percent_of) VALUES ('WELCOME', 10);

--@ sql/demo_shop.sql :: INSERT INTO customers_customer (email, password, first_name, last_name, is_superuser, is_staff, is_active, date_joined, marketing_opt_in, phone)
--= postgres
INSERT INTO customers_customer (email, password, first_name, last_name, is_superuser, is_staff, is_active, date_joined, marketing_opt_in, phone)
VALUES ('ada@example.com', '!', 'Ada', 'Byron', false, false, true, now(), true, '+44 20 7946 0000');

--@ sql/nightly.sql :: DELETE FROM orders_order WHERE status = 'draft' AND updated_at < now() - interval '90 days';
--= postgres
DELETE FROM orders_order WHERE status = 'draft' AND updated_at < now() - interval '90 days';

--@ sql/nightly.sql :: INSERT INTO payments_payout (reference, amount_cents, paid_on, reconciled)
--= postgres
INSERT INTO payments_payout (reference, amount_cents, paid_on, reconciled)
VALUES ('day-2025-04-01', 900, '2025-04-01', false);
