"""What Prefect runs with unless the environment says otherwise; imported before Prefect, which reads it then."""

import os

DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # A first start migrates a new database and can take half a minute on an idle machine.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # What a server of our own keeps of old runs; whoever wants them longer finds their logs and figures in the desk.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * 24 * 60 * 60),  # seconds
    # The terminal shows our own progress; what Prefect has to say is in the run's log on its server.
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    # What its own threads could not tell a server that went away; a page of representations for each thing.
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",
}

for _name, _value in DEFAULTS.items():
    os.environ.setdefault(_name, _value)
