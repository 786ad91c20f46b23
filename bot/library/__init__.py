"""The policy library as the pages and the command line show it."""
