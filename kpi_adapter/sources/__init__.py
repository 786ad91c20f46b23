"""Where figures come from: statistics database, project ledger, JSON services."""
