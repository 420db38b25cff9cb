"""Property tests judge what comes out, never how long it takes: a busy machine makes no failure."""

from hypothesis import HealthCheck, settings

settings.register_profile("wingetpy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("wingetpy")
