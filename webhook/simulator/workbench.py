"""The panel 试验台: a slow engine, faults of the platform's calls, the clock, a menu of all types."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from webhook.simulator.api.faults import PRESETS
from webhook.simulator.menus import SAMPLE, Menus
from webhook.simulator.simulator import Simulator
from webhook.simulator.slow_engines import MOST, SlowEngines
from webhook.simulator.time_machine import TimeMachine

STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
FAULTS = dict(PRESETS)


class Change(BaseModel):
    """What the page wants changed; what is not named stays. `fault` is a preset's name, empty for none."""

    slow: Annotated[float, Field(ge=0, le=MOST)] | None = None
    fault: Annotated[str, Field(max_length=60)] | None = None
    clock: Literal["hour", "day", "week", "real"] | None = None
    menu: Literal["own", "sample"] | None = None
    account: Annotated[str, Field(max_length=64)] = ""


class Workbench:
    """All that can be made to go differently. `engines` is None where the engine is not ours to slow down."""

    def __init__(self, simulator: Simulator, menus: Menus, engines: SlowEngines | None) -> None:
        self._simulator = simulator
        self._menus = menus
        self._engines = engines
        self._time = TimeMachine(simulator)

    def state(self) -> dict[str, Any]:
        """What the panel shows."""
        current = self._simulator.faults.current
        fault = next((name for name, one in PRESETS if current and current[-1] == one), "")
        return {
            "slow": self._engines.seconds if self._engines else None,
            "fault": fault,
            "faults": list(FAULTS),
            "clock": self._time.state(),
        }

    def apply(self, change: Change) -> bool:
        """Make the change; False for a fault or account that does not exist, with nothing changed."""
        if (change.fault and change.fault not in FAULTS) or self._simulator.side(change.account) is None:
            return False
        if change.slow is not None and self._engines:
            self._engines.seconds = change.slow
        if change.fault is not None:
            self._set_fault(change.fault)
        if change.clock == "real":
            self._time.reset()
        elif change.clock:
            self._time.move(STEPS[change.clock])
        if change.menu:
            self._menus.show(change.account, SAMPLE if change.menu == "sample" else None)
        return True

    def _set_fault(self, name: str) -> None:
        """One at a time, until it is taken away."""
        self._simulator.faults.clear()
        if name:
            self._simulator.faults.set(FAULTS[name])
