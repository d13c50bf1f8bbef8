"""Tables, hierarchies and a menu turned into cells, and the sums that link them.

A *layout* knows no counts. It says which cells the tables of a menu have, which inner combinations each cell
adds up, and which cells are sums of other cells. Protection, audit and rounding all read it.

Words: a *leaf* is a value of a dimension as delivered; a *node* is a leaf or a sum of leaves (a parent in a
hierarchy); a *level* numbers the nodes from the total (0) down to the leaves. An *inner cell* is one leaf of
each dimension; a *cell* is one node of each dimension that some table of the menu shows. A *block* is a set
of cells of which every inner cell lies in exactly one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, product

import numpy as np
import numpy.typing as npt
from scipy import sparse

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Tree = Mapping[str, Sequence[str]]

TOTAL = "Total"
_SPLIT = "@"


class LayoutError(ValueError):
    """Hierarchies, menu or values that do not fit together; the message is a sentence for the user."""


@dataclass(frozen=True)
class Axis:
    """A dimension with its hierarchies.

    Attributes:
        name: name of the dimension (column).
        nodes: names of all nodes, the leaves first, in the order given.
        leaf_count: how many of the nodes are leaves.
        trees: for each tree, for each level from the total down, the node each leaf lies in: integer arrays
            of shape (levels, leaves) with positions in `nodes`.
        families: parent and children, as positions in `nodes`, of every tree.
    """

    name: str
    nodes: tuple[str, ...]
    leaf_count: int
    trees: tuple[Ints, ...]
    families: tuple[tuple[int, tuple[int, ...]], ...]

    @staticmethod
    def of(name: str, leaves: Sequence[str], trees: Sequence[Tree] = ()) -> Axis:
        """Make an axis of its leaves and of trees `{parent: [children]}` over them.

        Without a tree all leaves have the one parent `Total`. A tree with several roots gets `Total` above
        them. Children that no other line opens are leaves; a leaf that the trees name and the data lack is
        added (it counts 0), so that the layout does not depend on the data.

        Raises:
            LayoutError: a leaf of the data is in no place of a tree, a node has two parents in one tree or is
                its own ancestor, or trees differ in their leaves.
        """
        named: dict[str, None] = {}
        for tree in trees:
            for children in tree.values():
                named.update({str(child): None for child in children if child not in tree})
        leaf_names = list(dict.fromkeys([*named, *leaves])) if trees else list(dict.fromkeys(leaves))
        if not leaf_names:
            raise LayoutError(f"la dimensione «{name}» non ha valori")
        nodes = {leaf: i for i, leaf in enumerate(leaf_names)}
        count = len(nodes)
        tables: list[Ints] = []
        families: dict[tuple[int, tuple[int, ...]], None] = {}
        for tree in trees or ({TOTAL: leaf_names},):
            paths = _paths(name, tree, leaf_names)
            depth = max(len(path) for path in paths)
            for path in paths:
                for node in path:
                    nodes.setdefault(node, len(nodes))
            rows = [[nodes[path[min(level, len(path) - 1)]] for path in paths] for level in range(depth)]
            tables.append(np.array(rows, dtype=np.int64))
            families_here: dict[int, dict[int, None]] = {}
            for path in paths:
                for above, below in pairwise(path):
                    families_here.setdefault(nodes[above], {})[nodes[below]] = None
            families.update({(parent, tuple(kids)): None for parent, kids in families_here.items()})
        return Axis(name, tuple(nodes), count, tuple(tables), tuple(families))

    @property
    def depth(self) -> int:
        """Number of the deepest level, that of the leaves."""
        return max(len(tree) for tree in self.trees) - 1

    @cached_property
    def position(self) -> dict[str, int]:
        """The position of each node by its name."""
        return {node: i for i, node in enumerate(self.nodes)}

    def maps(self, level: int) -> list[Ints]:
        """Return the different ways of a level to put leaves into nodes: arrays (leaves,) of positions."""
        found = {tuple(tree[min(level, len(tree) - 1)]): None for tree in self.trees}
        return [np.array(one, dtype=np.int64) for one in found]

    def members(self, node: int) -> Ints:
        """Return the leaves that a node adds up."""
        for tree in self.trees:
            hit = (tree == node).any(axis=0)
            if hit.any():
                return np.flatnonzero(hit)
        return np.array([node], dtype=np.int64)


def _paths(name: str, tree: Tree, leaves: Sequence[str]) -> list[list[str]]:
    """Return the way from the root to each leaf."""
    above: dict[str, str] = {}
    for parent, children in tree.items():
        for child in children:
            if str(child) in above:
                raise LayoutError(f"nella gerarchia di «{name}» il nodo «{child}» ha due genitori")
            above[str(child)] = str(parent)
    roots = [str(parent) for parent in tree if str(parent) not in above]
    if len(roots) != 1:
        above.update({root: TOTAL for root in roots})
    for leaf in leaves:
        if leaf in tree or leaf not in above:
            what = "è un totale della gerarchia e sta fra i dati" if leaf in tree else "non è nella gerarchia"
            raise LayoutError(f"il valore «{leaf}» di «{name}» {what}")
    paths = []
    for leaf in leaves:
        path = [leaf]
        while path[-1] in above:
            path.append(above[path[-1]])
            if len(path) > len(above) + 2:
                raise LayoutError(f"la gerarchia di «{name}» gira in tondo presso «{leaf}»")
        paths.append(path[::-1])
    return paths


@dataclass(frozen=True)
class Block:
    """Cells of which every inner cell lies in exactly one.

    Attributes:
        maps: for each dimension, the place in the block of each leaf, shape (leaves,).
        grid: cell of each place, shape (places of each dimension ...); −1 where an earlier block has it.
        table: number of the table of the menu.
    """

    maps: tuple[Ints, ...]
    grid: Ints
    table: int


@dataclass(frozen=True)
class Layout:
    """The cells of a menu over some dimensions.

    Attributes:
        axes: the dimensions.
        menu: the tables, each as (dimension, level) pairs.
        cells: shape (cells, dimensions): the node of each cell in each dimension.
        blocks: see `Block`.
    """

    axes: tuple[Axis, ...]
    menu: tuple[tuple[tuple[int, int], ...], ...]
    cells: Ints
    blocks: tuple[Block, ...]
    _index: dict[tuple[int, ...], int] = field(repr=False, compare=False)

    @staticmethod
    def of(axes: Sequence[Axis], menu: Iterable[Sequence[str]] | None = None) -> Layout:
        """Make the layout of a menu.

        Args:
            axes: the dimensions.
            menu: tables, each a list of `dimension` (its leaves) or `dimension@level` (0: its total);
                dimensions not named are summed. None: every level of every dimension with every other.

        Raises:
            LayoutError: the menu names what the dimensions have not, or is empty.
        """
        axes = tuple(axes)
        tables = _all_tables(axes) if menu is None else [_read_table(axes, table) for table in menu]
        if not tables:
            raise LayoutError("il menu non ha tabelle")
        index: dict[tuple[int, ...], int] = {}
        blocks: list[Block] = []
        for number, table in enumerate(tables):
            levels = dict(table)
            for chosen in product(*(axis.maps(levels.get(d, 0)) for d, axis in enumerate(axes))):
                places = [np.unique(leafwise, return_inverse=True) for leafwise in chosen]
                grid = np.full([len(nodes) for nodes, _ in places], -1, dtype=np.int64)
                for where in np.ndindex(*grid.shape):
                    key = tuple(int(nodes[i]) for (nodes, _), i in zip(places, where, strict=True))
                    if key not in index:
                        index[key] = len(index)
                        grid[where] = index[key]
                if (grid >= 0).any():
                    blocks.append(Block(tuple(inverse for _, inverse in places), grid, number))
        return Layout(axes, tuple(tables), np.array(list(index), dtype=np.int64), tuple(blocks), index)

    def __len__(self) -> int:
        """Number of cells."""
        return len(self.cells)

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of leaves of each dimension."""
        return tuple(axis.leaf_count for axis in self.axes)

    @property
    def size(self) -> int:
        """Number of inner cells."""
        return int(np.prod(self.shape, dtype=np.int64))

    def find(self, nodes: Sequence[int]) -> int | None:
        """Return the cell of the given nodes, None when no table has it."""
        return self._index.get(tuple(int(node) for node in nodes))

    def names(self, cell: int) -> tuple[str, ...]:
        """Return the names of a cell's nodes."""
        return tuple(axis.nodes[node] for axis, node in zip(self.axes, self.cells[cell], strict=True))

    def table_of(self) -> Ints:
        """Return, for each cell, the number of the first table of the menu that has it."""
        found = np.full(len(self), -1, dtype=np.int64)
        for block in self.blocks:
            mine = block.grid[block.grid >= 0]
            found[mine] = block.table
        return found

    def incidence(self, inner: Ints) -> Ints:
        """Return the cells in which inner cells lie.

        Args:
            inner: flat positions of inner cells (C order of `shape`), shape (k,).

        Returns:
            Shape (k, blocks); −1 where an earlier block has the cell.
        """
        coordinates = np.unravel_index(inner, self.shape)
        columns = [
            block.grid[tuple(leafwise[c] for leafwise, c in zip(block.maps, coordinates, strict=True))]
            for block in self.blocks
        ]
        return np.stack(columns, axis=1) if columns else np.empty((len(inner), 0), dtype=np.int64)

    def matrix(self, inner: Ints) -> sparse.csc_matrix:
        """Return the sums as a matrix: cells × the given inner cells, 1 where the one adds up the other."""
        found = self.incidence(inner)
        mine = found >= 0
        columns = np.nonzero(mine)[0]
        ones = np.ones(len(columns))
        return sparse.csc_matrix((ones, (found[mine], columns)), shape=(len(self), len(inner)))

    def add_up(self, inner: Ints, counts: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        """Return the values of all cells from the counts of inner cells."""
        found = self.incidence(inner)
        values = np.zeros(len(self), dtype=counts.dtype)
        for column in found.T:
            mine = column >= 0
            np.add.at(values, column[mine], counts[mine])
        return values

    def spread(self, weights: Floats) -> Floats:
        """Return, for every inner cell, the sum of the weights of the cells it lies in, shape `shape`.

        This is the transpose of `add_up`; it prices all inner cells at once.
        """
        total = np.zeros(self.shape)
        for block in self.blocks:
            part = np.where(block.grid >= 0, weights[block.grid], 0.0)
            if not part.any():
                continue
            for axis, leafwise in enumerate(block.maps):
                if part.shape[axis] > 1:
                    part = np.take(part, leafwise, axis=axis)
            total += part
        return total

    @cached_property
    def relations(self) -> sparse.csr_matrix:
        """The sums between cells: one row a sum, −1 at the cell, 1 at its parts (see `cutting`)."""
        from dashboard.disclosure.cutting import all_sums  # it needs layouts itself

        return all_sums(self)

    def within(self, dimension: int, node: int) -> tuple[Bools, Bools]:
        """Tell what lies in a node of a dimension.

        Returns:
            Which leaves of the dimension it adds up, and which cells lie wholly in it.
        """
        axis = self.axes[dimension]
        leaves = np.zeros(axis.leaf_count, dtype=bool)
        leaves[axis.members(node)] = True
        inside = np.array([bool(leaves[axis.members(i)].all()) for i in range(len(axis.nodes))])
        return leaves, inside[self.cells[:, dimension]]


def _all_tables(axes: Sequence[Axis]) -> list[tuple[tuple[int, int], ...]]:
    """Return every level of every dimension with every other, the finest first."""
    found = product(*(range(axis.depth, -1, -1) for axis in axes))
    return [tuple((d, level) for d, level in enumerate(levels)) for levels in found]


def _read_table(axes: Sequence[Axis], table: Sequence[str]) -> tuple[tuple[int, int], ...]:
    places = {axis.name: i for i, axis in enumerate(axes)}
    found: dict[int, int] = {}
    for item in table:
        text = str(item)
        name, level = text, None
        if text not in places and _SPLIT in text:
            name, _, number = text.rpartition(_SPLIT)
            if not number.isdigit():
                raise LayoutError(f"nel menu, «{text}»: dopo «@» ci vuole il numero di un livello")
            level = int(number)
        if name not in places:
            raise LayoutError(f"il menu nomina «{name}», che non è fra le dimensioni: {', '.join(places)}")
        axis = axes[places[name]]
        if level is not None and level > axis.depth:
            raise LayoutError(f"il menu nomina «{text}», ma «{name}» ha i livelli da 0 a {axis.depth}")
        if places[name] in found:
            raise LayoutError(f"una tabella del menu nomina «{name}» due volte")
        found[places[name]] = axis.depth if level is None else level
    return tuple(sorted(found.items()))
