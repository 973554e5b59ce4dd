class SnapshotFailure(Exception):
    """An expected failure. `code` is one of app/contract/failure.ts; `detail` is the foreign text;
    `facts` what the system says about it, for the one who explains."""

    def __init__(self, code, detail='', facts=None):
        super().__init__(code, detail)
        self.code = code
        self.detail = str(detail)
        self.facts = facts
