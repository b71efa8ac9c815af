-- Terminal escapes and direction marks, in names that are legal in Postgres.
INSERT INTO "[2J[31mred]0;title" (name) VALUES ('nut');
INSERT INTO "part‮ trap ⁦" ("​name") VALUES ('nut');
INSERT INTO "line
break" ("a
::error::injected") VALUES (1);
INSERT INTO part (name) VALUES ('nut');
