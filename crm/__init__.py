"""Cluster Desk without a window: records, rules, database, import and export, command line."""
