-- One of everything that decides whether a column may be left out.
CREATE SCHEMA other;
CREATE TABLE other.part (name text NOT NULL);
CREATE DOMAIN filled AS text NOT NULL DEFAULT 'x';
CREATE DOMAIN filled_again AS filled;
CREATE DOMAIN present AS text CHECK (VALUE IS NOT NULL);
CREATE TABLE part (
    id serial PRIMARY KEY,
    number integer GENERATED ALWAYS AS IDENTITY,
    half integer GENERATED ALWAYS AS (1 / 2) STORED,
    domain_filled filled_again,
    domain_present present,
    default_null text NOT NULL DEFAULT NULL::text,
    checked text CHECK (checked IS NOT NULL AND checked <> ''),
    loosely text CHECK (loosely IS NOT NULL OR checked = 'x'),
    defaulted integer NOT NULL DEFAULT 3,
    required integer NOT NULL,
    free text
);
ALTER TABLE part DROP COLUMN free, ADD COLUMN unvalidated text;
ALTER TABLE part ADD CONSTRAINT later CHECK (unvalidated IS NOT NULL) NOT VALID;
CREATE TABLE stamped (name text NOT NULL);
CREATE TABLE unstamped (name text NOT NULL);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.name := 1; RETURN NEW; END';
CREATE TRIGGER stamp BEFORE INSERT ON stamped FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE TRIGGER after_all AFTER INSERT ON unstamped FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE TRIGGER on_change BEFORE UPDATE ON unstamped FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE TRIGGER switched_off BEFORE INSERT ON unstamped FOR EACH ROW EXECUTE FUNCTION stamp();
ALTER TABLE unstamped DISABLE TRIGGER switched_off;
CREATE VIEW simple AS SELECT id, required FROM part;
CREATE VIEW counted AS SELECT count(*) FROM part;
CREATE VIEW caught AS SELECT count(*) FROM part;
CREATE TRIGGER instead INSTEAD OF INSERT ON caught FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE TABLE day (day date NOT NULL, note text NOT NULL DEFAULT '') PARTITION BY RANGE (day);
CREATE TABLE day_2025 PARTITION OF day FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE "Odd ""name" ("A" integer NOT NULL);
