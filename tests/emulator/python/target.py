"""Where the local IMS is, as the test that runs these scripts tells them, and how they tell what they saw."""

import json
import os
from urllib.parse import urlparse

TARGET = json.loads(os.environ["TARGET"])


def host(service):
    """HOST:PORT of a service."""
    return urlparse(TARGET[service]).netloc


def tell(**seen):
    print(json.dumps(seen))
