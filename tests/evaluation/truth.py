"""What is true of a generated incident: truth.jsonl, read so that the hits of a report find their mail."""
import calendar
import json
import time


def below_stores(path):
    """A path as truth.jsonl writes it."""
    return path.rsplit("/stores/", 1)[-1] if path else path


def bare_id(message_id):
    return (message_id or "").strip("<> \t")


def seconds(date):
    """Of an ISO 8601 date in UTC; 0 for none."""
    return calendar.timegm(time.strptime(date[:19], "%Y-%m-%dT%H:%M:%S")) if date else 0


class Truth:
    """scenario: its first line. messages: the other lines. Others of this form (inject.py) give the same members."""

    def __init__(self, folder):
        with open(f"{folder}/truth.jsonl", encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        self.scenario, self.messages, self.own = lines[0], lines[1:], []
        self._places = {}
        for number, message in enumerate(self.messages):
            message["message_id"], message["original"] = bare_id(message["message_id"]), bare_id(message.get("original"))
            for place in message["occurrences"]:
                self._places[place["path"] or (place["store"], place["item"])] = number

    def count(self, label):
        return sum(m["label"] == label for m in self.messages)

    def find(self, places, facts):
        """Numbers of the messages that lie at these places of a report. facts: message_id, date. A mail that was forwarded as an
        attachment is named by the place of the mail around it: facts tell which of the two is meant."""
        found = set()
        for place in places:
            store, path = below_stores(place["store"]), below_stores(place.get("path"))
            found.update(self._places[key] for key in (path, f"{store}/{path}", store, (store, place["item"])) if key in self._places)
        meant = {n for n in found if self._agrees(self.messages[n], facts)}
        return meant or found

    @staticmethod
    def _agrees(message, facts):
        if message["message_id"] and facts.get("message_id"):
            return message["message_id"] == bare_id(facts["message_id"])
        return abs(seconds(message["date"]) - seconds(facts.get("date"))) < 3600

    def names_original(self, message, hit):
        """Whether the hit names the newest stored mail that `message` quotes."""
        for quote in hit["quotes"]:
            if quote.get("message_id") and bare_id(quote["message_id"]) == message["original"]:
                return True
            facts = {"message_id": quote.get("message_id"), "date": quote.get("date")}
            if any(self.messages[n]["message_id"] == message["original"] for n in self.find(quote.get("occurrences", []), facts)):
                return True
        return False

    @staticmethod
    def describe(message):
        return f"{message['label']}/{message['family']} {message['message_id']} \"{message['subject']}\" at {message['occurrences'][0]['store']}"
