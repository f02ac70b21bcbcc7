"""The version of the pipeline that made a record: the release, and a digest of everything that shapes an outcome."""

import re
from functools import cache
from hashlib import file_digest, sha256
from importlib.metadata import distribution, version
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHAPING_FILES = (
    "models/*.py",
    "parsers/**/*.py",
    "parsers/weights/*",
    "clean/**/*.py",
    "clean/weights/*",
    "flows/pipeline.py",
    "flows/rejections.py",
)

SHAPING_PACKAGES = (
    "beautifulsoup4",
    "charset-normalizer",
    "ftfy",
    "lxml",
    "markdown-it-py",
    "numpy",
    "pypdfium2",
    "PyYAML",
    "trafilatura",
)

# The line of a package's metadata that holds its version: "Version: 6.0.2"; not "Metadata-Version: 2.4".
VERSION = re.compile(r"^Version: (\S+)", re.MULTILINE)


@cache
def pipeline_version() -> str:
    """Give the release and the first twelve hexadecimal digits of a SHA-256 over code, weights and parsing libraries.

    Two installations with the same pipeline version make the same record of the same bytes.
    """
    digest = sha256()
    for file in shaping_files():
        digest.update(f"{file.relative_to(ROOT).as_posix()}\0".encode())
        with file.open("rb") as content:
            digest.update(file_digest(content, "sha256").digest())
    for package in SHAPING_PACKAGES:
        digest.update(f"{package}=={_version(package)}\0".encode())
    return f"{_version('copydesk')}+{digest.hexdigest()[:12]}"


def shaping_files() -> list[Path]:
    """Give every file that shapes outcomes, in order.

    Not those of clean/store/, which keeps outcomes and shapes none: a change there is no reason to clean a whole desk
    again.
    """
    files = {file for pattern in SHAPING_FILES for file in ROOT.glob(pattern) if file.is_file()}
    return sorted(files.difference(ROOT.glob("clean/store/**/*")))


def _version(package: str) -> str:
    """Give the version of an installed package, which `version` would look for by parsing its whole read-me too."""
    found = VERSION.search(distribution(package).read_text("METADATA") or "")
    return found[1] if found else version(package)
