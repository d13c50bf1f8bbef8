"""Populations of the same people: what is hidden in one is hidden in all.

Where each person is counted once for each value of a dimension (the areas of an outcome), every table that
says nothing of those areas has the same numbers for all its values. A number hidden for one of them must not
stand in the tables of another.

What this does not prove is that no calculation over several of these populations *together* narrows a hidden
number: each is audited by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dashboard.data.definitions import Catalogue, Dataset
from dashboard.publishing.guarding import Found, Task
from dashboard.publishing.populations import Group

Name = tuple[str, ...]


def tied(dataset: Dataset, catalogue: Catalogue, tasks: Sequence[Task], found: Sequence[Found]) -> list[Task]:
    """Return the tasks, with what else each must hide because it is hidden where the same people are counted.

    Args:
        dataset: its definition.
        catalogue: the whole catalogue.
        tasks: the populations.
        found: what came of their protection.
    """
    repeated = [d.code for d in dataset.fixed if d.same_people]
    if not repeated:
        return list(tasks)
    varying = _varying(dataset, catalogue, repeated)
    hidden: set[Name] = set()
    for one in found:
        hidden |= {name for cell, name in _shared(one.group, repeated, varying) if one.pattern.hidden[cell]}
    again: list[Task] = []
    for task in tasks:
        twins = tuple(cell for cell, name in _shared(task.group, repeated, varying) if name in hidden)
        again.append(replace(task, twins=twins))
    return again


def agree(tasks: Sequence[Task], found: Sequence[Found]) -> bool:
    """Tell whether the patterns found hide all that the tasks say is hidden elsewhere."""
    return all(one.pattern.hidden[list(task.twins)].all() for task, one in zip(tasks, found, strict=True))


def _varying(dataset: Dataset, catalogue: Catalogue, repeated: Sequence[str]) -> set[str]:
    """Return the dimensions that tell of a value of the repeated one: their codes have it as parent."""
    found = set()
    values = {
        code
        for name in repeated
        for code in catalogue.codelists[dataset.dimension(name).codelist or ""].by_code
    }
    for dimension in dataset.free:
        codelist = catalogue.codelists.get(dimension.codelist or "")
        if codelist and any(code.parent in values for code in codelist.codes):
            found.add(dimension.code)
    return found


def _shared(group: Group, repeated: Sequence[str], varying: set[str]) -> Iterator[tuple[int, Name]]:
    """Yield the cells that are the same for all values of the repeated dimensions, with a name for all."""
    shape, layout = group.shape, group.shape.layout
    roots: Mapping[int, int] = {
        i: int(line.axis.trees[0][0][0]) for i, line in enumerate(shape.lines) if line.name in varying
    }
    kept = [i for i, name in enumerate(shape.fixed) if name not in repeated]
    for cell, nodes in enumerate(layout.cells.tolist()):
        if all(nodes[i] == root for i, root in roots.items()) and nodes[0] < len(shape.keys):
            key = shape.keys[nodes[0]]
            yield cell, (shape.measure, *(key[i] for i in kept), *layout.names(cell)[1:])
