"""The command line: arguments, exit codes, and one sentence of calls a command."""
