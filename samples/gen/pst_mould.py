"""Keeps the blocks of one message to write them again and again with a few letters changed: a large store in reasonable time."""


class Mould:
    """Takes what PstFile takes; the ids that it gives out stand for blocks to come."""

    def __init__(self, file):
        self.form, self.codec = file.form, file.codec
        self._order = []

    def _keep(self, kind, value):
        self._order.append((kind, value))
        return len(self._order)

    def tree(self, blocks):
        return self._keep("tree", blocks)

    def data(self, data):
        most = self.form.block_bytes
        return self.tree([data[i:i + most] for i in range(0, len(data), most)] or [b""])

    def subnodes(self, entries):
        return self._keep("subnodes", sorted(entries)) if entries else 0

    def replay(self, file, old, new):
        """Writes all of it with `new` for `old`. Returns {id given out: BID}."""
        bids = {0: 0}
        for number, (kind, value) in enumerate(self._order, 1):
            if kind == "tree":
                bids[number] = file.tree([block.replace(old, new) for block in value])
            else:
                bids[number] = file.subnodes([(nid, bids[data], bids[sub]) for nid, data, sub in value])
        return bids
