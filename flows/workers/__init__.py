"""Worker processes that can be killed, so that no document stops a run or harms another document."""
