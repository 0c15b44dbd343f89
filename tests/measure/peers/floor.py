"""The floor: fetch each document, hash it, store it. A pass for each line of the standard input.

floor.py DATABASE KEY URL...
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import time

import requests

database, key, *urls = sys.argv[1:]
store = sqlite3.connect(database)
store.execute("PRAGMA journal_mode = WAL")
store.execute("CREATE TABLE IF NOT EXISTS seen (at REAL, url TEXT, sha256 TEXT, body BLOB)")
http = requests.Session()
for _ in sys.stdin:
    for url in urls:
        answer = http.get(url, headers={"token": key}, timeout=30)
        seen = (time.time(), url, hashlib.sha256(answer.content).hexdigest(), answer.content)
        store.execute("INSERT INTO seen VALUES (?, ?, ?, ?)", seen)
        store.commit()
    print("done", flush=True)
