"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

DeskOption = Annotated[Path | None, typer.Option("--desk", metavar="DIR", help="The desk's folder [default: desk]")]
MaxBytes = Annotated[int | None, typer.Option("--max-bytes", min=1, help="Cap on one document [default: 20000000]")]
FileArgument = Annotated[str, typer.Argument(metavar="FILE", help="A file of records, or a document.")]
RuleOption = Annotated[str | None, typer.Option("--rule", metavar="RULE", help="Only the edits of this rule.")]
IdOption = Annotated[str | None, typer.Option("--id", metavar="ID", help="Only the record with this id.")]
