CREATE FUNCTION keep(name text) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    EXECUTE format('INSERT INTO %I (name) VALUES (%L)', 'part_' || name, name);
    EXECUTE 'INSERT INTO part (' || name || ') VALUES (1)';
    INSERT INTO part (name) VALUES (name);
END
$body$;
