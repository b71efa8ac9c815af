-- Every column that somebody could write: one row each, in the order of the table.
-- https://www.postgresql.org/docs/current/catalogs.html
WITH RECURSIVE domains (type, base, not_null, has_default) AS (
    SELECT t.oid, t.typbasetype, t.typnotnull OR c.checked, t.typdefault IS NOT NULL
    FROM pg_type t, LATERAL (
        SELECT coalesce(bool_or(pg_get_expr(k.conbin, 0) ~ '^\(?VALUE IS NOT NULL\)?$'), false) AS checked
        FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'
    ) c
    WHERE t.typtype = 'd'
    UNION ALL
    SELECT d.type, t.typbasetype, t.typnotnull, t.typdefault IS NOT NULL
    FROM domains d JOIN pg_type t ON t.oid = d.base AND t.typtype = 'd'
)
SELECT
    CASE WHEN NOT pg_table_is_visible(c.oid) THEN n.nspname END AS schema,
    c.relname AS table,
    a.attname AS column,
    format_type(a.atttypid, a.atttypmod) AS type,
    a.attnotnull OR coalesce((SELECT bool_or(d.not_null) FROM domains d WHERE d.type = a.atttypid), false)
        AS not_null,
    CASE
        WHEN a.attgenerated <> '' THEN 'generated'
        WHEN a.attidentity <> '' THEN 'identity'
        WHEN pg_get_expr(e.adbin, e.adrelid) ~ '^NULL(::|$)' THEN NULL
        WHEN e.oid IS NOT NULL AND pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) IS NOT NULL
            THEN 'serial'
        WHEN e.oid IS NOT NULL OR (SELECT bool_or(d.has_default) FROM domains d WHERE d.type = a.atttypid)
            THEN 'default'
    END AS default,
    ARRAY(
        SELECT pg_get_expr(k.conbin, k.conrelid) FROM pg_constraint k
        WHERE k.conrelid = c.oid AND k.contype = 'c' AND a.attnum = ANY (k.conkey)
        ORDER BY k.conname
    ) AS checks,
    ARRAY(
        SELECT t.tgname FROM pg_trigger t
        WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D'
            AND t.tgtype::int & 7 = 7  -- ROW, BEFORE, INSERT
        ORDER BY t.tgname
    ) AS triggers
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef e ON e.adrelid = c.oid AND e.adnum = a.attnum
WHERE c.relkind IN ('r', 'p', 'v', 'f')
    AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
    AND (c.relkind <> 'v' OR pg_relation_is_updatable(c.oid, true) & 8 = 8)  -- an INSERT is possible
    AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.objid = c.oid AND x.classid = 'pg_class'::regclass AND x.deptype = 'e')
ORDER BY NOT pg_table_is_visible(c.oid), n.nspname COLLATE "C", c.relname COLLATE "C", a.attnum
