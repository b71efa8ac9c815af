"""Files read on a Ray cluster: a real one, of this machine alone, with two workers."""

import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

import scanner
from scanner.adapters import cluster
from scanner.model.failure import CannotRun
from tests.adapters import afar

REPOSITORY = Path(__file__).parents[2]
HEAD = """
import ray, sys
started = ray.init(
    num_cpus=2, include_dashboard=False, object_store_memory=80_000_000, _temp_dir=sys.argv[1]
)
print(started.address_info["gcs_address"], flush=True)
sys.stdin.read()
ray.shutdown()
"""
SECONDS, HITS = re.compile(r'"seconds": [\d.]+'), re.compile(r'"cache_hits": [1-9]\d*')

pytestmark = pytest.mark.xdist_group("ray")


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """Start a cluster that answers to nobody else, and stop it; yield what its users' environment is."""
    pytest.importorskip("ray", reason="Ray has no wheel for this system")
    folder = Path(tempfile.mkdtemp(prefix="ray", dir="/tmp"))  # the paths of its sockets must be short
    kept = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONPATH": str(REPOSITORY),
        "RAY_TMPDIR": str(folder),
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": secrets.token_hex(32),
    }
    head = subprocess.Popen(
        [sys.executable, "-c", HEAD, str(folder)],
        env=kept,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert head.stdout
        address = head.stdout.readline().strip()
        assert address, "the cluster did not start"
        yield {**kept, "RAY_ADDRESS": address}
    finally:
        head.communicate(timeout=60)
        left = _processes(folder)
        for each in left:
            os.kill(each, signal.SIGKILL)
        shutil.rmtree(folder)
    assert not left


def _processes(folder: Path) -> list[int]:
    """Return the processes that still work in a folder, a few seconds after they were told to end."""
    found: list[int] = []
    for _ in range(50):
        commands = ((each.parent.name, each) for each in Path("/proc").glob("[0-9]*/cmdline"))
        found = [int(name) for name, each in commands if os.fsencode(folder) in _content(each)]
        if not found:
            break
        time.sleep(0.1)
    return found


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def run(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def listed(environment: dict[str, str], repos: Path, *options: str) -> str:
    arguments = ("-m", "scanner.cli", "list", "--repos", str(repos), *options)
    done = run(environment, *arguments, "--output-format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    return SECONDS.sub('"seconds": 0', done.stdout)


def test_two_workers_say_the_same_bytes_as_one_process(environment: dict[str, str], tmp_path: Path):
    repos = tmp_path / "repos.txt"
    repos.write_text("".join(f"{REPOSITORY / 'sample_repos' / name}\n" for name in ("shop", "odd")))
    here = listed(environment, repos, "--jobs", "1", "--no-cache")
    assert len(json.loads(here)["writes"]) > 50
    cached = ("--cache-dir", str(tmp_path / "cache"))
    assert listed(environment, repos, "--engine", "ray", *cached) == here
    warm, hits = HITS.subn('"cache_hits": 0', listed(environment, repos, *cached))
    assert (warm, hits) == (here, 1), "what the workers read is kept here"


def test_what_hangs_or_dies_on_a_worker_takes_nothing_along(environment: dict[str, str]):
    words = ["a", "hang", "raise", "die", "b", "kill", "c", "d", "e", "f"]
    done = run(environment, "-c", "from tests.adapters.afar import main; main()", *words)
    assert json.loads(done.stdout) == [
        *("aa", "bb", "cc", "dd"),
        "die: its process died",
        *("ee", "ff"),
        "hang: it took longer than 5 seconds",
        "kill: its process died",
        "raise: ValueError: no such word",
    ]


def test_a_batch_of_large_files_is_sent_in_parts():
    size = cluster.BYTES_OF_A_BATCH // 3
    batches = deque[Sequence[str]]([["a", "b", "c", "d"], ["e"]])
    sent, data = cluster.packed(partial(afar.Carries, size), batches, 1.0)
    assert (sent, [*batches]) == (["a", "b"], [["c", "d"], ["e"]])
    assert 2 * size < len(data) < cluster.BYTES_OF_A_BATCH


@pytest.mark.parametrize(
    ("answer", "what"), [(None, "no external-writers"), (cluster.answers(b"other", b""), "another version")]
)
def test_a_worker_with_another_version_is_an_error(answer: object, what: str):
    with pytest.raises(CannotRun, match=f"a worker of the Ray cluster has {what}") as error:
        cluster.answered(answer)
    assert f"external-writers {scanner.__version__}" in str(error.value.hint)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("127.0.0.1:9", "no Ray cluster answers at 127.0.0.1:9"),
        ("nonsense", "no Ray cluster answers at nonsense"),
        ("local", "RAY_ADDRESS=local would start a cluster"),
    ],
)
def test_no_cluster_is_an_error_that_says_how_to_start_one(tmp_path: Path, address: str, why: str):
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(REPOSITORY)}
    environment |= {"RAY_ADDRESS": address}
    done = run(environment, "-m", "scanner.cli", "list", "--engine", "ray", "--root", "sample_repos/odd")
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr
    assert "start one with `ray start --head`" in done.stderr


def test_a_cluster_that_does_not_take_us_is_an_error(monkeypatch: pytest.MonkeyPatch):
    def init(*_: object, **__: object) -> None:
        raise ConnectionError("Could not find any running Ray instance. Please specify the one.\nSee docs.")

    monkeypatch.setattr(pytest.importorskip("ray"), "init", init)
    with pytest.raises(CannotRun, match=r"to use: Could not find any running Ray instance$"):
        cluster.connected("auto")


def test_without_ray_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(CannotRun, match="Ray is not installed") as error:
        cluster.connected("auto")
    assert error.value.hint == "pip install 'external-writers[ray]'"
