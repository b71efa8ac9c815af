"""Valid Postgres DDL in every shape, for hypothesis; `~` stands for any white space or comment."""

from hypothesis import strategies as st

from tests.sql.grammar import NAMES, SPACE, TABLES, Text, joined, listed, spaced

TYPES = st.sampled_from(
    [
        "int", "text", "bigint", "serial", "BIGSERIAL", "numeric(10,~2)", "varchar(20)[]",
        "timestamp~with~time~zone",
        "timestamptz(3)", "double~precision", "s.kind", '"Kind"', "jsonb", "int[][]",
        "character~varying(5)", "interval~year",
        "uuid", "bit~varying(3)", "time without time zone", "int ARRAY[3]",
    ]
)  # fmt: skip
DEFAULTS = st.sampled_from(
    [
        "1", "-1", "NULL", "null::text", "now()", "'it''s, not null'", "'{}'::jsonb", "ARRAY[1,~2]",
        "(a~IS~NOT~NULL)",
        "nextval('s'::regclass)", "f(1,~NULL)", "CURRENT_TIMESTAMP", "'x'::s.kind",
        "(CASE WHEN true THEN NULL END)", "E'\\''",
        "interval '1 day'", "(1 + 2)", "$$x$$",
    ]
)  # fmt: skip
CONDITIONS = st.sampled_from(
    [
        "a~IS~NOT~NULL", "(a IS NOT NULL)", "a~>~0", "a IS NOT NULL~AND~b IS NOT NULL",
        "(a IS NOT NULL AND (b > 1)) AND c > 2",
        "a IS NOT NULL OR b IS NOT NULL", "NOT~(a~IS~NULL)", "NOT a IS NULL", "a NOTNULL",
        "a IN (1, 2) AND a IS NOT NULL",
        "(a IS NOT NULL) = (b IS NOT NULL)", "a BETWEEN 1 AND 2", "a IS NOT NULL AND (b IS NOT NULL OR c)",
        '"Quoted" IS NOT NULL',
    ]
)  # fmt: skip
REFERENCES = st.sampled_from(
    [
        "s",
        "s (a)~ON~DELETE~SET~NULL",
        "s ON UPDATE SET DEFAULT~DEFERRABLE~INITIALLY~DEFERRED",
        "s~NOT~DEFERRABLE",
        "s (a) MATCH FULL",
    ]
)
OPTION = st.one_of(
    st.sampled_from(["NOT~NULL", "NOT~NULL", "CONSTRAINT~n~NOT~NULL", "UNIQUE", "UNIQUE~NULLS~NOT~DISTINCT"]),
    joined("DEFAULT~", DEFAULTS),
    joined("CHECK~(~", CONDITIONS, "~)"),
    joined("CONSTRAINT~k~CHECK~(", CONDITIONS, ")~NO~INHERIT"),
    joined("REFERENCES~", REFERENCES),
    st.sampled_from(
        [
            "PRIMARY~KEY",
            "GENERATED~ALWAYS~AS~IDENTITY",
            "GENERATED~BY~DEFAULT~AS~IDENTITY~(START~WITH~5)",
            "GENERATED~ALWAYS~AS~(b * 2)~STORED",
            'COLLATE~"C"',
        ]
    ),
)
OPTIONS = st.lists(OPTION, max_size=3, unique_by=lambda option: option.split("~")[0]).map(
    lambda options: "~".join(["", *options])
)
COLUMN = joined(NAMES, "~", TYPES, OPTIONS)
NAMED = st.sampled_from(["", "CONSTRAINT~k1~", 'CONSTRAINT~"K"~'])
KEYS = listed(NAMES, 2)
TABLE_CONSTRAINT = st.one_of(
    joined(NAMED, "PRIMARY~KEY~(~", KEYS, "~)"),
    joined(NAMED, "CHECK~(", CONDITIONS, ")"),
    joined(NAMED, "UNIQUE~(", KEYS, ")"),
    joined(NAMED, "NOT~NULL~", NAMES),
    joined(NAMED, "FOREIGN~KEY~(a)~REFERENCES~", REFERENCES),
    joined(NAMED, "EXCLUDE~USING~gist~(a~WITH~&&)"),
)
LIKE = st.sampled_from(
    [
        "LIKE~s",
        "LIKE~s.r~INCLUDING~ALL",
        "LIKE~s~INCLUDING~DEFAULTS~EXCLUDING~IDENTITY",
        "LIKE~s INCLUDING ALL~EXCLUDING~DEFAULTS",
    ]
)
ELEMENTS = st.lists(st.one_of(COLUMN, COLUMN, COLUMN, TABLE_CONSTRAINT, LIKE), min_size=1, max_size=5).map(
    "~,~".join
)
GUARD = st.sampled_from(["", "", "IF~NOT~EXISTS~"])
EXISTS = st.sampled_from(["", "IF~EXISTS~"])
CREATE = st.one_of(
    joined(
        "CREATE~", "", "", "TEMP~", "LOCAL~TEMPORARY~", "UNLOGGED~", "TABLE~", "~(~", ")",
        st.sampled_from(["", "~INHERITS~(s,~r.q)", "~PARTITION~BY~RANGE~(a)", "~WITH~(fillfactor=10)"]),
    ),
    joined("CREATE~TABLE~", GUARD, TABLES, "~PARTITION~OF~s.q~FOR~VALUES~FROM~(1)~TO~(2)"),
    joined("CREATE~TABLE~", TABLES, "~PARTITION~OF~q~(", NAMES, "~WITH~OPTIONS~NOT~NULL)~DEFAULT"),
    joined("CREATE~", st.sampled_from(["", "TEMP~"]), "TABLE~", GUARD, TABLES, "~AS~SELECT~1~AS~a"),
    joined("SELECT~1~AS~a~INTO~", st.sampled_from(["", "TEMP~", "TABLE~"]), TABLES, "~FROM~s"),
)  # fmt: skip
DOMAIN = joined(
    "CREATE~DOMAIN~d~", st.sampled_from(["AS~", ""]), TYPES,
    st.sampled_from(["", "~NOT~NULL", "~DEFAULT~1", "~CHECK~(VALUE~IS~NOT~NULL)",
        "~CHECK~(VALUE > 1)~DEFAULT~NULL"]),
)  # fmt: skip
TRIGGER = joined(
    "CREATE~", st.sampled_from(["", "OR~REPLACE~"]), "TRIGGER~x~", st.sampled_from(["BEFORE~", "AFTER~"]),
    st.sampled_from(["INSERT", "UPDATE~OF~a,~b", "DELETE~OR~INSERT", "INSERT~OR~UPDATE"]), "~ON~", TABLES,
    "~FOR~EACH~ROW~", st.sampled_from(["", "WHEN~(new.a > 1)~"]), "EXECUTE~",
    st.sampled_from(["FUNCTION~f()", "PROCEDURE~s.f('a')"]),
)  # fmt: skip
COLUMN_WORD = st.sampled_from(["", "COLUMN~"])
ACTION = st.one_of(
    joined("ADD~COLUMN~", GUARD, COLUMN),
    joined("ADD~", COLUMN),
    joined("ADD~", TABLE_CONSTRAINT, st.sampled_from(["", "~NOT~VALID"])),
    joined("DROP~", COLUMN_WORD, EXISTS, NAMES, st.sampled_from(["", "~CASCADE"])),
    joined("DROP~CONSTRAINT~", EXISTS, NAMES),
    joined("ALTER~CONSTRAINT~", NAMES, "~DEFERRABLE~INITIALLY~DEFERRED"),
    joined("ALTER~", COLUMN_WORD, NAMES, "~SET~DEFAULT~", DEFAULTS),
    joined("ALTER~", COLUMN_WORD, NAMES, "~", st.sampled_from(["", "SET~DATA~"]), "TYPE~", TYPES,
        st.sampled_from(["", "~USING~a::int"])),
    joined(
        "ALTER~",
        COLUMN_WORD,
        NAMES,
        st.sampled_from(
            [
        "~DROP~DEFAULT", "~SET~NOT~NULL", "~DROP~NOT~NULL", "~ADD~GENERATED~ALWAYS~AS~IDENTITY",
        "~DROP~IDENTITY",
        "~DROP~EXPRESSION~IF~EXISTS", "~SET~STATISTICS~5", "~SET~STORAGE~plain", "~SET~GENERATED~ALWAYS",
        "~RESET~(n_distinct)",
            ]
        ),
    ),
    st.sampled_from(["OWNER~TO~x", "ENABLE~ROW~LEVEL~SECURITY", "VALIDATE~CONSTRAINT~k", "SET~(fillfactor=5)",
        "INHERIT~s", "SET~LOGGED"]),
)  # fmt: skip
ALTER = st.one_of(
    joined("ALTER~TABLE~", EXISTS, st.sampled_from(["", "ONLY~"]), TABLES, "~", listed(ACTION, 3)),
    joined("ALTER~TABLE~", EXISTS, TABLES, "~RENAME~", COLUMN_WORD, NAMES, "~TO~", NAMES),
    joined("ALTER~TABLE~", TABLES, "~RENAME~TO~", NAMES),
    joined("ALTER~TABLE~", TABLES, "~RENAME~CONSTRAINT~", NAMES, "~TO~", NAMES),
    joined("ALTER~TABLE~", TABLES, "~SET~SCHEMA~", NAMES),
    joined("ALTER~TABLE~", TABLES, "~ATTACH~PARTITION~p~FOR~VALUES~IN~(1)"),
)
OTHER = st.one_of(
    joined("DROP~TABLE~", EXISTS, listed(TABLES, 2), st.sampled_from(["", "~CASCADE"])),
    joined("DROP~TRIGGER~", EXISTS, "x~ON~", TABLES),
    st.sampled_from(
        [
            "CREATE~INDEX~i~ON~t~(a)",
            "COMMENT~ON~COLUMN~t.a~IS~'DROP TABLE t'",
            "CREATE~VIEW~v~AS~SELECT~1",
            "DROP~INDEX~i",
            "ALTER~INDEX~i~RENAME~TO~j",
            "CREATE~FUNCTION~f()~RETURNS~int~LANGUAGE~sql~AS~$$ DROP TABLE t; $$",
            "INSERT~INTO~t~(a)~SELECT~1",
            "CREATE~TYPE~k~AS~ENUM~('a')",
        ]
    ),
)
STATEMENT: Text = st.one_of(CREATE, CREATE, ALTER, ALTER, ALTER, DOMAIN, TRIGGER, OTHER)
TEXTS = st.builds(
    spaced,
    st.lists(STATEMENT, min_size=1, max_size=3).map(";~".join),
    st.lists(SPACE, min_size=1, max_size=7),
)
