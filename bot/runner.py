"""Runs Rasa's graph of components in order, without Dask's scheduler.

Rasa builds a Dask graph anew for every parse and every prediction, and Dask plans it anew; here the order of the
nodes is worked out once for each set of targets. The nodes themselves are Rasa's.
"""

from typing import Any

from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner

Step = tuple[str, tuple[str, ...]]  # a node, and the nodes and inputs it needs


class SequentialRunner(DaskGraphRunner):
    """A `GraphRunner` that calls one node after the other."""

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Outputs of the target nodes; `inputs` are values that stand in for nodes."""
        wanted = tuple(targets or self._graph_schema.target_names)
        outputs: dict[str, tuple[str, Any]] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in self._plan(wanted):
            if name not in outputs:
                outputs[name] = self._instantiated_nodes[name](*(outputs.get(need, need) for need in needs))
        return dict(outputs[name] for name in wanted)

    def _plan(self, targets: tuple[str, ...]) -> list[Step]:
        plans: dict[tuple[str, ...], list[Step]] = self.__dict__.setdefault("_plans", {})
        if targets not in plans:
            plans[targets] = in_order(self._graph_schema.minimal_graph_schema(list(targets)))
        return plans[targets]


def in_order(schema: GraphSchema) -> list[Step]:
    """The schema's nodes so that each comes after those it needs."""
    steps: list[Step] = []
    done: set[str] = set()

    def visit(name: str) -> None:
        if name in done or name not in schema.nodes:  # the latter: an input given at run time
            return
        done.add(name)
        needs = tuple(schema.nodes[name].needs.values())
        for need in needs:
            visit(need)
        steps.append((name, needs))

    for name in schema.nodes:
        visit(name)
    return steps
