"""What ordinary files beside the code are made of: paragraphs, settings, locks; templates as in `blocks`."""

from __future__ import annotations

MARKDOWN = """
## How to ~v the ~n

~s ~s ~s

- ~s
- ~s `~i`

```bash
make ~v ~n=~d
```
=====
### ~N and ~m

~s ~s

| ~n | ~m |
| --- | ---: |
| ~i | ~d |
| ~i | ~d |
"""

JSON = """
  "~n_~m_~d": {"id": ~d, "name": "~i", "help": "~s", "tags": ["~n", "~m"], "weight": ~d},
=====
  "~i.~d": "~s",
  "~i.title.~d": "~s",
"""

STYLES = """
.~n-~m-~d {
  display: flex;
  padding: ~dpx 8px;
  color: var(--~n-~m);
  &:hover { background: rgba(0, 0, 0, 0.~d); }
}
"""

YAML = """
  ~n-~m-~d:
    image: registry.example.org/~n/~m:~d
    command: ["~v", "--~n", "~d"]
    environment:
      ~N_LIMIT: "~d"  # ~s
"""

LOCK = """
"@~n/~m@^~d.~d.0":
  version "~d.~d.1"
  resolved "https://registry.example.org/~n/-/~m-~d.tgz#~i"
  dependencies:
    ~n-~v "^~d.0.0"
"""
