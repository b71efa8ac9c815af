use futures_util::SinkExt;
use tokio_postgres::{Client, Error};
use uuid::Uuid;

/// Changes one price and remembers it, in one statement.
pub async fn change_price(client: &Client, product: Uuid, cents: i32, by: &str) -> Result<u64, Error> {
    let statement = client
        .prepare_cached(
            "WITH changed AS (
                UPDATE catalogue_product SET price_cents = $2, updated_at = now()
                WHERE id = $1 AND price_cents <> $2
                RETURNING id, price_cents
            )
            INSERT INTO catalogue_pricechange (product_id, price_cents, changed_at, changed_by)
            SELECT id, price_cents, now(), $3 FROM changed",
        )
        .await?;
    client.execute(&statement, &[&product, &cents, &by]).await
}

/// Loads the price list of a supplier, as it comes.
pub async fn load_price_list(client: &Client, lines: bytes::Bytes) -> Result<u64, Error> {
    let sink = client
        .copy_in("COPY catalogue_pricechange (product_id, price_cents, changed_at) FROM STDIN WITH (FORMAT csv)")
        .await?;
    futures_util::pin_mut!(sink);
    sink.send(lines).await?;
    sink.finish().await
}

pub async fn retire(client: &Client, product: Uuid) -> Result<u64, Error> {
    client
        .execute(
            "UPDATE public.catalogue_product SET is_listed = false, description = NULL WHERE id = $1",
            &[&product],
        )
        .await
}
