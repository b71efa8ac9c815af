use anyhow::{Context, Result};
use sqlx::{PgPool, Postgres, Transaction};
use uuid::Uuid;

const STOCK: &str = "catalogue_stocklevel";

/// Takes over what a warehouse counted tonight.
pub async fn take_over_count(pool: &PgPool, warehouse: &str, products: &[Uuid], pieces: &[i32]) -> Result<()> {
    sqlx::query(
        r#"
        INSERT INTO catalogue_stocklevel (product_id, warehouse, on_hand, counted_at)
        SELECT product, $1, pieces, now()
        FROM UNNEST($2::uuid[], $3::int[]) AS counted (product, pieces)
        ON CONFLICT (product_id, warehouse)
        DO UPDATE SET on_hand = EXCLUDED.on_hand, counted_at = EXCLUDED.counted_at
        "#,
    )
    .bind(warehouse)
    .bind(products)
    .bind(pieces)
    .execute(pool)
    .await
    .context("INSERT INTO catalogue_stocklevel (product_id) failed: is the warehouse known?")?;
    Ok(())
}

pub async fn reserve(tx: &mut Transaction<'_, Postgres>, product: Uuid, pieces: i32) -> Result<bool> {
    let level: Option<(i64, i32)> = sqlx::query_as(
        "SELECT id, on_hand - reserved FROM catalogue_stocklevel WHERE product_id = $1 LIMIT 1 FOR UPDATE",
    )
    .bind(product)
    .fetch_optional(&mut **tx)
    .await?;
    let Some((id, _)) = level.filter(|(_, free)| *free >= pieces) else {
        return Ok(false);
    };
    let reserve = format!("UPDATE {} SET reserved = reserved + $2 WHERE id = $1", STOCK);
    sqlx::query(&reserve).bind(id).bind(pieces).execute(&mut **tx).await?;
    Ok(true)
}

/// A product that a warehouse never held starts with nothing.
pub async fn open_level(pool: &PgPool, product: Uuid, warehouse: &str) -> Result<()> {
    let open = format!("INSERT INTO {STOCK} (product_id, warehouse, on_hand) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING");
    sqlx::query(&open).bind(product).bind(warehouse).execute(pool).await?;
    Ok(())
}
