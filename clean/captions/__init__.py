"""What photo captions and credits look like, and how they are told from the reporter's sentences."""
