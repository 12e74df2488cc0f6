"""Real honest mail, as it is: whatever is accused there is a false alarm."""
import os

from . import real_mail
from .result import evaluate_stores

# corpus -> most hits of severity high, and of high or medium (enron, ja-list: one in 50,000 and one in 2,000)
BARS = {"bench": (0, 5), "enron": (0, 13), "ja-list": (0, 3)}


class HonestTruth:
    """Every hit is one more honest mail."""

    def __init__(self, corpus):
        self.scenario, self.messages = {"scenario": corpus, "stolen": [], "verdict": "none"}, []
        self.own = ["enron.com"] if corpus == "enron" else []
        self._numbers, self.mails = {}, real_mail.MAILS[corpus]

    def count(self, label):
        return self.mails if label == "honest" else 0

    def find(self, places, hit):
        number = self._numbers.setdefault(hit["id"], len(self.messages))
        if number == len(self.messages):
            self.messages.append({"label": "honest", "family": self.scenario["scenario"], "message_id": hit["message_id"], "hit": hit})
        return {number}

    @staticmethod
    def describe(message):
        hit = message["hit"]
        return f"{hit['message_id']} {hit['date']} \"{hit['subject']}\" from {hit['from_address']}"


def run(binary, corpus, workdir):
    """The Result of a corpus that is present."""
    folder = os.path.join(workdir, "honest", corpus)
    os.makedirs(folder, exist_ok=True)
    stores = f"{folder}/stores"
    if not os.path.lexists(stores):
        os.symlink(os.path.abspath(real_mail.unpacked(corpus, workdir)), stores)
    return evaluate_stores(binary, folder, corpus, HonestTruth(corpus))


def print_corpora(results):
    """One line a corpus; whether all bars are met."""
    good = True
    print(f"\n{'real honest mail':20}{'mails':>9}{'high':>6}{'medium':>8}{'low':>6}{'bar: high, high+medium':>26}")
    for result in results:
        c, (high, both) = result.count, BARS[result.name]
        met = not result.error and c["honest high"] <= high and c["honest high"] + c["honest medium"] <= both
        good = good and met
        print(f"{result.name:20}{c['honest']:>9}{c['honest high']:>6}{c['honest medium']:>8}{c['honest low']:>6}{f'{high}, {both}':>26}{'' if met else '  MISSED'}{' ' + result.error if result.error else ''}")
    return good
