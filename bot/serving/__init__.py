"""What the processes of a running service do: answer who waits, warm up, show pages and figures."""
