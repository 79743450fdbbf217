"""One log over the events of all chains: a Merkle tree (RFC 9162) whose signed heads others keep."""

from django.db import models


class LogLeaf(models.Model):
    """One event in the log. `rows` commits to the rows of the event's subject when the leaf was made; empty for a
    subject without rows, and for an event that was not its subject's last one by then.

    The salt keeps anybody who sees the hash, which is public, from trying out what it may be of.
    """

    number = models.PositiveBigIntegerField(primary_key=True)  # from 0, without a gap
    subject = models.CharField(max_length=80)
    event_number = models.PositiveIntegerField()
    event_hash = models.CharField(max_length=64)
    rows = models.CharField(max_length=64, blank=True, default="")
    salt = models.CharField(max_length=32)
    leaf_hash = models.CharField(max_length=64)

    class Meta:
        db_table = "record_log_leaf"
        constraints = [
            models.UniqueConstraint(fields=["subject", "event_number"], name="record_log_leaf_one_an_event"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.subject} {self.event_number}"


class LogTile(models.Model):
    """The hash over one full tile: 256 hashes of the level below it, which are those of leaves at level 0."""

    level = models.PositiveSmallIntegerField()  # of the tile, from 0
    number = models.PositiveBigIntegerField()  # of the tile within its level, from 0
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "record_log_tile"
        constraints = [
            models.UniqueConstraint(fields=["level", "number"], name="record_log_tile_one_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.number}"


class LogHead(models.Model):
    """How far the log is: one row, locked by whoever appends. `checkpoint` is signed, as others read it, once nothing
    waits: of `size` leaves then, of fewer while many are appended."""

    ONE = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONE)
    origin = models.CharField(max_length=200)  # the log's name for good, also at another address
    size = models.PositiveBigIntegerField(default=0)
    checkpoint = models.TextField(blank=True, default="")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "record_log_head"

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"


class LogWitness(models.Model):
    """Somebody else who keeps the log's heads, known by a key, and the last one they cosigned (empty: none yet)."""

    name = models.CharField(max_length=200, unique=True)
    vkey = models.CharField(max_length=300)  # the public key as C2SP spells it
    body = models.CharField(max_length=80, blank=True, default="")  # the code of the body that runs it
    size = models.PositiveBigIntegerField(default=0)
    checkpoint = models.TextField(blank=True, default="")  # with the log's signature and this witness's
    cosigned_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "record_log_witness"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DepartedChain(models.Model):
    """A chain whose events went with a city: its leaves stay, as hashes. `root` names the archive; the event of the
    departure holds how many there are and a digest over them (`record.verify.departures`)."""

    subject = models.CharField(max_length=80, primary_key=True)
    root = models.CharField(max_length=64)
    leaves = models.PositiveIntegerField()

    class Meta:
        db_table = "record_departed_chain"
        indexes = [models.Index(fields=["root", "subject"], name="record_departed_root")]

    def __str__(self) -> str:
        return self.subject
