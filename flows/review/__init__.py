"""The review pages: raw beside clean, every edit marked. Static files that need no network and no server."""
