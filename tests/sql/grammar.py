"""Valid Postgres statements in every shape, for hypothesis.

Pieces are joined by `~`, which stands for any white space or comment.
"""

from hypothesis import strategies as st

Text = st.SearchStrategy[str]

NAMES = st.sampled_from(
    [
        "a",
        "b",
        "c",
        "Mixed",
        "_x1",
        "größe",
        '"Quoted"',
        '"with ""quote"',
        '"select"',
        'U&"\\0061b"',
        "status",
        "replace",
    ]
)
TABLES = st.sampled_from(
    ["t", "users", "Orders", '"Order"', '"set"', "s.t", 'Shop."Line Item"', '"S"."T"', "copy", "merge", "t$1"]
)
NULLS = st.sampled_from(
    [
        "NULL", "null", "(NULL)", "NULL::int", "NULL~::~text[]", "NULL::numeric(10,~2)", "(NULL)::uuid",
        "CAST(NULL~AS~date)",
        "NULL::timestamp~with~time~zone", "NULL::text::int", "((NULL::s.kind))",
        "CAST(CAST(NULL AS text) AS int)",
    ]
)  # fmt: skip
VALUES = st.sampled_from(
    [
        "1", "1.5e-3", "-1", "'it''s'", "E'a\\'b'", "'INSERT INTO x (y) VALUES (1)'", "$$;~'$$",
        "$q$ DELETE FROM x; $q$",
        "$1", "now()", "a", "x.b", "B'01'", "true", "'{\"a\": 1}'::jsonb", "a~->>~'b'", "a ? 'b'",
        "a @> b", "a||b",
        "ARRAY[1,~NULL]", "ARRAY[[1,2],[3,4]]", "a[1]", "a[1:2]", "ROW(NULL,~1)", "(1,~NULL)",
        "COALESCE(NULL,~a)",
        "CASE~WHEN~a~THEN~NULL~ELSE~1~END", "CASE a WHEN 1 THEN (SELECT NULL) END", "NULL~IS~NULL",
        "NULL = a",
        "a IS NOT NULL", "a IS DISTINCT FROM NULL", "(a IS NOT DISTINCT FROM b)", "EXTRACT(year~FROM~a)",
        "NULL::int + 1",
        "substring(a from 1 for 2)", "trim(both ' ' from a)", "(SELECT~max(a)~FROM~t)",
        "EXISTS (SELECT 1)", "a = ANY($1)",
        "a BETWEEN 1 AND 2", "a IN (1, NULL)", "a AT TIME ZONE 'utc'", "interval '1 day'", "(x).f",
        "count(*)", "NOT a",
        "row_number() OVER (PARTITION BY a ORDER BY b)", "sum(a) FILTER (WHERE b)", "a COLLATE \"C\"",
        "a NOT LIKE 'x'",
        "current_date", "(NULL IS NULL)", "NULL OR a", "a::int4range", "U&'\\0061'", "nullif(a, NULL)",
        "upper(NULL)",
    ]
)  # fmt: skip
EXPRESSIONS = st.one_of(VALUES, VALUES, NULLS)
GIVEN = st.one_of(EXPRESSIONS, st.just("DEFAULT"), st.just("default"))
CONDITIONS = st.sampled_from(
    ["", "~WHERE~a = 1", "~WHERE~b IN (SELECT~c~FROM~s)", "~WHERE~a~IS~DISTINCT~FROM~b"]
)
SPACE = st.sampled_from(
    [" ", "\n", "\t", "  ", " /* ' ; */ ", " -- it's\n", "/* INSERT INTO /* nested */ x */", "\r\n", " --\n"]
)


def listed(items: Text, most: int = 4) -> Text:
    """Return one to `most` items between commas."""
    return st.lists(items, min_size=1, max_size=most).map("~,~".join)


def joined(*pieces: Text | str) -> Text:
    """Return the pieces one after the other."""
    return st.tuples(*(st.just(one) if isinstance(one, str) else one for one in pieces)).map("".join)


def maybe(*pieces: Text | str) -> Text:
    """Return the pieces, or nothing."""
    return st.one_of(st.just(""), joined(*pieces))


