//! The worker's own table: carriers call us back, and a callback must not be lost or handled twice.

use sqlx::PgPool;

pub async fn receive(pool: &PgPool, carrier: &str, delivery: &str, body: serde_json::Value) -> sqlx::Result<bool> {
    let received = sqlx::query!(
        "INSERT INTO fulfilment_inbox (carrier, delivery_id, body) VALUES ($1, $2, $3)
         ON CONFLICT (carrier, delivery_id) DO NOTHING",
        carrier,
        delivery,
        body,
    )
    .execute(pool)
    .await?;
    Ok(received.rows_affected() == 1)
}

pub async fn forget_handled(pool: &PgPool) -> sqlx::Result<u64> {
    // Not `TRUNCATE fulfilment_inbox`: unhandled ones stay.
    let gone = sqlx::query!("DELETE FROM fulfilment_inbox WHERE handled_at < now() - interval '30 days'")
        .execute(pool)
        .await?;
    Ok(gone.rows_affected())
}
