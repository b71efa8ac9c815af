"""A picture of how the cost grows with the number of files, as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from benchmarks.table import Row

WIDTH, HEIGHT, LEFT, BOTTOM, RIGHT, TOP = 720, 400, 60, 44, 190, 30
COLOURS = {
    "R: rg -l, every write": "#555555",
    "S: rg -n, one table": "#aaaaaa",
    "list, cold": "#d62728",
    "list, warm": "#ff9896",
    "scan, cold": "#1f77b4",
    "scan, warm": "#9ecae1",
    "scan TABLE, cold": "#2ca02c",
    "check, warm": "#9467bd",
}
Points = Sequence[tuple[float, float]]


def picture(rows: Iterable[Row]) -> str:
    """Return the CPU seconds of each of these lines by the number of files."""
    told = [row for row in rows if row["name"] in COLOURS and "cpu" in row]
    series = {name: [(row["files"], row["cpu"]) for row in told if row["name"] == name] for name in COLOURS}
    files = sorted({row["files"] for row in told})
    most = max((row["cpu"] for row in told), default=1.0) * 1.05
    pieces = [*_axes(files, most)]
    ends = _apart({name: _place(*points[-1], files, most)[1] for name, points in series.items() if points})
    for name, end in ends.items():
        pieces += _curve(name, [_place(*point, files, most) for point in series[name]], end)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
    body = "\n".join(pieces)
    return f'{head} font-size="12">\n<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'


def _place(files: float, seconds: float, sizes: Sequence[int], most: float) -> tuple[float, float]:
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - BOTTOM - TOP
    return LEFT + wide * files / sizes[-1], HEIGHT - BOTTOM - high * seconds / most


def _axes(sizes: Sequence[int], most: float) -> Iterable[str]:
    yield f'<text x="{LEFT}" y="18">CPU seconds by the number of files (median)</text>'
    right, base = WIDTH - RIGHT, HEIGHT - BOTTOM
    for number in range(6):
        seconds = most * number / 5
        y = _place(0, seconds, sizes, most)[1]
        yield f'<line x1="{LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="#e5e5e5"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{seconds:.1f}</text>'
    for size in sizes:
        x = _place(size, 0, sizes, most)[0]
        yield f'<text x="{x:.1f}" y="{base + 20}" text-anchor="middle">{size:,}</text>'


def _apart(ends: dict[str, float]) -> dict[str, float]:
    """Return where the names stand, from the top, so that none covers another."""
    placed: dict[str, float] = {}
    last = 0.0
    for name, y in sorted(ends.items(), key=lambda each: each[1]):
        last = max(y, last + 15)
        placed[name] = last
    below = max(0.0, last - (HEIGHT - BOTTOM))
    return {name: y - below for name, y in placed.items()}


def _curve(name: str, points: Points, end: float) -> Iterable[str]:
    colour, path = COLOURS[name], " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in points:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
    x = points[-1][0]
    yield f'<text x="{x + 10:.1f}" y="{end + 4:.1f}" fill="{colour}">{escape(name)}</text>'
