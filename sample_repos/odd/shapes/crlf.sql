INSERT INTO part (name)
VALUES
    ('nut');

INSERT INTO part
    (name)
VALUES ('washer');
