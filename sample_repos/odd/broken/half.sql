INSERT INTO part (name) VALUES ('nut');
SELEC * FORM part WHERE ((;
INSERT INTO part (name) VALUES ('washer'
