//! Runs against the database that `manage.py migrate` left.

use fulfilment::{shipments, stock};
use sqlx::PgPool;
use uuid::Uuid;

async fn insert_product(pool: &PgPool, sku: &str) -> Uuid {
    sqlx::query_scalar(
        r#"INSERT INTO catalogue_product (id, sku, title, description, price_cents, is_listed, created_at, updated_at)
           VALUES (gen_random_uuid(), $1, 'Inner tube 28"', '', 690, true, now(), now()) RETURNING id"#,
    )
    .bind(sku)
    .fetch_one(pool)
    .await
    .unwrap()
}

async fn insert_order(pool: &PgPool, customer: i64) -> Uuid {
    let id = Uuid::new_v4();
    sqlx::query("INSERT INTO orders_order (id, customer_id, status, total_cents, channel, created_at, updated_at) VALUES ($1, $2, 'placed', 690, 'web', now(), now())")
        .bind(id)
        .bind(customer)
        .execute(pool)
        .await
        .unwrap();
    id
}

#[sqlx::test(migrations = false)]
async fn what_is_reserved_is_announced(pool: PgPool) {
    let product = insert_product(&pool, "TUBE-28").await;
    let order = insert_order(&pool, 1).await;
    let mut tx = pool.begin().await.unwrap();
    assert!(!stock::reserve(&mut tx, product, 1).await.unwrap());
    shipments::announce(&pool, order, "courier", "", serde_json::json!({})).await.unwrap();
}
