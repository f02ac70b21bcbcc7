"""From a cleaned document to its record, and what is kept beside it."""
