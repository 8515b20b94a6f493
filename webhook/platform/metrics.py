"""Whether access tokens can be had, for operators: looked at when Prometheus asks."""

from collections.abc import Iterable, Mapping

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from webhook.platform.tokens import TokenKeeper


class TokenCollector(Collector):
    """Gauges of every account whose token was ever asked for in this process."""

    def __init__(self, keepers: Mapping[str, TokenKeeper]) -> None:
        self._keepers = keepers

    def collect(self) -> Iterable[Metric]:
        up = GaugeMetricFamily(
            "unionbot_platform_token_up", "Whether the last try to get an access token succeeded.", labels=["account"]
        )
        left = GaugeMetricFamily(
            "unionbot_platform_token_seconds_left", "Until the access token is renewed.", labels=["account"]
        )
        for appid, keeper in self._keepers.items():
            if keeper.alarm.is_up is not None:
                up.add_metric([appid], float(keeper.alarm.is_up))
                left.add_metric([appid], keeper.seconds_left)
        return [up, left]
