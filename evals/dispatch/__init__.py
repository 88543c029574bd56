"""How well scorecards/dispatch.yaml is answered on simulated emergency-dispatch calls, by speaker."""
