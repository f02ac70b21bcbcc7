"""Runs that are killed, and disks that fail: nothing is lost, and nothing is there twice."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MEMORY = Path("/dev/shm")


@pytest.fixture
def scene() -> Iterator[Path]:
    """A folder in memory, where there is one: what outlives a process there outlives it on a disk, which is slower."""
    folder = tempfile.mkdtemp(dir=MEMORY if os.access(MEMORY, os.W_OK) else None)
    yield Path(folder)
    shutil.rmtree(folder)


def befall(scene: Path, disaster: str, *, documents: int, number: int) -> str:
    """Let a disaster happen so many times, and give what is said of it."""
    command = [sys.executable, "-m", "tests.disasters", disaster, str(scene)]
    sizes = ["--documents", str(documents), "--number", str(number)]
    done = subprocess.run([*command, *sizes], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def can_mount() -> bool:
    """Tell whether this process may mount file systems."""
    probe = ["unshare", "--mount", "mount", "-t", "tmpfs", "-o", "size=64k", "none", "/mnt"]
    return subprocess.run(probe, stderr=subprocess.DEVNULL, check=False).returncode == 0


@pytest.mark.parametrize(("disaster", "number"), [("moments", 3), ("steps", 6), ("writes", 6)])
def test_the_next_run_mends_it(scene: Path, disaster: str, number: int) -> None:
    """A run killed at any moment or step, or whose writes fail, then run again, gives what one good run gives."""
    assert f"of {number}" in befall(scene, disaster, documents=20, number=number) or disaster == "steps"


def test_a_full_disk_is_mended(scene: Path) -> None:
    """A run that a full disk ends, then run again where there is room, gives what one good run gives."""
    if not can_mount():
        pytest.skip("only root may make a small disk")
    assert befall(scene, "disks", documents=20, number=3) == "3 of 3 disks were too small"


@pytest.mark.torture
@pytest.mark.parametrize(
    ("disaster", "documents", "number"),
    [("moments", 1000, 180), ("steps", 100, 500), ("writes", 100, 1000)],
)
def test_the_next_run_mends_it_always(scene: Path, disaster: str, documents: int, number: int) -> None:
    """So does a run of a thousand documents, a hundred and eighty times, and one killed or hit at every step."""
    sys.stdout.write(befall(scene, disaster, documents=documents, number=number))


@pytest.mark.torture
def test_every_full_disk_is_mended(scene: Path) -> None:
    """So does a run on disks of a hundred sizes."""
    if not can_mount():
        pytest.skip("only root may make a small disk")
    sys.stdout.write(befall(scene, "disks", documents=100, number=100))
