"""`copydesk schema`."""

from flows.terminal import put


def schema() -> None:
    """Print the JSON Schema of the records.

    Example: copydesk schema > outcome.json
    """
    import json

    from models import json_schema

    put(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")