TARGETS = st.one_of(
    NAMES, NAMES, joined(NAMES, "[1]"), joined(NAMES, ".", NAMES), joined(NAMES, "[1:2].", NAMES)
)
LABELLED = joined(EXPRESSIONS, st.sampled_from(["", "", "~AS~label", '~AS~"from"', " label", "~AS~from"]))
OUTPUTS = st.one_of(LABELLED, LABELLED, LABELLED, st.sampled_from(["*", "x.*", "(x).*", "s.t.*"]))
ROW = joined("(~", listed(GIVEN), "~)")
ROWS = joined("VALUES~", listed(ROW, 3))
FROM = st.sampled_from(
    [
        "",
        "~FROM~s",
        "~FROM~s~JOIN~x~ON~s.a = x.a",
        "~FROM~(SELECT~1)~x",
        "~FROM~unnest($1::int[], $2::text[])~AS~x(a,~b)",
    ]
)
TAIL = st.sampled_from(["", "", "~GROUP~BY~a", "~ORDER~BY~a~LIMIT~1", "~FOR~UPDATE~SKIP~LOCKED", "~WHERE~a"])
SELECT = joined(
    "SELECT~",
    st.sampled_from(["", "", "ALL~", "DISTINCT~", "DISTINCT~ON~(a,~b)~"]),
    listed(OUTPUTS),
    FROM,
    TAIL,
)
ARM = joined("SELECT~", listed(OUTPUTS), FROM)
SET_OPERATION = st.sampled_from(["~UNION~", "~UNION~ALL~", "~EXCEPT~", "~INTERSECT~"])
ARMS = st.one_of(
    ARM, ROWS, joined("(", SELECT, ")"), joined("((", ARM, SET_OPERATION, ARM, "))"), st.just("TABLE~s")
)
QUERY = st.one_of(SELECT, SELECT, ROWS, ROWS, joined("(~", SELECT, ")"), joined(ARMS, SET_OPERATION, ARMS))
WITH_QUERY = joined("WITH~q~AS~(SELECT~NULL)~,~r(a,b)~AS~MATERIALIZED~(SELECT~1,~2)~", QUERY)

