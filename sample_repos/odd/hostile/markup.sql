-- Markdown, HTML, mentions and workflow commands, in names that are legal in Postgres.
INSERT INTO "@everyone <img src=x onerror=alert(1)> **bold** [x](javascript:alert(1)) | `" (title) VALUES ('x');
INSERT INTO "::error file=x,line=1::injected" ("</td></tr></table><script>alert(1)</script>") VALUES (1);
INSERT INTO "```" ("--> <!-- writers -->") VALUES (1);
INSERT INTO part (name) VALUES ('nut');
