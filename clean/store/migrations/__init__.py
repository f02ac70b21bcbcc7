"""The steps that bring a clean store of an earlier release to today's tables."""
