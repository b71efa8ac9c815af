import { clickhouse } from './db'

/** The dashboards' own copy of the payment events lives in ClickHouse, under the same name. */
export async function mirrorEvents(day: string): Promise<void> {
    await clickhouse.command({
        query: `INSERT INTO payments_event (kind, day, pieces)
                SELECT kind, toDate({day:String}), count() FROM payments_event_queue GROUP BY kind`,
        query_params: { day },
    })
}

export async function trackView(sku: string): Promise<void> {
    await clickhouse.insert({ table: 'catalogue_product', values: [{ sku, seen_at: Date.now() }], format: 'JSONEachRow' })
}
