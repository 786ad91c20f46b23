"""Where figures come from: databases, folders of tables, JSON services and the project ledger."""
