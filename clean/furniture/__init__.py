"""What pages, sites and agencies set around a text."""
