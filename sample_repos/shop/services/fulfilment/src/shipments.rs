use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

/// A parcel that comes back is sent again without a new label: the old one is still on the box.
const SEND_AGAIN: &str = "
    INSERT INTO shipment (order_ref, carrier, tracking_code, created_at, updated_at)
    SELECT order_ref, carrier, tracking_code, now(), now() FROM shipment WHERE id = $1";

pub async fn announce(pool: &PgPool, order: Uuid, carrier: &str, code: &str, label: Value) -> sqlx::Result<i64> {
    let shipment = sqlx::query!(
        r#"
        INSERT INTO shipment
            (order_ref, carrier, tracking_code, label, created_at, updated_at)
        VALUES ($1, $2, $3, $4, now(), now())
        RETURNING id
        "#,
        order,
        carrier,
        code,
        label,
    )
    .fetch_one(pool)
    .await?;
    tracing::info!("INSERT INTO shipment (order_ref) done for {order}");
    Ok(shipment.id)
}

pub async fn dispatch(pool: &PgPool, id: i64, at: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE shipment \
         SET dispatched_at = $2, updated_at = now() \
         WHERE id = $1",
    )
    .bind(id)
    .bind(at)
    .execute(pool)
    .await?;
    Ok(())
}

pub async fn send_again(pool: &PgPool, id: i64) -> sqlx::Result<()> {
    sqlx::query(SEND_AGAIN).bind(id).execute(pool).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[sqlx::test]
    async fn a_parcel_without_a_tracking_code_can_be_dispatched(pool: PgPool) {
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO shipment (order_ref, carrier, tracking_code, label, created_at, updated_at) \
             VALUES ($1, 'courier', NULL::varchar, '{}', now(), now()) RETURNING id",
        )
        .bind(Uuid::new_v4())
        .fetch_one(&pool)
        .await
        .unwrap();
        dispatch(&pool, id, Utc::now()).await.unwrap();
    }
}
