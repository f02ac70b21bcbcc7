"""What Prefect runs with unless the environment says otherwise; imported before Prefect, which reads it then."""

import os

DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # A first start migrates a new database and can take half a minute on an idle machine.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    # The terminal shows our own progress; a run's log says more where someone asks for it.
    "PREFECT_LOGGING_LEVEL": "WARNING",
}

for _name, _value in DEFAULTS.items():
    os.environ.setdefault(_name, _value)
