"""Seeded choices that give the same answers on every Python: only Random.random() is used below."""
import random


class Draw:
    def __init__(self, seed):
        self._random = random.Random(seed)

    def share(self):
        return self._random.random()

    def chance(self, probability):
        return self._random.random() < probability

    def below(self, count):
        return int(self._random.random() * count)

    def between(self, low, high):
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def pick(self, items):
        return items[self.below(len(items))]

    def weighted(self, items, weights):
        point = self.share() * sum(weights)
        for item, weight in zip(items, weights):
            point -= weight
            if point < 0:
                return item
        return items[-1]

    def shuffled(self, items):
        left = list(items)
        for i in range(len(left) - 1, 0, -1):
            j = self.below(i + 1)
            left[i], left[j] = left[j], left[i]
        return left

    def some(self, items, count):
        return self.shuffled(items)[:count]

    def hex(self, digits):
        return "".join("0123456789abcdef"[self.below(16)] for _ in range(digits))

    def token(self, length, alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"):
        return "".join(alphabet[self.below(len(alphabet))] for _ in range(length))

    def bytes(self, count):
        return bytes(self.below(256) for _ in range(count))
