"""A Chinese question becomes a KpiQuery, or a clarifying question, or is left alone."""
