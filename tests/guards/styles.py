"""`dataplan-sync.yaml` in every way in which somebody may write it, which advice has to fit."""

from __future__ import annotations

ENTRY = "{rule: CLOSED, path: [app, 1], reason: old}"

STYLES = {
    "no file": "",
    "comments": "# nothing yet\n",
    "a document without content": "---\n# nothing yet\n",
    "null": "~\n",
    "an empty object": "{}\n",
    "no section": "---\nversion: 1 # the format\n\n# the end\n",
    "flow": "version: 1\npolicy: {allow_empty: true}\naccepted: []\n",
    "blank": "policy:\n# later\naccepted:\nplans: x\n",
    "flow over lines": "policy: {\n  allow_empty: true, # kept?\n  # more\n  thresholds: {deletions: 1}\n}\nplans: x\n",
    "flow below its key": "policy:\n  {allow_empty: true,\n   prune: false}\n"
    f"accepted:\n  [{ENTRY},\n   {ENTRY.replace('app', 'app2')}]\nplans: x\n",
    "block": "policy: # why\n    # because\n    allow_empty: true # yes\n    prune: false\n\n# list\nplans: x\n",
    "comments at the margin": "policy:\n# a\n\n# b\n  allow_empty: true\n",
    "flow below many comments": f"policy:\n{'  # c' * 50}\n  {{allow_empty: true}}\n".replace(
        "# c  ", "# c\n  "
    ),
    "block in quotes": '"policy":\n  \'prune\': false\n  "thresholds" :\n    deletions: 1\n',
    "thresholds in flow": "policy:\n  thresholds: {deletions: 1} # few\n  allow_empty: true\nplans: x\n",
    "thresholds in block": "plans: x\npolicy:\n thresholds:\n  # few\n  deletions: 1\n allow_empty: true\n",
    "values below their keys": "policy:\n  prune:\n    false\n  thresholds:\n    deletions:\n      1\n",
    "entries at the margin": f"accepted:\n- {ENTRY}\n# more\n- {ENTRY.replace('app', 'app2')}\n\nplans: x\n",
    "entries in block": "accepted: # known\n  # old\n  -   rule: CLOSED\n      path: [app, 1]\n      reason: |-\n        # old\n",
    "an item below its dash": "accepted:\n  -\n    rule: CLOSED\n    path: [app, 1]\n    reason: old\n",
    "all in flow": f"{{version: 1, policy: {{allow_empty: true}}, accepted: [{ENTRY}]}}\n",
    "flow at the margin": "{\nversion: 1,\naccepted: ,\nplans: x\n}\n",
    "JSON": '{\n  "version": 1,\n  "policy": {\n    "prune": false\n  },\n  "rules": {}\n}\n',
    "indented": "  version: 1\n  plans: x\n",
    "anchors": "policy:\n  allow_empty: &yes true\n  prune: &no false\n  allow_lower: *no\n",
    "an anchored section": "policy: &p # *not* &this\n  allow_empty: true\n",
    "a tag": "policy: !!map\n  allow_empty: true\n",
    "an explicit key": "? policy\n: allow_empty: true\n",
    "an ended document": "version: 1\n...\n",
    "a directive": "%YAML 1.2\n---\nplans: x\n",
}
ENDINGS = {
    "LF": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR at the end": lambda text: text.removesuffix("\n") + "\r",
    "no line break at the end": lambda text: text.removesuffix("\n"),
}
