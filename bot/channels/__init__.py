"""The doors of the service: one folder per channel, none knowing another."""
