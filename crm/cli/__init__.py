"""The command line: each command one thin function over the services, its answer as text or as JSON."""
