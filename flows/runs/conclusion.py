"""What comes after the work of a flow run: exports, one artifact, and the word on whether it failed."""

import flows.prefect_defaults  # noqa: F401 before Prefect, which reads it when it is imported

# isort: split

from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact

from flows.desk import Desk
from flows.export import rebuild_exports
from flows.runs.artifact import TooManyRejectedError, is_too_much, report
from flows.runs.tally import Summary
from flows.words import counted


def conclude(flow: str, summary: Summary, desk: Desk, max_rejected_share: float) -> Summary:
    """Rebuild the exports, show on Prefect's server what the run did, and give its summary.

    Raises:
        TooManyRejectedError: a larger share of the documents was rejected than may be; everything else is done.
    """
    rebuild_exports(desk)
    description = f"{counted(summary.articles, 'article')}, {counted(summary.rejections, 'rejection')}"
    get_run_logger().info("%s, %s handled before; %s", description, f"{summary.skipped:,}", summary.log)
    create_markdown_artifact(report(summary, desk), key=f"copydesk-{flow}", description=description)
    if is_too_much(summary, max_rejected_share):
        raise TooManyRejectedError(summary, max_rejected_share)
    return summary