ASSIGNMENT = st.one_of(
    joined(TARGETS, "~=~", GIVEN),
    joined(TARGETS, "~=~", GIVEN),
    joined(
        "(~",
        listed(NAMES, 2),
        "~,~",
        NAMES,
        ")~=~",
        st.sampled_from(["", "ROW~"]),
        "(",
        GIVEN,
        ",",
        GIVEN,
        ",",
        GIVEN,
        ")",
    ),
    joined("(", NAMES, ",", NAMES, ")~=~(", SELECT, ")"),
    joined("(", NAMES, ")~=~ROW(", GIVEN, ")"),
)
ASSIGNMENTS = listed(ASSIGNMENT, 3)
RETURNING = st.sampled_from(["", "", "~RETURNING~*", "~RETURNING~a,~NULL~AS~b"])
CONFLICT = st.one_of(
    st.just(""),
    st.just("~ON~CONFLICT~DO~NOTHING"),
    joined(
        "~ON~CONFLICT~",
        st.sampled_from(["(a)", "(a,~lower(b))~WHERE~c", "ON~CONSTRAINT~k"]),
        "~DO~UPDATE~SET~",
        ASSIGNMENTS,
        CONDITIONS,
    ),
)
LIST = joined(st.sampled_from(["(", "~(~"]), listed(TARGETS), "~)~")
INSERT = joined(
    "INSERT~INTO~",
    TABLES,
    st.sampled_from(["", "", "~AS~x"]),
    st.one_of(
        st.just("~DEFAULT~VALUES"),
        joined("~", QUERY),
        joined(LIST, st.sampled_from(["", "", "OVERRIDING~USER~VALUE~"]), st.one_of(QUERY, ROWS, WITH_QUERY)),
    ),
    CONFLICT,
    RETURNING,
)
ONLY = st.sampled_from(["", "", "ONLY~"])
UPDATE = joined(
    "UPDATE~",
    ONLY,
    TABLES,
    st.sampled_from(["", "~*", "~x", "~AS~x"]),
    "~SET~",
    ASSIGNMENTS,
    FROM,
    CONDITIONS,
    RETURNING,
)
DELETE = joined(
    "DELETE~FROM~", ONLY, TABLES, st.sampled_from(["", "~x", "~AS~x", "~USING~s"]), CONDITIONS, RETURNING
)
TRUNCATE = joined(
    "TRUNCATE~",
    st.sampled_from(["", "TABLE~"]),
    listed(joined(ONLY, TABLES), 3),
    st.sampled_from(["", "~CASCADE", "~RESTART~IDENTITY", "~CONTINUE~IDENTITY~RESTRICT"]),
)
COPY = joined(
    "COPY~",
    TABLES,
    maybe("~(~", listed(NAMES), "~)"),
    st.sampled_from(["~FROM~STDIN", "~FROM~'f.csv'~WITH~(FORMAT~csv)", "~TO~STDOUT", "~FROM~PROGRAM~'cat'"]),
)
MERGE_INSERT = st.one_of(
    joined("INSERT~", listed(NAMES, 3).map(lambda names: f"({names})~"), "VALUES~", ROW),
    joined("INSERT~VALUES~", ROW),
)
ARM_OF_MERGE = st.one_of(
    joined("~WHEN~NOT~MATCHED~AND~a~THEN~", MERGE_INSERT),
    joined("~WHEN~NOT~MATCHED~THEN~", MERGE_INSERT),
    joined("~WHEN~MATCHED~THEN~UPDATE~SET~", ASSIGNMENTS),
    st.sampled_from(["~WHEN~MATCHED~AND~a~THEN~DELETE", "~WHEN~NOT~MATCHED~BY~SOURCE~THEN~DO~NOTHING"]),
)
MERGE = joined(
    "MERGE~INTO~",
    ONLY,
    TABLES,
    st.sampled_from(["", "~x"]),
    "~USING~s~ON~x.a = s.a",
    st.lists(ARM_OF_MERGE, min_size=1, max_size=3).map("".join),
)
CHANGE = st.one_of(INSERT, UPDATE, DELETE)
NO_WRITE = st.sampled_from(
    [
        "SELECT~1~FOR~UPDATE",
        "CREATE~TRIGGER~x~AFTER~INSERT~OR~UPDATE~OF~a~OR~DELETE~ON~t~EXECUTE~FUNCTION~f('DELETE FROM x')",
        "GRANT~INSERT,~UPDATE,~DELETE,~TRUNCATE~ON~t~TO~u",
        'CREATE~TABLE~x~(a~int~REFERENCES~t~ON~DELETE~SET~NULL~ON~UPDATE~CASCADE,~"delete"~int)',
        "CREATE~POLICY~p~ON~t~FOR~UPDATE~USING~(true)",
        "LOCK~TABLE~t~IN~ROW~EXCLUSIVE~MODE",
        "SELECT~'INSERT INTO t (a) VALUES (1)',~$$UPDATE t SET a = 1$$",
        "COMMENT~ON~TABLE~t~IS~'TRUNCATE x;'",
    ]
)
CTE = joined(st.sampled_from(["w~AS~(~", "w~(a)~AS~NOT~MATERIALIZED~("]), CHANGE, ")")
STATEMENT = st.one_of(
    INSERT,
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE,
    COPY,
    MERGE,
    NO_WRITE,
    joined("WITH~", CTE, "~", CHANGE),
    joined("WITH~RECURSIVE~", CTE, "~,~", CTE.map("v".__add__), "~", st.one_of(CHANGE, st.just("SELECT~1"))),
    joined("EXPLAIN~", st.sampled_from(["", "ANALYZE~", "(COSTS~off)~"]), CHANGE),
    joined("PREPARE~p~AS~", CHANGE),
    joined("CREATE~RULE~r~AS~ON~UPDATE~TO~t~DO~INSTEAD~", CHANGE),
    joined("CREATE~RULE~r~AS~ON~DELETE~TO~t~DO~ALSO~(", CHANGE, ";", CHANGE, ")"),
)


def spaced(text: str, spaces: list[str]) -> str:
    """Return the text with the spaces in turn where `~` stands, and one at the end."""
    return "".join(piece + spaces[index % len(spaces)] for index, piece in enumerate(text.split("~")))


TEXTS = st.builds(
    spaced,
    st.lists(STATEMENT, min_size=1, max_size=3).map(";~".join),
    st.lists(SPACE, min_size=1, max_size=7),
)
