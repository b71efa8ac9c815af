-- A small shop to click through. Load it after `manage.py migrate`:
--   psql shop < sql/demo_shop.sql
TRUNCATE catalogue_category, catalogue_product CASCADE;

INSERT INTO catalogue_category (id, name, slug, parent_id) VALUES
    (1, 'Drivetrain', 'drivetrain', NULL),
    (2, 'Chains', 'chains', 1),
    (3, 'Tyres; tubes', 'tyres', NULL);

INSERT INTO catalogue_product (id, sku, title, description, price_cents, currency, is_listed, created_at, updated_at)
VALUES
    ('5f0f27a4-8a2c-4b2e-9d1a-0d8f2d0c7a01', 'CHAIN-9', 'Chain 9 speed', 'It says "INSERT INTO catalogue_product" here.', 2490, DEFAULT, true, now(), now()),
    ('5f0f27a4-8a2c-4b2e-9d1a-0d8f2d0c7a02', 'TUBE-28', 'Inner tube 28"', '', 690, 'EUR', true, now(), now());

INSERT INTO catalogue_product_categories (product_id, category_id)
SELECT product.id, category.id
FROM catalogue_product AS product, catalogue_category AS category
WHERE product.sku = 'CHAIN-9' AND category.slug = 'chains';

INSERT INTO orders_coupon (code, percent_of) VALUES ('WELCOME', 10); -- for new customers

INSERT INTO customers_customer (email, password, first_name, last_name, is_superuser, is_staff, is_active, date_joined, marketing_opt_in, phone)
VALUES ('ada@example.com', '!', 'Ada', 'Byron', false, false, true, now(), true, '+44 20 7946 0000');
