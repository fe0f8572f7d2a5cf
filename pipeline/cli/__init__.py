"""The command: it translates options into calls of the library and errors into exit codes."""

from pipeline.cli.main import main

__all__ = ["main"]
