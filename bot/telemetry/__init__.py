"""How one message can be followed through the service: logs, the ids in them, stages, traces.

Code says which stage it is in with an OpenTelemetry span (`retrieval` and `kpi_adapter` do so
too, without knowing this package). Every ended span becomes an observation of
`bot_stage_seconds`, and, where a collector is configured, goes to it.
"""
