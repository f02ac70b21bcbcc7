"""Options that several commands have."""

from pathlib import Path
from typing import Annotated

import typer

DeskOption = Annotated[Path | None, typer.Option("--desk", metavar="DIR", help="The desk's folder [default: desk]")]
MaxBytes = Annotated[int | None, typer.Option("--max-bytes", min=1, help="Cap on one document [default: 20000000]")]
