"""Lines that hold a statement's word and are no statement: prose, labels, calls, quoted examples.

Two in three are `copy` with white space behind it, as in real trees.
"""

from __future__ import annotations

from random import Random

from benchmarks.monorepo.filler import Language
from benchmarks.monorepo.words import filled

COMMENTS = (
    "keep a copy of the ~n while the ~m is open",
    "the ~m is a shallow copy for the ~n, see the note on ~ms",
    "TODO: copy this to the ~n as well",
    "a deep copy (not a reference) is needed here",
    "make a copy when the ~n has more than ~d ~ms",
    "copy the ~n settings from ~m before the first run",
    "update the ~n when its ~m is stale",
    "callers delete from the ~n cache, never from the ~m",
    "how the worker does it: INSERT INTO ~n (id, ~m) VALUES ($1, $2)",
)
"""Said in a comment, or as a line of prose."""

NEAR = (
    "merge the ~ns of both ~ms",
    "replace the ~n by its ~m",
    "insert each ~n in the order of its ~m",
    "alter or truncate nothing here: the ~m owns the ~n",
)
"""Words of statements that the issue's own pattern does not look for, and a prefilter may."""

CODE = {
    ".ts": (
        "export const ~nLabel = '~N: copy to clipboard'",
        "expect(query).toHaveBeenCalledWith('DELETE FROM ~n WHERE id = $1', [~d])",
        "logger.info('copy finished', { ~n: ~d })",
    ),
    ".tsx": (
        "export const ~NHint = () => <p>Copy this ~n to another ~m</p>",
        "export const ~NButton = () => <Button>Update all ~ns</Button>",
    ),
    ".js": ("console.log('copy done for ~n', ~d)",),
    ".py": (
        'logger.info("copy of ~n finished in %s", ~d)',
        '~n_HELP = "Update the ~n and exit"',
        'raise RuntimeError("could not copy the ~n")',
    ),
    ".rs": ('pub const ~N: &str = "a copy of the ~m";',),
    ".go": ('var ~N = errors.New("copy of ~m failed")',),
    ".json": ('  "~i.copy": "Copy ~n to ~m",', '  "~i.change": "Update ~n",'),
}
"""Said in code: labels, messages, what a test expects."""


def line(language: Language, random: Random, comments: tuple[str, ...] = COMMENTS) -> str:
    """Return such a line in that language."""
    code = CODE.get(language.suffix, ())
    if comments is COMMENTS and code and (language.suffix == ".json" or random.random() < 0.4):
        return filled(random.choice(code), random)
    if language.suffix == ".json":
        return filled(f'  "~i": "{random.choice(comments)}",', random)
    return language.comment + filled(random.choice(comments), random)
