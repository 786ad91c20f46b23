"""The revisions of the application's database, oldest first in `versions`."""
