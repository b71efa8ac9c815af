INSERT INTO part (name) VALUES ('nut');
