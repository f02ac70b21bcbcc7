"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

RULES = Path(__file__).parents[2] / "clean" / "rules"


def rules_that_begin(incomplete: str) -> list[str]:
    """Give the names of rules that begin so, for a shell's completion; files are read faster than rules."""
    return sorted(file.stem for file in RULES.glob("[a-z]*.py") if file.stem.startswith(incomplete))


DeskOption = Annotated[Path | None, typer.Option("--desk", metavar="DIR", help="The desk's folder [default: desk]")]
MaxBytes = Annotated[
    int | None, typer.Option("--max-bytes", metavar="BYTES", min=1, help="Cap on one document [default: 20000000]")
]
FileArgument = Annotated[str, typer.Argument(metavar="FILE", help="A file of records, or a document.")]
RuleOption = Annotated[
    str | None,
    typer.Option("--rule", metavar="RULE", help="Only the edits of this rule.", autocompletion=rules_that_begin),
]
IdOption = Annotated[str | None, typer.Option("--id", metavar="ID", help="Only the record with this id.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as one line of JSON.")]
